"""More answers of readers, to notebooks 03, 05 and 10: names that once said more, or other, than the numbers do."""

import numpy as np
import pytest

from tests.exercises.every import EXERCISES
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
    ("linear_classifier.my_best_bias", "np.log(np.sum(y > 0.5) / np.sum(y <= 0.5))", "are rounded"),
    ("linear_classifier.my_best_bias", "np.log(np.sum(np.round(y)) / np.sum(1 - np.round(y)))", "are rounded"),
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
