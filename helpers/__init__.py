"""The layers, networks, checks, data, tables and drawings that the notebooks of *Gradients by Hand* import."""

from .datasets import eight_people, five_samples, penguin_rows, penguins, split, standardize
from .gradient_check import GradientCheck, GradientReport, check_gradients, numerical_gradient, taylor_slope
from .layers import (
    BinaryCrossEntropy,
    BinaryCrossEntropyPartials,
    BinaryCrossEntropyWithLogits,
    BinaryCrossEntropyWithLogitsPartials,
    Linear,
    LinearGradients,
    LinearPartials,
    ReLU,
    ReLUPartials,
    Sigmoid,
    SigmoidPartials,
)
from .networks import (
    HiddenLayerClassifier,
    HiddenLayerClassifierGradients,
    LinearClassifier,
    LinearClassifierGradients,
)
from .tables import Table, table
from .training import TrainingRun, train

__all__ = [
    "BinaryCrossEntropy",
    "BinaryCrossEntropyPartials",
    "BinaryCrossEntropyWithLogits",
    "BinaryCrossEntropyWithLogitsPartials",
    "GradientCheck",
    "GradientReport",
    "HiddenLayerClassifier",
    "HiddenLayerClassifierGradients",
    "Linear",
    "LinearClassifier",
    "LinearClassifierGradients",
    "LinearGradients",
    "LinearPartials",
    "ReLU",
    "ReLUPartials",
    "Sigmoid",
    "SigmoidPartials",
    "Table",
    "TrainingRun",
    "check_gradients",
    "eight_people",
    "five_samples",
    "numerical_gradient",
    "penguin_rows",
    "penguins",
    "split",
    "standardize",
    "table",
    "taylor_slope",
    "train",
]
