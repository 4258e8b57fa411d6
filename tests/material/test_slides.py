"""The slides of each notebook hold all of it, in order, and what thirty students see fits on the wall.

The second half needs a browser, as test_jupyterlab.py does.
"""

import functools
import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.checking.notebook_files import notebook_paths, read, tags_of
from tests.each_notebook import each_notebook
from tests.scripts import slides

HEADINGS = ("title", "section", "subsection")
SMALLEST = {"prose": 19, "formula": 19, "code": 15}  # pixels on a screen of 1280 x 720

# What is wrong with what the class sees: a list of sentences.
PROBLEMS = r"""(smallest) => {
    const problems = new Set();
    for (const [number, section] of slides.entries()) {
        const say = text => problems.add(`slide ${number + 1}: ${text}`);
        const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
            const around = node.parentElement;
            if (!/[^\s\u200b]/.test(node.data) || around.closest('.katex-mathml')) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            const here = node.data.trim().slice(0, 60);
            if (right > 1280 - 16 || left < 16) say(`too wide: ${here}`);
            if (bottom > 720 - 8 || top < 8) say(`too tall: ${here}`);
            const formula = around.closest('.katex');
            const what = formula ? 'formula' : around.closest('code, pre, [data-kind=output]') ? 'code' : 'prose';
            const size = parseFloat(getComputedStyle(formula || around).fontSize);
            if (size < smallest[what]) say(`${what} of ${size} pixels: ${here}`);
            if (what === 'prose' && /\$|\\[a-zA-Z]{2,}/.test(node.data)) say(`mathematics left as text: ${here}`);
        }
        const blocks = [...section.children].filter(block => block.tagName !== 'FOOTER');
        for (const [place, block] of blocks.entries()) {
            const { top, bottom } = block.getBoundingClientRect(), here = block.textContent.slice(0, 60);
            const above = place && blocks[place - 1].getBoundingClientRect().bottom;
            if (top < above - 1) say(`two blocks overlap: ${here}`);
            if (bottom > 712) say(`too tall: ${here}`);
            if (block.dataset.kind === 'predict' && place < blocks.length - 1) say('something stands under a Predict');
        }
        const isHeading = block => ['title', 'section', 'subsection'].includes(block.dataset.kind);
        if (blocks.every(isHeading)) say('a heading alone');
        for (const image of section.querySelectorAll('img')) {
            const { left, right, bottom } = image.getBoundingClientRect();
            if (!image.complete || !image.naturalWidth) say('a picture does not show');
            if (image.width < 0.7 * image.getAttribute('width')) say('a picture is much smaller than in the notebook');
            if (left < 16 || right > 1264 || bottom > 712) say('a picture does not fit');
        }
    }
    return [...problems];
}"""
# From the first slide to the last by one key: what is seen after each press, and whether all of it was seen in the end.
WALK = """(key) => {
    const seen = [], missed = [];
    const visible = () => slides[slide].querySelectorAll('[data-step]:not(.later)').length;
    for (let state = ''; seen.length < 2000;) {
        const after = `${slide + 1}: ${visible()}`;
        if (after === state) break;
        seen.push(state = after);
        const before = slides[slide];
        dispatchEvent(new KeyboardEvent('keydown', { key }));
        if (slides[slide] !== before && before.querySelector('.later')) missed.push(after);
    }
    const hidden = document.querySelectorAll('section.current .later').length;
    return { presses: seen.length - 1, last: slide + 1, slides: slides.length, missed, hidden };
}"""


@functools.cache
def deck_of(path):
    """The deck of the notebook in a file: made once."""
    return slides.deck_of(read(path))


def notebook_of(*cells):
    """A small notebook: text, or code behind ``>>> ``."""
    return new_notebook(
        cells=[
            new_code_cell(cell[4:]) if cell.startswith(">>> ") else new_markdown_cell(cell)
            for cell in ["# A title\n\nA promise.", "## A section\n\nIt begins.", *cells]
        ]
    )


def words(text):
    r"""The words and numbers of a text, without what only says how it looks: {aligned}, \text, \\[6pt], ..."""
    text = re.sub(r"\\\\\[\d+pt\]|\\(begin|end)\{aligned\}|\\text\b|\\displaystyle\b", " ", text)
    return re.findall(r"[^\W_]+", text)


