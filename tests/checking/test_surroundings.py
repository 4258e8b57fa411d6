"""The tests and the regeneration say the same on any machine, whichever cells are asked for, in whatever order."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.checking.notebook_execution import NotebookError, execute
from tests.checking.notebook_files import METADATA, NOTEBOOKS, ROOT, read
from tests.checking.planted_notebook import run_pytest_on
from tests.checking.surroundings import FOLDER, LEFT_OUT, OWN, can_be_written

pytest_plugins = ["pytester"]

# ---------------------------------------------------------------------------------------------- a reader's own settings

MATPLOTLIBRC = """
font.family: serif
text.usetex: True
savefig.bbox: tight
axes.facecolor: black
text.color: white
"""
STARTUP = "import numpy as np\nnp.set_printoptions(precision=2)\nprint('good morning')\n"


def foreign_home(folder):
    """A home folder full of settings."""
    profile = folder / ".ipython" / "profile_default"
    for path, text in {
        profile / "ipython_config.py": "c.InteractiveShell.ast_node_interactivity = 'all'\n",
        profile / "startup" / "00-hello.py": STARTUP,
        folder / ".config" / "matplotlib" / "matplotlibrc": MATPLOTLIBRC,
        folder / "startup.py": STARTUP,
        folder / "more" / "matplotlibrc": MATPLOTLIBRC,
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {
        "HOME": str(folder),
        "MATPLOTLIBRC": str(folder / "more"),
        "PYTHONSTARTUP": str(folder / "startup.py"),
        "PYTHONWARNINGS": "always",
        "NO_COLOR": "1",
        "MPLBACKEND": "agg",
    }


def home_that_cannot_be_written(folder):
    (folder / "file").write_text("")
    return {"HOME": str(folder / "file")}


def no_home(folder):
    return {"HOME": None}


def older_processor(folder):
    """One without the instructions that NumPy would choose here: the last digits of its results are others."""
    found = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(found), "OPENBLAS_CORETYPE": "Prescott"}


def environment_of(stranger):
    """This process's own, without what it settled, as ``stranger`` has it."""
    environment = {**os.environ, **stranger}
    return {name: value for name, value in environment.items() if value is not None and name not in (FOLDER, *OWN)}


def run(*arguments, **stranger):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment_of(stranger), capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("stem", "surroundings"),
    [
        ("01_binary_cross_entropy", foreign_home),
        ("01_binary_cross_entropy", home_that_cannot_be_written),
        ("01_binary_cross_entropy", no_home),
        ("04_layers_and_gradient_checks", older_processor),
        ("06_numerical_stability", older_processor),
    ],
)
def test_a_notebook_says_and_draws_the_same_in_any_surroundings(stem, surroundings, tmp_path):
    """... also where pytest's own cache cannot be written, as in a course that cannot be."""
    notebook = NOTEBOOKS / f"{stem}.ipynb"
    code, said = run(
        *("-m", "pytest", "-q", "-o", f"cache_dir={os.devnull}/cache", "tests/checking/test_pictures.py", notebook),
        **surroundings(tmp_path),
    )
    assert code == 0, said
    assert "warning" not in said


def test_the_regeneration_changes_nothing_in_foreign_surroundings(tmp_path):
    path = tmp_path / "01_binary_cross_entropy.ipynb"
    path.write_bytes((NOTEBOOKS / path.name).read_bytes())
    code, said = run("-m", "tests.scripts.regenerate", str(path), **foreign_home(tmp_path))
    assert code == 0, said
    assert path.read_bytes() == (NOTEBOOKS / path.name).read_bytes()
    assert "unchanged" in said


def test_nothing_of_the_users_is_seen():
    for name, inside in OWN.items():
        assert os.environ[name] == os.path.join(os.environ[FOLDER], inside)
        assert can_be_written(os.environ[name])
    assert not set(LEFT_OUT) & set(os.environ)


def test_the_font_cache_is_there_before_a_cell_runs():
    code = "import glob, os\nprint(len(glob.glob(os.path.join(os.environ['MPLCONFIGDIR'], 'fontlist*.json'))))"
    notebook = new_notebook(cells=[new_code_cell(code, id="fonts")], metadata=METADATA)
    assert execute(notebook, "fonts").cells[0].outputs[0].text == "1\n"


# ------------------------------------------------------------------------------------------------------------- warnings

WARNS = new_code_cell("import warnings\n\nwarnings.warn('it is too warm')", id="warm", execution_count=1)


def test_a_warning_in_a_cell_is_an_error_of_the_regeneration():
    with pytest.raises(NotebookError, match=r"^hot, cell warm writes to stderr:\n(.|\n)*UserWarning: it is too warm"):
        execute(new_notebook(cells=[WARNS], metadata=METADATA), "hot")


