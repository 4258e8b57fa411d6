"""The two networks, wired by hand: ``gradients`` is the chain rule, one line a step."""

import inspect
from copy import deepcopy
from dataclasses import replace

import numpy as np

from .arguments import (
    Kept,
    arguments_are_trusted,
    as_counts_of_a_matrix,
    as_labels,
    as_numbers,
    as_numbers_of_shape,
    as_one_number,
    as_samples,
    as_weight_and_bias,
    check_between_0_and_1,
    check_choice,
    check_finite,
    check_parameters,
    check_positive,
    check_text,
    check_writeable,
    checked,
    is_a,
    is_ours,
    kind,
    without_warnings,
)
from .layers import BinaryCrossEntropyWithLogits, Linear, ReLU, Sigmoid, record


class _ByName(dict):
    """The arrays of a network, to be written into: a new array in the place of one would be in no layer of it."""

    def __setitem__(self, name, value):
        if value is not self.get(name):  # parameters["W"] -= step puts the same array there
            raise TypeError(
                f"the parameters are fixed when a network is made: write parameters[{name!r}][...] = new numbers"
            )

    def __reduce__(self):
        return dict, (dict(self),)  # a copy is anybody's


class _Classifier(Kept):
    """What both networks do in the same way."""

    _kept = ("linear", "hidden", "relu", "output", "loss", "in_features", "out_features")

    in_features: int
    out_features: int
    loss: BinaryCrossEntropyWithLogits

    @property
    def parameters(self):
        """The arrays that training changes, by name."""
        raise NotImplementedError

    def __setattr__(self, name, value):
        if name in getattr(self, "parameters", ()):  # there are none before the first layer is made
            raise TypeError(f"{name} is fixed when a network is made: write parameters[{name!r}][...] = new numbers")
        super().__setattr__(name, value)

    @property
    def weights(self):
        """Those of the parameters that are multiplied with something: all but the biases."""
        return {name: parameter for name, parameter in self.parameters.items() if parameter.ndim == 2}

    def logits(self, x):
        """z, the input of the sigmoid: positive where the predicted probability is above 1/2."""
        raise NotImplementedError

    def gradients(self, x, y):
        """The loss, and its gradient for every parameter."""
        raise NotImplementedError

    @checked()
    def forward(self, x):
        """y_hat = sigma(z): the predicted probability of each label."""
        return Sigmoid().forward(check_finite(self._z(x), "z"))

    def predict(self, x, threshold=0.5):
        """True where the predicted probability is at least ``threshold``, one number between 0 and 1."""
        threshold = as_numbers(threshold, "threshold")
        if threshold.ndim:
            raise ValueError(f"threshold has shape {threshold.shape}: give one number between 0 and 1")
        check_between_0_and_1(threshold, "threshold", "a probability")
        return self.forward(x) >= threshold

    @checked("the loss")
    def forward_loss(self, x, y):
        """The loss of the predictions for x, given the labels y."""
        return self.loss.forward(self._z(x), y)

    def _z(self, x):
        """The logits; those of a subclass are a stranger's, and looked at."""
        z = self.logits(x)
        return z if is_ours(self) else as_numbers_of_shape(z, "z", (*x.shape[:-1], self.out_features), "y")

    @without_warnings()
    def update(self, gradients, learning_rate):
        """One step downhill, in place: W <- W - learning_rate * dL/dW, for every parameter, or in an error for none."""
        check_positive(learning_rate, "learning_rate")
        self._step(self._check_gradients(gradients), float(learning_rate))

    def _step(self, gradients, learning_rate):
        parameters, after = self.parameters, {}
        try:
            for name, parameter in parameters.items():
                check_writeable(parameter, name)
                after[name] = check_finite(parameter - learning_rate * gradients[name], name)
        except OverflowError:
            check_parameters(self)
            for name, gradient in gradients.items():
                check_finite(gradient, f"dL_d{name}")
            raise
        for name, parameter in parameters.items():
            parameter[...] = after[name]

    @checked()
    def update_weights(self, x, y, learning_rate):
        """Forward, backward and one step downhill. Returns the loss from before the step."""
        gradients = self._checked_gradients(x, y)
        check_finite(gradients.loss, "the loss")
        self._step(self._by_name(gradients), learning_rate)  # an infinite dL/dW would make W infinite, which is refused
        return gradients.loss

    def copy(self, **parameters):
        """A new network with the same parameters, or with those given here by name: ``copy(W=..., b=...)``."""
        for name in parameters:
            if name not in self.parameters:
                raise TypeError(f"{name} is no parameter of this network: it has {', '.join(self.parameters)}")
        if not parameters:
            return deepcopy(self)  # with whatever a subclass keeps beside them
        arguments = {**self.parameters, **parameters, "reduction": self.loss.reduction}
        if not is_ours(self):
            self._check_signature(arguments)
        return type(self)(**arguments)

    def _check_signature(self, arguments):
        """A subclass may be made of other things than its parameters."""
        signature = inspect.signature(type(self))
        try:
            signature.bind(**arguments)
        except TypeError:
            name, takes = type(self).__name__, ", ".join(arguments)
            raise TypeError(
                f"{name} takes {signature}: let it take ({takes}) to be copied with other parameters, "
                "or make a copy() and write into its parameters"
            ) from None

    def _checked_gradients(self, x, y):
        """What ``gradients`` returns; that of a subclass is a stranger's, and looked at."""
        gradients = self.gradients(x, y)
        if is_ours(self):
            return gradients
        if not is_a(gradients, _Gradients):
            name = f"{type(self).__name__}.gradients"
            raise TypeError(f"{name} returns {kind(gradients)}: let it return what super().gradients(x, y) does")
        copies = {f"dL_d{name}": gradient.copy() for name, gradient in self._check_gradients(gradients).items()}
        return replace(gradients, loss=np.float64(as_one_number(gradients.loss, "the loss")), **copies)

    def _check_gradients(self, gradients):
        """The gradient of each parameter, by the parameter's name, in its shape."""
        if arguments_are_trusted():
            return self._by_name(gradients)
        try:
            given = self._by_name(None if is_a(gradients, type) else gradients)
        except Exception:  # whatever a stranger's object says when it is asked for them
            some = "give what this network's gradients(x, y) returns"
            raise TypeError(f"gradients is {kind(gradients)}: {some}") from None
        checked = {}
        for name, parameter in self.parameters.items():
            gradient = as_numbers_of_shape(given[name], f"dL_d{name}", parameter.shape, name)
            with without_warnings():
                checked[name] = check_finite(gradient.astype(parameter.dtype, copy=False), f"dL_d{name}")
        return checked

    def _by_name(self, gradients):
        return {name: getattr(gradients, f"dL_d{name}") for name in self.parameters}

    def _check(self, x, **others):
        """x: one sample or a batch; y: labels, one for each output of each sample; learning_rate: above 0."""
        x = as_samples(x, "x", self.in_features)
        if "y" in others:
            others["y"] = as_labels(others["y"], (*x.shape[:-1], self.out_features), "z")
        if "learning_rate" in others:
            others["learning_rate"] = float(check_positive(others["learning_rate"], "learning_rate"))
        return [x, *others.values()]


