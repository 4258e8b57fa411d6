"""Exercises of notebook 05: a network without a hidden layer, its steps downhill, and what no line can do."""

import numpy as np

from ._draws import enlarged, far_below, labels, some
from ._judge import SIGN_TURNED, Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def a_batch(samples, outputs, inputs):
    """Data and weights whose scores are not so large that a sigmoid has no slope."""
    return lambda rng: {
        "X": some(rng, samples, inputs),
        "Y": labels(rng, samples, outputs),
        "W": some(rng, outputs, inputs),
        "b": some(rng, outputs),
    }


def a_step(samples, outputs, inputs):
    return lambda rng: {
        "W": some(rng, outputs, inputs),
        "b": some(rng, outputs),
        "X": some(rng, samples, inputs),
        "G": some(rng, samples, outputs),
        "rate": rng.uniform(0.1, 0.4),
    }


def a_gradient(n):
    return lambda rng: {"gamma": some(rng, n), "eta": rng.uniform(0.05, 0.3)}


def along_a_gradient(samples, inputs):
    return lambda rng: {
        "X": some(rng, samples, inputs),
        "y_hat": rng.uniform(0.1, 0.9, samples),
        "gamma": some(rng, inputs),
    }


def scores_and_labels(n):
    """Scores of both signs for both labels."""
    return lambda rng: {
        "z": np.where(np.arange(n) % 2, -1, 1) * rng.uniform(0.3, 2, n),
        "y": (np.arange(n) // 2 % 2).astype(float),
    }


def two_tables(rows, more, columns):
    """Training rows and new rows, of another mean and another deviation; the first new row is below 0."""
    return lambda rng: {
        "train": rng.normal(size=(rows, columns)) * rng.uniform(2, 4, columns) + 5,
        "new": rng.normal(size=(more, columns)) + 5 * np.arange(more)[:, None] - 4,
    }


def one_sample(*names, outputs=3, inputs=2):
    """A sample of the network for derivations with indices: sizes, fixed indices, and the local derivatives."""

    def draw(rng):
        y_hat, y = rng.uniform(0.1, 0.9, outputs), rng.permutation(labels(rng, outputs))
        return pick(names, y_hat, y, some(rng, inputs), some(rng, outputs, inputs), *rng.integers((outputs, inputs)))

    return draw


def pick(names, y_hat, y, x, W, k, l):
    outputs, inputs = W.shape
    everything = {
        "dL_dy_hat": (y_hat - y) / (y_hat * (1 - y_hat)),
        "dy_hat_dz": y_hat * (1 - y_hat),
        "dL_dz": y_hat - y,
        "z": np.log(y_hat / (1 - y_hat)),
        "dz_dW": np.einsum("ik,l->ikl", np.eye(outputs), x),
        "dz_db": np.eye(outputs),
        "dz_dx": W,
        "y_hat": y_hat,
        "y": y,
        "x": x,
        "W": W,
        "outputs": float(outputs),
        "inputs": float(inputs),
        "k": float(k),
        "l": float(l),
    }
    return {name: everything[name] for name in names}


IN_ALL = ("dL_dy_hat", "dy_hat_dz", "dL_dz", "z", "y_hat", "y", "outputs")
WEIGHT_NAMES, BIAS_NAMES = (*IN_ALL, "dz_dW", "x", "W", "k", "l"), (*IN_ALL, "dz_db", "k")
INPUT_NAMES = (*IN_ALL, "dz_dx", "W", "l")
Y_HAT2, Y2, X2 = np.array([0.5, 0.8]), np.array([0.0, 1.0]), np.array([4.0, 3.0])
W2 = np.array([[1.0, -2.0], [2.0, 3.0]])


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=(
        "What does a feature of 0 do?",
        "Each weight's gradient carries a factor from its own feature. And the bias?",
    ),
    parts=("weights", "biases"),
    mistakes={
        "2, 0": "the features that are zero are counted, not their weights",
        "8, 4": "the biases are said to stay, too",
        "2 * 3, 0": "each zero feature is given a whole row of three weights",
        "0, 0": "every number is said to move",
        "4, 0": "the weights of a single zero feature are counted, or those that do change",
        "12, 4": "a zero in the sample is said to stop the whole update",
        "4, 4": "the numbers that do change are counted",
        "0, 8": "the two numbers have changed places: the weights come first",
    },
    also=["[8.0, 0.0]", "2 * 4, 0"],
)
def my_still():
    """12 weights, 4 biases, and one update with a sample whose features are 0, 0 and 5. How many of the weights
    do not change, and how many of the biases? A tuple of two numbers.
    """
    return 4 * 2, 0


@notebook.value(
    hint=(
        "To which point does a gradient belong?",
        "To the weights at which it was computed. Which of the two is late?",
    ),
    choices=("neither", "weights", "biases", "both"),
    mistakes={
        '"neither"': "the gradient is taken to be the same at the old and at the new weights",
        '"weights"': "the step is chosen whose gradient was computed before anything had changed",
        '"both"': "the step of the weights is taken to be late, too: it was computed at the start",
    },
    also=['"Biases"', '" biases "'],
)
def my_late():
    """`W` is changed first, and only then is the gradient of `b` asked for. Whose step is now a wrong one:
    that of the "weights", the "biases", "both" or "neither"?
    """
    return "biases"


@notebook.value(
    hint=("At which weights?", "Five numbers are added up. Is there an update between the first and the last of them?"),
    choices=("before", "after", "between"),
    mistakes={
        '"before"': "all five losses are taken to be those of the first weights",
        '"after"': "all five losses are taken to be those of the last weights",
    },
    also=['"Between"', '"between "'],
)
def my_printed_loss():
    """Each sample's loss is taken just before its own update, and the five are added up. Is that the loss
    of the network "before" the epoch, "after" it, or something "between"?
    """
    return "between"


@notebook.value(
    hint=(
        "How steep is it?",
        "The slope of the loss in the rate: which number is made from the whole gradient, and with which sign?",
    ),
    mistakes={
        "0.01 * 0.5": "the sign is turned: the loss is said to rise",
        "-0.01 * np.sqrt(0.5)": "the length is not squared",
        "-0.01 * (0.5 + 0.5)": "the sizes of the entries are added without squaring, or their sum is squared",
        "-0.5": "the rate is forgotten",
        "-0.01 * 0.25": "only one of the two weights is counted, or the squares are averaged",
        "0.01": "the entries themselves are added, and multiplied by minus the rate",
        "-0.01 / 0.5": "it is divided by the squared length",
        "-0.0047": "the true change is given: to first order it is another number",
    },
    also=["-0.005", "-0.01 * (0.25 + 0.25)"],
)
def my_first_change():
    """The gradient is (-0.50, -0.50), the learning rate 0.01. By how much does the loss change to first order, that is
    if its slope along the step stayed what it is at the start? Give it with its sign.
    """
    return -0.01 * (0.5**2 + 0.5**2)


@notebook.value(
    hint=("How often is each sample counted?", "The derivative of a sum is the sum of the derivatives: of how many?"),
    choices=("exactly", "nearly", "for many samples"),
    mistakes={
        '"nearly"': "something is taken to be lost in the mean, as if the single gradients were measured",
        '"for many samples"': "the mean is taken for a limit, as if it were an average over random draws",
    },
    also=['"Exactly"', '"exactly "'],
)
def my_mean_of_gradients():
    """All single gradients, at the same weights, are averaged. Is the mean the full gradient "exactly", "nearly",
    or only "for many samples"?
    """
    return "exactly"


@notebook.value(
    hint=("Is there something better than these weights?", "Double them all: the line stays. And each bird's loss?"),
    choices=("stay", "settle", "grow"),
    mistakes={
        '"stay"': "the gradient is taken to be 0 as soon as every bird is on its right side",
        '"settle"': "a minimum at finite weights is taken for granted",
    },
    also=['"Grow"', '"grow "'],
)
def my_in_the_end():
    """Not one bird lies on the wrong side, and the training goes on. Do the weights "stay", "settle" at some value,
    or "grow" for ever?
    """
    return "grow"


# ---------------------------------------------------------------------------------------------- the network


@notebook.value(
    hint=("Column or row?", "The gradient of W_kl carries the factor x_l. How many k are there? And the biases?"),
    mistakes={
        "2": "the features that are zero are counted, not their weights",
        "2 * 5 + 5": "the biases are said to stay, too",
        "2 * 6": "each zero feature is given the 6 weights of a row",
        "6 * 5 + 5": "a zero anywhere is said to stop the whole update",
        "4 * 5": "the weights of the other features are counted: those that move",
        "4 * 5 + 5": "the numbers that do change are counted",
    },
    also=["10.0", "5 + 5"],
)
def my_unchanged():
    """A linear classifier has 6 features and 5 outputs. For a sample in which 2 features are 0,
    how many of its weights and biases does one update leave as they are?
    """
    return 2 * 5


