"""Exercises of notebook 06: the sigmoid and its loss in forms that hold for every score."""

from numbers import Rational

import numpy as np

from ._draws import far_below, in_between, near_0, whole_scores
from ._judge import ONLY, SIGN_TURNED, Notebook, sigmoid, softplus

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution

NO_COMPARISON = "z is not compared with 0, as where np.max takes the 0 for an axis"
TINY = 1e-60  # numbers as small as e^-40 count with all their digits


def both_signs(rng, n):
    """n ordinary scores, of both signs in turn."""
    return rng.uniform(0.3, 2.5, n) * np.where(np.arange(n) % 2, -1, 1)


def extreme(rng):
    """Where the definitions break, together with scores close to 0."""
    return rng.permutation(np.r_[-1000.0, -40.0, 0.0, 40.0, 1000.0, both_signs(rng, 4) / 4])


def narrow(rng, *more):
    """The same in float32, and scores between: a threshold that is right for float64 is seen at one of them."""
    between = np.r_[5.0, 10.0, 13.0, 15.0, 16.5, 17.0, 22.0, 30.0] - rng.uniform(0, 0.25, 8)
    return rng.permutation(np.r_[-between, 0.0, between, more, both_signs(rng, 4)]).astype(np.float32)


def alternating(n, last=None):
    """Labels 1, 1, 0, 0, ...: both for both signs."""
    y = ((np.arange(n) // 2 + 1) % 2).astype(float)
    if last is not None:
        y[-1] = last
    return y


def with_labels(scores, soft=0.3):
    """Both labels for each of the scores, and an undecided one for an ordinary score."""

    def draw(rng):
        z = scores(rng)
        y = np.r_[np.zeros(len(z)), np.ones(len(z)), soft]
        return {"z": np.r_[z, z, z.dtype.type(rng.uniform(0.4, 1.6))], "y": y.astype(z.dtype)}

    return draw


def point(**more):
    """One score and an undecided label: a derivation holds for those, too."""
    sign = more.pop("sign", 1)
    return lambda rng: dict(z=sign * rng.uniform(0.4, 1.8), y=rng.uniform(0.1, 0.9), **more)


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=(
        "Is an infinity always harmful?",
        "Put infinity in for e^1000, and go through each of the three, one operation at a time.",
    ),
    choices=("sigmoid", "slope", "loss"),
    mistakes={
        '"slope"': "infinity divided by its square is taken for 0, as on paper, where the square grows faster",
        '"loss"': "the logarithm of a sigmoid of exactly 0 is taken for -1000, as on paper, where it is not 0",
    },
    also=['"Sigmoid"'],
)
def my_still_right():
    """At z = -1000, np.exp(1000) is infinite. Which is still right: "sigmoid", "slope" or "loss" (for the label 1)?"""
    return "sigmoid"


@notebook.value(
    hint=(
        "What is the logarithm of something so small?",
        "1 - sigma(z) is sigma(-z). For a large z that is very nearly one single exponential.",
    ),
    mistakes={
        "0": "the label is taken for 1",
        "np.inf": "sigma(1000) is rounded to 1 before its distance from 1 is taken",
        "1": "the slope of the loss is given, or the prediction, not the loss",
        "-1000": "the minus in front of the logarithm is missing",
        "100": "the logarithm is stopped at -100, as a clamp does",
        "-np.log(1e-7)": "the prediction is clipped at 1 - 1e-7",
        "np.log(1000)": "the logarithm of z is taken",
    },
    also=["1000.0", "1e3"],
)
def my_confident_loss():
    """A sample has the label 0, and z = 1000. What is its loss -log(1 - sigma(z)), to four digits?"""
    return 1000.0


@notebook.value(
    hint=("What may an exponent be?", "Try a = 1000 and b = -1000. Which exponents a - m and b - m come out?"),
    choices=("larger", "smaller", "mean"),
    mistakes={
        '"smaller"': "the exponent of the larger score is left above 0, where it can overflow",
        '"mean"': "half of the distance is left in each exponent, one of them above 0, where it can overflow",
    },
    also=['"LARGER"'],
)
def my_shift():
    """Which m is safe for all a and b in log(e^a + e^b) = m + log(e^(a - m) + e^(b - m)):
    the "larger" of the two, the "smaller", or their "mean"?
    """
    return "larger"


@notebook.value(
    hint=(
        "What is the gradient of a number that no longer moves?",
        "sigma(40) is exactly 1. Follow that 1 through each of the four gradients, factor by factor.",
    ),
    parts=("naive", "clipped", "clamped", "logits"),
    choices=("down", "stays", "dies"),
    mistakes={
        '("down", "down", "down", "down")': "all four do what they do on paper",
        '("dies", "down", "down", "down")': "a loss that is finite is taken to come with a gradient that is right",
        '("dies", "stays", "down", "down")': "the clamped form keeps a gradient whose last factor is 0",
        '("stays", "stays", "stays", "down")': "what is not a number is counted as 0",
        '("down", "stays", "stays", "down")': "the `nan` of the naive form is passed over: it is taken as on paper",
        '("dies", "dies", "dies", "down")': "clip and clamp are taken to let a prediction of exactly 1 through",
        '("dies", "dies", "stays", "down")': "the clip is taken to let a prediction of exactly 1 through",
    },
    also=['["dies", "stays", "stays", "down"]', '("Dies", "Stays", "Stays", "Down")'],
)
def my_four_words():
    """z = 40, y = 0, one step of z - dL/dz: what does z do in the four forms naive, clipped, clamped and logits?
    A tuple of four words, each of them "down", "stays" or "dies".
    """
    return "dies", "stays", "stays", "down"


@notebook.value(
    hint=("What is the largest loss that each can show?", "A wrong sample costs about |z|. Which form has a ceiling?"),
    choices=("naive", "clipped", "clamped", "logits"),
    mistakes={
        '"naive"': "a nan is counted as a small number",
        '"clamped"': "the ceiling of 100 is taken for the lower one",
        '"logits"': "the form that learns is taken to look best at once",
    },
    also=['" Clipped "'],
)
def my_smallest_shown():
    """Which form will show the smallest loss in the second epoch: "naive", "clipped", "clamped" or "logits"?"""
    return "clipped"


@notebook.value(
    hint=(
        "How can two zeros be wrong?",
        "First put the two zeros in. Then go a hair's breadth to the right of 0, where no piece has a kink.",
    ),
    parts=("by the pieces", "what it should be"),
    mistakes={
        "0.5, 0.5": "the pieces are given the slopes that they have beside 0, not those of the convention",
        "0.0, 0.0": "the convention is taken for the truth",
        "0.5, 0.0": "the two are swapped",
        "-0.5, 0.5": "the logarithm keeps the slope that it has to the right of 0",
        "0.0, 1.0": "max(z, 0) alone is looked at, from the right",
        "0.0, -0.5": "the label is taken for 1 in the second number",
        "1.0, 0.5": "max(z, 0) is given the slope 1 at 0",
    },
    also=["[0, 0.5]", "0, 1 / 2"],
)
def my_at_the_kink():
    """At z = 0, for the label 0: the slope by the pieces, with 0 for both kinks, and the slope as it should be.
    A tuple of two numbers.
    """
    return 0.0, 0.5


@notebook.value(
    hint=(
        "Is it not y_hat - y?",
        "Nudge z a little. What does the prediction do after it has been forced to its limit?",
    ),
    mistakes={
        "1.0": "y_hat - y, or q - y, is given: the slope of the loss without that of the clip",
        "-np.log(1e-7)": "the clipped loss is given, not its slope",
        "1e-7": "the limit of the clip is given",
        "1e7": "the slope with respect to the clipped prediction is given: two factors are missing",
        "1 / (1 + np.exp(20))": "the slope of the sigmoid is given",
        "20.0": "the loss from the logits is given",
        "-1.0": "y - y_hat is given: the clip is left out, and the sign is turned",
        "np.exp(-20) * 1e7": "the slope of the clip is left out: 1e7 meets the slope of the sigmoid",
    },
    also=["0", "-0.0"],
)
def my_slope_left():
    """z = 20, y = 0, and y_hat is forced into [1e-7, 1 - 1e-7] before the loss. What is dL/dz of this loss?"""
    return 0.0


# ------------------------------------------------------------------------------------------------ the sigmoid


@notebook.function(
    hint=("How small may something be and still count?", "Half a gap above 1 is 2^-digits. At which z is e^-z that?"),
    paper=[{"digits": 3}, {"digits": 24}],
    draws=[lambda rng: {"digits": int(rng.integers(8, 12))}, lambda rng: {"digits": int(rng.integers(50, 63))}],
    mistakes={
        "(digits - 1) * np.log(2)": "the next float above 1 is taken, not half-way to it",
        "(digits + 1) * np.log(2)": "the gap below 1 is taken, which is half as wide",
        "2.0**-digits": "half the gap is given, not the z that belongs to it",
        "1.0 * digits": "the logarithm of 2 is left out: e^-z is taken for 2^-z",
        "2.0**7 * np.log(2) + 0 * digits": "the border of overflow in float32 is given, whatever the digits",
        "-digits * np.log(2)": "the sign is turned: there e^z, not e^-z, is lost beside 1",
        "digits * np.log10(2)": "the logarithm has the base 10: these are decimal digits",
    },
    also=["-np.log(2.0**-digits)", "digits * np.log(4) / 2", "digits / np.log2(np.e)"],
)
def my_exactly_one_from(digits):
    """The z from which 1/(1 + e^-z) is exactly 1, on a machine with so many binary digits."""
    return digits * np.log(2)


@notebook.function(
    hint=(
        "Which exponential can never overflow?",
        "t = e^-|z| lies between 0 and 1. What stands above the fraction line for z below 0?",
    ),
    paper=[{"z": 2.0}, {"z": -2.0}, {"z": -1000.0}, {"z": 1000.0}, {"z": -40.0}, {"z": np.float32([-89.0])}],
    draws=[
        lambda rng: {"z": both_signs(rng, 6)},
        lambda rng: {"z": extreme(rng)},
        lambda rng: {"z": in_between(rng)},
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": narrow(rng, -89.0, 95.0)},
        whole_scores,
    ],
    quiet=True,
    absolute=TINY,
    mistakes={
        "1 / (1 + np.exp(-z))": "the definition is used for every z: at z = -1000, e^1000 overflows",
        "np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))": (
            "a number overflows on the way, even if its result does no harm"
        ),
        "np.exp(z) / (1 + np.exp(z))": "e^z is used for every z: at z = 1000, infinity is divided by infinity",
        ("np.where(z >= 0, 1, t)", "np.where(z >= 0, t, 1)"): "the two numerators have changed places",
        "(1 + np.tanh(z / 2)) / 2": "1 is added to a number near -1: at z = -40 nothing is left of the sum",
        "1 / (1 + np.exp(-np.clip(z, -100, 100)))": "z is clipped first: at z = -1000 the result is no longer 0",
        "1 / (1 + np.exp(-np.clip(z, -30, 30)))": "z is clipped at 30: further out the result stands still",
        "1 / (1 + np.exp(-np.clip(z, -88, 88)))": "z is clipped at 88: at z = -1000 the result is no longer 0",
        "1 / (1 + np.exp(-np.clip(z, -500, 500)))": "z is clipped far out: in float32 e^89 overflows before",
        "1 / (1 + np.exp(-np.abs(z)))": "the formula for z >= 0 is used on both sides",
        "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))": "the formula for z < 0 is used on both sides",
        (
            "t = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, t) / (1 + t)",
            "s = 1 / (1 + np.exp(-np.abs(z)))\n    return np.where(z >= 0, s, 1 - s)",
        ): "a small number is computed as 1 minus almost 1: at z = -40 nothing is left of it",
        (
            "np.exp(-np.abs(z))",
            "np.exp(np.abs(z))",
        ): "the minus in front of |z| is missing: e^|z| overflows on both sides",
        (
            *("np.exp(-np.abs(z))", "np.exp(np.abs(z))"),
            *("np.where(z >= 0, 1, t)", "np.where(z >= 0, t, 1)"),
        ): "e^|z| is formed for every z: far out it overflows",
        "1 / (1 + np.exp(-np.clip(z, -20, 20)))": "z is clipped at 20: further out the result stands still",
        "1 / (1 + np.exp(-np.clip(z, -35, 35)))": "z is clipped at 35: further out the result stands still",
        "1 / (1 + np.exp(-np.clip(z, -50, 50)))": "z is clipped at 50: at z = -1000 the result is no longer 0",
        "1 / (1 + np.exp(-np.clip(z, -80, 80)))": "z is clipped at 80: at z = -1000 the result is no longer 0",
        "np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)": (
            "the definition is used, and what comes of it is clipped at 1e-7: at z = -40 that is far too much"
        ),
        "np.clip(sigmoid(z), 1e-7, 1 - 1e-7)": "the result is clipped at 1e-7: at z = -40 that is far too much",
        ("/ (1 + t)", "/ 1 + t"): "a bracket is missing: Python divides by 1, and adds t then",
        ("/ (1 + t)", "/ (1 - t)"): "a sign is turned in the denominator",
        "1 / (1 + np.exp(z))": "the sign of z is turned, and e^1000 overflows",
    },
    built="sigmoid",
    also=[
        "np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))",
        "np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))",
        "np.exp(np.minimum(z, 0)) / (np.exp(np.minimum(-z, 0)) + np.exp(np.minimum(z, 0)))",
        "np.reshape([1 / (1 + np.exp(-s)) if s >= 0 else np.exp(s) / (1 + np.exp(s)) for s in z.flat], z.shape)",
    ],
)
def my_stable_sigmoid(z):
    """The sigmoid of a number or an array, right and without a warning at z = -1000, -40, -2 and 1000,
    and in float32 at z = -89.
    """
    t = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, t) / (1 + t)


