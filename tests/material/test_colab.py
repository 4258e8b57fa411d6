"""The copies for Colab: the notebooks and one cell, which installs the course where only the copy is."""

import nbformat
import pytest

from tests.checking import addresses
from tests.checking.addresses import Unknown
from tests.checking.course_wheel import build_wheel
from tests.checking.fresh_python import FreshPython
from tests.checking.notebook_files import ROOT, code_cells, notebook_paths, read
from tests.scripts import colab

ADDRESS = "git+https://example.org/somebody/gradients@v1.0"
PUBLISHED = (
    '[project]\nname = "x"\n\n[project.urls]\nRepository = "https://github.com/Some-One/gradients.by"\n\n[tool.x]\n'
)


@pytest.fixture
def copies(tmp_path):
    assert colab.main([str(tmp_path / "copies"), ADDRESS]) == 0
    return tmp_path / "copies"


def test_the_copies_are_the_notebooks_and_one_cell(copies):
    assert sorted(path.name for path in copies.iterdir()) == [path.name for path in notebook_paths()]
    for path in notebook_paths():
        copy, original = read(copies / path.name), read(path)
        nbformat.validate(copy)
        first, *others = copy.cells
        assert (first.cell_type, first.outputs, first.execution_count) == ("code", [], None)
        assert first.source.splitlines()[-1].endswith(f" {ADDRESS}")
        assert others == original.cells
        assert {**copy, "cells": []} == {**original, "cells": []}


def test_the_notebooks_of_the_course_install_nothing():
    for path in notebook_paths():
        assert not [
            cell.id
            for cell in code_cells(read(path))
            if "pip install" in cell.source and cell.id != "is-everything-there"
        ], path.name


def test_nothing_but_the_copies_is_written(tmp_path):
    before = {path: path.read_bytes() for path in notebook_paths()}
    assert colab.main([str(tmp_path / "copies"), ADDRESS]) == 0
    assert {path: path.read_bytes() for path in notebook_paths()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["copies"]


@pytest.mark.parametrize(
    "address",
    [
        "helpers",
        "gradients-by-hand",
        "https://github.com/somebody/gradients",
        "git+https://",
        "git+https://example.org/a b",
        "git+https://example.org/a; rm -rf ~",
        "git+https://example.org/a\n!rm",
        "https://example.org/gradients-1.0.tar.gz",
        "https://example.org/x-1.0-cp311-cp311-win32.whl",
        "--upgrade",
        "$HOME",
        "",
    ],
)
def test_it_refuses_what_nothing_can_be_installed_from(address, tmp_path, capsys):
    assert colab.main([str(tmp_path / "copies"), "--", address]) == 1
    assert "git+https://" in capsys.readouterr().err
    assert not (tmp_path / "copies").exists()


@pytest.mark.parametrize("address", [ADDRESS, "https://example.org/a/gradients_by_hand-1.0-py3-none-any.whl"])
def test_it_takes_a_repository_and_a_wheel(address, tmp_path):
    assert colab.main([str(tmp_path / "copies"), address]) == 0


def test_it_writes_over_nothing(tmp_path, capsys):
    (tmp_path / "mine.ipynb").write_text("mine")
    assert colab.main([str(tmp_path), ADDRESS]) == 1
    assert colab.main([str(tmp_path / "mine.ipynb"), ADDRESS]) == 1
    assert "empty" in capsys.readouterr().err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_without_an_address_it_takes_the_one_of_the_repository_or_says_that_there_is_none(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(addresses, "PYPROJECT", tmp_path / "pyproject.toml")
    addresses.PYPROJECT.write_text(PUBLISHED)
    assert colab.main([str(tmp_path / "copies")]) == 0
    first = read(tmp_path / "copies" / "03_matrix_calculus.ipynb").cells[0]
    assert first.source.endswith(" git+https://github.com/Some-One/gradients.by")
    addresses.PYPROJECT.write_text("[project]\n")
    assert colab.main([str(tmp_path / "others")]) == 1
    said = capsys.readouterr().err
    assert 'Repository = "https://github.com/OWNER/NAME"' in said
    assert "give the address" in said
    assert not (tmp_path / "others").exists()


def test_a_notebook_alone_installs_the_course_and_runs(tmp_path):
    try:
        python = FreshPython(tmp_path / "python")
    except OSError as error:
        pytest.skip(f"links to what is installed cannot be made here: {error}")
    folder = tmp_path / "alone"
    folder.mkdir()
    find = "import importlib.util as util; print(getattr(util.find_spec('helpers'), 'origin', None))"
    assert python.ask(find, folder) == "None"
    address = build_wheel(tmp_path).as_uri()
    assert colab.main([str(tmp_path / "copies"), address]) == 0
    name = "05_linear_classifier.ipynb"
    run = f"""
from pathlib import Path
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import code_cells, read
cells = code_cells(execute(read(Path({str(tmp_path / "copies" / name)!r})), {name!r}, {str(folder)!r}))
print([cell.execution_count for cell in cells])
"""
    counts = python.ask(run, ROOT)
    number = len(code_cells(read(ROOT / "notebooks" / name))) + 1
    assert counts == str(list(range(1, number + 1)))
    assert str(tmp_path / "python" / "venv") in python.ask(find, folder)


# ------------------------------------------------------------------------------------ where the course is published


def test_the_addresses_are_made_from_one_line():
    places = addresses.addresses(addresses.repository(PUBLISHED))
    assert places == {
        "in the browser (JupyterLite on GitHub Pages)": "https://some-one.github.io/gradients.by/",
        "Binder": "https://mybinder.org/v2/gh/Some-One/gradients.by/HEAD?urlpath=lab/tree/notebooks/00_start_here.ipynb",
        "to install from": "git+https://github.com/Some-One/gradients.by",
    }


@pytest.mark.parametrize("text", ["[project]\n", '[project.urls]\nHomepage = "x"\n[tool.x]\nRepository = "y"\n'])
def test_where_no_line_says_where_the_course_is_that_is_said(text):
    with pytest.raises(Unknown, match=r"\[project.urls\]"):
        addresses.repository(text)


@pytest.mark.parametrize("address", ["https://github.com/a", "http://github.com/a/b", "https://example.org/a/b"])
def test_an_address_from_which_none_can_be_made(address):
    with pytest.raises(Unknown, match="no repository on GitHub"):
        addresses.addresses(address)
