"""Bad input: the right exception, and a message that names the argument, what it got and what it needs.

Learners read these messages more than any other text. Those below are what they read, word for word.
"""

import functools
import inspect
import numbers
import re
import threading
from collections import UserList, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers import (
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    HiddenLayerClassifier,
    Linear,
    LinearClassifier,
    LinearClassifierGradients,
    ReLU,
    Sigmoid,
    check_gradients,
    figures,
    numerical_gradient,
    penguins,
    split,
    standardize,
    table,
    taylor_slope,
    train,
)
from helpers.arguments import as_numbers, check_generator, check_positive, checked, without_warnings

W, b = np.arange(6.0).reshape(2, 3), np.zeros(2)
x, z, y = np.ones((5, 3)), np.full((5, 2), 0.25), np.ones((5, 2))
W1, b1, W2, b2 = np.ones((4, 3)), np.zeros(4), np.ones((2, 4)), np.zeros(2)
linear = Linear(W, b)
network = LinearClassifier(W, b)
hidden = HiddenLayerClassifier(W1, b1, W2, b2)
rng = np.random.default_rng(0)
ax = Figure().add_subplot()

# Every function that takes arrays, with arguments that are right.
CALLS = {
    "Linear": (Linear, {"W": W, "b": b}),
    "Linear.forward": (linear.forward, {"x": x}),
    "Linear.partials": (linear.partials, {"x": x}),
    "Linear.backward": (linear.backward, {"x": x, "dL_dz": z}),
    "Sigmoid.forward": (Sigmoid().forward, {"z": z}),
    "Sigmoid.partials": (Sigmoid().partials, {"z": z}),
    "Sigmoid.backward": (Sigmoid().backward, {"z": z, "dL_dy_hat": z}),
    "ReLU.forward": (ReLU().forward, {"z": z}),
    "ReLU.partials": (ReLU().partials, {"z": z}),
    "ReLU.backward": (ReLU().backward, {"z": z, "dL_da": z}),
    "BinaryCrossEntropy.forward": (BinaryCrossEntropy().forward, {"y_hat": z, "y": y}),
    "BinaryCrossEntropy.partials": (BinaryCrossEntropy().partials, {"y_hat": z, "y": y}),
    "BinaryCrossEntropy.backward": (BinaryCrossEntropy().backward, {"y_hat": z, "y": y}),
    "BinaryCrossEntropyWithLogits.forward": (BinaryCrossEntropyWithLogits().forward, {"z": z, "y": y}),
    "BinaryCrossEntropyWithLogits.partials": (BinaryCrossEntropyWithLogits().partials, {"z": z, "y": y}),
    "BinaryCrossEntropyWithLogits.backward": (BinaryCrossEntropyWithLogits().backward, {"z": z, "y": y}),
    "LinearClassifier": (LinearClassifier, {"W": W, "b": b}),
    "HiddenLayerClassifier": (HiddenLayerClassifier, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}),
    "numerical_gradient": (lambda x: numerical_gradient(np.sum, x), {"x": x}),
    "taylor_slope": (lambda x, gradient: taylor_slope(np.sum, x, gradient), {"x": x, "gradient": x}),
    "split": (lambda x, y: split(x, y, 2, np.random.default_rng(0)), {"x": x, "y": y}),
    "standardize": (standardize, {"x_train": np.arange(6.0).reshape(2, 3)}),
    "train": (lambda x, y: train(network, x, y, learning_rate=0.1, epochs=1), {"x": x, "y": y}),
}
for kind, model in (("LinearClassifier", network), ("HiddenLayerClassifier", hidden)):
    CALLS[f"{kind}.logits"] = (model.logits, {"x": x})
    CALLS[f"{kind}.forward"] = (model.forward, {"x": x})
    CALLS[f"{kind}.predict"] = (model.predict, {"x": x})
    CALLS[f"{kind}.forward_loss"] = (model.forward_loss, {"x": x, "y": y})
    CALLS[f"{kind}.gradients"] = (model.gradients, {"x": x, "y": y})
    CALLS[f"{kind}.update_weights"] = (
        lambda x, y, model=model: model.copy().update_weights(x, y, 0.1),
        {"x": x, "y": y},
    )
    CALLS[f"{kind}.copy"] = (model.copy, dict(model.parameters))

ARGUMENTS = [(name, argument) for name, (_, arguments) in CALLS.items() for argument in arguments]


def with_entry(array, entry):
    array = np.array(array, dtype=np.float64)
    array.flat[-1] = entry
    return array


def last_index(array):
    index = tuple(n - 1 for n in np.shape(array))
    return index if len(index) > 1 else index[0]