@notebook.derivation(
    hint=(
        "What may a fraction be multiplied with?",
        "Above and below the fraction line with the same thing: e^z. Then e^z times e^-z is 1.",
    ),
    paper=[{"z": -2.0}, {"z": 2.0}],
    draws=[lambda rng: {"z": rng.uniform(0.4, 1.8)}, lambda rng: {"z": rng.uniform(-1.8, -0.4)}],
    last="one fraction that can be computed at z = -1000: no exponent is above 0 there",
    names="z",
    at_most={"/": 1, "sigmoid": 0, "tanh": 0},
    one_fraction=True,
    safe_at=[{"z": -1000.0}],
    mistakes={
        "exp(z) / (1 + exp(-z))": "only the numerator is multiplied by e^z",
        "1 / (exp(z) + 1)": "1 - sigma(z) is left: only the denominator is multiplied by e^z, or a sign is turned",
        "1 / (exp(z) * (exp(z) + 1))": "e^z stands below the fraction line, where it belongs above",
        "exp(z) / (exp(z) + exp(-z))": "in the bracket only the first term is multiplied by e^z",
        "exp(z) / (exp(z) + exp(-z**2))": "the exponents of e^z and e^-z are multiplied, not added",
        "exp(z) / exp(z)": "e^z times e^-z is taken for 0",
        "exp(z) / (exp(z) - 1)": "a sign is turned in the denominator",
        "exp(z) / (exp(z) + exp(z))": "e^z times e^-z is taken for e^z",
    },
    also=[
        ["1 / (1 + exp(-z))", "exp(z) * 1 / (exp(z) * (1 + exp(-z)))", "exp(z) / (1 + exp(z))"],
        ["1 / (1 + exp(-z))", "1 / (1 + 1 / exp(z))", "1 / ((exp(z) + 1) / exp(z))", "exp(z) * (1 + exp(z))**-1"],
        [
            "sigma(z)",
            "1 - sigma(-z)",
            "1 - 1 / (1 + exp(z))",
            "(1 + exp(z) - 1) / (1 + exp(z))",
            "exp(z) / (1 + exp(z))",
        ],
    ],
)
def my_other_sigma_steps():
    """From the definition of the sigmoid to the form that is safe for negative z, one step a line."""
    return """
    1 / (1 + exp(-z))
    exp(z) / (exp(z) * (1 + exp(-z)))
    exp(z) / (exp(z) + exp(z) * exp(-z))
    exp(z) / (exp(z) + 1)
    """


# ---------------------------------------------------------------------------------------- softplus and the loss


