"""What is said where no mistake is named: of whole numbers, text, lost digits, questions asked of an array."""

import linecache
import re
import sys
from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import _expressions as expressions
from helpers.exercises import _judge as judge
from helpers.exercises import _mends as mends
from helpers.exercises._calls import Trouble, _of_one_question, call
from helpers.exercises._labels import has_undecided_labels
from helpers.exercises._panel import two_numbers
from tests.exercises.every import EXERCISES, MODULES, answer_of, each, quietly
from tests.exercises.test_kinds import full_name, typed, with_parameters
from tests.exercises.test_shortcuts import EXCESS
from tests.exercises.test_told_apart import function


@pytest.fixture
def little_patience(monkeypatch):
    monkeypatch.setattr("helpers.exercises._calls.PATIENCE", 0.5)


def said(name, body):
    exercise = EXERCISES[name]
    return exercise.judge(function(exercise, body))


def with_lines(exercise, body):
    """A reader's function whose lines can be looked up."""
    text = "\n".join(f"    {line}" for line in body.splitlines())
    return typed(exercise, f"def {exercise.name}({', '.join(exercise.parameters)}):\n{text}\n")


def line_judged(name, *lines):
    exercise = EXERCISES[name]
    return exercise.judge([exercise.lines[0], *lines])


# ------------------------------------------------------------------------------------------ digits that are lost


@pytest.mark.parametrize("form", ["np.logaddexp(0, z) - z * y", "np.maximum(z, 0) + np.log1p(np.exp(-abs(z))) - z * y"])
def test_the_tiny_loss_of_large_scores_with_the_label_1_counts(form):
    answer = said("numerical_stability.my_mended_loss", f"np.mean({form})")
    assert answer.verdict == "wrong"
    assert "the small rest is lost" in answer.mistake
    assert "right to six digits" in " ".join(EXERCISES["numerical_stability.my_loss_from_logits"].task.split())


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
def test_who_cuts_whole_numbers_is_right_and_told(name, body):
    answer = said(name, body)
    assert (answer.verdict, answer.mistake) == ("right", None)
    assert "of an integer type" in repr(answer)
    assert "cut" in repr(answer)


def test_a_step_into_an_array_of_whole_numbers_that_stops_is_explained():
    answer = said("linear_classifier.my_step", "new = w.copy()\nnew -= rate * gradient\nreturn new")
    assert answer.verdict == "right"
    assert "Cannot cast" in repr(answer)
    assert "of an integer type" in repr(answer)


@each(judge.Function)
def test_whole_numbers_are_tried_wherever_the_task_allows_them(exercise):
    """Of each case from paper with arrays of whole numbers, once more with integers, and of a drawn one."""
    arrays = [v for case in exercise.paper for v in case.values() if getattr(v, "dtype", None) == np.float64 and v.ndim]
    whole = any(np.all(array == np.round(array)) for array in arrays)
    if "rrays of floats" in exercise.task or "rray of floats" in exercise.task or "x of floats" in exercise.task:
        whole = False
        assert not exercise.whole
    assert bool(exercise.whole) >= whole
    for number, case in exercise.whole:
        arrays = [value for value in case.values() if isinstance(value, np.ndarray)]
        assert any(array.dtype.kind == "i" for array in arrays)
        beside_fractions = any(array.dtype.kind == "f" for array in arrays)
        assert number < len(exercise.paper) or beside_fractions or len(exercise.whole) == 1


def test_labels_of_an_integer_type_are_tried_beside_scores_that_are_none():
    body = "m = np.zeros_like(y)\nfor i in range(len(z)):\n    m[i] = z[i] if y[i] == 1 else -z[i]\nreturn m"
    answer = said("linear_classifier.my_margin", body)
    assert answer.verdict == "wrong"
    assert "For floats it is right. Here a label is an integer" in repr(answer)
    assert "begin with an array of floats" in repr(answer)


@pytest.mark.parametrize(
    "name, body",
    [
        ("my_slope", "g = np.empty(y.shape)\ng[...] = (y_hat - y) / (y_hat * (1 - y_hat))\nreturn g"),
        ("my_slope", "y = y.astype(float)\nreturn (y_hat - y) / (y_hat * (1 - y_hat))"),
        ("my_likelihood", "return np.where(y.astype(bool), y_hat, 1 - y_hat)"),
    ],
)
def test_a_label_has_the_methods_of_an_array(name, body):
    assert said(f"binary_cross_entropy.{name}", body).verdict == "right"


def test_what_stops_for_labels_that_are_integers_is_told_in_its_line():
    words = repr(answer := said("linear_classifier.my_margin", "return z * (-1) ** (y - 1)"))
    assert (answer.verdict, answer.where) == ("wrong", "line 2")
    assert "For floats it is right. Here a label is an integer, as most are." in words
    assert "no whole number to a negative power" in words and "made like it" not in words
    assert "Next: read the line that stopped." in words
    one = said("binary_cross_entropy.my_slope", "return 2**y * 2 ** (-y) * (y_hat - y) / (y_hat * (1 - y_hat))")
    assert (one.verdict, one.where) == ("wrong", "line 2")
    assert "Here a label is an integer, as most are." in repr(one) and "Next: read the line that stopped." in repr(one)
    exercise = EXERCISES["linear_classifier.my_classifier"]
    text = exercise.code.replace("dL_dZ = Y_hat - Y", "dL_dZ = -Y\n    dL_dZ += Y_hat")
    answer = exercise.judge(typed(exercise, text))
    line = next(n for n, line in enumerate(text.splitlines(), start=1) if "+= Y_hat" in line)
    assert (answer.verdict, answer.where) == ("wrong", f"line {line}")
    assert "make an array of floats" in repr(answer) and "made like it" not in repr(answer)


def test_labels_of_a_case_may_be_an_array_of_integers():
    body = "y = np.array(y)\nout = np.zeros_like(y)\nout[y == 1] = np.array(y_hat)[y == 1]\n"
    body += "out[y == 0] = 1 - np.array(y_hat)[y == 0]\nreturn out"
    assert "is an array made like it?" in repr(said("binary_cross_entropy.my_likelihood", body))


@pytest.mark.parametrize(
    "name, line, instead, words",
    [
        (
            "hidden_layer.my_layer_backward",
            "dL_da1 * (a1 > 0)",
            "dL_da1\n    dL_dz1[a1 <= 0] = 0",
            ("dL_dz1", "dL_da1"),
        ),
        ("matrix_calculus.my_batch_backward", "G.sum(axis=0)", "G[0]\n    dL_db += G[1:].sum(axis=0)", ("dL_db", "G")),
        ("matrix_calculus.my_batch_backward", "G.T @ X", "G.T @ X\n    H = G.T.reshape(-1)\n    H += 1", ("H", "G")),
    ],
)
def test_an_argument_that_is_changed_under_another_name_is_told_both(name, line, instead, words):
    exercise = EXERCISES[name]
    text = exercise.code.replace(line, instead, 1)
    answer = exercise.judge(typed(exercise, text))
    assert "There `{}` is `{}` itself, or a part of it, under another name.".format(*words) in repr(answer)
    assert f"Next: make a copy where `{words[0]}` gets its name." in repr(answer)
    answer = exercise.judge(typed(exercise, text.replace(f"= {words[1]}", f"= 1 * {words[1]}")))
    assert "under another name" not in repr(answer)


def test_a_name_that_is_given_away_again_is_another_array():
    exercise = EXERCISES["matrix_calculus.my_batch_backward"]
    text = exercise.code.replace("    dL_dW", "    H = G\n    H = 1 * H\n    H += 1\n    G *= 2\n    dL_dW", 1)
    words = " ".join(repr(exercise.judge(typed(exercise, text))).split())
    assert ", `G *= 2`." in words and "under another name" not in words


def test_of_several_lines_of_one_name_the_last_one_counts():
    for module in ("binary_cross_entropy", "numerical_stability"):
        exercise = EXERCISES[f"{module}.my_lines"]
        keys = exercise.keys
        for above in (
            "\n    ".join(f"{key} = ..." for key in keys),
            "\n    ".join(f"{key} = None" for key in keys),
            f"{', '.join(keys)} = [None] * {len(keys)}",
        ):
            text = exercise.code.replace(f"    {keys[0]} = ", f"    {above}\n    {keys[0]} = ", 1)
            assert exercise.judge(typed(exercise, text)).verdict == "right", text
        handed_on = exercise.code.replace("    return {", f"    {', '.join(keys)} = [{', '.join(keys)}]\n    return {{")
        assert exercise.judge(typed(exercise, handed_on)).verdict == "right"
        twice = re.sub(rf"    {keys[-1]} = .*", f"    {keys[-1]} = {keys[-2]}", text)
        assert exercise.judge(typed(exercise, twice)).verdict == "open", twice


