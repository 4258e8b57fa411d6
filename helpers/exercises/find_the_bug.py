"""Exercises of notebook 09: twelve pieces of code to repair, and predictions about what notices which bug."""

import numpy as np

from helpers.layers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits

from ._draws import FAINT, close_to_0, enlarged, far_below, first_of, labels, quarters, some, square_and_line, to_nudge
from ._judge import Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution

stable_loss = BinaryCrossEntropyWithLogits()
simple_loss = BinaryCrossEntropy()


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=("What does accuracy look at?", "Only at the sign of each score, not at how the weights got there."),
    choices=("0.33", "0.67", "0.85", "0.99"),
    mistakes={
        "'0.33'": "the network is said to guess one species of three",
        "'0.67'": "the network is said to know no more than how frequent each label is",
        "'0.85'": "a wrong gradient is said to cost every seventh label",
    },
    also=["' 0.99 '"],
)
def my_wrong_but_accurate():
    """The mask is forgotten in every step of the training. What share of the held-out labels is right?
    The nearest of "0.33", "0.67", "0.85", "0.99".
    """
    return "0.99"


@notebook.value(
    hint=("Which tool knows most?", "One of them compares every single number with one that is known to be right."),
    choices=(
        "it runs",
        "shapes",
        "loss falls",
        "accuracy",
        "finite differences",
        "Taylor slope",
        "first wrong intermediate",
    ),
    mistakes={
        "'it runs'": "it is asked whether anything stops: none of these bugs raises an error on ordinary data",
        "'shapes'": "shapes are asked for, and nearly all of the wrong numbers have the right shape",
        "'loss falls'": "the loss is asked whether it falls, and with a wrong gradient it falls, too",
        "'accuracy'": "the share of right labels is asked for, which hardly moves",
        "'finite differences'": "the nudge is chosen: it sees that step and loss disagree, not that both are wrong",
        "'Taylor slope'": "the remainder is chosen: it sees that step and loss disagree, not that both are wrong",
    },
    also=["'First wrong intermediate'"],
)
def my_busiest_column():
    """Which column has the most marks? One of "it runs", "shapes", "loss falls", "accuracy",
    "finite differences", "Taylor slope", "first wrong intermediate".
    """
    return "first wrong intermediate"


@notebook.value(
    hint=(
        "What does the nudge compare?",
        "The step that the program takes, with its own loss. Go through the ten: do the two still belong together?",
    ),
    mistakes={
        "4": "only the wrong gradients are counted: a wrong loss and lost digits part step and loss, too",
        "5": "one is left out: the lost digits of the whole numbers, or the loss that is wrong by a factor in one half",
        "7": "one too many is counted: in one, loss and gradient are wrong together, and still belong together",
        "3": "only three of the wrong gradients are counted",
        "10": "all are counted: four of them leave step and loss together",
    },
    also=["6.0"],
)
def my_seen_by_the_nudge():
    """Of the ten rows, how many have a mark in the column of finite differences?"""
    return 6


# ------------------------------------------------------------------------------------------ 1. numbers that lie


@notebook.repair(
    hint=(
        "How many methods has the class?",
        "Copy the class into a cell of its own, at the left edge, and dir(Network) below it: which methods are left?",
    ),
    paper=[
        {
            "z2": np.array([0.0]),
            "dL_dy_hat": np.array([4.0]),
            "z1": np.array([2.0, -1.0]),
            "dL_da1": np.array([3.0, 5.0]),
        },
        {
            "z2": np.array([0.0, 0.0]),
            "dL_dy_hat": np.array([4.0, -8.0]),
            "z1": np.array([0.0, 1.0]),
            "dL_da1": np.array([2.0, -2.0]),
        },
    ],
    draws=[
        lambda rng: {
            "z2": some(rng, 4, 2),
            "dL_dy_hat": some(rng, 4, 2),
            "z1": np.r_[some(rng, 3, 3), [[0.0, 0.004, -0.004]]],
            "dL_da1": some(rng, 4, 3),
        },
        lambda rng: {"z2": some(rng, 3), "dL_dy_hat": some(rng, 3), "z1": some(rng, 3), "dL_da1": some(rng, 3)},
        lambda rng: {
            **{"z2": far_below(rng), "dL_dy_hat": some(rng, 2)},
            **{"z1": FAINT * 2.0**-10 * some(rng, 4), "dL_da1": some(rng, 4)},
        },
        lambda rng: {name: some(rng, 3, 1) for name in ("z2", "dL_dy_hat", "z1", "dL_da1")},
        lambda rng: {"z2": 4 * some(rng, 5), "dL_dy_hat": some(rng, 5), "z1": some(rng, 4), "dL_da1": some(rng, 4)},
    ],
    mistakes={
        (
            "def slope_of_relu(self, z):",
            "def slope(self, z):  # of the ReLU",
            "def slope_of_sigmoid(self, z):",
            "def slope(self, z):  # of the sigmoid",
            "slope_of_sigmoid(z2)",
            "slope(z2)",
            "slope_of_relu(z1)",
            "slope(z1)",
        ): "two methods have one name, and the second one answers for both",
        ("network.slope_of_sigmoid(z2)", "(z2 > 0)"): "at the output stands the slope of the ReLU",
        ("return z > 0", "return z >= 0"): "a ReLU at exactly 0 counts as on",
        ("return z > 0", "return np.maximum(z, 0)"): "the ReLU itself is multiplied in, not its slope",
        ("sigmoid(z) * sigmoid(-z)", "sigmoid(z)"): "the second factor of the sigmoid's slope is missing",
        ("sigmoid(z) * sigmoid(-z)", "z * (1 - z)"): "the score stands where the sigmoid of the score belongs",
        ("dL_da1 * network.slope_of_relu(z1)", "dL_da1 + 0 * z1"): "the hidden layer's slope is left out",
        (
            "dL_da1 * network.slope_of_relu(z1)",
            "network.slope_of_relu(z1)",
        ): "what arrives at the hidden layer is left out",
    },
    also=[
        ("dL_da1 * network.slope_of_relu(z1)", "np.where(z1 > 0, dL_da1, 0)"),
        ("sigmoid(z) * sigmoid(-z)", "sigmoid(z) * (1 - sigmoid(z))", "return z > 0", "return np.where(z > 0, 1.0, 0)"),
        (
            "dL_dy_hat * network.slope_of_sigmoid(z2)",
            "dL_dy_hat * sigmoid(z2) * (1 - sigmoid(z2))",
            "dL_da1 * network.slope_of_relu(z1)",
            "dL_da1 * (z1 > 0)",
        ),
    ],
)
def my_two_slopes(z2, dL_dy_hat, z1, dL_da1):
    """Back through the sigmoid of the output and through the ReLU of the hidden layer: what arrives, times the
    layer's own slope, for arrays of any shape. At z = 0 the slope of the ReLU is 0. You may call sigmoid(z).
    """

    class Network:
        def slope_of_relu(self, z):
            return z > 0

        def slope_of_sigmoid(self, z):
            return sigmoid(z) * sigmoid(-z)

    network = Network()
    dL_dz2 = dL_dy_hat * network.slope_of_sigmoid(z2)
    dL_dz1 = dL_da1 * network.slope_of_relu(z1)
    return {"dL_dz2": dL_dz2, "dL_dz1": dL_dz1}


