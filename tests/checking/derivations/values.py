r"""Evaluating: the value of a tree at a random point.

A derivative is taken numerically: its variable is nudged, and whatever was declared to depend on it is evaluated again.
So a wrong line of algebra cannot agree with itself.
"""

import functools
import itertools
import operator
import random

import numpy as np

from .arrays import Undefined, array, as_number, elementwise, entry, is_array, mp, numbers_in, shape_of
from .declarations import Index, Random, Size
from .tex import Node, Undeclared, Unreadable

STEP = mp.mpf(10) ** -20  # of the central differences: their error is near 1e-40, and rounding costs 1e-80
CONSTANTS = {"e": +mp.e, r"\pi": +mp.pi, r"\mathrm{i}": mp.mpc(0, 1)}
FUNCTIONS = {
    r"\log": mp.log, r"\exp": mp.exp, r"\sin": mp.sin, r"\cos": mp.cos, r"\sinh": mp.sinh, r"\cosh": mp.cosh,
    r"\tanh": mp.tanh, r"\max": max, r"\min": min, r"\sqrt": mp.sqrt, r"\text{Im}": mp.im,
}  # fmt: skip
COMPARE = {
    "=": operator.eq, r"\ne": operator.ne, "<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge,
}  # fmt: skip


class Point:
    """A place at which expressions have values: sizes, random draws, and the symbols that are held at a given value.

    A symbol that is held is not computed from its definition; whatever depends on it is computed from the held value.
    That is all it takes to differentiate by an intermediate result such as z.
    """

    def __init__(self, scope, seed, outer=None, held=None):
        self.scope, self.seed, self.outer, self.held, self.known = scope, seed, outer, held or {}, {}
        self.sizes = outer.sizes if outer else draw_sizes(scope, random.Random(f"sizes {seed}"))

    def holding(self, held):
        """The same place with some symbols held at given values."""
        return Point(self.scope, self.seed, self, held)

    def value(self, name):
        """The value of a symbol here."""
        if name in self.held:
            return self.held[name]
        if self.outer and (name not in self.scope or self.scope.depends(name).isdisjoint(self.held)):
            return self.outer.value(name)
        if name not in self.known:
            self.known[name] = self.compute(name)
        return self.known[name]

    def compute(self, name):
        if name not in self.scope:
            if name in CONSTANTS:
                return CONSTANTS[name]
            raise Undeclared(f"{name} is not declared in symbols/")
        declaration, family = self.scope.declared[name], self.scope.family[name]
        if isinstance(declaration, Index):
            raise Unreadable(f"the index {name} has no value here")
        if isinstance(declaration, Size):
            return mp.mpf(self.size_of(name))
        if isinstance(declaration, Random):
            return declaration.draw(random.Random(f"{self.seed} {name}"), self.sizes)
        tree = self.scope.tree(name)
        if family is None:
            return self.evaluate(tree)
        rows = [self.holding({family: mp.mpf(i)}).evaluate(tree) for i in self.range_of(family)]
        return array([row[:, 0] if is_array(row) else [row] for row in rows])  # one row for each sample

    def size_of(self, name):
        """How far an index runs, or the number that a size is."""
        size = self.scope.declared[name].name
        return self.sizes.get(size, size)

    def range_of(self, name):
        return range(1, self.size_of(name) + 1)

    # one method for each kind of node

    def evaluate(self, node):
        """The value of an expression: a number or a matrix of numbers."""
        see = getattr(self, "see_" + node.kind, None)
        if see is None:
            raise Unreadable(f"a piece of the kind {node.kind!r} was read here, and has no value")
        return see(*node.parts)

    def see_number(self, text):
        return mp.mpf(text)

    def see_symbol(self, name):
        return self.value(name)

    def see_some(self, *symbols):
        """A polynomial of all entries, each with coefficients of its own."""
        total = linear = mp.zero
        numbers = itertools.chain.from_iterable(numbers_in(self.evaluate(symbol)) for symbol in symbols)
        for i, number in enumerate(numbers, 1):
            a, b, c = coefficients(i)
            linear += a * number
            total += (b + c * number * number) * number
        return total + linear * linear

    def see_add(self, terms):
        (sign, node), *others = terms
        total = sign * self.evaluate(node)
        for sign, other in others:
            total = self.add(total, node, sign * self.evaluate(other), other)
            node = None
        return total

    def add(self, left, left_node, right, right_node):
        a, b = shape_of(left), shape_of(right)
        if a == b or is_literal(left_node) or is_literal(right_node):
            return left + right
        if a and b == (a[1], 1) and self.is_added_to_rows(right_node):
            return left + right.T
        if b and a == (b[1], 1) and self.is_added_to_rows(left_node):
            return left.T + right
        raise Undefined(f"cannot add shapes {a} and {b}")

    def is_added_to_rows(self, node):
        is_symbol = node is not None and node.kind == "symbol"
        return is_symbol and getattr(self.scope.declared.get(node.parts[0]), "added_to_rows", False)

    def see_times(self, sign, left, right):
        a, b = self.evaluate(left), self.evaluate(right)
        if not (is_array(a) and is_array(b)):
            return a * b
        if sign == r"\times":
            raise Undefined(r"\times between matrices")
        if sign == r"\cdot" and a.shape == b.shape and a.shape[1] == 1:
            return (a * b).sum()
        if a.shape[1] != b.shape[0]:
            raise Undefined(f"cannot multiply shapes {a.shape} and {b.shape}")
        product = a @ b
        return product[0, 0] if product.shape == (1, 1) else product

    def see_odot(self, left, right):
        a, b = self.evaluate(left), self.evaluate(right)
        if shape_of(a) != shape_of(b):
            raise Undefined(f"elementwise product of shapes {shape_of(a)} and {shape_of(b)}")
        return a * b

    def see_inner(self, left, right):
        return sum(numbers_in(self.see_odot(left, right)))

    def see_norm(self, node):
        return mp.sqrt(sum(abs(number) ** 2 for number in numbers_in(self.evaluate(node))))

    def see_abs(self, node):
        return elementwise(abs, self.evaluate(node))

    def see_divide(self, left, right):
        below = as_number(self.evaluate(right))
        if below == 0:
            raise Undefined("division by zero")
        return self.evaluate(left) / below

    def see_power(self, base, exponent):
        below, above = self.evaluate(base), self.evaluate(exponent)
        if is_array(below):
            raise Undefined(r"a power of a matrix: write elementwise products with \odot")
        if is_array(above) and base != Node("symbol", ("e",)):
            raise Undefined("a matrix in an exponent")
        if below == 0 and above < 0:
            raise Undefined("division by zero")
        return elementwise(lambda number: below ** (int(number) if mp.isint(number) else number), above)

    def see_transpose(self, node):
        value = self.evaluate(node)
        if not is_array(value):
            raise Undefined("the transpose of a number")
        return value.T

    def see_entry(self, node, indices):
        return entry(self.evaluate(node), [self.evaluate(i) for i in indices])

    def see_tuple(self, *parts):
        return array([[as_number(self.evaluate(part))] for part in parts])

    def see_apply(self, name, arguments):
        values = [self.evaluate(argument) for argument in arguments]
        if name == r"\log" and any(mp.im(n) == 0 and mp.re(n) <= 0 for value in values for n in numbers_in(value)):
            raise Undefined("the log of zero or of a negative number")
        if name in (r"\max", r"\min") and any(mp.im(n) != 0 for value in values for n in numbers_in(value)):
            raise Undefined(f"{name} of complex numbers")
        return elementwise(FUNCTIONS[name], *values)

    def see_call(self, name, primes, arguments):
        values = [self.evaluate(argument) for argument in arguments]
        params, tree = self.scope.params[name], self.scope.tree(name)
        of_matrices = any(map(is_array, values)) and any(map(self.stands_for_a_matrix, params))

        def call(*numbers):
            return self.holding(dict(zip(params, numbers, strict=True))).evaluate(tree)

        if of_matrices and primes:
            return self.holding({params[0]: values[0]}).derive(tree, [Node("symbol", (params[0],))] * primes)
        for _ in range(primes):
            call = functools.partial(lambda f, x: (f(x + STEP) - f(x - STEP)) / (2 * STEP), call)
        return call(*values) if of_matrices else elementwise(call, *values)

    def stands_for_a_matrix(self, name):
        """Whether a symbol is declared to be a matrix; then a function of it takes a matrix as a whole."""
        return (self.scope.is_random(name) or self.scope.is_defined(name)) and is_array(self.value(name))

    def see_derivative(self, node, variables):
        return self.derive(node, variables)

    def derive(self, node, variables):
        """Differentiate by the last variable what is the derivative by the others."""
        *others, variable = variables
        inner = Node("derivative", (node, tuple(others))) if others else node
        symbol, indices = variable.parts if variable.kind == "entry" else (variable, ())
        name, names = symbol.parts[0], self.scope.depends_of(node)
        if names and name not in names and self.scope.is_defined(name):
            raise Undefined(f"nothing here is declared to depend on {name}")
        if isinstance(self.scope.declared.get(name), (Index, Size)):
            raise Undefined(f"{name} is not a variable")
        here = self.value(name)
        positions = np.arange(len(numbers_in(here))).reshape(shape_of(here) or (1, 1))

        def at(position, step):
            moved = here + step
            if is_array(here):
                moved = here.copy()
                moved.flat[position] += step
            return self.holding({name: moved}).evaluate(inner)

        def slope(position):
            return (at(position, STEP) - at(position, -STEP)) / (2 * STEP)

        if indices:
            positions = entry(positions if is_array(here) else here, [self.evaluate(i) for i in indices])
        if not is_array(positions) or not is_array(here):
            return slope(positions)
        slopes = [slope(position) for position in positions.flat]
        if not is_array(slopes[0]):
            return array([slopes[i : i + positions.shape[1]] for i in range(0, len(slopes), positions.shape[1])])
        if slopes[0].shape[1] == 1 and positions.shape[1] == 1:  # a column by a column: the Jacobian
            return np.hstack(slopes)
        raise Undefined("the derivative of a matrix by a matrix: write it with indices")

    def each(self, name, bounds, body):
        """The values of the terms of a sum or a product."""
        if bounds is None:
            numbers = self.range_of(name)
        else:
            low, high = (int(as_number(self.evaluate(bound))) for bound in bounds)
            numbers = range(low, high + 1)
            if self.scope.is_index(name) and numbers != self.range_of(name):
                raise Undefined(f"{name} is declared to run over {self.range_of(name)}, not {numbers}")
        return [self.holding({name: mp.mpf(number)}).evaluate(body) for number in numbers]

    def see_sum(self, name, bounds, body):
        first, *others = self.each(name, bounds, body) or [mp.zero]
        return sum(others, first)

    def see_prod(self, name, bounds, body):
        return mp.fprod(map(as_number, self.each(name, bounds, body)))

    def see_limit(self, name, body):
        left, right = (self.holding({name: step}).evaluate(body) for step in (-STEP, STEP))
        middle = (left + right) / 2
        if any(abs(number) > mp.sqrt(STEP) for number in numbers_in(right - left)):
            raise Undefined("the limits from the left and from the right differ")
        return middle

    def see_delta(self, *indices):
        if len(indices) != 2:
            raise Undefined(r"\delta takes two indices")
        left, right = map(self.evaluate, indices)
        return mp.one if left == right else mp.zero

    def see_iverson(self, statement):
        sides, relations = statement.parts
        return elementwise(lambda *numbers: mp.mpf(holds(relations, numbers)), *map(self.evaluate, sides))

    def see_cases(self, branches):
        for value, condition in branches:
            if condition is None or as_number(self.see_iverson(condition)):
                return self.evaluate(value)
        raise Undefined("no case applies")

    def see_order(self, node):
        raise Unreadable("O(...) can only be a term of one side of an equation")


@functools.cache
def coefficients(i):
    return mp.mpf(i * 37 % 53 + 20) / 50, mp.mpf(i * 29 % 47 - 60) / 40, mp.mpf(i * 41 % 59 + 15) / 70


def draw_sizes(scope, rng):
    """Small sizes for all dimensions: all different, none of them 1."""
    names = scope.sizes(scope.declared)
    return dict(zip(names, rng.sample(range(2, 2 + len(names)), len(names)), strict=True))


def holds(relations, numbers):
    """Whether numbers stand in these relations, each to the next."""
    if any(relation not in COMPARE for relation in relations):
        raise Unreadable("a condition compares numbers")
    return all(COMPARE[relation](a, b) for relation, a, b in zip(relations, numbers, numbers[1:], strict=False))


def is_literal(node):
    """Whether a node is a number as written, with or without a sign."""
    if node is not None and node.kind == "add" and len(node.parts[0]) == 1:
        node = node.parts[0][0][1]
    return node is not None and node.kind == "number"
