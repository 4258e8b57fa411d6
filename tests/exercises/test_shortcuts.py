"""Answers that are right wherever one usually looks: no cases may be so tame that they pass."""

import re

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, each, is_named_truly, quietly
from tests.exercises.test_kinds import full_name, numbers_of, typed, with_one_value_changed, wrapped
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


# ------------------------------------------------------------- a window around 0, a clip far below, a mask with a gap

NOTHING_AT_0 = {  # the sigmoid alone, or less: there is nothing to be mended by a window
    *("layers_and_gradient_checks.my_sigmoid_backward", "matrix_calculus.my_back_through_sigmoid"),
    *("matrix_calculus.my_upstream", "linear_classifier.my_margin", "find_the_bug.my_loss_and_slope"),
    "find_the_bug.my_row_log_sums",
}
WINDOWS = {  # right but for a small rest around 0; what is not constant there is right nearer to 0
    "numerical_stability.my_slope_at_every_z": [(1e-3, "np.where(np.abs(z) < {w}, 0.5 - y, sigmoid(z) - y)")],
    "numerical_stability.my_safe_softplus": [
        (1e-2, "np.where(np.abs(z) < {w}, np.log(2) + z / 2, np.logaddexp(0, z))")
    ],
    "numerical_stability.my_loss_from_logits": [
        (1e-2, "np.where(np.abs(z) < {w}, np.log(2) + z / 2 - z * y, np.logaddexp(0, z) - z * y)")
    ],
    "numerical_stability.my_log_sigmoid": [
        (1e-2, "np.where(np.abs(z) < {w}, -np.log(2) + z / 2, -np.logaddexp(0, -z))")
    ],
    "numerical_stability.my_log_sum": [
        (1e-3, "np.where(np.abs(a - b) < {w}, np.maximum(a, b) + np.log(2), np.logaddexp(a, b))"),
        (1e-2, "np.where(np.abs(a - b) < {w}, (a + b) / 2 + np.log(2), np.logaddexp(a, b))"),
    ],
}


@pytest.mark.mutants
@each(judge.Function)
def test_a_window_around_0_is_noticed(exercise):
    """A score close to 0 is no 0, unless it is one by all digits that are compared."""
    if full_name(exercise) in NOTHING_AT_0:
        return
    for name in {"z", "Z", "z1"} & set(exercise.parameters):
        for width in (1e-1, 1e-2, 1e-3):

            def closed(which, value, name=name, width=width):
                return np.where(np.abs(value) < width, np.zeros_like(value), value) if which == name else value

            if changes_at(exercise, name, 0.9 * width):
                assert quietly(exercise.judge, wrapped(exercise, closed)).verdict == "wrong", (name, width)


def changes_at(exercise, name, size):
    """Does it make a difference whether all of an argument is as small as this, or 0?"""
    first = exercise.paper[0]
    results = [
        quietly(exercise.outcomes, exercise.written, [first | {name: np.full(np.shape(first[name]), value)}])[0].values
        for sign in (1, -1)
        for value in (0.0, sign * size)
    ]
    pairs = zip(results[::2], results[1::2], strict=True)
    return any(not exercise.close(one[key], other[key]) for one, other in pairs for key in exercise.keys)


@pytest.mark.mutants
@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_with_something_else_in_it_is_noticed(name):
    for smallest, body in WINDOWS[name]:
        for width in (1e-1, 1e-2, 1e-3):
            if width >= smallest:
                answer = function(EXERCISES[name], body.replace("{w}", str(width)))
                assert quietly(EXERCISES[name].judge, answer).verdict == "wrong", (width, body)


NOT_CLIPPED = {  # a clip at 1e-7 changes nothing there, by nature
    "find_the_bug.my_weights": "the scores are those of a training, and the gradient is summed over all samples",
    "find_the_bug.my_training_step": "the step is added to weights that are much larger",
}
AS_A_NUDGE = ("sigmoid.my_dL_dz", "sigmoid.my_squared_error_slope")  # its rounding may be larger than 1e-12
MAY_BE_CLIPPED = {"binary_cross_entropy.my_clamped", "numerical_stability.my_clipped_chain"}  # a clip is what they do