def nearly_hard(draw, name="y"):
    """A draw with one label just above 0, and one just below 1."""

    def drawn(rng):
        case = draw(rng)
        case[name].flat[1:3] = 0.004, 0.98
        return case

    return drawn


def counts(samples, features, steps, whole=True):
    """A table of whole numbers, each column with both signs, or the same kind of table with fractions."""

    def draw(rng):
        X = rng.integers(1, 4, (samples, features)) * np.where(rng.random((samples, features)) < 0.5, -1, 1)
        X[0], X[-1] = np.abs(X[0]), -np.abs(X[-1])
        X = X if whole else X + rng.uniform(0.1, 0.4, X.shape)
        return {"X": X, "y": labels(rng, samples)[::-1].copy(), "rate": rng.uniform(2.0, 3.0), "steps": steps}

    return draw


@notebook.repair(
    hint=("What can w hold?", "Print w.dtype. From whom did w inherit it, and what is 0.75, stored there?"),
    paper=[
        {"X": np.array([[2, -1], [-3, 1]]), "y": np.array([1.0, 0.0]), "rate": 0.5, "steps": 1},
        {"X": np.array([[2, -3], [-2, 1]]), "y": np.array([1.0, 0.0]), "rate": 4.0, "steps": 1},
        {"X": np.array([[2, -3], [-2, 1]]), "y": np.array([1.0, 0.0]), "rate": 2.0, "steps": 2},
    ],
    draws=[
        nearly_hard(counts(5, 3, 3)),
        counts(3, 3, 2),
        counts(4, 2, 4),
        counts(4, 3, 2, whole=False),
        counts(4, 1, 3),
    ],
    mistakes={
        ("np.zeros(X.shape[1])", "np.zeros_like(X[0])"): (
            "the weights have the type of the table: of whole numbers, and each step loses its digits"
        ),
        ("w[k] -= rate", "w[k] += rate"): "every step goes uphill",
        ("rate * (dL_dz", "(dL_dz"): "the learning rate is left out",
        (" / len(y)", ""): "the samples are added up: the mean is left out",
        ("np.zeros(X.shape[1])", "np.ones(X.shape[1])"): "the walk starts at ones",
        ("w[k] -= rate", "w[k] = -rate"): "only the last step is kept",
        (
            "        dL_dz = (sigmoid(X @ w) - y) / len(y)  # (N,)\n        for k in range(len(w)):\n",
            "        for k in range(len(w)):\n            dL_dz = (sigmoid(X @ w) - y) / len(y)  # (N,)\n",
        ): "each weight looks at the others after they have moved",
        (
            "w[k] -= rate * (dL_dz @ X[:, k])",
            "w[k] = np.round(w[k] - rate * (dL_dz @ X[:, k]))",
        ): "each weight is rounded to the nearest whole number",
        (
            "np.zeros(X.shape[1])",
            "np.zeros(X.shape[1], dtype=int)",
        ): "the weights are whole numbers, whatever the table is",
    },
    also=[
        ("np.zeros(X.shape[1])", "np.zeros_like(X[0], dtype=float)"),
        ("np.zeros(X.shape[1])", "0.0 * X[0]"),
        (
            "np.zeros(X.shape[1])",
            "np.zeros_like(X[0])",
            "        for k in range(len(w)):\n            w[k] -= rate * (dL_dz @ X[:, k])\n",
            "        w = w - rate * (X.T @ dL_dz)\n",
        ),
    ],
)
def my_weights(X, y, rate, steps):
    """The weights of a straight border without a bias, after some steps of gradient descent from zero.
    X is a table of whole numbers, a sample in each row. The labels lie between 0 and 1. You may call sigmoid(z).
    """
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        dL_dz = (sigmoid(X @ w) - y) / len(y)  # (N,)
        for k in range(len(w)):
            w[k] -= rate * (dL_dz @ X[:, k])
    return w


def soft_labels(rng):
    """Labels that are nearly 0 or nearly 1, down to a few in a million."""
    y = np.array([0.02, 0.004, 4e-4, 4e-5, 4e-6])
    y_hat = np.r_[rng.uniform(0.5, 0.7), y[1:] * rng.uniform(2, 3, 4)]
    return {"y_hat": np.r_[y_hat, 1 - y_hat], "y": np.r_[y, 1 - y]}


@notebook.repair(
    hint=("What does Python divide?", "A quotient is computed before a difference. What stands before the last slash?"),
    paper=[
        {"y_hat": np.array([0.5, 0.8]), "y": np.array([1.0, 0.0])},
        {"y_hat": np.array([0.5, 0.5]), "y": np.array([1.0, 1.0])},
        {"y_hat": np.array([[0.5, 0.8], [0.2, 0.5]]), "y": np.array([[1.0, 0.0], [1.0, 1.0]])},
    ],
    draws=[
        lambda rng: {"y_hat": rng.uniform(0.1, 0.9, (4, 3)), "y": labels(rng, 4, 3)},
        lambda rng: {"y_hat": rng.uniform(0.1, 0.9, (3, 3)), "y": labels(rng, 3, 3)},
        lambda rng: {"y_hat": rng.uniform(0.1, 0.9, 5), "y": labels(rng, 5)},
        lambda rng: {"y_hat": np.array([0.003, 0.996, 0.04, 0.97]), "y": labels(rng, 4)},
        soft_labels,
        lambda rng: {"y_hat": close_to_0(rng), "y": np.ones(2)},
    ],
    mistakes={
        (
            "(-np.sum(ones) - np.sum(zeros)) / y.size",
            "-np.sum(ones) - np.sum(zeros) / y.size",
        ): "only the second sum is divided",
        (
            "(-np.sum(ones) - np.sum(zeros)) / y.size",
            "-np.sum(ones) / y.size - np.sum(zeros)",
        ): "only the first sum is divided",
        (" / y.size", ""): "nothing is divided: the sum is given",
        (" / y.size", " / len(y)"): "it is divided by the number of rows",
        (" / y.size", " / y.size**2"): "it is divided twice",
        ("- np.sum(zeros)", "+ np.sum(zeros)"): "the second sum has the wrong sign",
        ("(-np.sum(ones) - np.sum(zeros))", "(np.sum(ones) + np.sum(zeros))"): "both signs are turned: a loss below 0",
        (
            "(-np.sum(ones) - np.sum(zeros)) / y.size",
            "-np.sum(ones) / np.sum(y) - np.sum(zeros) / max(np.sum(1 - y), 1)",
        ): "each sum is divided by the number of its own labels",
        ("y * np.log(y_hat)", "np.log(y_hat)"): "the label is left out of the first sum",
        ("np.log(y_hat)", "np.log(1 - y_hat)", "(1 - y) * np.log(1 - y_hat)", "(1 - y) * np.log(y_hat)"): (
            "the two logarithms have changed places"
        ),
        ("(-np.sum(ones) - np.sum(zeros))", "-np.sum(ones)"): "the second sum is left out",
        ("(-np.sum(ones) - np.sum(zeros))", "-np.sum(zeros)"): "the first sum is left out",
        ("(1 - y) * np.log", "np.log"): "the label is left out of the second sum",
    },
    also=[
        "-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))",
        ("(-np.sum(ones) - np.sum(zeros)) / y.size", "-np.sum(ones) / y.size - np.sum(zeros) / y.size"),
        ("(-np.sum(ones) - np.sum(zeros)) / y.size", "-(ones + zeros).mean()"),
    ],
)
def my_batch_loss(y_hat, y):
    """The mean binary cross-entropy of a batch of any shape, per element. The labels lie between 0 and 1."""
    ones = y * np.log(y_hat)
    zeros = (1 - y) * np.log(1 - y_hat)
    return (-np.sum(ones) - np.sum(zeros)) / y.size


