"""Small print of the helpers: what a planted bug could change without any other test noticing."""

import re

import numpy as np
import pytest

import helpers
from helpers import BinaryCrossEntropyWithLogits, Linear, LinearClassifier, ReLU, Sigmoid, check_gradients, train
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
        helpers.BinaryCrossEntropy().partials(y / 2, y),
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


def test_a_taylor_slope_of_float32_is_computed_in_float64():
    x = np.array([1.0, 2.0], np.float32)
    kinds = set()
    slope = helpers.taylor_slope(lambda x: kinds.add(x.dtype) or np.sum(x**3), x, 3 * x**2)
    assert kinds == {np.dtype(np.float64)}
    assert slope == pytest.approx(2, abs=0.1)


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


def test_a_report_as_it_is_printed():
    right = helpers.GradientCheck("W", True, 0.5, 0.5, (1, 0), 0.99e-6, 2.0)
    wrong = helpers.GradientCheck("b", False, -0.25, 12345.678, (), 1e-6, 1.04)
    assert str(helpers.GradientReport([right, wrong])).split("\n") == [
        "          verdict       entry      derived       nudged    error  slope",
        "W         right        [1, 0]          0.5          0.5   <1e-06    2.0",
        "b         WRONG             -        -0.25      12345.7    1e-06    1.0",
    ]


def test_the_default_tolerance():
    x = np.array([100.0, 200.0])
    for factor, ok in ((1 + 0.9e-6, True), (1 + 1.2e-6, False)):
        report = check_gradients(lambda x: np.sum(x**2) / 2, {"x": x}, {"x": factor * x})
        assert report[0].error == pytest.approx(factor - 1, rel=0.05)
        assert (report[0].error <= 1e-6) is ok


@pytest.mark.parametrize("place", range(5))
def test_a_right_report_shows_the_largest_entry(place):
    x = np.array([0.3, 1.7, -2.1, 0.9, 1.1])
    x[place] = -5.3
    (shown,) = check_gradients(lambda x: np.sum(np.cos(x) + x**2), {"x": x}, {"x": 2 * x - np.sin(x)})
    assert shown.ok
    assert shown.index == (place,)
