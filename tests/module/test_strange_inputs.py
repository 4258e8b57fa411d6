"""What a stranger might bring, brought to every argument of every public function.

Whatever comes, the answer is a finite result or a sentence of ours that names the argument: no error of NumPy's or
Python's own, nothing changed, nothing shared; also where the reader has told NumPy to raise at every rounding to 0. A
public function that is not in the table below fails the first test.
"""

import array
import inspect
import math
import traceback
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unittest import mock

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import helpers
from helpers import figures
from helpers.exercises import binary_cross_entropy as exercises

HELPERS = Path(helpers.__file__).parent

W, B = np.array([[1.0, -2.0, 0.0], [3.0, 1.0, -1.0]]), np.array([1.0, -1.0])
X, Z, Y = (
    np.array([[1.0, 2.0, -1.0], [0.0, 1.0, 3.0]]),
    np.array([[1.0, -2.0], [0.0, 3.0]]),
    np.array([[1.0, 0.0], [0, 1]]),
)
Y_HAT = np.array([[0.25, 0.5], [0.75, 0.125]])
W1, B1, W2, B2 = np.array([[1.0, -2, 1], [0, 1, 2], [2, 1, 0], [1, 1, 1]]), np.ones(4), np.ones((2, 4)), np.zeros(2)
POINTS, TWO = np.array([[0.0, 1.0], [2.0, 3.0], [1.0, 1.0]]), np.array([1.0, 2.0])


def rng():
    return np.random.default_rng(0)


def linear():
    return helpers.LinearClassifier(W, B)


def hidden():
    return helpers.HiddenLayerClassifier(W1, B1, W2, B2)


def cubes(x):
    with np.errstate(all="ignore"):
        return np.sum(x**3)


AX = Figure(figsize=(2, 1)).add_subplot()  # one for all: nobody looks at what they draw


def axes():
    AX.set(xlim=(0, 1), ylim=(0, 1), aspect="auto")
    return AX


def on_axes(draw, **arguments):
    return lambda: (draw, {"ax": axes(), **arguments})


TRAIN = {"learning_rate": 0.5, "epochs": 2, "batch_size": 1, "weight_decay": 0.5, "watch": lambda network: 1.0}

