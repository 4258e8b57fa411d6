"""The teacher's guide says what is true: sections, minutes, cells to break, calculations, numbers, lessons."""

import re

import pytest

from tests.checking.guide import (
    GUIDE,
    LESSON,
    calculations,
    numbers_from_nowhere,
    pages,
    problem_of_calculation,
    problems_of_breaks,
    problems_of_run_sheet,
)
from tests.checking.lesson_times import counted_sections
from tests.checking.notebook_files import notebook_paths, read, text_of, title_of
from tests.each_notebook import each_notebook

TEXT = GUIDE.read_text(encoding="utf-8")
PAGES = {page.number: page for page in pages(TEXT)}
PARTS = [
    "Aim",
    "Minutes",
    "Run sheet",
    "On the board",
    "Predictions",
    "Three questions that will come",
    "Break it live",
    "Short of time",
    "Homework",
    "Have they understood?",
    "Next time",
]
COUNTED = LESSON - 5  # minutes of a lesson; the other five go to last time's blank page


def page_of(path):
    return PAGES[path.name[:2]]


def is_taught(section):
    return section.minutes >= 0.5


@each_notebook
def test_each_notebook_has_a_page_with_all_its_parts(path):
    page = page_of(path)
    assert page.title == title_of(read(path))
    assert f"## [{page.number} {page.title}]({path.name})\n" in TEXT
    wanted = [part for part in PARTS if part != "Run sheet" or any(row.lessons for row in page.plan)]
    assert [part for part in page.parts if part in PARTS] == wanted
    assert len(re.findall(r"^\d\. ", page.parts["Three questions that will come"], re.MULTILINE)) == 3
    assert len(page.breaks) >= 2


@each_notebook
def test_the_minutes_are_those_that_are_counted(path):
    rows, sections = page_of(path).plan, [section for section in counted_sections(read(path)) if is_taught(section)]
    names = [f"{section.number} {section.title}".strip() or "Opening" for section in sections]
    assert [(row.section, row.counted) for row in rows] == [
        (name, round(section.minutes)) for name, section in zip(names, sections, strict=True)
    ]
    for row in rows:
        assert len(row.lessons) == len(row.minutes), row
        assert sum(row.minutes) == row.counted or (sum(row.minutes) < row.counted and row.home), row


def sections_in(text):
    """{"04": {"4"}, "05": {"1", "2"}} of "04: 4; 05: 1, 2"."""
    found = {}
    for part in text.split("; "):
        notebook, _, sections = part.partition(": ")
        ends = [[int(end) for end in piece.split(" to ")] for piece in sections.split(", ")]
        found[notebook] = {str(n) for first, *last in ends for n in range(first, (last or [first])[0] + 1)}
    return found


def planned_lessons():
    """{lesson: [(page, section or "Opening", minutes there), ...]}."""
    planned = {}
    for page in PAGES.values():
        for row in page.plan:
            for lesson, minutes in zip(row.lessons, row.minutes, strict=True):
                planned.setdefault(lesson, []).append((page.number, row.section.split()[0], minutes))
    return planned


def test_a_lesson_is_as_long_as_its_sections():
    planned = planned_lessons()
    rows = re.findall(r"^\| (\d+) \| (\d\d: .+?) \| (\d+) \| .* \|$", TEXT, re.MULTILINE)
    assert [int(lesson) for lesson, _, _ in rows] == sorted(planned) == list(range(1, len(planned) + 1))
    for lesson, what, minutes in rows:
        parts = planned[int(lesson)]
        assert int(minutes) == sum(spent for _, _, spent in parts) <= COUNTED, f"lesson {lesson}: {parts}"
        here = {n: {section for m, section, _ in parts if m == n and section.isdigit()} for n, _, _ in parts}
        assert sections_in(what) == here, f"lesson {lesson}"


def test_the_whole_course_takes_as_long_as_the_guide_says():
    minutes = sum(section.minutes for path in notebook_paths() for section in counted_sections(read(path)))
    (said,) = re.findall(r"the course comes to about (\d+) lessons", TEXT)
    assert int(said) == round(minutes / COUNTED)