@pytest.mark.parametrize(
    "name, body",
    [
        (
            "binary_cross_entropy.my_gradient_of_mean",
            "g = np.zeros_like(y)\ng[:] = (y_hat - y) / (y_hat * (1 - y_hat))",
        ),
        ("binary_cross_entropy.my_slope", "g = np.zeros_like(y)\ng[...] = (y_hat - y) / (y_hat * (1 - y_hat))"),
    ],
)
def test_an_array_that_is_made_like_the_labels_is_told_where_a_label_is_an_integer(name, body):
    end = "\nreturn g / len(y)" if "mean" in name else "\nreturn g"
    answer = said(name, body + end)
    assert answer.verdict == "wrong" and answer.mistake is None
    assert "For floats it is right. Here a label is an integer" in repr(answer)
    answer = said(name, body.replace("zeros_like(y)", "zeros(np.shape(y))") + end)
    assert answer.verdict == "right"
    answer = said(name, body.replace("zeros_like(y)", "zeros(np.shape(y))") + end + " + 1")
    assert answer.verdict == "wrong" and "For floats" not in repr(answer)
    answer = said(
        name, body.replace("zeros_like(y)", "zeros(np.shape(y))") + end + " + (np.ndim(y) == 0 and y in (0, 1))"
    )
    assert answer.verdict == ("right" if "mean" in name else "wrong")
    assert "For floats" not in repr(answer)


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


# --------------------------------------------------------------------------------------------- two names, one array


def with_edit(name, *edit):
    """The solution with one edit, as in a notebook: its lines can be looked up."""
    exercise = EXERCISES[name]
    return exercise.judge(typed(exercise, exercise.edited(edit)))


HIDDEN = "find_the_bug.my_hidden_backward"
ACTIVATION, LAST = "    a1 = np.maximum(z1, 0)\n", '    return {"z1"'


def test_two_names_that_change_nothing_are_not_told():
    """Two names for one array that nothing is written into do no harm, and a new array mends nothing."""
    for edit in (
        ("z1 = X @ W1.T + b1", "z1 = np.maximum(X @ W1.T + b1, 0)", "a1 = np.maximum(z1, 0)", "a1 = z1"),
        (LAST, f"    z1 = a1\n{LAST}"),
    ):
        answer = with_edit(HIDDEN, *edit)
        assert (answer.verdict, answer.where) == ("wrong", "z1")
        assert "two names" not in repr(answer)


@pytest.mark.parametrize(
    "written",
    [
        "    a1 = z1\n    a1[z1 < 0] = 0\n",
        "    a1 = z1\n    np.maximum(a1, 0, out=a1)\n",
        "    a1 = z1\n    a1 *= z1 > 0\n",
        "    a1 = z1.view()\n    np.copyto(a1, 0, where=z1 < 0)\n",
        "    a1, more = z1, 0\n    a1[z1 < 0] = more\n",
    ],
)
def test_two_names_are_told_where_one_is_written_into(written):
    answer = with_edit(HIDDEN, ACTIVATION, written, "(z1 > 0)", "(a1 > 0)")
    assert (answer.verdict, answer.where) == ("wrong", "a1")
    assert "`z1` and `a1` are two names for one array" in repr(answer)
    mended = written.replace("= z1.view()\n", "= z1.copy()\n").replace("= z1\n", "= z1.copy()\n")
    mended = mended.replace("= z1, 0", "= z1.copy(), 0")
    assert with_edit(HIDDEN, ACTIVATION, mended, "(z1 > 0)", "(a1 > 0)").verdict == "right"


OTHER_NAMES = """def my_hidden_backward(X, W1, b1, dL_da1):
    scores = X @ W1.T + b1
    on = scores
    on[scores < 0] = 0
    back = dL_da1 * (on > 0)
    return {"z1": scores, "a1": on, "dL_dz1": back, "dL_dW1": back.T @ X, "dL_db1": back.sum(axis=0)}
"""


def test_two_names_are_told_whatever_the_lines_call_them():
    answer = EXERCISES[HIDDEN].judge(typed(EXERCISES[HIDDEN], OTHER_NAMES))
    assert (answer.verdict, answer.where) == ("wrong", "a1")
    assert "two names for one array" in repr(answer)
    mended = OTHER_NAMES.replace("on = scores", "on = scores.copy()")
    assert EXERCISES[HIDDEN].judge(typed(EXERCISES[HIDDEN], mended)).verdict == "right"


# ------------------------------------------------------------------------------------ choices, and what was raised


@pytest.mark.parametrize("module", MODULES)
def test_a_choice_is_shown_as_the_task_spells_it(module):
    for exercise in MODULES[module].notebook.exercises.values():
        for choice in getattr(exercise, "choices", ()):
            assert f'"{choice}"' in " ".join(exercise.task.split()), choice


def test_a_number_where_a_choice_is_wanted_is_to_be_written_in_quotes():
    exercise = EXERCISES["find_the_bug.my_wrong_but_accurate"]
    for number in (0.99, 0.33, np.float64(0.99), 1):
        answer = exercise.judge(number)
        assert answer.verdict == "wrong"
        assert "in quotes" in repr(answer)
        assert "is not one of" not in repr(answer)
    assert exercise.judge("0.99").verdict == "right"
    assert "is not one of the choices" in repr(exercise.judge("0.98"))


def test_of_a_message_that_goes_on_the_first_line_is_shown():
    answer = with_edit("find_the_bug.my_verdicts", "except AssertionError:", "except ValueError:", "rtol=0", "rtol=0.0")
    assert answer.verdict == "wrong"
    stop = next(part for part in answer.parts if "It stops in" in part)
    assert "AssertionError: Not equal to tolerance" in stop
    assert "\n" not in stop and "Mismatched" not in stop
    answer = said("find_the_bug.my_verdicts", "raise ValueError('word ' * 100)\nreturn 0")
    stop = next(part for part in answer.parts if "It stops" in part)
    assert len(stop) < 200


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
        assert re.search(rf"It returns a tuple of {count}\. Wanted is one array[.,]", repr(answer))
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


def test_the_float32_of_a_case_is_no_number_for_paper():
    in_float32 = "z = np.asarray(z)\nreturn -sigmoid(-z) - (z.dtype == 'f') * (z > 29)"
    answer = said("numerical_stability.my_last_small_pull", in_float32)
    assert "float32" in repr(answer)
    assert "on paper" not in repr(answer)
    assert "float32 carries 7 digits" in repr(answer)


# --------------------------------------------------------------------------------- advice that runs as it is written


@pytest.mark.parametrize(
    "line, advice",
    [
        ("if (z >= 0) == y:", "(z >= 0) == y"),
        ("if (z >= 0) == (y == 1):", "(z >= 0) == (y == 1)"),
        ("if not z >= 0:", "~(z >= 0)"),
        ("if not ((z >= 0) == y):", "~((z >= 0) == y)"),
        ("1 if z[0] >= 0 else 0", "z[0] >= 0"),
    ],
)
def test_a_question_is_quoted_whole(line, advice):
    words = _of_one_question(line)
    assert f"`np.where({advice}, ..., ...)`, or multiply by `({advice})`" in words
    eval(f"np.where({advice}, 1, 0)", {"np": np, "z": np.array([1.0, -1.0]), "y": np.array([1, 0])})


@pytest.mark.parametrize(
    "body, sentence",
    [
        ("s = y_hat > 0.5\nreturn y * (not s)", "Entry by entry it is `(s == 0)`."),
        ("s = y_hat > 0.5\nreturn (y > 0) & (not s)", "Entry by entry it is `(s == 0)`."),
        ("s = y_hat > 0.5\nreturn s and not y > 0", "Entry by entry it is `(s) & (~(y > 0))`, each in its own"),
        ("return y * y_hat > 0 + 2 * y_hat <= 1", "so that this is a chain of questions"),
        ("return (y > 0) & y_hat", "`y_hat` is a number: numbers are multiplied with `*`"),
        ("return y_hat > 0 & y > 0", "each question stands in its own brackets"),
        ("return y @ y_hat.T()", "`.T` is written without brackets."),
        ("return y @ y_hat.transpose", "The brackets behind `transpose` are missing: `transpose()` is its result."),
        ("return y_hat.sum / 2", "The brackets behind `sum` are missing"),
        ("return y_hat(1 - y)", "Is a `*` missing before the bracket?"),
    ],
)
def test_a_line_that_stops_gets_the_advice_that_mends_it(body, sentence):
    exercise = EXERCISES["binary_cross_entropy.my_clamped"]
    array = {"y_hat": np.array([0.2, 0.9]), "y": np.array([0.0, 1.0])}
    outcome = call(with_lines(exercise, body), array, exercise.parameters, exercise.keys)
    assert sentence in outcome.values.sentence


