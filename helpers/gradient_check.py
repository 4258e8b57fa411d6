"""Three ways to doubt a gradient: nudge every entry, watch the Taylor remainder, or ask for a verdict."""

import numpy as np

from .arguments import (
    as_floats,
    as_numbers,
    check_finite,
    check_generator,
    check_positive,
    check_shape,
    is_a,
    kind,
    short,
    without_warnings,
)
from .functions import ScalarFunction, check_function, check_same_value, with_steps_that_stay_inside
from .layers import record

EPSILON = np.finfo(np.float64).eps


def numerical_gradient(f, x, h=None):
    """The gradient of the scalar function ``f`` at ``x``, by central differences, shaped like ``x``.

    Entry i is (f(x + h e_i) - f(x - h e_i)) / (2 h). ``f`` is called twice for each entry of ``x``, and once more to
    see the first number again, with a float64 copy of its own each time; it must return one number. Without ``h``, each
    entry gets eps^(1/3) max(1, |x_i|), near the best balance of truncation (h^2) and rounding (eps / h) for a function
    that changes on this scale. One that changes faster, such as a loss whose weights multiply grams, needs a smaller
    step: give ``h``, or standardise the data. So does one that ends nearby, as a logarithm does at 0.
    """
    x = np.array(as_numbers(x, "x"), dtype=np.float64)  # a copy: the caller's x is never touched
    check_function(f, "f", "x")
    steps = np.full(x.shape, float(check_positive(h, "h"))) if h is not None else _usual_steps(x)
    return _nudged(ScalarFunction(f, x, float32=h is not None), x, steps)


def _usual_steps(x):
    return EPSILON ** (1 / 3) * np.maximum(1, np.abs(x))


def _nudged(f, x, steps):
    with without_warnings():
        above, below = check_finite(x + steps, f"{f.name} + h"), check_finite(x - steps, f"{f.name} - h")
        widths = check_finite(above - below, "2 h")  # the steps really made, after rounding
    if not widths.all():
        raise ValueError(f"h is {steps.min():g}: it drowns in the rounding of {f.name}, give a larger one")

    def f_with(i, entry):
        nudged = x.copy()
        nudged[i] = entry
        return f.beside(nudged, f"with {entry:.6g} in the place of {x[i]:.6g}")

    f_above, f_below = np.empty_like(x), np.empty_like(x)
    for i in np.ndindex(x.shape):
        f_above[i], f_below[i] = f_with(i, above[i]), f_with(i, below[i])
    first = (0,) * x.ndim  # asked again at the end, where it shows what f keeps from call to call
    check_same_value(f_above[first], f_with(first, above[first]))
    with without_warnings():
        return check_finite((f_above - f_below) / widths, "the numerical gradient")


def taylor_slope(f, x, gradient, rng=None, h=None):
    """How fast the error of the tangent shrinks: 2 for a right ``gradient`` of ``f`` at ``x``, 1 for a wrong one.

    Walks along v and fits the slope of log R(h) against log h, where R(h) = |f(x + h v) - f(x) - h <gradient, v>|, for
    13 steps h from 1e-6 to 1e-3, times the largest |x_i| if that is above 1. v is drawn at random and turned towards
    the gradient, and the answer is the middle one of three such walks, because along one the curvature may cancel.
    Steps whose remainder drowns in rounding are left out, and of the others the five smallest count.
    ``h`` sets another longest step. Without it, where f ends nearby, as a logarithm does at 0, all steps are 10 times
    shorter, or 100 times, and so on. f gets a float64 copy of its own each time.

    What the number means depends on how f curves along the way (notebook 04):

        1 or less for a wrong gradient, also for one that is wrong by 1e-4 of itself in all entries if the values,
          slopes and curvature of f are near 1; where the curvature is large against the gradient, larger errors read 2.
          And for a right one where f itself is rounded coarsely, as a loss computed from y_hat near 1
        2 for a right one, 3 or more where f has no curvature along v
        infinity if fewer than three remainders can be seen: right, as far as rounding shows, and no more than that
        any number, also below 1 or above 2, for an error of which the two terms are about equal in the steps walked

    Near a kink (ReLU at 0) no slope means anything.
    """
    x = np.array(as_numbers(x, "x"), dtype=np.float64)
    gradient = as_numbers(gradient, "gradient")
    check_shape(gradient, "gradient", x.shape, "x")
    rng = np.random.default_rng(0) if rng is None else check_generator(rng)
    check_function(f, "f", "x")
    if h is not None:
        check_positive(h, "h")  # before the first draw: a call that fails leaves ``rng`` as it was
    f, directions = ScalarFunction(f, x), _directions(gradient, rng)
    if h is not None:
        return _slope(f, x, gradient, directions, float(h))
    return with_steps_that_stay_inside(lambda part: _slope(f, x, gradient, directions, part * _usual_walk(x)))


