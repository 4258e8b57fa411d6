"""Exercises of notebook 07: what a hidden unit draws, and the five steps back through a hidden layer."""

import numpy as np

from ._designs import fault_of, fault_of_shape
from ._draws import FAINT, JUST, enlarged, far_below, first_of, labels, quarters
from ._judge import SIGN_TURNED, Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def a_network(*names, samples=5, inputs=3, hidden=4, outputs=2, dead=0):
    """A batch on its way through a hidden layer, of which an exercise takes what it needs.

    Each unit is on for some samples and off for others, but for the last ones, if some are ``dead``. The first score
    is exactly 0, another just above it, and of three units one just below.
    """

    def draw(rng):
        while True:
            X, W1, b1 = quarters(rng, samples, inputs), quarters(rng, hidden, inputs), quarters(rng, hidden)
            W2, b2 = quarters(rng, outputs, hidden, largest=3), quarters(rng, outputs)
            for k, beside in enumerate([0.0, JUST, -JUST][:hidden]):
                b1[k] = beside - X[k] @ W1[k]
            if dead:
                b1[-dead:] = -JUST - np.max(X @ W1[-dead:].T, axis=0)
            z1 = X @ W1.T + b1
            a1 = np.maximum(z1, 0)
            z2 = a1 @ W2.T + b2
            alive = z1[:, : hidden - dead]
            both = np.all(np.any(alive > 0, axis=0) & np.any(alive < 0, axis=0))
            one_zero = np.sum(z1 == 0) == (dead < hidden)
            if both and np.all(b1 != 0) and one_zero and np.abs(z2).max() < 5:
                break
        drawn = {"X": X, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "z1": z1, "a1": a1, "z2": z2}
        drawn |= {"Y": labels(rng, samples, outputs), "dL_da1": quarters(rng, samples, hidden)}
        return {name: drawn[name] for name in names}

    return draw


ODD_SIZES = {"samples": 5, "inputs": 3, "hidden": 4, "outputs": 2}
SQUARE = {"samples": 4, "inputs": 3, "hidden": 3, "outputs": 3}
CUBE = {"samples": 3, "inputs": 3, "hidden": 3, "outputs": 3}
MANY = {"samples": 10, "inputs": 2, "hidden": 3, "outputs": 1}
ONE_DEAD, ALL_DEAD = {"dead": 1}, {"samples": 2, "inputs": 3, "hidden": 2, "outputs": 3, "dead": 2}
WITH_A_MASK = (ODD_SIZES, SQUARE, CUBE, MANY, ONE_DEAD, ALL_DEAD)

# Two samples, two features, two units, one output; the first score is exactly 0.
SMALL = {
    "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
    "Y": np.array([[0.0], [1.0]]),
    "W1": np.array([[2.0, 1.0], [-1.0, 1.0]]),
    "b1": np.array([-4.0, 1.0]),
    "W2": np.array([[3.0, 1.0]]),
    "b2": np.array([-3.0]),
    "z1": np.array([[0.0, 2.0], [1.0, -3.0]]),
    "a1": np.array([[0.0, 2.0], [1.0, 0.0]]),
    "z2": np.array([[-1.0], [0.0]]),
}


TWO_OUTPUTS = {
    "Y": np.array([[0.0, 1.0], [0.0, 1.0]]),
    "W2": np.array([[3.0, 1.0], [-1.0, 0.5]]),
    "z2": np.array([[0.0, 0.0], [1.0, -2.0]]),
}


def small(*names, **more):
    return {name: SMALL[name] for name in names} | more


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=("Where is a ramp 0, and where is it 1?", "Put x1 = 0 into the score. Which x2 makes it 0, and which one 1?"),
    parts=("the beginning", "the output 1"),
    mistakes={
        "(-1, 0)": "the bias has the wrong sign",
        "(0, 1)": "the bias is left out",
        "(0.5, 1)": "the points are those with two equal features, not those with x1 = 0",
        "(2, 1)": "the two places are given in the other order",
        "(1, 1)": "the hinge is given for both",
        "(1, 3)": "the output is taken to be 1 where the score is 2",
    },
    also=["[1, 2]", "(1.0, 2.0)"],
)
def my_fold_and_one():
    """A unit has the weights (1, 1) and the bias -1. On the axis x1 = 0: above which x2 does its output rise,
    and at which x2 is it 1? A tuple of two numbers.
    """
    return 1, 2


@notebook.value(
    hint=("How many shapes are there to learn?", "None: a gradient has the shape of its variable."),
    parts=("dL_dZ2", "dL_dW2", "dL_db2", "dL_dA1", "dL_dZ1", "dL_dW1", "dL_db1"),
    mistakes={
        "(1, 1), (1, 4), (1,), (8, 4), (8, 4), (4, 3), (4,)": "the samples are averaged away in dL/dZ2",
        "(8, 1), (4, 1), (1,), (8, 4), (8, 4), (4, 3), (4,)": "dL/dW2 is transposed",
        "(8, 1), (1, 4), (8, 1), (8, 4), (8, 4), (4, 3), (4,)": "dL/db2 still has the samples in it",
        "(8, 1), (1, 4), (1,), (4,), (8, 4), (4, 3), (4,)": "dL/dA1 is summed over the samples",
        "(8, 1), (1, 4), (1,), (8, 4), (4,), (4, 3), (4,)": "dL/dZ1 is summed over the samples",
        "(8, 1), (1, 4), (1,), (8, 4), (8, 4), (3, 4), (4,)": "dL/dW1 is transposed",
        "(8, 1), (1, 4), (1,), (8, 4), (8, 4), (8, 3), (4,)": "dL/dW1 has the shape of X",
        "(8, 1), (1, 4), (1,), (8, 4), (8, 4), (4, 3), (8, 4)": "dL/db1 still has the samples in it",
        "(8, 1), (4, 1), (1,), (8, 4), (8, 4), (3, 4), (4,)": "both matrices are written as (in, out)",
        "(8, 1), (1, 4), (1, 1), (8, 4), (8, 4), (4, 3), (1, 4)": "the gradients of the biases are written as rows",
        "(8, 1), (1, 4), (1,), (8, 4), (8, 4), (4, 3), (1, 4)": "dL/db1 is written as a row",
        "(1, 8), (1, 4), (1,), (4, 8), (4, 8), (4, 3), (4,)": "the samples are written as columns",
        "(8, 1), (4, 3), (4,), (8, 4), (8, 4), (1, 4), (1,)": "W1 and W2 have changed places, and so have b1 and b2",
        "(8, 1), (1, 4), (8, 1), (8, 4), (8, 4), (4, 3), (8, 4)": "dL/db2 and dL/db1 still have the samples in them",
        "(8, 1), (1, 4), (1,), (4,), (4,), (4, 3), (4,)": "dL/dA1 and dL/dZ1 are summed over the samples",
        "(1,), (1, 4), (1,), (4,), (4,), (4, 3), (4,)": "the shapes of a single sample are given",
        "(8, 1), (1, 4), 1, (8, 4), (8, 4), (4, 3), 4": (
            "(1) and (4) are written for (1,) and (4,): without the comma they are the numbers 1 and 4"
        ),
        "(8, 1), (1, 4), 1, (8, 4), (8, 4), (4, 3), (4,)": (
            "(1) is written for (1,) in dL/db2: without the comma it is the number 1"
        ),
        "(8, 1), (1, 4), (1,), (8, 4), (8, 4), (4, 3), 4": (
            "(4) is written for (4,) in dL/db1: without the comma it is the number 4"
        ),
    },
    also=["[[8, 1], [1, 4], [1], [8, 4], [8, 4], [4, 3], [4]]"],
)
def my_seven_shapes():
    """Eight samples, three features, four hidden units, one output. The shapes of dL/dZ2, dL/dW2, dL/db2, dL/dA1,
    dL/dZ1, dL/dW1 and dL/db1, in this order: a tuple of seven tuples.
    """
    return (8, 1), (1, 4), (1,), (8, 4), (8, 4), (4, 3), (4,)


@notebook.value(
    hint=("What has to become different?", "Follow two units of each start through one step. Do they part?"),
    choices=("zeros", "ones", "1, 2, 3", "none"),
    mistakes={
        '"zeros"': "the start is taken at which every activation is 0",
        '"ones"': "the start is taken whose units are all equal",
        '"1, 2, 3"': "the start is taken whose units are all multiples of one",
    },
    also=['"None"', '" none "'],
)
def my_start_that_works():
    """Weights to start from: all 0; all 1; all k in unit k. Which of the three will work?
    "zeros", "ones", "1, 2, 3" or "none".
    """
    return "none"


@notebook.value(
    hint=(
        "What could stop it?",
        "All eight are right already. What happens to their losses if every score is doubled?",
    ),
    choices=("near 0.2", "near 0.1", "lower still"),
    mistakes={
        '"near 0.2"': "the loss at which the training was stopped is taken for its end",
        '"near 0.1"': "the loss is taken to level off a little further on",
    },
    also=['"Lower still"'],
)
def my_end_of_the_loss():
    """After 100 epochs the loss is 0.2162, and all eight are right. Where does it end if the training goes on:
    "near 0.2", "near 0.1" or "lower still"?
    """
    return "lower still"


# ------------------------------------------------------------------------------------- two layers without ReLU

TWO_LAYERS = ("W1", "b1", "W2", "b2")


def two_layers(rng_sizes):
    """Two linear layers and one sample x."""
    inputs, hidden, outputs = rng_sizes

    def draw(rng):
        return {
            "W1": quarters(rng, hidden, inputs) + rng.random((hidden, inputs)) / 8,
            "b1": quarters(rng, hidden) + rng.random(hidden) / 8,
            "W2": quarters(rng, outputs, hidden) + rng.random((outputs, hidden)) / 8,
            "b2": quarters(rng, outputs) + rng.random(outputs) / 8,
            "x": quarters(rng, inputs) + rng.random(inputs) / 8,
        }

    return draw


