"""Answers of readers to the exercises of 03, 04 and 07: wrong ones are told from right ones, each by its name."""

import ast
import re

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, quietly
from tests.exercises.test_kinds import full_name, typed, with_parameters
from tests.exercises.test_told_apart import function

LAYERS = ("matrix_calculus", "layers_and_gradient_checks", "hidden_layer")


def of_layers(*kinds, where=lambda exercise: True):
    """For every exercise of these three notebooks."""
    chosen = {
        name: one
        for name, one in EXERCISES.items()
        if name.startswith(LAYERS) and isinstance(one, kinds) and where(one)
    }
    return pytest.mark.parametrize("exercise", chosen.values(), ids=chosen.keys())


def words_of(exercise):
    return " ".join(exercise.task.split())


# --------------------------------------------------------------------------------------------------- the border


def nodes_of(code):
    return ast.walk(ast.parse(code))


def borders_moved(code, moves=(1e-3, 0.01, 0.05, 0.1, -1e-3, -0.01, -0.1)):
    """The code with each border at 0 moved a little: z > 0.01, or a ReLU that begins there."""
    count = sum(map(_is_border, nodes_of(code)))
    for n in range(count):
        for move in moves:
            tree = ast.parse(code)
            border = [node for node in ast.walk(tree) if _is_border(node)][n]
            if isinstance(border, ast.Compare):
                border.comparators = [ast.Constant(move)]
                text = ast.unparse(tree)
            else:
                z, relu = ast.unparse(border.args[0]), ast.unparse(border)
                text = ast.unparse(tree).replace(relu, f"np.where({z} > {move}, {z}, 0)", 1)
            yield isinstance(border, ast.Call), move, text


def _is_border(node):
    if isinstance(node, ast.Compare):
        return isinstance(node.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)) and _is_zero(node.comparators[0])
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "np.maximum" and _is_zero(node.args[-1])


def _is_zero(node):
    return isinstance(node, ast.Constant) and node.value == 0


SIGN_ALONE = {"my_relu_backward", "my_layer_backward"}  # a ReLU in them is asked whether it is above 0, or not at all


def has_a_border(exercise):
    return isinstance(exercise, judge.Function) and any(map(_is_border, nodes_of(exercise.code)))


@pytest.mark.mutants
@of_layers(judge.Function, where=has_a_border)
def test_a_hinge_is_tried_just_beside_it(exercise):
    """In the solution and in every other right form: a border that is moved by 1/1000 is no hinge."""
    forms = [exercise.code, *(exercise.edited(form) for form in exercise.also)]
    seen = 0
    for code in forms:
        for of_a_relu, move, text in borders_moved(code):
            if of_a_relu and exercise.name in SIGN_ALONE and (move < 0 or code != exercise.code):
                continue
            answer = quietly(exercise.judge, exercise.run_text(text))
            assert answer.verdict == "wrong", (move, text)
            seen += 1
    assert seen


@pytest.mark.mutants
@of_layers(judge.Derivation)
def test_a_hinge_in_a_line_is_tried_just_beside_it(exercise):
    for line in exercise.lines[1:]:
        for border in ("0.1", "0.01", "0.001", "-0.01"):
            if "> 0" in line:
                answer = exercise.judge([exercise.lines[0], line.replace("> 0", f"> {border}")])
                assert answer.verdict == "wrong", (line, border)


# ------------------------------------------------------------------------------------------------- any shape


@of_layers(judge.Function, where=lambda exercise: "any shape" in words_of(exercise))
def test_any_shape_means_three_axes_too(exercise):
    found = {np.ndim(v) for case in exercise.cases for v in case.values() if isinstance(v, np.ndarray)}
    assert {1, 2, 3} <= found


# ------------------------------------------------------------------------------------------------ few samples


BATCHES = {"X", "Y", "Z", "G", "z1", "a1", "z2", "dL_da1"}  # a row is a sample


@of_layers(judge.Function, where=lambda exercise: BATCHES & set(exercise.parameters))
def test_a_ninth_sample_counts(exercise):
    """The data of notebook 07 have eight: who writes X[:8] is right there, and nowhere else."""
    batches = BATCHES & set(exercise.parameters)

    def answer(*arguments):
        handed = dict(zip(exercise.parameters, arguments, strict=True))
        return exercise.written(**{name: v[:8] if name in batches else v for name, v in handed.items()})

    assert quietly(exercise.judge, with_parameters(exercise, answer)).verdict == "wrong"


