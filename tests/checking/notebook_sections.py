"""The sections of a notebook: how it is cut into them, and what is said of their time."""

import re
from typing import NamedTuple

from .notebook_files import text_of

CLOSING = ("Your turn", "Common mistakes", "On a blank page")  # the last sections of every notebook


class Section(NamedTuple):
    """A section: a cell whose first line is its heading, and the cells up to the next one."""

    number: str  # "" for one without
    title: str  # without the number; "" for what stands before the first heading
    cells: list

    @property
    def opens_or_closes(self):
        """Whether it stands before the first heading, or is one of those that close a notebook."""
        return self.title in ("", *CLOSING)


def sections_of(notebook):
    """What stands before the first heading, and each section, in order."""
    sections = [Section("", "", [])]
    for cell in notebook.cells:
        heading = re.match(r"## (?:(\d+)\. )?(.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            sections.append(Section(heading[1] or "", heading[2].strip(), []))
        sections[-1].cells.append(cell)
    return sections


def time_of(notebook):
    """What the opening says of the time, from its **Time** to the end of the paragraph; "" if it says nothing."""
    said = re.search(r"\*\*Time\b.*?(?=\n\n|\Z)", text_of(sections_of(notebook)[0]), flags=re.DOTALL)
    return said[0] if said else ""
