"""The checks of the teacher's guide, checked: each accepts what is right, and turns red on a planted mistake."""

import inspect
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.checking.guide import (
    numbers_from_nowhere,
    pages,
    problem_of_calculation,
    problems_of_breaks,
    problems_of_run_sheet,
)
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import notebook_paths
from tests.material import test_teaching_guide as teaching

# ------------------------------------------------------------------------------- a small guide, and its notebook

CELLS = [
    "# Measure a slope",
    ">>> import numpy as np",
    "## 1. The step",
    ">>> h = 0.5\nprint('step', h)\nprint('ready')",
    ">>> half = h / 2",
    "## 2. The slope",
    ">>> def f(x):\n    return x**2",
    ">>> slope = (f(1 + h) - f(1)) / h\nprint('slope', slope)",
]
GUIDE = """# A guide

## [07 Measure a slope](07_slope.ipynb)

**Aim.** A slope.

**Minutes.**

| section | counted | lesson | minutes | for home |
| --- | --- | --- | --- | --- |
| Opening | 2 | | | all of it |
| 1 The step | 10 | 3 | 10 | |
| 2 The slope | 20 | 3 and 4 | 15 and 5 | |

**Run sheet.**

- Lesson 3: **0** exam; **5** section 1: vote; **15** section 2: vote,
  by hand; **30** notebook 08, section 1: picture; **43** slip.
- Lesson 2: page 06, then this one.

**Predictions.**

| section | the question | let them choose | likely wrong | say |
| --- | --- | --- | --- | --- |
| 2 | the slope at 1? | 2, **more** | 2 | how far do you step? |

**Break it live.**

1. Section 1: change `h = 0.5` to `h = 0.25`. Ask first. It prints
   `step 0.25`, and still prints `ready`. Then run the cell that begins
   `slope = ` and it prints `slope 2.25`.
2. Section 2: change `f(x)` to `f(z)` and `x**2` to `z**3`. Run the cell that begins `slope = `: it prints `slope 4.75`.

**Have they understood?** The slope is 2.50, and that of the cube 4.75. `3 * 0.5` gives `1.5`; `f(h)`, typed into a
cell, gives `0.25`.

## [08 Walk](08_walk.ipynb)

**Aim.** A walk.
"""
PLANNED = {("07", "1"): 10, ("07", "2"): 15, ("08", "1"): 13}


@pytest.fixture(scope="module")
def notebook():
    cells = [new_code_cell(cell[4:]) if cell.startswith(">>> ") else new_markdown_cell(cell) for cell in CELLS]
    return execute(new_notebook(cells=cells), "a small notebook")


def page_with(old="", new=""):
    """The page of the small guide with a planted mistake."""
    assert old in GUIDE
    return pages(GUIDE.replace(old, new) if old else GUIDE)[0]


def test_a_page_is_read():
    page, other = pages(GUIDE)
    assert (page.number, page.title, other.number) == ("07", "Measure a slope", "08")
    assert list(page.parts) == ["Aim", "Minutes", "Run sheet", "Predictions", "Break it live", "Have they understood?"]
    assert page.plan == [
        ("Opening", 2, [], [], "all of it"),
        ("1 The step", 10, [3], [10], ""),
        ("2 The slope", 20, [3, 4], [15, 5], ""),
    ]
    assert [minute for minute, _ in page.run_sheets[3]] == [0, 5, 15, 30, 43] and list(page.run_sheets) == [3]
    assert page.predictions == [["2", "the slope at 1?", "2, **more**", "2", "how far do you step?"]]
    first, second = page.breaks
    assert (first.section, first.changes) == ("1", [("h = 0.5", "h = 0.25")])
    assert (first.then, first.prints, first.still) == (["slope = "], ["step 0.25", "slope 2.25"], ["ready"])
    assert second.changes == [("f(x)", "f(z)"), ("x**2", "z**3")]


def test_a_break_that_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="does not begin with 'Section 2: change `old` to `new`'"):
        _ = page_with("1. Section 1: change", "1. In section 1 change").breaks


# --------------------------------------------------------------------------------------------------- run sheets


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", None),
        ("**15** ", "**18** ", None),  # a vote more
        ("**43** slip", "**45** slip", None),
        ("**0** ", "**1** ", "begins at 1"),
        ("**15** ", "**4** ", "do not rise"),
        ("**43** ", "**46** ", "ends at 46"),
        ("**43** ", "**42** ", "ends at 42"),
        ("**43** slip", "**43** goodbye", "ends at 43 with 'goodbye.'"),
        ("section 2: vote", "section 3: vote", "its sections are [('07', '1'), ('07', '3'), ('08', '1')]"),
        ("notebook 08, section 1: picture", "break 1", "its sections are [('07', '1'), ('07', '2')]"),
        ("**15** ", "**19** ", "14 minutes for section 1 of 07; the table has 10"),
        ("**30** ", "**26** ", "11 minutes for section 2 of 07; the table has 15"),
    ],
)
def test_a_run_sheet(old, new, problem):
    found = " ".join(problems_of_run_sheet("07", page_with(old, new).run_sheets[3], PLANNED))
    assert problem in found if problem else not found