# name: () -> (function, arguments that are right)
TABLE = {
    "BinaryCrossEntropy": lambda: (helpers.BinaryCrossEntropy, {"reduction": "sum"}),
    "BinaryCrossEntropyWithLogits": lambda: (helpers.BinaryCrossEntropyWithLogits, {"reduction": "sum"}),
    "Linear": lambda: (helpers.Linear, {"W": W, "b": B}),
    "Linear.random": lambda: (
        helpers.Linear.random,
        {"in_features": 3, "out_features": 2, "rng": rng(), "scale": 0.5},
    ),
    "Linear.forward": lambda: (helpers.Linear(W, B).forward, {"x": X}),
    "Linear.partials": lambda: (helpers.Linear(W, B).partials, {"x": X}),
    "Linear.backward": lambda: (helpers.Linear(W, B).backward, {"x": X, "dL_dz": Z, "need_dL_dx": True}),
    "LinearClassifier": lambda: (helpers.LinearClassifier, {"W": W, "b": B, "reduction": "sum"}),
    "LinearClassifier.random": lambda: (
        helpers.LinearClassifier.random,
        {"in_features": 3, "out_features": 2, "rng": rng(), "scale": 0.5, "reduction": "sum"},
    ),
    "LinearClassifier.copy": lambda: (linear().copy, {"W": W, "b": B}),
    "HiddenLayerClassifier": lambda: (
        helpers.HiddenLayerClassifier,
        {"W1": W1, "b1": B1, "W2": W2, "b2": B2, "reduction": "sum"},
    ),
    "HiddenLayerClassifier.random": lambda: (
        helpers.HiddenLayerClassifier.random,
        {"in_features": 3, "hidden_features": 4, "out_features": 2, "rng": rng(), "scale": 0.5, "reduction": "sum"},
    ),
    "HiddenLayerClassifier.copy": lambda: (hidden().copy, {"W1": W1, "b1": B1, "W2": W2, "b2": B2}),
    "LinearClassifierGradients.of": lambda: (linear().gradients(X, Y).of, {"name": "W"}),
    "HiddenLayerClassifierGradients.of": lambda: (hidden().gradients(X, Y).of, {"name": "W2"}),
    "check_gradients": lambda: (
        helpers.check_gradients,
        {"f": cubes, "variables": {"x": TWO}, "gradients": {"x": 3 * TWO**2}, "tolerance": 1e-6, "h": 1e-5},
    ),
    "check_gradients, an array": lambda: (
        lambda x, gradient: helpers.check_gradients(cubes, {"x": x}, {"x": gradient}),
        {"x": TWO, "gradient": 3 * TWO**2},
    ),
    "numerical_gradient": lambda: (helpers.numerical_gradient, {"f": cubes, "x": TWO, "h": 1e-3}),
    "taylor_slope": lambda: (
        helpers.taylor_slope,
        {"f": cubes, "x": TWO, "gradient": 3 * TWO**2, "rng": rng(), "h": 1e-3},
    ),
    "five_samples": lambda: (helpers.five_samples, {}),
    "eight_people": lambda: (helpers.eight_people, {}),
    "penguin_rows": lambda: (helpers.penguin_rows, {}),
    "penguins": lambda: (helpers.penguins, {"species": "Gentoo", "features": ["body_mass_g"]}),
    "split": lambda: (helpers.split, {"x": X, "y": Y, "held_out": 1, "rng": rng()}),
    "standardize": lambda: (helpers.standardize, {"x_train": X, "epsilon": 0.5}),
    "standardize, others": lambda: (lambda others: helpers.standardize(X, others), {"others": X}),
    "train": lambda: (helpers.train, {"network": linear(), "x": X, "y": Y, "rng": rng(), **TRAIN}),
    "figures.use_house_style": lambda: (figures.use_house_style, {}),
    "figures.show": lambda: (figures.show, {"fig": Figure(figsize=(1, 1)), "alt": "Nothing."}),
    "figures.picture": lambda: (figures.picture, {"fig": Figure(figsize=(1, 1)), "alt": "Nothing.", "sharpness": 2}),
    "figures.sliders": lambda: (
        figures.sliders,
        {"draw": lambda axes, w: None, "rows": 1, "columns": 1, "figsize": (1, 1), "w": (0, 1, 0, 1)},
    ),
    "figures.tangent": on_axes(figures.tangent, x=1.0, y=2.0, slope=-1.0, reach=0.5, label="slope"),
    "figures.computational_graph": on_axes(
        figures.computational_graph,
        nodes={"x": (0, 0, "$x$"), "y": (1, 0, "$y$")},
        wires=[("x", "y", "1", "2")],
        above="its value",
        local={"x": "copies"},
        lit=["y"],
    ),
    "figures.network_of_units": on_axes(
        figures.network_of_units,
        columns=[("in", ["$x_1$", "$x_2$"]), ("out", ["$z$"])],
        lit=(1, 0),
        names=["$w_1$", "$w_2$"],
    ),
    "figures.routes": on_axes(
        figures.routes,
        start="$x$",
        slopes=[1.0, 0.0],
        upstream=[2.0, -1.0],
        names=["u", "v"],
        end="$f$",
        result="$r$",
        heads=["a", "b"],
    ),
    "figures.multiplication_table": on_axes(
        figures.multiplication_table,
        g=np.array([2.0, -1.0]),
        x=np.array([4.0, 1.0, 3.0]),
        lit=(1, 2),
        names=["$g$", "$x$", "$W$"],
    ),
    "figures.graph_of_one_sample": on_axes(figures.graph_of_one_sample, w1=1, w2=2, x1=1, x2=1, b=0, y=1, steps_back=3),
    "figures.loss_surface": on_axes(
        figures.loss_surface, loss=cubes, across=(0, 1), up=(0, 1), points=3, minimum=(0, 1), levels=[0.5, 1.0]
    ),
    "figures.loss_surface, its values": on_axes(
        figures.loss_surface, loss=[[1.0, 2.0], [3.0, 5.0]], across=(0, 1), up=(0, 1)
    ),
    "figures.descent_path": on_axes(figures.descent_path, path=POINTS, numbered=2),
    "figures.labelled_points": on_axes(
        figures.labelled_points, x=POINTS, y=np.array([0.0, 1.0, 1.0]), names=("no", "yes"), held_out=False, size=30
    ),
    "figures.decision_boundary": on_axes(figures.decision_boundary, probability=lambda p: p[:, 0], points=3),
    "figures.probability_map": on_axes(figures.probability_map, probability=lambda p: p[:, 0], points=3),
    "figures.arrays_to_scale": on_axes(
        figures.arrays_to_scale, terms=[("W", W), "=", ("b", B)], decimals=1, zeros=True, shapes=True
    ),
    "figures.arrays_to_scale, rows": lambda: (
        lambda rows: figures.arrays_to_scale(axes(), [("W", W, "red", rows)]),
        {"rows": [0, 1]},
    ),
    "figures.arrays_to_scale, a colour": lambda: (
        lambda color: figures.arrays_to_scale(axes(), [("W", W, color)]),
        {"color": "red"},
    ),
    "figures.arrays_to_scale, an array": lambda: (
        lambda W: figures.arrays_to_scale(axes(), [("W", W)]),
        {"W": W},
    ),
    "figures.hinge_lines": on_axes(
        figures.hinge_lines,
        W1=POINTS,
        b1=np.array([-0.5, 1.0, -1.0]),
        numbered=True,
        first=2,
        weights=np.array([1.0, -0.5, 0.25]),
    ),
    "table": lambda: (helpers.table, {"columns": {"z": Z[:, 0], "y": Y[:, 0]}, "formats": ".1f .0f"}),
    "exercises.check": lambda: (lambda answer: exercises.check(my_price=answer), {"answer": 4.6}),
    "exercises.check, a function": lambda: (exercises.check, {"functions": lambda y_hat, y: y_hat}),
    "exercises.hint": lambda: (exercises.hint, {"names": "my_price"}),
    "exercises.solution": lambda: (exercises.solution, {"names": "my_price"}),
}
for layer, arguments in {"Sigmoid": "dL_dy_hat", "ReLU": "dL_da"}.items():
    make = getattr(helpers, layer)
    TABLE[layer] = lambda make=make: (make, {})
    TABLE[f"{layer}.forward"] = lambda make=make: (make().forward, {"z": Z})
    TABLE[f"{layer}.partials"] = lambda make=make: (make().partials, {"z": Z})
    TABLE[f"{layer}.backward"] = lambda make=make, name=arguments: (make().backward, {"z": Z, name: Z})