@notebook.derivation(
    hint=("What is the same in all terms but one?", "First cancel the sigmoid's slope. Then the delta ends the sum."),
    paper=[pick(WEIGHT_NAMES, Y_HAT2, Y2, X2, W2, 1, 0), pick(WEIGHT_NAMES, Y_HAT2, Y2, X2, W2, 0, 1)],
    draws=[
        *(one_sample(*WEIGHT_NAMES, outputs=m, inputs=n) for m, n in [(3, 2), (3, 3), (2, 4), (4, 3)]),
        lambda rng: one_sample(*WEIGHT_NAMES, outputs=2, inputs=4)(rng) | {"k": 0.0, "l": 3.0},  # no output is number l
    ],
    last="in `y_hat`, `y` and `x` only, without `sum` and without a quotient",
    names="y_hat y x k l",
    at_most={"sum": 0, "/": 0},
    mistakes={
        "y_hat[k] - y[k]": "the input is left out: that is the slope of the bias",
        "(y[k] - y_hat[k]) * x[l]": SIGN_TURNED,
        "(y_hat[k] - y[k]) * y_hat[k] * (1 - y_hat[k]) * x[l]": "the sigmoid's slope is there once too often",
        "(y_hat[k] - y[k]) / (y_hat[k] * (1 - y_hat[k])) * x[l]": "the sigmoid's slope is missing",
        "sum((y_hat[i] - y[i]) * x[l] for i in range(outputs))": "the delta is lost: every output is counted",
        "outer(x, y_hat - y)[k, l]": (
            "k and l have changed places, or the outer product is the wrong way round: x chooses the row"
        ),
        "sum((y_hat[i] - y[i]) * (i == l) * x[k] for i in range(outputs))": (
            "k and l have changed places: the delta asks for the input's index"
        ),
        "(y_hat[k] - y[k]) * x[k]": "the input is picked by k, the row of the weight",
        "(y_hat[l] - y[l]) * x[l]": "the output is picked by l, the column of the weight",
        "sum((y_hat[i] - y[i]) * (i == l) * x[l] for i in range(outputs))": (
            "the delta compares the output with l, the column of the weight"
        ),
        "y_hat[k] - y[k] * x[l]": "a bracket is missing: only the label meets the input",
        "(y_hat[k] - 1) * x[l]": "y[k] is taken for 1",
        "(y_hat[k] - y[k]) * x": "the whole row k is given, not the weight in column l",
        "(z[k] - y[k]) * x[l]": "the score itself is compared with the label, without a sigmoid",
        "y_hat[k] * (1 - y_hat[k]) * x[l]": "the slope of the loss is left out",
        "outer(y_hat - y, x)": "all weights are given, not the one in row k and column l",
        "y_hat[k] * x[l]": "the label is lost",
        "(y_hat[k] - y[k]) * W[k, l]": "a weight stands where the input belongs: the weights are no factor in it",
        "(y_hat[k] - y[k]) * W[k, l] * x[l]": "there is a weight too many: the weights are no factor in it",
        "x[l]": "the upstream gradient is left out",
    },
    also=[
        [
            "sum(dL_dy_hat[i] * dy_hat_dz[i] * (i == k) * x[l] for i in range(outputs))",
            "dL_dy_hat[k] * dy_hat_dz[k] * x[l]",
            "(y_hat[k] - y[k]) / (y_hat[k] * (1 - y_hat[k])) * y_hat[k] * (1 - y_hat[k]) * x[l]",
            "(y_hat[k] - y[k]) * x[l]",
            "outer(y_hat - y, x)[k, l]",
        ],
        ["sum(dL_dy_hat * dy_hat_dz * dz_dW[:, k, l])", "x[l] * y_hat[k] - x[l] * y[k]", "outer(x, y_hat - y).T[k, l]"],
        ["((dL_dy_hat * dy_hat_dz) @ dz_dW[:, k])[l]", "(y_hat - y)[k] * x[l]"],
    ],
)
def my_one_weight_steps():
    """From the chain rule to dL/dW for one sample: entry [k, l]. i counts the outputs; (i == k) is the delta."""
    return """
    sum(dL_dy_hat[i] * dy_hat_dz[i] * dz_dW[i, k, l] for i in range(outputs))
    sum((y_hat[i] - y[i]) * dz_dW[i, k, l] for i in range(outputs))
    sum((y_hat[i] - y[i]) * (i == k) * x[l] for i in range(outputs))
    (y_hat[k] - y[k]) * x[l]
    outer(y_hat - y, x)[k, l]
    """


@notebook.derivation(
    hint=("What is the local derivative of a bias?", "1 for its own output, 0 for all others: that is a delta."),
    paper=[pick(BIAS_NAMES, Y_HAT2, Y2, X2, W2, 1, 0), pick(BIAS_NAMES, Y_HAT2, Y2, X2, W2, 0, 1)],
    draws=[one_sample(*BIAS_NAMES, outputs=m) for m in (3, 2, 4, 5)],
    last="in `y_hat` and `y` only, without `sum`, a product or a quotient",
    names="y_hat y k",
    at_most={"sum": 0, "/": 0, "*": 0},
    mistakes={
        "y[k] - y_hat[k]": SIGN_TURNED,
        "sum(y_hat - y)": "the delta is lost: every output is counted",
        "y_hat - y": "all biases are given, not number k",
        "(y_hat[k] - y[k]) * y_hat[k] * (1 - y_hat[k])": "the sigmoid's slope is there once too often",
        "(y_hat[k] - y[k]) / (y_hat[k] * (1 - y_hat[k]))": "the sigmoid's slope is missing: nothing has cancelled",
        "y_hat[k]": "the label is lost",
        "y_hat[k] - 1": "y[k] is taken for 1",
        "z[k] - y[k]": "the score itself is compared with the label, without a sigmoid",
        "y_hat[k] * (1 - y_hat[k])": "the slope of the loss is left out",
        "1": "the local derivative alone is given, without the upstream gradient",
        "mean(y_hat - y)": "the outputs are averaged",
    },
    also=[
        [
            "sum(dL_dy_hat[i] * dy_hat_dz[i] * (i == k) for i in range(outputs))",
            "dL_dy_hat[k] * dy_hat_dz[k]",
            "y_hat[k] - y[k]",
        ],
        ["sum(dL_dy_hat * dy_hat_dz * dz_db[:, k])", "((y_hat - y) @ dz_db)[k]", "-(y - y_hat)[k]"],
    ],
)
def my_one_bias_steps():
    """From the chain rule to dL/db for one sample: entry [k]. i counts the outputs; (i == k) is the delta."""
    return """
    sum(dL_dy_hat[i] * dy_hat_dz[i] * dz_db[i, k] for i in range(outputs))
    sum((y_hat[i] - y[i]) / (y_hat[i] * (1 - y_hat[i])) * dy_hat_dz[i] * dz_db[i, k] for i in range(outputs))
    sum((y_hat[i] - y[i]) * (i == k) for i in range(outputs))
    (y_hat - y)[k]
    """


