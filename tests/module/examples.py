"""What several tests share: one random example of everything that a layer can be given, networks, and comparisons."""

from dataclasses import dataclass, fields, is_dataclass

import numpy as np
import pytest
from hypothesis import strategies as st

from helpers import HiddenLayerClassifier, Linear, LinearClassifier

FLOAT_TYPES = (np.float64, np.float32)
REDUCTIONS = ("mean", "sum", "none")
SPECIAL_Z = [0.0, -0.0, 800.0, -800.0, 5e-324, -1e-30, 36.0, -36.0]  # 36: where 1 - sigma(z) drowns in rounding

seeds = st.integers(0, 2**32 - 1)


def distinct(count, largest=7):
    """Different dimensions, so that a transposed array never has the right shape by chance."""
    return st.lists(st.integers(1, largest), min_size=count, max_size=count, unique=True)


@dataclass
class Example:
    """One sample, or a batch: everything has the type of x."""

    W: np.ndarray  # (out, in)
    b: np.ndarray  # (out,)
    x: np.ndarray  # (in,) or (N, in)
    z: np.ndarray  # (out,) or (N, out), with 0, 800 and other special values in it
    y: np.ndarray  # like z: labels, most of them 0 or 1
    y_hat: np.ndarray  # like z: probabilities, some of them 0 or 1
    upstream: np.ndarray  # like z: a gradient from further on

    @property
    def linear(self):
        return Linear(self.W, self.b)


def example(rng, shape, dtype=np.float64):
    """``shape``: (N, in, out), or (in, out) for one sample."""
    *batch, features, outputs = shape
    z_shape = (*batch, outputs)
    z = rng.normal(scale=4, size=z_shape)
    y_hat = rng.uniform(size=z_shape)
    return Example(
        W=rng.normal(size=(outputs, features)).astype(dtype),
        b=rng.normal(size=outputs).astype(dtype),
        x=rng.normal(size=(*batch, features)).astype(dtype),
        z=np.where(rng.random(z_shape) < 0.3, rng.choice(SPECIAL_Z, z_shape), z).astype(dtype),
        y=np.where(rng.random(z_shape) < 0.7, rng.integers(0, 2, z_shape), rng.uniform(size=z_shape)).astype(dtype),
        y_hat=np.where(rng.random(z_shape) < 0.2, rng.integers(0, 2, z_shape), y_hat).astype(dtype),
        upstream=rng.normal(size=z_shape).astype(dtype),
    )


@st.composite
def examples(draw, dtypes=(np.float64,)):
    shape = draw(distinct(draw(st.sampled_from([2, 3]))))
    return example(np.random.default_rng(draw(seeds)), shape, draw(st.sampled_from(dtypes)))


def network_example(kind, rng, dimensions, batch=True, reduction="mean", dtype=np.float64):
    """A network with biases, and x and y for it. ``dimensions``: (N, in, out, hidden)."""
    rows, features, outputs, hidden = dimensions
    if kind is LinearClassifier:
        network = LinearClassifier.random(features, outputs, rng, reduction=reduction)
    else:
        network = HiddenLayerClassifier.random(features, hidden, outputs, rng, reduction=reduction)
    parameters = {name: value + 0.3 * rng.normal(size=value.shape) for name, value in network.parameters.items()}
    network = network.copy(**{name: value.astype(dtype) for name, value in parameters.items()})
    first = (rows,) if batch else ()
    x = rng.normal(size=(*first, features)).astype(dtype)
    y = rng.integers(0, 2, (*first, outputs)).astype(dtype)
    return network, x, y


def gradients_by_name(network, gradients):
    return {name: gradients.of(name) for name in network.parameters}


def loss_of_parameters(network, x, y):
    """The loss as a function of parameters given by name."""
    return lambda **parameters: network.copy(**parameters).forward_loss(x, y)


def with_layouts(array):
    """The same numbers, laid out in memory in other ways."""
    strided = np.repeat(array, 3, axis=-1)[..., ::3]
    backwards = array[..., ::-1].copy()[..., ::-1]
    swapped = array.astype(array.dtype.newbyteorder())
    read_only = array.copy()
    read_only.flags.writeable = False
    return [np.asfortranarray(array), strided, backwards, swapped, read_only]


def arrays_of(result):
    """The arrays in a result: of a dataclass, or the one that it is."""
    if is_dataclass(result):
        return [np.asarray(getattr(result, field.name)) for field in fields(result)]
    return [np.asarray(result)]


def assert_same(actual, expected):
    """Equal in value, shape and type."""
    for one, other in zip(arrays_of(actual), arrays_of(expected), strict=True):
        np.testing.assert_array_equal(one, other, strict=True)


def assert_close(actual, expected, tolerance=1e-12):
    """Same shape, and no difference larger than ``tolerance`` times the largest entry."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape
    assert np.abs(actual - expected).max() <= tolerance * np.abs(expected).max()


NETWORKS = [LinearClassifier, HiddenLayerClassifier]
both_networks = pytest.mark.parametrize("kind", NETWORKS)


def some_network(kind, seed=0, **options):
    return network_example(kind, np.random.default_rng(seed), (6, 3, 2, 4), **options)


def copied(parameters):
    return {name: value.copy() for name, value in parameters.items()}


def assert_parameters(network, expected):
    assert list(network.parameters) == list(expected)
    for name, value in network.parameters.items():
        assert_same(value, expected[name])
