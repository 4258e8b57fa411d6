"""The two networks: gradients against PyTorch, and what a loop around them has to keep."""

import math
import pickle
from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import (
    BinaryCrossEntropyWithLogits,
    HiddenLayerClassifier,
    Linear,
    LinearClassifier,
    LinearClassifierGradients,
    Sigmoid,
    numerical_gradient,
    penguins,
    standardize,
    train,
)
from tests.module.examples import (
    FLOAT_TYPES,
    NETWORKS,
    assert_close,
    assert_parameters,
    assert_same,
    both_networks,
    copied,
    distinct,
    gradients_by_name,
    loss_of_parameters,
    network_example,
    seeds,
    some_network,
    with_layouts,
)

# ------------------------------------------------------------------------------------------------ forward and gradients


@both_networks
@given(seed=seeds, dimensions=distinct(4), batch=st.booleans(), reduction=st.sampled_from(["mean", "sum"]))
def test_gradients_are_pytorchs(torch, kind, seed, dimensions, batch, reduction):
    network, x, y = network_example(kind, np.random.default_rng(seed), dimensions, batch, reduction)
    parameters = {name: torch.tensor(value, requires_grad=True) for name, value in network.parameters.items()}
    linear = torch.nn.functional.linear
    if kind is LinearClassifier:
        z = linear(torch.tensor(x), parameters["W"], parameters["b"])
    else:
        a1 = torch.relu(linear(torch.tensor(x), parameters["W1"], parameters["b1"]))
        z = linear(a1, parameters["W2"], parameters["b2"])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y), reduction=reduction)
    loss.backward()

    gradients = network.gradients(x, y)
    assert_close(network.logits(x), z.detach())
    assert_close(network.forward(x), torch.sigmoid(z).detach())
    assert gradients.loss == pytest.approx(loss.item(), rel=1e-12)
    assert gradients.loss == network.forward_loss(x, y)
    for name, gradient in gradients_by_name(network, gradients).items():
        assert_close(gradient, parameters[name].grad)


@both_networks
@settings(max_examples=20)
@given(seed=seeds, dimensions=distinct(4, 5), batch=st.booleans(), reduction=st.sampled_from(["mean", "sum"]))
def test_gradients_are_the_numerical_ones(kind, seed, dimensions, batch, reduction):
    network, x, y = network_example(kind, np.random.default_rng(seed), dimensions, batch, reduction)
    if kind is HiddenLayerClassifier and np.abs(network.hidden.forward(x)).min() < 1e-3:
        return  # a nudge could cross a kink
    loss = loss_of_parameters(network, x, y)
    for name, gradient in gradients_by_name(network, network.gradients(x, y)).items():
        nudged = numerical_gradient(lambda value, name=name: loss(**{name: value}), network.parameters[name])
        np.testing.assert_allclose(gradient, nudged, rtol=1e-6, atol=1e-8)


@both_networks
@given(seed=seeds, dimensions=distinct(4), dtype=st.sampled_from(FLOAT_TYPES))
def test_predictions(kind, seed, dimensions, dtype):
    network, x, y = network_example(kind, np.random.default_rng(seed), dimensions, dtype=dtype)
    z, y_hat = network.logits(x), network.forward(x)
    assert z.shape == y_hat.shape == y.shape
    assert z.dtype == y_hat.dtype == dtype
    assert_same(y_hat, Sigmoid().forward(z))
    assert_same(network.predict(x), y_hat >= 0.5)
    assert_same(network.predict(x, threshold=0.9), y_hat >= 0.9)
    assert network.predict(x, threshold=0).all()
    assert_close(network.forward(x[0]), y_hat[0], 1e-12 if dtype == np.float64 else 1e-5)
    assert network.forward_loss(x, y) == pytest.approx(float(BinaryCrossEntropyWithLogits().forward(z, y)), rel=1e-6)


@both_networks
def test_a_probability_equal_to_the_threshold_counts(kind):
    network, x, _ = some_network(kind)
    network = network.copy(**{name: np.zeros_like(value) for name, value in network.parameters.items()})
    assert_same(network.forward(x), np.full((6, 2), 0.5))
    assert network.predict(x).all()