for loss, name, value in (("BinaryCrossEntropy", "y_hat", Y_HAT), ("BinaryCrossEntropyWithLogits", "z", Z)):
    for method in ("forward", "partials", "backward"):
        TABLE[f"{loss}.{method}"] = lambda loss=loss, name=name, value=value, method=method: (
            getattr(getattr(helpers, loss)(), method),
            {name: value, "y": Y},
        )
for model in (linear, hidden):
    kind = type(model()).__name__
    TABLE[f"{kind}.logits"] = lambda model=model: (model().logits, {"x": X})
    TABLE[f"{kind}.forward"] = lambda model=model: (model().forward, {"x": X})
    TABLE[f"{kind}.predict"] = lambda model=model: (model().predict, {"x": X, "threshold": 0.25})
    TABLE[f"{kind}.forward_loss"] = lambda model=model: (model().forward_loss, {"x": X, "y": Y})
    TABLE[f"{kind}.gradients"] = lambda model=model: (model().gradients, {"x": X, "y": Y})
    TABLE[f"{kind}.update"] = lambda model=model: (
        model().update,
        {"gradients": model().gradients(X, Y), "learning_rate": 0.5},
    )
    TABLE[f"{kind}.update_weights"] = lambda model=model: (
        model().update_weights,
        {"x": X, "y": Y, "learning_rate": 0.5},
    )


