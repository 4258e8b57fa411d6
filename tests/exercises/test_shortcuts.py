"""Answers that are right wherever one usually looks: no cases may be so tame that they pass."""

import re

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, each, is_named_truly, quietly
from tests.exercises.test_kinds import full_name, numbers_of, typed, with_one_value_changed
from tests.exercises.test_told_apart import function

# ------------------------------------------------------------------------------- far out, where little is missing

T = "t = np.exp(-np.abs(z))\nreturn "
TAIL = "tail = np.where(np.abs(z) > {c}, np.exp(-np.abs(z)), np.log1p(np.exp(-np.abs(z))))\nreturn "
SHORTCUTS = {  # right but for a small rest beyond |z| = c
    "sigmoid.my_safe_slope": [T + "np.where(np.abs(z) > {c}, t, t / (1 + t) ** 2)"],
    "numerical_stability.my_stable_sigmoid": [
        T + "np.where(z > {c}, 1.0, np.where(z >= 0, 1, t) / (1 + t))",
        T + "np.where(z < -{c}, t, np.where(z >= 0, 1, t) / (1 + t))",
    ],
    "numerical_stability.my_safe_softplus": [
        "np.where(z > {c}, z, np.log1p(np.exp(np.minimum(z, {c}))))",
        TAIL + "np.maximum(z, 0) + tail",
    ],
    "numerical_stability.my_loss_from_logits": [TAIL + "np.maximum(z, 0) - z * y + tail"],
    "numerical_stability.my_mended_loss": [TAIL + "np.mean(np.maximum(z, 0) - z * y + tail)"],
    "numerical_stability.my_log_sigmoid": [
        TAIL + "np.minimum(z, 0) - tail",
        "np.where(z < -{c}, z, np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))",
    ],
    "numerical_stability.my_last_small_pull": ["np.where(z > {c}, -np.exp(-z), sigmoid(z) - 1)"],
    "numerical_stability.my_slope_at_every_z": ["np.where(np.abs(z) > {c}, (z > 0) - y, sigmoid(z) - y)"],
    "numerical_stability.my_log_sum": ["np.where(np.abs(a - b) > {c}, np.maximum(a, b), np.logaddexp(a, b))"],
}


@pytest.mark.parametrize("name", SHORTCUTS)
@pytest.mark.parametrize("c", [2.5, 5, 7, 10])
def test_a_shortcut_far_out_is_noticed(name, c):
    for body in SHORTCUTS[name]:
        answer = quietly(EXERCISES[name].judge, function(EXERCISES[name], body.replace("{c}", str(c))))
        assert answer.verdict == "wrong", body


# ---------------------------------------------------------------------------------------- numbers of one sign only

NEVER_NEGATIVE = {  # as an argument, by nature
    *("y_hat", "p", "y", "Y", "labels"),  # probabilities and labels
    *("rate", "eta", "lam", "h", "eps", "c", "f", "threshold", "low", "high"),
    *("length", "depth"),  # of a bill
    *("validation", "test", "training"),  # losses
    *("on", "a1"),  # a mask, an activation
}
OF_ONE_SIGN = {  # as a result, with the reason
    **dict.fromkeys(("my_likelihood", "my_stable_sigmoid", "my_sigma", "my_with_doubled_odds"), "a probability"),
    **dict.fromkeys(("y_hat", "Y_hat", "q"), "a probability"),
    **dict.fromkeys(("my_loss_of_days", "my_clamped", "my_batch_loss", "my_excess_loss", "loss"), "a loss"),
    **dict.fromkeys(("my_loss_from_logits", "my_mended_loss", "my_price_of_the_frequency"), "a loss"),
    **dict.fromkeys(("definition", "two_softplus", "one_softplus", "collected", "safe"), "a loss"),
    **dict.fromkeys(("my_log_sigmoid", "my_last_small_pull"), "the logarithm of a probability, or its distance from 1"),
    **dict.fromkeys(("my_slope_of_sigma", "my_safe_slope"), "the sigmoid rises"),
    **dict.fromkeys(("my_slope_of_log_of_rest", "my_first_order"), "it falls"),
    **dict.fromkeys(("a1", "my_safe_softplus", "dq_dy_hat"), "an activation, or the slope of one"),
    **dict.fromkeys(("my_how_many_numbers", "my_number_right", "my_stop_at"), "a number of things"),
    **dict.fromkeys(("hits", "misses", "alarms", "noes"), "a number of birds"),
    **dict.fromkeys(("my_precision", "my_recall", "my_majority", "my_area", "my_what_is_left"), "a share"),
    **dict.fromkeys(("my_he", "my_best_step", "my_limit_of_the_rate", "my_C_of", "deviation"), "a size"),
    **dict.fromkeys(("my_curvature", "my_gradient_check"), "a sum of squares, or a distance"),
    "my_exactly_one_from": "digits make it larger",
}