@notebook.derivation(
    hint=(
        "Where does the 1 go?",
        "Bring 1 - 1/(1 + e^-z) on one fraction line first. The minus in front turns that fraction upside down.",
    ),
    paper=[{"z": 2.0}],
    draws=[lambda rng: {"z": rng.uniform(0.4, 1.8)}, lambda rng: {"z": rng.uniform(-1.8, -0.4)}],
    last="one `log` without a fraction and nothing beside it, in `z`",
    names="z",
    at_most={"log": 1, "+": 1, "/": 0, "sigmoid": 0, "softplus": 0, "tanh": 0, "maximum": 0},
    mistakes={
        "-log(1 / (1 + exp(-z)))": (
            "-log sigma(z) is left: the 1 in front is left out, or e^-z is cancelled in the numerator only"
        ),
        "-(1 - log(1 / (1 + exp(-z))))": "the 1 is taken out of the logarithm",
        "-log(exp(-z)) / log(1 + exp(-z))": "the logarithm of a quotient is taken for a quotient of logarithms",
        "log(1 / (1 + exp(z)))": (
            "the sign of the whole is turned: the minus is lost, or it is kept where the fraction is turned upside down"
        ),
        "-log((2 + exp(-z)) / (1 + exp(-z)))": "the numerators are added, not subtracted",
        "log(1 + exp(z)) / exp(-z)": "e^-z is taken out of the logarithm as a factor",
        "log(1) + log(exp(z))": "z alone is left: the logarithm of a sum is split in two, or a denominator is dropped",
    },
    also=[
        ["-log(1 - sigmoid(z))", "-log(sigmoid(-z))", "-log(1 / (1 + exp(z)))", "log(1 + exp(z))"],
        [
            "-log(1 - 1 / (1 + exp(-z)))",
            "-log(exp(-z) / (1 + exp(-z)))",
            "-log(exp(-z)) + log(1 + exp(-z))",
            "log(exp(z) * (1 + exp(-z)))",
            "log(exp(z) + 1)",
        ],
        ["softplus(z)", "log1p(exp(z))"],
    ],
)
def my_softplus_steps():
    """From -log(1 - sigma(z)) to softplus, written as a logarithm without a fraction, one step a line."""
    return """
    -log(1 - 1 / (1 + exp(-z)))
    -log((1 + exp(-z) - 1) / (1 + exp(-z)))
    -log(exp(-z) / (1 + exp(-z)))
    -log(1 / (exp(z) + 1))
    log(1 + exp(z))
    """


@notebook.function(
    hint=(
        "Which side is the trouble on?",
        "For z above 0 take e^z out of the logarithm. What stands before the logarithm then, and what for z below 0?",
    ),
    paper=[{"z": 0.0}, {"z": 2.0}, {"z": -2.0}, {"z": -40.0}, {"z": 1000.0}],
    draws=[
        lambda rng: {"z": both_signs(rng, 6)},
        lambda rng: {"z": extreme(rng)},
        lambda rng: {"z": in_between(rng)},
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": narrow(rng, 95.0)},
        lambda rng: {"z": np.array([-52.0, -85.0])},
        whole_scores,
    ],
    quiet=True,
    absolute=TINY,
    digits=6,
    mistakes={
        "np.log(1 + np.exp(z))": "the definition is used: at z = -40, 1 + e^z is 1, and at z = 1000, e^z overflows",
        "np.log1p(np.exp(z))": "log1p is there, but e^z is still formed: at z = 1000 it overflows",
        "np.maximum(z, 0)": "the logarithm is left out: right only far out",
        "np.log1p(np.exp(np.clip(z, -30, 30)))": "z is clipped at 30: further out the result stands still",
        "np.log1p(np.exp(np.clip(z, -500, 500)))": "z is clipped at 500: at z = 1000 the result is 500",
        "np.log1p(np.exp(np.clip(z, -700, 700)))": "z is clipped at 700: at z = 1000 the result is 700",
        "z + np.log1p(np.exp(-z))": (
            "e^z is taken out for negative z, too: at z = -40 the rest is lost in the 40, and at -1000 e^-z overflows"
        ),
        (
            "np.log1p(",
            "np.log(1 + ",
        ): "nothing is left at z = -40, as where 1 + t is rounded to 1",
        ("np.maximum", "np.minimum"): "the smaller of z and 0 stands before the logarithm",
        ("np.maximum", "np.max"): NO_COMPARISON,
        ("-np.abs(z)", "-z"): "|z| loses its bars: wrong for every z below 0, and at -1000 the exponential overflows",
        "z + np.log1p(np.exp(-np.abs(z)))": "z itself stands before the logarithm: wrong for z below 0",
        "np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z)))": "the sign of z is turned",
        ("+ np.log1p", "- np.log1p"): "the sign of the logarithm is turned",
        ("np.maximum(z, 0) + ", ""): "nothing stands before the logarithm: wrong for z above 0",
        ("np.maximum(z, 0)", "np.abs(z)"): "|z| stands before the logarithm: wrong for z below 0",
        ("-np.abs(z)", "np.abs(z)"): "the minus in front of |z| is missing: the exponential grows",
        "np.where(z > 0, z + np.log1p(np.exp(-z)), np.log1p(np.exp(z)))": (
            "a number overflows on the way, even if its result does no harm"
        ),
    },
    built="softplus",
    also=[
        "np.logaddexp(0, z)",
        "np.where(z > 0, z, 0) + np.log1p(np.exp(-np.abs(z)))",
        "(z + np.abs(z)) / 2 + np.log1p(np.exp(-np.abs(z)))",
        "np.array([max(s, 0) + np.log1p(np.exp(-abs(s))) for s in np.ravel(z)]).reshape(np.shape(z))",
    ],
)
def my_safe_softplus(z):
    """log(1 + e^z) of a number or an array, right and without a warning at z = -1000, -40, 0 and 1000,
    in float32, too.
    """
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


@notebook.derivation(
    hint=(
        "How does y_hat disappear?",
        "Each of the two logarithms is a softplus, one of z and one of -z. Then both as softplus(z), and collect y.",
    ),
    paper=[{"z": 2.0, "y": 1.0}, {"z": -2.0, "y": 1.0}, {"z": 2.0, "y": 0.0}],
    draws=[point(), point(sign=-1), point(), point(sign=-1)],
    definitions={"y_hat": "sigmoid(z)"},
    last="in `z` and `y` only, with one `log`, in a form that can be computed at z = 1000 and at z = -1000",
    names="z y",
    at_most={"sigmoid": 0, "softplus": 0, "log": 1},
    safe_at=[{"z": 1000.0, "y": 0.0}, {"z": -1000.0, "y": 1.0}],
    mistakes={
        "y * softplus(z) + (1 - y) * softplus(-z)": "the labels are swapped",
        "y * (-softplus(z)) + (1 - y) * softplus(z)": "softplus(-z) is taken for -softplus(z)",
        "-(y * log(sigmoid(z)) + (1 - y) * (1 - log(sigmoid(z))))": "the 1 is taken out of the second logarithm",
        ("softplus(z) - z * y", "softplus(z) + z * y"): "the sign of z y is turned",
        ("softplus(z) - z * y", "softplus(z) - z"): "the label is lost",
        ("exp(-abs(z))", "exp(-z)"): (
            "for negative z the result is too large by |z|: it has lost its bars, or stands where max(z, 0) belongs"
        ),
        ("exp(-abs(z))", "exp(abs(z))"): "the minus in front of |z| is lost",
        ("maximum(z, 0) - z * y", "-z * y"): "nothing stands before the logarithm for positive z",
        ("maximum(z, 0)", "minimum(z, 0)"): "the smaller of z and 0 stands before the logarithm",
        ("+ log(1", "- log(1"): "the sign of the logarithm is turned",
    },
    also=[
        [
            "-y * log(y_hat) - (1 - y) * log(1 - y_hat)",
            "-y * log(sigmoid(z)) - (1 - y) * log(sigmoid(-z))",
            "y * log(1 + exp(-z)) + (1 - y) * log(1 + exp(z))",
            "y * (log(1 + exp(z)) - z) + (1 - y) * log(1 + exp(z))",
            "log(1 + exp(z)) - z * y",
            "max(z, 0) + log1p(exp(-abs(z))) - y * z",
        ],
        [
            "-(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z)))",
            "y * softplus(-z) + (1 - y) * softplus(z)",
            "y * softplus(-z) + (1 - y) * (z + softplus(-z))",
            "softplus(-z) + (1 - y) * z",
            "max(-z, 0) + log(1 + exp(-abs(z))) + z - z * y",
        ],
        ["softplus(z) - z * y", "(z > 0) * z - y * z + np.log(1 + np.exp(-np.abs(z)))"],
        ["softplus(z) - y * z", "(z + abs(z)) / 2 - z * y + log1p(exp(-abs(z)))"],
    ],
)
def my_safe_loss_steps():
    """From the loss of y_hat = sigma(z) to its safe form in z, one step a line. softplus(z) is log(1 + exp(z))."""
    return """
    -(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z)))
    -y * log(sigmoid(z)) - (1 - y) * log(sigmoid(-z))
    y * softplus(-z) + (1 - y) * softplus(z)
    y * (softplus(z) - z) + (1 - y) * softplus(z)
    softplus(z) - z * y
    maximum(z, 0) - z * y + log(1 + exp(-abs(z)))
    """


