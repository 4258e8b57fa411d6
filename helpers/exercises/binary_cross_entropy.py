"""Exercises of notebook 01: the loss of a probability, and its slope."""

import numpy as np

from ._judge import SIGN_TURNED, Notebook

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def probabilities(rng, *shape):
    """Predictions that are not close to 0, 1 or one half."""
    return np.where(rng.random(shape) < 0.5, rng.uniform(0.1, 0.4, shape), rng.uniform(0.6, 0.9, shape))


def forecasts(n):
    """n predictions, and labels of both kinds."""
    return lambda rng: {"y_hat": probabilities(rng, n), "y": rng.permutation(np.arange(n) % 2).astype(float)}


def in_whole_labels(draw):
    """The labels 0 and 1 as whole numbers, as one writes them."""

    def whole(rng):
        case = draw(rng)
        return case | {"y": case["y"].astype(int)}

    return whole


def undecided(n):
    """The same with labels between 0 and 1."""
    return lambda rng: {"y_hat": probabilities(rng, n), "y": rng.uniform(0.1, 0.9, n)}


TINY = 2.0**-8


def close_to_the_ends(*names):
    """Predictions close to 0 and 1, each with both labels."""
    case = {"y_hat": np.array([TINY, 1 - TINY, TINY, 1 - TINY, 0.5]), "y": np.array([0.0, 0.0, 1.0, 1.0, 1.0])}
    return lambda rng: {name: case[name] for name in names}


def at_the_ends(*names):
    """Predictions that no clip of a reader's may move, each with the label that it misses."""
    case = {"y_hat": np.array([2.0**-24, 1 - 2.0**-24]), "y": np.array([1.0, 0.0])}
    return lambda rng: {name: case[name] for name in names}


def at_0_and_1(rng):
    """Forecasts that leave no doubt, each with both labels."""
    return {"y_hat": np.array([0.0, 1.0, 0.0, 1.0]), "y": np.array([0.0, 0.0, 1.0, 1.0])}


def points(**more):
    """One prediction with a label that may be undecided: a derivation holds for those, too."""
    return lambda rng: dict(y_hat=rng.uniform(0.1, 0.9), y=rng.uniform(0.1, 0.9), **more)


# --------------------------------------------------------------------------------------------- two Predicts


@notebook.value(
    hint=("Does the size of a miss count?", "Of each day: how much probability did the station give to what it saw?"),
    choices=("first", "second", "neither"),
    mistakes={
        '"second"': "the days are counted on which a station was on the right side of one half",
        '"neither"': "the two scores are taken to be equal",
    },
    also=['"First"', '" first "'],
)
def my_better_station():
    """Which station will be ahead by the score of this section: "first", "second" or "neither"?"""
    return "first"


@notebook.value(
    hint=(
        "Is the loss the same thing as the error?",
        "For the label 0 only one of the two terms is left. It holds a logarithm.",
    ),
    mistakes={
        "-np.log(0.99)": "the label is taken for 1, or the logarithm of 0.01 is not taken",
        "0.99": "the error is given, not its price",
        "np.log(0.01)": "the minus in front of the logarithm is missing",
        "-np.log2(0.01)": "the loss is given in bits",
        "-np.log10(0.01)": "the logarithm has the base 10",
    },
    also=["4.605", "4.6052"],
)
def my_price():
    """A model says 0.99, and the label is 0. What is the loss, to four digits?"""
    return -np.log(1 - 0.99)


@notebook.value(
    hint=("Is the slope the loss?", "Take the branch for y = 1 alone, and differentiate it on paper."),
    mistakes={
        "2": "the sign is turned: a larger prediction would make the loss rise",
        "-1": "a 0.5 in the denominator is lost",
        "np.log(2)": "the loss itself is given, not its slope",
        "-np.log(2)": "the loss with a minus is given, not its slope",
        "-0.5": "y_hat - y is given without its denominator, or nothing is turned upside down",
        "-1 / 0.5**2": "-1 is divided by the square of y_hat, or by y_hat * (1 - y_hat)",
        "-1 / (0.5 * np.log(2))": "the logarithm has the base 2: that is the slope of a loss in bits",
    },
    also=["-2.0", "-2.0000"],
)
def my_slope_at_one_half():
    """The slope of the loss at y_hat = 0.5, for the label 1."""
    return -1 / 0.5


# ----------------------------------------------------------------------------------------------- likelihood


