"""Three ways to doubt a gradient: nudge every entry, watch the Taylor remainder, or ask for a verdict."""

import numpy as np

from .arguments import (
    as_floats,
    as_numbers,
    check_finite,
    check_generator,
    check_positive,
    check_shape,
    without_warnings,
)
from .layers import record

EPSILON = np.finfo(np.float64).eps


def numerical_gradient(f, x, h=None):
    """The gradient of the scalar function ``f`` at ``x``, by central differences, shaped like ``x``.

    Entry i is (f(x + h e_i) - f(x - h e_i)) / (2 h). ``f`` is called twice for each entry of ``x``, with a
    float64 array shaped like ``x``; it must return one number. Without ``h``, each entry gets
    eps^(1/3) max(1, |x_i|), near the best balance of truncation (h^2) and rounding (eps / h) for a function that
    changes on this scale. One that changes faster, such as a loss whose weights multiply grams, needs a smaller step:
    give ``h``, or standardise the data.
    """
    x = np.array(as_numbers(x, "x"), dtype=np.float64)  # a copy: the caller's x is never touched
    steps = np.full(x.shape, check_positive(h, "h")) if h is not None else EPSILON ** (1 / 3) * np.maximum(1, np.abs(x))
    with without_warnings():
        above, below = check_finite(x + steps, "x + h"), check_finite(x - steps, "x - h")
    if np.any(above == below):
        raise ValueError(f"h is {h}: it drowns in the rounding of x, give a larger one")
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        original = x[i]
        x[i] = above[i]
        f_above = _scalar(f(x.copy()))
        x[i] = below[i]
        f_below = _scalar(f(x.copy()))
        x[i] = original
        with without_warnings():
            gradient[i] = (f_above - f_below) / (above[i] - below[i])  # the step really made, after rounding
    return check_finite(gradient, "the numerical gradient")


def taylor_slope(f, x, gradient, rng=None):
    """How fast the error of the tangent shrinks: 2 for a right ``gradient`` of ``f`` at ``x``, 1 for a wrong one.

    Walks along v and fits the slope of log R(h) against log h, where R(h) = |f(x + h v) - f(x) - h <gradient, v>|, for
    13 steps h from 1e-6 to 1e-3, times the largest |x_i| if that is above 1. v is drawn at random and turned towards
    the gradient, and the answer is the middle one of three such walks, because along one the curvature may cancel.
    Steps whose remainder drowns in rounding are left out, and of the others the five smallest count.

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
    return np.median([_slope_along(rng.standard_normal(x.shape), f, x, gradient) for _ in range(3)])


def _slope_along(v, f, x, gradient):
    v /= np.linalg.norm(v)
    if np.any(gradient):  # lean towards the gradient: a random v can be blind to it by chance
        uphill = gradient / np.abs(gradient).max()
        v += uphill * (np.sign(np.vdot(uphill, v)) or 1) / np.linalg.norm(uphill)

    def f_ahead(steps):
        return np.array([_scalar(f(x + h * v)) for h in steps])

    size = max(1, np.abs(x).max())
    steps = np.geomspace(1e-6, 1e-3, 13) * size
    with without_warnings():
        check_finite(x + steps[-1] * v, "x + h v")
        tangent = steps * np.vdot(gradient, v)
    f_x, ahead, close_by = _scalar(f(x.copy())), f_ahead(steps), f_ahead(np.arange(8) * 1e-9 * size)
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
    """One ``GradientCheck`` for each variable; prints as a table."""

    @property
    def ok(self):
        """True if every gradient is right."""
        return all(check.ok for check in self)

    def __str__(self):
        # Digits that are only rounding are not printed: they would differ from machine to machine.
        lines = [f"{'':10}{'verdict':9}{'entry':>10}{'derived':>13}{'nudged':>13}{'error':>9}{'slope':>7}"]
        for c in self:
            index = str(list(c.index)) if c.index else "-"
            verdict = "right" if c.ok else "WRONG"
            error = "<1e-06" if c.error < 1e-6 else f"{c.error:.0e}"
            lines.append(
                f"{c.name:10}{verdict:9}{index:>10}{c.derived:>13.6g}{c.nudged:>13.6g}{error:>9}{c.slope:>7.1f}"
            )
        return "\n".join(lines)

    __repr__ = __str__


def check_gradients(f, variables, gradients, tolerance=1e-6):
    """Compare derived gradients with nudged ones.

    ``f``: a scalar function, called as ``f(**variables)``, always with float64 arrays.
    ``variables``, ``gradients``: dictionaries with the same names; each gradient is shaped like its variable.
    A gradient is right if no entry differs from its nudged value by more than ``tolerance`` times the largest
    entry (plus what rounding alone can do), and if the Taylor slope is above 1.5. A zero that is
    nudged where f has no slope and no curvature, as sum(x^3) has none at 0, can be called wrong: there the nudge's own
    error is all there is. So can any right gradient of an f that is rounded coarsely, such as a loss computed from
    y_hat near 1: compute it from the logits. And of a weight that multiplies inputs in thousands: standardise them.
    Returns a ``GradientReport``: print it, or ask for its ``.ok``. Raises ValueError for a wrong name or shape.
    """
    if set(variables) != set(gradients):
        raise ValueError(
            f"gradients has the names {sorted(gradients)}, variables has {sorted(variables)}: give the same"
        )
    if not variables:
        raise ValueError("variables is empty: give at least one, with its gradient")
    check_positive(tolerance, "tolerance")
    variables = {name: np.asarray(as_numbers(x, name), dtype=np.float64) for name, x in variables.items()}
    report = GradientReport()
    for name, x in variables.items():
        derived = as_floats(gradients[name], f"the gradient of {name}")  # a NaN in it is wrong, but no bad input
        check_shape(derived, f"the gradient of {name}", x.shape, name)

        def f_of_one(value, name=name):
            return f(**{**variables, name: value})

        nudged = numerical_gradient(f_of_one, x)
        difference = np.abs(derived - nudged)
        scale = max(np.abs(derived).max(), np.abs(nudged).max())
        rounding = 10 * EPSILON ** (2 / 3) * max(1e-3, abs(_scalar(f(**variables))))
        slope = taylor_slope(f_of_one, x, derived) if np.isfinite(derived).all() else np.nan
        ok = bool(np.all(difference <= tolerance * scale + rounding) and slope > 1.5)
        shown = np.abs(derived) if ok else difference
        index = np.unravel_index(np.argmax(shown), x.shape)  # a NaN counts as the largest
        report.append(
            GradientCheck(
                name=name,
                ok=ok,
                derived=float(derived[index]),
                nudged=float(nudged[index]),
                index=tuple(int(i) for i in index),
                error=float(np.max(difference) / (scale if 0 < scale < np.inf else 1)),
                slope=float(slope),
            )
        )
    return report


def _scalar(value):
    value = as_numbers(value, "the value of f")
    if value.size != 1:
        raise ValueError(
            f"the value of f has shape {value.shape}: let f return one number, for example a sum or a mean"
        )
    return float(value.reshape(()))