@both_networks
@given(seed=seeds, dimensions=distinct(4), dtype=st.sampled_from(FLOAT_TYPES), batch=st.booleans())
def test_gradients_belong_to_the_caller(kind, seed, dimensions, dtype, batch):
    network, x, y = network_example(kind, np.random.default_rng(seed), dimensions, batch, dtype=dtype)
    inputs, parameters = (x.copy(), y.copy()), copied(network.parameters)
    gradients = gradients_by_name(network, network.gradients(x, y))
    kept = copied(gradients)
    for name, gradient in gradients.items():
        assert gradient.shape == parameters[name].shape
        assert gradient.dtype == dtype
        for array in (x, y, *network.parameters.values()):
            assert not np.shares_memory(gradient, array)
    assert_parameters(network, parameters)
    network.update_weights(x, y, 0.5)
    for name in gradients:
        assert_same(gradients[name], kept[name])
        assert network.parameters[name].dtype == dtype
    assert_same(x, inputs[0])
    assert_same(y, inputs[1])


@both_networks
def test_any_layout_gives_the_same_gradients(kind):
    network, x, y = some_network(kind)
    expected = gradients_by_name(network, network.gradients(x, y))
    for other_x, other_y in zip(with_layouts(x), with_layouts(y), strict=True):
        for name, gradient in gradients_by_name(network, network.gradients(other_x, other_y)).items():
            assert_close(gradient, expected[name], 1e-14)
    integers = np.trunc(3 * x).astype(int)
    assert network.forward_loss(integers.tolist(), y.astype(bool)) == network.forward_loss(integers.astype(float), y)


@both_networks
def test_saturated_networks(kind):
    """|z| = 800, right and wrong: the loss is 0 or 800, and the gradient still says which way."""
    network, x, _ = some_network(kind)
    zeros = {name: np.zeros_like(value) for name, value in network.parameters.items()}
    bias = "b" if kind is LinearClassifier else "b2"
    network = network.copy(**{**zeros, bias: np.array([800.0, -800.0])})
    for y, loss, gradient in (([1.0, 0.0], 0, [0, 0]), ([0.0, 1.0], 800, [0.5, -0.5]), ([1.0, 1.0], 400, [0, -0.5])):
        gradients = network.gradients(x, np.tile(y, (6, 1)))
        assert gradients.loss == pytest.approx(loss)
        np.testing.assert_allclose(getattr(gradients, "dL_d" + bias), gradient, rtol=1e-15)


# ----------------------------------------------------------------------------------------------------- overflow, no NaN


@both_networks
@given(data=st.data(), dtype=st.sampled_from(FLOAT_TYPES))
def test_any_finite_number_without_warning(kind, data, dtype):
    """Warnings are errors here; what is too large for its type raises OverflowError, and no NaN gets out."""
    rng = np.random.default_rng(data.draw(seeds))
    network, x, y = network_example(kind, rng, data.draw(distinct(4, 4)), dtype=dtype)
    largest = np.finfo(dtype).max
    exponent = data.draw(st.floats(-1, 1))
    size = dtype(float(largest) ** exponent)
    with np.errstate(all="ignore"):
        x = np.clip(np.nan_to_num(x * size), -largest, largest)
        bigger = {
            name: np.clip(np.nan_to_num(value * size), -largest, largest) if data.draw(st.booleans()) else value
            for name, value in network.parameters.items()
        }
    network = network.copy(**bigger)
    for call in (
        lambda: network.forward(x),
        lambda: network.forward_loss(x, y),
        lambda: np.concatenate([g.ravel() for g in gradients_by_name(network, network.gradients(x, y)).values()]),
        lambda: network.copy().update_weights(x, y, data.draw(st.floats(1e-300, 1e300))),
    ):
        try:
            assert np.isfinite(call()).all()
        except OverflowError as error:
            assert " overflows float" in str(error)


def test_gradients_that_overflow_are_an_error():
    network = LinearClassifier([[0.0]], [0.0], reduction="sum")
    with pytest.raises(OverflowError, match="^dL_dW overflows float64"):
        network.gradients(np.full((5, 1), 1e308), np.zeros((5, 1)))  # each row adds 0.5e308
    hidden = HiddenLayerClassifier([[0.0]], [1.0], [[1e308]], [-1e308])
    with pytest.raises(OverflowError, match="^dL_dW1 overflows float64"):
        hidden.gradients(np.array([[-1e10]]), np.array([[1.0]]))