@notebook.derivation(
    hint=("What stands in front of x?", "Multiply out. Which part holds x, and which one is the same for every x?"),
    paper=[
        {
            "W1": np.array([[1.0, 2.0], [0.0, -1.0]]),
            "b1": np.array([1.0, -2.0]),
            "W2": np.array([[3.0, 1.0], [-1.0, 2.0]]),
            "b2": np.array([5.0, 10.0]),
            "x": np.array([2.0, 1.0]),
        }
    ],
    draws=[two_layers((3, 4, 2)), two_layers((3, 3, 3)), two_layers((2, 2, 2))],
    definitions={"z1": "W1 @ x + b1", "W": "W2 @ W1"},
    last="in `W`, `x`, `W2`, `b1` and `b2` only, with at most two products",
    names="W x W2 b1 b2",
    at_most={"@": 2},
    mistakes={
        ("W2 @ (W1 @ x) + W2 @ b1 + b2", "W2 @ (W1 @ x) + b1 + b2"): "the first bias does not go through W2",
        ("W2 @ (W1 @ x) + W2 @ b1 + b2", "W2 @ (W1 @ x) + b2"): "the first bias is lost",
        ("W2 @ (W1 @ x) + W2 @ b1 + b2", "W2 @ (W1 @ x) + W2 @ b1"): "the second bias is lost",
        ("W2 @ (W1 @ x) + W2 @ b1 + b2", "W2 @ (W1 @ x) + W2 @ (b1 + b2)"): "the second bias goes through W2, too",
        ("(W2 @ W1) @ x", "(W1 @ W2) @ x"): "the two matrices are multiplied in the wrong order",
        ("(W2 @ W1) @ x", "(W2 * W1) @ x"): "the two matrices are multiplied entry by entry",
        ("(W2 @ W1) @ x", "(W2 + W1) @ x"): "the two matrices are added",
        "W @ x + W1 @ b1 + b2": "the first bias goes through W1",
        "W @ x + b1 @ W2 + b2": "b1 meets the columns of W2, not its rows: W2 and its transpose have changed places",
        "W @ (x + b1) + b2": "the first bias goes through both matrices",
        "W @ x + W2 @ b1 - b2": "the second bias is subtracted",
    },
    also=[
        ["W2 @ z1 + b2", "W2 @ (b1 + W1 @ x) + b2", "W @ x + W2 @ b1 + b2"],
        [
            "W2 @ (W1 @ x + b1) + b2",
            "W2 @ W1 @ x + b1 @ W2.T + b2",
            "b2 + W2 @ b1 + x @ W.T",
            "b2 + W2 @ b1 + W @ x",
        ],
        ["W2 @ z1 + b2", "dot(W2, dot(W1, x)) + dot(W2, b1) + b2", "W @ x + (W2 @ b1 + b2)"],
    ],
)
def my_one_layer_steps():
    """Two linear layers, one after the other: z1 = W1 @ x + b1, then the given line. Write it as one layer.

    W is the name of the one matrix that stands in front of x: when your line has a product of two, write W for it.
    """
    return """
    W2 @ z1 + b2
    W2 @ (W1 @ x + b1) + b2
    W2 @ (W1 @ x) + W2 @ b1 + b2
    (W2 @ W1) @ x + (W2 @ b1 + b2)
    W @ x + W2 @ b1 + b2
    """


@notebook.function(
    hint=(
        "Which matrix stands on the left?",
        "Put z1 = W1 x + b1 into z2 = W2 z1 + b2, and multiply out. x meets one of the matrices first.",
    ),
    paper=[
        {
            "W1": np.array([[1.0, 2.0], [0.0, -1.0]]),
            "b1": np.array([1.0, -2.0]),
            "W2": np.array([[3.0, 1.0], [-1.0, 2.0]]),
            "b2": np.array([5.0, 10.0]),
        },
    ],
    draws=[
        lambda rng: {name: two_layers((3, 4, 2))(rng)[name] for name in TWO_LAYERS},
        lambda rng: {name: two_layers((3, 3, 3))(rng)[name] for name in TWO_LAYERS},
        lambda rng: {name: two_layers((1, 3, 1))(rng)[name] for name in TWO_LAYERS},
        *(
            enlarged(lambda rng: {name: two_layers((3, 4, 2))(rng)[name] for name in TWO_LAYERS}, large)
            for large in TWO_LAYERS
        ),
    ],
    mistakes={
        ("W2 @ W1", "W1 @ W2"): "the two matrices are multiplied in the wrong order",
        ("W2 @ W1", "W2 * W1"): "the two matrices are multiplied entry by entry",
        ("W2 @ W1", "(W2 @ W1).T"): "the product is transposed",
        ("W2 @ W1", "W2 @ W1.T"): "the first matrix is transposed before the product",
        ("W2 @ W1", "W2 + W1"): "the two matrices are added",
        ("W2 @ b1 + b2", "b2"): "the first bias is forgotten",
        ("W2 @ b1 + b2", "W2 @ b1"): "the second bias is forgotten",
        ("W2 @ b1 + b2", "b1 + b2"): "the first bias is added as it is, without going through W2",
        ("W2 @ b1 + b2", "W2 @ (b1 + b2)"): "the second bias goes through W2, too",
        ("W2 @ b1 + b2", "W1 @ b1 + b2"): "the first bias goes through W1",
        (
            "W2 @ b1 + b2",
            "b1 @ W2 + b2",
        ): "b1 meets the columns of W2, not its rows: W2 and its transpose have changed places",
        ("W2 @ b1 + b2", "W2 @ b1 - b2"): "the second bias is subtracted",
        ("W2 @ b1 + b2", "W2 @ W1 @ b1 + b2"): "the first bias goes through both matrices",
    },
    also=[
        ("W2 @ b1 + b2", "b1 @ W2.T + b2"),
        ("W2 @ W1", "(W1.T @ W2.T).T"),
        ("W2 @ W1", "np.einsum('ik,kl->il', W2, W1)", "W2 @ b1 + b2", "[w @ b1 + c for w, c in zip(W2, b2)]"),
    ],
)
def my_as_one_layer(W1, b1, W2, b2):
    """The one linear layer, W and b, that does the same as two of them: first W1 and b1, then W2 and b2."""
    W = W2 @ W1
    b = W2 @ b1 + b2
    return {"W": W, "b": b}


# ------------------------------------------------------------------------------------------ what a unit draws


@notebook.value(
    hint=("What is a hinge?", "The hinge is where the score is 0. On that axis the first weight has nothing to say."),
    mistakes={
        "-2": "the bias has the wrong sign",
        "-5": "the other axis is crossed: this is the x1 for x2 = 0",
        "0.5": "it is turned upside down: the weight over the bias",
        "9 / 5": "the output is 1 there, not 0",
        "10": "the bias itself is given",
    },
    also=["2.0", "2.0000"],
)
def my_crossing():
    """A unit has the weights (2, -5) and the bias 10. At which x2 does its hinge cross the axis x1 = 0?"""
    return 2


WEIGHTS = {"W1": (2, 2), "b1": (2,), "W2": (1, 2), "b2": (1,)}


def are_numbers(values, shapes):
    """Arrays of these shapes, and finite; three dots if some are left; in words, the entry at fault."""
    if not isinstance(values, dict):
        return values is ... and ...
    too_many = sorted(map(str, set(values) - set(shapes)))
    for other in too_many:  # w1 for W1
        if missing := [name for name in shapes if name not in values and name.lower() == other.lower()]:
            return f"`{missing[0]}` is missing: it is written `{other}`."
    if too_many:
        return f"There is a key too many: {', '.join(too_many)}."
    if any(value is ... for value in values.values()):
        return ...
    if fault := fault_of(values, shapes):
        return fault
    for name, shape in shapes.items():
        array = np.asarray(values[name])
        if array.dtype.kind == "b":
            return f"`{name}` holds True and False; wanted are numbers."
        if fault := fault_of_shape(name, array, shape):
            return fault
    return True


def says_yes(weights, point):
    """What a network with one hidden layer of ReLU units says about one point."""
    W1, b1, W2, b2 = (np.asarray(weights[name], dtype=float) for name in WEIGHTS)
    return bool((W2 @ np.maximum(W1 @ np.array(point) + b1, 0) + b2)[0] >= 0)


@notebook.design(
    hint=(
        "What can the second unit do that the first cannot?",
        "Let both units look at x1 + x2. The second one has to turn the way up into a way down.",
    ),
    promises={
        "W1, b1, W2 and b2 have to be numbers of the shapes (2, 2), (2,), (1, 2) and (1,).": lambda weights: (
            are_numbers(weights, WEIGHTS)
        ),
        "The point (0, 0) has to be right: its score has to be negative.": lambda weights: (
            not says_yes(weights, (0, 0))
        ),
        "The point (0, 1) has to be right: its score has to be at least 0.": lambda weights: says_yes(weights, (0, 1)),
        "The point (1, 0) has to be right: its score has to be at least 0.": lambda weights: says_yes(weights, (1, 0)),
        "The point (1, 1) has to be right: its score has to be negative.": lambda weights: (
            not says_yes(weights, (1, 1))
        ),
    },
    mistakes={
        '{"W1": [[1, 1]], "b1": [0], "W2": [[1]], "b2": [0]}': (
            "W1, b1, W2 and b2 have to be numbers of the shapes (2, 2), (2,), (1, 2) and (1,)."
        ),
        '{"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1], [-2]], "b2": [-0.5]}': (
            "W1, b1, W2 and b2 have to be numbers of the shapes (2, 2), (2,), (1, 2) and (1,)."
        ),
        '{"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [0.5]}': (
            "The point (0, 0) has to be right: its score has to be negative."
        ),
        '{"W1": [[1, 0], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [-0.5]}': (
            "The point (0, 1) has to be right: its score has to be at least 0."
        ),
        '{"W1": [[0, 1], [0, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [-0.5]}': (
            "The point (1, 0) has to be right: its score has to be at least 0."
        ),
        '{"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -1]], "b2": [-0.5]}': (
            "The point (1, 1) has to be right: its score has to be negative."
        ),
        '{"W1": [[1, 1], [1, 1]], "b1": [0, 0], "W2": [[1, -2]], "b2": [-0.5]}': (
            "The point (0, 1) has to be right: its score has to be at least 0."
        ),
    },
    also=[
        '{"W1": [[1, -1], [-1, 1]], "b1": [0, 0], "W2": [[1, 1]], "b2": [-0.5]}',
        '{"W1": np.ones((2, 2)), "b1": np.array([0.0, -1.0]), "W2": np.array([[2.0, -4.0]]), "b2": np.array([-1.0])}',
        '{"W1": [[1, 1], [-1, -1]], "b1": [-1, 1], "W2": [[-1, -1]], "b2": [0.5]}',
    ],
)
def my_xor():
    """Two ReLU units that are right about the four points of XOR: the weights of the network, as a dictionary
    {"W1": ..., "b1": ..., "W2": ..., "b2": ...} with the shapes (2, 2), (2,), (1, 2) and (1,). A score of at least 0
    says 1.
    """
    return {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [-0.5]}