@notebook.function(
    hint=(
        "How can one formula do two things?",
        "An exponent of 0 turns a factor into 1. Which factor has to survive for y = 0?",
    ),
    paper=[{"y_hat": 0.8, "y": 1}, {"y_hat": 0.8, "y": 0}],
    draws=[
        *map(
            in_whole_labels,
            (forecasts(5), forecasts(6), close_to_the_ends("y_hat", "y"), at_the_ends("y_hat", "y"), at_0_and_1),
        ),
    ],
    mistakes={
        "y_hat + 0 * y": "the label is not used",
        "y * y_hat": "only the 1s are counted: whatever was forecast, a 0 gets nothing",
        "y_hat**y + (1 - y_hat) ** (1 - y)": "the two switches are added, so that the one that is off adds a 1",
        "y_hat**y * (1 - y_hat) ** y": "both factors have the exponent y",
        "y_hat * (1 - y_hat) + 0 * y": "both factors stay switched on",
        "y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)": "the logarithm of the likelihood is taken",
        "-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))": "the loss is given, not the likelihood",
        "y_hat ** (1 - y) * (1 - y_hat) ** y": (
            "the probability of what did not happen is given: the exponents are swapped, or the error is taken"
        ),
        "y_hat * y * ((1 - y_hat) * (1 - y))": ("all is 0: `*` stands where `**` belongs"),
        "y_hat**y": "only the first factor is there: whatever was forecast, a 0 gets 1",
        "(1 - y_hat) ** (1 - y)": "only the second factor is there: whatever was forecast, a 1 gets 1",
        "y_hat**y * (1 - y_hat) ** (y - 1.0)": "the second exponent has the wrong sign: y - 1 stands for 1 - y",
        "y_hat**y * (y_hat - 1) ** (1 - y)": "y_hat - 1 stands where 1 - y_hat belongs",
        "y_hat**y * (1 - y_hat)": "the second exponent is forgotten",
    },
    also=[
        *("y * y_hat + (1 - y) * (1 - y_hat)", "np.where(y == 1, y_hat, 1 - y_hat)", "np.abs(1 - y - y_hat)"),
        "np.choose(y, [1 - y_hat, y_hat])",
    ],
)
def my_likelihood(y_hat, y):
    """How much probability the forecast y_hat gave to what happened, y, which is 0 or 1: one formula for both.
    Each is one number or an array.
    """
    return y_hat**y * (1 - y_hat) ** (1 - y)


@notebook.function(
    hint=(
        "Why is the loss infinite where the product is correct?",
        "0.5**2000 is 0.0. What does the logarithm make of a product?",
    ),
    paper=[{"p": np.array([0.5, 0.25])}, {"p": np.array([0.9, 0.8, 0.4])}, {"p": np.array([0.6, 0.6, 0.6])}],
    draws=[
        *(lambda rng: {"p": rng.uniform(0.2, 0.9, 4)}, lambda rng: {"p": rng.uniform(0.2, 0.6, 2000)}),
        lambda rng: {"p": rng.uniform(1e-4, 1e-3, 2000)},  # too small a product for any type of float
        lambda rng: {"p": np.array([0.5, 0.001, 0.999, 1e-30])},
        lambda rng: {"p": np.array([0.5, 2.0**-147])},
        lambda rng: {"p": np.full(2000, 0.01)},
        lambda rng: {"p": np.repeat(rng.uniform(0.2, 0.9, 2), 2)},
    ],
    mistakes={
        "-np.log(np.unique(p)).sum()": "days with the same probability are counted once",
        "-np.log(np.prod(p))": "the product is taken first: for 2000 days it underflows to 0, and the loss is infinite",
        "np.sum(np.log(p))": "the minus is missing",
        "-np.log(np.sum(p))": "the probabilities are added before the logarithm",
        "-np.sum(np.log10(p))": "the logarithm has the base 10",
        "-np.sum(np.log2(p))": "the logarithm has the base 2: bits, not nats",
        "-np.mean(np.log(p))": "the days are averaged, not added up",
        "-np.log(p)": "each day has its own number: nothing is added up",
        "-np.log(np.mean(p))": "the probabilities are averaged before the logarithm",
        "-np.log(p[0])": "only the first day is counted",
        "-np.log(p[-1])": "only the last day is counted",
        "-np.sum(np.log(1 - p))": "1 - p stands for p: how likely each thing was that did not happen",
        "np.prod(p)": "the product itself is given: its logarithm is missing",
        "np.log(np.prod(p))": "the product is taken first, and the minus is missing",
    },
    also=["np.sum(np.log(1 / p))", "sum(-np.log(q) for q in p)", "-np.log(p).sum()"],
)
def my_loss_of_days(p):
    """The minus log-likelihood of all days, one number. p holds how likely each thing was that happened, for up to
    2000 days.
    """
    return -np.sum(np.log(p))


