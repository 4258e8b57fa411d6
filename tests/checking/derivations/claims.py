"""Judging: the claims that the lines of a display, or a formula in the text, make, and whether each of them holds."""

import functools
import itertools
import re
from typing import NamedTuple

import numpy as np

from .arrays import Undefined, close, is_array, is_zero, mp, numbers_in, shape_of, show
from .tex import OTHER_RELATIONS, RELATIONS, Node, Reader, Undeclared, Unreadable, descendants, split, tokenize
from .values import COMPARE, Point, is_literal

POINTS = 3  # random points for each claim, each with sizes of its own
POINTS_OF_NUMBERS = 12  # where there are no matrices
POINTS_OF_INEQUALITY = 30  # an inequality may fail in a small part of the domain only
CONNECTIVES = (r"\text{and}", r"\text{so}", r"\text{hence}", r"\text{where}")
_NUMBER = r"(?:\d+(?:\.\d+)?(?:\^\{-?\d+\})?)"
_VALUE = rf"(?:[+-]|\\pm)?(?:{_NUMBER}(?:(?:/|\\cdot){_NUMBER})?|\\frac\{{\d+\}}\{{\d+\}})"
_VALUES = re.compile(rf"{_VALUE}(?:,{_VALUE})*|\({_VALUE}(?:,{_VALUE})+\)")  # 1, -3/4, 10^{-3}; a list, a tuple
UNREAD = Node("unread", ())  # in place of an expression that could not be read, and that is already reported


class Claim(NamedTuple):
    left: Node
    relation: str
    right: Node


class Line(NamedTuple):
    """One row of a display: its text, where it starts, its tokens without the reason, and those of the reason."""

    tex: str
    start: int
    tokens: list
    reason: list
    columns: list  # the tokens of each column before the reason


class Failure(NamedTuple):
    """A line that is wrong or cannot be read."""

    line: str
    problem: str
    about_symbols: bool = False  # whether it may be mended where the symbols are declared


# --- from a display to claims ----------------------------------------------------------------------------------------


def lines_of(display):
    """The rows of a display. What follows && (an empty column) is the reason, and is not part of the row."""
    tokens = [t for t in tokenize(display) if t.text not in (r"\begin{aligned}", r"\end{aligned}")]
    lines = []
    for row in filter(None, split(tokens, r"\\")):
        columns = split(row, "&")
        empty = next((i for i in range(1, len(columns)) if not columns[i]), len(columns))
        formula, reason = (list(itertools.chain.from_iterable(part)) for part in (columns[:empty], columns[empty:]))
        while formula and formula[-1].text in (".", ",", ";"):
            formula.pop()
        lines.append(Line(display[row[0].start : row[-1].end], row[0].start, formula, reason, columns[:empty]))
    return lines


def makes_a_claim(tex, scope):
    """Whether there is a relation in a formula, other than inside of an expression such as [z > 0]."""
    tokens = tokenize(tex)
    if not any(token.text in (*RELATIONS, *OTHER_RELATIONS) for token in tokens):
        return False
    try:
        Reader(tokens, scope).whole()
    except Unreadable:
        return True
    return False


def is_setting(tex, scope):
    r"""Whether a formula only gives a value to a symbol, or names a case: y = 1, z_1 > 0, x_1 = x_2 = 0, j = l, i \ne k.

    Strictly: symbols, and then a number as written or a list of them; or two indices. If the value of a symbol is known, the
    formula says something about it that can be true or false: that is not a setting. Nor is any \approx.
    """
    tokens = tokenize(tex)
    relations = [token.text for token in tokens if token.text in RELATIONS]
    *symbols, value = split(tokens, *RELATIONS)
    if not relations or r"\approx" in relations or any(relation != "=" for relation in relations[:-1]):
        return False
    try:
        names = [name_of(side, scope) for side in symbols]
        if not _VALUES.fullmatch("".join(token.text for token in value)):
            names.append(name_of(value, scope))
            return len(names) == 2 and relations[0] in ("=", r"\ne") and all(map(scope.is_index, names))
        return not any(map(scope.is_fixed, names))
    except (Unreadable, Undefined):
        return False