# ---------------------------------------------------------------------------------------------- single answers

GRADIENT_CHECK = """
    nudged = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += {h}
        down[place] -= {h}
        nudged[place] = {quotient}
    return np.abs(candidate - nudged).max() / {size}
"""
BY_NUDGES = "\n".join(
    [
        "gradient = np.zeros_like(x)",
        "for place in np.ndindex(x.shape):",
        "    up, down = x.copy(), x.copy()",
        "    up[place] += h",
        "    down[place] {sign} h",
        "    gradient[place] = {quotient} / (2 * h)",
        "return gradient",
    ]
)


def gradient_check(h="1e-5", quotient="(f(up) - f(down)) / 2e-5", size="np.abs(nudged).max()"):
    return GRADIENT_CHECK.format(h=h, quotient=quotient, size=size).replace("\n    ", "\n").strip()


BACKWARD = """
dL_dz2 = (sigmoid(z2) - Y) / len(X)
dL_dW2 = dL_dz2.T @ a1
dL_db2 = dL_dz2.sum(axis=0)
dL_da1 = dL_dz2 @ W2
dL_dz1 = dL_da1 * {}
return dL_dz2, dL_dW2, dL_db2, dL_da1, dL_dz1, dL_dz1.T @ X, dL_dz1.sum(axis=0)
"""
LAYER_BACKWARD = """
a1 = np.maximum(X @ W1.T + b1, 0)
dL_dz1 = dL_da1 * {}
return dL_dz1, dL_dz1.T @ X, dL_dz1.sum(axis=0)
"""
ONE_MASK = "for some sample"  # a unit counts as on
WRONG = [  # of readers, once accepted or named by what they were not
    *(
        ("matrix_calculus.my_dz_dW", body, None)
        for body in (
            "if i != k:\n    return 0\nif l == 0:\n    return x[0]\nreturn x[1]",
            "np.eye(len(x))[i, k] * x[l]",
            "table = np.zeros((3, 3, len(x)))\nfor n in range(3):\n    table[n, n] = x\nreturn table[i, k, l]",
            "np.eye(3)[i, k] * x[l]",
            "(i == k) * x[l % 2]",
            "(i == k) * x[min(l, 1)]",
            "(i == k) * x[min(l, 2)]",
            "(i == k) * x[l % 3]",
            "(i == k < 4) * x[l]",
        )
    ),
    *(
        ("layers_and_gradient_checks.my_best_step", body, None)
        for body in (
            *("1.03 * eps ** (1 / 3)", "6e-6 * (eps / 2.2e-16) ** (1 / 3)", "eps ** 0.332", "eps ** 0.333"),
            *("eps ** 0.335", "eps ** 0.3333"),
        )
    ),
    ("layers_and_gradient_checks.my_best_step", "np.round(eps ** (1 / 3), 5)", "rounded to 5 decimal places"),
    (
        "layers_and_gradient_checks.my_gradient_check",
        gradient_check(quotient="(f(up) - f(x)) / 1e-5"),
        "only one side is nudged",
    ),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check("1e-3", "(f(up) - f(down)) / 2e-3"), None),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check(size="(np.abs(nudged).max() + 1e-4)"), None),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check(size="(np.abs(nudged).max() + 1e-6)"), None),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check(size="max(np.abs(nudged).max(), 1e-2)"), None),
    (
        "layers_and_gradient_checks.my_nudged_gradient",
        BY_NUDGES.format(sign="+=", quotient="(f(up) - f(down))"),
        "every entry is 0",
    ),
    (
        "layers_and_gradient_checks.my_nudged_gradient",
        BY_NUDGES.format(sign="-=", quotient="(f(up) - f(up))"),
        "every entry is 0",
    ),
    (
        "layers_and_gradient_checks.my_nudged_gradient",
        BY_NUDGES.format(sign="-=", quotient="(f(up) - f(down))").replace("x.copy(), x.copy()", "x, x"),
        "`up, down = x, x` copies nothing",
    ),
    ("real_data.my_area", "np.mean(ones[:, None] - zeros)", "the scores themselves are subtracted"),
    *(("hidden_layer.my_dead", f"np.all(X[{cut}] @ W1.T + b1 <= 0, axis=0)", None) for cut in (":8", "-8:", ":4")),
    ("hidden_layer.my_dead", "~np.any(X @ W1.T + b1 > 0.05, axis=0)", None),
    ("hidden_layer.my_dead", "np.isclose(np.maximum(X @ W1.T + b1, 0), 0, atol=1e-2).all(axis=0)", None),
    ("hidden_layer.my_dead", "np.maximum(X @ W1.T + b1, 0).sum(axis=0) < 0.05", None),
    ("hidden_layer.my_relu_backward", "dL_da * (z > 0).any()", None),
    ("hidden_layer.my_relu_backward", "dL_da * (z > 0).any(axis=0)", ONE_MASK),
    ("hidden_layer.my_relu_backward", "dL_da * (np.maximum(z, 0).sum(axis=0) > 0)", ONE_MASK),
    *(("hidden_layer.my_backward", BACKWARD.format(f"({on}).any()"), None) for on in ("z1 > 0", "a1 > 0")),
    *(("hidden_layer.my_backward", BACKWARD.format(f"({on}).any(axis=0)"), ONE_MASK) for on in ("z1 > 0", "a1 > 0")),
    ("hidden_layer.my_layer_backward", LAYER_BACKWARD.format("(a1 > 0).any()"), None),
    ("hidden_layer.my_layer_backward", LAYER_BACKWARD.format("(a1 > 0).any(axis=0)"), ONE_MASK),
    ("hidden_layer.my_layer_backward", LAYER_BACKWARD.format("(a1.sum(axis=0) > 0)"), ONE_MASK),
    ("hidden_layer.my_he", "1 / inputs", "1 is divided by the inputs"),
    ("hidden_layer.my_he", "(2 / inputs) ** 1 / 2", "an exponent of 1/2 lacks its brackets"),
]


