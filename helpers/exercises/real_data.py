"""Exercises of notebook 08: a price on large weights, honest choices, and what to report."""

import numpy as np

from ._draws import whole
from ._judge import Notebook

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=("What happens to the last few?", "Count full batches first. Are any birds left, and who waits for them?"),
    mistakes={
        "6": "the birds that are left over are not used",
        "206 / 32": "the last batch is counted as a fraction",
        "206": "there is an update after each bird",
        "1": "there is one update for all birds together",
        "32": "the size of a batch is given",
        "14": "the size of the last batch is given",
    },
    also=["7.0", "6 + 1"],
)
def my_updates():
    """206 birds, 32 of them in a batch. How many updates are there in one epoch?"""
    return 7


@notebook.value(
    hint=("What has a bias, and what has none?", "Each hidden unit has its weights, one bias and one output weight."),
    mistakes={
        "64 * 2 + 64 + 64": "the bias of the output is forgotten",
        "64 * 2 + 64 + 1": "64 are left out: one feature, the biases of the units, or the output weights",
        "64 * 2 + 64": "the biases are forgotten, or the whole output layer",
        "64 * 2": "only the weights of the first layer are counted",
        "64 * 2 + 64 + 64 + 64": "each unit is given an output bias of its own",
    },
    also=["257.0", "64 * 4 + 1"],
)
def my_count():
    """Two features, 64 hidden units, one output. How many numbers does the network train?"""
    return 64 * 2 + 64 + 64 + 1


@notebook.value(
    hint=(
        "What is left of the gradient?",
        "Only the penalty speaks. Is what it adds the same in every step, or the smaller, the smaller the weight is?",
    ),
    choices=("stays", "shrinks by a factor", "shrinks by the same amount"),
    mistakes={
        '"stays"': "the penalty is taken to say nothing where the loss says nothing",
        '"shrinks by the same amount"': "the slope of the penalty is taken to be the same for all sizes of a weight",
    },
    also=['"Shrinks by a factor"'],
)
def my_unused_weight():
    """A weight about which the loss does not care, trained with a price on the squares: in every step it
    "stays", "shrinks by a factor" or "shrinks by the same amount".
    """
    return "shrinks by a factor"


@notebook.value(
    hint=(
        "What can a lower threshold turn round?",
        "A no can become a yes, and no yes a no. What does each divide by?",
    ),
    choices=("precision", "recall", "both", "neither"),
    mistakes={
        '"precision"': "precision is taken, in whose denominator the number of yeses grows",
        '"both"': "the hits are counted, and the new false alarms are not",
        '"neither"': "no hit is taken to be sure of staying one, or recall is taken to count false alarms",
    },
    also=['"Recall"'],
)
def my_only_up():
    """The threshold is lowered from 0.5 to 0.1. Which can only go up: "precision", "recall", "both" or "neither"?"""
    return "recall"


@notebook.value(
    hint=("When do yes and no cost the same?", "Yes costs 1 - p on average, and no costs p times 9. Set them equal."),
    mistakes={
        "0.9": "the two costs are swapped",
        "1 / 1 + 9": "a bracket is missing, and the quotient comes before the sum; or percent are given",
        "1 / 9": "one cost is divided by the other, not by both together",
        "0.5": "the costs are left out",
        "9": "the ratio of the costs is given, which is no probability",
        "1 / 8": "one cost is divided by the difference of the two",
    },
    also=["0.1", "0.1000"],
)
def my_tau():
    """To miss a Chinstrap costs nine times as much as a false alarm. From which y_hat on should the answer be yes?"""
    return 1 / (1 + 9)


# -------------------------------------------------------------------------------------- a price on large weights


def weights(*names, outputs=3, inputs=2):
    """Weights, the gradient of a loss, a rate and a weight decay."""

    def draw(rng):
        drawn = {
            "W": whole(rng, outputs, inputs) + rng.random((outputs, inputs)) / 4,
            "dL_dW": whole(rng, outputs, inputs) + rng.random((outputs, inputs)) / 4,
            "eta": rng.uniform(0.2, 0.8),
            "lam": rng.uniform(0.1, 0.9),
        }
        return {name: drawn[name] for name in names}

    return draw


PRICED = {"dL_dW": np.array([[1.0, -2.0], [0.5, 3.0]]), "W": np.array([[2.0, 4.0], [-1.0, -3.0]])}


def moving_weight(outputs, inputs, k, l):
    """W with one entry that moves: number [k, l] is w, and ``others`` has a 0 there."""

    def draw(rng):
        others = whole(rng, outputs, inputs) + rng.random((outputs, inputs)) / 4
        others[k, l] = 0.0
        return {
            **{"w": rng.uniform(0.5, 3.0) * rng.choice([-1, 1]), "lam": rng.uniform(0.1, 0.9), "others": others},
            **{"e_k": np.eye(outputs)[k], "e_l": np.eye(inputs)[l]},
            **{"k": float(k), "l": float(l), "outputs": float(outputs), "inputs": float(inputs)},
        }

    return draw


@notebook.derivation(
    hint=(
        "Which of all these squares contain w?",
        "Each has the slope 2 W[i, j] where it is the square of w, and 0 elsewhere: (i == k) * (j == l).",
    ),
    paper=[
        {
            **{"w": 3.0, "lam": 0.5, "others": np.array([[1.0, 2.0], [0.0, -4.0]])},
            **{"e_k": np.array([0.0, 1.0]), "e_l": np.array([1.0, 0.0])},
            **{"k": 1.0, "l": 0.0, "outputs": 2.0, "inputs": 2.0},
        }
    ],
    draws=[moving_weight(3, 2, 2, 0), moving_weight(2, 4, 0, 1), moving_weight(3, 3, 0, 2), moving_weight(3, 3, 2, 1)],
    definitions={"W": "others + w * outer(e_k, e_l)"},
    last="one product of `lam` and an entry of `W`, without a half or a 2",
    names="lam W w k l",
    at_most={"*": 1, "/": 0, "+": 0, "-": 0, "**": 0, "sum": 0},
    mistakes={
        "lam * 2 * W[k, l]": "the 2 of the square is kept: the half is lost",
        "lam / 2 * W[k, l]": "the half is kept: the 2 of the square is lost",
        "lam / 2 * W[k, l]**2": "the square is left as it is, and not differentiated",
        (
            "lam * sum(sum(W[i, j] for j in range(inputs)) for i in range(outputs))"
        ): "both deltas are lost: every weight counts",
        "lam * sum(W[i, l] for i in range(outputs))": "one delta is lost: the whole column counts",
        "lam * sum(W[k, j] for j in range(inputs))": "one delta is lost: the whole row counts",
        "lam * W": "all entries are given, not the one of this weight",
        "2 * W[k, l]": "the factor in front is lost",
        "W[k, l]": "lambda is lost",
        "lam": "the weight is lost",
        "lam / 2 * sum(sum(W[i, j]**2 for j in range(inputs)) for i in range(outputs))": (
            "the d is dropped: the penalty itself is given, and nothing is differentiated"
        ),
        ("(i == k) * (j == l)", "(i == l) * (j == k)"): "the two deltas are swapped: k chooses the column",
        "lam * W[k, l]**2": "the power of the square is not lowered",
    },
    also=[
        [
            "d(lam / 2 * sum(W**2), w)",
            "lam / 2 * d(sum(W**2), w)",
            "lam / 2 * d(w**2, w)",
            "lam / 2 * (2 * w)",
            "w * lam",
        ],
        [
            "lam / 2 * d(sum(sum(W[i, j]**2 for j in range(inputs)) for i in range(outputs)), w)",
            "lam / 2 * sum(sum(2 * W[i, j] * (i == k) * (j == l) for j in range(inputs)) for i in range(outputs))",
            "lam * sum(W[k, j] * (j == l) for j in range(inputs))",
            "lam * W[k][l]",
        ],
        ["d(lam * (w**2 + sum(others**2)) / 2, w)", "lam * (2 * w + 0) / 2", "lam * w"],
    ],
)
def my_penalty_steps():
    """The slope of the penalty, lam / 2 times the sum of all squared weights, with respect to one weight.

    w is W[k, l], and W moves with it; (i == k) * (j == l) is the delta of this entry.
    """
    return """
    d(lam / 2 * sum(sum(W[i, j]**2 for j in range(inputs)) for i in range(outputs)), w)
    lam / 2 * sum(sum(d(W[i, j]**2, w) for j in range(inputs)) for i in range(outputs))
    lam / 2 * sum(sum(2 * W[i, j] * (i == k) * (j == l) for j in range(inputs)) for i in range(outputs))
    lam / 2 * 2 * W[k, l]
    lam * W[k, l]
    """


