"""The layers: each class is a formula, its derivatives, and the chain rule applied to them.

Every layer has the same three methods.

    forward     the formula
    partials    its local derivatives, as derived: what this step alone does to a small change
    backward    the chain rule: from dL/d(output) to dL/d(everything that went in)

A row of ``x`` is a sample. A layer remembers nothing between calls: ``backward`` is told again what went
into ``forward``. The loss is where the chain begins, so its ``backward`` needs no gradient from outside.

Every method checks its arguments first. A network checks what it is given once, and then makes its layers
with ``check=False``.
"""

from dataclasses import dataclass

import numpy as np

from .arguments import (
    between_0_and_1,
    count,
    finite,
    generator,
    numbers,
    positive,
    quiet,
    same_shape,
    samples,
    weight_and_bias,
)

REDUCTIONS = ("mean", "sum", "none")


# ---------------------------------------------------------------------------------------------- Linear


@dataclass(eq=False, slots=True)
class LinearPartials:
    """Local derivatives of z = W x + b. A batch puts N in front of each shape."""

    dz_dW: np.ndarray  # (out, out, in):  dz_i/dW_kl = delta_ik x_l
    dz_db: np.ndarray  # (out, out):      the identity
    dz_dx: np.ndarray  # (out, in):       W


@dataclass(eq=False, slots=True)
class LinearGradients:
    """Gradients of the loss, each with the shape of its variable."""

    dL_dW: np.ndarray  # (out, in)
    dL_db: np.ndarray  # (out,)
    dL_dx: np.ndarray | None  # (in,) or (N, in)


class Linear:
    """z = W x + b, for each row x of a batch.

    ``weight`` is W, ``(out_features, in_features)``; ``bias`` is b, ``(out_features,)``, as in PyTorch.
    Both are copied, so training never changes the arrays that you pass in; b takes the type of W.
    """

    def __init__(self, weight, bias, check=True):
        self.check = check
        self.weight, self.bias = weight_and_bias(weight, bias)
        self.out_features, self.in_features = self.weight.shape

    @classmethod
    def random(cls, in_features, out_features, rng, scale=None):
        """Normal weights with standard deviation ``scale``, and zero biases.

        ``rng`` is a ``numpy.random.Generator`` (or ``RandomState``): no layer draws from a global one.
        Without ``scale``, sqrt(2 / in_features): He et al. (2015), which keeps the size of ReLU activations.
        """
        in_features, out_features = count(in_features, "in_features"), count(out_features, "out_features")
        scale = np.sqrt(2 / in_features) if scale is None else positive(scale, "scale")
        return cls(scale * generator(rng).standard_normal((out_features, in_features)), np.zeros(out_features))

    @quiet()
    def forward(self, x):
        """z = W x + b: ``(in,) -> (out,)``, or for a batch Z = X W^T + b: ``(N, in) -> (N, out)``.

        Raises OverflowError where a finite x and W give a z too large for their type.
        """
        if self.check:
            x = samples(x, "x", self.in_features)
        z = x @ self.weight.T
        z += self.bias  # the same b for every row
        return self._finite(z, "z = W x + b")

    def partials(self, x):
        """dz/dW, dz/db and dz/dx in full, every entry: for looking at; ``backward`` never builds them."""
        x = samples(x, "x", self.in_features)
        identity = np.eye(self.out_features, dtype=x.dtype)
        return LinearPartials(
            dz_dW=np.einsum("ik,...l->...ikl", identity, x),
            dz_db=np.broadcast_to(identity, x.shape[:-1] + identity.shape),
            dz_dx=np.broadcast_to(self.weight.copy(), x.shape[:-1] + self.weight.shape),
        )

    @quiet()
    def backward(self, x, dL_dz, need_dL_dx=True):
        """From dL/dz, shaped like z, to dL/dW, dL/db and dL/dx.

        One sample: dL/dW = g x^T, dL/db = g, dL/dx = W^T g, with g = dL/dz.
        A batch:    dL/dW = G^T X, dL/db = the sum of G's rows, dL/dX = G W.

        The sum over the samples happens here; a mean's 1/N does not: it came with dL/dz, from the loss.
        A first layer can pass ``need_dL_dx=False``: nobody asks how to change the data.
        """
        if self.check:
            x, dL_dz = samples(x, "x", self.in_features), numbers(dL_dz, "dL_dz")
            if dL_dz.shape != (z_shape := x.shape[:-1] + (self.out_features,)):
                raise ValueError(f"dL_dz has shape {dL_dz.shape}, z has shape {z_shape}: give both the same shape")
        if x.ndim == 1:
            dL_dW = np.outer(dL_dz, x)
            dL_db = dL_dz.copy()
        else:
            dL_dW = dL_dz.T @ x
            dL_db = dL_dz.sum(axis=0)
        dL_dx = self._finite(dL_dz @ self.weight, "dL_dx") if need_dL_dx else None
        return LinearGradients(self._finite(dL_dW, "dL_dW"), self._finite(dL_db, "dL_db"), dL_dx)

    def _finite(self, result, formula):
        return finite(result, formula) if self.check else result


