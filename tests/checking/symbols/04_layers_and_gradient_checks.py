from tests.checking.derivations import define, matrix, real, some_function_of, vector
from tests.checking.symbols import ONE_NUMBER

SYMBOLS = {}

# two features, one output: everything is a number
TWO_FEATURES = (
    ONE_NUMBER | {name: real() for name in ("w_1", "w_2", "x_1", "x_2")} | {"z": define("w_1 x_1 + w_2 x_2 + b")}
)

# the same in numbers
BY_HAND = {
    "x": define("(2, 3)"),
    "W": define("(0.5, -0.4)"),
    "b": define("0.7"),
    "y": define("1"),
    "z": define(r"W \cdot x + b"),
    "L": ONE_NUMBER["L"],
}

# a function of x that is used along two paths
FORK = {
    "A": define("f(u(x), v(x))"),
    "B": define("f(u(x), v(x + h))"),
    "C": define("f(u(x + h), v(x + h))"),
    "x": real(),
    "h": real(0.1, 1),
    "u(x)": define(r"\sin(2 x) + x^2"),
    "v(x)": define("e^x + x^3"),
    "f(u, v)": define(r"u^2 v + \sin(u + 2 v)"),
    "F(x)": define("f(u(x), v(x))"),
}

PRODUCT = {"x": real(), "u(x)": define("x^2"), "v(x)": define("3 x"), "f(x)": define("u v")}
CUBE_AT_TWO = {"x": define("2"), "f(x)": define("x^3"), "h": define("0.1")}

# a smooth function, none of whose derivatives is zero
SMOOTH = {"x": real(-1, 1), "h": real(0.1, 1), "f(x)": define(r"\exp(2 x) + \sin(3 x) + x^5")}

# the error E of a nudge of size h: T and R are the sizes of its two parts
NUDGE = {"T": real(0.5, 2), "R": real(0.5, 2), "h": real(0.1, 2)}
FORWARD_ERROR = NUDGE | {"E(h)": define(r"T h + \frac{R}{h}")}
CENTRAL_ERROR = NUDGE | {"E(h)": define(r"T h^2 + \frac{R}{h}")}

# and what they are, for a smooth function; h is the best step
FORWARD = (
    SMOOTH
    | FORWARD_ERROR
    | {
        r"\varepsilon": define("2^{-52}"),
        "T": define(r"\frac{|f''(x)|}{2}"),
        "R": define(r"2 |f(x)| \varepsilon"),
        "h": define(r"\sqrt{\frac{R}{T}}"),
    }
)
CENTRAL = (
    FORWARD
    | CENTRAL_ERROR
    | {
        "T": define(r"\frac{|f'''(x)|}{6}"),
        "R": define(r"|f(x)| \varepsilon"),
        "h": define(r"(\frac{R}{2 T})^{1/3}"),
    }
)

# a function of two numbers, along a line
WALK_OF_TWO = {
    "x_1": real(),
    "x_2": real(),
    "v_1": real(),
    "v_2": real(),
    "h": real(0.1, 2),
    "f(x_1, x_2)": define(r"\sin(x_1 + 2 x_2) + x_1^2 x_2"),
    r"\varphi(h)": define("f(x_1 + h v_1, x_2 + h v_2)"),
}

# a function of a column, along a line; c is a candidate for its gradient
WALK = {
    "x": vector("in"),
    "v": vector("in"),
    "h": real(0.1, 2),
    "f(x)": define(r"\sum_j (\sin(x_j) + x_j^3 + x_1 x_j)"),
    r"\varphi(h)": define("f(x + h v)"),
    "c": vector("in"),
    "r(h)": define(r"f(x + h v) - f(x) - h \langle c, v \rangle"),
}

# two layers with a sigmoid between them
TWO_LAYERS = {
    "W_1": matrix("hidden", "in"),
    "b_1": vector("hidden"),
    "a_1": define(r"\sigma(W_1 x + b_1)"),
    "W_2": matrix("out", "hidden"),
    "b_2": vector("out"),
    "z_2": define("W_2 a_1 + b_2"),
    "L": some_function_of("z_2"),
    "g": define(r"\frac{\partial L}{\partial z_2}"),
}

CELLS = {
    "layers-derive": TWO_FEATURES,
    "layers-by-hand": BY_HAND,
    "graph-see": TWO_FEATURES,
    "fork-derive": FORK,
    "fork-predict": PRODUCT,
    "fork-derive#text: *By hand*": PRODUCT | {"x": define("2")},
    "nudge-derive-truncation": SMOOTH,
    "nudge-derive-rounding#1": FORWARD_ERROR,
    "nudge-derive-rounding#2": CENTRAL_ERROR,
    "nudge-derive-rounding#text": FORWARD,
    "nudge-derive-rounding#text: And for the central*": CENTRAL,
    "nudge-derive-rounding#text: Again negative*": CENTRAL,
    "nudge-derive-rounding#text: *By hand*": CUBE_AT_TWO,
    "taylor-*": WALK,
    "taylor-derive": SMOOTH | {"c": real(), "r(h)": define("f(x + h) - f(x) - h c")},
    "taylor-arrays#1": WALK_OF_TWO,
    "taylor-by-hand": CUBE_AT_TWO | {"v": define("1")},
    "complex-*": SMOOTH,
    "kink-*": {"z": real(-0.4, 0.4), "h": real(0.5, 1)},  # the kink lies between z - h and z + h
    "kink-derive#text: *By hand*": {"z": define("0.3 h")},
    "fooled-intro": {"g": vector("out"), "L": define(r"\sum_i g_i z_i")},
    "fooled-square": {"M": matrix("in", "in"), "W": define(r"M + M^\top")},
    "fooled-zero-weights": TWO_LAYERS,
    "fooled-float32": {r"\varepsilon": define("2^{-23}"), "h": define("10^{-5}")},
    "your-turn": {"h": real(0, 1)},
    "your-turn#text: 1. *": ONE_NUMBER | {"z_1": define("w x + b"), "z_2": define("w z_1 + b")},
}

NOT_EVALUATED = {
    "fooled-symmetric": {r"\partial L / \partial x = W g": "shown to be wrong"},
}
