"""The pages for paper: everything shows, nothing is cut or too wide, and no other machine is asked."""

import re
import shutil

import pytest

from tests.checking.notebook_files import code_cells, is_folded, markdown_cells, notebook_paths, read
from tests.checking.notebook_formulas import tex_of
from tests.checking.pictures import pictures
from tests.each_notebook import each_notebook
from tests.scripts import paper

MILLIMETRE = 96 / 25.4  # in the pixels of a style sheet
PAGE = {"width": round((210 - 2 * 18) * MILLIMETRE), "height": round((297 - 2 * 16) * MILLIMETRE)}  # A4 within margins

# What is wrong with the page: a list of sentences.
PROBLEMS = r"""async ([formulas, width, height]) => {
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
    const problems = [];
    const all = selector => [...document.querySelectorAll(selector)];
    const shown = all('.katex').length;
    if (shown !== formulas) problems.push(`${shown} formulas instead of ${formulas}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('code, pre, script, .katex')) continue;
        if (/\$|\\[a-zA-Z]{2}/.test(node.textContent)) problems.push(`mathematics left as text: ${node.textContent}`);
    }
    for (const node of all('body *')) {
        if (node.closest('.katex-mathml, svg, script') || !node.getClientRects().length) continue;
        const excess = Math.ceil(node.getBoundingClientRect().right - width);
        if (excess > 1) problems.push(`${excess} pixels too wide: ${node.tagName} ${node.textContent.slice(0, 60)}`);
    }
    for (const node of all('img, table, blockquote, .katex-display')) {
        if (getComputedStyle(node).breakInside !== 'avoid') problems.push(`may be cut: ${node.outerHTML.slice(0, 60)}`);
        if (node.getBoundingClientRect().height > height) problems.push(`higher than a page: ${node.tagName}`);
    }
    for (const image of all('img'))
        if (!image.complete || image.naturalWidth === 0 || !image.alt) problems.push('an image without picture or alt');
    for (const node of all('td, th, .katex-display')) {
        const size = parseFloat(getComputedStyle(node).fontSize);
        if (size < 8) problems.push(`too small, ${size} pixels: ${node.textContent.slice(0, 60)}`);
    }
    return problems;
}"""


def problems_with(browser, html, formulas):
    """What is wrong with a page, and what it asks the network for."""
    context = browser.new_context(viewport=PAGE)
    try:
        page = context.new_page()
        page.emulate_media(media="print")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(html.as_uri())
        problems = page.evaluate(PROBLEMS, [formulas, PAGE["width"], PAGE["height"]])
        return problems + [f"asked for {url}" for url in asked if not url.startswith(("data:", html.as_uri()))]
    finally:
        context.close()


def number_of_formulas(notebook):
    return sum(len(tex_of(cell.source)) for cell in markdown_cells(notebook))


@each_notebook
def test_a_page_shows_everything_and_cuts_nothing(path, browser, tmp_path):
    assert paper.main([str(tmp_path), path.stem[:2], "--answers"]) == 0
    html = tmp_path / f"{path.stem}.html"
    assert problems_with(browser, html, number_of_formulas(read(path))) == []


@each_notebook
def test_code_that_is_folded_is_left_out_and_all_else_is_there(path):
    notebook = read(path)
    body = paper.page(read(path), path.stem).partition("<body>")[2].partition("<script>")[0]
    shown = re.sub(r"&#?\w+;|\W", "", re.sub(r"<[^>]*>", "", body))
    for cell in code_cells(notebook):
        first = re.sub(r"\W+", "", cell.source.partition("\n")[0])
        assert (first in shown) != is_folded(cell), cell.id
    assert body.count("<img") == sum(len(pictures(cell.outputs)) for cell in code_cells(notebook))
    assert body.count("<details>") == sum(cell.source.count("<details>") for cell in notebook.cells)
    assert not re.search(r"""src\s*=\s*["']?(https?:)?//|<link|<iframe""", body)


def test_a_printed_page_is_a_pdf(browser, tmp_path):
    assert paper.main([str(tmp_path), "00", "--pdf"]) == 0
    assert (tmp_path / "00_start_here.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("<h1", "<p>$x$</p><h1", "formulas instead of"),
        ("<h1", "<p>$\\nothing$</p><h1", "mathematics left as text"),
        ("<h1", "<p>It costs $5</p><h1", "mathematics left as text"),
        ("<h1", "<div style='width: 900px'>wide</div><h1", "pixels too wide"),
        ("img, table, blockquote", "table, blockquote", "may be cut: <img"),
        ("<h1", "<blockquote style='height: 1100px'></blockquote><h1", "higher than a page"),
        ("data:image/png;base64,iVBOR", "data:image/png;base64,AAAA", "an image without picture"),
        ("<h1", "<table><tr><td>" + "x" * 300 + "</td></tr></table><h1", "too small"),
        ("<h1", "<img src='https://example.org/a.png' alt='a'><h1", "asked for https://example.org"),
    ],
)
def test_a_planted_mistake_is_found(old, new, what, browser, tmp_path):
    path = notebook_paths()[0]
    html = tmp_path / "planted.html"
    text = paper.page(read(path), path.stem)
    assert old in text
    html.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(what in problem for problem in problems_with(browser, html, number_of_formulas(read(path))))


def test_what_is_missing_is_said(tmp_path, monkeypatch, capsys):
    assert paper.main([str(tmp_path / "out"), "99"]) == 1
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert paper.main([str(tmp_path / "out"), "00", "--pdf"]) == 1
    said = capsys.readouterr().err
    assert "no notebook 99" in said and "no Chromium" in said
    assert not (tmp_path / "out").exists()
