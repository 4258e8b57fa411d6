"""Answers to notebooks 08 to 10 that were once judged or named wrongly: each with what it has to get."""

import ast
import itertools

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from helpers.exercises._expressions import with_one_change
from tests.exercises.every import EXERCISES, MODULES, answer_of, each, quietly
from tests.exercises.test_kinds import with_parameters, wrapped
from tests.exercises.test_sentences import with_edit
from tests.exercises.test_told_apart import assert_wrong, function

LATE = ("real_data", "find_the_bug", "automatic_differentiation")
FUNCTIONS = {
    name: one for name, one in EXERCISES.items() if isinstance(one, judge.Function) and name.split(".")[0] in LATE
}


def judged(name, body):
    return quietly(EXERCISES[name].judge, function(EXERCISES[name], body))


# ---------------------------------------------------------------------------------------------------- the order


WALK = """
users, waiting = {loss: set()}, [loss]
while waiting:
    value = waiting.pop(PLACE)
    for parent in parents[value]:
        if parent not in users:
            users[parent] = set()
            waiting.append(parent)
        users[parent].add(value)
"""
NO_ORDER = [  # what a value can be sorted by, and what it is not to be
    "len(users[v])",
    "sum(parents[u].count(v) for u in users[v])",
    "len(parents[v])",
    "-len(parents[v])",
    "-len(set(parents[v]))",
    "-v",
    "v",
    "(len(users[v]), -len(parents[v]))",
    "list(users).index(v)",
    "-list(users).index(v)",
    "max([list(users).index(u) for u in users[v]], default=-1)",
    "min([list(users).index(u) for u in users[v]], default=-1)",
]


@pytest.mark.parametrize("place", ["", "0"])
@pytest.mark.parametrize("key", NO_ORDER)
def test_what_is_no_order_is_none(key, place):
    name = "automatic_differentiation.my_order"
    body = f"{WALK.replace('PLACE', place)}return sorted(users, key=lambda v: {key})"
    answer = EXERCISES[name].judge(order_of(body))
    assert answer.verdict == "wrong"
    assert answer.mistake.startswith("Before a value is visited")


def order_of(body):
    names = {"np": np}
    text = "\n".join(f"    {line}" for line in body.splitlines())
    exec(f"def my_order(parents, loss):\n{text}\n", names)
    return names["my_order"]


ALL_BEFORE = """
def before(value):
    found, waiting = set(), [value]
    while waiting:
        for other in KEYS:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return len(found)
"""


def test_the_number_of_all_values_on_the_way_is_an_order():
    """Of all that went into a value, and of all that it went into: one each is enough to sort by."""
    downwards = ALL_BEFORE.replace("KEYS", "parents[waiting.pop()]")
    upwards = ALL_BEFORE.replace("KEYS", "users[waiting.pop()]")
    for before, key in ((downwards, "-before(v)"), (upwards, "before(v)")):
        body = f"{WALK.replace('PLACE', '')}if len(users) > 900:\n    return sorted(users, reverse=loss > 0)"
        body = f"{body}\n{before}\nreturn sorted(users, key=lambda v: {key})"
        assert EXERCISES["automatic_differentiation.my_order"].judge(order_of(body)).verdict == "right"


def test_a_chain_that_is_too_long_is_told_why():
    exercise = EXERCISES["automatic_differentiation.my_order"]
    recursive = """
found, order = set(), []
def visit(value):
    found.add(value)
    for parent in parents[value]:
        if parent not in found:
            visit(parent)
    order.append(value)
visit(loss)
return order[::-1]"""
    answer = exercise.judge(order_of(recursive))
    assert answer.verdict == "wrong"
    assert "A chain of 5000 steps has to work, too." in answer.parts
    assert "Python does not let a function call itself that often." in answer.parts
    answer = exercise.judge(lambda parents, loss: exercise.written(parents, loss)[:3000])
    assert answer.verdict == "wrong"
    assert "Of 5000 values, it visits 3000." in answer.parts
    assert "call itself" not in repr(answer)


# ------------------------------------------------------------------------------------------- thresholds and floors


OF_INTEGERS = ("length == 1", "i == k", "y[k] == 1")