@pytest.mark.parametrize("learning_rate", [1, 5e-324])
def test_a_step_names_the_gradient_or_the_loss_that_overflows_and_changes_nothing(learning_rate):
    flat, steep = LinearClassifier([[0.0]], [0.0], reduction="sum"), LinearClassifier([[1e154]], [0.0], reduction="sum")
    hidden = HiddenLayerClassifier([[0.0]], [1.0], [[1e308]], [-1e308])
    for network, x, y, what in (
        (flat, np.full((5, 1), 1e308), np.zeros((5, 1)), "dL_dW"),
        (hidden, [[-1e10]], [[1.0]], "dL_dW1"),
        (steep, [[1e154], [1e154]], [[0], [0]], "the loss"),  # its gradient is 2e154
    ):
        before = copied(network.parameters)
        with pytest.raises(OverflowError, match=f"^{what} overflows float64"):
            network.update_weights(x, y, learning_rate)
        assert_parameters(network, before)


def test_a_step_that_overflows_is_an_error():
    network = LinearClassifier([[0.0, 0.0]], [0.0])
    with pytest.raises(OverflowError, match="^W overflows float64"):
        network.update_weights([[1e10, 1]], [[1]], 1e308)


def test_numpy_warnings_stay_as_they_were():
    before = np.geterr()
    for kind in NETWORKS:
        network, x, y = some_network(kind)
        network.predict(x)
        network.forward_loss(x, y)
        network.update_weights(x, y, 0.1)
        train(network, x, y, learning_rate=0.1, epochs=2)
        assert np.geterr() == before


@pytest.mark.parametrize(
    "network",
    [LinearClassifier([[1e300]], [0.0]), HiddenLayerClassifier([[1e300]], [0.0], [[1.0]], [0.0])],
    ids=lambda network: type(network).__name__,
)
def test_a_network_names_the_logit_that_overflows(network):
    for call in (network.logits, network.forward, network.predict):
        with pytest.raises(OverflowError, match="^z overflows float64: the numbers that went in are finite"):
            call([[1e300]])


def test_gradients_name_the_loss_that_overflows():
    network = LinearClassifier([[1e200]], [0.0], reduction="sum")
    x, y = np.full((200_000, 1), 1e106), np.zeros((200_000, 1))
    for call in (network.gradients, network.forward_loss):
        with pytest.raises(OverflowError, match="^the loss overflows float64: the numbers that went in are finite"):
            call(x, y)


# ------------------------------------------------------------------------------------------------------ copy and update


@both_networks
def test_copy(kind):
    network, x, y = some_network(kind, reduction="sum")
    parameters = copied(network.parameters)
    copy = network.copy()
    assert type(copy) is kind
    assert copy.loss.reduction == "sum"
    assert_parameters(copy, parameters)
    copy.update_weights(x, y, 0.1)
    assert_parameters(network, parameters)  # the copy is its own network
    for name in parameters:
        new = parameters[name] + 1
        changed = network.copy(**{name: new})
        assert_parameters(changed, {**parameters, name: parameters[name] + 1})
        new += 1  # the network has copied it
        assert_parameters(changed, {**parameters, name: parameters[name] + 1})


@both_networks
def test_a_network_copies_its_parameters(kind):
    network, x, y = some_network(kind)
    arrays = copied(network.parameters)
    again = kind(**arrays)
    before = copied(arrays)
    again.update_weights(x, y, 0.1)
    for name in arrays:
        assert_same(arrays[name], before[name])