@notebook.function(
    hint=("What is the half for?", "Differentiate lam / 2 times the sum of all W_ij^2 with respect to one of them."),
    paper=[PRICED | {"lam": 0.5}],
    draws=[
        weights("dL_dW", "W", "lam"),
        weights("dL_dW", "W", "lam", inputs=3),
        weights("dL_dW", "W", "lam", inputs=1),
        weights("dL_dW", "W", "lam", outputs=2, inputs=4),
    ],
    mistakes={
        "dL_dW + 2 * lam * W": "the 2 from the square is kept, which the half cancels",
        "dL_dW + lam / 2 * W": "the half is kept, which the 2 from the square cancels",
        "dL_dW + lam / 2 * np.sum(W**2)": "the penalty itself is added: one number, and no slope",
        "dL_dW + lam / 2 * W**2": "each weight's own penalty is added, not its slope",
        "dL_dW - lam * W": "the price is subtracted: large weights are rewarded",
        "lam * W": "the gradient of the loss is forgotten",
        "dL_dW + lam * np.abs(W)": "the size of a weight is added without its sign",
        "dL_dW + lam * np.sign(W)": "the price is on the absolute values, not on the squares",
        "dL_dW + lam": "the weight is missing: the same number is added everywhere",
        "dL_dW + lam * np.sum(W)": "all weights are added up, and each gets the sum",
        "dL_dW + W": "lambda is lost",
        "dL_dW + lam * W**2": "the squared weight is added, which is not differentiated",
        "dL_dW": "the penalty is forgotten",
        "dL_dW * (1 + lam)": "the price is put on the gradient, not on the weights",
        "W + lam * dL_dW": "the gradient and the weights have changed places",
    },
    also=[
        "lam * W + dL_dW",
        "dL_dW + lam / 2 * 2 * W",
        "[[g + lam * w for g, w in zip(*rows)] for rows in zip(dL_dW, W)]",
    ],
)
def my_penalised(dL_dW, W, lam):
    """The gradient of L + lam / 2 * (the sum of all squared weights), from the gradient dL_dW of L.
    A new array.
    """
    return dL_dW + lam * W


@notebook.derivation(
    hint=(
        "What is the slope of the price?",
        "One step takes eta times the slope away. Differentiate, cancel, and take out w.",
    ),
    paper=[{"w": 3.0, "eta": 0.2, "lam": 0.4}, {"w": -5.0, "eta": 0.2, "lam": 0.4}],
    draws=[
        lambda rng: {
            "w": rng.uniform(0.5, 3.0) * rng.choice([-1, 1]),
            "eta": rng.uniform(0.1, 0.9),
            "lam": rng.uniform(0.1, 0.9),
        }
    ]
    * 2,
    last="in `eta` and `lam` only, without `d` and without a quotient",
    names="eta lam",
    at_most={"/": 0},
    mistakes={
        ("- eta * lam * w", "- eta * lam / 2 * w"): "the half is kept",
        ("- eta * lam * w", "- eta * lam * 2 * w"): "the half is lost",
        ("- eta * lam * w", "+ eta * lam * w"): "the step goes up the slope: the sign is turned",
        ("- eta * lam * w", "- lam * w"): "the rate is lost",
        ("- eta * lam * w", "- eta * w"): "the price is lost",
        ("- eta * lam * w", "- eta * lam / 2 * w**2"): "the penalty is subtracted, not its slope",
        "1 - eta * lam * w": "there is a w too many: the square keeps its power, or w is divided out only once",
        "eta * lam - 1": "the sign of the whole is turned",
        "-eta * lam": "the weight before the step is lost",
        "eta * lam": "what is lost is given, not what is left",
        "w - eta * lam * w": "it is not divided by w: the weight after the step is given",
        (
            "(w - eta * lam * w) / w",
            "(w - eta * lam) / w",
        ): "the weight is lost in the slope of the penalty, or divided out once too often",
        "w - eta * lam": (
            "only the second term is divided by w: a bracket is missing, or w is cancelled in one of two terms"
        ),
        "(1 - eta) * lam": "the bracket stands in the wrong place: lam multiplies the 1, too",
    },
    also=[
        [
            "(w - eta * d(lam / 2 * w**2, w)) / w",
            "(w - eta * lam / 2 * d(w**2, w)) / w",
            "(w - eta * lam / 2 * 2 * w) / w",
            "w / w - eta * lam * w / w",
            "1 - lam * eta",
        ],
        ["(w - eta * (0 + lam * w)) / w", "(1 - eta * lam) * w / w", "-eta * lam + 1"],
    ],
)
def my_factor_steps():
    """One step with weight decay, of a weight w about which the loss does not care: by which factor is it multiplied?

    The given line is the weight after the step, divided by the weight before.
    """
    return """
    (w - eta * d(lam / 2 * w**2, w)) / w
    (w - eta * lam / 2 * 2 * w) / w
    (w - eta * lam * w) / w
    w * (1 - eta * lam) / w
    1 - eta * lam
    """


