"""The engine of notebook 10, taken from its cells: what is tested and timed is what a reader sees."""

import contextlib
import functools
import io
from types import SimpleNamespace

import numpy as np

import helpers
from tests.checking.notebook_files import NOTEBOOKS, read

PATH = NOTEBOOKS / "10_automatic_differentiation.ipynb"


@functools.cache
def sources():
    """The source of each cell, by its id, in the order of the notebook."""
    return {cell.id: cell.source for cell in read(PATH).cells}


def engine_cells():
    """The ids of the cells that together are the engine."""
    return [name for name in sources() if name.startswith("engine-") and name != "engine-complete"]


def names_of(*cells):
    """What the engine and these cells define, after they have run in this order. What they print is dropped.

    What ``helpers`` exports is there already, whichever cell of the notebook imports it.
    """
    names = {"np": np, **{name: getattr(helpers, name) for name in helpers.__all__}}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in (*engine_cells(), *cells):
            exec(compile(sources()[cell], f"<cell {cell}>", "exec"), names)
    return SimpleNamespace(**{name: value for name, value in names.items() if not name.startswith("__")})
