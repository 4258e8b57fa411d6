"""Answers of readers that were once judged or named wrongly: right ones accepted, wrong ones not, each by its name."""

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, MODULES

LINE_FORMS = {  # complete derivations in another good last form
    "linear_classifier.my_one_input_steps": ["sum((y_hat[i] - y[i]) * W[i, l] for i in range(outputs))"],
    "linear_classifier.my_curvature_steps": [
        "sum(y_hat * (1 - y_hat) * s**2) / len(s)",
        "mean(s**2 * (1/4 - (y_hat - 1/2)**2))",
        "sum(s**2 * y_hat) / len(s) - sum(s**2 * y_hat**2) / len(s)",
    ],
    "matrix_calculus.my_dL_db_steps": ["sum(G[n, k] for n in range(N))", "sum(G[:, k])"],
    "hidden_layer.my_dL_dZ2_steps": ["(sigmoid(z) - y) / N"],
    "hidden_layer.my_dL_dZ1_steps": ["dL_dA1[n, k] * (z > 0)", "dL_dA1[n, k] * (A1[n, k] > 0)"],
    "hidden_layer.my_five_steps": ["((sigmoid(Z2) - Y) / N @ W2 * (A1 > 0)).T @ X"],
    "layers_and_gradient_checks.my_kink_steps": ["1 / 2 + z / (2 * h)", "0.5 * (1 + z / h)"],
    "sigmoid.my_sigma_steps": ["1 / 4 - (y_hat - 1 / 2)**2"],
    "numerical_stability.my_safe_loss_steps": ["max(z,0) + log(exp(-max(z,0)) + exp(z - max(z,0))) - z*y"],
    "numerical_stability.my_softplus_steps": ["log(1 + e**z)"],
    "start_here.my_chain_steps": ["-6 * (1 - 2*x) * (1 - 2*x)"],
    "real_data.my_area_steps": ["sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / N0 / N1"],
    "real_data.my_penalty_steps": ["lam * w"],
}


@pytest.mark.parametrize("name", LINE_FORMS)
def test_another_good_last_form_is_right(name):
    for line in LINE_FORMS[name]:
        assert EXERCISES[name].judge([EXERCISES[name].lines[0], line]).verdict == "right", line


