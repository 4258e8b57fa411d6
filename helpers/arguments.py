"""What every public function here does with its arguments first: refuse the wrong ones, in words.

Nothing broadcasts by accident, and nothing that is not a finite number gets in. Each message names
the argument, what it got and what it needs.

    as_...      converts: hands back the argument in the form that the mathematics needs, or refuses it
    check_...   refuses, or hands back what it was given as it is
    checked     does both at the door of a method: see there
"""

import functools
import inspect
import math
import numbers
from collections.abc import Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))
MANY = 10**9  # no count is larger: nobody would wait for so many epochs


# ------------------------------------------------------------------------------------------ at the door

_NOTHING, _ARGUMENTS, _ALL = range(3)  # what a checked method may trust
_trust = ContextVar("trust", default=_NOTHING)


def checked(formula=None):
    """For a method: ``self._check`` looks at what goes in, and what comes out is finite, or an OverflowError.

    ``_check(name=value, ...)`` gets the arguments that the method cannot do without, and returns them in the same order
    and in the form that the method needs. What it can do without is a switch. ``formula`` names the result in the
    message; the fields of a record name themselves.
    All is looked at once: a checked method that is called by a checked method trusts its caller, in what goes in and
    what comes out. So never decorate a method that calls a function of the user's. A subclass is the user's: what its
    methods hand to ours is looked at each time.
    """

    def decorate(method):
        signature = inspect.signature(method)
        needed = [name for name, p in signature.parameters.items() if p.default is p.empty and name != "self"]
        optional = [name for name, p in signature.parameters.items() if p.default is not p.empty]

        def by_name(self, args, options):
            if len(args) == len(needed) and not options:  # the usual case, and the quick one
                return dict(zip(needed, args, strict=True)), options
            try:
                given = signature.bind(self, *args, **options).arguments
            except TypeError as error:
                takes = str(signature).replace("self, ", "")
                raise TypeError(f"{method.__qualname__} takes {takes}: {error}") from None
            switches = {name: check_switch(given[name], name) for name in optional if name in given}
            return {name: given[name] for name in needed}, switches

        @functools.wraps(method)
        def look_first(self, *args, **options):
            trusted = _trust.get()
            if trusted == _ALL:
                return method(self, *args, **options)
            with without_warnings():
                if trusted == _NOTHING:
                    check = getattr(type(self), "_check", None) or _refuse_the_class(method, self)
                    given, options = by_name(self, args, options)
                    args = check(self, **given)  # still without trust: a stranger's object may call layers of its own
                before = _trust.set(_ALL if is_ours(self) else _NOTHING)
                try:
                    return _check_result(method(self, *args, **options), formula)
                except OverflowError:
                    check_parameters(self)
                    raise
                except MemoryError as error:
                    what = f"the result of {method.__qualname__}"
                    raise ValueError(f"{what} is too large: {error}; give fewer numbers") from None
                finally:
                    _trust.reset(before)

        return look_first

    return decorate


def _refuse_the_class(method, given):
    """``Sigmoid.forward(z)``: what was given stands in the place of the layer."""
    owner, name = method.__qualname__.lstrip("_").split(".")
    raise TypeError(
        f"{owner}.{name} takes {kind(given)} for a {owner}: make one first, and write .{name}(...) behind it"
    )


def is_ours(layer):
    """Whether the class of a layer or network stands in this package: a subclass of it may compute anything."""
    return type(layer).__module__ in _OUR_MODULES


_OUR_MODULES = tuple(f"{__package__}.{name}" for name in ("layers", "networks"))


def check_parameters(layer):
    """Where numbers overflow, it may be that somebody has written a NaN into W: then that is the news."""
    for name, array in getattr(layer, "parameters", vars(layer)).items():
        if is_a(array, np.ndarray):
            as_numbers(array, name)


def _check_result(result, formula):
    if formula:
        return check_finite(result, formula)
    for name in getattr(result, "__slots__", ()):  # the fields of a record, which name themselves
        if (value := getattr(result, name)) is not None:
            check_finite(value, "the loss" if name == "loss" else name)
    return result


