"""Arithmetic: numbers in 100 digits, and matrices of them. A vector is a column, a matrix with one column."""

import itertools

import numpy as np
from mpmath.ctx_mp import MPContext

mp = MPContext()
mp.dps = 100
TOLERANCE = mp.mpf(10) ** -25


class Undefined(ValueError):
    """A formula that was read, but has no value: shapes do not fit, log of a negative number, ..."""


def array(rows):
    """A matrix, from its rows."""
    result = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        result[i, :] = row
    return result


def is_array(value):
    return isinstance(value, np.ndarray)


def shape_of(value):
    """The shape; that of a number is ()."""
    return value.shape if is_array(value) else ()


def numbers_in(value):
    """All entries of a matrix, or the number itself, as a list."""
    return list(value.flat) if is_array(value) else [value]


def as_number(value):
    """The value, which must be a number."""
    if is_array(value):
        raise Undefined(f"a number is needed, this has shape {value.shape}")
    return value


def elementwise(function, *values):
    """Apply a function of numbers to numbers, or to all entries of matrices of one shape."""
    shapes = {value.shape for value in values if is_array(value)}
    if len(shapes) > 1:
        raise Undefined(f"shapes {' and '.join(map(str, sorted(shapes)))} in an elementwise function")
    if not shapes:
        return function(*values)
    (shape,) = shapes
    columns = [value.flat if is_array(value) else itertools.repeat(value) for value in values]
    results = np.empty(shape, dtype=object)
    results.flat = [function(*numbers) for numbers in zip(*columns, strict=False)]
    return results


def entry(value, position):
    """The entry at a position, counted from 1. One index of a matrix gives a row, as a column."""
    if not is_array(value):
        raise Undefined("an index on a number")
    limits = (value.size,) if len(position) == 1 and 1 in value.shape else value.shape
    if len(position) > len(limits):
        raise Undefined(f"{len(position)} indices on shape {value.shape}")
    if any(at not in range(1, limit + 1) for at, limit in zip(position, limits, strict=False)):
        raise Undefined(f"index {[int(at) for at in position]} is outside of shape {value.shape}")
    found = value.reshape(limits)[tuple(int(at) - 1 for at in position)]
    return found.reshape(-1, 1) if is_array(found) else found


def close(a, b):
    """Whether two values of the same shape agree."""
    pairs = zip(numbers_in(a), numbers_in(b), strict=True)
    return all(abs(x - y) <= TOLERANCE * (1 + max(abs(x), abs(y))) for x, y in pairs)


def is_zero(value):
    return all(number == 0 for number in numbers_in(value))


def show(value):
    """A value in few digits, for messages."""
    if not is_array(value):
        return mp.nstr(value, 10)
    return "[" + ", ".join("[" + ", ".join(mp.nstr(n, 6) for n in row) + "]" for row in value) + "]"