@notebook.repair(
    hint=(
        "Which logarithm is not finite?",
        "None of those of y_hat. Print the four logarithms for y = 1: which one is infinite, and what multiplies it?",
    ),
    paper=[
        {"y_hat": np.array([0.5, 0.2]), "y": np.array([0.5, 0.25])},
        {"y_hat": np.array([0.5, 1e-60]), "y": np.array([1.0, 1.0])},
        {"y_hat": np.array([0.5, 0.8]), "y": np.array([0.0, 0.0])},
    ],
    draws=[
        lambda rng: {"y_hat": rng.uniform(0.1, 0.9, 5), "y": labels(rng, 5)},
        lambda rng: {"y_hat": rng.uniform(0.1, 0.9, (3, 3)), "y": labels(rng, 3, 3)},
        lambda rng: {"y_hat": np.array([1e-60, 0.4]), "y": np.array([1.0, rng.uniform(0.2, 0.8)])},
        soft_labels,
        lambda rng: {"y_hat": np.array([1e-250, 1e-60, 1e-200]), "y": np.array([0.5, 0.9, 0.3])},
        lambda rng: {"y_hat": np.array([0.999, 0.001]), "y": np.array([1.0, 0.0])},  # right, and nearly certain
    ],
    absolute=5e-7,
    mistakes={
        (
            "np.log(np.maximum(y, 1e-30))",
            "np.log(y)",
            "np.log(np.maximum(1 - y, 1e-30))",
            "np.log(1 - y)",
        ): "the excess is limited after 0 times infinity has come into it",
        ("return np.clip(loss - smallest, 0, 100)", "return np.clip(loss, 0, 100)"): "nothing is subtracted",
        (
            "return np.clip(loss - smallest, 0, 100)",
            "return np.where((y == 0) | (y == 1), 0, np.clip(loss - smallest, 0, 100))",
        ): "what is not a number is replaced by 0 at the end: then a hard label costs nothing",
        ("np.log(np.maximum(y, 1e-30))", "np.log(y)"): "only the logarithm of 1 - y is mended",
        ("np.log(np.maximum(1 - y, 1e-30))", "np.log(1 - y)"): "only the logarithm of y is mended",
        ("loss - smallest", "loss + smallest"): "the smallest loss is added",
        ("np.clip(loss - smallest, 0, 100)", "loss - smallest"): "nothing is limited above",
        ("np.clip(loss - smallest, 0, 100)", "np.clip(smallest - loss, 0, 100)"): (
            "all is 0: the difference is turned round and cut off, or something is subtracted from itself"
        ),
        (
            "np.log(np.maximum(y, 1e-30))",
            "np.log(np.maximum(y, 0.3))",
            "np.log(np.maximum(1 - y, 1e-30))",
            "np.log(np.maximum(1 - y, 0.3))",
        ): "the floor under the logarithms is so high that labels lie below it",
    },
    also=[
        (
            "np.log(np.maximum(y, 1e-30))",
            "np.log(np.where(y > 0, y, 1))",
            "np.log(np.maximum(1 - y, 1e-30))",
            "np.log(np.where(y < 1, 1 - y, 1))",
        ),
        (
            "np.log(np.maximum(y, 1e-30))",
            "np.maximum(np.log(y), -100)",
            "np.log(np.maximum(1 - y, 1e-30))",
            "np.maximum(np.log(1 - y), -100)",
        ),
        (
            "np.log(np.maximum(y, 1e-30))",
            "np.log(y)",
            "np.log(np.maximum(1 - y, 1e-30))",
            "np.log(1 - y)",
            "-(y * log_y + (1 - y) * log_rest)",
            "-(np.nan_to_num(y * log_y) + np.nan_to_num((1 - y) * log_rest))",
        ),
    ],
)
def my_excess_loss(y_hat, y):
    """How much more than necessary each prediction costs: its cross-entropy, minus the smallest one for this label,
    that of y_hat = y; kept between 0 and 100. Predictions lie strictly between 0 and 1, labels from 0 to 1.
    Arrays of any shape. Five digits have to be right, of numbers close to 0 six decimal places.
    """
    loss = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    log_y = np.log(np.maximum(y, 1e-30))
    log_rest = np.log(np.maximum(1 - y, 1e-30))
    smallest = -(y * log_y + (1 - y) * log_rest)
    return np.clip(loss - smallest, 0, 100)


def rows_far_apart(rng):
    """Rows of large and of small scores, and rows that spread by a thousand and by two thousand."""
    Z = np.array([[1000, 998, 0], [1, 2, -1], [-1000, -1001, -1003], [-2000, 0, 2000], [0, -900, 100], [700, 600, 0]])
    return {"Z": rng.permutation(rng.permutation(Z).T).T + rng.uniform(-0.5, 0.5, Z.shape)}