@notebook.derivation(
    hint=("Does a delta end this sum?", "No: a feature goes into every output. So the sum over the outputs stays."),
    paper=[pick(INPUT_NAMES, Y_HAT2, Y2, X2, W2, 1, 0)],
    draws=[one_sample(*INPUT_NAMES, outputs=m, inputs=n) for m, n in [(3, 2), (3, 3), (2, 4), (4, 3)]],
    last="in `y_hat`, `y` and `W` only, with one sum or one `@`, without a quotient",
    names="y_hat y W l outputs",
    at_most={"sum": 1, "@": 1, "/": 0},
    mistakes={
        "W[0, l] * (y_hat[0] - y[0])": "the first output is taken for all",
        "sum(y_hat - y) * sum(W[i, l] for i in range(outputs))": "each factor gets a sum of its own",
        "sum(W[i, l] for i in range(outputs))": "the upstream gradient is left out",
        "sum(y_hat - y)": "the weights are left out",
        "sum((y[i] - y_hat[i]) * W[i, l] for i in range(outputs))": SIGN_TURNED,
        "(W @ (y_hat - y))[l]": "it is summed along the rows of W, not down: W and its transpose have changed places",
        "W.T @ (y_hat - y)": "all features are given, not number l",
        "(y_hat - y) * W[:, l]": "the products are not added up: `*` stands where `@` belongs",
        "mean((y_hat - y) * W[:, l])": "the outputs are averaged",
        "sum(y_hat[i] * W[i, l] for i in range(outputs))": "the label is lost",
        "sum(y_hat[i] - y[i] * W[i, l] for i in range(outputs))": (
            "a bracket is missing: only the label meets the weight"
        ),
        (
            "sum((y_hat[i] - y[i]) * y_hat[i] * (1 - y_hat[i]) * W[i, l] for i in range(outputs))"
        ): "the sigmoid's slope is there once too often",
        "sum(dL_dy_hat[i] * W[i, l] for i in range(outputs))": "the sigmoid's slope is missing",
    },
    also=[
        [
            "sum(dL_dy_hat[i] * dy_hat_dz[i] * dz_dx[i, l] for i in range(outputs))",
            "sum((y_hat[i] - y[i]) * W[i, l] for i in range(outputs))",
            "((y_hat - y) @ W)[l]",
        ],
        ["(dL_dy_hat * dy_hat_dz) @ dz_dx[:, l]", "(y_hat - y) @ W[:, l]", "W.T[l] @ (y_hat - y)"],
        ["sum((y_hat - y) * W[:, l])", "(W.T @ y_hat - W.T @ y)[l]", "(W.T @ (y_hat - y))[l]"],
    ],
)
def my_one_input_steps():
    """From the chain rule to dL/dx for one sample: entry [l]. i counts the outputs."""
    return """
    sum(dL_dy_hat[i] * dy_hat_dz[i] * dz_dx[i, l] for i in range(outputs))
    sum((y_hat[i] - y[i]) * dz_dx[i, l] for i in range(outputs))
    sum(W.T[l, i] * (y_hat[i] - y[i]) for i in range(outputs))
    (W.T @ (y_hat - y))[l]
    """


@notebook.function(
    hint=(
        "In which order?",
        "Forward, a line each for Z and Y_hat. Back, what arrives at Z, then the two gradients for a batch.",
    ),
    paper=[
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "Y": np.array([[1.0, 0.0], [1.0, 1.0]]),
            "W": np.array([[1.0, -1.0], [0.0, 1.0]]),
            "b": np.array([1.0, -2.0]),
        }
    ],
    draws=[
        *(a_batch(4, 3, 2), a_batch(3, 3, 3), a_batch(5, 2, 4), a_batch(4, 1, 1)),
        *(enlarged(a_batch(4, 3, 2), name) for name in ("X", "W", "b")),
        enlarged(a_batch(4, 3, 2), "W", factor=12.0),
        lambda rng: a_batch(4, 2, 3)(rng) | {"W": some(rng, 2, 3) / 16, "b": far_below(rng), "Y": np.zeros((4, 2))},
    ],
    mistakes={
        ("X @ W.T + b", "X @ W.T"): "the bias is left out on the way forward",
        ("X @ W.T + b", "X @ W.T - b"): "the bias is subtracted",
        ("X @ W.T + b", "X @ W + b"): (
            "the way forward sums down the columns of W, not along its rows: W and its transpose have changed places"
        ),
        ("X @ W.T + b", "X @ W.T + b[:, None]"): "the bias stands upright, as a column: it then meets the samples",
        ("X @ W.T + b", "X @ W.T + b.sum()"): "the biases are added up, and each output gets all of them",
        ("X @ W.T + b", "W @ X.T + b"): "the samples are columns, and the bias meets them instead of the outputs",
        ("X @ W.T + b", "W @ X.T + b[:, None]"): "the samples are columns: everything is transposed",
        ("sigmoid(Z)", "sigmoid(-Z)"): "the sigmoid is given -Z: this is the probability of no",
        ("sigmoid(Z)", "(Z > 0) * 1.0"): "the predictions are rounded to 0 and 1",
        ("sigmoid(Z)", "Z"): "the sigmoid is left out: the score is given for the prediction",
        ("sigmoid(Z)", "sigmoid(sigmoid(Z))"): "the sigmoid is applied twice",
        ("Y_hat - Y", "Z - Y"): "the score itself is compared with the label, without a sigmoid",
        ("Y_hat - Y", "Y - Y_hat"): SIGN_TURNED,
        ("Y_hat - Y", "(Y_hat - Y) / len(X)"): "it is divided by N, and the loss is a sum here",
        (
            "Y_hat - Y",
            "(Y_hat - Y) / Y.size",
        ): "it is divided by all elements, and the loss is a sum here",
        ("Y_hat - Y", "Y_hat"): "the label is lost",
        ("Y_hat - Y", "(Y_hat - Y) * Y_hat * (1 - Y_hat)"): "the slope of the sigmoid is multiplied in once more",
        ("Y_hat - Y", "(Y_hat - Y) / (Y_hat * (1 - Y_hat))"): "the way back leaves out the sigmoid: that is dL/dY_hat",
        ("dL_dZ.T @ X", "X.T @ dL_dZ"): "dL_dW is transposed",
        ("dL_dZ.T @ X", "dL_dZ @ X"): (
            "dL_dW is summed along the rows of dL_dZ, not down its columns: dL_dZ and its transpose have changed places"
        ),
        ("dL_dZ.T @ X", "dL_dZ @ X.T"): (
            "the transpose of dL_dW stands at X, not at dL_dZ: it is summed over the features, not over the samples"
        ),
        ("dL_dZ.T @ X", "np.outer(dL_dZ[0], X[0])"): "the outer product of the first sample is taken for all",
        ("dL_dZ.T @ X", "dL_dZ[:, :, None] * X[:, None, :]"): (
            "dL_dW is not summed: each sample keeps its outer product"
        ),
        ("dL_dZ.T @ X", "dL_dZ.T @ X / len(X)"): "dL_dW is averaged over the samples",
        ("dL_dZ.T @ X", "np.outer(dL_dZ.sum(axis=0), X.sum(axis=0))"): (
            "the samples are added up before they are multiplied"
        ),
        ("dL_dZ.sum(axis=0)", "dL_dZ.mean(axis=0)"): "dL_db is averaged over the samples",
        ("dL_dZ.sum(axis=0)", "dL_dZ.sum(axis=1)"): "dL_db is summed over the outputs, along the wrong axis",
        ("dL_dZ.sum(axis=0)", "dL_dZ.sum()"): "dL_db is summed over everything",
        ("dL_dZ.sum(axis=0)", "dL_dZ"): "dL_db is not summed: each sample keeps its own",
        ("dL_dZ.sum(axis=0)", "dL_dZ.sum(axis=0, keepdims=True)"): "dL_db keeps an axis of length 1",
        ("dL_dZ.sum(axis=0)", "dL_dZ[0]"): "dL_db is that of the first sample",
        (
            "X @ W.T + b",
            "W @ X + b",
        ): "the two factors have changed places on the way forward, and nothing is transposed",
        ("dL_dZ.T @ X", "Y_hat.T @ X"): "the label is lost in the line of dL_dW: it is made from the predictions",
        (
            "dL_dZ.sum(axis=0)",
            "Y_hat.sum(axis=0)",
        ): "the label is lost in the line of dL_db: the predictions are added up",
    },
    also=[
        ("dL_dZ.T @ X", "(X.T @ dL_dZ).T"),
        ("dL_dZ.T @ X", "np.einsum('nk,nl->kl', dL_dZ, X)", "X @ W.T + b", "[[w @ x for w in W] for x in X] + b"),
        ("dL_dZ.sum(axis=0)", "np.ones(len(X)) @ dL_dZ", "sigmoid(Z)", "1 / (1 + np.exp(-Z))"),
    ],
)
def my_classifier(X, Y, W, b):
    """Forward and backward of the whole linear classifier. The loss is the sum over samples and outputs;
    a sample is a row, and the labels Y lie between 0 and 1. You may call sigmoid(Z).
    """
    Z = X @ W.T + b  # like Y
    Y_hat = sigmoid(Z)  # like Y
    dL_dZ = Y_hat - Y  # like Y
    dL_dW = dL_dZ.T @ X  # like W
    dL_db = dL_dZ.sum(axis=0)  # like b
    return {"Z": Z, "Y_hat": Y_hat, "dL_dZ": dL_dZ, "dL_dW": dL_dW, "dL_db": dL_db}


# ---------------------------------------------------------------------------------------------- the update