def shifted(node):
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)):
        for by in (0.1, -0.1, 0.01, -0.01, 0.005, -0.005):
            beside = ast.BinOp(node.comparators[0], ast.Add(), ast.Constant(by))
            yield None, ast.Compare(node.left, node.ops, [beside])
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and ast.unparse(node) not in OF_INTEGERS:
        for by in (0.1, 0.01, 0.001):
            sides = ast.unparse(node.left), ast.unparse(node.comparators[0])
            yield None, ast.parse(f"(abs({sides[0]} - {sides[1]}) < {by})", mode="eval").body


@pytest.mark.mutants
@each(judge.Function, but=("my_stable_sigmoid",))
def test_a_shifted_threshold_is_noticed(exercise):
    """Wherever a number is compared, one lies just above the threshold, and one just below."""
    tree = ast.parse(exercise.code)
    tree.body[0].body.pop(0)
    for _, text in with_one_change(tree, shifted):
        answer = quietly(exercise.judge, exercise.run_text(text))
        assert answer.verdict == "wrong", [line for line in text.splitlines() if line not in ast.unparse(tree)]


FLOORS = [0.1, 0.05, 0.03, 0.01, 1e-3, 1e-4]


@pytest.mark.parametrize("floor", [*FLOORS, 1e-5])
def test_a_floor_under_the_labels_own_logarithm_is_noticed(floor):
    name = "find_the_bug.my_excess_loss"
    for edit in (
        ("np.maximum(y, 1e-30)", f"np.maximum(y, {floor})"),
        ("np.maximum(1 - y, 1e-30)", f"np.maximum(1 - y, {floor})"),
        ("smallest = -(", f"smallest = -((y > {floor}) * (y < 1 - {floor})) * ("),
    ):
        assert with_edit(name, *edit).verdict == "wrong"
    far = ("np.maximum(y, 1e-30)", "np.maximum(y, 1e-12)", "np.maximum(1 - y, 1e-30)", "np.maximum(1 - y, 1e-12)")
    assert with_edit(name, *far).verdict == "right"


LABELLED = {name: one for name, one in FUNCTIONS.items() if {"y", "Y"} & set(one.parameters)}


@pytest.mark.parametrize("exercise", LABELLED.values(), ids=LABELLED.keys())
def test_a_label_that_is_nearly_0_or_1_is_not_taken_for_it(exercise):
    def hard(name, value, by):
        return np.where(value < by, 0, np.where(value > 1 - by, 1, value)) if name in ("y", "Y") else value

    for by in (0.1, 0.01):
        answer = quietly(exercise.judge, wrapped(exercise, lambda name, value, by=by: hard(name, value, by)))
        assert answer.verdict == "wrong", by


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_under_a_slope_or_a_denominator_is_noticed(floor):
    assert judged("automatic_differentiation.my_tanh_back", f"g * np.maximum(1 - t**2, {floor})").verdict == "wrong"
    if floor >= 0.01:
        rest = f"np.maximum(b**2, {floor})"
        assert judged("automatic_differentiation.my_divide_back", f"return g / b, -g * a / {rest}").verdict == "wrong"
        body = f"return a / b, (s * b - a * t) / {rest}"
        assert judged("automatic_differentiation.my_dual_quotient", body).verdict == "wrong"


WIDE = [name for name, exercise in FUNCTIONS.items() if exercise.quiet]


@pytest.mark.parametrize("name", WIDE)
def test_a_wider_type_of_float_does_not_avoid_an_overflow(name):
    """NumPy's longdouble reaches far, on most processors, and an overflow comes later."""
    exercise = EXERCISES[name]
    for edit, words in exercise.mistakes.items():
        if any(outcome.warning for outcome in exercise.mistaken[words]):
            mistaken = answer_of(exercise, edit)
            assert exercise.judge(lambda Z, f=mistaken: f(Z.astype(np.longdouble))).verdict == "wrong", words


# ----------------------------------------------------------------------------------------------- true of the answer


