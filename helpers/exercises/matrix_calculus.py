"""Exercises of notebook 03: the three gradients of z = W x + b, for one sample and for a batch."""

import numpy as np

from ._draws import far_below, labels, some, whole, with_a_0
from ._judge import SIGN_TURNED, Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def one_sample(*names, outputs=3, inputs=2):
    """A sample of z = W x + b with its upstream gradient g, of which an exercise takes what it needs."""

    def draw(rng):
        drawn = {
            "W": whole(rng, outputs, inputs) + 0.25 * rng.random((outputs, inputs)),
            "x": whole(rng, inputs) + 0.25 * rng.random(inputs),
            "b": whole(rng, outputs) + 0.25 * rng.random(outputs),
            "g": whole(rng, outputs) + 0.25 * rng.random(outputs),
            "h": whole(rng, outputs) + 0.25 * rng.random(outputs),
            "z": rng.uniform(0.3, 1.5, outputs) * rng.choice([-1, 1], outputs),
        }
        return {name: drawn[name] for name in names}

    return draw


def far_out(*names, shape=(10,)):
    """The same with z where the sigmoid is nearly flat, on both sides and with both labels."""
    case = {
        "z": np.resize([-12.0, 12.0, 0.5, -7.0, 7.0], shape),
        "h": 3.0 + np.arange(np.prod(shape)).reshape(shape),
        "y": np.resize([0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0], shape),
    }
    return lambda rng: {name: case[name.lower()] for name in names}


def a_batch(*names, samples=4, outputs=3, inputs=2):
    """A batch Z = X W^T + b with its upstream gradient G."""

    def draw(rng):
        drawn = one_sample("W", "b", outputs=outputs, inputs=inputs)(rng) | {
            "X": whole(rng, samples, inputs) + 0.25 * rng.random((samples, inputs)),
            "G": whole(rng, samples, outputs) + 0.25 * rng.random((samples, outputs)),
            "Z": rng.uniform(0.3, 1.5, (samples, outputs)) * rng.choice([-1, 1], (samples, outputs)),
            "Y": labels(rng, samples, outputs),
        }
        return {name: drawn[name] for name in names}

    return draw


def indexed(sizes, *names):
    """A batch for derivations with indices: the sizes, the indices that stay fixed, and the local derivatives."""
    N, outputs, inputs = sizes

    def draw(rng):
        drawn = a_batch("X", "W", "b", "G", samples=N, outputs=outputs, inputs=inputs)(rng)
        same_output, same_sample = np.eye(outputs), np.eye(N)
        drawn |= {
            "dL_dZ": drawn["G"],
            "dZ_dW": np.einsum("ik,nl->nikl", same_output, drawn["X"]),
            "dZ_db": np.broadcast_to(same_output, (N, outputs, outputs)),
            "dZ_dX": np.einsum("mn,il->minl", same_sample, drawn["W"]),
            "N": float(N),
            "outputs": float(outputs),
            "inputs": float(inputs),
            "k": float(rng.integers(outputs)),
            "l": float(rng.integers(inputs)),
            "n": float(rng.integers(N)),
        }
        return {name: drawn[name] for name in names}

    return draw


def to_see(draw, seed=53):
    """A case for paper: the draw, rounded to whole numbers."""
    case = draw(np.random.default_rng(seed))
    return {name: np.round(value) if isinstance(value, np.ndarray) else value for name, value in case.items()}


W3 = np.array([[1.0, -2.0], [0.0, 3.0], [2.0, 1.0]])
G3 = np.array([2.0, -1.0, 3.0])
X2 = np.array([4.0, 1.0])
X3 = np.array([4.0, 1.0, -2.0])

# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=(
        "Which numbers count?",
        "First all pairs of an output and a weight. Then: each weight moves how many outputs?",
    ),
    mistakes={
        "5 * 4": "the ones that are not zero are counted",
        "5 * 5 * 4": "all derivatives are counted",
        "4": "one row of W is counted",
        "4 * 4 * 5 - 4 * 5": "columns and rows are swapped: 4 outputs and 5 inputs",
        "0": "every weight is said to move every output",
    },
    also=["80.0", "(5 - 1) * 20"],
)
def my_zeros():
    """W has 5 rows and 4 columns. How many of the derivatives of z with respect to W are zero,
    whatever the numbers are?
    """
    return 5 * 5 * 4 - 5 * 4


@notebook.value(
    hint=(
        "Which numbers meet in one weight?",
        "The weight in row 3, column 2 multiplies one input and leads to one output. Which ones?",
    ),
    mistakes={
        "5 * 4": "the first number of x is taken: that weight stands in column 1",
        "-1 * 3": "the second number of g is taken: that weight leads to output 2",
        "-1 * 5": "the third and the second number of g are multiplied",
        "5 + 3": "the two numbers are added, or the first of g meets the first of x: that is row 1, column 1",
        "5": "x is left out: that is the gradient of the bias",
        "3": "g is left out",
        "(2 - 1 + 5) * 3": "the numbers of g are added up first",
    },
    also=["15.0", "3 * 5"],
)
def my_table_entry():
    """g = (2, -1, 5) and x = (4, 3). Which number stands in row 3, column 2 of dL/dW?"""
    return 5 * 3


