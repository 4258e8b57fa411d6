"""Two more witnesses that share no code with ours: autograd, which differentiates NumPy code, and scikit-learn's loss.

The losses are written as the formulas that the notebooks start from, not in the form in which ours are computed.
"""

import numpy as np
import pytest

from helpers import (
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    HiddenLayerClassifier,
    Linear,
    LinearClassifier,
    ReLU,
    Sigmoid,
)
from tests.module.examples import assert_close, gradients_by_name, network_example
from tests.references import reference

REDUCE = {"mean": lambda losses: losses.sum() / losses.size, "sum": lambda losses: losses.sum()}


@pytest.fixture(scope="module")
def anp():
    reference("autograd")
    return reference("autograd.numpy")


@pytest.fixture(scope="module")
def grad(anp):
    return reference("autograd").grad


def sigma(anp, z):
    return 1 / (1 + anp.exp(-z))


def cross_entropy(anp, y_hat, y):
    return -(y * anp.log(y_hat) + (1 - y) * anp.log(1 - y_hat))


def z_of_network(anp, kind, x, parameters):
    if kind is LinearClassifier:
        W, b = parameters
        return anp.dot(x, W.T) + b
    W1, b1, W2, b2 = parameters
    return anp.dot(anp.maximum(anp.dot(x, W1.T) + b1, 0), W2.T) + b2


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("batch", [True, False])
@pytest.mark.parametrize("reduction", REDUCE)
@pytest.mark.parametrize("kind", [LinearClassifier, HiddenLayerClassifier])
def test_gradients_of_networks_are_autograds(anp, grad, kind, reduction, batch, seed):
    network, x, y = network_example(kind, np.random.default_rng(seed), (6, 3, 2, 4), batch, reduction)

    def loss(*parameters):
        return REDUCE[reduction](cross_entropy(anp, sigma(anp, z_of_network(anp, kind, x, parameters)), y))

    parameters = tuple(network.parameters.values())
    ours = network.gradients(x, y)
    assert ours.loss == pytest.approx(loss(*parameters), rel=1e-12)
    theirs = grad(loss, tuple(range(len(parameters))))(*parameters)
    for gradient, truth in zip(gradients_by_name(network, ours).values(), theirs, strict=True):
        assert_close(gradient, truth)


@pytest.mark.parametrize("rows", [(5,), ()])
def test_gradients_of_layers_are_autograds(anp, grad, rows):
    rng = np.random.default_rng(0)
    W, b, x = rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=(*rows, 3))
    z, upstream = rng.normal(scale=2, size=(*rows, 2)), rng.normal(size=(*rows, 2))

    theirs = grad(lambda W, b, x: (upstream * (anp.dot(x, W.T) + b)).sum(), (0, 1, 2))(W, b, x)
    ours = Linear(W, b).backward(x, upstream)
    for gradient, truth in zip((ours.dL_dW, ours.dL_db, ours.dL_dx), theirs, strict=True):
        assert_close(gradient, truth)
    assert_close(Sigmoid().backward(z, upstream), grad(lambda z: (upstream * sigma(anp, z)).sum())(z))
    assert_close(ReLU().backward(z, upstream), grad(lambda z: (upstream * anp.maximum(z, 0)).sum())(z))


@pytest.mark.parametrize("reduction", REDUCE)
def test_gradients_of_losses_are_autograds(anp, grad, reduction):
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=2, size=(5, 2)), rng.uniform(size=(5, 2))
    y_hat = rng.uniform(0.01, 0.99, size=(5, 2))
    loss = lambda y_hat: REDUCE[reduction](cross_entropy(anp, y_hat, y))
    assert_close(BinaryCrossEntropy(reduction).backward(y_hat, y), grad(loss)(y_hat))
    assert_close(BinaryCrossEntropyWithLogits(reduction).backward(z, y), grad(lambda z: loss(sigma(anp, z)))(z))


def test_jacobians_of_linear_are_autograds(anp):
    jacobian = reference("autograd").jacobian
    rng = np.random.default_rng(0)
    W, b, x = rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=3)
    z = lambda W, b, x: anp.dot(W, x) + b
    partials = Linear(W, b).partials(x)
    for number, partial in enumerate((partials.dz_dW, partials.dz_db, partials.dz_dx)):
        assert_close(partial, jacobian(z, number)(W, b, x))


@pytest.mark.parametrize("rows", [1, 7, 200])
def test_our_loss_is_the_log_loss_of_scikit_learn(rows):
    log_loss = reference("sklearn.metrics").log_loss
    rng = np.random.default_rng(rows)
    z, y = rng.normal(scale=3, size=rows), rng.integers(0, 2, rows)
    y_hat = Sigmoid().forward(z)
    assert BinaryCrossEntropy().forward(y_hat, y) == pytest.approx(log_loss(y, y_hat, labels=[0, 1]), rel=1e-12)
    assert BinaryCrossEntropyWithLogits().forward(z, y) == pytest.approx(log_loss(y, y_hat, labels=[0, 1]), rel=1e-12)
    total = log_loss(y, y_hat, labels=[0, 1], normalize=False)
    assert BinaryCrossEntropyWithLogits("sum").forward(z, y) == pytest.approx(total, rel=1e-12)