@notebook.function(
    hint=(
        "From the third line to the fourth?",
        "All have one value. Which two terms hold y in the third line, and what is left of them in the fourth?",
    ),
    paper=[
        {"z": 2.0, "y": 1},
        {"z": 2.0, "y": 0},
        {"z": -2.0, "y": 1},
        {"z": 1000.0, "y": 1, ONLY: ("safe",)},
    ],
    draws=[
        lambda rng: {"z": both_signs(rng, 8), "y": alternating(8)},
        lambda rng: {"z": np.r_[0.0, both_signs(rng, 4)], "y": rng.uniform(0.1, 0.9, 5)},
        lambda rng: {"z": near_0(rng), "y": rng.uniform(0.1, 0.9, 6)},
        lambda rng: {"z": far_below(rng), "y": np.ones(2)},
        lambda rng: {"z": np.array([-5.5, 5.5, 4.0, -4.0, 2.6]), "y": np.array([0.5, 0.25, 0.0, 1.0, 0.5])},
        lambda rng: {"z": np.array([-1000.0, 1000.0]), "y": np.array([1.0, 0.25]), ONLY: ("safe",)},
    ],
    own=True,
    mistakes={
        ("(1 - y) * np.log(1 - sigmoid(z))", "(1 - y) * np.log(sigmoid(z))"): (
            "the first line takes the same logarithm for both labels"
        ),
        ("-y * np.log(sigmoid(z))", "y * np.log(sigmoid(z))"): "the first minus of the first line is lost",
        ("- (1 - y) * np.log", "+ (1 - y) * np.log"): "the second minus of the first line is lost",
        ("-y * np.log(sigmoid(z)) - (1", "y * np.log(sigmoid(z)) + (1"): (
            "the sign of the whole first line is turned: both minus signs are lost"
        ),
        (
            "y * softplus(-z) + (1 - y) * softplus(z)",
            "y * softplus(z) + (1 - y) * softplus(-z)",
        ): "the labels are swapped in the second line",
        (
            "y * softplus(-z) + (1 - y) * softplus(z)",
            "-y * softplus(-z) - (1 - y) * softplus(z)",
        ): "the minus of the logarithms is kept in the second line",
        (
            "-y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))",
            "-(1 - y) * np.log(sigmoid(z)) - y * np.log(1 - sigmoid(z))",
        ): "the labels are swapped in the first line",
        ("y * (softplus(z) - z)", "y * softplus(z) - z"): (
            "the bracket is missing in the third line: z stands there without the label"
        ),
        ("np.maximum(z, 0) - z", "z - z"): "z itself stands before the logarithm in the last line",
        ("np.maximum(z, 0) - z * y", "np.maximum(z, 0) + z * y"): "z y gets a plus in the last line",
        ("y * (softplus(z) - z)", "y * (-softplus(z))"): "softplus(-z) is taken for -softplus(z) in the third line",
        ("y * (softplus(z) - z)", "y * (softplus(z) + z)"): "z gets a plus in the third line",
        ("softplus(z) - z * y\n", "softplus(z) + z * y\n"): "z y gets a plus in the fourth line",
        ("softplus(z) - z * y\n", "softplus(z) - z\n"): "the label is lost in the fourth line",
        ("np.exp(-np.abs(z))", "np.exp(-z)"): (
            "for negative z the last line is too large by |z|: it has lost its bars, or stands where max(z, 0) belongs"
        ),
        ("np.maximum(z, 0) - z * y", "-z * y"): "nothing stands before the logarithm in the last line",
        ("np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))", "np.log(1 + np.exp(z)) - z * y"): (
            "softplus is written out in the last line: at z = 1000 e^z overflows"
        ),
        ("np.maximum(z, 0)", "np.minimum(z, 0)"): "the smaller of z and 0 is taken in the last line",
    },
    also=[
        ("collected = softplus(z) - z * y", "collected = softplus(-z) + (1 - y) * z"),
        ("np.log(1 + np.exp(-np.abs(z)))", "np.log1p(np.exp(-np.abs(z)))"),
        ("y * (softplus(z) - z) + (1 - y) * softplus(z)", "softplus(z) * (y + 1 - y) - y * z"),
    ],
)
def my_lines(z, y):
    """The loss from the logits, one line after the other, for one number or an array. All must have one value:
    first the definition with two logarithms, then two softplus, then softplus(z) alone, then y collected, and last a
    form that is right at z = 1000 and z = -1000, too. You may call sigmoid(z) and softplus(z).
    """
    definition = -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))
    two_softplus = y * softplus(-z) + (1 - y) * softplus(z)
    one_softplus = y * (softplus(z) - z) + (1 - y) * softplus(z)
    collected = softplus(z) - z * y
    safe = np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))
    return {
        "definition": definition,
        "two_softplus": two_softplus,
        "one_softplus": one_softplus,
        "collected": collected,
        "safe": safe,
    }


@notebook.function(
    hint=(
        "In which order are three terms added?",
        "The safe softplus, and the label's term. The two large terms first: the small one would be lost in the other.",
    ),
    paper=[
        {"z": 2.0, "y": 1},
        {"z": 2.0, "y": 0},
        {"z": 2.0, "y": 0.5},
        {"z": -1000.0, "y": 1},
        {"z": 40.0, "y": 1},
    ],
    draws=[
        lambda rng: {"z": both_signs(rng, 8), "y": alternating(8, last=rng.uniform(0.2, 0.8))},
        with_labels(extreme),
        with_labels(in_between),
        with_labels(near_0),
        with_labels(narrow),
        with_labels(lambda rng: np.array([-5000.0, 5000.0])),
        with_labels(lambda rng: np.float32([-89.0, 89.0])),
        lambda rng: {"z": np.array([52.0, 85.0, -85.0]), "y": np.array([1.0, 1.0, 0.0])},
        lambda rng: whole_scores(rng) | {"y": rng.uniform(0.1, 0.9, 4)},
    ],
    quiet=True,
    absolute=TINY,
    digits=6,
    mistakes={
        "-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))": (
            "the definition is used: where sigma(z) is rounded to its end, the logarithm is infinite"
        ),
        ("- z * y", "+ z * y"): "z y is added",
        ("- z * y", "- z * (1 - y)"): "the labels are swapped",
        ("np.maximum", "np.max"): NO_COMPARISON,
        ("np.maximum(z, 0) - z", "-z"): "nothing stands before the logarithm for positive z",
        ("np.maximum", "np.minimum"): "the smaller of z and 0 stands before the logarithm",
        ("np.maximum(z, 0)", "z"): "z itself stands before the logarithm: wrong for z below 0",
        ("-np.abs(z)", "np.abs(z)"): "the minus in front of |z| is missing: the exponential grows",
        ("+ np.log1p", "- np.log1p"): "the sign of the logarithm is turned",
        "np.log1p(np.exp(z)) - z * y": (
            "e^z is still formed: it overflows for large z, and at z = 40 and y = 1 the small rest is lost in the 40"
        ),
        ("- z * y ", ""): "the term with the label is left out: every label counts as 0",
        "-(y * np.log(1 / (1 + np.exp(-z))) + (1 - y) * np.log(1 - 1 / (1 + np.exp(-z))))": (
            "the definition is used, with a sigmoid that overflows: at its ends the logarithm is infinite"
        ),
        ("- z * y", "- y"): "the score is missing in the term with the label",
        (
            "-(y * np.maximum(np.log(np.maximum(sigmoid(z), 1e-44)), -100)"
            " + (1 - y) * np.maximum(np.log(np.maximum(1 - sigmoid(z), 1e-44)), -100))"
        ): "each logarithm is kept at -100",
        (
            "-(y * np.log(np.clip(sigmoid(z), 1e-7, 1 - 1e-7))"
            " + (1 - y) * np.log(1 - np.clip(sigmoid(z), 1e-7, 1 - 1e-7)))"
        ): "the prediction is clipped to [1e-7, 1 - 1e-7]",
        (
            "-(y * np.log(sigmoid(z) + 1e-12) + (1 - y) * np.log(1 - sigmoid(z) + 1e-12))"
        ): "1e-12 is added inside the logarithms: no loss is above 28",
        "z - z * y + np.log1p(np.exp(-z))": (
            "the form for z >= 0 is used for every z: at z = -1000 the exponential overflows"
        ),
        ("np.log1p(", "np.log(1 + "): "nothing is left at z = 40 and y = 1, as where 1 + t is rounded to 1",
        "softplus(z) - z * y": (
            "softplus is added up before z y is taken away: at z = 40 and y = 1 the small rest is lost in the 40"
        ),
        "softplus(sigmoid(z)) - sigmoid(z) * y": "a probability goes in as a logit: the sigmoid is applied twice",
        ("-np.abs(z)", "-z"): "|z| loses its bars: wrong for every z below 0, and at -1000 the exponential overflows",
        (" + np.log1p(np.exp(-np.abs(z)))", ""): "the logarithm is left out: right only far out",
        "np.where(y == 1, softplus(-z), softplus(z))": "a label between 0 and 1 is treated like a 0",
        ("np.maximum(z, 0)", "np.abs(z)"): "|z| stands before the logarithm, in place of z or 0, whichever is larger",
        ("- z * y", "- z"): "every label is taken for a 1",
    },
    also=[
        "np.where(y == 1, softplus(-z), np.where(y == 0, softplus(z), softplus(z) - z * y))",
        "y * softplus(-z) + (1 - y) * softplus(z)",
        "y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)",
        "np.maximum(-z, 0) + z * (1 - y) + np.log1p(np.exp(-np.abs(z)))",
    ],
)
def my_loss_from_logits(z, y):
    """Binary cross-entropy of sigma(z) for the label y, for one number or an array of them: right to six digits
    for every z, in float32, too, and without a warning.
    """
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