# ------------------------------------------------------------------------------------------------- the slope


@notebook.function(
    hint=(
        "Where should a minus come from?",
        "When y_hat grows, 1 - y_hat shrinks, and so does its logarithm. Which sign must a slope have then?",
    ),
    paper=[{"y_hat": 0.8}, {"y_hat": 0.5}],
    draws=[lambda rng: {"y_hat": probabilities(rng, 5)}, close_to_the_ends("y_hat"), at_the_ends("y_hat")],
    mistakes={
        "1 / (1 - y_hat)": "the inner derivative of 1 - y_hat is missing",
        "-1 / y_hat": "the outer derivative is taken at y_hat, not at 1 - y_hat",
        "1 / (1 - y_hat) ** 2": "the derivative of 1 / (1 - y_hat) is taken",
        "1 / y_hat": "the derivative of log y_hat is taken",
        "1 / y_hat - 1": "a bracket is missing: Python divides before it subtracts",
        "-1 / 1 - y_hat": "a bracket is missing: Python divides by 1, and subtracts y_hat afterwards",
        "np.log(1 - y_hat)": "the logarithm itself is returned, not its derivative",
        "1 / 1 - y_hat": "1 - y_hat itself is given, as where a bracket and the minus are missing",
        "-1 / (1 - y_hat) ** 2": "it is differentiated twice",
    },
    also=["1 / (y_hat - 1)", "-((1 - y_hat) ** -1.0)", "-1.0 * np.divide(1, 1 - y_hat)"],
)
def my_slope_of_log_of_rest(y_hat):
    """The derivative of log(1 - y_hat) with respect to y_hat, for one number or an array: the half that goes wrong."""
    return -1 / (1 - y_hat)


@notebook.derivation(
    hint=(
        "What is the inner function?",
        "First the outer derivative 1/u at u = 1 - y_hat. Times d(1 - y_hat, y_hat): write it as a factor of its own.",
    ),
    paper=[{"y_hat": 0.8}],
    draws=[lambda rng: {"y_hat": rng.uniform(0.1, 0.4)}, lambda rng: {"y_hat": rng.uniform(0.6, 0.9)}],
    last="one fraction in `y_hat` only, without `d` and without `log`",
    names="y_hat",
    at_most={"/": 1, "log": 0},
    one_fraction=True,
    mistakes={
        "1 / (1 - y_hat)": "a minus is lost, or there is one too many: the inner derivative brings one",
        ("1 / (1 - y_hat) * (-1)", "1 / y_hat * (-1)"): (
            "the outer derivative is taken at y_hat, or the logarithm of a difference is split in two"
        ),
        ("1 / (1 - y_hat) * (-1)", "1 / (1 - y_hat) - 1"): "the inner derivative is added, not multiplied",
        ("1 / (1 - y_hat) * (-1)", "1 / (1 - y_hat) + 1"): "the inner derivative is subtracted, not multiplied",
        (
            "1 / (1 - y_hat) * d(1 - y_hat, y_hat)",
            "log(1 - y_hat) * d(1 - y_hat, y_hat)",
        ): "the logarithm is left as it is, and only the inner part differentiated",
        "1 / y_hat": "the derivative of log y_hat is taken",
        "1 / (1 - y_hat) * (1 - y_hat)": "the inner function is multiplied in, not its derivative",
        "-1 / 1 - y_hat": "a bracket is missing: Python divides before it subtracts",
        (
            "1 / (1 - y_hat) * (-1)",
            "1 / (1 - y_hat) * (1 - 1)",
        ): "all is 0: the constant 1 is given the slope 1, or the logarithm of a difference is split into a quotient",
        "-1 / (1 - y_hat) ** 2": "it is differentiated twice",
    },
    also=[
        ["d(log(1 - y_hat), y_hat)", "-(1 / (1 - y_hat))"],
        [
            "d(np.log(1 - y_hat), y_hat)  # given",
            "= d(1 - y_hat, y_hat) / (1 - y_hat)",
            "= (0 - 1) / (1 - y_hat)",
            "= 1 / (y_hat - 1)",
        ],
        ["d(log(1 - y_hat), y_hat)", "(1 - y_hat)**-1 * -1", "-(1 - y_hat)**(-1)"],
    ],
)
def my_rest_steps():
    """Differentiate log(1 - y_hat), one step a line. d(..., y_hat) is the derivative of what stands in it."""
    return """
    d(log(1 - y_hat), y_hat)
    1 / (1 - y_hat) * d(1 - y_hat, y_hat)
    1 / (1 - y_hat) * (-1)
    -1 / (1 - y_hat)
    """