@pytest.mark.mutants
@each(judge.Function)
@pytest.mark.parametrize("limit", [1e-7, 1e-9, 1e-12])
def test_a_clipped_sigmoid_is_noticed(exercise, limit):
    body = exercise.code.split('"""')[-1]
    written_out = "1 / (1 + np.exp(-z))"
    if full_name(exercise) in NOT_CLIPPED or not (re.search(r"\bsigmoid\(", body) or written_out in body):
        return
    if full_name(exercise) in AS_A_NUDGE and limit < 1e-9:
        return
    clipped = exercise.run_text(exercise.code.replace(written_out, "sigmoid(z)"))
    clipped.__globals__["sigmoid"] = lambda z: np.clip(judge.sigmoid(z), limit, 1 - limit)
    assert quietly(exercise.judge, clipped).verdict == "wrong"


@pytest.mark.parametrize("name", AS_A_NUDGE)
def test_a_slope_from_a_nudge_is_right(name):
    entropy, square = "-(y * np.log(s(v)) + (1 - y) * np.log(1 - s(v)))", "(s(v) - y) ** 2 / 2"
    loss = square if "squared" in name else entropy
    lines = f"h, s = 1e-5, sigmoid\nL = lambda v: {loss}\nreturn (L(z + h) - L(z - h)) / (2 * h)"
    assert quietly(EXERCISES[name].judge, function(EXERCISES[name], lines)).verdict == "right"


@pytest.mark.mutants
@each(judge.Function)
@pytest.mark.parametrize("limit", [1e-7, 1e-9, 1e-12])
def test_a_probability_that_is_kept_away_from_0_is_noticed(exercise, limit):
    """Where its logarithm is taken, or its odds. Near 1 the rounding of 1 - y_hat is larger; and in the price of a
    frequency f, all of log(1 - f) counts.
    """
    asked = "np.log(" in exercise.code or exercise.name == "my_with_doubled_odds"
    for name in {"y_hat", "p"} & set(exercise.parameters):
        if asked and full_name(exercise) not in MAY_BE_CLIPPED and not callable(exercise.cases[0][name]):

            def kept_away(which, value, name=name):
                return np.maximum(value, limit) if which == name else value

            if changes_at_the_end(exercise, name, limit):
                assert quietly(exercise.judge, wrapped(exercise, kept_away)).verdict == "wrong", name


def changes_at_the_end(exercise, name, limit):
    """Does it make a difference whether all of an argument is half of this, or this?"""
    first = exercise.paper[0]
    half, whole = (
        quietly(exercise.outcomes, exercise.written, [first | {name: np.full(np.shape(first[name]), value)}])[0].values
        for value in (limit / 2, limit)
    )
    return any(not exercise.close(half[key], whole[key]) for key in exercise.keys)


SAME_ON_BOTH_SIDES = {"numerical_stability.my_stable_sigmoid"}  # its two forms are equally good close to 0


@pytest.mark.mutants
@each(judge.Function)
@pytest.mark.parametrize("gap", ["1e-5", "1e-6", "1e-8", "1e-9"])
def test_a_mask_with_a_tolerance_is_noticed(exercise, gap):
    """A score just above 0 is on, however small it is."""
    body = exercise.code.split('"""')[-1]
    for question in set(re.findall(r"[<>]=? 0(?![.\d])", body)):
        if full_name(exercise) not in SAME_ON_BOTH_SIDES:
            sign = "-" if "=" in question else ""  # the 0 itself is not in question
            changed = exercise.run_text(exercise.code.replace(question, f"{question[:-1]}{sign}{gap}"))
            assert quietly(exercise.judge, changed).verdict == "wrong", question


@pytest.mark.parametrize("body", ["np.all(z <= 1e-5, axis=0)", "a.sum(axis=0) < 1e-6", "np.isclose(a.sum(axis=0), 0)"])
def test_a_unit_that_is_nearly_dead_is_alive(body):
    exercise = EXERCISES["hidden_layer.my_dead"]
    lines = "z = X @ W1.T + b1\na = np.maximum(z, 0)\nreturn "
    assert quietly(exercise.judge, function(exercise, lines + body)).verdict == "wrong"
    assert quietly(exercise.judge, function(exercise, lines + "a.sum(axis=0) == 0")).verdict == "right"


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


