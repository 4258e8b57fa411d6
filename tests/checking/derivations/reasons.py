r"""Pointing: whether what the reason behind a line points at is there, in that line or in the one above.

"multiply by 1 - \hat y" makes no claim that could be evaluated, but it points at something: 1 - \hat y must occur in one
of the two lines, as it is written or in another form of the same value. So a flipped sign shows here, too.

What occurs is every piece of a formula that one could put a finger on, see `pieces`: among them each part of a sum and
of a product. A case, j = l or y = 1, must occur as well: its symbol and its value; and where two indices are compared,
something in the lines must be zero unless they are equal.
"""

import functools
import itertools
import random
from typing import NamedTuple

from .arrays import Undefined, close, is_zero, mp, numbers_in, shape_of
from .claims import UNREAD, claims_of, is_setting, lines_of, name_of
from .tex import FUNCTIONS, OTHER_RELATIONS, RELATIONS, Node, Reader, Unreadable, children, descendants, split, tokenize
from .values import Point

DRAWS = 6  # random places at which two pieces must agree to be the same
MOST_TERMS = 4  # of a sum or a product of which any choice is a piece; of a longer one those side by side
NOWHERE = "occurs neither in the line above nor in this line"
SEPARATORS = (",", ";", ":", r"\quad", r"\to")  # between what is pointed at
ZERO, ONE = Node("number", ("0",)), Node("number", ("1",))


class Reason(NamedTuple):
    """A formula in a reason: its TeX, the line with the reason, and the expressions of this line and the one above."""

    tex: str
    line: str
    trees: tuple


# --- from a display to the formulas in its reasons ------------------------------------------------------------------


def reasons_of(display, scope):
    r"""The formulas in the reasons of a display: what stands between the words, or in them between $ and $."""
    above, previous = (), None
    for line in lines_of(display):
        try:
            claims, previous = claims_of(line, scope, previous)
        except Unreadable:
            claims, previous = [], UNREAD  # reported by check_display
        own = [side for claim in claims for side in (claim.left, claim.right)]
        if claims and line.tokens[0].text in RELATIONS:
            own = own[1:]  # what is on the left stands in the line above
        own = tuple(side for side in dict.fromkeys(own) if side is not UNREAD)
        trees = above + own
        for tex in formulas_in(line, display, scope):
            yield Reason(tex, line.tex, trees)
            trees += tuple(sides_of(tex, scope))  # "1/2 \cdot 2: the 2 cancels" points at what stands before it
        above = own


def formulas_in(line, display, scope):
    """The TeX of the formulas in the reason of a line, in their order."""
    formula = []
    for token in [*line.reason, None]:
        if token is not None and not is_words(token, display, scope):
            formula.append(token)
            continue
        while formula and formula[-1].text in (".", ",", ";", ":"):
            formula.pop()
        if formula:
            yield display[formula[0].start : formula[-1].end]
        formula = []
        if token is not None:
            pieces = display[token.start : token.end].split("$")
            if any(relation in piece for piece in pieces[::2] for relation in (*RELATIONS, *OTHER_RELATIONS)):
                raise Unreadable(f"a formula within the words of the reason: {line.tex}")
            yield from pieces[1::2]


def is_words(token, display, scope):
    r"""Whether a token is a piece of \text, other than the name of a symbol: \text{ in }, with a blank, is no name."""
    return token.text.startswith(r"\text{") and (token.text not in scope or " }" in display[token.start : token.end])


def sides_of(tex, scope):
    """The expressions in a formula that can be read; of a case, y = 1, only its symbols."""
    sides = [side for side in split(tokenize(tex), *SEPARATORS, *RELATIONS) if side]
    for side in sides[:-1] if is_setting(tex, scope) else sides:
        try:
            yield Reader(side, scope).whole()
        except Unreadable:
            continue


# --- from a formula to a verdict -------------------------------------------------------------------------------------


def problem_of_reason(tex, trees, scope, seed=0):
    """What is wrong with a formula in a reason that makes no claim, or only names a case; or an empty string."""
    lines = lines_of_trees(trees, scope, seed)
    try:
        if is_setting(tex, scope):
            return problem_of_case(tex, lines)
        for part in filter(None, split(tokenize(tex), *SEPARATORS)):
            if not lines.contain(part):
                return f"{tex[part[0].start : part[-1].end]} {NOWHERE}"
    except (Unreadable, Undefined) as problem:
        return str(problem)
    return ""


def problem_of_case(tex, lines):
    """What is wrong with a case: its symbols and its value must occur, and two indices must matter to each other."""
    *symbols, value = split([t for t in tokenize(tex) if t.text != r"\pm"], *RELATIONS)
    if not any(token.text[0].isdigit() for token in value):
        indices = [name_of(side, lines.scope) for side in (*symbols, value)]
        return "" if lines.depend_on(*indices) else f"nothing in the line above or in this line depends on {tex}"
    for part in (*symbols, *split(value, ",")):
        if not lines.contain(part):
            return f"{tex}: {tex[part[0].start : part[-1].end]} {NOWHERE}"
    return ""


@functools.lru_cache(maxsize=100)  # for the formulas of one reason
def lines_of_trees(trees, scope, seed):
    """The lines, taken to pieces once."""
    return Lines(trees, scope, seed)