# ------------------------------------------------------------------------------------------ activations


@dataclass(eq=False, slots=True)
class SigmoidPartials:
    """Local derivative of y_hat = sigma(z): entry i of y_hat depends on entry i of z alone."""

    dy_hat_dz: np.ndarray  # like z: the diagonal of the Jacobian


class Sigmoid:
    """y_hat = sigma(z) = 1 / (1 + e^-z), elementwise: a number becomes a probability."""

    def __init__(self, check=True):
        self.check = check

    def forward(self, z):
        """sigma(z), shaped like z: 1 / (1 + e^-z) for z >= 0, and the same value as e^z / (1 + e^z) below 0.

        No exponent is above 0, so nothing can overflow.
        """
        if self.check:
            z = numbers(z, "z")
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

    def partials(self, z):
        """dy_hat/dz = sigma(z) sigma(-z) = e^-|z| / (1 + e^-|z|)^2, right also where sigma(z) rounds to 1."""
        if self.check:
            z = numbers(z, "z")
        e = np.exp(-np.abs(z))
        return SigmoidPartials(dy_hat_dz=e / (1 + e) ** 2)

    def backward(self, z, dL_dy_hat):
        """dL/dz = dL/dy_hat * dy_hat/dz, elementwise. Takes the pre-activation z, not y_hat."""
        if self.check:
            z, dL_dy_hat = numbers(z, "z"), numbers(dL_dy_hat, "dL_dy_hat")
            same_shape(dL_dy_hat, "dL_dy_hat", z, "z")
        return dL_dy_hat * self.partials(z).dy_hat_dz


@dataclass(eq=False, slots=True)
class ReLUPartials:
    """Local derivative of a = max(z, 0)."""

    da_dz: np.ndarray  # like z: 1 where z > 0, else 0


class ReLU:
    """a = max(z, 0), elementwise."""

    def __init__(self, check=True):
        self.check = check

    def forward(self, z):
        """max(z, 0), shaped like z."""
        if self.check:
            z = numbers(z, "z")
        return np.maximum(z, 0)

    def partials(self, z):
        """da/dz = 1 where z > 0, else 0. At z = 0 there is a kink and no derivative: 0 is the convention."""
        if self.check:
            z = numbers(z, "z")
        return ReLUPartials(da_dz=(z > 0).astype(z.dtype))

    def backward(self, z, dL_da):
        """dL/dz = dL/da where z > 0, else 0. Takes the pre-activation z, not a."""
        if self.check:
            z, dL_da = numbers(z, "z"), numbers(dL_da, "dL_da")
            same_shape(dL_da, "dL_da", z, "z")
        return dL_da * (z > 0)


# ----------------------------------------------------------------------------------------------- losses


@dataclass(eq=False, slots=True)
class BinaryCrossEntropyPartials:
    """Derivative of each element's own loss, before any sum or mean."""

    dL_dy_hat: np.ndarray  # like y_hat


@dataclass(eq=False, slots=True)
class BinaryCrossEntropyWithLogitsPartials:
    """Derivative of each element's own loss, before any sum or mean."""

    dL_dz: np.ndarray  # like z