# ----------------------------------------------------------------------------------------------- the way forward


@notebook.function(
    hint=(
        "What stands between the two layers?",
        "A linear layer for a batch, something that is not linear, and another linear layer. No sigmoid at the end.",
    ),
    paper=[small("X", "W1", "b1", "W2", "b2")],
    draws=[
        *(a_network("X", "W1", "b1", "W2", "b2", **sizes) for sizes in (ODD_SIZES, SQUARE, CUBE, MANY)),
        *(enlarged(a_network("X", "W1", "b1", "W2", "b2"), name) for name in ("X", "W1", "b1", "W2", "b2")),
        first_of(a_network("X", "W1", "b1", "W2", "b2"), W1=0, b1=0, W2=1),
    ],
    mistakes={
        ("X @ W1.T + b1", "X @ W1 + b1"): (
            "it is summed down the columns of W1, not along its rows: W1 and its transpose have changed places"
        ),
        ("X @ W1.T + b1", "X @ W1.T"): "the first bias is missing",
        ("X @ W1.T + b1", "np.maximum(X @ W1.T + b1, 0)"): "z1 has gone through the ReLU already",
        ("np.maximum(z1, 0)", "z1"): "the ReLU is missing: two linear layers are one",
        ("np.maximum(z1, 0)", "np.abs(z1)"): "the absolute value stands for the ReLU",
        ("X @ W1.T + b1", "W1 @ X.T + b1"): "the samples stand as columns in z1, and b1 is added to the wrong axis",
        ("X @ W1.T + b1", "X @ W1.T - b1"): "the first bias is subtracted",
        ("np.maximum(z1, 0)", "np.where(z1 > 0, z1, 0.1 * z1)"): "the leaky ReLU stands for the ReLU",
        ("np.maximum(z1, 0)", "np.tanh(z1)"): "tanh stands for the ReLU",
        ("np.maximum(z1, 0)", "sigmoid(z1)"): "the sigmoid stands for the ReLU",
        ("np.maximum(z1, 0)", "1.0 * (z1 > 0)"): "the mask is given: 1 where a unit is on, not what it puts out",
        ("np.maximum(z1, 0)", "np.maximum(X @ W1.T, 0) + b1"): "the ReLU comes before the bias",
        ("np.maximum(z1, 0)", "np.minimum(z1, 0)"): "the wrong half is kept: what is negative",
        ("a1 @ W2.T", "z1 @ W2.T"): "the second layer is given z1, not a1",
        ("a1 @ W2.T + b2", "a1 @ W2.T"): "the second bias is missing",
        ("a1 @ W2.T + b2", "np.maximum(a1 @ W2.T + b2, 0)"): "a ReLU stands behind the output layer, too",
        ("a1 @ W2.T + b2", "sigmoid(a1 @ W2.T + b2)"): "the output is a probability already",
        ("a1 @ W2.T + b2", "a1 @ W2 + b2"): (
            "it is summed down the columns of W2, not along its rows: W2 and its transpose have changed places"
        ),
    },
    also=[
        ("np.maximum(z1, 0)", "z1 * (z1 > 0)"),
        ("X @ W1.T + b1", "np.array([W1 @ x + b1 for x in X])"),
        ("a1 @ W2.T + b2", "np.einsum('nk,ik->ni', a1, W2) + b2", "np.maximum(z1, 0)", "(z1 + np.abs(z1)) / 2"),
    ],
)
def my_forward(X, W1, b1, W2, b2):
    """The way forward through a hidden layer of ReLU units, for a batch: z1, a1 and the logits z2."""
    z1 = X @ W1.T + b1
    a1 = np.maximum(z1, 0)
    z2 = a1 @ W2.T + b2
    return {"z1": z1, "a1": a1, "z2": z2}


@notebook.function(
    hint=(
        "Two matrices, and what else?",
        "Draw the network. Every arrow carries one number, and so does every circle that an arrow points to.",
    ),
    paper=[{"inputs": 3, "hidden": 4, "out": 1}, {"inputs": 2, "hidden": 3, "out": 5}],
    draws=[lambda rng: {"inputs": int(rng.integers(8, 11)), "hidden": int(rng.integers(3, 6)), "out": 7}],
    mistakes={
        "hidden * inputs + out * hidden": "the biases are forgotten",
        "inputs * hidden * out": "the three sizes are multiplied",
        "hidden * inputs + hidden + out * hidden": "only the biases of the hidden layer are counted",
        "hidden * inputs + out * hidden + out": "only the biases of the output layer are counted",
        "hidden * inputs + 1 + out * hidden + 1": "each layer has one bias in all, not one for each unit",
        "inputs * out + out": "inputs and outputs are joined directly, without a hidden layer",
        "inputs + hidden + out": "the sizes are added: features and units are counted, not what joins them",
        "hidden * inputs + inputs + out * hidden + hidden": (
            "each layer has one bias for each number that goes in, not for each that comes out"
        ),
        "hidden * inputs + hidden": "the output layer is forgotten",
        "hidden * inputs + inputs + out * hidden + out": "the hidden layer has a bias for each feature",
    },
    also=[
        "hidden * (inputs + 1) + out * (hidden + 1)",
        "sum(n * m + n for n, m in [(hidden, inputs), (out, hidden)])",
    ],
)
def my_how_many_numbers(inputs, hidden, out):
    """How many numbers a network with one hidden layer trains: weights and biases of both layers."""
    return hidden * inputs + hidden + out * hidden + out


# ---------------------------------------------------------------------------------------- through the hinge


ONE_MASK = "one mask is used for all samples: on for some sample counts as on for all"


def scores_at_a_hinge(*shape):
    """Scores on both sides of the hinge, far and near, and on it; gradients of both signs for each. 12 in all."""

    def draw(rng):
        sizes = np.array([-1.0, 0.0, 1.0, -1.0, -JUST, JUST])
        z = np.tile(sizes, 2) * np.tile([1.0, 1.0, 1.0, 0.5, 1 / 16, 1 / 16], 2) * quarters(rng, 12, largest=9) ** 2
        dL_da = np.repeat([-1.0, 1.0], 6) * np.abs(quarters(rng, 12)) + 1 / 16
        order = rng.permutation(12)
        return {"z": z[order].reshape(shape), "dL_da": dL_da[order].reshape(shape)}

    return draw


def scores_of_units_that_are_off(*units):
    """The same with some columns below the hinge: these units are off for all samples."""

    def draw(rng):
        case = scores_at_a_hinge(4, 3)(rng)
        for unit in units:
            case["z"][:, unit] = -np.abs(case["z"][:, unit])
        return case

    return draw


AT_A_HINGE = [
    *(scores_at_a_hinge(2, 6), scores_at_a_hinge(3, 4), scores_at_a_hinge(12), scores_at_a_hinge(2, 3, 2)),
    scores_at_a_hinge(12, 1),
    *(enlarged(scores_at_a_hinge(2, 6), "z", "dL_da"), enlarged(scores_at_a_hinge(2, 6), "z", factor=FAINT)),
    scores_of_units_that_are_off(0, 1, 2),
    scores_of_units_that_are_off(1),
]


@notebook.function(
    hint=("What decides what comes through?", "On: 1, off: 0. The sign of the score decides, on its own."),
    paper=[
        {"z": np.array([2.0, -3.0]), "dL_da": np.array([5.0, 7.0])},
        {"z": np.array([0.0, 4.0, -1.0]), "dL_da": np.array([2.0, -3.0, -6.0])},
    ],
    draws=AT_A_HINGE,
    mistakes={
        "dL_da + 0 * z": "nothing is stopped: the mask is missing, or it asks whether a >= 0, which is always true",
        "dL_da * (z >= 0)": "a unit with the score 0 is counted as on",
        "np.maximum(dL_da, 0) + 0 * z": "the ReLU is applied to the gradient",
        "dL_da * (dL_da > 0) * (z > 0)": "negative gradients are stopped, too",
        "1.0 * (z > 0) + 0 * dL_da": "the mask is given alone, without what arrives",
        "dL_da * np.maximum(z, 0)": "the activation is used in the place of the slope",
        "dL_da * z": "the score is used in the place of the slope",
        "dL_da * np.where(z > 0, 1.0, 0.1)": "a tenth comes through where z is negative or 0, as with the leaky ReLU",
        "dL_da * (z <= 0)": "the mask is turned round, and a unit with the score 0 comes through, too",
        "dL_da * (z < 0)": "the mask is turned round: what is off comes through",
        "dL_da * np.sign(z)": "what is off comes through, with the other sign: the mask is 1 or -1",
        "dL_da * sigmoid(z) * (1 - sigmoid(z))": "the slope of the sigmoid is used",
        "dL_da + (z > 0)": "the mask is added instead of multiplied",
        "np.maximum(z, 0) + 0 * dL_da": "the value of the ReLU is given, as on the way forward",
        "dL_da * (z > 0).any(axis=0)": ONE_MASK,
    },
    also=[
        "np.where(z > 0, dL_da, 0)",
        "dL_da * (np.maximum(z, 0) > 0)",
        "dL_da * np.sign(np.maximum(z, 0))",
        "np.array([g if s > 0 else 0.0 for s, g in zip(z.flat, dL_da.flat)]).reshape(z.shape)",
    ],
)
def my_relu_backward(z, dL_da):
    """dL/dz, when a = max(z, 0) entry by entry, for arrays of any shape. At z = 0 the slope is taken to be 0."""
    return dL_da * (z > 0)


