from tests.checking.derivations import define, index, matrix, real, size, vector

SYMBOLS = {}

# one sample, the loss summed over the outputs
ONE_SAMPLE = {
    "y": vector("out", values=(0, 1)),
    "L": define(r"-\sum_{k=1}^{\text{out}} \left(y_k \log \hat y_k + (1 - y_k) \log(1 - \hat y_k)\right)"),
}

# N samples, one weight vector w and so one output; the loss is the mean
ONE_OUTPUT = {
    "x": matrix("N", "in"),
    "y": vector("N", values=(0, 1)),
    "w": vector("in"),
    "z_n": define(r"w^\top x_n"),
    r"\hat y_n": define(r"\sigma(z_n)"),
    r"\ell_n": define(r"-\left(y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n)\right)"),
    "L": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n"),
}

# the loss along the line that a step of gradient descent takes
DOWNHILL = {
    "L(w)": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n"),
    r"\gamma": define(r"\nabla L(w)"),
    "s_n": define(r"\gamma^\top x_n"),
    r"\eta": real(0, 1),
    r"\varphi(\eta)": define(r"L(w - \eta \gamma)"),
    "c": define(r"\varphi''(0)"),
}

# the same line with two weights, and any smooth loss of them
TWO_ROUTES = {
    "w_1": real(),
    "w_2": real(),
    r"\gamma": define(r"(2 w_1 w_2 + \cos(w_1 + 2 w_2), w_1^2 + 2 \cos(w_1 + 2 w_2))"),
    r"\eta": real(0, 1),
    r"u(\eta)": define(r"w_1 - \eta \gamma_1"),
    r"v(\eta)": define(r"w_2 - \eta \gamma_2"),
    "L(u, v)": define(r"u^2 v + \sin(u + 2 v)"),
    r"\varphi(\eta)": define(r"L(u(\eta), v(\eta))"),
}

# the five samples of the tutorial, at weights of zero; for any n, x_1 and x_2 are the features of sample n
FIVE = {
    "N": size(5),
    "n": index(5),
    "x": define(r"(3, 9, 2, 9, 0) \cdot (1, 0)^\top + (5, 5, 5, 5, 5) \cdot (0, 1)^\top"),  # column by column
    "y": define("(1, 1, 1, 0, 0)"),
    "w": define("(0, 0)"),
    "x_1": define("x_{n1}"),
    "x_2": define("x_{n2}"),
}

CELLS = {
    "wire-*": ONE_SAMPLE,
    "downhill-*": ONE_OUTPUT | DOWNHILL,
    "downhill-predict": FIVE,
    # a step just short enough for the bracket to be negative
    "downhill-derive": TWO_ROUTES,
    "downhill-curvature#text: The bracket is negative*": {
        "q": define(r"\frac{1}{N} \sum_n \sigma'(z_n) s_n^2"),
        "t": real(0.9, 1),
        r"\eta": define(r"t \frac{2 \|\gamma\|^2}{q}"),
    },
    "downhill-by-hand": FIVE,
    "downhill-by-hand#text: *of that times*": {r"\hat y": define(r"\sigma(0)")},
    # a direction of length 1, along which the gradient points
    "walk-limit": ONE_OUTPUT | DOWNHILL | {"d": define(r"\frac{\gamma}{\|\gamma\|}")},
    "batches-*": ONE_OUTPUT | {"p_n": define(r"\frac{1}{N}")},
    "log2-*": {"y": real(0, 1), "f": real(0, 1)},
    "log2-intro#text": {r"\hat y": define("f")},
    # the border is where x_2 is this function of x_1
    "lines-intro": {name: real() for name in ("w_1", "w_2", "x_1", "b")} | {"x_2": define(r"-\frac{w_1 x_1 + b}{w_2}")},
    "probability-*": ONE_OUTPUT | {"b": real(), "z_n": define(r"w^\top x_n + b")},
    # margins, which are positive, and the factor by which all weights grow
    "separable-*": {"y": vector("N", values=(0, 1)), "m": vector("N", 0, 3), "a": real(0, 3), "t": real()},
    "separable-intro*#text": {"z": vector("N"), "m_n": define(r"\begin{cases} z_n & \text{if } y_n = 1 \\ -z_n & \text{if } y_n = 0 \end{cases}")},
    # two birds u and v, and the score of a line
    "between-*": {name: vector("in") for name in ("x", "w", "u", "v")} | {"b": real(), "z(x)": define(r"w^\top x + b")},
    # a network with nothing but a bias
    "your-turn#text: 2. *": {"b": real(), r"\hat y": define(r"\sigma(b)"), "f": define(r"\hat y")},
    "blank-page": ONE_OUTPUT | DOWNHILL,
}  # fmt: skip