@notebook.function(
    hint=(
        "What is multiplied, and by what?",
        "A step takes eta times the gradient away. Which gradient, with the price?",
    ),
    paper=[{"W": PRICED["W"], "dL_dW": PRICED["dL_dW"], "eta": 0.5, "lam": 0.25}],
    draws=[
        weights("W", "dL_dW", "eta", "lam"),
        weights("W", "dL_dW", "eta", "lam", inputs=3),
        weights("W", "dL_dW", "eta", "lam", inputs=1),
        weights("W", "dL_dW", "eta", "lam", outputs=2, inputs=4),
        lambda rng: weights("W", "dL_dW")(rng) | {"eta": 2.5, "lam": 1.25},
    ],
    mistakes={
        "W - eta * dL_dW": "nothing decays: the step is the one without a price",
        "(1 - lam) * W - eta * dL_dW": "the decay is not multiplied by the rate",
        "(1 - eta * lam) * (W - eta * dL_dW)": "the factor is applied after the step, and so to the gradient, too",
        "(1 + eta * lam) * W - eta * dL_dW": "the weights grow: the price has the wrong sign",
        "(1 - eta * lam) * W + eta * dL_dW": "the step goes up the slope of the loss",
        "(1 - 2 * eta * lam) * W - eta * dL_dW": "the 2 from the square is kept",
        "(1 - eta * lam) * W": "the gradient of the loss is forgotten",
        "(1 - eta * lam) * W - dL_dW": "the gradient of the loss is not multiplied by the rate",
        "dL_dW + lam * W": "the gradient is given, and no step is made",
        "W + eta * (dL_dW + lam * W)": "the step goes up the slope: the sign is turned",
        "(1 - eta * lam / 2) * W - eta * dL_dW": "the half is kept, which the 2 from the square cancels",
        "W - (dL_dW + lam * W)": "the rate is lost",
        "(1 - eta) * W - eta * dL_dW": "lambda is lost",
        "W - eta * dL_dW + lam * W": "a bracket is missing: the minus and the rate reach the gradient of the loss only",
        "1 - eta * lam * W - eta * dL_dW": "a bracket is missing: the 1 is not multiplied by W",
        "-eta * (dL_dW + lam * W)": "the step alone is given, not the weights after it",
        "W - eta * (dL_dW + lam)": "the weight is missing in the price: every weight moves by the same",
        "W - eta * (dL_dW + lam * np.sign(W))": "the price is on the absolute values, not on the squares",
        "W - eta * (dL_dW + lam * W**2)": "the price is not differentiated: the squared weight is subtracted",
        "eta * (dL_dW + lam * W)": "the step alone is given, and with its minus lost",
    },
    also=["W - eta * (dL_dW + lam * W)", "W - eta * dL_dW - eta * lam * W"],
)
def my_decayed(W, dL_dW, eta, lam):
    """The weights after one step of gradient descent with the rate eta and the weight decay lam, as a new array."""
    return (1 - eta * lam) * W - eta * dL_dW


@notebook.function(
    hint=("Added, or multiplied?", "The factor of one step, used again and again."),
    paper=[{"eta": 0.5, "lam": 0.2, "steps": 2}, {"eta": 0.5, "lam": 0.5, "steps": 3}],
    draws=[
        lambda rng: {"eta": rng.uniform(0.1, 0.9), "lam": rng.uniform(0.1, 0.9), "steps": int(rng.integers(3, 7))},
        lambda rng: {"eta": rng.uniform(0.1, 0.9), "lam": rng.uniform(0.1, 0.9), "steps": int(rng.integers(10, 20))},
        lambda rng: {"eta": rng.uniform(0.1, 0.9), "lam": rng.uniform(0.1, 0.9), "steps": 0},
        lambda rng: {"eta": 0.01, "lam": rng.uniform(0.1, 0.9), "steps": 200},
    ],
    mistakes={
        "1 - eta * lam * steps": "every step takes away as much as the first one",
        "(1 - lam) ** steps": "the learning rate is missing",
        "(1 - eta) ** steps * lam**0": "lambda is missing",
        "1 - (1 - eta * lam) ** steps": "what is lost is given, not what is left",
        "np.exp(-eta * lam * steps)": "the exponential is used: nearly right, for small steps",
        "(1 - eta * lam / 2) ** steps": "lambda is halved",
        "(1 - eta * lam) * steps": "the factor is multiplied by the number of steps",
        "(1 + eta * lam) ** steps": "the weight grows: the sign is turned",
        "(1 - eta * lam) ** (steps + 1)": "there is a step too many",
        "(1 - eta * lam) ** (steps - 1)": "a step is missing",
        "(1 - eta * lam) ** max(steps - 1, 0)": "a step is missing: the loop has one round too few",
        "1 - eta * lam": "only one step is made",
        "(1 - 2 * eta * lam) ** steps": "the 2 from the square is kept",
        "1 - (eta * lam) ** steps": (
            "the bracket stands in the wrong place: the power is taken of eta lam, not of the factor"
        ),
        "1 - eta * lam**steps": "a bracket is missing: the power is taken of lam only",
    },
    also=[
        "np.exp(steps * np.log1p(-eta * lam))",
        "np.prod([1 - eta * lam] * steps)",
        "(1 - lam * eta) / (1 - eta * lam) ** (1 - steps)",
    ],
)
def my_what_is_left(eta, lam, steps):
    """The share of a weight that is left after `steps` steps with the rate eta and the weight decay lam, if the loss
    does not care about it. eta lam lies between 0 and 1.
    """
    return (1 - eta * lam) ** steps


# ----------------------------------------------------------------------------------- the ruler, and the three parts


def two_parts(training, test, features=2):
    """Rows in two parts that are clearly not alike."""

    def draw(rng):
        return {
            "training": whole(rng, training, features) * rng.uniform(1, 3, features) + rng.random((training, features)),
            "test": whole(rng, test, features) * rng.uniform(1, 3, features) + 4 + rng.random((test, features)),
        }

    return draw


@notebook.repair(
    hint=(
        "Who may be measured, and who may set the ruler?",
        "All rows are measured with one ruler. The mean and the deviation are fitted, like weights: on which rows?",
    ),
    paper=[
        {
            "training": np.array([[1.0, 10.0], [3.0, 30.0]]),
            "test": np.array([[8.0, 20.0], [4.0, 50.0]]),
        },
        {
            "training": np.array([[1.0], [5.0], [6.0]]),
            "test": np.array([[8.0], [2.0]]),
        },
    ],
    draws=[two_parts(5, 3), two_parts(4, 4, features=3), two_parts(3, 2, features=3), two_parts(60, 12)],
    mistakes={
        ("ruler = training", "ruler = np.concatenate([training, test])"): "the ruler is fitted to all rows",
        ("ruler = training", "ruler = test"): "the ruler is fitted to the test rows",
        ("(training - mean)", "training"): "the mean is not subtracted from the training rows",
        ("(test - mean)", "test"): "the mean is not subtracted from the test rows",
        ("ruler.mean(axis=0)", "ruler.mean()"): "one mean is taken of all features together",
        ("ruler.std(axis=0)", "ruler.std()"): "one deviation is taken of all features together",
        ("ruler.std(axis=0)", "ruler.var(axis=0)"): "the variance stands for the deviation: the root is missing",
        (
            "ruler.std(axis=0)",
            "ruler.std(axis=0, ddof=1)",
        ): "the squares are divided by one less than the number of rows",
        (
            "(test - mean) / deviation",
            "(test - test.mean(axis=0)) / test.std(axis=0)",
        ): "the test rows are measured with a ruler of their own",
        ("(test - mean) / deviation", "(test - mean) * deviation"): "the test rows are multiplied by the deviation",
        ("ruler.std(axis=0)", "np.concatenate([training, test]).std(axis=0)"): (
            "half of it is mended: the deviation is fitted to all rows, and only the mean to the training rows"
        ),
        ("ruler.std(axis=0)", "test.std(axis=0)"): "the deviation is that of the test rows",
        ("(training - mean) / deviation", "training - mean"): "the training rows are not divided by the deviation",
        ("(training - mean) / deviation", "training - mean / deviation"): (
            "a bracket is missing in the line of the training rows: Python divides before it subtracts"
        ),
        ("(test - mean) / deviation", "test"): "the test rows are not standardised",
        ("(test - mean) / deviation", "test - mean / deviation"): (
            "a bracket is missing in the line of the test rows: Python divides before it subtracts"
        ),
        ("(test - mean) / deviation", "(training - mean) / deviation"): "the test rows are made from the training rows",
        ("(test - mean) / deviation", "(test - test.mean(axis=0)) / deviation"): (
            "the test rows are measured from a mean of their own"
        ),
        ("(test - mean) / deviation", "(test - mean) / test.std(axis=0)"): (
            "the test rows are divided by a deviation of their own"
        ),
        ("(test - mean) / deviation", "test - mean"): "the test rows are not divided by the deviation",
    },
    also=[
        ("ruler.mean(axis=0)", "sum(training) / len(training)"),
        ("ruler.std(axis=0)", "np.sqrt(((training - mean) ** 2).mean(axis=0))"),
        ("(test - mean) / deviation", "test / deviation - mean / deviation"),
    ],
)
def my_standardised_parts(training, test):
    """Both parts, standardised, as new arrays. It runs, and the test rows have had a say in it."""
    ruler = training  # the rows to which the mean and the deviation are fitted
    mean = ruler.mean(axis=0)  # as many numbers as features
    deviation = ruler.std(axis=0)  # as many numbers as features
    x_training = (training - mean) / deviation
    x_test = (test - mean) / deviation
    return {"mean": mean, "deviation": deviation, "x_training": x_training, "x_test": x_test}