def public_functions():
    """The name of everything in ``helpers`` that a reader can call, results of ours left out."""
    for name in helpers.__all__:
        thing = getattr(helpers, name)
        is_result = is_dataclass(thing) or thing in (helpers.GradientReport, helpers.Table)
        if not is_result:
            yield name
        if inspect.isclass(thing):
            for method, function in inspect.getmembers(thing, callable):
                if not method.startswith("_") and getattr(function, "__module__", "").startswith("helpers"):
                    yield f"{name}.{method}"
    for name, thing in vars(figures).items():
        if inspect.isfunction(thing) and thing.__module__ == figures.__name__ and not name.startswith("_"):
            yield f"figures.{name}"
    yield from ("exercises.check", "exercises.hint", "exercises.solution")


def test_the_table_holds_every_public_function():
    assert {name.partition(",")[0] for name in TABLE} == set(public_functions())


def test_the_table_holds_every_argument():
    for name, make in TABLE.items():
        function, arguments = make()
        if "," in name or function.__name__ == "<lambda>":
            continue
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                assert parameter.name in arguments, (name, parameter.name)


# --------------------------------------------------------------------------------------------------- the strangers


class Subclass(np.ndarray):
    pass


class HasArray:
    """What a table of another library looks like to NumPy."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


class Refuses:
    """A tensor that does not want to be an array."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("call detach() first")


class Hostile:
    """Every question that Python asks of it is an error."""

    def refuse(self, *args):
        raise RuntimeError("leave me alone")

    __bool__ = __len__ = __iter__ = __float__ = __index__ = __eq__ = __ne__ = __lt__ = __gt__ = __getitem__ = refuse
    __hash__ = None


class NoClass:
    """Also the question of what it is, is an error."""

    @property
    def __class__(self):
        raise RuntimeError("no class")


def raises(self, *args):
    raise RuntimeError("leave me alone")


NoFloat = type("NoFloat", (float,), dict.fromkeys(("__float__", "__gt__", "__ge__", "__str__"), raises))
NoInt = type("NoInt", (int,), dict.fromkeys(("__int__", "__lt__", "__index__", "__str__"), raises))
NoList = type("NoList", (list,), dict.fromkeys(("__iter__", "__len__", "__getitem__"), raises))


class NoName:
    """Every name that is asked for is an error, and so is its text."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __repr__(self):
        raise RuntimeError("no text")


class Overrides(np.ndarray):
    """An array that answers every function of NumPy's with text."""

    def __array_function__(self, *args):
        return "mine"

    def __array_ufunc__(self, *args, **options):
        return "mine"


class PromisesWhenCalled:
    """A function by its looks, a generator or a coroutine by what it does."""

    def __call__(self, *args, **options):
        yield 1.0


class WaitsWhenCalled:
    async def __call__(self, *args, **options):
        return 1.0


def a_generator(*args, **options):
    yield 1.0


async def a_coroutine(*args, **options):
    return 1.0


def within_itself():
    a = [1.0]
    a.append(a)
    return a


def strided(a):
    return np.repeat(a, 3, axis=-1)[..., ::3]


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


def shape_of(a):
    return a.shape if isinstance(a, np.ndarray) else (2,)


def deep(depth):
    return [deep(depth - 1)] if depth else 1.0