@notebook.repair(
    hint=("Whose maximum is taken?", "A low row is shifted by another row's largest score. What is e to such a power?"),
    paper=[
        {"Z": np.array([[1.0, 3.0], [0.0, 2.0]])},
        {"Z": np.array([[1000.0, 998.0], [1.0, 3.0]])},
        {"Z": np.array([[-1000.0, -1002.0], [-1000.0, 1000.0]])},
    ],
    draws=[
        lambda rng: {"Z": some(rng, 4, 3)},
        lambda rng: {"Z": some(rng, 3, 3)},
        rows_far_apart,
        lambda rng: {"Z": np.array([[-4e4, 39998.5, 4e4], [-4e4, -40001.0, -39999.5]])},
        lambda rng: {"Z": np.float32([[95.0, -20.0], [-120.0, -118.0], [0.5, 1.0]])},
    ],
    quiet=True,
    mistakes={
        (
            "Z.max(axis=1)  # (N,)",
            "Z.max()",
            "m[:, None]",
            "m",
        ): "every row is shifted by the largest score of all rows",
        ("Z.max(axis=1)", "np.maximum(Z.max(axis=1), 0)"): "a row whose scores are all below 0 is not shifted",
        ("Z.max(axis=1)", "Z.min(axis=1)"): "each row is shifted by its smallest score",
        ("Z.max(axis=1)", "Z.mean(axis=1)"): "each row is shifted by its mean",
        ("Z.max(axis=1)", "np.abs(Z).max(axis=1)"): "each row is shifted by its largest size, without the sign",
        (
            "Z.max(axis=1)",
            "Z.max(axis=0)",
            "m[:, None]",
            "m",
        ): "the largest score is taken down the columns, not along the rows",
        ("m[:, None]", "m"): "the shifts run along the columns: entry k of each row meets the shift of row k",
        ("Z.max(axis=1)", "Z[:, 0]"): "each row is shifted by its first score",
        (
            "Z.max(axis=1)",
            "0 * Z[:, 0]",
        ): "e to the scores themselves is computed: nothing is taken out, or it is put back too early",
        ("return m + ", "return "): "the shift is not added back",
        (".sum(axis=1)", ".mean(axis=1)"): "the exponentials are averaged",
        (".sum(axis=1)", ".sum()"): "the exponentials of all rows are added up",
        (
            "np.exp(Z - m[:, None]).sum(axis=1)",
            "np.exp(Z - m[:, None]).max(axis=1)",
        ): "the largest score is given: the logarithm is of one exponential, not of their sum",
        ("return m + ", "return m - "): "the logarithm is subtracted",
        ("return m + ", "return -m + "): "the shift is subtracted once more",
    },
    also=[
        "np.logaddexp.reduce(Z, axis=1)",
        "np.array([row.max() + np.log(np.exp(row - row.max()).sum()) for row in Z])",
        (
            "Z.max(axis=1)  # (N,)",
            "Z.max(axis=1, keepdims=True)",
            "m[:, None]",
            "m",
            "m + np.log",
            "m[:, 0] + np.log",
        ),
    ],
)
def my_row_log_sums(Z):
    """For each row of Z (N, classes) the logarithm of the sum of e^z, right for all scores, in float32, too, and
    without a warning.
    """
    m = Z.max(axis=1)  # (N,)
    return m + np.log(np.exp(Z - m[:, None]).sum(axis=1))


# ------------------------------------------------------------------------------------ 2. gradients that are wrong


def one_output(samples, hidden, size=1, dead=0):
    def draw(rng):
        on = rng.random((samples, hidden)) < 0.5
        on[0], on[-1] = True, False
        on[:, :dead] = False
        return {
            "G2": size * some(rng, samples, 1),
            "W2": some(rng, 1, hidden),
            "on": on.astype(float),
            "b2": size * some(rng, 1),
            "b1": size * some(rng, hidden),
            "rate": rng.uniform(0.2, 0.6),
        }

    return draw


@notebook.repair(
    hint=(
        "Why is b2 right and b1 wrong?",
        "With one output, the sum over everything is the sum over the rows. How many columns has G1?",
    ),
    paper=[
        {
            "G2": np.array([[1.0], [-2.0]]),
            "W2": np.array([[3.0, -1.0]]),
            "on": np.array([[1.0, 1.0], [0.0, 1.0]]),
            "b2": np.array([1.0]),
            "b1": np.array([2.0, -1.0]),
            "rate": 0.5,
        }
    ],
    draws=[
        one_output(4, 3),
        one_output(3, 3),
        one_output(2, 4),
        one_output(4, 5, size=8),
        one_output(4, 3, dead=1),
        one_output(4, 1),
    ],
    mistakes={
        ("G2.sum(axis=0)", "G2.sum()", "G1.sum(axis=0)", "G1.sum()"): (
            "the sum is taken over everything: all hidden biases get the same step"
        ),
        ("G1.sum(axis=0)", "G1.sum(axis=1)"): "the hidden step is summed over the units, along the wrong axis",
        ("G1.sum(axis=0)", "G1.mean()"): "the mean is taken over everything",
        ("G1.sum(axis=0)", "G1.mean(axis=0)"): "the step of the hidden biases is averaged over the samples",
        ("G1.sum(axis=0)", "G1[0]"): "the hidden biases take the step of the first sample",
        ("G1.sum(axis=0)", "G1"): "nothing is summed: each sample keeps its own step",
        (" * on", ""): "units that are off get a step, too",
        ("(G2 @ W2) * on", "G2 * on"): "the way back leaves out W2",
        ("b1 - rate", "b1 + rate"): "the hidden biases go uphill",
        ("rate * G1", "G1"): "the learning rate is left out for the hidden biases",
        ("b2 - rate", "b2 + rate"): "the output bias goes uphill",
        ("G2.sum(axis=0)", "G2.mean(axis=0)"): "the step of the output bias is averaged over the samples",
    },
    also=[
        ("G1.sum(axis=0)", "np.ones(len(G1)) @ G1"),
        ("G2.sum(axis=0)", "G2.sum()", "G1.sum(axis=0)", "sum(G1)"),
        ("G1.sum(axis=0)", "(on.T @ G2)[:, 0] * W2[0]"),
    ],
)
def my_bias_step(G2, W2, on, b2, b1, rate):
    """The new biases after one step, in a network with one output: G2 is dL/dZ2, (N, 1), and `on` is 1 where a
    hidden unit is on, else 0, (N, hidden).
    """
    new_b2 = b2 - rate * G2.sum(axis=0)
    G1 = (G2 @ W2) * on  # (N, hidden)
    new_b1 = b1 - rate * G1.sum(axis=0)
    return {"new_b2": new_b2, "new_b1": new_b1}