STEPS = ("split", "drop", "standardise", "choose", "train", "test")


def words_of(answer):
    """The six words, however they are spelt; three dots if some are left; None if it is no list of words."""
    if not isinstance(answer, (list, tuple, np.ndarray)):
        return None
    if any(word is ... for word in answer):
        return ...
    if not all(isinstance(word, str) for word in answer):
        return None
    return [word.strip().lower().replace("ize", "ise") for word in answer]


def before(answer, first, later):
    words = words_of(answer)
    return words.index(first) < words.index(later)


@notebook.design(
    hint=(
        "What looks at numbers, and at whose?",
        "Whatever is fitted to numbers comes after the split. What looks at the test rows comes last.",
    ),
    promises={
        "It has to be a list of the six words, each of them once.": lambda answer: (
            ... if words_of(answer) is ... else sorted(words_of(answer) or []) == sorted(STEPS)
        ),
        "The parts are counted in rows that can be used: the others have to be gone before.": lambda answer: before(
            answer, "drop", "split"
        ),
        "The ruler is fitted to training rows: before that, there have to be some.": lambda answer: before(
            answer, "split", "standardise"
        ),
        "Training needs standardised rows: before that, there has to be a ruler.": lambda answer: before(
            answer, "standardise", "train"
        ),
        "Choosing compares losses of trained networks: before that, they have to be trained.": lambda answer: before(
            answer, "train", "choose"
        ),
        "After the test nothing may be chosen or trained: its rows would become validation rows.": lambda answer: (
            words_of(answer)[-1] == "test"
        ),
    },
    mistakes={
        '["split", "train", "test"]': "It has to be a list of the six words, each of them once.",
        '["drop", "split", "standardise", "train", "train", "test"]': (
            "It has to be a list of the six words, each of them once."
        ),
        '"drop, split, standardise, train, choose, test"': "It has to be a list of the six words, each of them once.",
        '["split", "drop", "standardise", "train", "choose", "test"]': (
            "The parts are counted in rows that can be used: the others have to be gone before."
        ),
        '["drop", "standardise", "split", "train", "choose", "test"]': (
            "The ruler is fitted to training rows: before that, there have to be some."
        ),
        '["drop", "split", "train", "standardise", "choose", "test"]': (
            "Training needs standardised rows: before that, there has to be a ruler."
        ),
        '["drop", "split", "standardise", "choose", "train", "test"]': (
            "Choosing compares losses of trained networks: before that, they have to be trained."
        ),
        '["drop", "split", "standardise", "train", "test", "choose"]': (
            "After the test nothing may be chosen or trained: its rows would become validation rows."
        ),
    },
    also=[
        '("drop", "split", "standardise", "train", "choose", "test")',
        '["Drop", "Split", "Standardize", "Train", "Choose", "Test"]',
        'np.array(["drop", "split", "standardise", "train", "choose", "test"])',
    ],
)
def my_order():
    """The honest order of six steps, as a list of six words: "split" (usable rows into three parts), "drop" (rows
    without measurements), "standardise" (fit the ruler), "choose" (width and epochs, by losses), "train" (a network of
    each width), "test" (the one that is chosen).
    """
    return ["drop", "split", "standardise", "train", "choose", "test"]


def three_curves(rng):
    """Losses after 0, 1, 2, ... epochs: one that only falls, one with a bump before its lowest, one lowest later on."""
    epochs, lowest = np.arange(12.0), int(rng.integers(4, 6))
    noise = rng.uniform(0, 1e-3, (3, 12))
    training = 0.8 * 0.75**epochs
    validation = 0.3 + 0.01 * (epochs - lowest) ** 2 + 0.1 * (epochs == 2) + 0.6 * (epochs == 0)
    test = 0.35 + 0.01 * (epochs - lowest - 4) ** 2
    curves = noise + [training, validation, test]
    return {"training": curves[0], "validation": curves[1], "test": curves[2]}


def curves(training, validation, test):
    noise = np.random.default_rng(5).uniform(0, 1e-4, (3, len(training)))
    return dict(zip(("training", "validation", "test"), noise + [training, validation, test], strict=True))


def lowest_at_the_start(rng):
    """Training only makes the validation loss worse."""
    k = np.arange(float(rng.integers(6, 9)))
    return curves(0.7 - 0.05 * k, 0.4 + 0.03 * k, 0.5 + 0.05 * (k - 3) ** 2)


def lowest_at_the_end(rng):
    """The validation loss falls to the last, while the training loss rises again."""
    k = np.arange(float(rng.integers(7, 10)))
    return curves(0.3 + 0.04 * (k - 2) ** 2, 0.9 - 0.03 * k - 0.01 * (k > 3), 0.5 + 0.05 * (k - 4) ** 2)


def two_valleys(rng):
    """The validation loss has two valleys, far apart and nearly of one depth; the training loss rises in between."""
    k = np.arange(14.0)
    first = float(rng.integers(1, 4))
    validation = np.minimum(0.36 + 0.03 * np.abs(k - first), 0.35 + 0.04 * np.abs(k - first - 8))
    return curves(0.2 + 0.05 * np.abs(k - 3), validation, 0.4 + 0.02 * np.abs(k - 6))


def high_losses(rng):
    """Losses far above 1, as of a network that was very sure."""
    k = np.arange(6.0)
    return curves(200 - 30 * k, 150 + 20 * (k - 3) ** 2, 180 + 5 * (k - 4) ** 2)


def close_together(rng):
    """Validation losses that are equal to two digits, or to three."""
    k = np.arange(5.0)
    validation = np.array([0.9, 0.4113, 0.4112, 0.4111, 0.4119])
    return {"training": 0.9 - 0.2 * k, "validation": validation, "test": 0.8 - 0.1 * np.minimum(k, 6 - 2 * k)}


def after_a_long_wait(rng):
    """The validation loss is for long above what it was, and falls below it only then."""
    k = np.arange(60.0)
    validation = 0.45 - 0.01 * np.minimum(k, 12 - k) * (k < 12) + 0.02 * (k > 11) - 0.09 * (k == 50)
    return curves(0.7 * 0.9**k, validation, 0.5 + 0.01 * np.abs(k - 30))


