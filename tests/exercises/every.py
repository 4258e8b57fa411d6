"""All exercises of all notebooks, for the tests to run over."""

import functools
import importlib
import pkgutil
import warnings

import numpy as np
import pytest

import helpers.exercises
from helpers.exercises import _judge as judge
from helpers.exercises._relations import said_of

MODULES = {
    found.name: importlib.import_module(f"helpers.exercises.{found.name}")
    for found in pkgutil.iter_modules(helpers.exercises.__path__)
    if not found.name.startswith("_")
}
EXERCISES = {
    f"{name}.{exercise.name}": exercise
    for name, module in MODULES.items()
    for exercise in module.notebook.exercises.values()
}
FRESH_SEEDS = (11, 12, 13)
FEWEST_MISTAKES = 4  # in an exercise


def each(*kinds, but=()):
    """For every exercise of these kinds, its name as the test's, ``but`` for some."""
    chosen = {name: one for name, one in EXERCISES.items() if isinstance(one, kinds) and one.name not in but}
    return pytest.mark.parametrize("exercise", chosen.values(), ids=chosen.keys())


def answer_of(exercise, edit=None):
    """The solution, or an edit of it, as a reader would hand it in."""
    if isinstance(exercise, judge.Design):
        return exercise.example(edit)
    if isinstance(exercise, judge.Derivation):
        return list(exercise.lines) if edit is None else list(edit)
    function = exercise.written if edit is None else exercise.run_text(exercise.edited(edit))
    return function() if isinstance(exercise, judge.Value) else function


@functools.cache
def answer_to(exercise, edit):
    """What the check says to a mistake of the catalogue: once for all tests."""
    return exercise.judge(answer_of(exercise, edit))


def as_stub(exercise, edit):
    """A repair's first mistake is its stub: nobody has to be told."""
    return isinstance(exercise, judge.Repair) and edit == next(iter(exercise.mistakes))


def fresh_outcomes(exercise, function, seeds=FRESH_SEEDS):
    """What a function gives on numbers that the check does not use."""
    return exercise.outcomes(function, [case for seed in seeds for case in fresh_cases(exercise, seed)])


@functools.cache
def fresh_cases(exercise, seed):
    return exercise.drawn(seed)


def same_on_fresh_numbers(exercise, function, other, seeds=FRESH_SEEDS):
    """All values, and all that happened besides, are the same?"""
    pairs = zip(fresh_outcomes(exercise, function, seeds), fresh_outcomes(exercise, other, seeds), strict=False)
    return all(exercise.agree(mine, theirs, exercise.keys) for mine, theirs in pairs)


def same_up_to(exercise, mutant, catalogued, first):
    """The same on fresh numbers, up to and including the first wrong value."""
    keys = exercise.keys
    try:
        exercise.keys = keys[: first + 1]
        return same_on_fresh_numbers(exercise, mutant, catalogued)
    finally:
        exercise.keys = keys


def is_named_truly(exercise, mutant, answer):
    """Without a name, or its name holds on fresh numbers: those of a mistake of the catalogue, or of a relation."""
    if answer.mistake is None:
        return True
    first = exercise.keys.index(answer.where) if answer.where in exercise.keys else 0
    for edit, words in exercise.mistakes.items():
        if words == answer.mistake:
            return quietly(same_up_to, exercise, mutant, answer_of(exercise, edit), first)
    key, cases = exercise.keys[first], [case for seed in FRESH_SEEDS for case in fresh_cases(exercise, seed)]
    both = [quietly(exercise.outcomes, function, cases) for function in (mutant, exercise.written)]
    pairs = [(mine.values[key], right.values[key]) for mine, right in zip(*both, strict=True)]
    return said_of(pairs, cases, key) == answer.mistake


def quietly(function, *arguments):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*arguments)
