"""What notebook 01 says about blind guesses, and about limits in `helpers`, PyTorch and NumPy, with other numbers."""

import numpy as np
import pytest

from helpers import BinaryCrossEntropy


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


def test_what_is_not_a_number_passes_through_minimum_and_not_through_fmin():
    assert np.isnan(np.minimum(np.nan, 100))
    assert np.fmin(np.nan, 100) == 100


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_perfect_prediction_with_limited_logarithms_costs_a_zero_with_a_minus(y):
    y_hat = np.array([y])
    with np.errstate(divide="ignore"):
        loss = -(y * np.maximum(np.log(y_hat), -100) + (1 - y) * np.maximum(np.log(1 - y_hat), -100))
    assert str(loss) == "[-0.]"


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
