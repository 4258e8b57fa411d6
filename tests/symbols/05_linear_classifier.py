from derivations import define, index, matrix, real, vector

# one weight vector w, N samples with one label each; the loss is the mean
ONE_OUTPUT = {
    "x": matrix("N", "in"),
    "y": vector("N", values=(0, 1)),
    "w": vector("in"),
    "z_n": define(r"w^\top x_n"),
    r"\hat y_n": define(r"\sigma(z_n)"),
    r"\ell_n": define(r"-\left(y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n)\right)"),
    "L(w)": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n"),
    "g": define(r"\nabla L(w)"),
    "s_n": define(r"g^\top x_n"),
    r"\eta": real(0, 1),
    r"\varphi(\eta)": define(r"L(w - \eta g)"),
    "c": define(r"\varphi''(0)"),
}

SYMBOLS = {}

CELLS = {
    # one sample, the loss summed over the outputs
    "wire-derive": {
        "y": vector("out", values=(0, 1)),
        "L": define(r"-\sum_{k=1}^{\text{out}} \left(y_k \log \hat y_k + (1 - y_k) \log(1 - \hat y_k)\right)"),
        "k": index("out"),
        "l": index("in"),
    },
    "downhill-derive": ONE_OUTPUT,
    "batches-intro": ONE_OUTPUT | {"L": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n"), "p_n": define(r"\frac{1}{N}"), "g_n": define(r"\frac{\partial \ell_n}{\partial w}")},
    "log2-intro": {"y": real(0, 1)},
    "probability-intro": ONE_OUTPUT | {"b": real(), "z_n": define(r"w^\top x_n + b"), "L(w)": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n")},
    "separable-intro": {"y": vector("N", values=(0, 1)), "m": vector("N", 0, 3), "c": real(0, 3)},
    "between-intro": {"x": vector("in"), "w": vector("in"), "b": real(), "u": vector("in"), "v": vector("in"), "z(x)": define(r"w^\top x + b")},
}  # fmt: skip