# kind: (makes a bad array of a good one, exception, the message that follows)
BAD = {
    "text": (
        lambda a: np.full(a.shape, "1.5"),
        TypeError,
        "{name} holds text: give real numbers, for example dtype float64",
    ),
    "object": (
        lambda a: np.full(a.shape, None),
        TypeError,
        "{name} holds NoneType: give real numbers, for example dtype float64",
    ),
    "complex": (lambda a: a + 0j, TypeError, "{name} holds complex128: give real numbers, for example dtype float64"),
    "datetime": (
        lambda a: a.astype("datetime64[D]"),
        TypeError,
        "{name} holds datetime64[D]: give real numbers, for example dtype float64",
    ),
    "None": (lambda a: None, TypeError, "{name} is NoneType: give real numbers, for example dtype float64"),
    "a dictionary": (lambda a: {"a": 1}, TypeError, "{name} is dict: give real numbers, for example dtype float64"),
    "masked": (
        lambda a: np.ma.masked_less(a, 0),
        TypeError,
        "{name} is a masked array: drop or fill the masked entries first",
    ),
    "ragged": (
        lambda a: [[1.0, 2.0], [3.0]],
        ValueError,
        "{name} has rows of different lengths: give every sample the same number of entries",
    ),
    "NaN": (lambda a: with_entry(a, np.nan), ValueError, "{name} is nan at index {index}: give finite numbers"),
    "infinity": (lambda a: with_entry(a, np.inf), ValueError, "{name} is inf at index {index}: give finite numbers"),
    "minus infinity": (
        lambda a: with_entry(a, -np.inf).astype(np.float32),
        ValueError,
        "{name} is -inf at index {index}: give finite numbers",
    ),
    "an empty batch": (
        lambda a: np.zeros((0, *a.shape[1:])),
        ValueError,
        "{name} is empty, it has shape {empty}: give at least one sample with one number",
    ),
    "an empty list": (
        lambda a: [],
        ValueError,
        "{name} is empty, it has shape (0,): give at least one sample with one number",
    ),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(("call", "argument"), ARGUMENTS, ids=lambda value: value)
def test_no_number(call, argument, kind):
    function, arguments = CALLS[call]
    make, exception, message = BAD[kind]
    good = arguments[argument]
    expected = message.format(name=argument, index=last_index(good), empty=(0, *good.shape[1:]))
    with pytest.raises(exception) as error:
        function(**{**arguments, argument: make(good)})
    assert str(error.value) == expected


@pytest.mark.parametrize(
    ("call", "argument"), [pair for pair in ARGUMENTS if pair[1] == "y" and pair[0] != "split"], ids=lambda value: value
)
@pytest.mark.parametrize("label", [-1.0, 2.0, 1.0000000000000002, -5e-324])
def test_a_label_outside_0_and_1(call, argument, label):
    function, arguments = CALLS[call]
    with pytest.raises(ValueError, match=f"^y holds {re.escape(str(label))}: a label lies between 0 and 1$"):
        function(**{**arguments, "y": with_entry(y, label)})


@pytest.mark.parametrize("method", ["forward", "partials", "backward"])
@pytest.mark.parametrize("probability", [-0.5, 1.5, 1.0000000000000002])
def test_a_probability_outside_0_and_1(method, probability):
    with pytest.raises(ValueError, match=f"^y_hat holds {probability}: a probability lies between 0 and 1$"):
        getattr(BinaryCrossEntropy(), method)(with_entry(z, probability), y)


LAYER_SHAPES = [
    (method, layer, name)
    for method in ("forward", "partials", "backward")
    for layer, name in ((BinaryCrossEntropy(), "y_hat"), (BinaryCrossEntropyWithLogits(), "z"))
]


@pytest.mark.parametrize(("method", "layer", "name"), LAYER_SHAPES)
def test_losses_do_not_broadcast(method, layer, name):
    for labels, values in (
        ((8,), (8, 1)),
        ((8, 1), (8,)),
        ((), (8,)),
        ((1, 8), (8, 1)),
        ((1,), (8,)),
        ((8, 2), (8, 1)),
    ):
        message = f"y has shape {labels}, {name} has shape {values}: give both the same shape"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            getattr(layer, method)(np.full(values, 0.5), np.ones(labels))


@pytest.mark.parametrize(("layer", "name"), [(Sigmoid(), "dL_dy_hat"), (ReLU(), "dL_da")])
def test_activations_do_not_broadcast(layer, name):
    for upstream, values in (((8,), (8, 1)), ((8, 1), (8,)), ((), (8,)), ((1, 2), (8, 2))):
        message = f"{name} has shape {upstream}, z has shape {values}: give both the same shape"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            layer.backward(np.ones(values), np.ones(upstream))


@pytest.mark.parametrize("call", ["Linear.forward", "Linear.partials", "Linear.backward", *CALLS.keys()])
def test_x_of_a_wrong_shape(call):
    function, arguments = CALLS[call]
    if "x" not in arguments or call in ("numerical_gradient", "taylor_slope", "split", "train"):
        return
    for shape in ((5, 4), (5,), (2,), (), (1, 5, 3), (3, 5)):
        message = f"x has shape {shape}: give (3,) for one sample or (N, 3) for a batch of N"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            function(**{**arguments, "x": np.ones(shape)})


@pytest.mark.parametrize("model", [network, hidden], ids=["LinearClassifier", "HiddenLayerClassifier"])
def test_labels_of_a_wrong_shape(model):
    for x_shape, y_shape in (((5, 3), (5,)), ((5, 3), (2, 5)), ((5, 3), (1, 2)), ((3,), (1, 2)), ((5, 3), (4, 2))):
        z_shape = (*x_shape[:-1], 2)
        message = f"y has shape {y_shape}, z has shape {z_shape}: give both the same shape"
        for function in (model.forward_loss, model.gradients, lambda x, y: model.copy().update_weights(x, y, 0.1)):
            with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
                function(np.ones(x_shape), np.ones(y_shape))


def test_dL_dz_of_a_wrong_shape():
    for x_shape, upstream in (((5, 3), (5, 1)), ((5, 3), (2,)), ((3,), (1, 2)), ((5, 3), (2, 5)), ((5, 3), (5,))):
        message = f"dL_dz has shape {upstream}, z has shape {(*x_shape[:-1], 2)}: give both the same shape"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            linear.backward(np.ones(x_shape), np.ones(upstream))


def run(learning_rate=0.1, epochs=1, x=x, y=y, **options):
    return train(network, x, y, learning_rate=learning_rate, epochs=epochs, **options)


def spoiled():
    model = network.copy()
    model.parameters["W"][1, 0] = np.nan
    return model


def step(dL_dW=W, dL_db=b, learning_rate=0.1):
    network.copy().update(LinearClassifierGradients(0.5, dL_dW, dL_db), learning_rate)


def check(gradient, variable=(1.0, 2.0), **options):
    return check_gradients(lambda W: np.sum(W), {"W": variable}, {"W": gradient}, **options)


REDUCTION = "reduction is 'average': give one of 'mean', 'sum', 'none'"
NETWORK_REDUCTION = "reduction is 'none': a network needs one loss to minimise, give 'mean' or 'sum'"
GENERATOR = "rng is int: give a generator, for example numpy.random.default_rng(0)"

MESSAGES = [
    # parameters
    (lambda: Linear(np.ones(3), b), ValueError, "W has shape (3,): give (out_features, in_features)"),
    (
        lambda: Linear(W, np.ones((2, 1))),
        ValueError,
        "b has shape (2, 1), W has shape (2, 3): give one bias for each of the 2 outputs, shape (2,)",
    ),
    (
        lambda: Linear(W, np.ones(3)),
        ValueError,
        "b has shape (3,), W has shape (2, 3): give one bias for each of the 2 outputs, shape (2,)",
    ),
    (lambda: LinearClassifier(np.ones(3), b), ValueError, "W has shape (3,): give (out_features, in_features)"),
    (
        lambda: LinearClassifier(W, np.ones(3)),
        ValueError,
        "b has shape (3,), W has shape (2, 3): give one bias for each of the 2 outputs, shape (2,)",
    ),
    (
        lambda: HiddenLayerClassifier(W1, b1, W2, 0.0),
        ValueError,
        "b2 has shape (), W2 has shape (2, 4): give one bias for each of the 2 outputs, shape (2,)",
    ),
    (
        lambda: HiddenLayerClassifier(W1, b1, W2.T, b1),
        ValueError,
        "W2 has shape (4, 2), W1 has shape (4, 3): give W2 one column for each of the 4 hidden units",
    ),
    (lambda: network.copy(W1=W), TypeError, "W1 is no parameter of this network: it has W, b"),
    (lambda: hidden.copy(W=W), TypeError, "W is no parameter of this network: it has W1, b1, W2, b2"),
    # choices
    (lambda: BinaryCrossEntropy("average"), ValueError, REDUCTION),
    (lambda: BinaryCrossEntropyWithLogits("average"), ValueError, REDUCTION),
    (lambda: LinearClassifier(W, b, "none"), ValueError, NETWORK_REDUCTION),
    (lambda: HiddenLayerClassifier(W1, b1, W2, b2, "none"), ValueError, NETWORK_REDUCTION),
    (lambda: network.predict(x, "high"), TypeError, "threshold is text: give real numbers, for example dtype float64"),
    (lambda: network.predict(x, 50), ValueError, "threshold holds 50.0: a probability lies between 0 and 1"),
    (
        lambda: network.predict(x, [0.5, 0.6]),
        ValueError,
        "threshold has shape (2,): give one number between 0 and 1",
    ),
    (lambda: BinaryCrossEntropy(np.array(["mean", "sum"])), ValueError, REDUCTION.replace("'average'", "ndarray")),
    (lambda: LinearClassifier(W, b, None), ValueError, NETWORK_REDUCTION.replace("'none'", "None", 1)),
    (lambda: BinaryCrossEntropy(39 * "a"), ValueError, REDUCTION.replace("average", 39 * "a")),
    (lambda: BinaryCrossEntropy(40 * "a"), ValueError, REDUCTION.replace("'average'", "str")),
    (lambda: network.gradients(x, y).of("\ud7ff"), ValueError, "name is '\\ud7ff': give one of W, b"),
    (
        lambda: network.gradients(x, y).of("\udfff"),
        ValueError,
        "name holds half a character, which cannot be written: give a text of whole ones",
    ),
    # random numbers
    (lambda: Linear.random(3, 2, 0), TypeError, GENERATOR),
    (lambda: LinearClassifier.random(3, 2, 0), TypeError, GENERATOR),
    (lambda: HiddenLayerClassifier.random(3, 4, 2, 0), TypeError, GENERATOR),
    (lambda: run(rng=0), TypeError, GENERATOR),
    (lambda: split(x, y, 2, 0), TypeError, GENERATOR),
    (lambda: taylor_slope(np.sum, x, x, 0), TypeError, GENERATOR),
    (lambda: Linear.random(0, 2, rng), ValueError, "in_features is 0: give at least 1"),
    (lambda: Linear.random(3, 2.0, rng), TypeError, "out_features is float: give a whole number of at least 1"),
    (lambda: Linear.random(3, True, rng), TypeError, "out_features is bool: give a whole number of at least 1"),
    (lambda: Linear.random(3, 2, rng, scale=0), ValueError, "scale is 0: give a finite number above 0"),
    # training
    (lambda: run(learning_rate=0), ValueError, "learning_rate is 0: give a finite number above 0"),
    (lambda: run(learning_rate=-0.1), ValueError, "learning_rate is -0.1: give a finite number above 0"),
    (lambda: run(learning_rate=np.nan), ValueError, "learning_rate is nan: give a finite number above 0"),
    (lambda: run(learning_rate=np.inf), ValueError, "learning_rate is inf: give a finite number above 0"),
    (lambda: run(learning_rate="0.1"), TypeError, "learning_rate is str: give one number above 0"),
    (lambda: run(learning_rate=[0.1]), TypeError, "learning_rate is list: give one number above 0"),
    (lambda: run(learning_rate=np.complex128(1)), TypeError, "learning_rate is complex128: give one number above 0"),
    (
        lambda: run(learning_rate=10**400),
        ValueError,
        "learning_rate is too large for float64: give a smaller number above 0",
    ),
    (lambda: run(learning_rate=np.timedelta64(1)), TypeError, "learning_rate is timedelta64: give one number above 0"),
    (lambda: run(weight_decay=np.ones(2)), TypeError, "weight_decay is ndarray: give one number of at least 0"),
    (lambda: run(weight_decay=-1), ValueError, "weight_decay is -1: give a finite number of at least 0"),
    (lambda: run(weight_decay=None), TypeError, "weight_decay is NoneType: give one number of at least 0"),
    (
        lambda: train(object(), x, y, learning_rate=0.1, epochs=1),
        TypeError,
        "network is object: give a LinearClassifier or a HiddenLayerClassifier",
    ),
    (
        lambda: train(LinearClassifier, x, y, learning_rate=0.1, epochs=1),
        TypeError,
        "network is the class LinearClassifier: give a LinearClassifier or a HiddenLayerClassifier",
    ),
    (lambda: run(epochs=np.timedelta64(1)), TypeError, "epochs is timedelta64: give a whole number of at least 1"),
    (lambda: run(epochs=0), ValueError, "epochs is 0: give at least 1"),
    (lambda: run(epochs=1.5), TypeError, "epochs is float: give a whole number of at least 1"),
    (lambda: run(batch_size=0), ValueError, "batch_size is 0: give at least 1"),
    (lambda: run(batch_size="2"), TypeError, "batch_size is str: give a whole number of at least 1"),
    (
        lambda: run(x=x[:, 0]),
        ValueError,
        "x has shape (5,), y has shape (5, 2): give (N, in) and (N, out), one row a sample",
    ),
    (
        lambda: run(y=np.ones(5)),
        ValueError,
        "x has shape (5, 3), y has shape (5,): give (N, in) and (N, out), one row a sample",
    ),
    (
        lambda: run(y=np.ones((4, 2))),
        ValueError,
        "x has shape (5, 3), y has shape (4, 2): give (N, in) and (N, out), one row a sample",
    ),
    (lambda: run(y=np.ones((5, 1))), ValueError, "y has shape (5, 1), z has shape (5, 2): give both the same shape"),
    (
        lambda: run(x=np.ones((5, 4))),
        ValueError,
        "x has shape (5, 4): give (3,) for one sample or (N, 3) for a batch of N",
    ),
    (lambda: step(np.ones((1, 3))), ValueError, "dL_dW has shape (1, 3), W has shape (2, 3): give both the same shape"),
    (lambda: step(dL_db=np.ones(1)), ValueError, "dL_db has shape (1,), b has shape (2,): give both the same shape"),
    (lambda: step(learning_rate=-1), ValueError, "learning_rate is -1: give a finite number above 0"),
    # gradient checks
    (
        lambda: numerical_gradient(lambda x: x, x),
        ValueError,
        "the value of f has shape (5, 3): let f return one number, for example a sum or a mean",
    ),
    (
        lambda: numerical_gradient(lambda x: None, x),
        TypeError,
        "the value of f is None: let f return one number; does it end with return?",
    ),
    (lambda: numerical_gradient(lambda x: np.nan, x), ValueError, "the value of f is nan: give finite numbers"),
    (lambda: numerical_gradient(np.sum, x, h=0), ValueError, "h is 0: give a finite number above 0"),
    (
        lambda: numerical_gradient(np.sum, x, h=1e-20),
        ValueError,
        "h is 1e-20: it drowns in the rounding of x, give a larger one",
    ),
    (
        lambda: taylor_slope(np.sum, x, x[:, :1]),
        ValueError,
        "gradient has shape (5, 1), x has shape (5, 3): give both the same shape",
    ),
    (
        lambda: taylor_slope(lambda x: x, x, x),
        ValueError,
        "the value of f has shape (5, 3): let f return one number, for example a sum or a mean",
    ),
    (
        lambda: check(["a", "b"]),
        TypeError,
        "the gradient of W holds text: give real numbers, for example dtype float64",
    ),
    (lambda: check(None), TypeError, "the gradient of W is NoneType: give real numbers, for example dtype float64"),
    (
        lambda: check([1.0]),
        ValueError,
        "the gradient of W has shape (1,), W has shape (2,): give both the same shape",
    ),
    (lambda: check([1, 1], variable=[1, np.nan]), ValueError, "W is nan at index 1: give finite numbers"),
    (lambda: check([1, 1], tolerance=0), ValueError, "tolerance is 0: give a finite number above 0"),
    (
        lambda: check_gradients(np.sum, {"W": W}, {"w": W}),
        ValueError,
        "gradients has the names ['w'], variables has ['W']: give the same",
    ),
    (
        lambda: check_gradients(np.sum, {}, {}),
        ValueError,
        "variables is empty: give at least one, with its gradient",
    ),
    # data
    (lambda: penguins("Emperor"), ValueError, "species is 'Emperor': give one of Adelie, Chinstrap, Gentoo"),
    (
        lambda: penguins("Gentoo", ["bill"]),
        ValueError,
        "features holds 'bill': give some of bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g",
    ),
    (
        lambda: penguins(np.array(["Adelie", "Gentoo"])),
        ValueError,
        "species is ndarray: give one of Adelie, Chinstrap, Gentoo",
    ),
    (lambda: penguins(None), ValueError, "species is None: give one of Adelie, Chinstrap, Gentoo"),
    (
        lambda: penguins("Gentoo", None),
        TypeError,
        "features is None: give some of bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g",
    ),
    (
        lambda: penguins("Gentoo", [0, 1]),
        ValueError,
        "features holds int: give some of bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g",
    ),
    (
        lambda: penguins("Gentoo", []),
        ValueError,
        "features is empty: give some of bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g",
    ),
    (
        lambda: split(x, y[:4], 2, rng),
        ValueError,
        "x has shape (5, 3), y has shape (4, 2): give one label row for each sample",
    ),
    (lambda: split(x, y, 5, rng), ValueError, "held_out is 5 of 5 rows: leave at least one to train on"),
    (lambda: split(x, y, 0, rng), ValueError, "held_out is 0: give at least 1"),
    (lambda: split(x, y, 0.2, rng), TypeError, "held_out is float: give a whole number of at least 1"),
    (lambda: standardize(np.ones(3)), ValueError, "x_train has shape (3,): give (N, features)"),
    (
        lambda: standardize(W, W[:, :2]),
        ValueError,
        "others[0] has shape (2, 2), x_train has shape (2, 3): give the same columns",
    ),
    (lambda: standardize(W, W, None), TypeError, "others[1] is NoneType: give real numbers, for example dtype float64"),
    (
        lambda: standardize(W, np.ones((4, 2, 3))),
        ValueError,
        "others[0] has shape (4, 2, 3), x_train has shape (2, 3): give the same columns",
    ),
    (
        lambda: standardize([[1e308], [-1e308]]),
        OverflowError,
        "x_train minus its first row overflows float64: the numbers that went in are finite, but too large",
    ),
    (lambda: standardize(W, epsilon=-1), ValueError, "epsilon is -1: give a finite number of at least 0"),
    # tables and figures
    (
        lambda: table({"z": [1.5]}, ".1f .2f"),
        ValueError,
        "formats is '.1f .2f': give one for all columns, or one for each of the 1",
    ),
    (lambda: figures.tangent(ax, 1, 2, 3, 4, label=5), TypeError, "label is int: give a text"),
    (lambda: figures.tangent(ax, [1, 2], 3, 4, 5), TypeError, "x is a list (int, int): give one number"),
    (lambda: figures.tangent(ax, np.ones(2), 3, 4, 5), ValueError, "x has shape (2,): give one number"),
    (
        lambda: figures.descent_path(ax, np.ones((4, 3))),
        ValueError,
        "path has shape (4, 3): give (N, 2), two numbers for each point",
    ),
]


@pytest.mark.parametrize(("call", "exception", "message"), MESSAGES, ids=[message for *_, message in MESSAGES])
def test_message(call, exception, message):
    with pytest.raises(exception) as error:
        call()
    assert str(error.value) == message


def test_the_good_arguments_are_good():
    """Otherwise the tests above could see a second mistake and not the one they planted."""
    for function, arguments in CALLS.values():
        function(**arguments)
    run(batch_size=2, rng=rng)
    step()
    assert check([1, 1]).ok


def test_single_bad_numbers():
    with pytest.raises(ValueError, match="^z is nan: give finite numbers$"):
        Sigmoid().forward(np.nan)
    with pytest.raises(ValueError, match="^z is nan at index 1: give finite numbers$"):
        Sigmoid().forward([1, float("nan")])
    with pytest.raises(TypeError, match="^z holds NoneType"):
        Sigmoid().forward([1.0, None])
    if np.finfo(np.longdouble).max > np.finfo(np.float64).max:  # not everywhere
        with pytest.raises(ValueError, match="^z is inf: give finite numbers$"):
            Sigmoid().forward(np.finfo(np.longdouble).max)
        with np.errstate(all="raise"), pytest.raises(ValueError, match=r"^W is inf at index \(0, 0\)"):
            Linear(np.full((2, 3), np.finfo(np.longdouble).max), b)


def test_a_network_is_not_changed_by_bad_input():
    model = network.copy()
    for bad in (lambda: model.update_weights(x, y[:4], 0.1), lambda: model.update_weights(x, y, np.nan)):
        with pytest.raises(ValueError, match="shape|learning_rate"):
            bad()
        np.testing.assert_array_equal(model.parameters["W"], W)
        np.testing.assert_array_equal(model.parameters["b"], b)


def test_nothing_warns_where_it_is_quiet():
    """Also division: on some platforms NumPy's matrix products warn of one."""
    before = np.geterr()
    with without_warnings():
        for kind in ("over", "invalid", "divide", "under"):
            assert np.geterr()[kind] == "ignore"
        np.ones(2) / np.zeros(2)
    assert np.geterr() == before


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int8])
def test_a_single_float32_stays_one(dtype):
    expected = np.float32 if dtype == np.float32 else np.float64
    assert as_numbers(dtype(1.5), "z").dtype == as_numbers(np.array([1.5], dtype), "z").dtype == expected


