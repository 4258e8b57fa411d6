"""Every layer against its formula, against finite differences, PyTorch and 50-digit arithmetic, and at the extremes."""

import math
from dataclasses import fields

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits, Linear, ReLU, Sigmoid, numerical_gradient
from helpers import taylor_slope as slope
from tests.module.examples import (
    FLOAT_TYPES,
    REDUCTIONS,
    arrays_of,
    assert_close,
    assert_same,
    distinct,
    example,
    examples,
    seeds,
    with_layouts,
)

EPSILON = {np.float64: 2.0**-52, np.float32: 2.0**-23}
LARGEST_Z = {np.float64: 745, np.float32: 103}  # below minus this, e^z is 0


def sigmoid_mp(z):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(float(z))))


def losses(reduction):
    return {
        "BinaryCrossEntropy": (BinaryCrossEntropy(reduction), "y_hat"),
        "BinaryCrossEntropyWithLogits": (BinaryCrossEntropyWithLogits(reduction), "z"),
    }


# Every method: what it takes from an ``Example``, and how it is called.
CALLS = {
    "Linear.forward": (("W", "b", "x"), lambda W, b, x: Linear(W, b).forward(x)),
    "Linear.partials": (("W", "b", "x"), lambda W, b, x: Linear(W, b).partials(x)),
    "Linear.backward": (("W", "b", "x", "upstream"), lambda W, b, x, g: Linear(W, b).backward(x, g)),
    "Sigmoid.forward": (("z",), lambda z: Sigmoid().forward(z)),
    "Sigmoid.partials": (("z",), lambda z: Sigmoid().partials(z)),
    "Sigmoid.backward": (("z", "upstream"), lambda z, g: Sigmoid().backward(z, g)),
    "ReLU.forward": (("z",), lambda z: ReLU().forward(z)),
    "ReLU.partials": (("z",), lambda z: ReLU().partials(z)),
    "ReLU.backward": (("z", "upstream"), lambda z, g: ReLU().backward(z, g)),
}
for reduction in REDUCTIONS:
    for name, (loss, argument) in losses(reduction).items():
        for method in ("forward", "partials", "backward"):
            CALLS[f"{name}.{method}, {reduction}"] = ((argument, "y"), getattr(loss, method))

every_call = pytest.mark.parametrize(("arguments", "call"), CALLS.values(), ids=CALLS.keys())


# ------------------------------------------------------------------------------------- what all layers have in common


@every_call
@given(e=examples(FLOAT_TYPES))
def test_type_layout_and_ownership(arguments, call, e):
    given_arrays = [getattr(e, name) for name in arguments]
    before = [array.copy() for array in given_arrays]
    result = call(*given_arrays)

    for array, copy in zip(given_arrays, before, strict=True):
        assert_same(array, copy)  # nothing that goes in is changed ...
        for out in arrays_of(result):
            assert not np.shares_memory(out, array)  # ... or comes out again
    for out in arrays_of(result):
        assert out.dtype == e.x.dtype
        assert np.isfinite(out).all()

    for i, array in enumerate(given_arrays):
        for other_layout in with_layouts(array):
            for out, expected in zip(
                arrays_of(call(*given_arrays[:i], other_layout, *given_arrays[i + 1 :])), arrays_of(result), strict=True
            ):
                # BLAS may add in another order, and a byte-swapped float32 counts as float64
                tolerance = 1e-5 if e.x.dtype == np.float32 else 1e-13
                np.testing.assert_allclose(out, expected, rtol=tolerance, atol=tolerance)


def test_numpy_warnings_stay_as_they_were():
    with np.errstate(over="warn", invalid="raise", divide="print"):
        before = np.geterr()
        for arguments, call in CALLS.values():
            e = example(np.random.default_rng(0), (5, 3, 2))
            call(*[getattr(e, name) for name in arguments])
            assert np.geterr() == before