FRIENDS_CLIP = """q = np.clip(1 / (1 + np.exp(-z)), 1e-8, 1 - 1e-8)
    return np.mean(-(y * np.log(q) + (1 - y) * np.log(1 - q)))"""


@notebook.repair(
    hint=(
        "Why does the clip forbid nothing?",
        "In float32, 1 - 1e-8 is 1. A wider clip is finite, but its loss has a ceiling. The cure needs no prediction.",
    ),
    paper=[
        {"z": np.array([2.0, -2.0]), "y": np.array([0.0, 1.0])},
        {"z": np.array([20.0]), "y": np.array([0.0])},
        {"z": np.array([20.0], dtype=np.float32), "y": np.array([0.0], dtype=np.float32)},
        {"z": np.array([20.0, 20.0], dtype=np.float32), "y": np.array([1.0, 0.0], dtype=np.float32)},
        {"z": np.array([-40.0, 40.0]), "y": np.array([1.0, 0.0])},
        {"z": np.array([-40.0, -41.0]), "y": np.array([0.0, 0.0])},
        {"z": np.array([40.0, 41.0]), "y": np.array([1.0, 1.0])},
        {"z": np.float32([20.0, 21.0]), "y": np.float32([1.0, 1.0])},
    ],
    draws=[
        lambda rng: {"z": both_signs(rng, 6), "y": alternating(6, last=rng.uniform(0.2, 0.8))},
        with_labels(narrow),
        lambda rng: {"z": near_0(rng), "y": np.repeat([0.0, 1.0], 3)},
        lambda rng: {"z": np.array([-5000.0, 6000.0]), "y": np.array([1.0, 0.0])},
        lambda rng: {"z": np.float32([-95.0, 95.0]), "y": np.float32([1.0, 0.0])},
        lambda rng: {"z": np.array([84.0, 85.0]), "y": np.ones(2)},
        lambda rng: {"z": np.array([52.0]), "y": np.ones(1)},
        lambda rng: {"z": in_between(rng)[:3], "y": np.ones(3)},
        lambda rng: {"z": in_between(rng)[3:6], "y": np.ones(3)},
        lambda rng: {"z": in_between(rng)[6:7], "y": np.ones(1)},
        lambda rng: {"z": in_between(rng)[7:], "y": np.zeros(7)},
        with_labels(lambda rng: np.r_[40.0, -40.0, 1000.0, both_signs(rng, 2)]),
        lambda rng: {"z": np.float32(rng.uniform(18, 30, 1)), "y": np.zeros(1, dtype=np.float32)},
        lambda rng: {"z": np.float32([-20.0, -21.0]), "y": np.float32([0.0, 0.0])},
        lambda rng: {"z": np.array([-40.0, -41.0, -42.0]), "y": np.array([0.0, 0.0, 0.0])},
        lambda rng: {"z": np.float32([20.0, 21.0]), "y": np.float32([1.0, 1.0])},
        lambda rng: {"z": np.array([40.0, 41.0, 42.0]), "y": np.array([1.0, 1.0, 1.0])},
    ],
    quiet=True,
    mistakes={
        (
            "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
            FRIENDS_CLIP,
        ): "in float32 the clip changes nothing, because 1 - 1e-8 is 1",
        (
            "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
            FRIENDS_CLIP.replace("1e-8", "1e-7"),
        ): ("the clip cuts off more: every loss is finite, and none is above about 16. No clip is right for every z"),
        (
            "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
            FRIENDS_CLIP.replace("-z", "-np.float64(z)"),
        ): "the same clip works in float64: no loss is above about 18. No clip is right for every z",
        "np.mean(np.minimum(-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))), 100))": (
            "the loss is limited after the damage: infinity becomes 100, and what is not a number stays"
        ),
        "np.mean(np.nan_to_num(-(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))))": (
            "nan becomes 0, and infinity the largest float, after the damage is done"
        ),
        (
            "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
            FRIENDS_CLIP.replace("np.clip(1 / (1 + np.exp(-z)), 1e-8, 1 - 1e-8)", "1 / (1 + np.exp(-z))"),
        ): "the clip is taken out, and no more: where the prediction is rounded to 0 or 1, the loss is infinite or nan",
        ("- z * y ", ""): "the term with the label is left out: every label counts as 0",
        ("- z * y", "- y"): "the score is missing in the term with the label",
        ("np.maximum(z, 0) - z", "-z"): "nothing stands before the logarithm for positive z",
        ("np.maximum", "np.minimum"): "the smaller of z and 0 stands before the logarithm",
        "np.mean(np.log1p(np.exp(z)) - z * y)": (
            "e^z is still formed: it overflows for large z, and at z = 40 and y = 1 the small rest is lost in the 40"
        ),
        ("np.mean", "np.sum"): "the losses are added up, not averaged",
        ("np.maximum(z, 0)", "np.max(z, 0)"): (
            "the largest score of the batch stands there for all samples, as where np.max takes the 0 for an axis"
        ),
        ("np.mean", ""): "each sample keeps its own loss: nothing is averaged",
        ("- z * y", "+ z * y"): "z y is added",
        ("np.log1p(", "np.log(1 + "): "nothing is left where all are right, as where 1 + t is rounded to 1",
        "np.mean(softplus(z) - z * y)": (
            "softplus is added up before z y is taken away: at z = 40 and y = 1 the small rest is lost in the 40"
        ),
        "np.maximum(np.mean(z), 0) - np.mean(z * y) + np.log1p(np.exp(-np.abs(np.mean(z))))": (
            "the scores are averaged before the loss is taken"
        ),
        ("- z * y", "- z * (1 - y)"): "the labels are swapped",
        ("+ np.log1p", "- np.log1p"): "the sign of the logarithm is turned",
        ("-np.abs(z)", "-z"): "|z| loses its bars: wrong for every z below 0, and at -1000 the exponential overflows",
        ("np.maximum(z, 0)", "np.abs(z)"): "|z| stands before the logarithm, in place of z or 0, whichever is larger",
        ("np.maximum(z, 0)", "z"): "z itself stands before the logarithm: wrong for z below 0",
        ("- z * y", "- z"): "every label is taken for a 1",
    },
    also=[
        "np.mean(np.maximum(-z, 0) + z * (1 - y) + np.log1p(np.exp(-np.abs(z))))",
        "np.sum(y * softplus(-z) + (1 - y) * softplus(z)) / len(z)",
        "sum(max(s, 0) - s * t + np.log1p(np.exp(-abs(s))) for s, t in zip(z, y)) / len(z)",
    ],
)
def my_mended_loss(z, y):
    """The mean loss of a batch from its scores z and labels y, one of each for a sample. It has to be right for every
    z, the tiny loss of a batch that is right by far included, in float32, too, and without a warning: a friend's clip
    does not do that.
    """
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