def name_of(tokens, scope):
    """The name of a symbol that stands alone, or with indices that it has."""
    reader = Reader(tokens, scope)
    tree = reader.variable()
    reader.end()
    if tree.kind == "entry":
        first = dict.fromkeys(filter(scope.is_index, scope.declared), mp.one)
        Point(scope, "0").holding(first).evaluate(tree)
        tree = tree.parts[0]
    return tree.parts[0]


def claims_of(line, scope, previous=None):
    """The claims of one line, and the expression with which the next line can go on.

    A line that begins with a relation goes on from the expression `previous`. A line may hold several statements,
    separated by a comma, a space, an arrow of implication or a connective; each must hold.
    """
    if len(line.columns) > 1 and holds_a_reason(line.columns[-1], scope):
        raise Unreadable("one & is missing: put && before a reason")
    tokens = [t._replace(text=r"\quad") if t.text in CONNECTIVES else t for t in line.tokens]
    claims = []
    for piece in filter(None, split(tokens, r"\quad", ",", ";")):
        reader = Reader(piece, scope)
        if piece[0].text not in RELATIONS:
            previous = reader.expression()
        elif previous is None:
            raise Unreadable("begins with a relation, but nothing stands before it")
        if reader.peek() not in RELATIONS:
            reader.end()
            raise Unreadable("states nothing: there is no relation in it")
        while reader.peek() in RELATIONS:
            relation, left, previous = reader.next(), previous, reader.expression()
            claims.append(Claim(left, relation, previous))
        reader.end()
    if not claims:
        raise Unreadable("a line without a formula")
    return claims, previous


def holds_a_reason(column, scope):
    """Whether a column looks like a reason: it begins with no relation, and there are words in it, outside of brackets."""
    words = {t.text for t in column if t.text.startswith(r"\text{") and t.text not in (*scope.declared, *CONNECTIVES)}
    return len(split(column, *words)) > 1 and column[0].text not in RELATIONS


def check_display(display, scope, unchecked=(), seed=0):
    """Check all lines of a display. Return its failures and the number of claims that were evaluated."""
    failures, count, previous = [], 0, None
    for line in lines_of(display):
        skipped = any(mark in line.tex for mark in unchecked)
        try:
            claims, previous = claims_of(line, scope, previous)
        except Unreadable as problem:
            previous = None if skipped else UNREAD
            claims, failed = [], [Failure(line.tex, str(problem), isinstance(problem, Undeclared))]
        else:
            judged = [c for c in claims if c.left is not UNREAD and not skipped]
            problems = [(claim, judge(claim, scope, seed)) for claim in judged]
            failed = [Failure(line.tex, explained(p, claim, display, scope), True) for claim, p in problems if p]
        if not skipped:
            count += len(claims)
            failures += failed[:1]
    return failures, count


def explained(problem, claim, display, scope):
    """A problem, and what may be behind it: how the symbols of the claim were read, and what they stand for."""
    notes = [problem, *products_like_calls((claim.left, claim.right), display)]
    try:
        names = scope.depends_of(claim.left) | scope.depends_of(claim.right)
    except Unreadable:
        return "\n".join(notes)
    meanings = [scope.meaning(name) for name in sorted(names) if name in scope]
    return "\n".join([*notes, f"where {'; '.join(meanings)}"] if meanings else notes)


def products_like_calls(trees, display):
    """A sentence for each product that looks like the call of a function: a symbol, and directly behind it brackets."""
    found = []
    for node in itertools.chain.from_iterable(map(descendants, trees)):
        if node.kind == "times" and node.parts[0] == "":
            _, left, right = node.parts
            last = left.parts[2] if left.kind == "times" else left
            (start, end), (opening, closing) = last.span, right.span
            is_call = last.kind == "symbol" and display[opening : opening + 1] == "("
            is_sum = right.kind == "add" and len(right.parts[0]) > 1  # y (1 - s), with a blank, is meant as a product
            if is_call and (opening == end or not is_sum):
                call, symbol, argument = display[start:closing], display[start:end], display[opening + 1 : closing - 1]
                found.append(
                    f"{call} was read as the product of {symbol} and {argument.strip()}; "
                    f"declare {call} as a function if a call is meant"
                )
    return dict.fromkeys(found)


