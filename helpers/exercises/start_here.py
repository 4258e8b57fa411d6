"""Exercises of notebook 00: two guesses about penguins, and a self-test of what the course builds on."""

import numpy as np

from ._judge import Notebook

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


# ------------------------------------------------------------------------------------------ the two Predicts


@notebook.value(
    hint=(
        "Are they not right about the same birds?",
        "They are. But the loss asks for more than yes or no. Which of the two is surer, and how often is it wrong?",
    ),
    choices=("cautious", "bold", "equal"),
    mistakes={
        '"cautious"': "only the misses are counted, and not what caution costs at the many birds that are right",
        '"equal"': "the birds are counted that are right, and these are the same for both",
    },
    also=['"Bold"', '" bold "'],
)
def my_smaller_loss():
    """Which has the smaller loss: "cautious", "bold", or are they "equal"?"""
    return "bold"


@notebook.value(
    hint=(
        "Where would you put the line?",
        "Put a ruler on the picture. It can leave the one neighbour outside or the other. Now count who is lost.",
    ),
    choices=("near 280", "near 310", "near 340"),
    mistakes={
        '"near 280"': "a line is taken to be worth little more than no to every bird",
        '"near 340"': "the border is taken to be as easy as that of the Adelies",
    },
    also=['"Near 310"', '" near 310"'],
)
def my_best_line():
    """About how many of the 342 birds does the best straight line get right: "near 280", "near 310" or "near 340"?
    In quotes, with the word near.
    """
    return "near 310"


# ---------------------------------------------------------------------------------------------- derivatives


@notebook.value(
    hint=("What happens to a power?", "The exponent comes down as a factor, and one less remains. The 4 stays."),
    mistakes={
        "4 * 5**3": "the function itself is computed, not its derivative",
        "4 * 3 * 5**3": "the exponent has come down, but is still 3 up there",
        "4 * 5**2": "the exponent is lowered, but has not come down as a factor",
        "3 * 5**2": "the factor 4 is lost",
        "4 * 3 * 5": "the exponent is lowered by 2",
        "5**4": "the power is integrated, not differentiated",
        "4 * 2 * 5": "it is differentiated as if the exponent were 2",
        "4 * 3": "the two factors are given, without the power of x",
    },
    also=["300.0", "12 * 25"],
)
def my_power_slope():
    """The derivative of 4 x**3 with respect to x, at x = 5."""
    return 4 * 3 * 5**2


@notebook.derivation(
    hint=(
        "What is the inner function?",
        "1 - 2*x. First the outer derivative, with the inner function left as it is; then times d(1 - 2*x, x).",
    ),
    paper=[{"x": -1.5}],  # 1 - 2x > 0 in all cases: who takes its logarithm is right, too
    draws=[lambda rng: {"x": rng.uniform(-3, -1)}, lambda rng: {"x": rng.uniform(-0.4, 0.2)}],
    last="a formula in `x`, without `d`",
    names="x",
    mistakes={
        "3 * (1 - 2*x)**2": "the inner derivative is missing",
        "3 * (1 - 2*x)**2 * 2": "the inner derivative has lost its minus",
        "3 * (-2)**2": "the inner derivative stands inside of the power, where the inner function belongs",
        "3 * x**2 * (-2)": "the outer derivative is taken at x, not at the inner function",
        "3 * (1 - 2*x)**2 - 2": "the inner derivative is added, not multiplied",
        "-6 * (1 - 2*x)**3": "the exponent has come down, but is still 3 up there",
        "3 * (1 - 2*x)**2 * (1 - 2*x)": "the inner function is multiplied in, not its derivative",
        "(1 - 2*x)**2 * (-2)": "the exponent is lowered, but has not come down as a factor",
        "(1 - 2*x)**3 * (-2)": "the power is left as it is, and only the inner part differentiated",
    },
    also=[
        ["d((1 - 2*x)**3, x)", "-6 * (1 - 2*x)**2"],
        [
            "d((1 - 2*x)**3, x)",
            "d(1 - 6*x + 12*x**2 - 8*x**3, x)",
            "-6 + 24*x - 24*x**2",
        ],
        ["d((1 - 2*x)**3, x)", "= 3 * (1 - 2*x)**2 * (0 - 2)", "= -6 * (2*x - 1)**2"],
        ["d((1 - 2*x)**3, x)", "(1 - 2*x)**3 * d(3*log(1 - 2*x), x)", "-6 * (1 - 2*x)**2"],
    ],
)
def my_chain_steps():
    """Differentiate (1 - 2x)^3, one step a line. d(..., x) is the derivative of what stands in it, a power is **."""
    return """
    d((1 - 2*x)**3, x)
    3 * (1 - 2*x)**2 * d(1 - 2*x, x)
    3 * (1 - 2*x)**2 * (-2)
    -6 * (1 - 2*x)**2
    """


