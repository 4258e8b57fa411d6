"""Functions that readers give to ours: they get copies, and if one is wrong, a sentence says what is wrong with it."""

import re

import numpy as np
import pytest

from helpers import (
    BinaryCrossEntropy,
    HiddenLayerClassifier,
    LinearClassifier,
    check_gradients,
    numerical_gradient,
    taylor_slope,
    train,
)
from helpers.functions import NoValueBeside, check_same_value, with_steps_that_stay_inside
from tests.module.examples import assert_same, both_networks, some_network

X = np.array([1.0, 2.0])
CUBES = 3 * X**2  # the gradient of the sum of cubes


def cubes(x):
    return np.sum(x**3)


def nudge(f):
    return numerical_gradient(f, X)


def walk(f):
    return taylor_slope(f, X, CUBES)


def check(f):
    return check_gradients(f, {"x": X}, {"x": CUBES})


all_three = pytest.mark.parametrize("ask", [nudge, walk, check])


def says(message, kind=ValueError):
    return pytest.raises(kind, match=f"^{re.escape(message)}")


# ---------------------------------------------------------------------------------------------- it changes its argument


def normalised(x):
    x /= x.sum()
    return np.sum(x**3)


def test_a_function_that_changes_its_argument_is_right_and_changes_nothing():
    p = X / X.sum()
    gradient = 3 * (p**2 - np.sum(p**3)) / X.sum()
    before = X.copy()
    report = check_gradients(normalised, {"x": X}, {"x": gradient})
    assert report.ok
    assert report.notes == ("f changes its argument x, of which it has got copies here",)
    assert str(report).endswith("\nnote: f changes its argument x, of which it has got copies here")
    np.testing.assert_allclose(numerical_gradient(normalised, X), gradient, rtol=1e-6)
    assert taylor_slope(normalised, X, gradient) == pytest.approx(2, abs=0.1)
    assert_same(X, before)


def test_the_other_variables_are_copies_too():
    def f(x, y):
        value = np.sum(x * y)
        x *= 2
        return value

    x, y = X.copy(), np.array([-1.0, 0.5])
    report = check_gradients(f, {"x": x, "y": y}, {"x": y, "y": x})
    assert report.ok
    assert report.notes == ("f changes its argument x, of which it has got copies here",)
    assert_same(x, X)


def test_a_good_function_gets_no_note():
    assert check(cubes).notes == ()
    assert "note" not in str(check(cubes))
    assert check(lambda x: 1e200 * cubes(x)).notes == ()  # beyond float32: no warning either
    assert check_gradients(lambda W, b: cubes(W) + b, {"W": X, "b": 1.0}, {"W": 1.03 * CUBES, "b": 1.0}).notes == ()


# ------------------------------------------------------------------------------------ it gives two values for one input


@all_three
def test_two_values_for_one_input(ask):
    rng, calls = np.random.default_rng(0), []
    with says("f gives two values for one input, "):
        ask(lambda x: cubes(x) + rng.random())
    with says("f gives two values for one input, "):
        ask(lambda x: cubes(x) + (calls.append(1) or len(calls)))  # it remembers how often it was called
    calls.clear()
    with says(f"f gives two values for one input, 1 and {15 if ask is walk else 5}: let it draw no random numbers"):
        ask(lambda x: calls.append(1) or len(calls))


@all_three
def test_values_that_differ_in_the_last_digit_are_one(ask):
    """A sum may be added in another order, from call to call."""
    calls = []
    ask(lambda x: cubes(x) * (1 + 2e-16 * (calls.append(1) or len(calls) % 2)))


def test_how_far_the_steps_are_shortened():
    parts = []

    def compute(part):
        parts.append(part)
        raise NoValueBeside

    with pytest.raises(NoValueBeside):
        with_steps_that_stay_inside(compute)
    np.testing.assert_allclose(parts, [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9], rtol=1e-15)