def a_layer(samples, inputs, hidden, largest=6):
    """Each unit is on for some samples and off for others; the first scores are 0, just above it and just below."""

    def draw(rng):
        while True:
            X, b1 = quarters(rng, samples, inputs), quarters(rng, hidden)
            W1 = quarters(rng, hidden, inputs, largest=largest)
            b1[:3] = [0, 2.0**-8, -(2.0**-8)] - W1[:3] @ X[0]
            z1 = X @ W1.T + b1
            both = np.all(np.any(z1 > 0, axis=0) & np.any(z1 < 0, axis=0))
            if both and np.all(b1 != 0) and np.sum(z1 == 0) == 1:
                return {"X": X, "W1": W1, "b1": b1, "dL_da1": quarters(rng, samples, hidden, largest=largest)}

    return draw


@notebook.repair(
    hint=(
        "What is in z1 when the mask is taken?",
        "Print z1 once before the ReLU and once after it. How many arrays are there, and how many names?",
    ),
    paper=[
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "W1": np.array([[2.0, 1.0], [-1.0, 1.0]]),
            "b1": np.array([-4.0, 1.0]),
            "dL_da1": np.array([[3.0, -1.0], [2.0, 5.0]]),
        }
    ],
    draws=[
        a_layer(5, 3, 4),
        a_layer(4, 3, 3),
        a_layer(3, 3, 3),
        a_layer(4, 3, 4, largest=14),
        enlarged(a_layer(5, 3, 4), "X", "b1", factor=FAINT * 2.0**-10),
        first_of(a_layer(5, 3, 4), W1=0, b1=0, dL_da1=1),
        first_of(a_layer(5, 3, 4), X=1, W1=1),
    ],
    mistakes={
        (
            "a1 = np.maximum(z1, 0)",
            "a1 = z1\n    np.maximum(a1, 0, out=a1)  # the ReLU, written into a1",
            "(z1 > 0)",
            "(z1 >= 0)",
        ): "the mask is always true: the scores are gone when it is taken",
        ("(z1 > 0)", "(z1 >= 0)"): "a score of exactly 0 counts as on",
        ("(z1 > 0)", "(X @ W1.T > 0)"): "the bias is left out of the mask",
        ("(z1 > 0)", "(z1 < 0)"): "the mask is turned round: what is off comes through",
        ("(z1 > 0)", "np.sign(z1)"): "what is off comes through, with the other sign: the mask is 1 or -1",
        ("(z1 > 0)", "(dL_da1 > 0)"): "the sign of the gradient decides, not that of the score",
        ("(z1 > 0)", "a1"): "the activation itself is multiplied in",
        ("np.maximum(z1, 0)", "np.abs(z1)"): "the sign is dropped, and nothing is cut off",
        ("dL_dz1.T @ X", "dL_da1.T @ X"): "the mask is left out of the weight gradient",
        ("dL_dz1.sum(axis=0)", "dL_da1.sum(axis=0)"): "the mask is left out of the bias gradient",
        (" * (z1 > 0)", ""): "the mask is missing, or always true, as a1 >= 0 is",
        ("dL_dz1.sum(axis=0)", "dL_dz1.sum(axis=1)"): "the bias gradient is summed along the wrong axis",
        ("dL_dz1.sum(axis=0)", "dL_dz1"): "the bias gradient is not summed: each sample keeps its own",
        ("dL_da1 * (z1 > 0)", "1.0 * (z1 > 0)"): "the mask is given alone, without what arrives",
    },
    also=[
        ("(z1 > 0)", "(a1 > 0)"),
        ("a1 = np.maximum(z1, 0)", "a1 = z1 * (z1 > 0)"),
        ("a1 = np.maximum(z1, 0)", "a1 = z1.copy()\n    np.maximum(a1, 0, out=a1)", "(z1 > 0)", "np.sign(a1)"),
    ],
)
def my_hidden_backward(X, W1, b1, dL_da1):
    """Forward through a hidden layer of ReLU units, and back: the scores z1, the activations a1 and the gradients.
    At z = 0 the slope of the ReLU is 0.
    """
    z1 = X @ W1.T + b1
    a1 = np.maximum(z1, 0)
    dL_dz1 = dL_da1 * (z1 > 0)
    dL_dW1 = dL_dz1.T @ X
    dL_db1 = dL_dz1.sum(axis=0)
    return {"z1": z1, "a1": a1, "dL_dz1": dL_dz1, "dL_dW1": dL_dW1, "dL_db1": dL_db1}


def two_layers(samples, inputs, hidden, outputs, sizes=(1, 1, 1), first=1):
    """A network without biases, in which each unit is on for some samples and off for others; the first may be weak."""

    def draw(rng):
        while True:
            X, W1, W2 = some(rng, samples, inputs), some(rng, hidden, inputs), some(rng, outputs, hidden)
            X, W1, W2 = (size * value for size, value in zip(sizes, (X, W1, W2), strict=True))
            z1 = X @ W1.T
            if np.all(np.any(z1 > 0.1, axis=0) & np.any(z1 < -0.1, axis=0)) and np.abs(z1).min() > 0.01:
                W1[0] *= first
                y = labels(rng, samples, outputs)
                return {"X": X, "Y": y, "W1": W1, "W2": W2, "rate": rng.uniform(1.0, 2.0)}

    return draw


def on_a_hinge(draw):
    """The first score of the first sample is exactly 0."""

    def drawn(rng):
        case = draw(rng)
        case["X"][0, :2], case["W1"][0, :2], case["W1"][0, 2:] = 0.5, (2, -2), 0
        return case

    return drawn