@notebook.repair(
    hint=(
        "Which of the two branches warns?",
        "Both do, each for the entries that are not picked. On both sides the safe exponential is e^-|z|.",
    ),
    paper=[{"z": 0.0}, {"z": -2.0}, {"z": 1000.0}, {"z": -1000.0}, {"z": 40.0}],
    draws=[
        lambda rng: {"z": both_signs(rng, 6)},
        lambda rng: {"z": extreme(rng)},
        lambda rng: {"z": in_between(rng)},
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": narrow(rng)},
        lambda rng: {"z": rng.uniform(800, 1000, 2)},
        lambda rng: {"z": -rng.uniform(800, 1000, 2)},
        lambda rng: {"z": np.array([-5000.0, 5000.0])},
        lambda rng: {"z": np.float32([-100.0, 89.0])},
        lambda rng: {"z": np.array([52.0, 85.0])},
        whole_scores,
    ],
    quiet=True,
    absolute=TINY,
    digits=6,
    mistakes={
        "np.where(z >= 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))": (
            "np.where chooses between two forms, and both are computed for every z"
        ),
        "np.log(sigmoid(z))": "the logarithm is taken of a number that has become 0 at z = -1000",
        "np.log(np.maximum(sigmoid(z), 1e-30))": "the sigmoid is kept at 1e-30: the logarithm has a floor near -69",
        "np.log(1 / (1 + np.exp(-z)))": "the definition is used: at z = -1000, e^-z overflows",
        "np.where(z >= 0, -np.log1p(np.exp(-np.abs(z))), z - np.log1p(np.exp(z)))": (
            "e^z overflows on the way for large z, even if its result does no harm"
        ),
        "np.where(z >= 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(-np.abs(z))))": (
            "e^-z overflows on the way for z far below 0, even if its result does no harm"
        ),
        "-np.maximum(z, 0) - np.log1p(np.exp(-np.abs(z)))": (
            "the sign of z is turned: this is the logarithm of 1 - sigma(z)"
        ),
        ("np.minimum(z, 0) - ", "-"): "nothing stands before the logarithm: wrong for z below 0",
        ("np.minimum(z, 0)", "z"): "z itself stands before the logarithm: wrong for z above 0",
        ("-np.abs(z)", "np.abs(z)"): "the minus in front of |z| is missing: the exponential grows",
        "-np.log1p(np.exp(-z))": "e^-z is used for every z: at z = -1000 it overflows",
        "z - np.log1p(np.exp(z))": "e^z is used for every z: at z = 1000 it overflows",
        ("np.minimum", "np.maximum"): "the larger of z and 0 stands before the logarithm",
        ("np.minimum", "np.min"): NO_COMPARISON.replace("max", "min"),
        ("- np.log1p", "+ np.log1p"): "the sign of the logarithm is turned",
        (
            "np.log1p(",
            "np.log(1 + ",
        ): "nothing is left at z = 40, as where 1 + t is rounded to 1",
        (" - np.log1p(np.exp(-np.abs(z)))", ""): "the logarithm is left out: right only far out",
        "np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z)))": "a minus is missing: this is the loss for the label 1",
    },
    also=["-softplus(-z)", "-np.logaddexp(0, -z)", "-(np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z))))"],
)
def my_log_sigmoid(z):
    """log sigma(z) at every z, for one number or an array of them. The code that stands here has the right values, and
    NumPy warns. Mend it: no warning may be left, in float32, too, and hiding it does not count.
    """
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


# -------------------------------------------------------------------------------------------------- the shift


def two_scores(rng):
    a, b = rng.uniform(0.5, 2, 2) * rng.choice([-1, 1], 2)
    return {"a": a, "b": b, "m": rng.uniform(0.6, 1.6) * rng.choice([-1, 1])}


@notebook.derivation(
    hint=(
        "Which factor stands in both terms?",
        "e^a is e^m times e^(a - m), and e^b likewise. The logarithm of a product is a sum.",
    ),
    paper=[{"a": 3.0, "b": 1.0, "m": 2.0}],
    draws=[two_scores, two_scores, two_scores],
    last="a sum with `m` and one `log`, that can be computed at a = m = 1000, b = 998, and at a = m = -1000, b = -1002",
    names="a b m",
    holds="m",
    at_most={"log": 1},
    safe_at=[{"a": 1000.0, "b": 998.0, "m": 1000.0}, {"a": -1000.0, "b": -1002.0, "m": -1000.0}],
    mistakes={
        "log(exp(a - m) + exp(b - m))": "m is not added back",
        "m * log(exp(a - m) + exp(b - m))": "the logarithm of a product is taken for a product",
        "exp(m) + log(exp(a - m) + exp(b - m))": "e^m comes out of the logarithm as it was",
        "-m + log(exp(a - m) + exp(b - m))": "the sign of m is turned in front of the logarithm",
        "m + log(exp(a + m) + exp(b + m))": "the sign of m is turned in the exponents",
        "m + log(exp(a - m) + exp(b))": "e^m is taken out of the first term only",
        "m + log(exp(a / m) + exp(b / m))": "the exponents are divided by m",
        "a + b": "the logarithm of a sum is taken for the sum of logarithms",
        "m + a - m + b - m": "the logarithm of the sum in the bracket is taken for a sum of logarithms",
    },
    also=[
        ["log(exp(a) + exp(b))", "log(exp(a - m + m) + exp(b - m + m))", "log(exp(a - m) + exp(b - m)) + m"],
        [
            "np.log(np.exp(b) + np.exp(a))",
            "a + log(1 + exp(b - a))",
            "log(exp(m)) + log((exp(a) + exp(b)) / exp(m))",
            "m + log(exp(a - m) * (1 + exp(b - a)))",
        ],
    ],
)
def my_shift_steps():
    """Take e^m out of log(e^a + e^b), for any m, one step a line."""
    return """
    log(exp(a) + exp(b))
    log(exp(m) * exp(a - m) + exp(m) * exp(b - m))
    log(exp(m) * (exp(a - m) + exp(b - m)))
    log(exp(m)) + log(exp(a - m) + exp(b - m))
    m + log(exp(a - m) + exp(b - m))
    """


def far_apart(rng):
    """Two scores each, large, small and of both orders."""
    a = np.array([1000.0, -1000.0, 1000.0, -1002.0, 998.0, -1000.0, 500.0, -20.0])
    b = np.array([998.0, -1002.0, -1000.0, -1000.0, 1000.0, 1000.0, -500.0, -21.0])
    chosen = rng.permutation(len(a))
    return {"a": a[chosen], "b": b[chosen]}


@notebook.repair(
    hint=("Which exponent is still above 0?", "Try a = 1000 and b = -1000: write down a - m and b - m."),
    paper=[
        {"a": 3.0, "b": 1.0},
        {"a": 1000.0, "b": -1000.0},
        {"a": np.array([-1000.0, 3.0]), "b": np.array([-1002.0, 1.0])},
        {"a": -1000.0, "b": 1000.0},
    ],
    draws=[
        lambda rng: {"a": both_signs(rng, 5), "b": rng.permutation(both_signs(rng, 5))},
        far_apart,
        lambda rng: {"a": np.array([1000.0, -1000.0, 0.5]), "b": np.array([1000.0, -1000.0, 0.5])},
        lambda rng: {"a": in_between(rng), "b": np.zeros(14)},
        lambda rng: {"a": 1 + near_0(rng), "b": np.ones(6)},
        lambda rng: {"a": np.array([5000.0, -5000.0]), "b": np.array([-5000.0, -5001.0])},
        lambda rng: {"a": np.float32([95.0, -120.0]), "b": np.float32([90.0, -118.0])},
        lambda rng: {"a": np.float32([100, -100, 200, 0, 180, 80]), "b": np.float32([-100, 100, 100, 95, -180, -8])},
    ],
    quiet=True,
    digits=6,
    mistakes={
        ("np.maximum(a, b)", "np.minimum(a, b)"): "the smaller score is taken out",
        ("np.maximum(a, b)", "(a + b) / 2"): "the mean of the two is taken out: one exponent is still above 0",
        ("np.maximum(a, b)", "0"): "nothing is taken out",
        ("np.maximum(a, b)", "np.maximum(np.abs(a), np.abs(b))"): (
            "too much is taken out where both scores are negative: both exponentials are 0 there"
        ),
        ("np.maximum(a, b)", "a"): "the first score is taken out, whichever is larger",
        ("np.maximum(a, b)", "b"): "the second score is taken out, whichever is larger",
        ("np.maximum(a, b)", "a + b"): "the sum of both scores is taken out",
        ("np.maximum(a, b)", "np.max([a, b])"): "one and the same m is taken out of all pairs",
        ("return m + ", "return "): "m is not added back",
        ("return m + ", "return -m + "): "m is subtracted once more instead of added back",
        ("return m + ", "return m * "): "the logarithm of a product is taken for a product",
        "a + b": "the logarithm of a sum is taken for the sum of logarithms",
        ("np.exp(b - m)", "np.exp(b)"): "m is taken out of the first term only",
        ("np.exp(b - m)", "np.exp(a - m)"): "the first score stands in both terms",
        ("np.exp(a - m) + np.exp(b - m)", "np.exp(m - a) + np.exp(m - b)"): (
            "the sign of both exponents is turned, or the minus in front of |a - b| is missing"
        ),
        "np.maximum(a, b) + np.log1p(np.exp(b - a))": "|a - b| has lost its bars: right only where a is larger",
        "np.maximum(a, b)": "the logarithm is left out: right only far apart",
    },
    also=[
        "np.logaddexp(a, b)",
        "np.maximum(a, b) + np.log1p(np.exp(-np.abs(a - b)))",
        "b + softplus(a - b)",
    ],
)
def my_log_sum(a, b):
    """log(e^a + e^b), for two numbers or two arrays, right for all scores up to an absolute error of rounding, and
    without a warning, in float32, too. The shift that stands here is not safe.
    """
    m = np.maximum(a, b)
    return m + np.log(np.exp(a - m) + np.exp(b - m))