# The same numbers, brought in another way: the same result.
SAME = {
    "in Fortran's order": np.asfortranarray,
    "every third entry": strided,
    "backwards": lambda a: a[..., ::-1].copy()[..., ::-1],
    "in the other byte order": lambda a: a.astype(a.dtype.newbyteorder()),
    "read-only": read_only,
    "a broadcast view": lambda a: np.broadcast_to(a, (2, *a.shape))[1],
    "a subclass": lambda a: a.view(Subclass),
    "a subclass with functions of its own": lambda a: a.view(Overrides),
    "an np.matrix": lambda a: np.asmatrix(a) if a.ndim == 2 else a,
    "a list": lambda a: a.tolist(),
    "a tuple": lambda a: tuple(map(tuple, a.tolist())) if a.ndim == 2 else tuple(a.tolist()),
    "a list of arrays": list,
    "an array of objects": lambda a: a.astype(object),
    "fractions": lambda a: np.array([Fraction(v) for v in a.flat], object).reshape(a.shape),
    "decimals": lambda a: np.array([Decimal(v) for v in a.flat], object).reshape(a.shape),
    "a table": HasArray,
    "a memory view": lambda a: memoryview(np.ascontiguousarray(a)),
    "an array.array": lambda a: array.array("d", a) if a.ndim == 1 else a,
    "long doubles": lambda a: a.astype(np.longdouble),
    "float16": lambda a: a.astype(np.float16),
    "int64": lambda a: a.astype(np.int64),
    "int8": lambda a: a.astype(np.int8),
    "uint8": lambda a: a.astype(np.uint8),
    "bool": lambda a: a.astype(bool),
}

