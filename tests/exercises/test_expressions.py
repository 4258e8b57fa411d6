"""The reader of typed lines: what it reads, what it refuses, and that nothing is executed."""

import ast
import re

import numpy as np
import pytest

from helpers.exercises import _expressions as expressions
from helpers.exercises import _judge as judge
from helpers.exercises._derivations import meant_by
from tests.exercises.every import EXERCISES, each

NUMBERS = {"z": 0.5, "y": 0.25, "k": 1.0, "N": 3.0, "G": np.arange(6.0).reshape(3, 2) + 1, "x": np.array([2.0, -1.0])}


def value(line, **definitions):
    known = {*NUMBERS, *definitions}
    trees = {name: expressions.read(text, known) for name, text in definitions.items()}
    return expressions.value_of(expressions.read(line, known), NUMBERS, trees)


@pytest.mark.parametrize(
    "line, expected",
    [
        ("1 / (1 + exp(-z))", 1 / (1 + np.exp(-0.5))),
        ("np.log(z) + y**2", np.log(0.5) + 0.0625),
        ("G.T @ G", NUMBERS["G"].T @ NUMBERS["G"]),
        ("sum(G, axis=0)", [9, 12]),
        ("G.sum(axis=1)", [3, 7, 11]),
        ("mean(G)", 3.5),
        ("outer(x, x)[0, 1]", -2),
        ("G[:, k]", [2, 4, 6]),
        ("sum(G[n, k] * n for n in range(N))", 16),
        ("sum(sum((n == m) * n for n in range(3)) for m in range(3))", 3),
        ("x * (x > 0)", [2, 0]),
        ("maximum(x, 0) + abs(x)", [4, 1]),
        ("d(z**3, z)", 0.75),
        ("d(log(1 - z), z)", -2),
        ("d(sigmoid(z), z)", np.exp(-0.5) / (1 + np.exp(-0.5)) ** 2),
        ("d(softplus(z), z)", 1 / (1 + np.exp(-0.5))),
        ("d(abs(-z), z) + d(maximum(z, 0), z)", 2),
        ("d(sum(x * z), z)", 1),
        ("\N{MINUS SIGN}z", -0.5),
        ("z \N{MIDDLE DOT} y", 0.125),
        ("\N{GREEK SMALL LETTER SIGMA}(z) - sigma(z)", 0),
        ("e**(-z)", np.exp(-0.5)),
        ("math.log(z) - ln(z)", 0),
        ("d(log1p(exp(z)), z)", 1 / (1 + np.exp(-0.5))),
        ("max(z, 0) - min(z, 0)", 0.5),
        ("pow(z, 2) + np.matmul(x, x)", 5.25),
        ("sum(G[n, k] * (m == n) for n in range(N) for m in range(1, 3))", 10),
        ("sum([n for n in range(4) if n == 2])", 2),
        ("z if k == 1 else y", 0.5),
        ("np.where(x > 0, 1, z)", [1, 0.5]),
        ("x[:, None] * x", [[4, -2], [-2, 1]]),
        ("sum(G)", 21),
    ],
)
def test_values(line, expected):
    np.testing.assert_allclose(value(line), expected, rtol=1e-14)


def test_a_defined_name_moves_with_its_variable():
    assert value("d(u**2, z)", u="1 + exp(-z)") == pytest.approx(-2 * (1 + np.exp(-0.5)) * np.exp(-0.5), rel=1e-14)
    assert value("d(u * z, u)", u="1 + exp(-z)") == pytest.approx(0.5)


def test_names_that_move_with_one_number_move_with_each_other():
    """The chain rule in its own letters, and read backwards."""
    u, slope = 1 + np.exp(-0.5), -np.exp(-0.5)
    texts = {"u": "1 + exp(-z)", "y_hat": "1 / (1 + exp(-z))", "p": "sigmoid(z)", "loss": "log(y_hat)"}
    for line, right in {
        "d(y_hat, u)": -1 / u**2,
        "d(p, u)": -1 / u**2,
        "d(p, u) * d(u, z) - d(p, z)": 0,
        "d(loss, u)": -1 / u,
        "d(u, y_hat)": -(u**2),
        "d(z, u)": 1 / slope,
        "d(y_hat * p, u)": -2 / u**3,
        "d(y, u)": 0,  # which does not
    }.items():
        assert value(line, **texts) == pytest.approx(right, rel=1e-13, abs=1e-15), line