# ----------------------------------------------------------------------------------------------- logarithms


@notebook.derivation(
    hint=(
        "What does a logarithm make of a product?",
        "A sum; and of a power, a multiple. Keep a bracket around the sum: the minus stands in front of all of it.",
    ),
    paper=[{"p": 0.5, "q": 0.25}],
    draws=[
        lambda rng: {"p": rng.uniform(0.1, 0.4), "q": rng.uniform(0.5, 0.9)},
        lambda rng: {"p": rng.uniform(1.2, 3), "q": rng.uniform(0.2, 0.8)},
    ],
    last="`log(p)` and `log(q)`, each once, with a single `*`",
    names="p q",
    at_most={"log": 2, "*": 1, "**": 0, "/": 0},
    mistakes={
        "-3*log(p) + log(q)": "the minus reaches the first term only",
        "3*log(p) + log(q)": "the minus in front is lost",
        "-3*log(p) * log(q)": "the logarithm of the product is written as a product of logarithms",
        "-3*log(p*q)": "the exponent is taken for that of the whole product",
        "-log(p)**3 - log(q)": "the logarithm is raised to the power, not multiplied",
        "-log(3*p) - log(q)": "the exponent has become a factor within the logarithm",
        "-log(p) - log(q)": "the exponent is lost",
        "-3*log(p + q)": "the logarithm of the product is written as that of a sum",
    },
    also=[
        ["-log(p**3 * q)", "-(3*log(p) + log(q))"],
        ["-log(p**3 * q)", "-log(q) - log(p**3)", "-log(q) - 3*log(p)"],
    ],
)
def my_log_steps():
    """Take -log(p^3 q) apart, one step a line: in the end each logarithm is of one letter. log is the natural one."""
    return """
    -log(p**3 * q)
    -(log(p**3) + log(q))
    -(3*log(p) + log(q))
    -3*log(p) - log(q)
    """


# --------------------------------------------------------------------------------------- matrices and shapes


@notebook.value(
    hint=(
        "Which numbers meet?",
        "One row of W and the whole of x: multiply in pairs, then add. Two rows, two sums.",
    ),
    parts=("first", "second"),
    mistakes={
        "13, 4": "the two rows have changed places",
        "3, 4": "the rows are added up, without x",
        "21, 28": "the sum of each row is multiplied by the sum of x",
        "4, 15": "the minus of the second row is lost",
        "4, 5": "the last column is left out",
        "2, -1": "only one number of each row is multiplied: the one that is as far to the right as its row is down",
        "10, 11": "each pair is added, not multiplied",
        "2, 6": "only the first pair of each row is multiplied",
        "[[4], [13]]": "the two numbers stand in a column, of the shape (2, 1): wanted is the shape (2,)",
    },
    also=["[4, 13]", "np.array([[1, 2, 0], [3, -1, 2]]) @ np.array([2, 1, 4])"],
)
def my_product():
    """W @ x, by hand. W has the rows (1, 2, 0) and (3, -1, 2), and x is (2, 1, 4). A tuple of two numbers."""
    return 1 * 2 + 2 * 1 + 0 * 4, 3 * 2 - 1 * 1 + 2 * 4


@notebook.value(
    hint=(
        "What does the .T do?",
        "It turns (2, 3) into (3, 2). Write both shapes side by side: the inner two must agree, and vanish.",
    ),
    parts=("rows", "columns"),
    mistakes={
        "2, 5": "the shape is that of the transposed product, W @ X.T",
        "5, 3": "the shape of X is given",
        "3, 2": "the shape of W.T is given",
        "2, 3": "the shape of W is given",
        "3, 3": "the inner sizes are kept, and the outer ones dropped",
        "3, 5": "the shape of X.T is given",
    },
    also=["[5, 2]", "(np.zeros((5, 3)) @ np.zeros((2, 3)).T).shape"],
)
def my_shape():
    """X holds five birds, a row each, with three measurements: its shape is (5, 3). W has the shape (2, 3).
    Which shape does X @ W.T have? A tuple of two numbers.
    """
    return 5, 2


