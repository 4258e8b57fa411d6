"""Reads a line that a person typed, as mathematics: nothing in it is ever executed.

``read`` turns the text into a tree by Python's own parser and refuses all but a short list of operations;
``value_of`` computes it for given numbers. A line may hold single numbers, vectors and matrices:

    + - * / ** @   x.T   x[k, l]   (i == k)   z > 0   (i == k) and (j == l)
    log log1p exp sqrt abs maximum minimum where sigmoid softplus tanh cosh power diag outer dot   e**z
    sum(G, axis=0)   mean(G)   sum(G[n, k] for n in range(N))   sum(g[k] for g in G)   d(log(1 - y_hat), y_hat)
    x[l] if i == k else 0   sum(x[i] for i in range(N) if i == k)

``d(expression, name)`` is the derivative with respect to one single number.
"""

import ast
import copy
import functools
import itertools
import operator
import re
import unicodedata

import numpy as np

STEP = 1e-150  # of the complex step: its square vanishes, so nothing is lost to rounding
LONGEST_LINE, DEEPEST_LINE, LONGEST_RANGE, MOST_TERMS, LARGEST_ARRAY = 600, 100, 50, 2500, 10_000
TERMS = "the terms of all sums"  # no name in a line can read so: where they are counted
LARGEST_NUMBER = 10**300
NO_ENTRY = "does not exist"  # what is said of an entry that is not there
NAMED = (ast.Name, ast.Attribute)
LOOPS = (ast.GeneratorExp, ast.ListComp)


class Unreadable(Exception):
    """The line is no expression, or holds what is not allowed. The message is a sentence for the reader."""


class Nameless(Unreadable):
    """A derivative without the name that it is taken by."""

    def __init__(self, such):
        super().__init__(
            f"a derivative is written `d(expression, name)`: the second place holds one name, such as `{such}`"
        )


class Unknown(Unreadable):
    """A name that does not occur in the exercise."""

    def __init__(self, name, names):
        own = sorted(names - CONSTANTS.keys())
        there = f"the only name is `{own[0]}`" if len(own) == 1 else f"there are {', '.join(own)}"
        words = f"`{name}` is not at hand in this step: {there}"
        if name in FUNCTIONS or name in ALSO_CALLED:
            words = f"a function has brackets: `{name}(...)`"
        elif name == "d" or (name[0] == "d" and name[1:] in names):
            words = f"a derivative is written `d(expression, name)`, not with `{name}` in a fraction"
        super().__init__(words)
        self.name = name


class Unfit(Exception):
    """The line can be read, but the shapes in it do not fit, or it has no value at a point."""


# ------------------------------------------------------------------------------------------- the operations


def sigmoid(z):
    """1 / (1 + e^-z), without overflow."""
    z = np.asarray(z)
    t = np.exp(np.where(z.real >= 0, -z, z))
    return np.where(z.real >= 0, 1, t) / (1 + t)


def softplus(z):
    """log(1 + e^z), without overflow."""
    z = np.asarray(z)
    return np.where(z.real >= 0, z, 0) + np.log1p(np.exp(np.where(z.real >= 0, -z, z)))


def _along(operation, a, axis):
    """A sum or a mean of everything, or along an axis."""
    if not np.ndim(a) and axis in (None, 0):
        raise Unfit(f"`{operation.__name__}` goes over the entries of an array, and here it gets one number")
    return operation(a, axis=None if axis is None else int(np.real(axis)))


def _outer(a, b):
    if np.ndim(a) != 1 or np.ndim(b) != 1:
        raise Unfit(f"`outer` takes two vectors, and gets the shapes {np.shape(a)} and {np.shape(b)}")
    return np.outer(a, b)


def _one_of(a, b, order):
    """Entry by entry the larger one or the smaller one; at its hinge max(z, 0) has the slope 0, as in the course."""
    equal = np.where(a == b, a, np.real(a))
    return np.where(np.real(a) == np.real(b), equal, np.where(order(np.real(a), np.real(b)), a, b))


