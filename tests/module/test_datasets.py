"""The data: what the notebooks say about it, and that no statistics leak from held-out rows."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers
from helpers import eight_people, five_samples, penguin_rows, penguins, split, standardize
from helpers.datasets import MEASUREMENTS
from tests.module.examples import assert_close, assert_same, distinct, seeds

COUNTS = {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}  # of the measured ones


def test_the_penguins_are_unchanged():
    content = (Path(helpers.__file__).parent / "data" / "penguins.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"
    assert b"\r" not in content


def test_the_rows_of_the_file():
    rows = penguin_rows()
    assert len(rows) == 344
    assert Counter(row["species"] for row in rows) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    missing = [row for row in rows if "NA" in [row[name] for name in MEASUREMENTS]]
    assert [row["species"] for row in missing] == ["Adelie", "Gentoo"]
    assert all(row[name] == "NA" for row in missing for name in MEASUREMENTS)
    assert rows[0]["bill_length_mm"] == "39.1"


@pytest.mark.parametrize("species", COUNTS)
def test_penguins(species):
    x, y = penguins(species)
    assert x.shape == (342, 2)
    assert y.shape == (342, 1)
    assert x.dtype == y.dtype == np.float64
    assert y.sum() == COUNTS[species]
    assert set(np.unique(y)) == {0, 1}
    assert_same(x[0], np.array([39.1, 18.7]))


def test_penguins_by_feature():
    everything, _ = penguins("Gentoo", MEASUREMENTS)
    assert everything.shape == (342, 4)
    assert_same(everything.min(axis=0), [32.1, 13.1, 172.0, 2700.0])
    assert_same(everything.max(axis=0), [59.6, 21.5, 231.0, 6300.0])
    assert_same(penguins("Gentoo", ["body_mass_g", "bill_depth_mm"])[0], everything[:, [3, 1]])
    assert_same(penguins("Gentoo", "body_mass_g")[0], everything[:, [3]])
    assert sum(penguins(species)[1] for species in COUNTS).tolist() == [[1.0]] * 342


def test_the_small_tables():
    x, y = five_samples()
    assert x.shape == (5, 3)
    assert y.shape == (5, 4)
    assert_same(y[:, 0], x[:, 0])
    assert not y[:, 1:].any()
    x, y = eight_people()
    assert x.shape == (8, 3)
    assert y.shape == (8, 1)
    for make in (five_samples, eight_people):
        x, y = make()
        assert x.dtype == y.dtype == np.float64
        x += 1
        y += 1
        assert not np.any(make()[0] == x)  # a new array for each caller
        assert not np.any(make()[1] == y)


@given(seed=seeds, rows=st.integers(2, 30), data=st.data())
def test_split(seed, rows, data):
    held_out = data.draw(st.integers(1, rows - 1))
    x = np.arange(3.0 * rows).reshape(rows, 3)
    y = x[:, :1] / (3 * rows)
    x_train, x_test, y_train, y_test = split(x, y, held_out, np.random.default_rng(seed))
    assert len(x_test) == len(y_test) == held_out
    assert len(x_train) == len(y_train) == rows - held_out
    assert_same(np.sort(np.r_[x_train, x_test], axis=0), x)  # every row once
    assert_same(y_train, x_train[:, :1] / (3 * rows))  # labels stay with their rows
    assert_same(y_test, x_test[:, :1] / (3 * rows))
    for part, again in zip(
        (x_train, x_test, y_train, y_test), split(x, y, held_out, np.random.default_rng(seed)), strict=True
    ):
        assert_same(part, again)
        assert not np.shares_memory(part, x)
        assert not np.shares_memory(part, y)


def test_split_shuffles():
    x = np.arange(100.0).reshape(100, 1)
    orders = [split(x, x, 20, np.random.default_rng(seed))[1][:, 0].tolist() for seed in range(20)]
    assert len({tuple(order) for order in orders}) == 20
    assert all(order != sorted(order) for order in orders)
    assert len(set().union(*orders)) > 90  # every part of the table takes its turn


@given(seed=seeds, shape=distinct(2, 9), dtype=st.sampled_from([np.float64, np.float32]))
def test_standardize(seed, shape, dtype):
    rng = np.random.default_rng(seed)
    rows, features = shape[0] + 1, shape[1]
    x = (rng.normal(size=(rows, features)) * 10 + 5).astype(dtype)
    test = (rng.normal(size=(4, features)) * 3).astype(dtype)
    before = x.copy(), test.copy()
    scaled, scaled_test, scaled_one = standardize(x, test, test[0])
    tolerance = 1e-9 if dtype == np.float64 else 1e-2
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=tolerance)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=tolerance)
    assert scaled.dtype == scaled_test.dtype == dtype
    # other rows are treated with the statistics of x, and the same row gives the same numbers anywhere
    assert_close(scaled_test, (test - x.mean(axis=0)) / x.std(axis=0), 1e-6 if dtype == np.float32 else 1e-13)
    assert_same(scaled_one, scaled_test[0])
    assert_same(standardize(x, x)[1], scaled)
    assert_same(standardize(x, test * 100)[0], scaled)
    assert_same(standardize(x), scaled)
    assert_same(x, before[0])
    assert_same(test, before[1])


def test_standardize_with_epsilon():
    x = np.array([[0.0, 7.0], [2.0, 7.0]])
    assert_same(standardize(x, epsilon=1.0), np.array([[-0.5, 0], [0.5, 0]]))
    assert_same(standardize(x, x[:1], epsilon=1.0)[1], np.array([[-0.5, 0]]))
    with pytest.raises(ValueError, match="x_train is constant in column 1: leave that column out"):
        standardize(x)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 4000.7])
@pytest.mark.parametrize("rows", [1, 2, 3, 7, 10, 100])
def test_a_constant_column_is_found_although_its_mean_is_rounded(value, rows):
    """The standard deviation of ten times 0.1 is 1e-17, not 0: divided by it, rounding would become data."""
    x = np.c_[np.arange(rows) + 1.0, np.full(rows, value)]
    with pytest.raises(ValueError, match="x_train is constant in column [01]"):
        standardize(x)


@pytest.mark.parametrize(
    "unit", [5e-324, 2.0**-1070, 1e-200, 2.0**-540, 2.0**-530, 1e-160, 1e160, 2.0**500, 1e200, 1e307]
)
def test_standardize_in_any_unit(unit):
    """The squares of such small numbers are 0, those of such large ones are infinite: they differ all the same."""
    x, others = np.array([[0.0], [2.0], [5.0]]), np.array([[1.0], [-3.0]])
    for one, other in zip(standardize(x * unit, others * unit), standardize(x, others), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)
    np.testing.assert_allclose(standardize(x * unit, epsilon=2 * unit), standardize(x, epsilon=2), rtol=1e-13)
    assert np.isfinite(standardize(x * unit, epsilon=1.0)).all()


def test_standardize_overflow_is_an_error():
    with pytest.raises(OverflowError, match="^x_train minus its first row overflows float64"):
        standardize(np.array([[1e308], [-1e308], [1e308]]))
    scaled = standardize(np.array([[0], [1e308], [-1e308]]))  # any other row taken off would overflow
    np.testing.assert_allclose(scaled[:, 0], [0, np.sqrt(1.5), -np.sqrt(1.5)])
    with pytest.raises(OverflowError, match=r"others\[0\], standardised, overflows float64"):
        standardize(np.array([[0], [1e-10]]), np.array([[1e308]]))


def test_split_takes_rows_of_any_kind_but_no_single_number():
    x_train, x_test, y_train, y_test = split(np.arange(5.0), np.arange(5.0), 2, np.random.default_rng(0))
    assert (x_train.shape, x_test.shape) == ((3,), (2,))
    np.testing.assert_array_equal(np.r_[x_train, x_test], np.r_[y_train, y_test])
    for x, y, shapes in ((1.0, [1.0], ("()", "(1,)")), ([1.0], 1.0, ("(1,)", "()")), (1.0, 1.0, ("()", "()"))):
        message = "x has shape {}, y has shape {}: give one label row for each sample".format(*shapes)
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            split(x, y, 1, np.random.default_rng(0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("value", [14.62, 0.1, 1e8 + 0.1, -1e-3, 3e30])
@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_a_constant_column_is_0_in_any_type(dtype, value, rows):
    """Its mean is rounded. Divided by a small epsilon, what rounding leaves of it would be data."""
    x = np.c_[np.full(rows, value), np.arange(rows)].astype(dtype)
    scaled, others = standardize(x, x[:1], epsilon=1e-8)
    assert not scaled[:, 0].any()
    assert others[0, 0] == 0
    assert scaled.dtype == others.dtype == dtype


@pytest.mark.parametrize("offset", [0.0, 1e6, 1e9, -1e12])
def test_standardize_far_from_0(offset):
    """A column far from 0 keeps the digits that it has: NumPy's own mean, added row by row, loses some more."""
    rng = np.random.default_rng(0)
    x = offset + np.round(1024 * rng.normal(size=(100_000, 1))) / 1024  # exact also after the offset
    centred = (x - offset) - (x - offset).mean()
    np.testing.assert_allclose(standardize(x), centred / np.sqrt((centred**2).mean()), atol=1e-9)