@both_networks
@given(seed=seeds, dimensions=distinct(4), learning_rate=st.floats(1e-3, 10))
def test_update(kind, seed, dimensions, learning_rate):
    network, x, y = network_example(kind, np.random.default_rng(seed), dimensions)
    gradients, before = network.gradients(x, y), copied(network.parameters)
    arrays = dict(network.parameters)
    stepped = network.copy()

    assert network.update(gradients, learning_rate) is None
    expected = {n: before[n] - learning_rate * g for n, g in gradients_by_name(network, gradients).items()}
    assert_parameters(network, expected)
    assert all(network.parameters[name] is array for name, array in arrays.items())  # in place
    loss = stepped.update_weights(x, y, learning_rate)
    assert loss == gradients.loss  # from before the step
    assert type(loss) is type(gradients.loss)
    assert_parameters(stepped, expected)


@both_networks
def test_a_small_step_goes_downhill(kind):
    for seed in range(20):
        network, x, y = some_network(kind, seed)
        before = network.update_weights(x, y, 1e-3)
        assert network.forward_loss(x, y) < before


@both_networks
def test_random_networks(kind):
    sizes = (30, 2) if kind is LinearClassifier else (30, 40, 2)
    network = kind.random(*sizes, np.random.default_rng(0))
    assert_parameters(network, kind.random(*sizes, np.random.default_rng(0)).parameters)
    assert network.loss.reduction == "mean"
    for (name, parameter), fan_in in zip(network.parameters.items(), (30, 30, 40, 40), strict=False):
        if name.startswith("b"):
            assert not parameter.any()
        else:
            assert parameter.std() == pytest.approx(math.sqrt(2 / fan_in), rel=0.25)
    scaled = kind.random(*sizes, np.random.default_rng(0), scale=0.01, reduction="sum")
    assert scaled.loss.reduction == "sum"
    assert all(np.abs(parameter).max() < 0.05 for parameter in scaled.parameters.values())


def test_a_network_is_its_layers():
    network, x, _ = some_network(HiddenLayerClassifier)
    W1, b1, W2, b2 = network.parameters.values()
    assert_same(network.logits(x), Linear(W2, b2).forward(np.maximum(Linear(W1, b1).forward(x), 0)))
    assert (network.in_features, network.out_features) == (3, 2)


def test_a_pre_activation_of_zero_passes_no_gradient():
    network = HiddenLayerClassifier([[0.0, 0.0], [1.0, 0.0]], [0.0, 0.0], [[2.0, 3.0]], [0.0])
    gradients = network.gradients([[1.0, 1.0]], [[1.0]])
    assert_same(gradients.dL_dW1[0], np.zeros(2))  # z1 is 0 there, although a1's gradient is not
    assert gradients.dL_db1[0] == 0
    assert np.all(gradients.dL_dW1[1] < 0)


# ----------------------------------------------------------------------------------------------- an independent optimum


def test_our_optimum_is_scikit_learns(sklearn_linear_model):
    """Newton's method on our gradient finds the coefficients of unpenalised logistic regression."""
    x, y = penguins("Adelie")
    x = standardize(x)
    network = LinearClassifier(np.zeros((1, 2)), np.zeros(1))
    with_ones = np.c_[x, np.ones(len(x))]
    for _ in range(30):
        gradients = network.gradients(x, y)
        gradient = np.append(gradients.dL_dW, gradients.dL_db)
        curvature = Sigmoid().partials(network.logits(x)).dy_hat_dz
        step = np.linalg.solve(with_ones.T @ (curvature * with_ones) / len(x), gradient)
        network.update(LinearClassifierGradients(gradients.loss, step[None, :2], step[2:]), 1.0)
    assert np.abs(gradient).max() < 1e-12
    theirs = sklearn_linear_model.LogisticRegression(C=np.inf, tol=1e-12, max_iter=100_000).fit(x, y[:, 0])
    np.testing.assert_allclose(network.linear.W, theirs.coef_, rtol=1e-6)
    np.testing.assert_allclose(network.linear.b, theirs.intercept_, rtol=1e-6)
    np.testing.assert_allclose(network.forward(x)[:, 0], theirs.predict_proba(x)[:, 1], atol=1e-7)


# ------------------------------------------------------------------------------------------------------------- by name