@notebook.function(
    hint=(
        "Which way, and into which array?",
        "Against the gradient. And a new array: the old one belongs to somebody.",
    ),
    paper=[{"w": np.array([1.0, -2.0]), "gradient": np.array([3.0, -4.0]), "rate": 0.5}],
    draws=[
        lambda rng: {"w": some(rng, 4), "gradient": 3 * some(rng, 4), "rate": rng.uniform(0.05, 0.5)},
        lambda rng: {"w": some(rng, 3, 2), "gradient": 3 * some(rng, 3, 2), "rate": rng.uniform(1.5, 3)},
        lambda rng: {"w": 9 * some(rng, 4), "gradient": 9 * some(rng, 4), "rate": 12.0},
    ],
    mistakes={
        "w + rate * gradient": "the step goes along the gradient: uphill",
        (
            "return w - rate * gradient",
            "w -= rate * gradient\n    return w",
        ): "the old array is changed in place: everybody who holds it sees that",
        "w - gradient / rate": "it is divided by the learning rate",
        "w - rate * np.sign(gradient)": "the sign of the gradient is all that is used",
        "w - rate * gradient / np.linalg.norm(gradient)": "the gradient is brought to length 1 before",
        "w - gradient": "the learning rate is left out",
        "-rate * gradient": "the step is given, not the weights after it",
        "w - rate * gradient * w": "the step is multiplied by the weights",
        "w - rate * np.sum(gradient)": "every weight gets the sum of the gradient, not an entry of its own",
        "(w - rate) * gradient": "the rate is subtracted, and the gradient multiplies the rest: a bracket too many",
        "w - rate": "the gradient is left out",
        "w - rate * gradient**2": "the gradient is squared",
        "w - rate * np.mean(gradient)": "every weight gets the mean of the gradient, not an entry of its own",
        "(1 - rate) * w": "the weights themselves are subtracted, not their gradient",
    },
    also=["w + rate * (-gradient)", "-(rate * gradient - w)", "np.subtract(w, np.multiply(gradient, rate))"],
)
def my_step(w, gradient, rate):
    """The weights after one step of gradient descent, as a new array. w and its gradient are arrays of any shape, the
    same for both.
    """
    return w - rate * gradient


@notebook.repair(
    hint=(
        "What is the shape of each gradient?",
        "b has one entry for each output. How many numbers are taken from it?",
    ),
    paper=[
        {
            "W": np.array([[1.0, -2.0], [0.0, 3.0]]),
            "b": np.array([1.0, -1.0]),
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "G": np.array([[2.0, 1.0], [-1.0, 4.0]]),
            "rate": 0.5,
        }
    ],
    draws=[
        *(a_step(4, 3, 2), a_step(3, 3, 3), a_step(2, 4, 3), a_step(4, 1, 1)),
        *(enlarged(a_step(4, 3, 2), *names, factor=9.0) for names in (("W", "b", "X"), ("G",), ("rate",))),
    ],
    mistakes={
        ("G.sum(axis=0)", "G.sum()"): "the bias takes the sum over everything: all outputs get the same step",
        ("G.sum(axis=0)", "G.mean(axis=0)"): "the step of the bias is averaged over the samples",
        ("G.sum(axis=0)", "G[0]"): "the bias takes the step of the first sample",
        ("G.sum(axis=0)", "G.mean()"): "the bias takes the mean over everything",
        ("b - rate", "b + rate"): "the bias goes along its gradient: uphill",
        ("rate * G.sum(axis=0)", "G.sum(axis=0)"): "the learning rate is left out in the step of the bias",
        ("W - rate", "W + rate"): "the weights go along their gradient: uphill",
        ("rate * (G.T @ X)", "G.T @ X"): "the learning rate is left out in the step of the weights",
        ("G.T @ X", "G.T @ X / len(X)"): "the step of the weights is averaged over the samples",
        ("G.T @ X", "X.T @ G"): "the step of the weights is transposed: X chooses the row",
        ("G.T @ X", "np.outer(G[0], X[0])"): "the weights take the step of the first sample",
        ("G.sum(axis=0)", "G.sum(axis=1)"): "the step of the bias is summed over the outputs, along the wrong axis",
        ("G.sum(axis=0)", "G"): "the step of the bias is not summed: each sample keeps its own",
        ("b - rate * G.sum(axis=0)", "rate * G.sum(axis=0)"): "the step of the bias is given, not the new bias",
        ("W - rate * (G.T @ X)", "rate * (G.T @ X)"): "the step of the weights is given, not the new weights",
    },
    also=[
        ("G.sum(axis=0)", "np.ones(len(G)) @ G"),
        ("G.T @ X", "sum(np.outer(g, x) for g, x in zip(G, X))", "G.sum(axis=0)", "np.einsum('nk->k', G)"),
    ],
)
def my_update(W, b, X, G, rate):
    """New weights and biases after one step of gradient descent, as new arrays. X has a sample in each row, and G is
    dL/dZ.
    The numbers of one of the two are wrong, without an error. Mend it.
    """
    new_W = W - rate * (G.T @ X)  # like W
    new_b = b - rate * G.sum(axis=0)  # like b
    return {"new_W": new_W, "new_b": new_b}


def of_a_bowl(w):
    """w"""
    return 1.0 * w


def of_a_valley(w):
    """w * [1, 4]"""
    return w * np.array([1.0, 4.0])


def of_a_skew_bowl(rng, n):
    matrix = np.eye(n) + 0.4 * rng.random((n, n))

    def gradient(w):
        """A @ w, with a fixed matrix A"""
        return matrix @ w

    return gradient


def to_walk(n, steps, kind=int):
    return lambda rng: {
        "gradient": of_a_skew_bowl(rng, n),
        "start": (rng.permutation(np.arange(2, n + 2)) * rng.choice([-1, 1], n)).astype(kind),
        "rate": rng.uniform(0.1, 0.25),
        "steps": steps,
    }


@notebook.repair(
    hint=("Where do the digits go?", "Of which type is the array that the places are stored in, and who chose it?"),
    paper=[
        {"gradient": of_a_bowl, "start": np.array([4, -2]), "rate": 0.5, "steps": 1},
        {"gradient": of_a_bowl, "start": np.array([4, -2]), "rate": 0.25, "steps": 2},
        {"gradient": of_a_valley, "start": np.array([3, -1]), "rate": 0.5, "steps": 2},
    ],
    draws=[
        *(
            to_walk(2, 3),
            to_walk(3, 4, kind=float),
            to_walk(3, 5),
            to_walk(4, 2),
            to_walk(2, 0),
            to_walk(2, 14),
            to_walk(1, 3),
        ),
        lambda rng: {"gradient": of_a_valley, "start": np.array([-20, 30]), "rate": 3.0, "steps": 2},
    ],
    mistakes={
        ("start, dtype=float)", "start)"): "the places are stored as whole numbers: each step loses its digits",
        ("- rate * gradient", "+ rate * gradient"): "every step goes along the gradient: uphill",
        ("gradient(path[t])", "gradient(start)"): "every step uses the gradient at the start",
        ("rate * gradient", "gradient"): "the learning rate is left out",
        ("path[t + 1] = path[t] - rate", "path[t + 1] = start - rate"): "every step begins at the start",
        ("path[t + 1] = path[t] - rate", "path[t + 1] = -rate"): (
            "the steps are stored, not the places, and each gradient is taken at the step before"
        ),
        ("return path", "return path[1:]"): "the start is left out",
        ("return path", "return path[-1]"): "only the last place is given",
        (
            "path = np.full((steps + 1, len(start)), start, dtype=float)\n",
            "w = 1.0 * start\n    path = [w]\n",
            "path[t + 1] = path[t] - rate * gradient(path[t])",
            "w -= rate * gradient(w)\n        path.append(w)",
        ): "all rows are one array: each step changes it in place, and every row shows the last place",
        ("range(steps)", "range(steps - 1)"): "the last step is not taken",
        ("dtype=float", "dtype=int"): "the places are cut to whole numbers, the start, too",
        ("path[t + 1] = path[t] - rate", "path[t + 1] = path[t] - rate / (t + 1)"): "the rate gets smaller on the way",
        (
            "np.full((steps + 1, len(start)), start, dtype=float)",
            "np.zeros((steps + 1, len(start)))",
        ): "all is 0: the start is lost, and nothing moves from there",
    },
    also=[
        ("np.full((steps + 1, len(start)), start, dtype=float)", "np.zeros((steps + 1, len(start))) + start"),
        (
            "path = np.full((steps + 1, len(start)), start, dtype=float)\n",
            "path = [1.0 * start]\n",
            "path[t + 1] = path[t] - rate * gradient(path[t])",
            "path.append(path[-1] - rate * gradient(path[-1]))",
        ),
    ],
)
def my_path(gradient, start, rate, steps):
    """The weights before and after each step of gradient descent, a row each: (steps + 1, len(start)).
    From a start in whole numbers, such as np.array([4, -2]), the walk goes wrong. Mend it.
    """
    path = np.full((steps + 1, len(start)), start, dtype=float)
    for t in range(steps):
        path[t + 1] = path[t] - rate * gradient(path[t])
    return path


