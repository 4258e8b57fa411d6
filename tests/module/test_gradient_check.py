"""The checks of the course, checked: they have to find a right gradient right, a wrong one wrong, and never waver."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import (
    BinaryCrossEntropyWithLogits,
    GradientCheck,
    GradientReport,
    HiddenLayerClassifier,
    Linear,
    LinearClassifier,
    check_gradients,
    numerical_gradient,
    taylor_slope,
)
from tests.module.examples import (
    assert_same,
    both_networks,
    distinct,
    gradients_by_name,
    loss_of_parameters,
    network_example,
    seeds,
    with_layouts,
)


def cubic(x):
    return np.sum(x**3) / 3 + np.sum(x)


def cubic_gradient(x):
    return x**2 + 1


# -------------------------------------------------------------------------------------------------- numerical_gradient


@given(seed=seeds, shape=distinct(3) | distinct(1) | st.just([]))
def test_numerical_gradient_of_a_known_function(seed, shape):
    x = np.random.default_rng(seed).normal(size=shape) * 3
    gradient = numerical_gradient(cubic, x)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, cubic_gradient(x), rtol=1e-7)
    np.testing.assert_allclose(numerical_gradient(cubic, x, h=1e-4), cubic_gradient(x), rtol=1e-6)


def test_numerical_gradient_of_a_parabola_is_exact_for_any_step():
    """A central difference has no truncation error there; a forward difference would be h off."""
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), [3.0, -2.0, 0.0], h=0.5), [6, -4, 0])


@pytest.mark.parametrize("size", [1e-300, 1e-6, 1, 1e6, 1e150])
def test_numerical_gradient_at_any_size(size):
    x = size * np.array([1.0, -2.0, 0.5])
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x) + np.sum(x[1:]), x), [1, 2, 2], rtol=1e-8)


def test_numerical_gradient_uses_the_step_that_it_made():
    """x + h is rounded: for x = 1e6 and h = 1e-6 by 5 parts in 1e5. Divided by 2 h, the gradient were as far off."""
    assert numerical_gradient(lambda x: x.sum(), np.array([1e6 + 0.1]), h=1e-6) == pytest.approx(1, rel=1e-9)


def test_numerical_gradient_calls_f_twice_for_each_entry_with_an_array_of_its_own():
    calls = []

    def f(x):
        calls.append(x)
        assert x.dtype == np.float64
        value = cubic(x)
        x[...] = np.inf  # what f does to its argument is lost
        return value

    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(numerical_gradient(f, x), cubic_gradient(x), rtol=1e-7)
    assert len(calls) == 13  # and once more, to see the first number again
    assert_same(x, np.arange(6.0).reshape(2, 3))


def test_any_layout_and_any_number():
    x = np.random.default_rng(0).normal(size=(4, 3))
    gradient, slope = numerical_gradient(cubic, x), taylor_slope(cubic, x, cubic_gradient(x))
    for other in with_layouts(x):
        before = other.copy()
        assert_same(numerical_gradient(cubic, other), gradient)
        assert taylor_slope(cubic, other, cubic_gradient(x)) == slope
        assert taylor_slope(cubic, x, cubic_gradient(other)) == slope
        assert_same(other, before)
    np.testing.assert_allclose(numerical_gradient(cubic, [1, 2]), [2, 5], rtol=1e-8)
    np.testing.assert_allclose(numerical_gradient(cubic, np.float32(2)), 5, rtol=1e-8)
    assert numerical_gradient(lambda x: [[cubic(x)]], 2.0) == pytest.approx(5)  # one number, however it is wrapped


def test_the_steps_of_a_numerical_gradient():
    """eps^(1/3) max(1, |x_i|) to each side of each entry."""
    seen = []
    x = np.array([0.5, -100.0])
    numerical_gradient(lambda x: seen.append(x) or 0.0, x)
    h = np.finfo(np.float64).eps ** (1 / 3)
    expected = [[h, 0], [-h, 0], [0, 100 * h], [0, -100 * h], [h, 0]]
    np.testing.assert_allclose(np.array(seen) - x, expected, rtol=1e-6, atol=1e-15)


def test_a_numerical_gradient_that_cannot_be_computed_says_which_number_overflows():
    largest = np.finfo(np.float64).max
    for x, name in ((largest, "x + h"), (-largest, "x - h")):
        with pytest.raises(OverflowError, match=f"^{re.escape(name)} overflows float64"):
            numerical_gradient(np.sum, [x], h=1e300)
    with pytest.raises(OverflowError, match="^the numerical gradient overflows float64"):
        numerical_gradient(lambda x: np.sign(x[0]) * 5e307, [0.0])


def test_a_step_that_drowns_in_one_entry_is_refused():
    with pytest.raises(ValueError, match="^h is 0.000333333: it drowns in the rounding of x"):
        numerical_gradient(np.sum, [1.0, 1e20], h=1 / 3000)


# -------------------------------------------------------------------------------------------------------- taylor_slope


@given(seed=seeds, shape=distinct(2), factor=st.floats(0.5, 0.97) | st.floats(1.03, 2) | st.floats(-2, -0.1))
def test_taylor_slope_tells_right_from_wrong(seed, shape, factor):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    for draw in (None, rng):
        assert 1.9 <= taylor_slope(cubic, x, cubic_gradient(x), draw) <= 2.1
        assert 0.9 <= taylor_slope(cubic, x, factor * cubic_gradient(x), draw) <= 1.1
    assert 0.9 <= taylor_slope(cubic, x, np.zeros_like(x)) <= 1.1


def test_taylor_slope_is_reproducible():
    x = np.random.default_rng(0).normal(size=(4, 3))
    f, gradient = lambda x: np.exp(x).sum(), np.exp(x)
    assert taylor_slope(f, x, gradient) == taylor_slope(f, x, gradient)
    one, other = (taylor_slope(f, x, gradient, np.random.default_rng(seed)) for seed in (1, 2))
    assert one != other == taylor_slope(f, x, gradient, np.random.default_rng(2))


def test_a_straight_line_has_no_remainder():
    x = np.array([1.0, 2.0, 3.0])
    assert taylor_slope(lambda x: 2 * x.sum(), x, np.full(3, 2.0)) == np.inf
    assert taylor_slope(lambda x: 2 * x.sum(), x, np.full(3, 2.06)) == pytest.approx(1, abs=0.01)
    assert taylor_slope(lambda x: 7.0, x, np.zeros(3)) == np.inf


def test_the_slope_of_a_single_number():
    assert taylor_slope(lambda x: x**3, 2.0, 12.0) == pytest.approx(2, abs=0.01)
    assert taylor_slope(lambda x: x**3, 2.0, 12.4) == pytest.approx(1, abs=0.1)


class Sideways(np.random.Generator):
    """A generator whose every direction is at right angles to (1, 1, 0)."""

    def __init__(self):
        super().__init__(np.random.PCG64(0))

    def standard_normal(self, shape):
        return np.array([1.0, -1.0, 0.0])


def test_a_direction_at_right_angles_to_the_gradient_is_not_blind():
    x, gradient = np.array([1.0, 1.0, 0.0]), np.array([2.0, 2.0, 0.0])
    assert taylor_slope(lambda x: np.sum(x**2), x, gradient, Sideways()) == pytest.approx(2, abs=0.1)
    assert taylor_slope(lambda x: np.sum(x**2), x, 1.03 * gradient, Sideways()) == pytest.approx(1, abs=0.1)


def test_strong_curvature_does_not_hide_a_wrong_gradient():
    """Over steps up to 1e-3 the curvature would dominate here: slope 1.6 for an error of 3 %."""
    y_hat, y = np.array([0.02, 0.03]), np.array([1.0, 1.0])
    f = lambda p: -np.sum(np.log(p))
    gradient = -y / y_hat
    assert taylor_slope(f, y_hat, gradient) == pytest.approx(2, abs=0.1)
    assert taylor_slope(f, y_hat, 1.03 * gradient) == pytest.approx(1, abs=0.1)
    assert taylor_slope(f, y_hat, 0.97 * gradient) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("x", [[3.0, -4.0, 0.5], [0.3, 0.2, -0.1]])
@pytest.mark.parametrize("draw", [None, Sideways])
def test_where_a_taylor_slope_looks(x, draw):
    """Three directions, each leaning towards the gradient. In each: x itself, 13 steps from 1e-6 to 1e-3, and 8 far
    shorter ones for the rounding, all in proportion to the largest entry of x, if that is above 1."""
    x, gradient, seen = np.array(x), np.array([2.0, 2.0, 0.0]), []
    taylor_slope(lambda at: seen.append(at - x) or np.sum(at**2), x, gradient, draw and draw())
    steps = max(1, np.abs(x).max()) * np.concatenate([[0], np.geomspace(1e-6, 1e-3, 13), np.arange(8) * 1e-9])
    rng = draw() if draw else np.random.default_rng(0)
    assert len(seen) == 3 * len(steps)
    for offsets in np.reshape(seen, (3, len(steps), 3)):
        v = rng.standard_normal(3)
        v, uphill = v / np.linalg.norm(v), gradient / np.linalg.norm(gradient)
        v = v - uphill if v @ gradient < 0 else v + uphill
        np.testing.assert_allclose(offsets, steps[:, None] * v, rtol=1e-6, atol=1e-15)


def stairs(*heights, short=()):
    """A function that is 1 at 0, and these numbers of last digits higher: at the longest steps of a Taylor slope, the
    longest one last, and at the short steps that measure the rounding, the shortest one first."""
    long = dict(zip(np.geomspace(1e-6, 1e-3, 13)[::-1].round(12), heights[::-1], strict=False))
    tiny = dict(zip((np.arange(1, 8) * 1e-9).round(12), short, strict=False))
    return lambda x: 1 + np.finfo(np.float64).eps * (long | tiny).get(abs(x[0]).round(12), 0)


@pytest.mark.parametrize(
    ("f", "visible"),
    [
        (stairs(101, 300, 1000), True),  # more than 100 times the rounding in three steps ...
        (stairs(100, 300, 1000), False),  # ... or not
        (stairs(300, 1000), False),
        (
            stairs(201, 600, 2000, short=[0, 1, 0, 0, 0, 0, 0]),
            True,
        ),  # f jumps up and down again: bends by 2 last digits
        (stairs(200, 600, 2000, short=[0, 1, 0, 0, 0, 0, 0]), False),
    ],
)
def test_a_remainder_counts_if_it_is_100_times_the_rounding(f, visible):
    assert np.isfinite(taylor_slope(f, [0.0], [0.0])) == visible


def test_where_f_is_zero_its_other_values_have_a_rounding():
    """They reach 2e-3 here, with last digits of 4e-19, so the small stair of 1e-19 means nothing; the slope 1 does."""
    f = lambda x: x[0] + (0 if abs(x[0]) < 5e-7 else 1e-19 if abs(x[0]) < 9e-6 else 1e-11 * abs(x[0]))
    assert taylor_slope(f, [0.0], [1.0]) == pytest.approx(1, abs=0.01)


def test_a_taylor_slope_is_fitted_to_the_five_smallest_steps():
    f = lambda x: x[0] ** 2 + 1e5 * abs(x[0]) ** 3
    h = np.geomspace(1e-6, 1e-3, 13)[:5]
    expected = np.polyfit(np.log(h), np.log(h**2 + 1e5 * h**3), 1)[0]
    assert taylor_slope(f, [0.0], [0.0]) == pytest.approx(expected, abs=1e-6)


def test_the_longest_step_of_a_taylor_slope_must_not_overflow():
    almost = np.finfo(np.float64).max / (1 + 0.8e-3)  # the step before the longest one is still possible
    with pytest.raises(OverflowError, match=r"^x \+ h v overflows float64"):
        taylor_slope(lambda x: 0.0, [almost], [0.0])


def test_a_taylor_slope_of_float32_is_computed_in_float64():
    x = np.array([1.0, 2.0], np.float32)
    kinds = set()
    slope = taylor_slope(lambda x: kinds.add(x.dtype) or np.sum(x**3), x, 3 * x**2)
    assert kinds == {np.dtype(np.float64)}
    assert slope == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(("last_digits", "slope"), [(9.6, np.inf), (10.4, 1.0)])
def test_a_float32_gradient_may_be_off_by_ten_of_its_last_digits(last_digits, slope):
    f = lambda x: (1 + last_digits * 2.0**-23) * x[0]
    assert taylor_slope(f, [0.0], np.ones(1, np.float32)) == pytest.approx(slope, abs=1e-3)


def test_one_wrong_entry_among_many_zeros_is_not_overlooked():
    """A random direction has next to nothing of that entry in it, and much of the curvature."""
    gradient = np.zeros(1000)
    gradient[0] = 1.0
    f = lambda x: x[0] + 500 * np.sum(x[1:] ** 2)
    assert taylor_slope(f, np.zeros(1000), gradient) == pytest.approx(2, abs=0.05)
    assert taylor_slope(f, np.zeros(1000), 1.03 * gradient) < 1.5


def test_an_overflow_on_the_tangent_is_named():
    with pytest.raises(OverflowError, match="^the Taylor remainder overflows float64"):
        taylor_slope(lambda x: 0.0, [1e200], [1e300])
    with pytest.raises(OverflowError, match="^the Taylor remainder overflows float64"):
        taylor_slope(lambda x: 1e308 if x.any() else -1e308, [0.0], [0.0])


def test_what_f_does_to_its_argument_is_lost():
    def f(x):
        value = np.sum(x**3)
        x[...] = np.nan
        return value

    x = np.array([1.0, 2.0])
    assert taylor_slope(f, x, 3 * x**2) == pytest.approx(2, abs=0.1)
    np.testing.assert_array_equal(x, [1, 2])


# ----------------------------------------------------------------------------------------------------- check_gradients


def linear_in_every_variable(seed):
    rng = np.random.default_rng(seed)
    rows, features, outputs = rng.integers(1, 6, 3)
    x, W = rng.normal(size=(rows, features)), rng.normal(size=(outputs, features))
    b, upstream = rng.normal(size=outputs), rng.normal(size=(rows, outputs))
    gradients = Linear(W, b).backward(x, upstream)
    f = lambda W, b, x: np.sum(upstream * Linear(W, b).forward(x))
    return f, {"W": W, "b": b, "x": x}, {"W": gradients.dL_dW, "b": gradients.dL_db, "x": gradients.dL_dx}


@pytest.mark.parametrize("seed", [*range(12), 390])
def test_terms_that_cancel_do_not_make_a_right_gradient_wrong(seed):
    """f is 0.006 for seed 390, and its terms are of order 10: its rounding is not that of a number like 0.006."""
    f, variables, gradients = linear_in_every_variable(seed)
    assert check_gradients(f, variables, gradients).ok
    for name in variables:
        assert not check_gradients(f, variables, {**gradients, name: 1.03 * gradients[name]}).ok


def away_from_kinks(network, x):
    """Whether no pre-activation is so close to 0 that a nudge of a parameter could carry it across."""
    if isinstance(network, LinearClassifier):
        return True
    return np.abs(network.hidden.forward(x)).min() > 1e-3


@both_networks
@settings(max_examples=5)
@given(seed=seeds, dimensions=distinct(4, 5), reduction=st.sampled_from(["mean", "sum"]))
def test_networks(kind, seed, dimensions, reduction):
    rng = np.random.default_rng(seed)
    for batch in (True, False):
        network, x, y = network_example(kind, rng, dimensions, batch, reduction)
        if not away_from_kinks(network, x):
            continue
        f, gradients = loss_of_parameters(network, x, y), gradients_by_name(network, network.gradients(x, y))
        assert check_gradients(f, network.parameters, gradients).ok
        for name, parameter in network.parameters.items():
            f_of_one = lambda value, f=f, name=name: f(**{name: value})
            if not gradients[name].any():  # no hidden unit is awake
                continue
            assert 1.9 <= taylor_slope(f_of_one, parameter, gradients[name]) <= 2.1
            assert 0.9 <= taylor_slope(f_of_one, parameter, 1.03 * gradients[name]) <= 1.1
            wrong = check_gradients(f, network.parameters, {**gradients, name: 1.03 * gradients[name]})
            assert [check.ok for check in wrong] == [check.name != name for check in wrong]


def a_report(tamper=lambda gradients: None):
    network, x, y = network_example(HiddenLayerClassifier, np.random.default_rng(3), (6, 3, 2, 4))
    gradients = gradients_by_name(network, network.gradients(x, y))
    tamper(gradients)
    return check_gradients(loss_of_parameters(network, x, y), network.parameters, gradients), gradients


def one_entry(gradients):
    gradients["W1"][2, 1] *= 1.03


def sign(gradients):
    gradients["b2"] *= -1


def not_a_number(gradients):
    gradients["b1"][3] = np.nan


def infinite(gradients):
    gradients["b1"][3] = np.inf


@pytest.mark.parametrize(
    ("tamper", "name", "index"),
    [(one_entry, "W1", (2, 1)), (sign, "b2", None), (not_a_number, "b1", (3,)), (infinite, "b1", (3,))],
)
def test_a_report_names_the_wrong_gradient_and_its_worst_entry(tamper, name, index):
    report, gradients = a_report(tamper)
    assert not report.ok
    assert [check.name for check in report if not check.ok] == [name]
    (wrong,) = (check for check in report if not check.ok)
    assert index is None or wrong.index == index
    np.testing.assert_equal(wrong.derived, gradients[name][wrong.index])
    assert np.isfinite(wrong.nudged)
    assert not wrong.error < 1e-3
    assert "WRONG" in str(report)
    (line,) = (line for line in str(report).splitlines() if "WRONG" in line)
    assert line.startswith(name)


def test_a_right_report():
    report, gradients = a_report()
    assert report.ok
    assert [check.name for check in report] == ["W1", "b1", "W2", "b2"]
    assert "WRONG" not in str(report)
    assert str(report).count("right") == 4
    assert repr(report) == str(report)
    for check in report:
        assert check.derived == gradients[check.name][check.index]
        assert check.nudged == pytest.approx(check.derived, rel=1e-5)
        assert check.error < 1e-6
        assert 1.9 <= check.slope <= 2.1


def test_the_tolerance_counts():
    x = np.array([1.0, 2.0])
    almost = {"x": cubic_gradient(x) * (1 + 1e-7)}
    assert check_gradients(cubic, {"x": x}, almost).ok
    assert not check_gradients(cubic, {"x": x}, almost, tolerance=1e-8).ok
    wrong = {"x": cubic_gradient(x) * 1.03}
    assert not check_gradients(cubic, {"x": x}, wrong, tolerance=0.1).ok  # whatever the tolerance, the slope is 1


def test_zero_gradients():
    (level,) = check_gradients(lambda x: 3.0, {"x": [1.0, 2.0]}, {"x": [0.0, 0.0]})
    assert level.ok
    assert level.error == 0
    assert not check_gradients(lambda x: 3.0, {"x": [1.0, 2.0]}, {"x": [0.0, 0.1]}).ok
    assert not check_gradients(cubic, {"x": [1.0, 2.0]}, {"x": [0.0, 0.0]}).ok


def test_small_and_large_losses():
    x = np.array([1.0, 2.0, -0.5])
    for size in (1e-8, 1e8):
        f = lambda x, size=size: size * cubic(x)
        assert check_gradients(f, {"x": x}, {"x": size * cubic_gradient(x)}).ok
        assert not check_gradients(f, {"x": x}, {"x": 1.03 * size * cubic_gradient(x)}).ok


@both_networks
def test_gradients_in_float32_are_right_to_their_own_digits(kind):
    for seed in range(4):
        network, x, y = network_example(kind, np.random.default_rng(seed), (6, 3, 2, 4), dtype=np.float32)
        f, gradients = loss_of_parameters(network, x, y), gradients_by_name(network, network.gradients(x, y))
        assert gradients["b" if kind is LinearClassifier else "b1"].dtype == np.float32
        assert check_gradients(f, network.parameters, gradients, tolerance=1e-5).ok
        for name in gradients:
            wrong = {**gradients, name: np.float32(1.03) * gradients[name]}
            assert not check_gradients(f, network.parameters, wrong, tolerance=1e-5).ok


def test_nothing_is_changed():
    z, y = np.array([0.3, -1.0, 2.0]), np.array([0.0, 1.0, 1.0])
    loss = BinaryCrossEntropyWithLogits()
    gradient = loss.backward(z, y)
    variables, gradients = {"z": z.copy()}, {"z": gradient.copy()}
    assert check_gradients(lambda z: loss.forward(z, y), variables, gradients).ok
    assert_same(variables["z"], z)
    assert_same(gradients["z"], gradient)


def test_a_report_as_it_is_printed():
    right = GradientCheck("W", True, 0.5, 0.5, (1, 0), 0.99e-6, 2.0)
    wrong = GradientCheck("b", False, -0.25, 12345.678, (), 1e-6, 1.04)
    worse = GradientCheck("c", False, 2.0, 1.0, (3,), 0.0123, 1.0)
    assert str(GradientReport([right, wrong, worse])).split("\n") == [
        "          verdict       entry      derived       nudged    error  slope",
        "W         right        [1, 0]          0.5          0.5   <1e-06    2.0",
        "b         WRONG             -        -0.25      12345.7    1e-06    1.0",
        "c         WRONG           [3]            2            1    1e-02    1.0",
    ]


ROUNDING = 10 * np.finfo(np.float64).eps ** (2 / 3)  # times the value of f, or 0.001 if that is larger


def verdict(monkeypatch, derived, slope=2.0, x=0.0, **tolerance):
    """The check of a gradient of f(x) = x_0, which is 1 for x_0 and 0 for all others, if the slope were this one."""
    monkeypatch.setattr("helpers.gradient_check._slope", lambda *_: slope)
    at = np.full(len(derived), x)
    return check_gradients(lambda x: x[0], {"x": at}, {"x": np.array(derived)}, **tolerance)[0]


def test_a_gradient_is_right_up_to_the_tolerance_of_its_largest_entry(monkeypatch):
    for off, ok in ((0.99e-6, True), (1.01e-6, False)):
        assert verdict(monkeypatch, [1 - off]).ok is ok
        assert verdict(monkeypatch, [1.0, off]).ok is ok
    assert verdict(monkeypatch, [1.5, 0.0], tolerance=0.4).ok  # the largest entry is 1.5, and 0.4 of it is 0.6
    assert verdict(monkeypatch, [0.7, 0.0], tolerance=0.35).ok  # ... is 1, the nudged one
    (half,) = check_gradients(lambda x: 0.25 * x[0], {"x": [0.0]}, {"x": [0.125]})
    assert half.error == 0.5


@pytest.mark.parametrize(("x", "size"), [(0.0, 1e-3), (5e-4, 1e-3), (4.0, 4.0), (-4.0, 4.0)])
def test_what_rounding_alone_can_do_is_no_mistake(monkeypatch, x, size):
    for share, ok in ((0.99, True), (1.01, False)):
        assert verdict(monkeypatch, [1 - share * ROUNDING * size], x=x, tolerance=1e-99).ok is ok
        assert verdict(monkeypatch, [1 - share * ROUNDING * size], x=x, tolerance=1e-99, h=0.25).ok is ok


def test_at_the_limit_a_gradient_is_right(monkeypatch):
    off = 2.0**-41
    tolerance = off - 1e-3 * ROUNDING
    assert tolerance + 1e-3 * ROUNDING == off
    assert verdict(monkeypatch, [1 - off], tolerance=tolerance).ok


def test_a_slope_of_one_and_a_half_is_wrong(monkeypatch):
    assert not verdict(monkeypatch, [1.0], slope=1.5).ok
    assert verdict(monkeypatch, [1.0], slope=1.501).ok


@pytest.mark.parametrize("place", range(5))
def test_a_right_report_shows_the_largest_entry(place):
    x = np.array([0.3, 1.7, -2.1, 0.9, 1.1])
    x[place] = -5.3
    (shown,) = check_gradients(lambda x: np.sum(np.cos(x) + x**2), {"x": x}, {"x": 2 * x - np.sin(x)})
    assert shown.ok
    assert shown.index == (place,)


@pytest.mark.parametrize("change", [lambda calls: calls == 1, lambda calls: calls > 3, lambda calls: 1e-6 * calls])
def test_a_function_that_changes_from_call_to_call_is_seen(change):
    """Also if only its first call differs, as that of one that fills a cache."""
    calls = []

    def f(x):
        calls.append(x)
        return np.sum(x) + change(len(calls))

    with pytest.raises(ValueError, match="^f gives two values for one input"):
        numerical_gradient(f, [1.0, 2.0])


@pytest.mark.parametrize(("h", "shown"), [(1e-300, "1e-300"), (1e-15, "1e-15"), (1e-14 / 3, "3.33333e-15")])
def test_a_walk_that_drowns_in_rounding_says_nothing_of_a_gradient(h, shown):
    with pytest.raises(ValueError, match=f"^h is {shown}: its steps drown in the rounding of x, give a larger one$"):
        taylor_slope(lambda x: x @ x, [1.0, 2.0], [2.0, 5.0], h=h)
    # The shortest step, 8e-17 times a v of length 2, does not drown, although its remainder does.
    assert taylor_slope(lambda x: x @ x, [1.0], [2.0], h=8e-14) == np.inf


def test_a_step_is_a_positive_number():
    for call in (
        lambda: numerical_gradient(np.sum, [1.0], h=-1),
        lambda: taylor_slope(np.sum, [1.0], [1.0], h=-1),
        lambda: check_gradients(lambda x: np.sum(x), {"x": [1.0]}, {"x": [1.0]}, h=-1),
    ):
        with pytest.raises(ValueError, match="^h is -1: give a finite number above 0$"):
            call()


def test_a_step_whose_width_overflows_is_an_error():
    with pytest.raises(OverflowError, match="^2 h overflows float64"):
        numerical_gradient(lambda x: x[0] / 1e10, [0.0], h=1e308)


@pytest.mark.parametrize("weights", [np.array([1.0, 1e-300]), np.array([1e-303, 1e-303])])
def test_numbers_that_round_to_0_are_no_news(weights):
    """Also where somebody has made errors of all of NumPy's warnings."""

    def f(x):
        with np.errstate(under="ignore"):
            return float(weights @ x)

    with np.errstate(all="raise"):
        assert check_gradients(f, {"x": np.array([1.0, 2.0])}, {"x": weights}).ok


def test_the_walk_goes_where_it_is_looked_at_first():
    """Ahead, not back: at 1 the next number above is twice as far as the one below, at the largest there is none."""
    for x, h, error, words in ((1.0, 2.4e-16, ValueError, "drown"), (1.79769e308, 1e300, OverflowError, "x + h v")):
        with pytest.raises(error, match=re.escape(words)):
            check_gradients(lambda x: np.sum(x / 1e308), {"x": np.array([x])}, {"x": np.array([1e-308])}, h=h)


def test_the_walk_grows_with_x():
    x = np.array([1e12])
    assert check_gradients(lambda x: np.sum((x / 1e12) ** 2), {"x": x}, {"x": 2 * x / 1e24}).ok


def test_rounding_weighs_more_where_steps_are_short():
    x = np.array([1e-6])
    assert check_gradients(lambda x: np.sum(1e9 + 1e-3 * np.log(x)), {"x": x}, {"x": 1e-3 / x}).ok


def test_an_infinite_entry_is_infinitely_wrong():
    (check,) = check_gradients(lambda x: np.sum(x), {"x": np.ones(2)}, {"x": np.array([np.inf, 1])})
    assert (check.ok, check.error) == (False, np.inf)
