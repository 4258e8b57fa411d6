"""The layers: each class is a formula, its derivatives, and the chain rule applied to them.

Every layer has the same three methods.

    forward     the formula
    partials    its local derivatives, as derived: what this step alone does to a small change
    backward    the chain rule: from dL/d(output) to dL/d(everything that went in)

A row of ``x`` is a sample. A layer remembers nothing between calls: ``backward`` is told again what went
into ``forward``. The loss is where the chain begins, so its ``backward`` needs no gradient from outside.

``@checked`` looks at the arguments before the first line of a method runs; at its end, in ``_check``, each class says
what it asks for. What is looked at once, when a layer is made, stands in ``_kept``: write into it, do not replace it.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from .arguments import (
    Kept,
    as_counts_of_a_matrix,
    as_labels,
    as_numbers,
    as_numbers_of_shape,
    as_samples,
    as_weight_and_bias,
    check_between_0_and_1,
    check_choice,
    check_finite,
    check_generator,
    check_positive,
    checked,
    without_warnings,
)

record = partial(dataclass, eq=False, slots=True)  # takes no misspelt name; arrays have no single ==


# ---------------------------------------------------------------------------------------------- Linear


@record
class LinearPartials:
    """Local derivatives of z = W x + b. A batch puts N in front of each shape."""

    dz_dW: np.ndarray  # (out, out, in):  dz_i/dW_kl = delta_ik x_l
    dz_db: np.ndarray  # (out, out):      the identity
    dz_dx: np.ndarray  # (out, in):       W


@record
class LinearGradients:
    """Gradients of the loss, each with the shape of its variable."""

    dL_dW: np.ndarray  # (out, in)
    dL_db: np.ndarray  # (out,)
    dL_dx: np.ndarray | None  # (in,) or (N, in)


class Linear(Kept):
    """z = W x + b, for each row x of a batch.

    ``W``: (out, in), PyTorch's ``weight``; ``b``: (out,), PyTorch's ``bias``.
    Both are copied, so training never changes the arrays that you pass in; b takes the type of W.
    """

    _kept = ("W", "b", "in_features", "out_features")

    def __init__(self, W, b):
        self.W, self.b = as_weight_and_bias(W, b)
        self.out_features, self.in_features = self.W.shape

    @classmethod
    def random(cls, in_features, out_features, rng, scale=None):
        """Normal weights with standard deviation ``scale``, and zero biases.

        ``rng`` is a ``numpy.random.Generator`` (or ``RandomState``): no layer draws from a global one.
        Without ``scale``, sqrt(2 / in_features): He et al. (2015), which keeps the size of ReLU activations.
        """
        in_features, out_features = as_counts_of_a_matrix(in_features=in_features, out_features=out_features)
        scale = np.sqrt(2 / in_features) if scale is None else float(check_positive(scale, "scale"))
        with without_warnings():
            W = scale * check_generator(rng).standard_normal((out_features, in_features))
        return cls(check_finite(W, "scale times normal numbers"), np.zeros(out_features))

    @checked("z = W x + b")
    def forward(self, x):
        """z = W x + b: ``(in,) -> (out,)``, or for a batch Z = X W^T + b: ``(N, in) -> (N, out)``.

        Raises OverflowError where a finite x and W give a z too large for their type.
        """
        z = x @ self.W.T
        z += self.b  # the same b for every row
        return z

    @checked()
    def partials(self, x):
        """dz/dW, dz/db and dz/dx in full, every entry: for looking at; ``backward`` never builds them."""
        identity = np.eye(self.out_features, dtype=x.dtype)
        return LinearPartials(
            dz_dW=np.einsum("ik,...l->...ikl", identity, x),
            dz_db=np.broadcast_to(identity, x.shape[:-1] + identity.shape),
            dz_dx=np.broadcast_to(self.W.copy(), x.shape[:-1] + self.W.shape),
        )

    @checked()
    def backward(self, x, dL_dz, need_dL_dx=True):
        """From dL/dz, shaped like z, to dL/dW, dL/db and dL/dx.

        One sample: dL/dW = g x^T, dL/db = g, dL/dx = W^T g, with g = dL/dz.
        A batch:    dL/dW = G^T X, dL/db = the sum of G's rows, dL/dX = G W.

        The sum over the samples happens here; a mean's 1/N does not: it came with dL/dz, from the loss.
        A first layer can pass ``need_dL_dx=False``: nobody asks how to change the data.
        """
        if x.ndim == 1:
            dL_dW = np.outer(dL_dz, x)
            dL_db = dL_dz.copy()
        else:
            dL_dW = dL_dz.T @ x
            dL_db = dL_dz.sum(axis=0)
        dL_dx = dL_dz @ self.W if need_dL_dx else None
        return LinearGradients(dL_dW, dL_db, dL_dx)

    def _check(self, x, **upstream):
        """x: one sample or a batch; dL/dz: shaped like z."""
        x = as_samples(x, "x", self.in_features)
        z_shape = (*x.shape[:-1], self.out_features)
        return [x, *(as_numbers_of_shape(g, name, z_shape, "z") for name, g in upstream.items())]


# ------------------------------------------------------------------------------------------ activations


class _Activation:
    def _check(self, z, **upstream):
        """z: numbers of any shape; the gradient from further on: shaped like z."""
        z = as_numbers(z, "z")
        return [z, *(as_numbers_of_shape(g, name, z.shape, "z") for name, g in upstream.items())]


@record
class SigmoidPartials:
    """Local derivative of y_hat = sigma(z): entry i of y_hat depends on entry i of z alone."""

    dy_hat_dz: np.ndarray  # like z: the diagonal of the Jacobian


class Sigmoid(_Activation):
    """y_hat = sigma(z) = 1 / (1 + e^-z), elementwise: a number becomes a probability."""

    @checked()
    def forward(self, z):
        """sigma(z), shaped like z: 1 / (1 + e^-z) for z >= 0, and the same value as e^z / (1 + e^z) below 0.

        No exponent is above 0, so nothing can overflow.
        """
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

    @checked()
    def partials(self, z):
        """dy_hat/dz = sigma(z) sigma(-z) = e^-|z| / (1 + e^-|z|)^2, right also where sigma(z) rounds to 1."""
        e = np.exp(-np.abs(z))
        return SigmoidPartials(dy_hat_dz=e / (1 + e) ** 2)

    @checked()
    def backward(self, z, dL_dy_hat):
        """dL/dz = dL/dy_hat * dy_hat/dz, elementwise. Takes the pre-activation z, not y_hat."""
        return dL_dy_hat * self.partials(z).dy_hat_dz


@record
class ReLUPartials:
    """Local derivative of a = max(z, 0)."""

    da_dz: np.ndarray  # like z: 1 where z > 0, else 0


class ReLU(_Activation):
    """a = max(z, 0), elementwise."""

    @checked()
    def forward(self, z):
        """max(z, 0), shaped like z."""
        return np.maximum(z, 0)

    @checked()
    def partials(self, z):
        """da/dz = 1 where z > 0, else 0. At z = 0 there is a kink and no derivative: 0 is the convention."""
        return ReLUPartials(da_dz=(z > 0).astype(z.dtype))

    @checked()
    def backward(self, z, dL_da):
        """dL/dz = dL/da where z > 0, else 0. Takes the pre-activation z, not a."""
        return dL_da * (z > 0)  # dL/da * da/dz, with the ones and zeros left as True and False


# ----------------------------------------------------------------------------------------------- losses


@record
class BinaryCrossEntropyPartials:
    """Derivative of each element's own loss, before any sum or mean."""

    dL_dy_hat: np.ndarray  # like y_hat