@each(judge.Function)
def test_numbers_of_both_signs_are_handed_in(exercise):
    for name in set(exercise.parameters) - NEVER_NEGATIVE:
        numbers = numbers_of(exercise, name)
        assert numbers is None or np.any(numbers < 0), f"{name} is never negative: add a case, or a reason"


@each(judge.Function)
def test_results_have_both_signs_and_who_loses_one_is_told(exercise):
    """Of each value alone; the absolute value, and the larger of it and 0, are other numbers."""
    if exercise.answers_yes_or_no:
        return
    for key in exercise.keys:
        results = np.concatenate([np.ravel(right.values[key]).astype(float) for right in exercise.expected])
        if not (np.any(results < 0) and np.any(results > 0)):
            assert (key or exercise.name) in OF_ONE_SIGN, f"{key or exercise.name} has one sign only: add a case"
            continue
        for change in (np.abs, lambda value: np.maximum(value, 0), lambda value: np.minimum(value, 0)):
            changed = with_one_value_changed(exercise, key, change)
            answer = quietly(exercise.judge, changed)
            assert answer.verdict == "wrong", (full_name(exercise), key)
            assert is_named_truly(exercise, changed, answer), answer.mistake


def test_equal_days_count_one_by_one():
    exercise = EXERCISES["binary_cross_entropy.my_loss_of_days"]
    for body in ("-sum(np.log(q) for q in set(p.tolist()))", "sum({q: -np.log(q) for q in p.tolist()}.values())"):
        assert exercise.judge(function(exercise, body)).mistake == "days with the same probability are counted once"


def test_a_label_in_between_counts_beside_every_prediction():
    exercise = EXERCISES["binary_cross_entropy.my_clamped"]
    logs = (
        "lo, hi = np.maximum(np.log(y_hat), -100), np.maximum(np.log(1 - y_hat), -100)\n"
        "loss = -(y * lo + (1 - y) * hi)\n"
    )
    for last in (
        *("np.where(y_hat == y, 0, loss)", "np.maximum(-y * lo, -(1 - y) * hi)", "np.abs(y * lo - (1 - y) * hi)"),
        *("np.hypot(y * lo, (1 - y) * hi)", "np.where(np.abs(y_hat - y) < 0.05, 0, loss)"),
    ):
        assert quietly(exercise.judge, function(exercise, f"{logs}return {last}")).verdict == "wrong", last
    assert quietly(exercise.judge, function(exercise, f"{logs}return loss")).verdict == "right"


# --------------------------------------------------------------------------------------- sums over too few terms


@each(judge.Derivation)
def test_a_sum_over_another_range_is_noticed(exercise):
    """One that stops too early, begins too late, or runs over another size: no term of it may be 0 by accident."""
    sizes = exercise.known & {"N", "inputs", "outputs", "hidden", "N0", "N1"}
    for n, line in enumerate(exercise.lines[1:], start=1):
        for size in set(re.findall(r"range\((\w+)\)", line)) & sizes:
            for other in (*(sizes - {size}), f"{size} - 1", f"1, {size}"):
                changed = line.replace(f"range({size})", f"range({other})", 1)
                answer = exercise.judge([*exercise.lines[:n], changed, *exercise.lines[n + 1 :]])
                assert (answer.verdict, answer.where) == ("wrong", f"line {n + 1}"), changed


@pytest.mark.parametrize(
    "body",
    [
        "np.abs(candidates - nudged).max(axis=1) < 1e-6 * np.abs(nudged).max()",
        "np.abs(candidates - nudged).max(axis=1) / np.abs(nudged).max() <= 1e-6",
        "np.abs(candidates - nudged).max(axis=1) <= 1e-6 * np.abs(candidates).max(axis=1)",
    ],
)
def test_a_gradient_of_zeros_and_an_infinite_one_are_on_trial(body):
    exercise = EXERCISES["find_the_bug.my_verdicts"]
    assert quietly(exercise.judge, function(exercise, body)).verdict == "wrong"


def test_an_extreme_prediction_meets_a_soft_label():
    exercise = EXERCISES["find_the_bug.my_excess_loss"]
    edit = ("np.clip(loss - smallest, 0, 100)", "np.clip(loss, 0, 100) - smallest")
    assert quietly(exercise.judge, exercise.run_text(exercise.edited(edit))).verdict == "wrong"


@pytest.mark.parametrize("name", ["binary_cross_entropy.my_lines", "numerical_stability.my_lines"])
def test_a_line_of_a_derivation_is_not_the_one_before(name):
    exercise = EXERCISES[name]
    first, second, *_ = exercise.keys
    for line in (f"    {second} = {first}\n", f"    {second} = {_line_of(exercise, first)}\n"):
        text = exercise.code.replace(f"    {second} = {_line_of(exercise, second)}\n", line)
        answer = exercise.judge(typed(exercise, text))
        assert (answer.verdict, answer.where) == ("open", second)
        assert f"`{second}` is `{first}` once more" in repr(answer)
    assert exercise.judge(typed(exercise, exercise.code)).verdict == "right"


def _line_of(exercise, key):
    return re.search(rf"    {key} = (.*)\n", exercise.code)[1]
