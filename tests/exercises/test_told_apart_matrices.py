"""More answers of readers, to notebooks 03, 05 and 10: names that once said more, or other, than the numbers do."""

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, each, quietly
from tests.exercises.test_told_apart import assert_wrong, function

FORMS = [
    ("matrix_calculus.my_dz_dW", "(i == l) * x[l]", "the output is compared with the column"),
    ("matrix_calculus.my_dz_dW", "x[l] if i == l else 0", "the output is compared with the column"),
    ("matrix_calculus.my_dz_dW", "(i == l) * x[k]", "row and column of the weight have changed places"),
    ("matrix_calculus.my_z_i", "sum(W[i]) * sum(x) + b[i]", "each factor gets a sum of its own"),
    ("linear_classifier.my_curvature", "np.mean(y_hat * (1 - y_hat) * ((X * gamma) ** 2).sum(axis=1))", "each product"),
    ("linear_classifier.my_curvature", "np.mean(y_hat * (1 - y_hat) * (X**2 @ gamma))", "the features are squared"),
    ("linear_classifier.my_curvature", "np.mean(y_hat * (1 - y_hat) * (X @ gamma**2))", "the gradient is squared"),
    ("linear_classifier.my_margin", "np.where(y == 1, abs(z), -abs(z))", "the side is taken from the label"),
    ("linear_classifier.my_margin", "(y - 0.5) * np.abs(z)", None),
    ("linear_classifier.my_best_bias", "np.log(np.sum(y > 0.5) / np.sum(y <= 0.5))", "is taken for a 1 or for a 0"),
    (
        "linear_classifier.my_best_bias",
        "np.log(np.sum(np.round(y)) / np.sum(1 - np.round(y)))",
        "is taken for a 1 or for a 0",
    ),
]


@pytest.mark.parametrize("name, body, mistake", FORMS)
def test_the_words_are_true_of_the_formula(name, body, mistake):
    assert_wrong(EXERCISES[name].judge(function(EXERCISES[name], body)), mistake)


ROUTES = "automatic_differentiation.my_divide_back"
LINES = [  # with the value that is the first wrong one; the others are right
    (ROUTES, ("dL_da = g / b", "dL_da = -g * a / b**2"), "dL_da", "a gets what belongs to b"),
    (
        ROUTES,
        ("dL_da = g / b", "dL_da = -g * a / b**2", "dL_db = -g * a / b**2", "dL_db = g / b"),
        "dL_da",
        "a gets what belongs to b",
    ),
    (ROUTES, ("-g * a / b**2", "dL_da"), "dL_db", "both get the same"),
    (ROUTES, ("-g * a / b**2", "g / a"), "dL_db", "each is divided by the other"),
    (
        "automatic_differentiation.my_fork_back",
        ("df_du * y + df_dv", "df_du * x", "df_dy = df_du * x", "df_dy = df_du * y + df_dv"),
        "df_dx",
        "x gets what belongs to y",
    ),
]


@pytest.mark.parametrize("name, edit, where, mistake", LINES)
def test_routes_that_have_changed_places_are_told(name, edit, where, mistake):
    answer = EXERCISES[name].judge(EXERCISES[name].run_text(EXERCISES[name].edited(edit)))
    assert_wrong(answer, mistake)
    assert answer.where == where


ENDS = [  # where a solution has no value: the task says so
    ("my_price_of_the_frequency", {"f": 0.0}, "strictly between 0 and 1"),
    ("my_price_of_the_frequency", {"f": 1.0}, "strictly between 0 and 1"),
    ("my_best_bias", {"y": np.ones(3)}, "neither all 0 nor all 1"),
    ("my_best_bias", {"y": np.zeros(3)}, "neither all 0 nor all 1"),
    ("my_standardised", {"train": np.ones((3, 2)), "new": np.ones((1, 2))}, "No column of train is constant"),
    ("my_limit_of_the_rate", {"gamma": np.ones(2), "c": np.float64(0)}, "above 0"),
]


@pytest.mark.parametrize("name, case, words", ENDS)
def test_an_end_without_a_value_is_excluded(name, case, words):
    exercise = EXERCISES[f"linear_classifier.{name}"]
    with np.errstate(all="ignore"):
        assert not np.all(np.isfinite(exercise.written(**case)))
    assert words in " ".join(exercise.task.split())


@pytest.mark.parametrize("name", ["my_step", "my_update", "my_standardised"])
def test_where_an_update_could_be_made_in_place_a_new_array_is_asked_for(name):
    assert "as new array" in EXERCISES[f"linear_classifier.{name}"].task.replace("as a new", "as new")


# ------------------------------------------------------------------------------- tuples, lines, and what stops