# --- from a claim to a verdict ---------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=10_000)  # the same claims recur when the lines around them are mutated
def judge(claim, scope, seed=0):
    """Evaluate a claim at several points. Return what is wrong with it, or an empty string."""
    try:
        return problem_of(claim, scope, seed) or problem_of_operands(claim, scope, seed)
    except (Unreadable, Undefined) as problem:
        return str(problem)


def problem_of_operands(claim, scope, seed):
    """Where a line rewrites what is differentiated, the old and the new form must agree, not only their derivatives."""
    left, relation, right = claim
    if relation == "=" and left.kind == right.kind == "derivative" and left.parts[1] == right.parts[1]:
        problem = judge(Claim(left.parts[0], "=", right.parts[0]), scope, seed)
        return problem and f"the derivatives agree, but what is differentiated does not: {problem}"
    return ""


def problem_of(claim, scope, seed):
    left, relation, right = claim
    if left == right:
        return "the two sides are the same expression: this line says nothing"
    names = scope.depends_of(left) | scope.depends_of(right)
    free = sorted(scope.free_indices(left) | scope.free_indices(right))
    points = POINTS if scope.sizes(names) else POINTS_OF_NUMBERS
    if relation in ("<", ">", r"\le", r"\ge"):
        points = POINTS_OF_INEQUALITY
    only_zeros = relation == "=" and not (as_written(left) or as_written(right))
    for draw in range(points):
        base = Point(scope, f"{seed} {draw}")
        for numbers in itertools.product(*map(base.range_of, free)):
            point = base.holding(dict(zip(free, map(mp.mpf, numbers), strict=True)))
            problem, sides = verdict(point, left, relation, right)
            if problem:
                shown = [f"{name} = {show(point.value(name))}" for name in sorted(names) if scope.is_random(name)]
                indices = [f"{name} = {number}" for name, number in zip(free, numbers, strict=True)]
                return problem + (f"\nat {', '.join(indices + shown)}" if indices or shown else "")
            only_zeros = only_zeros and all(map(is_zero, sides))
    return "both sides are zero everywhere: this line shows nothing" if only_zeros else ""


def as_written(node):
    """Whether a node is a number as written, or a tuple of such numbers."""
    return all(map(is_literal, node.parts)) if node.kind == "tuple" else is_literal(node)


def verdict(point, left, relation, right):
    """(what is wrong at this point, the values of the two sides)."""
    (left, left_orders), (right, right_orders) = without_orders(left), without_orders(right)
    if left_orders or right_orders:
        if relation != "=":
            raise Unreadable(f"O(...) on one side of {relation}")
        return asymptotic(point, left, right, left_orders, right_orders), (mp.one,)
    a, b = point.evaluate(left), point.evaluate(right)
    with_i = r"\mathrm{i}" in point.scope.depends_of(left) | point.scope.depends_of(right)
    for number in numbers_in(a) + numbers_in(b):
        if not mp.isfinite(number) or (mp.im(number) != 0 and not with_i):
            return f"a value is {mp.nstr(number, 8)}", (a, b)
    shown = f"left  = {show(a)}\nright = {show(b)}"
    if shape_of(a) != shape_of(b):
        if Node("number", ("0",)) in (left, right):
            a, b = (value if is_array(value) else 0 * (a + b) for value in (a, b))
        else:
            return f"left has shape {shape_of(a)}, right has shape {shape_of(b)}\n{shown}", (a, b)
    if relation == "=":
        true = close(a, b)
    elif relation == r"\approx":
        true = nearly(point, a - b, left, right)
    else:
        true = all(map(COMPARE[relation], numbers_in(a), numbers_in(b))) and (relation != r"\ne" or not close(a, b))
    return ("" if true else f"the two sides differ: {relation} does not hold\n{shown}"), (a, b)


# --- O(...) ----------------------------------------------------------------------------------------------------------