def _check_one_loss(reduction):
    advice = "a network needs one loss to minimise, give 'mean' or 'sum'"
    check_choice(reduction, "reduction", ("mean", "sum"), advice)


class _Gradients:
    __slots__ = ()

    def of(self, name):
        """The gradient of the parameter with this name: ``of("W1")`` is ``dL_dW1``."""
        try:
            return getattr(self, "dL_d" + check_text(name, "name"))
        except (AttributeError, TypeError):
            names = [slot.removeprefix("dL_d") for slot in self.__slots__ if slot != "loss"]
            raise ValueError(f"name is {kind(name)}: give one of {', '.join(names)}") from None


# ----------------------------------------------------------------------------------- no hidden layer


@record
class LinearClassifierGradients(_Gradients):
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
        _check_one_loss(reduction)
        self.linear = Linear(W, b)
        self.loss = BinaryCrossEntropyWithLogits(reduction)
        self.in_features, self.out_features = self.linear.in_features, self.linear.out_features

    @classmethod
    def random(cls, in_features, out_features, rng, scale=None, reduction="mean"):
        """Normal weights of standard deviation ``scale`` (see ``Linear.random``), and zero biases."""
        _check_one_loss(reduction)  # before the first draw: a call that fails leaves ``rng`` as it was
        linear = Linear.random(in_features, out_features, rng, scale)
        return cls(linear.W, linear.b, reduction)

    @property
    def parameters(self):
        """The arrays that training changes, by name."""
        return _ByName(W=self.linear.W, b=self.linear.b)

    @checked("z")
    def logits(self, x):
        """z = W x + b, the input of the sigmoid: positive where the predicted probability is above 1/2."""
        return self.linear.forward(x)

    @checked()
    def gradients(self, x, y):
        """The loss, and its gradient for W and b."""
        z = self.linear.forward(x)
        loss = self.loss.forward(z, y)

        dL_dz = self.loss.backward(z, y)
        linear = self.linear.backward(x, dL_dz, need_dL_dx=False)
        return LinearClassifierGradients(loss, linear.dL_dW, linear.dL_db)


