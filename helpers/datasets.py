"""The data of the course: two small tables to compute by hand with, and 344 real penguins."""

import csv

import numpy as np

from .arguments import (
    as_count,
    as_numbers,
    check_choice,
    check_finite,
    check_generator,
    check_not_negative,
    is_a,
    kind,
    without_warnings,
)

MEASUREMENTS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


def five_samples():
    """Five samples of three features and four labels: x (5, 3), y (5, 4).

    Label 0 is a copy of feature 0; the other three are always 0.
    From Kyle Vedder, "Binary Classification Neural Network from scratch in Numpy".
    """
    x = np.array([[1, 3, 5], [1, 9, 5], [1, 2, 5], [0, 9, 5], [0, 0, 5]], dtype=np.float64)
    y = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=np.float64)
    return x, y


def eight_people():
    """Eight people's height (m), weight (kg) and points (0 to 10), and a label: x (8, 3), y (8, 1).

    From "Classification Neural Net - NUMPY".
    """
    x = np.array(
        [
            [1.80, 80, 8],
            [1.65, 70, 6],
            [1.75, 95, 5],
            [1.60, 60, 4],
            [1.82, 77, 9],
            [1.55, 50, 3],
            [1.78, 85, 7],
            [1.62, 65, 2],
        ]
    )
    y = np.array([[1], [1], [0], [0], [1], [0], [1], [0]], dtype=np.float64)
    return x, y


def penguin_rows():
    """All 344 penguins as they stand in the file: a list of dictionaries of strings, missing values as "NA".

    Palmer Penguins: Gorman, Williams and Fraser (2014), doi:10.1371/journal.pone.0090081; public domain (CC0).
    """
    from importlib.resources import files  # here, because it takes as long to load as all the rest of this module

    with (files(__package__) / "data" / "penguins.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def penguins(species, features=("bill_length_mm", "bill_depth_mm")):
    """Is it this species? The 342 measured penguins: x (342, features) as measured, y (342, 1) of 0 and 1.

    ``species``: "Adelie", "Chinstrap" or "Gentoo". ``features``: any of ``bill_length_mm``, ``bill_depth_mm``,
    ``flipper_length_mm``, ``body_mass_g``. Two penguins were not measured, and are left out.
    """
    check_choice(species, "species", SPECIES, f"give one of {', '.join(SPECIES)}")
    features = _as_features([features] if is_a(features, str) else features)
    rows = [row for row in penguin_rows() if all(row[name] != "NA" for name in MEASUREMENTS)]
    x = np.array([[float(row[feature]) for feature in features] for row in rows])
    y = np.array([[float(row["species"] == species)] for row in rows])
    return x, y


def _as_features(features):
    some = f"give some of {', '.join(MEASUREMENTS)}"
    if is_a(features, (set, frozenset)):
        raise TypeError(f"features is a set, which has no order: {some}, in a list")
    try:
        features = tuple(features)
    except Exception:  # whatever a stranger's object says when it is asked for its entries
        raise TypeError(f"features is {kind(features)}: {some}") from None
    if not features:
        raise ValueError(f"features is empty: {some}")
    for feature in features:
        if not is_a(feature, str) or feature not in MEASUREMENTS:
            raise ValueError(f"features holds {kind(feature)}: {some}")
    return features


def split(x, y, held_out, rng):
    """Shuffle the rows and hold some out: ``x_train, x_test, y_train, y_test``, as scikit-learn orders them.

    The test part has ``held_out`` rows.
    """
    x, y = as_numbers(x, "x"), as_numbers(y, "y")
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y):
        raise ValueError(f"x has shape {x.shape}, y has shape {y.shape}: give one label row for each sample")
    held_out = as_count(held_out, "held_out")
    if held_out >= len(x):
        raise ValueError(f"held_out is {held_out} of {len(x)} rows: leave at least one to train on")
    order = check_generator(rng).permutation(len(x))
    test, train = order[:held_out], order[held_out:]
    return x[train], x[test], y[train], y[test]


def standardize(x_train, *others, epsilon=0.0):
    """Subtract the mean of ``x_train`` from each column and divide by its standard deviation.

    ``others`` (validation rows, test rows, one new penguin) are treated with the statistics of ``x_train``,
    never with their own. Returns one array, or a tuple if there are others. The standard deviation is the
    population's (divided by N); ``epsilon`` is added to it.
    """
    x_train = as_numbers(x_train, "x_train")
    if x_train.ndim != 2:
        raise ValueError(f"x_train has shape {x_train.shape}: give (N, features)")
    check_not_negative(epsilon, "epsilon")
    first = x_train[0].astype(np.float64)  # taken off before all else: a column far from 0 keeps its digits
    with without_warnings():
        differences = check_finite(x_train - first, "x_train minus its first row")
        unit = np.frexp(np.abs(differences).max(axis=0))[1]  # of each column, a power of 2: in it no square over- or
        differences = np.ldexp(differences, -unit)  # underflows, and not a digit changes
        mean = differences.mean(axis=0)
        deviation = np.sqrt(((differences - mean) ** 2).mean(axis=0)) + np.ldexp(float(epsilon), -unit)
    if not deviation.all():
        raise ValueError(f"x_train is constant in column {np.argmin(deviation)}: leave that column out")
    with without_warnings():
        scaled = [((differences - mean) / deviation).astype(x_train.dtype)]
    for i, other in enumerate(others):
        other = as_numbers(other, f"others[{i}]")
        if other.ndim not in (1, 2) or other.shape[-1] != x_train.shape[1]:
            raise ValueError(
                f"others[{i}] has shape {other.shape}, x_train has shape {x_train.shape}: give the same columns"
            )
        with without_warnings():
            other_scaled = ((np.ldexp(other - first, -unit) - mean) / deviation).astype(np.result_type(other, x_train))
            scaled.append(check_finite(other_scaled, f"others[{i}], standardised,"))
    return tuple(scaled) if others else scaled[0]