@every_call
def test_lists_integers_and_booleans_are_numbers(arguments, call):
    e = example(np.random.default_rng(0), (5, 3, 2))
    for name in ("W", "b", "x", "z", "upstream"):
        setattr(e, name, np.trunc(getattr(e, name)))
    e.y, e.y_hat = np.round(e.y), np.round(e.y_hat)
    expected = call(*[getattr(e, name) for name in arguments])
    assert_same(call(*[getattr(e, name).tolist() for name in arguments]), expected)
    assert_same(call(*[getattr(e, name).astype(np.int32) for name in arguments]), expected)
    for name in ("W", "b", "x", "z", "upstream", "y", "y_hat"):
        setattr(e, name, getattr(e, name) > 0)
    expected = call(*[getattr(e, name).astype(np.float64) for name in arguments])
    assert_same(call(*[getattr(e, name) for name in arguments]), expected)


@every_call
@given(data=st.data(), dtype=st.sampled_from(FLOAT_TYPES))
def test_any_finite_number_without_warning(arguments, call, data, dtype):
    """Warnings are errors here. What is too large for its type raises OverflowError, and nothing else happens."""
    rows, features, outputs = data.draw(distinct(3, 4))
    shapes = {"W": (outputs, features), "b": (outputs,), "x": (rows, features)}
    width = 8 * np.dtype(dtype).itemsize
    finite = st.floats(allow_nan=False, allow_infinity=False, width=width) | st.sampled_from(
        [np.finfo(dtype).max, -np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal, 0.0, -0.0, 800.0, -800.0]
    )
    probability = st.floats(0, 1, width=width) | st.sampled_from([0.0, -0.0, 1.0, 1 - EPSILON[dtype] / 2])
    drawn = [
        data.draw(
            arrays(
                dtype,
                shapes.get(name, (rows, outputs)),
                elements=(probability if name in ("y", "y_hat") else finite).map(dtype),
            )
        )
        for name in arguments
    ]
    try:
        result = call(*drawn)
    except OverflowError as error:
        assert " overflows float" in str(error)
        return
    for out in arrays_of(result):
        assert np.isfinite(out).all()
        assert out.dtype == dtype


@pytest.mark.parametrize("kind", [BinaryCrossEntropy, BinaryCrossEntropyWithLogits])
def test_a_loss_has_the_type_of_the_prediction_whatever_the_labels_are(kind):
    prediction = np.array([0.25, 0.5], np.float32)
    for y in ([0, 1], [0.0, 1.0], np.array([False, True])):
        assert kind("none").forward(prediction, y).dtype == np.float32
        assert kind("none").backward(prediction, y).dtype == np.float32


# -------------------------------------------------------------------------------------------------------------- Linear


@given(e=examples())
def test_linear_is_its_formula(e):
    z = e.linear.forward(e.x)
    for row, z_row in zip(np.atleast_2d(e.x), np.atleast_2d(z), strict=True):
        for i in range(len(e.b)):
            exact = math.fsum([*(w * x for w, x in zip(e.W[i], row, strict=True)), e.b[i]])
            size = math.fsum([*(abs(w * x) for w, x in zip(e.W[i], row, strict=True)), abs(e.b[i])])
            assert abs(z_row[i] - exact) <= 1e-15 * size * len(row)


@given(e=examples(FLOAT_TYPES))
def test_linear_partials(e):
    partials = e.linear.partials(e.x)
    outputs, features = e.W.shape
    batch = e.x.shape[:-1]
    assert partials.dz_dW.shape == (*batch, outputs, outputs, features)
    for index in np.ndindex(*batch, outputs, outputs, features):
        *sample, i, k, l = index
        assert partials.dz_dW[index] == (e.x[(*sample, l)] if i == k else 0)  # delta_ik x_l
    assert_same(partials.dz_db, np.broadcast_to(np.eye(outputs, dtype=e.x.dtype), (*batch, outputs, outputs)))
    assert_same(partials.dz_dx, np.broadcast_to(e.W, (*batch, outputs, features)))


