"""Small print of the helpers: what a planted bug could change without any other test noticing."""

import re
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import helpers
from helpers import (
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    Linear,
    LinearClassifier,
    ReLU,
    Sigmoid,
    check_gradients,
    train,
)
from helpers.arguments import generator, numbers, positive, quiet


def test_nothing_warns_where_it_is_quiet():
    """Also division: on some platforms NumPy's matrix products warn of one."""
    before = np.geterr()
    with quiet():
        for kind in ("over", "invalid", "divide"):
            assert np.geterr()[kind] == "ignore"
        np.ones(2) / np.zeros(2)
    assert np.geterr() == before


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int8])
def test_a_single_float32_stays_one(dtype):
    expected = np.float32 if dtype == np.float32 else np.float64
    assert numbers(dtype(1.5), "z").dtype == numbers(np.array([1.5], dtype), "z").dtype == expected


@pytest.mark.parametrize(
    ("z", "message"),
    [
        ([1.0, np.nan, np.inf], "z is nan at index 1: give finite numbers"),
        ([[0.0, 1.0], [np.inf, np.nan]], "z is inf at index (1, 0): give finite numbers"),
        (np.array([1.0, 2, True], dtype=object), "z holds object: give real numbers, for example dtype float64"),
        (np.array([1.0, "a", None], dtype=object), "z holds str: give real numbers, for example dtype float64"),
    ],
)
def test_a_message_names_the_first_bad_entry(z, message):
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        Sigmoid().forward(z)


@pytest.mark.parametrize("kind", [BinaryCrossEntropy, BinaryCrossEntropyWithLogits])
def test_a_loss_has_the_type_of_the_prediction_whatever_the_labels_are(kind):
    prediction = np.array([0.25, 0.5], np.float32)
    for y in ([0, 1], [0.0, 1.0], np.array([False, True])):
        assert kind("none").forward(prediction, y).dtype == np.float32
        assert kind("none").backward(prediction, y).dtype == np.float32


@pytest.mark.parametrize("kind", [Linear, Sigmoid, ReLU, BinaryCrossEntropy, BinaryCrossEntropyWithLogits])
def test_a_layer_that_is_told_not_to_check_looks_at_nothing(kind):
    nothing = np.full((3, 2), np.nan)
    if kind is Linear:
        layer = Linear(np.eye(2), np.zeros(2), check=False)
        results = [layer.forward(nothing), layer.backward(nothing, nothing).dL_dW]
    elif kind in (Sigmoid, ReLU):
        layer = kind(check=False)
        partials = layer.partials(nothing)
        results = [layer.forward(nothing), layer.backward(nothing, nothing), getattr(partials, partials.__slots__[0])]
    else:
        layer = kind("none", check=False)
        partials = layer.partials(nothing, nothing)
        results = [
            layer.forward(nothing, nothing),
            layer.backward(nothing, nothing),
            getattr(partials, partials.__slots__[0]),
        ]
    assert all(result.shape in ((3, 2), (2, 2)) for result in results)


def test_the_first_label_outside_is_named():
    with pytest.raises(ValueError, match="^y holds 2.0: a label"):
        BinaryCrossEntropyWithLogits().forward([0.0, 0.0, 0.0], [0.5, 2.0, -1.0])


def test_a_boolean_is_no_step_size():
    with pytest.raises(TypeError, match="^h is bool: give one number above 0$"):
        positive(True, "h")
    for one in (1, 1.0, np.float32(1), np.int64(1)):
        assert positive(one, "h") is one


@pytest.mark.parametrize("methods", [(), ("standard_normal",), ("permutation",)])
def test_a_generator_draws_and_shuffles(methods):
    thing = type("Half", (), {name: None for name in methods})()
    with pytest.raises(TypeError, match="^rng is Half: give a generator, for example"):
        generator(thing)
    rng = np.random.default_rng(0)
    assert generator(rng) is rng