@notebook.value(
    hint=("Where has the N gone?", "A gradient has the shape of its variable. So first the shapes of W, b and X."),
    parts=("dL_dW", "dL_db", "dL_dX"),
    mistakes={
        "((7, 4), (4,), (32, 7))": "dL/dW is transposed",
        "((4, 7), (32, 4), (32, 7))": "dL/db still has the samples in it",
        "((4, 7), (4,), (32, 4))": "dL/dX has the shape of Z",
        "((32, 4, 7), (4,), (32, 7))": "dL/dW still has the samples in it",
        "((4, 7), (7,), (32, 7))": "dL/db has one entry for each input",
        "((4, 7), (4,), (7,))": "dL/dX is summed over the samples",
        "((4, 7), (4,), (7, 32))": "dL/dX is transposed",
        "((4, 7), 4, (32, 7))": "(4) is written for (4,): without the comma it is the number 4",
        "((4, 7), (4, 1), (32, 7))": "dL/db is given as a column",
    },
    also=["[[4, 7], [4], [32, 7]]", "((4.0, 7.0), (4.0,), (32.0, 7.0))"],
)
def my_shapes():
    """W has shape (4, 7), a batch has 32 samples. The shapes of dL/dW, dL/db and dL/dX, in this order:
    a tuple of tuples.
    """
    return (4, 7), (4,), (32, 7)


# ----------------------------------------------------------------------------------------------- one number


@notebook.function(
    hint=(
        "Which index stays, which one runs?",
        "i says which output and stays fixed. j runs over the inputs. The bias is added once.",
    ),
    paper=[
        {"W": W3, "x": X2, "b": np.array([1.0, -4.0, 5.0]), "i": 1},
        {"W": W3, "x": X2, "b": np.array([1.0, -4.0, 5.0]), "i": 2},
    ],
    draws=[
        lambda rng: one_sample("W", "x", "b")(rng) | {"i": 2},
        lambda rng: one_sample("W", "x", "b", outputs=2, inputs=4)(rng) | {"i": 1},
        lambda rng: one_sample("W", "x", "b", outputs=3, inputs=3)(rng) | {"i": 0},
    ],
    mistakes={
        "sum(W[i, j] * x[j] + b[i] for j in range(len(x)))": "the bias is added in every term of the sum",
        "sum(W[i, j] * x[j] for j in range(len(x)))": "the bias is missing",
        (
            "sum(W[i, j] for j in range(len(x))) * sum(x[j] for j in range(len(x))) + b[i]"
        ): "each factor gets a sum of its own",
        "W @ x + b": "all outputs are given, not output i",
        "W[i] * x + b[i]": "the products are not added up",
        "sum(W[j, i] * x[j] for j in range(len(x))) + b[i]": "row and column are swapped: the sum runs down column i",
        "sum(W[i, j] * x[j] for j in range(len(x))) - b[i]": "the bias is subtracted",
        "sum(W[i, j] * x[j] for j in range(len(x))) + sum(b)": "all biases are added, not that of output i",
        "sum(W[i, j] for j in range(len(x))) + b[i]": "the inputs are left out",
    },
    also=["W[i] @ x + b[i]", "(W @ x + b)[i]", "np.dot(W[i, :], x) + b[i]", "np.einsum('j,j', W[i], x) + b[i]"],
)
def my_z_i(W, x, b, i):
    """Output number i of z = W x + b, as a sum of single numbers."""
    return sum(W[i, j] * x[j] for j in range(len(x))) + b[i]


@notebook.function(
    hint=("Which output notices?", "Nudge the weight in row k, column l. Which output reacts, and how strongly?"),
    paper=[
        *({"i": 1, "k": 1, "l": 0, "x": X3}, {"i": 1, "k": 2, "l": 0, "x": X3}, {"i": 1, "k": 0, "l": 1, "x": X3}),
        {"i": 2, "k": 2, "l": 1, "x": X2},
    ],
    draws=[
        lambda rng, i=i, k=k, l=l, inputs=inputs: {
            "i": i,
            "k": k,
            "l": l,
            "x": (whole(rng, inputs) + np.arange(inputs) * 6 + 0.25 * rng.random(inputs)) * (-1.0) ** np.arange(inputs),
        }
        for i, k, l, inputs in [
            *((11, 11, 1, 3), (0, 0, 1, 3), (2, 2, 1, 3), (2, 0, 2, 3), (0, 1, 0, 3), (1, 1, 1, 3), (0, 2, 1, 3)),
            *((2, 1, 2, 3), (1, 0, 1, 3), (0, 1, 1, 3), (1, 1, 2, 3), (2, 2, 2, 3)),
            *((2, 2, 0, 2), (4, 4, 1, 2), (1, 2, 0, 2), (0, 0, 3, 4), (3, 3, 2, 4), (4, 4, 3, 4), (3, 1, 3, 4)),
            (int("300"), int("300"), 1, 3),  # equal, but no longer one object, as `is` asks
        ]
    ],
    mistakes={
        "x[l] + 0 * i": "the delta is missing: every output is said to react",
        "float(i == k)": "the factor from the input is missing",
        "(i == l) * x[k]": "row and column of the weight have changed places",
        "(i == l) * x[l]": "the output is compared with the column of the weight",
        "(k == l) * x[l]": "row and column of the weight are compared, whatever the output is",
        "(i == k) * sum(x)": "the sum over all inputs is left standing",
        "(i != k) * x[l]": "the delta is turned round: the outputs react that do not meet this weight",
        "(i == k) * x[k]": "the input is picked by the row of the weight",
        "(i == k) * x": "all inputs are given, not the one that the weight meets",
        "x[k] if i == k else 0.0": "the input is picked by the row of the weight, where the delta is 1",
    },
    also=["x[l] if i == k else 0.0", "np.eye(max(i, k) + 1)[i, k] * x[l]", "np.where(i == k, x[l], 0)"],
)
def my_dz_dW(i, k, l, x):
    """How output z_i reacts to the weight W_kl: one number, for z = W x + b and any i, k, l."""
    return (i == k) * x[l]


