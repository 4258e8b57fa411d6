"""What stands in the files beside the notebooks and the code: README.md, pyproject.toml, and lists of packages."""

import re

from .notebook_files import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8")
LOWEST_PYTHON = re.search(r'^requires-python = ">=(.+)"$', PROJECT, re.MULTILINE)[1]


def commands_in(page):
    """The commands that a page says to type: its indented lines."""
    return re.findall(r"^    (\S.*)$", page, re.MULTILINE)


def packages_in(path):
    """The lines of a list of packages, as ``pip install -r`` takes it, without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