@notebook.repair(
    hint=(
        "Which network is the gradient of?",
        "All of it has to belong to one and the same network: that of which weights?",
    ),
    paper=[
        {
            "X": np.array([[1.0, 1.0], [-1.0, 2.0]]),
            "Y": np.array([[1.0, 0.0], [1.0, 1.0]]),
            "W1": np.array([[1.0, 1.0], [2.0, -2.0]]),
            "W2": np.array([[1.0, -2.0], [0.0, 1.0]]),
            "rate": 2.0,
        }
    ],
    draws=[
        two_layers(5, 3, 4, 2),
        two_layers(4, 3, 3, 3),
        two_layers(3, 2, 4, 1),
        two_layers(4, 1, 1, 1),
        two_layers(4, 3, 4, 2, sizes=(4, 0.25, 1)),
        two_layers(4, 3, 4, 2, sizes=(0.25, 4, 1)),
        two_layers(4, 3, 4, 2, sizes=(1, 0.25, 4)),
        two_layers(4, 3, 4, 2, first=FAINT * 2.0**-14),
        nearly_hard(two_layers(4, 3, 4, 2, first=0.004), "Y"),
        on_a_hinge(two_layers(4, 3, 4, 2)),
    ],
    mistakes={
        (
            "    G1 = (G2 @ W2) * (a1 > 0)  # (N, hidden)\n    W2 = W2 - rate * (G2.T @ a1)\n",
            "    W2 = W2 - rate * (G2.T @ a1)\n    G1 = (G2 @ W2) * (a1 > 0)  # (N, hidden)\n",
        ): "the way back goes through weights that have moved already",
        ("(a1 > 0)", "(X @ W1.T >= 0)"): "a score of exactly 0 counts as on",
        (" * (a1 > 0)", ""): "the mask of the ReLU is missing, or always true",
        ("/ Y.size", "/ 1"): "the samples are added up: the mean is left out",
        ("/ Y.size", "/ len(Y)"): "it is divided by the number of rows: the mean is per element",
        ("/ Y.size", "/ Y.size**2"): "the factor of the mean is there twice",
        ("sigmoid(a1 @ W2.T) - Y", "a1 @ W2.T - Y"): "the sigmoid is left out",
        ("= W2 - rate", "= W2 + rate"): "the output weights go uphill",
        ("= W1 - rate", "= W1 + rate"): "the hidden weights go uphill",
        ("rate * (G1.T @ X)", "(G1.T @ X)"): "the learning rate is left out for the hidden weights",
        ("rate * (G2.T @ a1)", "(G2.T @ a1)"): "the learning rate is left out for the output weights",
        ("(a1 > 0)", "(a1 == 0)"): "the mask is turned round",
        (
            "W1 = W1 - rate * (G1.T @ X)",
            "W1 = W1 - rate * (G1.T @ X) / len(X)",
        ): "the hidden gradient is averaged a second time",
        ("np.maximum(X @ W1.T, 0)", "X @ W1.T"): "the ReLU is left out on the way forward",
        (
            "- Y) / Y.size",
            "- Y) * sigmoid(a1 @ W2.T) * (1 - sigmoid(a1 @ W2.T)) / Y.size",
        ): "the slope of the sigmoid is multiplied in once more",
    },
    also=[
        ("W2 - rate * (G2.T @ a1)", "W2 + rate * (-G2.T @ a1)", "(a1 > 0)", "np.sign(a1)"),
        (
            "    W2 = W2 - rate * (G2.T @ a1)\n    W1 = W1 - rate * (G1.T @ X)\n",
            "    W1 = W1 - rate * (G1.T @ X)\n    W2 = W2 - rate * (G2.T @ a1)\n",
        ),
        (
            "    G1 = (G2 @ W2) * (a1 > 0)  # (N, hidden)\n    W2 = W2 - rate * (G2.T @ a1)\n",
            "    old = W2.copy()\n    W2 = W2 - rate * (G2.T @ a1)\n    G1 = np.where(a1 > 0, G2 @ old, 0)\n",
        ),
    ],
)
def my_training_step(X, Y, W1, W2, rate):
    """One step of gradient descent for a hidden layer of ReLU units and an output layer, both without biases.
    The loss is the mean cross-entropy per element, the labels lie between 0 and 1. You may call sigmoid(z).
    At z = 0 the slope of the ReLU is 0.
    """
    a1 = np.maximum(X @ W1.T, 0)  # (N, hidden)
    G2 = (sigmoid(a1 @ W2.T) - Y) / Y.size  # (N, out)
    G1 = (G2 @ W2) * (a1 > 0)  # (N, hidden)
    W2 = W2 - rate * (G2.T @ a1)
    W1 = W1 - rate * (G1.T @ X)
    return {"new_W2": W2, "new_W1": W1}


def scores(*shape):
    return lambda rng: {"z": 3 * some(rng, *shape), "y": labels(rng, *shape)}


@notebook.repair(
    hint=("What does the loss do with its argument?", "Its class is called ...WithLogits. What comes first in it?"),
    paper=[
        {"z": np.array([2.0]), "y": np.array([1.0])},
        {"z": np.array([0.0, -1.0]), "y": np.array([1.0, 0.0])},
    ],
    draws=[
        scores(4),
        scores(4, 3),
        scores(3, 3),
        nearly_hard(scores(5)),
        lambda rng: {"z": far_below(rng), "y": np.array([1.0, 0.0])},
        lambda rng: {"z": np.array([12.0, -11.0, 14.0, -13.0]), "y": labels(rng, 4)},
    ],
    mistakes={
        (
            "stable_loss.forward(z, y)",
            "stable_loss.forward(y_hat, y)",
            "stable_loss.backward(z, y)",
            "stable_loss.backward(y_hat, y) * y_hat * (1 - y_hat)",
        ): "the loss is given probabilities, and takes the sigmoid once more",
        (
            "stable_loss.backward(z, y)",
            "stable_loss.backward(y_hat, y) * y_hat * (1 - y_hat)",
        ): "the loss is mended, and its slope still goes through two sigmoids",
        (
            "stable_loss.backward(z, y)",
            "stable_loss.backward(z, y) * y_hat * (1 - y_hat)",
        ): "the slope of the sigmoid is multiplied in once more: it is in there already",
        (
            "stable_loss.backward(z, y)",
            "(y_hat - y) / (y_hat * (1 - y_hat)) / y.size",
        ): "the slope in y_hat is given: the sigmoid's own slope is missing",
        ("stable_loss.backward(z, y)", "stable_loss.backward(y_hat, y)"): "the slope is that at y_hat in place of z",
        ("stable_loss.backward(z, y)", "y_hat - y"): "the factor of the mean is missing in the slope",
        ("y_hat = sigmoid(z)", "y_hat = z"): "y_hat is the score itself",
        ("stable_loss.forward(z, y)", "stable_loss.forward(z, y) * z.size"): "the losses are added up, not averaged",
        ("stable_loss.backward(z, y)", "-stable_loss.backward(z, y)"): "the slope has the wrong sign",
    },
    also=[
        (
            "stable_loss.forward(z, y)",
            "simple_loss.forward(y_hat, y)",
            "stable_loss.backward(z, y)",
            "simple_loss.backward(y_hat, y) * y_hat * (1 - y_hat)",
        ),
        (
            "stable_loss.forward(z, y)",
            "np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
            "stable_loss.backward(z, y)",
            "(y_hat - y) / y.size",
        ),
    ],
)
def my_loss_and_slope(z, y):
    """The probabilities, the mean loss and dL/dz of the scores z, of any shape. The labels lie between 0 and 1.
    You may call sigmoid(z), and both losses of the course: stable_loss and simple_loss.
    """
    y_hat = sigmoid(z)
    loss = stable_loss.forward(z, y)
    dL_dz = stable_loss.backward(z, y)
    return {"y_hat": y_hat, "loss": loss, "dL_dz": dL_dz}