# ----------------------------------------------------------------------------------------------- one sample


@notebook.function(
    hint=(
        "Which of the two lies down?",
        "Entry [k, l] is a number of g times a number of x: which of the two chooses the row?",
    ),
    paper=[{"g": G3, "x": X2}, {"g": np.array([2.0, -1.0]), "x": np.array([4.0, 1.0])}],
    draws=[
        one_sample("g", "x"),
        one_sample("g", "x", inputs=3),
        one_sample("g", "x", outputs=2, inputs=4),
        one_sample("g", "x", outputs=1, inputs=1),
        with_a_0(one_sample("g", "x"), "g", "x"),
    ],
    mistakes={
        "np.outer(x, g)": "g and x have changed places: x chooses the row",
        "np.outer(np.ones(len(g)), x)": "the upstream gradient is not used: every row is x",
        "np.outer(np.full(len(g), g.sum()), x)": "the sum of g stands in every row",
        "g.sum() * x": "a single row is given: g added up, times x",
        "np.sum(np.outer(g, x))": "the sum is taken: a single number",
        "np.outer(g, np.ones(len(x)))": "the input is not used: every column is g",
        "np.add.outer(g, x)": "the two numbers are added instead of multiplied",
        "g * x": "the two are multiplied entry by entry, which needs equal lengths",
        "g @ x": "the products of the two vectors are added up: no matrix comes out",
    },
    also=["g[:, None] * x", "g[:, None] @ x[None, :]", "np.einsum('k,l->kl', g, x)", "[gk * x for gk in g]"],
)
def my_dL_dW_of_one(g, x):
    """dL/dW of one sample of z = W x + b, shaped like W. g is dL/dz."""
    return np.outer(g, x)


@notebook.function(
    hint=(
        "Along a row, or down a column?",
        "x_l reaches every output through column l. So the sum runs down the column.",
    ),
    paper=[{"g": np.array([2.0, -1.0]), "W": np.array([[1.0, -2.0], [0.0, 3.0]])}, {"g": G3, "W": W3}],
    draws=[
        one_sample("g", "W"),
        one_sample("g", "W", inputs=3),
        one_sample("g", "W", outputs=2, inputs=4),
        one_sample("g", "W", inputs=1),
    ],
    mistakes={
        "W @ g": "it is summed along the rows of W, as forward: W and its transpose have changed places",
        "W.sum(axis=0) + 0 * g.sum()": "the upstream gradient is not used: the columns are only added up",
        "g.sum() * W.sum(axis=0)": "g is added up first and then spread over the columns",
        "W * g[:, None]": "the weights are multiplied, and nothing is added up",
        "W * g": "each column of W is multiplied by its own number of g, and nothing is added up",
        "W.T * g": "the weights are multiplied and transposed, and nothing is added up",
        "(W * g[:, None]).sum(axis=1)": "it is added up along the rows, after each row was multiplied by its own g",
        "(W * g[:, None]).mean(axis=0)": "the routes are averaged, not added up",
    },
    also=[
        "g @ W",
        "(W * g[:, None]).sum(axis=0)",
        "np.einsum('i,il->l', g, W)",
        "sum(g[i] * W[i] for i in range(len(g)))",
    ],
)
def my_dL_dx_of_one(g, W):
    """dL/dx of one sample of z = W x + b, shaped like x. g is dL/dz. W may be square, too."""
    return W.T @ g


