"""Exercises of notebook 04: derivatives as layers, where gradients add, and four ways to check a gradient."""

import numpy as np

from ._designs import fault_of, fault_of_shape
from ._draws import cubic, enlarged, far_below, labels, some, square_and_line, to_nudge
from ._judge import SIGN_TURNED, Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def predictions(*shape):
    """Predictions away from 0 and 1, with labels of both kinds in each column."""
    return lambda rng: {"y_hat": rng.uniform(0.1, 0.9, shape), "y": labels(rng, *shape)}


def close_to_the_ends(rng):
    """Predictions close to 0 and to 1, with both labels for each."""
    tiny = 2.0**-10
    y_hat = np.array([[tiny, 1 - tiny, 0.25], [tiny, 1 - tiny, 0.75], [0.375, 0.625, 0.5]])
    return {"y_hat": y_hat, "y": np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.2, 0.0, 1.0]])}


def nearly_0(rng):
    """A prediction that no clip leaves as it is."""
    return {"y_hat": np.array([rng.uniform(1e-10, 1e-9)]), "y": np.array([1.0])}


def far_out(rng):
    """z where the sigmoid is nearly flat, on both sides."""
    return {"z": np.array([-12.0, 12.0, -7.0, 7.0, 0.5]), "dL_dy_hat": np.array([3.0, -4.0, 5.0, 6.0, -2.5])}


def one_sample(outputs, inputs):
    """A sample for linear layer, sigmoid and loss. No score is so large that its sigmoid has no slope."""
    return lambda rng: {
        "W": some(rng, outputs, inputs),
        "b": some(rng, outputs),
        "x": some(rng, inputs),
        "y": labels(rng, outputs),
    }


# ---------------------------------------------------------------------------------- functions to be nudged


def cube(x):
    """x**3"""
    return x**3


def falling(x):
    """5 - x**2"""
    return 5 - x**2


def growth(x):
    """exp(x)"""
    return np.exp(x)


def decay(x):
    """exp(-x)"""
    return np.exp(-x)


def square_times_line(x):
    """x[0]**2 * x[1]"""
    return x[0] ** 2 * x[1]


def cube_and_line(x):
    """x[0]**3 + 2 * x[1]"""
    return x[0] ** 3 + 2 * x[1]


def of_a_table(x):
    """x[0, 0]**3 + 2 * x[0, 1] + x[1, 0] * x[1, 1]"""
    return x[0, 0] ** 3 + 2 * x[0, 1] + x[1, 0] * x[1, 1]


def steep_square(x):
    """1000000 * x[0]**2 + x[1]"""
    return 1000000 * x[0] ** 2 + x[1]


def fast_wave(x):
    """sin(100 * x[0]) + sin(100 * x[1])"""
    return np.sin(100 * x[0]) + np.sin(100 * x[1])


def small_slopes(x):
    """0.001 * (x[0]**2 + 3 * x[1])"""
    return 0.001 * square_and_line(x)


def to_check(*shape, off=(0.2, 0.6), sign=None):
    """A function, a point, and a candidate for the gradient there that is off by so much."""

    def draw(rng):
        f, gradient = cubic(rng, *shape)
        x = some(rng, *shape)
        turned = rng.choice([-1.0, 1.0], shape) if sign is None else sign
        return {"f": f, "x": x, "candidate": gradient(x) + turned * rng.uniform(*off, shape)}

    return draw


def to_walk(*shape):
    def draw(rng):
        f, _ = cubic(rng, *shape)
        values = {name: some(rng, *shape) for name in ("x", "candidate", "v")}
        return {"f": f, **values, "h": rng.uniform(0.2, 0.4)}

    return draw


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=("What stands in its chain rule?", "One factor arrives from the right. Where is the other one taken?"),
    parts=("y", "W", "which loss", "z", "dL_dy_hat"),
    mistakes={
        "True, False, False, True, True": "the label is asked for: it has gone into dL/dy_hat already",
        "False, True, False, True, True": "the weights are asked for: they belong to the layer before",
        "False, False, True, True, True": "the next loss is asked for: all of it that counts is in dL/dy_hat",
        "False, False, False, False, True": "the place is left out at which the local derivative is taken",
        "False, False, False, True, False": "dL_dy_hat is left out",
        "True, False, False, True, False": "loss and sigmoid are taken as one step",
        "True, True, True, True, True": "everything is asked for",
        "True, True, True, False, False": "True and False have changed places",
    },
    also=["[0, 0, 0, 1, 1]", "np.array([False, False, False, True, True])"],
)
def my_told():
    """What must somebody tell the sigmoid on the way back? True or False for each, in this order:
    the label y, the weights W, which loss comes next, z, dL/dy_hat. A tuple of five.
    """
    return False, False, False, True, True


@notebook.value(
    hint=("Which wire counts?", "A small step of x moves f along both wires at once."),
    mistakes={
        "12": "only the wire through v is counted, or it is taken away from the other one: 24 - 12",
        "24": "only the wire through u is counted, or the value of f is given",
        "24 * 12": "the two wires are multiplied: that is for steps in a chain",
        "(24 + 12) / 2": "the two wires are averaged",
        "4 + 3": "the local derivatives are added, without what arrives at them",
    },
    also=["36.0", "9 * 2**2"],
)
def my_fork():
    """f = u v with u = x**2 and v = 3x, at x = 2. Back come 24 through u and 12 through v. What is df/dx?"""
    return 24 + 12


@notebook.value(
    hint=(
        "Why is the smallest not the best?",
        "A small step errs less on paper, more by rounding. Which of the two nudges errs with h, which with h**2?",
    ),
    parts=("one side", "both sides"),
    mistakes={
        "1e-12, 1e-12": "the smallest step is taken: rounding is divided by it",
        "1e-8, 1e-8": "nudging to both sides gets the step of nudging to one",
        "1e-5, 1e-5": "nudging to one side gets the step of nudging to both",
        "1e-5, 1e-8": "the two are swapped",
        "-8, -5": "the exponents are given, not the steps",
        "1e-2, 1e-2": "the largest step is taken: the curve has left its tangent there",
        "1e-2, 1e-5": "nudging to one side gets a step at which the curve has left its tangent",
    },
    also=["[0.00000001, 0.00001]", "10**-8, 10**-5"],
)
def my_best_of_four():
    """Which step comes closest to the true derivative: 1e-2, 1e-5, 1e-8 or 1e-12?
    A tuple of two: for a nudge to one side, and for a nudge to both.
    """
    return 1e-8, 1e-5


@notebook.value(
    hint=(
        "What is the error made of?",
        "Far from rounding it is of the order of h for the one, of h**2 for the other.",
    ),
    parts=("forward", "central"),
    mistakes={
        "10, 10": "both errors are given the factor of h",
        "100, 100": "both errors are given the factor of h**2",
        "10, 1000": "the central difference is given the factor of h**3",
        "1, 2": "the slopes on logarithmic axes are given, not the factors",
        "100, 10": "the two are swapped",
        "1 / 10, 1 / 100": "it is said what is left, not by which factor it shrinks",
    },
    also=["(10.0, 100.0)", "[10, 100]"],
)
def my_error_shrinks():
    """The step is made ten times smaller, far from rounding. By which factors do the errors of a forward and
    of a central difference shrink? A tuple of two.
    """
    return 10, 100


