"""Exercises of notebook 10: what a record of a computation needs, rules for new steps, forward mode, softmax."""

import inspect
import sys

import numpy as np

from ._draws import enlarged, some, with_a_0
from ._judge import Notebook

notebook = Notebook()
check, hint, solution = notebook.check, notebook.hint, notebook.solution


def drawn(*names, shape=(3, 2)):
    return lambda rng: {name: some(rng, *shape, sizes=(0.5, 4)) for name in names}


def single(*names):
    return lambda rng: {name: float(some(rng, sizes=(0.5, 4))) for name in names}


# --------------------------------------------------------------------------------------------- the Predicts


@notebook.value(
    hint=(
        "What is nudged?",
        "First count the numbers: W1 and b1, W2 and b2. Each one is moved up, and moved down.",
    ),
    mistakes={
        "4 * 16 + 16 + 16 + 1": "each number is nudged to one side only",
        "2 * (4 * 16 + 16)": "the biases are left out",
        "4 * 16 + 16": "the biases are left out, and each weight is nudged to one side only",
        "2 * (4 * 16 + 16 + 16)": "the bias of the output is left out",
        "2 * (4 * 16 + 16 + 16 + 1) + 4": "one pass more is counted for each of the four arrays",
        "2": "one pass to each side is said to do for all of them",
        "2 * (4 * 16 + 16 + 16 + 1) * 5": "each row of the data is counted, too",
        "2 * (4 + 16 + 1)": "the units are counted, not the weights between them",
    },
    also=["194.0", "2 * 97"],
)
def my_passes():
    """A network has 4 features, 16 hidden units and 1 output, each layer with its biases. How many forward passes
    does it take to nudge every weight and every bias to both sides?
    """
    return 2 * (4 * 16 + 16 + 16 + 1)


@notebook.value(
    hint=("How many for one doubling, how many for two?", "Each route through the last doubling goes on in two ways."),
    mistakes={
        "2 * 10": "the routes of the doublings are added up: each one goes on in two ways",
        "10": "each doubling is counted once",
        "2**11 - 1": "the visits on the way are counted, too",
        "2**11": "there is a doubling too many",
        "2**9": "one doubling is left out",
        "10**2": "base and exponent have changed places",
        "1": "only one route is counted",
        "2 ^ 10": "`^` is no power in Python, where 2^10 is 8: that is written `**`",
    },
    also=["1024.0", "4**5"],
)
def my_routes():
    """x1 = x + x, then x2 = x1 + x1, and so on to x10. How many routes lead from x10 to x?"""
    return 2**10


@notebook.value(
    hint=(
        "What does u hold when the second call begins?",
        "After the first call the gradient of u is 6. The second call adds to it, and then u hands on what it has.",
    ),
    mistakes={
        "18": "the second call is said to start from 0",
        "2 * 18": "only w keeps its gradient: u hands on 6 the second time, too",
        "18**2": "the two calls are multiplied",
        "6 + 6 * 3": "the gradient of u is added to the derivative",
        "4 * 18": "the gradient of the loss is added to, too: it is set to 1 at each call",
        "18 + 36 + 54": "a third call is made",
        "(18 + 36) * 3": "the factor 3 is counted twice, in both calls",
        "18 + 36 * 3": "the factor 3 is counted twice, in the second call",
    },
    also=["54.0", "18 + 36"],
)
def my_second_call():
    """L = u**2 with u = 3w at w = 1, so dL/dw = 18. The engine only ever adds to its gradients, those of u included;
    only the loss's own is set to 1 at each call. What does w hold after a second call of backward?
    """
    return 6 * 3 + (6 + 6) * 3


@notebook.value(
    hint=("What does one pass fill?", "A pass forward belongs to one input, a pass back to one output."),
    parts=("forward", "reverse"),
    mistakes={
        "50, 3": "the two have changed places",
        "150, 150": "a pass is counted for each derivative",
        "1, 1": "one pass is said to do for all",
        "3, 1": "the pass back is said to do for all outputs at once",
        "1, 50": "the pass forward is said to do for all inputs at once",
        "3 * 50, 50": "the forward passes are counted once more for each output",
        "6, 50": "each input is nudged to both sides: that is numerical differentiation",
    },
    also=["[3, 50]", "(3.0, 50.0)"],
)
def my_two_modes():
    """A function takes 3 numbers and returns 50. How many passes does forward mode need for all 150 derivatives,
    and how many passes back does reverse mode? A tuple of two.
    """
    return 3, 50


# -------------------------------------------------------------------------------------------- rules for steps


def to_sum(g_shape, shape):
    return lambda rng: {"g": some(rng, *g_shape), "shape": shape}