def notebook_tests(pytester, monkeypatch, notebook, *arguments, conftest=""):
    """What pytest says of ``notebook`` with the hooks of this course: the tests that ran, and those that failed."""
    pytester.makeconftest(f"from tests.conftest import *\n{conftest}")
    done = run_pytest_on(notebook, pytester, monkeypatch, *arguments)
    reports = [report for report in done.getreports("pytest_runtest_logreport") if report.when == "call"]
    failed = [report for report in done.getreports("pytest_runtest_logreport") if report.failed]
    return [report.nodeid.split("::")[1] for report in reports], failed


def test_a_failing_cell_shows_the_text_of_its_warning(pytester, monkeypatch):
    _, failed = notebook_tests(pytester, monkeypatch, new_notebook(cells=[WARNS], metadata=METADATA))
    assert len(failed) == 2  # it, and it again
    for report in failed:
        ((title, text),) = [section for section in report.sections if "stderr" in section[0]]
        assert title == "planted.ipynb, cell warm writes to stderr"
        assert "UserWarning: it is too warm" in text


# ---------------------------------------------------------------------------------------------------- some of the cells

COUNTING = ["a = 1", "a += 1", "print(a)", "b = a", "print(b)"]
ALL = [f"Cell {number}{again}" for number in range(5) for again in ("", " again")]


@pytest.fixture
def counting():
    """A notebook whose third cell prints what it does not say."""
    cells = [new_code_cell(source, id=f"count-{number}") for number, source in enumerate(COUNTING)]
    cells[1].source = "a = 1\na += 1"  # may be run twice
    notebook = execute(new_notebook(cells=cells, metadata=METADATA), "counting")
    notebook.cells[2].outputs[0].text = "7\n"
    return notebook


def test_tests_that_failed_last_time_run_with_the_cells_above_them(pytester, monkeypatch, counting):
    names, failed = notebook_tests(pytester, monkeypatch, counting)
    assert names == ALL
    assert [report.nodeid.split("::")[1] for report in failed] == ["Cell 2", "Cell 2 again"]
    names, failed = notebook_tests(pytester, monkeypatch, counting, "--lf")
    assert names == ["Cell 0", "Cell 1", "Cell 2", "Cell 2 again"]
    assert len(failed) == 2
    counting.cells[2].outputs[0].text = "2\n"
    names, failed = notebook_tests(pytester, monkeypatch, counting, "--lf")
    assert names[:3] == ["Cell 0", "Cell 1", "Cell 2"]
    assert not failed


@pytest.mark.parametrize("shuffle", ["items.reverse()", "random.Random(3).shuffle(items)"])
def test_cells_run_in_their_order(pytester, monkeypatch, counting, shuffle):
    counting.cells[2].outputs[0].text = "2\n"
    (pytester.path / "shuffling.py").write_text(
        "import random, pytest\n\n\n@pytest.hookimpl(trylast=True)\n"
        f"def pytest_collection_modifyitems(items):\n    {shuffle}\n"
    )
    monkeypatch.syspath_prepend(pytester.path)
    names, failed = notebook_tests(pytester, monkeypatch, counting, "-p", "shuffling")
    assert names == ALL
    assert not failed


def test_a_cell_that_was_chosen_runs_with_those_above_it(pytester, monkeypatch, counting):
    counting.cells[2].outputs[0].text = "2\n"
    names, failed = notebook_tests(pytester, monkeypatch, counting, "-k", "Cell and 3")
    assert names == ["Cell 0", "Cell 1", "Cell 2", "Cell 3", "Cell 3 again"]
    assert not failed


def test_a_cell_without_those_above_it_says_how_to_run_it(pytester, monkeypatch, counting):
    """As with pytest -n and without --dist loadfile: other processes have the cells above."""
    rest = "\n\ndef pytest_collection_finish(session):\n    session.items[:] = session.items[-2:]\n"
    _, failed = notebook_tests(pytester, monkeypatch, counting, conftest=rest)
    for report in failed:
        assert "planted.ipynb, cell count-4: the cells above it have not run here. Run notebooks whole" in str(
            report.longrepr
        )
        assert "--dist loadfile" in str(report.longrepr)
    assert len(failed) == 2


def test_figures_need_their_cell(pytester, monkeypatch):
    path = NOTEBOOKS / "01_binary_cross_entropy.ipynb"
    notebook = read(path)
    first = next(i for i, cell in enumerate(notebook.cells) if "figures.show(" in cell.source)
    notebook.cells = notebook.cells[: first + 2]
    names, failed = notebook_tests(pytester, monkeypatch, notebook, "-k", "figures")
    assert names[-1].endswith(" figures")
    assert names[:-1] == [f"Cell {number}" for number in range(len(names) - 1)]
    assert not failed


def test_no_test_is_named_by_an_address(request):
    """It is another one in each process, and tests side by side have to be the same."""
    assert [item.nodeid for item in request.session.items if re.search(r"0x[0-9a-f]{5}", item.nodeid)] == []
