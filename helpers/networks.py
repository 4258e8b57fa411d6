"""The two networks, wired by hand: ``gradients`` is the chain rule, one line a step; and ``train``."""

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
from .layers import BinaryCrossEntropyWithLogits, Linear, ReLU, Sigmoid


class _Classifier:
    """What both networks do in the same way. A network looks at x and y once; its layers need not look again."""

    def logits(self, x):
        """z, the input of the sigmoid: positive where the predicted probability is above 1/2."""
        return finite(self._logits(samples(x, "x", self.in_features)), "z")

    def forward(self, x):
        """y_hat = sigma(z): the predicted probability of each label."""
        return Sigmoid(check=False).forward(self.logits(x))

    def predict(self, x, threshold=0.5):
        """True where the predicted probability is at least ``threshold``, one number between 0 and 1."""
        threshold = numbers(threshold, "threshold")
        if threshold.ndim:
            raise ValueError(f"threshold has shape {threshold.shape}: give one number between 0 and 1")
        between_0_and_1(threshold, "threshold", "a probability")
        return self.forward(x) >= threshold

    @quiet()
    def forward_loss(self, x, y):
        """The loss of the predictions for x, given the labels y."""
        x, y = self._checked(x, y)
        return self.loss.forward(self._logits(x), y)

    @quiet()
    def gradients(self, x, y):
        """The loss, and its gradient for every parameter."""
        x, y = self._checked(x, y)
        gradients = self._gradients(x, y)
        for name in self.parameters:
            finite(getattr(gradients, "dL_d" + name), "dL_d" + name)
        return gradients

    @quiet()
    def update(self, gradients, learning_rate):
        """One step downhill, in place: W <- W - learning_rate * dL/dW, for every parameter."""
        positive(learning_rate, "learning_rate")
        for name, parameter in self.parameters.items():
            gradient = getattr(gradients, "dL_d" + name)
            same_shape(gradient, "dL_d" + name, parameter, name)
            parameter -= learning_rate * gradient
            finite(parameter, name)

    def update_weights(self, x, y, learning_rate):
        """Forward, backward and one step downhill. Returns the loss from before the step."""
        gradients = self.gradients(x, y)
        self.update(gradients, learning_rate)
        return gradients.loss

    def copy(self, **parameters):
        """A new network with the same parameters, or with those given here by name: ``copy(W=..., b=...)``."""
        for name in parameters:
            if name not in self.parameters:
                raise TypeError(f"{name} is no parameter of this network: it has {', '.join(self.parameters)}")
        return type(self)(**{**self.parameters, **parameters}, reduction=self.loss.reduction)

    def _checked(self, x, y):
        x, y = samples(x, "x", self.in_features), numbers(y, "y")
        if y.shape != (z_shape := x.shape[:-1] + (self.out_features,)):
            raise ValueError(f"y has shape {y.shape}, z has shape {z_shape}: give both the same shape")
        between_0_and_1(y, "y", "a label")
        return x, y

    def _needs_scalar_loss(self, reduction):
        if reduction not in ("mean", "sum"):
            raise ValueError(f"reduction is {reduction!r}: a network needs one loss to minimise, give 'mean' or 'sum'")


@dataclass(eq=False, slots=True)
class LinearClassifierGradients:
    """The loss, and its gradient for each parameter, shaped like it."""

    loss: float
    dL_dW: np.ndarray
    dL_db: np.ndarray


