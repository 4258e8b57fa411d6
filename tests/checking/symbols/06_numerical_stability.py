from tests.checking.derivations import define, one_of, real
from tests.checking.symbols import LOGARITHMS

SYMBOLS = {
    "z": real(-4, 4),
    r"\sigma(z)": define(r"\frac{1}{1 + e^{-z}}"),
    r"\operatorname{softplus}(z)": define(r"\log(1 + e^z)"),
    "t": define("e^{-|z|}"),
    r"\hat y": define(r"\sigma(z)"),
    "y": real(0, 1),
    "L": define(r"-y \log \hat y - (1 - y) \log(1 - \hat y)"),
}

POSITIVE, NEGATIVE = {"z": real(0, 4)}, {"z": real(-4, 0)}
PIECES = {"A(z)": define(r"\max(z, 0)"), "B(z)": define(r"\log(1 + e^{-|z|})")}

CELLS = {
    "limits-derive": LOGARITHMS | {"z": define(r"24 \log 2")},  # where float32 gives up
    "sigmoid-intro#text: *By hand*": {"z": define("-2")},
    "sigmoid-intro#text: *At $z = -1000$*": {"z": define("-1000")},  # 0 means here: to many digits
    "loss-intro*": LOGARITHMS,
    "shift*": LOGARITHMS | {"m": real()},
    "shift-answer": {"m": define("0")},
    "lab-intro": {"q": define(r"\hat y")},  # inside the limits of the clip
    "error-intro": {r"\text{computed}": real(0, 2), r"\text{exact}": real(0, 2), r"\text{relative error}": define(r"\frac{|\text{computed} - \text{exact}|}{\text{exact}}")},
    "error-see": {"z": real(-60, 60)},
    "kink-derive": PIECES,
    "kink-right": POSITIVE | PIECES,
    "kink-left": NEGATIVE | PIECES | {"a": define("e^{-|z|}")},
    "your-turn#text: 1. With*": {"z": define(r"-\log(2^{-11})")},
    "your-turn#text: 4. *": {"t": one_of(-1, 1)},
}  # fmt: skip