# -------------------------------------------------------------------------------------------------- its slope


@notebook.derivation(
    hint=(
        "How is a logarithm of a sum differentiated?",
        "1/u at u = 1 + e^z, times the inner derivative. Then divide numerator and denominator by e^z.",
    ),
    paper=[{"z": 2.0, "y": 0.0}, {"z": 2.0, "y": 1.0}],
    draws=[point(), point(sign=-1)],
    definitions={"y_hat": "sigmoid(z)"},
    last="in `y_hat` and `y` only, without a product and without a quotient",
    names="y_hat y",
    at_most={"/": 0, "*": 0, "**": 0, "exp": 0, "log": 0, "sigmoid": 0, "softplus": 0},
    mistakes={
        "1 / (1 + exp(z)) - y": "the inner derivative is missing, or the sign of z is turned",
        "log(1 + exp(z)) * exp(z) - y": "the logarithm is left as it is, and only the inner part differentiated",
        "1 / exp(z) * exp(z) - y": "the 1 is lost below the fraction line",
        "exp(z) / (1 + exp(-z)) - y": "only the denominator is divided by e^z",
        "exp(z) / (1 + exp(z)) - z": "z y is differentiated with respect to y",
        "exp(z) / (1 + exp(z)) - z * y": "z y is not differentiated",
        "exp(z) / (1 + exp(z))": "the label is lost",
        "y - y_hat": SIGN_TURNED,
        "y_hat + y": "a sign is turned between prediction and label",
        "y_hat * (1 - y_hat) - y": "the slope of the sigmoid stands where the sigmoid belongs",
    },
    also=[
        [
            "d(softplus(z) - z * y, z)",
            "d(softplus(z), z) - d(z * y, z)",
            "d(log(1 + exp(z)), z) - y",
            "exp(z) / (1 + exp(z)) - y",
            "sigmoid(z) - y",
            "-(y - y_hat)",
        ],
        [
            "d(max(z, 0) - z * y + log1p(exp(-abs(z))), z)",
            "(z > 0) - y - exp(-abs(z)) / (1 + exp(-abs(z))) * d(abs(z), z)",
            "(z > 0) - y - ((z > 0) - (z < 0)) * exp(-abs(z)) / (1 + exp(-abs(z)))",
            "sigma(z) - y",
            "-y + y_hat",
        ],
        [
            "d(-(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z))), z)",
            "-y * (1 - y_hat) + (1 - y) * y_hat",
            "y_hat - y",
        ],
    ],
)
def my_slope_of_loss_steps():
    """From the softplus form of the loss to its slope dL/dz, one step a line. y_hat is sigma(z)."""
    return """
    d(softplus(z) - z * y, z)
    d(log(1 + exp(z)), z) - y
    1 / (1 + exp(z)) * d(1 + exp(z), z) - y
    1 / (1 + exp(z)) * exp(z) - y
    1 / (1 + exp(-z)) - y
    y_hat - y
    """


T = "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))"


@notebook.function(
    hint=(
        "Is it right at 0, too?",
        "Left and right of 0 the pieces are right. The loss has no kink: both sides agree on its slope at 0.",
    ),
    paper=[{"z": 0.0, "y": 0}, {"z": 0.0, "y": 1}, {"z": 0.0, "y": 0.3}, {"z": 2.0, "y": 0}, {"z": -2.0, "y": 0}],
    draws=[
        lambda rng: {"z": both_signs(rng, 8), "y": alternating(8)},
        lambda rng: {"z": np.r_[0.0, both_signs(rng, 5), 0.0], "y": rng.uniform(0.1, 0.9, 7)},
        with_labels(in_between),
        with_labels(near_0),
        lambda rng: {"z": far_below(rng), "y": np.zeros(2)},
        with_labels(narrow),
        with_labels(lambda rng: np.array([1000.0, -1000.0])),
        with_labels(lambda rng: np.float32([89.0, -89.0])),
    ],
    mistakes={
        f"np.where(z > 0, 1.0, 0.0) - y - np.sign(z) * {T}": (
            "the pieces are differentiated one by one, with 0 for both kinks: wrong at z = 0 only"
        ),
        f"np.where(z >= 0, 1.0, 0.0) - y - np.sign(z) * {T}": (
            "the pieces are differentiated with 1 for max(z, 0) at 0, and 0 for |z|"
        ),
        "np.where(z > 0, 1.0, 0.0) - y": "the logarithm is left out",
        f"np.where(z > 0, 1.0, 0.0) - y - {T}": "|z| is given the slope 1 on both sides",
        f"np.where(z > 0, 1.0, 0.0) - y + np.sign(z) * {T}": "the minus of the exponent is lost in its slope",
        "sigmoid(z) + y": "y is added",
        "sigmoid(z)": "the label is lost",
        "sigmoid(-z) - y": "the sign of z is turned",
        "y - sigmoid(z)": SIGN_TURNED,
        "(sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))": "the slope of the sigmoid is multiplied in once more",
        "np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))": "the loss itself is returned, not its slope",
        "sigmoid(z) - z * y": "the term with the label is not differentiated",
        "sigmoid(z) * (1 - sigmoid(z)) - y": "the slope of the sigmoid stands for the sigmoid",
    },
    also=[
        "1 / (1 + np.exp(-z)) - y",
        f"np.where(z > 0, 1.0, 0.0) - y - np.where(z > 0, 1.0, -1.0) * {T}",
        "(1 - y) * sigmoid(z) - y * sigmoid(-z)",
    ],
)
def my_slope_at_every_z(z, y):
    """The derivative of max(z, 0) - z y + log(1 + e^-|z|) with respect to z, for every z, 0 included, in float32, too:
    one number or an array of them. You may call sigmoid(z).
    """
    return sigmoid(z) - y


@notebook.function(
    hint=("Can it be had without a subtraction?", "1 - sigma(z) is the sigmoid of another number."),
    paper=[{"z": 0.0}, {"z": 2.0}, {"z": -2.0}, {"z": 40.0}],
    draws=[
        lambda rng: {"z": both_signs(rng, 6)},
        lambda rng: {"z": rng.permutation([-40.0, 40.0, 60.0, 75.0, 20.0]) + 0.1 * rng.random(5)},
        lambda rng: {"z": np.array([28.0, 30.0, 34.0]) + rng.uniform(0, 0.9, 3)},
        lambda rng: {"z": narrow(rng)},
        lambda rng: {"z": in_between(rng)},
        lambda rng: {"z": near_0(rng)},
        lambda rng: {"z": np.array([11.125, -11.125, 12.5])},
        whole_scores,
    ],
    absolute=TINY,
    mistakes={
        "sigmoid(z) - 1": "nothing is left at z = 40, as where a number near 1 is rounded to 1",
        "0.5 * (np.tanh(z / 2) - 1)": "1 is subtracted from a tanh that is almost 1: at z = 40 nothing is left",
        "sigmoid(-z)": "the minus is missing",
        "-sigmoid(z)": "the sign of z is not turned",
        "-np.log1p(np.exp(-z))": "the logarithm of the sigmoid is given",
        "-np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))": "the form for z >= 0 is used on both sides",
        "-np.exp(-z)": "the denominator is left out: right only far out",
        "-sigmoid(z) * sigmoid(-z)": "the slope of the sigmoid is taken, with a minus",
        "-np.maximum(1 - sigmoid(z), 1e-12)": "the difference from 1 is kept at 1e-12 or above",
    },
    also=[
        "-np.exp(-z) / (1 + np.exp(-z))",
        "-1 / (1 + np.exp(z))",
        "np.expm1(-softplus(-z))",
    ],
)
def my_last_small_pull(z):
    """y_hat - 1 for y_hat = sigma(z), right to five digits, at z = 40 and in float32, too: for one number or an
    array of them, between -80 and 80.
    You may call sigmoid(z).
    """
    return -sigmoid(-z)


