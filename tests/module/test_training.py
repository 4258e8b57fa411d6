"""``train``: every update sees what it should, nothing of the caller's is changed, and divergence is named."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import (
    HiddenLayerClassifier,
    LinearClassifier,
    eight_people,
    numerical_gradient,
    penguins,
    standardize,
    train,
)
from tests.module.examples import (
    FLOAT_TYPES,
    assert_parameters,
    assert_same,
    both_networks,
    copied,
    network_example,
    seeds,
    some_network,
)


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


def test_a_weight_decay_that_overflows_is_an_error():
    with pytest.raises(OverflowError, match="^training diverged in epoch 0: dL_dW overflows float64"):
        train(LinearClassifier([[1e10]], [0.0]), [[1e-9]], [[0]], learning_rate=1, epochs=1, weight_decay=1e300)


def test_a_gradient_of_a_subclass_that_its_weights_cannot_hold_is_an_error():
    class Steep(LinearClassifier):
        def gradients(self, x, y):
            return replace(super().gradients(x, y), dL_dW=np.full((1, 1), 1e300))

    network = Steep(np.float32([[0.5]]), np.float32([0.0]))
    with pytest.raises(OverflowError, match="^training diverged in epoch 0: dL_dW overflows float32"):
        train(network, np.ones((2, 1)), [[0], [1]], learning_rate=0.1, epochs=1)


@both_networks
def test_the_data_are_looked_at_once(kind, monkeypatch):
    """And never again in a step: nothing that a step computes can make the data wrong."""
    network, x, y = some_network(kind)
    looks = []
    check = kind._check
    monkeypatch.setattr(kind, "_check", lambda self, *args, **options: looks.append(1) or check(self, *args, **options))
    train(network, x, y, learning_rate=0.1, epochs=5, batch_size=2)
    assert len(looks) == 1


@both_networks
def test_what_the_reader_gives_to_watch_is_not_trusted(kind):
    """Only the steps trust their data. A network in the hands of ``watch`` looks at what it gets, as ever."""
    network, x, y = some_network(kind)

    def watch(network):
        with pytest.raises(ValueError, match="^x has shape"):
            network.gradients(x[:, :1], y)

    train(network, x, y, learning_rate=0.1, epochs=2, watch=watch)


def test_after_a_divergence_arguments_are_looked_at_again():
    network = LinearClassifier([[1e10]], [0.0])
    with pytest.raises(OverflowError):
        train(network, [[1e-9]], [[0]], learning_rate=1, epochs=1, weight_decay=1e300)
    with pytest.raises(ValueError, match="^y holds 2.0"):
        network.gradients([[1.0]], [[2.0]])


def test_watch_cannot_change_the_data():
    x, y = eight_people()
    network = LinearClassifier(np.zeros((1, 3)), [0.0])

    def spoil(_):
        x.fill(np.nan), y.fill(np.nan)

    spoiled = train(network, x, y, learning_rate=0.001, epochs=3, watch=spoil)
    np.testing.assert_array_equal(spoiled.losses, train(network, *eight_people(), learning_rate=0.001, epochs=3).losses)


def test_a_price_that_blows_the_weights_up_is_named():
    x, y = eight_people()
    network = LinearClassifier(np.ones((1, 3)), [0.0])
    with pytest.raises(OverflowError, match="give a learning_rate below 0.5, or a weight_decay below 1e[+]308$"):
        train(network, x, y, learning_rate=0.5, epochs=3, weight_decay=1e308)
    with pytest.raises(OverflowError, match="give a learning_rate below 1e[+]308$"):
        train(network, x, y, learning_rate=1e308, epochs=3)
    large = LinearClassifier([[1e300]], [0.0])  # W -> -1.5 W
    with pytest.raises(OverflowError, match="give a learning_rate below 2.5, or a weight_decay below 1.0$"):
        train(large, [[1e-300]], [[1.0]], learning_rate=2.5, epochs=50, weight_decay=1.0)
    with pytest.raises(OverflowError, match=r"give a learning_rate below \S+$"):  # W -> -W: it does not grow
        train(network, x, y, learning_rate=2.0**1023, epochs=3, weight_decay=2.0**-1022)


def test_a_subclass_is_trained_with_all_that_it_keeps():
    class WithTemperature(LinearClassifier):
        def __init__(self, temperature):
            super().__init__([[1.0, -1.0, 0.5]], [0.0])
            self.temperature = temperature

    run = train(WithTemperature(3.0), *eight_people(), learning_rate=0.001, epochs=2, watch=lambda n: n.temperature)
    assert run.network.temperature == 3 and run.watched == [3, 3, 3]
