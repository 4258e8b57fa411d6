"""What notebook 05 says about draws, splits and rates, repeated with others: the sentence, not the digit."""

from itertools import combinations

import numpy as np
import pytest

from helpers import LinearClassifier, five_samples, penguins, split, standardize, train
from tests.material.formulas import accuracy

MEASUREMENTS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
LENGTH, DEPTH, FLIPPER, MASS = MEASUREMENTS


def zero():
    return LinearClassifier(np.zeros((1, 2)), np.zeros(1))


def line(species, features, seed):
    """A line on one split: the network, its held-out birds, and its training loss."""
    some, other, y_some, y_other = split(*penguins(species, features), held_out=68, rng=np.random.default_rng(seed))
    x_some, x_other = standardize(some, other)
    network = train(zero(), x_some, y_some, learning_rate=5, epochs=500).network
    return network, x_other, y_other, network.forward_loss(x_some, y_some)


@pytest.fixture(scope="module")
def chinstrap_lines():
    """For each pair of measurements: held-out accuracies, majorities and training losses over 8 other splits."""
    results = {}
    for pair in combinations(MEASUREMENTS, 2):
        rows = []
        for seed in range(700, 708):
            network, x, y, loss = line("Chinstrap", pair, seed)
            rows.append((accuracy(network, x, y), 1 - y.mean(), loss))
        results[pair] = np.array(rows).T
    return results


def changes_of_the_sum(W, b, rate, steps=40):  # more epochs than in the notebook
    x, y = five_samples()
    network = LinearClassifier(W.copy(), b.copy(), reduction="sum")
    hurt, changes = 0, []
    for step in range(steps):
        n = step % 5
        before = np.array([network.forward_loss(x[m], y[m]) for m in range(5)])
        network.update_weights(x[n], y[n], learning_rate=rate)
        change = np.array([network.forward_loss(x[m], y[m]) for m in range(5)]) - before
        assert change[n] < 0 or before[n] < 1e-9  # where nothing is left to gain, nothing is gained
        hurt += change.max() > 1e-9
        changes.append(change.sum())
    return hurt, np.array(changes)


def test_a_short_step_may_hurt_others_too_but_long_ones_raise_the_sum_by_much():
    rng = np.random.RandomState(42)
    W, b = rng.standard_normal((4, 3)), rng.standard_normal(4)
    for rate in (0.001, 0.005, 0.01):
        hurt, changes = changes_of_the_sum(W, b, rate)
        assert hurt > 20
        assert np.all(changes[:15] < 0)
        assert changes.max() < 0.05
    hurt, changes = changes_of_the_sum(W, b, 1.0)
    assert hurt > 20
    assert changes.max() > 150


@pytest.mark.parametrize("seed", range(20, 26))
def test_from_any_start_long_steps_raise_the_sum_more_often_and_by_more(seed):
    rng = np.random.default_rng(seed)
    W, b = rng.standard_normal((4, 3)), rng.standard_normal(4)
    short, long = (changes_of_the_sum(W, b, rate, steps=15)[1] for rate in (0.01, 1.0))
    assert np.sum(short > 0) + 2 <= np.sum(long > 0)
    assert long.max() > 50
    assert short.max() < 0.5


def test_later_short_steps_with_two_of_the_samples_raise_the_sum_a_little_and_the_others_gain_more():
    rng = np.random.RandomState(42)
    W, b = rng.standard_normal((4, 3)), rng.standard_normal(4)
    _, changes = changes_of_the_sum(W, b, 0.01, steps=3000)
    assert np.all(changes[:15] < 0)  # the three epochs of the notebook
    epochs = changes[15:].reshape(-1, 5)
    raising = np.mean(epochs > 0, axis=0)
    assert np.sort(raising)[:3].max() < 0.01 and np.sort(raising)[3:].min() > 0.95
    assert epochs.max() < 0.03
    assert np.all(epochs.sum(axis=1) < 0)


def test_gradients_belong_to_one_point():
    x, y = five_samples()
    for seed in range(5):
        network = LinearClassifier.random(3, 4, np.random.default_rng(seed), scale=1.0, reduction="sum")
        before = network.gradients(x[1], y[1])
        network.linear.W[...] -= 0.1 * before.dL_dW
        after = network.gradients(x[1], y[1])
        assert np.abs(after.dL_db).max() < np.abs(before.dL_db).max()