# --------------------------------------------------------------------------------------------------- the clip


def clips(c):
    """Predictions inside and outside of the limits on both sides, each with both labels."""

    def draw(rng):
        low, high, inside = rng.uniform(0.2, 0.8) * c, 1 - rng.uniform(0.2, 0.8) * c, rng.uniform(1.3 * c, 0.45, 2)
        beside = c * np.array([0.98, 1.02])
        y_hat = np.array([low, low, high, high, *inside, *(1 - inside), *beside, *(1 - beside)])
        y = np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, rng.uniform(0.2, 0.8), 0.0, 1.0, 0.0, 1.0])
        return {"y_hat": y_hat, "y": y, "c": c}

    return draw


@notebook.function(
    hint=(
        "How fast does q move when y_hat moves?",
        "Inside the limits q is y_hat. Outside it is a constant. The chain rule has three factors.",
    ),
    paper=[
        {"y_hat": 0.75, "y": 0, "c": 0.1},
        {"y_hat": 0.75, "y": 1, "c": 0.1},
        {"y_hat": 0.95, "y": 0, "c": 0.1},
        {"y_hat": 0.05, "y": 1, "c": 0.1},
        {"y_hat": np.array([0.05, 0.75, 0.95]), "y": np.array([1.0, 0.0, 0.0]), "c": 0.1},
    ],
    draws=[clips(0.1), clips(0.2), clips(0.004)],
    mistakes={
        ("np.clip(y_hat, c, 1 - c)", "np.maximum(y_hat, c)"): "q has no upper limit",
        ("np.clip(y_hat, c, 1 - c)", "np.minimum(y_hat, 1 - c)"): "q has no lower limit",
        ("np.clip(y_hat, c, 1 - c)", "y_hat"): "y_hat is not clipped at c and 1 - c",
        ("(q - y) / (q * (1 - q))", "(y_hat - y) / (y_hat * (1 - y_hat))"): (
            "the slope of the loss is taken at y_hat, not at q"
        ),
        ("(q - y) / (q * (1 - q))", "(y - q) / (q * (1 - q))"): f"in dL_dq {SIGN_TURNED}",
        ("/ (q * (1 - q))", "/ q * (1 - q)"): (
            "the denominator of dL_dq has lost its brackets: 1 - q has got above the fraction line"
        ),
        ("(q - y) / (q * (1 - q))", "-y / q - (1 - y) / (1 - q)"): "the sign of the second term of dL_dq is turned",
        ("(q - y) / (q * (1 - q))", "-y / q"): "the term of the label 0 is lost in dL_dq",
        (
            "(q - y) / (q * (1 - q))",
            "(q - y) / (y_hat * (1 - y_hat))",
        ): "y_hat stands for q in the denominator of dL_dq",
        ("(q - y) / (q * (1 - q))", "q - y"): "the denominator of dL_dq is left out",
        (
            "np.where((c < y_hat) & (y_hat < 1 - c), 1.0, 0.0)",
            "np.ones_like(q)",
        ): "q is said to follow y_hat everywhere",
        ("np.where((c < y_hat) & (y_hat < 1 - c), 1.0, 0.0)", "1.0"): (
            "q is said to follow y_hat everywhere, by one number for all entries"
        ),
        (
            "dq_dy_hat * y_hat * (1 - y_hat)",
            "dq_dy_hat * y_hat",
        ): "the slope of the sigmoid is only half there in dL_dz",
        ("1.0, 0.0)", "0.0, 1.0)"): "q is said to move outside the limits, and to stand still inside",
        ("(c < y_hat) & (y_hat < 1 - c)", "y_hat < 1 - c"): "only the upper limit stops q",
        ("(c < y_hat) & (y_hat < 1 - c)", "c < y_hat"): "only the lower limit stops q",
        (
            "dL_dq * dq_dy_hat * y_hat * (1 - y_hat)",
            "dL_dq * dq_dy_hat",
        ): "the slope of the sigmoid is missing in dL_dz",
        ("dL_dq * dq_dy_hat * y_hat", "dL_dq * y_hat"): "the clip's own factor is left out of dL_dz",
        ("dL_dq * dq_dy_hat * y_hat * (1 - y_hat)", "y_hat - y"): (
            "dL_dz is that of the loss without the clip: outside the limits it is not lost"
        ),
        (
            "dL_dq * dq_dy_hat * y_hat * (1 - y_hat)",
            "q - y",
        ): "q - y is given for dL_dz: the clip's own slope is left out",
    },
    also=[
        ("np.clip(y_hat, c, 1 - c)", "np.minimum(np.maximum(y_hat, c), 1 - c)"),
        ("(q - y) / (q * (1 - q))", "-y / q + (1 - y) / (1 - q)", "1.0, 0.0)", "True, False)"),
        ("dL_dq * dq_dy_hat * y_hat * (1 - y_hat)", "(q - y) * dq_dy_hat"),
        ("np.where((c < y_hat) & (y_hat < 1 - c), 1.0, 0.0)", "1.0 * (q == y_hat)"),
    ],
)
def my_clipped_chain(y_hat, y, c):
    """What a clip does to a gradient. q is y_hat forced into [c, 1 - c], and the loss is taken of q:
    q, its two slopes, and dL/dz for y_hat = sigma(z). y_hat and y are numbers or arrays.
    """
    q = np.clip(y_hat, c, 1 - c)
    dL_dq = (q - y) / (q * (1 - q))
    dq_dy_hat = np.where((c < y_hat) & (y_hat < 1 - c), 1.0, 0.0)
    dL_dz = dL_dq * dq_dy_hat * y_hat * (1 - y_hat)
    return {"q": q, "dL_dq": dL_dq, "dq_dy_hat": dq_dy_hat, "dL_dz": dL_dz}


def a_small_number(c):
    """Between 0 and one half; in words what is wrong with text."""
    if isinstance(c, str):
        return "It is text. Write the number without quotes."
    is_number = np.ndim(c) == 0 and (np.asarray(c).dtype.kind in "fiu" or isinstance(c, Rational))
    return is_number and bool(0 < c < 0.5)


@notebook.design(
    hint=("Where are the floats just below 1?", "In float32 they are 2^-24 apart. Half of that is lost beside 1."),
    promises={
        "It has to be one number between 0 and one half.": a_small_number,
        "In float32, 1 minus it has to stay below 1: only then does the upper limit forbid something.": lambda c: bool(
            np.float32(1) - np.float32(float(c)) < 1
        ),
        (
            "The loss of a wrong prediction of c has to be at least 16: the clip is to spare all that cost less."
        ): lambda c: -np.log(float(c)) >= 16,
    },
    mistakes={
        "1e-8": "In float32, 1 minus it has to stay below 1: only then does the upper limit forbid something.",
        "2.0**-25": "In float32, 1 minus it has to stay below 1: only then does the upper limit forbid something.",
        "1e-3": ("The loss of a wrong prediction of c has to be at least 16: the clip is to spare all that cost less."),
        "1e-6": ("The loss of a wrong prediction of c has to be at least 16: the clip is to spare all that cost less."),
        "1 - 1e-7": "It has to be one number between 0 and one half.",
        "0.0": "It has to be one number between 0 and one half.",
    },
    also=["2.0**-24", "6e-8", "np.exp(-16.5)", "np.float32(1e-7)"],
)
def my_clip_limit():
    """A number c for clipping float32 predictions to [c, 1 - c]: no loss may be infinite, and where a
    prediction is wrong, no loss below 16 may be changed.
    """
    return 1e-7
