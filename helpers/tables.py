"""Numbers side by side: ``table``."""

import operator
import re
from fractions import Fraction

import numpy as np

from .arguments import is_a, is_list, kind, short


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
    if not is_a(formats, str):
        raise TypeError(f"formats is {kind(formats)}: give a text, with one format for each column, such as '.1f .4f'")
    specs = formats.split()
    if re.search(r"\d{4}", formats):
        raise ValueError(f"formats is {short(formats)}: give no more than 999 digits to a number")
    if len(specs) not in (1, len(columns)):
        some = f"give one for all columns, or one for each of the {len(columns)}"
        raise ValueError(f"formats is {short(formats)}: {some}")
    for_all = len(specs) == 1
    texts, sides = [], []
    for (name, column), spec in zip(columns.items(), specs * len(columns) if for_all else specs, strict=True):
        texts.append([_text(entry, spec, for_all, name) for entry in column])
        words = [is_a(entry, str) or _is_list(entry) for entry in column if entry is not None]
        sides.append("left" if any(words) or not words else "right")
    return Table(list(columns), list(zip(*texts, strict=True)), sides)


def _by_name(columns):
    """A list for each name, all of one length."""
    if is_a(columns, list) and is_list(columns) and columns and all(is_a(row, dict) for row in columns):
        for number, row in enumerate(columns):
            if list(row) != list(columns[0]):
                names, wanted = short(list(row)), short(list(columns[0]))
                raise ValueError(f"row {number} has the names {names}, row 0 {wanted}: give all the same")
        columns = {name: [row[name] for row in columns] for name in columns[0]}
    if not is_a(columns, dict) or not columns:
        raise TypeError(f"columns is {short(columns)}: give a dictionary, {{'z': z}}, or a list with one for each row")
    lists = {}
    for name, column in columns.items():
        try:
            text = _in_one_line(name)
        except Exception:  # whatever a stranger's object says when it is asked for its text
            raise TypeError(f"columns has the name {kind(name)}: give a text") from None
        if text in lists:
            raise ValueError(f"columns has two names that read {text}: give each column a name of its own")
        lists[text] = _entries(column, text)
    lengths = {name: len(column) for name, column in lists.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns have the lengths {lengths}: give all the same")
    return lists


def _entries(column, name):
    """The entries of a column, as a list: what is no list gives them only once."""
    try:
        if is_a(column, (str, bytes, set, frozenset, dict)):  # letters, or entries in no order, or names
            raise TypeError
        return [_plain(entry) for entry in _plain(column)]
    except Exception:  # whatever a stranger's object says when it is asked for its entries
        advice = "give a list or an array, with one entry for each row"
        raise TypeError(f"columns has {name} = {short(column)}: {advice}") from None


def _plain(value):
    """A matrix as an array: its rows would be matrices, which have rows again. A masked number as None."""
    return np.asarray(value) if is_a(value, np.matrix) else None if value is np.ma.masked else value


def _in_one_line(value):
    return " ".join(str(value).splitlines())


def _is_list(entry):
    try:
        return is_list(entry) or (np.ndim(entry) > 0 and hasattr(type(entry), "__iter__"))
    except Exception:  # whatever a stranger's object says when it is asked for its shape
        return False


def _whole(entry):
    """What is a whole number, also one in an array or a tensor of another library, as Python's; else None."""
    try:
        return operator.index(entry)
    except Exception:  # most things are none
        return None


def _text(entry, spec, for_all, name, depth=8):
    """One entry, as it stands in its cell."""
    if entry is None or entry is np.ma.masked:
        return ""
    if _is_list(entry):
        if not depth:
            raise ValueError(f"columns has lists within lists within lists in {name}: give numbers")
        inside = ", ".join(_text(part, spec, for_all, name, depth - 1) for part in entry)
        return f"[{inside}]" if not is_a(entry, tuple) else f"({inside},)" if len(entry) == 1 else f"({inside})"
    try:
        if spec == "s" or is_a(entry, (str, bool, np.bool_)):
            return _in_one_line(entry)
        if for_all and (number := _whole(entry)) is not None:
            return str(number)
        if hasattr(entry, "strftime"):  # a date would take the format for a text to write the year and the day in
            raise TypeError
        text = format(float(entry) if is_a(entry, Fraction) else entry, spec)
    except Exception:  # a format that does not fit, and whatever a stranger's object says
        advice = "give one of numbers, or s"
        raise ValueError(f"formats has {spec!r} for {name}, which holds {short(entry)}: {advice}") from None
    return re.sub(r"^( *)-(?=[0.,]*(e[+-]\d+)?%?$)", r"\1", text)  # a zero has no sign