@notebook.value(
    hint=("Which side does it look at?", "Draw max(z, 0), and a straight line through each pair of points."),
    parts=("forward", "backward", "central", "the layer"),
    mistakes={
        "1, 0, 0.5, 0.5": "the layer is given what the central difference says",
        "1, 0, 0.5, 1": "the layer is given the slope of the right side",
        "0, 1, 0.5, 0": "the two sides are swapped",
        "1, -1, 0, 0": "the slopes of |z| are given",
        "1, 0, 1, 0": "the central difference is divided by h, where the way is 2h",
        "1, 0, 0, 0": "the central difference is said to see a flat place",
    },
    also=["(1.0, 0.0, 1 / 2, 0.0)", "[1, 0, 0.5, 0]"],
)
def my_kink():
    """max(z, 0) at z = 0. What do the forward, the backward and the central difference say, and what does
    the layer answer, by the same convention as PyTorch's relu? A tuple of four.
    """
    return 1, 0, 0.5, 0


# ----------------------------------------------------------------------------------------------- the layers


@notebook.function(
    hint=("How many are averaged?", "The mean is over all elements, rows times outputs. `len` counts rows only."),
    paper=[{"y_hat": np.array([[0.5, 0.8], [0.25, 0.5]]), "y": np.array([[1.0, 0.0], [1.0, 1.0]])}],
    draws=[predictions(4, 3), predictions(3, 3), predictions(5), predictions(3, 2, 4), close_to_the_ends, nearly_0],
    mistakes={
        "(y_hat - y) / (y_hat * (1 - y_hat))": "the factor of the mean is missing",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / len(y)": "it is divided by the number of rows",
        "(y_hat - y) / y.size": "the denominator is missing: that is dL/dz",
        "np.mean((y_hat - y) / (y_hat * (1 - y_hat)), axis=0)": "the slopes are averaged over the rows",
        "(y - y_hat) / (y_hat * (1 - y_hat)) / y.size": SIGN_TURNED,
        "-(y / y_hat + (1 - y) / (1 - y_hat)) / y.size": "one minus is lost: the inner derivative of 1 - y_hat is -1",
        "-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)) / y.size": "the losses are given, not their slopes",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / y.size**2": "the factor of the mean is there twice",
        "(y_hat - y) / y_hat * (1 - y_hat) / y.size": "a bracket is missing: Python divides by y_hat only",
        "-y / y_hat / y.size": "only the first term is differentiated",
        "y_hat - y": "the denominator and the factor of the mean are both missing",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / y.shape[-1]": "it is divided by the number of columns",
        "(y_hat - y) / (y_hat * (1 - y_hat)) * y.size": "it is multiplied by the number of elements, not divided",
        "(y_hat - y) * y_hat * (1 - y_hat) / y.size": "the denominator multiplies instead of dividing",
        "np.mean((y_hat - y) / (y_hat * (1 - y_hat)))": (
            "the slopes are averaged into one number: each prediction has a slope of its own"
        ),
        "-y / y_hat + (1 - y) / (1 - y_hat) / y_hat.size": "a bracket is missing: only the second term is divided",
        "(y_hat - y) / y_hat / y.size": "half of the denominator is lost: it is divided by y_hat only",
    },
    also=[
        "(-y / y_hat + (1 - y) / (1 - y_hat)) / y_hat.size",
        "-(y / y_hat - (1 - y) / (1 - y_hat)) / np.prod(y.shape)",
    ],
)
def my_bce_backward(y_hat, y):
    """The backward of the binary cross-entropy: dL/dy_hat, when L is the mean over all elements of y_hat.
    y_hat and y are arrays of any shape, and the labels lie between 0 and 1.
    """
    return (y_hat - y) / (y_hat * (1 - y_hat)) / y_hat.size


@notebook.function(
    hint=("What is the local derivative taken at?", "At z, where the layer was on the way forward."),
    paper=[{"z": np.array([0.0, 1.0]), "dL_dy_hat": np.array([2.0, -4.0])}],
    draws=[
        lambda rng: {"z": 2 * some(rng, 5), "dL_dy_hat": some(rng, 5)},
        lambda rng: {"z": some(rng, 3, 2), "dL_dy_hat": 3 * some(rng, 3, 2)},
        lambda rng: {"z": some(rng, 2, 3, 4), "dL_dy_hat": some(rng, 2, 3, 4)},
        far_out,
        lambda rng: {"z": far_below(rng), "dL_dy_hat": some(rng, 2)},
    ],
    mistakes={
        "sigmoid(z) * (1 - sigmoid(z)) + 0 * dL_dy_hat": "the upstream gradient is not used",
        "dL_dy_hat + 0 * z": "the local derivative is missing",
        "dL_dy_hat + sigmoid(z) * (1 - sigmoid(z))": "the two are added: that is for wires that meet",
        (
            "sigmoid(dL_dy_hat) * (1 - sigmoid(dL_dy_hat)) + 0 * z"
        ): "the slope is taken at the upstream gradient, not at z",
        "dL_dy_hat * sigmoid(z)": "the second factor of the slope is missing",
        "dL_dy_hat * z * (1 - z)": "z goes into the slope where the sigmoid of z belongs",
        "dL_dy_hat / (sigmoid(z) * (1 - sigmoid(z)))": "it is divided by the slope",
        "np.sum(dL_dy_hat * sigmoid(z) * (1 - sigmoid(z)))": "everything is added up: a single number",
        "dL_dy_hat * sigmoid(z) * 1 - sigmoid(z)": "a bracket is missing: Python multiplies before it subtracts",
        "-dL_dy_hat * sigmoid(z) * (1 - sigmoid(z))": "there is a minus too many",
        "dL_dy_hat * (1 - sigmoid(z))": "the first factor of the slope is missing",
        "dL_dy_hat * sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z)))": (
            "the sigmoid is taken twice: the slope is that at y_hat, not at z"
        ),
        "dL_dy_hat * sigmoid(z) * (1 - sigmoid(z)) * (1 - 2 * sigmoid(z))": "the slope of the slope is given",
        "dL_dy_hat * (1 - sigmoid(z) ** 2)": "the sigmoid is put into the formula for tanh's slope",
    },
    also=["dL_dy_hat * sigmoid(z) * sigmoid(-z)", "dL_dy_hat * 0.25 / np.cosh(z / 2) ** 2"],
)
def my_sigmoid_backward(z, dL_dy_hat):
    """The backward of the sigmoid: dL/dz, from z and dL/dy_hat, arrays of any shape. You may call sigmoid(z)."""
    return dL_dy_hat * sigmoid(z) * (1 - sigmoid(z))