# Anything else.
STRANGERS = {
    "None": lambda a: None,
    "True": lambda a: True,
    "an ellipsis": lambda a: ...,
    "not implemented": lambda a: NotImplemented,
    "text": lambda a: "1.5",
    "no text": lambda a: "",
    "half a character": lambda a: "\ud800",
    "bytes": lambda a: b"1.5",
    "a NumPy text": lambda a: np.str_("W"),
    "an array of texts": lambda a: np.full(shape_of(a), "1.5"),
    "a dictionary": lambda a: {"x": 1.0},
    "an empty dictionary": lambda a: {},
    "a set": lambda a: {1.0, 2.0},
    "a range": lambda a: range(3),
    "a flat iterator": lambda a: np.ones(4).flat,
    "a generator": lambda a: (v for v in [1.0, 2.0]),
    "an object": lambda a: object(),
    "a class": lambda a: float,
    "a module": lambda a: math,
    "a function of nothing": lambda a: lambda: 1.0,
    "a function of everything": lambda a: lambda *args, **options: 1.0,
    "a function that returns None": lambda a: lambda *args, **options: None,
    "a function that returns text": lambda a: lambda *args, **options: "right",
    "a function that returns a tuple": lambda a: lambda *args, **options: (1.0, np.ones(2)),
    "a function that returns NaN": lambda a: lambda *args, **options: np.nan,
    "a function that returns float32": lambda a: lambda *args, **options: np.float32(1.5),
    "a built-in function": lambda a: id,
    "a generator function": lambda a: a_generator,
    "a coroutine function": lambda a: a_coroutine,
    "a function that becomes a generator": lambda a: PromisesWhenCalled(),
    "a function that becomes a coroutine": lambda a: WaitsWhenCalled(),
    "a function that returns a generator": lambda a: lambda *args, **options: a_generator(),
    "a function that returns a coroutine": lambda a: lambda *args, **options: a_coroutine(),
    "a function that returns a masked number": lambda a: lambda *args, **options: np.ma.masked,
    "a generator of random numbers, not made": lambda a: np.random.Generator,
    "the module of random numbers": lambda a: np.random,
    "two numbers": lambda a: (0.5, 0.5),
    "two large numbers": lambda a: (10**9, 1e200),
    "a list of its own": lambda a: within_itself(),
    "a list of switches": lambda a: [True, False],
    "an array of switches": lambda a: np.array([True, False]),
    "a dictionary of names that read the same": lambda a: {1: [1.0], "1": [2.0]},
    "a dictionary of iterators": lambda a: {"a": iter([1.0]), "b": iter([2.0])},
    "a list of masked rows": lambda a: [np.ma.masked_array([1.0, 2.0], mask=[False, True])] * 2,
    "a thing without a class": lambda a: NoClass(),
    "an imitation of a number": lambda a: mock.Mock(spec=float),
    "an imitation of a count": lambda a: mock.Mock(spec=int),
    "an imitation of an array": lambda a: mock.Mock(spec=np.ndarray),
    "an imitation of a generator": lambda a: mock.Mock(spec=np.random.Generator),
    "an imitation of a network": lambda a: mock.Mock(spec=helpers.LinearClassifier),
    "a number that is none": lambda a: NoFloat(0.5),
    "a count that is none": lambda a: NoInt(1),
    "a list that is none": lambda a: NoList([1.0, 2.0]),
    "a number without a name": lambda a: NoName(),
    "a span of letters": lambda a: "$\\frac$",
    "a smallest long double": lambda a: np.finfo(np.longdouble).smallest_subnormal,
    "the largest int64": lambda a: np.iinfo(np.int64).max,
    "axes of another kind": lambda a: Figure(figsize=(1, 1)).add_subplot(projection="polar"),
    "axes with endless limits": lambda a: with_limits(Figure(figsize=(1, 1)).add_subplot(), 1e308),
    "axes without a width": lambda a: Figure(figsize=(1, 1)).add_axes((0, 0, 0, 1)),
    "axes that were removed": lambda a: removed(Figure(figsize=(1, 1)).add_subplot()),
    "an endless figure": lambda a: Figure(figsize=(1e5, 1e5)),
    "a layer": lambda a: helpers.Sigmoid(),
    "a network": lambda a: linear(),
    "its gradients": lambda a: linear().gradients(X, Y),
    "a figure": lambda a: Figure(figsize=(1, 1)),
    "axes": lambda a: Figure(figsize=(1, 1)).add_subplot(),
    "NaN": lambda a: np.nan,
    "an infinity": lambda a: -np.inf,
    "zero": lambda a: 0,
    "minus one": lambda a: -1,
    "a half": lambda a: 0.5,
    "a negative zero": lambda a: -0.0,
    "a huge whole number": lambda a: 10**400,
    "a huge whole number below 0": lambda a: -(10**5000),
    "a huge number": lambda a: 1e308,
    "a tiny number": lambda a: 5e-324,
    "a complex number": lambda a: 1 + 1j,
    "a fraction": lambda a: Fraction(1, 2),
    "a decimal": lambda a: Decimal("0.5"),
    "no decimal": lambda a: Decimal("NaN"),
    "a float32": lambda a: np.float32(0.5),
    "an int64": lambda a: np.int64(1),
    "a NumPy bool": lambda a: np.True_,
    "a date": lambda a: np.datetime64("2024-01-01"),
    "a span of time": lambda a: np.timedelta64(1, "D"),
    "an array of one number": lambda a: np.array(0.5),
    "an array of 1 entry": lambda a: np.array([0.5]),
    "an empty list": lambda a: [],
    "an empty array": lambda a: np.zeros((0, 3)),
    "an array without columns": lambda a: np.zeros((3, 0)),
    "ragged rows": lambda a: [[1.0, 2.0], [3.0]],
    "a deep list": lambda a: deep(100),
    "an array of 40 dimensions": lambda a: np.ones((1,) * 30),
    "a list that holds None": lambda a: [1.0, None],
    "a list with a huge number": lambda a: [10**400, 1],
    "arrays in an array": lambda a: np.array([np.ones(2), None], object),
    "spans of time in an array": lambda a: np.array([np.timedelta64(1, "D")] * 2, object),
    "a structured array": lambda a: np.zeros(2, dtype=[("x", float), ("y", float)]),
    "a void": lambda a: np.zeros(1, dtype="V8")[0],
    "a tensor that refuses": lambda a: Refuses(),
    "something hostile": lambda a: Hostile(),
    "a masked array": lambda a: np.ma.masked_array(np.ones(shape_of(a)), mask=False),
    "np.ma.masked": lambda a: np.ma.masked,
}
# Made of the right argument, where that is an array.
CHANGED = {
    "with NaN": lambda a: with_last(a, np.nan),
    "with an infinity": lambda a: with_last(a, -np.inf),
    "with 1e308": lambda a: with_last(a, 1e308),
    "with -1e200": lambda a: with_last(a, -1e200),
    "with 5e-324": lambda a: with_last(a, 5e-324),
    "all 1e154": lambda a: np.full(a.shape, 1e154),
    "all 1e-200": lambda a: np.full(a.shape, 1e-200),
    "all 1000": lambda a: np.full(a.shape, 1000.0),
    "all zero": np.zeros_like,
    "float32": lambda a: a.astype(np.float32),
    "the largest float32": lambda a: np.full(a.shape, np.finfo(np.float32).max),
    "complex": lambda a: a + 0j,
    "dates": lambda a: a.astype("datetime64[D]"),
    "transposed": lambda a: a.T,
    "flat": np.ravel,
    "one dimension more": lambda a: a[None],
    "a column more": lambda a: np.concatenate([a, a], axis=-1),
    "a row less": lambda a: a[1:],
    "its first row": lambda a: a[0],
    "all but None": lambda a: [*a.tolist(), None],
    "with a masked row in a list": lambda a: [*a[:-1], np.ma.masked_greater(a[-1:], -np.inf)[0]],
    "a masked entry": lambda a: np.ma.masked_greater(a, a.min()),
}


