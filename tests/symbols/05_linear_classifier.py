from derivations import define, matrix, real, vector

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
    "g": define(r"\nabla L(w)"),
    "s_n": define(r"g^\top x_n"),
    r"\eta": real(0, 1),
    r"\varphi(\eta)": define(r"L(w - \eta g)"),
    "c": define(r"\varphi''(0)"),
}

CELLS = {
    "wire-*": ONE_SAMPLE,
    "downhill-*": ONE_OUTPUT | DOWNHILL,
    "batches-*": ONE_OUTPUT | {"p_n": define(r"\frac{1}{N}"), "g_n": define(r"\frac{\partial \ell_n}{\partial w}")},
    "log2-*": {"y": real(0, 1), "f": real(0, 1)},
    "probability-*": ONE_OUTPUT | {"b": real(), "z_n": define(r"w^\top x_n + b")},
    # margins, which are positive, and the factor by which all weights grow
    "separable-*": {"y": vector("N", values=(0, 1)), "m": vector("N", 0, 3), "a": real(0, 3)},
    # two birds u and v, and the score of a line
    "between-*": {name: vector("in") for name in ("x", "w", "u", "v")} | {"b": real(), "z(x)": define(r"w^\top x + b")},
}