# The choice between two pieces looks at the real part: the imaginary one carries a derivative.
FUNCTIONS = {
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "cosh": np.cosh,
    "power": np.power,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "abs": lambda a: np.where(np.real(a) < 0, -a, a),
    "maximum": lambda a, b: _one_of(a, b, np.greater),
    "minimum": lambda a, b: _one_of(a, b, np.less),
    "where": lambda condition, a, b: np.where(np.real(condition) != 0, a, b),
    "sum": lambda a, axis=None: _along(np.sum, a, axis),
    "mean": lambda a, axis=None: _along(np.mean, a, axis),
    "outer": _outer,
    "dot": np.dot,
    "matmul": np.matmul,
    "diag": np.diag,
    "transpose": np.transpose,
    "len": len,
}
OF_TWO = {"mean": "the mean of two numbers is `(a + b) / 2`", "sum": "the sum of two numbers is `a + b`"}
ALSO_CALLED = {
    "max": "maximum",
    "min": "minimum",
    "sigma": "sigmoid",
    "ln": "log",
    "pow": "power",
}
LIBRARIES = {"np", "numpy", "math"}  # a function may be called by its full name
CONSTANTS = {"e": np.e}
SIZES = {"N", "inputs", "hidden", "outputs"}  # names of numbers that say how long an array is
ON_PAPER = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{MIDDLE DOT}": "*",
        "\N{DOT OPERATOR}": "*",
        "\N{MULTIPLICATION SIGN}": "*",
        "\N{SUPERSCRIPT TWO}": "**2",
        "\N{GREEK SMALL LETTER SIGMA}": "sigma",
        "\N{GREEK SMALL LETTER LAMDA}": "lam",
        "\N{GREEK SMALL LETTER ETA}": "eta",
        "\N{LATIN SMALL LETTER Y WITH CIRCUMFLEX}": "y_hat",
    }
)
OPERATIONS = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", np.divide),
    ast.Pow: ("**", np.power),
    ast.MatMult: ("@", np.matmul),
}
SIGNS = {ast.USub: operator.neg, ast.UAdd: operator.pos}
COMPARISONS = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


# ------------------------------------------------------------------------------------------------- reading


def lines_of(text, names=()):
    """The steps of a derivation: a string with a line for each, or a list of them; reasons after # are left out."""
    return [side for line in typed_lines(text) for side in _sides(line, names) if side]


def typed_lines(text):
    """The lines as they were typed, without reasons, numbers and blank ones."""
    lines = text.splitlines() if isinstance(text, str) else ["..." if line is ... else line for line in text]
    if not all(isinstance(line, str) for line in lines):
        raise Unreadable("Each line has to be text: put it in quotes.")
    return _without_numbers([bare for line in lines if (bare := line.split("#")[0]).strip()])


def own_name(text, names):
    """(place, name) of the first line that gives a name of the reader's own, `t = exp(-z)`, which is used further down.

    None if there is none: a name in front that nothing else holds is a label.
    """
    lines = typed_lines(text)
    for place, line in enumerate(lines, start=1):
        given = re.match(r"\s*([^\W\d]\w*)\s*=(?!=)", line)
        if given and given[1] not in {*names, *CONSTANTS}:
            rest = [re.sub(rf"^\s*{given[1]}\s*=(?!=)", "", later) for later in lines[place:]]
            if any(re.search(rf"(?<![\w.]){given[1]}\b(?!\s*\()", later) for later in rest):
                return place, given[1]
    return None


def _without_numbers(lines):
    """Lines that are numbered, 1. and 2. or (1) and (2), without it; the given one at the top need not be."""
    numbered = [re.match(r"\s*\(?(\d+)[.)]\s+(?=\S)", line) for line in lines]
    later = [match for match in numbered if match]
    counted = [int(match[1]) for match in later] in ([*range(k, k + len(later))] for k in (1, 2))
    if len(later) < 2 or not counted or not all(numbered[1:]):
        return lines
    return [line[match.end() :] if match else line for line, match in zip(lines, numbered, strict=True)]


def _sides(line, names):
    """The expressions in ``dL/dW = a = b``: what stands between equal signs, without a label in front."""
    line = re.sub(r"^\s*(=>|->)", "", line).strip().rstrip(";,")
    sides, depth, start = [], 0, 0
    for place, sign in enumerate(line):
        depth += (sign in "([{") - (sign in ")]}")
        alone = line[place + 1 : place + 2] != "=" and not set(line[:place][-1:]) & set("=<>!:")
        if sign == "=" and alone and depth == 0:
            sides.append(line[start:place].strip())
            start = place + 1
    sides.append(line[start:].strip())
    sides = [_with_underscores(side, names) for side in sides]
    return sides[1:] if len(sides) > 1 and _is_label(sides[0], names) else sides


def _with_underscores(side, names):
    """dL/dz[k] as dL_dz[k], if that is at hand."""

    def known(quotient):
        name = f"{quotient[1]}_{quotient[2]}"
        return name if name in names else quotient[0]

    return re.sub(r"\b(d\w*)\s*/\s*(d\w+)", known, side)


def _is_label(text, names):
    """The name of what is derived: nothing, dL/dW or d/dz (...), sigma'(z), words without a value, an entry of such."""
    slope = re.match(r"[\s(]*([d∂]\w*|[d∂]\s.*?|d\(\w+\))\s*/\s*[d∂]", text)
    if not text or (slope and slope[1] not in names):
        return True
    quotient = re.fullmatch(r"\(?([^\W\d]\w*)'*\)?\s*/\s*\(?\w+\)?", text)
    if quotient and quotient[1] not in {*names, *CONSTANTS}:
        return True
    words = re.fullmatch(r"[\s∇]*([^\W\d]\w*(?:\s+[^\W\d]\w*)*)('*)\s*(\[[^\]]*\]|\([^)]*\))?", text)
    if not words or words[2]:
        return bool(words)
    functions = {"d", *FUNCTIONS, *ALSO_CALLED} if words[3] else set()
    return not {*names, *CONSTANTS, *functions}.intersection(words[1].split())


