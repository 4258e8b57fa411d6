from derivations import define, real

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
    "limits-derive": {"z": define(r"24 \log 2")},  # where float32 gives up
    "error-intro": {r"\text{computed}": real(0, 2), r"\text{exact}": real(0, 2), r"\text{relative error}": define(r"\frac{|\text{computed} - \text{exact}|}{\text{exact}}")},
    "kink-right": POSITIVE | PIECES,
    "kink-left": NEGATIVE | PIECES,
}  # fmt: skip