# --------------------------------------------------------------------------------------------------- Python


def adelie(rng):
    return {
        "length": rng.uniform(33, 42),
        "depth": rng.uniform(18, 21),
        "w1": rng.uniform(-4, -2.5),
        "w2": rng.uniform(2.5, 4),
        "b": rng.uniform(-5, -3),
    }


def gentoo(rng):
    """On the other side of both 44 and 17, with weights and a bias of the other signs."""
    return {
        "length": rng.uniform(46, 58),
        "depth": rng.uniform(13, 16),
        "w1": rng.uniform(2.5, 4),
        "w2": rng.uniform(-4, -2.5),
        "b": rng.uniform(3, 5),
    }


def refused(draw):
    """The same bird, and the weights with the other signs: both terms pull the score down, and it is negative."""
    return lambda rng: {name: -value if name[0] == "w" else value for name, value in draw(rng).items()}


@notebook.function(
    hint=(
        "Where do the brackets go?",
        "First the millimetres beyond 44: a difference. The weight multiplies all of it.",
    ),
    paper=[
        {"length": 40.0, "depth": 18.0, "w1": -1.0, "w2": 1.5, "b": -2.0},
        {"length": 46.0, "depth": 15.0, "w1": -1.0, "w2": 1.5, "b": -2.0},
    ],
    draws=[adelie, gentoo, refused(adelie), refused(gentoo)],
    mistakes={
        "w1 * length - 44 + w2 * depth - 17 + b": "the brackets are missing: Python multiplies before it subtracts",
        "w1 * length + w2 * depth + b": "44 and 17 are not subtracted",
        "w1 * (length - 44) + w2 * (depth - 17)": "b is left out",
        "w1 * (length - 44) + w2 * (depth - 17) - b": "b is subtracted",
        "w1 * (length - 44) + w2 * (depth - 17) * b": "b is multiplied, not added",
        "w2 * (length - 44) + w1 * (depth - 17) + b": "the two weights have changed places",
        "w1 * (44 - length) + w2 * (17 - depth) + b": "both differences are the wrong way round",
        "w1 * (length - 44) * w2 * (depth - 17) + b": "the two terms are multiplied, not added",
        "1 / (1 + np.exp(-(w1 * (length - 44) + w2 * (depth - 17) + b)))": "the probability is given, not the score",
        "w1 * (length - 17) + w2 * (depth - 44) + b": "44 and 17 have changed places",
        "w1 * (length - 44) - w2 * (depth - 17) + b": "the second term is subtracted",
        "w1 * max(length - 44, 0) + w2 * max(depth - 17, 0) + b": "what lies below 44 or 17 is counted as 0",
        "w1 * abs(length - 44) + w2 * abs(depth - 17) + b": "what lies below 44 or 17 has lost its minus",
        "abs(w1) * (length - 44) + abs(w2) * (depth - 17) + b": "a weight below 0 has lost its minus",
        "max(w1 * (length - 44) + w2 * (depth - 17) + b, 0)": "a score below 0 is given as 0",
        "abs(w1 * (length - 44) + w2 * (depth - 17) + b)": "a score below 0 has lost its minus",
        "max(w1 * (length - 44), 0) + max(w2 * (depth - 17), 0) + b": "a term below 0 is counted as 0",
        "abs(w1 * (length - 44)) + abs(w2 * (depth - 17)) + b": "a term below 0 has lost its minus",
        "w1 * (44 - length) + w2 * (depth - 17) + b": "the first term has the wrong sign",
        "w1 * (length - 44) + w2 * depth + b": "17 is not subtracted",
        "w1 * length + w2 * (depth - 17) + b": "44 is not subtracted",
    },
    also=[
        "b + w2 * (depth - 17) - w1 * (44 - length)",
        "np.dot([w1, w2], [length - 44, depth - 17]) + b",
    ],
)
def my_score(length, depth, w1, w2, b):
    """The score z of section 1: w1 points for each mm of length beyond 44, w2 for each mm of depth beyond 17, and b."""
    return w1 * (length - 44) + w2 * (depth - 17) + b


