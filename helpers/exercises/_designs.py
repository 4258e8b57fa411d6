"""Designs: many right answers, each of which has to keep promises."""

import inspect
import warnings

import numpy as np

from ..arguments import is_masked
from ._calls import Trouble, as_array, changes, copied, raised, within_seconds
from ._compare import kind_of, open_places, shape_of
from ._exercise import Exercise
from ._functions import changed_words
from ._panel import listed, short

LONGEST_SHOWN = 200  # characters, of what a function was given


def fault_of(values, names):
    """The first of these entries of a dictionary that is no array of finite numbers, in words; or None."""
    for name in names:
        if name not in values:
            return f"`{name}` is missing."
        array = as_array(values[name], f"`{name}` is")
        if isinstance(array, Trouble):
            return array.sentence
        if np.isnan(array).any():
            return f"There is a nan in `{name}`."
        if np.isinf(array).any():
            return f"There is an infinity in `{name}`."
    return None


def fault_of_shape(name, array, shape):
    """An entry of another shape than the wanted one, in words; or None."""
    if array.shape == shape:
        return None
    one = f"is {shape_of(array)}; wanted is the shape" if array.ndim == 0 else f"has the shape {array.shape}; wanted is"
    return f"`{name}` {one} {shape}."


class Design(Exercise):
    """Many right answers; each has to meet conditions (``promises``), which are looked at in order.

    A promise is a test of the answer, with the sentence that is said where it is broken; a test that returns text
    is broken, too, and the text is said as well. A mistake is an edit of the example, with the sentence of the
    promise that it breaks.
    """

    def __init__(self, written, hint, mistakes, also=(), *, promises):
        super().__init__(written, hint, mistakes, also)
        self.promises = promises

    def stub(self):
        return f"{self._text[0]}    return ...\n\n\ncheck({self.name})\n" if self.takes_arguments else super().stub()

    def solution_text(self):
        return super().solution_text() if self.takes_arguments else self._solution_as_value()

    @property
    def takes_arguments(self):
        """The answer is a function itself, not what a function returns."""
        return bool(inspect.signature(self.written).parameters)

    def example(self, edit=None):
        function = self.written if edit is None else self.run_text(self.edited(edit))
        return function if self.takes_arguments else function()

    def judge(self, answer):
        if is_masked(answer):
            verb = "is" if isinstance(answer, np.ma.MaskedArray) else "holds"
            return self._answer("wrong", f"It {verb} a masked array. Write the numbers themselves.")
        answer = answer.tolist() if isinstance(answer, np.ndarray) and answer.dtype == object else answer
        if answer is ...:
            return self._answer("open", "Nothing is here yet.")
        if places := open_places(answer):
            names = places if isinstance(answer, dict) else [f"entry {place}" for place in places]
            nothing = len(places) == len(answer)
            words = "Nothing is here yet." if nothing else f"Still open: {listed(names)}."
            return self._answer("open", words, where=str(names[0]))
        if not self.takes_arguments and isinstance(wanted := self.example(), dict) and not isinstance(answer, dict):
            kind = f"This is {kind_of(answer)}. Wanted is a dictionary with {listed(wanted)}."
            return self._answer(
                "wrong", kind, f"Next: give each of them its name. {self._hint_call()}", where="the answer"
            )
        seen = {}
        watched = self._watched(answer, seen) if self.takes_arguments and callable(answer) else answer
        for count, (sentence, keeps) in enumerate(self.promises.items()):
            try:
                with warnings.catch_warnings(), np.errstate(all="ignore"):
                    warnings.simplefilter("ignore")
                    kept = keeps(watched)
                    kept = kept if kept is ... or isinstance(kept, str) else bool(kept)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                trouble = raised(error, answer)
                if trouble.kind == "open":
                    return self._answer("open", trouble.sentence)
                own = trouble.line.startswith("line ") or trouble.kind == "endless"
                stopped = seen.get("stopped") is error and own
                return self._broken(count, sentence, trouble.sentence, seen["given"] if stopped else None)
            if kept is ...:
                return self._answer("open", "Nothing is here yet.")
            if isinstance(kept, str) or not kept:
                return self._broken(count, sentence, kept or seen.get("none"))
        if seen.get("masked"):
            return self._answer("wrong", "It returns a masked array. Wanted are the numbers themselves.")
        if changed := seen.get("changed"):
            but = changed_words(changed).replace("It changes", "but it changes", 1)
            words = (f"All {len(self.promises)} conditions hold, {but}", f"Next: make a new array. {self._hint_call()}")
            return self._answer("wrong", *words, where="the arguments")
        return self._answer("right", f"All {len(self.promises)} conditions hold.")

    def _watched(self, function, seen):
        """The reader's function, with what else happens when it is called: in ``seen``."""
        names = list(inspect.signature(self.written).parameters)

        def watched(*arguments):
            given = dict(zip(names, arguments, strict=True))
            own = {name: copied(value) for name, value in given.items()}
            try:
                with within_seconds():
                    result = function(*own.values())
            except BaseException as error:
                seen["stopped"], seen["given"] = error, given
                raise
            if result is None:
                seen["none"] = as_array(None).sentence
            seen["masked"] = seen.get("masked") or is_masked(result)
            seen["changed"] = {**seen.get("changed", {}), **changes(own, given)}
            return result

        return watched

    def _broken(self, count, sentence, more=None, given=None):
        """A condition that does not hold, and why; of a reader's function that stops, with what it was given."""
        before = "Condition 1 holds" if count == 1 else f"Conditions 1 {'and' if count == 2 else 'to'} {count} hold"
        so_far = f"{before}, and number {count + 1} of {len(self.promises)} does not:" if count else None
        found, step = [sentence, more], "change what breaks this condition"
        if given is not None:
            table = [(name, short(value)) for name, value in given.items() if len(short(value)) < LONGEST_SHOWN]
            found, step = [more, table and "It was given:", table, sentence], "read the line that stopped"
        parts = (so_far, *found, f"Next: {step}. {self._hint_call()}")
        mistake = sentence if given is None else None  # that it stops says nothing about the condition
        return self._answer("wrong", *parts, mistake=mistake, where=f"condition {count + 1}")