@notebook.function(
    hint=("Who is asked?", "Which of the three parts is for choosing, and neither for training nor for the report?"),
    paper=[
        {
            "training": np.array([0.7, 0.5, 0.4, 0.3, 0.2]),
            "validation": np.array([0.9, 0.4, 0.5, 0.8, 0.7]),
            "test": np.array([0.9, 0.8, 0.5, 0.4, 0.6]),
        },
        {
            "training": np.array([0.7, 0.5, 0.3, 0.2, 0.1]),
            "validation": np.array([0.9, 0.5, 0.6, 0.4, 0.8]),
            "test": np.array([0.8, 0.3, 0.6, 0.7, 0.9]),
        },
    ],
    draws=[
        three_curves,
        three_curves,
        lowest_at_the_start,
        lowest_at_the_end,
        two_valleys,
        high_losses,
        close_together,
        after_a_long_wait,
    ],
    mistakes={
        "np.argmin(training)": "the training loss decides, which does not see overfitting",
        "np.argmin(test)": "the test loss decides, and the test set is used up",
        "np.argmax(validation)": "the epoch with the highest validation loss is taken",
        "np.argmin(validation) + 1": "the epochs are counted from 1",
        "np.argmin(validation) - 1": "it is one epoch too early",
        "np.argmin(validation + test)": "validation and test loss decide together, and the test set is used up",
        "np.argmax(np.diff(validation) > 0)": "the first rise of the validation loss decides, and it may fall again",
        "validation.min()": "the lowest loss is given, not its epoch",
        "next((k for k in range(len(validation) - 1) if validation[k + 1] > validation[k]), len(validation) - 1)": (
            "it stops at the first rise of the validation loss, which may fall again"
        ),
        "next((k for k in range(1, len(validation)) if validation[k] > validation[k - 1]), len(validation) - 1)": (
            "it stops at the first rise of the validation loss, and one epoch late"
        ),
        "len(validation) - 1": "the last epoch is taken",
        "np.argmin(validation[1:])": "the start is left out, and the epochs behind it are counted from 0",
        "np.argmin(training + validation)": "training and validation loss decide together",
    },
    also=[
        "int(np.argmin(validation))",
        "min(range(len(validation)), key=lambda k: validation[k])",
        "list(validation).index(min(validation))",
    ],
)
def my_stop_at(training, validation, test):
    """The epoch whose network early stopping keeps, of the whole run and without patience. Entry k of each array is a
    loss after k epochs.
    """
    return np.argmin(validation)


# ------------------------------------------------------------------------------------------ more than one number


def says(threshold, numbers):
    """Probabilities, one hit and one false alarm exactly at the threshold. All four counts are different."""

    def draw(rng):
        hits, misses, alarms, noes = rng.permutation(numbers)
        is_one = np.repeat([True, True, False, False], [hits, misses, alarms, noes])
        above = np.repeat([True, False, True, False], [hits, misses, alarms, noes])
        p = np.where(above, rng.uniform(threshold, 1, len(above)), rng.uniform(0, threshold, len(above)))
        p[[0, hits + misses]] = threshold
        order = rng.permutation(len(p))
        return {"p": p[order], "is_one": is_one[order], "threshold": threshold}

    return draw


def everybody(rng):
    """A threshold of 0, which calls every bird a Chinstrap."""
    return {"p": np.array([0.5, 0.2, 0.0, 0.1]), "is_one": np.array([True, False, False, False]), "threshold": 0.0}


def nobody(rng):
    """A threshold that no bird reaches."""
    return {"p": np.array([0.5, 0.2, 0.7, 0.1]), "is_one": np.array([True, False, False, True]), "threshold": 0.8}


@notebook.function(
    hint=(
        "Which two questions?",
        "For each bird: what does the network say, and what is it? At the threshold it says yes.",
    ),
    paper=[
        {
            "p": np.array([0.9, 0.7, 0.5, 0.5, 0.2, 0.1, 0.4, 0.8]),
            "is_one": np.array([True, True, True, False, False, False, True, True]),
            "threshold": 0.5,
        },
        {
            "p": np.array([0.9, 0.8, 0.6, 0.4, 0.3, 0.25, 0.2, 0.1]),
            "is_one": np.array([True, True, True, True, False, False, True, False]),
            "threshold": 0.25,
        },
    ],
    draws=[
        says(0.5, [1, 3, 5, 9]),
        says(0.25, [2, 4, 6, 8]),
        says(0.004, [3, 2, 7, 5]),
        says(0.996, [2, 5, 3, 6]),
        everybody,
        nobody,
    ],
    mistakes={
        ("p >= threshold", "p > threshold"): "a probability exactly at the threshold is taken for no",
        ("p >= threshold", "p < threshold"): "yes and no are swapped",
        ("p >= threshold", "p >= 0.5 + 0 * threshold"): "the threshold is always 0.5",
        (
            "misses = np.sum(~says_yes & is_one)",
            "misses = np.sum(says_yes & ~is_one)",
            "alarms = np.sum(says_yes & ~is_one)",
            "alarms = np.sum(~says_yes & is_one)",
        ): "the misses hold the false alarms",
        ("hits = np.sum(says_yes & is_one)", "hits = np.sum(is_one)"): "the misses are counted among the hits",
        ("hits = np.sum(says_yes & is_one)", "hits = np.sum(says_yes)"): "the false alarms are counted among the hits",
        (
            "hits = np.sum(says_yes & is_one)",
            "hits = np.sum(says_yes == is_one)",
        ): "the right noes are counted among the hits",
        (
            *("hits = np.sum(", "hits = np.mean(", "misses = np.sum(", "misses = np.mean("),
            *("alarms = np.sum(", "alarms = np.mean(", "noes = np.sum(", "noes = np.mean("),
        ): "shares are given, not counts",
        ("misses = np.sum(~says_yes & is_one)", "misses = np.sum(~says_yes)"): (
            "the right noes are counted among the misses"
        ),
        (
            "alarms = np.sum(says_yes & ~is_one)",
            "alarms = np.sum(says_yes != is_one)",
        ): "the misses are counted among the false alarms",
        ("noes = np.sum(~says_yes & ~is_one)", "noes = np.sum(~says_yes)"): (
            "the wrong noes are counted among the right ones"
        ),
        ("noes = np.sum(~says_yes & ~is_one)", "noes = np.sum(~is_one)"): (
            "the false alarms are counted among the right noes"
        ),
        ("p >= threshold", "p <= threshold"): (
            "yes and no are swapped, but not for a probability exactly at the threshold"
        ),
        ("misses = np.sum(~says_yes & is_one)", "misses = np.sum(says_yes != is_one)"): (
            "the false alarms are counted among the misses"
        ),
        ("misses = np.sum(~says_yes & is_one)", "misses = np.sum(is_one)"): "the hits are counted among the misses",
        ("alarms = np.sum(says_yes & ~is_one)", "alarms = np.sum(says_yes)"): (
            "the hits are counted among the false alarms"
        ),
        ("noes = np.sum(~says_yes & ~is_one)", "noes = np.sum(says_yes == is_one)"): (
            "the hits are counted among the right noes"
        ),
        (
            "misses = np.sum(~says_yes & is_one)",
            "misses = np.sum((p <= threshold) & is_one)",
        ): "a probability exactly at the threshold is a hit and a miss",
        (
            "misses = np.sum(~says_yes & is_one)",
            "misses = np.sum(~says_yes & ~is_one)",
            "noes = np.sum(~says_yes & ~is_one)",
            "noes = np.sum(~says_yes & is_one)",
        ): "the misses hold the right noes",
    },
    also=[
        ("np.sum(says_yes & is_one)", "np.count_nonzero(is_one[says_yes])"),
        ("np.sum(~says_yes & ~is_one)", "len(p) - np.sum(says_yes | is_one)"),
        ("np.sum(says_yes & ~is_one)", "sum(a and not b for a, b in zip(says_yes, is_one))"),
    ],
)
def my_confusion(p, is_one, threshold):
    """The four counts: hits, misses, false alarms and right noes. is_one is True for each Chinstrap, and the network
    says yes from the threshold on.
    """
    says_yes = p >= threshold
    hits = np.sum(says_yes & is_one)
    misses = np.sum(~says_yes & is_one)
    alarms = np.sum(says_yes & ~is_one)
    noes = np.sum(~says_yes & ~is_one)
    return {"hits": hits, "misses": misses, "alarms": alarms, "noes": noes}