def flock(right_yes, missed, wrong_yes, right_no, first, last):
    """So many birds of each kind, shuffled between first and last. Two right scores are 0, and each wrong yes."""

    def draw(rng):
        y = np.repeat([1, 1, 0, 0], [right_yes, missed, wrong_yes, right_no])
        z = np.repeat([1, -1, 1, -1], [right_yes, missed, wrong_yes, right_no]) * rng.uniform(0.1, 0.9, len(y))
        z[:2] = z[right_yes + missed : -right_no] = 0.0
        order = rng.permutation(len(y))
        order = np.array([first, *order[(order != first) & (order != last)], last])
        return {"z": z[order], "y": y[order]}

    return draw


@notebook.function(
    hint=(
        "How does one count in a loop?",
        "Begin with 0 before the loop. In it, ask one question of each bird, and add 1 if the answer is yes."
        " `range(len(z))` counts the places; `for k in z` gives the scores themselves.",
    ),
    paper=[
        {"z": np.array([2.0, -1.0, 3.0]), "y": np.array([1, 1, 1])},
        {"z": np.array([0.0, -0.3, 0.2]), "y": np.array([1, 0, 0])},
        {"z": np.array([-1.0, -2.0, 0.0]), "y": np.array([0, 0, 0])},
    ],
    draws=[
        flock(3, 1, 3, 5, first=3, last=11),
        flock(4, 3, 1, 2, first=2, last=5),
        lambda rng: {"z": np.array([0.3, -4.0]), "y": np.array([0, 1])},
        lambda rng: {"z": np.array([0.004, -0.004, 0.0]), "y": np.array([1, 1, 1])},
        lambda rng: {"z": np.array([-1e-10, 1e-10, -1e-10]), "y": np.array([0, 1, 0])},
    ],
    mistakes={
        ("    return right", "        return right"): "`return` stands in the loop: it ends at the first bird",
        ("z[k] >= 0", "z[k] > 0"): "a score of exactly 0 is taken for a no",
        (
            "(z[k] >= 0) == (y[k] == 1)",
            "z[k] >= 0 and y[k] == 1 or z[k] <= 0 and y[k] == 0",
        ): "a score of exactly 0 is taken for a yes and for a no, whichever is right",
        ("z[k] >= 0", "z[k] >= 0.5"): "the score is compared with one half, as if it were a probability",
        ("(y[k] == 1)", "(y[k] == 0)"): "the birds are counted that are wrong",
        ("(z[k] >= 0) == (y[k] == 1)", "y[k] == 1"): "the birds with the label 1 are counted, whatever their score",
        ("(z[k] >= 0) == (y[k] == 1)", "z[k] >= 0"): "the birds with a yes are counted, whatever their label",
        ("(z[k] >= 0) == (y[k] == 1)", "z[k] >= 0 and y[k] == 1"): "a right no is not counted",
        ("(z[k] >= 0) == (y[k] == 1)", "z[k] < 0 and y[k] == 0"): "a right yes is not counted",
        (
            "right = right + 1",
            "right = 1",
        ): "the counter never passes 1: it is set and not raised, or it is asked only whether there is one",
        (
            "        if",
            "        right = 0\n        if",
        ): "only the last bird is counted: the counter begins anew at each bird, or is raised after the loop",
        ("return right", "return right / len(z)"): "the share is given, not the number",
        ("return right", "return len(z)"): "all birds are counted",
        "np.sum(z == y)": "scores are compared with labels, as if a score were 0 or 1",
        ("range(len(z))", "range(len(z) - 1)"): "the last bird is left out",
        ("range(len(z))", "range(1, len(z))"): "the first bird is left out: Python counts from 0",
        (
            "(z[k] >= 0) == (y[k] == 1)",
            "z[k] > 0 and y[k] == 1 or z[k] < 0 and y[k] == 0",
        ): "a score of exactly 0 is counted for no label",
    },
    also=[
        "np.sum((z >= 0) == (y == 1))",
        "sum(1 for score, label in zip(z, y) if (label == 1 and score >= 0) or (label == 0 and score < 0))",
        ("(z[k] >= 0) == (y[k] == 1)", "z[k] < 0 and y[k] == 0 or not z[k] < 0 and y[k] == 1"),
    ],
)
def my_number_right(z, y):
    """How many birds are right? z holds their scores, y their labels, each 0 or 1. A score of 0 or more says yes,
    that is 1; a negative score says no, that is 0. Write a loop.
    """
    right = 0
    for k in range(len(z)):
        if (z[k] >= 0) == (y[k] == 1):
            right = right + 1
    return right