@notebook.function(
    hint=(
        "In which order?",
        (
            "Forward in two lines. Back, first what arrives at z: sigmoid and loss together. "
            "Then the three gradients of notebook 03."
        ),
    ),
    paper=[
        {
            "W": np.array([[1.0, -2.0], [0.0, 3.0]]),
            "b": np.array([1.0, -4.0]),
            "x": np.array([2.0, 1.0]),
            "y": np.array([0.0, 1.0]),
        }
    ],
    draws=[
        *(one_sample(3, 2), one_sample(3, 3), one_sample(2, 4), one_sample(1, 1)),
        *(enlarged(one_sample(3, 2), name) for name in ("W", "b", "x")),
        lambda rng: one_sample(2, 3)(rng) | {"b": far_below(rng), "x": some(rng, 3) / 16, "y": np.zeros(2)},
    ],
    mistakes={
        ("W @ x + b", "W @ x"): "the bias is left out on the way forward",
        ("W @ x + b", "W @ x - b"): "the bias is subtracted",
        ("sigmoid(z)", "sigmoid(-z)"): "the sigmoid is given -z: this is the probability of no",
        ("y_hat - y", "y - y_hat"): SIGN_TURNED,
        ("y_hat - y", "(y_hat - y) * y_hat * (1 - y_hat)"): "the slope of the sigmoid is multiplied in once more",
        ("y_hat - y", "(y_hat - y) / (y_hat * (1 - y_hat))"): "the way back leaves out the sigmoid: that is dL/dy_hat",
        ("y_hat - y", "(y_hat - y) / y.size"): "it is averaged over the outputs, which are added up here",
        ("np.outer(dL_dz, x)", "np.outer(x, dL_dz)"): "dL_dW is transposed: x chooses the row",
        ("np.outer(dL_dz, x)", "dL_dz * x"): "in dL_dW each number meets only the one in its own place",
        ("np.outer(dL_dz, x)", "np.outer(np.ones_like(b), x)"): "dL_dW does not use the upstream gradient",
        ("dL_db = dL_dz", "dL_db = np.ones_like(b)"): "dL_db is the local derivative 1, without what arrives",
        ("dL_db = dL_dz", "dL_db = dL_dz * b"): "dL_db is multiplied by the bias itself",
        ("dL_db = dL_dz", "dL_db = dL_dz.sum()"): "dL_db is added up over the outputs",
        ("W.T @ dL_dz", "W @ dL_dz"): (
            "dL_dx is summed along the rows of W, not down its columns: W and its transpose have changed places"
        ),
        ("W.T @ dL_dz", "x * dL_dz.sum()"): "dL_dx uses x again, where W belongs",
        ("W.T @ dL_dz", "W.sum(axis=0)"): "dL_dx does not use the upstream gradient",
        ("W @ x + b", "x @ W + b"): (
            "z is summed down the columns of W, not along its rows: W and its transpose have changed places"
        ),
        ("sigmoid(z)", "z"): "the sigmoid is forgotten: y_hat is the score itself",
        ("y_hat - y", "z - y"): "the score stands in dL_dz, where the prediction belongs",
        ("np.outer(dL_dz, x)", "np.outer(y_hat, x)"): "dL_dW is made of y_hat, not of what arrives at z",
        ("np.outer(dL_dz, x)", "np.outer(dL_dz * y_hat * (1 - y_hat), x)"): (
            "the slope of the sigmoid is multiplied in once more in dL_dW"
        ),
        ("W.T @ dL_dz", "W.T @ y_hat"): "dL_dx is made of y_hat, not of what arrives at z",
        ("W.T @ dL_dz", "W.T @ (dL_dz * y_hat * (1 - y_hat))"): (
            "the slope of the sigmoid is multiplied in once more in dL_dx"
        ),
    },
    also=[
        ("W.T @ dL_dz", "dL_dz @ W"),
        ("np.outer(dL_dz, x)", "dL_dz[:, None] * x"),
        ("W @ x + b", "(W * x).sum(axis=1) + b", "y_hat - y", "(1 - y) * y_hat - y * sigmoid(-z)"),
    ],
)
def my_one_sample(W, b, x, y):
    """One sample forward and backward through linear layer, sigmoid and cross-entropy.
    The loss is the sum over its outputs, and the labels lie between 0 and 1. You may call sigmoid(z).
    """
    z = W @ x + b  # like b
    y_hat = sigmoid(z)  # like b
    dL_dz = y_hat - y  # like b
    dL_dW = np.outer(dL_dz, x)  # like W
    dL_db = dL_dz  # like b
    dL_dx = W.T @ dL_dz  # like x
    return {"z": z, "y_hat": y_hat, "dL_dz": dL_dz, "dL_dW": dL_dW, "dL_db": dL_db, "dL_dx": dL_dx}


# ------------------------------------------------------------------------------------------- used twice


@notebook.function(
    hint=("Which w is differentiated?", "Both: w stands in front, and inside. One term for each wire, and a plus."),
    paper=[{"w": 1.0, "x": 0.0}, {"w": 2.0, "x": 0.5}],
    draws=[
        lambda rng: {"w": rng.uniform(0.5, 1.5), "x": rng.uniform(-1.5, -0.5)},
        lambda rng: {"w": rng.uniform(-1.5, -0.5), "x": rng.uniform(1.2, 2.0)},
        lambda rng: {"w": some(rng, 4), "x": some(rng, 4)},
        lambda rng: {"w": np.array([1.0, 1.0]), "x": far_below(rng)},
        lambda rng: {"w": np.array([0.0, 0.0]), "x": rng.uniform(0.5, 1.5, 2)},
        lambda rng: {"w": np.array([11.0, -6.0, 0.5, 0.25]), "x": np.array([0.5, 0.5, 6.0, -11.0])},
    ],
    mistakes={
        "sigmoid(w * x)": "only the w in front is counted: the other wire is overwritten",
        "w * sigmoid(w * x) * (1 - sigmoid(w * x)) * x": "only the w inside is counted: the first wire is overwritten",
        "sigmoid(w * x) + w * sigmoid(w * x) * (1 - sigmoid(w * x))": "the inner derivative x is missing",
        "(sigmoid(w * x) + w * sigmoid(w * x) * (1 - sigmoid(w * x)) * x) / 2": "the wires are averaged",
        "w * sigmoid(w * x) * (1 - sigmoid(w * x)) * w": "it is differentiated with respect to x",
        "sigmoid(w * x) * w * sigmoid(w * x) * (1 - sigmoid(w * x)) * x": "the wires are multiplied, not added",
        "sigmoid(w * x) - w * sigmoid(w * x) * (1 - sigmoid(w * x)) * x": "the second term has the wrong sign",
        "sigmoid(w * x) + sigmoid(w * x) * (1 - sigmoid(w * x)) * x": "the w in front of the slope is lost",
        "sigmoid(w * x) * (1 - sigmoid(w * x)) * x": "w is lost in the product rule: that is the slope of sigma(w x)",
        "sigmoid(w * x) + w * sigmoid(w * x) * (1 - sigmoid(w * x)) * w": (
            "the inner derivative is taken with respect to x"
        ),
        "sigmoid(w * x) + w * sigmoid(w * x) * x": "the slope of the sigmoid is only half there",
    },
    also=[
        "sigmoid(w * x) * (1 + w * x * (1 - sigmoid(w * x)))",
        "sigmoid(w * x) + w * x * sigmoid(w * x) * sigmoid(-w * x)",
    ],
)
def my_used_twice(w, x):
    """df/dw for f = w sigma(w x), in which w is used twice, for one number or an array of them.
    You may call sigmoid.
    """
    return sigmoid(w * x) + w * sigmoid(w * x) * (1 - sigmoid(w * x)) * x


@notebook.derivation(
    hint=("Where does w stand?", "Twice, in a product: each factor is differentiated while the other one is held."),
    paper=[{"w": 2.0, "x": 0.5}],
    draws=[
        lambda rng: {"w": rng.uniform(0.5, 1.5), "x": rng.uniform(-1.5, -0.5)},
        lambda rng: {"w": rng.uniform(-1.5, -0.5), "x": rng.uniform(0.5, 1.5)},
    ],
    definitions={"z": "w * x", "a": "sigmoid(z)"},
    last="in `a`, `z`, `w` and `x` only, without `sigmoid`, without `exp` and without a quotient",
    names="a z w x",
    at_most={"sigmoid": 0, "/": 0, "exp": 0},
    mistakes={
        "a": "the wire through the sigmoid is lost",
        "w * d(a, w)": "the wire in front is lost",
        "a * (w * a * (1 - a) * x)": "the two wires are multiplied",
        "a + w * a * (1 - a)": "the inner derivative x is missing",
        "a + a * (1 - a) * x": "the w in front of the slope is lost",
        "a + w * a * x": "the slope of the sigmoid is only half there",
        "a + w * a * (1 - a) * w": "the inner derivative is taken with respect to x",
        "a - w * a * (1 - a) * x": "the second term has the wrong sign",
        "a + w * a * 1 - a * x": "a bracket is missing: Python multiplies before it subtracts",
        "a * (1 - a) * x": "the product is differentiated factor by factor: the slopes are multiplied",
        "a + w * z * (1 - z) * x": "z goes into the slope where a belongs",
    },
    also=[
        ["d(w * a, w)", "a + w * d(sigmoid(w * x), w)", "a + w * x * (a - a**2)"],
        ["d(w / (1 + exp(-w * x)), w)", "sigmoid(w * x) + w * sigmoid(w * x) * sigmoid(-w * x) * x", "a + w*a*(1-a)*x"],
        ["d(w, w) * a + w * d(a, w)", "a * (1 + w * (1 - a) * x)"],
        [
            "d(w, w) * a + w * d(a, w * x) * d(w * x, w)",
            "a + w * d(sigmoid(w * x), z) * d(z, w)",
            "a + z * a * (1 - a)",
        ],
    ],
)
def my_used_twice_steps():
    """The derivative of f = w sigma(w x), one step a line. z = w x and a = sigma(z) may be used."""
    return """
    d(w * sigmoid(w * x), w)
    d(w, w) * sigmoid(w * x) + w * d(sigmoid(w * x), w)
    1 * a + w * a * (1 - a) * d(w * x, w)
    a + w * a * (1 - a) * x
    """