def without_orders(node):
    """Split an expression into what can be evaluated and its terms O(...)."""
    terms = node.parts[0] if node.kind == "add" else ((1, node),)
    orders = tuple((sign, term) for sign, term in terms if term.kind == "order" and sign == 1)
    rest = tuple(term for term in terms if term not in orders)
    if not orders:
        return node, []
    return (Node("add", (rest,)) if rest else Node("number", ("0",))), [term.parts[0] for _, term in orders]


def asymptotic(point, left, right, left_orders, right_orders):
    """Whether what O(...) on the right stands for vanishes exactly as fast as it says, as its variable goes to zero.

    That is the difference of the two sides, together with O(...) on the left; so no line can claim more than the one
    before it, and none needs an O(...) that is larger than necessary.
    """
    if not right_orders:
        return "O(...) has disappeared"
    names = {n.parts[0] for order in left_orders + right_orders for n in descendants(order) if n.kind == "symbol"}
    names = {name for name in names if point.scope.is_random(name)}
    if len(names) != 1:
        raise Unreadable("O(...) needs exactly one variable that goes to zero")
    (name,) = names

    def slope(measure):
        large, small = (measure(point.holding({name: mp.mpf(10) ** -k})) for k in (6, 7))
        return mp.log10(large / small) if small > mp.mpf(10) ** -45 else mp.inf

    def difference(at):
        a, b = at.evaluate(left), at.evaluate(right)
        if shape_of(a) != shape_of(b):
            raise Undefined(f"left has shape {shape_of(a)}, right has shape {shape_of(b)}")
        return sum(map(abs, numbers_in(a - b)))

    def order_of(terms):
        return min(slope(lambda at, term=term: abs(at.evaluate(term))) for term in terms)

    claimed, found = order_of(right_orders), slope(difference)
    if left_orders:
        found = min(found, order_of(left_orders))
    if abs(found - claimed) < mp.mpf("0.01"):
        return ""
    return f"the difference is of order {mp.nstr(found, 4)} in {name}, not {mp.nstr(claimed, 4)}"


# --- \approx ---------------------------------------------------------------------------------------------------------


def nearly(point, difference, left, right):
    r"""Whether \approx holds: one side is a decimal number, and the other one lies within half a unit of its last digit."""
    slack = rounding(right, point)
    if is_zero(slack):
        slack = rounding(left, point)
    if is_zero(slack):
        raise Unreadable(r"\approx needs a decimal number on one side")
    return all(abs(x) <= mp.mpf("1.000001") * y for x, y in zip(np.ravel(difference), np.ravel(slack), strict=True))


def rounding(node, point):
    r"""How far a number can be off because it was rounded to the digits shown: half a unit of the last one.

    In 10^{-7} and 5 \cdot 10^{-3} the last digit is that of 1 and 5. In another expression the errors of all its decimal
    numbers add up. An expression without such numbers is exact: 0.
    """
    if is_literal(node):
        return half_unit(next(n for n in descendants(node) if n.kind == "number"))
    if is_power_of_ten(node):
        return point.evaluate(node) / 2
    if node.kind == "times" and is_literal(node.parts[1]) and is_power_of_ten(node.parts[2]):
        return half_unit(node.parts[1]) * point.evaluate(node.parts[2])
    value = point.evaluate(node)
    total = 0 * value
    for literal in {n for n in descendants(node) if n.kind == "number" and "." in n.parts[0]}:
        moved = Node("number", (mp.nstr(mp.mpf(literal.parts[0]) + half_unit(literal), 60),))
        total += abs(point.evaluate(replaced(node, literal, moved)) - value)
    return total


def is_power_of_ten(node):
    return node.kind == "power" and node.parts[0] == Node("number", ("10",)) and is_literal(node.parts[1])


def half_unit(literal):
    return mp.mpf(10) ** -len(literal.parts[0].partition(".")[2]) / 2


def replaced(part, old, new):
    """A tree in which every node equal to `old` is `new`."""
    if part == old:
        return new
    if isinstance(part, Node):
        return Node(part.kind, replaced(part.parts, old, new), part.span)
    return tuple(replaced(p, old, new) for p in part) if isinstance(part, tuple) else part