class LinearClassifier(_Classifier):
    """x -> z = W x + b -> y_hat = sigma(z) -> L.

    ``W``: (out, in); ``b``: (out,). ``reduction`` of the loss: "mean" or "sum".
    The loss is computed from the logits z.
    """

    def __init__(self, W, b, reduction="mean"):
        self._needs_scalar_loss(reduction)
        self.linear = Linear(*weight_and_bias(W, b, "W", "b"), check=False)
        self.loss = BinaryCrossEntropyWithLogits(reduction, check=False)
        self.in_features, self.out_features = self.linear.in_features, self.linear.out_features

    @classmethod
    def random(cls, in_features, out_features, rng, scale=None, reduction="mean"):
        """Normal weights of standard deviation ``scale`` (see ``Linear.random``), and zero biases."""
        linear = Linear.random(in_features, out_features, rng, scale)
        return cls(linear.weight, linear.bias, reduction)

    @property
    def parameters(self):
        """The arrays that training changes, by name."""
        return {"W": self.linear.weight, "b": self.linear.bias}

    def _logits(self, x):
        return self.linear.forward(x)

    def _gradients(self, x, y):
        z = self.linear.forward(x)
        loss = self.loss.forward(z, y)

        dL_dz = self.loss.backward(z, y)
        linear = self.linear.backward(x, dL_dz, need_dL_dx=False)
        return LinearClassifierGradients(loss, linear.dL_dW, linear.dL_db)


@dataclass(eq=False, slots=True)
class HiddenLayerClassifierGradients:
    """The loss, and its gradient for each parameter, shaped like it."""

    loss: float
    dL_dW1: np.ndarray
    dL_db1: np.ndarray
    dL_dW2: np.ndarray
    dL_db2: np.ndarray


class HiddenLayerClassifier(_Classifier):
    """x -> z1 = W1 x + b1 -> a1 = max(z1, 0) -> z2 = W2 a1 + b2 -> y_hat = sigma(z2) -> L.

    ``W1``: (hidden, in); ``b1``: (hidden,); ``W2``: (out, hidden); ``b2``: (out,).
    ``reduction`` of the loss: "mean" or "sum". The loss is computed from the logits z2.
    """

    def __init__(self, W1, b1, W2, b2, reduction="mean"):
        self._needs_scalar_loss(reduction)
        self.hidden = Linear(*weight_and_bias(W1, b1, "W1", "b1"), check=False)
        self.relu = ReLU(check=False)
        self.output = Linear(*weight_and_bias(W2, b2, "W2", "b2"), check=False)
        self.loss = BinaryCrossEntropyWithLogits(reduction, check=False)
        self.in_features, self.out_features = self.hidden.in_features, self.output.out_features
        if self.output.in_features != self.hidden.out_features:
            raise ValueError(
                f"W2 has shape {self.output.weight.shape}, W1 has shape {self.hidden.weight.shape}: "
                f"give W2 one column for each of the {self.hidden.out_features} hidden units"
            )

    @classmethod
    def random(cls, in_features, hidden_features, out_features, rng, scale=None, reduction="mean"):
        """Normal weights of standard deviation ``scale`` (see ``Linear.random``), and zero biases."""
        hidden = Linear.random(in_features, hidden_features, rng, scale)
        output = Linear.random(hidden_features, out_features, rng, scale)
        return cls(hidden.weight, hidden.bias, output.weight, output.bias, reduction)

    @property
    def parameters(self):
        """The arrays that training changes, by name."""
        return {
            "W1": self.hidden.weight,
            "b1": self.hidden.bias,
            "W2": self.output.weight,
            "b2": self.output.bias,
        }

    def _logits(self, x):
        z1 = self.hidden.forward(x)
        a1 = self.relu.forward(z1)
        return self.output.forward(a1)

    def _gradients(self, x, y):
        z1 = self.hidden.forward(x)
        a1 = self.relu.forward(z1)
        z2 = self.output.forward(a1)
        loss = self.loss.forward(z2, y)

        dL_dz2 = self.loss.backward(z2, y)
        output = self.output.backward(a1, dL_dz2)
        dL_dz1 = self.relu.backward(z1, output.dL_dx)
        hidden = self.hidden.backward(x, dL_dz1, need_dL_dx=False)
        return HiddenLayerClassifierGradients(loss, hidden.dL_dW, hidden.dL_db, output.dL_dW, output.dL_db)