# ---------------------------------------------------------------------------------------- nudge and look


@notebook.function(
    hint=("How far is it?", "From x - h to x + h: count the steps."),
    paper=[{"f": cube, "x": 2.0, "h": 0.1}, {"f": cube, "x": 1.0, "h": 1.0}, {"f": falling, "x": 2.0, "h": 0.5}],
    draws=[
        lambda rng: {"f": cube, "x": rng.uniform(0.5, 2), "h": rng.uniform(0.2, 0.4)},
        lambda rng: {"f": growth, "x": rng.uniform(-1, 1), "h": rng.uniform(0.3, 0.7)},
        *(lambda rng, x=x: {"f": cube, "x": x, "h": 3.0} for x in (-12.0, 12.0)),
        lambda rng: {"f": decay, "x": 7.0, "h": 0.5},
        lambda rng: {"f": decay, "x": rng.uniform(-1, 1), "h": rng.uniform(0.3, 0.7)},
        lambda rng: {"f": cube, "x": rng.uniform(0.5, 2, size=3), "h": rng.uniform(0.2, 0.4)},
        lambda rng: {"f": cube, "x": np.array([2.0, -1.0]), "h": rng.uniform(0.2, 0.4)},
    ],
    mistakes={
        "(f(x + h) - f(x - h)) / h": "it is divided by h, where the way is 2h",
        "(f(x + h) - f(x)) / h": "only the right side is nudged",
        "(f(x) - f(x - h)) / h": "only the left side is nudged",
        "(f(x + h) - f(x)) / (2 * h)": "only one side is nudged, but it is divided by 2h",
        "(f(x + h) - f(x - h)) / 2 * h": "a bracket is missing: Python divides by 2 and multiplies by h",
        "(f(x - h) - f(x + h)) / (2 * h)": "the two sides are swapped",
        "(f(x + h / 2) - f(x - h / 2)) / (2 * h)": "it is nudged by h in all, and divided by 2h",
        "(f(x + h / 2) - f(x - h / 2)) / h": "the step is halved: from end to end it is h",
        "(f(x + h) + f(x - h)) / (2 * h)": "the two values are added instead of subtracted",
        "f(x + h) - f(x - h) / 2 * h": "both brackets are missing",
        "f(x + h) - f(x - h) / (2 * h)": "a bracket is missing: only the second value is divided",
        "abs(f(x + h) - f(x - h)) / (2 * h)": "the sign of the slope is lost",
        "f(x + h) - f(x - h)": "nothing is divided: this is the change, not the slope",
        "(f(x + 1e-5) - f(x - 1e-5)) / 2e-5": "h is not used: the step is another one, and small",
        "0.0 * f(x)": "all is 0: f is taken twice at the same point",
    },
    also=["0.5 * (f(x + h) - f(x - h)) / h", "((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2"],
)
def my_central(f, x, h):
    """The central difference of f at x, with a step h to each side. x is one number or an array of them."""
    return (f(x + h) - f(x - h)) / (2 * h)


@notebook.derivation(
    hint=("What cancels?", "Multiply out both cubes. What has an even power of h is the same in both."),
    paper=[{"x": 2.0, "h": 0.1}],
    draws=[
        lambda rng: {"x": rng.uniform(0.5, 2), "h": rng.uniform(0.1, 0.9)},
        lambda rng: {"x": rng.uniform(-2, -0.5), "h": rng.uniform(0.1, 0.9)},
    ],
    last="in `h` only, without a quotient",
    names="h",
    at_most={"/": 0},
    mistakes={
        "3 * x * h + h**2": "the even powers have not cancelled: that is the error of the forward difference",
        "h**3": "there is a factor h too many",
        "2 * h**2": "the error is twice too large",
        "(6 * x**2 * h + 2 * h**3) / h - 3 * x**2": "it is divided by h, where the way is 2h",
        "h**2 / 2": "half of the error is left",
        "h**2 / 6": "a sixth of the error is left: the factor 6, the third derivative of x**3, is lost",
        "-(h**2)": "the sign is turned: what the central difference says lies above the slope",
        "3 * x**2 + h**2": (
            "the slope is still in it, or the 2 of 2h divides one term only: what is asked for is the error"
        ),
        (
            "(x**3 + 3 * x**2 * h + 3 * x * h**2 + h**3 - x**3 - 3 * x**2 * h + 3 * x * h**2 - h**3) / (2 * h)"
            " - 3 * x**2"
        ): "the bracket is lost: the minus stands before the first term of the second cube only",
        "(x**3 + h**3 - (x**3 - h**3)) / (2 * h) - 3 * x**2": (
            "3 x**2 is taken away once too often, or the cube is taken of each term alone"
        ),
        "(6 * x**2 * h + 2 * h**3) / 2 * h - 3 * x**2": "a bracket is missing: Python divides by 2 and multiplies by h",
        (
            "(x**3 + 2 * x**2 * h + 2 * x * h**2 + h**3 - (x**3 - 2 * x**2 * h + 2 * x * h**2 - h**3)) / (2 * h)"
            " - 3 * x**2"
        ): "the middle terms of the cubes have the factor 2, where 3 belongs",
        "(x**3 + x**2 * h + x * h**2 + h**3 - (x**3 - x**2 * h + x * h**2 - h**3)) / (2 * h) - 3 * x**2": (
            "the middle terms of the cubes have lost their factor 3"
        ),
    },
    also=[
        [
            "((x + h)**3 - (x - h)**3) / (2 * h) - 3 * x**2",
            "(2 * 3 * x**2 * h + 2 * h**3) / (2 * h) - 3 * x**2",
            "h**2",
        ],
        ["((x + h)**3 - (x - h)**3) / (2 * h) - d(x**3, x)", "3 * x**2 + h**2 - 3 * x**2", "h * h"],
        ["(d(x**3, x) * h + h**3) / h - 3 * x**2", "h**3 / h", "h**2"],
    ],
)
def my_central_error_steps():
    """The error of the central difference for f(x) = x**3: what it says, minus the slope 3 x**2. One step a line."""
    return """
    ((x + h)**3 - (x - h)**3) / (2 * h) - 3 * x**2
    (x**3 + 3 * x**2 * h + 3 * x * h**2 + h**3 - (x**3 - 3 * x**2 * h + 3 * x * h**2 - h**3)) / (2 * h) - 3 * x**2
    (6 * x**2 * h + 2 * h**3) / (2 * h) - 3 * x**2
    3 * x**2 + h**2 - 3 * x**2
    h**2
    """