@notebook.function(
    hint=(
        "A matrix product, or entry by entry?",
        "The table of all derivatives is diagonal: each number of h meets one slope of its own.",
    ),
    paper=[{"h": np.array([2.0, -4.0]), "z": np.array([0.0, 1.0])}],
    draws=[
        one_sample("h", "z"),
        one_sample("h", "z", outputs=5),
        far_out("h", "z"),
        lambda rng: {"h": some(rng, 2), "z": far_below(rng)},
    ],
    mistakes={
        "h @ (sigmoid(z) * (1 - sigmoid(z)))": "everything is added up into one number",
        "sigmoid(z) * (1 - sigmoid(z)) + 0 * h": "the upstream gradient is not used",
        "h * z * (1 - z)": "the slope is given z, where it wants the sigmoid of z",
        "h + 0 * z": "h is passed on as it is",
        "h + sigmoid(z) * (1 - sigmoid(z))": "the slope is added instead of multiplied",
        "h * sigmoid(z)": "the activation is used for the slope: the second factor is missing",
        "h * (1 - sigmoid(z))": "the first factor of the slope is missing",
        "h * (sigmoid(z) * (1 - sigmoid(z))) ** 2": "the slope of the sigmoid is there twice",
        "h * sigmoid(z) * (1 + sigmoid(z))": "the sign in the bracket is turned",
        "h * sigmoid(z) * (1 - z)": "the second factor is given z, where it wants the sigmoid of z",
        "h * sigmoid(h) * (1 - sigmoid(z))": "the first factor of the slope is taken at h, not at z",
        "h * (1 - sigmoid(z) ** 2)": "the sigmoid is put into the formula for tanh's slope, 1 minus a square",
        "np.outer(h, sigmoid(z) * (1 - sigmoid(z)))": "every number of h meets every slope",
        "h / (sigmoid(z) * (1 - sigmoid(z)))": "it is divided by the slope",
        "h * sigmoid(h) * (1 - sigmoid(h))": "the slope is taken at h, not at z",
        "h * np.diag(sigmoid(z) * (1 - sigmoid(z)))": "a whole matrix comes out, with the products on its diagonal",
        "h * sigmoid(z) * 1 - sigmoid(z)": "a bracket is missing: Python multiplies before it subtracts",
        "h * (1 - np.tanh(z) ** 2)": "the slope of tanh stands for that of the sigmoid",
    },
    also=[
        "np.diag(sigmoid(z) * (1 - sigmoid(z))) @ h",
        "h * sigmoid(z) * sigmoid(-z)",
        "[a * sigmoid(b) * sigmoid(-b) for a, b in zip(h, z)]",
    ],
)
def my_back_through_sigmoid(h, z):
    """dL/dz, when a = sigma(z) entry by entry and h is dL/da. You may call sigmoid(z)."""
    return h * sigmoid(z) * (1 - sigmoid(z))


# -------------------------------------------------------------------------------------------------- a batch


@notebook.function(
    hint=("W X, X W, or something else?", "Write Z_ni with its sum. Which two indices j have to stand side by side?"),
    paper=[
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "W": np.array([[1.0, -2.0], [0.0, 3.0]]),
            "b": np.array([10.0, 20.0]),
        }
    ],
    draws=[
        a_batch("X", "W", "b"),
        a_batch("X", "W", "b", samples=3, inputs=3),
        a_batch("X", "W", "b", samples=2, inputs=4),
        a_batch("X", "W", "b", samples=10),
        a_batch("X", "W", "b", outputs=1),
    ],
    mistakes={
        "X @ W + b": "it is summed down the columns of W, not along its rows: W and its transpose have changed places",
        "X @ W.T": "the bias is missing",
        "X @ W.T + b[:, None]": (
            "the bias stands upright, as a column: it then meets the samples instead of the outputs"
        ),
        "X @ W.T - b": "the bias is subtracted",
        "W @ X.T + b": "the samples are columns, and the bias meets them instead of the outputs",
        "W @ X.T + b[:, None]": "the samples are columns: everything is transposed",
        "X @ W.T + b.sum()": "the biases are added up, and each output gets all of them",
        "W @ X + b": "the two factors have changed places, and a transpose is missing",
        "sigmoid(X @ W.T + b)": "the sigmoid is applied already",
    },
    also=[
        "np.array([W @ x + b for x in X])",
        "(W @ X.T).T + b",
        "np.einsum('nj,ij->ni', X, W) + b",
        "[[w @ x + c for w, c in zip(W, b)] for x in X]",
    ],
)
def my_batch_forward(X, W, b):
    """Z for a batch: one sample in each row of X. W is (out, in), b is (out,). W may be square, too."""
    return X @ W.T + b


