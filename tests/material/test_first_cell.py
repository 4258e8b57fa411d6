"""The first cell of notebook 00: what it says of an installation, without the course, and that the README agrees."""

import os
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from tests.checking.notebook_files import NOTEBOOKS, ROOT, code_cells, notebook_paths, read
from tests.checking.project_files import README, commands_in
from tests.material.test_installation import BOUNDS, HELP, REPAIR

CELL = next(cell for cell in read(NOTEBOOKS / "00_start_here.ipynb").cells if cell.id == "is-everything-there")
LOWEST = {Requirement(bound).name: next(iter(Requirement(bound).specifier)).version for bound in BOUNDS}
FINE = "Everything is in its place.\n"
NOT_INSTALLED = "The course is not installed in the Python that runs this notebook.\n"
STRANGER = "Another project's package called helpers is in the way.\n"
INIT = (ROOT / "helpers/__init__.py").read_text(encoding="utf-8")


def said_by_the_cell(folder, *options, source=CELL.source):
    """What the cell prints where ``folder`` comes first of all places to import from."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, *options, "-c", source]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def install(folder, name, version, needs=()):
    """What an installed package leaves behind: its name, its version and what it needs."""
    about = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    about.mkdir(parents=True)
    needs = "".join(f"Requires-Dist: {need}\n" for need in needs)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}")


def install_helpers(folder, init=""):
    (folder / "helpers").mkdir(parents=True, exist_ok=True)
    (folder / "helpers" / "__init__.py").write_text(init, encoding="utf-8")


def installation(folder, **versions):
    """The course with all that it needs, in the lowest versions or in these; None for one that is missing."""
    install(folder, "gradients-by-hand", "1.0", BOUNDS)
    install_helpers(folder, INIT)
    for name, version in {**LOWEST, **versions}.items():
        if version is not None:
            install(folder, name, version)
    return folder


ALONE = "-S"  # without what is installed here


# ---------------------------------------------------------------------------------------------- where all is well


def test_it_finds_nothing_where_the_tests_run(tmp_path):
    assert said_by_the_cell(tmp_path) == FINE


def test_it_comes_before_anything_is_imported_and_its_output_is_the_same_everywhere():
    code = code_cells(read(NOTEBOOKS / "00_start_here.ipynb"))
    assert code[0].id == CELL.id
    assert [output.text for output in code[0].outputs] == [FINE]


def test_it_imports_nothing_but_python_itself():
    modules = re.findall(r"^\s*(?:import|from) (\w+)", CELL.source, re.MULTILINE)
    assert modules and set(modules) <= set(sys.stdlib_module_names)


def test_the_lower_bounds_do_not_stand_in_it():
    assert not [version for version in LOWEST.values() if version in CELL.source]


def test_the_lowest_versions_are_enough(tmp_path):
    assert said_by_the_cell(installation(tmp_path), ALONE) == FINE


@pytest.mark.parametrize("version", ["1.100", "2", "2.0.0rc1", "10.0"])
def test_later_versions_are_enough(version, tmp_path):
    assert said_by_the_cell(installation(tmp_path, numpy=version), ALONE) == FINE


@pytest.mark.parametrize("name", ["jupyterlab", "nbval"])
def test_what_another_python_may_have_is_not_missed(name, tmp_path):
    assert said_by_the_cell(installation(tmp_path, **{name: None}), ALONE) == FINE


# ----------------------------------------------------------------------------------------------- where it is not


def commands(text):
    """The commands that a text says to type, as they are typed on Unix."""
    return [line.replace(".venv\\Scripts\\", ".venv/bin/") for line in commands_in(text)]


def says_how_to_repair(said):
    return tuple(commands(said)) == REPAIR and "Restart Kernel" in said


@pytest.mark.parametrize("name", LOWEST)
def test_it_names_a_package_that_is_too_old(name, tmp_path):
    major, minor = map(int, LOWEST[name].split(".")[:2])
    old = f"{major}.{minor - 1}.9" if minor else f"{major - 1}.9"
    said = said_by_the_cell(installation(tmp_path, **{name: old}), ALONE)
    assert said.startswith(f"The package {name} is too old: {old} is here, and {LOWEST[name]} or later is needed.\n")
    assert said.count("package") == 1
    assert says_how_to_repair(said)


def test_it_names_all_that_are_too_old(tmp_path):
    said = said_by_the_cell(installation(tmp_path, numpy="1.9", matplotlib="2.2.5"), ALONE)
    assert [line.split()[2] for line in said.splitlines()[:2]] == ["numpy", "matplotlib"]
    assert says_how_to_repair(said)


@pytest.mark.parametrize("name", ["numpy", "matplotlib", "ipywidgets"])
def test_it_names_a_package_that_is_missing(name, tmp_path):
    said = said_by_the_cell(installation(tmp_path, **{name: None}), ALONE)
    assert said.startswith(f"The package {name} is missing.\n")
    assert says_how_to_repair(said)


def test_an_old_version_is_seen_before_the_one_that_is_installed_here(tmp_path):
    install(tmp_path, "numpy", "1.20.3")
    assert said_by_the_cell(tmp_path).startswith("The package numpy is too old: 1.20.3 is here")


def test_it_recognises_another_kernel(tmp_path):
    said = said_by_the_cell(tmp_path, ALONE)
    assert said.startswith(NOT_INSTALLED)
    assert commands(said) == [".venv/bin/jupyter lab"]
    assert "Do not type pip install helpers" in said
    assert "VS Code" in said


@pytest.mark.parametrize("what", ["before the course", "alone", "over the course", "over the course and removed"])
def test_it_recognises_a_stranger(what, tmp_path):
    if what == "before the course":
        install_helpers(tmp_path)
        said = said_by_the_cell(tmp_path)
    else:
        if what != "alone":
            installation(tmp_path)
        install_helpers(tmp_path, "def help(): ...\n")
        if what == "over the course and removed":
            (tmp_path / "helpers" / "__init__.py").unlink()
        said = said_by_the_cell(tmp_path, ALONE)
    assert said.startswith(STRANGER)
    assert says_how_to_repair(said)


@pytest.mark.parametrize(("windows", "folder"), [("True", ".venv\\Scripts\\"), ("False", ".venv/bin/")])
def test_it_says_what_to_type_on_this_system(windows, folder, tmp_path):
    system = 'os.name == "nt"'
    assert CELL.source.count(system) == 1
    source = CELL.source.replace(system, windows)
    assert f"\n    {folder}jupyter lab\n" in said_by_the_cell(tmp_path, ALONE, source=source)
    install_helpers(tmp_path)
    said = said_by_the_cell(tmp_path, ALONE, source=source)
    assert all(f"\n    {line.replace('.venv/bin/', folder)}\n" in said for line in REPAIR)


def test_the_readme_agrees_and_points_to_it():
    assert "notebooks/00_start_here.ipynb" in HELP
    for system in (".venv/bin/", ".venv\\Scripts\\"):
        assert f"`{system}jupyter lab`" in README


def test_each_other_notebook_points_to_it():
    for path in notebook_paths()[1:]:
        first = code_cells(read(path))[0]
        assert "# fails? The first cell of 00_start_here.ipynb says what to type" in first.source, path.name
