"""Gradient descent: ``train``."""

from contextlib import contextmanager, nullcontext

import numpy as np

from .arguments import (
    arguments_were_checked,
    as_count,
    as_numbers,
    check_generator,
    check_not_negative,
    check_parameters,
    check_positive,
    check_writeable,
    is_a,
    is_ours,
    kind,
    without_warnings,
)
from .functions import check_done, check_function
from .layers import record
from .networks import _Classifier


@record
class TrainingRun:
    """What ``train`` returns."""

    network: _Classifier  # the trained copy
    losses: np.ndarray  # (epochs, updates in an epoch): each update's loss, from before that update
    watched: list  # what ``watch(network)`` returned: before training, then after every epoch


def train(network, x, y, *, learning_rate, epochs, batch_size=None, rng=None, weight_decay=0.0, watch=None):
    """Gradient descent on a copy of ``network``; the one that you pass in stays as it is.

    All parameters are trained: one that is read-only, as that of a frozen layer, is refused.
    ``batch_size``: rows per update; ``None`` for all of them. The last batch of an epoch may be smaller.
    ``rng``: a ``numpy.random.Generator`` that shuffles the rows anew for every epoch; ``None`` keeps their order.
    ``weight_decay``: the price on large weights. Minimises L + weight_decay / 2 * (the sum of all squared weights)
    instead of L: adds weight_decay * W to every weight's gradient. Biases are free. The losses that come back are L.
    ``watch``: a function of the network, called before training and after every epoch, with a copy of the network.
    Returns a ``TrainingRun``: the trained network, every update's loss, and what ``watch`` returned.
    """
    x, y = _check_data(network, x, y)
    epochs = as_count(epochs, "epochs")
    batch_size = len(x) if batch_size is None else as_count(batch_size, "batch_size")
    learning_rate = float(check_positive(learning_rate, "learning_rate"))
    weight_decay = float(check_not_negative(weight_decay, "weight_decay"))
    if rng is not None:
        check_generator(rng)
    if watch is not None:
        check_function(watch, "watch", "network")

    network, x, y = _copy_of(network), x.copy(), y.copy()  # so that whatever ``watch`` does to them is lost
    losses, watched = [], [] if watch is None else [check_done(watch(network.copy()), "watch")]
    for epoch in range(epochs):
        if rng is not None:
            order = rng.permutation(len(x))
            x, y = x[order], y[order]
        losses.append([])
        for x_batch, y_batch in _batches(x, y, batch_size):
            with _naming_divergence(network, epoch, learning_rate, weight_decay):
                gradients = network._checked_gradients(x_batch, y_batch)
                _add_weight_decay(gradients, network, weight_decay)
                network.update(gradients, learning_rate)
                losses[epoch].append(gradients.loss)
        if watch is not None:
            watched.append(check_done(watch(network.copy()), "watch"))
    return TrainingRun(network, np.array(losses, dtype=np.float64), watched)


def _batches(x, y, batch_size):
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]


@without_warnings()
def _add_weight_decay(gradients, network, weight_decay):
    """To dL/dW of each weight W, the derivative of weight_decay / 2 * (the sum of all squared weights)."""
    if weight_decay != 0:
        for name, W in network.weights.items():
            dL_dW = gradients.of(name)
            dL_dW += weight_decay * W


def _check_data(network, x, y):
    if not is_a(network, _Classifier):
        raise TypeError(f"network is {kind(network)}: give a LinearClassifier or a HiddenLayerClassifier")
    x, y = as_numbers(x, "x"), as_numbers(y, "y")
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y):
        raise ValueError(f"x has shape {x.shape}, y has shape {y.shape}: give (N, in) and (N, out), one row a sample")
    check_parameters(network)
    for name, parameter in network.parameters.items():
        check_writeable(parameter, name)
    return network._check(x, y=y)


def _copy_of(network):
    """A copy to train; a subclass may copy itself in its own way."""
    copy = network.copy()
    if not is_ours(network):
        method = f"{type(network).__name__}.copy"
        if not is_a(copy, _Classifier):
            raise TypeError(f"{method} returns {kind(copy)}: let it return a network")
        if any(np.may_share_memory(copy.parameters[name], W) for name, W in network.parameters.items()):
            raise ValueError(f"{method} shares its parameters with the network that it copies: let it copy them")
    return copy


@contextmanager
def _naming_divergence(network, epoch, learning_rate, weight_decay):
    """The data were looked at once, before the first step; what still goes wrong in a step is a divergence."""
    try:
        with arguments_were_checked() if is_ours(network) else nullcontext():
            yield
    except OverflowError as error:
        advice = f"give a learning_rate below {learning_rate}"
        if learning_rate * weight_decay > 2:  # then the price on large weights alone makes them larger, step by step
            advice += f", or a weight_decay below {weight_decay}"
        raise OverflowError(f"training diverged in epoch {epoch}: {error}; {advice}") from error
