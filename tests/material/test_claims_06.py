"""Sentences of notebook 06 that rest on numbers, with other numbers than the notebook's."""

import numpy as np
import pytest


def stable_sigmoid(z):
    t = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, t) / (1 + t)


def loss_from_logits(z, y):
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


def log_sum(a, b, m):
    with np.errstate(all="ignore"):
        return m + np.log(np.exp(a - m) + np.exp(b - m))


@pytest.mark.parametrize("label", [0.0, 0.5, 1.0])
def test_float32_loss_is_within_4e_7(label):
    rng = np.random.default_rng(60)
    sizes = np.exp(rng.uniform(np.log(1e-6), np.log(87), 500_000))
    z = (rng.choice([-1, 1], 500_000) * sizes).astype(np.float32)
    z = np.append(z, np.float32(-1.0339606))  # just above 3e-7 on some machines
    losses = loss_from_logits(z, np.float32(label))
    assert losses.dtype == np.float32
    assert np.max(np.abs(losses / loss_from_logits(z.astype(np.float64), label) - 1)) <= 4e-7


def test_two_factors_are_off_to_both_sides():
    z = np.linspace(14.5, 16.6, 301, dtype=np.float32)
    y_hat = 1 / (1 + np.exp(-z))
    product = y_hat / (y_hat - y_hat**2) * np.exp(-z) / (1 + np.exp(-z)) ** 2
    assert product.min() < 0.7 and product.max() > 1.2


def test_only_the_maximum_is_a_safe_shift():
    rng = np.random.default_rng(61)
    a, b = rng.uniform(-5000, 5000, (2, 1000))
    right = np.logaddexp(a, b)
    np.testing.assert_allclose(log_sum(a, b, np.maximum(a, b)), right, rtol=1e-12)
    for m in (0, np.minimum(a, b), (a + b) / 2, np.maximum(a, b) + 800, np.maximum(a, b) - 800):
        assert np.isinf(log_sum(a, b, m)).any()
    for shift in (-700, 700):  # nearer than that, a shift by something else does no harm
        assert np.isfinite(log_sum(a, b, np.maximum(a, b) + shift)).all()


def test_lower_borders_of_the_stable_sigmoid():
    for dtype, border in ((np.float32, 150 * np.log(2)), (np.float64, 1075 * np.log(2))):
        assert stable_sigmoid(np.array([-border - 0.01], dtype=dtype))[0] == 0
        assert stable_sigmoid(np.array([-border + 0.01], dtype=dtype))[0] > 0


def test_nearest_float16_to_the_sigmoid_is_1_from_8_32_on():
    z = np.linspace(8.25, 8.4, 40)
    rounded = (1 / (1 + np.exp(-z))).astype(np.float16)
    assert np.array_equal(rounded == 1, z > 12 * np.log(2))


@pytest.mark.parametrize("optimiser", ["Adam", "RMSprop"])
def test_methods_that_divide_by_the_size_need_the_relative_error(torch, optimiser):
    ends = {}
    for dtype in (torch.float32, torch.float64):
        w = torch.tensor([17.0], dtype=dtype, requires_grad=True)
        method = getattr(torch.optim, optimiser)([w], lr=0.1)
        for _ in range(10):
            method.zero_grad()
            torch.nn.BCEWithLogitsLoss()(w, torch.ones(1, dtype=dtype)).backward()
            method.step()
        ends[dtype] = w.item()
    assert ends[torch.float32] == 17
    assert ends[torch.float64] > 17.5


def test_clamped_gradient_of_pytorch_is_not_the_derivative_of_its_loss(torch):
    y_hat = torch.sigmoid(torch.tensor([30.0], dtype=torch.float64)).requires_grad_()
    loss = torch.nn.BCELoss()(y_hat, torch.zeros(1, dtype=torch.float64))
    loss.backward()
    assert loss.item() == pytest.approx(30, rel=1e-3)  # not clamped yet, so its derivative is 1 / (1 - y_hat) ...
    assert y_hat.grad.item() < 0.2 / (1 - y_hat.item())  # ... and not a tenth of that
