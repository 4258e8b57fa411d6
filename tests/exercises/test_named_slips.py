"""Slips that have a name, and answers that are right in a form of their own: each was once misjudged or misnamed."""

import linecache

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, each
from tests.exercises.test_told_apart import function


def said(name, body):
    exercise = EXERCISES[name]
    return exercise.judge(function(exercise, body))


def line_judged(name, *lines):
    exercise = EXERCISES[name]
    return exercise.judge([exercise.lines[0], *lines])


# ------------------------------------------------------------------------------------------ digits that are lost


@pytest.mark.parametrize("form", ["np.logaddexp(0, z) - z * y", "np.maximum(z, 0) + np.log1p(np.exp(-abs(z))) - z * y"])
def test_the_tiny_loss_of_large_scores_with_the_label_1_counts(form):
    answer = said("numerical_stability.my_mended_loss", f"np.mean({form})")
    assert answer.verdict == "wrong"
    assert "the small rest is lost" in answer.mistake
    assert "with all its digits" in " ".join(EXERCISES["numerical_stability.my_loss_from_logits"].task.split())


# ------------------------------------------------------------------------------------------ arrays of whole numbers


CUT = [
    ("sigmoid.my_sigma", "out = np.zeros_like(z)\nout[...] = 1 / (1 + np.exp(-z))\nreturn out"),
    ("linear_classifier.my_step", "new = w.copy()\nnew[...] = w - rate * gradient\nreturn new"),
    (
        "linear_classifier.my_standardised",
        "new = new.copy()\nnew[...] = (new - train.mean(axis=0)) / train.std(axis=0)\nreturn new",
    ),
]


@pytest.mark.parametrize("name, body", CUT)
def test_an_array_of_whole_numbers_is_tried_too(name, body):
    answer = said(name, body)
    assert (answer.verdict, answer.mistake) == ("wrong", None)
    assert "hold whole numbers" in repr(answer)
    assert "cut" in repr(answer)


def test_a_step_into_an_array_of_whole_numbers_that_stops_is_explained():
    answer = said("linear_classifier.my_step", "new = w.copy()\nnew -= rate * gradient\nreturn new")
    assert answer.verdict == "wrong"
    assert "hold whole numbers" in repr(answer)


@each(judge.Function)
def test_whole_numbers_are_tried_wherever_the_task_allows_them(exercise):
    """Of each case from paper with arrays of whole numbers, once more with integers."""
    arrays = [v for case in exercise.paper for v in case.values() if getattr(v, "dtype", None) == np.float64 and v.ndim]
    whole = any(np.all(array == np.round(array)) for array in arrays)
    assert bool(exercise.whole) == (whole and "floats" not in exercise.task)
    assert all(
        any(a.dtype.kind == "i" for a in case.values() if isinstance(a, np.ndarray)) for case in exercise.whole.values()
    )


# ------------------------------------------------------------------------------------------------------- text


@each(judge.Design)
def test_numbers_in_quotes_are_text(exercise):
    """In every design that wants numbers."""
    if exercise.takes_arguments:
        return
    right = exercise.example()
    if isinstance(right, dict):
        name = next(iter(right))
        answers = [{**right, name: np.asarray(right[name]).astype(str).tolist()}]
    elif isinstance(right, (list, tuple)) and not isinstance(right[0], str):
        answers = [np.asarray(right[0]).astype(str).tolist(), np.array(right[0]).astype(str)]
        answers = [[answer, *right[1:]] for answer in answers]
    elif isinstance(right, (float, int)):
        answers = [str(right)]
    else:
        return
    for answer in answers:
        judged = exercise.judge(answer)
        assert judged.verdict == "wrong"
        assert "text" in repr(judged), judged


# --------------------------------------------------------------------------------------------- lines of readers


def test_the_number_of_features_is_said():
    exercise = EXERCISES["linear_classifier.my_half_way_steps"]
    assert "len(w)" in exercise.stub()
    line = "sum(w[i] * (u[i] + v[i]) / 2 for i in range(len(w))) + b"
    assert exercise.judge([exercise.lines[0], line, "0.5 * z_u + 0.5 * z_v"]).verdict == "right"