# ----------------------------------------------------------------------------------- downhill, and how far


@notebook.derivation(
    hint=("How does eta reach the loss?", "By two routes, through u and through v. What is the slope of u in eta?"),
    paper=[{"w_1": 1.0, "w_2": 2.0, "gamma_1": 3.0, "gamma_2": -4.0, "eta": 0.0, "dL_du": 3.0, "dL_dv": -4.0}],
    draws=[
        lambda rng: (
            lambda w, gamma: dict(
                w_1=w[0], w_2=w[1], gamma_1=gamma[0], gamma_2=gamma[1], eta=0.0, dL_du=gamma[0], dL_dv=gamma[1]
            )
        )(some(rng, 2), some(rng, 2))
    ]
    * 3,
    definitions={"u": "w_1 - eta * gamma_1", "v": "w_2 - eta * gamma_2"},
    last="in `gamma_1` and `gamma_2` only",
    names="gamma_1 gamma_2",
    mistakes={
        "gamma_1**2 + gamma_2**2": "a minus is lost: the slopes of u and v lose theirs, or (minus gamma) is squared",
        "-gamma_1**2 + gamma_2**2": ("the second term has the wrong sign: v has lost its minus, or a bracket is lost"),
        "-(gamma_1 + gamma_2)**2": "the sum is squared, not each entry",
        "-gamma_1 * gamma_2": "the two entries are multiplied with each other, and not each with itself",
        "-(gamma_1 + gamma_2)": "the entries are not squared: one of the two factors is taken to be 1, or -1",
        "-sqrt(gamma_1**2 + gamma_2**2)": "the length is given, not its square",
        "-gamma_1**2": "the route through v is lost",
        "-gamma_2**2": "the route through u is lost",
        "gamma_1**2 * gamma_2**2": "the two routes are multiplied",
        "-eta * (gamma_1**2 + gamma_2**2)": (
            "all is 0: eta, which is 0, is a factor in it, u and v are constants, or the terms cancel"
        ),
        "dL_du * u + dL_dv * v": "the places stand where their slopes belong",
        "dL_du * d(v, eta) + dL_dv * d(u, eta)": "each partial derivative meets the other's slope",
        "dL_du * gamma_2 + dL_dv * gamma_1": (
            "each partial derivative meets the other's slope, and the minus of both is lost"
        ),
        "-2 * (gamma_1**2 + gamma_2**2)": "there is a 2 too many: these are squares, not their derivatives",
        "-2 * (gamma_1 + gamma_2)": "each entry is doubled, where it is squared",
        "dL_du + dL_dv": "the slopes of u and v are left out",
    },
    also=[
        [
            "dL_du * d(w_1 - eta * gamma_1, eta) + dL_dv * d(w_2 - eta * gamma_2, eta)",
            "-dL_du * gamma_1 - dL_dv * gamma_2",
            "-gamma_1**2 - gamma_2**2",
        ],
        ["d(dL_du * u + dL_dv * v, eta)", "-(dL_du * gamma_1 + dL_dv * gamma_2)", "-(gamma_1 * gamma_1 + gamma_2**2)"],
    ],
)
def my_downhill_steps():
    """From the two routes to phi'(0), for u = w_1 - eta gamma_1 and v = w_2 - eta gamma_2, one step a line.

    Here eta = 0, and so dL_du = gamma_1 and dL_dv = gamma_2.
    """
    return """
    dL_du * d(u, eta) + dL_dv * d(v, eta)
    dL_du * (-gamma_1) + dL_dv * (-gamma_2)
    gamma_1 * (-gamma_1) + gamma_2 * (-gamma_2)
    -(gamma_1**2 + gamma_2**2)
    """


@notebook.function(
    hint=("Which number is the slope at 0?", "phi(eta) is L(w - eta gamma). Its slope at 0 is minus a squared length."),
    paper=[{"gamma": np.array([-0.5, -0.5]), "eta": 0.01}, {"gamma": np.array([3.0, -4.0]), "eta": 0.1}],
    draws=[a_gradient(3), a_gradient(5), lambda rng: {"gamma": np.array([11.0, -12.0, 7.0]), "eta": 12.0}],
    mistakes={
        "eta * np.sum(gamma**2)": "the sign is turned: the loss is said to rise",
        "-eta * np.linalg.norm(gamma)": "the length is not squared",
        "-eta * np.sum(gamma)": "the entries are added without squaring",
        "-np.sum(gamma**2)": "the rate is left out",
        "-eta * np.mean(gamma**2)": "the squares are averaged",
        "-eta * gamma": "the step itself is given, not what it does to the loss",
        "-eta * gamma**2": "each square is given on its own: nothing is added up",
        "-(eta**2) * np.sum(gamma**2)": "the rate is squared, too",
        "-eta * np.sum(gamma) ** 2": "the sum is squared, not each entry",
        "-eta * np.sum(np.abs(gamma))": "the sizes are added without squaring",
        "-eta / 2 * np.sum(gamma**2)": "half of it is given: the 1/2 of Taylor belongs to the second order",
        "-2 * eta * np.sum(gamma**2)": "there is a 2 too many",
        "-eta * np.sum(2 * gamma)": "each entry is doubled, where it is squared",
    },
    also=["-eta * gamma @ gamma", "-eta * np.linalg.norm(gamma) ** 2", "-sum(eta * entry**2 for entry in gamma)"],
)
def my_first_order(gamma, eta):
    """L(w - eta gamma) - L(w) to first order, for a step along the gradient gamma with the rate eta."""
    return -eta * np.sum(gamma**2)


@notebook.derivation(
    hint=("What moves with eta?", "Only the sigmoid. Its inner derivative is one more minus and one more s."),
    paper=[{"z": np.array([0.0, 1.0]), "y": Y2[::-1], "s": np.array([2.0, -1.0]), "eta": 0.5}],
    draws=[
        lambda rng: {"z": some(rng, 3), "y": labels(rng, 3), "s": some(rng, 3), "eta": rng.uniform(0.1, 0.5)},
        lambda rng: {"z": some(rng, 4), "y": labels(rng, 4), "s": 2 * some(rng, 4), "eta": rng.uniform(0.1, 0.5)},
    ],
    definitions={"y_hat": "sigmoid(z - eta * s)"},
    last="in `y_hat` and `s` only, without `sigmoid`",
    names="y_hat s",
    at_most={"sigmoid": 0},
    mistakes={
        "-mean(y_hat * (1 - y_hat) * s**2)": "one minus is lost: there are two of them, and they cancel",
        "mean(y_hat * (1 - y_hat) * s)": "one s is lost: each derivative brings its own",
        "mean(y_hat * (1 - y_hat) * (-s))": "one of the two factors -s is lost",
        "mean(s**2)": "the slope of the sigmoid is lost",
        "mean(y_hat * s**2)": "the second factor of the slope is lost",
        "mean((1 - y_hat) * s**2)": "the first factor of the slope is lost",
        "mean(y_hat * 1 - y_hat * s**2)": "a bracket is missing: Python multiplies before it subtracts",
        "y_hat * (1 - y_hat) * s**2": "the mean is lost: each sample stays on its own",
        "mean(1 / 4 * s**2)": "every slope is taken to be 1/4, as it is at w = 0",
        "mean(sigmoid(z) * (1 - sigmoid(z)) * s**2)": "the slope is taken at the old scores z: eta s is lost",
        "mean((y_hat - y) * s**2)": "the slope of the loss stands where that of the sigmoid belongs",
        "mean((y_hat * (1 - y_hat) - y) * s**2)": "the label is kept: it does not depend on eta",
        "sum(y_hat * (1 - y_hat) * s**2)": "the mean has become a sum",
        "mean(y_hat * (1 - y_hat)) * mean(s**2)": "each factor gets a mean of its own",
        "mean(y_hat * (1 - y_hat) * s)**2": "the mean is squared, not each s",
    },
    also=[
        [
            "mean(d(sigmoid(z - eta * s) - y, eta) * (-s))",
            "mean(y_hat * (1 - y_hat) * d(z - eta * s, eta) * (-s))",
            "mean(s * s * y_hat * (1 - y_hat))",
        ],
        ["d(mean((y - y_hat) * s), eta)", "mean(s**2 * (y_hat - y_hat**2))"],
        [
            "-mean(d(y_hat, eta) * s)",
            "mean(sigmoid(z - eta * s) * sigmoid(eta * s - z) * s**2)",
            "mean(y_hat * (1 - y_hat) * s**2)",
        ],
    ],
)
def my_curvature_steps():
    """From phi' to the curvature phi'', one step a line. z, y and s hold a number for each sample.

    y_hat = sigmoid(z - eta s) may be used.
    """
    return """
    d(mean((sigmoid(z - eta * s) - y) * (-s)), eta)
    mean(d(sigmoid(z - eta * s), eta) * (-s))
    mean(y_hat * (1 - y_hat) * (-s) * (-s))
    mean(y_hat * (1 - y_hat) * s**2)
    """