def test_what_is_right_for_single_numbers_only_is_told():
    result = '{"df_dv": u, "df_du": u + v, "df_dx": (u + v) * y + u, "df_dy": (u + v) * x}'
    body = f"v = x * y\nu = v\nv += x\nreturn {result}"
    fork = EXERCISES["automatic_differentiation.my_fork_back"]
    words = "For single numbers it is right, for arrays it is not. A line with `+=`"
    assert words in repr(fork.judge(with_lines(fork, body)))
    assert "For single numbers" not in repr(fork.judge(with_lines(fork, body.replace("u = v", "u = 2 * v"))))
    changed = "m = np.maximum(a, b)\na -= m\nb -= m\nreturn m + np.log(np.exp(a) + np.exp(b))"
    words = repr(said("numerical_stability.my_log_sum", changed))
    assert "It changes `a` and `b`" in words and "For single numbers" not in words  # the numbers are right


@pytest.mark.parametrize(
    "name, body",
    [
        ("sigmoid.my_sigma", "1 / (1 + np.exp(-(z**2)))"),
        ("sigmoid.my_sigma", "1 / (1 + np.exp(-1))"),
        ("sigmoid.my_dL_dz", "0.5 - y"),
    ],
)
def test_what_is_right_for_the_single_numbers_of_the_cases_only_is_not_told_so(name, body):
    assert "For single numbers" not in repr(said(name, body))


LOOP = "s = b[i]\nfor k in {over}:\n    s {sign} W[i, k] * x[k]\n{end}return s"


@pytest.mark.parametrize(
    "name, body, words",
    [
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x))", sign="+=", end="    "), mends.IN_LOOP),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x) - 1)", sign="+=", end=""), mends.ENDS_EARLY),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(0, len(x) - 1)", sign="+=", end=""), mends.ENDS_EARLY),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x) + 1)", sign="+=", end=""), mends.ENDS_LATE),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(1, len(x))", sign="+=", end=""), mends.BEGINS_LATE),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x))", sign="=", end=""), mends.LAST_ONLY),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x) - 1)", sign="=", end=""), None),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(2, len(x))", sign="+=", end=""), None),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x) - 2)", sign="+=", end=""), None),
        ("matrix_calculus.my_z_i", LOOP.format(over="range(len(x) - 1)", sign="+= 3 *", end=""), None),
        (
            "matrix_calculus.my_z_i",
            "s = b[i]\nfor k in range(len(x)):\n    term = W[i, k] * x[k]\n    s = term\nreturn s",
            mends.LAST_ONLY,
        ),
        (
            "matrix_calculus.my_batch_backward",
            "dL_dX, dL_dW = G @ W, np.zeros(W.shape)\nfor g, x in zip(G, X):\n    dL_dW[:] = np.outer(g, x)\n"
            'return {"dL_dW": dL_dW, "dL_db": G.sum(axis=0), "dL_dX": dL_dX}',
            mends.LAST_ONLY,
        ),
        (
            "real_data.my_majority",
            "return max(hits + misses, alarms + noes) // (hits + misses + alarms + noes)",
            mends.CUT,
        ),
        (
            "hidden_layer.my_forward",
            "z1 = X @ W1.T + b1\na1 = np.max(z1, 0)\nreturn {'z1': z1, 'a1': a1, 'z2': a1 @ W2.T + b2}",
            "`np.max` looks along an axis: of two numbers each, it is `np.maximum`",
        ),
        (
            "linear_classifier.my_price_of_the_frequency",
            "return -f * np.log10(f) - (1 - f) * np.log(1 - f)",
            mends.OTHER_BASE,
        ),
    ],
)
def test_a_slip_that_one_change_mends_is_named(name, body, words):
    exercise = EXERCISES[name]
    answer = exercise.judge(with_lines(exercise, body))
    assert (answer.verdict, answer.mistake) == ("wrong", words)


@pytest.mark.parametrize(
    "name, before, after",
    [
        ("linear_classifier.my_classifier", "X @ W.T + b", "(X @ W.T + b).squeeze()"),
        ("linear_classifier.my_classifier", "sigmoid(Z)", "sigmoid(Z).squeeze()"),
        ("hidden_layer.my_forward", "X @ W1.T + b1", "np.squeeze(X @ W1.T + b1)"),
        ("hidden_layer.my_backward", "dL_dz2.T @ a1", "np.squeeze(dL_dz2.T @ a1)"),
    ],
)
def test_a_lost_axis_is_no_slip_of_a_later_value(name, before, after):
    """A slip that stops wherever it would be seen agrees with whatever is right elsewhere."""
    exercise = EXERCISES[name]
    answer = exercise.judge(exercise.run_text(exercise.edited((before, after))))
    assert (answer.verdict, answer.mistake) == ("wrong", None)


@pytest.mark.usefixtures("little_patience")
def test_a_wrong_number_comes_before_what_never_ends():
    answer = said(
        "automatic_differentiation.my_sum_back", "while g.ndim >= len(shape):\n    g = g.sum(axis=0)\nreturn g"
    )
    assert "Does a loop in it never end?" not in repr(answer)
    assert "wrong shape" in repr(answer)


def test_who_goes_on_with_a_shown_entry_is_sent_to_its_numbers():
    words = repr(said("numerical_stability.my_loss_from_logits", "np.logaddexp(0, -z) + (1 - y) * z"))
    assert "for this entry, with the numbers that stand there." in words


def test_a_large_array_of_float32_is_called_so():
    words = repr(said("numerical_stability.my_last_small_pull", "np.where(z > 10, -np.exp(-z), sigmoid(z) - 1)"))
    assert re.search(r"z +an array of shape \(21,\) in float32, there 9\.8", words)


def test_a_design_that_stops_has_no_name_and_shows_what_it_was_given():
    order = EXERCISES["automatic_differentiation.my_order"]
    answer = order.judge(typed(order, "def my_order(parents, loss):\n    return parents[::-1]\n"))
    assert (answer.verdict, answer.mistake, answer.where) == ("wrong", None, "condition 1")
    assert re.search("It was given:\n +parents +{.*}\n +loss +", repr(answer))


@pytest.mark.usefixtures("little_patience")
def test_a_design_that_never_ends_has_no_name_and_shows_what_it_was_given():
    order = EXERCISES["automatic_differentiation.my_order"]
    answer = order.judge(typed(order, "def my_order(parents, loss):\n    while loss:\n        pass\n"))
    assert (answer.verdict, answer.mistake, answer.where) == ("wrong", None, "condition 1")
    assert re.search("Does a loop in it never end?.*\nIt was given:\n +parents +{.*}\n +loss +", repr(answer))


@pytest.mark.parametrize("turn", ["list", "reversed"])
def test_a_depth_that_is_kept_is_no_way_through_a_long_chain(turn):
    """It calls itself no more than once, if it meets the values in the right order."""
    body = f"""
    depth = {{}}
    def depth_of(v):
        if v not in depth:
            depth[v] = 1 + max([depth_of(p) for p in parents[v]], default=-1)
        return depth[v]
    for v in {turn}(list(parents)):
        depth_of(v)
    found, waiting = {{loss}}, [loss]
    while waiting:
        for p in parents[waiting.pop()]:
            if p not in found:
                found.add(p)
                waiting.append(p)
    return sorted(found, key=lambda v: -depth[v])
"""
    order = EXERCISES["automatic_differentiation.my_order"]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        assert "5000 steps" in order.judge(typed(order, f"def my_order(parents, loss):{body}")).mistake
    finally:
        sys.setrecursionlimit(limit)


def test_a_small_error_beside_a_large_number_is_not_called_right():
    words = repr(said("find_the_bug.my_excess_loss", EXCESS.format(clip=1e-6)))
    assert re.search(r"In this case, .* entry \[0\].*\n +y_hat +\[0.5, 1e-60\]\n", words), words


def test_float32_is_shown_with_its_digits():
    body = "f = lambda t: np.maximum(t, 0) - t * y + np.log1p(np.exp(-np.abs(t)))\nh = 1e-5\n"
    body += "return (f(z + h) - f(z - h)) / (2 * h)"
    words = repr(said("numerical_stability.my_slope_at_every_z", body))
    assert re.search(r"in float32, there .*\n.*\n +yours +\S{1,9}\n +right +\S{1,9}\n", words), words


def test_lines_are_counted_as_it_is_said():
    one_more = "3 * (1 - 2*x)**2 * d(1 - 2*x, x) = 3 * (1 - 2*x)**2 * (-2)"
    answer = line_judged("start_here.my_chain_steps", one_more, "6 * (1 - 2*x)**2")
    assert answer.where == "line 4"
    assert "In this count, what stands behind an `=` is a line of its own." in repr(answer)
    assert "In this count" not in repr(line_judged("start_here.my_chain_steps", "= 6 * (1 - 2*x)**2"))
    assert "In this count" not in repr(line_judged("start_here.my_chain_steps", one_more, "-6 * (1 - 2*x)**2"))


def test_the_recursion_limit_of_a_session_does_not_count():
    order = EXERCISES["automatic_differentiation.my_order"]
    body = (
        "order, seen = [], set()\ndef visit(v):\n    if v not in seen:\n        seen.add(v)\n"
        "        for p in parents[v]:\n            visit(p)\n        order.append(v)\nvisit(loss)\nreturn order[::-1]"
    )
    names = {}
    exec("def my_order(parents, loss):\n    " + body.replace("\n", "\n    "), names)
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(20_000)
        assert "5000 steps" in order.judge(names["my_order"]).mistake
        assert sys.getrecursionlimit() == 20_000
    finally:
        sys.setrecursionlimit(limit)