@notebook.function(
    hint=(
        "Is it right for both labels?",
        "For 0 < y_hat < 1 its sign is the sign of the error. Try y = 0, not only y = 1.",
    ),
    paper=[{"y_hat": 0.8, "y": 1}, {"y_hat": 0.8, "y": 0}],
    draws=[
        forecasts(4),
        forecasts(5),
        close_to_the_ends("y_hat", "y"),
        at_the_ends("y_hat", "y"),
        lambda rng: {"y_hat": probabilities(rng, 3, 2), "y": rng.uniform(0, 1, (3, 2))},
    ],
    mistakes={
        "-(y / y_hat + (1 - y) / (1 - y_hat))": (
            "the inner derivative of log(1 - y_hat) is missing, which does not show for y = 1"
        ),
        "y / y_hat - (1 - y) / (1 - y_hat)": (
            "every sign is turned: the minus in front of the loss is lost, or label and prediction have changed places"
        ),
        "y / y_hat + (1 - y) / (1 - y_hat)": "both minus signs are lost",
        "-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))": "the loss itself is returned, not its slope",
        "(y_hat - y) * y_hat * (1 - y_hat)": "the denominator multiplies instead of dividing",
        "(y_hat - y) / y_hat * (1 - y_hat)": (
            "a bracket is missing: Python divides by y_hat only, and multiplies by the rest"
        ),
        "-y / y_hat": "only the first term is differentiated",
        "(1 - y) / (1 - y_hat)": "only the second term is differentiated",
        "y_hat - y": "the denominator is forgotten, or it is 1: the error alone",
        "-y / y_hat + 1 / (1 - y_hat)": "the factor 1 - y is lost in the second term",
        "-y / y_hat + 1 - y / 1 - y_hat": (
            "brackets are missing, those of 1 - y_hat or all: Python divides before it subtracts"
        ),
        "-y / y_hat + (1 - y) / y_hat": "both terms are divided by y_hat",
        "-y / (1 - y_hat) + (1 - y) / y_hat": "the two denominators have changed places",
        "(y_hat - y) / y_hat": "the factor 1 - y_hat is lost in the denominator",
        "y / y_hat**2 + (1 - y) / (1 - y_hat) ** 2": "the second derivative is given",
    },
    also=[
        "-y / y_hat + (1 - y) / (1 - y_hat)",
        "(1 - y) / (1 - y_hat) - y / y_hat",
        "(y - y_hat) / (y_hat**2 - y_hat)",
        "y * (-1 / y_hat) + (1 - y) * (1 / (1 - y_hat))",
    ],
)
def my_slope(y_hat, y):
    """dL/dy_hat of the binary cross-entropy, for one prediction or an array of them, of any shape.
    The labels lie between 0 and 1.
    """
    return (y_hat - y) / (y_hat * (1 - y_hat))


SLOPE_SLIPS = {
    "-(y / y_hat + (1 - y) / (1 - y_hat))": (
        "a minus is lost: that of the inner derivative, or minus times minus, or the one in front reaches one term"
        " only, or a later line turns a sign"
    ),
    "y / y_hat - (1 - y) / (1 - y_hat)": (
        "every sign is turned: the minus in front of the loss is lost, or label and prediction have changed places"
    ),
    "y / y_hat + (1 - y) / (1 - y_hat)": "both minus signs are lost",
    "(-y + (1 - y)) / (y_hat * (1 - y_hat))": "on the common denominator the numerators are not multiplied",
    (
        "(-y * y_hat + (1 - y) * (1 - y_hat)) / (y_hat * (1 - y_hat))"
    ): "the two denominators are swapped, or each numerator is multiplied by its own",
    "(-y - y * y_hat + y_hat - y * y_hat) / (y_hat * (1 - y_hat))": "one sign is lost while multiplying out",
    "(y_hat - y) / y_hat * (1 - y_hat)": "a bracket is missing: Python divides by y_hat only",
    "y_hat - y": (
        "the denominator is forgotten, or it is y_hat + 1 - y_hat = 1: two denominators are multiplied, not added"
    ),
    "-y / y_hat + 1 / (1 - y_hat)": "the label is lost in the second term",
    "-(y / y_hat - 1 - y / (1 - y_hat))": "a bracket is missing: 1 - y is one numerator",
    "y_hat - y / (y_hat * (1 - y_hat))": "a bracket is missing: Python divides y only",
    "(-y + 1 - y) / (y_hat + 1 - y_hat)": "numerator is added to numerator, and denominator to denominator",
}