@notebook.function(
    hint=("All entries at once?", "One entry at a time, with a nudge that is zero but for one place."),
    paper=[
        {"f": cube_and_line, "x": np.array([1.0, 4.0]), "h": 2.0},
        {"f": square_times_line, "x": np.array([1.0, 2.0]), "h": 0.1},
        {"f": of_a_table, "x": np.array([[1.0, 2.0], [3.0, -1.0]]), "h": 2.0},
    ],
    draws=[
        to_nudge(4),
        to_nudge(2, 3),
        to_nudge(3, 3),
        to_nudge(2, 3, 2),
        lambda rng: {"f": square_times_line, "x": some(rng, 2), "h": rng.uniform(0.2, 0.4)},
        lambda rng: {"f": square_times_line, "x": np.array([-12.0, 11.0]), "h": 3.0},
        lambda rng: to_nudge(3)(rng) | {"h": 1e-5},
    ],
    digits=4,
    mistakes={
        ("nudge[place] = h", "nudge[...] = h"): "all entries are nudged at once",
        (
            "    for place in np.ndindex(x.shape):\n        nudge = np.zeros_like(x)\n",
            "    nudge = np.zeros_like(x)\n    for place in np.ndindex(x.shape):\n",
        ): "the nudges pile up: the copies (or the nudge) are made once, not afresh for each entry",
        ("(f(x + nudge) - f(x - nudge)) / (2 * h)", "(f(x + nudge) - f(x)) / h"): "only the right side is nudged",
        ("(f(x + nudge) - f(x - nudge)) / (2 * h)", "(f(x) - f(x - nudge)) / h"): "only the left side is nudged",
        (
            "        nudge = np.zeros_like(x)\n",
            "        nudge = np.zeros_like(x)\n        gradient = np.zeros_like(x)\n",
        ): "only the last entry is kept: the result is made anew in every round",
        (
            "(f(x + nudge) - f(x - nudge)) / (2 * h)",
            "((x + nudge) - (x - nudge)).sum() / (2 * h)",
        ): "f is not called: the nudge itself comes back in each entry",
        ("/ (2 * h)", "/ h"): "it is divided by h, where the way is 2h",
        ("/ (2 * h)", "/ 2 * h"): "a bracket is missing: Python divides by 2 and multiplies by h",
        ("gradient[place] = (f", "gradient[...] = (f"): "the slope of the last entry stands in every place",
        ("return gradient", "return gradient.sum()"): "the entries are added up: a single number",
        ("f(x - nudge)", "f(nudge - x)"): "the second point is -x + h, on the other side of 0",
        ("(f(x + nudge) - f(x - nudge)) / (2 * h)", "0.0"): (
            "every entry is 0: f is taken twice at the same point, as where `up, down = x, x` copies nothing, or no"
            " quotient is stored in the result"
        ),
        ("(f(x + nudge) - f(x - nudge))", "(f(x - nudge) - f(x + nudge))"): (
            "the sign is turned: the value on the right is taken away from that on the left"
        ),
        (
            "    return gradient",
            "        return gradient",
        ): "only the first entry is filled: the `return` stands inside the loop, or the loop has one round",
        "(f(x + h) - f(x - h)) / (2 * h)": "every entry is nudged at once, and one single number comes out",
        ("(f(x + nudge) - f(x - nudge)) / (2 * h)", "(f(x + nudge) - f(x)) / (2 * h)"): (
            "only one side is nudged, but it is divided by 2h"
        ),
        ("(f(x + nudge) - f(x - nudge)) / (2 * h)", "f(x + nudge) - f(x - nudge)"): (
            "nothing is divided: this is the change, not the slope"
        ),
        (
            "np.ndindex(x.shape)",
            "range(len(x))",
        ): "a whole row is nudged at once: there are as many nudges as rows, not as entries",
        ("np.ndindex(x.shape)", "list(np.ndindex(x.shape))[:-1]"): "the last entry is left out, and stays 0",
        ("gradient[place] = (f", "gradient += (f"): (
            "each slope is added to all entries: the sum of all stands in every place"
        ),
        ("nudge[place] = h", "nudge[place] = 1e-5", "/ (2 * h)", "/ 2e-5"): (
            "h is not used: the step is another one, and small"
        ),
    },
    also=[
        (
            "nudge = np.zeros_like(x)\n        nudge[place] = h\n",
            "up, down = x.copy(), x.copy()\n        up[place] += h\n        down[place] -= h\n",
            "(f(x + nudge) - f(x - nudge))",
            "(f(up) - f(down))",
        ),
        (
            "return gradient",
            (
                "units = np.eye(x.size).reshape(x.size, *x.shape)\n"
                "    return np.array([f(x + h * u) - f(x - h * u) for u in units]).reshape(x.shape) / (2 * h)"
            ),
        ),
    ],
)
def my_nudged_gradient(f, x, h):
    """The gradient of f at x, an array of floats of any shape, by central differences with the step h, shaped like x.
    f gives one number, and x stays as it is.
    """
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[place] = h
        gradient[place] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return gradient


@notebook.function(
    hint=(
        "Which two errors meet?",
        "As h shrinks, T h**2 falls and R / h grows. Where the sum is smallest, h**3 is R / (2 T).",
    ),
    paper=[{"eps": 1e-6}, {"eps": 1e-15}],
    draws=[
        lambda rng: {"eps": 2.0**-52},
        lambda rng: {"eps": 10.0 ** rng.uniform(-16, -5)},
        lambda rng: {"eps": 10.0 ** rng.uniform(-16, -5, 3)},
    ],
    absolute=0,
    mistakes={
        "eps ** (1 / 2)": "the square root is taken: that is the best step of a forward difference",
        "eps ** (2 / 3)": "the smallest error is given, not the step",
        "eps ** (1 / 4)": "the fourth root is taken: that would be the best step for a truncation of T h**3",
        "eps ** (-1 / 3)": "the exponent has the wrong sign",
        "eps": "the step is as small as the rounding itself",
        "eps ** 1 / 3": "it is divided by 3: an exponent of 1/3 needs a bracket",
        "eps**0.33": "1/3 is rounded too early, to 0.33",
        "3 * eps ** (1 / 3)": "there is a factor of 3 in front",
        "(3 * eps) ** (1 / 3)": "there is a factor of 3 under the root",
        "1e-5 + 0 * eps": "the step is always 1e-5: eps is not used",
    },
    also=["np.cbrt(eps)", "np.exp(np.log(eps) / 3)"],
)
def my_best_step(eps):
    """The best step of a central difference where the machine rounds by eps: a power of eps, without a factor in front.
    eps is one number or an array.
    """
    return eps ** (1 / 3)


# ------------------------------------------------------------------------------------------- the remainder


