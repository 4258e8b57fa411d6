"""What notebook 04 says usually happens, tried with other seeds."""

import numpy as np
import pytest

import helpers
from helpers import taylor_slope
from tests.material.formulas import sigmoid

SEEDS = range(1000, 1030)


def bce(y_hat, y):
    return np.mean(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))


def nudged_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


def network(seed, size=1, from_z=False):
    """The loss as a function of W, a random W of this size, and the gradient there; the loss from z, or from y_hat."""
    rng = np.random.default_rng(seed)
    W, b = size * rng.normal(size=(2, 3)), rng.normal(size=2)
    X, Y = rng.normal(size=(5, 3)), rng.uniform(size=(5, 2))

    def loss(V):
        Z = X @ V.T + b
        return helpers.BinaryCrossEntropyWithLogits().forward(Z, Y) if from_z else bce(sigmoid(Z), Y)

    return loss, W, (sigmoid(X @ W.T + b) - Y).T @ X / Y.size


def slopes_of_candidates(error):
    slopes = []
    for seed in SEEDS:
        loss, W, right = network(seed)
        slopes.append(taylor_slope(loss, W, (1 + (-1) ** seed * error) * right))
    return np.array(slopes)


def near(slopes, value):
    return np.mean(np.abs(slopes - value) < 0.25)


def test_down_to_one_part_in_ten_thousand_a_wrong_gradient_has_slope_1():
    assert near(slopes_of_candidates(1e-2), 1) == 1
    assert near(slopes_of_candidates(1e-4), 1) > 0.94


def test_around_one_part_in_a_million_the_slope_means_nothing():
    slopes = slopes_of_candidates(1e-6)
    assert near(slopes, 1) < 0.25
    assert near(slopes, 2) < 0.5
    assert slopes.min() < 1.5 < slopes.max()


def test_far_below_a_wrong_gradient_has_slope_2_like_a_right_one():
    assert near(slopes_of_candidates(1e-8), 2) > 0.94
    assert near(slopes_of_candidates(0), 2) > 0.94


def test_with_a_margin_no_error_of_a_thousandth_of_the_largest_entry_passes():
    """Whether all entries are off, each by its own amount, or one of them alone."""
    for seed in range(2000, 2150):
        loss, W, right = network(seed)
        rng = np.random.default_rng(seed)
        largest = np.abs(right).max()
        each, one = rng.uniform(-1, 1, size=W.shape), np.zeros(W.shape)
        one[rng.integers(2), rng.integers(3)] = 1
        for error in (right, largest * each / np.abs(each).max(), largest * one):
            assert taylor_slope(loss, W, right + 1e-3 * error) < 1.5


def test_inf_means_no_more_than_that_nothing_is_seen():
    assert taylor_slope(lambda x: 1e12 + x.sum(), np.ones(3), np.zeros(3)) == np.inf
    assert taylor_slope(lambda x: x.sum(), np.ones(3), np.ones(3)) == np.inf


@pytest.mark.parametrize("x", [1e-8, -1e-8, 3e-9])
@pytest.mark.parametrize("factor", [2, 1.1, 0.5, -1])
def test_near_a_minimum_a_slope_of_2_hides_a_large_error(x, factor):
    assert taylor_slope(lambda x: np.sum(x**2), np.array([x]), np.array([factor * 2 * x])) == pytest.approx(2, abs=0.1)
    assert taylor_slope(lambda x: np.sum(x**2), np.array([0.7]), np.array([factor * 1.4])) == pytest.approx(1, abs=0.1)


def test_in_a_trained_network_too():
    """And the nudge sees it: the verdict of check_gradients is wrong, as it should be, where rounding lets it."""
    hidden = 0
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X, Y, W = rng.normal(size=(20, 3)), rng.uniform(size=(20, 1)), rng.normal(size=(1, 3))
        for _ in range(300):
            W -= (sigmoid(X @ W.T) - Y).T @ X / 20
        gradient = (sigmoid(X @ W.T) - Y).T @ X / 20
        hidden += taylor_slope(lambda V, X=X, Y=Y: bce(sigmoid(X @ V.T), Y), W, 2 * gradient) > 1.5
    assert hidden > len(SEEDS) / 2


