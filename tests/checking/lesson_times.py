"""How long a section takes in class: counted from its words, its steps and its questions.

A model, not a measurement: trust it to a fifth. Left out: what opens a lesson, and what stands
under Your turn and below.
"""

import re
from typing import NamedTuple

from .notebook_files import without_code
from .notebook_formulas import displays_of

WORDS_A_MINUTE = 120  # read aloud; half of the words are read at home
MINUTES_A_STEP = 0.5  # a line of a derivation with its reason
MINUTES_A_PREDICT = 2.5  # alone, then a vote; half a minute to talk
MINUTES_BY_HAND = 1.5
MINUTES_A_CELL, MINUTES_A_LINE = 1, 0.04  # code that is shown
MINUTES_A_FIGURE, MINUTES_A_SLIDER = 1.25, 1.5

AFTERWARDS = "Your turn"  # the first heading that no longer counts


class Section(NamedTuple):
    """What a section consists of."""

    number: str  # "" for what stands before the first one
    title: str
    words: int
    steps: int
    predictions: int
    by_hand: int
    cells: int
    code_lines: int
    figures: int
    sliders: int

    @property
    def minutes(self):
        """How long it takes in class."""
        return (
            0.5 * self.words / WORDS_A_MINUTE
            + MINUTES_A_STEP * self.steps
            + MINUTES_A_PREDICT * self.predictions
            + MINUTES_BY_HAND * self.by_hand
            + MINUTES_A_CELL * self.cells
            + MINUTES_A_LINE * self.code_lines
            + MINUTES_A_FIGURE * self.figures
            + MINUTES_A_SLIDER * self.sliders
        )


def sections_of(notebook):
    """The sections of a notebook as they are taught, in order, with what each consists of."""
    parts = [("", "", [])]
    for cell in notebook.cells:
        heading = re.match(r"## (?:(\d+)\. )?(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading and heading[2].strip() == AFTERWARDS:
            break
        if heading:
            parts.append((heading[1] or "", heading[2].strip(), []))
        parts[-1][2].append(cell)
    return [_section(*part) for part in parts]


def _section(number, title, cells):
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    code = [cell for cell in cells if cell.cell_type == "code"]
    drawn = [cell for cell in code if "source_hidden" in cell.metadata.get("jupyter", {})]
    sliders = [cell for cell in code if "figures.sliders(" in cell.source]
    shown = [cell for cell in code if cell not in drawn and cell not in sliders]
    words = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", " x ", without_code(text), flags=re.DOTALL)
    return Section(
        number,
        title,
        words=len(re.findall(r"\b[A-Za-z]", re.sub(r"(?<=\w)[\w'-]*", "", words))),
        steps=sum(display.count("&&") for display in displays_of(text)),
        predictions=len(re.findall(r"^> \*\*Predict", text, re.MULTILINE)),
        by_hand=text.count("**By hand"),
        cells=len(shown),
        code_lines=sum(len([line for line in cell.source.split("\n") if line.strip()]) for cell in shown),
        figures=len([cell for cell in drawn if "figures.show(" in cell.source]),
        sliders=len(sliders),
    )