class _Loss:
    def __init__(self, reduction="mean", check=True):
        if reduction not in REDUCTIONS:
            raise ValueError(f"reduction is {reduction!r}: give one of {', '.join(map(repr, REDUCTIONS))}")
        self.reduction = reduction
        self.check = check

    @quiet()
    def _reduced(self, losses):
        if self.reduction == "none":
            return losses
        if self.reduction == "mean":
            losses = losses / losses.size  # divided first, so that a finite mean does not overflow on the way
        return finite(losses.sum(), "the loss")

    def _scaled(self, derivatives):
        """The derivative of the reduction: the one place in all layers where 1/N enters."""
        return derivatives / derivatives.size if self.reduction == "mean" else derivatives


class BinaryCrossEntropy(_Loss):
    """L = -(y log(y_hat) + (1 - y) log(1 - y_hat)), for probabilities y_hat and labels y in [0, 1].

    ``reduction``: "mean" over all elements (the default), "sum", or "none", as in PyTorch.
    As in PyTorch's BCELoss, each logarithm is kept at -100 or above, so a confident mistake costs 100, not
    infinity; and in the derivative y_hat (1 - y_hat) is kept at 1e-12 or above. To train, use logits.
    """

    def forward(self, y_hat, y):
        """The loss: a scalar for "mean" and "sum", shaped like y_hat for "none"."""
        if self.check:
            y_hat, y = self._checked(y_hat, y)
        with np.errstate(divide="ignore"):  # log(0) = -inf is mended in the same line
            log_y_hat = np.maximum(np.log(y_hat), -100)
            log_1_minus_y_hat = np.maximum(np.log1p(-y_hat), -100)
        return self._reduced(-(y * log_y_hat + (1 - y) * log_1_minus_y_hat))

    def partials(self, y_hat, y):
        """dL/dy_hat = (y_hat - y) / (y_hat (1 - y_hat)) of each element's own loss."""
        if self.check:
            y_hat, y = self._checked(y_hat, y)
        return BinaryCrossEntropyPartials(dL_dy_hat=(y_hat - y) / np.maximum(y_hat * (1 - y_hat), 1e-12))

    def backward(self, y_hat, y):
        """dL/dy_hat of the reduced loss, shaped like y_hat ("none": of each element's own loss)."""
        return self._scaled(self.partials(y_hat, y).dL_dy_hat)

    def _checked(self, y_hat, y):
        y_hat, y = numbers(y_hat, "y_hat"), numbers(y, "y")
        same_shape(y, "y", y_hat, "y_hat")
        between_0_and_1(y, "y", "a label")
        between_0_and_1(y_hat, "y_hat", "a probability")
        return y_hat, y.astype(y_hat.dtype, copy=False)


class BinaryCrossEntropyWithLogits(_Loss):
    """L = -(y log(sigma(z)) + (1 - y) log(1 - sigma(z))), for logits z and labels y in [0, 1].

    ``reduction``: "mean" over all elements (the default), "sum", or "none", as in PyTorch.
    Sigmoid and loss in one step: exact for every finite z, where the two steps one after the other overflow.
    """

    def forward(self, z, y):
        """The loss as max(z, 0) - z y + log(1 + e^-|z|): a scalar, or shaped like z for "none"."""
        if self.check:
            z, y = self._checked(z, y)
        return self._reduced(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))

    def partials(self, z, y):
        """dL/dz = sigma(z) - y of each element's own loss."""
        if self.check:
            z, y = self._checked(z, y)
        return BinaryCrossEntropyWithLogitsPartials(dL_dz=Sigmoid(check=False).forward(z) - y)

    def backward(self, z, y):
        """dL/dz of the reduced loss, shaped like z ("none": of each element's own loss)."""
        return self._scaled(self.partials(z, y).dL_dz)

    def _checked(self, z, y):
        z, y = numbers(z, "z"), numbers(y, "y")
        same_shape(y, "y", z, "z")
        between_0_and_1(y, "y", "a label")
        return z, y.astype(z.dtype, copy=False)