# --------------------------------------------------------------------------------- 3. checks and experiments


def on_trial(size, entries=4):
    """Candidates that are right, wrong in one entry, in a small one, everywhere, and in one that does not count."""

    def draw(rng):
        nudged = -size * np.abs(some(rng, entries))
        nudged[0], nudged[3] = -1.5 * size, 0.4 * size
        nudged[1] = 1e-3 * nudged[0]
        nudged[2] = 1e-9 * nudged[0]
        candidates = np.tile(nudged, (20, 1))
        candidates[1] *= 1 + 8e-7
        candidates[2, 3] += 1e-3 * size
        candidates[3, 1] *= 1.5
        candidates[4, 2] *= 3
        candidates[5] = 0
        candidates[6] *= 2
        candidates[7] *= -1
        candidates[8, 0] += 3e-5 * size
        candidates[9, 3] *= 1e4
        candidates[10, 0] *= 1 + 1.5e-6
        candidates[11, 0] *= 1 + 1.05e-6
        candidates[12, 0] *= 1 + 0.95e-6
        millionth = 1.5e-6 * size
        candidates[13] += 0.9 * millionth * rng.choice([-1, 1], entries)
        candidates[14, 1] += 1.2 * millionth
        candidates[15, 1] -= 1.2 * millionth
        candidates[16, 0] *= 1 + 1.9e-6
        candidates[17, 0] *= 1 + 2.6e-6
        candidates[18, 2] *= 1 + 5e-8
        candidates[19, 0] *= 1 + 3e-7
        return {"candidates": candidates[rng.permutation(20)], "nudged": nudged}

    return draw


@notebook.repair(
    hint=(
        "What are the third and fourth arguments?",
        "A relative and an absolute tolerance: the difference may be up to the fourth plus the third times |nudged|.",
    ),
    paper=[
        {
            "candidates": np.array([[100.0, 0.0], [100.0, 1.0], [1e7, 0.0]]),
            "nudged": np.array([100.0, 1e-7]),
        },
        {
            "candidates": np.array([[2e-5, 1e-5], [4e-5, 2e-5], [2e-5, 0.0]]),
            "nudged": np.array([2e-5, 1e-5]),
        },
        {
            "candidates": np.array([[1e5, 4.14, 2.91], [1e5, 5.0, 3.0], [1e5 + 0.15, 4.0, 3.0]]),
            "nudged": np.array([1e5, 4.05, 3.0]),
        },
    ],
    draws=[
        *(on_trial(1e4), on_trial(1e-5, entries=5)),
        lambda rng: {"candidates": np.array([[0.0, 0.0], [1e-9, 0.0]]), "nudged": np.zeros(2)},
        lambda rng: {"candidates": np.array([[np.inf, 1.0], [4.0, 1.0]]), "nudged": np.array([4.0, 1.0])},
        lambda rng: {"candidates": np.array([[4.0, 1.5]]), "nudged": np.array([4.0, 1.0])},
    ],
    mistakes={
        ("rtol=0, atol=1e-6 * largest", "1e-6, largest"): "a difference as large as the largest entry is let pass",
        ("rtol=0, atol=1e-6 * largest", "largest, 1e-6"): "each entry may be off by itself times the largest",
        ("rtol=0, atol=1e-6 * largest", "atol=1e-6 * largest"): (
            "a second tolerance is added, a ten-millionth of each entry"
        ),
        ("rtol=0, atol=1e-6 * largest", "1e-6, 1e-6 * largest"): "two tolerances are given, and they add up",
        ("rtol=0, atol=1e-6 * largest", "rtol=1e-6"): "each entry is measured against itself",
        ("rtol=0, atol=1e-6 * largest", "rtol=0, atol=1e-6"): "the tolerance is the same for large and small gradients",
        "[np.allclose(candidate, nudged, atol=1e-6 * np.abs(nudged).max()) for candidate in candidates]": (
            "a second tolerance is added, a hundred-thousandth of each entry"
        ),
        (
            "rtol=0, atol=1e-6 * largest",
            "rtol=1e-6 * largest, atol=0",
        ): "each entry may be off by a millionth of itself, times the largest",
        (
            "assert_allclose(candidate, nudged, rtol=0, atol=1e-6 * largest)",
            "assert_almost_equal(candidate, nudged, 1e-6)",
        ): "the tolerance is taken for a number of decimals",
        (
            "verdicts.append(True)",
            "verdicts.append(False)",
            "    except AssertionError:\n            verdicts.append(False)",
            "    except AssertionError:\n            verdicts.append(True)",
        ): "yes and no have changed places",
        ("np.abs(nudged).max()", "np.abs(candidates).max()"): "it is measured against what is on trial",
        ("np.abs(nudged).max()", "np.abs(nudged).min()"): "it is measured against the smallest entry",
        ("1e-6 * largest", "0"): "no difference at all is let pass",
        "(np.abs(candidates - nudged) <= 1e-6 * np.abs(nudged).max()).any(axis=1)": "one entry that fits is enough",
        "np.abs(candidates - nudged) <= 1e-6 * np.abs(nudged).max()": "each entry has a verdict of its own",
        "(candidates - nudged).max(axis=1) <= 1e-6 * np.abs(nudged).max()": "a difference below 0 is always let pass",
    },
    also=[
        "np.abs(candidates - nudged).max(axis=1) <= 1e-6 * np.abs(nudged).max()",
        "[np.allclose(candidate, nudged, 0, 1e-6 * np.abs(nudged).max()) for candidate in candidates]",
        ("np.abs(nudged).max()", "max(nudged.max(), -nudged.min())"),
    ],
)
def my_verdicts(candidates, nudged):
    """For each row of candidates True or False: does no entry differ from the nudged one by more than a
    millionth of the largest nudged entry?
    """
    largest = np.abs(nudged).max()
    verdicts = []
    for candidate in candidates:
        try:
            np.testing.assert_allclose(candidate, nudged, rtol=0, atol=1e-6 * largest)
            verdicts.append(True)
        except AssertionError:
            verdicts.append(False)
    return np.array(verdicts)


def cube_and_product(x):
    """x[0]**3 + x[0] * x[1]**2"""
    return x[0] ** 3 + x[0] * x[1] ** 2