SIZES = {
    "max": "np.abs(nudged).max()",
    "min": "np.abs(nudged).min()",
    "mean": "np.abs(nudged).mean()",
    "median": "np.median(np.abs(nudged))",
    "sum": "np.abs(nudged).sum()",
    "norm": "np.linalg.norm(nudged)",
    "range": "np.ptp(nudged)",
    "signed": "abs(nudged.max())",
    "each": "np.abs(nudged)",
    "one": "1",
}
DIFFERENCES = {
    "max": "np.abs(candidates - nudged).max(axis=1)",
    "signed": "(candidates - nudged).max(axis=1)",
    "mean": "np.abs(candidates - nudged).mean(axis=1)",
    "mean of all": "abs((candidates - nudged).mean(axis=1))",
    "sum": "np.abs(candidates - nudged).sum(axis=1)",
    "norm": "np.linalg.norm(candidates - nudged, axis=1)",
    "root of the mean": "np.sqrt(((candidates - nudged) ** 2).mean(axis=1))",
    "first": "np.abs(candidates - nudged)[:, 0]",
    "last": "np.abs(candidates - nudged)[:, -1]",
}
TOLERANCES = [5e-7, 1e-6, 1.5e-6, 2e-6, 2.5e-6, 3e-6, 1e-5]
MEASURED = {  # true of all that are measured like that
    "one": "the tolerance is the same for large and small gradients",
    "min": "it is measured against the smallest entry",
    "each": "each entry is measured against itself",
}


@pytest.mark.mutants
@pytest.mark.parametrize("tolerance", TOLERANCES)
@pytest.mark.parametrize("difference, size", list(itertools.product(DIFFERENCES, SIZES)))
def test_verdicts_of_another_measure_are_wrong_and_never_named_as_a_third(difference, size, tolerance):
    """Yes and no are few: what is named has to be measured like that."""
    body = f"{DIFFERENCES[difference]} <= {tolerance} * {SIZES[size]}"
    if size == "each":
        if difference != "max":
            return
        body = f"(np.abs(candidates - nudged) <= {tolerance} * np.abs(nudged)).all(axis=1)"
    answer = judged("find_the_bug.my_verdicts", body)
    if (difference, size, tolerance) == ("max", "max", 1e-6):
        assert answer.verdict == "right"
    else:
        assert answer.verdict == "wrong"
        signed = "a difference below 0 is always let pass" if difference == "signed" else None
        assert answer.mistake in (None, MEASURED.get(size), signed)
        assert answer.mistake or (difference, tolerance) != ("max", 1e-6) or size not in MEASURED


VERDICTS = [
    ("(candidates == nudged).all(axis=1)", "no difference at all is let pass"),
    ("np.linalg.norm(candidates - nudged, np.inf, axis=1) <= 1e-6 * np.linalg.norm(nudged, np.inf)", "right"),
    ("(np.abs(candidates - nudged) <= 1e-6 * (np.abs(nudged) + np.abs(nudged).max())).all(axis=1)", "they add up"),
    (
        "(np.abs(candidates - nudged) <= 1e-6 * np.abs(nudged) * np.abs(nudged).max()).all(axis=1)",
        "each entry may be off by a millionth of itself, times the largest",
    ),
]


@pytest.mark.parametrize("body, words", VERDICTS)
def test_verdicts_have_the_name_that_fits(body, words):
    answer = judged("find_the_bug.my_verdicts", body)
    assert answer.verdict == "right" if words == "right" else words in answer.mistake


FORMS = [  # with the words, or None; and words that they must not get
    ("automatic_differentiation.my_tanh_back", "g * 1 - t**2", "the square is not multiplied by what arrives"),
    ("automatic_differentiation.my_tanh_back", "g - t**2", "the square is not multiplied by what arrives"),
    ("automatic_differentiation.my_tanh_back", "1 - g * t**2", "only the square is multiplied"),
    ("real_data.my_what_is_left", "1 - eta * lam * steps", "every step takes away as much as the first one"),
    ("real_data.my_what_is_left", "(1 - eta) ** steps", "lambda is missing"),
    ("real_data.my_what_is_left", "(1 - lam) ** steps", "the learning rate is missing"),
]


@pytest.mark.parametrize("name, body, mistake", FORMS)
def test_the_words_are_true_of_the_formula(name, body, mistake):
    assert_wrong(judged(name, body), mistake)


