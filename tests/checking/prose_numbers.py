r"""The numbers that a text claims, and the numbers that an output shows.

``claims("the loss is 0.24, in 83 % of 1,998 cases")`` finds 0.24, 83% and 1,998, each with a function that says whether
a number of full length, rounded as the text rounds it, is this one.
"""

import re

MINUS = "\N{MINUS SIGN}"

# What looks like a number and claims nothing.
_LINKS = re.compile(
    r"""\]\([^)]*\)             # where a link leads: ](...)
    | <?https?://\S+           # an address
    | ^\[[^]]+\]:.*$           # where a link of the other form leads: [1]: ...
    """,
    re.VERBOSE | re.MULTILINE,
)
_NUMBER_OF_A_HEADING = re.compile(r"^\#+\ +\d+(\.\d+)*\.?\ ", re.VERBOSE | re.MULTILINE)  # ## 2.1 The slope
_REFERENCES = re.compile(
    r"""\b(?: Python | NumPy | Matplotlib | JupyterLab | PyTorch | version
        | [Ss]ections? | [Ee]quations? | [Ff]igures? | [Tt]ables? | [Cc]hapters? | arXiv:? | doi:? )
    \ *\(?[\d.]*\d\S*          # Python 3.10, section 4, equation (2), doi:10.1371/...
    """,
    re.VERBOSE,
)
_HTML_TAG = re.compile(r"<[a-zA-Z/][^>]*>")
_TEX_SPACE_IN_THOUSANDS = re.compile(r"(?<=\d)\\,(?=\d{3}(?!\d))")  # 10\,000
_OTHER_SPACE = re.compile(r"\\[,;:\ !]|~|\N{NO-BREAK SPACE}|\N{NARROW NO-BREAK SPACE}")

_CLAIM = re.compile(
    rf"""(?P<sign>[-{MINUS}]?)
    (?<![\w.])                                      # not within a word, a version or another number
    (?P<digits>
        \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?            # 1,998 and 1,998.5
      | \d+\.\d+                                    # 0.24
      | \d+(?=\s?%)                                 # 83 of 83 %
      | (?<!\^\{{)(?<!\^\{{-)(?<![eE]-)             # 500, three digits or more, unless it is an exponent ...
        \d{{3,}}(?![a-zA-Z_])                       # ... or the beginning of a name
    )
    (?!\d|\.\d|,\d{{3}})                            # the number ends here
    (?:[eE](?P<e>[+-]?\d+)                          # 1.5e-3
      | \s?(?:\\times|\\cdot|×|·)\s?10\^            # 1.5 \cdot 10^{{-3}}
        (?:\{{(?P<ten>[+-]?\d+)\}}|(?P<one>\d))
    )?
    (?P<percent>\s?%)?
    """,
    re.VERBOSE,
)
_IN_A_FORMULA_OR_AFTER_A_VALUE = re.compile(r"[\w)\]}$.]$|[\d)\]}$]\s+$")  # there a minus subtracts: it is no sign

_SHOWN = re.compile(
    r"""(?<![\w.])\d+(?:,\d{3})+(?:\.\d+)?(?![\d,])         # 1,998.5
    | (?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?        # 12, 0.5, .5, 1e-07
    """,
    re.VERBOSE,
)
_SIGN_BEFORE = re.compile(rf"(?:^|[^\w)\].])[-{MINUS}]$")


def numbers_in(output):
    """The numbers that the text of an output shows."""
    text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", output)
    for match in _SHOWN.finditer(text):
        sign = -1 if _SIGN_BEFORE.search(text[: match.start()][-2:]) else 1
        yield sign * _number(match.group())


def claims(text):
    """The numbers that a text claims: pairs of what it says, and a function that says whether a number fits."""
    text = _LINKS.sub("]", text)
    text = _NUMBER_OF_A_HEADING.sub("", text)
    text = _REFERENCES.sub("", text)
    text = _HTML_TAG.sub(" ", text)
    text = text.replace("$$", "\n").replace("{,}", ",").replace("{.}", ".").replace(r"\%", "%")
    text = _TEX_SPACE_IN_THOUSANDS.sub(",", text)
    text = _OTHER_SPACE.sub(" ", text)
    for match in _CLAIM.finditer(text):
        digits, before = match["digits"], text[: match.start()]
        exponent = int(match["e"] or match["ten"] or match["one"] or 0)
        opens_a_formula = before.endswith("$") and before.count("$") % 2 == 1
        is_sign = opens_a_formula or not _IN_A_FORMULA_OR_AFTER_A_VALUE.search(before)
        yield (
            re.sub(r"\s", "", match.group()).lstrip("-" + MINUS),
            _fits(
                _number(digits),
                decimals=len(digits.partition(".")[2]),
                exponent=exponent,
                negative=bool(match["sign"]) and is_sign,
                percent=bool(match["percent"]),
            ),
        )


def _number(digits):
    return float(digits.replace(",", ""))


def _fits(value, decimals, exponent, negative, percent):
    """Whether a number, rounded as the text rounds it, is the number in the text."""
    half = 0.5 * 10.0 ** (exponent - decimals) * (1 + 1e-9) + 1e-300
    value *= 10.0**exponent

    def fits(number):
        if negative and number > 0:
            return False
        return any(abs(abs(number) * scale - value) <= half for scale in ((1, 100) if percent else (1,)))

    return fits
