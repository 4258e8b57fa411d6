"""The README says what is true: its commands, its course map, its module, its numbers, its links and its picture."""

import ast
import base64
import json
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

import helpers
from helpers.exercises import _judge as judge
from tests.checking.derivations.arrays import mp
from tests.checking.jupyterlab_server import SECONDS_TO_START, free_port, own_environment
from tests.checking.notebook_files import ROOT, notebook_paths, read, title_of
from tests.checking.notebook_sections import time_of
from tests.checking.pictures import difference, skip_unless_drawn_here
from tests.checking.project_files import LOWEST_PYTHON, README, WORKFLOW, commands_in
from tests.each_notebook import each_notebook
from tests.exercises.every import EXERCISES, MODULES
from tests.module.test_strange_inputs import STRANGERS
from tests.scripts.readme_picture import PICTURE, draw
from tests.witnesses.engine import engine_cells, sources


def commands(name):
    """The indented lines of the README that contain ``name``."""
    return [line.strip() for line in commands_in(README) if name in line]


def test_ci_runs_the_test_command_of_the_readme():
    unix, windows = commands("tests/requirements.txt")
    assert f"run: {unix}\n" in WORKFLOW
    inside_cmd = re.fullmatch(r'cmd /c "(.*)"', windows).group(1)
    # py is the newest Python of a Windows machine, which on a CI machine is not the one of the matrix
    assert f"run: {inside_cmd.replace('py -m venv', 'python -m venv')}\n" in WORKFLOW
    assert re.fullmatch(r"python3 .*pytest .*", unix), ".ci/run finds the command by this pattern"


def test_the_start_command_is_the_same_on_windows():
    unix, windows = commands("jupyter lab")
    expected = unix.replace("python3", "py").replace(".venv/bin/", ".venv\\Scripts\\").replace("ks/", "ks\\")
    assert windows == f'cmd /c "{expected}"'