@pytest.mark.parametrize(
    ("z", "message"),
    [
        ([1.0, np.nan, np.inf], "z is nan at index 1: give finite numbers"),
        ([[0.0, 1.0], [np.inf, np.nan]], "z is inf at index (1, 0): give finite numbers"),
        ([np.float64(1.5), None], "z holds NoneType: give real numbers, for example dtype float64"),
        (np.array([1.0, "a", None], dtype=object), "z holds str: give real numbers, for example dtype float64"),
    ],
)
def test_a_message_names_the_first_bad_entry(z, message):
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        Sigmoid().forward(z)


class Refuses:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("call .detach() first")


def nested(depth):
    return [nested(depth - 1)] if depth else 1.0


@pytest.mark.parametrize(
    ("z", "message"),
    [
        (Refuses(), "z is Refuses that cannot be read as an array: call .detach() first"),
        (nested(70), "z is list that cannot be read as an array: "),
        ([10**400, 1], "z holds a number that is too large for float64: give smaller ones"),
        ([Decimal("sNaN")], "z holds a number that cannot be read: cannot convert signaling NaN to float"),
        ([Decimal("NaN")], "z is nan at index 0: give finite numbers"),
        (np.array([np.timedelta64(1, "D")], object), "z holds timedelta64: give real numbers"),
        (np.array([1j, 1.0], object), "z holds complex: give real numbers"),
        (object(), "z is object: give real numbers"),
        (np.array([], str), "z holds text: give real numbers"),
        (np.array([np.ones(2), None], object), "z holds ndarray: give real numbers"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else type(value).__name__,
)
def test_strange_things_are_no_numbers(z, message):
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}"):
        Sigmoid().forward(z)


def test_objects_that_are_real_numbers_are_taken():
    """A table of mixed columns is an array of objects, although each entry is a number."""
    mixed = np.array([[1, 2.5, True], [Fraction(1, 2), Decimal("0.25"), np.float32(3)]], dtype=object)
    numbers = np.array([[1, 2.5, 1], [0.5, 0.25, 3]])
    np.testing.assert_array_equal(as_numbers(mixed, "x"), numbers, strict=True)
    np.testing.assert_array_equal(standardize(mixed), standardize(numbers))
    assert as_numbers(Fraction(1, 4), "x") == 0.25
    assert as_numbers([np.bool_(True), np.int8(2), 2**70], "x").tolist() == [1, 2, 2.0**70]


def test_the_first_label_outside_is_named():
    with pytest.raises(ValueError, match="^y holds 2.0: a label"):
        BinaryCrossEntropyWithLogits().forward([0.0, 0.0, 0.0], [0.5, 2.0, -1.0])


def test_a_boolean_is_no_step_size():
    with pytest.raises(TypeError, match="^h is bool: give one number above 0$"):
        check_positive(True, "h")
    for one in (1, 1.0, np.float32(1), np.int64(1)):
        assert check_positive(one, "h") is one


@pytest.mark.parametrize(
    "thing",
    [np.random, np.random.Generator, np.random.default_rng, np.random.PCG64(0), np.random.SeedSequence(0), 0.5, "0"],
)
def test_what_is_no_generator(thing):
    """What others draw, nobody has looked at; and the module's own functions draw from a state that all share."""
    with pytest.raises(TypeError, match="^rng is .*: give a generator, for example numpy.random.default_rng"):
        check_generator(thing)


@pytest.mark.parametrize("rng", [np.random.default_rng(0), np.random.RandomState(0)])
def test_a_generator(rng):
    assert check_generator(rng) is rng


class HasArray:
    """What a table of another library looks like to NumPy."""

    def __init__(self, rows):
        self.rows = rows

    def __array__(self, dtype=None, copy=None):
        return np.ma.stack(self.rows)


@pytest.mark.parametrize(
    "wrap",
    [
        list,
        tuple,
        lambda rows: [list(rows)],
        lambda rows: [[[[[[[rows]]]]]]],
        deque,
        UserList,
        HasArray,
        lambda rows: [HasArray(rows)],
    ],
)
def test_a_mask_within_a_list_is_seen(wrap):
    """NumPy forgets it, and takes the numbers that lie below."""
    rows = [np.ma.masked_array([1.0, 2.0], mask=[False, True]), np.ones(2)]
    with pytest.raises(TypeError, match="^z holds a masked array: drop or fill the masked entries first$"):
        Sigmoid().forward(wrap(rows))


@pytest.mark.parametrize(
    ("value", "kinds"),
    [((), ""), ([1, 2.0], "int, float"), ((1, 2, 3), "int, int, int"), ([1, 2, 3, 4], "int, int, int, ...")],
)
def test_several_numbers_for_one(value, kinds):
    message = f"the value of f is a {type(value).__name__} ({kinds}): let f return one number"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}"):
        numerical_gradient(lambda x: value, x)