@pytest.mark.parametrize("name, body, mistake", WRONG, ids=[f"{n}: {body[:40]}" for n, body, _ in WRONG])
def test_a_wrong_answer_is_wrong(name, body, mistake):
    answer = quietly(EXERCISES[name].judge, function(EXERCISES[name], body.strip()))
    assert answer.verdict == "wrong"
    assert mistake in (answer.mistake or "") if mistake else answer.mistake is None


RIGHT = [
    ("matrix_calculus.my_dz_dW", "np.eye(max(i, k) + 1)[i, k] * x[l]"),
    ("layers_and_gradient_checks.my_best_step", "10 ** (np.log10(eps) / 3)"),
    ("layers_and_gradient_checks.my_best_step", "np.float64(eps) ** 0.33333333"),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check("1e-4", "(f(up) - f(down)) / 2e-4")),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check("1e-6", "(f(up) - f(down)) / 2e-6")),
    ("layers_and_gradient_checks.my_gradient_check", gradient_check(size="(np.abs(nudged).max() + 1e-12)")),
    ("hidden_layer.my_dead", "np.max(X @ W1.T + b1, axis=0) <= 0"),
    ("hidden_layer.my_relu_backward", "dL_da * np.heaviside(z, 0)"),
    ("hidden_layer.my_leaky_backward", "np.where(z <= 0, 0.1, 1.0) * dL_da"),
]


@pytest.mark.parametrize("name, body", RIGHT, ids=[f"{name}: {body[:40]}" for name, body in RIGHT])
def test_a_right_answer_is_right(name, body):
    answer = quietly(EXERCISES[name].judge, function(EXERCISES[name], body))
    assert answer.verdict == "right", answer


CENTRAL = "layers_and_gradient_checks.my_central_error_steps"
TWICE, HALF, AN_H = "twice too large", "half of the error", "a factor h too many"
LINES = [  # what stands below the given line, and what the words have to say, None for no words
    *((CENTRAL, line, TWICE) for line in ("2 * h**2", "3 * x**2 + 2 * h**2 - 3 * x**2")),
    (CENTRAL, "(6 * x**2 * h + 4 * h**3) / (2 * h) - 3 * x**2", TWICE),
    (CENTRAL, "(6 * x**2 * h + 2 * h**3) / h - 3 * x**2", "divided by h, where the way is 2h"),
    (CENTRAL, "(6 * x**2 * h + h**3) / (2 * h) - 3 * x**2", HALF),
    (CENTRAL, "h**2 / 2", HALF),
    *((CENTRAL, line, AN_H) for line in ("h**3", "(6 * x**2 * h + 2 * h**4) / (2 * h) - 3 * x**2")),
    (CENTRAL, "h**2 - 3 * x**2", "taken away once too often"),
    ("hidden_layer.my_five_steps", "(dL_dA1 * (sum(A1, axis=0) > 0)).T @ X", ONE_MASK),
    ("hidden_layer.my_five_steps", "(dL_dA1 * (np.sum(A1) > 0)).T @ X", None),
    ("hidden_layer.my_dL_dZ1_steps", "dL_dA1[n, k] * (sum(A1, axis=0) > 0)[k]", ONE_MASK),
]


