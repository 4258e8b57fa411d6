"""The notebooks of the course: which there are, how one is read and written, and its text without code."""

import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"

# The metadata of every notebook. No version of Python in it: it would change with every contributor.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_paths():
    """All notebooks, in the order of the course."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path):
    """The notebook in the file ``path``."""
    return nbformat.read(path, as_version=4)


def as_text(notebook):
    """What the file of ``notebook`` contains."""
    return nbformat.writes(notebook) + "\n"


def without_blocks(markdown):
    """Markdown without its fenced code and its HTML comments."""
    markdown = re.sub(r"^(```|~~~).*?^\1[ \t]*$", " ", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"<!--.*?-->", " ", markdown, flags=re.DOTALL)


def without_code(markdown):
    """Markdown without code of any kind: what is left is words and mathematics."""
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", " ", without_blocks(markdown), flags=re.DOTALL)