@notebook.derivation(
    hint=(
        "Where do I begin?",
        (
            "y is a constant. Two logarithms, two derivatives; the second has an inner one. "
            "The minus in front stays until you multiply."
        ),
    ),
    paper=[{"y_hat": 0.8, "y": 0.0}, {"y_hat": 0.8, "y": 1.0}],
    draws=[points(), points()],
    last="one fraction in `y_hat` and `y` only, without `d` and without `log`",
    names="y_hat y",
    at_most={"/": 1, "log": 0},
    one_fraction=True,
    mistakes=SLOPE_SLIPS,
    also=[
        [
            "d(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), y_hat)",
            "(1 - y) / (1 - y_hat) - y / y_hat",
            "((1 - y) * y_hat - y * (1 - y_hat)) / (y_hat * (1 - y_hat))",
            "(y_hat - y) / (y_hat - y_hat**2)",
        ],
        [
            "d(-y * log(y_hat) - (1 - y) * log(1 - y_hat), y_hat)",
            "-d(y * log(y_hat), y_hat) - d((1 - y) * log(1 - y_hat), y_hat)",
            "-y * y_hat**-1 + (1 - y) * (1 - y_hat)**-1",
            "-(y - y_hat) / (y_hat * (1 - y_hat))",
        ],
    ],
)
def my_slope_steps():
    """From the loss to its slope dL/dy_hat, one step a line, as many as you like."""
    return """
    d(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), y_hat)
    -(y * d(log(y_hat), y_hat) + (1 - y) * d(log(1 - y_hat), y_hat))
    -(y * 1 / y_hat + (1 - y) * (-1 / (1 - y_hat)))
    -y / y_hat + (1 - y) / (1 - y_hat)
    (-y * (1 - y_hat) + (1 - y) * y_hat) / (y_hat * (1 - y_hat))
    (-y + y * y_hat + y_hat - y * y_hat) / (y_hat * (1 - y_hat))
    (y_hat - y) / (y_hat * (1 - y_hat))
    """


