"""The ids of cells: made of words, so that a message can name a cell and `symbols/` can mean it.

JupyterLab gives each new cell a random id, and has no way to change it. So `tests/scripts/regenerate.py` does, by
`name_cells`.
"""

import re
import unicodedata

from .notebook_files import without_code

WORDS = 3  # of a heading, at most
SMALL_WORDS = re.compile(r"a|an|and|are|as|at|by|for|from|in|is|it|its|of|on|or|the|to|what|with")


def is_made_of_words(id):
    """Whether an id is made of words, such as derive-sigmoid or check-sigmoid-2, and not of random digits."""
    words = re.fullmatch(r"[a-z]+\d{0,2}(-([a-z]+\d{0,2}|\d{1,2}))*", id)
    return bool(words) and not re.fullmatch(r"[0-9a-f-]{8,}", id)


def name_cells(notebook):
    """Gives each cell with a random id a name; returns {old id: new id}.

    The name is that of the nearest heading above, with -code or -text where the cell is not headed by it, and a number
    if that is taken.
    """
    taken, renamed, section = {cell.id for cell in notebook.cells}, {}, "cell"
    for cell in notebook.cells:
        headings = headings_of(cell)
        section = words_of(headings[0]) if headings else section
        if not is_made_of_words(cell.id):
            kind = "code" if cell.cell_type == "code" else "text"
            own = [section] if headings and is_made_of_words(section) else []
            numbered = (f"{section}-{kind}-{number}" for number in range(2, 100))
            name = next(name for name in (*own, f"{section}-{kind}", *numbered) if name not in taken)
            taken.add(name)
            renamed[cell.id] = cell.id = name
        section = words_of(headings[-1]) if headings else section
    return renamed


def headings_of(cell):
    """The texts of the headings in a cell."""
    if cell.cell_type != "markdown":
        return []
    return re.findall(r"^#{1,6} +(.+)$", without_code(cell.source), flags=re.MULTILINE)


def words_of(heading):
    """The first words of a heading that say something, joined by hyphens: 2. The slope of $L$ gives slope."""
    text = re.sub(r"\$[^$]*\$|\]\([^)]*\)", " ", heading)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", text.replace("'", ""))
    words = [word for word in words if not SMALL_WORDS.fullmatch(word)] or words
    return "-".join(words[:WORDS]) or "cell"
