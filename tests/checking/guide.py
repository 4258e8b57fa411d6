r"""The teacher's guide, read by a machine: its pages, and what each of them says that can be looked up or run.

A page belongs to a notebook. Besides words it holds, in forms that this file reads:

    | 1 Shapes first | 8 | 4 | 8 | |        a section, counted minutes, the lesson, minutes there, what stays for home
    Section 2: change `h=1e-5` to `h=1`.    a cell to break, in that section; it is run
    Run the cell that begins `names = [`    a cell to run after it
    ... prints `z = [3`                     what then comes out, and did not before
    ... still prints `True`                 what comes out as before
    `np.outer((1, 2), (3, 4))` gives `[[3, 4], [6, 8]]`       a calculation, made again
"""

import re
from typing import NamedTuple

import nbformat
import numpy as np

from .notebook_execution import execute
from .notebook_files import NOTEBOOKS
from .prose_numbers import claims, numbers_in

GUIDE = NOTEBOOKS / "teaching_guide.md"
CODE = r"`([^`]+)`"


def sigmoid(z):
    """As on paper: the guide's numbers are small."""
    return 1 / (1 + np.exp(-z))


def whole_numbers(text):
    """The whole numbers in a text."""
    return [int(number) for number in re.findall(r"\d+", text)]


class Page(NamedTuple):
    """The page of one notebook."""

    number: str
    title: str
    text: str

    @property
    def parts(self):
        """The page by its bold words: {"Aim": text, ...}."""
        pieces = re.split(r"^\*\*([A-Z][^*]+?)\.?\*\*", self.text, flags=re.MULTILINE)
        return dict(zip(pieces[1::2], pieces[2::2], strict=True))

    @property
    def breaks(self):
        """The cells to break, in order."""
        items = re.split(r"^\d+\. ", self.parts["Break it live"], flags=re.MULTILINE)[1:]
        return [Break.of(" ".join(item.split())) for item in items]

    @property
    def plan(self):
        """The rows of the table of minutes."""
        rows = re.findall(r"^\| (.+?) \| (\d+) \| (.*?) ?\| (.*?) ?\| (.*?) ?\|$", self.parts["Minutes"], re.MULTILINE)
        return [
            Planned(section, int(counted), whole_numbers(lesson), whole_numbers(there), home)
            for section, counted, lesson, there, home in rows
        ]


class Planned(NamedTuple):
    """What becomes of a section."""

    section: str  # number and title
    counted: int
    lessons: list
    minutes: list  # in each of the lessons
    home: str  # what is left out in class


class Break(NamedTuple):
    """A cell that is broken in front of the class."""

    text: str
    section: str
    changes: list  # (old, new)
    then: list  # first lines of the cells to run after it
    prints: list
    still: list

    @classmethod
    def of(cls, text):
        """Read from the words of the guide."""
        head = re.match(rf"Section (\d+): change ((?:{CODE} to {CODE}(?: and )?)+)", text)
        if not head:
            raise ValueError(f"does not begin with 'Section 2: change `old` to `new`': {text}")
        still = re.findall(rf"\bstill prints {CODE}", text)
        return cls(
            text,
            head[1],
            re.findall(rf"{CODE} to {CODE}", head[2]),
            re.findall(rf"\b[Rr]un the cell that begins {CODE}", text),
            [piece for piece in re.findall(rf"\bprints {CODE}", text) if piece not in still],
            still,
        )