@notebook.function(
    hint=(
        "Which axes were not there before?",
        "Line up the two shapes from the right. An axis that is missing in front is summed away; one of length 1 is"
        " summed, and kept.",
    ),
    paper=[
        {"g": np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]), "shape": (3,)},
        {"g": np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]), "shape": (2, 1)},
        {"g": np.array([1.0, 2.0, 4.0]), "shape": ()},
        {"g": np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]), "shape": ()},
        {"g": np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]), "shape": (1, 1)},
        {"g": np.array([[1.0, 2.0], [8.0, 16.0]]), "shape": (2, 2)},
    ],
    draws=[
        to_sum((4, 3), (3,)),
        to_sum((1, 3), (1, 3)),
        to_sum((4, 3), (1, 3)),
        to_sum((4, 3), (4, 1)),
        to_sum((4, 3), (1, 1)),
        to_sum((4, 3), ()),
        to_sum((2, 4, 3), (4, 1)),
        to_sum((2, 4, 3), (1, 3)),
        to_sum((2, 4, 3), (2, 1, 1)),
        to_sum((3, 3), (3,)),
        to_sum((3, 3), (3, 1)),
    ],
    mistakes={
        ("g = g.sum(axis=0)", "g = g.mean(axis=0)"): "the mean is taken over an axis that was put in front",
        ("g = g.sum(axis=0)", "g = g[0]"): "one copy is kept of an axis that was put in front, the others are lost",
        ("keepdims=True", "keepdims=False"): "the stretched axis is lost, not kept with length 1",
        ("g = g.sum(axis=0)", "g = g.sum(axis=-1)"): "the last axis is summed away, where the first was put in",
        ("g = g.sum(axis=axis, keepdims=True)", "pass"): "a stretched axis is not summed",
        ("g.sum(axis=axis, keepdims=True)", "g.mean(axis=axis, keepdims=True)"): "a stretched axis is averaged",
        ("if length == 1", "if length != 1"): "the axes are summed that were not stretched",
        "g": "nothing is summed: g is handed on as it came",
        "g.sum()": "everything is summed to one number, whatever the shape",
        "g.sum(axis=0)": "the first axis is summed, whatever the shape",
        "g[0]": "the first row of g is given, whatever the shape",
        ("g.sum(axis=0)", "g.mean(axis=0)", "g.sum(axis=axis, keepdims", "g.mean(axis=axis, keepdims"): (
            "every sum is a mean: the copies are averaged, not added up"
        ),
        (
            "    for _ in range(g.ndim - len(shape)):\n        g = g.sum(axis=0)\n",
            "",
        ): "an axis that was put in front is not summed",
        (
            "for _ in range(g.ndim - len(shape))",
            "if g.ndim > len(shape)",
        ): "of several axes that were put in front, only one is summed",
        ("g = g.sum(axis=0)", "return g.sum(axis=0)"): "it returns after the first sum over an axis in front",
        (
            "g = g.sum(axis=axis, keepdims=True)",
            "return g.sum(axis=axis, keepdims=True)",
        ): "only the first stretched axis is summed, as where it returns after that",
        ("keepdims=True)\n    return g", "keepdims=True)\n        return g"): (
            "the return stands inside the loop: only the first axis of the shape is looked at"
        ),
        ("g.sum(axis=axis, keepdims=True)", "g.take([0], axis=axis)"): (
            "one copy is kept of a stretched axis, the others are lost"
        ),
        ("g.sum(axis=axis, keepdims=True)", "g.sum(axis=0, keepdims=True)"): (
            "the first axis is summed, where the stretched one has to be"
        ),
    },
    also=[
        "g.sum(axis=tuple(range(g.ndim - len(shape)))).sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), "
        "keepdims=True)",
        (
            "    for _ in range(g.ndim - len(shape)):\n        g = g.sum(axis=0)\n",
            "    g = g.reshape((-1, *g.shape[g.ndim - len(shape) :])).sum(axis=0)\n",
        ),
        (
            "        if length == 1:\n            g = g.sum(axis=axis, keepdims=True)\n",
            "        g = np.add.reduceat(g, [0], axis=axis) if length == 1 else g\n",
        ),
    ],
)
def my_sum_back(g, shape):
    """What has to be sent to an array of this shape, when it was broadcast, and g came back to the result.
    Both may have any shape that fits.
    """
    for _ in range(g.ndim - len(shape)):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


# ------------------------------------------------------------------------------------------------- the order

FORKS = ({5: [2, 7], 2: [9], 7: [9, 2], 9: [], 4: [5, 9]}, 5)  # parents, loss; nothing leads from 5 to 4
LADDER = ({0: [3, 3], 3: [1, 1], 1: [4, 2], 2: [4], 4: []}, 0)
SQUARE = ({1: [0, 0], 0: []}, 1)
DIAMONDS = ({6: [8, 3], 8: [1, 3], 3: [1, 0], 1: [0], 0: [], 7: [6]}, 6)
# A value is used twice by an early user, and once by a later one: by whom is visited first, from either end.
TWICE = ({4: [3, 2], 3: [0], 2: [0, 0], 0: []}, 4)
TWICE_LATER = ({5: [2, 4], 4: [3], 3: [0], 2: [0, 0], 0: []}, 5)
# A short way and a long one: neither how many users a value has is an order, nor which of them was found last.
SHORT_CUT = ({0: [4, 5], 4: [7], 7: [5], 5: [1], 1: []}, 0)
MOVED_TWICE = {5: [2, 7], 2: [9], 7: [9, 2], 9: [11], 11: []}, 5
ONE_VALUE = ({3: [], 4: [3]}, 3)  # the loss is a given value
GRAPHS = (SQUARE, FORKS, LADDER, DIAMONDS, TWICE, TWICE_LATER, SHORT_CUT, MOVED_TWICE, ONE_VALUE)


