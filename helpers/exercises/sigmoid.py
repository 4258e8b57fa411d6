"""Exercises of notebook 02: from log-odds to a probability, and the slopes on the way back."""

import numpy as np

from ._draws import close_to_0, far_below, in_between, near_0, whole_scores
from ._judge import SIGN_TURNED, Notebook, sigmoid

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def scores(rng, *shape):
    """Scores of both signs that are not close to 0 or 1."""
    z = rng.choice([0.4, 1.3], shape) + rng.uniform(-0.2, 0.4, shape)
    return z * np.where(np.arange(z.size).reshape(shape) % 2, -1, 1)


def scores_and_labels(n):
    """n scores, and labels of both kinds for both signs."""
    return lambda rng: {"z": scores(rng, n), "y": (np.arange(n) // 2 % 2).astype(float)}


def undecided(n):
    """n scores, and labels between 0 and 1."""
    return lambda rng: {"z": scores(rng, n), "y": rng.uniform(0.1, 0.9, n)}


def probabilities(n):
    return lambda rng: {"y_hat": np.r_[rng.uniform(0.1, 0.4, n), rng.uniform(0.6, 0.9, n)]}


def close_to_the_ends(rng):
    return {"y_hat": rng.permutation([0.001, 0.02, 0.98, 0.999])}


def far_out(*names):
    """z of both signs where the sigmoid is nearly flat, each with both labels."""
    case = {"z": np.tile([-12.0, 12.0, -7.0, 7.0, 0.5], 2), "y": np.repeat([0.0, 1.0], 5)}
    return lambda rng: {name: case[name] for name in names}


def and_far_below(rng):
    """Scores far below 0 beside one that is not quite so far: there, a nudge's rounding counts as rounding."""
    return np.r_[-9.2, far_below(rng)]


def point(rng):
    return {"z": rng.uniform(0.4, 1.6) * rng.choice([-1, 1]), "y": rng.uniform(0.1, 0.9)}


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=("Is 1 : 3 one third?", "1 : 3 means one case with rain for three without. How many cases are that together?"),
    percent=True,
    mistakes={
        "1 / 3": "odds of 1 : 3 are read as one case in three",
        "3 / 4": "the odds are read the wrong way round: three with rain for one without",
        "3": "the odds against are given",
        "np.log(1 / 3)": "the log-odds are given",
    },
    also=["0.25", "0.2500"],
)
def my_rain():
    """The odds of rain are 1 : 3. What is the probability of rain?"""
    return 1 / (1 + 3)


@notebook.value(
    hint=("Steepest where?", "The slope is a product of two numbers that add up to 1. When is such a product largest?"),
    mistakes={
        "1": "the slope of the diagonal is given, the straight line whose height is z itself",
        "0.5": "the height of the sigmoid at 0 is given, not its slope",
        "0": "the place is given, not the slope there",
        "0.125": "it is halved once too often",
    },
    also=["0.25", "0.2500"],
)
def my_steepest():
    """How steep is the sigmoid where it is steepest?"""
    return 1 / 4


@notebook.value(
    hint=("Add or multiply?", "The chain rule multiplies the slopes. How large can one be?"),
    mistakes={
        "3 / 4": "the slopes are added instead of multiplied",
        "(1 / 2) ** 3": "the largest value of one slope is taken to be 1/2",
        "(1 / 4) ** 4": "four sigmoids are counted",
        "(1 / 4) ** 2": "two sigmoids are counted",
        "1 / 4": "one sigmoid is counted",
    },
    also=["0.015625", "0.0156", "0.01563"],
)
def my_bound_of_three():
    """Three sigmoids, one after the other, and the slope of each is at most 1/4. Which bound follows for all three?"""
    return (1 / 4) ** 3


@notebook.value(
    hint=("Where does s stand in the formula?", "Write z in each of its two places, and put in the number."),
    mistakes={
        "sigmoid(2) * (1 - sigmoid(2))": (
            "`q` is handed s = 0.8808. That is its right use; asked is the wrong one, q(2)"
        ),
        "sigmoid(sigmoid(2)) * (1 - sigmoid(sigmoid(2)))": "the slope at z = s is given: that is the other mix-up",
        "2": "the second factor is taken for 1: 1 - 2 is -1",
        "-1": "the first factor is left out",
        "2 * 1 - 2": "the bracket is not there: 2 times 1, minus 2",
        "1 / 4": "the largest slope of the sigmoid is given",
    },
    also=["-2.0", "2 - 2**2"],
)
def my_handed_z():
    """q(s) = s (1 - s) wants the activation s. What comes out if it is handed z = 2?"""
    return 2 * (1 - 2)


# ------------------------------------------------------------------------------------------------ log-odds


@notebook.function(
    hint=(
        "Which number goes to infinity on both sides?",
        "First the odds: winning divided by losing. Then their logarithm.",
    ),
    paper=[{"y_hat": 0.8}, {"y_hat": 0.25}],
    draws=[probabilities(3), close_to_the_ends, lambda rng: {"y_hat": close_to_0(rng)}],
    mistakes={
        "y_hat / (1 - y_hat)": "the odds are given without their logarithm",
        "np.log((1 - y_hat) / y_hat)": "the sign is turned: these are the log-odds against",
        "np.log2(y_hat / (1 - y_hat))": "the logarithm has the base 2",
        "np.log(1 - y_hat)": "the logarithm is taken of the probability of losing",
        "np.log(y_hat / 1 - y_hat)": (
            "the logarithm is taken of 0, as where a bracket is missing: Python divides by 1, and subtracts y_hat from"
            " itself"
        ),
        "np.log(y_hat)": "the logarithm is taken of the probability, not of the odds",
        "np.log(y_hat) + np.log(1 - y_hat)": "the two logarithms are added",
        "np.log10(y_hat / (1 - y_hat))": "the logarithm has the base 10",
        "np.log(y_hat) / np.log(1 - y_hat)": "the two logarithms are divided",
        "1 / (1 + np.exp(-y_hat))": "the sigmoid is applied instead of undone",
        "(1 - y_hat) / y_hat": "the odds against are given, without a logarithm",
    },
    also=["np.log(y_hat) - np.log(1 - y_hat)", "-np.log(1 / y_hat - 1)", "2 * np.arctanh(2 * y_hat - 1)"],
)
def my_logit(y_hat):
    """The log-odds of a probability: the z whose sigmoid is y_hat, for one number or an array of them."""
    return np.log(y_hat / (1 - y_hat))


@notebook.function(
    hint=("What is doubled?", "Three steps: to the odds, times two, and back to a probability."),
    paper=[{"y_hat": 0.8}, {"y_hat": 0.25}],
    draws=[probabilities(3), close_to_the_ends, lambda rng: {"y_hat": close_to_0(rng)}],
    mistakes={
        "2 * y_hat": "the probability is doubled, which runs through the wall at 1",
        "np.minimum(2 * y_hat, 1)": "the probability is doubled and stopped at 1",
        "2 * y_hat / (1 - y_hat)": "the doubled odds are given, not the probability",
        "1 - (1 - y_hat) / 2": "the probability of losing is halved",
        "1 / (1 + np.exp(-2) * (1 - y_hat) / y_hat)": "2 is added to the log-odds instead of log 2",
        "y_hat**2 / (y_hat**2 + (1 - y_hat) ** 2)": "the log-odds are doubled",
        "y_hat / (2 - y_hat)": "the odds are halved",
        "2 * y_hat / (1 - 3 * y_hat)": "the odds are divided by 1 minus themselves on the way back",
        "np.log(2 * y_hat / (1 - y_hat))": "the log-odds are given, not the probability",
        "2 * (1 - y_hat) / (2 - y_hat)": "the odds against are doubled",
        "2 * y_hat / (1 + 2 * y_hat)": "twice the probability is taken for the odds",
    },
    also=["1 / (1 + (1 - y_hat) / (2 * y_hat))", "sigmoid(np.log(2) + np.log(y_hat / (1 - y_hat)))"],
)
def my_with_doubled_odds(y_hat):
    """The probability whose odds are twice those of y_hat, for one number or an array of them."""
    return 2 * y_hat / (1 + y_hat)


@notebook.function(
    hint=("Which exponent, which sign?", "Solve z = log(y_hat / (1 - y_hat)) for y_hat. It has to rise with z."),
    paper=[{"z": 1.0}, {"z": np.array([-2.0, 0.0, 1.0])}],
    draws=[
        lambda rng: {"z": scores(rng, 6)},
        lambda rng: {"z": 10 * scores(rng, 2, 3)},
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": far_below(rng)},
        lambda rng: {"z": rng.uniform(-24, -21, 1)},
    ],
    mistakes={
        "1 / (1 + np.exp(z))": "the sign of z is turned: this is the probability of no",
        "1 / 1 + np.exp(-z)": "1 + e^-z itself is returned: the 1/ is missing, or the bracket behind it",
        "np.exp(z) / 1 + np.exp(z)": "a bracket is missing: Python divides by 1, and adds e^z once more",
        "np.exp(z) / (1 - np.exp(z))": "e^z is divided by 1 - e^z: a sign is lost while solving for y_hat",
        "1 / (1 - np.exp(-z))": "the denominator is 1 - e^-z",
        "np.exp(z)": "the odds are given, not the probability",
        "(1 + np.tanh(z)) / 2": "the steepness is doubled: this is the sigmoid of 2z",
        "np.log(1 + np.exp(z))": "the logarithm of 1 + e^z is taken",
        "1 / (1 + np.exp(-2 * z))": "e^-2z stands for e^-z: the steepness is doubled",
    },
    built="sigmoid",
    also=["np.exp(z) / (1 + np.exp(z))", "(1 + np.tanh(z / 2)) / 2", "1 - 1 / (1 + np.exp(z))"],
)
def my_sigma(z):
    """The sigmoid: the probability whose log-odds are z, for one number or an array of any shape."""
    return 1 / (1 + np.exp(-z))


# ------------------------------------------------------------------------------------------------ its slope


@notebook.derivation(
    hint=(
        "What is inside, what is outside?",
        "The outer function is u**-1 with u = 1 + exp(-z). Its inner derivative is d(1 + exp(-z), z).",
    ),
    paper=[{"z": 1.0}],
    draws=[lambda rng: {"z": rng.uniform(0.4, 1.6)}, lambda rng: {"z": rng.uniform(-1.6, -0.4)}],
    definitions={"u": "1 + exp(-z)", "y_hat": "1 / (1 + exp(-z))"},
    last="in `y_hat` only, without `exp`",
    names="y_hat",
    at_most={"exp": 0, "sigmoid": 0},
    mistakes={
        "-exp(-z) / (1 + exp(-z)) ** 2": (
            "the sign is turned: one of two minus signs is lost, that of the power or that of the exponent,"
            " or a bracket is the wrong way round"
        ),
        "exp(-z) / (1 + exp(-z))": "one factor 1/u is missing: that of the power rule, or another",
        "-1 / (1 + exp(-z)) ** 2": "the inner derivative is missing",
        "-exp(-z) / (1 + exp(-z))": "the power rule and a minus are lost",
        "y_hat * (1 + y_hat)": "a plus stands where a minus belongs",
        "y_hat**2": "the square is taken: the other factor is missing",
        "y_hat": "the sigmoid itself is left, not its slope",
        "z * (1 - z)": "z stands where y_hat belongs",
        "exp(-z) / (1 + exp(-2 * z))": "the square is taken of each term alone",
        "y_hat * 1 - y_hat": (
            "all is 0: u is taken for a constant, or 1 and u are differentiated each for itself, or a bracket is lost"
            " and y_hat is subtracted from itself"
        ),
        "1 - y_hat**2": "the formula for tanh is used: 1 minus the square",
    },
    also=[
        [
            "d(1 / (1 + exp(-z)), z)",
            "-1 / u**2 * d(u, z)",
            "-1 / u**2 * -exp(-z)",
            "exp(-z) / u**2",
            "(u - 1) / u * 1 / u",
            "(1 - 1 / u) * (1 / u)",
            "(1 - y_hat) * y_hat",
        ],
        [
            "d(exp(z) / (1 + exp(z)), z)",
            "(exp(z) * (1 + exp(z)) - exp(z) * exp(z)) / (1 + exp(z))**2",
            "exp(z) / (1 + exp(z))**2",
            "y_hat - y_hat**2",
        ],
        ["d(1 / (1 + exp(-z)), z)", "sigmoid(z) * sigmoid(-z)", "y_hat * (1 - y_hat)"],
    ],
)
def my_sigma_steps():
    """The derivative of the sigmoid, one step a line.

    u = 1 + exp(-z) and y_hat = 1/u may be used.
    """
    return """
    d(1 / (1 + exp(-z)), z)
    d(u**-1, z)
    -u**-2 * d(u, z)
    -u**-2 * (-exp(-z))
    exp(-z) / (1 + exp(-z))**2
    1 / (1 + exp(-z)) * (exp(-z) / (1 + exp(-z)))
    y_hat * ((1 + exp(-z) - 1) / (1 + exp(-z)))
    y_hat * (1 - y_hat)
    """


@notebook.function(
    hint=(
        "What is the argument: z, or the sigmoid of z?",
        "With u = 1 + e^-z it is the derivative of 1/u times du/dz. A curve that only rises has a slope above 0.",
    ),
    paper=[{"z": 0.0}, {"z": 1.0}],
    draws=[
        lambda rng: {"z": scores(rng, 6)},
        lambda rng: {"z": 3 * scores(rng, 2, 3)},
        far_out("z"),
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": far_below(rng)},
        lambda rng: {"z": rng.uniform(-24, -21, 1)},
        whole_scores,
    ],
    mistakes={
        "-np.exp(-z) / (1 + np.exp(-z)) ** 2": (
            "the sign is turned: one of two minus signs is lost, that of the power or that of the exponent,"
            " or a bracket is the wrong way round"
        ),
        "np.exp(-z) / (1 + np.exp(-z))": "a factor is missing, or a square: this is 1 - sigma(z)",
        "-1 / (1 + np.exp(-z)) ** 2": "the inner derivative is missing",
        "sigmoid(z) * (1 - z)": "z stands in the second factor where the sigmoid of z belongs",
        "z * (1 - z)": "z goes in where the sigmoid of z belongs",
        "sigmoid(z) ** 2": "the square of the sigmoid is taken",
        "sigmoid(z)": "the sigmoid itself is given: a factor is forgotten, or a square",
        "sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z)))": (
            "the sigmoid is applied twice: the slope is taken at the activation"
        ),
        "sigmoid(z) * (1 + sigmoid(z))": "a plus stands where a minus belongs",
        "sigmoid(z) * 1 - sigmoid(z)": (
            "all is 0: a bracket is missing and the sigmoid is subtracted from itself, or it is taken for a constant"
        ),
        "1 - sigmoid(z) ** 2": "the formula for tanh is used: 1 minus the square",
    },
    also=[
        "np.exp(-z) / (1 + np.exp(-z)) ** 2",
        "sigmoid(z) * sigmoid(-z)",
        "sigmoid(z) - sigmoid(z) ** 2",
        "0.25 / np.cosh(z / 2) ** 2",
    ],
)
def my_slope_of_sigma(z):
    """The derivative of the sigmoid at z, for one number or an array of any shape. You may call sigmoid(z)."""
    return sigmoid(z) * (1 - sigmoid(z))


@notebook.derivation(
    hint=(
        "Which two slopes meet?",
        "Put notebook 01 in for the first factor and section 2 for the second. Then cancel.",
    ),
    paper=[{"z": 1.0, "y": 0.0}, {"z": 1.0, "y": 1.0}],
    draws=[point, point],
    definitions={
        "y_hat": "1 / (1 + exp(-z))",
        "dL_dy_hat": "-y / y_hat + (1 - y) / (1 - y_hat)",
        "dy_hat_dz": "exp(-z) / (1 + exp(-z))**2",
    },
    last="in `y_hat` and `y` only, without a product and without a quotient",
    names="y_hat y",
    at_most={"/": 0, "*": 0, "**": 0, "exp": 0, "log": 0},
    mistakes={
        "y - y_hat": SIGN_TURNED,
        "(y_hat - y) * y_hat * (1 - y_hat)": "the sigmoid's slope is left over: it has no denominator to cancel with",
        "(y_hat - y) / (y_hat * (1 - y_hat))": "the sigmoid's slope is missing",
        "y_hat": "the label is lost",
        "-y * (1 - y_hat) - (1 - y) * y_hat": "minus times minus has stayed minus",
        "-y - y * y_hat + y_hat - y * y_hat": "a sign is lost while multiplying out",
        "(y_hat - y) / (y_hat * (1 - y_hat)) + y_hat * (1 - y_hat)": "the two slopes are added instead of multiplied",
        "y_hat + y": "a sign is turned between prediction and label",
        "z - y": "z is taken for the prediction: the sigmoid is missing",
        "(y_hat - y) / y_hat * (1 - y_hat) * dy_hat_dz": (
            "the denominator has lost its brackets: 1 - y_hat has got above the fraction line"
        ),
        "(y_hat - y) / (y_hat * (1 - y_hat)) * z * (1 - z)": "z goes into the slope where the sigmoid of z belongs",
        "-y / y_hat * dy_hat_dz": "the term of the label 0 is lost",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / (y_hat * (1 - y_hat))": "it is divided by the sigmoid's slope",
    },
    also=[
        [
            "dL_dy_hat * dy_hat_dz",
            "(-y / y_hat + (1 - y) / (1 - y_hat)) * (y_hat * (1 - y_hat))",
            "-y * (1 - y_hat) + (1 - y) * y_hat",
            "-y + y * y_hat + y_hat - y * y_hat",
            "-y + y_hat",
        ],
        ["d(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), z)", "dL_dy_hat * dy_hat_dz", "sigmoid(z) - y", "y_hat - y"],
        ["dL_dy_hat * d(y_hat, z)", "(y_hat - y) / dy_hat_dz * dy_hat_dz", "-(y - y_hat)"],
    ],
)
def my_cancel_steps():
    """From the chain rule to the slope dL/dz of sigmoid and cross-entropy together, one step a line."""
    return """
    dL_dy_hat * dy_hat_dz
    (y_hat - y) / (y_hat * (1 - y_hat)) * dy_hat_dz
    (y_hat - y) / (y_hat * (1 - y_hat)) * y_hat * (1 - y_hat)
    y_hat - y
    """


@notebook.function(
    hint=("Does something cancel?", "The chain rule: the slope of notebook 01 times the slope of the sigmoid."),
    paper=[
        {"z": 0.0, "y": 1},
        {"z": 0.0, "y": 0.3},
        {"z": np.array([1.0, -1.0]), "y": np.array([0.0, 1.0])},
    ],
    draws=[
        scores_and_labels(8),
        undecided(5),
        far_out("z", "y"),
        lambda rng: {"z": near_0(rng), "y": rng.uniform(0.1, 0.9, 6)},
        lambda rng: {"z": and_far_below(rng), "y": np.zeros(3)},
        lambda rng: {"z": np.array([-21.0, -30.0]), "y": np.ones(2)},  # very sure, and wrong
    ],
    mistakes={
        "(sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))": (
            "the slope of the sigmoid is multiplied in once more, when it has cancelled already"
        ),
        "y - sigmoid(z)": SIGN_TURNED,
        "z - y": "z itself is compared with the label, without a sigmoid",
        "(sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z)))": "the slope of the sigmoid is missing: this is dL/dy_hat",
        "(sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z))) ** 2": "it is divided by the sigmoid's slope twice",
        "sigmoid(sigmoid(z)) - y": "the sigmoid is applied twice",
        "(sigmoid(z) > 0.5) - y": "the prediction is rounded to 0 or 1 before",
        "(sigmoid(z) - y) / np.size(z)": "it is divided by the number of samples: there is one loss for each here",
        "-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))": "the loss itself is returned, not its slope",
        "-y * (1 - sigmoid(z))": "the term of the label 0 is lost",
        "sigmoid(z)": "the label is lost",
        "sigmoid(z) + y": "a sign is turned between prediction and label",
        "sigmoid(-z) - y": "the sign of z is turned",
        "np.where(y == 1, sigmoid(z) - 1, sigmoid(z))": "a label between 0 and 1 is treated like a 0",
        "sigmoid(z) - np.round(y)": "the label is rounded to 0 or 1 before",
        "(1 - y) * sigmoid(z)": "the term of the label 1 is lost",
        "sigmoid(z) - 1": "every label is taken for a 1",
    },
    also=["1 / (1 + np.exp(-z)) - y", "(1 - y) * sigmoid(z) - y * sigmoid(-z)", "-y + (1 + np.tanh(z / 2)) / 2"],
)
def my_dL_dz(z, y):
    """The slope of the binary cross-entropy of sigma(z), with respect to z, for one number or an array of them.
    A label lies between 0 and 1. You may call sigmoid(z).
    """
    return sigmoid(z) - y


@notebook.function(
    hint=("Does it cancel here, too?", "The outer derivative is the error. What does the chain rule multiply it with?"),
    paper=[{"z": 0.0, "y": 1}, {"z": 1.0, "y": 0}, {"z": 1.0, "y": 0.3}],
    draws=[
        scores_and_labels(8),
        undecided(5),
        far_out("z", "y"),
        lambda rng: {"z": near_0(rng), "y": rng.uniform(0.1, 0.9, 6)},
        lambda rng: {"z": and_far_below(rng), "y": np.ones(3)},
    ],
    mistakes={
        "sigmoid(z) - y": "the cancellation of cross-entropy is expected here, too",
        "2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))": "the 2 from the square is kept",
        "(sigmoid(z) - y) * sigmoid(z)": "the slope of the sigmoid is only half there",
        "(sigmoid(z) - y) * (1 - sigmoid(z))": "of the slope of the sigmoid only the second half is there",
        "(sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z)))": "it is divided by the slope of the sigmoid",
        "z - y": "the loss is differentiated without the sigmoid: z - y",
        "(y - sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))": SIGN_TURNED,
        "0.5 * (sigmoid(z) - y) ** 2": "the loss itself is returned, not its slope",
        "(sigmoid(z) - y) * y * (1 - y)": "the slope is taken at the label: y stands where the sigmoid of z belongs",
        "(sigmoid(z) - y) * sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z)))": (
            "the slope is taken at sigma(sigma(z)): the sigmoid is applied once too often in it"
        ),
        "(z - y) * sigmoid(z) * (1 - sigmoid(z))": "the error lacks its sigmoid: z itself is compared with the label",
        "(sigmoid(z) - y) * z * (1 - z)": "z goes into the slope where the sigmoid of z belongs",
        "0.5 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))": "the 1/2 is kept, and the 2 from the square is lost",
        "(sigmoid(z) - y) * sigmoid(z) * 1 - sigmoid(z)": "a bracket is missing: Python multiplies before it subtracts",
        "(sigmoid(z) - y) ** 2 * sigmoid(z) * (1 - sigmoid(z))": "the error is still squared, as in the loss",
        "0.5 * (sigmoid(z) - y) ** 2 * sigmoid(z) * (1 - sigmoid(z))": (
            "the loss itself is multiplied by the slope of the sigmoid"
        ),
        "sigmoid(z) * (1 - sigmoid(z))": "the error is left out: this is the slope of the sigmoid",
        "sigmoid(z) - y * sigmoid(z) * (1 - sigmoid(z))": "the brackets around the error are missing",
        "(sigmoid(z) + y) * sigmoid(z) * (1 - sigmoid(z))": "a sign is turned between prediction and label",
        "np.where(y == 1, sigmoid(z) - 1, sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))": (
            "a label between 0 and 1 is treated like a 0"
        ),
    },
    also=["(sigmoid(z) - y) * sigmoid(z) * sigmoid(-z)", "(sigmoid(z) - y) * np.exp(-z) / (1 + np.exp(-z)) ** 2"],
)
def my_squared_error_slope(z, y):
    """The slope of S = 1/2 (sigma(z) - y)^2 with respect to z, for one number or an array of them.
    A label lies between 0 and 1. You may call sigmoid(z).
    """
    return (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))