# ----------------------------------------------------------------------------------------------- cells to break

FIRST = GUIDE[GUIDE.index(" It prints\n") : GUIDE.index("\n2. Section 2")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", None),
        ("Section 1: change", "Section 2: change", "0 cells of section 2 hold 'h = 0.5'"),
        ("change `h = 0.5`", "change `h`", "2 cells of section 1 hold 'h'"),
        ("and `x**2` to", "and `x**4` to", "0 cells of section 2 hold 'f(x)'"),
        ("begins\n   `slope = ` and", "begins\n   `slop = ` and", "0 cells begin 'slop = '"),
        ("`step 0.25`", "`step 0.75`", "'step 0.75' does not come out: step 0.25 ready slope 2.25"),
        ("to `h = 0.25`", "to `h = `", "'step 0.25' does not come out: SyntaxError"),
        ("still prints `ready`", "still prints `steady`", "'steady' does not come out"),
        ("`slope 4.75`", "`slope 2.5`", "'slope 2.5' does not come out: slope 4.75"),
        ("`step 0.25`", "`step`", "'step' came out before, too"),
        (FIRST, "", "says of nothing that it prints it: Section 1"),
        ("gives `0.25`", "gives `0.26`", "f(h) gives ['0.25'], not 0.26"),
    ],
)
def test_cells_to_break(old, new, problem, notebook):
    found = list(problems_of_breaks(page_with(old, new), notebook))
    assert any(problem in one for one in found) if problem else not found


# ------------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("expression", "said", "right"),
    [
        ("3 * 0.5", "1.5", True),
        ("3 * 0.5", "1.6", False),
        ("3 * 0.5", "-1.5", False),
        ("1 / 3", "0.33", True),
        ("1 / 3", "0.34", False),
        ("sigmoid(0) + log(1)", "0.5", True),
        ("np.outer((1, 2), (3, 4))", "[[3, 4], [6, 8]]", True),
        ("np.outer((1, 2), (3, 4))", "[[3, 4], [6, 9]]", False),
        ("np.array((1, 2))", "[1]", False),
        ("1 > 2", "False", True),
        ("1 > 2", "True", False),
    ],
)
def test_a_calculation(expression, said, right):
    assert (problem_of_calculation(expression, said) is None) == right


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("", "", []),
        ("slope is 2.50", "slope is 2.51", ["2.51"]),
        ("prints `slope 4.75`", "prints `slope`", ["4.75"]),
        ("`3 * 0.5` gives `1.5`", "three halves are 1.5", ["1.5"]),
    ],
)
def test_numbers_of_a_page(old, new, numbers, notebook):
    assert numbers_from_nowhere(page_with(old, new), notebook) == numbers


# ------------------------------------------------------------------------------------ the real guide, with a mistake

