"""Solutions with one thing changed, or two: none passes for right, none gets another name, each is located."""

import itertools

import pytest

from helpers.exercises import _expressions as expressions
from helpers.exercises import _judge as judge
from tests.exercises.every import answer_of, as_stub, each, is_named_truly
from tests.exercises.mutants import mutants_of_function, mutants_of_line

pytestmark = pytest.mark.mutants

EQUIVALENT = {  # mutants that are right, with the reason
    # notebook 00
    "for k in range(len(y)):": "as many labels as scores",
    "for k in range(len(-z)):": "a minus changes no length",
    # notebooks 01 to 03
    "return (y_hat - y) / (y_hat * (1 - y_hat)) / len(y_hat)": "as many predictions as labels",
    "return (y_hat - y) / (y_hat * (1 - y_hat)) / len(-y)": "a minus changes no length",
    "return -(y * np.maximum(-100, np.log(y_hat)) + (1 - y) * np.maximum(np.log(1 - y_hat), -100))": "max is symmetric",
    "return -(y * np.maximum(np.log(y_hat), -100) + (1 - y) * np.maximum(-100, np.log(1 - y_hat)))": "max is symmetric",
    "return sum((W[i, j] * x[j] for j in range(len(-x)))) + b[i]": "a minus changes no length",
    "return (sigmoid(Z) - Y) / len(Y)": "as many scores as labels",
    "return (sigmoid(Z) - Y) / len(-Z)": "a minus changes no length",
    "t = np.exp(-np.abs(-z))": "|-z| = |z|",
    # notebook 04
    "return (y_hat - y) / (y_hat * (1 - y_hat)) / y.size": "as many labels as predictions",
    "return (y_hat - y) / (y_hat * (1 - y_hat)) / (-y_hat).size": "a minus changes no size",
    "dL_dx = W.T @ dL_db": "dL_db is dL_dz",
    "gradient = np.zeros_like(-x)": "a minus changes no shape",
    "nudge = np.zeros_like(-x)": "a minus changes no shape",
    "nudge = np.zeros_like(gradient)": "gradient has the shape of x",
    "for place in np.ndindex((-x).shape):": "a minus changes no shape",
    "for place in np.ndindex(gradient.shape):": "gradient has the shape of x",
    "nudged = np.zeros_like(-x)": "a minus changes no shape",
    "nudged = np.zeros_like(candidate)": "the candidate has the shape of x",
    "for place in np.ndindex(candidate.shape):": "the candidate has the shape of x",
    "for place in np.ndindex(nudged.shape):": "nudged has the shape of x",
    "return np.abs(nudged - candidate).max() / np.abs(nudged).max()": "|a - b| = |b - a|",
    "return np.abs(candidate - nudged).max() / np.abs(-nudged).max()": "|-a| = |a|",
    "return np.log10(np.abs(-r / r_small))": "|-a| = |a|",
    "return np.log10(np.abs(r / -r_small))": "|-a| = |a|",
    # notebook 05
    "path = np.full((steps + 1, len(-start)), start, dtype=float)": "a minus changes no length",
    "return -eta * np.sum((-gamma) ** 2)": "a square has no sign",
    "return 2 * np.sum((-gamma) ** 2) / c": "a square has no sign",
    "return np.mean(y_hat * (1 - y_hat) * (-X @ gamma) ** 2)": "a square has no sign",
    "return np.mean(y_hat * (1 - y_hat) * (X @ -gamma) ** 2)": "a square has no sign",
    "return (new - train.mean(axis=0)) / (-train).std(axis=0)": "a deviation has no sign",
    "mean = training.mean(axis=0)": "the ruler is the training rows",
    "deviation = training.std(axis=0)": "the ruler is the training rows",
    "x_training = (ruler - mean) / deviation": "the ruler is the training rows",
    "deviation = (-ruler).std(axis=0)": "a minus changes no deviation",
    "a1 = np.maximum(0, z1)": "max(a, b) = max(b, a)",
    "a1 = np.maximum(0, X @ W1.T + b1)": "max(a, b) = max(b, a)",
    "a1 = X @ W1.T + b1": "only its sign is asked for, which the ReLU does not change",
    "dL_dz2 = (sigmoid(z2) - Y) / len(Y)": "as many labels as samples",
    "dL_dz2 = (sigmoid(z2) - Y) / len(z1)": "as many rows of scores as samples",
    "dL_dz2 = (sigmoid(z2) - Y) / len(a1)": "as many rows of activations as samples",
    "dL_dz2 = (sigmoid(z2) - Y) / len(z2)": "as many rows of logits as samples",
    "dL_dz2 = (sigmoid(z2) - Y) / len(-X)": "a minus changes no length",
    "dL_dz1 = dL_da1 * (a1 > 0)": "an activation is above 0 where its score is",
    # notebook 06
    "return np.where(z > 0, 1, t) / (1 + t)": "at z = 0 both numerators are 1",
    "return np.maximum(0, z) + np.log1p(np.exp(-np.abs(z)))": "max(a, b) = max(b, a)",
    "return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(-z)))": "|-z| = |z|",
    "safe = np.maximum(0, z) - z * y + np.log(1 + np.exp(-np.abs(z)))": "max(a, b) = max(b, a)",
    "safe = np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(-z)))": "|-z| = |z|",
    "return np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z)))": "max(a, b) = max(b, a)",
    "return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(-z)))": "|-z| = |z|",
    "return np.mean(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z))))": "max(a, b) = max(b, a)",
    "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(-z))))": "|-z| = |z|",
    "return np.minimum(0, z) - np.log1p(np.exp(-np.abs(z)))": "min(a, b) = min(b, a)",
    "return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(-z)))": "|-z| = |z|",
    "m = np.maximum(b, a)": "max(a, b) = max(b, a)",
    "dq_dy_hat = (c < y_hat) & (y_hat < 1 - c)": "true and false count as 1 and 0",
    "dq_dy_hat = np.where((y_hat < 1 - c) & (c < y_hat), 1.0, 0.0)": "a and b = b and a",
    "dq_dy_hat = np.where((c < y_hat) & (y_hat < 1 - c), 1.0, -0.0)": "-0 = 0",
    "dq_dy_hat = np.where((c <= y_hat) & (y_hat < 1 - c), 1.0, 0.0)": "at the limit there is a kink, and no slope",
    "dq_dy_hat = np.where((c < y_hat) & (y_hat <= 1 - c), 1.0, 0.0)": "at the limit there is a kink, and no slope",
    "dq_dy_hat = np.where((c < q) & (y_hat < 1 - c), 1.0, 0.0)": "q is above c exactly where y_hat is",
    "dq_dy_hat = np.where((c < y_hat) & (q < 1 - c), 1.0, 0.0)": "q is below 1 - c exactly where y_hat is",
    "dL_dz = dL_dq * dq_dy_hat * q * (1 - y_hat)": "where q is not y_hat, the factor before it is 0",
    "dL_dz = dL_dq * dq_dy_hat * y_hat * (1 - q)": "where q is not y_hat, the factor before it is 0",
    # notebook 09
    "dL_dz2 = dL_dy_hat * network.slope_of_sigmoid(-z2)": "the slope of the sigmoid is the same at z and at -z",
    "w = np.zeros(X.shape[-1])": "a table has two axes: the last is axis 1",
    "w = np.zeros((-X).shape[1])": "a minus changes no shape",
    "dL_dz = (sigmoid(X @ w) - y) / len(X)": "as many samples as labels",
    "dL_dz = (sigmoid(X @ w) - y) / len(-y)": "a minus changes no length",
    "for k in range(len(-w)):": "a minus changes no length",
    "w[k] -= rate * (X[:, k] @ dL_dz)": "the product of two vectors is the same either way",
    "return (-np.sum(ones) - np.sum(zeros)) / y_hat.size": "as many predictions as labels",
    "return (-np.sum(ones) - np.sum(zeros)) / ones.size": "as many terms as labels",
    "return (-np.sum(ones) - np.sum(zeros)) / zeros.size": "as many terms as labels",
    "return (-np.sum(ones) - np.sum(zeros)) / (-y).size": "a minus changes no size",
    "log_y = np.log(np.maximum(1e-30, y))": "max(a, b) = max(b, a)",
    "log_rest = np.log(np.maximum(1e-30, 1 - y))": "max(a, b) = max(b, a)",
    "m = Z.max(axis=-1)": "a table has two axes: the last is axis 1",
    "return m + np.log(np.exp(Z - m[:, None]).sum(axis=-1))": "a table has two axes: the last is axis 1",
    "G1 = G2 * W2 * on": "with one output, each entry of the product has one term",
    "a1 = np.maximum(0, X @ W1.T)": "max(a, b) = max(b, a)",
    "G2 = (sigmoid(a1 @ W2.T) - Y) / (-Y).size": "a minus changes no size",
    "largest = np.abs(-nudged).max()": "|-a| = |a|",
    "np.testing.assert_allclose(nudged, candidate, rtol=0, atol=1e-06 * largest)": "|a - b| = |b - a|",
    "return verdicts": "a list says the same as an array",
    "slopes = np.zeros_like(-x)": "a minus changes no shape",
    "for place in np.ndindex(slopes.shape):": "slopes has the shape of x",
    "filled = np.where(np.isnan(-x), np.nanmean(x[~held_out], axis=0), x)": "a minus leaves a gap where it is",
    "return (filled - training.mean(axis=0)) / (-training).std(axis=0)": "a deviation has no sign",
    # notebook 10
    "for _ in range((-g).ndim - len(shape)):": "a minus changes no number of axes",
    "dL_db = -g * a / (-b) ** 2": "a square has no sign",
    "return g * (1 - (-t) ** 2)": "a square has no sign",
    "df_du = v + df_dv": "df_du is v until then",
    "df_du = df_du + u": "df_dv is u",
    "df_dx = df_du * y + u": "df_dv is u",
    "slope = (s * b - a * t) / (-b) ** 2": "a square has no sign",
}


