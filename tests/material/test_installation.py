"""The course installs anywhere: what a wheel contains, what it needs, and what the README says where it goes wrong."""

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.checking.course_wheel import build_wheel
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import NOTEBOOKS, ROOT, code_cells, read
from tests.checking.project_files import PROJECT, README, commands_in, packages_in

HELP = README.partition("\n## If something does not work\n")[2].partition("\n## ")[0]
SECTION = "If something does not work, in README.md,"


def python(*arguments, folder, path=None, check=True):
    """Runs this Python in ``folder``, with ``path`` before all other places to import from. Returns what it says."""
    environment = {**os.environ, "PYTHONPATH": str(path or "")}
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout + done.stderr


# ------------------------------------------------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The course as a wheel."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds what an installed wheel puts into ``site-packages``."""
    folder = tmp_path_factory.mktemp("site-packages")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_the_wheel_contains_all_of_helpers_and_nothing_else(wheel):
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    files = [path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = [path.relative_to(ROOT).as_posix() for path in files if path.name != ".gitattributes"]
    assert sorted(names) == sorted(expected)
    assert "helpers/data/penguins.csv" in names


def test_the_wheel_says_what_it_needs_and_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode("utf-8").partition("\n\n")[0].splitlines()
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: MIT" in lines
    assert "Requires-Python: >=3.10" in lines
    assert [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist")] == BOUNDS


def test_the_penguins_come_with_the_wheel(installed, tmp_path):
    code = "import helpers; print(helpers.__file__, helpers.penguins('Adelie')[0].shape)"
    said = python("-c", code, folder=tmp_path, path=installed)
    assert said.split(" ", 1) == [str(installed / "helpers" / "__init__.py"), "(342, 2)\n"]


def test_a_notebook_alone_in_a_folder_runs_with_the_wheel(installed, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(installed))
    path = NOTEBOOKS / "05_linear_classifier.ipynb"
    cells = code_cells(execute(read(path), path.name, tmp_path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


# ------------------------------------------------------------------------------------------------------ what is needed

BOUNDS = ast.literal_eval(re.search(r"^dependencies = (\[.*?^\])$", PROJECT, re.DOTALL | re.MULTILINE).group(1))


def test_readers_install_what_the_course_needs_and_the_course():
    assert packages_in(ROOT / "requirements.txt") == [Requirement(bound).name for bound in BOUNDS] + ["-e ."]


def test_the_lower_bounds_are_the_oldest_versions_that_are_tested():
    oldest = dict(line.split("==") for line in packages_in(ROOT / "tests/oldest.txt"))
    assert list(oldest) == [Requirement(bound).name for bound in BOUNDS]
    for bound in map(Requirement, BOUNDS):
        (specifier,) = bound.specifier
        assert (specifier.operator, Version(specifier.version)) == (">=", Version(oldest[bound.name]))


def test_the_citation_is_of_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "(.*)"$', PROJECT, re.MULTILINE)
    assert f'\nversion: "{version}"\n' in citation
    assert "\nlicense: MIT\n" in citation


def test_the_notebooks_import_the_helpers_of_this_folder(tmp_path):
    """Kernels look for ``helpers`` as this Python does away from the course."""
    code = "import importlib.util as util; print(util.find_spec('helpers').origin)"
    where = python("-c", code, folder=tmp_path).strip()
    assert Path(where).resolve() == ROOT / "helpers" / "__init__.py", f"{SECTION} says what to type"


# ------------------------------------------------------------------------------------------ where it does not work

# Both names: where a stranger and the wheel share a folder, removing the stranger takes our __init__.py with it.
REPAIR = ".venv/bin/pip uninstall -y helpers gradients-by-hand", ".venv/bin/pip install -r requirements.txt"


def error(*arguments, folder, path=None):
    """What a reader meets in a notebook's first cell: the error's own words, from the last line of the traceback on."""
    said = python(*arguments, "-c", "from helpers import figures", folder=folder, path=path, check=False)
    return re.search(r"^\w+Error: .*", said, re.DOTALL | re.MULTILINE).group()


def named_in_the_readme(text):
    """Whether the README's section names the beginning of an error, as code."""
    return any(text.startswith(start) for start in re.findall(r"`(\w+Error: [^`]+)`", HELP))


@pytest.fixture
def stranger(tmp_path):
    """A folder like ``site-packages``, with another project's package called ``helpers``."""
    folder = tmp_path / "site-packages"
    (folder / "helpers").mkdir(parents=True)
    (folder / "helpers" / "__init__.py").write_text("")
    return folder


def says_what_to_type(text):
    return named_in_the_readme(text) and all(f"\n    {command}\n" in text for command in REPAIR)


def test_a_stranger_before_the_editable_installation(stranger, tmp_path):
    """The editable one is asked only after all folders of ``sys.path``, but then for the files that these lack."""
    assert says_what_to_type(error(folder=tmp_path, path=stranger))


@pytest.mark.parametrize("what", ["installed over it", "installed over it and removed"])
def test_a_stranger_in_the_folder_of_the_wheel(what, installed, stranger, tmp_path):
    shutil.copytree(installed / "helpers", stranger / "helpers", dirs_exist_ok=True)
    assert python("-c", "from helpers import figures", folder=tmp_path, path=stranger) == ""
    init = stranger / "helpers" / "__init__.py"
    init.write_text("")
    if what == "installed over it and removed":
        init.unlink()
    assert says_what_to_type(error(folder=tmp_path, path=stranger))


def test_a_stranger_alone(stranger, tmp_path):
    line = error("-S", folder=tmp_path, path=stranger)  # -S: without what is installed
    assert line.startswith("ImportError: cannot import name 'figures' from 'helpers'")
    assert named_in_the_readme(line)


def test_a_python_without_the_course(tmp_path):
    line = error("-S", folder=tmp_path)
    assert line.strip() == "ModuleNotFoundError: No module named 'helpers'"
    assert named_in_the_readme(line)


def test_the_readme_says_how_to_repair_an_installation():
    assert tuple(commands_in(HELP)) == REPAIR