def test_standardize_float32_is_as_right_as_its_numbers():
    x = (4000 + np.random.default_rng(0).normal(size=(100_000, 2))).astype(np.float32)
    x[0] += 10  # far from the others, and taken off from all of them
    np.testing.assert_allclose(standardize(x), standardize(x.astype(np.float64)), atol=1e-6)


def test_the_type_of_what_standardize_returns():
    x = np.array([[1.0], [2.0]])
    for one, other in ((np.float32, np.float64), (np.float64, np.float32)):
        scaled, others = standardize(x.astype(one), x.astype(other))
        assert (scaled.dtype, others.dtype) == (one, np.float64)


def test_the_columns_of_a_set_would_have_no_order():
    for features in ({"bill_depth_mm", "body_mass_g"}, frozenset(["body_mass_g"])):
        with pytest.raises(
            TypeError, match="^features is a set, which has no order: give some of bill_length_mm, .*list$"
        ):
            penguins("Gentoo", features)


def test_what_only_claims_to_be_a_feature_is_none():
    class Anything:
        def __eq__(self, other):
            return True

        __hash__ = None

    with pytest.raises(ValueError, match="features holds Anything"):
        penguins("Adelie", ["bill_length_mm", Anything()])


def test_standardize_columns_of_very_different_units():
    x = np.array([[1e-200, 1e150], [3e-200, 2e150]])
    np.testing.assert_array_equal(standardize(x), [[-1, -1], [1, 1]])


def test_standardize_rounds_to_0_without_a_word():
    with np.errstate(all="raise"):
        assert np.abs(standardize(np.array([[1.0], [2.0]]), epsilon=1e308)).max() < 1e-307