@notebook.function(
    hint=(
        "Where do the digits go?",
        "e^-|z| never overflows, and 1 minus almost 1 loses all digits. Is the slope at -z another one than at z?",
    ),
    paper=[{"z": 0.0}, {"z": 1.0}, {"z": 40.0}, {"z": np.array([-800.0, 800.0])}],
    draws=[
        lambda rng: {"z": scores(rng, 6)},
        lambda rng: {"z": rng.permutation([-800.0, -400.0, -40.0, 40.0, 400.0, 0.0])},
        lambda rng: {"z": in_between(rng)},
        lambda rng: {"z": near_0(rng)},
    ],
    quiet=True,
    absolute=0,
    digits=6,
    mistakes={
        "np.exp(-z) / (1 + np.exp(-z)) ** 2": (
            "e^-z is used for every z: at z = -800 it overflows, and what comes of the infinity is no number"
        ),
        "sigmoid(z) * (1 - sigmoid(z))": ("nothing is left at z = 40, as where a number near 1 is rounded to 1"),
        "np.where(z >= 0, np.exp(-z) / (1 + np.exp(-z)) ** 2, np.exp(z) / (1 + np.exp(z)) ** 2)": (
            "a number overflows on the way, even if its result does no harm"
        ),
        "np.exp(-np.abs(z))": "the denominator is missing: right only far out",
        "np.exp(np.abs(z)) / (1 + np.exp(np.abs(z))) ** 2": "the exponent has the wrong sign: e^|z| overflows",
        "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))": "the square is missing",
        "np.exp(z) / (1 + np.exp(z)) ** 2": "e^z is used for every z: at z = 800 it overflows",
        (
            "np.exp(-np.abs(np.clip(z, -20, 20))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 20: further out all slopes are equal",
        (
            "np.exp(-np.abs(np.clip(z, -30, 30))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 30: further out all slopes are equal",
        (
            "np.exp(-np.abs(np.clip(z, -709, 709))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 709: at z = -800 the slope is no longer 0",
        (
            "np.exp(-np.abs(np.clip(z, -100, 100))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 100: further out all slopes are equal",
        (
            "np.exp(-np.abs(np.clip(z, -700, 700))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 700: at z = -800 the slope is no longer 0",
        (
            "np.exp(-np.abs(np.clip(z, -500, 500))) / (1 + np.exp(-np.abs(z))) ** 2"
        ): "z is clipped at 500: at z = -800 the slope is no longer 0",
        "1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z)))": (
            "nothing is left at z = 40, as where a number near 1 is rounded to 1, and e^-z overflows at z = -800"
        ),
        "sigmoid(z) * 1 - sigmoid(z)": (
            "all is 0: a bracket is missing and the sigmoid is subtracted from itself, or it is taken for a constant"
        ),
        "sigmoid(np.abs(z)) * (1 - sigmoid(np.abs(z)))": (
            "nothing is left at z = 40 and at z = -40, as where a number near 1 is rounded to 1"
        ),
    },
    also=["sigmoid(z) * sigmoid(-z)", "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2"],
)
def my_safe_slope(z):
    """The slope of the sigmoid, for one number or an array of them: with all its digits at z = -400, 40 and 0,
    0 at z = -800, and without an overflow on the way.
    """
    t = np.exp(-np.abs(z))
    return t / (1 + t) ** 2