@notebook.function(
    hint=(
        "Are all your lines one number?",
        "All have one value. The first whose value is another holds the mistake.",
    ),
    paper=[{"y_hat": 0.8, "y": 0}, {"y_hat": 0.8, "y": 1}],
    draws=[
        *(forecasts(5), lambda rng: {"y_hat": probabilities(rng, 4), "y": rng.uniform(0, 1, 4)}),
        close_to_the_ends("y_hat", "y"),
    ],
    own=True,
    mistakes={
        (
            "(1 - y) * (-1 / (1 - y_hat))",
            "(1 - y) * (1 / (1 - y_hat))",
        ): "a minus is lost in the first line: that of the inner derivative, or the one in front reaches one term only",
        ("-(y / y_hat", "(y / y_hat"): "the minus in front of the loss is lost in the first line",
        (
            "-y / y_hat + (1 - y) / (1 - y_hat)",
            "-y / y_hat - (1 - y) / (1 - y_hat)",
        ): "minus times minus stays minus in the second line",
        (
            "(-y * (1 - y_hat) + (1 - y) * y_hat)",
            "(-y + (1 - y))",
        ): "the numerators are not multiplied at all on the common denominator",
        (
            "(-y * (1 - y_hat) + (1 - y) * y_hat)",
            "(-y * y_hat + (1 - y) * (1 - y_hat))",
        ): "each numerator is multiplied by its own denominator",
        ("-y + y * y_hat + y_hat", "-y - y * y_hat + y_hat"): "a sign is lost while multiplying out",
        (
            "(y_hat - y) / (y_hat * (1 - y_hat))",
            "(y - y_hat) / (y_hat * (1 - y_hat))",
        ): f"in the last line {SIGN_TURNED}",
        ("(y_hat - y) / (y_hat * (1 - y_hat))", "y_hat - y"): "the denominator is forgotten in the last line",
        (
            "-(y / y_hat + (1 - y) * (-1 / (1 - y_hat)))",
            "-(y / (1 - y_hat) + (1 - y) * (-1 / y_hat))",
        ): "the two denominators are swapped in the first line",
        (
            "-y / y_hat + (1 - y) / (1 - y_hat)",
            "y / y_hat - (1 - y) / (1 - y_hat)",
        ): "the minus in front of the loss is lost in the second line",
        (
            "-y / y_hat + (1 - y) / (1 - y_hat)",
            "y / y_hat + (1 - y) / (1 - y_hat)",
        ): "both minus signs are lost in the second line",
        (
            "-y / y_hat + (1 - y) / (1 - y_hat)",
            "-y / y_hat + 1 - y / (1 - y_hat)",
        ): "a bracket is missing in the second line: Python divides y only",
        (
            "y_hat) / (y_hat * (1 - y_hat))\n    multiplied",
            "y_hat) / y_hat * (1 - y_hat)\n    multiplied",
        ): "a bracket is missing in the third line: Python divides by y_hat only, and multiplies by the rest",
        (
            "(-y * (1 - y_hat) + (1 - y) * y_hat) / (y_hat * (1 - y_hat))",
            "-y * (1 - y_hat) + (1 - y) * y_hat",
        ): "the denominator is forgotten in the third line",
        (
            "+ y_hat - y * y_hat)",
            "+ y_hat + y * y_hat)",
        ): "the second bracket is multiplied out with a plus where a minus belongs",
        (
            "(y_hat - y) / (y_hat * (1 - y_hat))",
            "(y_hat - y) / y_hat * (1 - y_hat)",
        ): "a bracket is missing in the last line: Python divides by y_hat only, and multiplies by the rest",
        (
            "(y_hat - y) / (y_hat * (1 - y_hat))",
            "y_hat - y / (y_hat * (1 - y_hat))",
        ): "a bracket is missing in the last line: Python divides y only",
    },
    also=[
        ("-(y / y_hat + (1 - y) * (-1 / (1 - y_hat)))", "-y / y_hat - (1 - y) / (y_hat - 1)"),
        ("(y_hat - y) / (y_hat * (1 - y_hat))", "(y - y_hat) / (y_hat**2 - y_hat)"),
    ],
)
def my_lines(y_hat, y):
    """The derivation of dL/dy_hat, one line after the other, each as Python, for one number or an array. All lines must
    have the same value: first the two logarithms are differentiated, then minus times minus is plus, then there is one
    denominator, then the brackets are multiplied out, and last what cancels is gone.
    """
    two_logarithms = -(y / y_hat + (1 - y) * (-1 / (1 - y_hat)))
    minus_times_minus = -y / y_hat + (1 - y) / (1 - y_hat)
    common_denominator = (-y * (1 - y_hat) + (1 - y) * y_hat) / (y_hat * (1 - y_hat))
    multiplied_out = (-y + y * y_hat + y_hat - y * y_hat) / (y_hat * (1 - y_hat))
    cancelled = (y_hat - y) / (y_hat * (1 - y_hat))
    return {
        "two_logarithms": two_logarithms,
        "minus_times_minus": minus_times_minus,
        "common_denominator": common_denominator,
        "multiplied_out": multiplied_out,
        "cancelled": cancelled,
    }