@pytest.mark.parametrize("name, line, mistake", LINES)
def test_a_line_is_called_what_it_is(name, line, mistake):
    answer = EXERCISES[name].judge([EXERCISES[name].lines[0], line])
    assert (answer.verdict, answer.where) == ("wrong", "line 2")
    assert mistake in (answer.mistake or "") if mistake else answer.mistake is None


OVER_J = "sum(sum(G[n, i] * sum((i == k) * (j == l) * X[n, j] for j in range(inputs)) {}"
RIGHT_LINES = [  # lines that may stand on the way
    ("matrix_calculus.my_dL_dW_steps", OVER_J.format("for i in range(outputs)) for n in range(N))")),
    (
        "matrix_calculus.my_dL_dX_steps",
        "sum(sum(G[m, i] * sum(W[i, j] * (m == n) * (j == l) for j in range(inputs)) for i in range(outputs))"
        " for m in range(N))",
    ),
    (
        "hidden_layer.my_dL_dW2_steps",
        "sum(sum(G2[n, m] * sum((m == i) * (j == k) * A1[n, j] for j in range(hidden)) for m in range(outputs))"
        " for n in range(N))",
    ),
    (
        "hidden_layer.my_dL_dA1_steps",
        "sum(G2[n, i] * sum(W2[i, j] * (j == k) for j in range(hidden)) for i in range(outputs))",
    ),
    (
        "hidden_layer.my_dL_dW1_steps",
        "sum(sum(G1[n, m] * sum((m == k) * (j == l) * X[n, j] for j in range(inputs)) for m in range(hidden))"
        " for n in range(N))",
    ),
    *(
        ("layers_and_gradient_checks.my_used_twice_steps", line)
        for line in (
            "a * d(w, w) + w * d(a, w*x) * d(w*x, w)",
            "a * d(w, w) + w * d(a, z) * d(z, w)",
            "d(w, w) * sigmoid(w*x) + w * d(sigmoid(w*x), w*x) * d(w*x, w)",
            "a + w * d(sigmoid(x * w), z) * x",
            "a + w * d(sigmoid(z), x * w) * x",
        )
    ),
]


@pytest.mark.parametrize("name, line", RIGHT_LINES)
def test_a_right_line_may_stand_on_the_way(name, line):
    exercise = EXERCISES[name]
    assert exercise.judge([exercise.lines[0], line]).verdict == "open"
    assert exercise.judge([exercise.lines[0], line, exercise.lines[-1]]).verdict == "right"


@of_layers(judge.Derivation, where=lambda exercise: "range(" in exercise.lines[0])
def test_each_size_of_an_array_has_a_name(exercise):
    """As many names of sizes are said as there are sizes; and who writes a shape is told the names."""
    arrays = {name for name in exercise.names if np.ndim(exercise.paper[0].get(name)) == 2}
    sizes = {"N", "outputs", "inputs", "hidden"} & exercise.known
    for case in exercise.cases:
        assert {size for name in arrays for size in case[name].shape} <= {case[name] for name in sizes}
    name = sorted(arrays)[0]
    words = repr(exercise.judge([exercise.lines[0], f"sum({name}[0, i] for i in range({name}.shape[1]))"]))
    assert "A size has a name here: " in words
    assert all(size in words for size in sizes)


def test_a_derivative_by_an_expression_is_told_which_name_to_take():
    answer = repr(EXERCISES["binary_cross_entropy.my_rest_steps"].judge(["d(log(1 - y_hat), 1 - y_hat)"]))
    assert "the second place holds one name, such as `y_hat`" in answer


FORBIDDEN = {
    "/": "quotient|fraction",
    "sum": "sum|matrix product",
    "outer": "sum|matrix product",
    "+": "matrix product",
}


@of_layers(judge.Derivation)
def test_what_a_last_line_may_not_hold_is_said(exercise):
    """In the task: else a line of the demanded form would be refused."""
    for name, limit in exercise.at_most.items():
        if limit == 0 and name != "d":
            assert re.search(FORBIDDEN.get(name, name), exercise.last), name