@notebook.derivation(
    hint=("How does h reach f?", "By two routes, through p and through q. Each has a slope of its own in h."),
    paper=[{"x_1": 1.0, "x_2": 9.0, "v_1": 2.0, "v_2": -3.0, "h": 2.0}],
    draws=[
        lambda rng: dict(zip(("x_1", "x_2", "v_1", "v_2"), some(rng, 4), strict=True), h=rng.uniform(0.1, 0.5)),
        lambda rng: dict(zip(("x_1", "x_2", "v_1", "v_2"), 2 * some(rng, 4), strict=True), h=rng.uniform(0.5, 0.9)),
    ],
    definitions={
        "p": "x_1 + h * v_1",
        "q": "x_2 + h * v_2",
        "df_dp": "2 * (x_1 + h * v_1) * (x_2 + h * v_2)",
        "df_dq": "(x_1 + h * v_1)**2",
    },
    last="in `p`, `q`, `v_1` and `v_2` only, without a quotient",
    names="p q v_1 v_2",
    at_most={"/": 0},
    mistakes={
        "2 * p * q * v_1": "the route through q is lost",
        "p**2 * v_2": "the route through p is lost",
        "2 * p * q + p**2": "the direction is left out: each route is taken with the slope 1",
        "2 * p * q * v_1 * p**2 * v_2": "the two routes are multiplied",
        "2 * p * q * v_2 + p**2 * v_1": "each partial derivative meets the other's direction",
        "2 * p * v_1 * v_2": "the product is differentiated factor by factor: the slopes are multiplied",
        "2 * p * q * p + p**2 * q": "the partial derivatives are multiplied by the places, not by the direction",
        "2 * p * q * x_1 + p**2 * x_2": "the partial derivatives are multiplied by the start, not by the direction",
        "2 * p * q * h * v_1 + p**2 * h * v_2": "the change of a step h is given, not the slope",
        "2 * x_1 * x_2 * v_1 + x_1**2 * v_2": "the slope at the start is given, where h is 0",
        "p * q * v_1 + p**2 * v_2": "the 2 of the square is lost",
        "2 * p * v_1 + p**2 * v_2": "the q of the first route is lost",
        "2 * p * q + p**2 * v_2": "v_1 is lost: the route through p is taken with the slope 1",
        "2 * p * q * v_1 + p**2": "v_2 is lost: the route through q is taken with the slope 1",
        "2 * p * q * v_1 + p * v_2": "the square is lost in the route through q",
    },
    also=[
        ["d(p * p * q, h)", "2 * p * d(p, h) * q + p**2 * d(q, h)", "2 * p * v_1 * q + p * p * v_2"],
        [
            "d((x_1 + h * v_1)**2 * (x_2 + h * v_2), h)",
            "2 * (x_1 + h * v_1) * v_1 * (x_2 + h * v_2) + (x_1 + h * v_1)**2 * v_2",
            "2 * p * v_1 * q + p**2 * v_2",
            "p * (2 * q * v_1 + p * v_2)",
        ],
        ["df_dp * v_1 + df_dq * v_2", "2*p*q*v_1 + p**2*v_2"],
    ],
)
def my_walk_steps():
    """The slope of f = p**2 q along a walk from x in the direction v, one step a line.

    p = x_1 + h v_1 and q = x_2 + h v_2; df_dp and df_dq are the partial derivatives there.
    """
    return """
    d(p**2 * q, h)
    df_dp * d(p, h) + df_dq * d(q, h)
    df_dp * v_1 + df_dq * v_2
    2 * p * q * v_1 + p**2 * v_2
    """


@notebook.function(
    hint=("What does the candidate predict?", "How far f really moves, minus the step times a sum over all entries."),
    paper=[
        {
            "f": square_and_line,
            "x": np.array([1.0, 2.0]),
            "candidate": np.array([2.0, 3.0]),
            "v": np.array([1.0, -1.0]),
            "h": 0.1,
        },
        {
            "f": square_times_line,
            "x": np.array([1.0, 2.0]),
            "candidate": np.array([4.0, 2.0]),
            "v": np.array([2.0, 1.0]),
            "h": 2.0,
        },
        {
            "f": square_and_line,
            "x": np.array([1.0, 2.0]),
            "candidate": np.array([4.0, 3.0]),
            "v": np.array([1.0, -1.0]),
            "h": 0.1,
        },
    ],
    draws=[
        *(to_walk(4), to_walk(2, 3), to_walk(3, 3), to_walk(2, 3, 2)),
        lambda rng: to_walk(3)(rng) | {"h": 1e-4},
        lambda rng: {
            **{"f": square_times_line, "x": np.array([-6.0, 7.0]), "candidate": np.array([-90.0, 40.0])},
            **{"v": np.array([7.0, -6.0]), "h": 3.0},
        },
    ],
    digits=4,
    mistakes={
        "f(x + h * v) - f(x) - np.sum(candidate * v)": "h is missing in the predicted change",
        "f(x + h * v) - f(x) - h * np.sum(candidate)": "the direction is missing in the predicted change",
        "f(x + h * v) - h * np.sum(candidate * v)": "the value at the start is not subtracted",
        "f(x + h * v) - f(x) + h * np.sum(candidate * v)": "the predicted change is added",
        "f(x + h * v) - f(x)": "nothing is predicted: the change itself is given",
        "f(x + h * v) - f(x) - h * np.mean(candidate * v)": "the entries are averaged, not added up",
        "f(x + h) - f(x) - h * np.sum(candidate * v)": "the walk is not along v: every entry moves by h",
        "(f(x + h * v) - f(x)) / h - np.sum(candidate * v)": "the slopes are compared: all is divided by h",
        "f(x + v) - f(x) - h * np.sum(candidate * v)": "the walk is as long as v: h is missing in the first term",
        "h * np.sum(candidate * v) - (f(x + h * v) - f(x))": "what happens is taken away from what is predicted",
        "np.abs(f(x + h * v) - f(x) - h * np.sum(candidate * v))": "the sign of the remainder is lost",
        "f(x + h * v) - f(x) - h * candidate * v": "the predicted change is not added up: each entry keeps its own",
        "f(x - h * v) - f(x) - h * np.sum(candidate * v)": "the walk goes against v",
        "f(x) - f(x + h * v) - h * np.sum(candidate * v)": "the two values of f have changed places",
        "f(x + h) - f(x) - h * np.sum(candidate)": "the direction is left out, of the walk and of the predicted change",
    },
    also=[
        "f(x + h * v) - (f(x) + h * np.vdot(candidate, v))",
        "f(x + h * v) - f(x) - sum(c * h * w for c, w in zip(np.ravel(candidate), np.ravel(v)))",
    ],
)
def my_remainder(f, x, candidate, v, h):
    """What a candidate for the gradient of f at x fails to predict, for a step h along v. Arrays of any shape.
    They stay as they are.
    """
    return f(x + h * v) - f(x) - h * np.sum(candidate * v)


@notebook.function(
    hint=("Factor or slope?", "On logarithmic axes: how far down, divided by how far to the left?"),
    paper=[
        {"r": 4e-4, "r_small": 4e-6},
        {"r": 0.5, "r_small": 0.05},
        {"r": 0.161, "r_small": 0.010601},
        {"r": -0.3, "r_small": -0.006},
        {"r": 1e-4, "r_small": -1e-2},
    ],
    draws=[
        lambda rng: {"r": rng.uniform(0.1, 0.9), "r_small": rng.uniform(0.001, 0.05)},
        lambda rng: {"r": -rng.uniform(0.1, 0.9), "r_small": -rng.uniform(0.001, 0.05)},
        lambda rng: {"r": -rng.uniform(0.1, 0.9), "r_small": rng.uniform(0.001, 0.05)},
        lambda rng: {"r": rng.uniform(0.001, 0.05), "r_small": -rng.uniform(0.1, 0.9)},
        lambda rng: {"r": 1e5 * rng.uniform(1, 9), "r_small": 1e3 * rng.uniform(1, 9)},
        lambda rng: {"r": -1e-7 * rng.uniform(1, 9), "r_small": -1e-9 * rng.uniform(1, 9)},
    ],
    mistakes={
        "r / r_small": "the factor is given, not the slope: its logarithm is missing",
        "np.abs(r / r_small)": "the size of the factor is given, not the slope: the logarithm is missing",
        "np.log(np.abs(r / r_small))": "the natural logarithm is taken, and not divided by that of 10",
        "np.log2(np.abs(r / r_small))": "the logarithm has the base 2, and the step is ten times smaller",
        "r - r_small": "the remainders are subtracted, without logarithms",
        "(r - r_small) / 0.9": "the change is divided by the change of h, without logarithms",
        "np.log10(np.abs(r_small / r))": "down and up are swapped: the slope has the wrong sign",
        "np.log10(np.abs(r)) / np.log10(np.abs(r_small))": "the two logarithms are divided, not subtracted",
        "r / r_small / 10": "the factor is divided by that of the step: on logarithmic axes factors become differences",
        "np.log10(r / r_small)": "the sign is kept: of two remainders of unlike signs there is no logarithm",
        "np.log10(r) - np.log10(r_small)": "the signs are kept: of a negative remainder there is no logarithm",
        "np.log(r / r_small)": "the natural logarithm is taken, and the sign is kept",
        "np.log10(r_small / r)": "down and up are swapped, and the sign is kept",
        "np.abs(np.log10(np.abs(r / r_small)))": "the sign of the slope is lost: a remainder may grow, too",
        "np.log10(np.abs(r) / r_small)": "the sign of the second remainder is kept",
        "np.log10(r / np.abs(r_small))": "the sign of the first remainder is kept",
    },
    also=[
        "np.log(np.abs(r / r_small)) / np.log(10)",
        "np.log10(abs(r)) - np.log10(abs(r_small))",
        "np.log10((r / r_small) ** 2) / 2",
    ],
)
def my_remainder_slope(r, r_small):
    """The slope in the remainder test: r is the remainder at a step h, r_small the one at h / 10.
    Either may be negative: their sizes count. A right gradient gives 2, a wrong one 1.
    """
    return np.log10(np.abs(r / r_small))