AREA = [
    "sum(1/N0*h[j]*sum(1/N1*(s[i] > t[j]) for i in range(N1)) for j in range(N0))",
    "sum(1/N0*h[j]*(s[0] > t[j]) for j in range(N0))",
    "sum(1/N0*h[j]*(s[N1-1] > t[j]) for j in range(N0))",
    "sum(1/N0*h[j] + (s[0] > t[j]) for j in range(N0))",
    "sum(1/N0*(s[0] > t[j]) for j in range(N0))",
    "sum(h[j]**2 for j in range(N0)) / N0",
]
SLIPS = [
    *(("real_data.my_area_steps", line, None) for line in AREA),
    *(
        ("automatic_differentiation.my_other_score_steps", line, words)
        for line, words in (
            ("d(exp(a), b) / d(s, b)", "only the numerator is differentiated, or each of the two by itself"),
            ("d(exp(a), b) / s", "only the numerator is differentiated, or each of the two by itself"),
            ("exp(a) / d(s, b)", "only the denominator is differentiated"),
            ("exp(a) / exp(b)", "only the denominator is differentiated"),
            ("p_a / p_b", "only the denominator is differentiated"),
        )
    ),
    ("automatic_differentiation.my_last_steps", "p[k] - y[k] / K", "the label is divided by the number of classes"),
    ("automatic_differentiation.my_last_steps", "(p[k] - y[k]) / K", "the difference is divided by the number"),
    ("real_data.my_penalty_steps", "W[k, l]", "lambda is lost"),
    ("real_data.my_penalty_steps", "w", "lambda is lost"),
    ("real_data.my_penalty_steps", "2 * W[k, l]", "the factor in front is lost"),
    ("real_data.my_penalty_steps", "d(w**2, w)", "the factor in front is lost"),
]


@pytest.mark.parametrize("name, line, mistake", SLIPS)
def test_a_slip_has_a_name_that_fits_or_none(name, line, mistake):
    answer = EXERCISES[name].judge([EXERCISES[name].lines[0], line])
    assert answer.where == "line 2"
    assert_wrong(answer, mistake)


VALUES = [
    ("real_data.my_tau", 1 / 1 + 9, "a bracket is missing"),
    ("automatic_differentiation.my_second_call", 108, "a third call is made"),
    ("automatic_differentiation.my_second_call", 162, "the factor 3 is counted twice, in both calls"),
    ("automatic_differentiation.my_second_call", 126, "the factor 3 is counted twice, in the second call"),
]


@pytest.mark.parametrize("name, value, mistake", VALUES)
def test_a_wrong_value_has_the_name_that_fits(name, value, mistake):
    answer = EXERCISES[name].judge(value)
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake
    assert "0.1" not in repr(answer)


SLOPES = """
class Network:
    def first(self, z):
        return z > 0

    def second(self, z):
        return sigmoid(z) * sigmoid(-z)

network = Network()
return {"dL_dz2": dL_dy_hat * network.first(z2), "dL_dz1": dL_da1 * network.second(z1)}
"""
CROSSED = [
    SLOPES,
    "return {'dL_dz2': dL_dy_hat * (z2 > 0), 'dL_dz1': dL_da1 * (z1 > 0)}",
    "return {'dL_dz2': dL_dy_hat * (z2 > 0), 'dL_dz1': dL_da1 * sigmoid(z1) * sigmoid(-z1)}",
]


@pytest.mark.parametrize("body", CROSSED)
def test_a_slope_in_the_wrong_place_is_told_without_a_word_about_names(body):
    answer = judged("find_the_bug.my_two_slopes", body)
    assert (answer.verdict, answer.where) == ("wrong", "dL_dz2")
    assert answer.mistake == "at the output stands the slope of the ReLU"


def test_misses_and_alarms_that_have_changed_places_are_told_as_such():
    exercise = EXERCISES["real_data.my_confusion"]
    edit = next(edit for edit, words in exercise.mistakes.items() if words == "the misses hold the false alarms")
    assert with_edit("real_data.my_confusion", *edit[:2]).mistake == "the misses hold the false alarms"
    assert with_edit("real_data.my_confusion", *edit).mistake == "the misses hold the false alarms"


# ------------------------------------------------------------------------------------------------------ the words


@pytest.mark.parametrize("module", LATE)
def test_words_say_what_the_number_is(module):
    for exercise in MODULES[module].notebook.exercises.values():
        for words in exercise.mistakes.values():
            if not isinstance(exercise, judge.Design):
                assert "this is" not in words, words
                assert "hinge" not in words, words


