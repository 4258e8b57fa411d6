"""The two networks and ``train``: gradients against PyTorch, and what a loop around them has to keep."""

import math
import sys
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbclient import NotebookClient

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
    assert_close,
    assert_same,
    distinct,
    gradients_by_name,
    loss_of_parameters,
    network_example,
    seeds,
    with_layouts,
)

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
    assert stepped.update_weights(x, y, learning_rate) == gradients.loss  # the loss from before the step
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


# ------------------------------------------------------------------------------------------------------------- training


def test_each_update_sees_its_batch_in_order():
    network, x, y = network_example(LinearClassifier, np.random.default_rng(0), (7, 3, 2, 4))
    run = train(network, x, y, learning_rate=0.3, epochs=2, batch_size=3)
    assert run.losses.shape == (2, 3)  # 3 + 3 + 1 rows
    by_hand = network.copy()
    for epoch in range(2):
        for i, rows in enumerate((slice(0, 3), slice(3, 6), slice(6, 7))):
            assert run.losses[epoch, i] == by_hand.update_weights(x[rows], y[rows], 0.3)
    assert_parameters(run.network, by_hand.parameters)


@both_networks
@given(
    seed=seeds,
    rows=st.integers(1, 9),
    batch_size=st.none() | st.integers(1, 12),
    epochs=st.integers(1, 4),
    shuffled=st.booleans(),
    dtype=st.sampled_from(FLOAT_TYPES),
)
def test_train(kind, seed, rows, batch_size, epochs, shuffled, dtype):
    network, x, y = network_example(kind, np.random.default_rng(seed), (rows, 3, 2, 4), dtype=dtype)
    before, inputs = copied(network.parameters), (x.copy(), y.copy())

    def run():
        rng = np.random.default_rng(seed) if shuffled else None
        return train(network, x, y, learning_rate=0.1, epochs=epochs, batch_size=batch_size, rng=rng)

    first, second = run(), run()
    assert_parameters(network, before)  # the network passed in is untouched ...
    assert_parameters(first.network, second.network.parameters)  # ... so running twice gives the same answer
    assert_same(first.losses, second.losses)
    assert first.losses.shape == (epochs, math.ceil(rows / min(batch_size or rows, rows)))
    assert first.losses.dtype == np.float64
    assert np.isfinite(first.losses).all()
    assert first.watched == []
    assert type(first.network) is kind
    assert all(value.dtype == dtype for value in first.network.parameters.values())
    assert_same(x, inputs[0])
    assert_same(y, inputs[1])
    if batch_size is None:
        assert first.losses[0, 0] == pytest.approx(network.forward_loss(x, y), rel=1e-5)


class Recorder(LinearClassifier):
    """A network that writes down which rows each update was given."""

    def gradients(self, x, y):
        Recorder.seen.append((x[:, 0].tolist(), y[:, 0].tolist()))
        return super().gradients(x, y)


def test_shuffling():
    x = np.arange(10.0)[:, None]
    y = (x > 4) * 1.0
    network = Recorder([[0.0]], [0.0])

    def orders(seed):
        Recorder.seen = []
        train(network, x, y, learning_rate=0.01, epochs=5, batch_size=4, rng=seed and np.random.default_rng(seed))
        assert [len(rows) for rows, _ in Recorder.seen] == [4, 4, 2] * 5  # the last batch is smaller
        for rows, labels in Recorder.seen:
            assert labels == [float(row > 4) for row in rows]  # labels stay with their rows
        rows = [row for rows, _ in Recorder.seen for row in rows]
        epochs = [rows[i : i + 10] for i in range(0, 50, 10)]
        assert all(sorted(epoch) == list(range(10)) for epoch in epochs)  # every row once in each epoch
        return epochs

    assert orders(None) == [list(range(10))] * 5
    assert orders(1) == orders(1)
    assert orders(1) != orders(2)
    assert len({tuple(epoch) for epoch in orders(1)}) == 5  # another order in each epoch