def test_how_much_two_values_may_differ():
    check_same_value(1e3, 1e3 * (1 + 8e-13))
    check_same_value(1.0, 1.6, tolerance=0.5)  # of the larger one
    with says("f gives two values for one input, 1 and 1: let it draw no random numbers"):
        check_same_value(1.0, 1.0 + 1.5e-12)
    with says("f gives two values for one input, 1e+308 and -1e+308: "):  # their difference overflows, without warning
        check_same_value(np.float64(1e308), -1e308)


# ----------------------------------------------------------------------------------------------- it computes in float32


@all_three
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_a_function_in_float32(ask, dtype):
    with says(f"the value of f is {np.dtype(dtype)}, and the rounding of this type hides what a small step", TypeError):
        ask(lambda x: np.sum(x.astype(dtype) ** 3, dtype=dtype))
    with says(f"the value of f is {np.dtype(dtype)}, and", TypeError):
        ask(lambda x: [np.sum(x.astype(dtype) ** 3, dtype=dtype)])


def test_two_values_are_enough_to_look_like_float32():
    (note,) = check(lambda x: float(x[0] > 1)).notes
    assert note.startswith("every value of f is a float32 number")


def test_a_large_step_is_seen_in_float32_too():
    gradient = numerical_gradient(lambda x: np.sum(x.astype(np.float32) ** 3), X, h=0.01)
    np.testing.assert_allclose(gradient, CUBES, rtol=1e-3)


def test_float32_that_became_a_python_number_is_noted():
    note = "every value of f is a float32 number; if it computes in float32, let it do so in float64"
    assert check(lambda x: float(np.sum(x.astype(np.float32) ** 3))).notes == (note,)
    assert check(lambda x: float(cubes(x))).notes == ()


def test_a_function_that_does_not_look_at_its_argument_is_noted():
    (note,) = check(lambda x: 5.0).notes
    assert note == "f has the same value wherever x is nudged; does it use its argument x?"
    assert check_gradients(lambda x: 5.0, {"x": X}, {"x": [0.0, 0.0]}).notes == ()


# ----------------------------------------------------------------------------------------------- its domain ends nearby


@pytest.mark.parametrize("y_hat", [1e-9, 1e-3, 1e-5, 1e-7, 0.5, 0.9985, 1 - 1e-5])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_near_the_end_of_the_domain_the_steps_stay_inside(y_hat, label):
    f = lambda y_hat: BinaryCrossEntropy().forward(y_hat, [label])
    derived = np.array([(y_hat - label) / (y_hat * (1 - y_hat))])
    (right,) = check_gradients(f, {"y_hat": [y_hat]}, {"y_hat": derived})
    assert right.ok
    assert right.nudged == pytest.approx(derived[0], rel=2e-6)
    assert taylor_slope(f, [y_hat], derived) == pytest.approx(2, abs=0.1)
    (wrong,) = check_gradients(f, {"y_hat": [y_hat]}, {"y_hat": 1.03 * derived})
    assert not wrong.ok
    assert wrong.slope == pytest.approx(1, abs=0.15)


def minus_log(y_hat):
    return -np.sum(np.log(y_hat)) if np.all(y_hat > 0) else np.nan


def test_a_value_that_is_no_number_is_an_end_of_the_domain_too():
    assert check_gradients(minus_log, {"y_hat": [1e-4, 0.5]}, {"y_hat": [-1e4, -2.0]}).ok


@pytest.mark.parametrize("h", [1e-8, 1e-7])
def test_the_step_can_be_set(h):
    near = np.array([1e-4])
    assert check_gradients(minus_log, {"y_hat": near}, {"y_hat": -1 / near}, h=h).ok
    assert not check_gradients(minus_log, {"y_hat": near}, {"y_hat": -1.03 / near}, h=h).ok
    assert taylor_slope(minus_log, near, -1 / near, h=1e-5) == pytest.approx(2, abs=0.1)
    np.testing.assert_allclose(numerical_gradient(minus_log, near, h=h), -1 / near, rtol=1e-5)