def test_the_given_line_in_other_letters_is_called_so():
    exercise = EXERCISES["hidden_layer.my_dL_dZ1_steps"]
    for lines in (["dL_dA1[n, k] * d(maximum(Z1[n, k], 0), z)"], ["dL_dA1[n, k] * d(maximum(Z1[n][k], 0), z)"]):
        for given in ([exercise.lines[0]], []):
            answer = exercise.judge([*given, *lines])
            assert answer.verdict == "open"
            assert "Nothing is here yet." not in answer.parts
            assert "is the given line, with another name for the same number" in repr(answer)
            assert "Wanted at the end" in repr(answer)


NOT_FINITE = ["np.full(W.shape, np.nan)", "np.outer(g, x) / 0", "W * np.inf", "np.where(W > 0, np.nan, W)"]


@pytest.mark.parametrize("formula", NOT_FINITE)
def test_a_formula_that_fits_gives_finite_numbers(formula):
    exercise = EXERCISES["matrix_calculus.my_fits_but_wrong"]
    answer = quietly(exercise.judge, eval(f"lambda g, x, W: {formula}", {"np": np}))
    assert (answer.verdict, answer.where) == ("wrong", "condition 4")
    assert "finite" in answer.mistake
    assert "finite" in exercise.task


def test_true_and_false_are_shown_of_an_answer_that_has_them():
    exercise = EXERCISES["hidden_layer.my_dead"]
    for form in ("np.sum(X @ W1.T + b1 <= 0, axis=0)", "1.0 * (X @ W1.T + b1 > 0).any(axis=0)"):
        shown = repr(exercise.judge(function(exercise, form)))
        assert not re.search(r"yours +(True|False)", shown), shown
        assert re.search(r"right +(True|False)", shown)
    shown = repr(exercise.judge(function(exercise, "(X @ W1.T + b1 > 0).any(axis=0)")))
    assert re.search(r"yours +(True|False)", shown)
    shown = repr(exercise.judge(function(exercise, "(X @ W1.T + b1 > 0).any(axis=0).tolist()")))
    assert re.search(r"yours +(True|False)", shown)


TWO_MEANINGS = [
    ("layers_and_gradient_checks.my_fork", 24 - 12, "24 - 12"),
    ("layers_and_gradient_checks.my_fork", 12, "only the wire through v"),
    ("matrix_calculus.my_table_entry", 5 + 3, "added"),
    ("matrix_calculus.my_table_entry", 2 * 4, "row 1, column 1"),
]


@pytest.mark.parametrize("name, value, words", TWO_MEANINGS)
def test_a_value_with_two_meanings_gets_words_for_both(name, value, words):
    assert words in EXERCISES[name].judge(value).mistake


# -------------------------------------------------------------------------------------------------- the words


PRODUCTS = [
    ("np.ones((2, 3)) @ np.ones((2, 3))", "the rows of A have to be as long as the columns of B"),
    ("np.dot(np.ones((2, 3)), np.ones((2, 3)))", "the rows of A have to be as long as the columns of B"),
    ("np.ones((2, 3)) @ np.ones(2)", "the rows of A have to be as long as the columns of B"),
    ("g.sum() @ W", "a single number is multiplied with `*`"),
]


@pytest.mark.parametrize("line, words", PRODUCTS)
def test_a_matrix_product_that_does_not_fit_is_explained(line, words):
    exercise = EXERCISES["matrix_calculus.my_dL_dx_of_one"]
    answer = repr(exercise.judge(typed(exercise, f"def my_dL_dx_of_one(g, W):\n    return {line}\n")))
    assert "It stops in line 2" in answer
    assert words in answer


HARD_WORDS = (
    *("goes round the hinge", "missing or too many", "above is not seen", "below is not seen", "taken to be T h"),
    *("near side", "far side", "in proportion.", "has to be made up for", "chord"),
)


@of_layers(judge.Exercise)
def test_no_word_has_to_be_guessed(exercise):
    for words in exercise.mistakes.values():
        assert not [hard for hard in HARD_WORDS if hard in words], (full_name(exercise), words)


def test_sign_and_size_are_said_in_plain_words():
    answer = repr(EXERCISES["hidden_layer.my_crossing"].judge(-7))
    assert "Sign and size are both wrong." in answer
