"""Makes slides of the notebooks: one HTML file for each, which opens in any browser, without a network.

    python -m tests.scripts.slides 03       one notebook
    python -m tests.scripts.slides          all of them

The files are slides/03_matrix_calculus.html and so on, in the folder of the course. Nothing is marked by hand in a
notebook: its headings, its questions and its run-in words such as **Derive.** say where a slide begins. What needs a
keyboard (setting up, sliders, Your turn) is left out. Keys: right and left, O for the contents.

What is too long for one slide is continued on the next in the browser (tests/slides/deck.js): only there are the
heights known.
"""

import argparse
import html
import re
from pathlib import Path

from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from tests.checking import katex
from tests.checking.notebook_files import NOTEBOOKS, ROOT, notebook_paths, read, tags_of

SLIDES = ROOT / "slides"  # not committed
DECK = ROOT / "tests" / "slides"

LEFT_OUT = ("Your turn", "Common mistakes", "What comes next")  # sections for the keyboard, or to be read alone
LINES_TOGETHER = 20  # of code, at most: a longer piece may go on on the next slide


def main(arguments=None):
    """Writes the slides that were asked for, and says where they are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", help="numbers such as 03, or names of files; all, if none is given")
    wanted = [Path(name).name for name in parser.parse_args(arguments).notebooks]
    for name in wanted:
        if not any(path.name.startswith(name) for path in notebook_paths()):
            parser.error(f"no notebook begins with {name}")
    SLIDES.mkdir(exist_ok=True)
    for path in notebook_paths():
        if not wanted or path.name.startswith(tuple(wanted)):
            file = SLIDES / f"{path.stem}.html"
            file.write_text(deck_of(read(path)), encoding="utf-8")
            print(file.relative_to(ROOT).as_posix())


def deck_of(notebook):
    """The slides of a notebook: the text of one HTML file that needs no other."""
    slides = slides_of(notebook)
    title = BeautifulSoup(slides[0][0], "html.parser").get_text()
    sections = "\n".join(f"<section>\n{chr(10).join(blocks)}\n</section>" for blocks in slides)
    code = HtmlFormatter(style="default").get_style_defs(["[data-kind=code]", "[data-kind=exercise]"])
    style, script = ((DECK / name).read_text(encoding="utf-8") for name in ("deck.css", "deck.js"))
    return katex.page(title, f"{code}\n{style}", f"<main>\n{sections}\n</main>", script)


# --------------------------------------------------------------------------------------------- slides and blocks


def slides_of(notebook):
    """The slides, each a list of the blocks that stand on it, as HTML."""
    slides, closed, opening = [[]], False, True
    for block in blocks_of(notebook):
        kind = kind_of(block)
        opening = opening and kind != "section"
        only_headings = all(kind_of(other) in ("title", "section", "subsection") for other in slides[-1])
        begins = kind in ("section", "subsection", "predict", "exercise", "picture", "explanation")
        begins = begins or (kind == "run-in" and not opening)
        if slides[-1] and (closed or kind == "section" or (begins and not only_headings)):
            slides.append([])
        slides[-1].append(block)
        closed = kind in ("predict", "exercise")  # what follows could be the answer
    return [[str(block) for block in blocks] for blocks in slides]


def kind_of(block):
    """What a block is: a "predict", a "picture", ...; "" if it only follows what is above it."""
    return block.get("data-kind", "")


def blocks_of(notebook):
    """Yield what is shown of a notebook, in order: paragraphs, code, outputs, pictures, each an HTML element."""
    exporter = HTMLExporter(template_name="basic", anchor_link_text="", embed_images=True)
    body, _ = exporter.from_notebook_node(notebook, {"metadata": {"path": str(NOTEBOOKS)}})
    shown, picture = True, None
    for cell, div in zip(notebook.cells, BeautifulSoup(body, "html.parser").select("div.cell"), strict=True):
        blocks = _blocks_of_text(div) if cell.cell_type == "markdown" else _blocks_of_code(cell, div)
        for block in blocks:
            if block.name == "h2":
                shown = block.get_text().strip() not in LEFT_OUT
            if picture is not None:  # its See belongs to it
                if block.name == "p" and block.get_text().startswith("See."):
                    picture.append(_tag("div", str(block), "see"))
                    block = None
                yield picture
                picture = None
            if block is not None and shown:
                if kind_of(block) == "picture":
                    picture = block
                else:
                    yield block
    if picture is not None:
        yield picture


def _tag(name, inner, kind):
    """A new HTML element."""
    return BeautifulSoup(f'<{name} data-kind="{kind}">{inner}</{name}>', "html.parser").find()


def _blocks_of_text(div):
    for link in div.select("a"):
        link.unwrap()  # nobody follows a link on a wall
    for element in div.select_one(".text_cell_render").find_all(recursive=False):
        inside = element.find_all(recursive=False) if element.name == "details" else [element]
        for block in inside:
            text = block.get_text().strip()
            if block.name == "summary":
                block = _tag("p", f"<strong>{block.decode_contents()}</strong>", "explanation")
            elif steps := re.fullmatch(r"\$\$\s*\\begin\{aligned\}((?:(?!\$\$).)*)\\end\{aligned\}\s*\$\$", text, re.S):
                block = _steps(steps[1])
            elif re.fullmatch(r"\$\$(?:(?!\$\$).)*\$\$", text, re.S):
                block["data-kind"] = "formula"
            elif block.name == "p" and (block.decode_contents().startswith("<strong>") or text[:13] == "So the answer"):
                block["data-kind"] = "run-in"
            elif block.name == "blockquote" and text.startswith("Predict"):
                block["data-kind"] = "predict"
            elif block.name in ("h1", "h2", "h3"):
                block["data-kind"] = {"h1": "title", "h2": "section", "h3": "subsection"}[block.name]
            if text.endswith(":") or block.name == "h3" or kind_of(block) == "explanation":
                block["data-with-next"] = ""
            yield block


def _blocks_of_code(cell, div):
    tags = tags_of(cell)
    if "installation" in tags or "figures.use_house_style()" in cell.source:
        return
    if "figures.sliders(" in cell.source:
        yield _tag("p", html.escape(cell.source.split("\n")[0].strip("# ")), "live")
        return
    if "figures.show(" in cell.source:
        for image in div.select(".output_png img"):
            yield _tag("div", str(image), "picture")
        return
    yield _tag("div", _lines(div.select_one(".highlight pre")), "exercise" if "exercise" in tags else "code")
    if "exercise" not in tags:  # an exercise that nobody has done has nothing to say
        outputs = div.select(".output_subarea")
        if outputs:
            yield _tag("div", "".join(output.decode_contents() for output in outputs), "output")


def _lines(pre):
    """The highlighted lines of a cell, in pieces between which it may be cut: at empty lines, and where one is long."""
    pieces = [[]]
    for line in pre.decode_contents().strip("\n").split("\n"):
        if line:
            pieces[-1].append(line)
        elif pieces[-1]:
            pieces.append([])
    short = []
    for piece in pieces:
        number = -(-len(piece) // LINES_TOGETHER)
        length = -(-len(piece) // number)
        short += [piece[start : start + length] for start in range(0, len(piece), length)]
    return "".join(f"<pre>{''.join(f'<span>{line}</span>{chr(10)}' for line in piece)}</pre>" for piece in short)


def _steps(tex):
    r"""The rows of an aligned display, formulas beside reason: so each can appear alone, and a reason can wrap."""
    rows, most = [], 0
    for row in _split(tex, "\\\\"):
        columns = [column.strip() for column in _split(row, "&")]
        empty = next((place for place in range(1, len(columns)) if not columns[place]), len(columns))
        cells = [f"<span>${{}}\\displaystyle {html.escape(column)}$</span>" for column in columns[:empty]]
        reason = "".join(map(_words, columns[empty + 1 :]))
        rows.append(f"<div>{''.join(cells)}<span>{reason}</span></div>")
        most = max(most, len(cells))
    block = _tag("div", "".join(rows), "steps")
    block["style"] = f"--formulas: {most}"
    return block


def _split(tex, separator):
    """The parts of a formula between its separators, those within braces and environments excepted."""
    parts, depth = [""], 0
    for token in re.findall(r"\\\\(?:\[[^]]*\])?|\\begin\b|\\end\b|\\.|[^\\]", tex, re.S):
        depth += (token in ("{", "\\begin")) - (token in ("}", "\\end"))
        if not depth and token.startswith(separator):
            parts.append("")
        else:
            parts[-1] += token
    return [part for part in parts if part.strip()] if separator == "\\\\" else parts


def _words(tex):
    r"""A reason, \text{divide by } 2, as words with formulas between them, which a line can break."""
    pieces = re.split(r"\\text\{([^{}$]*)\}", tex)
    formulas = [f"${html.escape(piece)}$" if piece.strip(" ~,") else piece for piece in pieces[::2]]
    words = [html.escape(piece) for piece in pieces[1::2]]
    return "".join(a + b for a, b in zip(formulas, [*words, ""], strict=True))


if __name__ == "__main__":
    main()
