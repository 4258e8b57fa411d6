"""The column *other library* of notebook 09, with a real one: PyTorch notices the same bugs as ``helpers`` does."""

import numpy as np
import pytest

from tests.material.test_claims_09 import NOTICED, SEEDS, run


def torchs(torch, p, x, y):
    """Loss and gradients of the network by PyTorch's own layers and automatic differentiation."""
    parameters = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in p.items()}
    F = torch.nn.functional
    a1 = F.relu(F.linear(torch.tensor(x), parameters["W1"], parameters["b1"]))
    loss = F.binary_cross_entropy_with_logits(F.linear(a1, parameters["W2"], parameters["b2"]), torch.tensor(y))
    loss.backward()
    return loss.item(), {name: parameter.grad.numpy() for name, parameter in parameters.items()}


@pytest.mark.parametrize("bug", [*NOTICED, "none"])
def test_pytorch_notices_what_the_other_library_notices(torch, bug):
    names = run(solved=False)[0]
    parts = names["RIGHT"] | names["BUGS"].get(bug, {})
    for seed in SEEDS:
        training, held_out, y, p = names["small_case"](seed)
        x = names["prepare"](parts, training, held_out)[0]
        start = {name: parts["start"](name, value) for name, value in p.items()}
        values = names["one_step"](parts, start, x, y, 0.5)
        loss, gradients = torchs(torch, p, x, y)
        same = np.isclose(values["loss"], loss, rtol=1e-9) and all(
            np.allclose((p[name] - values["new_" + name]) / 0.5, gradients[name], rtol=0, atol=1e-9) for name in p
        )
        assert same == ("other library" not in NOTICED.get(bug, ()))


def test_pytorch_has_the_same_trap(torch):
    """Case 9: a loss with logits, fed with probabilities, has the same floor there."""
    y = torch.tensor([1.0, 0.0], dtype=torch.float64)
    perfect = torch.sigmoid(torch.tensor([40.0, -40.0], dtype=torch.float64))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(perfect, y)
    assert loss.item() == pytest.approx(0.5032, abs=5e-5)