def _reachable(parents, loss):
    found, waiting = {loss}, [loss]
    while waiting:
        for parent in parents[waiting.pop()]:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _by_depth(parents, loss):
    """Another right form: each value lies one deeper than the deepest that went into it."""
    depth = {}
    while loss not in depth:
        for value in [*parents, *reversed(parents)]:  # a chain may be numbered either way
            if all(parent in depth for parent in parents[value]):
                depth[value] = 1 + max((depth[parent] for parent in parents[value]), default=-1)
    return sorted(_reachable(parents, loss), key=lambda value: -depth[value])


def _by_leaving(parents, loss):
    """A third: go as far back as you can, write down each value when nothing before it is left, turn all round."""
    found, order, way = {loss}, [], [(loss, iter(parents[loss]))]
    while way:
        value, rest = way[-1]
        new = [parent for parent in rest if parent not in found][:1]
        if new:
            found.add(new[0])
            way.append((new[0], iter(parents[new[0]])))
            way[-2] = (value, iter(parents[value]))
        else:
            order.append(value)
            way.pop()
    return order[::-1]


def _along_each_route(parents, loss):
    """Right and useless: whatever is met again moves to the end, and so does all that went into it."""
    order, waiting = [loss], [loss]
    for value in waiting:
        for parent in parents[value]:
            order = [one for one in order if one != parent] + [parent]
            waiting.append(parent)
    return order


def _orders(answer):
    return [(parents, loss, answer({v: list(p) for v, p in parents.items()}, loss)) for parents, loss in GRAPHS]


def _is_a_list_of_values(answer):
    orders = _orders(answer)
    if any(order is ... for _, _, order in orders):
        return ...
    return all(isinstance(order, (list, tuple)) and set(order) <= set(parents) for parents, _, order in orders)


def _leaves_nothing_out(answer):
    for parents, loss, order in _orders(answer):
        if absent := sorted(_reachable(parents, loss) - set(order)):
            return f"With parents = {parents} and loss = {loss}, it returns {list(order)}, without {absent[0]}."
    return True


def _visits_once(answer):
    for parents, loss, order in _orders(answer):
        if len(set(order)) < len(order):
            return f"With parents = {parents} and loss = {loss}, it returns {list(order)}."
    return True


def _leads_from_the_loss(answer):
    for parents, loss, order in _orders(answer):
        if strange := sorted(set(order) - _reachable(parents, loss)):
            return f"With parents = {parents} and loss = {loss}, {strange[0]} is in the answer."
    return True


def _users_first(answer):
    for parents, loss, order in _orders(answer):
        place = {value: n for n, value in enumerate(order)}
        for value in order:
            for parent in parents[value]:
                if place[parent] < place[value]:
                    return (
                        f"With parents = {parents} and loss = {loss}, it returns {list(order)}:"
                        f" {parent} went into {value}, and comes before it."
                    )
    return True


def _is_long_enough(answer):
    """In both directions, for who begins with the early values of one never has far to go.

    The second is shorter, and so is the way that it may go: who compares all values with all is slow, and right.
    """
    here = len(inspect.stack(context=0))
    for order, limit in ((range(4999, -1, -1), USUAL_LIMIT), (range(1000), here + 300)):
        chain = {value: [value + order.step] for value in order} | {order[-1]: []}
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(min(before, limit))  # whatever was set in this session before
        try:
            found = list(answer(dict(sorted(chain.items())), order[0]))
        except RecursionError:
            return "Python does not let a function call itself that often."
        finally:
            sys.setrecursionlimit(before)
        if len(found) < len(order):
            return f"Of {len(order)} values, it visits {len(found)}."
        if found != list(order):
            return False
    return True


class TooOften(Exception):
    """More values were looked up than any order takes."""


class _Counted(dict):
    """Parents that may be looked up ten thousand times."""

    left = 10_000

    def __getitem__(self, value):
        self.left -= 1
        if self.left < 0:
            raise TooOften
        return super().__getitem__(value)


def _goes_along_no_route_twice(answer):
    length = 20
    try:
        order = list(answer(_Counted({n: [n - 1, n - 1] if n else [] for n in range(length)}), length - 1))
    except TooOften:
        return f"Of {length} values, each goes into the next one twice, and it looks up parents more than 10,000 times."
    return order == list(range(length - 1, -1, -1))


def _leaves_parents_alone(answer):
    for parents, loss in GRAPHS:
        own = {value: list(into) for value, into in parents.items()}
        answer(own, loss)
        if own != parents:
            return f"With parents = {parents} and loss = {loss}, parents is {own} afterwards."
    return True


ONLY_VALUES = "It has to be a list of the values (the keys of parents)."
ALL_OF_THEM = "Every value that the loss was made from has to be visited, and the loss itself."
ONCE = "No value may be visited twice: it would hand on what it has twice."
NO_OTHERS = "What the loss was not made from must not be visited."
USERS_FIRST = "Before a value is visited, all values that it went into have to be visited."
UNTOUCHED = "It may not change parents: the dictionary and its lists belong to whoever called it."
LONG = "A chain of 5000 steps has to work, too."
MANY = "It may not go along each route: where values are used twice, over and over, there are too many."
USUAL_LIMIT = 3000  # of calls within calls, in a notebook