@pytest.mark.parametrize("x", [0.0, 100.0])
def test_a_step_that_was_set_is_the_step(x):
    seen = []
    check_gradients(lambda at: seen.append(at[0] - x) or at[0], {"at": [x]}, {"at": [1.0]}, h=0.25)
    assert (max(seen[:2]), min(seen[:2])) == (0.25, -0.25)
    assert max(np.abs(seen)) == pytest.approx(0.25e-3 / np.finfo(np.float64).eps ** (1 / 3) * 2, rel=1e-9)  # |v| is 2
    seen.clear()
    taylor_slope(lambda at: seen.append(at[0] - x) or at[0], [x], [1.0], h=0.25)
    assert max(np.abs(seen)) == pytest.approx(0.5)


def test_a_step_that_was_set_too_long_says_so():
    message = "f has a value at y_hat, but none with -0.466667 in the place of 0.0333333 (ValueError: "
    with says(message) as caught:
        check_gradients(minus_log, {"y_hat": [1 / 30]}, {"y_hat": [-30.0]}, h=0.5)
    assert str(caught.value).endswith("): give a smaller step h, or a point further inside")
    with says("f has a value at x, but none 5.0e-02 from it (ValueError: the value of f is nan"):
        taylor_slope(minus_log, [0.1], [-10.0], h=0.5)


def test_a_numerical_gradient_too_near_the_end_says_so():
    bce = lambda y_hat: BinaryCrossEntropy().forward(y_hat, [1.0])
    with says(
        "f has a value at x, but none with -5.05545e-06 in the place of 1e-06 (ValueError: y_hat holds -5.05"
    ) as e:
        numerical_gradient(bce, [1e-6])
    assert "a probability lies between 0 and 1" in str(e.value)


@all_three
def test_at_the_very_end_no_step_is_small_enough(ask):
    with says("f has a value at x, but none "):
        ask(lambda x: -np.sum(np.log(x - 1)) if np.all(x > 1) else 0.0 if np.array_equal(x, X) else np.nan)


@all_three
def test_an_error_of_f_at_the_point_itself_is_its_own(ask):
    def f(x):
        raise KeyError("loss")

    with pytest.raises(KeyError, match="^'loss'$"):
        ask(f)
    with says("the value of f is nan: give finite numbers"):
        ask(lambda x: np.nan)


# ------------------------------------------------------------------------------------------- it returns the wrong thing

RETURNS = [
    (None, TypeError, "the value of f is None: let f return one number; does it end with return?"),
    (
        (1.0, CUBES),
        TypeError,
        "the value of f is a tuple (float, ndarray): let f return one number, for example a sum or a mean",
    ),
    (
        [1.0, [2.0, 3.0]],
        TypeError,
        "the value of f is a list (float, list): let f return one number, for example a sum or a mean",
    ),
    (CUBES, ValueError, "the value of f has shape (2,): let f return one number, for example a sum or a mean"),
    ("1.5", TypeError, "the value of f is text: give real numbers"),
    (1j, TypeError, "the value of f is complex128: give real numbers"),
    ({"loss": 1.0}, TypeError, "the value of f is dict: give real numbers"),
    (np.inf, ValueError, "the value of f is inf: give finite numbers"),
    ([], TypeError, "the value of f is a list (): let f return one number"),
]


@all_three
@pytest.mark.parametrize(("value", "kind", "message"), RETURNS, ids=lambda value: str(value)[:40])
def test_a_wrong_value(ask, value, kind, message):
    with says(message, kind):
        ask(lambda x: value)


@all_three
@pytest.mark.parametrize("wrap", [float, np.float64, np.array, lambda v: [v], lambda v: (v,), lambda v: [[v]]])
def test_one_number_however_it_is_wrapped(ask, wrap):
    ask(lambda x: wrap(cubes(x)))