class Kept:
    """For what looks at its attributes once, when it is made: those named in ``_kept`` are not replaced, unlooked at.

    ``layer.W[...] = new`` writes into an array, as ``layer.W -= step`` does: its shape and its type stay.
    """

    def __setattr__(self, name, value):
        if name in self._kept and vars(self).get(name, value) is not value:
            write = f"write {name}[...] = new numbers, or " if is_a(value, np.ndarray) else ""
            raise TypeError(f"{name} is fixed when a {type(self).__name__} is made: {write}make a new one")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        if name in self._kept:
            raise TypeError(f"{name} is fixed when a {type(self).__name__} is made: make a new one")
        super().__delattr__(name)


@contextmanager
def arguments_were_checked():
    """Within it, checked methods take their arguments as they are. What comes out is looked at all the same."""
    before = _trust.set(_ARGUMENTS)
    try:
        yield
    finally:
        _trust.reset(before)


def arguments_are_trusted():
    """True within ``arguments_were_checked``, and in a checked method."""
    return _trust.get() != _NOTHING


def without_warnings():
    """NumPy's warnings off, for a function (``@without_warnings()``) or a block (``with without_warnings():``).

    Used where finite numbers can add up to an infinity: there ``check_finite`` looks at the result. A number that
    rounds to 0 is right, whatever the caller wants to be told of it. On some platforms NumPy's matrix products warn
    without a reason. A new one each time: NumPy 1 does not restore a shared one.
    """
    return np.errstate(all="ignore")


def is_a(value, types):
    """``isinstance``, without asking the value itself: what it says of its class may be an error, or a lie."""
    return issubclass(type(value), types)


def is_list(value):
    """Whether it is a list or a tuple, and can be read as one."""
    try:
        return is_a(value, (tuple, list)) and len([*value]) == len(value)
    except Exception:  # whatever a list of a class of the caller's own says when it is asked for its entries
        return False


# ---------------------------------------------------------------------------------------------- converts


def as_numbers(value, name):
    """``value`` as a float array, not empty and finite.

    float32 and float64 stay as they are; integers and booleans become float64.
    Raises TypeError for anything that is no real number, ValueError for an empty array, NaN or infinity.
    """
    if type(value) is not np.ndarray or value.dtype not in FLOATS:
        value = as_floats(value, name)
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
    # if not, it may have overflowed (beyond 1e154, in float32 1e19), and only the slow look can tell.
    if array.ndim == 0:
        return math.isfinite(array)
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def as_floats(value, name):
    """``value`` as a float32 or float64 array; NaN and infinity may be in it."""
    if is_masked(value):
        verb = "is" if is_a(value, np.ma.MaskedArray) else "holds"
        raise TypeError(f"{name} {verb} a masked array: drop or fill the masked entries first")
    try:
        array = np.asarray(value)
    except Exception as error:  # whatever a stranger's object says when it is asked for its numbers
        if "inhomogeneous" not in str(error):
            raise TypeError(f"{name} is {kind(value)} that cannot be read as an array: {error}") from None
        raise ValueError(
            f"{name} has rows of different lengths: give every sample the same number of entries"
        ) from None
    if array.dtype.kind not in "fiub" and not (array.dtype == object and all(map(_is_real, array.flat))):
        verb = "holds" if array.ndim else "is"
        raise TypeError(f"{name} {verb} {_content(array)}: give real numbers, for example dtype float64")
    try:
        with without_warnings():  # longer floats may become infinite: ``as_numbers`` refuses those
            return array if array.dtype in FLOATS else array.astype(np.float64)
    except OverflowError:  # of Python's own numbers, which can be longer still
        raise ValueError(f"{name} holds a number that is too large for float64: give smaller ones") from None
    except Exception as error:  # a decimal's signaling NaN, or whatever else calls itself a number
        raise TypeError(f"{name} holds a number that cannot be read: {error}") from None


