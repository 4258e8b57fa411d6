"""Every drawing draws what was agreed on, artist by artist: where, in which colour, order and size.

What a drawing has to say is tested in ``test_figures.py``; this sees whatever else moves, with any Matplotlib.
"""

import inspect
import math

import pytest

from helpers import figures
from tests.scripts import drawings


def is_same(line, other):
    """Whether two lines have the same words, and numbers that differ in the fourth digit at most."""
    words, others = line.split(), other.split()
    return len(words) == len(others) and all(map(is_same_word, words, others))


def is_same_word(word, other):
    try:
        return math.isclose(float(word), float(other), rel_tol=2e-3, abs_tol=1e-3)
    except ValueError:
        return word == other


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing_is_the_one_agreed_on(name):
    now, agreed = drawings.drawn(drawings.DRAWINGS[name]), drawings.agreed()[name]
    for line, other in zip(now, agreed, strict=False):
        assert is_same(line, other), "after a look at the pictures: python -m tests.scripts.drawings"
    assert len(now) == len(agreed)


def test_no_drawing_is_agreed_on_that_is_not_drawn():
    assert list(drawings.agreed()) == list(drawings.DRAWINGS)


def test_every_drawing_is_here():
    source = inspect.getsource(drawings)
    public = [name for name, thing in vars(figures).items() if inspect.isfunction(thing) and not name.startswith("_")]
    drawing = [name for name in public if next(iter(inspect.signature(getattr(figures, name)).parameters), "") == "ax"]
    assert len(drawing) > 10
    assert [name for name in drawing if f"figures.{name}(" not in source] == []


@pytest.mark.parametrize(
    ("word", "other"),
    [("3", "2"), ("center", "left"), ("#0f4f9eff", "#cc4a0aff"), ("0.36", "0.37"), ("-", "--"), ("0", "0.01")],
)
def test_a_changed_word_is_seen(word, other):
    line = f"circle {word} order 7"
    assert is_same(line, line)
    assert not is_same(line, line.replace(word, other, 1))
    assert not is_same(line, line + " 1")


def test_the_last_digit_does_not_count():
    assert is_same("at 0.4343 1e-17 center", "at 0.4344 0 center")
