"""The edition for students: no answer that is marked as one, no reason, no output; all else is there, and runs."""

import re

import pytest

from tests.checking.guide import GUIDE
from tests.checking.katex import problems_with
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import NOTEBOOKS, ROOT, as_text, code_cells, notebook_paths, read, text_of
from tests.checking.notebook_formulas import displays_of, tex_of
from tests.checking.notebook_rules import links
from tests.each_notebook import each_notebook
from tests.scripts import student_edition

BLANK = ": " + r"\_" * 10
# Folds that hold no answers.
STAY = {"If another book has a transpose that you do not have: numerator and denominator layout"}
# Predicts that are answered together with the next one, or only by what comes below them.
WITHOUT_A_MARKED_ANSWER = {
    ("03_matrix_calculus", "shapes"),
    ("03_matrix_calculus", "a-batch-2"),
    ("05_linear_classifier", "walk-intro"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    before = {path: path.read_bytes() for path in NOTEBOOKS.rglob("*") if path.is_file()}
    folder = tmp_path_factory.mktemp("edition")
    assert student_edition.main([str(folder)]) == 0
    assert before == {path: path.read_bytes() for path in NOTEBOOKS.rglob("*") if path.is_file()}
    return folder


@pytest.fixture
def edition(folder, path):
    return read(folder / path.name)


def remaining_answers(notebook):
    """What is left of what answers a Predict, explains a line, or was printed."""
    text = text_of(notebook)
    for paragraph in re.split(r"\n\s*\n(?![-|])", text):
        if re.search(r"\b[Ss]o the answers?\b", paragraph) and not paragraph.endswith(f"So the answer{BLANK}"):
            yield f"an answer: {paragraph}"
    for fold in re.findall(r"<summary>(.*?)</summary>|<details>", text):
        if fold and fold not in STAY:
            yield f"a fold: {fold}"
    if text.count("<details>") != text.count("<summary>"):
        yield "a fold without a summary"
    for line in (line for display in displays_of(text) for line in display.split(r"\\")):
        if "&&" in line and not line.partition("&&")[2].strip().startswith(r"\text{why? }\underline{"):
            yield f"a reason: {line.strip()}"
    for cell in code_cells(notebook):
        if cell.outputs or cell.execution_count is not None:
            yield f"an output of the cell {cell.id}"


@each_notebook
def test_no_marked_answer_is_left(edition):
    assert list(remaining_answers(edition)) == []


@each_notebook
def test_each_predict_has_a_cell_for_it_and_a_blank_for_its_answer(path, edition):
    cells = edition.cells
    predicts = [n for n, cell in enumerate(cells) if "**Predict" in cell.source]
    assert len(predicts) == text_of(read(path)).count("> **Predict.**") > 0
    assert [n + 1 for n in predicts] == [
        n for n, cell in enumerate(cells) if cell.source == student_edition.YOUR_PREDICTION
    ]
    for predict, below in zip(predicts, text_of(edition).split("> **Predict.**")[1:], strict=True):
        is_known = (path.stem, cells[predict].id) in WITHOUT_A_MARKED_ANSWER
        assert is_known != (f"So the answer{BLANK}" in below), f"the answer to {cells[predict].id}"


@each_notebook
def test_all_else_is_there_in_its_order(path, edition):
    """The code to the letter, and the text: what is no answer, no reason and no fold of answers."""
    original = read(path)
    code = [(cell.id, cell.source, cell.metadata) for cell in code_cells(original)]
    assert code == [(cell.id, cell.source, cell.metadata) for cell in code_cells(edition)]
    ids = [cell.id for cell in original.cells]
    assert ids == [cell.id for cell in edition.cells if cell.id in ids]
    assert len({cell.id for cell in edition.cells}) == len(edition.cells)
    assert _bare(text_of(edition)) == _bare(text_of(original))


def _bare(text):
    """The words and formulas that both editions have, one blank between them."""
    for new in (student_edition.ABOUT, student_edition.YOUR_PREDICTION):
        text = text.replace(new, "")
    text = re.sub(
        r"<details>\s*<summary>(?!If another).*?</details>|\*\w+: not in this edition\.\*", "", text, flags=re.DOTALL
    )
    text = re.sub(r"So the answers?\b.*?(?=\n\n(?![-|])|\Z)", "", text, flags=re.DOTALL)
    text = re.sub(r"&&.*?(?=\\\\(?:\[\d+pt\])?\s|\n?\\end|\n?\$\$)", "", text, flags=re.DOTALL)
    return text.split()


@each_notebook
def test_links_lead_somewhere_and_formulas_render(path, folder, edition):
    assert list(links(edition, folder / path.name)) == []
    assert problems_with(tex_of(text_of(edition))) == []


@each_notebook
def test_it_runs_from_top_to_bottom(path, folder, edition):
    executed = execute(edition, path.name, folder)
    assert [cell.source for cell in executed.cells] == [cell.source for cell in edition.cells]
    assert any(cell.get("outputs") for cell in executed.cells)


def test_the_files_beside_the_notebooks_are_there_without_the_teachers_guide(folder):
    beside = {path.name for path in NOTEBOOKS.iterdir() if path.is_file()}
    assert GUIDE.name in beside
    assert {path.name for path in folder.rglob("*")} == beside - {GUIDE.name}


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ("As we saw.\nSo the answer to the question: 4.", "an answer"),
        (f"So the answer{BLANK}\nIt is 4.", "an answer"),
        ("<details>\n<summary>Proof</summary>\n\n4.\n\n</details>", "a fold: Proof"),
        ("<details>\n\n4.\n\n</details>", "a fold without"),
        ("$$\n\\begin{aligned}\nz &= 4 && \\text{twice two}\n\\end{aligned}\n$$", "a reason"),
    ],
)
def test_a_planted_answer_is_found(planted, what):
    notebook = student_edition.student_edition(read(notebook_paths()[1]))
    notebook.cells[-1].source += f"\n\n{planted}"
    (found,) = remaining_answers(notebook)
    assert found.startswith(what)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("So the answer to both: 4, as\nseen.\n\n- why\n- how\n\nOn.", [f"So the answer{BLANK}\n\nOn."]),
        ("It is.  So the answers: 4.\n\n| a |\n| - |\n\nOn.", [f"It is.  So the answer{BLANK}\n\nOn."]),
        ("<details>\n<summary>Answers</summary>\n\n4.\n\n</details>", ["*Answers: not in this edition.*"]),
        ("A.\n\n> **Predict.** B,\n> c?\n\nD.", ["A.\n\n> **Predict.** B,\n> c?", "*Your prediction:*", "D."]),
        ("> **Predict.** B?", ["> **Predict.** B?", "*Your prediction:*"]),
        ("$$\nz = 4 && \\text{by } x.\n$$", ["$$\nz = 4 && \\text{why? }\\underline{\\qquad\\qquad}\n$$"]),
    ],
)
def test_what_becomes_of_a_text(text, parts):
    notebook = read(notebook_paths()[1])
    notebook.cells[1:] = [notebook.cells[1]]
    notebook.cells[1].update(cell_type="markdown", source=text)
    assert [cell.source for cell in student_edition.student_edition(notebook).cells[1:]] == parts


def test_a_folder_that_is_not_fit_is_refused(tmp_path, capsys):
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "own.txt", NOTEBOOKS / "students", ROOT / "students"):
        assert student_edition.main([str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.count("is not empty") == 2 and said.count("inside the course") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
    assert not (ROOT / "students").exists() and not (NOTEBOOKS / "students").exists()


def test_written_twice_it_is_the_same(folder, tmp_path):
    assert student_edition.main([str(tmp_path / "again")]) == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert as_text(read(folder / notebook_paths()[0].name)).encode() == again[notebook_paths()[0].name]
