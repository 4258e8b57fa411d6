r"""What the symbols of the derivations mean.

`SHARED` is the notation of the whole course. Each notebook may have a file of its own here, named like the notebook, with

    SYMBOLS = {...}     declarations for that notebook; they replace shared ones of the same name
    CELLS = {           declarations for some of its cells, by cell id
        "batch-*": {...},       all cells whose id begins with batch-
        "by-hand": {...},       one cell: here usually the given numbers of a worked example
        "chain-rule#2": {...},  the second display of a cell, with the reasons in it
        "chain-rule#text": {...},           the formulas within the text of a cell
        "chain-rule#text: *Take $*": {...}, those of one line of the text, from certain words on
    }
    NOT_EVALUATED = {"by-hand": {"x = 2 y": "why"}}     formulas of the text and of reasons that are no identities, and
                                                        formulas of reasons that occur neither in their line nor above it

All three are optional. What stands further down replaces what stands above it. Keys and formulas are TeX.
`../derivations/declarations.py` explains the declarations.
"""

import ast
import importlib
from pathlib import Path

from tests.checking.derivations import define, index, matrix, real, size, some_function_of, vector

SHARED = {
    # functions; t is a parameter only
    r"\sigma(t)": define(r"\frac{1}{1 + e^{-t}}"),
    r"\operatorname{ReLU}(t)": define(r"\max(0, t)"),
    # sizes and indices: i, k for outputs, j, l for inputs, n for samples
    "N": size("N"),
    r"\text{in}": size("in"),
    r"\text{out}": size("out"),
    "i": index("out"),
    "k": index("out"),
    "j": index("in"),
    "l": index("in"),
    "n": index("N"),
    # one sample through one layer; the loss is any smooth function of z
    "x": vector("in"),
    "W": matrix("out", "in"),
    "b": vector("out", added_to_rows=True),
    "z": define("W x + b"),
    "L": some_function_of("z"),
    "g": define(r"\frac{\partial L}{\partial z}"),
    r"\hat y": define(r"\sigma(z)"),
    "y": real(0, 1),
}

ONE_NUMBER = {  # one sample, one output: everything is a number
    "p": real(0, 1),
    "x": real(),
    "w": real(),
    "b": real(),
    "z": define("w x + b"),
    r"\hat y": define(r"\sigma(z)"),
    "L": define(r"-\left(y \log \hat y + (1 - y) \log(1 - \hat y)\right)"),
}

LOGARITHMS = {"a": real(0, 3), "b": real(0, 3), "k": real()}  # in log(ab) = log a + log b and log a^k = k log a

BATCH = {  # N samples, one in each row
    "X": matrix("N", "in"),
    "Z": define(r"X W^\top + b"),
    "L": some_function_of("Z"),
    "G": define(r"\frac{\partial L}{\partial Z}"),
    "y": vector("N", values=(0, 1)),
}


FOLDER = Path(__file__).parent
READ = ("SYMBOLS", "CELLS", "NOT_EVALUATED")


class BrokenSymbols(ImportError):
    """A file of this folder that cannot be imported."""


def symbols_path(stem):
    """Where the symbols of a notebook are declared, from the root of the project."""
    return f"tests/checking/symbols/{stem}.py"


def declarations_for(stem):
    """The declarations of a notebook: (dictionaries for all of it, {pattern of cell ids: one for those}, what is listed)."""
    if not (FOLDER / f"{stem}.py").exists():
        return (SHARED,), {}, {}
    try:
        module = importlib.import_module(f"{__name__}.{stem}")
    except Exception as error:
        raise BrokenSymbols(f"{symbols_path(stem)} cannot be imported: {type(error).__name__}: {error}") from error
    symbols, cells, not_evaluated = (getattr(module, name, {}) for name in READ)
    for name, declaration in [item for declared in (symbols, *cells.values()) for item in declared.items()]:
        if type(declaration).__module__ != real.__module__:
            raise BrokenSymbols(
                f"{symbols_path(stem)}, {name!r}: {declaration!r} is no declaration: "
                'write define(r"...") for a formula, real() for a number, vector("in") or matrix("out", "in")'
            )
    return (SHARED, symbols), cells, not_evaluated


def problems_of_symbols(stems, folder=FOLDER):
    """A sentence for each file that belongs to none of these notebooks, and for each name in one that nobody reads."""
    for path in sorted(folder.glob("*.py")):
        if path.stem == "__init__":
            continue
        if path.stem not in stems:
            yield f"{symbols_path(path.stem)} belongs to no notebook: there is no notebooks/{path.stem}.ipynb"
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError:
            continue  # a BrokenSymbols where the notebook is checked
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        written = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        for name in written:
            if name.isupper() and name not in {*READ, *used}:
                yield f"{symbols_path(path.stem)}: nobody reads {name}; what is read is {', '.join(READ)}"