def _usual_walk(x):
    return 1e-3 * max(1, np.abs(x).max())


def _directions(gradient, rng):
    return [_direction(gradient, rng) for _ in range(3)]


@without_warnings()
def _direction(gradient, rng):
    v = rng.standard_normal(gradient.shape)
    v /= np.linalg.norm(v)
    if np.any(gradient):  # lean towards the gradient: a random v can be blind to it by chance
        uphill = gradient / np.abs(gradient).max()
        v += uphill * (np.sign(np.vdot(uphill, v)) or 1) / np.linalg.norm(uphill)
    return v


def _slope(f, x, gradient, directions, longest):
    return np.median([_slope_along(v, f, x, gradient, longest) for v in directions])


def _slope_along(v, f, x, gradient, longest):
    def f_ahead(steps):
        return np.array([f.beside(x + h * v, f"{h:.1e} from it") for h in steps])

    with without_warnings():
        steps, short_steps = np.geomspace(1e-3, 1, 13) * longest, np.arange(8) * 1e-6 * longest
        check_finite(x + longest * v, f"{f.name} + h v")
        if np.array_equal(x + steps[0] * v, x):
            raise ValueError(f"h is {longest:g}: its steps drown in the rounding of {f.name}, give a larger one")
        tangent = steps * np.vdot(gradient, v)
    f_x, ahead, close_by = f(x), f_ahead(steps), f_ahead(short_steps)
    check_same_value(f_x, close_by[0])
    with without_warnings():
        # In steps far too short for any curvature to show, all that bends is rounding.
        rounding = max(np.abs(np.diff(close_by, 2)).max(), EPSILON * max(np.abs(ahead).max(), abs(f_x)))
        remainder = check_finite(np.abs(ahead - f_x - tangent), "the Taylor remainder")
        # A float32 gradient is right if it is right to its own last digits.
        visible = remainder > 100 * rounding + 10 * np.finfo(gradient.dtype).eps * np.abs(tangent)
    smallest = np.flatnonzero(visible)[:5]
    if len(smallest) < 3:
        return np.inf
    return np.polyfit(np.log(steps[smallest]), np.log(remainder[smallest]), 1)[0]


@record
class GradientCheck:
    """The verdict on one gradient, and one entry to look at: the worst if it is wrong, else the largest."""

    name: str
    ok: bool
    derived: float  # that entry of the gradient that was given
    nudged: float  # the same entry by central differences
    index: tuple  # where it is
    error: float  # the largest |derived - nudged|, divided by the largest entry
    slope: float  # of the Taylor remainder


class GradientReport(list):
    """One ``GradientCheck`` for each variable; prints as a table, with ``notes`` below: sentences about ``f``."""

    notes = ()

    @property
    def ok(self):
        """True if every gradient is right."""
        return all(check.ok for check in self)

    def __str__(self):
        rows = [("", "verdict", "entry", "derived", "nudged", "error", "slope")]
        for c in self:
            # Digits that are only rounding are not printed: they would differ from machine to machine.
            error = "<1e-06" if c.error < 1e-6 else f"{c.error:.0e}"
            index, verdict = str(list(c.index)) if c.index else "-", "right" if c.ok else "WRONG"
            rows.append((c.name, verdict, index, f"{c.derived:.6g}", f"{c.nudged:.6g}", error, f"{c.slope:.1f}"))
        least = (8, 7, 8, 11, 11, 7, 5)  # wider where something is longer
        widths = [2 + max(n, *map(len, column)) for n, column in zip(least, zip(*rows, strict=True), strict=True)]
        sides = "<<>>>>>"
        lines = ["".join(f"{t:{s}{n}}" for t, s, n in zip(row, sides, widths, strict=True)) for row in rows]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])

    __repr__ = __str__