def pages(text):
    """The pages of a guide, in order."""
    found = re.findall(r"^## \[(\d\d) (.+?)\]\(.+?\)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return [Page(*page) for page in found]


# --------------------------------------------------------------------------------------------- cells to break


def problems_of_breaks(page, notebook):
    """Yields what does not come out as the page says, when its cells are broken in a running notebook."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tried, script = [], list(cells)
    for one in page.breaks:
        try:
            broken, after = _cells_of(one, notebook)
        except ValueError as error:
            yield f"{error}: {one.text}"
            continue
        changed = nbformat.v4.new_code_cell(_changed(broken.source, one.changes))
        ran = [changed, *(nbformat.v4.new_code_cell(cell.source) for cell in after)]
        for cell in ran:
            cell.metadata["tags"] = ["raises-exception"]  # an error may be the lesson, and a warning
        tried.append((one, len(script), len(ran), [broken, *after]))
        script += [
            *ran,
            *(nbformat.v4.new_code_cell(cell.source) for cell in [broken, *after]),
        ]  # as it was, for the next
    done = execute(nbformat.v4.new_notebook(cells=script), f"the guide's page {page.number}")
    for one, first, count, originals in tried:
        now = _shown(done.cells[first : first + count])
        before = _shown(originals)
        yield from (
            f"{piece!r} does not come out: {now}" for piece in one.prints + one.still if _flat(piece) not in now
        )
        yield from (f"{piece!r} came out before, too: {one.text}" for piece in one.prints if _flat(piece) in before)
        if not one.prints + one.still:
            yield f"says of nothing that it prints it: {one.text}"


def what_comes_out(page, notebook):
    """All that the broken cells of a page show, for its numbers."""
    return " ".join(piece for one in page.breaks for piece in one.prints + one.still)


def _cells_of(one, notebook):
    """The cell that is broken, and those that are run after it."""
    section, here, everywhere = "", [], []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (heading := re.match(r"## (?:(\d+)\. )?", cell.source)):
            section = heading[1] or ""
        if cell.cell_type == "code":
            everywhere.append(cell)
            if section == one.section:
                here.append(cell)
    old = one.changes[0][0]
    broken = [cell for cell in here if all(old in cell.source for old, _ in one.changes)]
    if len(broken) != 1:
        raise ValueError(f"{len(broken)} cells of section {one.section} hold {old!r}")
    after = []
    for line in one.then:
        found = [cell for cell in everywhere if any(row.startswith(line) for row in cell.source.split("\n")[:1])]
        if len(found) != 1:
            raise ValueError(f"{len(found)} cells begin {line!r}")
        after += found
    return broken[0], after


def _changed(source, changes):
    for old, new in changes:
        source = source.replace(old, new)
    return source


def _shown(cells):
    """The text that cells show, errors included, with single blanks."""
    texts = []
    for output in (output for cell in cells for output in cell.outputs):
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            texts.append(f"{output.ename}: {output.evalue}")
        else:
            texts.append(output.data.get("text/plain", ""))
    return _flat(" ".join(texts))


def _flat(text):
    return " ".join(text.split())


# --------------------------------------------------------------------------------------------------- numbers


def calculations(text):
    """The calculations of a text, as pairs: the expression, and what it is said to give."""
    return re.findall(rf"{CODE} gives {CODE}", _flat(text))


def problem_of_calculation(expression, said):
    """What is wrong with a calculation; None if nothing is."""
    names = {name: getattr(np, name) for name in ("exp", "log", "log2", "sqrt")} | {"np": np, "sigmoid": sigmoid}
    result = eval(expression, names)
    wanted = re.findall(r"[-\w.]+", said)
    got = re.findall(r"[-\w.+]+", str(np.asarray(result).tolist()))
    if len(wanted) != len(got) or not all(map(_is_rounded, wanted, got)):
        return f"{expression} gives {got}, not {said}"
    return None


def _is_rounded(text, value):
    """Whether ``text`` is ``value``, rounded as it is written."""
    try:
        decimals = len(text.partition(".")[2])
        return abs(float(text) - float(value)) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
    except ValueError:
        return text == value


def numbers_from_nowhere(page, notebook):
    """The numbers on a page that its notebook does not show, no broken cell prints, and no calculation gives."""
    shown = (
        " ".join(cell.source for cell in notebook.cells)
        + " "
        + _shown([cell for cell in notebook.cells if cell.cell_type == "code"])
    )
    own = " ".join(" ".join(pair) for pair in calculations(page.text)) + " " + what_comes_out(page, notebook)
    changes = " ".join(" ".join(pair) for one in page.breaks for pair in one.changes)
    known = set(numbers_in(" ".join([shown, own, changes])))
    return [number for number, fits in claims(page.text) if not any(map(fits, known))]
