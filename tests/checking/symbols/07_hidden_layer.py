from tests.checking.derivations import define, index, matrix, real, size, some_function_of, vector

SYMBOLS = {}

# a batch through the hidden layer; the loss is any smooth function of the scores
HIDDEN = {
    r"\text{hidden}": size("hidden"),
    "k": index("hidden"),
    "m": index("hidden"),
    "i": index("out"),
    "X": matrix("N", "in"),
    "W_1": matrix("hidden", "in"),
    "b_1": vector("hidden", added_to_rows=True),
    "W_2": matrix("out", "hidden"),
    "b_2": vector("out", added_to_rows=True),
    "Z_1": define(r"X W_1^\top + b_1"),
    "A_1": define(r"\operatorname{ReLU}(Z_1)"),
    "Z_2": define(r"A_1 W_2^\top + b_2"),
    "L": some_function_of("Z_2"),
    "G_2": define(r"\frac{\partial L}{\partial Z_2}"),
    "G_1": define(r"\frac{\partial L}{\partial Z_1}"),
}

# two linear layers for one sample
TWO_LAYERS = {
    "x": vector("in"),
    "W_1": matrix("hidden", "in"),
    "b_1": vector("hidden"),
    "W_2": matrix("out", "hidden"),
    "b_2": vector("out"),
    "z_2": define("W_2 (W_1 x + b_1) + b_2"),
}

# a hidden layer for one sample
ONE_SAMPLE = TWO_LAYERS | {
    "z_1": define("W_1 x + b_1"),
    "a_1": define(r"\operatorname{ReLU}(z_1)"),
    "z_2": define("W_2 a_1 + b_2"),
    r"\hat y": define(r"\sigma(z_2)"),
}

# the scores of one output, and the mean of their losses
MEAN_LOSS = {
    "z_2": vector("N"),
    "y": vector("N", values=(0, 1)),
    "m": index("N"),
    r"\hat y_n": define(r"\sigma(z_{2,n})"),
    r"\ell_n": define(r"-\left(y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n)\right)"),
    "L": define(r"\frac{1}{N} \sum_n \ell_n"),
}

# unit k is c_k times the same unit
PROPORTIONAL_UNITS = HIDDEN | {
    "c": vector("hidden", 0, 3),
    "u": vector("in"),
    r"\beta": real(),
    r"\eta": real(),
    "v": vector("out"),
    r"\mathbf{1}": vector("N", values=(1,)),
    "W_1": define(r"c u^\top"),
    "b_1": define(r"\beta c"),
    "W_2": define(r"v c^\top"),
    "Z_1": define(r"X W_1^\top + \mathbf{1} b_1^\top"),
    "r_n": define(r"\sum_l u_l X_{nl} + \beta"),
}

HE_SCALE = {"s": define(r"\sqrt{\frac{2}{\text{in}}}")}

CELLS = {
    "four-points": {"w_1": real(), "w_2": real(), "b": real(), "z(p, q)": define("w_1 p + w_2 q + b")},
    "four-points#text": TWO_LAYERS | {"z_1": define("W_1 x + b_1"), "z_2": define("W_2 z_1 + b_2")},
    "two-linear": TWO_LAYERS | {"k": index("hidden"), "z_1": define("W_1 x + b_1")},
    "hinge-intro*": ONE_SAMPLE | {"z": real()},
    "xor-by-hand": {"s": real(), "z_2": define(r"\max(s, 0) - 2 \max(s - 1, 0) - \frac{1}{2}")},
    "xor-by-hand#text": {"s": define("x_1 + x_2")},
    "region-intro": {
        "z": real(),
        "x_1": real(),
        "x_2": real(),
        "z_2": define(r"1 - 2 \max(x_2 - 2 x_1, 0) - 2 \max(\frac{x_1}{2} - 2 x_2, 0)"),
    },
    "region-derive": ONE_SAMPLE | {"k": index("hidden")},
    "forward-intro": HIDDEN,
    "back-one": MEAN_LOSS,
    "back-two": HIDDEN,
    "back-three": HIDDEN,
    "back-four": HIDDEN,
    "back-five": HIDDEN,
    "by-hand": {"z_2": define(r"0.2420 \cdot 0.4591")},
    # V is the transposed weight of another convention
    "conventions-*": {
        "X": matrix("N", "in"),
        "W": matrix("out", "in"),
        "V": define(r"W^\top"),
        "Z": define("X V"),
        "L": some_function_of("Z"),
        "G": define(r"\frac{\partial L}{\partial Z}"),
    },
    "zero-derive#1": HIDDEN
    | {
        "W_1": matrix("hidden", "in", values=(0,)),
        "b_1": vector("hidden", values=(0,), added_to_rows=True),
        "W_2": matrix("out", "hidden", values=(0,)),
    },
    "zero-derive#2": {"c": real(0, 3), "z": real()},
    "zero-derive#text": PROPORTIONAL_UNITS,
    "zero-derive#text: *the others*": {"c_k": define("k")},
    "scaled-derive": PROPORTIONAL_UNITS,
    "random-derive#1": {"w_1": real(), "w_2": real(), "x_1": real(), "x_2": real()},
    "random-derive#2": HE_SCALE
    | {
        "x": vector("in"),
        "s": real(0, 2),
        "q": define(r"\frac{1}{\text{in}} \sum_j x_j^2"),
    },
    "he-derive": {"q": real(0, 2)} | HE_SCALE,
    "dead-intro": HIDDEN | {r"\bar x_l": define(r"\frac{1}{N} \sum_n X_{nl}")},
    # two units with the mean of two settings of the weights; s is the sum of the features
    "stuck-convex": {
        "s": real(),
        "z_2": define(r"-\frac{1}{2} \max(s - \frac{1}{2}, 0) - \frac{1}{2} \max(s - \frac{1}{2}, 0) - \frac{1}{2}"),
    },
    "stuck-convex#text": {r"\hat y": define(r"\frac{1}{3}"), r"\operatorname{softplus}(t)": define(r"\log(1 + e^t)")},
    "dead-see": ONE_SAMPLE | {"a_1": vector("hidden", values=(0,))},  # all units are off
    "your-turn": ONE_SAMPLE,
    "converge-intro*": {
        "c": real(1, 3),
        "a_1": vector("hidden"),
        "W_2": matrix("out", "hidden"),
        "b_2": vector("out"),
    },
}

NOT_EVALUATED = {
    "hinge-intro-derive": {"x_1 + x_2 = 1": "a line, not an identity", "x_1 + x_2 = 2": "a line, not an identity"},
}