@notebook.function(
    hint=(
        "Value or slope?",
        "Two straight lines: what is the slope of each? Where z > 0 it is that of the plain ReLU.",
    ),
    paper=[
        {"z": np.array([2.0, -3.0]), "dL_da": np.array([5.0, 7.0])},
        {"z": np.array([0.0, 4.0, -1.0]), "dL_da": np.array([2.0, -3.0, -6.0])},
    ],
    draws=AT_A_HINGE,
    mistakes={
        "dL_da * (z > 0)": "nothing comes through where z is negative or 0, as with the plain ReLU",
        "dL_da * np.where(z > 0, z, 0.1 * z)": "the value of the function is used in the place of its slope",
        "np.where(z > 0, z, 0.1 * z) + 0 * dL_da": "the value of the function is given, as on the way forward",
        "dL_da * np.where(z > 0, 1.0, 0.1 * z)": "the value 0.1 z stands for its slope where z is negative or 0",
        "np.where(dL_da > 0, dL_da, 0.1 * dL_da) + 0 * z": "the function is applied to the gradient",
        "dL_da * ((z > 0) + 0.1)": "both slopes are added up where z > 0, 1 and 0.1",
        "dL_da * np.where(z > 0, 0.1, 1.0)": "the two slopes are swapped",
        "dL_da * np.where(z > 0, 1.0, -0.1)": "the slope 0.1 has the wrong sign",
        "np.where(z > 0, 1.0, 0.1) + 0 * dL_da": "the slope is given alone, without what arrives",
        "dL_da * np.where(z > 0, 1.0, 0.01)": "the slope where z is negative or 0 is 0.01",
        "dL_da * np.where(z > 0, 1.0, np.where(z < 0, 0.1, 0.0))": "the slope at z = 0 is 0",
        "dL_da * (z > 0) + 0.1 * (z <= 0)": "what arrives is left out where z is negative or 0: 0.1 is given",
        "dL_da * np.where(z >= 0, 1.0, 0.1)": "the slope at z = 0 is 1",
        "dL_da + 0 * z": "everything comes through as it is: the slope is 1 on both sides",
    },
    also=[
        "np.where(z > 0, dL_da, 0.1 * dL_da)",
        "dL_da * (0.1 + 0.9 * (z > 0))",
        "dL_da * (z > 0) + dL_da * (z <= 0) / 10",
    ],
)
def my_leaky_backward(z, dL_da):
    """dL/dz for the leaky ReLU, entry by entry, for arrays of any shape: a = z for z > 0, and 0.1 z otherwise.
    At z = 0 the slope is taken to be 0.1.
    """
    return dL_da * np.where(z > 0, 1.0, 0.1)


@notebook.repair(
    hint=(
        "Which question is always answered with yes?",
        "a1 has gone through the ReLU. Which of its entries could fail the question that the mask asks?",
    ),
    paper=[small("X", "W1", "b1", dL_da1=np.array([[3.0, -1.0], [2.0, 5.0]]))],
    draws=[
        *(a_network("X", "W1", "b1", "dL_da1", **sizes) for sizes in WITH_A_MASK),
        enlarged(a_network("X", "W1", "b1", "dL_da1"), "W1", "b1"),
        enlarged(a_network("X", "W1", "b1", "dL_da1"), "X", "b1"),
        enlarged(a_network("X", "W1", "b1", "dL_da1"), "X", "b1", factor=FAINT),
        enlarged(a_network("X", "W1", "b1", "dL_da1"), "dL_da1"),
        first_of(a_network("X", "W1", "b1", "dL_da1"), W1=0, b1=0, dL_da1=1),
        first_of(a_network("X", "W1", "b1", "dL_da1"), X=1, W1=1),
    ],
    mistakes={
        ("(a1 > 0)", "(a1 >= 0)"): "the mask asks whether a1 >= 0, which is always true",
        ("(a1 > 0)", "(X @ W1.T + b1 >= 0)"): "the scores are asked, and the one that is exactly 0 counts as on",
        ("(a1 > 0)", "a1"): "the activation itself is multiplied in",
        ("(a1 > 0)", "(a1 == 0)"): "the mask is turned round: what is off comes through",
        ("(a1 > 0)", "(a1[0] > 0)"): "the mask of the first sample is used for all",
        ("(a1 > 0)", "(a1 > 0).any(axis=0)"): ONE_MASK,
        ("(a1 > 0)", "(dL_da1 > 0)"): "the sign of the gradient decides, not that of the score",
        ("dL_dz1.T @ X", "dL_da1.T @ X"): "the weight gradient is made from dL_da1: nothing is masked in it",
        ("dL_dz1.sum(axis=0)", "dL_da1.sum(axis=0)"): "the bias gradient is made from dL_da1: nothing is masked in it",
        ("dL_dz1.T @ X", "X.T @ dL_dz1"): "dL_dW1 is transposed",
        ("dL_dz1.T @ X", "dL_dz1.T @ X / len(X)"): "dL_dW1 is averaged over the samples",
        ("dL_dz1.sum(axis=0)", "dL_dz1.mean(axis=0)"): "dL_db1 is averaged over the samples",
        ("dL_dz1.sum(axis=0)", "dL_dz1.sum(axis=1)"): "dL_db1 is summed along the wrong axis",
        ("(a1 > 0)", "(X @ W1.T > 0)"): "the bias is left out of the mask",
        ("(a1 > 0)", "(a1 < 0)"): "the mask asks whether a1 < 0, which is never true: nothing comes through",
        ("dL_dz1.sum(axis=0)", "dL_dz1"): "dL_db1 is not summed: each sample keeps its own",
        ("dL_da1 * (a1 > 0)", "1.0 * (a1 > 0)"): "the mask is given alone, without what arrives",
    },
    also=[
        ("(a1 > 0)", "(X @ W1.T + b1 > 0)"),
        ("(a1 > 0)", "np.sign(a1)"),
        ("dL_da1 * (a1 > 0)", "np.where(a1 > 0, dL_da1, 0)"),
    ],
)
def my_layer_backward(X, W1, b1, dL_da1):
    """Back through a hidden layer of ReLU units. The code runs, and a gradient check fails for W1 and b1."""
    a1 = np.maximum(X @ W1.T + b1, 0)
    dL_dz1 = dL_da1 * (a1 > 0)
    dL_dW1 = dL_dz1.T @ X
    dL_db1 = dL_dz1.sum(axis=0)
    return {"dL_dz1": dL_dz1, "dL_dW1": dL_dW1, "dL_db1": dL_db1}


# ------------------------------------------------------------------------- the five steps, one derivation each


def back_from(case, **indices):
    """All that a derivation may use: the arrays under the notebook's names, the local derivatives, the indices."""
    X, W1, W2, Z1, G2 = (case[name] for name in ("X", "W1", "W2", "z1", "G2"))
    A1 = np.maximum(Z1, 0)
    (N, inputs), (outputs, hidden) = X.shape, W2.shape
    dL_dA1 = G2 @ W2
    G1 = dL_dA1 * (Z1 > 0)
    return {
        **{
            "X": X,
            "W1": W1,
            "W2": W2,
            "Z1": Z1,
            "A1": A1,
            "G2": G2,
            "dL_dZ2": G2,
            "dL_dA1": dL_dA1,
            "G1": G1,
            "dL_dZ1": G1,
        },
        "dZ2_dW2": np.broadcast_to(A1[:, None, :], (N, outputs, hidden)),
        "dZ2_dA1": np.broadcast_to(W2, (N, outputs, hidden)),
        "dZ1_dW1": np.broadcast_to(X[:, None, :], (N, hidden, inputs)),
        **{"N": float(N), "outputs": float(outputs), "hidden": float(hidden), "inputs": float(inputs)},
        **{name: float(index) for name, index in indices.items()},
    }


def at_an_entry(names, sizes, **indices):
    """A network, an upstream gradient that is not constant, and the indices of an entry."""
    names = names.split()

    def draw(rng):
        while True:
            case = a_network("X", "W1", "W2", "z1", **sizes)(rng)
            case["G2"] = quarters(rng, sizes["samples"], sizes["outputs"])
            drawn = back_from(case, **indices)
            if drawn["G1"][-1, indices["k"]] != 0:  # the last sample counts, too
                return {name: drawn[name] for name in names}

    return draw


def small_entry(names):
    case = SMALL | {"G2": np.array([[2.0, 1.0], [-1.0, 4.0]]), "W2": np.array([[3.0, 1.0], [-2.0, 5.0]])}
    case["z1"] = np.array([[1.0, -2.0], [5.0, 2.0]])
    drawn = back_from(case, n=0, i=0, k=1, l=0)
    return {name: drawn[name] for name in names.split()}


# No index may be another one's twin, and some are too large for a factor that is not transposed.
ENTRIES = (
    (ODD_SIZES, {"n": 2, "i": 1, "k": 3, "l": 0}),
    (CUBE, {"n": 1, "i": 2, "k": 0, "l": 1}),
    ({"samples": 4, "inputs": 2, "hidden": 3, "outputs": 2}, {"n": 3, "i": 0, "k": 1, "l": 0}),
    ({"samples": 3, "inputs": 4, "hidden": 2, "outputs": 3}, {"n": 2, "i": 1, "k": 0, "l": 3}),
    ({"samples": 3, "inputs": 2, "hidden": 5, "outputs": 2}, {"n": 1, "i": 0, "k": 3, "l": 1}),
)


def one_score(rng):
    return {
        "z": rng.uniform(0.4, 2.0) * rng.choice([-1, 1]),
        "y": rng.uniform(0.1, 0.9),
        "N": float(rng.integers(3, 9)),
        "rest": rng.uniform(1.0, 4.0),
    }