@both_networks
def test_a_gradient_by_the_name_of_its_parameter(kind):
    network, x, y = some_network(kind)
    gradients = network.gradients(x, y)
    for name in network.parameters:
        assert gradients.of(name) is getattr(gradients, f"dL_d{name}")
    for name in ("loss", "dL_dW", "w", "W3"):
        with pytest.raises(ValueError, match=f"^name is {name!r}: give one of {', '.join(network.parameters)}$"):
            gradients.of(name)
    with pytest.raises(ValueError, match="^name holds half a character"):
        gradients.of("\ud800")


@both_networks
def test_weights_are_the_parameters_without_the_biases(kind):
    network, _, _ = some_network(kind)
    assert list(network.weights) == [name for name in network.parameters if name.startswith("W")]
    assert all(network.weights[name] is network.parameters[name] for name in network.weights)


BAD_UPDATES = {
    "a NaN in the last gradient": (lambda g: g.fill(np.nan), ValueError, "^dL_d{name} is nan at index "),
    "a step that overflows": (lambda g: g.fill(1e308), OverflowError, "^{name} overflows float64"),
}


@both_networks
@pytest.mark.parametrize("what", BAD_UPDATES)
def test_an_update_changes_all_or_nothing(kind, what):
    network, x, y = some_network(kind)
    before = copied(network.parameters)
    spoil, error, message = BAD_UPDATES[what]
    *_, last = network.parameters
    gradients = network.gradients(x, y)
    spoil(gradients.of(last))
    with pytest.raises(error, match=message.format(name=last)):
        network.update(gradients, 1e10)
    assert_parameters(network, before)


@both_networks
def test_an_update_with_a_gradient_of_another_shape_changes_nothing(kind):
    network, x, y = some_network(kind)
    before = copied(network.parameters)
    *_, last = network.parameters
    gradients = network.gradients(x, y)
    setattr(gradients, f"dL_d{last}", np.ones((1, 1)))
    with pytest.raises(ValueError, match=rf"^dL_d{last} has shape \(1, 1\), {last} has shape "):
        network.update(gradients, 0.1)
    assert_parameters(network, before)


@both_networks
def test_an_update_takes_lists(kind):
    network, x, y = some_network(kind)
    by_lists, gradients = network.copy(), network.gradients(x, y)
    network.update(gradients, 0.1)
    for name in network.parameters:
        setattr(gradients, f"dL_d{name}", gradients.of(name).tolist())
    by_lists.update(gradients, 0.1)
    assert_parameters(by_lists, network.parameters)


@both_networks
def test_what_an_update_needs(kind):
    network, x, y = some_network(kind)
    other = LinearClassifier if kind is HiddenLayerClassifier else HiddenLayerClassifier
    of_another = some_network(other)[0].gradients(x, y)
    for wrong, what in (
        ([1, 2], "list"),
        (None, "None"),
        ({"W": 1}, "dict"),
        (of_another, f"{other.__name__}Gradients"),
        (type(network.gradients(x, y)), f"the class {kind.__name__}Gradients"),
    ):
        sentence = rf"^gradients is {what}: give what this network's gradients\(x, y\) returns$"
        with pytest.raises(TypeError, match=sentence):
            network.update(wrong, 0.1)


@both_networks
def test_a_gradient_that_the_type_of_its_parameter_cannot_hold(kind):
    network, x, y = some_network(kind)
    network = network.copy(**{name: value.astype(np.float32) for name, value in network.parameters.items()})
    before, (first, *_) = copied(network.parameters), network.parameters
    gradients = network.gradients(x, y)
    setattr(gradients, f"dL_d{first}", np.full(before[first].shape, 1e300))
    with pytest.raises(OverflowError, match=f"^dL_d{first} overflows float32: "):
        network.update(gradients, 1e-300)
    assert_parameters(network, before)


@both_networks
def test_the_parameters_stay_the_same_arrays(kind):
    """Whoever holds one sees it move."""
    network, x, y = some_network(kind)
    before = network.parameters
    network.update_weights(x, y, 0.1)
    assert all(network.parameters[name] is before[name] for name in before)


# ------------------------------------------------------------------------------------------------------ frozen, spoiled