@pytest.mark.parametrize("seed", range(3))
def test_features_that_are_zero_leave_their_weights_as_they_are(seed):
    """The answer: 8 of the 16 numbers."""
    x, y = five_samples()
    network = LinearClassifier.random(3, 4, np.random.default_rng(seed), scale=1.0, reduction="sum")
    before = np.column_stack([network.linear.W, network.linear.b])
    network.update_weights(x[4], y[4], learning_rate=0.1)
    still = before == np.column_stack([network.linear.W, network.linear.b])
    assert (np.sum(still), still.size) == (8, 16)


@pytest.mark.parametrize("start", [(0.5, -0.5), (-0.4, 0.7), (0.2, 0.2)])
def test_the_walk_settles_below_the_limit_of_the_most_curved_direction(start):
    x, y = five_samples()
    X, labels = x[:, 1:], y[:, :1]

    def walk(rate, steps):
        network = LinearClassifier([list(start)], [0.0])
        losses = []
        for _ in range(steps):
            gradients = network.gradients(X, labels)
            losses.append(gradients.loss)
            network.linear.W[...] -= rate * gradients.dL_dW
        return network.linear.W[0], losses

    w, losses = walk(0.15, 3000)
    assert np.ptp(losses[-5:]) < 1e-8
    assert np.ptp(walk(0.16, 3000)[1][-5:]) > 1e-3
    p = 1 / (1 + np.exp(-(X @ w)))
    curvature = (X * (p * (1 - p))[:, None]).T @ X / 5
    assert 0.15 < 2 / np.linalg.eigvalsh(curvature).max() < 0.16


def test_six_birds_are_repeated_and_say_little_about_others():
    train_mm, test_mm, y_train, y_test = split(*penguins("Chinstrap"), held_out=68, rng=np.random.default_rng(0))
    x_train, x_test = standardize(train_mm, test_mm)
    rng = np.random.default_rng(50)
    inside, outside = [], []
    for _ in range(60):
        rows = rng.choice(len(x_train), size=6, replace=False)
        if y_train[rows].sum() == 0:
            continue
        network = train(zero(), x_train[rows], y_train[rows], learning_rate=5, epochs=100).network
        inside.append(accuracy(network, x_train[rows], y_train[rows]))
        outside.append(accuracy(network, x_test, y_test))
    majority = 1 - y_test.mean()
    assert np.mean(np.array(inside) == 1) > 0.7
    assert abs(np.median(outside) - majority) < 0.05
    assert min(outside) < majority - 0.15
    assert 0.15 < np.mean(np.array(outside) < majority - 0.001) < 0.6


def test_the_mean_probability_of_new_birds_is_right_up_to_luck():
    off = []
    for seed in range(800, 820):
        network, x, y, _ = line("Chinstrap", (LENGTH, DEPTH), seed)
        off.append(network.forward(x).mean() - y.mean())
    assert abs(np.mean(off)) < 0.03
    assert 0.025 < np.std(off) < 0.07


def test_features_before_layers(chinstrap_lines):
    mass, depth = chinstrap_lines[LENGTH, MASS], chinstrap_lines[LENGTH, DEPTH]
    assert mass[0].mean() > 0.97
    assert 0.85 < depth[0].mean() < 0.93
    assert np.sum(mass[0] > depth[0]) >= 7
    losses = {pair: loss.mean() for pair, (_, _, loss) in chinstrap_lines.items()}
    assert min(losses, key=losses.get) == (LENGTH, MASS)


def test_squares_and_products_bend_the_border(chinstrap_lines):
    def bent(x):
        return np.column_stack([x, x[:, 0] ** 2, x[:, 0] * x[:, 1], x[:, 1] ** 2])

    accuracies = []
    for seed in range(700, 708):
        some, other, y_some, y_other = split(*penguins("Chinstrap"), held_out=68, rng=np.random.default_rng(seed))
        x_some, x_other = standardize(some, other)
        x_some, x_other = standardize(bent(x_some), bent(x_other))
        start = LinearClassifier(np.zeros((1, 5)), np.zeros(1))
        accuracies.append(accuracy(train(start, x_some, y_some, learning_rate=2, epochs=500).network, x_other, y_other))
    assert np.mean(accuracies) > chinstrap_lines[LENGTH, DEPTH][0].mean() + 0.04