def test_inputs_in_thousands_hide_errors_from_the_slope_and_ask_the_nudge_for_a_smaller_step():
    hidden, small_step, large_step = 0, [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X, Y, W = rng.normal(5000, 1000, size=(20, 3)), rng.uniform(size=(20, 1)), rng.normal(size=(1, 3)) / 5000
        right = (sigmoid(X @ W.T) - Y).T @ X / 20

        def loss(V, X=X, Y=Y):
            return bce(sigmoid(X @ V.T), Y)

        hidden += taylor_slope(loss, W, 1.001 * right) > 1.5
        large_step.append(off_by(right, nudged_gradient(loss, W)))
        small_step.append(off_by(right, nudged_gradient(loss, W, 1e-5 / 5000)))
    assert hidden > 0.8 * len(SEEDS)
    assert np.median(large_step) > 1e-5
    assert np.median(small_step) < 1e-8


def test_without_curvature_a_right_gradient_has_slope_3_or_more():
    for power in (3, 4):
        assert taylor_slope(lambda x, p=power: np.sum(x**p), np.zeros(1), np.zeros(1)) == pytest.approx(power)
    g = np.array([1.0, -2.0, 3.0])
    assert taylor_slope(lambda z: np.sum(g * sigmoid(z)), np.zeros(3), g / 4) == pytest.approx(3, abs=0.01)


def test_a_nudge_in_an_array_of_integers_is_cut():
    x = np.array([2, -3, 0])
    down = x.copy()
    down[0] -= 1e-5
    assert down[0] == 1
    assert not np.allclose(nudged_gradient(lambda v: np.sum(v**2), x), [4, -6, 0], atol=100)


def off_by(derived, nudged):
    return np.abs(derived - nudged).max() / np.abs(derived).max()


def share_that_agrees(size, from_z=False):
    agree = 0
    for seed in range(1000, 1100):
        loss, W, right = network(seed, size, from_z)
        agree += off_by(right, nudged_gradient(loss, W)) < 1e-8
    return agree / 100


def test_for_small_z_a_right_gradient_agrees_to_8_digits_and_for_large_z_only_with_the_loss_from_z():
    assert share_that_agrees(1) > 0.95
    assert share_that_agrees(3) < 0.85
    assert share_that_agrees(3, from_z=True) > 0.95


def test_the_error_of_a_nudge_changes_with_its_step_and_a_bug_stays():
    """With the loss from z: what a right and a wrong gradient differ by from nudges with 1e-4, 1e-5 and 1e-6."""
    for size in (1, 3, 5):
        for seed in range(1100, 1130):
            loss, W, right = network(seed, size, from_z=True)
            nudged = [nudged_gradient(loss, W, h) for h in (1e-4, 1e-5, 1e-6)]
            wrong = right.copy()
            wrong[1, 2] += 10.0 ** -(4 + seed % 3) * np.abs(right).max()
            differences = np.array([[off_by(derived, n) for n in nudged] for derived in (right, wrong)])
            ratios = differences.max(axis=1) / differences.min(axis=1)
            assert ratios[0] > 2 > ratios[1]


def test_it_is_large_positive_z_that_costs_digits():
    """Because 1 - y_hat is rounded there: with all labels and all z turned over, the digits are back."""
    X, W, Y = np.array([[1.0], [0.5]]), np.array([[16.0]]), np.array([[0.3], [0.6]])

    def off(W):
        right = (sigmoid(X @ W.T) - Y).T @ X / Y.size
        return off_by(right, nudged_gradient(lambda V: bce(sigmoid(X @ V.T), Y), W))

    assert off(W) > 1e-7
    assert off(-W) < 1e-8


def test_trained_networks_have_more_exceptions():
    exceptions = 0
    for seed in range(1000, 1020):
        rng = np.random.default_rng(seed)
        X, b, W, true_W = rng.normal(size=(20, 3)), np.zeros(1), rng.normal(size=(1, 3)), rng.normal(size=(1, 3))
        Y = sigmoid(X @ true_W.T)  # there are perfect weights
        for _ in range(1500):
            W -= 3 * (sigmoid(X @ W.T + b) - Y).T @ X / Y.size
        right = (sigmoid(X @ W.T) - Y).T @ X / Y.size
        exceptions += off_by(right, nudged_gradient(lambda V, X=X, Y=Y: bce(sigmoid(X @ V.T), Y), W)) > 1e-8
    assert exceptions > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_one_of_too_large_and_too_small_dips_and_the_other_way_round_along_minus_v(seed):
    """A dip: the two terms of the remainder cancel, so its sign changes. The loss curves upwards in every direction."""
    loss, W, right = network(seed)
    v = np.random.default_rng(seed + 1).normal(size=W.shape)

    def dips(factor, v):
        curvature = (loss(W + 1e-3 * v) - 2 * loss(W) + loss(W - 1e-3 * v)) / 1e-6
        at = 2 * (factor - 1) * np.sum(right * v) / curvature  # where -h <c - grad, v> + h^2/2 phi'' is zero
        return at > 0

    assert len({dips(1.01, v), dips(0.99, v)}) == 2
    assert dips(1.01, v) == dips(0.99, -v)


@pytest.mark.parametrize("seed", range(20))
def test_at_a_kink_the_slope_depends_on_the_side_the_walk_goes_to(seed):
    slope = taylor_slope(lambda z: np.maximum(z, 0).sum(), np.zeros(1), np.zeros(1), np.random.default_rng(seed))
    assert slope == np.inf or slope == pytest.approx(1)


@pytest.mark.parametrize(("middle", "plain_loses"), [(1, False), (300, True), (5000, True), (-70_000, True)])
def test_for_large_x_the_rounding_of_the_step_decides_and_the_step_made_cures_it(middle, plain_loses):
    rng, h = np.random.default_rng(5), 1e-5
    x = rng.uniform(middle - 3, middle + 3, size=500)
    up, down = x + h, x - h
    change = np.sin(up) - np.sin(down)
    plain = np.median(np.abs(change / (2 * h) - np.cos(x)))
    cured = np.median(np.abs(change / (up - down) - np.cos(x)))
    assert cured < 1e-10
    assert (plain > 10 * cured) == plain_loses


def test_a_computed_zero_is_rare_in_float64_and_less_rare_in_float16():
    rng = np.random.default_rng(6)
    X, w = rng.normal(size=(200_000, 3)), rng.normal(size=3)
    assert np.count_nonzero(X @ w == 0) == 0
    X16, w16 = X.astype(np.float16), w.astype(np.float16)
    assert np.count_nonzero(X16[:, 0] * w16[0] + X16[:, 1] * w16[1] + X16[:, 2] * w16[2] == 0) > 0


def test_float32_a_strict_check_fails_on_the_right_gradient_and_a_loose_one_lets_199_pass():
    counts = dict.fromkeys(
        (
            "right strict",
            "right loose",
            "wrong loose",
            "right its step",
            "wrong its step",
            "right double",
            "wrong double",
        ),
        0,
    )
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X, Y, w = rng.normal(size=(200, 3)), rng.uniform(size=(200, 1)), rng.normal(size=(1, 3))
        right = (sigmoid(X @ w.T) - Y).T @ X / 200
        X32, Y32 = X.astype(np.float32), Y.astype(np.float32)
        single = nudged_gradient(lambda V, X=X32, Y=Y32: bce(sigmoid(X @ V.T), Y), w.astype(np.float32))
        its_step = nudged_gradient(lambda V, X=X32, Y=Y32: bce(sigmoid(X @ V.T), Y), w.astype(np.float32), 5e-3)
        double = nudged_gradient(lambda V, X=X, Y=Y: bce(sigmoid(X @ V.T), Y), w)

        def agrees(derived, nudged, tolerance=1e-6):
            return np.abs(derived - nudged).max() <= tolerance * np.abs(nudged).max() + 1e-9

        counts["right strict"] += agrees(right, single)
        counts["right loose"] += agrees(right, single, 0.1)
        counts["wrong loose"] += agrees(right * 200 / 199, single, 0.1)
        counts["right its step"] += agrees(right, its_step, 1e-3)
        counts["wrong its step"] += agrees(right * 200 / 199, its_step, 1e-3)
        counts["right double"] += agrees(right, double)
        counts["wrong double"] += agrees(right * 200 / 199, double)
    assert counts["right strict"] == counts["wrong its step"] == counts["wrong double"] == 0
    assert counts["right double"] == len(SEEDS)
    assert min(counts["right loose"], counts["wrong loose"], counts["right its step"]) > 0.9 * len(SEEDS)


def test_what_a_factor_everywhere_says():
    rng = np.random.default_rng(7)
    X, Y, W = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2)), rng.normal(size=(2, 3))
    nudged = nudged_gradient(lambda V: bce(sigmoid(X @ V.T), Y), W)
    difference = sigmoid(X @ W.T) - Y
    right = difference.T @ X / Y.size
    assert np.allclose(difference.T @ X / len(X) / nudged, 2)
    row_twice = (right + np.outer(difference[0], X[0]) / Y.size) / nudged
    assert np.ptp(row_twice) > 0.1
    one = difference[:1].T @ X[:1] / 2
    assert np.allclose((one + one) / one, 2)  # the only sample