@both_networks
def test_a_frozen_parameter_is_no_half_update(kind):
    network, x, y = some_network(kind)
    *_, last = network.parameters
    network.parameters[last].flags.writeable = False
    before, gradients = copied(network.parameters), network.gradients(x, y)
    for step in (
        lambda: network.update(gradients, 0.1),
        lambda: network.update_weights(x, y, 0.1),
        lambda: train(network, x, y, learning_rate=0.1, epochs=1),  # it would train a copy, which is not frozen
    ):
        with pytest.raises(ValueError, match=f"^{last} is read-only, and training changes all parameters: take a copy"):
            step()
        assert_parameters(network, before)
    train(network.copy(), x, y, learning_rate=0.1, epochs=1)


@both_networks
@pytest.mark.parametrize("bad", [np.nan, -np.inf])
def test_a_step_does_not_blame_the_learning_rate_for_what_was_written_into_a_weight(kind, bad):
    """An -inf may be hidden from the loss: ReLU makes a zero of it."""
    network, x, y = some_network(kind)
    first, *_ = network.parameters
    gradients = network.gradients(x, y)
    network.parameters[first][0, 0] = bad
    for step in (
        lambda: network.update(gradients, 0.1),
        lambda: train(network, np.abs(x), y, learning_rate=0.1, epochs=1),
    ):
        with pytest.raises(ValueError, match=rf"^{first} is {bad} at index \(0, 0\): give finite numbers$"):
            step()


# ------------------------------------------------------------------------------------------------ subclasses of readers


def test_logits_of_a_subclass_are_looked_at():
    """Without the last axis, they would make an (N, N) loss of N labels."""

    class DropsAnAxis(LinearClassifier):
        def logits(self, x):
            return super().logits(x)[..., 0]

    class ReturnsLists(LinearClassifier):
        def logits(self, x):
            return super().logits(x).tolist()

    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]])
    network = LinearClassifier([[1.0, 2.0]], [0.5])
    for method, arguments in (("forward", (x,)), ("forward_loss", (x, y))):
        with pytest.raises(ValueError, match=r"^z has shape \(2,\), y has shape \(2, 1\): give both the same shape$"):
            getattr(DropsAnAxis([[1.0, 2.0]], [0.5]), method)(*arguments)
        for those in (arguments, [array[0] for array in arguments]):  # a batch, one sample
            result = getattr(ReturnsLists([[1.0, 2.0]], [0.5]), method)(*those)
            np.testing.assert_array_equal(result, getattr(network, method)(*those))


def test_gradients_of_a_subclass_are_looked_at():
    def network_whose(change):
        class Changed(LinearClassifier):
            def gradients(self, x, y):
                return change(self, super().gradients(x, y), x, y)

        return Changed([[1.0, 2.0]], [0.5])

    def with_sum(network, gradients, x, y):
        gradients.dL_dW = gradients.dL_dW.sum()
        return gradients

    def with_list(network, gradients, x, y):
        gradients.dL_dW = gradients.dL_dW.tolist()
        return gradients

    def with_nan(network, gradients, x, y):
        gradients.dL_dW[...] = np.nan
        return gradients

    def with_flat_logits(network, gradients, x, y):
        return LinearClassifierGradients(network.loss.forward(network.logits(x)[:, 0], y), np.ones((1, 2)), np.ones(1))

    def without_loss(network, gradients, x, y):
        gradients.loss = None
        return gradients

    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [0.0]])
    steps = (
        lambda network: network.update_weights(x, y, 0.1),
        lambda network: train(network, x, y, learning_rate=0.1, epochs=2, weight_decay=0.1),
    )
    for change, sentence in (
        (lambda *_: None, r"Changed.gradients returns None: let it return what super\(\).gradients"),
        (lambda *_: [1.0], r"Changed.gradients returns list: let it return what super\(\).gradients"),
        (with_sum, r"dL_dW has shape \(\), W has shape \(1, 2\): give both the same shape"),
        (with_nan, r"dL_dW is nan at index \(0, 0\): give finite numbers"),
        (with_flat_logits, r"y has shape \(2, 1\), z has shape \(2,\): give both the same shape"),
        (without_loss, "the loss is NoneType: give real numbers"),
    ):
        for step in steps:
            network = network_whose(change)
            with pytest.raises((TypeError, ValueError), match=f"^{sentence}"):
                step(network)
            assert_parameters(network, LinearClassifier([[1.0, 2.0]], [0.5]).parameters)
    for change in (with_list, lambda network, gradients, x, y: gradients):
        one, other = network_whose(change), LinearClassifier([[1.0, 2.0]], [0.5])
        assert_parameters(steps[1](one).network, steps[1](other).network.parameters)
        assert steps[0](one) == steps[0](other)


