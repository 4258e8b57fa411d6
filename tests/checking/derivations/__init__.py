r"""Evaluate every equality of a derivation written in TeX.

A displayed derivation is a chain of claims, `a = b`, `b = c`, ... A formula in the text, or in the reason behind a
line, makes a claim, too, if there is a relation in it, unless it only gives a value to a symbol. This package reads the
TeX strictly, draws random values for the symbols, and evaluates both sides of each claim in 100 digits. A formula in a
reason that makes no claim must occur, by value, in its line or in the line above. What cannot be read is a failure,
never skipped.

`notebook_formulas.py`, beside this folder, finds the formulas in a notebook and reports. The way of a line from there, file
by file:

    claims.py         splits a formula into claims, and judges each of them
    reasons.py        looks for what a reason points at, in its line and in the one above
    tex.py            reads TeX: text to tokens, tokens to a tree
    declarations.py   what the symbols mean: declared in `../symbols/`, one file for each notebook
    values.py         evaluates a tree, derivatives included, at a random point
    arrays.py         does the arithmetic
"""

from .claims import check_display, is_setting
from .declarations import (
    Scope,
    define,
    index,
    matrix,
    one_of,
    real,
    size,
    some_function_of,
    vector,
)
from .tex import Unreadable

__all__ = [
    "Scope", "Unreadable", "check_display", "define", "index", "is_setting", "matrix", "one_of", "real", "size",
    "some_function_of", "vector",
]  # fmt: skip