@notebook.derivation(
    hint=("Which end is where?", "z + h lies to the right of the kink, z - h to the left. What is max(., 0) there?"),
    paper=[{"z": 0.6, "h": 2.0}],
    draws=[
        lambda rng: {"z": rng.uniform(0.1, 0.4), "h": rng.uniform(0.5, 0.9)},
        lambda rng: {"z": rng.uniform(-0.4, -0.1), "h": rng.uniform(0.5, 0.9)},
    ],
    last="in `z` and `h`, without `maximum`, and `h` stands in it only once",
    names="z h",
    at_most={"maximum": 0, "h": 1},
    mistakes={
        "((z + h) - (z - h)) / (2 * h)": "both ends are taken to lie to the right of the kink",
        "(0 - 0) / (2 * h)": "all is 0: both ends are taken to lie to the left of the kink, or a bracket is lost",
        "(0 - (z - h)) / (2 * h)": "the sign of z is turned, or the two pieces are swapped",
        "(z + h) / h": "it is divided by h, where the way is 2h",
        "1 / 2": "the second term is lost: it is 0 only at the kink itself",
        "z / (2 * h)": "the first of the two terms is lost: it does not depend on z",
        "1 / 2 + z / 2 * h": "a bracket is missing: Python divides by 2 and multiplies by h",
        "1 / 2 + z / h": "z is divided by h, and not by 2",
        "(z + 1) / 2": "z is divided by 2, and not by h",
        "1 / 2 + z": "z is not divided",
        "(z + h) / 2 * h": "the bracket below is missing: Python divides by 2 and multiplies all by h",
        "1 + z / (2 * h)": "h / (2 * h) is taken for 1",
        "z / 2": "h is cancelled, which stands in one of two terms only",
    },
    also=[
        ["(maximum(z + h, 0) - maximum(z - h, 0)) / (2 * h)", "(z + h) / (2 * h)", "0.5 + z / (2 * h)"],
        ["(maximum(z + h, 0) - 0) / (2 * h)", "1 / 2 * (z + h) / h", "1 / 2 * (1 + z / h)"],
    ],
)
def my_kink_steps():
    """The central difference of max(z, 0) within one step of the kink: -h < z < h. One step a line."""
    return """
    (maximum(z + h, 0) - maximum(z - h, 0)) / (2 * h)
    (z + h - 0) / (2 * h)
    h / (2 * h) + z / (2 * h)
    1 / 2 + z / (2 * h)
    """


# -------------------------------------------------------------------------------------------- fooled checks


@notebook.repair(
    hint=(
        "Which wrong gradients pass?",
        "Look at the last line. What is the largest of the numbers -3, -2 and 0, and what should it be here?",
    ),
    paper=[
        {"f": square_and_line, "x": np.array([1.0, 2.0]), "candidate": np.array([2.5, 4.5])},
        {"f": square_and_line, "x": np.array([1.0, 2.0]), "candidate": np.array([1.7, 2.4])},
        {"f": square_times_line, "x": np.array([-1.0, 2.0]), "candidate": np.array([-9.0, 3.0])},
        {"f": steep_square, "x": np.array([0.001, 1.0]), "candidate": np.array([1000.0, 1.0])},
    ],
    draws=[
        to_check(4),
        to_check(2, 3),
        to_check(2, 3, 2),
        lambda rng: {"f": fast_wave, "x": np.array([0.008, 0.01]), "candidate": np.array([50.0, 90.0])},
        lambda rng: {"f": small_slopes, "x": some(rng, 2), "candidate": 0.001 * some(rng, 2)},
        to_check(3, 3, sign=-1.0),
        to_check(2, 3, sign=1.0),
        to_check(3, off=(0, 0)),
        lambda rng: {"f": square_times_line, "x": np.array([-3.0, 2.0]), "candidate": np.array([-11.0, 9.5])},
        lambda rng: {"f": square_times_line, "x": np.array([-11.0, 12.0]), "candidate": np.array([-200.0, 150.0])},
    ],
    digits=4,
    absolute=1e-5,
    mistakes={
        ("np.abs(candidate - nudged).max()", "(candidate - nudged).max()"): (
            "entries of the candidate that are too small are not seen"
        ),
        ("np.abs(candidate - nudged).max()", "(nudged - candidate).max()"): (
            "entries of the candidate that are too large are not seen"
        ),
        ("np.abs(candidate - nudged).max()", "np.abs(candidate - nudged).mean()"): (
            "the differences are averaged: one wrong entry among many gets lost"
        ),
        ("np.abs(candidate - nudged).max()", "np.abs((candidate - nudged).sum())"): (
            "the differences are added up with their signs: what is too large makes up for what is too small"
        ),
        ("np.abs(candidate - nudged).max()", "np.abs((candidate - nudged).max())"): (
            "the sign is taken away after the largest was chosen, not before"
        ),
        ("np.abs(candidate - nudged).max()", "np.abs(candidate.max() - nudged.max())"): (
            "only the largest entries are compared, wherever they stand"
        ),
        ("/ np.abs(nudged).max()", "/ np.abs(candidate).max()"): "it is measured against the candidate's largest entry",
        (
            "/ np.abs(nudged).max()",
            "/ 1",
        ): "it is measured against nothing: ten times the function, ten times the result",
        ("np.abs(nudged).max()", "nudged.max()"): "the largest nudged entry is chosen with its sign",
        (
            "np.abs(candidate - nudged).max() / np.abs(nudged).max()",
            "(np.abs(candidate - nudged) / np.abs(nudged)).max()",
        ): "each entry is measured against itself: the smallest ones decide",
        ("/ 2e-5", "/ 1e-5"): "the nudges are divided by one step, where the way is two",
        ("nudged[place] = (f", "nudged[...] = (f"): "the slope of the last entry stands in every place",
        ("f(down)", "f(x)"): "only one side is nudged, but it is divided by the way of both",
        ("(f(up) - f(down)) / 2e-5", "(f(up) - f(x)) / 1e-5"): "only one side is nudged",
        ("/ np.abs(nudged).max()", "/ max(np.abs(candidate).max(), np.abs(nudged).max())"): (
            "it is measured against the larger of the two largest entries"
        ),
        ("/ np.abs(nudged).max()", "/ (np.abs(candidate).max() + np.abs(nudged).max())"): (
            "it is measured against the two largest entries together"
        ),
        ("np.abs(candidate - nudged).max()", "np.abs(candidate - nudged).sum()"): (
            "the differences are added up: the more entries, the larger the result"
        ),
        (
            "np.abs(candidate - nudged).max() / np.abs(nudged).max()",
            "np.linalg.norm(candidate - nudged) / np.linalg.norm(nudged)",
        ): "the lengths of the two are compared, not the largest entries",
    },
    also=[
        ("np.abs(candidate - nudged).max()", "max(abs(c - n) for c, n in zip(candidate.flat, nudged.flat))"),
        ("+= 1e-5", "+= 1e-4", "-= 1e-5", "-= 1e-4", "/ 2e-5", "/ 2e-4"),
        ("np.abs(candidate - nudged).max()", "max((candidate - nudged).max(), (nudged - candidate).max())"),
    ],
)
def my_gradient_check(f, x, candidate):
    """The largest difference between a candidate and the gradient of f at x, nudged by 1e-5 to both sides, measured
    against the largest nudged entry. Arrays of floats, of any shape. A mistake is in it: a candidate that is too small
    everywhere passes. Mend it.
    """
    nudged = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        nudged[place] = (f(up) - f(down)) / 2e-5
    return np.abs(candidate - nudged).max() / np.abs(nudged).max()


