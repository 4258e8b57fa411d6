r"""Writes the notebooks for students: without outputs, without marked answers, without the reasons of derivations.

    python -m tests.scripts.student_edition ../student_edition

Each Predict gets a cell for the student's own prediction, and each answer to it becomes a blank: a paragraph, or the
end of one, that begins with "So the answer". Folds that hold answers and all outputs are left out, and so is the
teacher's guide, which has all of it. The code stays as it is, and so do the lines of each derivation; the reason behind
a line becomes "why?".

What no rule can take out: the derivations lead to the answers, and so do By hand, Check and See. And ``solution(...)``
works for students, too, as ``helpers`` is the same: this edition takes answers off the page, it hides none from whoever
looks for them.

The folder is new or empty, and lies outside of the course, whose tests would take these notebooks for its own. Change
nothing in it: change the course, and write it again.
"""

import argparse
import itertools
import re
import shutil
import sys
from pathlib import Path

from nbformat.v4 import new_markdown_cell

from tests.checking.derivations.claims import lines_of
from tests.checking.notebook_files import NOTEBOOKS, ROOT, as_text, notebook_paths, read
from tests.checking.notebook_formulas import displays_of

# In the words that the notebooks use. An answer goes up to the end of its paragraph, with a list or a table below it.
ANSWER = re.compile(r"So the answers?\b.*?(?=\n\s*\n(?![-|])|\Z)", re.DOTALL)
FOLD = re.compile(r"<details>\s*<summary>(Answers?|Explanations?|Solutions?)</summary>.*?</details>", re.DOTALL)
PREDICT = re.compile(r"^> \*\*Predict.*?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)

LEFT_OUT = ("*.ipynb", ".ipynb_checkpoints", "teaching_guide.md")  # of the files beside the notebooks

BLANK = r"So the answer: \_\_\_\_\_\_\_\_\_\_"
FOLDED = r"*\1: not in this edition.*"
YOUR_PREDICTION = "*Your prediction:*"
WHY = r"\text{why? }\underline{\qquad\qquad}"
ABOUT = (
    "*Edition for students. Double-click on* Your prediction *and type yours. "
    "Where a line of a derivation asks* why?*, write its reason on paper.*"
)


def student_edition(notebook):
    """A notebook without outputs, answers and reasons, with a cell for each prediction; ``notebook`` is changed."""
    notebook.cells = [
        part for cell in notebook.cells for part in (_parts(cell) if cell.cell_type == "markdown" else [_not_run(cell)])
    ]
    notebook.cells[0].source += f"\n\n{ABOUT}"
    return notebook


def _not_run(cell):
    cell.outputs, cell.execution_count = [], None
    return cell


def _parts(cell):
    """A cell of text without answers, cut behind each Predict, with a cell for the prediction there."""
    text = FOLD.sub(FOLDED, ANSWER.sub(lambda _: BLANK, without_reasons(cell.source)))
    cuts = [0, *(predict.end() for predict in PREDICT.finditer(text)), len(text)]
    for number, piece in enumerate(text[start:end].strip() for start, end in itertools.pairwise(cuts)):
        if number:
            yield new_markdown_cell(YOUR_PREDICTION, id=f"{cell.id}-prediction-{number}")
        if piece:
            id = f"{cell.id}-{number + 1}" if number else cell.id
            yield new_markdown_cell(piece, id=id, metadata=cell.metadata)


def without_reasons(markdown):
    """A text in which every reason behind a line of a derivation is "why?" and a line to write on."""
    for display in displays_of(markdown):
        new = display
        for line in reversed(lines_of(display)):
            if line.reason:
                new = new[: line.reason[0].start] + WHY + new[line.reason[-1].end :]
        markdown = markdown.replace(f"$${display}$$", f"$${new}$$")
    return markdown


def main(arguments=None):
    """Returns the exit status: 0, or 1 if the folder is not fit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="new or empty, outside of the course")
    folder = parser.parse_args(arguments).folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder} is not empty. Nothing was written: give a new folder.", file=sys.stderr)
        return 1
    if folder.is_relative_to(ROOT):
        print(f"{folder} lies inside the course. Nothing was written: give a folder outside.", file=sys.stderr)
        return 1
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    for path in notebook_paths():
        (folder / path.name).write_bytes(as_text(student_edition(read(path))).encode("utf-8"))
    print(f"{len(notebook_paths())} notebooks are in {folder}. The answers are in the course itself.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
