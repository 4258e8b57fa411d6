"""Cases drawn at random, for the exercises of more than one notebook."""

import numpy as np

FAINT = 2.0**-20  # a factor: such scores are no zeros, and a unit with one is on; an exact power of two
JUST = 2.0**-12  # how far beside a hinge a score lies that is tried just beside it; sums with quarters stay exact


def whole(rng, *shape):
    """Small whole numbers, none of them 0."""
    return rng.integers(1, 5, shape) * rng.choice([-1.0, 1.0], shape)


def quarters(rng, *shape, largest=6):
    """Multiples of 1/4, none of them 0: sums and products of a few are exact, so that a score can be exactly 0."""
    return rng.integers(1, largest + 1, shape) / 4 * rng.choice([-1.0, 1.0], shape)


def some(rng, *shape, sizes=(0.3, 1.3)):
    """Numbers of both signs, of sizes between these two, all different."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(*sizes, shape)


def labels(rng, *shape):
    """Labels of both kinds, in each column; of three or more, the second lies between 0 and 1."""
    y = (rng.random(shape) < 0.5).astype(float)
    if len(y) > 2:
        y[1] = rng.uniform(0.2, 0.4, shape[1:])
    y[0], y[-1] = 0.0, 1.0
    return y


def in_between(rng):
    """Scores beyond the ordinary ones, of both signs: far out, but not so far that a shortcut is right."""
    sizes = np.array([2.6, 3.3, 4.6, 6.0, 7.5, 9.0, 10.2]) + rng.uniform(0, 0.5, 7)
    return np.r_[sizes, -sizes]


def whole_scores(rng):
    """Scores that are whole numbers: they may be handed in as integers."""
    return {"z": np.array([-2.0, 3.0, 0.0, 1.0])}


def near_0(rng):
    """Scores close to 0, of both signs: a window around 0, in which something else is done, is seen at one of them."""
    sizes = np.array([0.09, 0.009, 0.0009]) * rng.uniform(0.95, 1.05, 3)
    return np.r_[sizes, -sizes]


def far_below(rng):
    """Two scores whose sigmoid a clip at 1e-12 changes. Alone: beside an ordinary number it would not be seen.

    The first is there to let the rounding of 1 - 1/(1 + e^z) pass at the second.
    """
    return np.array([-18.0, -35.0]) - rng.uniform(0, 0.5, 2)


def close_to_0(rng):
    """Such probabilities."""
    return np.array([1e-9, 5e-13]) * rng.uniform(0.8, 1, 2)


def enlarged(draw, *names, factor=4.0):
    """A draw with some of its arrays made larger."""

    def larger(rng):
        case = draw(rng)
        return case | {name: factor * case[name] for name in names}

    return larger


def with_a_0(draw, *names):
    """A draw in which each of these arrays holds a 0, each in another place."""

    def zeroed(rng):
        case = draw(rng)
        for place, name in enumerate(names):
            case[name].flat[place] = 0
        return case

    return zeroed


def first_of(draw, **axes):
    """A draw with the first entry alone along an axis of these arrays: one output, one unit, one feature."""

    def cut(rng):
        case = draw(rng)
        return case | {name: np.take(case[name], [0], axis) for name, axis in axes.items()}

    return cut


# -------------------------------------------------------------------------------------- functions to be nudged


def square_and_line(x):
    """x[0]**2 + 3 * x[1]"""
    return x[0] ** 2 + 3 * x[1]


def cubic(rng, *shape):
    """A function of an array with another slope in each entry, and its gradient."""
    thirds, ones = some(rng, *shape), some(rng, *shape)

    def f(x):
        """np.sum(C * x**3 + B * x) + x.sum()**2 / 2, with fixed B and C"""
        return np.sum(thirds * x**3 + ones * x) + np.sum(x) ** 2 / 2

    def gradient(x):
        return 3 * thirds * x**2 + ones + np.sum(x)

    return f, gradient


def to_nudge(*shape, size=1):
    """Such a function, a point, and a step."""
    return lambda rng: {"f": cubic(rng, *shape)[0], "x": size * some(rng, *shape), "h": rng.uniform(0.2, 0.4)}
