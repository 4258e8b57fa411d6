from tests.checking.derivations import define, index, matrix, real, size, some_function_of, vector

SYMBOLS = {}

# the weights of one layer, the price on them, and one step of gradient descent
DECAY = {"L": some_function_of("W"), r"\lambda": real(0, 1), r"\eta": real(0, 1)}

# the scores of the ones (s) and of the zeros (t); h_j is the height of the ROC curve above the zero number j
ROC = {
    "N_1": size("ones"),
    "N_0": size("zeros"),
    "i": index("ones"),
    "j": index("zeros"),
    "s": vector("ones"),
    "t": vector("zeros"),
    "h_j": define(r"\frac{1}{N_1} \sum_{i=1}^{N_1} [s_i > t_j]"),
    "A": define(r"\sum_{j=1}^{N_0} \frac{1}{N_0} h_j"),
}

# what a false alarm and a miss cost, and the threshold at which both answers cost the same
COSTS = {
    "p": real(0, 1),
    "c_0": real(0.1, 2),
    "c_1": real(0.1, 2),
    r"\tau": define(r"\frac{c_0}{c_0 + c_1}"),
}

# one feature, its mean and its deviation
RULER = {"x": real(), "w": real(), "b": real(), r"\mu": real(), "s": real(0.5, 2)}

# a straight line with one output; C is scikit-learn's constant
PENALISED = {
    "x": matrix("N", "in"),
    "y": vector("N", values=(0, 1)),
    "w": vector("in"),
    "b": real(),
    "z_n": define(r"w^\top x_n + b"),
    r"\ell_n": define(r"-\left(y_n \log \sigma(z_n) + (1 - y_n) \log(1 - \sigma(z_n))\right)"),
    "L": define(r"\frac{1}{N} \sum_{n=1}^{N} \ell_n"),
    "C": real(0.1, 2),
    r"\lambda": define(r"\frac{1}{C N}"),
}

CELLS = {
    "decay-intro*": DECAY,
    "roc-sums": ROC,
    "costs-derive*": COSTS,
    "leak-ruler-answer": RULER,
    "agree-*": PENALISED,
    "agree-lambda#text: *By hand*": {"N": size(206), r"\lambda": define("0.01"), "C": define(r"\frac{1}{N \lambda}")},
}