def test_an_entry_moves_as_it_is_written():
    exercise = EXERCISES["hidden_layer.my_dL_dZ1_steps"]
    for line in ("d(A1[n, k], z)", "d(A1[n][k], z)", "d(maximum(Z1[n, k], 0), z)", "d(2 * A1[n, k] - Z1[n, k], z)"):
        answer = exercise.judge([f"dL_dA1[n, k] * {line}", "dL_dA1[n, k] * (z > 0)"])
        assert (answer.verdict == "right") == ("2" not in line), line


@pytest.mark.parametrize(
    "line",
    [
        "__import__('os')",
        "z.__class__",
        "G.copy()",
        "(lambda: 1)()",
        "[z for z in G]",
        "open('a')",
        "np.load('a')",
        "np.linalg.norm(x)",
        "z if z else z",
        "'a' * 9",
        "z := 3",
        "z = 3",
        "f'{z}'",
        "z and y",
        "z ^ 2",
        "2z",
        "sum(G[n, k] for n in range(N) if n)",
        "sum(n for n in 2 * G)",
        "exp(z, out=G)",
        "sum(G, axis=0, out=G)",
        "d(d(z, z), z)",
        "d(z, 3)",
        "G[0:1]",
        "unknown + 1",
        "0 < z < 1",
        "exp(-|z|)",
        "[z - y] / z",
        "sum(n for n in range(1, 2, 3))",
        "True",
        "1j",
        "*x",
        "(" * 500,
        "z" + "+ z" * 400,
    ],
)
def test_refused(line):
    with pytest.raises(expressions.Unreadable):
        value(line)


@pytest.mark.parametrize(
    "line",
    [
        "G @ G",
        "G[7, 0]",
        "G[z]",
        "outer(G, x)",
        "sum(n for n in range(1000))",
        "d(sum(x), x)",
        "d(x / sum(x), x)",
        "x + sum(G, axis=1)",
        "np.sum(G)[k]",
        "sum(x)[k]",
        "z if x > 0 else y",
    ],
)
def test_unfit(line):
    with pytest.raises(expressions.Unfit):
        value(line)


def test_labels_and_reasons_are_left_out():
    text = "dL/dW = G.T @ x   # the chain rule\n\n = G.T\n"
    assert expressions.lines_of(text) == ["G.T @ x", "G.T"]
    assert expressions.lines_of(["y == 1"]) == ["y == 1"]


@pytest.mark.parametrize(
    "name, line, verdict",
    [
        ("my_dL_dW_steps", "sum(g * x for g, x in zip(G[:, k], X[:, l]))", "right"),
        ("my_two_samples_steps", "sum(outer(g, x) for g, x in zip(G, X))", "right"),
        ("my_two_samples_steps", "sum(outer(x, g) for g, x in zip(G, X))", "wrong"),
        ("my_two_samples_steps", "sum(outer(g, x) for g, x in zip(G))", "open"),
        ("my_two_samples_steps", "sum(outer(g, x) for g, x in zip(G, X, G))", "open"),
        ("my_two_samples_steps", "sum(outer(g, x) for g, x in G)", "open"),
        ("my_two_samples_steps", "sum(outer(g, g) for g in zip(G))", "open"),
        ("my_dL_dW_steps", "sum(g * x for g, x in zip(G[:, k], X[0]))", "wrong"),
    ],
)
def test_a_sum_may_go_along_two_arrays_at_once(name, line, verdict):
    exercise = EXERCISES[f"matrix_calculus.{name}"]
    assert exercise.judge([exercise.lines[0], line, exercise.lines[-1]]).verdict == verdict


@pytest.mark.parametrize(
    "text, place",
    [
        ("t = exp(-abs(z))\nmax(z, 0) - z * y + log(1 + t)", "line 1"),
        ("max(z, 0) - z * y + log(1 + exp(-abs(z)))\n\nt = exp(-abs(z))\nt", "line 2"),
    ],
)
def test_a_name_of_ones_own_is_no_step(text, place):
    answer = EXERCISES["numerical_stability.my_safe_loss_steps"].judge(text)
    assert (answer.verdict, answer.where) == ("open", place)
    assert "a name of your own" in repr(answer)