# ---------------------------------------------------------------------------------------------------- it is no function


@all_three
@pytest.mark.parametrize(
    ("f", "message"),
    [
        (X, "f is ndarray: give a function"),
        (None, "f is None: give a function"),
        ("cubes", "f is 'cubes': give a function"),
        (BinaryCrossEntropy, "f is the class BinaryCrossEntropy: give a function"),
        (lambda: 1.0, "f takes (), but is called as f(x): let it take that"),
        (lambda x, y: 1.0, "f takes (x, y), but is called as f(x): let it take that"),
    ],
)
def test_no_function_of_one_array(ask, f, message):
    with says(message.replace("f(x)", "f(x=...)") if ask is check else message, TypeError):
        ask(f)


def test_a_function_of_other_names():
    with says("f takes (W), but is called as f(W=..., b=...): let it take that", TypeError):
        check_gradients(lambda W: cubes(W), {"W": X, "b": X}, {"W": X, "b": X})


def test_a_built_in_function_may_not_say_what_it_takes():
    assert numerical_gradient(max, [1.0, 3.0]).tolist() == pytest.approx([0, 1])


def test_what_check_gradients_needs_are_dictionaries():
    network, x, y = some_network(LinearClassifier)
    f = lambda **parameters: network.copy(**parameters).forward_loss(x, y)
    dictionary = 'give a dictionary of arrays by name, such as {"W": ...}'
    with says(f"gradients is LinearClassifierGradients: {dictionary}", TypeError):
        check_gradients(f, network.parameters, network.gradients(x, y))
    with says(f"variables is ndarray: {dictionary}", TypeError):
        check_gradients(f, X, CUBES)
    with says('variables has the name 0: give text, such as "W"', TypeError):
        check_gradients(f, {0: X}, {0: X})


# --------------------------------------------------------------------------------------------------- long names, places


def test_long_names_and_long_numbers_keep_their_columns():
    name = "the_output_layers_weights"
    report = check_gradients(lambda **v: np.sum(v[name] ** 2), {name: np.ones((2, 1))}, {name: np.full((2, 1), 2.0)})
    head, line = str(report).splitlines()
    assert line.split() == [name, "right", "[0,", "0]", "2", "2", "<1e-06", "2.0"]
    assert head.index("verdict") == line.index("right")
    report[0].derived = report[0].nudged = -1.23456e-123
    report[0].index = (1000, 2000, 300)
    for text in ("[1000, 2000, 300]", "-1.23456e-123"):
        assert f" {text} " in str(report)


# ---------------------------------------------------------------------------------------------------------------- watch


@both_networks
def test_watch_gets_copies(kind):
    """Else all that it keeps would be the last network, and what it changes would go on in the training."""
    network, x, y = some_network(kind)
    options = {"learning_rate": 0.1, "epochs": 3}
    run = train(network, x, y, watch=lambda network: network.parameters, **options)
    name = next(iter(network.parameters))
    assert len({parameters[name].tobytes() for parameters in run.watched}) == 4
    assert_same(run.watched[0][name], network.parameters[name])
    assert_same(run.watched[-1][name], run.network.parameters[name])

    def meddle(network):
        network.parameters[name][...] = 0

    assert_same(train(network, x, y, watch=meddle, **options).losses, run.losses)


@pytest.mark.parametrize(
    ("watch", "message"),
    [
        (1, "watch is int: give a function"),
        (lambda: 0, "watch takes (), but is called as watch(network): let it take that"),
        (HiddenLayerClassifier, "watch is the class HiddenLayerClassifier: give a function"),
    ],
)
def test_no_watch(watch, message):
    network, x, y = some_network(LinearClassifier)
    with says(message, TypeError):
        train(network, x, y, learning_rate=0.1, epochs=1, watch=watch)