@notebook.function(
    hint=("What belongs to each sample?", "A number s from its features, squared, and the slope of its own sigmoid."),
    paper=[
        {"X": np.array([[1.0, 2.0], [3.0, 0.0]]), "y_hat": np.array([0.5, 0.5]), "gamma": np.array([2.0, -1.0])},
        {"X": np.array([[1.0, 2.0], [3.0, 1.0]]), "y_hat": np.array([0.5, 0.8]), "gamma": np.array([2.0, -1.5])},
        {
            "X": np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 1.0]]),
            "y_hat": np.array([0.5, 0.5, 0.8]),
            "gamma": np.array([2.0, -1.0]),
        },
    ],
    draws=[
        *(along_a_gradient(4, 3), along_a_gradient(3, 3), along_a_gradient(2, 5)),
        lambda rng: {
            **{"X": np.array([[11.0, -12.0], [-11.0, 12.0], [7.0, 8.0]]), "gamma": np.array([-11.0, 12.0])},
            "y_hat": np.array([2.0**-10, 1 - 2.0**-10, 0.5]),
        },
    ],
    mistakes={
        "np.mean(y_hat * (1 - y_hat) * (X @ gamma))": "s is not squared",
        "np.mean((X @ gamma) ** 2)": "the slope of the sigmoid is missing",
        "np.mean(y_hat * (X @ gamma) ** 2)": "the second factor of the slope is missing",
        "np.mean(y_hat * (1 - y_hat) * (X**2 @ gamma**2))": (
            "each product of a feature and its entry of gamma is squared before the sum: s is squared once, after it"
        ),
        "np.mean(y_hat * (1 - y_hat) * (X**2 @ gamma))": "the features are squared before they meet the gradient",
        "np.mean(y_hat * (1 - y_hat) * (X @ gamma**2))": "the gradient is squared before it meets the features",
        "np.mean((1 - y_hat) * (X @ gamma) ** 2)": "the first factor of the slope is missing",
        "np.mean(y_hat * 1 - y_hat * (X @ gamma) ** 2)": (
            "a bracket is missing: Python multiplies before it subtracts"
        ),
        "y_hat * (1 - y_hat) * (X @ gamma) ** 2": "the mean is lost: each sample stays on its own",
        "np.mean(y_hat * (1 - y_hat) * np.abs(X @ gamma))": "s loses its sign, and is not squared",
        "np.mean(y_hat * (1 - y_hat)) * np.sum(gamma**2)": "the features are left out: gamma alone is squared",
        "np.sum(y_hat * (1 - y_hat) * (X @ gamma) ** 2)": "it is added up over the samples, and the loss is their mean",
        "np.mean(y_hat * (1 - y_hat)) * np.mean((X @ gamma) ** 2)": (
            "each factor gets a mean of its own, as where shapes (N, 1) and (N,) are multiplied to (N, N)"
        ),
        "np.mean(y_hat * (1 - y_hat) * (X * gamma) ** 2)": "nothing is added up in s: each feature stays alone",
        "np.mean(0.25 * (X @ gamma) ** 2)": "every slope is taken to be 1/4, as it is at w = 0",
        "np.mean(y_hat * (1 - y_hat) * (X @ gamma)) ** 2": "the mean is squared, not each s",
        "np.mean((y_hat * (1 - y_hat) * (X @ gamma)) ** 2)": "the slope is squared together with s",
        "np.sum(y_hat * (1 - y_hat) * (X @ gamma) ** 2) / X.shape[1]": "it is divided by the number of features",
    },
    also=[
        "np.mean(y_hat * (1 - y_hat) * np.square(X @ gamma))",
        "(gamma @ X.T * y_hat * (1 - y_hat) @ (X @ gamma)) / len(X)",
        "gamma @ (X.T * (y_hat * (1 - y_hat))) @ X @ gamma / len(X)",
    ],
)
def my_curvature(X, y_hat, gamma):
    """The curvature c of the mean loss along gamma: phi''(0).
    X holds the samples in rows, y_hat one prediction for each, (N,).
    """
    return np.mean(y_hat * (1 - y_hat) * (X @ gamma) ** 2)


@notebook.function(
    hint=("Where is the parabola at its old height?", "The bracket eta c / 2 - |gamma|^2 has to be zero there."),
    paper=[{"gamma": np.array([-0.5, -0.5]), "c": 6.625}, {"gamma": np.array([3.0, -4.0]), "c": 10.0}],
    draws=[
        lambda rng: {"gamma": some(rng, 3), "c": rng.uniform(2, 9)},
        lambda rng: {"gamma": some(rng, 5), "c": 0.3},
        lambda rng: {"gamma": np.array([11.0, -12.0]), "c": 40.0},
    ],
    mistakes={
        "np.sum(gamma**2) / c": "the best step is given, where the parabola is lowest",
        "2 * np.linalg.norm(gamma) / c": "the length is not squared",
        "2 / c + 0 * np.sum(gamma)": "the gradient is left out",
        "np.sqrt(2 * np.sum(gamma**2) / c)": "the square root is taken",
        "2 * np.sum(gamma) / c": "the entries are added without squaring",
        "2 * np.sum(gamma) ** 2 / c": "the sum is squared, not each entry",
        "2 * np.sum(np.abs(gamma)) / c": "the sizes are added without squaring",
        "2 * gamma**2 / c": "each square is given on its own: nothing is added up",
        "2 * np.sum(gamma**2) * c": "it is multiplied by the curvature",
        "np.sum(gamma**2) / (2 * c)": "the 2 stands in the denominator",
        "c / (2 * np.sum(gamma**2))": "the fraction is turned upside down",
        "2 * c / np.sum(gamma**2)": "curvature and squared length have changed places",
        "2 * np.mean(gamma**2) / c": "the squares are averaged",
        "-2 * np.sum(gamma**2) / c": "the sign is turned",
        "4 * np.sum(gamma**2) / c": "there is a 2 too many",
        "2 * np.sum(2 * gamma) / c": "each entry is doubled, where it is squared",
    },
    also=["2 * gamma @ gamma / c", "np.linalg.norm(gamma) ** 2 / (c / 2)"],
)
def my_limit_of_the_rate(gamma, c):
    """The learning rate from which a step along gamma makes the loss higher, to second order.
    c is the curvature along the step, and above 0.
    """
    return 2 * np.sum(gamma**2) / c


# ------------------------------------------------------------------------------------- log 2 and the entropy


@notebook.function(
    hint=("Who pays what?", "A fraction f of the samples pays the price of a one, all others the price of a zero."),
    paper=[{"f": 0.5}, {"f": 0.2}],
    draws=[
        *(lambda rng: {"f": rng.uniform(0.05, 0.45)}, lambda rng: {"f": rng.uniform(0.55, 0.95, 4)}),
        lambda rng: {"f": np.array([2.0**-10, 0.5, 1 - 2.0**-10])},
        lambda rng: {"f": np.array([2.0**-20, 1 - 2.0**-20])},
    ],
    mistakes={
        "np.log(2)": "log 2 is given, the price of knowing nothing at all",
        "-f * np.log(f)": "only the ones pay",
        "-np.log(f) - np.log(1 - f)": "the prices are not weighted by how often they are paid",
        "-(f * np.log2(f) + (1 - f) * np.log2(1 - f))": "the result is in bits",
        "f * (1 - f)": "the variance f(1 - f) is given",
        "f * np.log(f) + (1 - f) * np.log(1 - f)": "the minus in front is missing",
        "-(f * np.log(1 - f) + (1 - f) * np.log(f))": "each label pays the price of the other",
        "-np.log(f)": "the price of a single one is given",
        "-np.log(1 - f)": "the price of a single zero is given",
        "-(1 - f) * np.log(1 - f)": "only the zeros pay",
        "-f * np.log(f) + (1 - f) * np.log(1 - f)": "the second minus is lost: the price of the zeros is subtracted",
        "f * np.log(f) - (1 - f) * np.log(1 - f)": "the first minus is lost: the price of the ones is subtracted",
        "-f * np.log(f) * (1 - f) * np.log(1 - f)": "the two terms are multiplied",
        "-(f * np.log(f) + (1 - f) * np.log(1 - f)) / 2": "the two prices are averaged a second time",
        "np.log(f / (1 - f))": "the log-odds are given",
    },
    also=["f * np.log(1 / f) + (1 - f) * np.log(1 / (1 - f))", "-np.log(f**f * (1 - f) ** (1 - f))"],
)
def my_price_of_the_frequency(f):
    """The mean loss of whoever says y_hat = f to every sample, when a fraction f of the labels is 1. f is one number
    or an array of them, strictly between 0 and 1.
    """
    return -(f * np.log(f) + (1 - f) * np.log(1 - f))