@given(e=examples())
def test_linear_partials_are_the_numerical_jacobian(e):
    partials = e.linear.partials(e.x)
    sample = (-1,) * (e.x.ndim - 1)  # of a batch, one is enough
    x = e.x[sample]
    for i in range(len(e.b)):
        z_i = lambda W=e.W, b=e.b, x=x, i=i: Linear(W, b).forward(x)[i]
        for derived, nudged in (
            (partials.dz_dW, numerical_gradient(lambda W, z_i=z_i: z_i(W=W), e.W)),
            (partials.dz_db, numerical_gradient(lambda b, z_i=z_i: z_i(b=b), e.b)),
            (partials.dz_dx, numerical_gradient(lambda x, z_i=z_i: z_i(x=x), x)),
        ):
            np.testing.assert_allclose(derived[(*sample, i)], nudged, atol=1e-8)


@given(e=examples())
def test_linear_backward_contracts_the_partials(e):
    partials, gradients = e.linear.partials(e.x), e.linear.backward(e.x, e.upstream)
    n = "n" * (e.x.ndim - 1)  # a sum over n is the sum over the samples
    assert_close(gradients.dL_dW, np.einsum(f"{n}i,{n}ikl->kl", e.upstream, partials.dz_dW))
    assert_close(gradients.dL_db, np.einsum(f"{n}i,{n}ik->k", e.upstream, partials.dz_db))
    assert_close(gradients.dL_dx, np.einsum(f"{n}i,{n}il->{n}l", e.upstream, partials.dz_dx))


@given(e=examples())
def test_linear_backward_is_the_numerical_gradient(e):
    gradients = e.linear.backward(e.x, e.upstream)
    loss = lambda W, b, x: (e.upstream * Linear(W, b).forward(x)).sum()
    assert_close(gradients.dL_dW, numerical_gradient(lambda W: loss(W, e.b, e.x), e.W), 1e-8)
    assert_close(gradients.dL_db, numerical_gradient(lambda b: loss(e.W, b, e.x), e.b), 1e-8)
    assert_close(gradients.dL_dx, numerical_gradient(lambda x: loss(e.W, e.b, x), e.x), 1e-8)


@given(e=examples())
def test_linear_backward_is_pytorchs(torch, e):
    W, b, x = (torch.tensor(array, requires_grad=True) for array in (e.W, e.b, e.x))
    z = torch.nn.functional.linear(x, W, b)
    z.backward(torch.tensor(e.upstream))
    gradients = e.linear.backward(e.x, e.upstream)
    assert_close(e.linear.forward(e.x), z.detach())
    assert_close(gradients.dL_dW, W.grad)
    assert_close(gradients.dL_db, b.grad)
    assert_close(gradients.dL_dx, x.grad)


@given(e=examples())
def test_a_batch_of_one_is_the_sample(e):
    x, upstream = np.atleast_2d(e.x)[0], np.atleast_2d(e.upstream)[0]
    assert_close(e.linear.forward(x[None])[0], e.linear.forward(x))
    alone, batch = e.linear.backward(x, upstream), e.linear.backward(x[None], upstream[None])
    assert_close(batch.dL_dW, alone.dL_dW)
    assert_close(batch.dL_db, alone.dL_db)
    assert_close(batch.dL_dx[0], alone.dL_dx)


def test_linear_without_dL_dx():
    e = example(np.random.default_rng(0), (5, 3, 2))
    gradients, full = e.linear.backward(e.x, e.upstream, need_dL_dx=False), e.linear.backward(e.x, e.upstream)
    assert gradients.dL_dx is None
    assert_same(gradients.dL_dW, full.dL_dW)
    assert_same(gradients.dL_db, full.dL_db)