@pytest.mark.parametrize(
    "lines, place",
    [
        (["u = 1 + exp(-z)", "-u**-2 * d(u, z)"], 2),
        (["-u**-2 * d(u, z)", "d(u, z) = -exp(-z)", "exp(-z) / u**2"], 3),
    ],
)
def test_what_is_computed_beside_the_chain_is_not_wrong(lines, place):
    exercise = EXERCISES["sigmoid.my_sigma_steps"]
    answer = exercise.judge([exercise.lines[0], *lines, exercise.lines[-1]])
    assert (answer.verdict, answer.where) == ("open", f"line {place}")
    assert "leads away from the chain" in repr(answer) and " = " in repr(answer)


def test_two_sides_that_differ_are_a_wrong_step():
    exercise = EXERCISES["sigmoid.my_sigma_steps"]
    assert exercise.judge([exercise.lines[0], "=", "u"]).verdict == "wrong"
    for line in ("u = exp(-z)", "exp(-z) / u**2 = exp(-z) / u"):
        assert exercise.judge([exercise.lines[0], line]).verdict == "wrong"


def test_a_wrong_step_and_one_more_in_one_line_are_wrong():
    exercise = EXERCISES["sigmoid.my_sigma_steps"]
    for line in (
        "= exp(-z) / u = exp(-z) * u**-1",
        "exp(-z) / u = exp(-z) * u**-1",
        "L = exp(-z) / u = exp(-z) * u**-1",
    ):
        answer = exercise.judge([exercise.lines[0], line])
        assert (answer.verdict, answer.where) == ("wrong", "line 2")


def test_a_label_is_no_name_of_ones_own():
    for label in ("L", "dL_dz", "loss"):
        text = f"{label} = a\n{label} = b + L(a)\n= c"
        assert expressions.own_name(text, {"a", "b", "c"}) is None
    assert expressions.own_name("t = a\nt == b", {"a", "b"}) == (1, "t")
    assert expressions.own_name("y = a\ny", {"y"}) is None


@pytest.mark.parametrize("one, two", [("1. ", "2. "), ("1) ", "2) "), ("(1)  ", " (2) "), ("", "1. "), ("", "2. ")])
def test_numbers_of_lines_are_no_numbers(one, two):
    third = {"2": "3", "1": "2"}[two.strip(" ().")]
    text = f"{one}-y / p\n\n{two}-y * p**-1  # why\n{two.replace(two.strip(' ().'), third)}-(y / p)"
    assert expressions.lines_of(text) == ["-y / p", "-y * p**-1", "-(y / p)"]


@pytest.mark.parametrize(
    "text", ["1. - y", "1 - y\n2 - y", "1. - y\n1. - y", "y\n1.5 - y", "1. - y\ny", "y\n2. * y\ny"]
)
def test_numbers_that_count_no_lines_stay(text):
    assert expressions.lines_of(text) == text.splitlines()


def test_what_stands_between_equal_signs_is_a_line():
    assert expressions.lines_of("dL/dz = a * b = sum(G, axis=0)") == ["a * b", "sum(G, axis=0)"]
    assert expressions.lines_of("d(log(z), z) = 1 / z;\n=> z**-1\n= z ** -1") == [
        "d(log(z), z)",
        "1 / z",
        "z**-1",
        "z ** -1",
    ]
    assert expressions.lines_of("d log(z) / d z = 1 / z") == ["1 / z"]


@pytest.mark.parametrize(
    "label",
    [
        *("dL/dz", "dL/dW[k, l]", "(dL/dW)_kl", "d/dz sigma(z)", "d log(z) / d z", "∂L/∂z", "∂/∂z L", "dz_i/dW_kl"),
        *("sigma", "softplus", "dL_dW", "sigma'(z)", "L'", "phi''(0)", "L[n]", "f(x + h)", "the slope", "∇L", ""),
    ],
)
def test_a_label_in_front_is_left_out(label):
    assert expressions.lines_of(f"{label} = G.T @ x", {"G", "x", "z", "W"}) == ["G.T @ x"]


