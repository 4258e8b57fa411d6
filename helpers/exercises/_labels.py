"""Labels that lie between 0 and 1, for which a formula may be wrong that is right for 0 and 1, and integer ones."""

import numpy as np

LABELS = ("y", "Y", "labels")
FOR_WHOLE_LABELS = "In all cases with the labels 0 and 1 {what} is right: here a label lies between them."


def labels_in(case):
    """The labels of a case, by name, if all lie between 0 and 1."""
    labels = {name: np.asarray(case[name], float) for name in LABELS if name in case}
    return {name: value for name, value in labels.items() if np.all((value >= 0) & (value <= 1))}


def has_undecided_labels(case):
    return any(np.any((value > 0) & (value < 1)) for value in labels_in(case).values())


def wrong_only_where_undecided(undecided, right):
    """Is what is wrong wrong in some of the cases with a label in between, and nowhere else?"""
    return any(undecided) and all(ok or soft for ok, soft in zip(right, undecided, strict=True))


def with_whole_labels(case):
    """A case with the labels 0 and 1, each the nearest."""
    return case | {name: np.where(value < 0.5, 0.0, 1.0) for name, value in labels_in(case).items()}


def with_float_labels(case):
    """A case with floats for labels that are integers."""
    return case | {name: 1.0 * np.asarray(case[name])[()] for name in LABELS if name in case}
