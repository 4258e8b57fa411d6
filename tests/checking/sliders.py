"""The sliders of a notebook, to be moved without a browser."""

import contextlib
import io

import IPython.display
from matplotlib import pyplot as plt

from helpers import figures
from tests.checking.notebook_files import code_cells, read, tags_of


def panels(path):
    """(cell, panel) of each cell with sliders, while the notebook runs in this process. No other picture is shown."""
    displayed, display, show = [], IPython.display.display, figures.show
    namespace = {"__name__": "__main__"}
    IPython.display.display = lambda *things, **_: displayed.extend(things)
    figures.show = lambda fig, alt: plt.close(fig)
    try:
        for cell in code_cells(read(path)):
            if "raises-exception" in tags_of(cell):
                continue
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, cell.id, "exec"), namespace)
            if "figures.sliders(" in cell.source:
                yield cell, displayed.pop()
    finally:
        IPython.display.display, figures.show = display, show