@notebook.function(
    hint=(
        "Where does the sum over the samples stand?",
        (
            "A sum of N outer products; what was broadcast forward is summed backward; "
            "and one row of dL/dX for each sample."
        ),
    ),
    paper=[
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "W": np.array([[1.0, -2.0], [0.0, 3.0]]),
            "G": np.array([[2.0, 1.0], [-3.0, 4.0]]),
        },
    ],
    draws=[
        a_batch("X", "W", "G"),
        a_batch("X", "W", "G", samples=3, inputs=3),
        a_batch("X", "W", "G", samples=2, inputs=4),
        a_batch("X", "W", "G", samples=10),
        a_batch("X", "W", "G", outputs=1, inputs=1),
    ],
    mistakes={
        ("G.T @ X", "X.T @ G"): "dL_dW is transposed: its rows belong to the inputs",
        ("G.T @ X", "G @ X"): (
            "dL_dW is summed along the rows of G, not down its columns: G and its transpose have changed places"
        ),
        ("G.T @ X", "G @ X.T"): (
            "the transpose of dL_dW stands at X, not at G: it is summed over the features, not over the samples"
        ),
        ("G.T @ X", "G[:, :, None] * X[:, None, :]"): "dL_dW is not summed: each sample keeps its outer product",
        ("G.T @ X", "G.T * X"): "in dL_dW `*` stands where `@` belongs",
        ("G.T @ X", "G.T @ X / len(X)"): "the outer products are averaged: the 1/N of a mean is in G already",
        ("G.T @ X", "np.outer(G[0], X[0])"): "the outer product of the first sample is taken for all",
        ("G.T @ X", "np.outer(G.sum(axis=0), X.sum(axis=0))"): "the samples are added up before they are multiplied",
        ("G.T @ X", "np.outer(np.ones(len(W)), X.sum(axis=0))"): "dL_dW does not use the upstream gradient",
        ("G.sum(axis=0)", "G.mean(axis=0)"): "the bias gradient is averaged over the samples",
        ("G.sum(axis=0)", "G.sum()"): "the bias gradient is summed over everything",
        ("G.sum(axis=0)", "G.sum(axis=1)"): "the bias gradient is summed over the outputs, along the wrong axis",
        ("G.sum(axis=0)", "G"): "the bias gradient is not summed",
        ("G.sum(axis=0)", "G.sum(axis=0, keepdims=True)"): "the bias gradient keeps an axis of length 1",
        ("G.sum(axis=0)", "G[0]"): "the bias gradient is that of the first sample",
        (
            "G @ W",
            "G @ W.T",
        ): "dL_dX is summed along the rows of W, not down its columns: W and its transpose have changed places",
        ("G @ W", "W.T @ G"): (
            "the factors of dL_dX have changed places, and a transpose stands in it:"
            " that is the rule for one sample as a column"
        ),
        ("G @ W", "W @ G"): "the factors of dL_dX have changed places",
        ("G @ W", "G * W"): "in dL_dX `*` stands where `@` belongs",
        ("G @ W", "(G @ W).sum(axis=0)"): "dL_dX is summed over the samples",
        ("G @ W", "G @ W / len(X)"): "dL_dX is divided by the number of samples",
        ("G @ W", "(G @ W).T"): "dL_dX is transposed: its columns are the samples",
    },
    also=[
        ("G.T @ X", "sum(np.outer(g, x) for g, x in zip(G, X))"),
        ("G.T @ X", "(X.T @ G).T", "G.sum(axis=0)", "np.ones(len(G)) @ G"),
        ("G @ W", "(W.T @ G.T).T", "G.T @ X", "np.einsum('nk,nl->kl', G, X)"),
        ("G.sum(axis=0)", "[sum(column) for column in G.T]"),
    ],
)
def my_batch_backward(X, W, G):
    """The three gradients of Z = X W^T + b, from G = dL/dZ. A sample is a row; W may be square, too."""
    dL_dW = G.T @ X  # like W
    dL_db = G.sum(axis=0)  # like b
    dL_dX = G @ W  # like X
    return {"dL_dW": dL_dW, "dL_db": dL_db, "dL_dX": dL_dX}


@notebook.function(
    hint=(
        "Divide by what, and how often?",
        "Entry by entry it is notebook 02. Where does the mean over the N samples put its factor?",
    ),
    paper=[{"Z": np.array([[0.0, 1.0], [-1.0, 0.0], [2.0, 1.0]]), "Y": np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0]])}],
    draws=[
        *(a_batch("Z", "Y"), a_batch("Z", "Y", samples=5, outputs=2), a_batch("Z", "Y", samples=2, outputs=5)),
        *(a_batch("Z", "Y", samples=10), far_out("Z", "Y", shape=(5, 2))),
        lambda rng: {"Z": far_below(rng)[:, None], "Y": np.zeros((2, 1))},
    ],
    mistakes={
        "sigmoid(Z) - Y": "1/N is missing",
        "(sigmoid(Z) - Y) / Z.size": "it is divided by all elements; here the outputs of a sample are added up",
        "(sigmoid(Z) - Y) / len(Z) ** 2": "1/N is there twice",
        "(Y - sigmoid(Z)) / len(Z)": SIGN_TURNED,
        "(sigmoid(Z) - Y) / Z.shape[1]": "it is divided by the number of outputs",
        "sigmoid(Z) - Y / len(Z)": "a bracket is missing: only the label is divided by N",
        "np.mean(sigmoid(Z) - Y)": "everything is averaged into one number",
        "-(Y * np.log(sigmoid(Z)) + (1 - Y) * np.log(1 - sigmoid(Z))) / len(Z)": (
            "the loss of each element is given, not its slope"
        ),
        "(Z - Y) / len(Z)": "Z itself is compared with the labels, without a sigmoid",
        "(sigmoid(Z) - Y).mean(axis=0)": "the samples are averaged away: each has a gradient of its own",
        "(sigmoid(Z) - Y) * sigmoid(Z) * (1 - sigmoid(Z)) / len(Z)": (
            "the slope of the sigmoid is multiplied in once more"
        ),
        "(sigmoid(Z) - Y) / (sigmoid(Z) * (1 - sigmoid(Z))) / len(Z)": (
            "the slope of the sigmoid is missing: that is the slope with respect to the prediction"
        ),
        "(Y - sigmoid(Z))": "the sign is turned, and 1/N is missing",
        "(sigmoid(Z) - Y) * sigmoid(Z) * (1 - sigmoid(Z))": "the slope of the sigmoid enters again, without 1/N",
    },
    also=["(sigmoid(Z) - Y) / Z.shape[0]", "sigmoid(Z) / len(Z) - Y / len(Z)", "(1 / (1 + np.exp(-Z)) - Y) / len(Y)"],
)
def my_upstream(Z, Y):
    """G = dL/dZ for sigmoid and cross-entropy, when L is the mean over the N samples of the sum over their outputs.
    The labels lie between 0 and 1.
    """
    return (sigmoid(Z) - Y) / len(Z)


