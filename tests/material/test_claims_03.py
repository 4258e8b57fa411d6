"""What notebook 03 says in words about more than its own numbers, tried with other numbers."""

import itertools

import numpy as np
import pytest

from tests.material.formulas import sigmoid

SIZES = {"N": 4, "out": 3, "in": 2}


@pytest.mark.parametrize("seed", range(5))
def test_with_different_sizes_one_product_of_g_x_and_w_fits_each_gradient_and_it_is_the_right_one(seed):
    rng = np.random.default_rng(seed)
    W, X, G = rng.normal(size=(3, 2)), rng.normal(size=(4, 2)), rng.normal(size=(4, 3))
    x, g = X[:1].T, G[:1].T  # columns
    for arrays, right in (((g, x, W), (g @ x.T, W.T @ g)), ((G, X, W), (G.T @ X, G @ W))):
        both_ways = [array for one in arrays for array in (one, one.T)]
        products = [a @ b for a, b in itertools.product(both_ways, repeat=2) if a.shape[1] == b.shape[0]]
        for gradient in right:
            fitting = [product for product in products if product.shape == gradient.shape]
            assert len(fitting) == 1
            assert np.allclose(fitting[0], gradient)


def test_b_has_the_shape_of_g_so_another_product_fits():
    g, b, x = np.array([2.0, -1.0, 3.0]), np.array([1.0, -4.0, 0.0]), np.array([4.0, 1.0])
    assert np.outer(b, x).shape == np.outer(g, x).shape
    assert not np.allclose(np.outer(b, x), np.outer(g, x))


@pytest.mark.parametrize("seed", range(5))
def test_three_places_for_1_over_n_give_one_gradient_and_two_of_them_one_that_is_n_times_too_small(seed):
    rng = np.random.default_rng(seed)
    Z, Y, X = rng.normal(size=(7, 3)), rng.uniform(size=(7, 3)), rng.normal(size=(7, 2))
    Y_hat = sigmoid(Z)
    through_the_loss = (Y_hat - Y) / (Y_hat * (1 - Y_hat)) / 7 * Y_hat * (1 - Y_hat)
    right = through_the_loss.T @ X
    assert np.allclose(((Y_hat - Y) / 7).T @ X, right)
    assert np.allclose((Y_hat - Y).T @ X / 7, right)
    assert np.allclose(((Y_hat - Y) / 7).T @ X / 7, right / 7)


@pytest.mark.parametrize("seed", range(5))
def test_a_row_times_a_matrix_is_the_transpose_times_a_column(seed):
    rng = np.random.default_rng(seed)
    W, g = rng.normal(size=(3, 2)), rng.normal(size=3)
    assert np.allclose(g @ W, W.T @ g)
    assert np.ndim(g @ g) == 0
    assert (g[:, None] + g).shape == (3, 3)


def test_a_transposed_gradient_is_noticed_or_not():
    W, transposed = np.zeros((1, 3)), np.ones((3, 1))
    assert (W - 0.1 * transposed).shape == (3, 3)  # with one output: in silence
    with pytest.raises(ValueError, match="broadcast"):
        W -= 0.1 * transposed
    with pytest.raises(ValueError, match="broadcast"):
        np.zeros((3, 2)) - np.ones((2, 3))


def test_routes_add_up_only_where_the_slopes_do_not_jump():
    """Why the text asks for smooth functions: a^2 b / (a^2 + b^2) along a = b = t."""

    def loss(a, b):
        return a**2 * b / (a**2 + b**2) if a or b else 0.0

    h = 1e-6
    at_the_start = (loss(h, 0) - loss(0, 0)) / h + (loss(0, h) - loss(0, 0)) / h
    assert at_the_start == 0
    assert (loss(h, h) - loss(0, 0)) / h == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_for_the_bias_of_one_sample_the_product_that_fits_is_wrong(seed):
    rng = np.random.default_rng(seed)
    W, x, g = rng.normal(size=(3, 2)), rng.normal(size=(2, 1)), rng.normal(size=(3, 1))
    both_ways = [array for one in (g, x, W) for array in (one, one.T)]
    products = [a @ b for a, b in itertools.product(both_ways, repeat=2) if a.shape[1] == b.shape[0]]
    fitting = [product for product in products if product.shape == g.shape]
    assert len(fitting) == 1
    assert np.allclose(fitting[0], W @ x)
    assert not np.allclose(fitting[0], g)


def test_the_means_of_pytorch(torch):
    rng = np.random.default_rng(0)
    Z, Y = torch.tensor(rng.normal(size=(4, 3))), torch.tensor(rng.uniform(size=(4, 3)))
    losses = torch.nn.BCEWithLogitsLoss(reduction="none")(Z, Y).sum().item()
    assert torch.nn.BCEWithLogitsLoss()(Z, Y).item() == pytest.approx(losses / 12)  # per element
    assert torch.nn.BCELoss()(torch.sigmoid(Z), Y).item() == pytest.approx(losses / 12)
    labels = torch.tensor([0, 2, 1, 1])
    losses = torch.nn.CrossEntropyLoss(reduction="none")(Z, labels).sum().item()
    assert torch.nn.CrossEntropyLoss()(Z, labels).item() == pytest.approx(losses / 4)  # another loss: per sample
