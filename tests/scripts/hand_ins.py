"""Runs notebooks that were handed in, and says of every exercise what its check says. No marks are given.

    python -m tests.scripts.hand_ins FOLDER                         a table on the screen
    python -m tests.scripts.hand_ins FOLDER --csv verdicts.csv      and in a file, for a spreadsheet

Every file below FOLDER is looked at, one of a student or many, in folders or not; for each exercise of its notebook
there is a row:

    right, wrong, open       what the check says of the last answer in the notebook; a known mistake stands beside it
    not there                no answer has the exercise's name
    did not run: ...         its cell raised an error, or took more than --seconds

THIS RUNS WHAT STUDENTS WROTE, ON YOUR MACHINE AND WITH YOUR RIGHTS. Each notebook is copied into a folder of its own,
and runs in a kernel of its own, which keeps accidents apart: an error, an endless loop, an ``exit()``. It keeps nobody
from reading or deleting your files, or from faking a verdict. Where you would not run the notebooks yourself, run this
in a virtual machine, or on an account that has nothing to lose.

A cell that takes too long or ends the kernel is left out, and the notebook run again without it.
"""

import argparse
import asyncio
import csv
import json
import os
import re
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_notebook

from tests.checking.notebook_execution import client_for
from tests.checking.notebook_files import ROOT, code_cells, notebook_paths, read
from tests.checking.surroundings import build_font_cache, settle
from tests.scripts.place_exercises import module_of

COLUMNS = ("file", "exercise", "verdict", "known mistake")
SECONDS = 60
RUNS = 10  # of one notebook: each leaves out one more cell that stops the kernel
MOST_SAID = 100  # characters of an error


class _Client(NotebookClient):
    """Keeps errors only: a loop that prints may print gigabytes."""

    def output(self, outs, msg, display_id, cell_index):
        return super().output(outs, msg, display_id, cell_index) if msg["msg_type"] == "error" else None


def rows_of(path, seconds=SECONDS):
    """Yield (exercise, verdict, known mistake) for each exercise of the notebook that was handed in as ``path``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = [str(cell.source) for cell in code_cells(read(path))]
    except Exception:  # whatever is wrong with a file that may be anything
        yield "", "did not run: this is no notebook", ""
        return
    words = Counter({path.stem: len(_named(module_of(path.stem), cells)) for path in notebook_paths()})
    ((stem, count),) = words.most_common(1)
    if not count:
        yield "", "did not run: no exercise of this course is in it", ""
        return
    verdicts, troubles = _run(cells, stem[3:], list(module_of(stem)), seconds)
    for name in module_of(stem):
        trouble = next((words for source, words in troubles if _named([name], [source])), None)
        yield name, *verdicts.get(name, (f"did not run: {trouble}" if trouble else "not there", ""))


def _named(names, cells):
    """Those of the names that occur in some cell."""
    return [name for name in names if re.search(rf"\b{name}\b", "\n".join(cells))]


def _run(cells, module, names, seconds):
    """What the exercises said, by name, and what went wrong in cells, as pairs (source, words)."""
    settle()
    build_font_cache()
    inside = 'import_module("tests.checking.verdicts")'
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "verdicts.jsonl"
        watch = f'__import__("importlib").{inside}.watch({module!r}, {str(file)!r})'
        asks = [f'__import__("importlib").{inside}.ask({module!r}, {name!r})' for name in names]
        sources = [watch, *cells, *asks]
        left_out = {}
        for run in range(RUNS):
            file.unlink(missing_ok=True)
            work = Path(folder) / f"run-{run}"
            work.mkdir()
            shown = [new_code_cell("" if n in left_out else source) for n, source in enumerate(sources)]
            stopped = _execute(new_notebook(cells=shown), work, seconds)
            if stopped is None:
                break
            left_out.update([stopped])
        said = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    raised = {n: _words_of(cell.outputs[0]) for n, cell in enumerate(shown) if cell.outputs}
    if 0 in raised:
        raise RuntimeError(f"the exercises cannot be watched: {raised[0]}")
    troubles = [(sources[n], words) for n, words in sorted({**raised, **left_out}.items())]
    if stopped is not None:
        troubles.append((" ".join(names), f"the notebook was stopped {RUNS} times"))
    return {name: (verdict, mistake) for name, verdict, mistake in map(json.loads, said)}, troubles


def _execute(notebook, folder, seconds):
    """Runs all cells in a new kernel; None, or the number of the cell that stopped it, and why."""
    begun = []
    note = lambda cell, cell_index: begun.append(cell_index)
    client = client_for(notebook, folder, seconds, _Client, allow_errors=True, on_cell_start=note)
    try:
        asyncio.run(client.async_execute(env={**os.environ, "PYTHONPATH": str(ROOT)}))
    except CellTimeoutError:
        return begun[-1], f"its cell takes more than {seconds:g} seconds"
    except Exception:  # nbclient says in many ways that the kernel is gone
        if not begun:
            raise
        return begun[-1], "its cell ends Python"
    return None


def _words_of(error):
    """An error in one short line."""
    words = " ".join(f"{error.ename}: {error.evalue}".split()).rstrip(": ")
    return words if len(words) <= MOST_SAID else f"{words[:MOST_SAID]} ..."


def files_in(folder):
    """All files below a folder in their order, but for hidden ones and what Python leaves behind."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in parts):
            yield path


def main(arguments=None):
    """Returns the exit status: 0, whatever was handed in."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table into this file, too")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"the longest that a cell may take: {SECONDS}")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"there is no folder {options.folder}")
    rows = []
    for path in files_in(options.folder):
        name = path.relative_to(options.folder).as_posix()
        print(name, file=sys.stderr)
        rows += [(name, *row) for row in rows_of(path, options.seconds)]
    widths = [max(len(row[column]) for row in [COLUMNS, *rows]) for column in range(len(COLUMNS))]
    for row in [COLUMNS, *rows]:
        print("  ".join(f"{entry:{width}}" for entry, width in zip(row, widths, strict=True)).rstrip())
    if options.csv:
        with open(options.csv, "w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel read umlauts
            csv.writer(file).writerows([COLUMNS, *rows])
    return 0


if __name__ == "__main__":
    sys.exit(main())
