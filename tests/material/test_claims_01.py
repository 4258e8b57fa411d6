"""What notebook 01 says about blind guesses, logarithms, signs and `nan`, and about means and limits in `helpers`,
PyTorch and NumPy: with other numbers."""

import numpy as np
import pytest

from helpers import BinaryCrossEntropy
from tests.material.formulas import sigmoid


def bce(y_hat, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def starts(low, high, seed, models=400, samples=100):
    """The average loss of each of many models that guess blindly between low and high."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, size=(models, samples))
    guesses = rng.uniform(low, high, size=labels.shape)
    return -(labels * np.log(guesses) + (1 - labels) * np.log(1 - guesses)).mean(axis=1)


@pytest.mark.parametrize("seed", range(1, 11))
def test_guesses_near_one_half_start_near_log_2_and_bold_ones_higher(seed):
    averages = [starts(low, high, seed).mean() for low, high in [(0.45, 0.55), (0.4, 0.6), (0.2, 0.8), (0.01, 0.99)]]
    assert averages == sorted(averages), "the bolder, the higher"
    least, most = np.percentile(starts(0.45, 0.55, seed), [2.5, 97.5])
    assert np.log(2) - 0.03 < least < most < np.log(2) + 0.03
    least, most = np.percentile(starts(0.01, 0.99, seed), [2.5, 97.5])
    assert np.log(2) + 0.05 < least < 0.95 < most


@pytest.mark.parametrize("forecast", [0.3, 0.5, 0.8, 0.9])
def test_the_numbers_run_out_for_a_better_forecaster_too_only_later(forecast):
    def days(each, enough=60_000):
        """The days until the product no longer changes: it is zero, or stuck at the last numbers before zero."""
        product = 1.0
        for day in range(enough):
            if product * each == product:
                return day, product
            product *= each
        raise AssertionError("never")

    worse, last = days(forecast)
    better, last_of_better = days(forecast + 0.05)
    assert worse < better
    assert max(last, last_of_better) < 1e-320


def test_what_is_not_a_number_passes_through_minimum():
    assert np.isnan(np.minimum(np.nan, 100))


@pytest.mark.parametrize("y_hat", [1e-4, 1e-11])
def test_for_ordinary_predictions_helpers_limit_nothing(y_hat):
    y_hat, y = np.array([y_hat]), np.ones(1)
    assert np.isclose(BinaryCrossEntropy("sum").forward(y_hat, y), -np.log(y_hat[0]))
    assert np.isclose(BinaryCrossEntropy("sum").backward(y_hat, y)[0], -1 / y_hat[0])


@pytest.mark.parametrize("y_hat", [1e-13, 1e-40, 1e-50, 0.0])
def test_helpers_limit_the_slope_long_before_the_loss(y_hat):
    y_hat, y = np.array([y_hat]), np.ones(1)
    assert (BinaryCrossEntropy("sum").forward(y_hat, y) == 100) == (y_hat[0] < 1e-43)
    assert np.isclose(BinaryCrossEntropy("sum").backward(y_hat, y)[0], -1e12)


@pytest.mark.parametrize("y_hat", [1e-4, 1e-11, 1e-13, 1e-40, 1e-50, 0.0])
def test_pytorch_returns_the_same_limited_slope(torch, y_hat):
    prediction = torch.tensor([y_hat], dtype=torch.float64, requires_grad=True)
    torch.nn.functional.binary_cross_entropy(prediction, torch.ones(1, dtype=torch.float64)).backward()
    ours = BinaryCrossEntropy("sum").backward(np.array([y_hat]), np.ones(1))[0]
    assert np.isclose(prediction.grad.item(), ours)


def test_helpers_refuse_labels_of_minus_1():
    with pytest.raises(ValueError, match="a label lies between 0 and 1"):
        BinaryCrossEntropy().forward(np.array([0.9, 0.2]), np.array([1.0, -1.0]))


@pytest.mark.parametrize("z", [-30.0, -6.0, 0.0, 3.0])
def test_the_slope_of_minus_log_p_is_that_of_minus_p_divided_by_p(z):
    def nudged(f):
        return (f(z + 1e-5) - f(z - 1e-5)) / 2e-5

    assert np.isclose(nudged(lambda z: -np.log(sigmoid(z))), nudged(lambda z: -sigmoid(z)) / sigmoid(z), rtol=1e-6)


@pytest.mark.parametrize("right", [8, 9, 15])
def test_a_model_may_be_right_nearly_always_and_pay_more_than_a_coin(right):
    """One miss among many, so bold that all pay as much as a coin; a bolder one costs more."""
    bold = np.exp(-(right + 1) * np.log(2))
    assert (right * bce(1 - bold, 1) + bce(1 - bold, 0)) / (right + 1) >= np.log(2)
    assert (right * bce(1 - bold**2, 1) + bce(1 - bold**2, 0)) / (right + 1) > np.log(2)


@pytest.mark.parametrize("seed", range(5))
def test_only_a_label_outside_makes_the_loss_negative_if_the_formula_is_right(seed):
    rng = np.random.default_rng(seed)
    y_hat, y = rng.uniform(1e-9, 1 - 1e-9, 1000), rng.choice([0.0, 1.0, 0.3, rng.uniform()], 1000)
    assert np.all(bce(y_hat, y) >= 0)
    assert np.all(-bce(y_hat, y) <= 0), "without the minus in front, no loss is positive"
    outside = np.concatenate([-rng.exponential(size=100), 1 + rng.exponential(size=100)])
    assert np.all(np.isnan(bce(outside, rng.choice([0.0, 0.4, 1.0], 200))))
    assert np.any(bce(y_hat, y * 2 - 1) < 0)
    assert np.any(bce(y_hat, y + 1) < 0)


def test_where_a_nan_comes_from():
    assert np.all(np.isnan(bce(np.array([0.0, 1.0]), np.array([0.0, 1.0]))))
    assert np.all(np.isnan(bce(np.array([np.nan, 0.3]), np.array([1.0, np.nan]))))
    assert np.all(np.isinf(bce(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.5])))), "not its label: no nan"
    assert np.isnan(np.min([0.2, np.nan, 0.9])), "the smallest of numbers with a nan shows it"


@pytest.mark.parametrize("samples, outputs", [(5, 4), (3, 2), (1, 7)])
def test_the_mean_of_pytorch_s_binary_cross_entropy_is_over_all_elements(torch, samples, outputs):
    z = torch.linspace(-2, 3, samples * outputs, dtype=torch.float64).reshape(samples, outputs)
    y = torch.ones_like(z)
    functions = torch.nn.functional
    for loss, prediction in [
        (functions.binary_cross_entropy, torch.sigmoid(z)),
        (functions.binary_cross_entropy_with_logits, z),
    ]:
        total = loss(prediction, y, reduction="sum").item()
        assert np.isclose(loss(prediction, y).item(), total / (samples * outputs))


@pytest.mark.parametrize("seed", range(3))
def test_a_step_on_the_sum_is_n_times_as_long_only_from_the_same_place(seed):
    rng = np.random.default_rng(seed)
    y, start = rng.integers(0, 2, 6), rng.uniform(0.3, 0.7, 6)

    def steps(y_hat, learning_rate):
        for _ in range(2):
            step = -learning_rate * (y_hat - y) / (y_hat * (1 - y_hat))
            y_hat = y_hat + step
            yield step

    (first, second), (first_of_mean, second_of_mean) = steps(start, 0.05), steps(start, 0.05 / 6)
    assert np.allclose(first, 6 * first_of_mean)
    assert not np.allclose(second, 6 * second_of_mean)