def test_gradients_that_a_subclass_keeps_are_not_changed():
    kept = LinearClassifierGradients(1.0, np.ones((1, 2)), np.ones(1))

    class Constant(LinearClassifier):
        def gradients(self, x, y):
            return kept

    train(Constant([[1.0, 2.0]], [0.5]), [[1.0, 2.0]], [[1.0]], learning_rate=0.1, epochs=3, weight_decay=0.5)
    np.testing.assert_array_equal(kept.dL_dW, np.ones((1, 2)))


def test_a_subclass_that_copies_in_its_own_way():
    class Itself(LinearClassifier):
        def copy(self):
            return self

    class KeepsTheWeight(LinearClassifier):
        def copy(self):
            copy = super().copy()
            vars(copy.linear)["W"] = self.linear.W
            return copy

    class Nothing(LinearClassifier):
        def copy(self):
            pass

    class Scaled(LinearClassifier):
        def __init__(self, scale):
            super().__init__([[scale, 2.0]], [0.5])

    x, y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    for its_class in (KeepsTheWeight, Itself):
        network = its_class([[1.0, 2.0]], [0.5])
        sentence = f"^{its_class.__name__}.copy shares its parameters with the network that it copies: let it"
        with pytest.raises(ValueError, match=sentence):
            train(network, x, y, learning_rate=0.1, epochs=1)
        assert_parameters(network, LinearClassifier([[1.0, 2.0]], [0.5]).parameters)
    with pytest.raises(TypeError, match="^Nothing.copy returns None: let it return a network$"):
        train(Nothing([[1.0, 2.0]], [0.5]), x, y, learning_rate=0.1, epochs=1)
    with pytest.raises(TypeError, match=r"^Scaled takes \(scale\): let it take \(W, b, reduction\) to be copied"):
        Scaled(3.0).copy(W=[[1.0, 1.0]])
    assert_parameters(Scaled(3.0).copy(), Scaled(3.0).parameters)
    copy = LinearClassifier.copy(network, b=[1.5])  # Itself takes what LinearClassifier does
    assert type(copy) is Itself
    assert_parameters(copy, LinearClassifier([[1.0, 2.0]], [1.5]).parameters)


# ------------------------------------------------------------------------------------------- what would change nothing


@both_networks
def test_a_new_array_in_the_place_of_a_parameter_would_change_nothing(kind):
    network, _, _ = some_network(kind)
    first, *_ = network.parameters
    before, array = copied(network.parameters), network.parameters[first]
    sentence = rf"are? fixed when a network is made: write parameters\['{first}'\]\[...\] = new numbers$"
    for change in (
        lambda: setattr(network, first, np.zeros_like(array)),
        lambda: network.parameters.__setitem__(first, np.zeros_like(array)),
    ):
        with pytest.raises(TypeError, match=sentence.replace("are?", "(is|are)")):
            change()
        assert_parameters(network, before)
    for name in network._kept:
        if hasattr(network, name):
            with pytest.raises(TypeError, match=f"^{name} is fixed when a {kind.__name__} is made: make a new one$"):
                delattr(network, name)
    network.parameters[first] -= 1  # is written into
    assert network.parameters[first] is array
    np.testing.assert_array_equal(array, before[first] - 1)
    network.remark = "mine"
    del network.remark
    assert not hasattr(network, "remark")


@both_networks
def test_a_copy_of_the_parameters_is_a_dictionary_of_the_readers(kind):
    network, _, _ = some_network(kind)
    first, *_ = network.parameters
    for copy in (
        deepcopy(network.parameters),
        network.parameters.copy(),
        pickle.loads(pickle.dumps(network.parameters)),
    ):
        assert type(copy) is dict
        assert_parameters(network, copy)
        copy[first] = np.zeros(3)
    assert repr(network.parameters) == repr(dict(network.parameters))
