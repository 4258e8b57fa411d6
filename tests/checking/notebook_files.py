"""The notebooks of the course: which there are, how one is read and written, and what stands in it."""

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


def code_cells(part):
    """The cells of code of a notebook, or of a section."""
    return [cell for cell in part.cells if cell.cell_type == "code"]


def markdown_cells(part):
    """The cells of text of a notebook, or of a section."""
    return [cell for cell in part.cells if cell.cell_type == "markdown"]


def text_of(part):
    """The text of a notebook, or of a section, in Markdown."""
    return "\n\n".join(cell.source for cell in markdown_cells(part))


def title_of(notebook):
    """Its title: the first line, without the mark of a heading."""
    return notebook.cells[0].source.split("\n")[0].removeprefix("# ")


def tags_of(cell):
    """The tags of a cell, such as exercise."""
    return cell.metadata.get("tags", [])


def is_folded(cell):
    """Whether the code of a cell is folded away."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def without_blocks(markdown):
    """Markdown without its fenced code and its HTML comments."""
    markdown = re.sub(r"^(```|~~~).*?^\1[ \t]*$", " ", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"<!--.*?-->", " ", markdown, flags=re.DOTALL)


def without_code(markdown):
    """Markdown without code of any kind: what is left is words and mathematics."""
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", " ", without_blocks(markdown), flags=re.DOTALL)


def without_formulas(markdown, instead=""):
    """Markdown in which ``instead`` stands in the place of each formula."""
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", instead, markdown, flags=re.DOTALL)