def read(line, names, definitions=None):
    """The tree of one line. Raises Unreadable, with a sentence that says what to write instead.

    ``definitions`` are names that stand for expressions: d(a, w * x) is d(a, z), where z stands for w * x.
    """
    if len(line) > LONGEST_LINE:
        raise Unreadable(f"it is longer than {LONGEST_LINE} characters")
    if re.search("[\N{MODIFIER LETTER CAPITAL T}\N{DOWN TACK}]", line):  # the first of them is a letter to Python
        raise Unreadable(TRANSPOSE)
    if re.search(r"\d\.\.", line):  # for n in 1..N
        raise Unreadable(A_SUM)
    line = re.sub(r"\b(np\.|numpy\.)?newaxis\b", "None", line)
    try:
        tree = ast.parse(unicodedata.normalize("NFC", line).translate(ON_PAPER), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unreadable(_why_no_expression(line, names)) from None
    is_equation = isinstance(tree, ast.Compare) and isinstance(tree.ops[0], ast.Eq)
    if is_equation and isinstance(tree.left, (ast.BinOp, ast.Call)):
        raise Unreadable("two steps are joined by `=`, or stand on two lines; `==` asks whether they are equal")
    if _depth(tree) > DEEPEST_LINE:
        raise Unreadable("too much stands within each other in it, or in one sum: make several steps of it")
    for name, definition in (definitions or {}).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "d" and len(node.args) == 2:
                node.args[1] = _with_name_for(node.args[1], definition, name)
    _look_through(tree, frozenset({*names, *CONSTANTS}))
    return tree


def _depth(tree):
    """How many operations lie within each other."""
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _why_no_expression(line, names):
    """What a line that Python cannot read should look like instead."""
    if re.match(r"\s*\(?\d+[).:]\s", line):
        return "leave out the number of the line"
    if line.count("(") != line.count(")") or line.count("[") != line.count("]"):
        opened, closed = (sum(map(line.count, signs)) for signs in ("([", ")]"))
        how = "missing" if opened > closed else "missing, or too many"
        return f"a bracket is {how}: as many have to be closed as are opened, and a step stands on one line"
    if places := re.search(rf"\[[^\[\]]*?({NAME})\s+({NAME})[^\[\]]*\]", line):
        return f"an entry is written with a comma: `[{places[1]}, {places[2]}]`"
    for left, right in re.findall(rf"({FACTOR})\s+(?=({FACTOR}))", line):
        if all(re.match(r"\w+", factor)[0] in names or factor[0].isdigit() for factor in (left, right)):
            both = rf"{re.escape(left)}\s+{re.escape(right)}"
            if found := re.search(rf"\b({OF_PAIRS})\(\s*{both}\s*\)", line):
                return f"a comma is missing: `{found[1]}({left}, {right})`"
            if re.search(rf"{both}\s*\^", line) or right.endswith(".T"):
                row = right.removesuffix(".T")
                return f"a column times a row is `outer({left}, {row})`, a product of matrices has an `@`"
            arrays = (left[0].isupper() or right[0].isupper()) and "[" not in left + right
            sign = "`*` or `@`" if arrays else "`*`"
            return f"a {sign} is missing between `{left}` and `{right}`"
    for pattern, words in NOT_PYTHON:
        if found := re.search(pattern, line):
            return words.format(*found.groups())
    return "it is not one expression: write every `*` and every bracket of a function"


TRANSPOSE = "a transpose is written `G.T`"
A_POWER = "a power is written `**` in Python"
AN_EXP = "`exp` is a function, and is already the power of e: `exp(z)`"
A_SUM = "a sum over an index is written `sum(... for n in range(N))`"
OF_PAIRS = "outer|dot|matmul|maximum|minimum|power|max|min|pow|d"
NAME = r"[^\W\d]\w*"
FACTOR = r"\b[\w.]+(?:\[[^\[\]]*\])*"  # a number, a name, an entry
NOT_PYTHON = (
    (r"\blambda\b", "`lambda` is a word of Python: write `lam`"),
    (r"\\\s*$", "a step stands on one line, without a `\\` at its end"),
    (r"[-=<>+*/@,]\s*$", "nothing stands behind its last sign"),
    (r"\\", "it is typed in Python's notation: `/` for a fraction, `sum(...)` for a sum"),
    (r"\^\s*[{(]?\s*T\b", TRANSPOSE),
    (r"\bexp\s*\^", AN_EXP),
    (r"\^", A_POWER),
    (r"\|", "|z| is written `abs(z)` in Python"),
    (r"\bfor\s+\w+\s*=|[\u03a3\u2211]", A_SUM),
    (r"[\u2299\u2218]", "a product entry by entry is written `*`"),
    (r"^\s*(->|=+>|[\u2190-\u21ff])", "leave out the arrow: each line is a step of its own"),
    (r"\u00f7|^[^\[\]]*[\d)]\s*:\s*[\w(-]", "a division is written `/`"),
    (r"[\w)\]]\s*\.\s*$", "leave out the full stop at its end"),
    (r"[\d)\]]\s+x\s+[\d(]", "a product is written `*`, not with an x"),
    (r"[{}]", "brackets are round, as in `maximum(z, 0)`"),
    (r"[])]_", "an entry is written with square brackets, as in `G[n, k]`"),
    (r"(?<![=<>!])=(?!=)", "a comparison is written `==`, with two equal signs"),
    (r"\b(log|exp|sqrt|sigmoid|softplus|tanh|abs)\s+-?\d", "a function has brackets: `{0}(...)`"),
    (r"\b(log|exp|sqrt|sigmoid|softplus|tanh|abs)\s+(-?\w+)", "a function has brackets: `{0}({1})`"),
    (r"'", "a derivative is written `d(expression, name)`, and a transpose `G.T`: not with a prime"),
    (r"^\s*return\b", "a step stands there by itself, without a `return`"),
    (r"\bfor\b", A_SUM),
    (r"^\s*[A-Za-z ]+:", "words stand behind a #, as in `2 * x  # the answer`"),
    (r"[A-Za-z]{2,}\s+[A-Za-z]{2,}", "words stand behind a #, and every `*` is written"),
)


def _ends_in_exp(node):
    """`exp`, also at the end of a product: `^` binds more loosely."""
    while isinstance(node, ast.BinOp):
        node = node.right
    return isinstance(node, ast.Name) and node.id == "exp"


def _is_question(node):
    """A comparison, or several that are joined by `and`, `or`, `&`, `|`, `*`."""
    if isinstance(node, ast.BoolOp):
        return all(map(_is_question, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.Mult)):
        return _is_question(node.left) and _is_question(node.right)
    return isinstance(node, ast.Compare)


def _look_through(node, names):
    """Refuse what is not on the short list."""
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise Unknown(node.id, names)
    elif isinstance(node, ast.Constant):
        if type(node.value) not in (int, float):
            there = "`...` is left in it" if node.value is ... else f"`{node.value!r}` is no number"
            raise Unreadable(there)
        if abs(node.value) > LARGEST_NUMBER:
            raise Unreadable("a number in it is too large")
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        _look_through(node.left, names)
        _look_through(node.right, names)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in SIGNS:
        _look_through(node.operand, names)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        _look_through(node.left, names)
        _look_through(node.comparators[0], names)
    elif isinstance(node, (ast.BoolOp, ast.BinOp)) and _is_question(node):
        for part in node.values if isinstance(node, ast.BoolOp) else (node.left, node.right):
            _look_through(part, names)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        transpose = re.match(r"T\b", ast.unparse(node.right))  # in G^T @ X, too
        raise Unreadable(TRANSPOSE if transpose else AN_EXP if _ends_in_exp(node.left) else A_POWER)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        raise Unreadable("|z| is written `abs(z)` in Python")
    elif isinstance(node, ast.IfExp) and _is_question(node.test):
        for part in (node.test, node.body, node.orelse):
            _look_through(part, names)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        _look_through(node.value, names)
    elif isinstance(node, ast.Attribute) and node.attr in ("shape", "size"):
        there = sorted(names & SIZES)
        how = f"A size has a name here: {', '.join(there)}" if there else "A size is written `len(...)`"
        raise Unreadable(f"`{ast.unparse(node)}` is not among the operations that a line may hold. {how}")
    elif isinstance(node, ast.Subscript):
        _look_through(node.value, names)
        for index in _indices(node):
            if not isinstance(index, ast.Slice):
                if not _is_none(index):
                    _look_through(index, names)
            elif index.lower or index.upper or index.step:
                raise Unreadable("an index is one number, or `:` for all")
    elif isinstance(node, ast.Call):
        _look_through_call(node, names)
    elif isinstance(node, ast.List):
        instead = f". Write `({ast.unparse(node.elts[0])})`" if len(node.elts) == 1 else ""
        raise Unreadable(f"`{ast.unparse(node)}` is a list: a square bracket only holds an index here{instead}")
    else:
        raise Unreadable(f"`{ast.unparse(node)}` is not among the operations that a line may hold")


def _look_through_call(node, names):
    name = called(node)
    if name == "d":
        if len(node.args) != 2 or node.keywords or not isinstance(node.args[1], ast.Name):
            there = [part.id for place in node.args[1:] for part in ast.walk(place) if isinstance(part, ast.Name)]
            such = next((name for name in [*there, *sorted(names - CONSTANTS.keys())] if name in names), "z")
            raise Nameless(such)
        if any(isinstance(part, ast.Call) and called(part) == "d" for part in ast.walk(node.args[0])):
            raise Unreadable("there is a `d` inside a `d`: differentiate the inner one first")
    elif isinstance(node.func, ast.Name) and node.func.id in names and len(node.args) > 1:
        entry = f"{node.func.id}[{', '.join(map(ast.unparse, node.args))}]"
        raise Unreadable(f"an entry is written with square brackets: `{entry}`")
    elif not isinstance(node.func, NAMED) and len(node.args) > 1:
        entry = f"({ast.unparse(node.func)})[{', '.join(map(ast.unparse, node.args))}]"
        raise Unreadable(f"an entry is written with square brackets: `{entry}`")
    elif (isinstance(node.func, ast.Name) and node.func.id in names) or not isinstance(node.func, NAMED):
        raise Unreadable(f"`{ast.unparse(node)}` is read as a call of a function. Is a `*` missing before the bracket?")
    elif name in ("int", "float") and len(node.args) == 1 and _is_question(node.args[0]):
        return _look_through(node.args[0], names)
    elif name not in FUNCTIONS:
        raise Unreadable(
            f"`{ast.unparse(node.func)}` is no function that a line may use: there are {known_functions()}"
        )
    elif name in ("sum", "mean") and len(node.args) == 1 and isinstance(node.args[0], LOOPS):
        return _look_through_loop(node, names)
    elif name in ("sum", "mean") and len(node.args) == 1 and isinstance(node.args[0], ast.List):
        for part in node.args[0].elts:
            _look_through(part, names)
        return
    if not _arguments(node):
        raise Unreadable(f"`{ast.unparse(node)}` has nothing between its brackets")
    if any(keyword.arg != "axis" or name not in ("sum", "mean") for keyword in node.keywords):
        raise Unreadable(f"`{name}` takes no such argument here")
    for part in (*_arguments(node), *(keyword.value for keyword in node.keywords)):
        _look_through(part, names)


def _look_through_loop(node, names):
    """sum(... for n in range(N)), with one index or several, each with a condition or none."""
    for loop in node.args[0].generators:
        over_range = isinstance(loop.iter, ast.Call) and called(loop.iter) == "range" and not loop.iter.keywords
        over_pairs = isinstance(loop.iter, ast.Call) and called(loop.iter) == "zip" and not loop.iter.keywords
        over_rows = isinstance(loop.iter, (ast.Name, ast.Attribute))
        conditions = all(map(_is_question, loop.ifs))
        own = _own_names(loop)
        if over_pairs and (len(own) != len(loop.iter.args) or len(own) < 2):
            raise Unreadable("`zip` gives one name to each of its arrays, as in `sum(g * x for g, x in zip(G, X))`")
        if not ((over_range or over_rows or over_pairs) and conditions and own) or node.keywords:
            raise Unreadable("a sum over an index is written `sum(... for n in range(N))`")
        if (over_range or over_rows) and len(own) != 1:
            raise Unreadable("a sum over an index is written `sum(... for n in range(N))`")
        if over_range and len(loop.iter.args) not in (1, 2):
            raise Unreadable("`range` takes one number here, or two: `range(N)`")
        for part in loop.iter.args if over_range or over_pairs else [loop.iter]:
            _look_through(part, names)
        names = names.union(own)
        for condition in loop.ifs:
            _look_through(condition, names)
    _look_through(node.args[0].elt, names)


def _own_names(loop):
    """The names that a loop gives: n of ``for n in range(N)``, g and x of ``for g, x in zip(G, X)``."""
    parts = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    return [part.id for part in parts] if all(isinstance(part, ast.Name) for part in parts) else []


def known_functions():
    return ", ".join([*sorted({*FUNCTIONS, "max", "min"}), "d"])


def called(node):
    """The name of the function in a call: log(x), np.log(x); of x.sum() and x.dot(y), too."""
    function = node.func
    if isinstance(function, ast.Name):
        return ALSO_CALLED.get(function.id, function.id)
    if isinstance(function, ast.Attribute):
        if _from_library(function) or function.attr in ("sum", "mean", "dot", "transpose"):
            return ALSO_CALLED.get(function.attr, function.attr)
    return None


def _from_library(function):
    return isinstance(function.value, ast.Name) and function.value.id in LIBRARIES


def _arguments(node):
    """The arguments of a call; x.sum(axis=0) is sum(x, axis=0)."""
    function = node.func
    is_method = isinstance(function, ast.Attribute) and not _from_library(function)
    return [function.value, *node.args] if is_method else node.args


def _is_none(node):
    """x[:, None] makes a column of a vector."""
    return isinstance(node, ast.Constant) and node.value is None


def _indices(node):
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def operations_in(tree):
    """How often each operation, function and name stands in a line: {"/": 1, "log": 2, "z": 1}."""
    counts = {"/": sum(map(_is_inverse, ast.walk(tree)))}
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            name = OPERATIONS[type(node.op)][0]
        elif isinstance(node, ast.Name) and id(node) not in functions:
            name = node.id
        elif isinstance(node, ast.Call):
            name = called(node)
        else:
            continue
        counts[name] = counts.get(name, 0) + 1
    return counts


def _is_inverse(node):
    """A negative power is a quotient: (2 * h)**-1."""
    power = node.right if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) else None
    return isinstance(power, ast.UnaryOp) and isinstance(power.op, ast.USub) and isinstance(power.operand, ast.Constant)


