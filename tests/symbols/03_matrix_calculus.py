from derivations import define, index, matrix, real, some_function_of

from symbols import BATCH

SYMBOLS = {
    "a": define(r"\sigma(z)"),
    "h": define(r"\frac{\partial L}{\partial a}"),
    # two numbers that depend on one, and the loss before, between and after two nudges
    "t": real(),
    "z_1": define(r"\sin t"),
    "z_2": define("t^3 + t"),
    "A": real(),
    "B": real(),
    "C": real(),
    "L": some_function_of("a", "z_1", "z_2"),  # a: so of the column z, too
}

ANOTHER_SAMPLE = BATCH | {"m": index("N")}

CELLS = {
    "a-batch": ANOTHER_SAMPLE,
    # the mean over the samples of the cross-entropies, added up over the outputs
    "one-over-n": ANOTHER_SAMPLE
    | {
        "Y": matrix("N", "out", values=(0, 1)),
        r"\hat Y": define(r"\sigma(Z)"),
        "L": define(
            r"-\frac{1}{N} \sum_n \sum_i \left(Y_{ni} \log \hat Y_{ni} + (1 - Y_{ni}) \log(1 - \hat Y_{ni})\right)"
        ),
    },
}