@notebook.function(
    hint=("What has to be zero?", "At the minimum the mean of y_hat - y is 0, and y_hat is sigma(b) for every sample."),
    paper=[
        *({"y": np.array([1.0, 1.0, 0.0])}, {"y": np.array([1.0, 0.0, 0.0, 0.0])}),
        {"y": np.array([1.0, 0.25, 0.25, 0.0])},
    ],
    draws=[
        lambda rng: {"y": labels(rng, 6)},
        lambda rng: {"y": rng.permutation((np.arange(7) < rng.choice([2, 5])).astype(float))},
        lambda rng: {"y": rng.permutation((np.arange(12) < 9).astype(float))},
        *(lambda rng, ones=ones: {"y": (np.arange(2048) < ones).astype(float)} for ones in (1, 2047)),
    ],
    mistakes={
        "np.mean(y)": "the frequency is given: it is sigma(b) that has to be the frequency",
        "1 / (1 + np.exp(-np.mean(y)))": "the sigmoid is applied instead of undone",
        "np.log((1 - np.mean(y)) / np.mean(y))": "the log-odds have the wrong sign",
        "np.log(np.sum(y))": "the logarithm of the sum of the labels is given",
        "np.log(np.sum(y > 0.5) / np.sum(y <= 0.5))": "a label in between is taken for a 1 or for a 0",
        "np.log(np.sum(y == 1) / np.sum(y == 0))": "only labels of 1 and of 0 are counted: those in between are lost",
        "np.log(np.mean(y)) / np.log(1 - np.mean(y))": "the logarithms are divided: that is no logarithm of a quotient",
        "np.log(np.mean(y) / 1 - np.mean(y))": (
            "the logarithm is taken of 0, as where a bracket is missing (Python divides before it subtracts), or where"
            " the frequency is cut to 0 by `//`"
        ),
        "np.log(np.mean(y))": "the logarithm of the frequency is given, not of the odds",
        "np.mean(y) / (1 - np.mean(y))": "the odds are given without their logarithm",
        "np.log10(np.mean(y) / (1 - np.mean(y)))": "the logarithm has the base 10",
        "np.log(np.mean(y)) + np.log(1 - np.mean(y))": "the two logarithms are added",
        "np.mean(y) - 0.5": "the distance of the frequency from one half is given",
        "np.log(np.mean(y > 0) / (1 - np.mean(y > 0)))": "every label above 0 is taken for a 1",
    },
    also=["np.log(np.sum(y) / np.sum(1 - y))", "-np.log(1 / np.mean(y) - 1)", "2 * np.arctanh(2 * np.mean(y) - 1)"],
)
def my_best_bias(y):
    """The bias b with the smallest loss, for a network that has nothing else: y_hat = sigma(b) for every sample.
    The labels y lie between 0 and 1, and are neither all 0 nor all 1.
    """
    return np.log(np.mean(y) / (1 - np.mean(y)))


# ----------------------------------------------------------------------------------------- penguins on a line


@notebook.function(
    hint=("Measured with whose ruler?", "Mean and deviation are part of the model: column by column, of which rows?"),
    paper=[
        {"train": np.array([[1.0, 10.0], [3.0, 14.0]]), "new": np.array([[2.0, 10.0], [5.0, 20.0]])},
        {"train": np.array([[0.0], [4.0]]), "new": np.array([[6.0], [2.0], [1.0]])},
        {"train": np.array([[0.0], [0.0], [3.0]]), "new": np.array([[3.0], [1.0]])},
    ],
    draws=[two_tables(6, 4, 2), two_tables(5, 5, 3), two_tables(4, 7, 4), two_tables(15, 12, 2), two_tables(6, 1, 2)],
    mistakes={
        "(new - new.mean(axis=0)) / new.std(axis=0)": "the new rows are measured with their own mean and deviation",
        (
            "(new - np.vstack([train, new]).mean(axis=0)) / np.vstack([train, new]).std(axis=0)"
        ): "mean and deviation are taken of all rows together",
        "(new - train.mean(axis=0)) / train.std(axis=0) ** 2": "it is divided by the variance",
        "new - train.mean(axis=0)": "it is not divided by the deviation",
        "(new - train.mean(axis=0)) / train.std(axis=0, ddof=1)": "the squares are divided by N - 1 in the deviation",
        "new / train.std(axis=0)": "the mean is not subtracted",
        "(new - train.mean()) / train.std(axis=0)": "all columns share one mean",
        "(new - train.mean(axis=0)) / train.std()": "all columns share one deviation",
        "(new - new.mean(axis=0)) / train.std(axis=0)": "the mean is that of the new rows",
        "(new - train.mean(axis=0)) / train.mean(axis=0)": "it is divided by the mean",
        "(new - train.min(axis=0)) / (train.max(axis=0) - train.min(axis=0))": "smallest and largest become 0 and 1",
        "(new - train.mean()) / train.std()": "all columns share one mean and one deviation",
        "(new - train.mean(axis=0)) / new.std(axis=0)": "the deviation is that of the new rows",
        "(new - train.mean(axis=0)) * train.std(axis=0)": "it is multiplied by the deviation",
        "(train - train.mean(axis=0)) / train.std(axis=0)": "the training rows are given, not the new ones",
        "new - train.mean(axis=0) / train.std(axis=0)": "a bracket is missing: only the mean is divided",
        "(new - train.mean(axis=1)) / train.std(axis=1)": "mean and deviation are taken along the rows",
    },
    also=[
        "(new - np.mean(train, 0)) / np.sqrt(np.mean((train - np.mean(train, 0)) ** 2, 0))",
        "np.array([(n - t.mean()) / t.std() for n, t in zip(new.T, train.T)]).T",
    ],
)
def my_standardised(train, new):
    """The new rows, with each column standardised by the training rows, as a new array.
    No column of train is constant.
    """
    return (new - train.mean(axis=0)) / train.std(axis=0)


@notebook.function(
    hint=("Which label turns the sign?", "Positive on the right side: for which label is a negative score right?"),
    paper=[
        {"z": np.array([2.0, -3.0, 0.0]), "y": np.array([1.0, 0.0, 1.0])},
        {"z": np.array([2.0, -3.0]), "y": Y2},
    ],
    draws=[
        *(scores_and_labels(8), scores_and_labels(4), enlarged(scores_and_labels(8), "z", factor=20.0)),
        lambda rng: {name: values[::-1].copy() for name, values in scores_and_labels(6)(rng).items()},
    ],
    mistakes={
        "(1 - 2 * y) * z": "the sign is turned for the wrong label",
        "y * z": "the scores of label 0 are set to 0",
        "2 * y - 1 * z": "a bracket is missing: only the 1 is multiplied by z",
        "np.maximum((2 * y - 1) * z, 0)": "what is on the wrong side is set to 0",
        "np.abs(z) + 0 * y": "the sizes are given: nobody is ever on the wrong side",
        "np.log(1 + np.exp(-(2 * y - 1) * z))": "the loss is given",
        "z + 0 * y": "the score itself is given, whatever the label",
        "(2 * y - 1) * sigmoid(z)": "the probability is counted, not the score",
        "(y - (1 - y)) * z / 2": "it is halved",
        "np.sign((2 * y - 1) * z)": "only the side is given, not how far",
        "np.min((2 * y - 1) * z)": "the smallest margin is given, not that of each sample",
        "sigmoid((2 * y - 1) * z)": "the probability of the right label is given",
        "np.where(y == 1, z, 1 - z)": "for the label 0 it is 1 - z: that is for probabilities",
        "(2 * y - 1) * np.abs(z)": "the side is taken from the label and not from the score",
    },
    also=["np.where(y == 1, z, -z)", "z * (y - (1 - y))", "[a if b else -a for a, b in zip(z, y)]"],
)
def my_margin(z, y):
    """The margin of each sample: its score z, counted positive on the right side. The labels y are 0 or 1."""
    return (2 * y - 1) * z


