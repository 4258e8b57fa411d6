from tests.checking.derivations import matrix, real

SYMBOLS = {}

# the way back through weights that have moved already
TOO_EARLY = {
    "G_2": matrix("N", "out"),
    "A_1": matrix("N", "hidden"),
    "W_2": matrix("out", "hidden"),
    r"\eta": real(0, 1),
}

CELLS = {
    "case-eight-tools": TOO_EARLY,
}
