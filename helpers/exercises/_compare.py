"""What comes back from a reader: what kind of thing it is, and whether two of them are the same."""

import math
import numbers
from decimal import Decimal

import numpy as np

from ._panel import two_numbers

NOISE = 1e-12  # smaller numbers are shown as 0, where they come from rounding


def near(value, expected, relative=1e-8, absolute=None):
    """Entry by entry: the same number, relative to the entry and, ten times as strictly, to the largest one?"""
    sizes = np.abs(expected)
    with np.errstate(all="ignore"):
        if math.isfinite(largest := sizes.max(initial=0)):  # the usual case, and the quick one
            return np.abs(value - expected) <= _slack(largest, relative, absolute) + relative * sizes
        finite = np.isfinite(expected)
        slack = _slack(sizes[finite].max(initial=0) if finite.any() else 1, relative, absolute)
        close = np.abs(value - expected) <= np.where(finite, slack + relative * sizes, 0)  # infinity has none
    return close | (value == expected) | (np.isnan(value) & np.isnan(expected))


def are_near(value, expected, relative=1e-8, absolute=None):
    """The same shape, and near in each entry?"""
    if value.shape != expected.shape:
        return False
    if not value.ndim and math.isfinite(right := float(expected)):  # the usual case once more, and the quickest way
        size = abs(right)
        return abs(float(value) - right) <= _slack(size, relative, absolute) + relative * size
    return bool(near(value, expected, relative, absolute).all())


def _slack(largest, relative, absolute):
    """What an entry may be off by, whatever its own size."""
    return 0.1 * relative * largest if absolute is None else absolute


def without_noise(one, other, among):
    """Both as text; what is only rounding beside the largest right number ``among`` them is shown as 0."""
    noise = NOISE * min(1, np.abs(among[np.isfinite(among)]).max(initial=0))
    quiet = [0.0 if abs(value) < noise else value for value in (one, other)]
    return two_numbers(one, other) if quiet == [0, 0] else two_numbers(*quiet)


def is_narrow(case):
    """Are there numbers of the type float32 in a case?"""
    return any(getattr(value, "dtype", None) == np.float32 for value in case.values())


def open_places(value, blanks=(...,), depth=4):
    """The places of a tuple, a list or a dictionary that nothing is written in, or not all."""
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
        if any(value is blank for blank in blanks):
            return [()]
    if not isinstance(value, (tuple, list, dict)) or not depth:
        return []
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        place
        for place, entry in entries
        if any(entry is blank for blank in blanks) or open_places(entry, blanks, depth - 1)
    ]


def kind_of(value):
    """A value in two words: a list, one number, a generator."""
    if callable(value):
        return "a function"
    if value is None:
        return "None"
    if isinstance(value, (numbers.Real, Decimal)):
        return "one number"
    if type(value) is np.ndarray and value.dtype.kind not in "fiubOUS":
        return f"an array of {value.dtype.name}"
    for kind, words in (
        *((str, "text"), (dict, "a dictionary"), ((set, frozenset), "a set"), (list, "a list")),
        *(
            (tuple, "a tuple"),
            (numbers.Complex, "a complex number"),
            (np.ma.MaskedArray, "a masked array"),
            (np.ndarray, "an array"),
        ),
    ):
        if isinstance(value, kind):
            return words
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeio' else 'a'} {name}"


def shape_of(array):
    return str(array.shape) if array.ndim else "one number"