@pytest.mark.parametrize("shape", [(3, 2), (5, 3, 2)])
def test_training_changes_no_earlier_result(shape):
    """A result is a value, and stays what it was when the weights change in place."""
    e = example(np.random.default_rng(0), shape)
    linear = e.linear
    results = [linear.forward(e.x), linear.partials(e.x), linear.backward(e.x, e.upstream)]
    before = [array.copy() for result in results for array in arrays_of(result)]
    linear.W += 1
    linear.b += 1
    e.upstream += 1
    e.x += 1
    for array, copy in zip([array for result in results for array in arrays_of(result)], before, strict=True):
        assert_same(array, copy)


def test_linear_owns_its_parameters():
    W, b = np.ones((2, 3)), np.zeros(2)
    linear = Linear(W, b)
    W += 1
    b += 1
    assert_same(linear.W, np.ones((2, 3)))
    assert_same(linear.b, np.zeros(2))
    assert (linear.in_features, linear.out_features) == (3, 2)


def test_linear_random():
    linear = Linear.random(300, 200, np.random.default_rng(0))
    assert linear.W.shape == (200, 300)
    assert_same(linear.b, np.zeros(200))
    assert linear.W.std() == pytest.approx(math.sqrt(2 / 300), rel=0.01)
    assert Linear.random(300, 200, np.random.default_rng(0), scale=0.5).W.std() == pytest.approx(0.5, rel=0.01)
    assert_same(Linear.random(300, 200, np.random.default_rng(0)).W, linear.W)
    assert Linear.random(2, 3, np.random.RandomState(0)).W.shape == (3, 2)


def test_linear_overflow_is_an_error():
    linear = Linear([[1e200, 1e200]], [0])
    with pytest.raises(OverflowError, match=r"^z = W x \+ b overflows float64: .* too large$"):
        linear.forward([1e200, 0])
    with pytest.raises(OverflowError, match=r"z = W x \+ b overflows float64"):
        linear.forward([1e200, -1e200])  # infinity - infinity: no NaN either
    with pytest.raises(OverflowError, match="dL_dx overflows"):
        linear.backward([1, 0], [1e200])
    with pytest.raises(OverflowError, match="dL_dW overflows"):
        linear.backward([1e200, 0], [1e200], need_dL_dx=False)
    with pytest.raises(OverflowError, match="dL_db overflows"):
        Linear([[0]], [0]).backward(np.zeros((2, 1)), np.full((2, 1), 1e308))
    with pytest.raises(OverflowError, match="b overflows float32"):
        Linear(np.ones((1, 2), np.float32), [1e300])
    with pytest.raises(OverflowError, match="^scale times normal numbers overflows float64"):
        Linear.random(10, 10, np.random.default_rng(0), scale=1.7e308)


# --------------------------------------------------------------------------------------------------------- activations


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_sigmoid_and_its_derivative_against_50_digits(dtype):
    """Relative error of a few units in the last place, as far out as the value is a normal number.

    The witness is no framework: (1 - y) y, which PyTorch takes for the derivative, loses digits between about
    z = 8 and z = 36, and is 0 beyond.
    """
    rng = np.random.default_rng(0)
    edge = LARGEST_Z[dtype]
    z = np.r_[0, -0.0, edge, -edge, 36, -36, 17, np.finfo(dtype).tiny, 5e-324, rng.uniform(-edge, edge, 300)]
    z = np.r_[z, rng.normal(scale=5, size=300)].astype(dtype)
    sigma, derivative = Sigmoid().forward(z), Sigmoid().partials(z).dy_hat_dz
    smallest = np.finfo(dtype).smallest_subnormal
    with mpmath.workdps(400):
        for i in range(len(z)):
            exact = sigmoid_mp(z[i])
            for value, truth in ((sigma[i], exact), (derivative[i], exact * (1 - exact))):
                assert abs(float(value) - truth) <= 5 * EPSILON[dtype] * truth + 2 * float(smallest), z[i]


