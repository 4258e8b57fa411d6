"""Executes the notebooks and writes them back with their outputs: the only way in which outputs are made.

    python -m tests.scripts.regenerate                                 # all notebooks
    python -m tests.scripts.regenerate notebooks/02_sigmoid.ipynb      # some

A file whose outputs did not change stays the same to the byte. A figure that looks as before keeps its bytes, too,
so that another build of Matplotlib does not rewrite every picture; ``--redraw`` takes all figures as they are drawn
now and records the versions that drew them. A cell with a random id, as JupyterLab gives it to new ones, gets a name
made of words. If any cell raises an error, no file is written.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from tests.checking.cell_names import name_cells
from tests.checking.notebook_execution import NotebookError, execute
from tests.checking.notebook_files import ROOT, as_text, code_cells, notebook_paths, read
from tests.checking.pictures import PINNED_VERSIONS, difference, figure_versions, pictures, pinned_versions
from tests.checking.symbols import symbols_path


def keep_pictures(notebook, old):
    """Give each picture of ``notebook`` that looks like the one in ``old`` the bytes of the old one."""
    old_outputs = {cell.get("id"): cell.outputs for cell in code_cells(old)}
    for cell in code_cells(notebook):
        drawn = [output.data for output in cell.outputs if "image/png" in output.get("data", {})]
        for data, picture in zip(drawn, pictures(old_outputs.get(cell.id, [])), strict=False):
            if difference(data["image/png"], picture) is None:
                data["image/png"] = picture


def main(arguments=None):
    """Returns the exit status: 0, or 1 if a notebook does not run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="notebook")
    parser.add_argument("--redraw", action="store_true", help="replace every figure, and record the versions")
    options = parser.parse_args(arguments)
    if options.redraw and options.notebooks:
        parser.error("--redraw draws the figures of all notebooks: give no names")
    paths = options.notebooks or notebook_paths()
    for path in paths:
        if not path.is_file():
            parser.error(f"there is no file {path}")

    results = []
    for path in paths:
        start = time.perf_counter()
        old = read(path)
        renamed = name_cells(old)
        try:
            new = execute(old, path.name, path.resolve().parent)
        except NotebookError as error:
            print(f"{error}\nNothing was written.", file=sys.stderr)
            return 1
        if not options.redraw:
            keep_pictures(new, old)
        results.append((path, renamed, as_text(new), time.perf_counter() - start))

    for path, renamed, text, seconds in results:
        for random_id, name in renamed.items():
            print(f"{path.name}: the cell {random_id} is now {name}")
            symbols = ROOT / symbols_path(path.stem)
            if symbols.exists() and random_id in symbols.read_text(encoding="utf-8"):
                print(f"    {symbols_path(path.stem)} still says {random_id}: write {name} there")
        changed = path.read_bytes() != text.encode("utf-8")
        if changed:
            path.write_bytes(text.encode("utf-8"))
        print(f"{path.name:40} {'written' if changed else 'unchanged':10} {seconds:5.1f} s")

    here, pinned = figure_versions(), pinned_versions()
    if options.redraw or pinned is None:
        PINNED_VERSIONS.write_bytes((json.dumps(here, indent=2) + "\n").encode("utf-8"))
    elif here != pinned:
        print(f"The committed figures were drawn with {pinned}, these with {here}: look at each one that changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
