from tests.checking.derivations import define, matrix, real, some_function_of

SYMBOLS = {}

# the way back through weights that have moved already
TOO_EARLY = {
    "G_2": matrix("N", "out"),
    "A_1": matrix("N", "hidden"),
    "W_2": matrix("out", "hidden"),
    r"\eta": real(0, 1),
}

# a parameter before a step and after it
STEP = {
    "W": matrix("out", "in"),
    r"\eta": real(0.1, 1),
    "L": some_function_of("W"),
    "V": define(r"W - \eta \frac{\partial L}{\partial W}"),
}

CELLS = {
    "case-eight-tools": TOO_EARLY,
    "matrix-predict": STEP,
}