class Lines:
    """The expressions of two lines, taken to pieces."""

    def __init__(self, trees, scope, seed):
        self.scope, self.seed, self.trees = scope, seed, trees
        self.pieces = dict.fromkeys(piece for tree in trees for piece in pieces(tree, scope))
        nodes = [node for tree in trees for node in descendants(tree)]
        self.bound = {
            n.parts[0]: n.parts[1] for n in nodes if n.kind in ("sum", "prod") and not scope.is_index(n.parts[0])
        }
        self.point = functools.cache(self.point)
        self.value = functools.cache(self.value)

    def contain(self, tokens):
        """Whether a formula occurs: as it is written, or by value."""
        if len(tokens) == 1 and tokens[0].text in FUNCTIONS:
            tree = Node("symbol", (tokens[0].text,))
        else:
            tree = Reader(tokens, self.scope, self.bound).whole()
        if tree in self.pieces:
            return True
        if self.value(tree, 0) is None:
            return False
        return any(all(self.agree(tree, piece, draw) for draw in range(DRAWS)) for piece in self.pieces)

    def agree(self, tree, piece, draw):
        """Whether two expressions have the same value and shape at a place."""
        a, b = self.value(tree, draw), self.value(piece, draw)
        return a is not None and b is not None and shape_of(a) == shape_of(b) and close(a, b)

    def value(self, tree, draw):
        """The value of an expression at a random place, or None."""
        try:
            return self.point(draw).evaluate(tree)
        except (Unreadable, Undefined):
            return None

    def point(self, draw):
        """A random place at which every index has a value, so that the summand of a sum has one, too."""
        point, rng = Point(self.scope, f"{self.seed} {draw}"), random.Random(f"indices {self.seed} {draw}")
        left, numbers = {}, {}
        for name in filter(self.scope.is_index, self.scope.declared):
            size = self.scope.declared[name].name
            if not left.get(size):  # indices with the same range differ, as long as there are numbers
                left[size] = rng.sample(point.range_of(name), point.size_of(name))
            numbers[name] = mp.mpf(left[size].pop())
        point = point.holding(numbers)
        for name, (low, high) in self.bound.items():
            low, high = int(point.evaluate(low)), int(point.evaluate(high))
            point = point.holding({name: mp.mpf(rng.randint(low, max(low, high)))})
        return point

    def depend_on(self, first, second):
        """Whether there is a piece that is zero unless two indices are equal."""
        kinds = ("delta", "derivative", "iverson", "cases")
        return any(piece.kind in kinds and self.needs_equal(piece, first, second) for piece in self.pieces)

    def needs_equal(self, piece, first, second):
        free = sorted(self.scope.free_indices(piece))
        if first not in free or second not in free:
            return False
        point = Point(self.scope, f"{self.seed} 0")
        zero_at = {True: set(), False: set()}  # by whether the two indices are equal
        for numbers in itertools.product((1, 2), repeat=len(free)):
            held = dict(zip(free, map(mp.mpf, numbers), strict=True))
            try:
                zero = all(map(is_zero, numbers_in(point.holding(held).evaluate(piece))))
            except (Unreadable, Undefined):
                return False
            zero_at[held[first] == held[second]].add(zero)
        return zero_at[False] == {True} and False in zero_at[True]


# --- to pieces -------------------------------------------------------------------------------------------------------


def pieces(node, scope):
    """All that one can point at in an expression: the nodes of its tree, and what they name without showing it."""
    yield node
    kind, parts = node.kind, node.parts
    if kind == "add":
        yield from parts_of_sum(node)
    elif kind == "times" or kind == "odot":
        yield from parts_of_product(node)
    elif kind == "derivative" and parts[0].kind == "add":
        yield from (Node("derivative", (part, parts[1])) for part in parts_of_sum(parts[0]))
    elif kind in ("sum", "prod", "limit"):
        yield Node("symbol", parts[:1])  # the index
        yield from [ZERO] if kind == "limit" else []
    elif kind in ("delta", "iverson"):
        yield from (ZERO, ONE)  # its two values
    elif kind == "apply":
        yield Node("symbol", parts[:1])
    elif kind == "call":
        name, primes, _ = parts
        params = tuple(Node("symbol", (param,)) for param in scope.params[name])
        yield from (Node("symbol", (name,)), Node("call", (name, primes, params)), *params)
    for child in children(node):
        if not (kind == "entry" and child.kind == "number"):  # the 1 of W_{1j} is a place, not a number
            yield from pieces(child, scope)


def choices(items):
    """All choices from a few items, of many only those side by side; without the empty one and the whole."""
    if len(items) <= MOST_TERMS:
        return itertools.chain.from_iterable(itertools.combinations(items, n) for n in range(1, len(items)))
    return (items[a:b] for a in range(len(items)) for b in range(a + 1, len(items) + 1) if b - a < len(items))


def parts_of_sum(node):
    """Some of the terms of a sum, each with its sign; of a term with a minus, also some of its factors with the minus."""
    (terms,) = node.parts
    yield from (Node("add", (chosen,)) for chosen in choices(terms))
    for sign, term in terms:
        if sign == -1:
            yield from (Node("add", (((-1, part),),)) for part in parts_of_product(term))


def parts_of_product(node):
    """Some of the factors of a product."""
    factors = []  # (what stands before a factor, the factor), from the last one on
    while node.kind in ("times", "odot"):
        sign, left, right = node.parts if node.kind == "times" else ("odot", *node.parts)
        factors.append((sign, right))
        node = left
    factors.append(("", node))
    for (_, product), *others in choices(factors[::-1]):
        for sign, factor in others:
            product = Node("odot", (product, factor)) if sign == "odot" else Node("times", (sign, product, factor))
        yield product
