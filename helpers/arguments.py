"""What every public function here does with its arguments first: refuse the wrong ones, in words.

Nothing broadcasts by accident, and nothing that is not a finite number gets in. Each message names
the argument, what it got and what it needs.
"""

import math

import numpy as np

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


def quiet():
    """NumPy's warnings off, for a function (``@quiet()``) or a block (``with quiet():``).

    Used where finite numbers can add up to an infinity: there ``finite`` looks at the result. On some platforms
    NumPy's matrix products warn without a reason. A new one each time: NumPy 1 does not restore a shared one.
    """
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def numbers(value, name):
    """``value`` as a float array, not empty and finite.

    float32 and float64 stay as they are; integers and booleans become float64.
    Raises TypeError for anything that is no real number, ValueError for an empty array, NaN or infinity.
    """
    if type(value) is not np.ndarray or value.dtype not in FLOATS:
        value = float_array(value, name)
    if value.size == 0:
        raise ValueError(f"{name} is empty, it has shape {value.shape}: give at least one sample with one number")
    if not all_finite(value):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(value))[0])
        at = f" at index {where if len(where) > 1 else where[0]}" if where else ""
        raise ValueError(f"{name} is {value[where]}{at}: give finite numbers")
    return value


def all_finite(array):
    """True if no entry is NaN or infinite."""
    # One dot product is the fastest look at all entries. If it is finite, so are they;
    # if not, it may have overflowed (beyond 1e154), and only the slow look can tell.
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def float_array(value, name):
    """``value`` as a float32 or float64 array; NaN and infinity may be in it."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array: drop or fill the masked entries first")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} has rows of different lengths: give every sample the same number of entries"
        ) from None
    if array.dtype.kind not in "fiub":
        verb = "holds" if array.ndim else "is"
        raise TypeError(f"{name} {verb} {_kind(array)}: give real numbers, for example dtype float64")
    with quiet():  # longer floats may become infinite: ``numbers`` refuses those
        return array if array.dtype in FLOATS else array.astype(np.float64)


def _kind(array):
    """What an array of no real numbers holds: "text", "complex128", "NoneType" ..."""
    if array.dtype.kind in "US":
        return "text"
    if array.dtype == object:  # the first entry that is to blame
        return next((type(entry).__name__ for entry in array.flat if type(entry) not in (bool, int, float)), "object")
    return str(array.dtype)


def finite(result, formula):
    """``result``, refused if finite numbers have added up to an infinity in it."""
    if not all_finite(result):
        raise OverflowError(f"{formula} overflows {result.dtype}: the numbers that went in are finite, but too large")
    return result


def same_shape(value, name, other, other_name):
    """Refuse two arrays of different shapes: (N,) against (N, 1) would make an (N, N) of them."""
    if value.shape != other.shape:
        raise ValueError(
            f"{name} has shape {value.shape}, {other_name} has shape {other.shape}: give both the same shape"
        )


def weight_and_bias(weight, bias, weight_name="weight", bias_name="bias"):
    """Copies of the two parameters of a linear layer, both of the weight's type."""
    weight, bias = numbers(weight, weight_name).copy(), numbers(bias, bias_name)
    if weight.ndim != 2:
        raise ValueError(f"{weight_name} has shape {weight.shape}: give (out_features, in_features)")
    if bias.shape != weight.shape[:1]:
        raise ValueError(
            f"{bias_name} has shape {bias.shape}, {weight_name} has shape {weight.shape}: "
            f"give one bias for each of the {len(weight)} outputs, shape ({len(weight)},)"
        )
    with quiet():
        return weight, finite(bias.astype(weight.dtype), bias_name)


def samples(x, name, features):
    """``x`` as one sample ``(features,)`` or a batch ``(N, features)``."""
    x = numbers(x, name)
    if x.ndim not in (1, 2) or x.shape[-1] != features:
        raise ValueError(
            f"{name} has shape {x.shape}: give ({features},) for one sample or (N, {features}) for a batch of N"
        )
    return x


def between_0_and_1(value, name, what):
    """Refuse a label or probability outside [0, 1]."""
    outside = (value < 0) | (value > 1)
    if np.count_nonzero(outside):
        raise ValueError(f"{name} holds {value[outside][0]}: {what} lies between 0 and 1")


def positive(value, name):
    """``value``, refused unless it is one finite number above 0."""
    if not isinstance(value, (int, float, np.integer, np.floating)) or isinstance(value, bool):
        raise TypeError(f"{name} is {type(value).__name__}: give one number above 0")
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(f"{name} is {value}: give a finite number above 0")
    return value


def generator(rng):
    """``rng``, refused unless it can draw and shuffle."""
    if not (hasattr(rng, "standard_normal") and hasattr(rng, "permutation")):
        raise TypeError(f"rng is {type(rng).__name__}: give a generator, for example numpy.random.default_rng(0)")
    return rng


def count(value, name):
    """``value``, refused unless it is an integer of at least 1."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {type(value).__name__}: give a whole number of at least 1")
    if value < 1:
        raise ValueError(f"{name} is {value}: give at least 1")
    return int(value)