def complex_step(f, x, h=1e-20):
    return f(x + 1j * h).imag / h


def test_numpy_orders_complex_numbers_by_the_real_part_then_the_imaginary_part():
    slopes = [complex_step(lambda z: np.maximum(z, 0), z) for z in (-1.5, 0.0, 1.5)]
    assert slopes == pytest.approx([0, 1, 1])


@pytest.mark.parametrize("z", [-500.0, -300.0, -30.0, 0.5, 30.0, 300.0])
def test_the_complex_step_is_exact_until_it_underflows(z):
    def loss(z):
        return -np.log(sigmoid(z))

    right = -1 / (1 + np.exp(z))
    assert complex_step(loss, z) == pytest.approx(right, rel=1e-13)
    assert (abs(complex_step(loss, z, 1e-200)) < 1e-100) == (z in (-500, -300, 300))


def test_the_helpers_chain_at_large_z():
    for z in (-800.0, -40.0, 40.0, 800.0):
        assert helpers.Sigmoid().forward(np.array([z]))[0] == pytest.approx(float(1 / (1 + np.exp(-np.longdouble(z)))))
    z, y = np.array([40.0]), np.array([0.0])
    y_hat = helpers.Sigmoid().forward(z)
    layer, logits = helpers.BinaryCrossEntropy(), helpers.BinaryCrossEntropyWithLogits()
    assert layer.forward(y_hat, y) == 100
    assert helpers.Sigmoid().backward(z, layer.backward(y_hat, y))[0] < 1e-5
    assert logits.forward(z, y) == pytest.approx(40)
    assert logits.backward(z, y)[0] == pytest.approx(1)