@notebook.derivation(
    hint=(
        "What do the other samples say?",
        "Their losses do not contain z. The factor of the mean stays in front, and the slope of one loss is known.",
    ),
    paper=[{"z": 1.0, "y": 0.0, "N": 4.0, "rest": 2.0}, {"z": 1.0, "y": 1.0, "N": 4.0, "rest": 2.0}],
    draws=[one_score, one_score],
    definitions={"y_hat": "sigmoid(z)", "loss": "-(y * log(y_hat) + (1 - y) * log(1 - y_hat))"},
    last="in `y_hat` or `sigmoid(z)`, `y` and `N`, with at most one fraction, without `d` and without `log`",
    names="y_hat z y N",
    at_most={"/": 1, "log": 0},
    mistakes={
        "y_hat - y": "1/N is missing, or the same loss is counted N times",
        "(y - y_hat) / N": SIGN_TURNED,
        "(y_hat - y) / N**2": "1/N is there twice",
        "(z - y) / N": "z is taken for the prediction: the sigmoid is missing",
        "(y_hat - y) * y_hat * (1 - y_hat) / N": "the slope of the sigmoid is multiplied in once more",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / N": "the slope of the sigmoid is missing",
        "(y_hat - y + rest) / N": "the losses of the other samples are left standing, where their slope belongs",
        "y_hat - y / N": "a bracket is missing: Python divides before it subtracts",
        "y_hat / N - y": "only the prediction is divided by N, not the label: a bracket is missing",
        "loss / N": "the loss is left as it is, and not differentiated",
        "y_hat / N": "the label is lost",
        "(y_hat - 1) / N": "the label is taken for 1",
    },
    also=[
        ["d((loss + rest) / N, z)", "1 / N * d(loss, z)", "1 / N * (sigmoid(z) - y)", "(y_hat - y) / N"],
        [
            "d((softplus(z) - y * z + rest) / N, z)",
            "(d(softplus(z), z) - y * d(z, z) + d(rest, z)) / N",
            "(1 / (1 + exp(-z)) - y) / N",
            "-(y - y_hat) / N",
        ],
        [
            "d(loss / N + rest / N, z)",
            "d(loss, z) / N",
            "(-y / y_hat + (1 - y) / (1 - y_hat)) * d(y_hat, z) / N",
            "(y_hat - y) / (y_hat * (1 - y_hat)) * y_hat * (1 - y_hat) / N",
            "1 / N * (y_hat - y)",
        ],
    ],
)
def my_dL_dZ2_steps():
    """Step 1, for one sample: z is its score, loss its cross-entropy, rest the sum of the others' losses.

    From the mean over the N samples to dL/dz; y_hat = sigmoid(z) may be used.
    """
    return """
    d((loss + rest) / N, z)
    (d(loss, z) + d(rest, z)) / N
    d(loss, z) / N
    (sigmoid(z) - y) / N
    (y_hat - y) / N
    """


W2_NAMES = "dL_dZ2 dZ2_dW2 G2 A1 Z1 X N outputs hidden i k"


@notebook.derivation(
    hint=("Which samples does one weight meet?", "All of them. What is it multiplied by, in the score of sample n?"),
    paper=[small_entry(W2_NAMES)],
    draws=[at_an_entry(W2_NAMES, sizes, **indices) for sizes, indices in ENTRIES],
    last="one `@`, and no `sum`: a matrix product with `[i, k]` behind it, or a vector `@` a vector",
    names="G2 dL_dZ2 A1 i k",
    at_most={"sum": 0, "outer": 0},
    mistakes={
        "sum(G2[n, i] * Z1[n, k] for n in range(N))": "the scores of the hidden layer stand for its activations",
        "(A1.T @ G2)[i, k]": "the product is transposed, or the indices i and k have changed places",
        "(G2 @ A1)[i, k]": (
            "it is summed along the rows of G2, not down its columns: G2 and its transpose have changed places"
        ),
        "sum(G2[n, i] * A1[n, k] for n in range(N)) / N": "the samples are averaged: 1/N is in G2 already",
        "sum(G2[n, i] for n in range(N)) * sum(A1[n, k] for n in range(N))": "each factor gets a sum of its own",
        "G2[0, i] * A1[0, k]": "the first sample is taken for all",
        "sum(A1[n, k] for n in range(N))": "the upstream gradient is left out",
        "sum(G2[n, i] for n in range(N))": "the activation is left out: this is the gradient of the bias",
        "(G2.T * A1)[i, k]": "* stands where @ belongs",
        "sum(G2[n, i] * X[n, k] for n in range(N))": "the features stand for the activations: what went in is A1 here",
        "G2.T @ A1": "the whole matrix is given, not one entry of it",
    },
    also=[
        [
            "sum(dL_dZ2[n, i] * dZ2_dW2[n, i, k] for n in range(N))",
            "sum(A1[n, k] * G2[n, i] for n in range(N))",
            "(A1.T @ G2)[k, i]",
        ],
        ["sum(dL_dZ2[:, i] * dZ2_dW2[:, i, k])", "sum(G2[:, i] * A1[:, k])", "G2[:, i] @ A1[:, k]"],
        [
            "sum(G2[m, i] * A1[m, k] for m in range(N))",
            "sum(outer(G2[m], A1[m]) for m in range(N))[i, k]",
            "(A1.T @ G2).T[i, k]",
        ],
    ],
)
def my_dL_dW2_steps():
    """Step 2: from the chain rule to dL/dW2 for a batch, entry [i, k]. G2 is dL_dZ2.

    dZ2_dW2[n, i, k] says how Z2[n, i] reacts to W2[i, k]; N, outputs and hidden are the sizes.
    """
    return """
    sum(dL_dZ2[n, i] * dZ2_dW2[n, i, k] for n in range(N))
    sum(G2[n, i] * A1[n, k] for n in range(N))
    sum(G2.T[i, n] * A1[n, k] for n in range(N))
    (G2.T @ A1)[i, k]
    """


A1_NAMES = "dL_dZ2 dZ2_dA1 G2 W1 W2 Z1 N outputs hidden n k"


@notebook.derivation(
    hint=(
        "Which outputs does one unit meet?",
        "All of its own sample's. What is its activation multiplied by in each?",
    ),
    paper=[small_entry(A1_NAMES)],
    draws=[at_an_entry(A1_NAMES, sizes, **indices) for sizes, indices in ENTRIES],
    last="one `@`, and no `sum`: a matrix product with `[n, k]` behind it, or a vector `@` a vector",
    names="G2 dL_dZ2 W2 n k",
    at_most={"sum": 0, "outer": 0},
    mistakes={
        "(G2 @ W2.T)[n, k]": (
            "it is summed along the rows of W2, not down its columns: W2 and its transpose have changed places"
        ),
        "(W2.T @ G2)[n, k]": (
            "the two factors have changed places, and a transpose stands in it:"
            " that is the rule for one sample as a column"
        ),
        "sum(W2[i, k] for i in range(outputs))": "the upstream gradient is left out",
        "sum(G2[n, i] for i in range(outputs))": "the weights are left out",
        (
            "sum(G2[n, i] for i in range(outputs)) * sum(W2[i, k] for i in range(outputs))"
        ): "each factor gets a sum of its own",
        "G2[n, 0] * W2[0, k]": "only the first output is counted",
        "(G2 * W2)[n, k]": "* stands where @ belongs",
        "sum(G2[n, i] * W1[i, k] for i in range(outputs))": "W1 stands for W2: that is the other layer's",
        "G2 @ W2": "the whole matrix is given, not one entry of it",
        "sum(G2[n, i] * W2[i, k] for i in range(outputs)) / N": "1/N is multiplied in once more",
        (
            "sum(G2[n, i] * W2[i, k] for i in range(outputs)) * (Z1[n, k] > 0)"
        ): "the hinge is counted already: that is step 4",
        "sum(sum(G2[m, i] * W2[i, k] for i in range(outputs)) for m in range(N))": "the samples are added up",
    },
    also=[
        [
            "sum(dL_dZ2[n, i] * dZ2_dA1[n, i, k] for i in range(outputs))",
            "sum(W2[i, k] * G2[n, i] for i in range(outputs))",
            "G2[n] @ W2[:, k]",
        ],
        ["sum(dL_dZ2[n] * dZ2_dA1[n, :, k])", "W2.T[k] @ G2[n]", "(W2.T @ G2.T)[k, n]"],
        ["sum(G2[n, j] * W2[j, k] for j in range(outputs))", "(G2 @ W2)[n][k]"],
    ],
)
def my_dL_dA1_steps():
    """Step 3: from the chain rule to dL/dA1 for a batch, entry [n, k]. G2 is dL_dZ2.

    dZ2_dA1[n, i, k] says how Z2[n, i] reacts to A1[n, k]; N, outputs and hidden are the sizes.
    """
    return """
    sum(dL_dZ2[n, i] * dZ2_dA1[n, i, k] for i in range(outputs))
    sum(G2[n, i] * W2[i, k] for i in range(outputs))
    (G2 @ W2)[n, k]
    """


def hinge_entry(samples, hidden, on, rising, size=None):
    """An entry that is on or off, with a gradient of this sign; the first sample agrees with it, or does not."""

    def draw(rng):
        Z1 = rng.uniform(0.5, 3.0, (samples, hidden)) * rng.choice([-1, 1], (samples, hidden))
        dL_dA1 = rng.uniform(0.5, 3.0, (samples, hidden)) * rng.choice([-1, 1], (samples, hidden))
        n, k = int(rng.integers(1, samples)), int(rng.integers(hidden))
        Z1[n, k] = (size or abs(Z1[n, k])) * (1 if on else -1)
        Z1[0, k] = abs(Z1[0, k]) * np.sign(Z1[n, k]) * (-1 if rising else 1)
        dL_dA1[n, k] = abs(dL_dA1[n, k]) if rising else -abs(dL_dA1[n, k])
        return {
            **{"dL_dA1": dL_dA1, "Z1": Z1, "A1": np.maximum(Z1, 0)},
            **{"z": Z1[n, k], "n": float(n), "k": float(k)},
        }

    return draw


def small_hinge(z):
    Z1 = np.array([[2.0, 1.0], [z, 4.0]])
    at = {"z": z, "n": 1.0, "k": 0.0}
    return {"dL_dA1": np.array([[5.0, 1.0], [7.0, -2.0]]), "Z1": Z1, "A1": np.maximum(Z1, 0), **at}