@notebook.design(
    hint=(
        "When may a value hand on?",
        "When everything that it went into has been visited. Count how often each value is used, and count down.",
    ),
    promises={
        ONLY_VALUES: _is_a_list_of_values,
        ALL_OF_THEM: _leaves_nothing_out,
        ONCE: _visits_once,
        NO_OTHERS: _leads_from_the_loss,
        USERS_FIRST: _users_first,
        UNTOUCHED: _leaves_parents_alone,
        LONG: _is_long_enough,
        MANY: _goes_along_no_route_twice,
    },
    mistakes={
        "sorted(parents, reverse=True)": NO_OTHERS,
        "_by_depth(parents, loss)[:3000]": LONG,
        "list(_reachable(parents, loss))[::-1]": USERS_FIRST,
        "_by_depth(parents, loss)[::-1]": USERS_FIRST,
        "_by_depth(parents, loss)[1:]": ALL_OF_THEM,
        (
            "        for parent in parents[waiting.pop()]:\n",
            "        into = parents[waiting.pop()]\n        for parent in set(into):\n",
        ): USERS_FIRST,
        (
            "        for parent in parents[waiting.pop()]:\n",
            "        into = parents[waiting.pop()]\n        for parent in set(into):\n",
            "ready.pop()",
            "ready.pop(0)",
        ): USERS_FIRST,
        ("if uses[parent] == 0:", "if parent:"): ALL_OF_THEM,
        ("if uses[parent] == 0:", "if True:"): ONCE,
        (
            "for parent in parents[order[-1]]:",
            "while parents[order[-1]]:\n            parent = parents[order[-1]].pop()",
        ): UNTOUCHED,
        "_along_each_route(parents, loss)": MANY,
        "len(parents)": ONLY_VALUES,
        "[parents[loss]]": ONLY_VALUES,
    },
    also=["_by_depth(parents, loss)", "_by_leaving(parents, loss)", "tuple(_by_depth(parents, loss))"],
)
def my_order(parents, loss):
    """The order in which backward has to visit the values, as a list that begins with the loss.
    parents is a dictionary: parents[value] lists what went into this value, twice if it was used twice;
    for a given value the list is empty.
    The values are numbers, which say nothing about the order. Some have nothing to do with the loss.
    A chain of 5000 steps has to work: too long for a function that calls itself. So has a chain of 20 values of which
    each is used twice by the next: too many routes to go along each. parents stays as it is.
    """
    uses, waiting = {loss: 0}, [loss]
    while waiting:
        for parent in parents[waiting.pop()]:
            if parent not in uses:
                uses[parent] = 0
                waiting.append(parent)
            uses[parent] += 1
    order, ready = [], [loss]
    while ready:
        order.append(ready.pop())
        for parent in parents[order[-1]]:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return order


# --------------------------------------------------------------------------------------------- new operations


@notebook.function(
    hint=(
        "Which of the two has the minus?",
        "A larger b makes a / b smaller, if a and b are positive. Derive a b**-1.",
    ),
    paper=[{"g": np.array([1.0, 6.0]), "a": np.array([2.0, 3.0]), "b": np.array([4.0, -1.0])}],
    draws=[
        drawn("g", "a", "b"),
        drawn("g", "a", "b", shape=(4,)),
        drawn("g", "a", "b", shape=(3, 1)),
        enlarged(drawn("g", "a", "b", shape=(3,)), "b", factor=1e-4),
        with_a_0(drawn("g", "a", "b", shape=(4,)), "g", "a"),
    ],
    mistakes={
        ("dL_da = g / b", "dL_da = g * b"): "g is multiplied by b, not divided: that is the rule of the product",
        ("dL_da = g / b", "dL_da = 1 / b"): "what arrives is not used",
        ("dL_da = g / b", "dL_da = g / a"): "it is divided by the numerator",
        ("dL_da = g / b", "dL_da = -g * a / b**2"): (
            "a gets what belongs to b: the two have changed places, or one stands there twice"
        ),
        ("-g * a / b**2", "g * a / b**2"): "the minus of the power rule is lost",
        ("-g * a / b**2", "-g * a / b"): "the denominator is not squared",
        ("-g * a / b**2", "-g * a / b * 2"): "one `*` stands for two: 2 is a factor, not an exponent",
        ("-g * a / b**2", "-g / b**2"): "the numerator is lost: that is the derivative of 1 / b",
        ("-g * a / b**2", "-a / b**2"): "what arrives is lost on the way to b",
        ("-g * a / b**2", "g / a"): "the two are treated alike: each is divided by the other",
        ("-g * a / b**2", "g / b"): "both get the same",
    },
    also=[
        ("-g * a / b**2", "-dL_da * a / b"),
        ("g / b", "g * b**-1.0", "-g * a / b**2", "g * a * -(b**-2.0)"),
        "{'dL_da': g / b, 'dL_db': -g / b * (a / b)}",
    ],
)
def my_divide_back(g, a, b):
    """The two routes back of z = a / b, entry by entry, for arrays of any shape. g is dL/dz."""
    dL_da = g / b
    dL_db = -g * a / b**2
    return {"dL_da": dL_da, "dL_db": dL_db}