def with_sums_of_rows(tree):
    """The tree with each bare sum(G) as Python's own, which adds up the rows; None if there is no such sum."""

    class Rows(ast.NodeTransformer):
        def visit_Call(self, node):
            node = self.generic_visit(node)
            return ast.Call(node.func, [*node.args, ast.Constant(0)], []) if _is_bare_sum(node) else node

    return Rows().visit(copy.deepcopy(tree)) if any(map(_is_bare_sum, ast.walk(tree))) else None


def _is_bare_sum(node):
    """sum(G), of an array and without an axis."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"):
        return False
    return len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], (*LOOPS, ast.List))


def is_a_fraction_and_more(tree):
    """A sum or a difference of terms, of which one holds a fraction."""
    while isinstance(tree, ast.UnaryOp):
        tree = tree.operand
    of_terms = isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Add, ast.Sub))
    return of_terms and operations_in(tree)["/"] > 0


def holds_entries_only(tree):
    """Entries such as G[n, k], and no matrix product."""
    nodes = list(ast.walk(tree))
    products = [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)]
    calls = {called(node) for node in nodes if isinstance(node, ast.Call)}
    pairs = [_indices(node) for node in nodes if isinstance(node, ast.Subscript)]
    entries = [pair for pair in pairs if len(pair) == 2 and not any(map(_is_none, pair))]
    return bool(entries) and not (products or calls & {"dot", "matmul", "outer"})


def indices_in(tree):
    """The indices that a line adds up over."""
    return {name for node in ast.walk(tree) if isinstance(node, ast.comprehension) for name in _own_names(node)}


def with_written_for_entry(tree, entry, written):
    """The tree with an entry as it is ``written`` in a name that a derivative moves.

    With z for Z1[n, k], d(Z1[n, k]**2, z) is d(z**2, z).
    """
    array, indices, moved = entry.value.id, [ast.dump(index) for index in _indices(entry)], names_in(written)

    class Renamed(ast.NodeTransformer):
        def visit_Subscript(self, node):
            found, base = [], node
            while isinstance(base, ast.Subscript):
                found, base = [*map(ast.dump, _indices(base)), *found], base.value
            if isinstance(base, ast.Name) and base.id == array and found == indices:
                return copy.deepcopy(written)
            return self.generic_visit(node)

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "d" and node.args[1].id in moved:
            node.args[0] = Renamed().visit(node.args[0])
    return tree


def _written_out(tree, numbers, but):
    """The tree with every name that stands for an expression written out, except one."""

    class Out(ast.NodeTransformer):
        def visit_Name(self, node):
            definition = numbers.get(node.id)
            if node.id == but or not isinstance(definition, ast.AST):
                return node
            return self.visit(copy.deepcopy(definition))

    return Out().visit(copy.deepcopy(tree))


def _with_name_for(tree, definition, name):
    """The tree with a name in the place of the expression that it stands for; of a product in either order."""

    if isinstance(definition, ast.Name):  # each of the two is a name already
        return tree

    class Named(ast.NodeTransformer):
        def generic_visit(self, node):
            if _in_one_order(node) == _in_one_order(definition):
                return ast.Name(name, ast.Load())
            return super().generic_visit(node)

    return Named().visit(tree)


def _in_one_order(node):
    """A text that is the same for a * b and b * a."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return "*".join(sorted([ast.dump(node.left), ast.dump(node.right)]))
    return ast.dump(node)