def test_a_change_of_an_argument_is_told_beside_a_wrong_shape():
    body = (
        "while g.ndim > len(shape):\n    g = g.sum(axis=0)\nfor axis, length in enumerate(shape):\n"
        "    if length == 1:\n        g[:] = g.sum(axis=axis, keepdims=True)\nreturn g"
    )
    assert "It changes `g`" in repr(said("automatic_differentiation.my_sum_back", body))


@pytest.mark.parametrize(
    "name, body, line",
    [
        ("linear_classifier.my_update", "X *= rate\nnew_W = W - G.T @ X\nnew_b = b - rate * G.sum(axis=0)", 2),
        ("linear_classifier.my_update", "new_W = W - rate * G.T @ X\nG *= rate\nnew_b = b - G.sum(axis=0)", 3),
        ("linear_classifier.my_update", "G[:] = rate * G\nnew_b = b - G.sum(axis=0)\nnew_W = W - G.T @ X", 2),
        (
            "linear_classifier.my_update",
            "np.multiply(G, rate, out=G)\nnew_W, new_b = W - G.T @ X, b - G.sum(0)",
            2,
        ),
        (
            "linear_classifier.my_update",
            'X *= rate\nreturn {"new_W": W - G.T @ X, "new_b": b - rate * G.sum(axis=0)}',
            2,
        ),
    ],
)
def test_a_change_of_an_argument_is_located_in_its_line(name, body, line):
    exercise = EXERCISES[name]
    answer = exercise.judge(with_lines(exercise, body + '\nreturn {"new_W": new_W, "new_b": new_b}'))
    assert (answer.verdict, answer.where) == ("wrong", f"line {line}")
    assert f"That is done in line {line}, `{body.splitlines()[line - 2]}`." in " ".join(repr(answer).split())


@each(judge.Function)
def test_every_array_comes_with_floats_once(exercise):
    """... but masks, and labels by which one may choose: arrays of whole numbers are copied in another way."""
    for name in exercise.parameters:
        kinds = {case[name].dtype.kind for case in exercise.cases if getattr(case[name], "ndim", 0)}
        assert kinds <= {"b"} or (name == "y" and kinds == {"i"}) or "f" in kinds, name


def test_each_with_each_is_explained_where_lengths_do_not_fit():
    assert "`v[:, None]`" in repr(said("real_data.my_area", "np.mean(ones > zeros)"))


def test_a_fraction_is_a_number():
    limit = EXERCISES["numerical_stability.my_clip_limit"]
    assert limit.judge(Fraction(1, 10**7)).verdict == "right"
    assert limit.judge(Fraction(1, 2)).where == "condition 1"


@pytest.mark.parametrize(
    "name, body", [("layers_and_gradient_checks.my_best_step", "eps**3"), ("real_data.my_C_of", "1e-18 + 0 * lam * N")]
)
def test_a_small_number_is_shown_as_it_is(name, body):
    assert re.search("yours +1e-18\n", repr(said(name, body)))


def test_two_numbers_have_the_digits_that_tell_them_apart_and_no_more():
    assert two_numbers(1 - 1e-16, 0.5) == ("1", "0.5")
    assert two_numbers(1.0, 1 - 1e-13) == ("1", "0.9999999999999")


def test_what_is_right_for_few_numbers_is_not_sent_back_to_them():
    words = repr(said("binary_cross_entropy.my_loss_of_days", "-np.log(np.prod(p) + 1e-12)"))
    assert "What is different in it from the ones before?" in words


def test_lines_that_are_the_given_one_are_called_so():
    exercise = EXERCISES["sigmoid.my_cancel_steps"]
    assert "Each line is the given one once more." in repr(exercise.judge([exercise.lines[0]] * 2))


def test_what_is_rounded_too_early_is_not_computed_once_more():
    words = repr(EXERCISES["sigmoid.my_bound_of_three"].judge(0.016))
    assert "Rounded too early" in words and "write it with more digits" in words and "on paper" not in words


STEPS_BACK = """{first}
dL_dW2 = dL_dz2.T @ a1
dL_db2 = dL_dz2.sum(axis=0)
dL_da1 = {third}
{fourth}
dL_dW1 = dL_dz1.T @ X
dL_db1 = dL_dz1.sum(axis=0)
return {{"dL_dz2": dL_dz2, "dL_dW2": dL_dW2, "dL_db2": dL_db2, "dL_da1": dL_da1, "dL_dz1": dL_dz1, "dL_dW1": dL_dW1,
    "dL_db1": dL_db1}}"""
RIGHT_STEPS = {
    "first": "dL_dz2 = (sigmoid(z2) - Y) / len(X)",
    "third": "dL_dz2 @ W2",
    "fourth": "dL_dz1 = dL_da1 * (z1 > 0)",
}


def said_of_steps(**wrong):
    exercise = EXERCISES["hidden_layer.my_backward"]
    return exercise.judge(with_lines(exercise, STEPS_BACK.format(**RIGHT_STEPS | wrong)))


def test_what_stops_because_of_a_value_before_is_located_there():
    assert said_of_steps().verdict == "right"
    answer = said_of_steps(first="dL_dz2 = np.mean(sigmoid(z2) - Y)")
    assert (answer.verdict, answer.where) == ("wrong", "dL_dz2")
    assert "has the wrong shape" in repr(answer) and "With this it stops in line 3." in repr(answer)
    assert "`*`" not in repr(answer)
    answer = said_of_steps(third="np.outer(dL_dz2, W2)")
    assert (answer.verdict, answer.where) == ("wrong", "dL_da1")
    assert "Right so far: `dL_dz2`, `dL_dW2` and `dL_db2`." in repr(answer)


def test_what_stops_by_itself_says_what_was_right_until_then():
    answer = said_of_steps(fourth="dL_dz1 = dL_da1 * (z1 > nothing)")
    assert answer.where == "line 6"
    assert "Right so far: `dL_dz2`, `dL_dW2`, `dL_db2` and `dL_da1`." in repr(answer)
    assert "NameError" in repr(answer)


@pytest.mark.parametrize("rows", ["range(99)", "(0, 99)"])
def test_a_value_that_a_loop_still_fills_is_not_called_wrong(rows):
    loop = f"dL_dz1 = np.zeros(z1.shape)\nfor n in {rows}:\n    dL_dz1[n] = dL_da1[n] * (z1[n] > 0)"
    answer = said_of_steps(fourth=loop)
    assert answer.where == "line 8"
    assert "IndexError" in repr(answer)


@pytest.mark.parametrize(
    "fourth, where, step",
    [
        (
            "dL_da1[z1 <= 0] = 0\ndL_dz1 = dL_da1",
            "dL_da1",
            "`dL_da1` has to stay what it is: write into a copy of it, and call that `dL_dz1`.",
        ),
        ("dL_dz1 = dL_da1\ndL_dz1[z1 <= 0] = 0", "dL_dz1", "make a new array in the line of `dL_dz1`."),
    ],
)
def test_one_array_with_two_names_is_told_whenever_it_was_changed(fourth, where, step):
    answer = said_of_steps(fourth=fourth)
    assert (answer.where, answer.mistake) == (where, None)
    assert "`dL_da1` and `dL_dz1` are two names for one array" in repr(answer)
    assert f"Next: {step}" in " ".join(repr(answer).split())


@pytest.mark.parametrize(
    "name, body, where",
    [
        ("hidden_layer.my_forward", ["z1 = X @ W1.T + b1", "z1[z1 < 0] = 0", "a1 = z1"], "z1"),
        ("hidden_layer.my_forward", ["z1 = X @ W1.T + b1", "z1 *= z1 > 0", "a1 = z1"], "z1"),
        ("hidden_layer.my_forward", ["z1 = X @ W1.T + b1", "a1 = z1", "a1[a1 < 0] = 0"], "a1"),
    ],
)
def test_of_two_names_the_line_is_told_that_has_to_change(name, body, where):
    """In the first two it is no help to make a new array for a1: z1 was written into before."""
    exercise = EXERCISES[name]
    lines = [*body, "z2 = a1 @ W2.T + b2", 'return {"z1": z1, "a1": a1, "z2": z2}']
    answer = exercise.judge(with_lines(exercise, "\n".join(lines)))
    assert answer.where == where
    copied = [line.replace("a1 = z1", "a1 = z1.copy()") for line in lines]
    assert (exercise.judge(with_lines(exercise, "\n".join(copied))).verdict == "right") == (where == "a1")


def test_a_number_of_one_row_names_nothing_where_other_rows_stop():
    line = "dL_dW = dL_dz[:, None] @ x"  # for one input and one output it has the number of dL_dz * x
    answer = with_edit("layers_and_gradient_checks.my_one_sample", "dL_dW = np.outer(dL_dz, x)", line)
    assert (answer.verdict, answer.mistake) == ("wrong", None)