@notebook.derivation(
    hint=("What is inside, what is outside?", "Outside the logarithm, then the sigmoid, and inside a product with a."),
    paper=[{"a": 1.0, "m": 2.0}],
    draws=[lambda rng: {"a": rng.uniform(0.5, 2), "m": rng.uniform(0.3, 1.2)}] * 2
    + [lambda rng: {"a": rng.uniform(0.5, 2), "m": rng.uniform(-1.2, -0.3)}],
    definitions={"p": "sigmoid(a * m)"},
    last="in `p` and `m` only, without a quotient",
    names="p m",
    at_most={"/": 0, "log": 0, "sigmoid": 0, "exp": 0, "softplus": 0},
    mistakes={
        "(1 - p) * m": "the minus is lost: the loss is said to rise",
        "-(1 - p)": "the inner derivative m is missing",
        "-p * m": "of the two factors p and 1 - p the other one is left",
        "-p * (1 - p) * m": "the derivative of the logarithm is lost",
        "-1 / p * m": "the slope of the sigmoid is left out",
        "-m": "the second factor of the slope of the sigmoid is lost",
        "-1 / p * (1 - p) * m": "a factor p is lost: the slope of the sigmoid has two factors",
        "-1 / (p * (1 - p)) * m": "it is divided by the slope of the sigmoid",
        "-1 - p * m": "a bracket is missing: only p meets m",
        "-(1 - p) * a": "the inner derivative is taken with respect to m",
        "-(1 + p) * m": "a sign is turned in the bracket",
        "-log(p * (1 - p) * m)": "the derivative is taken inside the logarithm",
    },
    also=[
        [
            "d(-log(p), a)",
            "-1 / p * p * (1 - p) * d(a * m, a)",
            "-(1 - p) * m",
            "(p - 1) * m",
        ],
        ["d(log(1 + exp(-a * m)), a)", "-m * exp(-a * m) / (1 + exp(-a * m))", "-m * sigmoid(-a * m)", "-m * (1 - p)"],
        ["d(softplus(-a * m), a)", "p * m - m"],
    ],
)
def my_no_minimum_steps():
    """The weights times a, the margin times a: the slope of the loss -log sigma(a m) in a, one step a line.
    p = sigma(a m) may be used.
    """
    return """
    d(-log(sigmoid(a * m)), a)
    -1 / p * d(sigmoid(a * m), a)
    -1 / p * p * (1 - p) * d(a * m, a)
    -(1 - p) * m
    """


@notebook.derivation(
    hint=("How often is b in it?", "Multiply out, and cut b in two halves, so that each of the two scores gets one."),
    paper=[{"w": np.array([1.0, 2.0]), "b": -1.0, "u": np.array([2.0, 0.0]), "v": np.array([0.0, 4.0])}],
    draws=[
        lambda rng: {"w": some(rng, 2), "b": rng.uniform(0.3, 1.3), "u": some(rng, 2), "v": some(rng, 2)},
        lambda rng: {"w": some(rng, 4), "b": rng.uniform(-1.3, -0.3), "u": some(rng, 4), "v": some(rng, 4)},
    ],
    definitions={"z_u": "w @ u + b", "z_v": "w @ v + b"},
    last="in `z_u` and `z_v` only",
    names="z_u z_v",
    mistakes={
        "z_u + z_v": "the half is lost",
        "1 / 2 * z_u + 1 / 2 * z_v + b": "b is counted twice: z_u and z_v hold it already",
        "1 / 2 * (w @ u) + 1 / 2 * (w @ v)": "b is lost, or taken away once too often",
        "1 / 2 * (w @ u + w @ v + b)": "b is cut in half, and the other half is lost",
        "w @ u + 1 / 2 * (w @ v) + b": "only the second product is halved",
        "1 / 2 * (w @ u) + w @ v + b": "only the first product is halved",
        "1 / 2 * z_u + z_v": "only the first score is halved",
        "z_u + 1 / 2 * z_v": "only the second score is halved",
        "1 / 2 * z_u + 1 / 2 * z_u": "the score of u is there alone or twice, and that of v is lost",
        "1 / 2 * z_u - 1 / 2 * z_v": "the two scores are subtracted",
        "z_u * z_v": "the two scores are multiplied",
        "1 / 2 * z_u": "the score of v is lost",
        "1 / 2 * z_v": "the score of u is lost",
        "w @ u + w @ v + b": "the half of the point in the middle is lost",
    },
    also=[
        [
            "w @ ((u + v) / 2) + b",
            "(w @ u + w @ v) / 2 + b",
            "(w @ u + w @ v + 2 * b) / 2",
            "(z_u + z_v) / 2",
        ],
        ["sum(w * (u + v)) / 2 + b", "(sum(w * u) + b) / 2 + (sum(w * v) + b) / 2", "0.5 * z_u + 0.5 * z_v"],
    ],
)
def my_half_way_steps():
    """The score of the point half-way between u and v, for z(x) = w @ x + b, one step a line: for any number of
    features, which is len(w).

    z_u and z_v are the scores of u and v.
    """
    return """
    w @ (1 / 2 * (u + v)) + b
    1 / 2 * (w @ u) + 1 / 2 * (w @ v) + 1 / 2 * b + 1 / 2 * b
    1 / 2 * (w @ u + b) + 1 / 2 * (w @ v + b)
    1 / 2 * z_u + 1 / 2 * z_v
    """


def are_points(answer):
    """Three points of two numbers each; in words what is wrong with text."""
    if isinstance(answer, str) or np.asarray(answer).dtype.kind in "US":
        return "There is text in it. Write each entry without quotes."
    return as_points(answer) is not None


def as_points(answer):
    """Three points as an array (3, 2), or None."""
    try:
        points = np.asarray(answer, float)
    except (TypeError, ValueError):
        return None
    return points if points.shape == (3, 2) and np.all(np.isfinite(points)) else None


def differ(points):
    return all(np.any(points[k] != points[l]) for k, l in ((0, 1), (1, 2), (0, 2)))


def lies_between(points):
    """The second point is on the straight segment from the first to the third."""
    to_middle, to_end = points[1] - points[0], points[2] - points[0]
    along = to_middle @ to_end / (to_end @ to_end)
    beside = to_middle - along * to_end
    return 0 < along < 1 and np.abs(beside).max() <= 1e-9 * np.abs(points).max()


def a_line(points):
    """In words, a straight line that gets all three right; True if there is none."""
    if lies_between(points):
        return True
    if np.linalg.matrix_rank(points - points[0]) == 2:
        *w, b = np.linalg.solve(np.c_[points, np.ones(3)], [-1.0, 1.0, -1.0])
    else:  # all on one straight line, and the one with label 1 at its end
        w = points[1] - (points[0] + points[2]) / 2
        scores = points @ w
        b = -(scores[1] + max(scores[0], scores[2])) / 2
    w = np.where(np.abs(w) < 1e-12 * np.abs(w).max(), 0, w)  # nor a minus before a 0
    for digits in range(4, 18):  # as few as it takes to be right when typed
        typed = [f"{number:.{digits}g}" for number in (*w, b)]
        *w_typed, b_typed = map(float, typed)
        if (np.sign(points @ w_typed + b_typed) == [-1, 1, -1]).all():
            break
    return f"For instance: w = ({typed[0]}, {typed[1]}), b = {typed[2]}."


@notebook.design(
    hint=("What must the scores of two points say about a third?", "On a straight segment the score goes evenly."),
    promises={
        "Three points, each with two numbers, are wanted.": are_points,
        "The three points have to differ.": lambda answer: differ(as_points(answer)),
        "A straight line gets all three right.": lambda answer: a_line(as_points(answer)),
    },
    mistakes={
        "[[0, 1, 0]]": "Three points, each with two numbers, are wanted.",
        "[[0, 0], [1, 1], [2, np.inf]]": "Three points, each with two numbers, are wanted.",
        "[[1, 1], [1, 1], [2, 2]]": "The three points have to differ.",
        "[[1, 1], [3, 1], [1, 1]]": "The three points have to differ.",
        "[[0, 0], [2, 2], [1, 1]]": "A straight line gets all three right.",
        "[[0, 0], [1, 1.1], [2, 2]]": "A straight line gets all three right.",
    },
    also=["[(0, 0), (1, 1), (2, 2)]", "np.array([[0, 0], [1, 2], [3, 6]])", "[[-1, 5], [0.3, 5], [7, 5]]"],
)
def my_no_line():
    """Three different points of two features, as three rows, whose labels 0, 1, 0 (in this order) no straight line
    gets right.
    """
    return [[40.3, 18.0], [46.2, 17.5], [52.1, 17.0]]