def with_one_change(root, changes):
    """One expression of a tree changed: (words, the text of all) for each (words, new) of ``changes(old)``.

    What is in an exponent stays: a sign there is no sign of the line.
    """
    powers = [node.right for node in ast.walk(root) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]
    raised = {part for exponent in powers for part in ast.walk(exponent)}
    for parent in ast.walk(root):
        for field, old in ast.iter_fields(parent):
            children = old if isinstance(old, list) else [old]
            for place, child in enumerate(children):
                for words, new in changes(child) if isinstance(child, ast.expr) and child not in raised else ():
                    changed = [*children[:place], new, *children[place + 1 :]]
                    setattr(parent, field, changed if isinstance(old, list) else new)
                    text = ast.unparse(ast.fix_missing_locations(root))
                    setattr(parent, field, old)
                    yield words, text


def as_typed(names, line):
    """The names as they stand in a line: `sigma`, where that stands for `sigmoid`."""
    others = {name: other for other, name in ALSO_CALLED.items() if re.search(rf"\b{other}\b", line)}
    return [others.get(name, name) for name in names]


def names_in(tree):
    """The names that stand for numbers in a line, without those of sums' own indices."""
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    own = indices_in(tree)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in functions}
    return names - own - LIBRARIES - CONSTANTS.keys()


