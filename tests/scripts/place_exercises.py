"""Writes the exercises into their notebooks: each has one place, its module in ``helpers/exercises``; here is a copy.

    python -m tests.scripts.place_exercises                     all notebooks
    python -m tests.scripts.place_exercises 02_sigmoid          some

The cell of ``my_slope`` has the id ``my-slope`` and the tag ``exercise``. Its source becomes what the exercise says
today; an exercise without a cell gets one at the end of *Your turn*. Move cells as you like: their ids say what they
are. Run ``python -m tests.scripts.regenerate`` afterwards.
"""

import importlib
import sys

from nbformat.v4 import new_code_cell

from tests.checking.notebook_files import NOTEBOOKS, as_text, notebook_paths, read


def module_of(stem):
    """The exercises of a notebook, by name."""
    return importlib.import_module(f"helpers.exercises.{stem[3:]}").notebook.exercises


def cell_id(name):
    """``my_slope`` stands in the cell ``my-slope``."""
    return name.lower().replace("_", "-")


def place(notebook, exercises):
    """Brings the exercises' cells up to date, in place."""
    cells = {cell.id: cell for cell in notebook.cells}
    end = next(i for i, cell in enumerate(notebook.cells) if cell.source.startswith("## Common mistakes"))
    for name, exercise in exercises.items():
        source = exercise.stub().rstrip("\n")
        if cell_id(name) in cells:
            cells[cell_id(name)].source = source
        else:
            notebook.cells.insert(end, new_code_cell(source, id=cell_id(name), metadata={"tags": ["exercise"]}))
            end += 1


def main(stems):
    for path in [NOTEBOOKS / f"{stem}.ipynb" for stem in stems] or notebook_paths():
        notebook = read(path)
        before = as_text(notebook)
        place(notebook, module_of(path.stem))
        text = as_text(notebook)
        if text != before:
            path.write_bytes(text.encode("utf-8"))
        print(f"{path.name:40} {'unchanged' if text == before else 'written'}")


if __name__ == "__main__":
    main(sys.argv[1:])