@notebook.function(
    hint=(
        "From the input, or from the output?",
        "tanh = s / c with s = (e^a - e^-a) / 2 and c = (e^a + e^-a) / 2. Then s' = c, c' = s, and c^2 - s^2 = 1.",
    ),
    paper=[{"g": np.array([2.0, 8.0]), "t": np.array([0.5, -0.25])}],
    draws=[
        lambda rng: {"g": some(rng, 4, sizes=(0.5, 4)), "t": rng.choice([-1, 1], 4) * rng.uniform(0.2, 0.9, 4)},
        lambda rng: {
            "g": some(rng, 3, 2, sizes=(0.5, 4)),
            "t": rng.choice([-1, 1], (3, 2)) * rng.uniform(0.2, 0.9, (3, 2)),
        },
        lambda rng: {"g": some(rng, 5, sizes=(0.5, 4)), "t": np.array([0.99, -0.97, 0.996, -0.99998, 0.004])},
    ],
    mistakes={
        "g * t * (1 - t)": "the slope is that of the sigmoid",
        "g * (1 - np.tanh(t) ** 2)": "tanh is taken once more, of the output",
        "1 - t**2 + 0 * g": "what arrives is not used",
        "g * (1 + t**2)": "the sign in the bracket is turned",
        "g * (1 - t)": "the square is missing",
        "g - t**2": "a bracket is missing: the square is not multiplied by what arrives",
        "1 - g * t**2": "only the square is multiplied by what arrives, and not the 1",
        "g * t": "the output itself is taken for the slope",
        "g * (1 - t) ** 2": "the whole bracket is squared, not t alone",
        "g * (1 - 2 * t)": "t is doubled, where it has to be squared",
        "g * t**2": "the 1 is missing: the square alone is taken for the slope",
        "g * (1 - g**2)": "the slope is taken at g, not at t",
        "g * (1 - np.arctanh(t) ** 2)": "the input a is squared, not the output t",
        "g @ (1 - t**2)": "`@` stands where `*` belongs: it adds up",
        "g / (1 - t**2)": "it is divided by the slope",
    },
    also=["g * (1 - t) * (1 + t)", "g - g * t**2", "g / np.cosh(np.arctanh(t)) ** 2"],
)
def my_tanh_back(g, t):
    """The route back of t = tanh(a) = (e^a - e^-a) / (e^a + e^-a), entry by entry, from the output t alone.

    Arrays of any shape; g is dL/dt.
    """
    return g * (1 - t**2)


def with_ties(*shape):
    """A tie, two near ones, a pair on both sides of 0, each way round, and two pairs far out on either side."""
    far = np.array([[3.5, 2.75], [2.75, 3.5], [-3.5, -2.75], [-2.75, -3.5]])

    def draw(rng):
        case = drawn("g", "a", "b", shape=shape)(rng)
        case["b"].flat[0] = case["a"].flat[0]
        case["a"].flat[1], case["b"].flat[1] = 1.25, -0.75
        case["a"].flat[2], case["b"].flat[2] = -0.75, 1.5
        case["a"].flat[3:7], case["b"].flat[3:7] = far.T
        case["b"].flat[7:9] = case["a"].flat[7:9] + 8e-6 * np.abs(case["a"].flat[7:9]) * [1, -1]
        return case

    return draw


@notebook.function(
    hint=(
        "Who decided what came out?",
        "If a is the larger one, a small step of b changes nothing. Where they are equal: a kink, and a convention.",
    ),
    paper=[
        {"g": np.array([4.0, 6.0, 8.0]), "a": np.array([3.0, 1.0, 2.0]), "b": np.array([1.0, 5.0, 2.0])},
    ],
    draws=[with_ties(9), with_ties(5, 2)],
    mistakes={
        ("(a > b) + 0.5 * (a == b)", "(a >= b)"): "a gets everything where both are equal",
        (
            "(a > b) + 0.5 * (a == b)",
            "np.where(np.isclose(a, b), 0.5, a > b)",
        ): "two that are nearly equal are taken for equal",
        ("(a > b) + 0.5 * (a == b)", "(a > b)"): "a gets nothing where both are equal",
        ("(a > b) + 0.5 * (a == b)", "(a < b) + 0.5 * (a == b)"): "the smaller one gets the gradient",
        (
            "(a > b) + 0.5 * (a == b)",
            "(a < b)",
        ): "the smaller one gets the gradient, and a nothing where both are equal",
        ("(a > b) + 0.5 * (a == b)", "a"): "a itself is the factor, and nothing is compared",
        ("(a > b) + 0.5 * (a == b)", "0.5"): "each gets half, everywhere",
        (
            "((a > b) + 0.5 * (a == b))",
            "(a > b) + 0.5 * (a == b)",
        ): "a bracket is missing: the half is not multiplied by g",
        ("(a > b) + 0.5 * (a == b)", "np.ones(a.shape)"): "a gets everything, everywhere",
        ("(a > b) + 0.5 * (a == b)", "(a > 0)"): "a is compared with 0, as in the ReLU",
        ("dL_db = g - dL_da", "dL_db = dL_da"): "both get the same",
        ("dL_db = g - dL_da", "dL_db = g"): "b gets everything, everywhere",
        ("dL_db = g - dL_da", "dL_db = g * (b >= a)"): "b gets everything where both are equal",
        ("dL_db = g - dL_da", "dL_db = g * (b > a)"): "b gets nothing where both are equal",
        ("dL_db = g - dL_da", "dL_db = g * (b > a) + 0.5 * (a == b)"): (
            "a bracket is missing in the line of b: the half is not multiplied by g"
        ),
        ("dL_da = g * (", "dL_da = ("): "what arrives is not used in the line of a",
    },
    also=[
        ("g - dL_da", "g * ((b > a) + 0.5 * (a == b))"),
        ("g * ((a > b) + 0.5 * (a == b))", "g * (1 + np.sign(a - b)) / 2"),
        ("g * ((a > b) + 0.5 * (a == b))", "np.where(a == b, g / 2, np.where(a > b, g, 0))"),
    ],
)
def my_max_back(g, a, b):
    """The two routes back of z = max(a, b), entry by entry, for arrays of any shape. g is dL/dz.
    Where both are equal, each gets half.
    """
    dL_da = g * ((a > b) + 0.5 * (a == b))
    dL_db = g - dL_da
    return {"dL_da": dL_da, "dL_db": dL_db}