# ----------------------------------------------------------------------------------------------- computing


def value_of(tree, numbers, definitions=None):
    """The value of a line. ``definitions`` holds the names that are expressions in others: they follow a ``d``.

    Raises Unfit, with a sentence, where shapes do not fit.
    """
    with np.errstate(all="ignore"):
        return np.asarray(_compute(tree, _names(numbers, definitions)))


def _names(numbers, definitions):
    """What the names in a line stand for."""
    return {**(definitions or {}), **numbers, TERMS: itertools.count(1)}


def trouble_on_the_way(tree, numbers, definitions=None):
    """What NumPy would warn of while it computes a line, or None."""
    try:
        with np.errstate(all="raise", under="ignore"):
            value = np.asarray(_compute(tree, _names(numbers, definitions)))
    except FloatingPointError as error:
        return str(error)
    return None if np.all(np.isfinite(value)) else "the result is not finite"


def _compute(node, numbers):
    if isinstance(node, ast.Name):
        value = numbers[node.id] if node.id in numbers else CONSTANTS[node.id]
        return _compute(value, numbers) if isinstance(value, ast.AST) else value
    if isinstance(node, ast.Constant):
        return float(node.value)
    if isinstance(node, ast.UnaryOp):
        return SIGNS[type(node.op)](_compute(node.operand, numbers))
    if isinstance(node, (ast.BoolOp, ast.BinOp)) and _is_question(node):
        parts = [_compute(part, numbers) for part in getattr(node, "values", None) or (node.left, node.right)]
        join = np.minimum if isinstance(node.op, (ast.And, ast.BitAnd, ast.Mult)) else np.maximum
        return functools.reduce(lambda a, b: _operate("and", join, a, b), parts)
    if isinstance(node, ast.BinOp):
        name, operation = OPERATIONS[type(node.op)]
        return _operate(name, operation, _compute(node.left, numbers), _compute(node.right, numbers))
    if isinstance(node, ast.Compare):
        left, right = _compute(node.left, numbers), _compute(node.comparators[0], numbers)
        return _operate("==", lambda a, b: 1.0 * COMPARISONS[type(node.ops[0])](a, b), np.real(left), np.real(right))
    if isinstance(node, ast.IfExp):
        return _compute(node.body if _holds(node.test, numbers) else node.orelse, numbers)
    if isinstance(node, ast.Attribute):
        return np.transpose(_compute(node.value, numbers))
    if isinstance(node, ast.Subscript):
        return _pick(node, numbers)
    name = called(node)
    if name == "d":
        return _differentiate(node, numbers)
    if name in ("int", "float"):
        return _compute(node.args[0], numbers)
    if name in ("sum", "mean") and isinstance(_arguments(node)[0], (*LOOPS, ast.List)):
        inside = node.args[0]
        if isinstance(inside, ast.List):
            terms = [_compute(part, numbers) for part in inside.elts]
        else:
            terms = list(_terms(inside.elt, inside.generators, numbers))
        if name == "mean" and not terms:
            raise Unfit("a mean of nothing has no value")
        try:
            return sum(terms) / len(terms) if name == "mean" else sum(terms)
        except ValueError:
            raise Unfit("the terms of a sum have different shapes") from None
    arguments = [_compute(part, numbers) for part in _arguments(node)]
    keywords = {keyword.arg: _compute(keyword.value, numbers) for keyword in node.keywords}
    try:
        return FUNCTIONS[name](*arguments, **keywords)
    except (ValueError, TypeError, OverflowError):
        if name in OF_TWO and len(arguments) == 2 and not isinstance(_arguments(node)[1], ast.Constant):  # no axis
            raise Unfit(f"`{name}` takes one array; {OF_TWO[name]}") from None
        if name in ("maximum", "minimum") and len(arguments) == 1:
            raise Unfit(f"`{name}` takes two here, and compares them entry by entry") from None
        shapes = " and ".join(str(np.shape(a)) for a in arguments)
        raise Unfit(f"`{name}` does not fit what it gets: {shapes}") from None


