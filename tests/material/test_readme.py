"""The README says what is true: its commands, its course map, its links and its picture."""

import base64
import re

import pytest

from tests.checking.notebook_files import ROOT, notebook_paths, read
from tests.checking.pictures import difference, skip_unless_drawn_here
from tests.scripts.readme_picture import PICTURE, draw

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(name):
    """The indented lines of the README that contain ``name``."""
    return [line.strip() for line in re.findall(r"^    (\S.*)$", README, re.MULTILINE) if name in line]


def test_ci_runs_the_test_command_of_the_readme():
    unix, windows = commands("pytest")
    workflow = (ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8")
    assert f"run: {unix}\n" in workflow
    inside_cmd = re.fullmatch(r'cmd /c "(.*)"', windows).group(1)
    # py is the newest Python of a Windows machine, which on a CI machine is not the one of the matrix
    assert f"run: {inside_cmd.replace('py -m venv', 'python -m venv')}\n" in workflow
    assert re.fullmatch(r"python3 .*pytest .*", unix), ".ci/run finds the command by this pattern"


def test_the_start_command_opens_the_first_notebook():
    for command in commands("jupyter lab"):
        assert notebook_paths()[0].name in command


def test_the_course_map_names_every_notebook():
    rows = re.findall(r"^\| \[(\d\d) (.+?)\]\((notebooks/.+?)\)", README, re.MULTILINE)
    titles = [read(path).cells[0].source.split("\n")[0].removeprefix("# ") for path in notebook_paths()]
    paths = [path.relative_to(ROOT).as_posix() for path in notebook_paths()]
    assert rows == [(path.split("/")[1][:2], title, path) for title, path in zip(titles, paths, strict=True)]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_the_picture_is_what_is_drawn_today():
    skip_unless_drawn_here()
    committed = (ROOT / PICTURE).read_bytes()
    change = difference(*(base64.b64encode(picture).decode() for picture in (committed, draw())))
    assert change is None, f"{PICTURE} is stale: {change}. Run python -m tests.scripts.readme_picture"