def words_of_notebook(notebook):
    """The words that have to stand in the deck, read from the notebook's own text."""
    shown = True
    for cell in notebook.cells:
        source = cell.source
        if cell.cell_type == "markdown":
            source = re.sub(r"\]\([^)\s]*\)|</?\w+>|^ *\d+\. ", " ", source, flags=re.MULTILINE)
            for part in re.split(r"^(?=## )", source, flags=re.MULTILINE):
                if part.startswith("## "):
                    shown = part.split("\n")[0][3:] not in ("Your turn", "Common mistakes", "What comes next")
                yield from words(part) if shown else []
        elif not shown or "use_house_style()" in source or "installation" in tags_of(cell):
            continue
        elif "figures.sliders(" in source:
            yield from words(source.split("\n")[0])
        elif "figures.show(" in source:
            yield from words(cell.outputs[0].metadata["image/png"]["alt"])
        else:
            yield from words(source)
            for output in cell.outputs if "exercise" not in tags_of(cell) else []:
                page = output.get("data", {}).get("text/html")
                yield from words(text_of(BeautifulSoup(page, "html.parser")) if page else output.text)


def words_of_deck(deck):
    """The words that stand in the deck, alternative texts included."""
    return words(text_of(BeautifulSoup(deck, "html.parser").find("main")))


def text_of(page):
    """The text of a piece of HTML, alternative texts included."""
    for image in page.select("img"):
        image.replace_with(image["alt"])
    for block in page.select("p, li, td, th, pre, div"):
        block.append("\n")
    return page.get_text()


def problems_of_order(deck):
    """What stands where it should not."""
    for number, section in enumerate(BeautifulSoup(deck, "html.parser").select("section"), 1):
        kinds = [block.get("data-kind", "") for block in section.find_all(recursive=False)]
        if all(kind in HEADINGS for kind in kinds):
            yield f"slide {number}: a heading alone"
        if "predict" in kinds[:-1]:
            yield f"slide {number}: something stands under a Predict"
        if "picture" in kinds and not section.select("[data-kind=picture] [data-kind=see]"):
            yield f"slide {number}: a picture without its See"


def addresses(deck):
    """All that a browser would fetch for a deck."""
    page = BeautifulSoup(deck, "html.parser")
    for element in page.find_all(True):
        yield from (element[name] for name in ("src", "href", "srcset", "data", "poster") if element.has_attr(name))
        style = element.get_text() if element.name == "style" else element.get("style", "")
        yield from re.findall(r"@import[^;]*|url\(([^)]*)\)", style)


@each_notebook
def test_the_deck_holds_the_notebook_once_and_in_order(path):
    expected, found = list(words_of_notebook(read(path))), words_of_deck(deck_of(path))
    for place, (one, other) in enumerate(zip(expected, found, strict=False)):
        assert one == other, f"notebook: {expected[place - 8 : place + 8]}, deck: {found[place - 8 : place + 8]}"
    assert len(expected) == len(found)


@each_notebook
def test_no_answer_under_its_question_and_no_heading_alone(path):
    assert list(problems_of_order(deck_of(path))) == []


@each_notebook
def test_a_deck_needs_no_other_file(path):
    found = list(addresses(deck_of(path)))
    assert found
    assert [address[:80] for address in found if not address.startswith("data:")] == []


@pytest.mark.parametrize(
    "cells",
    [
        ["> **Predict.** What comes out?\n\nNothing comes out."],
        ["> **Predict.** What comes out?", ">>> print('nothing')"],
        ["> **Predict.** What comes out?\n\n> **Predict.** And then?"],
    ],
)
def test_what_stands_under_a_question_goes_to_the_next_slide(cells):
    notebook = notebook_of(*cells)
    deck = slides.deck_of(notebook)
    assert list(problems_of_order(deck)) == []
    assert words_of_deck(deck) == list(words_of_notebook(notebook))


@pytest.mark.parametrize(
    "blocks",
    [
        '<blockquote data-kind="predict">What?</blockquote><p>That.</p>',
        '<h2 data-kind="section">A section</h2><h3 data-kind="subsection">A part</h3>',
        '<div data-kind="picture"><img></div><p>Text</p>',
    ],
)
def test_planted_slides_are_found(blocks):
    right = "<section><p>Right.</p></section>"
    assert list(problems_of_order(right)) == []
    assert list(problems_of_order(f"{right}<section>{blocks}</section>")) != []


def test_planted_addresses_are_found():
    deck = slides.deck_of(notebook_of("Text."))
    for planted in ('<img src="https://example.org/a.png">', "<style>a { background: url(a.png) }</style>"):
        assert [a for a in addresses(deck.replace("</main>", planted + "</main>")) if not a.startswith("data:")]


def test_a_derivation_keeps_its_columns_and_its_reasons():
    tex = r"""\begin{aligned}
        a &= \begin{cases} 1 & \text{if } x \\ 2 & \text{else} \end{cases} && \text{by } x \text{, not: } 2 < 3 \\[6pt]
        &= \{b\} && \text{at last}
        \end{aligned}"""
    _, [_, _, block] = slides.slides_of(notebook_of(f"$$\n{tex}\n$$"))
    rows = BeautifulSoup(block, "html.parser").find().find_all("div", recursive=False)
    assert [[cell.get_text() for cell in row.find_all("span", recursive=False)] for row in rows] == [
        [
            r"${}\displaystyle a$",
            r"${}\displaystyle = \begin{cases} 1 & \text{if } x \\ 2 & \text{else} \end{cases}$",
            "by $ x $, not: $ 2 < 3$",
        ],
        [r"${}\displaystyle $", r"${}\displaystyle = \{b\}$", "at last"],
    ]


