"""What goes beyond "a little Python" is explained before, or in, the first cell of the course that uses it.

An explanation is a text, or a comment in the cell, in which the word stands. Whether it is a good one, no test can see.
"""

import ast
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.checking.notebook_files import notebook_paths, read


def is_call_of(*names):
    return lambda node: isinstance(node, ast.Attribute) and node.attr in names


def has_star(node):
    """``f(*values)`` and ``f(**values)``; not the star that takes the rest: ``first, *rest = values``."""
    return isinstance(node, ast.Call) and (
        any(isinstance(argument, ast.Starred) for argument in node.args)
        or any(keyword.arg is None for keyword in node.keywords)
    )


# What: (what it looks like in the syntax tree, a word of its explanation).
BEYOND_A_LITTLE_PYTHON = {
    "lambda": (lambda node: isinstance(node, ast.Lambda), r"\blambda\b"),
    "with": (lambda node: isinstance(node, ast.With), "errstate|no warnings"),
    "try": (lambda node: isinstance(node, ast.Try), r"`try`|\btry\b"),
    "class": (lambda node: isinstance(node, ast.ClassDef), r"\*class\*"),
    "decorator": (lambda node: bool(getattr(node, "decorator_list", ())), r"@\w+"),
    "star": (has_star, r"\bstars?\b"),
    "einsum": (is_call_of("einsum"), "einsum"),
    "axis of length 1": (
        lambda node: isinstance(node, ast.Subscript) and "None" in ast.unparse(node.slice),
        r"`[^`]*None[^`]*`|newaxis",
    ),
    "yield": (lambda node: isinstance(node, (ast.Yield, ast.YieldFrom)), r"\byield\b"),
    "global": (lambda node: isinstance(node, (ast.Global, ast.Nonlocal)), r"\bglobal\b"),
    "np.where": (is_call_of("where"), r"np\.where"),
    "list comprehension": (lambda node: isinstance(node, ast.ListComp), "one for each"),
    "union of dictionaries": (
        lambda node: isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.BitOr),
        "joins",
    ),
    "np.random": (is_call_of("default_rng"), r"`[^`]*default_rng|\bdraws\b.*\bseed\b"),
}


def cells_in_the_order_of_the_course():
    for path in notebook_paths():
        for cell in read(path).cells:
            yield f"{path.name}, cell {cell.id}", cell


def first_use(cells, looks_like, word):
    """Where it is used for the first time, if nothing up to there explains it; else None."""
    for where, cell in cells:
        explained = cell.source if cell.cell_type == "markdown" else "\n".join(re.findall("#.*", cell.source))
        if re.search(word, explained):
            return None
        if cell.cell_type == "code" and any(map(looks_like, ast.walk(ast.parse(cell.source)))):
            return where
    return None


@pytest.mark.parametrize("what", BEYOND_A_LITTLE_PYTHON)
def test_it_is_explained_before_it_is_used(what):
    where = first_use(cells_in_the_order_of_the_course(), *BEYOND_A_LITTLE_PYTHON[what])
    assert where is None, f"{where} uses {what}, and nothing before it says what that is"


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        (["text", "# a lambda is a function\nf = lambda x: x"], None),
        (["A `lambda` is a function.", "f = lambda x: x"], None),
        (["text", "f = lambda x: x", "A `lambda` is a function."], "cell 1"),
        (["text", "x = 1", "f = lambda x: x"], "cell 2"),
        (["text", "'a lambda'\nf = lambda x: x"], "cell 1"),
        (["text"], None),
    ],
)
def test_the_first_use_is_found(cells, where):
    """What begins with a capital or is a text is Markdown here, the rest is code."""
    made = [new_markdown_cell(c) if c == "text" or c[0] == "A" else new_code_cell(c) for c in cells]
    numbered = [(f"cell {n}", cell) for n, cell in enumerate(made)]
    assert first_use(numbered, *BEYOND_A_LITTLE_PYTHON["lambda"]) == where