@pytest.mark.mutants
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


@pytest.mark.mutants
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
    both = (
        f"`{first}` and `{second}` are one line.",
        f"{first} and {second}",
    )  # either may be the one in the wrong place
    handed_on = f"`{second}` is `{first}` once more", second
    for line, (words, where) in ((first, handed_on), (_line_of(exercise, first), both)):
        text = exercise.code.replace(f" = {_line_of(exercise, second)}\n", f" = {line}\n")
        answer = exercise.judge(typed(exercise, text))
        assert (answer.verdict, answer.where) == ("open", where)
        assert words in repr(answer)
    assert exercise.judge(typed(exercise, exercise.code)).verdict == "right"


def _line_of(exercise, key):
    return re.search(rf"    {key} = (.*)\n", exercise.code)[1]


# -------------------------------------------------------------------------------------------- an axis of length 1

NEEDS_SEVERAL = {"find_the_bug.my_prepared", "real_data.my_standardised_parts"}  # a column of one row has no deviation


@pytest.mark.mutants
@each(judge.Function)
def test_an_axis_of_length_1_that_is_lost_is_noticed(exercise):
    """One row, one output, one feature: `squeeze` takes the axis away, and what is built on it breaks later."""

    def without_last(value):
        return value[..., 0] if np.ndim(value) and np.shape(value)[-1] == 1 else value

    def without_first(value):
        return value[0] if np.ndim(value) and len(value) == 1 else value

    for key in exercise.keys:
        dimensions = max(np.ndim(right.values[key]) for right in exercise.expected)
        for lost in [[], [without_first], [without_first, without_last]][min(dimensions, 2)]:
            if lost is without_first and full_name(exercise) in NEEDS_SEVERAL:
                continue
            answer = with_one_value_changed(exercise, key, lost)
            assert quietly(exercise.judge, answer).verdict == "wrong", (key, lost.__name__)


# ------------------------------------------------------------------------------- right nearly everywhere, by readers

