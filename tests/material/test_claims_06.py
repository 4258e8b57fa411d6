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


def clip_and_naive(z, y, dtype):
    """Loss after a clip at 1e-7, and loss without one, both from y_hat."""
    with np.errstate(all="ignore"):
        y_hat = 1 / (1 + np.exp(-np.asarray(z, dtype=dtype)))
        low, high = np.array([1e-7, 1 - 1e-7], dtype=dtype)
        q = np.clip(y_hat, low, high)
        return [-(y * np.log(p) + (1 - y) * np.log(1 - p)) for p in (q, y_hat)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_clipped_climbs_with_naive_up_to_about_16_on_both_sides(dtype):
    z = np.linspace(-15.9, 15.9, 1001)
    clipped, naive = clip_and_naive(z, dtype(0), dtype)
    np.testing.assert_array_equal(clipped, naive)
    for z in (np.linspace(-60, -17, 101), np.linspace(17, 36, 101)):
        exact = loss_from_logits(z, 0)
        clipped, naive = (np.abs(loss / exact - 1) for loss in clip_and_naive(z, dtype(0), dtype))
        if dtype is np.float64:
            assert np.all(clipped > 10 * naive)  # with a jump
            before, _ = clip_and_naive([-15.9, 15.9], 0.0, dtype)
            assert np.max(np.abs(before / loss_from_logits(np.array([-15.9, 15.9]), 0) - 1)) < 1e-9
            assert np.min(clipped) > 0.01
        else:
            assert not np.any(np.isclose(clipped, naive))


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_definition_is_wrong_before_it_fails(label):
    sign = 1 if label else -1  # a right prediction
    _, near = clip_and_naive(sign * np.array([0.3, 1.7, 2.5]), label, np.float64)
    np.testing.assert_allclose(near, loss_from_logits(sign * np.array([0.3, 1.7, 2.5]), label), rtol=1e-12)
    _, far = clip_and_naive(sign * np.array([34.5, 35.5, 36.5]), label, np.float64)
    assert np.all(np.isfinite(far))
    assert np.all(np.abs(far / loss_from_logits(sign * np.array([34.5, 35.5, 36.5]), label) - 1) > 0.01)


def test_ceiling_of_the_clip_depends_on_the_label_in_float32_only():
    for dtype, of_0 in ((np.float32, 15.94), (np.float64, 16.12)):
        for label, z, ceiling in ((0, 25.0, of_0), (1, -25.0, 16.12)):
            clipped, _ = clip_and_naive(z, dtype(label), dtype)
            assert clipped == pytest.approx(ceiling, abs=0.005)


def test_a_lost_minus_sign_makes_the_loss_infinite_on_one_side_only():
    """The form of PyTorch's pull requests 2195 (max of z) and 2221 (max of -z)."""

    def loss(z, y, shift):
        with np.errstate(over="ignore"):
            return z - z * y + shift + np.log(np.exp(-shift) + np.exp(-z - shift))

    for z in np.array([-120, -100, -50, 0, 50, 100], dtype=np.float32):
        right = loss_from_logits(z, np.float32(0))
        assert loss(z, np.float32(0), np.maximum(-z, 0)) == pytest.approx(right, abs=1e-5)
        if z < -90:
            assert np.isinf(loss(z, np.float32(0), np.maximum(z, 0)))
        elif z < 80:
            assert loss(z, np.float32(0), np.maximum(z, 0)) == pytest.approx(right, abs=1e-5)