def test_what_is_not_there_is_named():
    """``hasattr`` and ``from helpers import ...`` rely on it."""
    with pytest.raises(AttributeError, match="^module 'helpers' has no attribute 'relu'$"):
        helpers.relu  # noqa: B018
    assert not hasattr(helpers, "figure")
    assert helpers.figures.__name__ == "helpers.figures"


def results():
    """One of every dataclass that the helpers return."""
    x, z, y = np.ones((2, 3)), np.zeros((2, 1)), np.ones((2, 1))
    linear = Linear(np.ones((1, 3)), np.zeros(1))
    network = LinearClassifier(np.ones((1, 3)), np.zeros(1))
    hidden = helpers.HiddenLayerClassifier(np.ones((4, 3)), np.zeros(4), np.ones((1, 4)), np.zeros(1))
    return [
        linear.partials(x),
        linear.backward(x, z),
        Sigmoid().partials(z),
        ReLU().partials(z),
        BinaryCrossEntropy().partials(y / 2, y),
        BinaryCrossEntropyWithLogits().partials(z, y),
        network.gradients(x, y),
        hidden.gradients(x, y),
        train(network, x, y, learning_rate=0.1, epochs=1),
        check_gradients(np.sum, {"a": x}, {"a": x})[0],
    ]


@pytest.mark.parametrize("result", results(), ids=lambda result: type(result).__name__)
def test_results_take_no_misspelt_name_and_are_not_compared_entry_by_entry(result):
    with pytest.raises(AttributeError):
        result.dL_dw = 1  # not dL_dW
    other = type(result)(*(getattr(result, name) for name in result.__slots__))
    assert result != other  # with arrays in it, an == of all fields would be an error
    assert len({result, other}) == 2
    assert repr(result).startswith(f"{type(result).__name__}({result.__slots__[0]}=")


@pytest.mark.parametrize(
    "network",
    [LinearClassifier([[1e300]], [0.0]), helpers.HiddenLayerClassifier([[1e300]], [0.0], [[1.0]], [0.0])],
    ids=lambda network: type(network).__name__,
)
def test_a_network_names_the_logit_that_overflows(network):
    for call in (network.logits, network.forward, network.predict):
        with pytest.raises(OverflowError, match="^z overflows float64: the numbers that went in are finite"):
            call([[1e300]])


@pytest.mark.parametrize(
    ("x", "y"), [([1.0, 2.0], [[0], [1]]), ([[1.0], [2.0]], [0, 1]), ([[1.0], [2.0]], [[0], [1], [1]])]
)
def test_training_takes_one_row_a_sample(x, y):
    message = f"x has shape {np.shape(x)}, y has shape {np.shape(y)}: give (N, in) and (N, out), one row a sample"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        train(LinearClassifier([[1.0]], [0.0]), x, y, learning_rate=0.1, epochs=1)


def test_a_weight_decay_that_overflows_is_an_error():
    with pytest.raises(OverflowError, match="^training diverged in epoch 0: W overflows float64"):
        train(LinearClassifier([[1e10]], [0.0]), [[1e-9]], [[0]], learning_rate=1, epochs=1, weight_decay=1e300)


