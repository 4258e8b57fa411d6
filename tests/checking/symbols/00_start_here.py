from tests.checking.derivations import define, real
from tests.checking.symbols import LOGARITHMS

SCORE = {
    r"\text{length}": real(30, 60),
    r"\text{depth}": real(13, 22),
    "w_1": real(),
    "w_2": real(),
    "b": real(),
    "z": define(r"w_1 (\text{length} - 44) + w_2 (\text{depth} - 17) + b"),
}
# one bird, its score by hand
BY_HAND = {
    r"\text{length}": define("40"),
    r"\text{depth}": define("18"),
    "w_1": define("-1"),
    "w_2": define("1.5"),
    "b": define("-1.5"),
}

SYMBOLS = {}

CELLS = {
    "draw-a-line*": SCORE,
    "draw-a-line#2": BY_HAND,
    "read-up-logarithms#text": LOGARITHMS,
}
