"""What notebook 02 says about the race, predictions that share numbers, a sigmoid inside a sigmoid and
which error counts: with other seeds, starts and frequencies."""

import numpy as np
import pytest

from helpers import BinaryCrossEntropyWithLogits, Sigmoid


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slope_of_sigmoid(z):
    return sigmoid(z) * sigmoid(-z)


def cross_entropy(z, y):
    return sigmoid(z) - y


def squared_error(z, y):
    return (sigmoid(z) - y) * slope_of_sigmoid(z)


def no_logarithm(z, y):
    return (1 - 2 * y) * slope_of_sigmoid(z)


def steps_until_right(slope, z, y, learning_rate):
    steps = 0
    while (sigmoid(z) <= 0.5) == (y == 1):
        z = z - learning_rate * slope(z, y)
        steps += 1
    return steps


@pytest.mark.parametrize("learning_rate", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("y", [0, 1])
def test_without_its_logarithm_the_likelihood_is_hardly_faster_than_squared_error(y, learning_rate):
    factors = []
    for far in [3.0, 4.5, 6.0, 7.5]:
        start = -far if y == 1 else far
        steps = [
            steps_until_right(slope, start, y, learning_rate) for slope in (cross_entropy, squared_error, no_logarithm)
        ]
        assert steps[0] < steps[2] <= steps[1] <= 1.5 * steps[2]
        factors.append(steps[2] / steps[0])
    assert factors == sorted(factors), "the further out, the wider the gap"
    assert factors[-1] > 50


def after_training(slope, x, frequency, steps=3000):
    w, b = 0.0, 0.0
    for _ in range(steps):
        dL_dz = slope(w * x + b, frequency)
        w, b = w - np.mean(dL_dz * x), b - np.mean(dL_dz)
    return sigmoid(w * x + b)


@pytest.mark.parametrize("seed", range(5))
def test_with_shared_numbers_the_two_losses_settle_for_different_predictions(seed):
    rng = np.random.default_rng(seed)
    x = np.array([0.0, 1.0, 2.0])
    low, high = rng.uniform(0.05, 0.3), rng.uniform(0.7, 0.95)
    frequency = np.array([rng.uniform(0.4, 0.6), low, high])
    ours, theirs = after_training(cross_entropy, x, frequency), after_training(squared_error, x, frequency)
    nearly_there = np.abs(ours - after_training(cross_entropy, x, frequency, steps=2000)).max()
    nearly_there += np.abs(theirs - after_training(squared_error, x, frequency, steps=2000)).max()
    assert np.abs(ours - theirs).max() > 20 * nearly_there + 0.002
    assert np.abs(ours - frequency).max() > 0.1 and np.abs(theirs - frequency).max() > 0.1


@pytest.mark.parametrize("frequency", [0.07, 0.4, 0.85])
def test_one_free_prediction_is_best_at_its_label_with_both_losses(frequency):
    y_hat = np.linspace(0.001, 0.999, 999)
    losses = -(frequency * np.log(y_hat) + (1 - frequency) * np.log(1 - y_hat))
    assert np.isclose(y_hat[losses.argmin()], frequency)
    assert np.isclose(y_hat[((y_hat - frequency) ** 2).argmin()], frequency)


@pytest.mark.parametrize("seed", range(5))
def test_a_sigmoid_inside_a_sigmoid_the_loss_falls_and_the_probabilities_are_wrong(seed):
    rng = np.random.default_rng(seed)
    frequency = np.array([0.0, rng.uniform(0.1, 0.45), rng.uniform(0.55, 0.6), rng.uniform(0.8, 0.9), 1.0])
    loss = BinaryCrossEntropyWithLogits("sum")
    z, losses = rng.normal(0, 0.3, 5), []
    for _ in range(3000):
        y_hat = sigmoid(z)
        losses.append(loss.forward(y_hat, frequency))
        z = z - loss.backward(y_hat, frequency) * slope_of_sigmoid(z)
    assert np.all(np.diff(losses) < 0)
    assert y_hat[1] < 0.02, "below one half: towards 0"
    assert y_hat[2] < 0.5, "a 'no' where 'yes' is more frequent"
    assert np.isclose(sigmoid(y_hat[2]), frequency[2], atol=1e-3)
    assert y_hat[3] > 0.98, "beyond 0.7311: towards 1"


@pytest.mark.parametrize("seed", range(5))
def test_a_sigmoid_inside_a_sigmoid_gets_stuck_above_one_half(seed):
    """Half of the labels are 1, each certain: however well trained, the mean loss stays above 0.5032."""
    z = np.random.default_rng(seed).uniform(0, 700, 50)
    z[:25] *= -1
    y = np.repeat([0.0, 1.0], 25)
    assert BinaryCrossEntropyWithLogits("mean").forward(sigmoid(z), y) >= 0.50320
    best = BinaryCrossEntropyWithLogits("mean").forward(y, y)
    assert f"{best:.4f}" == "0.5032"


def test_pytorch_takes_probabilities_for_logits_without_a_word(torch):
    probabilities = torch.tensor([0.0, 1.0], dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(probabilities, probabilities)
    assert f"{loss.item():.4f}" == "0.5032"


@pytest.mark.parametrize("z", [37.0, 38.5, 45.0, 300.0, 700.0])
def test_the_second_form_loses_every_digit_and_the_third_none(z):
    s, minus_s = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
    exact = np.exp(-z)  # the square of 1 + e^-z does not show in 16 digits
    assert s * (1 - s) == 0
    assert np.isclose(s * minus_s, exact, rtol=1e-12)
    assert abs((s - 1) - -exact) < 1e-15, "as a push, what is lost does not count"


def test_the_third_form_ends_before_the_numbers_do():
    with np.errstate(over="ignore"):
        for z in [709.8, 720.0, 744.0]:
            assert 1 / (1 + np.exp(-z)) * (1 / (1 + np.exp(z))) == 0
            assert 0 < Sigmoid().partials(z).dy_hat_dz < 1e-308
    assert 1 / (1 + np.exp(709.7)) > 0
    assert Sigmoid().partials(746.0).dy_hat_dz == 0


@pytest.mark.parametrize("weight", [5.0, 8.0, 12.0])
def test_a_large_weight_makes_up_for_the_loss_only_with_a_bias_that_holds_the_middle(weight):
    def slope_of_stack(z, bias):
        slope = 1.0
        for _ in range(10):
            pre_activation = weight * z + bias
            slope *= weight * slope_of_sigmoid(pre_activation)
            z = sigmoid(pre_activation)
        return slope

    assert slope_of_stack(0.5, -weight / 2) > 1
    assert max(slope_of_stack(z, 0.0) for z in np.linspace(-2, 2, 41)) < 1e-6