class Unreadable:
    def __float__(self):
        raise RuntimeError("no")


numbers.Real.register(Unreadable)


def test_a_number_that_does_not_want_to_be_one():
    with pytest.raises(TypeError, match="^z holds a number that cannot be read: no$"):
        Sigmoid().forward([Unreadable()])


def test_a_number_of_a_strangers_class():
    class Whole(int):
        def __int__(self):
            raise RuntimeError("no")

    class Real(float):
        def __float__(self):
            raise RuntimeError("no")

    with pytest.raises(TypeError, match="^epochs cannot be read as a whole number: no; give a plain one$"):
        run(epochs=Whole(1))
    with pytest.raises(TypeError, match="^learning_rate cannot be read as a number: no; give a plain one$"):
        run(learning_rate=Real(1.0))


def test_a_value_in_a_message_reads_as_it_prints():
    for name, shown in ((Fraction(1, 2), "1/2"), (10**40, "1" + 39 * "0" + r"\.\.\."), (10**39, "1" + 39 * "0")):
        with pytest.raises(TypeError, match=f'^variables has the name {shown}: give text, such as "W"$'):
            check_gradients(np.sum, {name: x}, {name: x})


def test_a_step_size_that_is_0_in_float64():
    tiny = np.finfo(np.longdouble).smallest_subnormal
    if float(tiny) == 0:  # not everywhere
        with pytest.raises(ValueError, match="^h is .*: give a finite number above 0$"):
            check_positive(tiny, "h")