@notebook.function(
    hint=(
        "How often does one prediction count?",
        (
            "Nudge one prediction. In how many of the N terms of the mean does it "
            "stand, and what stands in front of the sum?"
        ),
    ),
    paper=[{"y_hat": np.array([0.8, 0.5]), "y": np.array([1.0, 0.0])}],
    draws=[forecasts(5), forecasts(3), undecided(4), close_to_the_ends("y_hat", "y"), at_the_ends("y_hat", "y")],
    mistakes={
        "(y_hat - y) / (y_hat * (1 - y_hat))": "1/N is missing: this is the gradient of the sum",
        "(y_hat - y) / (y_hat * (1 - y_hat)) / len(y) ** 2": "1/N is there twice",
        "(y_hat - y) / (y_hat * (1 - y_hat)) * len(y)": "the slopes are multiplied by N",
        "-(y / y_hat + (1 - y) / (1 - y_hat)) / len(y)": "the inner derivative of log(1 - y_hat) is missing",
        "(y_hat - y) / len(y)": "the denominator of the slope is missing",
        "np.mean((y_hat - y) / (y_hat * (1 - y_hat)))": (
            "the slopes are averaged into one number: each prediction has a slope of its own"
        ),
        "(y - y_hat) / (y_hat * (1 - y_hat)) / len(y)": SIGN_TURNED,
        "(y_hat - y) / y_hat * (1 - y_hat) / len(y)": (
            "a bracket is missing: Python divides by y_hat only, and multiplies by the rest"
        ),
        "-y / y_hat / len(y)": "only the first term is differentiated",
        "-y / y_hat + (1 - y) / (1 - y_hat) / len(y)": "1/N reaches the second term only: a bracket is missing",
        "y_hat - y": "the denominator of the slope and 1/N are both missing",
        "np.sum((y_hat - y) / (y_hat * (1 - y_hat)))": (
            "the slopes are added up into one number: each prediction has a slope of its own"
        ),
    },
    also=[
        "(y_hat - y) / (y_hat * (1 - y_hat)) / y.size",
        "(y_hat - y) / (y_hat * (1 - y_hat)) * (1 / y_hat.shape[0])",
        "[(p - t) / (p * (1 - p)) / len(y) for p, t in zip(y_hat, y)]",
    ],
)
def my_gradient_of_mean(y_hat, y):
    """The gradient of the mean loss of N samples, with respect to each of the N predictions.
    The labels lie between 0 and 1.
    """
    return (y_hat - y) / (y_hat * (1 - y_hat)) / len(y)


@notebook.value(
    hint=(
        "Is the best loss not 0?",
        "First the best prediction: where is the numerator of the slope zero? Then put it into the loss.",
    ),
    mistakes={
        "0.3": "the best prediction is given, not its loss",
        "0.0": "the best loss is taken to be 0, as for a label of 0 or 1",
        "-np.log(0.3)": "only the logarithm of 0.3 is counted, and as a whole, not three tenths of it",
        "-0.3 * np.log(0.3)": "only the first term is counted",
        "-(0.3 * np.log2(0.3) + 0.7 * np.log2(0.7))": "the loss is given in bits",
        "-(np.log(0.3) + np.log(0.7))": "both logarithms are taken, but without their weights",
        "-np.log(0.5)": "the prediction 0.5 is taken for the best",
        "0.3 * np.log(0.3) + 0.7 * np.log(0.7)": "the minus in front is missing",
        "-0.7 * np.log(0.7)": "only the second term is counted",
        "-(0.3 * np.log10(0.3) + 0.7 * np.log10(0.7))": "the logarithm has the base 10",
        "-np.log(0.7)": "only the logarithm of 0.7 is counted, and as a whole, not seven tenths of it",
        "-(0.7 * np.log(0.3) + 0.3 * np.log(0.7))": "the two predictions have changed places: 0.3 is weighted with 0.7",
    },
    also=["0.6109", "0.610864"],
)
def my_smallest_loss():
    """Three of ten experts see a fracture: y = 0.3. What is the smallest loss that any prediction can reach,
    to four digits?
    """
    return -(0.3 * np.log(0.3) + 0.7 * np.log(0.7))


ENDS = {"y_hat": np.array([1.0, 0.0, 1.0, 0.0]), "y": np.array([1.0, 0.0, 0.0, 1.0])}


