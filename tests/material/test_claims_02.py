"""What notebook 02 says about the race, predictions that share numbers, a sigmoid inside a sigmoid and
which error counts: with other seeds, starts and frequencies."""

import numpy as np
import pytest

from helpers import BinaryCrossEntropyWithLogits
from tests.material.formulas import sigmoid


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


def test_a_little_before_800_the_third_form_is_0_too_early():
    """As the notebook writes the sigmoid: e^-z overflows, and 0 comes out where a float could hold the slope."""
    z = np.array([720.0, -720.0, 800.0, -800.0])
    with np.errstate(over="ignore"):
        plain, mirrored = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
    assert np.all(plain * mirrored == 0)
    assert np.all(np.exp(-np.abs(z[:2])) > 0)  # the slope there, to all digits that are left
    assert np.all(np.exp(-np.abs(z[2:])) == 0)
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        np.exp(z)


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


def slope_of_stack(z, weight, bias=0.0, layers=10):
    slope = 1.0
    for _ in range(layers):
        pre_activation = weight * z + bias
        slope *= weight * slope_of_sigmoid(pre_activation)
        z = sigmoid(pre_activation)
    return slope


@pytest.mark.parametrize("weight", [5.0, 8.0, 12.0])
def test_a_large_weight_makes_up_for_the_loss_only_with_a_bias_that_holds_the_middle(weight):
    assert slope_of_stack(0.5, weight, -weight / 2) > 1
    assert max(slope_of_stack(z, weight) for z in np.linspace(-2, 2, 41)) < 1e-6


def test_without_a_bias_no_positive_weight_helps_and_a_negative_one_only_if_not_too_large():
    starts = np.linspace(-4, 4, 41)
    assert max(slope_of_stack(z, w) for z in starts for w in np.linspace(0.1, 30, 300)) < 1e-5
    assert max(slope_of_stack(z, 5.0) for z in starts) < slope_of_stack(0.0, 1.0)
    assert all(abs(slope_of_stack(z, -5.0)) > 0.001 for z in [-0.5, 0.0, 0.5])
    assert all(abs(slope_of_stack(z, -20.0)) < 1e-3 for z in starts)


@pytest.mark.parametrize("learning_rate", [300, 400, 600])
@pytest.mark.parametrize("label", [0.2, 0.3, 0.8])
def test_the_rate_that_makes_up_for_squared_error_far_out_is_too_large_in_the_middle(learning_rate, label):
    assert -learning_rate * squared_error(-6.0, 1) > 0.7
    z, gentle = 0.0, 0.0
    for _ in range(1000):
        z -= learning_rate * squared_error(z, label)
        gentle -= cross_entropy(gentle, label)
    assert abs(sigmoid(z) - label) > 0.15
    assert np.isclose(sigmoid(gentle), label)


X, FREQUENCY = np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.1, 0.9])


def end_of(slope, w, b, frequency, learning_rate, steps=20_000):
    for _ in range(steps):
        dL_dz = learning_rate * slope(w * X + b, frequency)
        w, b = w - np.mean(dL_dz * X), b - np.mean(dL_dz)
    return np.array([w, b])


@pytest.mark.parametrize("frequency", [FREQUENCY, np.array([0.6, 0.1, 0.95])], ids=["0.5", "0.6"])
def test_squared_error_has_a_second_valley_and_it_is_higher(frequency):
    def gradient(v):
        dL_dz = squared_error(v[0] * X + v[1], frequency)
        return np.array([np.mean(dL_dz * X), np.mean(dL_dz)])

    ends = [end_of(squared_error, *start, frequency, 4) for start in [(0.1, 0.1), (4.2, -6.3)]]
    for end in ends:
        assert np.abs(gradient(end)).max() < 1e-10, "flat"
        columns = [(gradient(end + nudge) - gradient(end - nudge)) / 2e-5 for nudge in 1e-5 * np.eye(2)]
        assert np.linalg.eigvalsh(np.array(columns)).min() > 1e-4, "and a valley"
    low, high = (np.mean((sigmoid(w * X + b) - frequency) ** 2) for w, b in ends)
    assert low < high - 0.001


@pytest.mark.parametrize("start", [(0.0, 0.0), (0.0, -5.0), (3.0, -5.0), (20.0, -30.0), (-4.0, 4.0), (0.0, 5.0)])
def test_cross_entropy_has_one_valley(start):
    w, b = end_of(cross_entropy, *start, FREQUENCY, 1, steps=3000)
    assert np.allclose(sigmoid(w * X + b), [0.3, 0.5, 0.7], atol=1e-6)


@pytest.mark.parametrize("y", [0.0, 0.4, 1.0])
@pytest.mark.parametrize(
    ("z", "breaks"), [(37, True), (300, True), (-710, True), (-800, True), (36, False), (-705, False)]
)
def test_the_product_of_the_two_slopes_is_not_a_number_where_the_sigmoid_is_rounded_to_1_or_0(z, breaks, y):
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        y_hat = sigmoid(np.float64(z))
        product = (y_hat - y) / (y_hat * (1 - y_hat)) * (y_hat * (1 - y_hat))
    assert np.isnan(product) == breaks


def test_what_the_two_wrong_slopes_look_like():
    z = np.linspace(-6, 6, 1201)
    given_z, given_s = z * (1 - z), slope_of_sigmoid(sigmoid(z))
    assert np.all(given_z[(z < -0.001) | (z > 1.001)] < 0)
    inside = (z > 0.001) & (z < 0.999)
    assert np.all((given_z[inside] > 0) & (given_z[inside] <= 0.25)), "nothing to see"
    assert np.all((given_s > 0.1966) & (given_s < 0.25))
    right = slope_of_sigmoid(z)
    assert np.all(right[np.abs(z) > 1.001] < 0.1966), "so a slope above it, at such a z, is wrong"
    assert np.all(right[np.abs(z) < 0.999] > 0.1966), "and at such a z it may be right"
    for wrong in (given_z, given_s):
        happens_to_be_right = np.flatnonzero(np.diff(np.sign(wrong - right)))
        assert 1 <= len(happens_to_be_right) <= 3


def test_a_sigmoid_inside_a_sigmoid_never_gets_below_0_3133():
    y_hat, y = np.meshgrid(np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    z = sigmoid(y_hat)
    losses = -(y * np.log(z) + (1 - y) * np.log(1 - z))
    assert f"{losses.min():.4f}" == "0.3133"