def test_a_slip_has_its_name_where_a_later_line_stops_in_some_cases():
    """W @ dL_dz stops unless W is square: those cases say nothing about dL_dz."""
    name, slip = "layers_and_gradient_checks.my_one_sample", ("dL_dz = y_hat - y", "dL_dz = y - y_hat")
    alone = with_edit(name, *slip)
    answer = with_edit(name, *slip, "dL_dx = W.T @ dL_dz", "dL_dx = W @ dL_dz")
    assert (answer.where, answer.mistake) == (alone.where, alone.mistake) == ("dL_dz", alone.mistake)
    assert alone.mistake


@pytest.mark.parametrize("module", MODULES)
def test_what_is_printed_is_seen_once(module, capsys):
    functions = (one for name, one in EXERCISES.items() if name.startswith(f"{module}."))
    exercise = next(one for one in functions if isinstance(one, judge.Function))
    head, body = exercise.code.split('"""\n', 1)[0], exercise.code.split('"""\n')[-1]
    exercise.judge(typed(exercise, f'{head}"""\n    print("here")\n{body}'))
    assert capsys.readouterr().out == "here\n"


@pytest.mark.parametrize(
    "name, body",
    [
        ("find_the_bug.my_row_log_sums", "return np.array([print(z, end='') for z in Z])"),
        ("find_the_bug.my_row_log_sums", "return [None for z in Z]"),
        ("matrix_calculus.my_dL_dx_of_one", "return [None, *(g @ W)[1:]]"),
    ],
)
def test_none_among_numbers_is_no_nan(name, body):
    words = " ".join(repr(said(name, body)).split())
    assert "with None in it: has a function that fills it no `return`" in words
    assert "nan" not in words


def test_infinity_is_explained_where_it_is_not_wanted():
    answer = said("binary_cross_entropy.my_slope", "return (y_hat - y) / (y * (1 - y))")
    assert "`inf` is infinity: it comes from a division by 0" in repr(answer)
    right = EXERCISES["binary_cross_entropy.my_slope"]
    assert "is infinity" not in repr(right.judge(lambda y_hat, y: y_hat))


def test_a_number_of_the_notebook_is_told():
    exercise = EXERCISES["layers_and_gradient_checks.my_bce_backward"]
    parameters = ", ".join(exercise.parameters)
    text = f"N = 4\n\ndef {exercise.name}({parameters}):\n    return (y_hat - y) / (y_hat * (1 - y_hat)) / N\n"
    words = "`N` is no argument: its value comes from the notebook, and is the same in every case."
    assert words in " ".join(repr(exercise.judge(typed(exercise, text))).split())
    two = text.replace("N = 4", "N, K = 4, 1").replace("/ N", "/ N / K")
    assert "`K` and `N` are no arguments: their values" in " ".join(repr(exercise.judge(typed(exercise, two))).split())
    own = text.replace("    return", "    N = 4\n    return")
    assert "no argument" not in repr(exercise.judge(typed(exercise, own)))


NUDGED = """h = 1e-5
for place in np.ndindex(x.shape):
    up, down = x.copy(), x.copy()
    up[place] += h
    down[place] -= h
    slopes[place] = (f(up) - f(down)) / (2 * h)
return slopes"""


def test_a_number_of_ones_own_in_a_loop_is_no_lost_plus():
    """h += 1e-5 gives nearly the right slopes, for a step of nearly h."""
    exercise = EXERCISES["find_the_bug.my_nudges"]
    first, loop, *rest = NUDGED.splitlines()
    body = "\n".join(["slopes = np.zeros_like(x)", loop, f"    {first}", *rest])
    answer = exercise.judge(with_lines(exercise, body))
    assert (answer.verdict, answer.mistake) == ("wrong", None)


@pytest.mark.parametrize(
    "name, lines",
    [
        (
            "linear_classifier.my_curvature",
            ["for n in range(len(X)):", "    c = 0", "    c += y_hat[n] * (1 - y_hat[n]) * (X[n] @ gamma) ** 2"],
        ),
        (
            "linear_classifier.my_curvature",
            ["for s, p in zip(X @ gamma, y_hat):", "    c = np.zeros(())", "    c += p * (1 - p) * s**2"],
        ),
    ],
)
def test_a_sum_that_begins_anew_in_each_turn_is_named(name, lines):
    exercise = EXERCISES[name]
    answer = exercise.judge(with_lines(exercise, "\n".join(["c = 0.0", *lines, "return c / len(X)"])))
    assert answer.mistake == (
        "what is added up or filled begins anew in each turn: its first line belongs before the loop"
    )


@pytest.mark.parametrize(
    "name, body, words, others",
    [
        (
            "real_data.my_overconfidence",
            "among = (p >= low) & (p < high)\nreturn np.mean((p[among] >= 0.5) - is_one[among])",
            "True and False are not subtracted",
            "no power",
        ),
        (
            "sigmoid.my_logit",
            "return [np.log(q / (1 - q)) for q in y_hat]",
            "a loop and `[...]` take arrays only",
            "minus",
        ),
        ("real_data.my_confusion", "no = -(p >= threshold)\nreturn no", "True and False have no minus", "no power"),
        (
            "binary_cross_entropy.my_slope",
            "return (y_hat - y) ^ 2",
            "`^` takes whole numbers, and is no power",
            "minus",
        ),
        (
            "binary_cross_entropy.my_slope",
            "return np.log(y_hat, 10 * y)",
            "A logarithm of NumPy takes no base",
            "minus",
        ),
        (
            "start_here.my_number_right",
            "return sum(1 for i in z if z[i] >= 0 and y[i] == 1)",
            "A `for` over an array gives its numbers, not their places",
            "minus",
        ),
        (
            "binary_cross_entropy.my_slope",
            "return -y / y_hat + (not y) / (1 - y_hat)",
            "Entry by entry it is `(y == 0)`.",
            "~",
        ),
        (
            "binary_cross_entropy.my_likelihood",
            "return (y and y_hat) + (not y and 1 - y_hat)",
            "here they stand between numbers",
            "~",
        ),
        (
            "binary_cross_entropy.my_slope",
            "return -y / y_hat + (not y > 0.5) / (1 - y_hat)",
            "Entry by entry it is `~(y > 0.5)`.",
            "== 0",
        ),
        ("binary_cross_entropy.my_slope", "return np.zeros(len(y))", "a loop and `[...]` take arrays only", "range"),
        ("binary_cross_entropy.my_slope", "return [1 / q for q in y]", "a loop and `[...]` take arrays only", "range"),
        ("linear_classifier.my_path", "return start / start.size()", "`.size` is written without brackets", "`*`"),
        ("linear_classifier.my_path", "return np.prod(start.shape())", "`.shape` is written without brackets", "`*`"),
        ("linear_classifier.my_path", "return start.ndim()", "`.ndim` is written without brackets", "`*`"),
        ("linear_classifier.my_update", "return max(abs(W))", "`np.max(...)` looks at all of its entries", "maximum"),
        ("linear_classifier.my_update", "return min(W)", "`np.min(...)` looks at all of its entries", "minimum"),
        (
            "linear_classifier.my_update",
            "return max(W, 0)",
            "`np.maximum` and `np.minimum` go entry by entry",
            "np.max(",
        ),
        ("binary_cross_entropy.my_slope", "return y_hat[0]", "Here it gets a single number", "range"),
        ("binary_cross_entropy.my_slope", "y_hat[y == 0] = 1", "Here it gets a single number", "range"),
        ("linear_classifier.my_path", "return steps.shape", "`np.asarray(...)` makes an array of it", "single"),
        ("linear_classifier.my_margin", "return z * np.array([-1, 1])[y]", "`.astype(int)` makes indices of them", "~"),
        ("linear_classifier.my_margin", "return np.choose(y, [-z, z])", "`.astype(int)` makes indices of them", "~"),
        ("linear_classifier.my_margin", "return z * ~y", "`y == 0` does it for labels", "indices"),
        (
            "real_data.my_stop_at",
            "for k in range(0):\n    best = k\nreturn best",
            "give it a first value before the loop",
            "indices",
        ),
        (
            "linear_classifier.my_curvature",
            "for s in X @ gamma:\n    c += s\nreturn c",
            "a first value above",
            "the loop",
        ),
        ("sigmoid.my_logit", "q = p\np = y_hat\nreturn q", "stands further down", "the loop"),
        ("sigmoid.my_logit", "q = q + y_hat\nreturn q", "a first value above", "further down"),
        ("sigmoid.my_logit", "return np.log(y_hat, 2)", "A logarithm of NumPy takes no base", "one argument too many"),
        ("sigmoid.my_logit", "return np.maximum(y_hat, 0, 1)", "one argument too many", "base"),
        ("sigmoid.my_logit", "return np.log(np.maximum(y_hat, 0, 1))", "one argument too many", "base"),
        (
            "binary_cross_entropy.my_slope",
            "print(y - y_hat)",
            "`print` shows a value, and `return` hands it over",
            "range",
        ),
        (
            "linear_classifier.my_path",
            "return [start for _ in steps]",
            "`range(n)` gives those from 0 to n - 1",
            "single",
        ),
        ("linear_classifier.my_path", "return float(start)", "Of an array, `.astype(float)` makes another", "single"),
        ("linear_classifier.my_path", "return int(start)", "Of an array, `.astype(int)` makes another", "single"),
        ("linear_classifier.my_path", "return round(start)", "`np.round` takes arrays, too", "single"),
        ("linear_classifier.my_path", "return start.shape[1]", "that of a vector has one", "single"),
        (
            "linear_classifier.my_margin",
            "m = 1.0 * z\nm[y == 0] = -z\nreturn m",
            "pick with the same mask on the right",
            "single",
        ),
    ],
)
def test_what_stops_is_told_in_its_own_words(name, body, words, others):
    text = " ".join(repr(EXERCISES[name].judge(with_lines(EXERCISES[name], body))).split())
    assert words in text
    assert others not in text


