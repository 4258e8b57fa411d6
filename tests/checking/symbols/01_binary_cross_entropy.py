from tests.checking.derivations import define, index, one_of, real, vector
from tests.checking.symbols import LOGARITHMS

SYMBOLS = {
    r"\hat y": real(0, 1),
    "y": real(0, 1),
    r"L(\hat y, y)": define(r"-y \log \hat y - (1 - y) \log(1 - \hat y)"),
    r"\eta": real(0, 1),
    r"\hat y_{\text{new}}": define(r"\hat y - \eta \frac{d}{d\hat y} L(\hat y, y)"),
}

EITHER_LABEL = {"y": one_of(0, 1)}
MANY = {r"\hat y": vector("N", 0, 1), "y": vector("N", 0, 1)}

CELLS = {
    "title#text": LOGARITHMS,
    # how likely the forecast says that the label is, which is 0 or 1
    "one-toss*": EITHER_LABEL | {"P": define(r"\begin{cases} \hat y & \text{if } y = 1 \\ 1 - \hat y & \text{if } y = 0 \end{cases}")},
    "log-of-product#1": MANY | LOGARITHMS,
    "see-underflow#text": {"x": real(0, 3)},
    "the-price-list*": EITHER_LABEL,
    "the-derivative-line-by-line*#1": {"u": define(r"1 - \hat y")},
    "curvature#1": {"u": define(r"1 - \hat y")},
    "check-read#text: *$1 - y = 0$": {"y": define("1")},
    "sum-or-mean#2": MANY | {"m": index("N"), r"L_{\text{mean}}": define(r"\frac{1}{N} \sum_n L(\hat y_n, y_n)")},
    # the best prediction
    "soft-labels-derive*#text": {r"\hat y": define("y")},
    "see-soft-labels#text": {r"\hat y": define("y")},
    "see-soft-labels#text: So the answer*": {"y": define("0.3")},
    "negative-loss-read#text": {"t": one_of(-1, 1), "y": define(r"\begin{cases} 1 & \text{if } t = 1 \\ 0 & \text{if } t = -1 \end{cases}")},
    # predictions so extreme that a clamp is at work, on either side
    "clipping": {
        r"\hat y": one_of("0.3", "1e-60", "0." + 60 * "9"),
        "L": define(r"-y \max(\log \hat y, -100) - (1 - y) \max(\log(1 - \hat y), -100)"),
    },
    "your-turn#text: 1. *": {"y": define("0")},
    "your-turn#text: 2. $*": {r"\hat y": define(r"\frac{3}{4}")},
    "your-turn#text: 3. *": {"L_2": define(r"-y \log_2 \hat y - (1 - y) \log_2(1 - \hat y)")},
}  # fmt: skip