def are_data(answer):
    """A dictionary with W, b, x and g as arrays of finite numbers; in words, the entry at fault."""
    return isinstance(answer, dict) and (fault_of(answer, ("W", "b", "x", "g")) or True)


def as_data(answer):
    """W, b, x and g of an answer as arrays of floats."""
    return [np.asarray(answer[name], float) for name in ("W", "b", "x", "g")]


def belong_together(W, b, x, g):
    """In words, the entry that does not."""
    if W.ndim != 2 or not W.size:
        return f"`W` {f'has the shape {W.shape}' if W.ndim else 'is one number'}; wanted is a matrix."
    shapes = (("x", x, W.shape[1:]), ("b", b, W.shape[:1]), ("g", g, W.shape[:1]))
    return next((fault for entry in shapes if (fault := fault_of_shape(*entry))), True)


def is_caught(wrong, right):
    """The usual check notices the wrong gradient."""
    return wrong.shape != right.shape or bool(np.abs(wrong - right).max() > 1e-6 * np.abs(right).max() + 1e-9)


def gradients(W, b, x, g):
    """dL/dW, dL/db and dL/dx of a = sigma(W x + b), where g is dL/da."""
    dL_dz = g * sigmoid(W @ x + b) * sigmoid(-W @ x - b)
    return np.outer(dL_dz, x), dL_dz, W.T @ dL_dz


def without_transpose_is_caught(W, b, x, g):
    dL_dz = g * sigmoid(W @ x + b) * sigmoid(-W @ x - b)
    return W.shape[0] != W.shape[1] or is_caught(W @ dL_dz, W.T @ dL_dz)


def one_is_caught(wrong, right):
    return any(is_caught(one, other) for one, other in zip(wrong, right, strict=True))


A_DICTIONARY = "Wanted is a dictionary with W, b, x and g, each an array of numbers."
NOTHING = "One of the three gradients is 0 throughout, or nearly: W, x or g is 0, the sigmoid is flat, or terms cancel."
FORGETS_THE_BIAS = "A backward that forgets the bias gets through: without b, the sigmoid has the same slopes."
WITHOUT_G = "A backward that never uses g gets through: its gradients are the right ones."


@notebook.design(
    hint=("Which numbers hide a mistake?", "Zeros, ones, equal ones, symmetric ones. And sizes that are the same."),
    promises={
        A_DICTIONARY: are_data,
        "W, b, x and g have to belong together: W is (out, in), x is (in,), b and g are (out,).": (
            lambda answer: belong_together(*as_data(answer))
        ),
        NOTHING: lambda answer: all(np.abs(gradient).max() > 1e-6 for gradient in gradients(*as_data(answer))),
        "dL_dx without the transpose gets through: its numbers are the right ones.": (
            lambda answer: without_transpose_is_caught(*as_data(answer))
        ),
        "dL_dW as an outer product the wrong way round gets through.": lambda answer: is_caught(
            gradients(*as_data(answer))[0].T, gradients(*as_data(answer))[0]
        ),
        FORGETS_THE_BIAS: lambda answer: (
            lambda W, b, x, g: one_is_caught(gradients(W, 0 * b, x, g), gradients(W, b, x, g))
        )(*as_data(answer)),
        WITHOUT_G: lambda answer: (lambda W, b, x, g: one_is_caught(gradients(W, b, x, g**0), gradients(W, b, x, g)))(
            *as_data(answer)
        ),
        "A backward with the mean of g for g gets through: its gradients are the right ones.": lambda answer: (
            lambda W, b, x, g: one_is_caught(gradients(W, b, x, 0 * g + g.mean()), gradients(W, b, x, g))
        )(*as_data(answer)),
        "All sizes have to differ: only then do shapes catch a transpose.": (
            lambda answer: len(set(as_data(answer)[0].shape)) == 2
        ),
    },
    mistakes={
        ('"W": rng.normal(size=(3, 2)), ', ""): A_DICTIONARY,
        ('"x": rng.normal(size=2)', '"x": np.array([1.0, np.nan])'): A_DICTIONARY,
        ('"b": rng.normal(size=3)', '"b": np.ones(1)'): (
            "W, b, x and g have to belong together: W is (out, in), x is (in,), b and g are (out,)."
        ),
        (
            'rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)',
            'np.array([[2, 1], [1, 3]]), "b": np.array([0.3, -0.2]), "x": np.array([1, 2]), "g": np.array([2, -1])',
        ): "dL_dx without the transpose gets through: its numbers are the right ones.",
        (
            'rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)',
            'np.array([[1, 2], [0.5, -1]]), "b": np.array([-0.5, 1]), "x": np.array([0.5, 0]), "g": np.array([2, 0])',
        ): "dL_dW as an outer product the wrong way round gets through.",
        ('"b": rng.normal(size=3)', '"b": np.zeros(3)'): FORGETS_THE_BIAS,
        ('"x": rng.normal(size=2)', '"x": np.zeros(2)'): NOTHING,
        ('"W": rng.normal(size=(3, 2))', '"W": np.zeros((3, 2))'): NOTHING,
        ('"g": rng.normal(size=3)', '"g": np.ones(3)'): WITHOUT_G,
        ('"g": rng.normal(size=3)', '"g": np.array([2, 2, 2])'): (
            "A backward with the mean of g for g gets through: its gradients are the right ones."
        ),
        (
            'rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)',
            'np.array([[1, 2], [0.5, -1]]), "b": np.array([0.3, -0.2]), "x": np.array([1, 3]), "g": np.array([2, -1])',
        ): "All sizes have to differ: only then do shapes catch a transpose.",
    },
    also=[
        ("default_rng(0)", "default_rng(7)"),
        (
            'rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)',
            'rng.normal(size=(2, 4)), "b": rng.normal(size=2), "x": rng.normal(size=4), "g": rng.normal(size=2)',
        ),
        (
            'rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)',
            '[[1, 2], [0.5, -1], [2, 1]], "b": [0.3, -0.2, 0.5], "x": [1, 3], "g": [2, -1, 1]',
        ),
    ],
)
def my_test_data():
    """Data {"W": ..., "b": ..., "x": ..., "g": ...} for a check of a = sigma(W x + b) with g = dL/da.
    Wrong backwards are run on them: without a transpose, without the bias, without g, with the mean of g in its place.
    In each of them one gradient at least has to come out wrong, no gradient may be 0 throughout, and W must not be
    square: then shapes catch a transpose, too.
    """
    rng = np.random.default_rng(0)
    return {"W": rng.normal(size=(3, 2)), "b": rng.normal(size=3), "x": rng.normal(size=2), "g": rng.normal(size=3)}