@pytest.mark.parametrize(
    "points",
    [
        ((50.00, 50.00), (50.01, 50.01), (49.99, 50.01)),
        ((1000, 1000), (999.99, 1000), (999.99, 1000.01)),
        ((20000, 20000), (20001, 20000), (19999, 20000)),
        ((-1, 1), (0, 0), (1, 1)),
        ((2007, 1), (2008, 2), (2009, 1)),
    ],
)
def test_the_line_that_is_shown_separates_as_it_is_shown(points):
    words = repr(EXERCISES["linear_classifier.my_no_line"].judge(points))
    shown = re.search(r"w = \((\S+), (\S+)\), b = (\S+)\.\s", words)
    *w, b = map(float, shown.groups())
    assert np.sign(np.array(points) @ w + b).tolist() == [-1, 1, -1]
    assert not any(re.match(r"-0$|.*e-1\d", number) for number in shown.groups())


@pytest.mark.parametrize("last", ["b -= 0.1 * dL_db", "W -= 0.1 * dL_dW"])
def test_an_argument_that_is_changed_after_all_values_is_found_in_its_line(last):
    exercise = EXERCISES["layers_and_gradient_checks.my_one_sample"]
    text = exercise.code.replace("    return {", f"    {last}\n    return {{")
    answer = exercise.judge(typed(exercise, "\n\n" + text))
    line = next(n for n, text in enumerate(text.splitlines(), start=1) if last in text)  # counted from the def
    assert (answer.verdict, answer.where) == ("wrong", f"line {line}")
    assert f"That is done in line {line}, `{last}`." in " ".join(repr(answer).split())
    assert "`dL_db` and `dL_dx`." in repr(answer)
    own = """def my_one_sample(W, b, x, y):
    z = W @ x
    z += b
    a = sigmoid(z)
    g = a - y
    b -= g
    return {"z": z, "y_hat": a, "dL_dz": g, "dL_dW": np.outer(g, x), "dL_db": g, "dL_dx": W.T @ g}
"""
    assert exercise.judge(typed(exercise, own)).where == "line 6"


@pytest.mark.parametrize(
    "name, body, where",
    [
        ("sigmoid.my_logit", "y_hat /= 1 - y_hat\nreturn np.log(y_hat)", "line 2"),
        ("real_data.my_decayed", "W -= eta * (dL_dW + lam * W)\nreturn W", "line 2"),
        ("real_data.my_decayed", "N = W\nN -= eta * (dL_dW + lam * W)\nreturn N", "line 3"),
    ],
)
def test_a_change_of_an_argument_is_the_place_where_all_numbers_are_right(name, body, where):
    exercise = EXERCISES[name]
    answer = exercise.judge(with_lines(exercise, body))
    assert (answer.verdict, answer.where) == ("wrong", where)
    assert "It changes" in repr(answer)


def test_a_comma_too_many_is_no_keepdims():
    answer = said("binary_cross_entropy.my_slope", "return (y_hat - y) / (y_hat * (1 - y_hat)),")
    assert (answer.verdict, answer.mistake) == ("wrong", None)
    assert "It returns a tuple of 1. Wanted is one number." in repr(answer)


def test_a_message_of_numpy_is_no_notation():
    words = repr(said("matrix_calculus.my_dL_dx_of_one", "return np.ones(7) @ W"))
    assert "core dimension 0 (size" in words
    assert "gufunc" not in words


@each(judge.Function)
def test_no_number_in_float32_has_lost_its_digits(exercise):
    """Its neighbours in float32 are right, too: another processor may round to them, and float64 goes between."""
    for case, outcome in zip(exercise.cases, exercise.expected, strict=True):
        if any(getattr(value, "dtype", None) == np.float32 for value in case.values()):
            for values in outcome.values.values():
                sizes = np.abs(values[np.isfinite(values) & (values != 0)])
                assert np.all(np.spacing(sizes.astype(np.float32)) <= exercise.relative * sizes), case


@pytest.mark.parametrize(
    "name, lines, verdict, words",
    [
        ("matrix_calculus.my_two_samples_steps", ["G.T X"], "open", "a `*` or `@` is missing"),
        ("real_data.my_factor_steps", ["w_new / w = 1 - eta * lam"], "right", ""),
        ("real_data.my_factor_steps", ["(w_new)/w = 1 - eta * lam"], "right", ""),
        ("real_data.my_factor_steps", ["w_new / w = 1 + eta * lam"], "wrong", ""),
        ("layers_and_gradient_checks.my_walk_steps", ["d(f)/dh = 2 * p * q * v_1 + p**2 * v_2"], "right", ""),
        (
            "real_data.my_area_steps",
            ["1 / N0 * sum(1 / N1 * (s[i] > t[j]) for j in range(N0))"],
            "wrong",
            "without a sum",
        ),
    ],
)
def test_what_readers_write_in_front_of_a_sign_or_leave_out(name, lines, verdict, words):
    answer = line_judged(name, *lines)
    assert answer.verdict == verdict
    assert words in repr(answer)


@pytest.mark.parametrize(
    "name, line",
    [
        ("binary_cross_entropy.my_rest_steps", "sum(-1/(1 - y_hat))"),
        ("binary_cross_entropy.my_rest_steps", "mean(-1/(1 - y_hat))"),
        ("hidden_layer.my_dL_dZ2_steps", "sum(y_hat - y)/N"),
        ("automatic_differentiation.my_other_score_steps", "sum(-p_a * p_b)"),
    ],
)
def test_one_number_is_not_added_up(name, line):
    answer = line_judged(name, line)
    assert answer.verdict == "wrong" and answer.mistake is None
    assert "goes over the entries of an array, and here it gets one number" in repr(answer)


def test_an_array_that_is_changed_in_place_is_told_the_line():
    body = "u = x * y\nv = u + x\ndf_dv = u\ndf_du = v\ndf_du += df_dv\ndf_dx = (u + v) * y + df_dv\n"
    body += 'return {"df_dv": df_dv, "df_du": df_du, "df_dx": df_dx, "df_dy": df_du * x}'
    exercise = EXERCISES["automatic_differentiation.my_fork_back"]
    answer = exercise.judge(with_lines(exercise, body))
    assert (answer.verdict, answer.where) == ("wrong", "line 6")
    assert "Next: make a new array in line 6." in repr(answer)


@pytest.mark.parametrize("name", ["my_stable_sigmoid", "my_safe_softplus", "my_log_sigmoid", "my_last_small_pull"])
def test_scores_that_are_integers_are_tried_beside_the_ends(name):
    exercise = EXERCISES[f"numerical_stability.{name}"]
    text = exercise.code.replace("    return ", "    out = np.zeros_like(z)\n    out[...] = ") + "\n    return out\n"
    answer = quietly(exercise.judge, typed(exercise, text))
    assert answer.verdict == "right" and "of an integer type" in repr(answer)


@pytest.mark.parametrize(
    "name, called",
    [
        ("sigmoid.my_sigma", "sigmoid"),
        ("numerical_stability.my_stable_sigmoid", "sigmoid"),
        ("numerical_stability.my_safe_softplus", "softplus"),
    ],
)
def test_what_is_built_is_not_called(name, called):
    exercise = EXERCISES[name]
    answer = exercise.judge(with_lines(exercise, f"return {called}(z)"))
    assert answer.verdict == "open"
    assert f"All numbers are right, and `{called}` does the work: here it is built." in " ".join(repr(answer).split())
    assert exercise.judge(with_lines(exercise, f"return 2 * {called}(z)")).verdict == "wrong"


def test_a_new_axis_is_read():
    line = "g_1[:, np.newaxis] * x_1 + g_2[:, np.newaxis] * x_2"
    assert line_judged("matrix_calculus.my_two_samples_steps", line, "G.T @ X").verdict == "right"