@notebook.repair(
    hint=(
        "Why does a limit not stop a nan?",
        "0 times -100 is 0. At which place must the -100 come in: before or after the multiplication by the label?",
    ),
    paper=[
        {"y_hat": np.array([0.5, 0.8]), "y": np.array([1.0, 0.0])},
        {"y_hat": np.array([1.0, 0.0]), "y": np.array([1.0, 1.0])},
        {"y_hat": np.array([1.0, 1e-60]), "y": np.array([0.0, 0.5])},
    ],
    draws=[
        *(forecasts(4), undecided(4)),
        lambda rng: {"y_hat": np.array([0.3, 0.4, 0.999]), "y": np.array([0.3, 0.3, 0.5])},
        lambda rng: ENDS,
        lambda rng: {"y_hat": np.array([0.0, 1.0]), "y": rng.uniform(0.2, 0.8, 2)},
        lambda rng: {"y_hat": np.array([1e-30, 1e-10]), "y": np.array([1.0, 1.0])},
        lambda rng: {"y_hat": np.array([1e-60, 1e-60]), "y": np.array([1.0, 0.5])},
        lambda rng: {"y_hat": np.array([5e-31, 1e-38]), "y": np.ones(2)},
        lambda rng: {"y_hat": np.array([1e-42, 1e-43]), "y": np.ones(2)},
    ],
    mistakes={
        (
            "np.minimum(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)), 100)"
        ): "the loss is limited instead of the logarithms: what is not a number cannot be limited",
        "-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))": "nothing is limited, or the limit never takes effect",
        (
            "-(y * np.log(np.clip(y_hat, 1e-7, 1 - 1e-7)) + (1 - y) * np.log(1 - np.clip(y_hat, 1e-7, 1 - 1e-7)))"
        ): "the prediction is clipped to 1e-7 instead",
        (
            "np.nan_to_num(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)), posinf=np.inf)"
        ): "nan is replaced by 0 afterwards, and the infinite losses stay",
        ("np.nan_to_num(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)), posinf=100)"): (
            "nan and infinity are replaced afterwards: a label between 0 and 1 shows the difference"
        ),
        ("-(y * np.maximum", "(y * np.maximum"): "the minus in front is missing",
        (
            "np.maximum(np.log(1 - y_hat), -100)",
            "np.log(1 - y_hat)",
        ): (
            "log(1 - y_hat) has no limit at y_hat = 1: none is there, or it is lost, since 1 - e^-100 is 1 for"
            " the machine"
        ),
        ("np.maximum(np.log(y_hat), -100)", "np.log(y_hat)"): "log y_hat has no limit at y_hat = 0",
        (
            "-(y * np.nan_to_num(np.log(y_hat), neginf=-100) + (1 - y) * np.nan_to_num(np.log(1 - y_hat), neginf=-100))"
        ): "only an infinite logarithm is replaced: at y_hat = 1e-60 it is finite, and below -100",
        (
            "-(y * np.log(np.clip(y_hat, 1e-12, 1 - 1e-12)) + (1 - y) * np.log(1 - np.clip(y_hat, 1e-12, 1 - 1e-12)))"
        ): "the prediction is clipped to 1e-12 instead",
        (
            "-(y * np.log(y_hat + 1e-12) + (1 - y) * np.log(1 - y_hat + 1e-12))"
        ): "1e-12 is added inside the logarithms instead",
        (
            "np.maximum",
            "np.minimum",
            "np.maximum",
            "np.minimum",
        ): "np.minimum stands where np.maximum belongs: each logarithm is kept at -100 or below",
        "-(y * np.log(np.clip(y_hat, 1e-8, 1 - 1e-8)) + (1 - y) * np.log(1 - np.clip(y_hat, 1e-8, 1 - 1e-8)))": (
            "the prediction is clipped to 1e-8 instead"
        ),
        "-(y * np.log(np.clip(y_hat, 1e-15, 1 - 1e-15)) + (1 - y) * np.log(1 - np.clip(y_hat, 1e-15, 1 - 1e-15)))": (
            "the prediction is clipped to 1e-15 instead"
        ),
        "np.minimum(np.nan_to_num(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))), 100)": (
            "nan is replaced by 0, and the loss is limited, not each logarithm: that comes after the"
            " multiplication by the label, and too late"
        ),
        "np.fmin(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)), 100)": (
            "nan is replaced by 100: there a perfect prediction costs 100"
        ),
        "np.nan_to_num(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))": (
            "nan is replaced by 0, and infinity by the largest number there is"
        ),
        "-y * np.maximum(np.log(y_hat), -100) + (1 - y) * np.maximum(np.log(1 - y_hat), -100)": (
            "the minus in front reaches the first term only: a bracket is missing"
        ),
        "-(y * np.maximum(np.log(1 - y_hat), -100) + (1 - y) * np.maximum(np.log(y_hat), -100))": (
            "y and 1 - y have changed places"
        ),
        "-(y * np.maximum(np.log(y_hat), -100) + (1 - y) * np.maximum(np.log(y_hat), -100))": (
            "both terms hold the logarithm of y_hat, or the label is not used"
        ),
    },
    also=[
        "-(y * np.log(y_hat).clip(-100) + (1 - y) * np.log1p(-y_hat).clip(-100))",
        "-y * np.maximum(np.log(y_hat), -100) - (1 - y) * np.maximum(np.log(1 - y_hat), -100)",
    ],
)
def my_clamped(y_hat, y):
    """Binary cross-entropy of an array of predictions, with each logarithm kept at -100 or above, so that a perfect
    prediction costs 0. The labels lie between 0 and 1.
    """
    return -(y * np.maximum(np.log(y_hat), -100) + (1 - y) * np.maximum(np.log(1 - y_hat), -100))
