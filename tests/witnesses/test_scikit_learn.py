"""Our straight lines between the penguins are scikit-learn's, where a best line exists; where none exists, we say so.

Notebook 05 trains by gradient descent on a fixed split. Its accuracies must be those of the optimum, not of the moment
at which training stopped.
"""

import numpy as np
import pytest

from helpers import HiddenLayerClassifier, LinearClassifier, penguins, split, standardize, train
from tests.material.formulas import accuracy

BILL = ("bill_length_mm", "bill_depth_mm")
GENTOO = ("bill_depth_mm", "flipper_length_mm")


def question(species, features):
    """The split of notebook 05, standardised with the training rows' statistics."""
    x_train, x_test, y_train, y_test = split(*penguins(species, features), held_out=68, rng=np.random.default_rng(0))
    return *standardize(x_train, x_test), y_train, y_test


def trained(x, y, epochs, watch=None):
    start = LinearClassifier(np.zeros((1, 2)), np.zeros(1))
    return train(start, x, y, learning_rate=5, epochs=epochs, watch=watch)


@pytest.mark.parametrize(
    ("species", "epochs", "tolerance", "held_out", "majority"),
    [("Adelie", 30_000, 5e-3, 67 / 68, 41 / 68), ("Chinstrap", 500, 1e-6, 59 / 68, 54 / 68)],
)
def test_our_optimum_is_the_one_of_scikit_learn(sklearn_linear_model, species, epochs, tolerance, held_out, majority):
    x_train, x_test, y_train, y_test = question(species, BILL)
    ours = trained(x_train, y_train, epochs).network
    theirs = sklearn_linear_model.LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(x_train, y_train[:, 0])

    np.testing.assert_allclose(ours.linear.W, theirs.coef_, rtol=tolerance)
    np.testing.assert_allclose(ours.linear.b, theirs.intercept_, rtol=tolerance)
    for x, y in ((x_train, y_train), (x_test, y_test)):
        assert accuracy(ours, x, y) == theirs.score(x, y[:, 0])
    assert accuracy(ours, x_test, y_test) == held_out
    assert max(y_test.mean(), 1 - y_test.mean()) == pytest.approx(majority)


def test_gentoo_has_no_finite_optimum():
    x_train, x_test, y_train, y_test = question("Gentoo", GENTOO)
    run = trained(x_train, y_train, 2000, watch=lambda network: np.linalg.norm(network.linear.W))
    network = run.network

    assert accuracy(network, x_train, y_train) == accuracy(network, x_test, y_test) == 1
    assert np.all(np.diff(run.watched[100:]) > 0)
    larger = LinearClassifier(2 * network.linear.W, 2 * network.linear.b)
    assert larger.forward_loss(x_train, y_train) < network.forward_loss(x_train, y_train)


def test_no_straight_line_is_right_about_all_chinstraps():
    """Notebook 05's proof: a Chinstrap of the data half-way between an Adelie and a Gentoo of the data."""
    birds = {"Adelie": (40.3, 18.0), "Chinstrap": (46.2, 17.5), "Gentoo": (52.1, 17.0)}
    for species, bill in birds.items():
        x, y = penguins(species, BILL)
        assert np.any(np.all(x == bill, axis=1) & (y[:, 0] == 1))
    half_way = np.mean([birds["Adelie"], birds["Gentoo"]], axis=0)
    np.testing.assert_allclose(half_way, birds["Chinstrap"], rtol=1e-14)


def test_a_hidden_layer_bends_the_boundary():
    """Notebook 07: held-out birds of 20 splits, a straight line against one hidden layer of 8."""
    x, y = penguins("Chinstrap", BILL)
    line, hidden = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x_train, x_test, y_train, y_test = split(x, y, held_out=68, rng=rng)
        x_train, x_test = standardize(x_train, x_test)
        straight = LinearClassifier(np.zeros((1, 2)), np.zeros(1))
        bent = HiddenLayerClassifier.random(2, 8, 1, rng)
        line.append(accuracy(train(straight, x_train, y_train, learning_rate=5, epochs=300).network, x_test, y_test))
        hidden.append(accuracy(train(bent, x_train, y_train, learning_rate=1, epochs=500).network, x_test, y_test))
    assert np.mean(line) == pytest.approx(0.88, abs=0.02)
    assert np.mean(hidden) == pytest.approx(0.96, abs=0.02)
    assert np.all(np.array(hidden) >= np.array(line))
