"""Values from paper: a number, a choice, or several of them."""

import numbers
import re
from decimal import Decimal
from functools import cached_property

import numpy as np

from ..arguments import is_masked
from ._compare import kind_of, open_places
from ._exercise import Exercise
from ._panel import listed, short

EXACT = 1e-4  # relative: how far off a value may be that has no more digits than four


class Value(Exercise):
    """A number, a choice or a tuple from paper. Four digits are enough."""

    def __init__(self, written, hint, mistakes, also=(), *, parts=(), choices=(), percent=False):
        super().__init__(written, hint, mistakes, also)
        self.parts, self.choices, self.percent = parts, choices, percent
        self.words = {_plain(choice) for choice in choices}  # as they are compared

    @cached_property
    def right(self):
        return _plain(self.written())

    @cached_property
    def mistaken(self):
        return {words: _plain(self.run_text(self.edited(edit))()) for edit, words in self.mistakes.items()}

    def solution_text(self):
        return self._solution_as_value()

    def close(self, value, right):
        if isinstance(right, tuple):
            return isinstance(value, tuple) and len(value) == len(right) and all(map(self.close, value, right))
        if isinstance(right, str) or not isinstance(value, float):
            return isinstance(value, str) and value == right
        if value == right or not np.isfinite(right):
            return value == right
        if float(f"{right:.4g}") == right:  # four digits are all that there is
            return abs(value - right) <= EXACT * abs(right)
        unit = 10.0 ** (np.floor(np.log10(abs(right))) - 3)  # of the fourth digit
        cut_off = unit * np.trunc(right / unit)
        half = max(0.51 * unit, 0.51e-4 if abs(right) >= 0.01 else 0)
        return bool(abs(value - right) <= half or abs(value - cut_off) <= 1e-9 * abs(right))

    def judge(self, typed):
        if is_masked(typed):
            verb = "is" if isinstance(typed, np.ma.MaskedArray) else "holds"
            return self._answer("wrong", f"It {verb} a masked array. Write the numbers themselves.")
        typed = typed.item() if isinstance(typed, np.ndarray) and typed.shape == () else typed
        if typed is ...:
            return self._answer("open", "Nothing is here yet." + self._choices())
        if isinstance(self.right, tuple) and (places := open_places(typed, (..., None))):
            return self._half_filled(typed, places)
        value = _plain(typed)
        if isinstance(value, str) and not self.choices and re.fullmatch(r"[-+]?\d+(\.\d*)?\s*%", value):
            value = float(value.rstrip("% ")) / 100
        if problem := self._wrong_kind(typed, value):
            return self._answer("wrong", problem)
        if self.close(value, self.right):
            return self._answer("right", f"Yours is {short(typed)}.")
        if self.percent and value > 1 and self.close(value / 100, self.right):
            return self._answer("open", f"If you mean {short(typed)} percent, write {short(value / 100)}.")
        so_far, where = self._so_far(value)
        again = "think each choice through to its end, and choose anew."
        step = again if self.choices else "do it once more on paper, in small steps."
        if isinstance(value, float) and self._rounded(value, self.right):
            step = "write it with more digits."
        words, next_step = self._named(value), f"{step} {self._hint_call()}"
        of_one = words and isinstance(value, tuple) and not self.close(value, self.mistaken[words])
        what = f"What stands at `{where}`" if of_one else "This"
        return self._wrong(so_far, [[("yours", short(typed))]], words, where, next_step, what)

    def _half_filled(self, typed, places):
        done = []
        if not isinstance(typed, dict):
            names = self._names(len(typed))
            pairs = zip(names, _plain(typed), self.right, strict=False)
            done = [name for name, value, right in pairs if self.close(value, right)]
            places = [names[place] for place in places]
        nothing = "Nothing is here yet." if len(places) == len(typed) else ""
        return self._answer(
            "open",
            done and f"Right so far: {listed(done)}.",
            f"{nothing or f'Still open: {listed(places)}.'}{self._choices()}",
            where=places[0],
        )

    def _names(self, length):
        return self.parts if len(self.parts) == length else [f"entry {n}" for n in range(length)]

    def _named(self, value):
        """The only mistake with this value; one that is rounded to two or three digits counts, too."""
        same = [words for words, theirs in self.mistaken.items() if self.close(value, theirs)]
        if not same and not self._rounded(value, self.right):
            same = [words for words, theirs in self.mistaken.items() if self._rounded(value, theirs)]
        same = same or self._named_by_its_first(value)
        return same[0] if len(same) == 1 else None

    def _named_by_its_first(self, value):
        """The mistakes whose first wrong entry is that of a tuple, which is the one that is pointed at.

        If there is only one, but in other entries, too, its words may speak of all of them: then it is none.
        """
        if not isinstance(value, tuple) or len(value) != len(self.right):
            return []
        first = self._first_wrong(value)
        same = {
            words: theirs
            for words, theirs in self.mistaken.items()
            if len(theirs) == len(value) and self.close(value[: first + 1], theirs[: first + 1])
        }
        of_one = all(self.close(theirs[first + 1 :], self.right[first + 1 :]) for theirs in same.values())
        return list(same) if of_one else []

    def _first_wrong(self, value):
        """The place of the first entry that is not right."""
        return next(n for n, (a, b) in enumerate(zip(value, self.right, strict=True)) if not self.close(a, b))

    @staticmethod
    def _rounded(value, exact):
        """Is it the exact number with two or three digits, where more are needed?"""
        if not isinstance(exact, float) or not isinstance(value, float) or not np.isfinite(exact):
            return False
        few = [float(f"{exact:.{digits}g}") for digits in (2, 3)]
        return few[1] != exact and value in few

    def _choices(self):
        return f" Choose one of {listed(self.choices)}." if self.choices else ""

    def _wrong_kind(self, typed, value):
        """What is said of an answer that is none: of another type, or none of the choices."""
        several = isinstance(self.right, tuple)
        if typed is None and "none" in self.words:
            return f"`None` is a word of Python: write the choice in quotes.{self._choices()}"
        if typed is None:
            return f"It is None. A value is wanted.{self._choices()}"
        if callable(typed):
            return "It is a function. A value is wanted."
        if several and not isinstance(value, tuple):
            if isinstance(value, str):
                return f"It is text. Write a tuple, {'each word in quotes' if self.choices else 'without quotes'}."
            kind = "one number" if isinstance(value, float) else kind_of(typed)
            return f"It is {kind}. A tuple of {len(self.right)} is wanted."
        if self.choices:
            pairs = zip(value, typed, strict=True) if several else [(value, typed)]
            strange = [entry for plain, entry in pairs if not _among(plain, self.words)]
            if strange and isinstance(strange[0], numbers.Real) and not isinstance(strange[0], bool):
                return f"`{short(strange[0])}` is a number: write the choice in quotes.{self._choices()}"
            if strange and not isinstance(strange[0], str):
                return f"It is {kind_of(strange[0])}: write the choice in quotes.{self._choices()}"
            return f"`{short(strange[0])}` is not one of the choices {listed(self.choices)}." if strange else None
        if several:
            texts = [entry for entry in value if isinstance(entry, str)]
            if words := [text for text in texts if not reads_as_a_value(text)]:
                kind = "True or False" if isinstance(self.written()[0], (bool, np.bool_)) else "a number"
                return f"`{short(words[0])}` is text. Wanted is a tuple of {len(self.right)}, and each entry is {kind}."
            return "There is text in it. Write each entry without quotes." if texts else None
        if isinstance(value, str):
            return f"It is text. Write the number{' without quotes' if reads_as_a_value(value) else ''}."
        if not isinstance(value, float):
            return f"It is {kind_of(typed)}. One number is wanted."
        return "It is nan, which is no number." if np.isnan(value) else None

    def _so_far(self, value):
        """What is right about a wrong value, and the first place that is not."""
        if isinstance(self.right, str):
            return None, "the choice"
        if isinstance(self.right, tuple):
            if len(value) != len(self.right):
                return (
                    f"It has {len(value)} entr{'y' if len(value) == 1 else 'ies'}; {len(self.right)} are wanted.",
                    "the length",
                )
            first = self._first_wrong(value)
            names = self._names(len(value))
            done = f"Right so far: {listed(names[:first])}." if first else None
            return f"{done + ' ' if done else ''}The first that is not right: `{names[first]}`.", names[first]
        if self._rounded(value, self.right):
            exact = "count it exactly" if self.right.is_integer() else "give four digits"
            return f"Rounded too early: {exact}.", "the value"
        if value * self.right < 0:
            size = self.close(-value, self.right) or self._rounded(-value, self.right)
            return "The sign is not right." if size else "Sign and size are both wrong.", "the sign"
        if self.right < 0:
            return f"It should be {'lower (more' if value > self.right else 'higher (less'} negative).", "the value"
        return f"It is too {'large' if value > self.right else 'small'}.", "the value"


def _plain(value, depth=4):
    """Lists as tuples, numbers as floats, words in small letters; all else as it is."""
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, str):
        return ", ".join(" ".join(part.split()) for part in value.lower().rstrip(". ").split(","))
    if isinstance(value, (tuple, list)) and depth:
        return tuple(_plain(entry, depth - 1) for entry in value)
    if isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real) and value.imag == 0:
        value = value.real
    if isinstance(value, (numbers.Real, Decimal)):
        try:
            return float(value)
        except (OverflowError, ValueError):
            return np.inf
    return value


def _among(entry, choices):
    return isinstance(entry, str) and entry in choices


def reads_as_a_value(text):
    """A number, a fraction, a percentage, a truth value, or several of them?"""
    return bool(re.fullmatch(r"[\d\s.,+\-*/()e%]+|\s*(True|False)\s*", text, re.IGNORECASE))