# ------------------------------------------------------------------------------------------- the missing fork


@notebook.repair(
    hint=("Into what does u go?", "Count the arrows that leave u: there are two. What comes back along each of them?"),
    paper=[{"x": 2.0, "y": 3.0}],
    draws=[
        single("x", "y"),
        drawn("x", "y", shape=(3,)),
        with_a_0(drawn("x", "y", shape=(4,)), "x", "y"),
        lambda rng: {"x": np.array([2.0, -1.0, 3.0]), "y": rng.uniform(-2, 2, 3)},
    ],
    mistakes={
        ("df_du = df_du + df_dv", "df_du = df_dv"): "what comes through v overwrites what came through the product",
        ("df_du = df_du + df_dv", "df_du = df_du"): "what comes through v is left out",
        (
            "df_du = df_du + df_dv",
            "df_du = df_du * df_dv",
        ): "the two routes are multiplied: that is for steps in a chain",
        ("df_du = df_du + df_dv", "df_du = df_du - df_dv"): "one of the two routes is subtracted",
        ("df_du = df_du + df_dv", "df_du = (df_du + df_dv) / 2"): "the two routes are averaged",
        ("df_du * y + df_dv", "df_du * y"): "x's route through the sum is lost",
        ("df_du * y + df_dv", "df_dv"): "x's route through the product x y is lost",
        ("df_du * y + df_dv", "df_du * x + df_dv"): "x gets what belongs to y: the product swaps",
        ("df_du * y + df_dv", "df_du * x"): "x gets what belongs to y, and its route through the sum is lost",
        ("df_du * y + df_dv", "df_du + df_dv"): "the factor y is lost on x's route through the product",
        ("df_dy = df_du * x", "df_dy = df_du * y"): "y gets what belongs to x: the product swaps",
        ("df_du * y + df_dv", "v * y + df_dv", "df_du * x", "v * x"): (
            "`df_du` is handed on before all that comes to it has arrived"
        ),
        ("df_dy = df_du * x", "df_dy = v * x"): "`df_du` is handed on to y before all that comes to it has arrived",
        (
            "    df_du = v\n    df_dv = u\n",
            "    df_dv = v\n    df_du = u\n",
        ): "a factor of the last product gets itself: the product swaps",
        ("df_dy = df_du * x", "df_dy = df_du"): "the factor x is lost on the route of y",
        ("df_dy = df_du * x", "df_dy = df_dv * x"): "y gets what arrives at v, not at u",
    },
    also=[
        ("df_du = df_du + df_dv", "df_du = 2 * u + x"),
        ("df_du * y + df_dv", "2 * x * y * (y + 1)"),
        "{'df_dv': x * y, 'df_du': 2 * x * y + x, 'df_dx': 2 * x * y * (y + 1), 'df_dy': (2 * x * y + x) * x}",
    ],
)
def my_fork_back(x, y):
    """u = x y, then v = u + x, then f = u v: forward, and every gradient on the way back. x and y are
    two numbers, or two arrays, taken entry by entry. The code runs, and a nudge of x and of y says that it is wrong.
    """
    u = x * y
    v = u + x
    df_du = v
    df_dv = u
    df_du = df_du + df_dv
    df_dx = df_du * y + df_dv
    df_dy = df_du * x
    return {"df_dv": df_dv, "df_du": df_du, "df_dx": df_dx, "df_dy": df_dy}


# ------------------------------------------------------------------------------------------------ forward mode