def test_a_sign_in_an_exponent_is_no_sign_of_the_line():
    answer = line_judged("automatic_differentiation.my_other_score_steps", "exp(a)*d(1/s, b)", "-exp(a)*exp(b)*s**2")
    assert (answer.verdict, answer.where) == ("wrong", "line 3")
    assert "minus" not in str(answer.mistake)


def test_a_list_of_numbers_and_arrays_is_called_so():
    words = repr(said("hidden_layer.my_relu_backward", "[d if a > 0 else 0 for d, a in zip(dL_da, z)]"))
    assert "a list with numbers and arrays in it" in words


@pytest.mark.parametrize(
    "line, words",
    [
        ("3 * (1 - 2*x)**2 * (1 - 2*x)'", "not with a prime"),
        ("Answer: 3 * x", "words stand behind a #"),
        ("3 * [x > 0]", "Write `(x > 0)`."),
    ],
)
def test_a_line_in_another_notation_is_told_the_one_of_python(line, words):
    answer = EXERCISES["start_here.my_chain_steps"].judge(line)
    assert answer.verdict == "open"
    assert words in repr(answer)


@pytest.mark.usefixtures("little_patience")
def test_what_never_ends_is_shown_with_its_case():
    words = repr(said("matrix_calculus.my_z_i", "while i == 2:\n    pass\nreturn W[i] @ x + b[i]"))
    assert re.search("In this case:\n +W .*\n +x .*\n +b .*\n +i +2\n", words)
    assert "Does a loop in it never end?" in words


def test_an_overflow_of_float32_is_no_loss_of_digits():
    body = "c = np.clip(z, -500, 500)\nreturn np.where(z >= 0, -np.log1p(np.exp(-c)), z - np.log1p(np.exp(c)))"
    words = repr(said("numerical_stability.my_log_sigmoid", body))
    assert "`exp` overflows from 89 on" in words
    assert "digits get lost" not in words


def test_what_gives_nan_has_no_name():
    answer = said("binary_cross_entropy.my_slope_of_log_of_rest", "np.log(y_hat - 1)")
    assert (answer.verdict, answer.mistake) == ("wrong", None)
    assert "`nan` is not a number" in repr(answer)


def test_a_name_needs_more_than_a_few_numbers():
    """A function that stops in all cases but that of one row."""
    body = 'no = not p >= threshold\nreturn {"hits": 1, "misses": 1, "alarms": 1, "noes": 1}'
    assert said("real_data.my_confusion", body).mistake is None


@pytest.mark.parametrize("made, words", [(np.all, "as by `all`"), (np.any, "as by `any`")])
def test_one_answer_for_all_is_told(made, words):
    exercise = EXERCISES["find_the_bug.my_verdicts"]
    assert words in exercise.judge(lambda candidates, nudged: made(exercise.written(candidates, nudged))).mistake


def test_yes_for_no_is_told():
    body = "np.abs(candidates - nudged).max(axis=1) > 1e-6 * np.abs(nudged).max()"
    assert "changed places" in said("find_the_bug.my_verdicts", body).mistake


@pytest.mark.parametrize("name", ["my_xor", "my_stuck"])
def test_a_dictionary_is_asked_for_by_name(name):
    exercise = EXERCISES[f"hidden_layer.{name}"]
    answer = exercise.judge(list(exercise.example().values()))
    assert answer.verdict == "wrong"
    assert "This is a list. Wanted is a dictionary with `W1`" in repr(answer)


@pytest.mark.parametrize("name", ["binary_cross_entropy.my_lines", "numerical_stability.my_lines"])
def test_one_line_named_twice_in_what_is_returned_is_no_line_of_its_own(name):
    exercise = EXERCISES[name]
    first, second, *_ = exercise.keys
    text = exercise.code.replace(f'"{first}": {first}', f'"{first}": {second}')
    assert text != exercise.code
    answer = quietly(exercise.judge, typed(exercise, text))
    assert (answer.verdict, answer.where) == ("open", first)
    assert f"`{first}` is `{second}` once more. Wanted is a line of its own." in repr(answer)


def test_an_entry_of_a_large_array_is_shown_with_its_argument():
    words = repr(said("numerical_stability.my_last_small_pull", "np.where(z > 10, -sigmoid(-z), sigmoid(z) - 1)"))
    assert re.search(r"z +an array of shape \(\d+,\) in float32, there ", words)


@pytest.mark.parametrize("line", ["return y*y_hat or (1-y)*(1-y_hat)", "return (y == 1)*y_hat or (y == 0)*(1-y_hat)"])
def test_numbers_are_not_joined_by_or(line):
    assert "`+` adds numbers entry by entry" in _of_one_question(line)


def test_a_hat_between_numbers_is_no_power_and_no_choice():
    words = repr(said("binary_cross_entropy.my_clamped", "(y ^ 1) * y_hat"))
    assert "`^` takes whole numbers, and is no power" in words


def test_whole_labels_may_choose():
    """Labels that are shown as 0 and 1 are whole numbers: they are an index, too."""
    number_right = EXERCISES["start_here.my_number_right"]
    loop = "n = 0\nfor a, t in zip(z, y):\n    n += {}\nreturn n"
    for counted in ("(a < 0, a >= 0)[t]", "(a >= 0) ^ (1 - t)", "str(int(a >= 0)) == str(t)"):
        assert number_right.judge(function(number_right, loop.format(counted))).verdict == "right", counted


def test_only_a_change_in_the_last_digits_is_put_down_to_rounding():
    answer = said("binary_cross_entropy.my_clamped", "y_hat[y_hat == 0] = 1e-44\nreturn -np.log(y_hat)")
    assert "if only by rounding" not in repr(answer)


def test_a_derivative_of_what_has_no_value_has_none():
    tree = expressions.read("d(log(x), x)", {"x"})
    assert np.isnan(expressions.value_of(tree, {"x": -2.0}))
    assert np.isclose(expressions.value_of(tree, {"x": 2.0}), 0.5)


def test_dots_in_a_line_are_called_dots():
    assert "`...` is left in it" in repr(line_judged("start_here.my_chain_steps", "3*(1 - 2*x)**2 * ..."))


LIMITS = {
    "/": "fraction|quotient",
    "*": r"\*|product|difference",
    "@": "@|product",
    "log": "log",
    "h": "h",
    "+": "beside",
}


@each(judge.Derivation)
def test_what_is_limited_is_said(exercise):
    """Nobody is told of a form that was not asked for."""
    for name, limit in exercise.at_most.items():
        if limit:
            assert re.search(LIMITS.get(name, re.escape(name)), exercise.last), name


IN_INTEGERS = {  # deliberately
    "binary_cross_entropy.my_likelihood y": "labels of 0 and 1",
    "start_here.my_number_right y": "labels of 0 and 1",
    "find_the_bug.my_weights X": "the bug of that case",
    "linear_classifier.my_path start": "the mistake to be mended",
}


@each(judge.Function)
def test_no_case_has_integers_by_accident(exercise):
    """What is written into an array that is made like one of them is cut, and nobody would say so."""
    for case in exercise.cases:
        for name, value in case.items():
            if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
                assert f"{full_name(exercise)} {name}" in IN_INTEGERS


def test_a_line_that_cannot_be_read_is_not_judged():
    """It may be right; where a sum is lost, it is not."""
    name = "matrix_calculus.my_dL_dW_steps"
    answer = line_judged(name, "sum(outer(g, x) for (g, x) in zip(*(G, X)))[k, l]")
    assert (answer.verdict, answer.where) == ("open", "line 2")
    assert "cannot be read" in repr(answer)
    assert line_judged(name, "G[n, k] * X[n, l]").verdict == "wrong"


def test_a_nan_may_come_from_another():
    body = "training = x[~held_out]\nreturn (x - training.mean(axis=0)) / training.std(axis=0)"
    words = repr(said("find_the_bug.my_prepared", body))
    assert "or another `nan`" in words


# ------------------------------------------------------------------------------------------- what a task announces


@each(judge.Function)
def test_float32_is_announced(exercise):
    handed_in = any(getattr(value, "dtype", None) == np.float32 for case in exercise.cases for value in case.values())
    assert not handed_in or "float32" in exercise.task


def test_what_is_asked_of_a_clip_can_be_had():
    """No c leaves the loss of a right prediction as it is: 1 - 2^-24 becomes c. Of wrong ones none below 16 changes."""
    exercise = EXERCISES["numerical_stability.my_clip_limit"]
    for c in (2.0**-24, 9e-8, 1e-7, 1.12e-7):
        assert exercise.judge(c).verdict == "right"
        y_hat = np.float32([*np.float32(2.0) ** np.arange(-30, -1), *(1 - np.float32(2.0) ** np.arange(-24, -1)), 0, 1])
        q = np.clip(y_hat, np.float32(c), 1 - np.float32(c))
        for wrong, was, now in ((y_hat < 0.5, y_hat, q), (y_hat > 0.5, 1 - y_hat, 1 - q)):
            with np.errstate(divide="ignore"):
                losses, clipped = -np.log(was[wrong]), -np.log(now[wrong])
            assert np.all(np.isfinite(clipped))
            assert np.all(clipped[losses < 16] == losses[losses < 16])
    assert "where a prediction is wrong, no loss below 16" in " ".join(exercise.task.split())