def is_masked(value):
    """Whether there is a mask, also within a list or a table: NumPy would forget it, and take what lies below."""
    if type(value) in (float, int) or is_a(value, (np.ndarray, np.generic, str, bytes, memoryview, range)):
        return is_a(value, np.ma.MaskedArray)
    try:
        if is_a(value, Sequence):
            return any(map(is_masked, value))
        return hasattr(type(value), "__array__") and is_a(np.asanyarray(value), np.ma.MaskedArray)
    except Exception:  # what a stranger's object, or a list of itself, says when it is asked, it will say again
        return False


def _is_real(entry):
    """Whether an entry of an array of objects is a real number, also one of NumPy's, a fraction or a decimal."""
    if is_a(entry, (numbers.Complex, np.bool_)):
        return is_a(entry, (numbers.Real, np.bool_)) and not is_a(entry, np.timedelta64)
    return is_a(entry, numbers.Number)


def _content(array):
    """What an array of no real numbers holds: "text", "complex128", "NoneType" ..."""
    if array.dtype.kind in "US":
        return "text"
    if array.dtype == object:  # the first entry that is to blame
        return next(type(entry).__name__ for entry in array.flat if not _is_real(entry))
    return str(array.dtype)


def kind(value):
    """What something is that is not what was asked for, short: "the class Linear", "None", "'abc'", "ndarray"."""
    if is_a(value, type):
        return f"the class {value.__name__}"
    if is_a(value, str) and len(value) < 40:
        return str.__repr__(value)
    return "None" if value is None else type(value).__name__


def short(value):
    """A value in a message, in one line and not too long; what does not want to be shown, by its kind."""
    try:
        text = " ".join((repr(value) if is_a(value, str) else str(value)).split())
    except Exception:  # whatever a stranger's object says when it is asked for its text
        return kind(value)
    return text if len(text) <= 40 else f"{text[:40]}..."


def as_numbers_of_shape(value, name, shape, other_name):
    """``value`` as numbers, in the shape of the array that is called ``other_name``."""
    return check_shape(as_numbers(value, name), name, shape, other_name)


def as_one_number(value, name, advice="give one number"):
    """``value``, which may be an array of one entry, as one finite Python number."""
    if type(value) in (tuple, list) and len(value) != 1:
        kinds = ", ".join(type(entry).__name__ for entry in value[:3]) + (", ..." if len(value) > 3 else "")
        raise TypeError(f"{name} is a {type(value).__name__} ({kinds}): {advice}")
    value = as_numbers(value, name)
    if value.size != 1:
        raise ValueError(f"{name} has shape {value.shape}: {advice}")
    return float(value.reshape(()))


def as_pairs(value, name):
    """``value`` as numbers of shape (N, 2): points in a plane."""
    value = as_numbers(value, name)
    if value.ndim != 2 or value.shape[1] != 2:
        raise ValueError(f"{name} has shape {value.shape}: give (N, 2), two numbers for each point")
    return value


def as_labels(y, shape, other_name):
    """``y`` as labels between 0 and 1, in the shape of the array that is called ``other_name``."""
    return check_between_0_and_1(as_numbers_of_shape(y, "y", shape, other_name), "y", "a label")


def as_samples(x, name, features):
    """``x`` as one sample ``(features,)`` or a batch ``(N, features)``."""
    x = as_numbers(x, name)
    if x.ndim not in (1, 2) or x.shape[-1] != features:
        raise ValueError(
            f"{name} has shape {x.shape}: give ({features},) for one sample or (N, {features}) for a batch of N"
        )
    return x


def as_weight_and_bias(W, b, W_name="W", b_name="b"):
    """Copies of the two parameters of a linear layer, both of the weight's type."""
    W, b = as_numbers(W, W_name).copy(), as_numbers(b, b_name)
    if W.ndim != 2:
        raise ValueError(f"{W_name} has shape {W.shape}: give (out_features, in_features)")
    if b.shape != W.shape[:1]:
        raise ValueError(
            f"{b_name} has shape {b.shape}, {W_name} has shape {W.shape}: "
            f"give one bias for each of the {len(W)} outputs, shape ({len(W)},)"
        )
    with without_warnings():
        return W, check_finite(b.astype(W.dtype), b_name)