def check_gradients(f, variables, gradients, tolerance=1e-6, h=None):
    """Compare derived gradients with nudged ones.

    ``f``: a scalar function, called as ``f(**variables)``, always with float64 copies.
    ``variables``, ``gradients``: dictionaries with the same names; each gradient is shaped like its variable.
    A gradient is right if no entry differs from its nudged value by more than ``tolerance`` times the largest
    entry (plus what rounding alone can do), and if the Taylor slope is above 1.5. A zero that is
    nudged where f has no slope and no curvature, as sum(x^3) has none at 0, can be called wrong: there the nudge's own
    error is all there is. So can any right gradient of an f that is rounded coarsely, such as a loss computed from
    y_hat near 1: compute it from the logits. And of a weight that multiplies inputs in thousands: standardise them.
    ``h``: the step of the nudges, in place of the usual eps^(1/3) max(1, |x_i|); those of the Taylor slope change in
    proportion. Where f ends nearby, as a logarithm does at 0, the usual ones are made shorter without asking.
    Returns a ``GradientReport``: print it, or ask for its ``.ok``. Raises ValueError for a wrong name or shape.
    """
    variables = _as_variables(variables, gradients)
    check_function(f, "f", **variables)
    tolerance = float(check_positive(tolerance, "tolerance"))
    if h is not None:
        check_positive(h, "h")
    report, notes = GradientReport(), []
    for name, x in variables.items():
        derived = as_floats(gradients[name], f"the gradient of {name}")  # a NaN in it is wrong, but no bad input
        check_shape(derived, f"the gradient of {name}", x.shape, name)
        f_of_x = ScalarFunction(f, x, name, variables)
        nudged, slope, part = _nudge_and_walk(f_of_x, x, derived, h)
        rounding = 10 * EPSILON ** (2 / 3) * max(1e-3, abs(f_of_x(x))) / min(1, part)
        with without_warnings():
            difference = np.abs(derived - nudged)
            scale = max(np.abs(derived).max(), np.abs(nudged).max())
            ok = bool(np.all(difference <= tolerance * scale + rounding) and slope > 1.5)
            error = float(np.max(difference) / (scale if 0 < scale < np.inf else 1))
        shown = np.abs(derived) if ok else difference
        index = np.unravel_index(np.argmax(shown), x.shape)  # a NaN counts as the largest
        report.append(
            GradientCheck(
                name=name,
                ok=ok,
                derived=float(derived[index]),
                nudged=float(nudged[index]),
                index=tuple(int(i) for i in index),
                error=error,
                slope=float(slope),
            )
        )
        notes += [] if ok else f_of_x.notes()
        notes += [f"f changes its argument {other}, of which it has got copies here" for other in f_of_x.changed]
    report.notes = tuple(dict.fromkeys(notes))  # each once
    return report


def _nudge_and_walk(f, x, derived, h):
    """The nudged gradient, the Taylor slope, and by how much their steps were shorter than usual."""

    def with_part(part):
        steps = part * _usual_steps(x) if h is None else np.full(x.shape, float(h))
        nudged = _nudged(f, x, steps)
        if not np.isfinite(derived).all():
            return nudged, np.nan, part
        directions = _directions(derived, np.random.default_rng(0))
        longest = part * (_usual_walk(x) if h is None else 1e-3)
        return nudged, _slope(f, x, derived, directions, longest), part

    return with_steps_that_stay_inside(with_part) if h is None else with_part(float(h) / float(EPSILON ** (1 / 3)))


def _as_variables(variables, gradients):
    """``variables`` as float64 copies, by name; ``gradients`` has to have the same names."""
    for dictionary, what in ((variables, "variables"), (gradients, "gradients")):
        if not is_a(dictionary, dict):
            raise TypeError(f'{what} is {kind(dictionary)}: give a dictionary of arrays by name, such as {{"W": ...}}')
        for name in dictionary:
            if not is_a(name, str):
                raise TypeError(f'{what} has the name {short(name)}: give text, such as "W"')
    if set(variables) != set(gradients):
        raise ValueError(
            f"gradients has the names {sorted(gradients)}, variables has {sorted(variables)}: give the same"
        )
    if not variables:
        raise ValueError("variables is empty: give at least one, with its gradient")
    return {name: np.array(as_numbers(x, name), dtype=np.float64) for name, x in variables.items()}