class AlwaysLarger(float):
    __gt__ = __ge__ = lambda self, other: True


@pytest.mark.parametrize("number", [-np.finfo(np.longdouble).smallest_subnormal, AlwaysLarger(-0.5)])
def test_a_number_below_0_that_is_hard_to_see(number):
    with pytest.raises(ValueError, match="^weight_decay is .*: give a finite number of at least 0$"):
        run(weight_decay=number)


class Shy(str):
    """Neither a representation nor a text."""

    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __repr__


@pytest.mark.parametrize("name", [Shy("Emu"), type("Mute", (), {"__repr__": Shy.__repr__})()])
def test_a_message_does_not_ask_for_what_it_cannot_have(name):
    """Whatever ``repr`` of the argument raises, the message is ours."""
    for call in (
        lambda: penguins(name),
        lambda: BinaryCrossEntropy(name),
        lambda: network.gradients(x, y).of(name),
        lambda: table({name: [1]}),
        lambda: table({"z": [name]}),
        lambda: table({"z": name}),
        lambda: table({"z": [1.5]}, name),
        lambda: table(name),
    ):
        with pytest.raises((TypeError, ValueError), match=": give |what this"):
            call()
    with pytest.raises(TypeError, match="^columns is ('Emu'|Mute): give a dictionary"):
        table(name)