def removed(ax):
    ax.remove()
    return ax


def with_limits(ax, limit):
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    return ax


def with_last(a, value):
    a = a.copy()
    a.flat[-1] = value
    return a


# --------------------------------------------------------------------------------------------- what may come of it


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing is displayed, no figure is left, no style."""
    import IPython.display

    monkeypatch.setattr(IPython.display, "display", lambda *args, **options: None)
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever style the tests before have left
        mpl.use("Agg")
        yield
        plt.close("all")


def is_ours(error, argument):
    """Whether an error was raised by a line of ``helpers`` that says ``raise``, and names the argument."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = Path(last.filename).is_relative_to(HELPERS) and (last.line or "").lstrip().startswith("raise ")
    kinds = (TypeError, ValueError, OverflowError)
    return said and isinstance(error, kinds) and not isinstance(error, UnicodeError) and names(argument, str(error))


OTHER_NAMES = {  # what a message may say instead of the name of the argument
    "W": ("z ", "the loss"),
    "x": ("z ", "the loss", "dL_d", "training diverged", "f "),
    "x1": ("z ",),
    "x2": ("z ",),
    "w1": ("z ",),
    "w2": ("z ",),
    "W1": ("z1 ",),
    "y": ("the loss",),
    "dL_dz": ("dL_d",),
    "gradient": ("the Taylor remainder",),
    "gradients": ("dL_d", "the gradient of"),
    "variables": ("the gradient of",),
    "learning_rate": ("overflows",),
    "weight_decay": ("training diverged",),
    "nodes": ("node ",),
    "rows": ("a row of",),
}


def names(argument, message):
    return any(name in message for name in (argument, *OTHER_NAMES.get(argument, ())))


def numbers_in(result):
    """All arrays of numbers in a result."""
    if is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            yield from numbers_in(getattr(result, field.name))
    elif isinstance(result, (tuple, list)):
        for entry in result:
            yield from numbers_in(entry)
    elif isinstance(result, dict):
        yield from numbers_in(list(result.values()))
    elif isinstance(result, (np.ndarray, np.number, float)) and np.asarray(result).dtype.kind in "fc":
        yield np.asarray(result)
    elif isinstance(result, (helpers.LinearClassifier, helpers.HiddenLayerClassifier)):
        yield from numbers_in(result.parameters)
    elif isinstance(result, helpers.Linear):
        yield from numbers_in([result.W, result.b])


def copy_of(value):
    return value.copy() if type(value) is np.ndarray else value


