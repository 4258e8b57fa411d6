"""Judges answers: the kinds of exercise, and for each notebook ``check``, ``hint`` and ``solution``.

An exercise is a function with a decorator. Its docstring is the task, its body the solution, and a mistake is an edit
of the solution with words that complete the sentence "This is what comes out when ...":

    @notebook.function(
        hint=("Where do I begin?", "Which sign must the slope have?"),
        paper=[dict(y_hat=0.8)],                              cases a reader can redo; the first that fails is shown
        draws=[lambda rng: dict(y_hat=rng.uniform(0.1, 0.9, 5))],
        mistakes={
            "1 / (1 - y_hat)": "the inner derivative is missing",          the whole expression, or ...
            ("-1 /", "-2 /"): "there is a 2 too many",                     ... old text, new text
        },
        also=["1 / (y_hat - 1)"],                             other right forms, for the tests
    )
    def my_slope_of_log_of_rest(y_hat): ...

An answer is compared by what it computes, in all cases. A mistake is named only if its numbers are those of the answer
in every case, up to and including the first value that is wrong. Nothing is counted or stored.
"""

from ._calls import Trouble
from ._compare import near
from ._derivations import Derivation, same_values
from ._designs import Design
from ._exercise import OPEN, Exercise
from ._expressions import sigmoid, softplus
from ._functions import ONLY, Function, Repair, same_code
from ._panel import Answer, Panel, listed
from ._values import Value

__all__ = ["Derivation", "Design", "Exercise", "Function", "Notebook", "Repair", "Trouble", "Value"]
__all__ += ["ONLY", "OPEN", "SIGN_TURNED", "near", "same_code", "same_values", "sigmoid", "softplus"]


SIGN_TURNED = "the sign is turned: label and prediction have changed places, or a minus is lost"  # a mistake of many


def name_of(answer):
    """The name of a function, None for whatever has none."""
    try:
        name = answer.__name__
    except Exception:  # what a stranger's object says when it is asked for its name
        return None
    return name if isinstance(name, str) else None


class Notebook:
    """The exercises of one notebook, in their order, and the three functions that a reader calls."""

    def __init__(self):
        self.exercises = {}

    def _add(self, kind, about):
        def add(written):
            exercise = self.exercises[written.__name__] = kind(written, **about)
            return exercise

        return add

    def function(self, **about):
        return self._add(Function, about)

    def repair(self, **about):
        return self._add(Repair, about)

    def value(self, **about):
        return self._add(Value, about)

    def design(self, **about):
        return self._add(Design, about)

    def derivation(self, **about):
        return self._add(Derivation, about)

    def check(self, /, *functions, **values):
        """Judge an answer: ``check(my_function)``, or ``check(my_value=4.6)`` for a value or a derivation's lines."""
        if len(functions) + len(values) != 1:
            return Panel(
                "One answer at a time", ("Give a function, `check(my_name)`, or a value, `check(my_name=...)`.",)
            )
        if values:
            ((name, answer),) = values.items()
        else:
            answer = functions[0]
            name = name_of(answer)
        if name in self.exercises:
            try:
                return self.exercises[name].judge(answer)
            except Exception as error:  # whatever a stranger's object says when it is asked for anything
                words = f"It cannot be looked at: it stops with {type(error).__name__}."
                return Answer(OPEN, (f"{words} Plain numbers, lists, arrays and functions are wanted.",))
        if name == "<lambda>":
            problem = "A lambda has no name: write `check(my_name=my_name)`, with the name of the exercise."
        elif name is None:
            problem = "Nobody can tell which exercise is meant: write `check(my_name=...)`, with its name."
        else:
            problem = f"There is no exercise `{name}` here. There are {listed(self.exercises)}."
        return Answer(OPEN, (problem,))

    def hint(self, /, *names, **values):
        """One hint: ``hint(my_function)`` or ``hint("my_value")``."""
        return self._panel("as_hint", names, values)

    def solution(self, /, *names, **values):
        """The solution, for whoever asks: ``solution(my_function)`` or ``solution("my_value")``."""
        return self._panel("as_solution", names, values)

    def _panel(self, which, names, values):
        asked = [*names, *values]
        name = (asked[0] if issubclass(type(asked[0]), str) else name_of(asked[0])) if asked else None
        if name in self.exercises:
            return getattr(self.exercises[name], which)()
        return Panel("Which exercise?", (f"Give its name in quotes. There are {listed(self.exercises)}.",))
