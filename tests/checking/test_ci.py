"""CI asks for all that it seems to ask for: its jobs, .ci/run, and the settings with which pytest and ruff run."""

import re
import subprocess
import sys

import pytest

from tests.checking.notebook_files import ROOT
from tests.checking.project_files import LOWEST_PYTHON, README, WORKFLOW

JOBS = dict(re.findall(r"^  (\w+):\n((?: {4}.*\n|\n)+)", WORKFLOW.partition("\njobs:\n")[2] + "\n", re.MULTILINE))
RUN = (ROOT / ".ci/run").read_text(encoding="utf-8")


def commands_of(job):
    """What a job runs, in its order."""
    return re.findall(r"run: (.+)", JOBS[job])


def test_these_are_the_jobs():
    assert list(JOBS) == ["style", "readme", "oldest", "everything", "wheel", "binder", "page", "publish"]
    assert "continue-on-error" not in WORKFLOW and "|| true" not in WORKFLOW + RUN


def test_style_asks_the_ruff_of_the_list_and_changes_nothing():
    install, check, layout = commands_of("style")
    assert "$(grep '^ruff==' tests/requirements.txt)" in install
    assert (check, layout) == ("ruff check --output-format=github .", "ruff format --check .")


def test_readers_systems_and_pythons_are_tried():
    systems, pythons = (re.search(rf"{name}: \[(.+)\]", JOBS["readme"])[1].split(", ") for name in ("os", "python"))
    assert systems == ["ubuntu-latest", "macos-latest", "windows-latest"]
    minors = [int(python.strip('"').removeprefix("3.")) for python in pythons]
    assert pythons[0] == f'"{LOWEST_PYTHON}"' and minors == list(range(minors[0], minors[-1] + 1))
    assert "python-version: ${{ matrix.python }}" in JOBS["readme"]


def test_the_oldest_versions_are_tried_on_the_oldest_python():
    (command,) = commands_of("oldest")
    assert " -r tests/requirements.txt -c tests/oldest.txt && .venv/bin/pytest -n logical" in command
    assert f'python-version: "{LOWEST_PYTHON}"' in JOBS["oldest"]


@pytest.mark.parametrize("where", ["everything", ".ci/run"])
def test_nothing_is_skipped_where_everything_is_there(where):
    text = RUN if where == ".ci/run" else JOBS[where]
    for name in ("REQUIRE_BROWSER", "REQUIRE_REFERENCES"):
        assert re.findall(rf"\b{name}(?:: |=)(\S+)", text) == ["1"]
    assert re.search(r"npm install .*--prefix tests/scripts/classroom", text)
    for file in ("references.txt", "lite.txt", "scripts/classroom/requirements.txt"):
        assert f"-r tests/{file}" in text


def test_the_wheel_is_tried_without_the_course_beside_it():
    *_, build, install, copy, test = commands_of("wheel")
    assert "pip wheel --no-deps" in build and install.endswith("/wheel/*.whl")
    notebook = re.search(r"cp notebooks/(\w+\.ipynb) ", copy)[1]
    assert test == f"python -m pytest --nbval --nbval-current-env {notebook}"
    assert "working-directory: ${{ runner.temp }}/elsewhere" in JOBS["wheel"]


def test_binder_installs_as_binder_does():
    assert [command.removeprefix("python -m ") for command in commands_of("binder")] == [
        "pip install --no-cache-dir -r requirements.txt",
        "pip install --no-cache-dir .",
        "pytest notebooks",
    ]


def test_every_notebook_runs_in_the_page_before_it_is_published():
    assert all(
        f"      {name}\n" in JOBS["page"] for name in ("REQUIRE_BROWSER: 1", "REQUIRE_REFERENCES: 1", "LITE: all")
    )
    install, test, build = commands_of("page")
    assert install.endswith("-r tests/requirements.txt -r tests/lite.txt")
    assert (test, build) == ("python -m pytest tests/material/test_lite.py", "python -m tests.scripts.lite")
    assert "    needs: page\n" in JOBS["publish"] and "vars.PUBLISH == '1'" in JOBS["publish"]
    assert not commands_of("publish")


def test_ci_run_finds_the_readmes_command_runs_it_and_stops_at_an_error():
    pattern = re.search(r"sed -n 's/(.*)/\\1/p' README\.md", RUN)[1].replace(r"\(", "(").replace(r"\)", ")")
    found = re.findall(pattern, README, re.MULTILINE)
    assert len(found) == 1 and found[0].endswith(".venv/bin/pytest -n logical --dist loadfile")
    lines = [line for line in RUN.splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail" and lines[-1] == 'eval "$command"'


def test_the_template_of_a_pull_request_says_the_readmes_command():
    template = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert "`pytest -n logical --dist loadfile`" in template


# ------------------------------------------------------------------------------------------------------------- settings


def test_pytest_runs_the_tests_and_the_notebooks_strictly(pytestconfig):
    """Lax nbval compares nothing; and what is not collected cannot fail."""
    assert pytestconfig.inipath == ROOT / "pyproject.toml"
    assert pytestconfig.getini("testpaths") == ["tests", "notebooks"]
    options = pytestconfig.getini("addopts")
    assert options[:2] == ["--nbval", "--nbval-current-env"] and "--nbval-lax" not in options
    assert {"--strict-markers", "--strict-config"} <= set(options)
    assert pytestconfig.getini("filterwarnings")[0] == "error"
    assert pytestconfig.getini("empty_parameter_set_mark") == "fail_at_collect"


SLIPS = [
    ("tests/checking/planted.py", "import os\n", "F401"),
    ("helpers/planted.py", "def f(x=[]):\n    return x\n", "B006"),
    ("helpers/planted.py", "import sys\nimport os\n\nprint(os, sys)\n", "I001"),
    ("helpers/planted.py", f"x = '{'y' * 120}'\n", "E501"),
    ("helpers/planted.py", "class lower:\n    pass\n", "N801"),
    ("helpers/planted.py", "x = '{}'.format(1)\n", "UP032"),
    ("helpers/planted.py", "x = list(range(3))[0]\n", "RUF015"),
    ("notebooks/planted.ipynb", '{"cells": [{"cell_type": "code", "source": ["x = undefined"], "metadata": {}, '
     '"outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "F821"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "code"), SLIPS, ids=[code for _, _, code in SLIPS])
def test_ruff_sees(file, text, code):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--force-exclude", "--output-format=concise"]
    done = subprocess.run(
        [*command, "--stdin-filename", file, "-"],
        input=text,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert f" {code} " in done.stdout, done.stdout + done.stderr