def outcome(name, argument, bring):
    """What a function of the table returns, or the error, if one argument is what ``bring`` makes of it."""
    function, arguments = TABLE[name]()
    arguments = {key: copy_of(value) for key, value in arguments.items()}
    brought = arguments[argument] = bring(arguments[argument])
    before = {key: copy_of(value) for key, value in arguments.items()}
    given = dict(arguments)
    try:
        positional = [given.pop(argument)] if argument in ("functions", "names") and "exercises" in name else []
        result = function(*positional, **given)
    except Exception as error:
        return error, brought
    finally:
        for key, value in arguments.items():
            if type(value) is np.ndarray:
                assert value.tobytes() == before[key].tobytes(), f"{key} was changed"
        plt.close("all")
    for number in numbers_in(result):
        for key, value in arguments.items():
            if issubclass(type(value), np.ndarray) and value.dtype != object:
                assert not np.shares_memory(number, np.asarray(value)), f"the result shares memory with {key}"
    return result, brought


ARGUMENTS = [(name, argument) for name, make in TABLE.items() for argument in make()[1]]
ARRAYS = [(name, argument) for name, argument in ARGUMENTS if type(TABLE[name]()[1][argument]) is np.ndarray]


def problems_with(name, argument, visitors):
    for what, bring in visitors.items():
        drawn = len(AX.get_children())
        with np.errstate(all="raise"):
            result, _ = outcome(name, argument, bring)
        if isinstance(result, Exception):
            if len(AX.get_children()) > drawn:
                yield f"{what}: half a picture was drawn"
            if not is_ours(result, argument):
                yield f"{what}: {type(result).__name__}: {str(result)[:200]}"
        elif not all(np.isfinite(number).all() for number in numbers_in(result) if not is_report(name)):
            yield f"{what}: a result that is not finite"


def is_report(name):
    """A slope of infinity has a meaning, and what ``watch`` returns is the reader's own."""
    return name.startswith(("check_gradients", "taylor_slope", "train"))


def fail_if(problems, name, argument):
    if problems := list(problems):
        pytest.fail("\n".join([f"{name}, {argument}", *problems]), pytrace=False)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_a_stranger_gets_a_result_or_a_sentence(name, argument):
    fail_if(problems_with(name, argument, STRANGERS), name, argument)


@pytest.mark.parametrize(("name", "argument"), ARRAYS)
def test_a_changed_array_gets_a_result_or_a_sentence(name, argument):
    fail_if(problems_with(name, argument, CHANGED), name, argument)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # np.matrix is an old acquaintance
@pytest.mark.parametrize(("name", "argument"), ARRAYS)
def test_the_same_numbers_get_the_same_result(name, argument):
    right, _ = outcome(name, argument, lambda a: a)
    right = list(numbers_in(right))

    def problems():
        for what, bring in SAME.items():
            value = TABLE[name]()[1][argument]
            with np.errstate(invalid="ignore"):
                brought = bring(value)
            if not np.array_equal(np.asarray(brought, dtype=np.float64), value):
                continue  # a half is no int8
            result, _ = outcome(name, argument, lambda a, brought=brought: brought)
            if isinstance(result, Exception):
                yield f"{what}: {type(result).__name__}: {result}"
                continue
            for one, other in zip(numbers_in(result), right, strict=True):
                if one.dtype != other.dtype or not np.allclose(one, other, rtol=1e-12, atol=1e-15):
                    yield f"{what}: another result"

    fail_if(problems(), name, argument)


@pytest.mark.parametrize("name", TABLE)
def test_one_array_may_be_two_arguments(name):
    function, arguments = TABLE[name]()
    arrays = [key for key, value in arguments.items() if type(value) is np.ndarray]
    for one in arrays:
        for other in arrays:
            value = arguments[one]
            if one == other or arguments[other].shape != value.shape:
                continue
            both = {**TABLE[name]()[1], one: value, other: value}
            apart = {**TABLE[name]()[1], one: value.copy(), other: value.copy()}
            results = []
            for given in (both, apart):
                try:
                    results.append([copy_of(number) for number in numbers_in(function(**given))])
                except (TypeError, ValueError) as error:
                    results.append(str(error))
            np.testing.assert_equal(*results)