@each(judge.Function)
def test_mutants_of_functions(exercise):
    count = 0
    for target, line, text in mutants_of_function(exercise):
        mutant = exercise.run_text(text)
        answer = exercise.judge(mutant)
        count += 1
        if answer.verdict == "right":
            assert line in EQUIVALENT, (exercise.name, line)
            continue
        if _is_the_stub(exercise, mutant):
            assert answer.verdict == "open"
            continue
        assert is_named_truly(exercise, mutant, answer), (text, answer.mistake)
        if target and not text_raises(exercise, mutant):
            assert answer.where == target, (text, answer)
    assert count >= 3


def _is_the_stub(exercise, mutant):
    """The code of a repair as it was given."""
    broken = exercise.run_text(exercise.edited(next(iter(exercise.mistakes))))
    return isinstance(exercise, judge.Repair) and judge.same_code(mutant, broken)


def text_raises(exercise, mutant):
    return all(isinstance(o.values, judge.Trouble) for o in exercise.outcomes(mutant)[: exercise.usual])


@each(judge.Function)
def test_two_mistakes_are_never_named_as_one(exercise):
    """Of two in sequence the earlier one is named; two in one value are named only if they are one by their numbers."""
    edits = [edit for edit in exercise.mistakes if isinstance(edit, tuple)]
    places = {edit: judge.Function.judge(exercise, answer_of(exercise, edit)).where for edit in edits}
    for n, one in enumerate(edits):
        for other in edits[n + 1 :]:
            if other[0] in one[1]:  # it would edit the first mistake
                continue
            try:
                both = exercise.run_text(exercise.edited(one + other))
            except (ValueError, SyntaxError):  # the second edit finds its text no more
                continue
            answer = exercise.judge(both)
            first, second = places[one], places[other]
            if exercise.keys != [""] and first != second:
                order = exercise.keys.index
                earlier = one if order(first) < order(second) else other
                words = None if as_stub(exercise, earlier) else exercise.mistakes[earlier]
                assert (answer.mistake, answer.where) == (words, min(first, second, key=order))
            else:
                assert is_named_truly(exercise, both, answer), (one, other)


