"""The skeleton of a new notebook breaks no rule, and its derivation holds."""

import types

import pytest

from tests.checking.notebook_files import NOTEBOOKS, as_text, notebook_paths, read
from tests.checking.notebook_formulas import check_notebook
from tests.checking.notebook_rules import problems
from tests.checking.symbols import SHARED
from tests.scripts import new_notebook

STEM = f"{len(notebook_paths()) + 40}_find_the_bug"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The skeleton in a folder of its own, as the last of the notebooks."""
    folder = tmp_path_factory.mktemp("course") / "notebooks"
    folder.mkdir()
    for notebook in notebook_paths():
        (folder / notebook.name).write_bytes(notebook.read_bytes())
    path = folder / f"{STEM}.ipynb"
    path.write_bytes(as_text(new_notebook.skeleton(STEM, "Find the bug", folder)).encode("utf-8"))
    return path


def test_the_skeleton_breaks_no_rule(path):
    assert problems(read(path), path) == []
    assert read(path).cells[0].source.startswith("# Find the bug\n")


def test_the_derivation_of_the_skeleton_holds(path):
    module = types.ModuleType(STEM)
    exec(new_notebook.SYMBOLS, module.__dict__)
    report = check_notebook(path, (SHARED, module.SYMBOLS), module.CELLS)
    assert not report.failures, "\n\n".join(report.failures)
    assert report.claims >= 2


def test_a_name_that_does_not_fit_writes_nothing(capsys):
    before = sorted(NOTEBOOKS.iterdir())
    for name in (STEM, "find_the_bug", notebook_paths()[0].stem):
        assert new_notebook.main([name, "Find the bug"]) == 1
    said = capsys.readouterr().err
    assert "do not count up" in said and "is not named like" in said and "is there already" in said
    assert sorted(NOTEBOOKS.iterdir()) == before