# ------------------------------------------------------------------------------------------------------------ the door

DOORS = {
    "Linear": (Linear(W, b), (("forward", 1), ("partials", 1), ("backward", 2))),
    "Sigmoid": (Sigmoid(), (("forward", 1), ("partials", 1), ("backward", 2))),
    "ReLU": (ReLU(), (("forward", 1), ("partials", 1), ("backward", 2))),
    "BinaryCrossEntropy": (BinaryCrossEntropy(), (("forward", 2), ("partials", 2), ("backward", 2))),
    "BinaryCrossEntropyWithLogits": (
        BinaryCrossEntropyWithLogits(),
        (("forward", 2), ("partials", 2), ("backward", 2)),
    ),
    "LinearClassifier": (
        LinearClassifier(W, b),
        (("logits", 1), ("forward", 1), ("forward_loss", 2), ("gradients", 2)),
    ),
}


def test_every_method_that_takes_numbers_has_its_door():
    """A method without ``@checked`` would compute with whatever it gets."""
    for thing, methods in DOORS.values():
        for name, needed in methods:
            for bad in (np.nan, "1", None):
                with pytest.raises((TypeError, ValueError), match=": give|finite numbers|real numbers"):
                    getattr(thing, name)(*[bad] * needed)


@pytest.mark.parametrize("kind", DOORS)
def test_arguments_are_looked_at_once(kind, monkeypatch):
    """A method that calls another one of the same object is looked at once, and so is all that it calls."""
    thing, methods = DOORS[kind]
    looks, check = [], type(thing)._check
    monkeypatch.setattr(type(thing), "_check", lambda self, **given: looks.append(given) or check(self, **given))
    arguments = {"Linear": (x, z), "LinearClassifier": (x, y)}.get(kind, (z, y))
    for name, needed in methods:
        looks.clear()
        getattr(thing, name)(*arguments[:needed])
        assert [len(given) for given in looks] == [needed]