@pytest.mark.parametrize("seed", [900, 901])
def test_the_subtraction_of_the_mean_does_nearly_all_of_it_for_the_bill_and_not_with_grams(seed):
    def losses(values, rate, epochs=2000):
        return train(zero(), values, labels, learning_rate=rate, epochs=epochs).losses[:, 0]

    x, _, labels, _ = split(*penguins("Chinstrap"), held_out=68, rng=np.random.default_rng(seed))
    f = labels.mean()
    best = losses(standardize(x), 1.0)[-1]
    for rate in (0.1, 0.2, 0.4):
        assert losses(x - x.mean(axis=0), rate)[-1] < best + 1e-3
    assert min(losses(x / x.std(axis=0), rate)[-1] for rate in (0.02, 0.05)) > best + 0.15
    assert losses(x, 0.004)[-1] > -(f * np.log(f) + (1 - f) * np.log(1 - f))
    assert losses(x, 0.01, epochs=2)[1] > np.log(2)

    x, _, labels, _ = split(*penguins("Chinstrap", (LENGTH, MASS)), held_out=68, rng=np.random.default_rng(seed))
    best = losses(standardize(x), 1.0)[-1]
    divided = min(losses(x / x.std(axis=0), rate)[-1] for rate in (0.05, 0.07))
    assert min(losses(x - x.mean(axis=0), rate)[-1] for rate in (3e-6, 1.2e-5, 3e-5)) > divided + 0.3
    assert divided > best + 0.05


@pytest.mark.parametrize("species", ["Adelie", "Gentoo", "Chinstrap"])
def test_the_rate_of_5_is_within_the_limit_and_the_loss_never_rises(species):
    features = (DEPTH, FLIPPER) if species == "Gentoo" else (LENGTH, DEPTH)
    for seed in range(910, 914):
        x, _, y, _ = split(*penguins(species, features), held_out=68, rng=np.random.default_rng(seed))
        x = np.column_stack([standardize(x), np.ones(len(x))])  # the bias counts, too
        assert 5 < 2 / np.linalg.eigvalsh(x.T @ x / 4 / len(x)).max() < 7
        losses = train(LinearClassifier(np.zeros((1, 3)), np.zeros(1)), x, y, learning_rate=5, epochs=300).losses
        assert np.all(np.diff(losses[:, 0]) < 1e-12)


def test_some_pairs_are_a_little_beyond_the_limit_and_no_loss_rises_all_the_same():
    beyond = dict.fromkeys(combinations(MEASUREMENTS, 2), 0)
    for seed in range(20):
        for pair in beyond:
            x, _, y, _ = split(*penguins("Chinstrap", pair), held_out=68, rng=np.random.default_rng(seed))
            x = standardize(x)
            limit = 2 / np.linalg.eigvalsh(x.T @ x / 4 / len(x)).max()
            if limit < 5:
                beyond[pair] += 1
                assert limit > 4
                losses = train(zero(), x, y, learning_rate=5, epochs=100).losses[:, 0]
                assert np.all(np.diff(losses) < 1e-12)  # but for rounding, at the bottom
    assert beyond[LENGTH, FLIPPER] == beyond[FLIPPER, MASS] == 20
    assert len([count for count in beyond.values() if 0 < count < 20]) == 2


def test_draws_with_a_chinstrap_hold_too_many_of_them():
    _, y = penguins("Chinstrap")
    rng = np.random.default_rng(60)
    shares = [y[rng.choice(len(y), size=6, replace=False)].mean() for _ in range(500)]
    assert np.mean([share for share in shares if share > 0]) > y.mean() + 0.04


@pytest.mark.parametrize("seed", [920, 921])
def test_of_the_three_questions_only_the_gentoos_with_the_flippers_are_separated(seed):
    for species, features in (
        ("Adelie", (LENGTH, DEPTH)),
        ("Gentoo", (DEPTH, FLIPPER)),
        ("Chinstrap", (LENGTH, DEPTH)),
    ):
        x, _, y, _ = split(*penguins(species, features), held_out=68, rng=np.random.default_rng(seed))
        x = standardize(x)
        network = train(zero(), x, y, learning_rate=5, epochs=2000).network
        assert (accuracy(network, x, y) == 1) == (species == "Gentoo")