def _operate(name, operation, left, right):
    try:
        if name == "**" and np.ndim(left) == 0:
            left = np.asarray(left)[()] + 0.0
        result = operation(left, right)
    except (ValueError, TypeError):
        raise Unfit(f"shapes {np.shape(left)} and {np.shape(right)} do not fit on the two sides of `{name}`") from None
    if np.size(result) > LARGEST_ARRAY:
        raise Unfit("the result is too large")
    return result


def _pick(node, numbers):
    array = np.asarray(_compute(node.value, numbers))
    index = []
    for part in _indices(node):
        whole = isinstance(part, ast.Slice)
        if _is_none(part):
            index.append(None)
            continue
        number = slice(None) if whole else np.real(_compute(part, numbers))
        if not whole and (np.ndim(number) or not np.isfinite(number) or number != int(number)):
            raise Unfit("an index is not a whole number")
        index.append(number if whole else int(number))
    try:
        return array[tuple(index)]
    except IndexError:
        if isinstance(node.value, ast.Call) and called(node.value) == "sum" and array.ndim == 0:
            raise Unfit(f"`{ast.unparse(node.value)}` adds up everything, as NumPy does: give an axis") from None
        where = f"the shape is {array.shape}, and Python counts from 0"
        raise Unfit(f"`{ast.unparse(node)}` {NO_ENTRY}: {where}") from None