# ------------------------------------------------------------------------------------- derivations with indices

DW_NAMES = ("dL_dZ", "dZ_dW", "G", "X", "N", "outputs", "inputs", "k", "l")
DB_NAMES = ("dL_dZ", "dZ_db", "G", "N", "outputs", "inputs", "k")
DX_NAMES = ("dL_dZ", "dZ_dX", "G", "W", "N", "outputs", "inputs", "n", "l")
SIZES = [(4, 3, 2), (3, 3, 3), (2, 4, 3), (4, 3, 2)]


@notebook.derivation(
    hint=(
        "What does the delta do to a sum?",
        "Of all i, only i = k is left. Then bring the two n side by side: a transpose swaps two indices.",
    ),
    paper=[to_see(indexed((2, 2, 2), *DW_NAMES))],
    draws=[indexed(sizes, *DW_NAMES) for sizes in SIZES],
    last="one `@`, and no `sum`: a matrix product with `[k, l]` behind it, or a vector `@` a vector",
    names="G dL_dZ X k l",
    at_most={"sum": 0, "outer": 0},
    mistakes={
        "(X.T @ G)[k, l]": "the product is transposed, or the indices k and l have changed places",
        "(G @ X)[k, l]": (
            "it is summed along the rows of G, not down its columns: G and its transpose have changed places"
        ),
        "(G @ X.T)[k, l]": "the transpose stands at X, not at G: it is summed over the features, not over the samples",
        "G[:, k] * X[:, l]": "the products are not added up: `*` stands where `@` belongs",
        "sum(G[n, k] * X[n, k] for n in range(N))": "the input is picked by k, the row of the weight",
        "G.T @ X": "the whole matrix is given, not its entry [k, l]",
        "sum(G[n, k] * X[n, l] for n in range(N)) / N": "the samples are averaged: the 1/N of a mean is in G already",
        (
            "sum(sum(G[n, i] * X[n, l] for i in range(outputs)) for n in range(N))"
        ): "the delta is lost: every output is counted",
        "sum(G[n, k] for n in range(N)) * sum(X[n, l] for n in range(N))": "each factor gets a sum of its own",
        "G[0, k] * X[0, l]": "the first sample is taken for all",
        ("sum(sum((i == k) * X[n, l] for i in range(outputs)) for n in range(N))"): "the upstream gradient is left out",
        "sum(G[n, k] for n in range(N))": "the input is left out",
    },
    also=[
        [
            "sum(sum(dL_dZ[n, i] * dZ_dW[n, i, k, l] for i in range(outputs)) for n in range(N))",
            "sum(G[n, k] * X[n, l] for n in range(N))",
            "(G.T @ X)[k, l]",
        ],
        [
            "sum(sum(G[m, i] * dZ_dW[m, i, k, l] for i in range(outputs)) for m in range(N))",
            "sum(G[m, k] * X[m, l] for m in range(N))",
            "sum(outer(G[m], X[m]) for m in range(N))[k, l]",
            "sum(G[:, k] * X[:, l])",
            "G[:, k] @ X[:, l]",
        ],
        [
            "sum(dL_dZ * dZ_dW[:, :, k, l])",
            "sum(X[n, l] * G[n, k] for n in range(N))",
            "(X.T @ G)[l, k]",
            "(X.T @ G).T[k, l]",
        ],
    ],
)
def my_dL_dW_steps():
    """From the chain rule to dL/dW for a batch, with indices: entry [k, l].

    (i == k) is the delta; G is dL_dZ; N, outputs and inputs are the sizes.
    """
    return """
    sum(sum(dL_dZ[n, i] * dZ_dW[n, i, k, l] for i in range(outputs)) for n in range(N))
    sum(sum(G[n, i] * (i == k) * X[n, l] for i in range(outputs)) for n in range(N))
    sum(G[n, k] * X[n, l] for n in range(N))
    sum(G.T[k, n] * X[n, l] for n in range(N))
    (G.T @ X)[k, l]
    """


