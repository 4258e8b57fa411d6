"""What wrong numbers are to the right ones is said in every exercise, listed there or not, and only if it is true."""

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from helpers.exercises._relations import OF_ALL, OF_ONE, relation, rounding
from tests.exercises.every import EXERCISES, each, is_named_truly, quietly
from tests.exercises.test_kinds import full_name, with_one_value_changed
from tests.exercises.test_told_apart import function


@pytest.mark.mutants
@each(judge.Function)
def test_an_everyday_slip_is_named_in_every_value(exercise):
    """Two of them in each, in turn."""
    if exercise.answers_yes_or_no:
        return
    turn = list(EXERCISES.values()).index(exercise)
    for place, key in enumerate(exercise.keys):
        everyday = [OF_ONE[(turn + place) % 3][1]]
        if any(np.size(right.values[key]) > 1 for right in exercise.expected):
            everyday.append(OF_ALL[(turn + place) % 2][1])
        for made in everyday:
            slipped_is_named(exercise, key, made)


def slipped_is_named(exercise, key, made):
    slipped = with_one_value_changed(exercise, key, lambda value: made(np.asarray(value, dtype=float)))
    answer = quietly(exercise.judge, slipped)
    assert (answer.verdict, bool(answer.mistake)) == ("wrong", True), (full_name(exercise), key)
    assert is_named_truly(exercise, slipped, answer), answer.mistake


@pytest.mark.mutants
@each(judge.Derivation)
def test_a_line_with_a_factor_is_named(exercise):
    for factor, words in (("2 * ", "the line is doubled"), ("1/2 * ", "the line is halved")):
        answer = exercise.judge([f"{factor}({exercise.lines[-1]})"])
        if any(np.all(value == 0) for value in exercise.given):
            continue
        assert (answer.verdict, answer.where) == ("wrong", "line 1")
        assert answer.mistake == words or answer.mistake in exercise.mistakes.values(), answer


RIGHT = [np.array([[1.0, -2.0], [3.0, 5.0], [0.0, 4.0]]), np.array([[2.0, 7.0], [-1.0, 0.5], [6.0, -3.0]])]
CASES = [{"x": 3.0, "A": np.ones((3, 4)), "b": np.arange(5.0)}, {"x": 0.5, "A": np.ones((7, 4)), "b": np.arange(2.0)}]


@pytest.mark.parametrize("words, made", [*OF_ONE, *OF_ALL], ids=[words for words, _ in (*OF_ONE, *OF_ALL)])
def test_each_relation_is_found_and_has_to_hold_everywhere(words, made):
    right = list(map(np.abs, RIGHT)) if "root" in words else RIGHT
    with np.errstate(all="ignore"):
        pairs = [(np.asarray(made(value)), value) for value in right]
    assert relation(pairs, CASES, "`z`") == words.format(what="`z`")
    assert relation([pairs[0], (right[1] + 1.5, right[1])], CASES, "`z`") is None


@pytest.mark.parametrize(
    "factors, words",
    [
        ([1 / 3, 1 / 0.5], "z is divided by `x`: such a factor is lost, or it is divided once too often"),
        ([3, 0.5], "z is multiplied by `x`: there is such a factor too many, or a division by it is missing"),
        ([1 / 3, 1 / 7], "z is divided by the number of rows of `A`, too"),  # in the first case by x, too
        ([1 / 5, 1 / 2], "z is divided by the number of entries of `b`, too"),
        ([5, 2], "z is multiplied by the number of entries of `b`"),
        ([1 / 4, 1 / 4], "z is divided by the number of columns of `A`, too"),
        ([3, 7], "z is multiplied by the number of rows of `A`"),
        ([3, 4], None),
        ([1, 1], None),
    ],
)
def test_a_factor_is_an_argument_or_a_length(factors, words):
    pairs = [(factor * right, right) for factor, right in zip(factors, RIGHT, strict=True)]
    assert relation(pairs, CASES, "z") == words


@pytest.mark.parametrize(
    "name, form, words",
    [
        ("real_data.my_C_of", "1 / (lam * N**2)", "is divided by `N`"),
        ("real_data.my_C_of", "1 / (lam**2 * N)", "is divided by `lam`"),
        ("real_data.my_C_of", "1 / N", "is multiplied by `lam`"),
        ("sigmoid.my_sigma", "1 / (1 + np.exp(-z)) / z", "is divided by `z`"),
    ],
)
def test_a_lost_factor_and_one_division_too_many_are_not_mixed_up(name, form, words):
    answer = quietly(EXERCISES[name].judge, function(EXERCISES[name], form))
    assert words in answer.mistake


def test_only_what_the_reader_can_know_of_is_named():
    exercise = EXERCISES["real_data.my_penalty_steps"]
    answer = exercise.judge([exercise.lines[0], "lam * w / (inputs * outputs)"])
    assert answer.mistake == "the line is divided by the number of entries of `W`, too"