def test_progress_is_shown_a_hundred_times_and_at_the_end(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=None))
    bars, seen = [], []
    monkeypatch.setattr("IPython.display.display", bars.append)
    for epochs, every in ((3, 1), (199, 1), (200, 2), (251, 2), (300, 3)):
        bars.clear(), seen.clear()
        watch = lambda network: seen.extend(bar.value for bar in bars)
        train(
            LinearClassifier([[0.0]], [0.0]),
            [[1.0]],
            [[1]],
            learning_rate=0.1,
            epochs=epochs,
            watch=watch,
            progress=True,
        )
        assert seen == [epoch // every * every for epoch in range(epochs)]
        (bar,) = bars
        assert (bar.value, bar.min, bar.max, bar.description) == (epochs, 0, epochs, "training")


@pytest.mark.parametrize("missing", ["IPython", "ipywidgets"])
def test_progress_needs_no_notebook(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    run = train(LinearClassifier([[0.0]], [0.0]), [[1.0]], [[1]], learning_rate=0.1, epochs=2, progress=True)
    assert run.losses.shape == (2, 1)


def test_split_takes_rows_of_any_kind_but_no_single_number():
    x_train, y_train, x_test, y_test = helpers.split(np.arange(5.0), np.arange(5.0), 2, np.random.default_rng(0))
    assert (x_train.shape, x_test.shape) == ((3,), (2,))
    np.testing.assert_array_equal(np.r_[x_train, x_test], np.r_[y_train, y_test])
    for x, y, shapes in ((1.0, [1.0], ("()", "(1,)")), ([1.0], 1.0, ("(1,)", "()")), (1.0, 1.0, ("()", "()"))):
        message = "x has shape {}, y has shape {}: give one label row for each sample".format(*shapes)
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            helpers.split(x, y, 1, np.random.default_rng(0))


def test_the_steps_of_a_numerical_gradient():
    """eps^(1/3) max(1, |x_i|) to each side of each entry."""
    seen = []
    x = np.array([0.5, -100.0])
    helpers.numerical_gradient(lambda x: seen.append(x) or 0.0, x)
    h = np.finfo(np.float64).eps ** (1 / 3)
    expected = [[h, 0], [-h, 0], [0, 100 * h], [0, -100 * h]]
    np.testing.assert_allclose(np.array(seen) - x, expected, rtol=1e-6, atol=1e-15)


def test_a_numerical_gradient_that_cannot_be_computed_says_which_number_overflows():
    largest = np.finfo(np.float64).max
    for x, name in ((largest, "x + h"), (-largest, "x - h")):
        with pytest.raises(OverflowError, match=f"^{re.escape(name)} overflows float64"):
            helpers.numerical_gradient(np.sum, [x], h=1e300)
    with pytest.raises(OverflowError, match="^the numerical gradient overflows float64"):
        helpers.numerical_gradient(lambda x: np.sign(x[0]) * 5e307, [0.0])


def test_a_step_that_drowns_in_one_entry_is_refused():
    with pytest.raises(ValueError, match="^h is 0.001: it drowns in the rounding of x"):
        helpers.numerical_gradient(np.sum, [1.0, 1e20], h=1e-3)


class Sideways:
    """A generator whose every direction is at right angles to (1, 1, 0)."""

    def standard_normal(self, shape):
        return np.array([1.0, -1.0, 0.0])

    permutation = None


@pytest.mark.parametrize("x", [[3.0, -4.0, 0.5], [0.3, 0.2, -0.1]])
@pytest.mark.parametrize("draw", [None, Sideways])
def test_where_a_taylor_slope_looks(x, draw):
    """Three directions, each leaning towards the gradient. In each: x itself, 13 steps from 1e-6 to 1e-3, and 8 far
    shorter ones for the rounding, all in proportion to the largest entry of x, if that is above 1."""
    x, gradient, seen = np.array(x), np.array([2.0, 2.0, 0.0]), []
    helpers.taylor_slope(lambda at: seen.append(at - x) or np.sum(at**2), x, gradient, draw and draw())
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
    long = dict(zip(np.geomspace(1e-6, 1e-3, 13)[::-1].round(12), heights[::-1]))
    tiny = dict(zip((np.arange(1, 8) * 1e-9).round(12), short))
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
    assert np.isfinite(helpers.taylor_slope(f, [0.0], [0.0])) == visible


def test_where_f_is_zero_its_other_values_have_a_rounding():
    """They reach 2e-3 here, with last digits of 4e-19, so the small stair of 1e-19 means nothing: only the slope 1 does."""
    f = lambda x: x[0] + (0 if abs(x[0]) < 5e-7 else 1e-19 if abs(x[0]) < 9e-6 else 1e-11 * abs(x[0]))
    assert helpers.taylor_slope(f, [0.0], [1.0]) == pytest.approx(1, abs=0.01)


def test_a_taylor_slope_is_fitted_to_the_five_smallest_steps():
    f = lambda x: x[0] ** 2 + 1e5 * abs(x[0]) ** 3
    h = np.geomspace(1e-6, 1e-3, 13)[:5]
    expected = np.polyfit(np.log(h), np.log(h**2 + 1e5 * h**3), 1)[0]
    assert helpers.taylor_slope(f, [0.0], [0.0]) == pytest.approx(expected, abs=1e-6)


def test_the_longest_step_of_a_taylor_slope_must_not_overflow():
    almost = np.finfo(np.float64).max / (1 + 0.8e-3)  # the step before the longest one is still possible
    with pytest.raises(OverflowError, match=r"^x \+ h v overflows float64"):
        helpers.taylor_slope(lambda x: 0.0, [almost], [0.0])


def test_a_taylor_slope_of_float32_is_computed_in_float64():
    x = np.array([1.0, 2.0], np.float32)
    kinds = set()
    slope = helpers.taylor_slope(lambda x: kinds.add(x.dtype) or np.sum(x**3), x, 3 * x**2)
    assert kinds == {np.dtype(np.float64)}
    assert slope == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(("last_digits", "slope"), [(9.6, np.inf), (10.4, 1.0)])
def test_a_float32_gradient_may_be_off_by_ten_of_its_last_digits(last_digits, slope):
    f = lambda x: (1 + last_digits * 2.0**-23) * x[0]
    assert helpers.taylor_slope(f, [0.0], np.ones(1, np.float32)) == pytest.approx(slope, abs=1e-3)


def test_one_wrong_entry_among_many_zeros_is_not_overlooked():
    """A random direction has next to nothing of that entry in it, and much of the curvature."""
    gradient = np.zeros(1000)
    gradient[0] = 1.0
    f = lambda x: x[0] + 500 * np.sum(x[1:] ** 2)
    assert helpers.taylor_slope(f, np.zeros(1000), gradient) == pytest.approx(2, abs=0.05)
    assert helpers.taylor_slope(f, np.zeros(1000), 1.03 * gradient) < 1.5


def test_an_overflow_on_the_tangent_is_named():
    with pytest.raises(OverflowError, match="^the Taylor remainder overflows float64"):
        helpers.taylor_slope(lambda x: 0.0, [1e200], [1e300])
    with pytest.raises(OverflowError, match="^the Taylor remainder overflows float64"):
        helpers.taylor_slope(lambda x: 1e308 if x.any() else -1e308, [0.0], [0.0])


def test_what_f_does_to_its_argument_is_lost():
    def f(x):
        value = np.sum(x**3)
        x[...] = np.nan
        return value

    x = np.array([1.0, 2.0])
    assert helpers.taylor_slope(f, x, 3 * x**2) == pytest.approx(2, abs=0.1)
    np.testing.assert_array_equal(x, [1, 2])


def test_a_report_as_it_is_printed():
    right = helpers.GradientCheck("W", True, 0.5, 0.5, (1, 0), 0.99e-6, 2.0)
    wrong = helpers.GradientCheck("b", False, -0.25, 12345.678, (), 1e-6, 1.04)
    worse = helpers.GradientCheck("c", False, 2.0, 1.0, (3,), 0.0123, 1.0)
    assert str(helpers.GradientReport([right, wrong, worse])).split("\n") == [
        "          verdict       entry      derived       nudged    error  slope",
        "W         right        [1, 0]          0.5          0.5   <1e-06    2.0",
        "b         WRONG             -        -0.25      12345.7    1e-06    1.0",
        "c         WRONG           [3]            2            1    1e-02    1.0",
    ]


ROUNDING = 10 * np.finfo(np.float64).eps ** (2 / 3)  # times the value of f, or 0.001 if that is larger


def verdict(monkeypatch, derived, slope=2.0, x=0.0, **tolerance):
    """The check of a gradient of f(x) = x_0, which is 1 for x_0 and 0 for all others, if the slope were this one."""
    monkeypatch.setattr("helpers.gradient_check.taylor_slope", lambda *_: slope)
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