@both_networks
def test_watch(kind):
    network, x, y = some_network(kind)
    run = train(
        network, x, y, learning_rate=0.1, epochs=4, batch_size=4, watch=lambda network: network.forward_loss(x, y)
    )
    assert len(run.watched) == 5  # before training, and after each epoch
    assert run.watched[0] == network.forward_loss(x, y)
    assert run.watched[-1] == run.network.forward_loss(x, y)
    full = train(network, x, y, learning_rate=0.1, epochs=4, watch=lambda network: network.forward_loss(x, y))
    assert full.watched[:-1] == full.losses[:, 0].tolist()  # an update's loss is from before the update


@both_networks
@given(seed=seeds, weight_decay=st.sampled_from([1e-3, 1, 3.0]), dtype=st.sampled_from(FLOAT_TYPES))
def test_weight_decay_is_the_gradient_of_the_penalised_loss(kind, seed, weight_decay, dtype):
    network, x, y = network_example(kind, np.random.default_rng(seed), (6, 3, 2, 4), dtype=dtype)

    def penalised_loss(**parameters):
        weights = [value for name, value in parameters.items() if name.startswith("W")]  # the biases are free
        return network.copy(**parameters).forward_loss(x, y) + weight_decay / 2 * sum(np.sum(W**2) for W in weights)

    run = train(network, x, y, learning_rate=0.25, epochs=1, weight_decay=weight_decay)
    assert run.losses[0, 0] == network.forward_loss(x, y)  # the loss that comes back is without the penalty
    assert all(value.dtype == dtype for value in run.network.parameters.values())
    if dtype == np.float64:
        for name, before in network.parameters.items():
            others = {other: value for other, value in network.parameters.items() if other != name}
            numerical = numerical_gradient(
                lambda value, name=name, others=others: penalised_loss(**{**others, name: value}), before
            )
            step = (before - run.network.parameters[name]) / 0.25
            np.testing.assert_allclose(step, numerical, rtol=1e-5, atol=1e-7)


def test_weight_decay_leaves_the_biases_and_the_network_alone():
    network, x, y = some_network(HiddenLayerClassifier)
    before = copied(network.parameters)
    plain = train(network, x, y, learning_rate=0.1, epochs=1).network.parameters
    decayed = train(network, x, y, learning_rate=0.1, epochs=1, weight_decay=0.2).network.parameters
    assert_parameters(network, before)
    for name, value in plain.items():
        expected = value - 0.1 * 0.2 * before[name] * name.startswith("W")
        np.testing.assert_allclose(decayed[name], expected, rtol=1e-13, atol=1e-15)
    assert_parameters(train(network, x, y, learning_rate=0.1, epochs=1, weight_decay=0).network, plain)


@pytest.mark.parametrize(
    ("weight_decay", "error"), [(-0.1, ValueError), (np.nan, ValueError), (np.inf, ValueError), ("1", TypeError)]
)
def test_weight_decay_is_a_number_that_is_not_negative(weight_decay, error):
    network, x, y = some_network(LinearClassifier)
    with pytest.raises(error, match="^weight_decay is "):
        train(network, x, y, learning_rate=0.1, epochs=1, weight_decay=weight_decay)


def test_training_learns():
    x, y = penguins("Gentoo")
    run = train(LinearClassifier([[0, 0]], [0]), standardize(x), y, learning_rate=1, epochs=100)
    assert run.losses[0, 0] == pytest.approx(math.log(2))
    assert run.losses[-1, 0] < 0.1
    assert np.all(np.diff(run.losses[:, 0]) < 0)