def test_the_start_command_opens_the_first_notebook_at_the_root_of_the_course(tmp_path):
    """A real JupyterLab with the README's options. In place of a browser, a script keeps the page that it was told to
    open: a file that sends the browser on."""
    browser, noted = tmp_path / "browser.py", tmp_path / "noted"
    browser.write_text(f"""if True:
        import pathlib, sys, urllib.request
        with urllib.request.urlopen(sys.argv[1]) as page:
            pathlib.Path({str(noted)!r}).write_bytes(page.read())
        """)
    program = " ".join(shlex.quote(path.as_posix()) for path in (Path(sys.executable), browser))
    ours = ["--allow-root", "--ip=127.0.0.1", f"--port={free_port()}", "--ServerApp.port_retries=0"]
    ours += ["--IdentityProvider.token=abc", f"--ServerApp.browser={program} %s"]
    options = commands("jupyter lab")[0].partition("jupyter lab ")[2].split()
    with (
        open(tmp_path / "log", "wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, *ours],
            cwd=ROOT,
            env=own_environment(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as lab,
    ):
        try:
            end = time.monotonic() + SECONDS_TO_START
            while not (noted.exists() and "</html>" in noted.read_text()):
                assert lab.poll() is None and time.monotonic() < end, (tmp_path / "log").read_text()
                time.sleep(0.1)
            opened = urlsplit(re.search(r'<a href="(.*?)"', noted.read_text()).group(1))
            address = f"http://{opened.netloc}/api/contents?token=abc"
            with urllib.request.urlopen(address, timeout=SECONDS_TO_START) as answer:
                names = {entry["name"] for entry in json.load(answer)["content"]}
        finally:
            lab.terminate()
    assert opened.path == f"/lab/tree/notebooks/{notebook_paths()[0].name}"
    assert {"README.md", "helpers", "notebooks"} <= names


@each_notebook
def test_the_course_map_has_a_row_for_this_notebook(path):
    number, title = path.name[:2], title_of(read(path))
    row = f"| [{number} {title}](notebooks/{path.name})"
    assert row in README, f"the table of the course in README.md has no row that begins with {row}"
    to_come = re.search(r"To come:.*?\.\s", README, re.DOTALL)
    assert not to_come or f"({number})" not in to_come.group(), f"README.md says that {number} is to come"


NUMBERS = {"one lesson": 1, "two lessons": 2, "three lessons": 3, "four lessons": 4}


@each_notebook
def test_the_course_map_and_the_notebook_say_the_same_number_of_lessons(path):
    said = NUMBERS[re.match(r"\*\*Time\*\* (\w+ lessons?)", time_of(read(path)))[1]]
    assert re.search(rf"^.*\({re.escape(f'notebooks/{path.name}')}\).*\| (\d+) \|$", README, re.MULTILINE)[1] == str(
        said
    )


def test_the_course_map_names_every_notebook():
    rows = re.findall(r"^\| \[(\d\d) (.+?)\]\((notebooks/.+?)\)", README, re.MULTILINE)
    titles = [title_of(read(path)) for path in notebook_paths()]
    paths = [path.relative_to(ROOT).as_posix() for path in notebook_paths()]
    assert rows == [(path.split("/")[1][:2], title, path) for title, path in zip(titles, paths, strict=True)]


# ------------------------------------------------------------------------------------------------------- the module


def names_of(path):
    """What a module defines for others."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.name for node in nodes if isinstance(node, (ast.ClassDef, ast.FunctionDef))}


def test_the_table_of_the_module_has_a_row_for_each_file_and_names_what_the_file_holds():
    rows = re.findall(r"^\| \[`([\w.]+)/?`\]\(helpers/([\w.]+)\) \| (.+) \|$", README, re.MULTILINE)
    files = {path.name for path in (ROOT / "helpers").glob("*.py")} - {"__init__.py"} | {"exercises"}
    assert sorted(name for name, _, _ in rows) == sorted(files)
    for name, target, holds in rows:
        assert name == target
        if name != "exercises":
            assert set(re.findall(r"`(\w+)`", holds)) <= names_of(ROOT / "helpers" / name), name


@pytest.mark.parametrize("rows", [(), (5,)], ids=["one sample", "a batch"])
def test_the_lines_of_code_do_what_is_said_behind_them(rows):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    said = dict(re.findall(r"^(.+?) *# (.+)$", code, re.MULTILINE))
    names = {"linear": helpers.Linear(np.ones((2, 3)), np.zeros(2))}
    names |= {"x": np.ones((*rows, 3)), "dL_dz": np.ones((*rows, 2))}
    exec(code, names)
    shapes = re.findall(r"(\w+): \((.+?)\) or \((.+?),\)", said["z = linear.forward(x)"])
    assert [name for name, _, _ in shapes] == ["x", "z"]
    for name, batch, sample in shapes:
        sizes = (batch if rows else sample).split(", ")
        assert names[name].shape == tuple({"N": 5, "in": 3, "out": 2}[size] for size in sizes)
    listed = [re.findall(r"d\w+_d\w+", said[line]) for line in list(said)[1:]]
    assert listed == [list(helpers.LinearPartials.__slots__), list(helpers.LinearGradients.__slots__)]
    for name, variable in zip(listed[1], (names["linear"].W, names["linear"].b, names["x"]), strict=True):
        assert getattr(names["grads"], name).shape == variable.shape


# ----------------------------------------------------------------------------------------------------- what it says


def test_the_variables_of_the_environment_are_those_that_are_read():
    assert set(re.findall(r"REQUIRE_\w+", README)) == {"REQUIRE_BROWSER", "REQUIRE_REFERENCES"}


def test_the_exercise_that_is_named_is_one():
    asked = re.findall(r'(?:hint|solution)\("(\w+)"\)', README)
    assert asked and set(asked) <= {exercise.name for exercise in EXERCISES.values()}


def test_the_numbers_are_those_of_the_course():
    assert set(re.findall(r"(?:Python|older than) (\d\.\d+)", README)) == {LOWEST_PYTHON}
    kilobytes = sum(path.stat().st_size for path in (ROOT / "helpers/data").iterdir()) / 1000
    assert f"The data ({kilobytes:.0f} KB)" in README
    assert f"at random points, in {mp.dps} digits" in README
    repairs = [one for one in MODULES["find_the_bug"].notebook.exercises.values() if isinstance(one, judge.Repair)]
    assert len(repairs) == 12 and "repair twelve broken pieces of code" in README
    assert 50 < sum(bool(line.strip()) for name in engine_cells() for line in sources()[name].splitlines()) < 100
    assert "automatic differentiation in under a hundred lines" in README
    assert 100 < len(STRANGERS) < 150 and "more than a hundred things" in README


def test_the_sources_of_the_data_are_the_same_everywhere():
    places = "README.md", "CITATION.cff", "helpers/data/README.md"
    found = [set(re.findall(r"10\.\d{4,}/[\w.]*\w", (ROOT / place).read_text(encoding="utf-8"))) for place in places]
    assert len(found[0]) == 2 and found == [found[0]] * 3
    assert set(re.findall(r"10\.\d{4,}/[\w.]*\w", helpers.penguin_rows.__doc__)) < found[0]


@pytest.mark.parametrize("page", ["README.md", ".github/CONTRIBUTING.md"])
def test_links_and_commands_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    scripts = [name.replace(".", "/") + ".py" for name in re.findall(r"python -m (tests\.[a-z_.]+)", text)]
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    missing += [script for script in scripts if not (ROOT / script).exists()]
    assert links and scripts and not missing
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_the_picture_is_what_is_drawn_today():
    skip_unless_drawn_here()
    committed = (ROOT / PICTURE).read_bytes()
    change = difference(*(base64.b64encode(picture).decode() for picture in (committed, draw())))
    assert change is None, f"{PICTURE} is stale: {change}. Run python -m tests.scripts.readme_picture"