@record
class BinaryCrossEntropyWithLogitsPartials:
    """Derivative of each element's own loss, before any sum or mean."""

    dL_dz: np.ndarray  # like z


class _Loss(Kept):
    _kept = ("reduction",)

    def __init__(self, reduction="mean"):
        advice = "give one of 'mean', 'sum', 'none'"
        self.reduction = check_choice(reduction, "reduction", ("mean", "sum", "none"), advice)

    def _reduced(self, losses):
        if self.reduction == "none":
            return losses
        if self.reduction == "mean":
            losses = losses / losses.size  # divided first, so that a finite mean does not overflow on the way
        return losses.sum()

    def _scaled(self, derivatives):
        """The derivative of the reduction: the one place in all layers where 1/N enters, N the number of elements."""
        return derivatives / derivatives.size if self.reduction == "mean" else derivatives


class BinaryCrossEntropy(_Loss):
    """L = -(y log(y_hat) + (1 - y) log(1 - y_hat)), for probabilities y_hat and labels y in [0, 1].

    ``reduction``: "mean" over all elements (the default), "sum", or "none", as in PyTorch.
    As in PyTorch's BCELoss, each logarithm is kept at -100 or above, so no mistake costs more than 100; and in the
    derivative y_hat (1 - y_hat) is kept at 1e-12 or above. To train, use logits.
    """

    @checked("the loss")
    def forward(self, y_hat, y):
        """The loss: a scalar for "mean" and "sum", shaped like y_hat for "none"."""
        log_y_hat = np.maximum(np.log(y_hat), -100)
        log_1_minus_y_hat = np.maximum(np.log1p(-y_hat), -100)
        return self._reduced(-(y * log_y_hat + (1 - y) * log_1_minus_y_hat))

    @checked()
    def partials(self, y_hat, y):
        """dL/dy_hat = (y_hat - y) / (y_hat (1 - y_hat)) of each element's own loss.

        Where the denominator would fall below 1e-12, or a logarithm is kept at -100, this is no slope of ``forward``.
        """
        return BinaryCrossEntropyPartials(dL_dy_hat=(y_hat - y) / np.maximum(y_hat * (1 - y_hat), 1e-12))

    @checked()
    def backward(self, y_hat, y):
        """dL/dy_hat of the reduced loss, shaped like y_hat ("none": of each element's own loss)."""
        return self._scaled(self.partials(y_hat, y).dL_dy_hat)

    def _check(self, y_hat, y):
        """y_hat: probabilities; y: labels, shaped like y_hat."""
        y_hat = as_numbers(y_hat, "y_hat")
        y = as_labels(y, y_hat.shape, "y_hat").astype(y_hat.dtype, copy=False)
        return [check_between_0_and_1(y_hat, "y_hat", "a probability"), y]


