from derivations import define, real, vector

from symbols import ONE_NUMBER

SYMBOLS = {}

# two features, one output: everything is a number
TWO_FEATURES = (
    ONE_NUMBER | {name: real() for name in ("w_1", "w_2", "x_1", "x_2")} | {"z": define("w_1 x_1 + w_2 x_2 + b")}
)

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

# a smooth function, none of whose derivatives is zero
SMOOTH = {"x": real(-1, 1), "h": real(0.1, 1), "f(x)": define(r"\exp(2 x) + \sin(3 x) + x^5")}

# the error E of a nudge of size h: A and B are the sizes of its two parts
NUDGE = {"A": real(0.5, 2), "B": real(0.5, 2), "h": real(0.1, 2)}
FORWARD_ERROR = NUDGE | {"E(h)": define(r"A h + \frac{B}{h}")}
CENTRAL_ERROR = NUDGE | {"E(h)": define(r"A h^2 + \frac{B}{h}")}

# a function of a column, along a line; c is a candidate for its gradient, off by Delta
WALK = {
    "x": vector("in"),
    "v": vector("in"),
    r"\Delta": vector("in"),
    "h": real(0.1, 2),
    "f(x)": define(r"\sum_j (\sin(x_j) + x_j^3 + x_1 x_j)"),
    r"\varphi(h)": define("f(x + h v)"),
    "c": define(r"\nabla f(x) + \Delta"),
    "r(h)": define(r"f(x + h v) - f(x) - h \langle c, v \rangle"),
}

CELLS = {
    "layers-*": TWO_FEATURES,
    "fork-*": FORK,
    "nudge-derive-truncation": SMOOTH,
    "nudge-derive-rounding#1": FORWARD_ERROR,
    "nudge-derive-rounding#2": CENTRAL_ERROR,
    "taylor-*": WALK,
    "complex-*": SMOOTH,
    "kink-*": {"z": real(-0.4, 0.4), "h": real(0.5, 1)},  # the kink lies between z - h and z + h
}