def sections_of_lesson(lesson):
    """{(page, section): minutes} of a lesson, as the tables of minutes plan it."""
    return {(page, section): minutes for page, section, minutes in planned_lessons()[lesson] if section.isdigit()}


def test_each_lesson_has_one_run_sheet_on_the_page_with_which_it_begins():
    sheets = [(lesson, page.number) for page in PAGES.values() for lesson in page.run_sheets]
    assert sorted(sheets) == [(lesson, parts[0][0]) for lesson, parts in sorted(planned_lessons().items())]
    for lesson, parts in planned_lessons().items():
        for first, second in [(parts[0][0], page) for page in {page for page, _, _ in parts} - {parts[0][0]}]:
            assert f"- Lesson {lesson} (page {first}, then page {second}): **0**" in PAGES[first].parts["Run sheet"]
            assert f"- Lesson {lesson}: page {first}, then this one." in PAGES[second].parts["Run sheet"]


@pytest.mark.parametrize("number", [page.number for page in PAGES.values() if page.run_sheets])
def test_a_run_sheet_goes_from_0_to_the_slip_with_the_sections_of_its_lesson(number):
    for lesson, marks in PAGES[number].run_sheets.items():
        problems = list(problems_of_run_sheet(number, marks, sections_of_lesson(lesson)))
        assert not problems, f"lesson {lesson}: {problems}"


@each_notebook
def test_each_prediction_has_a_row(path):
    asked = [s.number for s in counted_sections(read(path)) for _ in range(s.predictions)]
    assert [section for section, *_ in page_of(path).predictions] == asked


@each_notebook
def test_each_row_of_the_predictions_shows_its_answer_and_says_whether_it_is_for_home(path):
    page = page_of(path)
    plan = {row.section.split()[0]: row for row in page.plan}
    for section, question, choices, *_ in page.predictions:
        assert re.search(r"\*\*[^*]+\*\*", choices), f"section {section}, {question}: the answer is not in bold"
        at_home = question.startswith("*home:* ")
        assert at_home or plan[section].lessons or page.number == "00", f"section {section} is for home: {question}"
        assert plan[section].home or not at_home, f"nothing of section {section} is for home: {question}"


@each_notebook
def test_what_the_page_names_is_there(path):
    page, sections = page_of(path), {section.number: section for section in counted_sections(read(path))}
    for number in re.findall(r"(?<!notebook \d\d, )\b[Ss]ections? (\d+)", page.text):
        assert number in sections, f"section {number}"
    for kind, number in re.findall(r"\b(picture|slider) (?:of|in) section (\d+)", page.text):
        assert getattr(sections[number], "figures" if kind == "picture" else "sliders"), (
            f"no {kind} in section {number}"
        )
    for other, number in re.findall(r"notebook (\d\d), section (\d+)", page.text):
        assert number in {section.number for section in counted_sections(read(notebook_paths()[int(other)]))}
    assert {int(n) for n in re.findall(r"\bnotebook (\d\d)\b", page.text)} <= set(range(len(notebook_paths())))
    on_paper = re.search(r"^## Your turn$(.*?)^(<details>|##)", text_of(read(path)), re.MULTILINE | re.DOTALL)[1]
    tasks = len(re.findall(r"^\d+\. ", on_paper, re.MULTILINE))
    for number in re.findall(r"Your turn (\d+)", page.text):
        assert int(number) <= tasks, f"Your turn has {tasks} tasks"
    for name in re.findall(r"`(my_\w+)`", page.text):
        assert any(name in cell.source for cell in read(path).cells), name


@each_notebook
def test_what_is_broken_live_comes_out_as_the_page_says(path):
    assert not list(problems_of_breaks(page_of(path), read(path)))


@each_notebook
def test_the_numbers_are_those_of_the_notebook_or_calculated(path):
    page = page_of(path)
    assert not list(filter(None, (problem_of_calculation(*pair) for pair in calculations(page.text))))
    assert not numbers_from_nowhere(page, read(path))
    assert calculations(page.parts["Have they understood?"]), "a key that is calculated"