@given(e=examples())
def test_sigmoid_is_pytorchs(torch, e):
    z = torch.tensor(e.z, requires_grad=True)
    y_hat = torch.sigmoid(z)
    y_hat.backward(torch.tensor(e.upstream))
    np.testing.assert_allclose(Sigmoid().forward(e.z), y_hat.detach(), rtol=1e-12, atol=0)
    exact = e.z <= 3  # for larger z PyTorch's (1 - y) y is no witness to 1e-12: see the test with 50 digits
    dL_dz = Sigmoid().backward(e.z, e.upstream)
    np.testing.assert_allclose(dL_dz[exact], z.grad.numpy()[exact], rtol=1e-12, atol=0)
    with mpmath.workdps(50):
        for derivative, value, upstream in zip(dL_dz[~exact], e.z[~exact], e.upstream[~exact], strict=True):
            truth = float(upstream * sigmoid_mp(value) * sigmoid_mp(-value))
            assert derivative == pytest.approx(truth, rel=1e-12, abs=0)


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_saturated_sigmoid(dtype):
    z = np.array([800, -800, 0, -0.0, np.finfo(dtype).max, -np.finfo(dtype).max], dtype)
    assert_same(Sigmoid().forward(z), np.array([1, 0, 0.5, 0.5, 1, 0], dtype))
    assert_same(Sigmoid().partials(z).dy_hat_dz, np.array([0, 0, 0.25, 0.25, 0, 0], dtype))


@given(e=examples(FLOAT_TYPES))
def test_relu_is_its_formula(e):
    a, da_dz, dL_dz = ReLU().forward(e.z), ReLU().partials(e.z).da_dz, ReLU().backward(e.z, e.upstream)
    for index in np.ndindex(e.z.shape):
        positive = e.z[index] > 0
        assert a[index] == (e.z[index] if positive else 0)
        assert da_dz[index] == (1 if positive else 0)  # 0 at the kink
        assert dL_dz[index] == (e.upstream[index] if positive else 0)


@given(e=examples())
def test_relu_is_pytorchs(torch, e):
    z = torch.tensor(e.z, requires_grad=True)
    a = torch.relu(z)
    a.backward(torch.tensor(e.upstream))
    np.testing.assert_array_equal(ReLU().forward(e.z), a.detach())
    np.testing.assert_array_equal(ReLU().backward(e.z, e.upstream), z.grad)


@given(e=examples())
def test_activations_backward_is_partials_times_upstream_and_the_numerical_gradient(e):
    for layer in (Sigmoid(), ReLU()):
        partials = layer.partials(e.z)
        (local,) = (getattr(partials, field.name) for field in fields(partials))
        assert_same(layer.backward(e.z, e.upstream), e.upstream * local)
        z = np.where(np.abs(e.z) < 1e-3, 0.5, np.clip(e.z, -40, 40))  # away from the kink
        nudged = numerical_gradient(lambda z, layer=layer: (e.upstream * layer.forward(z)).sum(), z)
        np.testing.assert_allclose(layer.backward(z, e.upstream), nudged, rtol=1e-7, atol=1e-8)


# -------------------------------------------------------------------------------------------------------------- losses


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_loss_with_logits_against_50_digits(dtype):
    """Forward: relative error at most 1e-15 (float32: 3e-7) wherever the exact value is a normal number."""
    rng = np.random.default_rng(1)
    z = np.r_[0, -0.0, 800, -800, 745, -745, 36, -36, 103, -103, 5e-324, 1e-40, np.finfo(dtype).max]
    z = np.r_[z, rng.uniform(-745, 745, 200), rng.uniform(-88, 88, 200), rng.normal(size=200)].astype(dtype)
    limit = {np.float64: 1e-15, np.float32: 3e-7}[dtype]
    for label in (0.0, 0.5, 1.0):
        y = np.full_like(z, label)
        loss = BinaryCrossEntropyWithLogits("none").forward(z, y)
        dL_dz = BinaryCrossEntropyWithLogits("none").backward(z, y)
        with mpmath.workdps(50):
            for i in range(len(z)):
                exact_z = mpmath.mpf(float(z[i]))
                softplus = max(exact_z, 0) + mpmath.log1p(mpmath.exp(-abs(exact_z)))
                exact = max(exact_z, 0) - exact_z * label + mpmath.log1p(mpmath.exp(-abs(exact_z)))
                if label == 0:
                    assert exact == softplus
                if exact >= float(np.finfo(dtype).tiny):
                    assert abs(float(loss[i]) - exact) <= limit * exact, (z[i], label)
                assert abs(float(dL_dz[i]) - (sigmoid_mp(z[i]) - label)) <= EPSILON[dtype], (z[i], label)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@given(e=examples())