def _terms(term, loops, numbers):
    """The terms of a sum over one index or several."""
    if not loops:
        yield _compute(term, numbers)
        return
    for n in _turns(loops[0].iter, numbers):
        if next(numbers[TERMS]) > MOST_TERMS:
            raise Unfit(f"it adds up more than {MOST_TERMS} terms")
        own = _own_names(loops[0])
        inside = {**numbers, **dict(zip(own, [n] if len(own) == 1 else n, strict=True))}
        if all(_holds(condition, inside) for condition in loops[0].ifs):
            yield from _terms(term, loops[1:], inside)


def _turns(over, numbers):
    """What a sum runs over: the numbers of a range, or the rows of an array."""
    if not isinstance(over, ast.Call):
        rows = np.asarray(_compute(over, numbers))
        if not rows.ndim:
            raise Unfit(f"`{ast.unparse(over)}` is one number, and has no rows to be added up")
        return rows
    if called(over) == "zip":
        rows = [_turns(part, numbers) for part in over.args]
        if len({len(part) for part in rows}) > 1:
            lengths = " and ".join(str(len(part)) for part in rows)
            raise Unfit(f"`{ast.unparse(over)}` stops with the shortest: there are {lengths} rows")
        return list(zip(*rows, strict=True))
    bounds = [_compute(part, numbers) for part in over.args]
    if any(np.ndim(bound) or not 0 <= np.real(bound) <= LONGEST_RANGE for bound in bounds):
        raise Unfit("a sum runs over `range` of one number")
    return range(*(int(np.real(bound)) for bound in bounds))


def _holds(condition, numbers):
    answer = _compute(condition, numbers)
    if np.ndim(answer):
        raise Unfit(f"`{ast.unparse(condition)}` is not one question, but one for each entry")
    return bool(answer)


def _differentiate(node, numbers):
    """The imaginary part after a step in the imaginary direction: exact, and it needs no algebra."""
    expression, name = node.args[0], node.args[1].id
    at, definition = _compute(node.args[1], numbers), numbers.get(name)
    if isinstance(definition, ast.AST):  # of z = w * x: d(sigmoid(w * x), z) is d(sigmoid(z), z)
        defined = [part for part in names_in(expression) - {name} if isinstance(numbers.get(part), ast.AST)]
        behind = names_in(_written_out(definition, numbers, but=name))
        expression, *parts = (
            _with_name_for(_written_out(part, numbers, but=name), definition, name)
            for part in (expression, *(numbers[part] for part in defined))
        )
        together = name not in names_in(expression) or any(behind & names_in(part) for part in parts)
        if together and len(behind) == 1 and not np.ndim(at):  # as functions of one number
            (name,) = behind
            at = numbers[name]
            return _slope(expression, name, at, numbers) / _slope(definition, name, at, numbers)
    if np.ndim(at):
        return _differentiate_entries(expression, name, at, numbers)
    return _slope(expression, name, at, numbers)


def _slope(expression, name, at, numbers):
    slope = np.imag(_compute(expression, {**numbers, name: at + 1j * STEP})) / STEP
    return np.where(np.isnan(_compute(expression, numbers)), np.nan, slope)  # as of the logarithm below 0


def _differentiate_entries(expression, name, at, numbers):
    """Of an array, entry by entry, where no entry moves another."""
    slope = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        step = np.zeros(at.shape, dtype=complex)
        step[place] = 1j * STEP
        moved = np.imag(np.asarray(_compute(expression, {**numbers, name: at + step}))) / STEP
        alone = moved.shape == at.shape and np.count_nonzero(moved) == np.count_nonzero(moved[place])
        if not alone:
            raise Unfit(f"`d` goes entry by entry, and one entry of `{name}` moves more than its own")
        slope[place] = moved[place]
    return np.where(np.isnan(_compute(expression, numbers)), np.nan, slope)
