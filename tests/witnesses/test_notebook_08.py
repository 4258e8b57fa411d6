"""Notebook 08 shows results of scikit-learn and PyTorch as constants: here both compute them again, and so do we."""

import ast

import numpy as np
import pytest

from helpers import HiddenLayerClassifier, LinearClassifier, penguins, split, standardize, train
from tests.checking.notebook_files import NOTEBOOKS, code_cells, read


def constants():
    """The values of NETWORK, PYTORCH and SKLEARN in the notebook's code, as they are written there."""
    cells = code_cells(read(NOTEBOOKS / "08_real_data.ipynb"))
    statements = [statement for cell in cells for statement in ast.parse(cell.source).body]
    found = {}
    for statement in statements:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) in ("NETWORK", "PYTORCH", "SKLEARN"):
            found[statement.targets[0].id] = ast.literal_eval(statement.value)
    return found


@pytest.fixture(scope="module")
def training_birds():
    """The 206 training birds of notebook 08, standardised."""
    rng = np.random.default_rng(8)
    x_rest, _, y_rest, _ = split(*penguins("Chinstrap"), held_out=68, rng=rng)
    x_train, _, y_train, _ = split(x_rest, y_rest, held_out=68, rng=rng)
    return standardize(x_train), y_train


@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
def test_the_linear_optimum_is_scikit_learns(training_birds, sklearn_linear_model, weight_decay):
    x, y = training_birds
    C = 1 / (weight_decay * len(x)) if weight_decay else np.inf
    model = sklearn_linear_model.LogisticRegression(C=C, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(x, y[:, 0])
    theirs = np.append(model.coef_, model.intercept_)
    start = LinearClassifier(np.zeros((1, 2)), np.zeros(1))
    network = train(start, x, y, learning_rate=5, epochs=500, weight_decay=weight_decay).network
    ours = np.append(network.linear.W, network.linear.b)
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    np.testing.assert_allclose(constants()["SKLEARN"][weight_decay], theirs, rtol=1e-6)


def test_the_hidden_networks_gradients_are_pytorchs(training_birds, torch):
    x, y = training_birds
    recorded = constants()
    network = HiddenLayerClassifier(**recorded["NETWORK"])
    parameters = {name: torch.tensor(value, requires_grad=True) for name, value in network.parameters.items()}
    linear = torch.nn.functional.linear
    a1 = torch.relu(linear(torch.tensor(x), parameters["W1"], parameters["b1"]))
    z2 = linear(a1, parameters["W2"], parameters["b2"])
    torch.nn.functional.binary_cross_entropy_with_logits(z2, torch.tensor(y)).backward()

    gradients = network.gradients(x, y)
    assert sorted(recorded["PYTORCH"]) == sorted(network.parameters)
    for name, parameter in parameters.items():
        theirs = parameter.grad.numpy()
        np.testing.assert_allclose(gradients.of(name), theirs, rtol=0, atol=1e-12)
        np.testing.assert_allclose(recorded["PYTORCH"][name], theirs, rtol=0, atol=1e-12)