COUNTS = ("hits", "misses", "alarms", "noes")


def counts(most):
    """Four counts, all different, one of them larger than the other three together."""

    def draw(rng):
        others = [int(n) for n in rng.permutation([3, 8, 14]) + rng.integers(0, 3, 3)]
        return {name: int(rng.integers(40, 60)) if name == most else others.pop() for name in COUNTS}

    return draw


def few(rng):
    """Very few birds, all counts different."""
    return dict(zip(COUNTS, (1, 2, 4, 3), strict=True))


def without(name):
    """Counts of which this one is 0."""
    return lambda rng: {other: 0 if other == name else number for other, number in few(rng).items()}


YOUR_TURN = {"hits": 30, "misses": 10, "alarms": 20, "noes": 140}


@notebook.function(
    hint=("Of whom?", "Of those that were called Chinstraps. How many is that?"),
    paper=[YOUR_TURN, {"hits": 6, "misses": 4, "alarms": 2, "noes": 3}],
    draws=[
        *(counts(most) for most in COUNTS),
        few,
        without("alarms"),
        without("misses"),
        without("noes"),
        without("hits"),
    ],
    mistakes={
        "hits / (hits + misses)": "it is divided by all Chinstraps: that is recall",
        "(hits + noes) / (hits + misses + alarms + noes)": "all that is right is counted: that is accuracy",
        "hits / (hits + misses + alarms + noes)": "it is divided by all birds",
        "hits / alarms": "hits are compared with false alarms",
        "noes / (noes + misses)": "the share is that of the noes which are right",
        "alarms / (hits + alarms)": "the share is that of the false alarms",
        "alarms / (alarms + noes)": "the false positive rate is given",
        "hits / hits + alarms": "a bracket is missing: Python divides before it adds",
        "2 * hits / (2 * hits + misses + alarms)": "F1 is given, which is made of precision and recall",
        "hits / (hits + misses + alarms)": "the misses are among what it is divided by",
    },
    also=["1 - alarms / (hits + alarms)", "np.divide(hits, np.add(hits, alarms))"],
)
def my_precision(hits, misses, alarms, noes):
    """Of those called Chinstrap, the share that are."""
    return hits / (hits + alarms)


@notebook.function(
    hint=("Of whom?", "Of the Chinstraps. Where are those that were not found?"),
    paper=[YOUR_TURN, {"hits": 6, "misses": 4, "alarms": 2, "noes": 3}],
    draws=[
        *(counts(most) for most in COUNTS),
        few,
        without("misses"),
        without("alarms"),
        without("noes"),
        without("hits"),
    ],
    mistakes={
        "hits / (hits + alarms)": "it is divided by all that were called: that is precision",
        "(hits + noes) / (hits + misses + alarms + noes)": "all that is right is counted: that is accuracy",
        "hits / (hits + misses + alarms + noes)": "it is divided by all birds",
        "hits / misses": "hits are compared with misses",
        "misses / (hits + misses)": "the share is that of the Chinstraps that were missed",
        "noes / (noes + alarms)": "the share is that of the other birds which were recognised",
        "hits / (hits + noes)": "it is divided by all that is right",
        "hits / hits + misses": "a bracket is missing: Python divides before it adds",
        "2 * hits / (2 * hits + misses + alarms)": "F1 is given, which is made of precision and recall",
        "hits / (hits + misses + alarms)": "the false alarms are among what it is divided by",
    },
    also=["1 - misses / (hits + misses)", "np.divide(hits, np.add(hits, misses))"],
)
def my_recall(hits, misses, alarms, noes):
    """Of the Chinstraps, the share that was found."""
    return hits / (hits + misses)


@notebook.function(
    hint=(
        "Does anybody look at a bird?",
        "No. How many are ones, how many zeros, and which answer is right more often?",
    ),
    paper=[YOUR_TURN, {"hits": 6, "misses": 4, "alarms": 2, "noes": 3}],
    draws=[
        *(counts(most) for most in COUNTS),
        few,
        lambda rng: dict(zip(COUNTS, (1, 2, 3, 94), strict=True)),
        *(without(name) for name in COUNTS),
    ],
    mistakes={
        "(hits + misses) / (hits + misses + alarms + noes)": "yes is said to all, even where no is right more often",
        "(alarms + noes) / (hits + misses + alarms + noes)": "no is said to all, even where yes is right more often",
        "min(hits + misses, alarms + noes) / (hits + misses + alarms + noes)": "the rarer answer is always given",
        "0.5 + 0 * hits": "a coin is tossed",
        "noes / (hits + misses + alarms + noes)": "only the right noes are counted",
        "(hits + noes) / (hits + misses + alarms + noes)": "the accuracy of the network is given",
        "max(hits + alarms, misses + noes) / (hits + misses + alarms + noes)": (
            "what the network says is counted, not what the birds are"
        ),
        "max(hits + misses, alarms + noes)": "the birds are counted, and it is not divided by all",
        "max(hits + misses, alarms + noes) / hits + misses + alarms + noes": (
            "a bracket is missing: Python divides before it adds"
        ),
        "max(hits, misses, alarms, noes) / (hits + misses + alarms + noes)": "the largest of the four counts is taken",
        "max(hits, noes) / (hits + misses + alarms + noes)": "only what the network got right is counted",
    },
    also=[
        "max(hits + misses, alarms + noes) / sum([hits, misses, alarms, noes])",
        "0.5 + abs(hits + misses - alarms - noes) / (2 * (hits + misses + alarms + noes))",
        "1 - min(hits + misses, alarms + noes) / (hits + misses + alarms + noes)",
    ],
)
def my_majority(hits, misses, alarms, noes):
    """The accuracy of always giving the more frequent answer, from the four counts of a network."""
    return max(hits + misses, alarms + noes) / (hits + misses + alarms + noes)


# ------------------------------------------------------------------------------------------- the ROC curve


def scores_of_both(ones, zeros):
    """Scores of Chinstraps and of others, with ties between the two, and no order that one can guess."""

    def draw(rng):
        while True:
            one, zero = rng.integers(3, 16, ones) / 16, rng.integers(1, 13, zeros) / 16
            ties = np.mean(one[:, None] == zero)
            right = np.mean(one[:, None] > zero)
            if 0 < ties < 0.3 and 0.4 < right < 0.8 and one.max() > zero.max():
                return {"ones": one, "zeros": zero}

    return draw