def test_what_two_relations_explain_has_no_name():
    two = [{"n": 2.0, "A": np.ones((2, 3))}] * 2
    assert relation([(right / 2, right) for right in RIGHT], two, "z") is None
    below_0 = [-np.abs(right) for right in RIGHT]
    assert relation([(-right, right) for right in below_0], CASES, "z") == "the sign of z is turned"
    assert relation([], [], "z") is None


def test_a_right_value_and_one_of_another_shape_have_no_relation():
    assert relation([(right, right) for right in RIGHT], CASES, "z") is None
    assert relation([(right.ravel(), right) for right in RIGHT], CASES, "z") is None


def test_the_words_of_a_relation_stand_in_the_answer():
    exercise = EXERCISES["linear_classifier.my_best_bias"]
    answer = exercise.judge(function(exercise, "np.log(np.mean(y) / (1 - np.mean(y))) / 2"))
    assert "This is what comes out when the result is halved." in repr(answer)


# ----------------------------------------------------------------------------------------- rounded and cut off

NUMBERS = np.array([[1.2345, -2.5001, 3.999], [0.017, 12.3456, -0.4999]])
ROUNDED = [
    (lambda right: np.round(right, 2), "z is rounded to 2 decimal places: all digits are wanted"),
    (lambda right: np.round(right, 1), "z is rounded to 1 decimal place: all digits are wanted"),
    (np.round, "z is rounded to whole numbers: all digits are wanted"),
    (np.trunc, "z is cut off at the point, as by `int`: all digits are wanted"),
    (np.floor, "z is rounded down to whole numbers, as by `//`: all digits are wanted"),
    (lambda right: np.floor(100 * right) / 100, "z is rounded down to 2 decimal places: all digits are wanted"),
    (lambda right: np.trunc(10 * right) / 10, "z is cut off after 1 decimal place: all digits are wanted"),
    (lambda right: np.round(right, 2) + 0.01, None),
    (lambda right: 0 * right, None),  # nothing is left: it may be anything
]


@pytest.mark.parametrize("made, words", ROUNDED)
def test_rounded_numbers_are_told(made, words):
    assert rounding([(made(right), right) for right in NUMBERS], "z") == words
    if words:
        assert rounding([(made(NUMBERS[0]), NUMBERS[0]), (NUMBERS[1], NUMBERS[1])], "z") is None


@pytest.mark.parametrize("body", ["(y_hat - y) // (y_hat * (1 - y_hat))", "np.floor(100 * {}) / 100", "np.trunc({})"])
def test_digits_that_are_cut_off_are_named(body):
    exercise = EXERCISES["binary_cross_entropy.my_slope"]
    answer = exercise.judge(function(exercise, body.format("((y_hat - y) / (y_hat * (1 - y_hat)))")))
    assert "the result is cut off" in answer.mistake or "the result is rounded down" in answer.mistake


def test_who_cuts_and_who_rounds_cannot_always_be_told():
    right = [np.array([0.5, 0.25]), np.array([1.4, 2.25])]
    words = "z is rounded or cut off to whole numbers: all digits are wanted"
    assert rounding([(np.trunc(value), value) for value in right], "z") == words
    positive = [(np.floor(value + 0.4), value + 0.4) for value in right]
    assert rounding(positive, "z") == "z is cut off at the point, as by `//` or `int`: all digits are wanted"


@pytest.mark.parametrize(
    "name, body, words",
    [
        ("my_slope", "(y_hat - y) / (y_hat * (1 - y_hat)) / np.size(y)", "by the number of entries of `y_hat`"),
        ("my_slope", "np.mean((y_hat - y) / (y_hat * (1 - y_hat)))", "all entries of the result are averaged"),
        ("my_likelihood", "np.sum(y_hat**y * (1 - y_hat) ** (1 - y))", "all entries of the result are added up"),
        ("my_likelihood", "np.prod(y_hat**y * (1 - y_hat) ** (1 - y))", "all entries of the result are multiplied"),
    ],
)
def test_a_relation_of_arrays_is_named_where_there_are_single_numbers_too(name, body, words):
    exercise = EXERCISES[f"binary_cross_entropy.{name}"]
    assert words in exercise.judge(function(exercise, body)).mistake


LOSS = "np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))"


@pytest.mark.parametrize(
    "name, body, words",
    [
        ("my_loss_from_logits", f"np.mean({LOSS})", "all entries of the result are averaged"),
        ("my_slope_at_every_z", "np.sum(sigmoid(z) - y)", "all entries of the result are added up"),
        ("my_slope_at_every_z", "(sigmoid(z) - y) / np.size(z)", "by the number of entries of `z`"),
    ],
)
def test_a_relation_holds_to_the_digits_of_the_type(name, body, words):
    """float32 has seven of them."""
    exercise = EXERCISES[f"numerical_stability.{name}"]
    assert words in exercise.judge(function(exercise, body)).mistake
