"""The published results of the two tutorials that the course builds on, reproduced; where they break, it does not."""

import json
from pathlib import Path

import numpy as np
import pytest

from helpers import HiddenLayerClassifier, LinearClassifier, eight_people, five_samples, standardize, train

REFERENCE = json.loads((Path(__file__).parent / "reference_results.json").read_text(encoding="utf-8"))
LINEAR, HIDDEN = REFERENCE["linear_classifier"], REFERENCE["hidden_layer_classifier"]


def linear_start():
    rng = np.random.RandomState(42)
    return LinearClassifier(rng.randn(4, 3), rng.randn(4), reduction="sum")


def hidden_start(seed=42):
    rng = np.random.RandomState(seed)
    W1, W2 = rng.randn(3, 4).T, rng.randn(4, 1).T  # drawn there as (in, hidden) and (hidden, out)
    return HiddenLayerClassifier(W1, np.zeros(4), W2, np.zeros(1))


@pytest.mark.parametrize(("make", "reference"), [(five_samples, LINEAR), (eight_people, HIDDEN)])
def test_the_data_are_theirs(make, reference):
    x, y = make()
    np.testing.assert_array_equal(x, reference["inputs"])
    np.testing.assert_array_equal(y, reference["labels"])


def test_linear_classifier_sample_by_sample():
    x, y = five_samples()
    start = linear_start()
    run = train(start, x, y, learning_rate=LINEAR["learning_rate"], epochs=LINEAR["epochs"], batch_size=1)
    losses = run.losses.sum(axis=1)  # of five updates, each sample's loss from before its own update
    tolerance = LINEAR["relative_tolerance_against_published"]
    published = LINEAR["published_float32"]
    assert sorted(published) == ["1997", "1998", "1999"]
    for epoch, loss in published.items():
        assert losses[int(epoch)] == pytest.approx(loss, rel=tolerance)
    measured = LINEAR["measured_float64"]
    assert sorted(map(int, measured)) == [0, 1, 9, 99, 999, 1997, 1998, 1999]
    for epoch, loss in measured.items():
        assert losses[int(epoch)] == pytest.approx(loss, abs=0.6e-7)  # to the last digit that is written down
    assert start.forward_loss(x, y) == pytest.approx(LINEAR["loss_of_the_initial_weights"], abs=0.6e-6)
    assert run.network.forward_loss(x, y) == pytest.approx(LINEAR["loss_of_the_final_weights"], abs=0.6e-6)


def naive_losses(learning_rate, epochs):
    """That tutorial's own form, in its float32: (y_hat - y) / (y_hat - y_hat^2) times the sigmoid's derivative."""
    x, y = (array.astype(np.float32) for array in five_samples())
    rng = np.random.RandomState(42)
    W, b = rng.randn(4, 3).astype(np.float32), rng.randn(4).astype(np.float32)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            total = 0.0
            for row, label in zip(x, y, strict=True):
                z = W @ row + b
                y_hat = 1 / (1 + np.exp(-z))
                total += np.sum(-(label * np.log(y_hat) + (1 - label) * np.log(1 - y_hat)))
                dL_dz = (y_hat - label) / (y_hat - y_hat**2) * np.exp(-z) / (1 + np.exp(-z)) ** 2
                W -= np.float32(learning_rate) * np.outer(dL_dz, row)
                b -= np.float32(learning_rate) * dL_dz
            losses.append(total)
    return losses


@pytest.mark.parametrize("learning_rate", [0.3, 0.5, 1.0])
def test_with_logits_nothing_breaks(learning_rate):
    """Where the naive form turns to NaN in its second epoch, ours learns all twenty labels."""
    x, y = five_samples()
    run = train(linear_start(), x, y, learning_rate=learning_rate, epochs=2000, batch_size=1)
    assert np.isfinite(run.losses).all()
    assert run.network.forward_loss(x, y) < 0.01
    np.testing.assert_array_equal(run.network.predict(x), y == 1)

    naive = naive_losses(learning_rate, epochs=3)
    assert naive[0] == pytest.approx(run.losses[0].sum(), rel=1e-4)
    assert np.isnan(naive[1])
    assert np.isnan(naive[2])


def test_the_naive_form_is_right_at_its_own_learning_rate():
    """Otherwise the test above could compare with something broken."""
    assert naive_losses(0.01, epochs=2) == pytest.approx([12.9071018, 8.1065239], rel=1e-6)


def test_hidden_layer_classifier_full_batch():
    x, y = eight_people()
    x = standardize(x, epsilon=1e-8)
    run = train(hidden_start(), x, y, learning_rate=HIDDEN["learning_rate"], epochs=HIDDEN["epochs"])
    losses, published = run.losses[:, 0], HIDDEN["published"]
    results = {
        "first": losses[0],
        "second": losses[1],
        "third": losses[2],
        "tenth": losses[9],
        "epoch_99": losses[98],
        "epoch_100": losses[99],
        "after_training": run.network.forward_loss(x, y),
    }
    assert results == pytest.approx(published, rel=HIDDEN["relative_tolerance_against_published"])
    np.testing.assert_allclose(run.network.forward(x)[:, 0], HIDDEN["published_probabilities"], rtol=1e-7)
    assert np.mean(run.network.predict(x) == (y == 1)) == HIDDEN["published_training_accuracy"]


def test_what_an_accuracy_of_one_does_not_say():
    """Leave-one-out on the same eight people; and one feature alone separates them."""
    x, y = eight_people()
    right = 0
    for n in range(8):
        others = np.arange(8) != n
        x_others, left_out = standardize(x[others], x[[n]], epsilon=1e-8)
        network = train(hidden_start(), x_others, y[others], learning_rate=0.05, epochs=100).network
        np.testing.assert_array_equal(network.predict(x_others), y[others] == 1)
        right += int(network.predict(left_out)[0, 0] == y[n, 0])
    assert right == 5
    assert x[y[:, 0] == 1, 2].min() > x[y[:, 0] == 0, 2].max()


def test_104_of_200_seeds_reach_100_percent():
    x, y = eight_people()
    x = standardize(x, epsilon=1e-8)
    perfect = 0
    for seed in range(200):
        network = train(
            hidden_start(seed), x, y, learning_rate=HIDDEN["learning_rate"], epochs=HIDDEN["epochs"]
        ).network
        perfect += int(np.array_equal(network.predict(x), y == 1))
    assert perfect == 104


def test_training_has_not_converged_and_cannot():
    x, y = eight_people()
    x = standardize(x, epsilon=1e-8)
    run = train(hidden_start(), x, y, learning_rate=0.05, epochs=10_000)
    after = np.append(run.losses[:, 0], run.network.forward_loss(x, y))
    assert after[[200, 500, 10_000]] == pytest.approx([0.120, 0.0494, 0.0026], rel=0.02)
    p = run.network.parameters
    larger = run.network.copy(W2=2 * p["W2"], b2=2 * p["b2"])
    assert larger.forward_loss(x, y) < after[-1]
