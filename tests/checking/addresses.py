"""Where the course is published. One line of pyproject.toml says it; every other address is made from that one.

[project.urls]
Repository = "https://github.com/OWNER/NAME"
"""

import re

from .notebook_files import ROOT

PYPROJECT = ROOT / "pyproject.toml"
MISSING = """pyproject.toml does not say where the course is published. Whoever publishes it writes there, once:

    [project.urls]
    Repository = "https://github.com/OWNER/NAME\""""

_GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


class Unknown(Exception):
    """There is no address: says why, and what to do."""


def repository(text=None):
    """The address of the repository, from pyproject.toml or from ``text`` in its place."""
    text = PYPROJECT.read_text(encoding="utf-8") if text is None else text
    urls = re.search(r"^\[project\.urls\]$(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    found = urls and re.search(r'^Repository = "(.*)"$', urls.group(1), re.MULTILINE)
    if not found:
        raise Unknown(MISSING)
    return found.group(1)


def addresses(repository):
    """Where the course of this repository can be opened without an installation: a dictionary of addresses."""
    match = _GITHUB.fullmatch(repository)
    if not match:
        raise Unknown(f"{repository} is no repository on GitHub: https://github.com/OWNER/NAME is one.")
    owner, name = match.groups()
    return {
        "in the browser (JupyterLite on GitHub Pages)": f"https://{owner.lower()}.github.io/{name}/",
        "Binder": f"https://mybinder.org/v2/gh/{owner}/{name}/HEAD?urlpath=lab/tree/notebooks/00_start_here.ipynb",
        "to install from": f"git+https://github.com/{owner}/{name}",
    }