@pytest.mark.parametrize(
    "name, line",
    [
        ("linear_classifier.my_one_weight_steps", "dL_dz[k] * x[l]"),
        ("linear_classifier.my_one_weight_steps", "(sigmoid(z[k]) - y[k]) * x[l]"),
        ("linear_classifier.my_one_bias_steps", "dL_dz[k]"),
        ("linear_classifier.my_one_input_steps", "(W.T @ dL_dz)[l]"),
    ],
)
def test_the_notebooks_own_names_may_be_used(name, line):
    exercise = EXERCISES[name]
    assert line_judged(name, line).verdict == "open"  # it is no last line
    assert line_judged(name, line, exercise.lines[-1]).verdict == "right"


# -------------------------------------------------------------------------------------- one question of an array


CHAIN = """q = np.clip(y_hat, c, 1 - c)
dL_dq = (q - y) / (q * (1 - q))
dq_dy_hat = {}
dL_dz = dL_dq * dq_dy_hat * y_hat * (1 - y_hat)
return {{"q": q, "dL_dq": dL_dq, "dq_dy_hat": dq_dy_hat, "dL_dz": dL_dz}}"""


@pytest.mark.parametrize(
    "asked",
    [
        "1.0 if c < y_hat and y_hat < 1 - c else 0.0",
        "np.where(c < y_hat and y_hat < 1 - c, 1.0, 0.0)",
        "np.where(c < y_hat < 1 - c, 1.0, 0.0)",
        "1.0 * (c < y_hat & y_hat < 1 - c)",
    ],
)
def test_two_questions_of_an_array_get_an_advice_that_works(asked):
    text = "def my_clipped_chain(y_hat, y, c):\n    " + CHAIN.format(asked).replace("\n", "\n    ") + "\n"
    linecache.cache["<asked>"] = (len(text), None, text.splitlines(True), "<asked>")
    names = {"np": np}
    exec(compile(text, "<asked>", "exec"), names)
    answer = EXERCISES["numerical_stability.my_clipped_chain"].judge(names["my_clipped_chain"])
    assert answer.verdict == "wrong"
    advice = repr(answer)
    assert "in its own brackets" in advice
    assert "&" in advice
    assert "np.where(c < y_hat and" not in advice.replace(asked, "")


# ------------------------------------------------------------------------------------------------- other words


def test_a_nudge_that_is_lost_in_float32_only_is_told():
    nudge = "L = lambda v: np.maximum(v, 0) - v * y + np.log1p(np.exp(-np.abs(v)))\nh = 1e-3\n"
    answer = said("numerical_stability.my_slope_at_every_z", f"{nudge}return (L(z + h) - L(z - h)) / (2 * h)")
    assert answer.verdict == "wrong"
    assert "as in a nudge" in repr(answer)
    assert "on paper" not in repr(answer)
    assert "nudge" not in repr(said("numerical_stability.my_slope_at_every_z", "sigmoid(z) + y / 2"))


def test_a_muted_warning_is_told():
    for name in ("over='ignore'", "all='ignore'"):
        body = "return np.where(z >= 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))"
        answer = said("numerical_stability.my_log_sigmoid", f"with np.errstate({name}):\n    {body}")
        assert answer.verdict == "wrong"
        assert "This is still the step that warns; only the message is hidden." in repr(answer)
        assert "numbers of the broken code" not in repr(answer)


def test_a_tuple_of_arrays_is_a_tuple():
    for count, body in {
        2: "new - train.mean(axis=0), train.std(axis=0)",
        3: "new.mean(axis=0), new.std(axis=0), train",
    }.items():
        answer = said("linear_classifier.my_standardised", body)
        assert f"It returns a tuple of {count}. Wanted is one array, or one number." in repr(answer)
        assert "lengths" not in repr(answer)