@pytest.mark.parametrize(
    "side",
    [
        *("2 z a", "3x", "z", "z[k]", "z a (1 - a)", "X^T G", "a + z*a*(1 + a) (product rule)", "sum(G[k]) only i"),
        *("(z - h)/2h", "sigmoid(z)", "sigma(z)", "2", "d(u, z)", "sigma z", "G.T @", "G/x", "dL_dz/dL_da"),
    ],
)
def test_what_stands_in_front_of_an_equal_sign_is_read(side):
    names = {"G", "x", "z", "a", "h", "dL_dz", "dL_da"}
    assert expressions.lines_of(f"{side} = G.T @ x", names) == [side, "G.T @ x"]


def test_a_slope_that_is_at_hand_is_no_label():
    names = {"dL_dz", "x", "k", "l"}
    assert expressions.lines_of("dL/dz[k] = x[k]", names) == ["dL_dz[k]", "x[k]"]
    assert expressions.lines_of("dL/db[k] = dL/dz[k] = x[k]", names) == ["dL_dz[k]", "x[k]"]
    exercise = EXERCISES["linear_classifier.my_one_bias_steps"]
    for slope in ("dL/dy_hat[k]", "dL_dy_hat[k]"):
        answer = exercise.judge([exercise.lines[0], f"{slope} = y_hat[k] - y[k]"])
        assert (answer.verdict, answer.where) == ("wrong", "line 2")


def test_a_side_that_cannot_be_read_is_no_right_line():
    exercise = EXERCISES["layers_and_gradient_checks.my_used_twice_steps"]
    for side, words in (("a - z a (1 - a)", "`*` is missing between"), ("a + w*x*a*(1+a) (product rule)", "")):
        answer = exercise.judge([exercise.lines[0], f"{side} = a + z*a*(1-a)"])
        assert (answer.verdict, answer.where) == ("open", "line 2") and words in repr(answer)
    answer = exercise.judge([exercise.lines[0], "a = a + z*a*(1-a)"])
    assert (answer.verdict, answer.where) == ("wrong", "line 2")


@pytest.mark.parametrize(
    "line, words",
    [
        ("G.T @ x ==", "nothing stands behind its last sign"),
        ("G.T @ x +", "nothing stands behind its last sign"),
        ("G.T @ \\", "without a `\\` at its end"),
        ("G.T @ x == x", "`==` asks whether they are equal"),
    ],
)
def test_what_a_line_lacks_is_said(line, words):
    with pytest.raises(expressions.Unreadable, match=re.escape(words)):
        expressions.read(line, {"G", "x"})


def test_the_way_to_a_value_may_overflow():
    names = {"z"}
    assert expressions.trouble_on_the_way(expressions.read("1 / (1 + exp(-z))", names), {"z": 1000.0}) is None
    assert "overflow" in expressions.trouble_on_the_way(expressions.read("1 / (1 + exp(-z))", names), {"z": -1000.0})
    assert "not finite" in expressions.trouble_on_the_way(expressions.read("z", names), {"z": np.inf})


def test_a_last_line_has_to_be_safe():
    from helpers.exercises import numerical_stability

    answer = numerical_stability.check(my_safe_loss_steps=["softplus(z) - z * y", "z - z * y + log(1 + exp(-z))"])
    assert answer.verdict == "open"
    assert "not safe at z = -1000, y = 1: overflow" in repr(answer)


# ------------------------------------------------------------------------------------------- the derivations


def chains_of(exercise):
    return [exercise.lines, *map(expressions.lines_of, exercise.also)]


def test_thirty_chains_are_accepted():
    from tests.exercises.every import EXERCISES

    derivations = [e for e in EXERCISES.values() if isinstance(e, judge.Derivation)]
    assert sum(len(chains_of(exercise)) for exercise in derivations) >= 30
    assert len(derivations) >= 5


@each(judge.Derivation)
def test_chains_may_be_joined_and_repeated(exercise):
    """Every right line may stand after every other: a longer chain, in any order, ends with the demanded form."""
    everything = [line for chain in chains_of(exercise) for line in chain]
    assert exercise.judge([*everything[::-1], exercise.lines[-1]]).verdict == "right"
    assert exercise.judge("\n\n".join(f"  {line}   # reason" for line in exercise.lines)).verdict == "right"