@each(judge.Derivation)
def test_mutants_of_lines_are_located_at_their_line(exercise):
    """In the solution and in every other chain, a change of value in any line is found at that line."""
    for chain in (exercise.lines, *map(expressions.lines_of, exercise.also)):
        every = 1 if chain is exercise.lines else 4  # of the other chains, every fourth mutant
        for n, line in enumerate(chain):
            before = exercise.values(exercise.read(line))
            names = sorted(expressions.names_in(exercise.read(line)))
            for text in itertools.islice(mutants_of_line(line, names), 0, None, every):
                try:
                    values = exercise.values(exercise.read(text))
                except expressions.Unreadable:
                    continue
                answer = exercise.judge([*chain[:n], text, *chain[n + 1 :]])
                if all(map(judge.same_values, values, before)):
                    assert answer.verdict in ("right", "open"), text
                    continue
                assert (answer.verdict, answer.where) == ("wrong", f"line {n + 1}"), (text, answer)
                if answer.mistake in exercise.slips:
                    fresh = [point for seed in (11, 12) for point in exercise.drawn(seed)]
                    edit = next(edit for edit, words in exercise.mistakes.items() if words == answer.mistake)
                    theirs = exercise.values(exercise.read(exercise.slip(edit)[1]), fresh)
                    mine = exercise.values(exercise.read(text), fresh)
                    pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if not {type(a), type(b)} & {str}]
                    assert pairs, (text, answer.mistake)
                    assert all(judge.same_values(a, b) for a, b in pairs), (text, answer.mistake)