@notebook.derivation(
    hint=("Which sum stays?", "The delta ends the sum over the outputs. Nothing ends the sum over the samples."),
    paper=[to_see(indexed((2, 2, 2), *DB_NAMES))],
    draws=[indexed(sizes, *DB_NAMES) for sizes in SIZES],
    last="one sum over the samples, in `G` only",
    names="G dL_dZ k N",
    mistakes={
        "sum(G, axis=1)[k]": "it is summed along the wrong axis",
        "mean(G, axis=0)[k]": "the samples are averaged, not added up",
        "np.sum(G)": "it is summed over everything: the delta is lost",
        "G[0, k]": "the first sample is taken for all",
        "N": "the upstream gradient is left out",
        "G[:, k]": "the samples are not added up",
        "sum(G, axis=0)": "all biases are given, not number k",
    },
    also=[
        ["sum(sum(dL_dZ[n, i] * dZ_db[n, i, k] for i in range(outputs)) for n in range(N))", "sum(G, axis=0)[k]"],
        [
            "sum(sum(dL_dZ[m, i] * (i == k) for i in range(outputs)) for m in range(N))",
            "sum(G[m, k] for m in range(N))",
            "sum(G[:, k])",
        ],
        ["sum(G * dZ_db[:, :, k])", "sum(G.T[k, n] for n in range(N))", "G.sum(axis=0)[k]"],
    ],
)
def my_dL_db_steps():
    """From the chain rule to dL/db for a batch, with indices: entry [k].

    (i == k) is the delta; G is dL_dZ; N, outputs and inputs are the sizes.
    """
    return """
    sum(sum(dL_dZ[n, i] * dZ_db[n, i, k] for i in range(outputs)) for n in range(N))
    sum(sum(G[n, i] * (i == k) for i in range(outputs)) for n in range(N))
    sum(G[n, k] for n in range(N))
    sum(G, axis=0)[k]
    """


@notebook.derivation(
    hint=(
        "Which samples react?",
        "Only sample n moves with its own input: the delta ends the sum over m. The sum over the outputs stays.",
    ),
    paper=[to_see(indexed((2, 2, 2), *DX_NAMES))],
    draws=[indexed(sizes, *DX_NAMES) for sizes in SIZES],
    last="one `@`, and no `sum`: a matrix product with `[n, l]` behind it, or a vector `@` a vector",
    names="G dL_dZ W n l",
    at_most={"sum": 0, "outer": 0},
    mistakes={
        "(G @ W.T)[n, l]": (
            "it is summed along the rows of W, not down its columns: W and its transpose have changed places"
        ),
        "(W.T @ G)[n, l]": (
            "the two factors have changed places, and a transpose stands in it:"
            " that is the rule for one sample as a column"
        ),
        "G[n] * W[:, l]": "the products are not added up: `*` stands where `@` belongs",
        "G @ W": "the whole matrix is given, not its entry [n, l]",
        (
            "sum(sum(G[m, i] * W[i, l] for i in range(outputs)) for m in range(N))"
        ): "the delta is lost: every sample is counted",
        (
            "sum(G[n, i] for i in range(outputs)) * sum(W[i, l] for i in range(outputs))"
        ): "each factor gets a sum of its own",
        "sum(W[i, l] for i in range(outputs))": "the upstream gradient is left out",
        "sum(G[n, i] for i in range(outputs))": "the weights are left out",
        "sum(G[n, i] * W[i, l] for i in range(outputs)) / N": "it is divided by the number of samples",
        "sum(G[n, i] * W[0, l] for i in range(outputs))": "the first row of weights is taken for all",
    },
    also=[
        [
            "sum(sum(dL_dZ[m, i] * dZ_dX[m, i, n, l] for i in range(outputs)) for m in range(N))",
            "sum(G[n, i] * W[i, l] for i in range(outputs))",
            "(G @ W)[n, l]",
        ],
        ["sum(G * dZ_dX[:, :, n, l])", "G[n] @ W[:, l]", "W.T[l] @ G[n]", "(W.T @ G[n])[l]", "(W.T @ G.T)[l, n]"],
        [
            "sum(sum(G[m, j] * (m == n) * W[j, l] for j in range(outputs)) for m in range(N))",
            "sum(W.T[l, j] * G[n, j] for j in range(outputs))",
            "(G @ W)[n][l]",
        ],
    ],
)
def my_dL_dX_steps():
    """From the chain rule to dL/dX for a batch, with indices: entry [n, l].

    (m == n) is the delta; G is dL_dZ; N, outputs and inputs are the sizes.
    """
    return """
    sum(sum(dL_dZ[m, i] * dZ_dX[m, i, n, l] for i in range(outputs)) for m in range(N))
    sum(sum(G[m, i] * (m == n) * W[i, l] for i in range(outputs)) for m in range(N))
    sum(G[n, i] * W[i, l] for i in range(outputs))
    (G @ W)[n, l]
    """


def two_rows(outputs, inputs):
    """Two samples as vectors, and the same two as rows of X and G."""

    def draw(rng):
        case = a_batch("X", "G", samples=2, outputs=outputs, inputs=inputs)(rng)
        (x_1, x_2), (g_1, g_2) = case["X"], case["G"]
        return dict(g_1=g_1, g_2=g_2, x_1=x_1, x_2=x_2, **case)

    return draw