SAFE = "np.where({s} > 500, {s}, np.log1p(np.exp(np.minimum({s}, 500))))"  # safe in float64, but not in float32
SHIFTED = "np.log(np.exp(a - m) + np.exp(b - m))"
EXCESS = """loss = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
y = np.clip(y, {clip}, 1 - {clip})
smallest = -(y * np.log(y) + (1 - y) * np.log(1 - y))
return np.clip(loss - smallest, 0, 100)"""
WRONG_AT_AN_EDGE = [
    ("linear_classifier.my_margin", "return (2 * y - 1) * z * np.sign(z[0])"),
    ("sigmoid.my_dL_dz", "np.where(np.abs(z) > 20, 0, sigmoid(z) - y)"),
    *(
        ("numerical_stability.my_last_small_pull", f"np.where(z > {border}, {tail}, sigmoid(z) - 1)")
        for border, tail in ((16.64, "-np.exp(-z)"), (16.7, "-sigmoid(-z)"), (16, "-np.exp(-z)"), (10, "-sigmoid(-z)"))
    ),
    *(
        (
            "numerical_stability.my_log_sum",
            f"m = np.where(np.abs(a - b) > 700, np.maximum(a, b), {shift})\n"
            "return m + np.log(np.exp(a - m) + np.exp(b - m))",
        )
        for shift in ("np.minimum(a, b)", "(a + b) / 2")
    ),
    (
        "numerical_stability.my_log_sum",
        "d = np.clip(b - a, -700, 700)\nreturn np.where(a > b, a + np.log1p(np.exp(d)), b + np.log1p(np.exp(-d)))",
    ),
    ("sigmoid.my_dL_dz", "s = sigmoid(z)\nreturn (s - y) / np.maximum(s * (1 - s), 1e-8) * s * (1 - s)"),
    ("sigmoid.my_dL_dz", "s = sigmoid(z)\nreturn (s - y) / (s * (1 - s) + 1e-12) * s * (1 - s)"),
    ("sigmoid.my_sigma", "np.where(z < -20, 0, sigmoid(z))"),
    ("sigmoid.my_slope_of_sigma", "np.where(np.abs(z) > 20, 0, sigmoid(z) * (1 - sigmoid(z)))"),
    ("real_data.my_recall", "hits / (hits + misses) if hits else 1.0"),
    ("real_data.my_precision", "hits / (hits + alarms) if hits else 1.0"),
    ("real_data.my_recall", "max(hits / (hits + misses), 0.01)"),
    ("real_data.my_stop_at", "np.argmin(np.round(validation, 2))"),
    *(
        (
            "real_data.my_stop_at",
            "best, epoch = np.inf, 0\nfor k, v in enumerate(validation):\n"
            f"    if v < best - {least}:\n        best, epoch = v, k\nreturn epoch",
        )
        for least in (5e-4, 1e-3, 2e-3, 1e-2)
    ),
    *(
        (
            "real_data.my_standardised_parts",
            f"ruler = training[:{rows}]\nmean, deviation = ruler.mean(axis=0), ruler.std(axis=0)\n"
            "return mean, deviation, (training - mean) / deviation, (test - mean) / deviation",
        )
        for rows in (10, 20, 50)
    ),
    ("real_data.my_stop_at", "np.argmin(np.round(validation, 3))"),
    (
        "real_data.my_stop_at",
        "low, best = 100, 0\nfor k, v in enumerate(validation):\n"
        "    if v < low:\n        low, best = v, k\nreturn best",
    ),
    (
        "binary_cross_entropy.my_clamped",
        "a = np.where(y_hat < 1e-30, -100, np.log(y_hat))\nb = np.where(1 - y_hat < 1e-30, -100, np.log(1 - y_hat))\n"
        "return -(y * a + (1 - y) * b)",
    ),
    (
        "binary_cross_entropy.my_clamped",
        "-(y * np.log(y_hat + np.exp(-100)) + (1 - y) * np.log(1 - y_hat + np.exp(-100)))",
    ),
    ("matrix_calculus.my_dz_dW", "np.eye(5)[i, k] * x[l] if max(i, k) < 5 else 0.0"),
    ("numerical_stability.my_safe_softplus", "np.where(z < -50, 0, np.logaddexp(0, z))"),
    ("real_data.my_stop_at", "(validation * 100).astype(int).argmin()"),
    (
        "real_data.my_stop_at",
        "best = 0\nfor k, v in enumerate(validation):\n"
        "    if v < validation[best]:\n        best = k\n    if k - best >= 20:\n        break\nreturn best",
    ),
    (
        "real_data.my_area",
        "np.mean((ones[:, None] > zeros) & ~np.isclose(ones[:, None], zeros))"
        " + np.mean(np.isclose(ones[:, None], zeros)) / 2",
    ),
    (
        "real_data.my_overconfidence",
        "inside = (p >= low) & ((p < high) | ((high == 1) & (p == 1)))\n"
        "return p[inside].mean() - is_one[inside].mean()",
    ),
    (
        "linear_classifier.my_price_of_the_frequency",
        "f = np.clip(f, 1e-4, 1 - 1e-4)\nreturn -(f * np.log(f) + (1 - f) * np.log(1 - f))",
    ),
    ("linear_classifier.my_price_of_the_frequency", "-(f * np.log(f + 1e-7) + (1 - f) * np.log(1 - f + 1e-7))"),
    ("linear_classifier.my_margin", "np.clip((2 * y - 1) * z, -20, 20)"),
    ("numerical_stability.my_log_sum", "m = a * (a >= b) + b * (b >= a)\nreturn m + " + SHIFTED),
    ("numerical_stability.my_log_sum", f"m = np.maximum(a, b)\nreturn np.where(a == b, m, m + {SHIFTED})"),
    ("numerical_stability.my_log_sigmoid", "np.where(z < -500, z, -np.log1p(np.exp(-np.maximum(z, -500))))"),
    ("numerical_stability.my_log_sigmoid", "np.where(z > 50, 0, np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))"),
    ("numerical_stability.my_loss_from_logits", f"y * {SAFE.format(s='(-z)')} + (1 - y) * {SAFE.format(s='z')}"),
    ("numerical_stability.my_mended_loss", f"np.mean(y * {SAFE.format(s='(-z)')} + (1 - y) * {SAFE.format(s='z')})"),
    (
        "numerical_stability.my_loss_from_logits",
        "np.where(np.abs(z) > 50, np.maximum(z, 0) - z * y, np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
    ),
    ("numerical_stability.my_last_small_pull", "np.where(z > 65, 0, -sigmoid(-z))"),
    ("binary_cross_entropy.my_likelihood", "np.exp(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))"),
    ("binary_cross_entropy.my_likelihood", "np.where(y_hat == 1, 1, y_hat**y * (1 - y_hat) ** (1 - y))"),
    ("binary_cross_entropy.my_slope", "q = np.clip(y_hat, 1e-7, 1 - 1e-7)\nreturn (q - y) / (q * (1 - q))"),
    (
        "binary_cross_entropy.my_gradient_of_mean",
        "q = np.clip(y_hat, 1e-7, 1 - 1e-7)\nreturn (q - y) / (q * (1 - q)) / len(y)",
    ),
    ("binary_cross_entropy.my_slope_of_log_of_rest", "-1 / np.clip(1 - y_hat, 1e-7, 1)"),
    ("binary_cross_entropy.my_loss_of_days", "-np.sum(np.maximum(np.log(p), -100))"),
    ("binary_cross_entropy.my_loss_of_days", "-sum(np.log(np.prod(part)) for part in np.array_split(p, 10))"),
    ("automatic_differentiation.my_divide_back", '{"dL_da": g / (b + 1e-8), "dL_db": -g * a / b**2}'),
    ("layers_and_gradient_checks.my_best_step", "np.maximum(eps ** (1 / 3), 1e-5)"),
    ("matrix_calculus.my_upstream", "(sigmoid(Z) - Y) / max(Z.shape)"),
    ("matrix_calculus.my_batch_forward", "X @ W.T + b if len(X) > 1 else X @ W.T"),
    ("matrix_calculus.my_dL_dW_of_one", "np.outer(g, x) if len(g) > 1 else g * x"),
    ("matrix_calculus.my_dL_dW_of_one", "np.outer(g, np.where(x == 0, 1, x))"),
    ("hidden_layer.my_dead", "np.mean(X @ W1.T + b1 > 0, axis=0) < 0.05"),
    (
        "matrix_calculus.my_batch_backward",
        '{"dL_dW": G.T @ X, "dL_db": G.sum(axis=0), "dL_dX": G @ W if len(W) > 1 else G * W.T}',
    ),
    (
        "linear_classifier.my_update",
        '{"new_W": W - rate * np.squeeze(G.T @ X), "new_b": b - rate * G.sum(axis=0)}',
    ),
    ("matrix_calculus.my_dz_dW", "x[l] if i is k else 0"),
    ("find_the_bug.my_excess_loss", EXCESS.format(clip=1e-7)),
    ("find_the_bug.my_excess_loss", EXCESS.format(clip=1e-6)),
    ("linear_classifier.my_curvature", "np.mean(y_hat * (1 - y_hat) * (np.squeeze(X) @ gamma) ** 2)"),
]


@pytest.mark.parametrize(
    "body",
    [
        *("np.outer(g, x) / g[0]", "np.outer(g, x) / x[-1]", "np.outer(g, x) / W[0, 0]", "W / np.linalg.norm(g)"),
        *("np.outer(g, x) / g.sum()", "W / W.sum()", "W * x[1]", "W * g[1]"),
        "np.outer(g, x) / (g[0] if g.any() else 1)",
    ],
)
def test_what_fits_has_to_be_finite_for_all_zeros_and_sizes(body):
    assert quietly(EXERCISES["matrix_calculus.my_fits_but_wrong"].judge, formula(body)).verdict == "wrong"


def formula(body):
    return eval(f"lambda g, x, W: {body}", {"np": np})


@pytest.mark.parametrize("name, body", WRONG_AT_AN_EDGE)
def test_what_is_wrong_only_at_an_edge_is_noticed(name, body):
    assert quietly(EXERCISES[name].judge, function(EXERCISES[name], body)).verdict == "wrong"