# --------------------------------------------------------------------------------------------- training


@dataclass(eq=False, slots=True)
class TrainingRun:
    """What ``train`` returns."""

    network: _Classifier  # the trained copy
    losses: np.ndarray  # (epochs, updates in an epoch): each update's loss, from before that update
    watched: list  # what ``watch(network)`` returned: before training, then after every epoch


def train(
    network, x, y, *, learning_rate, epochs, batch_size=None, rng=None, weight_decay=0.0, watch=None, progress=False
):
    """Gradient descent on a copy of ``network``; the one that you pass in stays as it is.

    ``batch_size``: rows per update; ``None`` for all of them. The last batch of an epoch may be smaller.
    ``rng``: a ``numpy.random.Generator`` that shuffles the rows anew for every epoch; ``None`` keeps their order.
    ``weight_decay``: the price on large weights. Minimises L + weight_decay / 2 * (the sum of all squared weights)
    instead of L: adds weight_decay * W to every weight's gradient. Biases are free. The losses that come back are L.
    ``watch``: a function of the network, called before training and after every epoch.
    ``progress``: show a progress bar (in a notebook; elsewhere there is none).
    Returns a ``TrainingRun``: the trained network, every update's loss, and what ``watch`` returned.
    """
    x, y = numbers(x, "x"), numbers(y, "y")
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y):
        raise ValueError(f"x has shape {x.shape}, y has shape {y.shape}: give (N, in) and (N, out), one row a sample")
    if weight_decay != 0:
        positive(weight_decay, "weight_decay")
    rows = len(x)
    batch_size = rows if batch_size is None else min(count(batch_size, "batch_size"), rows)
    epochs = count(epochs, "epochs")
    if rng is not None:
        generator(rng)

    network = network.copy()
    starts = range(0, rows, batch_size)
    losses = np.empty((epochs, len(starts)))
    watched = [] if watch is None else [watch(network)]
    for epoch in _with_progress_bar(range(epochs)) if progress else range(epochs):
        if rng is not None:
            order = rng.permutation(rows)
            x, y = x[order], y[order]
        for i, start in enumerate(starts):
            batch = slice(start, start + batch_size)
            try:
                gradients = network.gradients(x[batch], y[batch])
                if weight_decay != 0:
                    _add_weight_decay(gradients, network, weight_decay)
                network.update(gradients, learning_rate)
                losses[epoch, i] = gradients.loss
            except OverflowError as error:
                raise OverflowError(
                    f"training diverged in epoch {epoch}: {error}; give a learning_rate below {learning_rate}"
                ) from error
        if watch is not None:
            watched.append(watch(network))
    return TrainingRun(network, losses, watched)


@quiet()
def _add_weight_decay(gradients, network, weight_decay):
    """To dL/dW of each weight W, the derivative of weight_decay / 2 * (the sum of all squared weights)."""
    for name, parameter in network.parameters.items():
        if name.startswith("W"):
            dL_dW = getattr(gradients, "dL_d" + name)
            setattr(gradients, "dL_d" + name, dL_dW + float(weight_decay) * parameter)


def _with_progress_bar(epochs):
    """The same epochs, with a bar in the notebook that fills as they pass."""
    try:
        from IPython import get_ipython
        from ipywidgets import IntProgress
    except ImportError:
        get_ipython = lambda: None
    if not hasattr(get_ipython(), "kernel"):
        yield from epochs
        return

    from IPython.display import display

    class Bar(IntProgress):
        def __repr__(self):  # what is kept in the file: the same on every run
            return f"training: {len(epochs)} epochs"

    bar = Bar(max=len(epochs), description="training")
    display(bar)
    for epoch in epochs:
        yield epoch
        if (epoch + 1) % max(1, len(epochs) // 100) == 0 or epoch + 1 == len(epochs):
            bar.value = epoch + 1
