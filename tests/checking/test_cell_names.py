"""Random ids of cells become words, and only those."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.checking.cell_names import is_made_of_words, name_cells, words_of
from tests.checking.notebook_execution import NotebookError
from tests.checking.notebook_files import as_text, read
from tests.checking.notebook_rules import cell_ids
from tests.each_notebook import each_notebook
from tests.scripts import regenerate

UUID = "0fd1aa36-6b2e-4d5c-9a55-0d3fd2b2a1c4"  # as JupyterLab makes them; nbformat makes 7c87e7e2


def new_cells(*cells):
    """A notebook of cells, given as (id, text), or (id,) for code."""
    return new_notebook(
        cells=[new_markdown_cell(text[0], id=id) if text else new_code_cell("1 + 1", id=id) for id, *text in cells]
    )


def test_random_ids_become_words():
    notebook = new_cells(
        ("7c87e7e2", "# Measure the slope\n\nBefore any section."),
        (UUID,),
        ("see-slope", "Chosen by its author."),
        ("deadbeef", "## 2. What is the *derivative* of $\\sigma$, and why `log`?"),
        ("aBcD12_x", "More text."),
        ("1a2b3c4d",),
        ("2a2b3c4d",),
        ("3a2b3c4d", "## Your turn\n\n### Numéro 1\n\nText"),
        ("4a2b3c4d", "```\n# no heading\n```"),
        ("5a2b3c4d", "## 3.\n\nNo words."),
        ("6a2b3c4d", "## Faded bead\n\nLooks like a number."),
    )
    renamed = name_cells(notebook)
    assert [cell.id for cell in notebook.cells] == [
        "measure-slope",
        "measure-slope-code",
        "see-slope",
        "derivative-why",
        "derivative-why-text",
        "derivative-why-code",
        "derivative-why-code-2",
        "your-turn",
        "numero-text",
        "cell",
        "faded-bead-text",
    ]
    assert renamed["7c87e7e2"] == "measure-slope" and renamed[UUID] == "measure-slope-code"
    assert len(renamed) == 10
    assert list(cell_ids(notebook, None)) == []
    assert name_cells(notebook) == {}


def test_a_name_that_is_taken_further_down_is_not_given_again():
    notebook = new_cells(("7c87e7e2", "# Slope"), ("8c87e7e2",), ("slope",), ("slope-code",))
    name_cells(notebook)
    assert [cell.id for cell in notebook.cells] == ["slope-text", "slope-code-2", "slope", "slope-code"]


def test_without_a_heading_there_is_a_name_still():
    notebook = new_cells(("7c87e7e2",), (UUID, "text"))
    name_cells(notebook)
    assert [cell.id for cell in notebook.cells] == ["cell-code", "cell-text"]


@each_notebook
def test_the_ids_of_the_course_stay(path):
    assert name_cells(read(path)) == {}


@pytest.mark.parametrize("id", ["7c87e7e2", UUID, "deadbeef", "faced-bead", "aBcD12_x", "Imports", "a--b", "1-a"])
def test_what_is_not_made_of_words(id):
    assert not is_made_of_words(id)


def test_words_of_a_heading():
    assert words_of("3. [The slope](#x) of L'Hôpital's rule, again") == "slope-lhopitals-rule"
    assert words_of("What is it?") == "what-is-it"


def test_regenerate_names_the_cells_and_says_so(tmp_path, monkeypatch, capsys):
    path = tmp_path / "99_test.ipynb"
    path.write_text(as_text(new_cells(("7c87e7e2", "# Slope"), (UUID,))), encoding="utf-8")
    monkeypatch.setattr(regenerate, "execute", lambda notebook, name, folder: notebook)
    monkeypatch.setattr(regenerate, "ROOT", tmp_path)
    symbols = tmp_path / "tests/checking/symbols/99_test.py"
    symbols.parent.mkdir(parents=True)
    symbols.write_text(f'CELLS = {{"{UUID}": {{}}}}', encoding="utf-8")
    assert regenerate.main([str(path)]) == 0
    assert [cell.id for cell in read(path).cells] == ["slope", "slope-code"]
    said = capsys.readouterr().out
    assert "99_test.ipynb: the cell 7c87e7e2 is now slope" in said and f"{UUID} is now slope-code" in said
    assert said.count("still says") == 1 and f"99_test.py still says {UUID}: write slope-code there" in said
    assert regenerate.main([str(path)]) == 0
    said = capsys.readouterr().out
    assert "is now" not in said and "unchanged" in said


def test_regenerate_names_a_file_that_is_not_there(tmp_path, capsys):
    with pytest.raises(SystemExit):
        regenerate.main([str(tmp_path / "nothing.ipynb")])
    assert "there is no file" in capsys.readouterr().err


def test_regenerate_writes_no_file_where_one_cell_fails(tmp_path, monkeypatch, capsys):
    def execute(notebook, name, folder):
        if name == "02_b.ipynb":
            raise NotebookError("02_b.ipynb, cell slope: it fails")
        return new_cells(("slope", "# Another text"))

    monkeypatch.setattr(regenerate, "execute", execute)
    paths = [tmp_path / "01_a.ipynb", tmp_path / "02_b.ipynb"]
    for path in paths:
        path.write_text(as_text(new_cells(("slope", "# Slope"))), encoding="utf-8")
    before = [path.read_bytes() for path in paths]
    assert regenerate.main([str(path) for path in paths]) == 1
    assert [path.read_bytes() for path in paths] == before
    assert capsys.readouterr().err == "02_b.ipynb, cell slope: it fails\nNothing was written.\n"