def test_the_command_writes_what_it_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(slides, "SLIDES", tmp_path / "slides")
    monkeypatch.setattr(slides, "ROOT", tmp_path)
    before = [path.read_bytes() for path in notebook_paths()]
    slides.main(["03", "notebooks/01_binary_cross_entropy.ipynb"])
    expected = ["slides/01_binary_cross_entropy.html", "slides/03_matrix_calculus.html"]
    assert capsys.readouterr().out.split() == expected
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")) == expected
    assert [path.read_bytes() for path in notebook_paths()] == before
    with pytest.raises(SystemExit):
        slides.main(["77"])


# ---------------------------------------------------------------------------------------------- in a browser


@pytest.fixture
def problems_with(browser, tmp_path):
    """A function: what is wrong with a deck, in a browser, on a screen of 1280 x 720."""

    def problems_with(deck):
        file = tmp_path / "deck.html"
        file.write_text(deck, encoding="utf-8")
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        try:
            page = context.new_page()
            page.set_default_timeout(120_000)
            said, asked = [], []
            page.on("console", lambda message: said.append(f"the console says: {message.text[:300]}"))
            page.on("pageerror", lambda error: said.append(f"an error: {error}"))
            page.on("request", lambda request: asked.append(request.url))
            page.goto(file.as_uri())
            page.wait_for_function("() => 'ready' in document.documentElement.dataset")
            problems = page.evaluate(PROBLEMS, SMALLEST)
            page.keyboard.press("End")
            page.keyboard.press("Home")
            walk = page.evaluate(WALK, "PageDown")
            if walk["last"] != walk["slides"] or walk["hidden"] or walk["missed"]:
                problems.append(f"the keys do not walk through all of it: {walk}")
            back = page.evaluate(WALK, "PageUp")
            if (back["last"], back["presses"]) != (1, walk["presses"]):
                problems.append(f"the keys do not walk back: {back}, and {walk['presses']} there")
            others = [url for url in asked if url != file.as_uri() and not url.startswith("data:")]
            return problems + said + [f"asked for {url}" for url in others]
        finally:
            context.close()

    return problems_with


@each_notebook
def test_slides_in_a_browser(path, problems_with):
    problems = problems_with(deck_of(path))
    if problems:
        pytest.fail("\n".join([f"slides of {path.name}", *problems]), pytrace=False)


LONG_LINE = ">>> x = [" + ", ".join(["1000"] * 32) + "]"
MANY_LINES = ">>> " + "\n".join(f"x = {number}" for number in range(60))
WIDE = "$$\n" + " + ".join(["x^2"] * 80) + "\n$$"
LONG_TEXT = "\n\n".join(["A sentence of a few words that says nothing. " * 5] * 10)


@pytest.mark.parametrize("cell", [LONG_LINE, MANY_LINES, LONG_TEXT], ids=["long line", "many lines", "long text"])
def test_what_is_too_long_is_continued(cell, problems_with):
    assert problems_with(slides.deck_of(notebook_of(cell))) == []


@pytest.mark.parametrize(
    ("cell", "old", "new", "found"),
    [
        (r"A macro that is not there: $\undefinedmacro{x}$.", "", "", "mathematics left as text"),
        (WIDE, "", "", "formula of"),
        (LONG_LINE, "white-space: pre-wrap", "white-space: pre", "too wide"),
        (MANY_LINES, "</pre><pre>", "", "too tall"),
        (LONG_TEXT, "cut(section);", "fits(section, 24);", "too tall"),
        ("> **Predict.** What?\n\nThat.", "</blockquote>\n</section>\n<section>", "</blockquote>", "under a Predict"),
        ("### Alone\n\n## A section\n\nText.", "", "", "a heading alone"),
        ("Text.", "SIZES = [26,", "SIZES = [18,", "prose of 18"),
        ("Text.\n\n**Derive.** More.", "slide < slides.length - 1 &&", "slide < 0 &&", "do not walk"),
        ("Text.", "</main>", '<img src="https://example.org/a.png"></main>', "asked for"),
        ("Text.", '"use strict";', '"use strict"; console.error("No.");', "the console says"),
    ],
)
def test_a_planted_fault_is_found(cell, old, new, found, problems_with):
    deck = slides.deck_of(notebook_of(cell))
    assert old in deck
    assert found in "\n".join(problems_with(deck.replace(old, new) if old else deck))