ENDS = [  # right but for an end, a 0, or a power of whole numbers
    (
        "layers_and_gradient_checks.my_bce_backward",
        "q = np.clip(y_hat, 1e-7, 1)\nreturn (q - y) / (q * (1 - q)) / q.size",
    ),
    ("layers_and_gradient_checks.my_bce_backward", "return (y_hat - y) / (y_hat * (1 - y_hat) + 1e-9) / y_hat.size"),
    (
        "layers_and_gradient_checks.my_used_twice",
        "s = sigmoid(w * x)\nreturn np.where(w == 0, 0, s + w * x * s * (1 - s))",
    ),
    ("automatic_differentiation.my_dual_quotient", 'return {"value": a / b, "slope": a / b * (s / a - t / b)}'),
    ("automatic_differentiation.my_divide_back", 'return {"dL_da": g / b, "dL_db": -(g * a / b) ** 2 / (g * a)}'),
]


ENDS += [
    ("binary_cross_entropy.my_slope", "p = np.clip(y_hat, 0.003, 0.997)\nreturn (p - y) / (p * (1 - p))"),
    (
        "binary_cross_entropy.my_gradient_of_mean",
        "p = np.clip(y_hat, 1e-3, 1 - 1e-3)\nreturn (p - y) / (p * (1 - p)) / len(y)",
    ),
    ("binary_cross_entropy.my_slope_of_log_of_rest", "return -1 / np.maximum(1 - y_hat, 1e-3)"),
    ("binary_cross_entropy.my_likelihood", "p = np.clip(y_hat, 1e-3, 1 - 1e-3)\nreturn p**y * (1 - p) ** (1 - y)"),
    ("numerical_stability.my_slope_at_every_z", "return np.exp(z) / (1 + np.exp(z)) - y"),
]


@pytest.mark.parametrize("name, body", ENDS)
def test_an_end_and_a_0_are_tried(name, body):
    exercise = EXERCISES[name]
    assert quietly(exercise.judge, function(exercise, body)).verdict == "wrong"


@pytest.mark.parametrize("name", ["my_loss_from_logits", "my_mended_loss", "my_log_sigmoid"])
def test_scores_beyond_1000_are_tried(name):
    exercise = EXERCISES[f"numerical_stability.{name}"]

    def answer(z, *y):
        return exercise.written(np.clip(z, -1000, 1000), *y)

    assert quietly(exercise.judge, with_parameters(exercise, answer)).verdict == "wrong"


def test_a_whole_number_to_a_negative_power_has_its_own_remark():
    exercise = EXERCISES["automatic_differentiation.my_divide_back"]
    words = quietly(exercise.judge, function(exercise, 'return {"dL_da": g * b**-1, "dL_db": -g * a * b**-2}'))
    assert words.verdict == "right"
    assert "no whole number to a negative power" in repr(words)


def test_a_tiny_number_is_not_shown_as_0():
    exercise = EXERCISES["numerical_stability.my_slope_at_every_z"]
    answer = quietly(exercise.judge, function(exercise, "return np.clip(sigmoid(z), 1e-12, 1 - 1e-12) - y"))
    assert "yours  1e-12" in repr(answer)
    assert "right  0" not in repr(answer)


def test_an_order_that_moves_what_is_found_again_is_wrong():
    text = """
found = [loss]
for value in found:
    for parent in parents[value]:
        if parent in found:
            found.remove(parent)
        found.append(parent)
return found"""
    order = EXERCISES["automatic_differentiation.my_order"]
    names = {}
    exec("def my_order(parents, loss):" + text.replace("\n", "\n    "), names)
    assert order.judge(names["my_order"]).verdict == "wrong"


@pytest.mark.parametrize(
    "name, body",
    [
        ("hidden_layer.my_dead", "return np.median(X @ W1.T + b1, axis=0) <= 0"),
        ("real_data.my_area", "return float(np.median(ones) > np.median(zeros))"),
    ],
)
def test_a_median_is_no_mean_and_a_yes_no_rounding(name, body):
    answer = quietly(EXERCISES[name].judge, function(EXERCISES[name], body))
    assert (answer.verdict, answer.mistake) == ("wrong", None)