# ---------------------------------------------------------------------------------- one hidden layer


@record
class HiddenLayerClassifierGradients(_Gradients):
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
        _check_one_loss(reduction)
        self.hidden = Linear(*as_weight_and_bias(W1, b1, "W1", "b1"))
        self.relu = ReLU()
        self.output = Linear(*as_weight_and_bias(W2, b2, "W2", "b2"))
        self.loss = BinaryCrossEntropyWithLogits(reduction)
        self.in_features, self.out_features = self.hidden.in_features, self.output.out_features
        if self.output.in_features != self.hidden.out_features:
            raise ValueError(
                f"W2 has shape {self.output.W.shape}, W1 has shape {self.hidden.W.shape}: "
                f"give W2 one column for each of the {self.hidden.out_features} hidden units"
            )

    @classmethod
    def random(cls, in_features, hidden_features, out_features, rng, scale=None, reduction="mean"):
        """Normal weights of standard deviation ``scale`` (see ``Linear.random``), and zero biases."""
        _check_one_loss(reduction)  # all before the first draw: a call that fails leaves ``rng`` as it was
        as_counts_of_a_matrix(hidden_features=hidden_features, out_features=out_features)
        hidden = Linear.random(in_features, hidden_features, rng, scale)
        output = Linear.random(hidden_features, out_features, rng, scale)
        return cls(hidden.W, hidden.b, output.W, output.b, reduction)

    @property
    def parameters(self):
        """The arrays that training changes, by name."""
        return _ByName(W1=self.hidden.W, b1=self.hidden.b, W2=self.output.W, b2=self.output.b)

    @checked("z")
    def logits(self, x):
        """z2, the input of the sigmoid: positive where the predicted probability is above 1/2."""
        z1 = self.hidden.forward(x)
        a1 = self.relu.forward(z1)
        return self.output.forward(a1)

    @checked()
    def gradients(self, x, y):
        """The loss, and its gradient for W1, b1, W2 and b2."""
        z1 = self.hidden.forward(x)
        a1 = self.relu.forward(z1)
        z2 = self.output.forward(a1)
        loss = self.loss.forward(z2, y)

        dL_dz2 = self.loss.backward(z2, y)
        output = self.output.backward(a1, dL_dz2)
        dL_dz1 = self.relu.backward(z1, output.dL_dx)
        hidden = self.hidden.backward(x, dL_dz1, need_dL_dx=False)
        return HiddenLayerClassifierGradients(loss, hidden.dL_dW, hidden.dL_db, output.dL_dW, output.dL_db)
