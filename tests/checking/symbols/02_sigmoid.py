from tests.checking.derivations import define, one_of, real
from tests.checking.symbols import ONE_NUMBER

SYMBOLS = {
    "z": real(-4, 4),
    r"\sigma(z)": define(r"\frac{1}{1 + e^{-z}}"),
    "u": define("1 + e^{-z}"),  # what is substituted
    "a": define(r"\sigma(z)"),
    "s": define(r"\sigma(z)"),
    r"\hat y": define(r"\sigma(z)"),
    "y": real(0, 1),
    "L": define(r"-y \log \hat y - (1 - y) \log(1 - \hat y)"),
    "S": define(r"\frac{1}{2} (\hat y - y)^2"),  # squared error
}

CELLS = {
    "title#text": {"x": real()},
    # the sigmoid is found here as the inverse of the log-odds, so it must not be assumed
    "odds#1": {r"\hat y": real(0, 1), "z": define(r"\log \frac{\hat y}{1 - \hat y}")},
    "see-sigmoid#text": {r"\hat y": define("0.3")},
    "derivative-by-substitution*#text: The square is never*": {"z": define("0")},
    "the-cancellation#text: *By hand*": {"z": define("2")},
    "signed-labels#text": {"t": one_of(-1, 1)},
    "why-not-squared-error#text": {r"\eta": real(0, 1)},
    "why-not-squared-error#text: *By hand*": {"z": define("-6"), "y": define("1")},
    "see-race#text": ONE_NUMBER | {"x": one_of(0, 1, 2)},
    # the function q of the trap takes the activation s
    "the-trap": {"q(s)": define("s - s^2")},
    # the functions whose slope is f (1 - f): sigmoids, shifted
    "your-turn#text: 2. *": {"f": define(r"\sigma(z + c)"), "c": real()},
    "what-comes-next#text": {"z": define("W x + b")},
}