def test_arguments_may_be_given_by_name_and_options_in_their_place():
    layer = Linear(W, b)
    by_place = layer.backward(x, z, False)
    for other in (layer.backward(dL_dz=z, x=x, need_dL_dx=False), layer.backward(x, dL_dz=z, need_dL_dx=False)):
        np.testing.assert_array_equal(other.dL_dW, by_place.dL_dW)
        assert other.dL_dx is by_place.dL_dx is None
    takes = "Linear.forward takes (x): "
    for wrong, message in (
        (lambda: layer.forward(), f"{takes}missing a required argument: 'x'"),
        (lambda: layer.forward(x, x), f"{takes}too many positional arguments"),
        (lambda: layer.forward(x, z=x), f"{takes}got an unexpected keyword argument 'z'"),
        (lambda: layer.backward(x), "Linear.backward takes (x, dL_dz, need_dL_dx=True): missing a required argument:"),
    ):
        with pytest.raises(TypeError, match=f"^{re.escape(message)}"):
            wrong()


@pytest.mark.parametrize("switch", ["no", 0, 1, None, np.array([True, False])])
def test_a_switch_is_true_or_false(switch):
    with pytest.raises(TypeError, match="^need_dL_dx is .*: give True or False$"):
        linear.backward(x, z, need_dL_dx=switch)
    assert linear.backward(x, z, need_dL_dx=np.False_).dL_dx is None
    assert linear.backward(x, z, need_dL_dx=np.True_).dL_dx is not None


@pytest.mark.parametrize(
    ("call", "method", "given"),
    [
        (lambda: Sigmoid.forward(x, x), "Sigmoid.forward", "ndarray"),
        (lambda: Sigmoid.forward(x), "Sigmoid.forward", "ndarray"),
        (lambda: ReLU.backward(ReLU, x, x), "ReLU.backward", "the class ReLU"),
        (lambda: LinearClassifier.forward(x, y), "Classifier.forward", "ndarray"),
    ],
)
def test_a_method_needs_its_layer(call, method, given):
    owner, name = method.split(".")
    message = f"{method} takes {given} for a {owner}: make one first, and write .{name}(...) behind it"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        call()


# ------------------------------------------------------------------------------------------ what is looked at once


@pytest.mark.parametrize(
    ("make", "name", "value"),
    [
        (lambda: Linear(W, b), "W", [[1, 2, 3], [4, 5, 6]]),  # a list
        (lambda: Linear(W, b), "W", np.ones((2, 3), dtype=np.int64)),  # an update would cut the digits off
        (lambda: Linear(W, b), "b", 0.5),
        (lambda: Linear(W, b), "in_features", 4),
        (lambda: Linear(W, b), "out_features", 3),
        (lambda: BinaryCrossEntropy(), "reduction", "average"),  # it would be a sum
        (lambda: BinaryCrossEntropyWithLogits(), "reduction", "sum"),
        (lambda: network.copy(), "loss", BinaryCrossEntropyWithLogits("none")),
        (lambda: network.copy(), "linear", Linear(W.T, np.ones(3))),
        (lambda: network.copy(), "in_features", 4),
        (lambda: hidden.copy(), "hidden", None),
        (lambda: hidden.copy(), "relu", Sigmoid()),
        (lambda: hidden.copy(), "output", Linear(W2, b2)),
        (lambda: hidden.copy(), "out_features", 3),
    ],
)
def test_what_was_looked_at_is_not_replaced(make, name, value):
    thing = make()
    before = getattr(thing, name)
    write = rf"write {name}\[...\] = new numbers, or " if isinstance(value, np.ndarray) else ""
    sentence = f"^{name} is fixed when a {type(thing).__name__} is made: {write}make a new one$"
    with pytest.raises(TypeError, match=sentence):
        setattr(thing, name, value)
    assert getattr(thing, name) is before


def test_an_array_is_written_into():
    layer, W_before = Linear(W, b), W.copy()
    array = layer.W
    layer.W -= 1
    layer.W[...] = layer.W * 2
    assert layer.W is array
    np.testing.assert_array_equal(layer.W, 2 * (W_before - 1))
    layer.remark = "mine"  # what is not looked at may be anything
    layer.remark = 2


@pytest.mark.parametrize("model", [network, hidden], ids=["LinearClassifier", "HiddenLayerClassifier"])
def test_a_nan_that_was_written_into_a_weight_is_named(model):
    model = model.copy()
    name = list(model.parameters)[-2]
    model.parameters[name][1, 0] = np.nan
    for call in (
        lambda: model.forward(x),
        lambda: model.predict(x),
        lambda: model.forward_loss(x, y),
        lambda: model.gradients(x, y),
        lambda: train(model, x, y, learning_rate=0.1, epochs=1),
    ):
        with pytest.raises(ValueError, match=rf"^{name} is nan at index \(1, 0\): give finite numbers$"):
            call()


def test_a_strangers_object_that_calls_a_layer_is_no_way_around_the_door():
    class Calls:
        def __array__(self, dtype=None, copy=None):
            Sigmoid().forward("text")

    with pytest.raises(TypeError, match="^z is Calls that cannot be read as an array: z is text: give real numbers"):
        Sigmoid().forward(Calls())