@notebook.function(
    hint=(
        "Is there a sentence about two birds?",
        "Every pair of a one and a zero: which has more? A tie is half a win.",
    ),
    paper=[
        {"ones": np.array([0.9, 0.6, 0.4]), "zeros": np.array([0.7, 0.2])},
        {"ones": np.array([0.8, 0.5]), "zeros": np.array([0.5, 0.1, 0.6])},
    ],
    draws=[
        *(scores_of_both(5, 7), scores_of_both(6, 4), scores_of_both(5, 5)),
        lambda rng: {"ones": np.array([0.997, 0.004, 0.5]), "zeros": np.array([0.995, 0.002, 0.9974, 0.5, 0.3])},
        lambda rng: {"ones": np.array([-9.0, 12.0, 1.5]), "zeros": np.array([-11.0, 2.5, 11.0, -5.0])},
        lambda rng: {"ones": np.array([3.0, 12.0, 5.0]), "zeros": np.array([11.0, 2.5])},
        lambda rng: {"ones": np.array([0.9, 0.8]), "zeros": np.array([0.1, 0.3, 0.2])},
        lambda rng: {"ones": np.array([0.9, 0.5]), "zeros": np.array([0.9, 0.1, 0.3])},  # a tie at the top
        lambda rng: {
            "ones": np.array([0.5, 0.25]) + 2.0**-20,
            "zeros": np.array([0.5, 0.25, 0.125]),
        },  # not quite a tie
        lambda rng: {"ones": np.array([0.25, 0.25, 0.25]), "zeros": np.array([0.25, 0.25])},
    ],
    mistakes={
        "np.mean(ones[:, None] > zeros[None, :])": "ties count nothing",
        "np.mean(ones[:, None] >= zeros[None, :])": "ties count fully",
        (
            "np.sum(ones[:, None] > zeros[None, :]) + 0.5 * np.sum(ones[:, None] == zeros[None, :])"
        ): "the pairs are counted, not averaged",
        (
            "np.mean(zeros[:, None] > ones[None, :]) + 0.5 * np.mean(zeros[:, None] == ones[None, :])"
        ): "ones and zeros are swapped: the pairs in the wrong order are counted",
        "(np.mean(ones >= 0.5) + np.mean(zeros < 0.5)) / 2": "a threshold of 0.5 is used",
        "np.mean(ones > zeros.max())": "each one is compared with the highest zero only",
        "np.mean(ones) - np.mean(zeros)": "the scores themselves are subtracted, and not asked which is larger",
        "np.mean(ones > zeros.mean())": "each one is compared with the mean of the zeros",
        "(np.sum(ones[:, None] > zeros[None, :]) + 0.5 * np.sum(ones[:, None] == zeros[None, :])) / len(ones)": (
            "the pairs are divided by the number of ones only"
        ),
        "(np.sum(ones[:, None] > zeros[None, :]) + 0.5 * np.sum(ones[:, None] == zeros[None, :])) / len(zeros)": (
            "the pairs are divided by the number of zeros only"
        ),
        (
            "(np.sum(ones[:, None] > zeros[None, :]) + 0.5 * np.sum(ones[:, None] == zeros[None, :])) /"
            " (len(ones) + len(zeros))"
        ): "it is divided by the number of birds, not of pairs",
        "np.mean([(a > b) + 0.5 * (a == b) for a, b in zip(ones, zeros)])": (
            "each one meets the zero in its own place only, not all zeros"
        ),
        "np.mean([a > b for a, b in zip(ones, zeros)])": (
            "each one meets the zero in its own place only, and ties count nothing"
        ),
        "np.mean(ones[:, None] > zeros[None, :]) + np.sum(ones[:, None] == zeros[None, :]) / 2": (
            "the ties are counted, not averaged"
        ),
    },
    also=[
        "sum((a > b) + (a == b) / 2 for a in ones for b in zeros) / (len(ones) * len(zeros))",
        "np.mean((np.sign(ones[:, None] - zeros) + 1) / 2)",
        "np.mean([np.mean(ones > t) + np.mean(ones == t) / 2 for t in zeros])",
    ],
)
def my_area(ones, zeros):
    """The area under the ROC curve, from the scores of the ones and the scores of the zeros. Ties count half."""
    return np.mean(ones[:, None] > zeros[None, :]) + 0.5 * np.mean(ones[:, None] == zeros[None, :])


def a_curve(ones, zeros):
    """Scores of both signs, no two of them equal, and the heights of the columns under the curve."""

    def draw(rng):
        scores = rng.permutation(ones + zeros) - (ones + zeros) // 2 + rng.uniform(0.1, 0.4)
        s, t = scores[:ones], scores[ones:]
        return {"s": s, "t": t, "h": np.mean(s[:, None] > t, axis=0), "N1": float(ones), "N0": float(zeros)}

    return draw


@notebook.derivation(
    hint=("How high is one column?", "As high as the share of Chinstraps above t[j]: a sum of comparisons over N1."),
    paper=[
        {
            **{"s": np.array([0.9, 0.6, 0.4]), "t": np.array([0.7, 0.2]), "h": np.array([1 / 3, 1.0])},
            **{"N1": 3.0, "N0": 2.0},
        }
    ],
    draws=[a_curve(3, 5), a_curve(4, 2), a_curve(4, 4), a_curve(5, 3)],
    last="in `s`, `t`, `N1` and `N0` only: `h` is put in",
    names="s t N1 N0",
    mistakes={
        (
            "sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0))"
        ): "the pairs are counted, and not divided by their number",
        "sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / N0": "the height is not divided by N1",
        "sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / N1": "the width of a column is left out",
        (
            "sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / (N0 + N1)"
        ): "it is divided by the number of birds",
        "sum(sum((s[i] < t[j]) for i in range(N1)) for j in range(N0)) / (N0 * N1)": "the comparison is turned round",
        "sum(s[i] for i in range(N1)) / N1 - sum(t[j] for j in range(N0)) / N0": (
            "the scores themselves are subtracted: that is the difference of the means, and compares no pair"
        ),
        "h[0] / N0": "only the first column is counted",
        "1 / N0 * N1 * sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0))": (
            "a bracket is missing: Python divides by N0 only, and multiplies by N1"
        ),
        "sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / N0**2": (
            "it is divided by N0 twice, and not by N1"
        ),
        "sum(1 / N0 * h[j] for j in range(N0)) / N0": "the width of a column is there twice",
    },
    also=[
        [
            "sum(h[j] * (1 / N0) for j in range(N0))",
            "1 / N0 * sum(h[j] for j in range(N0))",
            "1 / N0 * sum(1 / N1 * sum((s[i] > t[j]) for i in range(N1)) for j in range(N0))",
            "1 / (N0 * N1) * sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0))",
        ],
        [
            "mean(h)",
            "sum(h) / N0",
            "sum(mean(s > t[j]) for j in range(N0)) / N0",
            "sum(sum(s > t[j]) for j in range(N0)) / (N1 * N0)",
        ],
        [
            "sum(h[j] / N0 for j in range(N0))",
            "sum(sum((t[j] < s[i]) for j in range(N0)) for i in range(N1)) / (N0 * N1)",
        ],
    ],
)
def my_area_steps():
    """The area under the ROC curve, from its columns to all pairs. s[i] are the scores of the N1 Chinstraps, t[j] those
    of the N0 other birds, no two of them equal; h[j] is the height of the column of bird j. (a > b) is 1 or 0.
    """
    return """
    sum(1 / N0 * h[j] for j in range(N0))
    sum(1 / N0 * sum((s[i] > t[j]) for i in range(N1)) / N1 for j in range(N0))
    sum(sum((s[i] > t[j]) for i in range(N1)) for j in range(N0)) / (N0 * N1)
    """


# ------------------------------------------------------------------------------------------------ calibration