@pytest.mark.parametrize("G_of_ones", [True, False])
def test_bias_gradients_that_pass_with_an_upstream_gradient_of_ones(G_of_ones):
    G = np.ones((7, 2)) if G_of_ones else np.random.default_rng(8).normal(size=(7, 2))
    right = G.sum(axis=0)
    for wrong in (np.full(2, 7.0), 7 * G[0], (G**2).sum(axis=0)):
        assert np.allclose(wrong, right) == G_of_ones
    for caught in (np.ones(2), np.zeros(2)):
        assert not np.allclose(caught, right)


def test_a_kink_within_reach_of_a_nudge_fails_one_unit():
    rng = np.random.default_rng(9)
    W, x, g = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=4)
    b = 3 - W @ x
    b[2] = 1e-7 - W[2] @ x  # the third unit stands beside its kink
    slopes = (W @ x + b > 0) * g
    wrong = np.abs(nudged_gradient(lambda V: g @ np.maximum(V @ x + b, 0), W) - np.outer(slopes, x)) > 1e-6
    assert wrong[2].all()
    assert not np.delete(wrong, 2, axis=0).any()
    wrong = np.abs(nudged_gradient(lambda c: g @ np.maximum(W @ x + c, 0), b) - slopes) > 1e-6
    assert wrong.tolist() == [False, False, True, False]