def test_losses_are_pytorchs(torch, reduction, e):
    functional = torch.nn.functional
    for (loss, argument), theirs in zip(
        losses(reduction).values(),
        (functional.binary_cross_entropy, functional.binary_cross_entropy_with_logits),
        strict=True,
    ):
        value = torch.tensor(getattr(e, argument), requires_grad=True)
        result = theirs(value, torch.tensor(e.y), reduction=reduction)
        result.sum().backward()
        forward, backward = loss.forward(value.detach().numpy(), e.y), loss.backward(value.detach().numpy(), e.y)
        # with logits PyTorch is exact to the last places of 1; ours is exact to its own: see the test with 50 digits
        np.testing.assert_allclose(forward, result.detach(), rtol=1e-12, atol=2 * EPSILON[np.float64])
        # sigma(z) - y cancels where the prediction is right: there the last place of 1 is what both know
        last_place = EPSILON[np.float64] / (e.z.size if reduction == "mean" else 1)
        # at y_hat = 0 or 1 both divide by 1e-12, but PyTorch has rounded it to float32
        clamped = (argument == "y_hat") & (e.y_hat * (1 - e.y_hat) < 1e-12)
        np.testing.assert_array_less(
            np.abs(backward - value.grad.numpy()),
            np.where(clamped, 1e-8, 1e-12) * np.abs(backward) + (last_place if argument == "z" else 1e-300),
        )


@given(e=examples())
def test_reductions(e):
    for each, total, mean in zip(*(losses(r).values() for r in ("none", "sum", "mean")), strict=True):
        value = getattr(e, each[1])
        every = each[0].forward(value, e.y)
        assert every.shape == e.z.shape
        assert np.shape(total[0].forward(value, e.y)) == np.shape(mean[0].forward(value, e.y)) == ()
        assert total[0].forward(value, e.y) == pytest.approx(math.fsum(every.ravel()), rel=1e-13)
        assert mean[0].forward(value, e.y) == pytest.approx(math.fsum(every.ravel()) / e.z.size, rel=1e-13)
        for loss, scale in ((each[0], 1), (total[0], 1), (mean[0], 1 / e.z.size)):  # 1/N enters here ...
            np.testing.assert_allclose(loss.backward(value, e.y), scale * each[0].backward(value, e.y), rtol=1e-15)
            assert_same(loss.partials(value, e.y), each[0].partials(value, e.y))  # ... and not here
    assert BinaryCrossEntropy().reduction == BinaryCrossEntropyWithLogits().reduction == "mean"


@pytest.mark.parametrize("reduction", REDUCTIONS)
@given(e=examples())
def test_losses_backward_is_the_numerical_gradient(reduction, e):
    e.y_hat = np.clip(e.y_hat, 0.1, 0.9)
    for loss, argument in losses(reduction).values():
        value = getattr(e, argument)
        nudged = numerical_gradient(lambda value, loss=loss: np.sum(loss.forward(value, e.y)), value)
        np.testing.assert_allclose(loss.backward(value, e.y), nudged, rtol=1e-7, atol=3e-7)