TUPLES = [  # two entries are wrong; named is the first, if one mistake has it, in this entry alone
    ("matrix_calculus.my_shapes", ((7, 4), (32, 4), (32, 7)), "dL/dW is transposed"),
    ("matrix_calculus.my_shapes", ((7, 4), (4,), (32, 4)), "dL/dW is transposed"),
    ("matrix_calculus.my_shapes", ((4, 7), (32, 4), (32, 4)), "dL/db still has the samples in it"),
    ("matrix_calculus.my_shapes", ((4, 7), (32,), (32, 4)), None),
    ("linear_classifier.my_still", (2, 3), "the features that are zero are counted"),
    ("linear_classifier.my_still", (12, 7), None),  # of another mistake, in which both are wrong
    ("linear_classifier.my_still", (0, 3), None),  # of two mistakes
    ("hidden_layer.my_fold_and_one", (2, 7), None),
]


@pytest.mark.parametrize("name, value, mistake", TUPLES)
def test_the_first_wrong_entry_of_a_tuple_has_a_name(name, value, mistake):
    answer = EXERCISES[name].judge(value)
    assert_wrong(answer, mistake)
    assert "The first that is not right" in repr(answer)


@each(judge.Value)
def test_a_tuple_with_one_more_wrong_entry_has_no_other_name(exercise):
    """Of each mistake, the last entry is spoilt, too: the words for several entries are said no more."""
    for words, value in exercise.mistaken.items():
        if not isinstance(exercise.right, tuple) or len(value) != len(exercise.right):
            continue
        of_one = sum(not exercise.close(a, b) for a, b in zip(value, exercise.right, strict=True)) == 1
        spoilt = (*value[:-1], exercise.choices[0] if exercise.choices else 77.0)
        if exercise.close(spoilt, value) or spoilt in exercise.mistaken.values():
            continue
        mistake = exercise.judge(spoilt).mistake
        assert mistake is None or (mistake == words and of_one), (spoilt, mistake)


@pytest.mark.parametrize(
    "line, words",
    [
        ("mean(w @ u, w @ v) + b", "`mean` takes one array; the mean of two numbers is `(a + b) / 2`"),
        ("w @ mean(u, v) + b", "`mean` takes one array; the mean of two numbers is `(a + b) / 2`"),
        ("sum(z_u, z_v) / 2", "`sum` takes one array; the sum of two numbers is `a + b`"),
        ("mean(z_u, 1)", "`mean` does not fit what it gets"),
    ],
)
def test_who_takes_a_mean_of_two_numbers_is_told_how(line, words):
    answer = EXERCISES["linear_classifier.my_half_way_steps"].judge([line])
    assert answer.verdict == "wrong"
    assert f"It has no value there: {words}" in repr(answer)


def designed(name, first_line, *lines):
    """What is said of a reader's function, where many are right."""
    names = {"np": np}
    exec("\n    ".join([f"{first_line}:", *lines]), names)
    return EXERCISES[name].judge(names[EXERCISES[name].name]).parts


def test_a_function_that_stops_is_told_so_before_the_condition():
    name, line = "automatic_differentiation.my_order", "def my_order(parents, loss)"
    condition = next(iter(EXERCISES[name].promises))
    parts = designed(name, line, "order = parents[loss][17]", "return order")
    assert parts[0].startswith("It stops in line 2")
    assert parts[1] == "It was given:" and dict(parts[2]).keys() == {"parents", "loss"}
    assert parts[3] == condition
    assert parts[4].startswith("Next: read the line that stopped")
    assert designed(name, "def my_order(parents)", "return list(parents)")[0] == condition  # no line of it has stopped
    parts = designed("matrix_calculus.my_fits_but_wrong", "def my_fits_but_wrong(g, x, W)", "return W @ W")
    assert parts[0] == "Condition 1 holds, and number 2 of 5 does not:"
    assert parts[1].startswith("It stops in line 2")


def test_all_conditions_hold_but():
    parts = designed("matrix_calculus.my_fits_but_wrong", "def my_fits_but_wrong(g, x, W)", "W += 1", "return W")
    assert parts[0].startswith("All 5 conditions hold, but it changes `W`, which belongs")


@pytest.mark.parametrize("body", ["1 / W", "W / x", "np.outer(g, 1 / x)", "np.log(np.abs(W))", "np.outer(1 / g, x)"])
def test_what_fits_has_to_be_finite_for_a_0_too(body):
    exercise = EXERCISES["matrix_calculus.my_fits_but_wrong"]
    assert "finite" in repr(quietly(exercise.judge, eval(f"lambda g, x, W: {body}", {"np": np})))