def birds_in_bins(low, high):
    """Probabilities below, in and above a bin, and exactly at both of its ends."""

    def draw(rng):
        while True:
            p, is_one = rng.integers(1, 16, 16) / 16, rng.random(16) < 0.5
            p[:4] = low, high, low - 0.004, high - 0.004
            below, inside, above = p < low, (p >= low) & (p < high), p > high
            both = all(len(set(is_one[part])) == 2 for part in (below, inside, above))
            if both and 3 < np.sum(inside) < 8 and abs(p[inside].mean() - is_one[inside].mean()) > 0.05:
                return {"p": p, "is_one": is_one, "low": low, "high": high}

    return draw


def at_an_end(low, high):
    """A bin near 0 or near 1, with both of its ends, and birds outside of it."""
    p = np.array([low, high, (low + 2 * high) / 3, low / 2, (1 + high) / 2, 0.4, 0.6])
    is_one = np.array([True, False, False, True, True, False, True])
    return lambda rng: {"p": p, "is_one": is_one, "low": low, "high": high}


@notebook.function(
    hint=(
        "Which birds keep the promise?",
        "Only those inside the bin. What is said of them on average, and what are they?",
    ),
    paper=[
        {
            "p": np.array([0.1, 0.5, 0.6, 0.7, 0.8, 0.75, 0.3]),
            "is_one": np.array([False, True, True, False, True, True, False]),
            "low": 0.5,
            "high": 0.75,
        }
    ],
    draws=[
        *(birds_in_bins(0.5, 0.75), birds_in_bins(0.25, 0.75), birds_in_bins(0.25, 0.5)),
        at_an_end(0.004, 0.02),
        at_an_end(0.985, 0.998),
        lambda rng: {
            **{"p": np.array([0.75, 1.0, 0.9, 0.2]), "is_one": np.array([True, False, False, True])},
            **{"low": 0.75, "high": 1.0},
        },
        lambda rng: {
            **{"p": np.array([0.6, 0.7, 0.2]), "is_one": np.array([False, False, True])},
            **{"low": 0.5, "high": 0.75},
        },
    ],
    mistakes={
        "p.mean() - is_one.mean()": "all birds are compared, not those in the bin",
        (
            "p[inside].mean() - is_one[inside].mean()",
            "is_one[inside].mean() - p[inside].mean()",
        ): "the sign is turned: the fraction minus the mean",
        ("is_one[inside].mean()", "is_one.mean()"): "the fraction is that of all birds",
        ("p[inside].mean()", "p.mean()"): "the mean is that of all birds",
        (" & (p < high)", ""): "the bin has no upper end",
        ("(p >= low) & ", ""): "the bin has no lower end",
        ("p < high", "p <= high"): "the upper end belongs to the bin",
        ("p >= low", "p > low"): "the lower end does not belong to the bin",
        ("p[inside].mean()", "(low + high) / 2"): "the middle of the bin stands for the mean",
        (
            "p[inside].mean() - is_one[inside].mean()",
            "np.abs(p[inside].mean() - is_one[inside].mean())",
        ): "the distance is given, without its sign",
        (
            "p[inside].mean() - is_one[inside].mean()",
            "p[inside].sum() - is_one[inside].sum()",
        ): "sums are compared, not means",
        ("p[inside].mean() - is_one[inside].mean()", "(p[inside].sum() - is_one[inside].sum()) / len(p)"): (
            "it is divided by the number of all birds, not of those in the bin"
        ),
        ("(p >= low) & (p < high)", "(p > low) & (p <= high)"): (
            "both ends are turned round: the upper one belongs to the bin, and the lower one does not"
        ),
    },
    also=[
        "np.mean((p - is_one)[(p >= low) & (p < high)])",
        ("p[inside].mean() - is_one[inside].mean()", "np.sum((p - is_one) * inside) / np.sum(inside)"),
        ("(p >= low) & (p < high)", "[low <= q < high for q in p]"),
    ],
)
def my_overconfidence(p, is_one, low, high):
    """By how much the mean of p is above the fraction of ones, among the birds with low <= p < high."""
    inside = (p >= low) & (p < high)
    return p[inside].mean() - is_one[inside].mean()


# ------------------------------------------------------------------------------------------- another program


def penalised_loss(rng):
    drawn = {"squares": rng.uniform(1, 5), "L": rng.uniform(0.2, 2), "C": rng.uniform(0.2, 3)}
    return drawn | {"N": float(rng.integers(3, 9))}


@notebook.derivation(
    hint=(
        "Where is a mean in this?",
        "C N stands in front of the mean loss. Take it out of both terms, then call 1 / (C N) lam.",
    ),
    paper=[{"squares": 6.0, "L": 2.0, "C": 0.5, "N": 4.0}],
    draws=[penalised_loss, penalised_loss],
    definitions={"lam": "1 / (C * N)"},
    last="in `lam`, `squares` and `L` only: `C` and `N` are gone",
    names="lam squares L",
    mistakes={
        ("squares / (2 * C * N)", "squares / 2"): "C N is taken out of the second term only",
        ("squares / (2 * C * N)", "squares / (C * N)"): "the half is lost",
        (
            "squares / (2 * C * N)",
            "squares * C * N / 2",
        ): "it is multiplied by C N where it is taken out, or 1/lambda stands for lambda",
        ("squares / (2 * C * N)", "squares / (2 * C)"): "the number of samples is lost in the first term",
        "squares / 2 + lam * L": "lambda stands in front of the loss, where its inverse belongs",
        "lam * (lam / 2 * squares + L)": "the factor in front is upside down",
        "lam / 2 * squares + L": "the factor in front is lost",
        "squares / 2 + C * L": "the number of samples is lost in the second term",
    },
    also=[
        ["squares / 2 + C * N * L", "squares / 2 + 1 / lam * L", "(lam * squares / 2 + L) / lam"],
        ["1 / 2 * squares + C * (N * L)", "1 / 2 * squares + L / lam"],
    ],
)
def my_C_steps():
    """What LogisticRegression minimises, written with weight decay: lam is 1 / (C N).

    squares is the squared length of the weights, L the mean loss of the N samples, so that their sum is N L.
    """
    return """
    squares / 2 + C * N * L
    C * N * (squares / (2 * C * N) + L)
    1 / lam * (lam / 2 * squares + L)
    """


@notebook.function(
    hint=("More decay or less?", "In 1/2 |w|^2 + C times the sum of the losses: write the sum as N times the mean."),
    paper=[{"lam": 0.5, "N": 4}, {"lam": 0.01, "N": 206}],
    draws=[
        lambda rng: {"lam": rng.uniform(0.01, 0.9), "N": int(rng.integers(5, 300))},
        lambda rng: {"lam": 0.0001, "N": 5},
        lambda rng: {"lam": 12.0, "N": 300},
    ],
    mistakes={
        "1 / lam + 0 * N": "the number of samples is forgotten",
        "lam * N": "it is not turned upside down: more decay would be a larger C",
        "1 / (2 * lam * N)": "it is halved: both programs have the 1/2 in the penalty, and it cancels",
        "2 / (lam * N)": "it is doubled: both programs have the 1/2 in the penalty, and it cancels",
        "N / lam": "it is multiplied by the number of samples, or a bracket is missing",
        "lam / N": "only the number of samples is turned upside down",
        "1 / (lam + N)": "the two are added, not multiplied",
        "1 / 2 * lam * N": "the half is counted, and a bracket is missing: lam N is not turned upside down",
        "1 / (lam * 206) + 0 * N": "the number of samples is always 206",
    },
    also=["1 / lam / N", "(lam * N) ** -1.0"],
)
def my_C_of(lam, N):
    """The C of scikit-learn's LogisticRegression that belongs to a weight decay lam, for N samples."""
    return 1 / (lam * N)