def test_a_diverging_learning_rate_is_an_error_that_says_so():
    network, x, _ = some_network(HiddenLayerClassifier)
    y = np.indices((6, 2)).sum(axis=0) % 2.0
    x[1::2] = x[::2]  # the same sample with both labels: no weights are right about all
    message = r"^training diverged in epoch \d+: .* overflows float64: .*; give a learning_rate below 1e\+200$"
    with pytest.raises(OverflowError, match=message):
        train(network, x, y, learning_rate=1e200, epochs=50)
    with pytest.raises(OverflowError, match="^training diverged in epoch 0: W overflows"):
        train(LinearClassifier([[0.0]], [0.0]), [[1e10]], [[1]], learning_rate=1e308, epochs=1)


def test_progress_outside_a_notebook_prints_nothing(capsys):
    network, x, y = some_network(LinearClassifier)
    run = train(network, x, y, learning_rate=0.1, epochs=3, progress=True)
    assert_same(run.losses, train(network, x, y, learning_rate=0.1, epochs=3).losses)
    assert capsys.readouterr() == ("", "")


def test_progress_in_a_notebook_is_the_same_on_every_run():
    cell = """\
import numpy as np
from helpers import LinearClassifier, train
network = LinearClassifier([[0.0]], [0.0])
quiet = train(network, [[1.0]], [[1.0]], learning_rate=0.1, epochs=250)
run = train(network, [[1.0]], [[1.0]], learning_rate=0.1, epochs=250, progress=True)
assert (run.losses == quiet.losses).all()
import gc, ipywidgets
bar = [thing for thing in gc.get_objects() if isinstance(thing, ipywidgets.IntProgress)][-1]
assert bar.value == bar.max == 250, bar
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for _ in range(2)])
    NotebookClient(notebook, timeout=60, kernel_name="python3", store_widget_state=False).execute()
    for printed in notebook.cells:
        (output,) = printed.outputs
        assert output.output_type == "display_data"
        assert output.data["text/plain"] == "training: 250 epochs"


@pytest.mark.parametrize(
    "network",
    [LinearClassifier([[1e300]], [0.0]), HiddenLayerClassifier([[1e300]], [0.0], [[1.0]], [0.0])],
    ids=lambda network: type(network).__name__,
)
def test_a_network_names_the_logit_that_overflows(network):
    for call in (network.logits, network.forward, network.predict):
        with pytest.raises(OverflowError, match="^z overflows float64: the numbers that went in are finite"):
            call([[1e300]])


def test_a_weight_decay_that_overflows_is_an_error():
    with pytest.raises(OverflowError, match="^training diverged in epoch 0: W overflows float64"):
        train(LinearClassifier([[1e10]], [0.0]), [[1e-9]], [[0]], learning_rate=1, epochs=1, weight_decay=1e300)


def test_progress_is_shown_a_hundred_times_and_at_the_end(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=None))
    bars, seen = [], []
    monkeypatch.setattr("IPython.display.display", bars.append)
    for epochs, every in ((3, 1), (199, 1), (200, 2), (251, 2), (300, 3)):
        bars.clear(), seen.clear()
        watch = lambda network: seen.extend(bar.value for bar in bars)
        train(
            LinearClassifier([[0.0]], [0.0]),
            [[1.0]],
            [[1]],
            learning_rate=0.1,
            epochs=epochs,
            watch=watch,
            progress=True,
        )
        assert seen == [epoch // every * every for epoch in range(epochs)]
        (bar,) = bars
        assert (bar.value, bar.min, bar.max, bar.description) == (epochs, 0, epochs, "training")


@pytest.mark.parametrize("missing", ["IPython", "ipywidgets"])
def test_progress_needs_no_notebook(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    run = train(LinearClassifier([[0.0]], [0.0]), [[1.0]], [[1]], learning_rate=0.1, epochs=2, progress=True)
    assert run.losses.shape == (2, 1)


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
    np.testing.assert_allclose(network.linear.weight, theirs.coef_, rtol=1e-6)
    np.testing.assert_allclose(network.linear.bias, theirs.intercept_, rtol=1e-6)
    np.testing.assert_allclose(network.forward(x)[:, 0], theirs.predict_proba(x)[:, 1], atol=1e-7)
