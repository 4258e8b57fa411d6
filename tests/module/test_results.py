"""What all results of the helpers share, partial derivatives, gradients and reports: they are plain records."""

import numpy as np
import pytest

import helpers


def results():
    """One of every dataclass that the helpers return."""
    x, z, y = np.ones((2, 3)), np.zeros((2, 1)), np.ones((2, 1))
    linear = helpers.Linear(np.ones((1, 3)), np.zeros(1))
    network = helpers.LinearClassifier(np.ones((1, 3)), np.zeros(1))
    hidden = helpers.HiddenLayerClassifier(np.ones((4, 3)), np.zeros(4), np.ones((1, 4)), np.zeros(1))
    return [
        linear.partials(x),
        linear.backward(x, z),
        helpers.Sigmoid().partials(z),
        helpers.ReLU().partials(z),
        helpers.BinaryCrossEntropy().partials(y / 2, y),
        helpers.BinaryCrossEntropyWithLogits().partials(z, y),
        network.gradients(x, y),
        hidden.gradients(x, y),
        helpers.train(network, x, y, learning_rate=0.1, epochs=1),
        helpers.check_gradients(np.sum, {"a": x}, {"a": x})[0],
    ]


@pytest.mark.parametrize("result", results(), ids=lambda result: type(result).__name__)
def test_results_take_no_misspelt_name_and_are_not_compared_entry_by_entry(result):
    with pytest.raises(AttributeError):
        result.dL_dw = 1  # not dL_dW
    other = type(result)(*(getattr(result, name) for name in result.__slots__))
    assert result != other  # with arrays in it, an == of all fields would be an error
    assert len({result, other}) == 2
    assert repr(result).startswith(f"{type(result).__name__}({result.__slots__[0]}=")