@notebook.derivation(
    hint=(
        "What is the slope of max(z, 0)?",
        "One number on each side of the hinge. Write it as a comparison: true is 1.",
    ),
    paper=[small_hinge(-1.0), small_hinge(3.0)],
    draws=[
        hinge_entry(4, 3, on=True, rising=True),
        hinge_entry(3, 3, on=True, rising=False),
        hinge_entry(3, 2, on=False, rising=True),
        hinge_entry(2, 2, on=False, rising=False),
        hinge_entry(4, 3, on=True, rising=True, size=JUST),
        hinge_entry(3, 2, on=False, rising=False, size=JUST),
    ],
    moved_as={"Z1[n, k]": "z", "A1[n, k]": "maximum(z, 0)"},
    last="in `dL_dA1` and one of `Z1`, `A1` and `z`, without `d`, without `maximum` and without a quotient",
    names="dL_dA1 Z1 A1 z n k",
    at_most={"maximum": 0, "/": 0},
    mistakes={
        "dL_dA1[n, k]": "nothing is stopped: the mask is missing, or it asks whether A1 >= 0, which is always true",
        "dL_dA1[n, k] * A1[n, k]": "the activation is used in the place of the slope",
        "dL_dA1[n, k] * (dL_dA1[n, k] > 0)": "the sign of the gradient decides, not that of the score",
        "1 * (Z1[n, k] > 0)": "the mask is given alone, without what arrives",
        "dL_dA1[n, k] * (Z1[n, k] < 0)": "the mask is turned round: what is off comes through",
        "(dL_dA1 * (Z1[0] > 0))[n, k]": "the mask of the first sample is used for all",
        "dL_dA1[n, k] * (sum(A1[:, k]) > 0)": ONE_MASK,
        "(dL_dA1 @ (Z1 > 0))[n, k]": "@ stands where * belongs",
        "dL_dA1[n, k] * A1[n, k] * (1 - A1[n, k])": "the slope of the sigmoid is used",
        "dL_dA1 * (Z1 > 0)": "the whole matrix is given, not one entry of it",
    },
    also=[
        ["dL_dA1[n, k] * d(maximum(0, z), z)", "dL_dA1[n, k] * (Z1[n, k] > 0)"],
        ["dL_dA1[n, k] * d(maximum(z, 0), z)", "dL_dA1[n, k] * (A1[n, k] > 0)", "((Z1 > 0) * dL_dA1)[n, k]"],
        [
            "dL_dA1[n, k] * d(z * (z > 0), z)",
            "dL_dA1[n, k] * (0 < z)",
            "dL_dA1[n, k] * (1 - (z <= 0))",
            "dL_dA1[n][k] * (Z1[n][k] >= 0)  # no score is 0 here",
        ],
    ],
)
def my_dL_dZ1_steps():
    """Step 4: through the hinge, entry [n, k], where z is Z1[n, k] and not 0. (z > 0) is 1 if it is true, else 0."""
    return """
    dL_dA1[n, k] * d(maximum(z, 0), z)
    dL_dA1[n, k] * (z > 0)
    dL_dA1[n, k] * (Z1[n, k] > 0)
    (dL_dA1 * (Z1 > 0))[n, k]
    """


W1_NAMES = "dL_dZ1 dZ1_dW1 G1 dL_dA1 A1 X N hidden inputs k l"


@notebook.derivation(
    hint=(
        "Is it another layer than in step 2?",
        "The same sum over the samples. Which gradient arrives, and what went in?",
    ),
    paper=[small_entry(W1_NAMES)],
    draws=[at_an_entry(W1_NAMES, sizes, **indices) for sizes, indices in ENTRIES],
    last="one `@`, and no `sum`: a matrix product with `[k, l]` behind it, or a vector `@` a vector",
    names="G1 dL_dZ1 X k l",
    at_most={"sum": 0, "outer": 0},
    mistakes={
        "sum(dL_dA1[n, k] * X[n, l] for n in range(N))": "dL_dA1 stands for G1: nothing is masked in it",
        "(X.T @ G1)[k, l]": "the product is transposed, or the indices k and l have changed places",
        "(G1 @ X)[k, l]": (
            "it is summed along the rows of G1, not down its columns: G1 and its transpose have changed places"
        ),
        "sum(G1[n, k] * X[n, l] for n in range(N)) / N": "the samples are averaged: 1/N is in G1 already",
        "sum(G1[n, k] for n in range(N)) * sum(X[n, l] for n in range(N))": "each factor gets a sum of its own",
        "G1[0, k] * X[0, l]": "the first sample is taken for all",
        "sum(X[n, l] for n in range(N))": "the upstream gradient is left out",
        "sum(G1[n, k] for n in range(N))": "the feature is left out: this is the gradient of the bias",
        "(G1.T @ A1)[k, l]": "the activations stand for the features",
        "(G1.T * X)[k, l]": "* stands where @ belongs",
        "G1.T @ X": "the whole matrix is given, not one entry of it",
    },
    also=[
        [
            "sum(dL_dZ1[n, k] * dZ1_dW1[n, k, l] for n in range(N))",
            "sum(X[n, l] * G1[n, k] for n in range(N))",
            "(X.T @ G1)[l, k]",
        ],
        ["sum(dL_dZ1[:, k] * dZ1_dW1[:, k, l])", "sum(G1[:, k] * X[:, l])", "G1[:, k] @ X[:, l]"],
        [
            "sum(G1[m, k] * X[m, l] for m in range(N))",
            "sum(outer(G1[m], X[m]) for m in range(N))[k, l]",
            "(X.T @ G1).T[k, l]",
        ],
    ],
)
def my_dL_dW1_steps():
    """Step 5: from the chain rule to dL/dW1 for a batch, entry [k, l]. G1 is dL_dZ1.

    dZ1_dW1[n, k, l] says how Z1[n, k] reacts to W1[k, l]; N, hidden and inputs are the sizes.
    """
    return """
    sum(dL_dZ1[n, k] * dZ1_dW1[n, k, l] for n in range(N))
    sum(G1[n, k] * X[n, l] for n in range(N))
    sum(G1.T[k, n] * X[n, l] for n in range(N))
    (G1.T @ X)[k, l]
    """


def whole_batch(**sizes):
    def draw(rng):
        case = a_network("X", "Y", "W2", "z1", "z2", **sizes)(rng)
        return renamed(case)

    return draw


def renamed(case):
    (N, inputs), (outputs, hidden) = case["X"].shape, case["W2"].shape
    return {
        **{name: case[name] for name in ("X", "Y", "W2")},
        **{"Z1": case["z1"], "Z2": case["z2"]},
        **{"N": float(N), "outputs": float(outputs), "hidden": float(hidden), "inputs": float(inputs)},
    }


@notebook.derivation(
    hint=(
        "How far back does the last gradient reach?",
        "Put step 4 in for dL_dZ1, then step 3, then step 1: from left to right.",
    ),
    paper=[renamed(SMALL | TWO_OUTPUTS)],
    draws=[whole_batch(**sizes) for sizes in WITH_A_MASK],
    definitions={
        "dL_dZ2": "(sigmoid(Z2) - Y) / N",
        "dL_dA1": "dL_dZ2 @ W2",
        "dL_dZ1": "dL_dA1 * (Z1 > 0)",
        "A1": "maximum(Z1, 0)",
        "G1": "dL_dA1 * (Z1 > 0)",
        "G2": "(sigmoid(Z2) - Y) / N",
    },
    last="one expression in `X`, `Y`, `W2`, `Z1` or `A1`, `Z2` and `N` only, and the sigmoid",
    names="X Y W2 Z1 A1 Z2 N",
    mistakes={
        ("dL_dZ2 @ W2 * (Z1 > 0)", "dL_dZ2 @ W2 * (Z1 < 0)"): "in step 4 the mask is turned round",
        "dL_dA1.T @ X": "the hinge is left out: nothing is stopped",
        "(dL_dA1 * (Z1 >= 0)).T @ X": "a unit with the score 0 is counted as on",
        "(dL_dA1 * Z1).T @ X": "the score stands in the place of the mask",
        "(dL_dA1 @ (Z1 > 0)).T @ X": "@ stands where * belongs, in front of the mask",
        "(dL_dA1 * (dL_dA1 > 0)).T @ X": "the sign of the gradient decides, not that of the score",
        "(dL_dA1 * A1).T @ X": "the activation stands in the place of the mask",
        "(dL_dA1 * (Z1[0] > 0)).T @ X": "the mask of the first sample is used for all",
        "(dL_dA1 * (sum(A1, axis=0) > 0)).T @ X": ONE_MASK,
        "X.T @ dL_dZ1": "dL/dW1 is transposed: its rows belong to the features",
        "dL_dZ1.T @ A1": "the activations stand for the features in step 5",
        "dL_dZ1.T @ X / N": "1/N enters a second time",
        ("dL_dZ2 @ W2 *", "dL_dZ2 @ W2.T *"): (
            "step 3 is summed along the rows of W2, not down its columns: W2 and its transpose have changed places"
        ),
        ("dL_dZ2 @ W2 *", "dL_dZ2 * W2 *"): "in step 3 `*` stands where `@` belongs",
        ("(sigmoid(Z2) - Y) / N", "(sigmoid(Z2) - Y / N)"): (
            "a bracket is missing in step 1: Python divides before it subtracts"
        ),
        ("/ N @ W2", "/ (N * outputs) @ W2"): "step 1 divides by all elements, not by the number of samples",
        ("(sigmoid(Z2) - Y) / N", "(sigmoid(Z2) - Y)"): "1/N is missing in step 1",
        (
            "sigmoid(Z2) - Y",
            "Y - sigmoid(Z2)",
        ): "the sign is turned",
        ("sigmoid(Z2) - Y", "Z2 - Y"): "the scores are compared with the labels in step 1, without a sigmoid",
        (
            "(sigmoid(Z2) - Y)",
            "(sigmoid(Z2) - Y) * sigmoid(Z2) * (1 - sigmoid(Z2))",
        ): "the slope of the sigmoid is multiplied in once more in step 1",
    },
    also=[
        [
            "dL_dZ1.T @ X",
            "(X.T @ dL_dZ1).T",
            "(X.T @ ((Z1 > 0) * dL_dA1)).T",
            "(X.T @ ((Z1 > 0) * (dL_dZ2 @ W2))).T",
            "(X.T @ ((Z1 > 0) * ((sigmoid(Z2) / N - Y / N) @ W2))).T",
        ],
        [
            "dL_dZ1.T @ X",
            "((A1 > 0) * dL_dA1).T @ X",
            "((A1 > 0) * (dL_dZ2 @ W2)).T @ X",
            "((Z1 > 0) * ((sigmoid(Z2) - Y) @ W2)).T @ X / N",
        ],
        [
            "sum(outer(dL_dZ1[n], X[n]) for n in range(N))",
            "((W2.T @ dL_dZ2.T) * (Z1 > 0).T) @ X",
            "((W2.T @ (1 / (1 + exp(-Z2)) - Y).T) * (Z1.T > 0)) @ X / N",
        ],
    ],
)
def my_five_steps():
    """dL/dW1 for a whole batch, with all five steps put in. The given line is step 5; dL_dZ1 (or G1), dL_dA1 and dL_dZ2
    (or G2) stand for what the steps before have found; N, outputs, hidden and inputs are the sizes. At Z1 = 0 the slope
    of the ReLU is 0.
    """
    return """
    dL_dZ1.T @ X
    (dL_dA1 * (Z1 > 0)).T @ X
    (dL_dZ2 @ W2 * (Z1 > 0)).T @ X
    ((sigmoid(Z2) - Y) / N @ W2 * (Z1 > 0)).T @ X
    """