def test_functions_that_only_promise_a_value():
    def generator(x):
        yield np.sum(x)

    async def later(x):
        return np.sum(x)

    for f in (generator, later, functools.partial(generator)):
        with pytest.raises(TypeError, match="^f is a generator or async, and would do nothing when it is called: let"):
            numerical_gradient(f, x)
    with pytest.raises(TypeError, match="^watch is a generator or async"):
        run(watch=lambda network: (yield network))

    async def one_by_one(x):
        yield np.sum(x)

    for returned, kind in (
        (lambda: generator(x), "generator"),
        (lambda: later(x), "coroutine"),
        (lambda: one_by_one(x), "async_generator"),
    ):
        with pytest.raises(TypeError, match=f"^watch returns a {kind}, and has done nothing yet: let it return when"):
            run(watch=lambda network, returned=returned: returned())
        with pytest.raises(TypeError, match=f"^f returns a {kind}, and has done nothing yet: let it return when"):
            numerical_gradient(lambda x, returned=returned: returned(), x)
    seen = []
    with pytest.raises(TypeError, match="^watch returns a generator, and has done nothing yet"):
        run(watch=lambda network: generator(x) if seen else seen.append(1))  # after the first epoch

    class Generator:
        __call__ = lambda self, network: (yield network)

    with pytest.raises(TypeError, match="^watch is a generator or async"):
        run(watch=Generator())


def test_a_function_whose_signature_is_an_error():
    class Odd:
        __signature__ = property(lambda self: 1 / 0)

        def __call__(self, x):
            return np.sum(x)

    np.testing.assert_allclose(numerical_gradient(Odd(), x), np.ones_like(x))


@pytest.mark.parametrize("name", ["function", "name", "self", "f", "x"])
def test_a_variable_may_have_any_name(name):
    assert check_gradients(lambda **v: np.sum(v[name] ** 2), {name: W}, {name: 2 * W}).ok


def test_options_reach_a_method_that_trusts_its_caller():
    class Asking(Linear):
        @checked()
        def forward(self, x):
            return self.backward(x, np.ones((len(x), 2)), need_dL_dx=False).dL_dx is None

    Asking.__module__ = Linear.__module__  # only the classes of this package trust each other
    assert Asking(W, b).forward(x)


def test_what_a_subclass_hands_to_a_layer_is_looked_at():
    class Spoils(LinearClassifier):
        def logits(self, x):
            return self.linear.forward(x * np.nan)

    with pytest.raises(ValueError, match=r"^x is nan at index \(0, 0\): give finite numbers$"):
        Spoils(W, b).forward(x)


def test_a_checked_method_keeps_its_name_and_its_words():
    assert Linear.forward.__name__ == "forward"
    assert "W^T" in Linear.forward.__doc__
    assert list(inspect.signature(Linear.backward).parameters) == ["self", "x", "dL_dz", "need_dL_dx"]


def test_after_an_error_arguments_are_looked_at_again():
    for _ in range(2):
        with pytest.raises(ValueError, match="^x is nan"):
            Linear(W, b).forward([np.nan] * 3)


def test_each_thread_has_its_own_door():
    """Trust given in one thread is no trust in another."""
    looked = []

    class Slow(Linear):
        @checked()
        def forward(self, x):
            thread = threading.Thread(target=lambda: looked.append(fails(lambda: Linear(W, b).forward([np.nan] * 3))))
            thread.start(), thread.join()
            return x

    Slow.__module__ = Linear.__module__  # only the classes of this package trust each other
    Slow(W, b).forward(x)
    assert looked == [True]


def fails(call):
    try:
        call()
    except ValueError:
        return True
    return False


def test_warnings_are_as_they_were_after_a_checked_method():
    with np.errstate(over="raise", invalid="warn", divide="print"):
        before = np.geterr()
        Sigmoid().forward([1e4])
        assert np.geterr() == before


# ------------------------------------------------------------------------------------------------ before the first draw


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: Linear.random(3, 2, rng, scale=-1),
        lambda rng: LinearClassifier.random(3, 2, rng, reduction="none"),
        lambda rng: HiddenLayerClassifier.random(3, 4, 0, rng),
        lambda rng: HiddenLayerClassifier.random(3, 4, 2, rng, reduction="none"),
        lambda rng: taylor_slope(np.sum, [1.0], [1.0], rng, h=-1),
        lambda rng: split(x, y, 5, rng),
        lambda rng: run(rng=rng, watch=3),
        lambda rng: run(rng=rng, learning_rate=-1),
        lambda rng: train(spoiled(), x, y, learning_rate=0.1, epochs=1, rng=rng),
    ],
)
def test_a_call_that_fails_leaves_the_generator_as_it_was(draw):
    rng = np.random.default_rng(0)
    with pytest.raises((TypeError, ValueError)):
        draw(rng)
    assert rng.random() == np.random.default_rng(0).random()


# ------------------------------------------------------------------------------------------------------------ too large


@pytest.mark.parametrize(
    "make",
    [
        lambda: Linear.random(10**9, 10**9, rng),
        lambda: Linear.random(10**5, 10**4, rng),
        lambda: Linear.random(10**3, 10**9, rng),
        lambda: LinearClassifier.random(10**9, 10**9, rng),
        lambda: HiddenLayerClassifier.random(10**9, 10, 1, rng),
        lambda: HiddenLayerClassifier.random(1, 10**9, 10, rng),
    ],
)
def test_a_matrix_that_fits_into_no_memory(make):
    with pytest.raises(ValueError, match="_features times out_features is too large: give at most 100000000$"):
        make()


def test_a_result_that_fits_into_no_memory(monkeypatch):
    def eye(*args, **options):
        raise MemoryError("Unable to allocate 29.1 TiB")

    monkeypatch.setattr(np, "eye", eye)
    sentence = "the result of Linear.partials is too large: Unable to allocate 29.1 TiB; give fewer numbers"
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        linear.partials(x)
