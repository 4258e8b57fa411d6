"""The checks of the course, checked: they have to find a right gradient right, a wrong one wrong, and never waver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    assert_same,
    distinct,
    gradients_by_name,
    loss_of_parameters,
    network_example,
    seeds,
    with_layouts,
)

from helpers import (
    BinaryCrossEntropyWithLogits,
    HiddenLayerClassifier,
    Linear,
    LinearClassifier,
    check_gradients,
    numerical_gradient,
    taylor_slope,
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
    assert len(calls) == 12
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


def test_a_direction_at_right_angles_to_the_gradient_is_not_blind():
    class Sideways:
        def standard_normal(self, shape):
            return np.array([1.0, -1.0])

        permutation = None

    x, gradient = np.array([1.0, 1.0]), np.array([2.0, 2.0])
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


NETWORKS = [LinearClassifier, HiddenLayerClassifier]


def away_from_kinks(network, x):
    """Whether no pre-activation is so close to 0 that a nudge of a parameter could carry it across."""
    if isinstance(network, LinearClassifier):
        return True
    return np.abs(network.hidden.forward(x)).min() > 1e-3


@pytest.mark.parametrize("kind", NETWORKS)
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
    assert check_gradients(lambda x: 3.0, {"x": [1.0, 2.0]}, {"x": [0.0, 0.0]}).ok
    assert not check_gradients(lambda x: 3.0, {"x": [1.0, 2.0]}, {"x": [0.0, 0.1]}).ok
    assert not check_gradients(cubic, {"x": [1.0, 2.0]}, {"x": [0.0, 0.0]}).ok


def test_small_and_large_losses():
    x = np.array([1.0, 2.0, -0.5])
    for size in (1e-8, 1e8):
        f = lambda x, size=size: size * cubic(x)
        assert check_gradients(f, {"x": x}, {"x": size * cubic_gradient(x)}).ok
        assert not check_gradients(f, {"x": x}, {"x": 1.03 * size * cubic_gradient(x)}).ok


@pytest.mark.parametrize("kind", NETWORKS)
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
