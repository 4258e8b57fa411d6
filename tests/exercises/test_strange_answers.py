"""What a stranger hands in: the answer is a sentence, whatever it is, and nothing masked is right."""

import numbers
import threading
import time
import warnings

import numpy as np
import pytest

from helpers.exercises import matrix_calculus, numerical_stability
from helpers.exercises import sigmoid as exercises

right_sigma = exercises.notebook.exercises["my_sigma"].written


class Third:
    """What SymPy's Rational(1, 3) looks like: a real number without an imaginary part."""

    def __float__(self):
        return 1 / 3


numbers.Real.register(Third)


def test_a_real_number_needs_no_imaginary_part():
    assert numerical_stability.check(my_slope_left=Third()).verdict == "wrong"
    assert numerical_stability.check(my_slope_left=0j).verdict == "right"


@pytest.mark.parametrize(
    "typed", [np.ma.masked, np.ma.masked_array(0.0, mask=True), [np.ma.masked], (np.ma.masked, 0.0)]
)
def test_a_mask_hides_no_right_number(typed):
    answer = numerical_stability.check(my_slope_left=typed)
    assert answer.verdict == "wrong" and "masked" in answer.parts[0]


def test_a_masked_result_is_none():
    def masked(function):
        return lambda *arguments: np.ma.masked_array(function(*arguments), mask=True)

    in_a_list = lambda z: [np.ma.masked_array(row, mask=True) for row in np.atleast_1d(right_sigma(z))]
    design = matrix_calculus.notebook.exercises["my_fits_but_wrong"].written
    for answer in (
        exercises.check(my_sigma=masked(right_sigma)),
        exercises.check(my_sigma=in_a_list),
        matrix_calculus.check(my_fits_but_wrong=masked(design)),
    ):
        assert answer.verdict == "wrong" and "mask" in repr(answer)


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (np.array(["2020-01-01"], "M8[D]"), "an array of datetime64[D]"),
        (np.array([1j]), "an array of complex128"),
        (np.zeros(2, "f8,f8"), "an array of void128"),
    ],
)
def test_an_array_that_holds_no_numbers_is_called_by_what_it_holds(result, kind):
    assert f"It returns {kind}. Wanted is a number" in repr(exercises.check(my_sigma=lambda z: result))


class MyOwn(BaseException):
    pass


@pytest.mark.parametrize("error", [MyOwn("x"), GeneratorExit(), SystemExit(), StopIteration()])
def test_whatever_is_raised_is_told(error):
    def my_sigma(z):
        raise error

    assert type(error).__name__ in repr(exercises.check(my_sigma))


def test_an_argument_that_is_another_type_afterwards():
    def my_sigma(z):
        result = right_sigma(z)
        if np.ndim(z):
            z.dtype = "S8"
        return result

    assert "It changes `z`" in repr(exercises.check(my_sigma))


class WithoutSignature:
    __signature__ = 5

    def __call__(self, z):
        return right_sigma(z)


def test_a_signature_that_is_none():
    assert exercises.check(my_sigma=WithoutSignature()).verdict == "right"


class NoClass:
    """Every question about it is an error, also which class it has."""

    @property
    def __class__(self):
        raise RuntimeError("no class")


class NoList(list):
    def __iter__(self):
        raise RuntimeError("no iterator")

    __len__ = __iter__


class NoText(str):
    def lower(self):
        raise RuntimeError("no lower")


class NoName:
    def __getattr__(self, name):
        raise RuntimeError("no names")

    def __call__(self, z):
        return right_sigma(z)


@pytest.mark.parametrize("make", [NoClass, lambda: NoList([1.0]), lambda: NoText("a"), NoName])
def test_what_cannot_be_looked_at(make):
    thing = make()
    for call in (
        lambda: exercises.check(my_sigma=thing),
        lambda: exercises.check(my_sigma=lambda z: thing),
        lambda: exercises.check(my_sigma_steps=thing),
        lambda: exercises.check(my_safe_slope=thing),
        lambda: numerical_stability.check(my_slope_left=thing),
        lambda: matrix_calculus.check(my_fits_but_wrong=thing),
    ):
        assert call().verdict in ("open", "wrong", "right")
    for panel in (exercises.check(thing), exercises.hint(thing), exercises.solution(thing)):
        assert panel.parts


def test_two_checks_in_threads_leave_numpy_as_it_was():
    def slow(seconds):
        def my_safe_slope(z):
            time.sleep(seconds)
            return right_slope(z)

        return my_safe_slope

    right_slope = exercises.notebook.exercises["my_safe_slope"].written
    before, answers = (np.errstate, np.seterr, warnings.catch_warnings, warnings.simplefilter), []
    threads = [
        threading.Thread(target=lambda s=s: answers.append(exercises.check(slow(s)).verdict)) for s in (1e-3, 1.7e-3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (np.errstate, np.seterr, warnings.catch_warnings, warnings.simplefilter) == before
    assert answers == ["right", "right"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sum()", "`sum()` has nothing between its brackets"),
        ("mean()", "`mean()` has nothing between its brackets"),
        ("exp()", "`exp()` has nothing between its brackets"),
        ("sum(z, axis=1/0)", "`sum` does not fit what it gets"),
        ("sum(z, 1e30)", "`sum` does not fit what it gets"),
        ("mean(z, axis=1e30)", "`mean` does not fit what it gets"),
        ("-" * 590 + "z", "too much stands within each other in it, or in one sum"),
        ("z + " * 140 + "z", "too much stands within each other in it, or in one sum"),
        ("sum(z for a in range(50) for b in range(50) for c in range(50) for n in range(50))", "more than 2500 terms"),
        ("sum(sum(sum(sum(z for a in range(50)) for b in range(50)) for c in range(50)) for n in range(50))", "2500"),
        ("sum(z for a in range(50) for b in range(50) if a > 50 for c in range(50))", "does not have the value"),
    ],
)
def test_a_line_that_no_one_would_write(line, words):
    start = time.monotonic()
    answer = exercises.check(my_sigma_steps=f"{exercises.notebook.exercises['my_sigma_steps'].lines[0]}\n{line}")
    assert answer.verdict == ("open" if "cannot be read" in repr(answer) else "wrong")
    assert words in repr(answer)
    assert time.monotonic() - start < 5