class BinaryCrossEntropyWithLogits(_Loss):
    """L = -(y log(sigma(z)) + (1 - y) log(1 - sigma(z))), for logits z and labels y in [0, 1].

    ``reduction``: "mean" over all elements (the default), "sum", or "none", as in PyTorch.
    Sigmoid and loss in one step. One after the other, the two steps round 1 - y_hat away for large z. Here, in
    float64 and for every finite z, the gradient is right to a few 1e-16. So is the loss: for labels 0 and 1 relative
    to itself (while it is above 1e-308), for labels in between relative to max(1, |z|).
    """

    @checked("the loss")
    def forward(self, z, y):
        """The loss as max(z, 0) - z y + log(1 + e^-|z|): a scalar, or shaped like z for "none"."""
        return self._reduced(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))

    @checked()
    def partials(self, z, y):
        """dL/dz = sigma(z) - y of each element's own loss."""
        return BinaryCrossEntropyWithLogitsPartials(dL_dz=Sigmoid().forward(z) - y)

    @checked()
    def backward(self, z, y):
        """dL/dz of the reduced loss, shaped like z ("none": of each element's own loss)."""
        return self._scaled(self.partials(z, y).dL_dz)

    def _check(self, z, y):
        """z: numbers of any shape; y: labels, shaped like z."""
        z = as_numbers(z, "z")
        return [z, as_labels(y, z.shape, "z").astype(z.dtype, copy=False)]