UNFINISHED = {
    "binary_cross_entropy.my_rest_steps": ["-1 - y_hat / (1 - y_hat)", "1 - (2 - y_hat) / (1 - y_hat)"],
    "binary_cross_entropy.my_slope_steps": ["1 + (y_hat - y - y_hat*(1 - y_hat)) / (y_hat * (1 - y_hat))"],
    "numerical_stability.my_shift_steps": ["a + log(1 + exp(b - a))"],
    "layers_and_gradient_checks.my_central_error_steps": ["(2 * h**3) * (2 * h)**-1"],
    "layers_and_gradient_checks.my_kink_steps": ["(z + h) / (2 * h)", "h / (2 * h) + z / (2 * h)"],
    "linear_classifier.my_one_weight_steps": ["sum((y_hat[i] - y[i]) * (i == k) * x[l] for i in range(outputs))"],
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_form_is_open(name):
    for line in UNFINISHED[name]:
        assert EXERCISES[name].judge([EXERCISES[name].lines[0], line]).verdict == "open", line


def assert_wrong(answer, words):
    """Wrong, with words that hold these; without a name where there are none."""
    assert answer.verdict == "wrong"
    assert words in answer.mistake if words else answer.mistake is None


def function(exercise, body):
    """A reader's function: one expression, or lines that end with a return."""
    lines = body if "return" in body else f"return {body}"
    text = "\n".join(f"    {line}" for line in lines.splitlines())
    names = {"np": np, "sigmoid": judge.sigmoid}
    exec(f"def {exercise.name}({', '.join(exercise.parameters)}):\n{text}\n", names)
    return names[exercise.name]


PATH = """path = np.full((steps + 1, len(start)), start, dtype=float)
for t in range(steps):
    path[t + 1] = path[t] - (rate if t < 10 else rate / 2) * gradient(path[t])
return path"""
WRONG = [  # forms that pass for right where the cases are too tame; with the mistake's name, or None
    ("real_data.my_stop_at", "len(validation) - 1", "the last epoch is taken"),
    ("sigmoid.my_dL_dz", "np.where(y == 1, sigmoid(z) - 1, sigmoid(z))", "treated like a 0"),
    ("sigmoid.my_dL_dz", "sigmoid(z) - np.round(y)", "the label is rounded"),
    ("sigmoid.my_squared_error_slope", "(sigmoid(z) - np.round(y)) * sigmoid(z) * (1 - sigmoid(z))", None),
    ("layers_and_gradient_checks.my_bce_backward", "np.where(y == 1, -1 / y_hat, 1 / (1 - y_hat)) / y.size", None),
    ("binary_cross_entropy.my_gradient_of_mean", "np.where(y == 1, -1 / y_hat, 1 / (1 - y_hat)) / len(y)", None),
    ("matrix_calculus.my_upstream", "(sigmoid(Z) - np.round(Y)) / len(Z)", None),
    ("layers_and_gradient_checks.my_central", "abs(f(x + h) - f(x - h)) / (2 * h)", "the sign of the slope is lost"),
    ("layers_and_gradient_checks.my_remainder_slope", "np.log10(r) - np.log10(r_small)", "the signs are kept"),
    (
        "sigmoid.my_safe_slope",
        "z = np.clip(z, -700, 700)\nt = np.exp(-np.abs(z))\nreturn t / (1 + t) ** 2",
        "z is clipped at 700",
    ),
    (
        "sigmoid.my_safe_slope",
        "a = np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))\nreturn a * sigmoid(-z)",
        "a number overflows on the way",
    ),
    ("sigmoid.my_safe_slope", "sigmoid(z) * 1 - sigmoid(z)", "a bracket is missing"),
    ("sigmoid.my_safe_slope", "(sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5", "as where a number near 1 is rounded"),
    ("sigmoid.my_safe_slope", "(1 - np.tanh(z / 2) ** 2) / 4", "as where a number near 1 is rounded"),
    ("sigmoid.my_safe_slope", "0.25 / np.cosh(z / 2) ** 2", "a number overflows on the way"),
    ("sigmoid.my_slope_of_sigma", "np.where(np.abs(z) > 6, 0, sigmoid(z) * (1 - sigmoid(z)))", None),
    ("sigmoid.my_with_doubled_odds", "np.minimum(2 * y_hat / (1 + y_hat), 0.95)", None),
    ("sigmoid.my_logit", "np.round(np.log(y_hat / (1 - y_hat)), 4)", "rounded to 4 decimal places"),
    ("matrix_calculus.my_back_through_sigmoid", "np.diag(h * sigmoid(z) * (1 - sigmoid(z)))", "a whole matrix"),
    ("matrix_calculus.my_back_through_sigmoid", "(h * sigmoid(z) * (1 - sigmoid(z))).sum()", "added up into one"),
    *(
        ("real_data.my_stop_at", body, None)
        for body in (
            *("0", "1", "np.argmin(validation[:-1])", "np.argmin(validation[1:]) + 1"),
            *("min(np.argmin(training), np.argmin(validation))", "np.argmin(np.maximum(training, validation))"),
            *("np.argmin(0.9 * validation + 0.1 * training)", "np.argmin(validation - training)"),
            *("np.argmin(np.diff(validation)) + 1", "np.argmax(validation < validation.mean())"),
        )
    ),
    ("real_data.my_decayed", "max(0, 1 - eta * lam) * W - eta * dL_dW", None),
    ("real_data.my_recall", "hits / max(hits + misses, 10)", None),
    (
        "layers_and_gradient_checks.my_remainder_slope",
        "abs(np.log10(abs(r / r_small)))",
        "the sign of the slope is lost",
    ),
    (
        "binary_cross_entropy.my_clamped",
        "a, b = np.where(y_hat == 0, -100, np.log(y_hat)), np.where(y_hat == 1, -100, np.log(1 - y_hat))\n"
        "return -(y * a + (1 - y) * b)",
        "only an infinite logarithm is replaced",
    ),
    ("sigmoid.my_sigma", "1 + np.exp(-z)", "1 + e^-z itself is returned"),
    (
        "binary_cross_entropy.my_slope",
        "(y_hat - y) / (y_hat + (1 - y_hat))",
        "the denominator is forgotten, or it is 1",
    ),
    ("binary_cross_entropy.my_slope", "-y / y_hat + 1 / (1 - y_hat)", "the factor 1 - y is lost"),
    (
        "binary_cross_entropy.my_likelihood",
        "(y_hat * y) * ((1 - y_hat) * (1 - y))",
        "all is 0: `*` stands where `**` belongs",
    ),
    ("linear_classifier.my_standardised", "(new - train.mean(axis=1)) / train.std(axis=1)", "along the rows"),
    ("linear_classifier.my_price_of_the_frequency", "np.log(2)", "log 2 is given"),
    ("hidden_layer.my_he", "2 / np.sqrt(inputs)", "the root is taken of the inputs only"),
    (
        "layers_and_gradient_checks.my_nudged_gradient",
        "gradient = np.zeros_like(x)\nfor place in np.ndindex(x.shape):\n    up = down = x.copy()\n    up[place] += h\n"
        "    down[place] -= h\n    gradient[place] = (f(up) - f(down)) / (2 * h)\nreturn gradient",
        "f is taken twice at the same point",
    ),
    ("matrix_calculus.my_dL_dx_of_one", "g @ W.T", "along the rows of W"),
    ("matrix_calculus.my_batch_forward", "(W.T @ X.T).T + b", "down the columns of W"),
    ("matrix_calculus.my_dz_dW", "(i == k) * x[k]", "the input is picked by the row of the weight"),
    ("matrix_calculus.my_dz_dW", "(k == l) * x[l]", "row and column of the weight are compared"),
    ("matrix_calculus.my_dz_dW", "(i == k) * (k == l) * x[l]", None),
    ("matrix_calculus.my_batch_backward", "return G.T @ X, G.sum(axis=0), W.T @ G", "one sample as a column"),
    ("matrix_calculus.my_batch_backward", "return G.T @ X, G.sum(axis=0), [W @ g for g in G]", "along the rows of W"),
    (
        "layers_and_gradient_checks.my_used_twice",
        "a = sigmoid(w * x)\nreturn a + x * a * (1 - a)",
        "the w in front of the slope is lost",
    ),
    ("layers_and_gradient_checks.my_remainder_slope", "abs(r / r_small)", "the size of the factor is given"),
    (
        "layers_and_gradient_checks.my_remainder",
        "abs(f(x + h * v) - f(x) - h * np.sum(candidate * v))",
        "the sign of the remainder is lost",
    ),
    (
        "layers_and_gradient_checks.my_nudged_gradient",
        "gradient = np.zeros_like(x)\nfor place in np.ndindex(x.shape):\n    down = x.copy()\n"
        "    down[place] -= h\n    gradient[place] = (f(x) - f(down)) / h\nreturn gradient",
        "only the left side",
    ),
    ("hidden_layer.my_he", "(2 / inputs)**1 / 2", "an exponent of 1/2 lacks its brackets"),
    ("hidden_layer.my_dead", "X @ W1.T + b1 <= 0", "one answer for each sample and each unit"),
    ("automatic_differentiation.my_divide_back", "return g / b, -g * a / b * 2", "2 is a factor"),
    (
        "numerical_stability.my_safe_softplus",
        "np.max(z, 0) + np.log1p(np.exp(-np.abs(z)))",
        "where np.max takes the 0 for an axis",
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
    ("sigmoid.my_safe_slope", "np.exp(-z) * sigmoid(z) ** 2", "what comes of the infinity is no number"),
    ("sigmoid.my_safe_slope", "s = sigmoid(z)\nreturn -s * np.expm1(np.log(s))", None),
    (
        "numerical_stability.my_last_small_pull",
        "np.expm1(np.log(sigmoid(z)))",
        "as where a number near 1 is rounded to 1",
    ),
    ("numerical_stability.my_log_sigmoid", "z - np.logaddexp(0, z)", None),
    ("numerical_stability.my_safe_softplus", "z + np.logaddexp(0, -z)", None),
    (
        "start_here.my_score",
        "abs(w1) * (length - 44) + abs(w2) * (depth - 17) + b",
        "a weight below 0 has lost its minus",
    ),
    ("start_here.my_score", "max(w1 * (length - 44), 0) + w2 * (depth - 17) + b", None),
    ("linear_classifier.my_path", PATH, None),
    (
        "numerical_stability.my_mended_loss",
        "np.mean(np.max(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
        "where np.max takes the 0 for an axis",
    ),
]


@pytest.mark.parametrize("name, body, mistake", WRONG, ids=[f"{name}: {body[:30]}" for name, body, _ in WRONG])
def test_a_wrong_form_is_wrong(name, body, mistake):
    assert_wrong(EXERCISES[name].judge(function(EXERCISES[name], body)), mistake)


def test_what_changes_is_told_from_what_stays():
    still = EXERCISES["linear_classifier.my_still"]
    assert still.judge((8, 0)).verdict == "right"
    assert still.judge((4, 4)).mistake == "the numbers that do change are counted"


def test_three_equal_points_and_the_line():
    no_line = EXERCISES["linear_classifier.my_no_line"]
    assert "different" in no_line.task
    for points in (
        [[0, 0], [1, 1.5], [2, 2]],
        [[0, 0], [2, 2], [1, 1]],
        [[3, 1], [-2, 1], [0, 1]],
        [[0, 0], [0, 5], [7, 1]],
    ):
        answer = no_line.judge(points)
        assert answer.verdict == "wrong"
        assert "between" not in repr(answer)
        words = next(part for part in answer.parts if part.startswith("For instance"))
        w_1, w_2, b = (float(word.strip("(),.bw= ")) for word in words.removeprefix("For instance: w = ").split(", "))
        scores = np.array(points) @ [w_1, w_2] + b
        assert (scores > 0).tolist() == [False, True, False]


SWAPPED = [
    ("hidden_layer.my_dL_dA1_steps", "sum(G2[n, i] * W2[k, i] for i in range(outputs))"),
    ("matrix_calculus.my_dL_dX_steps", "sum(G[n, i] * W[l, i] for i in range(outputs))"),
    ("matrix_calculus.my_dL_dW_steps", "sum(G[k, n] * X[n, l] for n in range(N))"),
    ("matrix_calculus.my_dL_dW_steps", "sum(G[n, l] * X[n, k] for n in range(N))"),
    ("hidden_layer.my_dL_dW2_steps", "sum(G2[n, k] * A1[n, i] for n in range(N))"),
]


@pytest.mark.parametrize("name, line", SWAPPED)
def test_swapped_indices_are_no_transpose(name, line):
    answer = EXERCISES[name].judge([EXERCISES[name].lines[0], line])
    assert answer.verdict == "wrong"
    assert answer.mistake is None or "indices are in the wrong order" in answer.mistake


def test_labels_between_0_and_1_are_tried():
    """Wherever a task does not say that a label is 0 or 1, one between them is tried."""
    for module in MODULES.values():
        for exercise in module.notebook.exercises.values():
            if isinstance(exercise, judge.Function):
                for name in {"y", "Y"} & set(exercise.parameters):
                    tried = np.concatenate([np.ravel(case[name]) for case in exercise.cases])
                    only_ends = np.all((tried == 0) | (tried == 1))
                    assert not only_ends or "0 or 1" in exercise.task, exercise.name


SLIPS = [  # lines of readers that once had a name that did not fit
    ("matrix_calculus.my_dL_db_steps", "sum(G)", "all biases are given"),
    ("matrix_calculus.my_dL_db_steps", "np.sum(G)", "summed over everything"),
    ("matrix_calculus.my_two_samples_steps", "outer(sum(G), sum(X))", "added up before they are multiplied"),
    ("matrix_calculus.my_dL_dW_steps", "outer(sum(G), sum(X))[k, l]", "each factor gets a sum of its own"),
    ("binary_cross_entropy.my_rest_steps", "1/(1-y_hat) + (-1)", "the inner derivative is added"),
    ("binary_cross_entropy.my_rest_steps", "1/(1-y_hat) - (-1)", "the inner derivative is subtracted"),
    ("linear_classifier.my_downhill_steps", "gamma_1*d(w_1, eta) + gamma_2*d(w_2, eta)", "u and v are constants"),
    ("sigmoid.my_sigma_steps", "-u**-2*(-exp(z))", "a minus is missing, or one too many, in this line"),
    ("matrix_calculus.my_dL_db_steps", "sum(G[n, k] for n in range(1, N + 1))", None),
    ("matrix_calculus.my_dL_db_steps", "sum(G[n + 1, k] for n in range(N))", None),
    ("matrix_calculus.my_dL_dW_steps", "sum(G.T[n, k] * X[n, l] for n in range(N))", "two indices"),
    ("hidden_layer.my_dL_dA1_steps", "(G2 @ W2)[k, n]", "two indices"),
    ("real_data.my_factor_steps", "(w - eta * lam * w**2) / w", "there is a w too many"),
    ("real_data.my_factor_steps", "eta * lam - 1", "the sign of the whole is turned"),
    ("layers_and_gradient_checks.my_used_twice_steps", "a + w * x * a * (a - 1)", "the second term has the wrong sign"),
    ("hidden_layer.my_dL_dZ2_steps", "d(sum(loss for m in range(N)), z) / N", "counted N times"),
    ("numerical_stability.my_safe_loss_steps", "-y * softplus(-z) - (1 - y) * softplus(z)", "sign of the whole line"),
    ("numerical_stability.my_softplus_steps", "-log(exp(z) + 1)", "the sign of the whole is turned"),
    ("linear_classifier.my_downhill_steps", "dL_du * gamma_1 + dL_dv * gamma_2", "the slopes of u and v lose theirs"),
    ("matrix_calculus.my_dL_dX_steps", "(W @ G[n])[l]", "summed along the rows of W, not down its columns"),
    ("matrix_calculus.my_dL_dX_steps", "G[n] @ W[l]", "summed along the rows of W, not down its columns"),
    ("matrix_calculus.my_dL_dX_steps", "(W.T @ G)[n, l]", "one sample as a column"),
    ("matrix_calculus.my_dL_dW_steps", "G[k] @ X[:, l]", "summed along the rows of G, not down its columns"),
    (
        "matrix_calculus.my_two_samples_steps",
        "g_1[None, :] * x_1[:, None] + g_2[None, :] * x_2[:, None]",
        "the product is transposed: X chooses the row",
    ),
    ("hidden_layer.my_dL_dA1_steps", "(W2 @ G2[n])[k]", "summed along the rows of W2, not down its columns"),
    ("hidden_layer.my_dL_dA1_steps", "G2[n] @ W2[k]", "summed along the rows of W2, not down its columns"),
    ("hidden_layer.my_dL_dA1_steps", "(W2.T @ G2)[n, k]", "that is the rule for one sample as a column"),
    ("hidden_layer.my_five_steps", "(dL_dZ2 * W2 * (Z1 > 0)).T @ X", "in step 3 `*` stands where `@` belongs"),
    ("layers_and_gradient_checks.my_kink_steps", "(z + 1) / 2", "z is divided by 2, and not by h"),
    ("layers_and_gradient_checks.my_walk_steps", "2 * p * v_1 + p**2 * v_2", "the q of the first route is lost"),
    ("automatic_differentiation.my_other_score_steps", "0", "only the numerator is differentiated"),
    (
        "automatic_differentiation.my_other_score_steps",
        "(exp(b) * s - exp(a) * exp(b)) / s**2",
        "the numerator is given the slope exp(b)",
    ),
    (
        "sigmoid.my_cancel_steps",
        "(y_hat - y) / y_hat * (1 - y_hat) * y_hat * (1 - y_hat)",
        "the denominator has lost its brackets",
    ),
    ("linear_classifier.my_downhill_steps", "-dL_du * gamma_1 + dL_dv * gamma_2", "v has lost its minus, or a bracket"),
    ("linear_classifier.my_downhill_steps", "-eta * (gamma_1**2 + gamma_2**2)", "is a factor in it"),
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


@pytest.mark.parametrize("name, line, mistake", SLIPS)
def test_a_slip_has_a_name_that_fits_or_none(name, line, mistake):
    answer = EXERCISES[name].judge([EXERCISES[name].lines[0], line])
    assert answer.where == "line 2"
    assert_wrong(answer, mistake)


def test_the_line_that_is_shown_gets_three_points_right_as_it_is_printed():
    no_line = EXERCISES["linear_classifier.my_no_line"]
    for points in ([[1000, 2000], [1003, 2001.5], [1007, 2004]], [[205, 3551], [216, 4437], [228, 5406]]):
        words = next(part for part in no_line.judge(points).parts if part.startswith("For instance"))
        w_1, w_2, b = (float(word.strip("(),.bw= ")) for word in words.removeprefix("For instance: w = ").split(", "))
        assert ((np.array(points) @ [w_1, w_2] + b) > 0).tolist() == [False, True, False]


def test_what_is_no_rounding_is_wrong():
    for name, value, verdict in (
        *(("my_price", 4.605, "right"), ("my_price", 4.6052, "right"), ("my_price", 4.606, "wrong")),
        *(("my_smallest_loss", 0.611, "wrong"), ("my_smallest_loss", 0.6108, "right")),
    ):
        assert MODULES["binary_cross_entropy"].check(**{name: value}).verdict == verdict, (name, value)
    assert MODULES["numerical_stability"].check(my_confident_loss=1000.4).verdict == "wrong"


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


VALUES = [
    ("automatic_differentiation.my_routes", 2047, "the visits on the way are counted, too"),
    ("automatic_differentiation.my_routes", 2048, "there is a doubling too many"),
    ("automatic_differentiation.my_passes", 198, "one pass more is counted for each of the four arrays"),
    (
        "hidden_layer.my_seven_shapes",
        ((8, 1), (1, 4), 1, (8, 4), (8, 4), (4, 3), (4,)),
        "(1) is written for (1,) in dL/db2: without the comma it is the number 1",
    ),
    ("sigmoid.my_bound_of_three", 1 / 16, "two sigmoids are counted"),
    ("sigmoid.my_handed_z", 0.105, "handed s = 0.8808. That is its right use; asked is the wrong one, q(2)"),
    ("sigmoid.my_handed_z", 2, "the second factor is taken for 1: 1 - 2 is -1"),
    ("sigmoid.my_handed_z", -1, "the first factor is left out"),
    ("linear_classifier.my_still", (0, 8), "the two numbers have changed places"),
    ("numerical_stability.my_four_words", ("down", "stays", "stays", "down"), "the `nan` of the naive form"),
    ("numerical_stability.my_slope_left", 1 - 1e-7, "y_hat - y, or q - y, is given"),
]


@pytest.mark.parametrize("name, value, mistake", VALUES)
def test_a_wrong_value_has_the_name_that_fits(name, value, mistake):
    answer = EXERCISES[name].judge(value)
    assert answer.verdict == "wrong"
    assert mistake in answer.mistake


COUNTS_ONCE = """
found, waiting = {loss}, [loss]
while waiting:
    for parent in parents[waiting.pop()]:
        if parent not in found:
            found.add(parent)
            waiting.append(parent)
users = dict.fromkeys(found, 0)
for value in found:
    for parent in set(parents[value]):
        users[parent] += 1
order, ready = [], [loss]
while ready:
    order.append(ready.pop(0))
    for parent in parents[order[-1]]:
        users[parent] -= 1
        if users[parent] == 0:
            ready.append(parent)
return order
"""


@pytest.mark.parametrize("pop", ["pop(0)", "pop()"])
def test_who_counts_a_user_once_and_releases_it_twice_is_told(pop):
    """A value that an early user uses twice, and a later one once, would be visited before the later one."""
    names = {}
    body = COUNTS_ONCE.replace("ready.pop(0)", f"ready.{pop}").replace("\n", "\n    ")
    exec(f"def my_order(parents, loss):{body}\n", names)
    answer = EXERCISES["automatic_differentiation.my_order"].judge(names["my_order"])
    assert answer.verdict == "wrong"
    assert answer.mistake.startswith("Before a value is visited")


FORWARD = "u = x * y\nv = u + x\ndf_du, df_dv = v, u\n"
BACK = 'return {"df_dv": df_dv, "df_du": df_du, "df_dx": df_dx, "df_dy": df_dy}'
EARLY = [
    ("df_dx = df_du * y + df_dv\ndf_dy = df_du * x\ndf_du = df_du + df_dv\n", "df_dx", "`df_du` is handed on before"),
    ("df_dy = df_du * x\ndf_du = df_du + df_dv\ndf_dx = df_du * y + df_dv\n", "df_dy", "`df_du` is handed on to y"),
    ("df_dx = df_du * y + df_dv\ndf_du = df_du + df_dv\ndf_dy = df_du * x\n", "df_dx", "`df_du` is handed on before"),
]


@pytest.mark.parametrize("lines, where, mistake", EARLY)
def test_what_is_handed_on_too_early_is_told(lines, where, mistake):
    exercise = EXERCISES["automatic_differentiation.my_fork_back"]
    answer = exercise.judge(function(exercise, f"{FORWARD}{lines}{BACK}"))
    assert (answer.verdict, answer.where) == ("wrong", where)
    assert mistake in answer.mistake


def test_the_two_ways_back_of_a_product_that_have_changed_places_are_told():
    exercise = EXERCISES["automatic_differentiation.my_fork_back"]
    lines = "df_du, df_dv = u, v\ndf_du = df_du + df_dv\ndf_dx = df_du * y + df_dv\ndf_dy = df_du * x\n"
    answer = exercise.judge(function(exercise, f"u = x * y\nv = u + x\n{lines}{BACK}"))
    assert answer.mistake.startswith("a factor of the last product gets itself")


RIGHT_LINES = [  # of readers, once refused
    ("hidden_layer.my_dL_dZ1_steps", "dL_dA1[n, k] * d(maximum(Z1[n, k], 0), z)"),
    ("hidden_layer.my_dL_dZ1_steps", "dL_dA1[n][k] * d(maximum(0, Z1[n][k]), z)"),
    ("matrix_calculus.my_dL_db_steps", "sum(G)[k]"),
    ("matrix_calculus.my_dL_db_steps", "sum(row[k] for row in G)"),
    ("linear_classifier.my_curvature_steps", "mean(d(sigmoid(z-eta*s), z) * s**2)"),
    ("linear_classifier.my_curvature_steps", "mean(d(y_hat, z) * (-s) * (-s))"),
    ("matrix_calculus.my_two_samples_steps", "G.transpose() @ X"),
]


@pytest.mark.parametrize("name, line", RIGHT_LINES)
def test_a_right_line_is_right(name, line):
    exercise = EXERCISES[name]
    assert exercise.judge([exercise.lines[0], line, exercise.lines[-1]]).verdict == "right"


LAYER_BACKWARD = [
    ("dL_dz1.T @ X", "X.T @ dL_dz1", "dL_dW1 is transposed"),
    ("dL_dz1.T @ X", "dL_dz1.T @ X / len(X)", "dL_dW1 is averaged over the samples"),
    ("dL_dz1.sum(axis=0)", "dL_dz1.mean(axis=0)", "dL_db1 is averaged over the samples"),
    ("dL_dz1.sum(axis=0)", "dL_dz1.sum(axis=1)", "dL_db1 is summed along the wrong axis"),
]


@pytest.mark.parametrize("old, new, mistake", LAYER_BACKWARD)
def test_the_slips_of_a_linear_layer_are_told_behind_a_hinge_too(old, new, mistake):
    exercise = EXERCISES["hidden_layer.my_layer_backward"]
    answer = exercise.judge(exercise.run_text(exercise.edited((old, new))))
    assert answer.mistake == mistake


def test_a_check_that_turns_the_difference_round_sees_one_side_only():
    exercise = EXERCISES["layers_and_gradient_checks.my_gradient_check"]
    edit = ("np.abs(candidate - nudged).max()", "(nudged - candidate).max()")
    assert exercise.judge(exercise.run_text(exercise.edited(edit))).mistake == (
        "entries of the candidate that are too large are not seen"
    )


def test_an_array_of_more_than_one_row_is_announced_where_it_comes():
    """Who goes through the entries of a vector, one after the other, is right about what the task says."""
    for module in MODULES.values():
        for exercise in module.notebook.exercises.values():
            if isinstance(exercise, judge.Function):
                for name in exercise.parameters:
                    dimensions = {np.ndim(case[name]) for case in exercise.cases if not callable(case[name])}
                    several = len(dimensions - {0}) > 1
                    assert not several or "any shape" in " ".join(exercise.task.split()), exercise.name