@notebook.function(
    hint=(
        "Which rule of school?",
        "The slope of a quotient: the quotient rule, with s for the derivative of a and t for b's.",
    ),
    paper=[{"a": 6.0, "s": 1.0, "b": 2.0, "t": 4.0}, {"a": 1.0, "s": 0.0, "b": 2.0, "t": 1.0}],
    draws=[
        single("a", "s", "b", "t"),
        drawn("a", "s", "b", "t", shape=(3,)),
        enlarged(drawn("a", "s", "b", "t", shape=(3,)), "b", factor=0.02),
        with_a_0(drawn("a", "s", "b", "t", shape=(4,)), "a", "s", "t"),
    ],
    mistakes={
        ("value = a / b", "value = a * b"): "the values are multiplied",
        ("value = a / b", "value = b / a"): "numerator and denominator have changed places",
        (
            "(s * b - a * t) / b**2",
            "(a * t - s * b) / b**2",
        ): "the two products have changed places: the sign is turned",
        ("(s * b - a * t) / b**2", "(s * b + a * t) / b**2"): "the products are added, as for a product",
        ("(s * b - a * t) / b**2", "(s * b - a * t) / b"): "the denominator is not squared",
        ("(s * b - a * t) / b**2", "s / t"): "the slopes are divided",
        ("(s * b - a * t) / b**2", "s * b - a * t / b**2"): "a bracket is missing: only the second product is divided",
        (
            "(s * b - a * t) / b**2",
            "(s * b - a * t) / b * b",
        ): "the denominator is lost, or `/ b * b` divides and multiplies again",
        ("(s * b - a * t) / b**2", "(s * b - a * t) / b * 2"): (
            "2 is a factor, not an exponent, as where one `*` stands for two"
        ),
        ("(s * b - a * t) / b**2", "-a * t / b**2"): "the numerator is treated as a constant",
        ("(s * b - a * t) / b**2", "(b - a * t) / b**2"): "s is taken for 1",
        ("(s * b - a * t) / b**2", "(s * b - a) / b**2"): "t is taken for 1",
        ("(s * b - a * t) / b**2", "s * b + a * t"): "the rule of the product is used",
        ("(s * b - a * t) / b**2", "(a * s - b * t) / b**2"): "each value meets its own slope, not the other's",
        ("(s * b - a * t) / b**2", "s / b"): "the denominator is treated as a constant",
        ("(s * b - a * t) / b**2", "(s * t - a * b) / b**2"): (
            "the two slopes are multiplied with each other, and the two values"
        ),
    },
    also=[
        ("(s * b - a * t) / b**2", "s / b - a * t / b**2"),
        ("(s * b - a * t) / b**2", "(s - value * t) / b"),
        "(a / b, (s - a / b * t) / b)",
    ],
)
def my_dual_quotient(a, s, b, t):
    """The quotient of two dual numbers: a with the slope s, divided by b with the slope t.
    Each of the four is a number, or an array, taken entry by entry.
    """
    value = a / b
    slope = (s * b - a * t) / b**2
    return {"value": value, "slope": slope}


# ------------------------------------------------------------------------------------- softmax, the last gradient


def three_scores(rng):
    return {name: float(value) for name, value in zip("abc", some(rng, 3), strict=True)}


@notebook.derivation(
    hint=(
        "Where does b stand?",
        "Only in the denominator. So exp(a) is a constant factor, and what is left is the derivative of 1 / s.",
    ),
    paper=[{"a": 1.0, "b": 0.5, "c": -1.0}],
    draws=[three_scores, three_scores],
    definitions={
        "s": "exp(a) + exp(b) + exp(c)",
        "p_a": "exp(a) / (exp(a) + exp(b) + exp(c))",
        "p_b": "exp(b) / (exp(a) + exp(b) + exp(c))",
        "p_c": "exp(c) / (exp(a) + exp(b) + exp(c))",
    },
    last="a product of `p_a` and `p_b`, without `exp`",
    names="p_a p_b",
    at_most={"exp": 0, "/": 0},
    mistakes={
        "p_a * p_b": "a minus is lost: that of the power rule, or of the quotient rule",
        "exp(a) * -1 / s**2": "the inner derivative is missing: how s reacts to b",
        "-exp(a) * exp(b) / s": "the denominator is not squared",
        "p_a * (1 - p_a)": "the score is nudged that belongs to this probability, and not another one",
        "-p_b": "the factor p_a is lost",
        "-p_a": "the factor p_b is lost",
        "p_b * (1 - p_b)": "the second probability is differentiated, and not the first",
        "-p_a * (1 - p_a)": (
            "the score is nudged that belongs to this probability, and not another one; the sign is turned, too"
        ),
        "-p_b**2": "p_b stands twice in it, and the numerator exp(a) is lost",
        "p_a * (1 - p_b)": "the numerator is said to react, too",
        "exp(a) / exp(b)": "only the denominator is differentiated",
        "-p_a**2": "the inner derivative is taken with respect to a",
        "-p_a * p_c": "the third score is nudged",
        "0": "only the numerator is differentiated, or each of the two by itself",
        "p_b * (1 - p_a)": "the numerator is given the slope exp(b), as if it were the second one",
    },
    also=[
        ["d(exp(a) / s, b)", "-exp(a) / s**2 * d(s, b)", "-exp(a) / s**2 * exp(b)", "-(p_a * p_b)"],
        [
            "d(p_a, b)",
            "(0 * s - exp(a) * exp(b)) / s**2",
            "-exp(a) * exp(b) / s**2",
            "-p_b * p_a",
        ],
        ["d(exp(a) * s**-1, b)", "exp(a) * (-1) * s**-2 * exp(b)", "-p_a * p_b"],
    ],
)
def my_other_score_steps():
    """How the first probability of softmax reacts to the second score, one step a line. The scores are a, b and c;
    s is the sum exp(a) + exp(b) + exp(c), and p_a, p_b, p_c are the three probabilities.
    """
    return """
    d(exp(a) / (exp(a) + exp(b) + exp(c)), b)
    exp(a) * d(1 / s, b)
    exp(a) * (-1 / s**2) * exp(b)
    -exp(a) / s * exp(b) / s
    -p_a * p_b
    """