# -------------------------------------------------------------------------------------- the whole way back

BACK = ("X", "Y", "W2", "z1", "a1", "z2")


@notebook.function(
    hint=(
        "Which gradient comes first?",
        (
            "The loss, the output layer, back to the activations, through the hinge, the hidden layer. "
            "1/N enters in the first of the five; each later one uses a gradient that stands above it."
        ),
    ),
    paper=[small(*BACK), small(*BACK, **TWO_OUTPUTS)],
    draws=[
        *(a_network(*BACK, **sizes) for sizes in WITH_A_MASK),
        enlarged(a_network(*BACK), "X", "W2", "z1", "a1"),
        enlarged(a_network(*BACK), "z2", factor=3.0),
        first_of(a_network(*BACK), X=1, W2=1, z1=1, a1=1),
        enlarged(a_network(*BACK), "z1", "a1", factor=FAINT),
        lambda rng: (
            a_network(*BACK, samples=4, outputs=1)(rng)
            | {"z2": np.tile(far_below(rng), 2)[:, None], "Y": np.zeros((4, 1))}
        ),
    ],
    mistakes={
        ("(sigmoid(z2) - Y) / len(X)", "sigmoid(z2) - Y"): "1/N is missing in step 1",
        ("/ len(X)", "/ len(X) ** 2"): "1/N is there twice in step 1",
        ("(sigmoid(z2) - Y) / len(X)", "sigmoid(z2) - Y / len(X)"): (
            "a bracket is missing in step 1: Python divides before it subtracts"
        ),
        ("(sigmoid(z2) - Y)", "(sigmoid(z2) - Y) / (sigmoid(z2) * (1 - sigmoid(z2)))"): (
            "the slope of the sigmoid is missing in step 1: this is dL/dy_hat"
        ),
        ("/ len(X)", "/ z2.size"): "step 1 divides by all elements, not by the number of samples",
        (
            "(sigmoid(z2) - Y)",
            "(sigmoid(z2) - Y) * sigmoid(z2) * (1 - sigmoid(z2))",
        ): "the slope of the sigmoid is multiplied in once more in step 1",
        ("sigmoid(z2) - Y", "z2 - Y"): "the logits are compared with the labels in step 1, without a sigmoid",
        (
            "sigmoid(z2) - Y",
            "Y - sigmoid(z2)",
        ): f"in step 1 {SIGN_TURNED}",
        ("dL_dz2.T @ a1", "dL_dz2.T @ z1"): "step 2 uses z1 in the place of the activations",
        ("dL_dz2.T @ a1", "a1.T @ dL_dz2"): "dL_dW2 is transposed",
        ("dL_dz2.T @ a1", "dL_dz2.T @ a1 / len(X)"): "1/N enters a second time, in step 2",
        ("dL_dz2.T @ a1", "dL_dz2.T @ X"): "step 2 uses the features in the place of the activations",
        ("dL_dz2.sum(axis=0)", "dL_dz2.sum(axis=1)"): "the bias gradient of step 2 is summed along the wrong axis",
        ("dL_dz2.sum(axis=0)", "dL_dz2.mean(axis=0)"): "the bias gradient of step 2 is averaged over the samples",
        ("dL_dz2 @ W2", "dL_dz2 @ W2.T"): (
            "step 3 is summed along the rows of W2, not down its columns: W2 and its transpose have changed places"
        ),
        (
            "dL_dz2 @ W2",
            "dL_dz2 @ W2 * (z1 > 0)",
        ): "the hinge is counted in step 3 already: that is step 4, unless its line writes into this array",
        ("dL_dz2 @ W2", "(sigmoid(z2) - Y) @ W2"): "1/N is lost in step 3: it starts from the error alone",
        (
            "* (z1 > 0)",
            "",
        ): "step 4 stops nothing: the mask is missing, or it asks whether a1 >= 0, which is always true",
        ("* (z1 > 0)", "* (z1 >= 0)"): "a unit with the score 0 is counted as on in step 4",
        ("* (z1 > 0)", "* (z1 < 0)"): "in step 4 the mask is turned round: what is off comes through",
        (
            "* (z1 > 0)",
            "* np.sign(z1)",
        ): "in step 4 what is off comes through, with the other sign: the mask is 1 or -1",
        ("* (z1 > 0)", "* (z1 <= 0)"): (
            "in step 4 the mask is turned round, and a unit with the score 0 comes through, too"
        ),
        ("* (z1 > 0)", "* sigmoid(z1) * (1 - sigmoid(z1))"): "the slope of the sigmoid is used in step 4",
        ("* (z1 > 0)", "* z1"): "step 4 multiplies by the score",
        ("* (z1 > 0)", "* a1"): "step 4 multiplies by the activation",
        ("* (z1 > 0)", "* (z1[0] > 0)"): "the mask of the first sample is used for all in step 4",
        ("* (z1 > 0)", "* (z1 > 0).any(axis=0)"): f"in step 4 {ONE_MASK}",
        ("* (z1 > 0)", "* (dL_da1 > 0)"): "the sign of the gradient decides in step 4, not that of the score",
        ("dL_dz1.T @ X", "dL_da1.T @ X"): "the weight gradient of step 5 is made from dL_da1: nothing is masked in it",
        ("dL_dz1.T @ X", "X.T @ dL_dz1"): "dL_dW1 is transposed",
        ("dL_dz1.T @ X", "dL_dz1.T @ a1"): "step 5 uses the activations in the place of the features",
        ("dL_dz1.sum(axis=0)", "dL_da1.sum(axis=0)"): (
            "the bias gradient of step 5 is made from dL_da1: nothing is masked in it"
        ),
        ("dL_dz1.sum(axis=0)", "dL_dz1.mean(axis=0)"): "the bias gradient of step 5 is averaged over the samples",
        ("dL_dz1.sum(axis=0)", "dL_dz1.sum()"): "the bias gradient of step 5 is summed over the units, too",
        ("dL_dz2.sum(axis=0)", "dL_dz2.sum(axis=0, keepdims=True)"): (
            "the bias gradient of step 2 keeps an axis of length 1"
        ),
        ("dL_dz1.T @ X", "dL_dz1.T @ X / len(X)"): "1/N enters a second time, in step 5",
        ("dL_dz1.sum(axis=0)", "dL_dz1.sum(axis=1)"): "the bias gradient of step 5 is summed along the wrong axis",
        ("dL_dz1.sum(axis=0)", "dL_dz1.sum(axis=0, keepdims=True)"): (
            "the bias gradient of step 5 keeps an axis of length 1"
        ),
        ("sigmoid(z2)", "sigmoid(-z2)"): "the sigmoid is given -z2 in step 1: this is the probability of no",
        ("dL_dz2.sum(axis=0)", "dL_dz2"): "the bias gradient of step 2 is not summed: each sample keeps its own",
        ("dL_dz1.sum(axis=0)", "dL_dz1"): "the bias gradient of step 5 is not summed: each sample keeps its own",
        (
            "* (z1 > 0)",
            "* np.where(z1 > 0, 1, 0.1)",
        ): "a tenth comes through in step 4 where the score is negative or 0, as with the leaky ReLU",
        ("dL_da1 * (z1 > 0)", "1.0 * (z1 > 0)"): "step 4 gives the mask alone, without what arrives",
        ("(sigmoid(z2) - Y) / len(X)", "Y - sigmoid(z2)"): "in step 1 the sign is turned, and 1/N is missing",
    },
    also=[
        ("(z1 > 0)", "(a1 > 0)"),
        ("dL_dz2.T @ a1", "(a1.T @ dL_dz2).T", "dL_dz1.T @ X", "np.einsum('nk,nl->kl', dL_dz1, X)"),
        ("(sigmoid(z2) - Y) / len(X)", "sigmoid(z2) / len(z2) - Y / len(z2)"),
        (
            "dL_dz2.T @ a1",
            "sum(np.outer(g, a) for g, a in zip(dL_dz2, a1))",
            "dL_da1 * (z1 > 0)",
            "np.where(z1 > 0, dL_da1, 0)",
            "dL_dz1.sum(axis=0)",
            "[sum(column) for column in dL_dz1.T]",
        ),
    ],
)
def my_backward(X, Y, W2, z1, a1, z2):
    """All five steps back through a hidden layer of ReLU units, for the mean over the N samples of the cross-entropy
    (summed over the outputs of a sample). A sample is a row, z2 are logits, and the labels Y lie between 0 and 1.
    """
    dL_dz2 = (sigmoid(z2) - Y) / len(X)  # step 1
    dL_dW2 = dL_dz2.T @ a1  # step 2
    dL_db2 = dL_dz2.sum(axis=0)
    dL_da1 = dL_dz2 @ W2  # step 3
    dL_dz1 = dL_da1 * (z1 > 0)  # step 4
    dL_dW1 = dL_dz1.T @ X  # step 5
    dL_db1 = dL_dz1.sum(axis=0)
    return {
        "dL_dz2": dL_dz2,
        "dL_dW2": dL_dW2,
        "dL_db2": dL_db2,
        "dL_da1": dL_da1,
        "dL_dz1": dL_dz1,
        "dL_dW1": dL_dW1,
        "dL_db1": dL_db1,
    }