@each(judge.Derivation)
def test_a_slip_is_named_and_located_in_any_line(exercise):
    for edit, words in exercise.mistakes.items():
        line = exercise.slip(edit)[1]
        for n in range(len(exercise.lines)):
            answer = exercise.judge([*exercise.lines[:n], line, *exercise.lines[n + 1 :]])
            assert (answer.verdict, answer.mistake, answer.where) == ("wrong", words, f"line {n + 1}")


def test_a_turned_sign_in_any_line_is_named():
    from helpers.exercises import matrix_calculus

    answer = matrix_calculus.check(my_two_samples_steps=["outer(g_1, x_1) - outer(g_2, x_2)"])
    assert (answer.mistake, answer.where) == ("a sign is turned", "line 1")


@pytest.mark.parametrize("slope", ["d(maximum(Z1, 0), Z1)", "d(max(0, Z1), Z1)", "d(A1, Z1)", "(Z1 > 0)"])
def test_at_its_hinge_the_relu_has_the_slope_0(slope):
    steps = EXERCISES["hidden_layer.my_five_steps"]
    assert any(np.any(case["Z1"] == 0) for case in steps.cases)
    lines = [steps.lines[0], f"(dL_dA1 * {slope}).T @ X", *steps.lines[1:]]
    assert steps.judge(lines).verdict == "right"


def test_the_larger_of_one_thing_is_told_of_two():
    with pytest.raises(expressions.Unfit, match="takes two here, and compares them entry by entry"):
        expressions.value_of(expressions.read("max(x)", {"x"}), {"x": np.array([1.0, 2.0])})


@pytest.mark.parametrize("line", ["d(maximum(z, z), z)", "-d(minimum(-z, -z), z)", "d(maximum(2 * z, z + z), z) / 2"])
def test_the_larger_of_one_and_the_same_has_its_slope(line):
    for z in (0.0, 0.5):
        assert expressions.value_of(expressions.read(line, {"z"}), {"z": z}) == 1


@pytest.mark.parametrize(
    "name, line, such",
    [
        ("hidden_layer.my_dL_dZ2_steps", "d(loss) / N", "z"),
        ("numerical_stability.my_slope_of_loss_steps", "d(softplus(z)) - y", "z"),
        ("numerical_stability.my_slope_of_loss_steps", "d(softplus(z)) / dz - y", "z"),
        ("sigmoid.my_sigma_steps", "d(1 / (1 + exp(-z)))", "z"),
    ],
)
def test_a_derivative_is_taken_by_the_name_of_the_given_line(name, line, such):
    exercise = EXERCISES[name]
    assert f"the second place holds one name, such as `{such}`" in repr(exercise.judge([exercise.lines[0], line]))


@each(judge.Derivation)
def test_a_line_means_the_same_once_more(exercise):
    """It is kept, and whoever looks for its slip leaves it as it is."""
    line = f"2 * ({exercise.slip(next(iter(exercise.mistakes)))[1]})"
    tree, _ = meant_by(exercise, line)
    before = ast.dump(tree)
    exercise.judge([exercise.lines[0], line])
    assert meant_by(exercise, line)[0] is tree
    assert ast.dump(tree) == before


@each(judge.Derivation)
def test_of_two_slips_the_first_is_found(exercise):
    one, other = (exercise.slip(edit)[1] for edit in list(exercise.mistakes)[:2])
    answer = exercise.judge([exercise.lines[0], one, other, exercise.lines[-1]])
    assert (answer.where, answer.mistake) == ("line 2", next(iter(exercise.mistakes.values())))


@each(judge.Derivation)
def test_every_two_slips_differ_on_fresh_numbers(exercise):
    for seed in (11, 12, 13):
        points = exercise.drawn(seed, times=2)
        lines = [exercise.lines[0], *(exercise.slip(edit)[1] for edit in exercise.mistakes)]
        values = [exercise.values(exercise.read(line), points) for line in lines]
        for n, one in enumerate(values):
            for other in values[:n]:
                assert not all(map(judge.same_values, one, other)), (lines[n], seed)