def probabilities(classes):
    """Probabilities, labels that add up to 1, and the local derivatives."""

    def draw(rng):
        p = np.exp(some(rng, classes))
        p /= p.sum()
        y = rng.uniform(0.5, 1.5, classes)
        y /= y.sum()
        return _softmax_case(p, y, rng.integers(classes))

    return draw


def _softmax_case(p, y, k):
    return {
        **{"p": p, "y": y, "dL_dp": -y / p, "dp_dz": np.diag(p) - np.outer(p, p)},
        **{"K": float(len(p)), "k": float(k)},
    }


@notebook.derivation(
    hint=(
        "What do the labels add up to?",
        "Put both derivatives in and cancel p[i]. Then split the sum: (i == k) picks out one term,"
        " and in the other p[k] stands in front.",
    ),
    paper=[
        _softmax_case(np.array([0.5, 0.25, 0.25]), np.array([0.0, 1.0, 0.0]), 1),
        _softmax_case(np.array([0.5, 0.25, 0.25]), np.array([0.6, 0.4, 0.0]), 0),
    ],
    draws=[probabilities(3), probabilities(4)],
    last="one difference of an entry of `p` and an entry of `y`",
    names="p y k",
    at_most={"/": 0, "*": 0, "sum": 0, "@": 0},
    mistakes={
        "y[k] - p[k]": "the sign is turned: label and probability have changed places, or the loss has no minus",
        "-y[k] * (1 - p[k])": "only the route through p[k] is counted: z[k] moves all probabilities",
        "sum(-y[i] / p[i] * ((i == k) - p[k]) for i in range(K))": "the factor p[i] of softmax's own slope is lost",
        "sum(-y[i] * ((i == k) - p[i]) for i in range(K))": "p[i] stands in the bracket where p[k] belongs",
        "-y[k] - p[k] * sum(y[i] for i in range(K))": "minus times minus has stayed minus",
        "p[k]": "the label is lost",
        "p - y": "all classes are given, not number k",
        "p[k] * K - y[k]": "p[k] is counted K times: the labels add up to 1, not to K",
        "sum(-y[i] * (i == k) - p[k] for i in range(K))": (
            "a bracket is lost inside the sum: p[k] meets no label, and keeps its minus"
        ),
        "-y[k] + p[k] * (1 - y[k])": "the label of class k is left out of the second sum",
        "-y[k]": "the second term of the bracket is lost",
        "p[k] - 1": "y[k] is taken for 1, or the labels are added up without their delta",
        "p[k] - y[k] / K": "the label is divided by the number of classes",
        "(p[k] - y[k]) / K": "the difference is divided by the number of classes",
        "-y[k] / p[k]": "it stops at the probability: the way through softmax is missing",
        "(p[k] - y[k]) * p[k] * (1 - p[k])": "a sigmoid's slope is multiplied in once more",
    },
    also=[
        [
            "sum(dL_dp[i] * dp_dz[i, k] for i in range(K))",
            "sum(-y[i] / p[i] * dp_dz[i, k] for i in range(K))",
            "-y[k] / p[k] * p[k] * (1 - p[k]) + sum(y[i] * p[k] for i in range(K) if i != k)",
            "-y[k] + y[k] * p[k] + p[k] * sum(y[i] for i in range(K) if i != k)",
            "-y[k] + p[k] * sum(y)",
            "-y[k] + p[k]",
        ],
        ["sum(-y[i] * ((i == k) - p[k]) for i in range(K))", "-(y[k] - p[k])"],
        ["dL_dp @ dp_dz[:, k]", "-y[k] + p[k] * sum(y)", "p[k] - y[k]"],
    ],
)
def my_last_steps():
    """dL/dz[k] of softmax with cross-entropy, one step a line.
    L is minus the sum of y[i] * log(p[i]), so dL_dp[i] = -y[i] / p[i].
    The slopes of softmax, together in one formula: dp_dz[i, k] = p[i] * ((i == k) - p[k]).
    There are K classes, and their labels y add up to 1.
    """
    return """
    sum(dL_dp[i] * dp_dz[i, k] for i in range(K))
    sum(-y[i] / p[i] * dp_dz[i, k] for i in range(K))
    sum(-y[i] / p[i] * p[i] * ((i == k) - p[k]) for i in range(K))
    sum(-y[i] * ((i == k) - p[k]) for i in range(K))
    -sum(y[i] * (i == k) for i in range(K)) + p[k] * sum(y[i] for i in range(K))
    -y[k] + p[k]
    p[k] - y[k]
    """
