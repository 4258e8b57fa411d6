"""How long a section takes in class: counted from its words, its steps and its questions.

A model, not a measurement: trust it to a fifth. Left out: what opens a lesson, and what stands under Your turn and
below.
"""

import re
from itertools import takewhile
from typing import NamedTuple

from .notebook_files import code_cells, is_folded, text_of, without_code, without_formulas
from .notebook_formulas import displays_of
from .notebook_sections import CLOSING, sections_of

WORDS_A_MINUTE = 120  # read aloud; half of the words are read at home
MINUTES_A_STEP = 0.5  # a line of a derivation with its reason
MINUTES_A_PREDICT = 2.5  # alone, then a vote; half a minute to talk
MINUTES_BY_HAND = 1.5
MINUTES_A_CELL, MINUTES_A_LINE = 1, 0.04  # code that is shown
MINUTES_A_FIGURE, MINUTES_A_SLIDER = 1.25, 1.5

AFTERWARDS = CLOSING[0]  # the first section that no longer counts


class CountedSection(NamedTuple):
    """What a section consists of."""

    number: str
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


def counted_sections(notebook):
    """The sections of a notebook that are taught, in order, with what each consists of."""
    return [_counted(section) for section in takewhile(lambda one: one.title != AFTERWARDS, sections_of(notebook))]


def _counted(section):
    text, code = text_of(section), code_cells(section)
    drawn = list(filter(is_folded, code))
    sliders = [cell for cell in code if "figures.sliders(" in cell.source]
    shown = [cell for cell in code if cell not in drawn and cell not in sliders]
    words = without_formulas(without_code(text), " x ")
    return CountedSection(
        section.number,
        section.title,
        words=len(re.findall(r"\b[A-Za-z]", re.sub(r"(?<=\w)[\w'-]*", "", words))),
        steps=sum(display.count("&&") for display in displays_of(text)),
        predictions=len(re.findall(r"^> \*\*Predict", text, re.MULTILINE)),
        by_hand=text.count("**By hand"),
        cells=len(shown),
        code_lines=sum(len([line for line in cell.source.split("\n") if line.strip()]) for cell in shown),
        figures=len([cell for cell in drawn if "figures.show(" in cell.source]),
        sliders=len(sliders),
    )
