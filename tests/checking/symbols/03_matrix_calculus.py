from tests.checking.derivations import define, index, matrix, real, some_function_of, vector
from tests.checking.symbols import BATCH, ONE_NUMBER

SYMBOLS = {
    "a": define(r"\sigma(z)"),
    "L": some_function_of("a"),  # so of the column z, too
}

# two numbers that depend on one, and the loss before, between and after two nudges
TWO_ROUTES = {
    "t": real(),
    "z_1": define(r"\sin t"),
    "z_2": define("t^3 + t"),
    r"\Delta_1": real(),
    r"\Delta_2": real(),
    "L(z_1, z_2)": define(r"z_1^2 z_2 + \sin(z_1 + 2 z_2)"),
    "A": define("L(z_1, z_2)"),
    "B": define(r"L(z_1 + \Delta_1, z_2)"),
    "C": define(r"L(z_1 + \Delta_1, z_2 + \Delta_2)"),
}

# the numbers of the worked example, as in the code
NUMBERS = {
    "x": define("(4, 1)"),
    "W": define(r"(1, 0, 2) \cdot (1, 0)^\top + (-2, 3, 1) \cdot (0, 1)^\top"),  # column by column
    "b": define("(1, -4, 0)"),
}

ANOTHER_SAMPLE = BATCH | {"m": index("N")}

CELLS = {
    "title#text: *You need*": ONE_NUMBER,
    "the-full-derivative*#text: *By hand*": NUMBERS | {"W": matrix(3, 2)},
    "backward-routes#1": TWO_ROUTES,
    "backward-routes#2": TWO_ROUTES,
    "backward-routes#text: *Nudge $t$*": TWO_ROUTES,
    "backward-routes#text: *Take $L*": {
        "t": real(),
        "z_1": define("3 t"),
        "z_2": define("t^2"),
        "L": define("z_1 z_2"),
        r"\Delta_1": real(),
        r"\Delta_2": real(),
    },
    "backward-routes#text: A product of two matrices*": {
        "A": matrix("out", "in"),
        "B": matrix("in", "columns"),
        "l": index("columns"),
    },
    "backward-routes#text: *Let $g*": NUMBERS | {"g": define("(2, -1, 3)"), "L": define(r"g^\top z")},
    "a-batch": ANOTHER_SAMPLE,
    "see-pile#text": BATCH,
    # the mean over the samples of the cross-entropies, added up over the outputs
    "one-over-n": ANOTHER_SAMPLE
    | {
        "Y": matrix("N", "out", values=(0, 1)),
        r"\hat Y": define(r"\sigma(Z)"),
        r"\ell(p, q)": define(r"-\left(q \log p + (1 - q) \log(1 - p)\right)"),
        "L": define(r"\frac{1}{N} \sum_n \sum_i \ell(\hat Y_{ni}, Y_{ni})"),
    },
    "one-over-n-read": {"N": define("4")},
    "elementwise-functions#text: *By hand*": {"a": vector(3), "L": define(r"(1, -2, 3) \cdot a")},
    "your-turn#text: 3. *": {"i": index("in"), "W": matrix("in", "in"), "z": define("x + W x")},
    "your-turn#text: *Then for*": {"z": define(r"x \odot x")},
    "your-turn#text: *And $*": {"z": define(r"x \odot x")},
    "your-turn#text: 4. *": {"x": vector("in", values=(1,))},  # for the last l it is
}

NOT_EVALUATED = {
    "backward-routes": {r"\delta_{ik} = 0": "a case, not an identity"},
    "shorthand": {r"\partial z / \partial W = x^\top": "shown to be wrong"},
    "a-batch": {
        r"(N, \text{out}) = (N, \text{in}) \cdot (\text{in}, \text{out}) + (\text{out},)": "shapes, not numbers",
    },
    "other-conventions": {r"\partial z / \partial x = W^\top": "the layout of other books"},
}