def as_count(value, name, at_least=1, at_most=MANY):
    """``value`` as a Python integer of at least 1, or another number."""
    if is_a(value, (bool, np.timedelta64)) or not is_a(value, (int, np.integer)):
        raise TypeError(f"{name} is {type(value).__name__}: give a whole number of at least {at_least}")
    try:
        count = int(value)
    except Exception as error:  # of a class of the caller's own
        raise TypeError(f"{name} cannot be read as a whole number: {error}; give a plain one") from None
    if count < at_least:
        raise ValueError(f"{name} is {short(count)}: give at least {at_least}")
    if count > at_most:
        raise ValueError(f"{name} is too large: give at most {at_most}")
    return count


def as_counts_of_a_matrix(**counts):
    """The numbers of rows and columns of a matrix that is to be made, which has to fit into the memory."""
    rows, columns = (as_count(value, name) for name, value in counts.items())
    as_count(rows * columns, " times ".join(counts), at_most=MANY // 10)
    return rows, columns


# ----------------------------------------------------------------------------------------------- refuses


def check_finite(result, formula):
    """Refuse a result in which finite numbers have added up to an infinity."""
    if not all_finite(result):
        raise OverflowError(f"{formula} overflows {result.dtype}: the numbers that went in are finite, but too large")
    return result


def check_shape(value, name, shape, other_name):
    """Refuse an array of another shape: (N,) against (N, 1) would make an (N, N) of them."""
    if value.shape != shape:
        raise ValueError(f"{name} has shape {value.shape}, {other_name} has shape {shape}: give both the same shape")
    return value


def check_writeable(parameter, name):
    """Refuse to train a parameter that is read-only, as that of a frozen layer."""
    if not parameter.flags.writeable:
        raise ValueError(f"{name} is read-only, and training changes all parameters: take a copy(), which is not")


def check_between_0_and_1(value, name, what):
    """Refuse a label or probability outside [0, 1]."""
    outside = (value < 0) | (value > 1)
    if np.count_nonzero(outside):
        raise ValueError(f"{name} holds {value[outside][0]}: {what} lies between 0 and 1")
    return value


def check_positive(value, name):
    """Refuse all but one finite number above 0."""
    return _check_number(value, name, "above 0", lambda: float(value) > 0)


def check_not_negative(value, name):
    """Refuse all but one finite number that is 0 or above."""
    return _check_number(value, name, "of at least 0", lambda: value >= 0 and float(value) >= 0)


def _check_number(value, name, where, inside):
    if not is_a(value, (int, float, np.integer, np.floating)) or is_a(value, (bool, np.timedelta64)):
        raise TypeError(f"{name} is {type(value).__name__}: give one number {where}")
    try:
        fits = math.isfinite(value) and inside()
    except OverflowError:  # a whole number with more than 300 digits
        raise ValueError(f"{name} is too large for float64: give a smaller number {where}") from None
    except Exception as error:  # of a class of the caller's own
        raise TypeError(f"{name} cannot be read as a number: {error}; give a plain one") from None
    if not fits:
        raise ValueError(f"{name} is {short(value)}: give a finite number {where}")
    return value


def check_choice(value, name, choices, advice):
    """Refuse what is none of the texts ``choices``."""
    if not is_a(value, str) or value not in choices:
        raise ValueError(f"{name} is {kind(value)}: {advice}")
    return value


def check_text(value, name):
    """Refuse what is no text."""
    if not is_a(value, str):
        raise TypeError(f"{name} is {kind(value)}: give a text")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(f"{name} holds half a character, which cannot be written: give a text of whole ones")
    return value


def check_switch(value, name):
    """Refuse what is neither True nor False."""
    if not is_a(value, (bool, np.bool_)):
        raise TypeError(f"{name} is {kind(value)}: give True or False")
    return value


def check_generator(rng):
    """Refuse what is no generator of NumPy's: what others draw, nobody has looked at."""
    if not is_a(rng, (np.random.Generator, np.random.RandomState)):
        raise TypeError(f"rng is {type(rng).__name__}: give a generator, for example numpy.random.default_rng(0)")
    return rng