@notebook.repair(
    hint=("Where is `below` taken?", "Write down what x[place] is when f is called for the first and the second time."),
    paper=[
        {"f": square_and_line, "x": np.array([1.0, 2.0]), "h": 0.5},
        {"f": cube_and_product, "x": np.array([2.0, -1.0]), "h": 1.0},
    ],
    draws=[to_nudge(4), to_nudge(2, 3), to_nudge(3, 3), to_nudge(5, size=4)],
    digits=4,
    mistakes={
        (
            "        x[place] = original - h\n        below = f(x)\n        x[place] = original\n",
            "        x[place] = original\n        below = f(x)\n",
        ): "only the right side is nudged, and the way of both is divided by",
        (
            "        x[place] = original - h\n        below = f(x)\n        x[place] = original\n",
            "        x[place] = original\n        below = f(x)\n",
            "/ (2 * h)",
            "/ h",
        ): "only the right side is nudged: the difference is divided by h",
        ("        x[place] = original - h\n", ""): "all is 0, as where both values are taken at one and the same place",
        ("/ (2 * h)", "/ h"): "both sides are nudged, and the difference is divided by h: the way is 2h",
        ("/ (2 * h)", "/ 2 * h"): "a bracket is missing: Python divides by 2 and multiplies by h",
        (
            "below = f(x)\n        x[place] = original\n",
            "below = f(x)\n",
        ): "the nudges pile up: the entry is not put back",
        ("(above - below)", "(below - above)"): "the two sides are swapped",
        ("(above - below)", "(above + below)"): "the two values are added",
        ("slopes[place] = (", "slopes[...] = ("): "the slope of the last entry stands in every place",
        (
            "x[place] = original + h",
            "x[place] = original",
        ): "only the left side is nudged, and the way of both is divided by",
        (
            "x[place] = original + h",
            "x[place] = original",
            "/ (2 * h)",
            "/ h",
        ): "only the left side is nudged: the difference is divided by h",
    },
    also=[
        ("x = x.copy()", "x = 1.0 * x"),
        (
            "        x[place] = original + h\n        above = f(x)\n"
            "        x[place] = original - h\n        below = f(x)\n",
            "        x[place] += h\n        above = f(x)\n        x[place] -= 2 * h\n        below = f(x)\n",
        ),
        (
            "        original = x[place]\n        x[place] = original + h\n        above = f(x)\n"
            "        x[place] = original - h\n        below = f(x)\n        x[place] = original\n",
            "        nudge = np.zeros_like(x)\n        nudge[place] = h\n"
            "        above, below = f(x + nudge), f(x - nudge)\n",
        ),
    ],
)
def my_nudges(f, x, h):
    """The gradient of f at the array x of floats, of any shape, by central differences with the step h, shaped like x.
    f gives one number.
    """
    x = x.copy()
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        original = x[place]
        x[place] = original + h
        above = f(x)
        x[place] = original - h
        below = f(x)
        x[place] = original
        slopes[place] = (above - below) / (2 * h)
    return slopes


def with_gaps(training, held_out, features):
    """A table with one gap among the training rows and one among the others, which are not alike."""

    def draw(rng):
        rows = training + held_out
        x = rng.permutation(np.arange(1.0, rows * features + 1)).reshape(rows, features) + rng.random((rows, features))
        x[training:] += 20
        x -= 15  # both signs
        x[0, 0] = x[-1, -1] = np.nan
        order = rng.permutation(rows)
        return {"x": x[order], "held_out": np.arange(rows)[order] >= training}

    return draw


@notebook.repair(
    hint=(
        "Who has a say?",
        "Three numbers are fitted: a mean for the gaps, and a mean and a deviation for the ruler. On which rows, each?",
    ),
    paper=[
        {
            "x": np.array([[1.0], [3.0], [10.0]]),
            "held_out": np.array([False, False, True]),
        },
        {
            "x": np.array([[1.0], [np.nan], [5.0], [30.0]]),
            "held_out": np.array([False, False, False, True]),
        },
        {
            "x": np.array([[1.0, 2.0], [4.0, 6.0], [1.0, np.nan], [np.nan, 9.0]]),
            "held_out": np.array([False, False, False, True]),
        },
    ],
    draws=[with_gaps(5, 3, 2), with_gaps(4, 4, 3), with_gaps(3, 2, 3)],
    mistakes={
        (
            "np.nanmean(x[~held_out], axis=0)",
            "np.nanmean(x, axis=0)",
            "filled[~held_out]",
            "filled",
        ): "gaps and ruler are fitted to all rows",
        ("np.nanmean(x[~held_out], axis=0)", "np.nanmean(x, axis=0)"): (
            "the ruler is mended, and the gaps are still filled with a mean of all rows"
        ),
        ("filled[~held_out]", "filled"): "the gaps are mended, and the ruler is still fitted to all rows",
        ("- training.mean(axis=0)", "- filled.mean(axis=0)"): "the mean of the ruler is still that of all rows",
        ("/ training.std(axis=0)", "/ filled.std(axis=0)"): "the deviation of the ruler is still that of all rows",
        ("np.nanmean(x[~held_out], axis=0)", "0"): "the gaps are filled with zeros",
        ("filled[~held_out]", "filled[held_out]"): "the ruler is fitted to the held-out rows",
        ("training.std(axis=0)", "training.std(axis=0, ddof=1)"): "the squares are divided by one less than the number",
        ("training.std(axis=0)", "training.var(axis=0)"): "the variance stands for the deviation",
        ("np.nanmean(x[~held_out], axis=0)", "np.nanmean(x[~held_out])"): "one mean of all features fills every gap",
        ("return (filled -", "return (training -"): "only the training rows are given back",
        (
            "training.mean(axis=0)",
            "training.mean()",
            "training.std(axis=0)",
            "training.std()",
        ): "all columns have one ruler: a single mean and a single deviation",
        ("training.mean(axis=0)", "training.mean()"): "a single mean is taken of all columns",
        ("training.std(axis=0)", "training.std()"): "a single deviation is taken of all columns",
        (
            "filled - training.mean(axis=0)) / training.std(axis=0)",
            "filled - training.mean(axis=0))",
        ): "nothing is divided by the deviation",
        (
            "training.std(axis=0)",
            "np.nanstd(x[~held_out], axis=0)",
        ): "the deviation is that of the rows before their gaps were filled",
    },
    also=[
        ("x[~held_out]", "x[held_out == False]", "filled[~held_out]", "filled[np.flatnonzero(~held_out)]"),
        ("training.std(axis=0)", "np.sqrt(((training - training.mean(axis=0)) ** 2).mean(axis=0))"),
        (
            "training = filled[~held_out]",
            "training = np.array([row for row, out in zip(filled, held_out) if not out])",
        ),
    ],
)
def my_prepared(x, held_out):
    """All rows of x, gaps (nan) filled with the mean of their column, then standardised. held_out is True for the
    rows that must have no say in any of it, and ~held_out is True for the others.
    """
    filled = np.where(np.isnan(x), np.nanmean(x[~held_out], axis=0), x)
    training = filled[~held_out]
    return (filled - training.mean(axis=0)) / training.std(axis=0)