def test_relu_at_0_in_pytorch(torch):
    def slope(f):
        z = torch.zeros(1, requires_grad=True)
        f(z).sum().backward()
        return z.grad.item()

    assert slope(torch.relu) == 0
    assert slope(lambda z: torch.maximum(z, torch.zeros(1))) == 0.5
    assert slope(lambda z: torch.clamp(z, min=0)) == 1


def test_nudge_and_slope_condemn_a_right_gradient_of_a_loss_that_climbs_in_stairs():
    def from_y_hat(z):
        return -np.log(1 - 1 / (1 + np.exp(-z[0])))

    def from_z(z):
        return helpers.BinaryCrossEntropyWithLogits().forward(z, np.zeros(1))

    slopes = []
    for at in np.arange(30, 34.5, 0.5)[:, None]:
        assert (from_y_hat(at + 1e-5) - from_y_hat(at - 1e-5)) / 2e-5 == 0
        assert (from_z(at + 1e-5) - from_z(at - 1e-5)) / 2e-5 == pytest.approx(1, abs=1e-9)
        assert taylor_slope(from_z, at, np.ones(1)) > 1.9
        slopes.append(taylor_slope(from_y_hat, at, np.ones(1)))
    assert max(slopes) < 1.9  # never right
    assert np.median(slopes) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("z", "fewest", "most"), [(20.0, 1e-9, 1e-6), (35.0, 1e-3, 1)])
def test_a_complex_step_keeps_what_f_loses(z, fewest, most):
    """With the label 0: half of the digits at z = 20, nearly all at 35, whatever the step."""
    for h in (1e-10, 1e-20, 1e-30):
        derivative = (-np.log(1 - 1 / (1 + np.exp(-(z + 1j * h))))).imag / h
        assert fewest < abs(derivative - 1) < most


def test_one_wrong_entry_among_thousands_may_read_2_and_the_nudge_finds_it():
    """50 pictures of 784 pixels, 10 outputs: one entry is wrong by a thousandth of the largest."""
    passed = 0
    for seed in range(4):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(size=(50, 784)), rng.uniform(size=(50, 10))
        layer = helpers.Linear(rng.normal(size=(10, 784)) / 28, rng.normal(size=10))
        loss = helpers.BinaryCrossEntropyWithLogits()

        def f(W, b=layer.b, x=x, y=y, loss=loss):
            return loss.forward(x @ W.T + b, y)

        gradient = layer.backward(x, loss.backward(layer.forward(x), y)).dL_dW
        wrong = gradient.copy()
        wrong[3, 100] += 1e-3 * np.abs(gradient).max()
        passed += taylor_slope(f, layer.W, wrong) > 1.5
        nudge = np.zeros_like(layer.W)
        nudge[3, 100] = 1e-5
        nudged = (f(layer.W + nudge) - f(layer.W - nudge)) / 2e-5
        assert abs(nudged - wrong[3, 100]) > 100 * abs(nudged - gradient[3, 100])
    assert passed >= 2