# -------------------------------------------------------------------------------------------- where to start


@notebook.function(
    hint=(
        "What would make the numbers grow?",
        "One score adds up so many terms, and ReLU keeps half of them. Solve for s.",
    ),
    paper=[{"inputs": 8, "outputs": 3}, {"inputs": 2, "outputs": 8}],
    draws=[
        lambda rng: {"inputs": int(rng.integers(20, 60)), "outputs": int(rng.integers(3, 15))},
        lambda rng: {"inputs": 4096, "outputs": 3},
        lambda rng: {"inputs": 1, "outputs": 2},
    ],
    mistakes={
        "2 / inputs + 0 * outputs": "the variance is given, not the deviation: the root is missing",
        "np.sqrt(1 / inputs) + 0 * outputs": "the factor 2 is left out: that is the rule for a layer without ReLU",
        "np.sqrt(1 / (2 * inputs)) + 0 * outputs": (
            "half of the deviation is given: the factor 2 stands below the fraction line"
        ),
        "np.sqrt(inputs / 2) + 0 * outputs": "it is turned upside down",
        "np.sqrt(2 / outputs) + 0 * inputs": "the outputs are counted, not what goes in",
        "np.sqrt(2 / (inputs + outputs))": "inputs and outputs are counted together: that is another rule",
        "np.sqrt(2) / inputs + 0 * outputs": "the root is taken of the 2 only",
        "(2 / inputs) ** 1 / 2 + 0 * outputs": (
            "1 is divided by the inputs, and no root is taken, as where an exponent of 1/2 lacks its brackets"
        ),
        "2 / np.sqrt(inputs) + 0 * outputs": "the root is taken of the inputs only",
        "np.sqrt(2 / (inputs * outputs))": "inputs and outputs are multiplied: that counts the weights",
        "np.sqrt(2 * inputs) + 0 * outputs": "the inputs stand above the fraction line, beside the 2",
    },
    also=["(2 / inputs) ** 0.5", "np.sqrt(2) / np.sqrt(inputs)"],
)
def my_he(inputs, outputs):
    """The standard deviation of the weights of a layer of ReLU units, by the rule of He."""
    return np.sqrt(2 / inputs)


def units_of_all_kinds(samples, inputs):
    """Units on for all samples, for some, for none; off for all, with one score that is 0, or just below it; on for one
    sample only, and there just above 0: for the first, and for the last.
    """

    def draw(rng):
        while True:
            X, W1 = quarters(rng, samples, inputs), quarters(rng, 7, inputs)
            scores = X @ W1.T
            lowest, highest = scores.min(axis=0), scores.max(axis=0)
            ends = scores[0, 5] > scores[1:, 5].max() and scores[-1, 6] > scores[:-1, 6].max()
            if ends and scores[0, 5] > 0 and scores[-1, 6] > 0:
                break
        b1 = np.array(
            [
                0.25 - lowest[0],
                -(np.floor(4 * (lowest[1] + highest[1]) / 2) / 4) - 1 / 16,
                -highest[2] - 0.75,
                -highest[3],
                -highest[4] - JUST,
                *(JUST - highest[5:]),
            ]
        )
        order = rng.permutation(7)
        return {"X": X, "W1": W1[order], "b1": b1[order]}

    return draw


@notebook.function(
    hint=("Off for whom?", "For every sample. Which axis are the samples, and what is left when it is gone?"),
    paper=[
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "W1": np.array([[2.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]]),
            "b1": np.array([-4.0, -2.0, 2.0]),
        },
        {
            "X": np.array([[1.0, 2.0], [3.0, -1.0]]),
            "W1": np.array([[1.0, 0.0], [1.0, 1.0], [1.0, -1.0]]),
            "b1": np.array([-9.0, 1.0, -2.0]),
        },
    ],
    draws=[
        *(units_of_all_kinds(4, 3), units_of_all_kinds(6, 2), units_of_all_kinds(24, 3)),
        enlarged(units_of_all_kinds(4, 3), "X", "b1"),
        enlarged(units_of_all_kinds(4, 3), "W1", "b1"),
        enlarged(units_of_all_kinds(4, 3), "X", "b1", factor=FAINT),
        first_of(units_of_all_kinds(4, 3), W1=0, b1=0),
        lambda rng: {  # the mean of the scores and their median have different signs
            "X": np.array([[0.0, 1.0], [1.0, 0.0], [rng.uniform(8, 10), 0.0]]),
            "W1": np.array([[1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]]),
            "b1": np.array([-2.0, 2.0, -1.0]),
        },
    ],
    mistakes={
        "np.any(X @ W1.T + b1 <= 0, axis=0)": "a unit counts as dead that is off for some sample",
        "np.any(X @ W1.T + b1 > 0, axis=0)": "the units that are alive are marked",
        "np.all(X @ W1.T + b1 < 0, axis=0)": "a score of exactly 0 counts as on",
        "np.mean(X @ W1.T + b1, axis=0) <= 0": "the mean of a unit's scores decides",
        "b1 < 0": "the bias alone decides",
        "np.all(X @ W1.T - b1 <= 0, axis=0)": "the bias is subtracted",
        "np.flatnonzero(np.all(X @ W1.T + b1 <= 0, axis=0))": (
            "the places of the dead units are given, not True and False for each"
        ),
        "np.all(X @ W1.T <= 0, axis=0)": "the bias is left out",
        "np.all(X @ W1.T + b1 <= 0, axis=1)": "the samples are marked for which every unit is off",
        "np.all(X @ W1.T + b1 <= 0)": "there is one answer for the whole layer",
        "X @ W1.T + b1 <= 0": "there is one answer for each sample and each unit",
        "np.sum(np.all(X @ W1.T + b1 <= 0, axis=0))": "the dead units are counted, not marked",
        "np.all(X @ W1.T + b1 > 0, axis=0)": "the units that are on for every sample are marked",
        "X[0] @ W1.T + b1 <= 0": "the first sample alone decides",
    },
    also=[
        "np.all(X @ W1.T + b1 <= 0, axis=0)",
        "np.max(X @ W1.T + b1, axis=0) <= 0",
        "np.maximum(X @ W1.T + b1, 0).sum(axis=0) == 0",
        "[all(w @ x + b <= 0 for x in X) for w, b in zip(W1, b1)]",
    ],
)
def my_dead(X, W1, b1):
    """An array with True for each hidden unit that is dead, and False for the others. A dead unit is off for every
    sample, a row of X; it is on where its score is above 0.
    """
    return ~np.any(X @ W1.T + b1 > 0, axis=0)


STUCK = {"W1": (4, 3), "W2": (1, 4)}
STAY_TOGETHER = (
    "The hinges have to stay together in training, whatever the samples are:"
    " with this W2, the first step of the training moves them apart."
)


def proportions(start):
    """How often the first unit's weights stand in each unit's; nan if they are no multiple of them."""
    W1 = np.asarray(start["W1"], dtype=float)
    times = W1[:, 0] / W1[0, 0]
    return np.where(np.all(np.isclose(W1, times[:, None] * W1[0], rtol=1e-6, atol=0), axis=1), times, np.nan)


@notebook.design(
    hint=(
        "What keeps units together for ever?",
        "Units in proportion stay in proportion, if every number of unit k has the same c_k in it.",
    ),
    promises={
        "W1 and W2 have to be numbers of the shapes (4, 3) and (1, 4).": lambda start: are_numbers(start, STUCK),
        "No weight may be 0.": lambda start: all(np.all(np.asarray(start[name]) != 0) for name in STUCK),
        "No two units may have the same weights in W1.": lambda start: (
            len(np.unique(np.asarray(start["W1"], dtype=float), axis=0)) == 4
        ),
        "All units have to have the same hinge at the start.": lambda start: np.all(np.isfinite(proportions(start))),
        "All units have to be on at the same side: else they meet other samples, and part.": lambda start: np.all(
            proportions(start) > 0
        ),
        STAY_TOGETHER: lambda start: np.allclose(
            np.asarray(start["W2"])[0] / np.asarray(start["W2"])[0, 0], proportions(start), rtol=1e-6
        ),
    },
    mistakes={
        '{"W1": np.ones((3, 4)), "W2": np.ones((1, 4))}': (
            "W1 and W2 have to be numbers of the shapes (4, 3) and (1, 4)."
        ),
        '{"W1": np.zeros((4, 3)), "W2": np.zeros((1, 4))}': "No weight may be 0.",
        '{"W1": np.ones((4, 3)), "W2": np.ones((1, 4))}': "No two units may have the same weights in W1.",
        '{"W1": [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]], "W2": [[1, 2, 3, 4]]}': (
            "All units have to have the same hinge at the start."
        ),
        '{"W1": [[1, 2, 3], [2, 4, 6], [-1, -2, -3], [-2, -4, -6]], "W2": [[1, 2, -1, -2]]}': (
            "All units have to be on at the same side: else they meet other samples, and part."
        ),
        '{"W1": [[1, 2, 3], [2, 4, 6], [3, 6, 9], [4, 8, 12]], "W2": [[1, 1, 1, 1]]}': (STAY_TOGETHER),
        '{"W1": [[1, 2, 3], [2, 4, 6], [3, 6, 9], [4, 8, 12]], "W2": [[4, 3, 2, 1]]}': STAY_TOGETHER,
    },
    also=[
        '{"W1": np.outer([1.0, 2.0, 3.0, 4.0], np.ones(3)), "W2": np.array([[-0.1, -0.2, -0.3, -0.4]])}',
        '{"W1": [[0.5, -1, 2], [1, -2, 4], [2, -4, 8], [0.25, -0.5, 1]], "W2": [[2, 4, 8, 1]]}',
    ],
)
def my_stuck():
    """A start {"W1": ..., "W2": ...}, of the shapes (4, 3) and (1, 4), for 3 features, 4 units, 1 output and zero
    biases: no weight is 0, no two units are equal, and yet the network never has more than one hinge.
    """
    return {"W1": [[1, 2, -1], [2, 4, -2], [3, 6, -3], [5, 10, -5]], "W2": [[1, 2, 3, 5]]}