AT_THE_END = r"^\*\*Next time\*\*"
# {test of the guide: [(page, a pattern of what stands there, what stands there instead, a piece of what went wrong)]}
PLANTED = {
    "each_notebook_has_a_page_with_all_its_parts": [
        ("01", r"^\*\*Homework\.", "**At home.", "'Homework'"),
        ("01", r"^\*\*Run sheet\.\*\*", "Run sheet.", "'Run sheet'"),
        ("01", r"^## \[01 \w+", "## [01 Weigh", "Weigh"),
        ("01", r"^(## .*)\(01_\w+\.ipynb\)", r"\1(02_sigmoid.ipynb)", r"(01_binary_cross_entropy.ipynb)"),
        ("01", r"^3\. \*", "And *", "2 == 3"),
        ("01", r"^[23]\. Section", "And section", "1 >= 2"),
    ],
    "the_minutes_are_those_that_are_counted": [
        ("01", r"^\| 1 (.+?) \| \d+ \|", r"| 1 \1 | 99 |", "99"),
        ("01", r"^\| 1 .+ \|\n", "", "How likely is what happened?"),
        ("01", r"^\| 1 (.+?) \| (\d+) \| 1 \| \d+", r"| 1 \1 | \2 | 1 | 1", "minutes=[1]"),
        ("01", r"\| 1 and 2 \| (\d+) and \d+ \|", r"| 1 and 2 | \1 |", "2 == 1"),
    ],
    "a_lesson_is_as_long_as_its_sections": [
        (None, r"^\| 1 \| (01: .+?) \| \d+", r"| 1 | \1 | 39", "lesson 1"),
        (None, r"^\| 1 \| 01: 1 to \d", "| 1 | 01: 1 to 2", "lesson 1"),
        (None, r"^\| 2 \| \d\d: .+\n", "", "[1, 3, "),
    ],
    "the_whole_course_takes_as_long_as_the_guide_says": [
        (None, r"comes to about \d+ lessons", "comes to about 9 lessons", "9 == "),
    ],
    "each_lesson_has_one_run_sheet_on_the_page_with_which_it_begins": [
        ("01", r"^- Lesson 1:", "- Lesson 99:", "!= (1, '01')"),
        ("01", r" \(page 01, then page 02\)", "", "- Lesson 2 (page 01, then page 02)"),
        ("02", r"page 01, then this one", "page 01", "- Lesson 2: page 01, then this one."),
    ],
    "a_run_sheet_goes_from_0_to_the_slip_with_the_sections_of_its_lesson": [
        ("01", r"\*\*0\*\*", "**1**", "begins at 1"),
    ],
    "each_prediction_has_a_row": [
        ("01", r"^\| 3 \| .+\n(?=\| 4)", "", "'2', '4'"),
    ],
    "each_row_of_the_predictions_shows_its_answer_and_says_whether_it_is_for_home": [
        ("01", r"\*\*first\*\*", "first", "the answer is not in bold"),
        ("01", r"\| 6 \| \*home:\* ", "| 6 | ", "section 6 is for home"),
        ("01", r"^\| 1 \| which", "| 1 | *home:* which", "nothing of section 1 is for home"),
    ],
    "what_the_page_names_is_there": [
        ("01", AT_THE_END, "See section 77.\n\n**Next time**", "section 77"),
        ("01", AT_THE_END, "Move the slider of section 1.\n\n**Next time**", "no slider in section 1"),
        ("01", AT_THE_END, "See notebook 02, section 77.\n\n**Next time**", "'77'"),
        ("01", AT_THE_END, "See notebook 77.\n\n**Next time**", "77"),
        ("01", AT_THE_END, "Do Your turn 77.\n\n**Next time**", "Your turn has"),
        ("01", AT_THE_END, "Let them do `my_nothing`.\n\n**Next time**", "my_nothing"),
    ],
    "what_is_broken_live_comes_out_as_the_page_says": [
        ("01", r"prints `\[0\.9", "prints `[0.7", "[0.7, 0.8, 0.0] 0.000' does not come out"),
    ],
    "the_numbers_are_those_of_the_notebook_or_calculated": [
        ("01", r"gives `4`", "gives `5`", "gives ['4.0'], not 5"),
        ("01", AT_THE_END, "It is 0.7654.\n\n**Next time**", "['0.7654']"),
        (
            "01",
            r"^(\*\*Have they understood\?\*\*)((?s:.*?))(?=^\*\*Next)",
            r"\2\1 Ask.\n\n",
            "a key that is calculated",
        ),
    ],
}


def with_a_mistake(number, old, new):
    """The text of the real guide with a mistake on this page, or, where ``number`` is None, before the first one."""
    parts = re.split(r"^(?=## \[\d\d )", teaching.TEXT, flags=re.MULTILINE)
    place = next(n for n, part in enumerate(parts) if number is None or part.startswith(f"## [{number} "))
    parts[place], times = re.subn(old, new, parts[place], flags=re.MULTILINE)
    assert times, f"nothing on page {number} fits {old}"
    return "".join(parts)


MISTAKES = [(check, *mistake) for check, mistakes in PLANTED.items() for mistake in mistakes]


@pytest.mark.parametrize(
    ("check", "number", "old", "new", "said"), MISTAKES, ids=[f"{check}: {said}" for check, *_, said in MISTAKES]
)
def test_a_mistake_in_the_guide_turns_its_test_red(check, number, old, new, said, monkeypatch):
    text = with_a_mistake(number, old, new)
    monkeypatch.setattr(teaching, "TEXT", text)
    monkeypatch.setattr(teaching, "PAGES", {page.number: page for page in pages(text)})
    test = getattr(teaching, f"test_{check}")
    known = {"path": notebook_paths()[int(number or 0)], "number": number}
    with pytest.raises(AssertionError, match=re.escape(said)):
        test(**{name: known[name] for name in inspect.signature(test).parameters})


def test_every_test_of_the_guide_has_a_planted_mistake():
    assert {name for name in vars(teaching) if name.startswith("test_")} == {f"test_{check}" for check in PLANTED}