@each(judge.Derivation)
def test_an_unfinished_chain_is_open(exercise):
    for end in range(1, len(exercise.lines)):
        answer = exercise.judge(exercise.lines[:end])
        if answer.verdict != "right":  # some lines before the last have its form already
            assert answer.verdict == "open"
            assert "Wanted at the end" in repr(answer)
        assert exercise.judge([*exercise.lines[:end], "..."]).verdict == answer.verdict


@each(judge.Derivation)
def test_dots_after_a_finished_chain_are_ignored(exercise):
    assert exercise.judge([*exercise.lines, "...", "..."]).verdict == "right"


@each(judge.Derivation)
def test_dots_in_the_middle_are_pointed_at(exercise):
    answer = exercise.judge([exercise.lines[0], "...", exercise.lines[-1]])
    assert (answer.verdict, answer.where) == ("open", "line 2")
    assert "Line 2 is still `...`, and what stands below was not read: delete line 2." in repr(answer)


def test_a_left_side_that_does_not_occur_is_left_out():
    assert expressions.lines_of("dL_dW[k, l] = (G.T @ X)[k, l]", {"G", "X"}) == ["(G.T @ X)[k, l]"]
    assert expressions.lines_of("G[n, k] = 2 * y[n]", {"G", "y"}) == ["G[n, k]", "2 * y[n]"]


def test_what_cannot_be_read_says_why():
    from helpers.exercises import binary_cross_entropy, layers_and_gradient_checks, matrix_calculus, real_data, sigmoid

    def words(module, **lines):
        return repr(module.check(**lines))

    first = matrix_calculus.notebook.exercises["my_dL_dW_steps"].lines[0]
    lost = words(matrix_calculus, my_dL_dW_steps=[first, "G[n, k] * X[n, l]"])
    assert "`n` is left without a sum: line 1 still adds up over it." in lost
    lost = words(matrix_calculus, my_dL_dW_steps=["G[n, k] * X[n, l]"])
    assert "`n` is left without a sum: the given line still adds up over it." in lost
    for line in ("sum(G[n, k] * X[n, l])", "np.sum(G[n, k] * X[n, l])"):
        lost = words(matrix_calculus, my_dL_dW_steps=[first, line])
        assert "`n` runs over nothing in its sum: that is written `sum(... for n in range(...))`." in lost
    lost = words(real_data, my_area_steps=["sum(1 / N0 * (s[i] > t[j]) / N1 for j in range(N0))"])
    assert "`i` is left without a sum: nothing in this line adds up over it." in lost
    assert "`b` is not at hand in this step" in words(matrix_calculus, my_dL_dW_steps=["G.T @ b"])
    assert "a function has brackets: `exp(...)`" in words(sigmoid, my_sigma_steps=["exp -z / u**2"])
    assert "a derivative is written `d(expression, name)`" in words(sigmoid, my_sigma_steps=["du/dz"])
    assert "a derivative is written `d(expression, name)`" in words(sigmoid, my_sigma_steps=["d/dz (1/u)"])
    assert "leave out the number of the line" in words(sigmoid, my_sigma_steps=["2) exp(-z) / u**2"])
    assert "the only name is `y_hat`" in words(binary_cross_entropy, my_rest_steps=["1 / y"])
    for line in ("(-1)(1 / (1 - y_hat))", "y_hat(1 - y_hat)", "2(1 - y_hat)"):
        answer = words(binary_cross_entropy, my_rest_steps=[line])
        assert "Is a `*` missing before the bracket?" in answer
        assert "?." not in answer
    assert "the second place holds one name" in words(
        layers_and_gradient_checks, my_used_twice_steps=["sigmoid(w*x) + w * d(sigmoid(w*x), 2 * w)"]
    )


def test_a_table_shows_the_names_of_the_two_lines_only():
    from helpers.exercises import matrix_calculus

    first = matrix_calculus.notebook.exercises["my_dL_dW_steps"].lines[0]
    table = next(
        part for part in matrix_calculus.check(my_dL_dW_steps=[first, "G[0, k]"]).parts if isinstance(part, list)
    )
    names = expressions.names_in(expressions.read(first, matrix_calculus.notebook.exercises["my_dL_dW_steps"].known))
    assert {label for label, _ in table[:-2]} <= names | {"G", "k"}


