"""What a reader sees: a panel in a notebook, and the same words in plain text.

A panel is a title and parts: a paragraph (a string), a table (a list of pairs), or ``Code``.
"""

import html
import math
import re
from dataclasses import dataclass

import numpy as np

COLOURS = {"right": "var(--jp-success-color1, #2e7d32)", "wrong": "var(--jp-warn-color1, #b26a00)"}
MOST_SHOWN, AN_ARRAY = 12, "an array"  # of a larger array the shape is shown
NEUTRAL = "var(--jp-info-color1, #0277bd)"


class Code(str):
    """A part that keeps its lines as they are."""


@dataclass(frozen=True)
class Panel:
    """A title with the parts below it."""

    title: str
    parts: tuple = ()

    def __repr__(self):
        return "\n".join([self.title, *(_as_text(part) for part in self.parts)])

    def _repr_html_(self):
        style = (
            f"border-left: 0.4em solid {COLOURS.get(getattr(self, 'verdict', None), NEUTRAL)}; padding: 0.3em 1em;"
            " color: var(--jp-content-font-color1, inherit); max-width: 45em"
        )
        title = f'<p style="margin: 0.3em 0"><strong>{_as_html_text(self.title)}</strong></p>'
        label = html.escape(self.title.replace("`", ""), quote=True)
        return f'<section aria-label="{label}" style="{style}">{title}{"".join(map(_as_html, self.parts))}</section>'


@dataclass(frozen=True, repr=False)
class Answer(Panel):
    """What ``check`` says: "right", "wrong" or "open"; the mistake, if its numbers are known; the place."""

    verdict: str = "open"
    mistake: str | None = None
    where: str | None = None


def _as_text(part):
    if isinstance(part, Code):
        return "\n".join(f"    {line}" for line in part.splitlines())
    if isinstance(part, str):
        return part
    width = max(len(label) for label, _ in part)
    return "\n".join(f"    {label:{width}}  {value}" for label, value in part)


def _as_html(part):
    if isinstance(part, Code):
        return f'<pre style="margin: 0.3em 0; color: inherit; background: none"><code>{html.escape(part)}</code></pre>'
    if isinstance(part, str):
        return f'<p style="margin: 0.3em 0">{_as_html_text(part)}</p>'
    cell = 'style="text-align: left; padding: 0.1em 1em 0.1em 0"'
    rows = "".join(
        f'<tr style="background: none"><th scope="row" {cell}>{_as_html_text(label)}</th>'
        f"<td {cell}><code>{html.escape(value)}</code></td></tr>"
        for label, value in part
    )
    return f'<table style="margin: 0.3em 0; color: inherit"><tbody>{rows}</tbody></table>'


def _as_html_text(text):
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text))


# ---------------------------------------------------------------------------------------- numbers in words


def number(value, digits=6):
    """One number, short: 0.8, -1.25, 4.54e-05, nan. What is close to 1 keeps its distance: 0.99999994."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if 0 < (distance := abs(1 - abs(float(value)))) < 1e-3:
        digits = max(digits, min(17, 3 - math.floor(math.log10(distance))))
    text = f"{float(value):.{digits}g}"
    return "0" if text == "-0" else text


def two_numbers(one, other):
    """Both, with as many digits as it takes to tell them apart; far apart, 1 - 1e-16 is 1."""
    if abs(one - other) > 1e-3:
        one, other = (round(value) if abs(abs(value) - 1) < 1e-12 else value for value in (one, other))
    for digits in (6, 9, 17):
        if number(one, digits) != number(other, digits):
            break
    return number(one, digits), number(other, digits)


def short(value):
    """An argument or a result in one line; of a large array, the shape."""
    try:
        return _shown(value)
    except Exception:  # a list that holds itself, or whatever a stranger's object says when it is asked for its text
        return type(value).__name__


def _shown(value):
    if callable(value):
        return (value.__doc__ or value.__name__).strip()
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_shown(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (tuple, list)) and not all(isinstance(v, (int, float)) for v in value):
        inside = ", ".join(map(_shown, value)) + ("," if isinstance(value, tuple) and len(value) == 1 else "")
        return f"({inside})" if isinstance(value, tuple) else f"[{inside}]"
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return repr(value)[:80]
    if array.size > MOST_SHOWN:
        return f"{AN_ARRAY} of shape {array.shape}" + (" in float32" if array.dtype == np.float32 else "")
    if array.ndim == 0:
        return number(array[()])
    if array.dtype == np.float32:
        return f"np.float32({_shown(array.tolist())})"
    inside = ", ".join(_shown(row) for row in array) + ("," if isinstance(value, tuple) and len(array) == 1 else "")
    return f"({inside})" if isinstance(value, tuple) else f"[{inside}]"


def shows_all(table):
    """Are all numbers of a table there, and none hidden in a shape?"""
    return not any(f"{AN_ARRAY} of shape" in value for _, value in table)


def listed(words):
    """`a`, `b` and `c`."""
    words = [f"`{word}`" for word in words]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