def test_a_key_in_small_letters_is_told():
    xor = EXERCISES["hidden_layer.my_xor"]
    small = {("w1" if name == "W1" else name): value for name, value in answer_of(xor).items()}
    assert "`W1` is missing: it is written `w1`." in repr(xor.judge(small))
    assert "There is a key too many: w1." in repr(xor.judge(answer_of(xor) | {"w1": 1}))


def test_who_clips_in_float64_too_is_not_sent_to_float32():
    q = "q = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)\n"
    words = repr(
        said("numerical_stability.my_mended_loss", q + "return np.mean(-(y * np.log(q) + (1 - y) * np.log(1 - q)))")
    )
    assert "No clip is right for every z" in words
    assert "float32" not in words


def test_who_is_nearly_right_in_float64_is_not_told_right():
    body = "np.where(z > 20, -np.exp(-z) / (1 + np.exp(-z)), sigmoid(z) - 1)"
    assert "In float64 it is right to the digits that are compared" in repr(
        said("numerical_stability.my_last_small_pull", body)
    )
    words = repr(said("numerical_stability.my_last_small_pull", "np.where(z > 5, -np.exp(-z), sigmoid(z) - 1)"))
    assert "float32 carries 7 digits" not in words and "for this entry" in words
    late = said("numerical_stability.my_last_small_pull", body.replace("20", "29"))
    assert "In float64" not in repr(late)


# -------------------------------------------------------------------------------------- labels between 0 and 1

FOR_WHOLE_LABELS = "In all cases with the labels 0 and 1 "


def undecided(labels):
    """One number: 0 if all labels are 0 or 1."""
    return np.mean(labels * (1 - labels))


@each(judge.Function)
def test_what_is_right_for_the_labels_0_and_1_only_is_told(exercise):
    name = next((name for name in exercise.parameters if name in ("y", "Y", "labels")), None)
    if name is None or exercise.answers_yes_or_no or not any(map(has_undecided_labels, exercise.cases)):
        return
    for key in exercise.keys:
        for addend, told in ((undecided, True), (lambda labels: 0.37 + np.mean(labels), False)):

            def answer(*arguments, key=key, addend=addend):
                given = dict(zip(exercise.parameters, arguments, strict=True))
                result, more = exercise.written(*arguments), addend(np.asarray(given[name], float))
                return {**result, key: result[key] + more} if key else result + more

            judged = quietly(exercise.judge, with_parameters(exercise, answer))
            assert judged.verdict == "wrong"
            assert judged.mistake or (FOR_WHOLE_LABELS in repr(judged)) == told, (key, judged)


@each(judge.Derivation)
def test_a_line_that_is_right_for_the_labels_0_and_1_only_is_told(exercise):
    if not any(map(has_undecided_labels, exercise.cases)):
        return
    name = next(name for name in ("y", "Y", "labels") if name in exercise.known)
    of = name if np.ndim(exercise.paper[0][name]) == 0 else f"sum({name} * (1 - {name}))"
    soft = f"{of} * (1 - {of})" if of == name else of
    for addend, told in ((soft, True), ("37 / 100", False)):
        judged = exercise.judge([exercise.lines[0], f"{exercise.lines[0]} + {addend}"])
        assert judged.verdict == "wrong"
        assert judged.mistake or (FOR_WHOLE_LABELS in repr(judged)) == told, judged


@pytest.mark.parametrize(
    "name, body",
    [
        ("binary_cross_entropy.my_slope", "1 / (1 - y - y_hat)"),
        ("binary_cross_entropy.my_slope", "-(y**2) / y_hat + (1 - y) ** 2 / (1 - y_hat)"),
        ("binary_cross_entropy.my_gradient_of_mean", "np.where(y == 1, -1 / y_hat, 1 / (1 - y_hat)) / len(y)"),
        ("layers_and_gradient_checks.my_bce_backward", "np.where(y == 1, -1 / y_hat, 1 / (1 - y_hat)) / y.size"),
    ],
)
def test_a_branch_for_each_label_is_told(name, body):
    answer = said(name, body)
    assert (answer.verdict, answer.mistake) == ("wrong", None)
    assert FOR_WHOLE_LABELS in repr(answer)
    assert FOR_WHOLE_LABELS not in repr(said(name, f"1.01 * ({body})"))


# ------------------------------------------------------------------------------------ brackets without a `*`


@each(judge.Function)
def test_a_number_that_is_called_is_told_of_a_star(exercise):
    name = next((n for n in exercise.parameters if not callable(exercise.paper[0][n])), None)
    answer = exercise.judge(function(exercise, f"{name}(1 - {name})"))
    assert answer.verdict == "wrong"
    assert "Is a `*` missing before the bracket?" in repr(answer), answer


def test_a_function_that_is_called_wrongly_is_not_told_of_a_star():
    assert "Is a `*` missing" not in repr(said("binary_cross_entropy.my_slope", "np(y_hat) + y"))


# ---------------------------------------------------------------------------------------- what is still in a line


@pytest.mark.parametrize(
    "name, line, words",
    [
        ("binary_cross_entropy.my_slope_steps", "(y_hat-y)/y_hat/(1-y_hat)", "`a / b / c` is `a / (b * c)`"),
        ("binary_cross_entropy.my_slope_steps", "-y/y_hat + (1-y)/(1-y_hat)", "on a common denominator"),
        ("binary_cross_entropy.my_rest_steps", "-1 - y_hat / (1 - y_hat)", "on a common denominator"),
        ("layers_and_gradient_checks.my_kink_steps", "(maximum(z+h,0) - 0)/(2*h)", "still holds `maximum`."),
        ("layers_and_gradient_checks.my_kink_steps", "(max(z+h,0) - 0)/(2*h)", "still holds `max`."),
        ("numerical_stability.my_softplus_steps", "-log(1 - sigma(z))", "still holds `sigma`."),
        ("numerical_stability.my_softplus_steps", "-log(1 - sigmoid(z))", "still holds `sigmoid`."),
        ("layers_and_gradient_checks.my_walk_steps", "2*p*q*d(p,h) + p**2*d(q,h)", "still holds `d`."),
    ],
)
def test_what_is_still_to_be_done_is_said(name, line, words):
    answer = line_judged(name, line)
    assert answer.verdict == "open"
    assert words in repr(answer), answer


def test_the_step_to_one_fraction_is_told_where_one_is_wanted():
    answer = line_judged("layers_and_gradient_checks.my_central_error_steps", "h**3 / h")
    assert answer.verdict == "open"
    assert "common denominator" not in repr(answer)


def test_a_warning_that_is_hidden_where_it_may_be_is_no_fault():
    """The course's own answer hides it, too."""
    broken = "np.minimum(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)), 100)"
    answer = said("binary_cross_entropy.my_clamped", f"with np.errstate(all='ignore'):\n    return {broken} + 0")
    assert answer.verdict == "wrong"
    assert "It still gives the numbers of the broken code." in repr(answer)
    assert "hidden" not in repr(answer)


def test_a_remark_on_integers_stands_before_its_numbers():
    words = repr(said("linear_classifier.my_step", "new = w.copy()\nnew[...] = w - rate * gradient\nreturn new"))
    assert words.index("A remark, if somebody hands in") < words.index("In this case")


ALL_ROWS = "np.concatenate([training, test])"


@pytest.mark.parametrize("measure, where", [("mean", "mean"), ("std", "deviation")])
def test_a_half_mended_ruler_is_told(measure, where):
    edit = (f"ruler.{measure}(axis=0)", f"{ALL_ROWS}.{measure}(axis=0)")
    answer = with_edit("real_data.my_standardised_parts", *edit)
    assert (answer.verdict, answer.where) == ("wrong", where)
    assert "only a part of it is mended" in repr(answer) or "half of it is mended" in answer.mistake


@each(judge.Repair)
def test_what_is_not_mended_at_all_is_not_half_mended(exercise):
    """A mistake is another one, and the broken code with a blank more is still the broken code."""
    for edit in exercise.mistakes:
        assert "only a part of it" not in repr(exercise.judge(exercise.run_text(exercise.edited(edit))))


@each(judge.Function)
def test_what_gives_one_number_everywhere_is_called_so(exercise):
    """0 or an infinity for everything has many causes: a sentence names one as an example."""
    if exercise.keys != [""] or exercise.answers_yes_or_no:
        return
    for words, outcomes in exercise.mistaken.items():
        if any(isinstance(outcome.values, Trouble) or isinstance(outcome.values[""], Trouble) for outcome in outcomes):
            continue
        values = np.concatenate([np.ravel(outcome.values[""]) for outcome in outcomes])
        if len(set(values.tolist())) == 1 and (values[0] == 0 or np.isinf(values[0])):
            assert re.search("^(all|every entry) is 0|is taken of 0, as where", words), words