HARD = [
    "sum()",
    "sum()[0]",
    "np.mean()",
    "9" * 400,
    "1e999",
    "-" * 590 + "1",
    "x[0 / 0]",
    "x[1 / 0]",
    "sum(n for n in range(0 / 0))",
    "-(z > 0)",
]


@pytest.mark.parametrize(
    "line", [*HARD, "(" * 90 + "z" + ")" * 90, "x[0][0][0]", "sum(x, axis=z)", "len(z)", "0**-1", "e**9**9"]
)
def test_no_line_makes_a_check_raise(line):
    try:
        value(line)
    except (expressions.Unreadable, expressions.Unfit):
        pass


@each(judge.Derivation)
def test_what_is_no_line_is_answered(exercise):
    for lines in ("", [], ..., None, 3.0, print, "...", [3.0], ["1 +"], ["import os"], {"a": 1}):
        assert exercise.judge(lines).verdict in ("open", "wrong")


@pytest.mark.parametrize(
    "line, words",
    [
        ("(G' @ X)[k, l]", "a derivative is written `d(expression, name)`, and a transpose `G.T`"),
        ("G[n, k] * X[n, l] for n in range(N)", "a sum over an index is written `sum(... for n in range(N))`"),
        ("sum(G[n, k] * X[n, l] for n)", "a sum over an index is written `sum(... for n in range(N))`"),
        ("sum(G[n, k] * X[n, l] for n in 1..N)", "a sum over an index is written `sum(... for n in range(N))`"),
        ("\N{GREEK CAPITAL LETTER SIGMA}_n G[n, k] * X[n, l]", "a sum over an index is written `sum(..."),
        ("\N{N-ARY SUMMATION} G[n, k] * X[n, l]", "a sum over an index is written `sum(..."),
        ("G \N{CIRCLED DOT OPERATOR} X", "a product entry by entry is written `*`"),
        ("max{x, 0}", "brackets are round, as in `maximum(z, 0)`"),
        ("(G.T @ X)_kl", "an entry is written with square brackets, as in `G[n, k]`"),
        ("(G.T @ X)(k, l)", "an entry is written with square brackets: `(G.T @ X)[k, l]`"),
        ("log 1 + exp(x)", "a function has brackets: `log(...)`"),
        ("return a * (1 - a)", "a step stands there by itself, without a `return`"),
        ("G\N{MODIFIER LETTER CAPITAL T} @ X", "a transpose is written `G.T`"),
        ("sum(G[n, k] * X[n, l] for n = range(N))", "a sum over an index is written `sum(... for n in range(N))`"),
        ("g_1 x_1^T + g_2 x_2^T", "a column times a row is `outer(g_1, x_1)`"),
        ("g_1 x_1.T + g_2 x_2.T", "a column times a row is `outer(g_1, x_1)`"),
        ("outer(g_1 x_1)", "a comma is missing: `outer(g_1, x_1)`"),
        ("lam * W[k l]", "an entry is written with a comma: `[k, l]`"),
        ("sum(G[n k] * X[n, l] for n in range(N))", "an entry is written with a comma: `[n, k]`"),
        ("-3 * log p - log q", "a function has brackets: `log(p)`"),
        ("-6 * (1 - 2*x))**2", "a bracket is missing, or too many"),
        ("-6 * (1 - 2*x", "a bracket is missing: as many"),
        ("2 g_1", "a `*` is missing between `2` and `g_1`"),
    ],
)
def test_advice_leads_to_what_was_meant(line, words):
    names = {"G", "X", "W", "N", "g_1", "g_2", "x_1", "x_2", "n", "k", "l", "lam", "p", "q", "x"}
    with pytest.raises(expressions.Unreadable) as error:
        expressions.read(line, names)
    assert str(error.value).startswith(words)


def test_greek_letters_and_products_of_questions_are_read():
    names = {"lam": 0.5, "eta": 0.1, "W": np.array([[1.0, 2.0], [3.0, 4.0]])}
    entry, other = (f"2 * W[1, 0] if (1 == 1) * (0 == {index}) else 0" for index in (0, 1))
    for line, value in [("1 - \N{GREEK SMALL LETTER ETA}*\N{GREEK SMALL LETTER LAMDA}", 0.95), (entry, 6), (other, 0)]:
        assert expressions.value_of(expressions.read(line, {*names}), names) == value
