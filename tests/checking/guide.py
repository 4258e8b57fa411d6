r"""The teacher's guide, read by a machine: its pages, and what each of them says that can be looked up or run.

A page belongs to a notebook. Besides words it holds, in forms that this file reads:

    | 1 Shapes first | 8 | 4 | 8 | |        a section, counted minutes, the lesson, minutes there, what stays for home
    - Lesson 4: **0** exam; **5** section 1: vote; ... **43** slip      what happens from which minute on
    Section 2: change `h=1e-5` to `h=1`.    a cell to break, in that section; it is run
    Run the cell that begins `names = [`    a cell to run after it
    ... prints `z = [3`                     what then comes out, and did not before
    ... still prints `True`                 what comes out as before
    `np.outer((1, 2), (3, 4))` gives `[[3, 4], [6, 8]]`       a calculation, made again
    `mean_loss(w)`, typed into a cell, gives `0.69`           one that needs the notebook, made below its last cell
"""

import re
from typing import NamedTuple

import nbformat
import numpy as np

from .notebook_execution import execute
from .notebook_files import NOTEBOOKS, code_cells
from .notebook_sections import sections_of
from .prose_numbers import claims, numbers_in

GUIDE = NOTEBOOKS / "teaching_guide.md"
CODE = r"`([^`]+)`"
LESSON = 45  # minutes
A_VOTE = 3  # minutes: a section of a run sheet may take so many more or less than in the table, for a vote kept or lost


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

    @property
    def run_sheets(self):
        """The run sheets of this page: {lesson: [(minute, what happens then), ...]}."""
        items = re.split(r"^- ", self.parts.get("Run sheet", ""), flags=re.MULTILINE)[1:]
        sheets = {}
        for item in map(_flat, items):
            lesson, *marks = re.split(r" ?\*\*(\d+)\*\* ", item)
            if marks:
                sheets[int(re.match(r"Lesson (\d+)", lesson)[1])] = [
                    (int(minute), what) for minute, what in zip(marks[::2], marks[1::2], strict=True)
                ]
        return sheets

    @property
    def predictions(self):
        """The rows of the table of predictions, each a list of its cells."""
        rows = re.findall(r"^\| (\d+ \|.*) \|$", self.parts["Predictions"], re.MULTILINE)
        return [row.split(" | ") for row in rows if row.count(" | ") == 4]


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


# ------------------------------------------------------------------------------------------------ run sheets


def problems_of_run_sheet(number, marks, planned):
    """Yields what is wrong with a run sheet on the page ``number``; ``planned`` is {(page, section): minutes}."""
    minutes = [minute for minute, _ in marks]
    if minutes[0] != 0:
        yield f"begins at {minutes[0]}"
    if minutes != sorted(set(minutes)):
        yield f"the minutes do not rise: {minutes}"
    if not (LESSON - 2 <= minutes[-1] <= LESSON and marks[-1][1].startswith("slip")):
        yield f"ends at {minutes[-1]} with {marks[-1][1]!r}, not with the slip, two minutes before the end or later"
    spent = {}
    for (start, what), end in zip(marks, minutes[1:], strict=False):
        if section := re.match(r"(?:notebook (\d\d), )?section (\d+)", what):
            key = section[1] or number, section[2]
            spent[key] = spent.get(key, 0) + end - start
    if spent.keys() != planned.keys():
        yield f"its sections are {sorted(spent)}, those of the tables {sorted(planned)}"
    for key in spent.keys() & planned.keys():
        if abs(spent[key] - planned[key]) > A_VOTE:
            yield f"{spent[key]} minutes for section {key[1]} of {key[0]}; the table has {planned[key]}"


# --------------------------------------------------------------------------------------------- cells to break


def problems_of_breaks(page, notebook):
    """Yields what does not come out as the page says, when its cells are broken in a running notebook."""
    tried, script = [], code_cells(notebook)
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
        again = [nbformat.v4.new_code_cell(cell.source) for cell in [broken, *after]]  # as it was, for the next
        script += ran + again
    typed = typed_into_a_cell(page.text)
    script += [nbformat.v4.new_code_cell(f"print(np.asarray({expression}).tolist())") for expression, _ in typed]
    done = execute(nbformat.v4.new_notebook(cells=script), f"the guide's page {page.number}")
    for (expression, said), cell in zip(typed, done.cells[len(script) - len(typed) :], strict=True):
        if problem := _problem_of_result(_shown([cell]), said):
            yield f"{expression} {problem}"
    for one, first, count, originals in tried:
        now = _shown(done.cells[first : first + count])
        before = _shown(originals)
        yield from (
            f"{piece!r} does not come out: {now}" for piece in one.prints + one.still if _flat(piece) not in now
        )
        yield from (f"{piece!r} came out before, too: {one.text}" for piece in one.prints if _flat(piece) in before)
        if not one.prints + one.still:
            yield f"says of nothing that it prints it: {one.text}"


def what_comes_out(page):
    """All that the broken cells of a page show, for its numbers."""
    return " ".join(piece for one in page.breaks for piece in one.prints + one.still)


def _cells_of(one, notebook):
    """The cell that is broken, and those that are run after it."""
    here = [cell for section in sections_of(notebook) if section.number == one.section for cell in code_cells(section)]
    old = one.changes[0][0]
    broken = [cell for cell in here if all(old in cell.source for old, _ in one.changes)]
    if len(broken) != 1:
        raise ValueError(f"{len(broken)} cells of section {one.section} hold {old!r}")
    after = []
    for line in one.then:
        found = [cell for cell in code_cells(notebook) if cell.source.split("\n")[0].startswith(line)]
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


def typed_into_a_cell(text):
    """The calculations of a text that need the notebook, as such pairs."""
    return re.findall(rf"{CODE}, typed into a cell, gives {CODE}", _flat(text))


def problem_of_calculation(expression, said):
    """What is wrong with a calculation; None if nothing is."""
    names = {name: getattr(np, name) for name in ("exp", "log", "log2", "sqrt")} | {"np": np, "sigmoid": sigmoid}
    result = eval(expression, names)
    problem = _problem_of_result(str(np.asarray(result).tolist()), said)
    return f"{expression} {problem}" if problem else None


def _problem_of_result(result, said):
    wanted = re.findall(r"[-\w.]+", said)
    got = re.findall(r"[-\w.+]+", result)
    if len(wanted) != len(got) or not all(map(_is_rounded, wanted, got)):
        return f"gives {got}, not {said}"
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
    shown = " ".join([*(cell.source for cell in notebook.cells), _shown(code_cells(notebook))])
    made = calculations(page.text) + typed_into_a_cell(page.text)
    own = " ".join(" ".join(pair) for pair in made) + " " + what_comes_out(page)
    changes = " ".join(" ".join(pair) for one in page.breaks for pair in one.changes)
    known = set(numbers_in(" ".join([shown, own, changes])))
    return [number for number, fits in claims(page.text) if not any(map(fits, known))]