def test_one_entry_is_no_entries():
    answer = EXERCISES["linear_classifier.my_still"].judge((8,))
    assert "It has 1 entry; 2 are wanted." in repr(answer)
    assert "It has 3 entries; 2 are wanted." in repr(EXERCISES["linear_classifier.my_still"].judge((8, 0, 0)))


def test_who_takes_the_second_number_for_an_axis_is_told():
    text = "def my_log_sum(a, b):\n    return np.max(a, b)\n"
    linecache.cache["<an axis>"] = (len(text), None, text.splitlines(True), "<an axis>")
    names = {"np": np}
    exec(compile(text, "<an axis>", "exec"), names)
    answer = EXERCISES["numerical_stability.my_log_sum"].judge(names["my_log_sum"])
    assert answer.verdict == "wrong"
    assert "`np.maximum` and `np.minimum` go entry by entry" in repr(answer), answer


FUNCTIONS = [
    (
        "numerical_stability.my_safe_softplus",
        "np.max(z, 0) + np.log1p(np.exp(-np.abs(z)))",
        "np.max takes the 0 for an axis",
    ),
    ("sigmoid.my_squared_error_slope", "(sigmoid(z) - y) * y * (1 - y)", "the slope is taken at the label"),
    (
        "sigmoid.my_squared_error_slope",
        "s = sigmoid(sigmoid(z))\nreturn (sigmoid(z) - y) * s * (1 - s)",
        "the slope is taken at sigma(sigma(z))",
    ),
    ("sigmoid.my_squared_error_slope", "(z - y) * sigmoid(z) * (1 - sigmoid(z))", "the error lacks its sigmoid"),
    (
        "sigmoid.my_safe_slope",
        "z = np.clip(z, -500, 500)\nt = np.exp(-np.abs(z))\nreturn t / (1 + t) ** 2",
        "z is clipped at 500",
    ),
    ("linear_classifier.my_first_order", "-0.5 * eta * np.sum(gamma**2)", "the 1/2 of Taylor belongs to the second"),
    (
        "linear_classifier.my_path",
        "w = np.array(start, dtype=float)\npath = [w]\nfor t in range(steps):\n    w -= rate * gradient(w)\n"
        "    path.append(w)\nreturn np.array(path)",
        "all rows are one array",
    ),
    (
        "numerical_stability.my_loss_from_logits",
        "p = 1 / (1 + np.exp(-z))\nreturn -(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "with a sigmoid that overflows",
    ),
    (
        "numerical_stability.my_loss_from_logits",
        "np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))",
        "every label counts as 0",
    ),
    ("numerical_stability.my_stable_sigmoid", "1 / (1 + np.exp(-np.clip(z, -30, 30)))", "z is clipped at 30"),
    ("numerical_stability.my_stable_sigmoid", "1 / (1 + np.exp(-np.clip(z, -500, 500)))", "in float32 e^89 overflows"),
    ("numerical_stability.my_stable_sigmoid", "1 / (1 + np.exp(-np.clip(z, -700, None)))", "in float32 e^89 overflows"),
    ("numerical_stability.my_safe_softplus", "np.log1p(np.exp(np.clip(z, -30, 30)))", "z is clipped at 30"),
    ("numerical_stability.my_safe_softplus", "np.log1p(np.exp(np.clip(z, -500, 500)))", "z is clipped at 500"),
    ("numerical_stability.my_last_small_pull", "0.5 * (np.tanh(z / 2) - 1)", "1 is subtracted from a tanh"),
    (
        "numerical_stability.my_mended_loss",
        "np.mean(np.max(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
        "np.max takes the 0 for an axis",
    ),
]


@pytest.mark.parametrize("name, body, mistake", FUNCTIONS)
def test_a_slip_in_a_function_has_its_name(name, body, mistake):
    answer = said(name, body)
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake


EDITS = [
    ("linear_classifier.my_classifier", ("Y_hat - Y", "Z - Y"), "dL_dZ", "the score itself is compared"),
    ("linear_classifier.my_classifier", ("sigmoid(Z)", "Z"), "Y_hat", "the sigmoid is left out"),
    ("linear_classifier.my_classifier", ("sigmoid(Z)", "sigmoid(sigmoid(Z))"), "Y_hat", "the sigmoid is applied twice"),
    ("linear_classifier.my_update", ("G.T @ X", "X.T @ G"), "new_W", "the step of the weights is transposed"),
    (
        "numerical_stability.my_lines",
        ("np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))", "np.log(1 + np.exp(z)) - z * y"),
        "safe",
        "at z = 1000 e^z overflows",
    ),
    (
        "numerical_stability.my_lines",
        ("-y * np.log(sigmoid(z)) - (1", "y * np.log(sigmoid(z)) + (1"),
        "definition",
        "the sign of the whole first line is turned",
    ),
    (
        "numerical_stability.my_clipped_chain",
        ("dL_dq * dq_dy_hat * y_hat", "dL_dq * y_hat"),
        "dL_dz",
        "the clip's own factor is left out",
    ),
]


@pytest.mark.parametrize("name, edit, where, mistake", EDITS)
def test_a_slip_in_a_line_of_a_function_has_its_name(name, edit, where, mistake):
    exercise = EXERCISES[name]
    answer = exercise.judge(exercise.run_text(exercise.edited(edit)))
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake
    assert answer.where == where


LINES = [
    (
        "sigmoid.my_cancel_steps",
        "(y_hat - y) / y_hat * (1 - y_hat) * y_hat * (1 - y_hat)",
        "the denominator has lost its brackets",
    ),
    ("linear_classifier.my_downhill_steps", "-dL_du * gamma_1 + dL_dv * gamma_2", "v has lost its minus, or a bracket"),
    ("linear_classifier.my_downhill_steps", "-eta * (gamma_1**2 + gamma_2**2)", "eta is a factor in it"),
    ("linear_classifier.my_one_weight_steps", "(y_hat[l] - y[l]) * x[k]", "k and l have changed places"),
    (
        "linear_classifier.my_one_weight_steps",
        "sum(dL_dy_hat[i] * dy_hat_dz[i] * (i == l) * x[k] for i in range(outputs))",
        "k and l have changed places",
    ),
    ("linear_classifier.my_one_weight_steps", "(y_hat[k] - y[k]) * x[k]", "the input is picked by k"),
    ("linear_classifier.my_one_weight_steps", "dL_dy_hat[k] * dy_hat_dz[k] * W[k, l]", "the weights are no factor"),
    ("linear_classifier.my_one_weight_steps", "dL_dz[k] * x[l] * W[k, l]", "the weights are no factor"),
]


@pytest.mark.parametrize("name, line, mistake", LINES)
def test_a_slip_in_a_line_has_its_name(name, line, mistake):
    answer = line_judged(name, line)
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake


NUMBERS = [
    ("sigmoid.my_bound_of_three", 1 / 16, "two sigmoids are counted"),
    ("sigmoid.my_handed_z", 0.105, "handed s = 0.8808. That is its right use; asked is the wrong one, q(2)"),
    ("sigmoid.my_handed_z", 2, "the second factor is taken for 1: 1 - 2 is -1"),
    ("sigmoid.my_handed_z", -1, "the first factor is left out"),
    ("linear_classifier.my_still", (0, 8), "the two numbers have changed places"),
    ("numerical_stability.my_four_words", ("down", "stays", "stays", "down"), "the 0/0 of the naive form"),
    ("numerical_stability.my_slope_left", 1 - 1e-7, "y_hat - y, or q - y, is given"),
]


@pytest.mark.parametrize("name, value, mistake", NUMBERS)
def test_a_wrong_number_has_its_name(name, value, mistake):
    answer = EXERCISES[name].judge(value)
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake


def test_the_float32_of_a_case_is_no_number_for_paper():
    answer = said("numerical_stability.my_last_small_pull", "z = np.asarray(z)\nreturn -sigmoid(-z) - (z == 17)")
    assert "float32" in repr(answer)
    assert "on paper" not in repr(answer)
    assert "float32 carries 7 digits" in repr(answer)
