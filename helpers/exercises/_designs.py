"""Designs: many right answers, each of which has to keep promises."""

import inspect
import warnings

import numpy as np

from ._compare import open_places
from ._exercise import Exercise, as_comment
from ._panel import listed


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
        if self.takes_arguments:
            head = self._text[0]
            return f"{head}    return ...\n\n\ncheck({self.name})\n"
        comment = as_comment(self.task)
        return f"{comment}\ncheck({self.name}=...)\n"

    @property
    def takes_arguments(self):
        """The answer is a function itself, not what a function returns."""
        return bool(inspect.signature(self.written).parameters)

    def example(self, edit=None):
        function = self.written if edit is None else self.run_text(self.edited(edit))
        return function if self.takes_arguments else function()

    def judge(self, answer):
        if answer is ...:
            return self._answer("open", "Nothing is here yet.")
        if places := open_places(answer):
            names = places if isinstance(answer, dict) else [f"entry {place}" for place in places]
            nothing = len(places) == len(answer)
            words = "Nothing is here yet." if nothing else f"Still open: {listed(names)}."
            return self._answer("open", words, where=str(names[0]))
        for count, (sentence, keeps) in enumerate(self.promises.items()):
            try:
                with warnings.catch_warnings(), np.errstate(all="ignore"):
                    warnings.simplefilter("ignore")
                    kept = keeps(answer)
                    kept = kept if kept is ... or isinstance(kept, str) else bool(kept)
            except Exception as error:
                return self._broken(count, sentence, f"Trying it stopped with {type(error).__name__}: {error}.")
            if kept is ...:
                return self._answer("open", "Nothing is here yet.")
            if isinstance(kept, str) or not kept:
                return self._broken(count, sentence, kept)
        return self._answer("right", f"All {len(self.promises)} conditions hold.")

    def _broken(self, count, sentence, more=None):
        hold = "holds" if count == 1 else "hold"
        so_far = f"Right so far: {count} of {len(self.promises)} conditions {hold}." if count else None
        found = [sentence, more] if more else [sentence]
        parts = (so_far, *found, f"Next: change what breaks this condition. {self._hint_call()}")
        return self._answer("wrong", *parts, mistake=sentence, where=f"condition {count + 1}")
