"""A name in the text, `standardize` or `split(x, y)`, is one of the code, of Python or of NumPy."""

import builtins
import functools
import keyword
import re

import numpy as np

from tests.checking.notebook_files import (
    ROOT,
    code_cells,
    markdown_cells,
    notebook_paths,
    read,
    text_of,
    without_blocks,
)
from tests.each_notebook import each_notebook
from tests.scripts.place_exercises import module_of

OTHERS = {  # what another library, or a table below the text, calls so
    "10_automatic_differentiation": {"X0", "y0", "W0", "b0"},
}


def names_in(markdown):
    """The names that stand alone in code within the text, or are called there."""
    pieces = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", without_blocks(markdown))
    matches = (re.fullmatch(r"([A-Za-z_]\w+)(?:\(.*\))?", piece) for piece in pieces)
    return [match[1] for match in matches if match]


@functools.cache
def names_of_all():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "helpers").rglob("*.py"))
    places = (builtins, np, np.ndarray, np.random)
    return {*re.findall(r"\w+", sources), *keyword.kwlist, *(name for place in places for name in dir(place))}


def names_of(notebook):
    return {name for cell in code_cells(notebook) for name in re.findall(r"\w+", cell.source)}


@each_notebook
def test_every_name_is_one_of_the_code(path):
    notebooks = [read(other) for other in notebook_paths() if other <= path]
    known = names_of_all().union(OTHERS.get(path.stem, ()), *map(names_of, notebooks))
    said = [(cell.id, name) for cell in markdown_cells(notebooks[-1]) for name in names_in(cell.source)]
    assert said
    assert [(cell, name) for cell, name in said if name not in known] == []


@each_notebook
def test_the_exercises_that_are_named_are_those_of_the_notebook(path):
    text = text_of(read(path))
    asked = set(re.findall(r"\b(?:check|hint|solution)\(\"?(my_\w+)", text)) | set(re.findall(r"`(my_\w+)`", text))
    assert asked and asked <= set(module_of(path.stem))


def test_what_is_a_name():
    text = "`split`, `split(x, y)`, `x @ w`, `.T`, `a.b`, ``not``, `2x`, and no code: split"
    assert names_in(text) == ["split", "split"]