@notebook.derivation(
    hint=(
        "What does a matrix product add up?",
        "On paper, write entry [k, l] of the given line. The sum over the samples runs over the rows of G and of X.",
    ),
    paper=[to_see(two_rows(2, 2), seed=3)],
    draws=[two_rows(3, 4), two_rows(4, 3), two_rows(2, 2)],
    last="one matrix product of `G` and `X`",
    names="G X",
    at_most={"+": 0, "outer": 0, "sum": 0},
    mistakes={
        "G @ X": "it is summed along the rows of G, not down its columns: G and its transpose have changed places",
        "X.T @ G": "the product is transposed: X chooses the row",
        "outer(g_1 + g_2, x_1 + x_2)": "the samples are added up before they are multiplied",
        "outer(g_1, x_1)": "the second sample is lost",
        "outer(g_1, x_1) + outer(g_1, x_2)": "the gradient of the first sample meets both inputs",
        "outer(g_1, x_1) + outer(g_2, x_1)": "the input of the first sample meets both gradients",
        "G.T * X": "`*` stands where `@` belongs",
        "G * X": "the entries of G and X are multiplied one by one, in the places where they stand",
        "G @ X.T": "the transpose stands at X, not at G: it is summed over the features, not over the samples",
        "outer(g_1, x_2) + outer(g_2, x_1)": "the gradient of one sample meets the input of the other",
        "G.T @ X / 2": "the samples are averaged",
        "g_1 @ x_1 + g_2 @ x_2": "the products of two vectors are added up: no matrix comes out",
    },
    also=[
        [
            "outer(g_1, x_1) + outer(g_2, x_2)",
            "outer(G[0], X[0]) + outer(G[1], X[1])",
            "sum(outer(G[n], X[n]) for n in range(2))",
            "(X.T @ G).T",
        ],
        ["outer(g_1, x_1) + outer(g_2, x_2)", "outer(x_1, g_1).T + outer(x_2, g_2).T", "np.dot(G.T, X)"],
    ],
)
def my_two_samples_steps():
    """g_1, g_2 are the rows of G, and x_1, x_2 those of X. From dL/dW of the two samples, added up,
    to one matrix product.
    """
    return """
    outer(g_1, x_1) + outer(g_2, x_2)
    outer(G[0], X[0]) + outer(G[1], X[1])
    G.T @ X
    """


# -------------------------------------------------------------------------------------------- fits, but wrong


def tries(formula):
    """The results beside the right ones, for several sizes; at last with a 0 in each array, and with zeros only."""
    for outputs, inputs, zeros in [(3, 2, 0), (2, 4, 0), (3, 3, 0), (1, 3, 0), (3, 1, 0), (4, 3, 1), (4, 3, 12)]:
        case = one_sample("g", "x", "W", outputs=outputs, inputs=inputs)(np.random.default_rng(outputs + inputs))
        for array in case.values():
            array.reshape(-1)[:zeros] = 0  # the first of its entries
        yield formula(case["g"], case["x"], case["W"]), np.outer(case["g"], case["x"])


def is_open(formula):
    try:
        return next(tries(formula))[0] is ...
    except Exception:  # what it raises is told with the promise that it then breaks
        return False


FINITE = "Its numbers have to be finite, also for zeros in g, x and W: there is a nan or an infinity in it."


@notebook.design(
    hint=(
        "What has this shape, besides dL/dW?",
        "Start from an array that has this shape already, and change its numbers.",
    ),
    promises={
        "It has to be a function of g, x and W.": lambda formula: (
            ... if callable(formula) and is_open(formula) else callable(formula)
        ),
        "Its shape has to be that of W, for all sizes.": lambda formula: all(
            np.shape(a) == b.shape for a, b in tries(formula)
        ),
        "It has to be numbers.": lambda formula: all(np.asarray(a).dtype.kind in "fiub" for a, _ in tries(formula)),
        FINITE: lambda formula: all(np.all(np.isfinite(np.asarray(a))) for a, _ in tries(formula)),
        "It has to be wrong: these are the right numbers of dL/dW.": lambda formula: (
            not all(np.allclose(a, b) for a, b in tries(formula))
        ),
    },
    mistakes={
        "np.outer(x, g)": "Its shape has to be that of W, for all sizes.",
        "x": "Its shape has to be that of W, for all sizes.",
        "g[:, None] * x": "It has to be wrong: these are the right numbers of dL/dW.",
        "np.full(W.shape, 'a')": "It has to be numbers.",
        "np.full(W.shape, np.nan)": FINITE,
        "np.outer(g, x) / 0": FINITE,
        "np.outer(g, x).tolist() + [0]": "Its shape has to be that of W, for all sizes.",
    },
    also=["W", "np.outer(g, x) + 1", "2 * np.outer(g, x)", "W * g[:, None]"],
)
def my_fits_but_wrong(g, x, W):
    """A formula whose shape is that of W for all sizes, whose numbers are finite, and which is not dL/dW."""
    return W * x
