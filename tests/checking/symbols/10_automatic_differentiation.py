from tests.checking.derivations import define, index, matrix, real, some_function_of, vector
from tests.checking.symbols import BATCH

SYMBOLS = {}

G = {"G": BATCH["G"], "L": some_function_of("Z")}

# a step of single numbers, somewhere on the way to the loss
PRODUCT = {
    "a": real(),
    "b": real(),
    "z": define("a b"),
    "L": some_function_of("z"),
    "g": define(r"\frac{\partial L}{\partial z}"),
}

FORK = {"x": define("2"), "u": define("x^2"), "v": define("3 x"), "f": define("u v")}
TWO_WAYS = {"x": real(), "u": define("x^2"), "f": define("u + u x")}
DOUBLED = {"x": real(), "x_1": define("2 x"), "x_2": define("4 x")}

# one number for each sample, added to all outputs
COLUMN = G | {
    "M": matrix("N", "out"),
    "c": vector("N"),
    "m": index("N"),
    r"\mathbf{1}": vector("out", values=(1,)),
    "Z": define(r"M + c \mathbf{1}^\top"),
}

MATRIX_PRODUCT = G | {
    "A": matrix("N", "in"),
    "B": matrix("in", "out"),
    "Z": define("A B"),
    "m": index("N"),
}

SUM = {
    "a": vector("in"),
    "z": define(r"\sum_j a_j"),
    "L": some_function_of("z"),
    "g": define(r"\frac{\partial L}{\partial z}"),
}

TRANSPOSE = {
    "A": matrix("N", "in"),
    "Z": define(r"A^\top"),
    "i": index("N"),
    "j": index("in"),
    "L": some_function_of("Z"),
    "G": define(r"\frac{\partial L}{\partial Z}"),
}

# two samples, in numbers
TWO_SAMPLES = {
    "n": index(2),
    "j": index(2),
    "X": define(r"(1, 4) \cdot (1, 0)^\top + (2, 0) \cdot (0, 1)^\top"),  # column by column
    "w": vector(2),
    "c": real(),
    r"\mathbf{1}": vector(2, values=(1,)),
    "Z": define(r"X w + c \mathbf{1}"),
    "L": define(r"\sum_n Z_n^2"),
    "G": define(r"\frac{\partial L}{\partial Z}"),
}

THREE_SCORES = {
    "i": index(3),
    "j": index(3),
    "k": index(3),
    "z": vector(3),
    "m": real(),
    "a": real(),
    "b": real(),
    "y": vector(3),
    "p_i": define(r"\frac{e^{z_i}}{\sum_j e^{z_j}}"),
    "L": define(r"-\sum_i y_i \log p_i"),
}

OWN_SCORE = {
    "a": real(),
    "b": real(),
    "c": real(),
    "s": define("e^a + e^b + e^c"),
    "p_a": define(r"\frac{e^a}{e^a + e^b + e^c}"),
}

CELLS = {
    "send-back-read": TWO_WAYS,
    "record": PRODUCT,
    "record#text: So the answer*": PRODUCT | {"z": define("a + b")},
    "record-example-text": FORK,
    "routes": DOUBLED,
    "too-early-read": DOUBLED,
    "shape-breaks-read": COLUMN,
    "product-derive": MATRIX_PRODUCT,
    "product-derive#4": SUM,
    "product-derive#text: **The sum*": SUM,
    "product-derive#text: | *": {"a": real()},
    "product-derive#text: **A difference*": PRODUCT | {"z": define("a - b")},
    "product-derive#text: **A transpose*": TRANSPOSE,
    "engine-complete": TWO_SAMPLES,
    "engine-complete#text: | *": TWO_SAMPLES | {"w": define("(3, -1)"), "c": define("1")},
    "engine-complete#text: $*": TWO_SAMPLES | {"w": define("(3, -1)"), "c": define("1")},
    "witnesses-read": {"x": define("(2, 3)"), "w": define("(0.5, -0.4)"), "b": define("0.7")},
    "see-sample": {"z": define("0.5")},
    "train-read": {"w": define("1"), "u": define("3 w"), "L": define("u^2")},
    "forward-derive": {name: real() for name in ("a", "b", "s", "t", "h")},
    "softmax": THREE_SCORES,
    "softmax#2": {"z": real()},
    "your-turn": {"a": define("2"), "b": define("3"), "f": define("(a + b) b")},
    "your-turn#text: 6. *": OWN_SCORE,
}

NOT_EVALUATED = {}