def test_the_loss_of_probabilities_is_clamped_as_in_pytorch():
    """Each logarithm at -100, then the sum: no loss is clipped afterwards, and none is NaN."""
    loss = BinaryCrossEntropy("none")
    y_hat, y = np.array([0, 0, 1, 1, 0, 1e-50]), np.array([0, 1, 0, 1, 0.5, 1])
    assert_same(loss.forward(y_hat, y) + 0.0, [0.0, 100, 100, 0, 50, 100])
    np.testing.assert_allclose(loss.backward(y_hat, y), [0, -1e12, 1e12, 0, -0.5e12, -1e12])


def test_the_two_losses_agree():
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=3, size=(50, 3)), rng.uniform(size=(50, 3))
    y_hat = Sigmoid().forward(z)
    one, other = BinaryCrossEntropy(), BinaryCrossEntropyWithLogits()
    assert one.forward(y_hat, y) == pytest.approx(other.forward(z, y), rel=1e-13)
    assert_close(Sigmoid().backward(z, one.backward(y_hat, y)), other.backward(z, y))


def test_a_mean_of_large_losses_does_not_overflow_on_the_way():
    z = np.full(10, 1e308)
    assert BinaryCrossEntropyWithLogits().forward(z, np.zeros(10)) == pytest.approx(1e308)
    with pytest.raises(OverflowError, match="the loss overflows float64"):
        BinaryCrossEntropyWithLogits("sum").forward(z, np.zeros(10))


# -------------------------------------------------------------------------------------------------------------- slopes


def variables_of(e):
    """name: (loss as a function of one variable, its value, its gradient), for each layer."""
    z = e.linear.forward(e.x)
    gradients = e.linear.backward(e.x, z)
    half_square = lambda W, b, x: (Linear(W, b).forward(x) ** 2).sum() / 2  # dL/dz = z
    small = np.where(np.abs(e.z) < 1e-2, 0.5, np.clip(e.z, -5, 5))  # away from the kink, and not saturated
    relu_loss = lambda z: (ReLU().forward(z) ** 2).sum() / 2
    yield "W", lambda W: half_square(W, e.b, e.x), e.W, gradients.dL_dW
    yield "b", lambda b: half_square(e.W, b, e.x), e.b, gradients.dL_db
    yield "x", lambda x: half_square(e.W, e.b, x), e.x, gradients.dL_dx
    yield (
        "Sigmoid",
        lambda z: (e.upstream * Sigmoid().forward(z)).sum(),
        small,
        Sigmoid().backward(small, e.upstream),
    )
    if small.max() > 0:
        yield "ReLU", relu_loss, small, ReLU().backward(small, ReLU().forward(small))
    y_hat = np.clip(e.y_hat, 0.02, 0.98)
    for reduction in ("mean", "sum"):
        for (loss, _), value in zip(losses(reduction).values(), (y_hat, small), strict=True):
            yield (
                type(loss).__name__,
                lambda value, loss=loss: loss.forward(value, e.y),
                value,
                loss.backward(value, e.y),
            )


@pytest.mark.parametrize("seed", [*range(16), 1665])  # 1665: along one direction the curvature cancels
def test_taylor_slopes(seed):
    rng = np.random.default_rng(seed)
    shape = rng.permutation(np.arange(1, 8))[: 2 + seed % 2]
    for name, f, value, gradient in variables_of(example(rng, tuple(shape))):
        assert 1.9 <= slope(f, value, gradient) <= 2.1, name
        assert 0.9 <= slope(f, value, 1.03 * gradient) <= 1.1, name
        assert 0.9 <= slope(f, value, 0.97 * gradient) <= 1.1, name


@settings(max_examples=10)
@given(seed=seeds, shape=distinct(3))
def test_taylor_slopes_of_any_seed(seed, shape):
    for name, f, value, gradient in variables_of(example(np.random.default_rng(seed), shape)):
        assert 1.9 <= slope(f, value, gradient) <= 2.1, name
        assert 0.9 <= slope(f, value, 1.03 * gradient) <= 1.1, name
