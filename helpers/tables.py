"""Numbers side by side: ``table``."""

import re

import numpy as np


class Table:
    """What ``table`` returns: a notebook shows it as a table, ``print`` writes the same in plain text."""

    def __init__(self, names, rows, sides):
        self.names, self.rows = names, rows  # the names, and for each row the texts of its cells
        self.sides = sides  # for each column, where its texts stand: "left" or "right"

    def __repr__(self):
        lines = [self.names, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        cell = {"left": "{:<%d}", "right": "{:>%d}"}
        layout = "   ".join(cell[side] % width for side, width in zip(self.sides, widths, strict=True))
        return "\n".join(layout.format(*line).rstrip() for line in lines)

    def _repr_html_(self):
        from html import escape

        def row(line, tags, weight):
            look = f"padding: 0.15em 2em 0.15em 0; font-weight: {weight}; text-align"
            cells = zip(line, tags, self.sides, strict=True)
            inside = (f'<{tag} style="{look}: {side}">{escape(text)}</{tag[:2]}>' for text, tag, side in cells)
            return f'<tr style="background: none">{"".join(inside)}</tr>'

        head = row(self.names, ['th scope="col"'] * len(self.names), "bold")
        body = "".join(row(line, ['th scope="row"', *["td"] * (len(line) - 1)], "normal") for line in self.rows)
        look = "margin: 0.4em 0 0.4em 0.4em; color: inherit; font-size: inherit; font-variant-numeric: tabular-nums"
        return f'<table style="{look}"><thead>{head}</thead><tbody>{body}</tbody></table>'


def table(columns, formats=".4f"):
    """Named columns as a table: ``table({"z": z, "slope": slope(z)}, ".0f .4f")``. It ends its cell.

    ``columns``: for each name a list or an array; or a list of dictionaries, one for each row.
    ``formats``: for each column, what stands behind the colon in ``f"{x:.4f}"``; ``s`` leaves its entries as they
    are. One alone is for all columns, and leaves whole numbers as they are. In a list, each number gets it; words,
    True, False and None (an empty cell) need none.
    """
    columns = _by_name(columns)
    specs = formats.split() if isinstance(formats, str) else []
    if len(specs) not in (1, len(columns)):
        raise ValueError(f"formats is {formats!r}: give one for all columns, or one for each of the {len(columns)}")
    for_all = len(specs) == 1
    texts, sides = [], []
    for (name, column), spec in zip(columns.items(), specs * len(columns) if for_all else specs, strict=True):
        texts.append([_text(entry, spec, for_all, name) for entry in column])
        words = [isinstance(entry, (str, list, tuple)) or np.ndim(entry) > 0 for entry in column if entry is not None]
        sides.append("left" if any(words) or not words else "right")
    return Table(list(columns), list(zip(*texts, strict=True)), sides)


def _by_name(columns):
    """A list for each name, all of one length."""
    if isinstance(columns, list) and columns and all(isinstance(row, dict) for row in columns):
        for number, row in enumerate(columns):
            if list(row) != list(columns[0]):
                raise ValueError(f"row {number} has the names {list(row)}, row 0 {list(columns[0])}: give all the same")
        columns = {name: [row[name] for row in columns] for name in columns[0]}
    if not isinstance(columns, dict) or not columns:
        raise TypeError(
            f"columns is {str(columns)[:40]}: give a dictionary, {{'z': z}}, or a list with one for each row"
        )
    for name, column in columns.items():
        if isinstance(column, str) or not np.iterable(column):
            raise TypeError(f"{name} is {column!r}: give a list or an array, with one entry for each row")
    lengths = {str(name): len(list(column)) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns have the lengths {lengths}: give all the same")
    return {str(name): list(column) for name, column in columns.items()}


def _text(entry, spec, for_all, name):
    """One entry, as it stands in its cell."""
    if entry is None:
        return ""
    if isinstance(entry, (list, tuple)) or np.ndim(entry):
        inside = ", ".join(_text(part, spec, for_all, name) for part in entry)
        return f"[{inside}]" if not isinstance(entry, tuple) else f"({inside},)" if len(entry) == 1 else f"({inside})"
    if spec == "s" or isinstance(entry, (str, bool, np.bool_)) or (for_all and isinstance(entry, (int, np.integer))):
        return str(entry)
    try:
        text = format(entry, spec)
    except (TypeError, ValueError):
        raise ValueError(f"{name} holds {entry}, and its format is {spec!r}: give one of numbers, or s") from None
    return re.sub(r"^-(?=[0.,]*(e[+-]\d+)?%?$)", "", text)  # a zero has no sign
