"""Functions that the reader gives to ours: what is called, with which arguments, and what comes back, is looked at."""

import inspect
import types

import numpy as np

from .arguments import as_one_number, is_a, kind, without_warnings

# What is called, and only promises to compute something later, and what it gives in its place.
_PROMISES = (inspect.isgeneratorfunction, inspect.iscoroutinefunction, inspect.isasyncgenfunction)
_PROMISED = (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)


def check_function(function, name, /, *by_place, **by_name):
    """Refuse what is no function, or cannot be called as it will be: with these arguments."""
    if not callable(function) or is_a(function, type):
        raise TypeError(f"{name} is {kind(function)}: give a function")
    if any(is_one(call) for is_one in _PROMISES for call in (function, type(function).__call__)):
        raise TypeError(f"{name} is a generator or async, and would do nothing when it is called: let it return")
    try:
        signature = inspect.signature(function)
    except Exception:  # some built-in functions do not say what they take, and a stranger's object says anything
        return
    try:
        signature.bind(*by_place, **by_name)
    except TypeError:
        call = ", ".join([*by_place, *(f"{key}=..." for key in by_name)])
        raise TypeError(f"{name} takes {signature}, but is called as {name}({call}): let it take that") from None


def check_done(result, name):
    """Refuse what a function returned that only promises to compute something later, although it does not look so."""
    if is_a(result, _PROMISED):
        if is_a(result, types.CoroutineType):
            result.close()  # or Python warns that nobody waits for it
        raise TypeError(f"{name} returns a {kind(result)}, and has done nothing yet: let it return when it is done")
    return result


class NoValueBeside(ValueError):
    """f has a value at x, but none a small step away."""


class ScalarFunction:
    """The reader's ``f`` as a function of one array, near ``x``.

    ``f`` works on float64 copies, so what it does to them is lost, and has to return one finite number. It is called as
    ``f(x)``, or with ``variables``, of which x is the one with this ``name``, as ``f(**variables)``.
    """

    def __init__(self, f, x, name="x", variables=None, float32=False):
        self.f, self.x, self.name, self.variables, self.float32 = f, x, name, variables, float32
        self.values = set()  # all that it returned
        self.changed = set()  # names of arguments that it changed

    def __call__(self, x):
        before = {self.name: x} if self.variables is None else {**self.variables, self.name: x}
        copies = {name: array.copy() for name, array in before.items()}
        value = self.f(copies[self.name]) if self.variables is None else self.f(**copies)
        check_done(value, "f")
        self.changed.update(name for name in copies if not np.array_equal(copies[name], before[name]))
        if value is None:
            raise TypeError("the value of f is None: let f return one number; does it end with return?")
        number = as_one_number(value, "the value of f", "let f return one number, for example a sum or a mean")
        dtype = np.asarray(value).dtype
        if dtype in (np.float32, np.float16) and not self.float32:
            raise TypeError(
                f"the value of f is {dtype}, and the rounding of this type hides what a small step changes: "
                "let f compute in float64, the type of its argument"
            )
        self.values.add(number)
        return number

    def beside(self, x, where):
        """f at a point beside x; ``where`` that is, in words."""
        try:
            return self(x)
        except Exception as error:
            trouble = error
        self(self.x)  # if f fails there, too, that is the error to read
        raise NoValueBeside(
            f"f has a value at {self.name}, but none {where} ({type(trouble).__name__}: {trouble}): "
            "give a smaller step h, or a point further inside"
        ) from trouble

    def notes(self):
        """What may be wrong with f itself, where a gradient is not its gradient: sentences."""
        if len(self.values) == 1:
            yield f"f has the same value wherever {self.name} is nudged; does it use its argument {self.name}?"
        with without_warnings():
            if len(self.values) > 1 and all(value == float(np.float32(value)) for value in self.values):
                yield "every value of f is a float32 number; if it computes in float32, let it do so in float64"


@without_warnings()
def check_same_value(value, again, f="f", tolerance=1e-12):
    """Refuse a function that gave two values for one input; ``f`` is its name, ``tolerance`` is relative."""
    if abs(value - again) > tolerance * max(abs(value), abs(again)):
        raise ValueError(
            f"{f} gives two values for one input, {value:.6g} and {again:.6g}: "
            "let it draw no random numbers, and change nothing outside itself"
        )


def with_steps_that_stay_inside(compute):
    """``compute(1)``; where a function has no value so far away, with 0.1 instead of 1, 0.01 ... down to 1e-9."""
    for power in range(10):
        try:
            return compute(10.0**-power)
        except NoValueBeside as error:
            outside = error
    raise outside
