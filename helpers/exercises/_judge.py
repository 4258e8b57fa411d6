"""Judges answers: the kinds of exercise, and for each notebook ``check``, ``hint`` and ``solution``.

An exercise is a function with a decorator. Its docstring is the task, its body the solution, and a mistake is an edit
of the solution with words that complete the sentence "This is what comes out when ...":

    @notebook.function(
        hint="Which sign must the slope have?",
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

import ast
import inspect
import linecache
import numbers
import re
import traceback
import warnings
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from . import _expressions as expressions
from ._panel import Answer, Code, Panel, listed, short, two_numbers

NOISE = 1e-12  # smaller numbers are shown as 0, where they come from rounding
DRAWN_TWICE = 2  # how often each of the random draws is used
OPEN = "Open"
DOTS = {"...", "…"}


# -------------------------------------------------------------------------------------------- an exercise


class Exercise:
    """What all kinds share: the text of the solution, its edits, the random cases, the stub, the hint."""

    draws = ()

    def __init__(self, written, hint, mistakes, also=()):
        self.written, self.name, self.hint = written, written.__name__, hint
        self.mistakes, self.also = mistakes, also
        self.task = inspect.getdoc(written)

    @cached_property
    def _text(self):
        """The text of the exercise from ``def`` on, cut in two: with the docstring, and the body."""
        lines = inspect.getsourcelines(self.written)[0]
        while not lines[0].startswith("def "):
            lines.pop(0)
        first = ast.parse("".join(lines)).body[0].body[1]
        return "".join(lines[: first.lineno - 1]), "".join(lines[first.lineno - 1 :]).rstrip() + "\n"

    @property
    def code(self):
        return "".join(self._text)

    def edited(self, edit):
        """The text with one edit: the whole expression that is returned, or old and new text, once or several times."""
        head, body = self._text
        if isinstance(edit, str):
            return f"{head}    return {edit}\n"
        for old, new in zip(edit[::2], edit[1::2], strict=True):
            if body.count(old) == 0:
                raise ValueError(f"{self.name}: the solution does not contain {old!r}")
            body = body.replace(old, new, 1)
        return head + body

    def run_text(self, text):
        """The function that a text defines, among the names of the notebook's module."""
        names = dict(self.written.__globals__)
        exec(compile(text, f"<{self.name}>", "exec"), names)
        return names[self.name]

    def drawn(self, seed, times=1):
        """Random cases. The checks use one seed, the tests others."""
        return [draw(np.random.default_rng([seed, t, k])) for t in range(times) for k, draw in enumerate(self.draws)]

    def stub(self):
        """The cell that stands in the notebook: the task, three dots, and the check."""
        return f"{self._stub()}\n\n\ncheck({self.name})\n"

    def as_hint(self):
        title, text = self.hint if isinstance(self.hint, tuple) else ("What do I do first?", self.hint)
        return Panel(title, (text,))

    def as_solution(self):
        return Panel(f"One solution of `{self.name}`", (Code(self.code),))

    def _answer(self, verdict, *parts, mistake=None, where=None):
        title = {"right": "Right", "wrong": "Not yet", "open": OPEN}[verdict]
        return Answer(f"{title}: `{self.name}`", tuple(part for part in parts if part), verdict, mistake, where)

    def _wrong(self, so_far, found, mistake, where, next_step):
        """In this order: what is right, the first wrong number, what it is, what to do."""
        named = mistake and f"This is what comes out when {mistake}."
        return self._answer("wrong", so_far, *found, named, f"Next: {next_step}", mistake=mistake, where=where)

    def _hint_call(self):
        return f'If you are stuck: `hint("{self.name}")`.'


# ------------------------------------------------------------------------------------------------ functions


@dataclass
class Trouble:
    """In place of a number: why there is none. Two are the same if they are of the same kind."""

    kind: str
    sentence: str = field(compare=False)
    line: str | None = field(default=None, compare=False)


@dataclass
class Outcome:
    """What one call gave: a number or array for each name, or trouble."""

    values: dict | Trouble
    changed: tuple = ()
    warning: str | None = None


class Function(Exercise):
    """Compared by what it computes."""

    quiet = False

    def __init__(self, written, hint, mistakes, also=(), *, paper, draws, quiet=False, digits=5, absolute=None):
        super().__init__(written, hint, mistakes, also)
        self.paper, self.draws, self.quiet = paper, draws, quiet
        self.relative, self.absolute = 10.0**-digits, absolute

    @cached_property
    def parameters(self):
        return list(inspect.signature(self.written).parameters)

    @cached_property
    def _first_result(self):
        """What the solution returns in the first case."""
        return self.written(**{name: _copied(value) for name, value in self.paper[0].items()})

    @cached_property
    def keys(self):
        """The names of the returned values, in the order of the computation; "" for a single one."""
        return list(self._first_result) if isinstance(self._first_result, dict) else [""]

    @property
    def answers_yes_or_no(self):
        """A single result of True and False, which is shown as such."""
        return not isinstance(self._first_result, dict) and np.asarray(self._first_result).dtype == bool

    @cached_property
    def cases(self):
        return [*self.paper, *self.drawn(seed=1, times=DRAWN_TWICE)]

    @cached_property
    def expected(self):
        return self.outcomes(self.written, self.cases)

    @cached_property
    def mistaken(self):
        return {words: self.outcomes(self.run_text(self.edited(edit))) for edit, words in self.mistakes.items()}

    def outcomes(self, function, cases=None):
        return [self._call(function, case) for case in (self.cases if cases is None else cases)]

    def _call(self, function, case):
        arguments = {name: _copied(case[name]) for name in self.parameters}
        with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            try:
                result = function(*arguments.values())
            except Exception as error:
                return Outcome(_raised(error, function))
        numeric = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
        changed = tuple(name for name in arguments if not _untouched(arguments[name], case[name]))
        return Outcome(_values(result, self.keys), changed, numeric[0] if numeric and self.quiet else None)

    def close(self, value, expected):
        """The same number? ``digits`` counts relative to the entry, and loosely to the largest one."""
        if value is ... or isinstance(value, Trouble) or isinstance(expected, Trouble):
            return isinstance(value, Trouble) and isinstance(expected, Trouble) and value == expected
        if value.shape != expected.shape:
            return False
        return bool(np.all(self._close_entries(value, expected)))

    def _close_entries(self, value, expected):
        return _near(value, expected, self.relative, self.absolute)

    def agree(self, outcome, other, keys):
        """The same in all these values, and in what else happened? What is still open agrees with everything."""
        if (outcome.changed, outcome.warning is None) != (other.changed, other.warning is None):
            return False
        mine, theirs = outcome.values, other.values
        if isinstance(mine, Trouble) or isinstance(theirs, Trouble):
            return isinstance(mine, Trouble) and isinstance(theirs, Trouble) and mine == theirs
        return all(mine[key] is ... or self.close(mine[key], theirs[key]) for key in keys)

    def named(self, outcomes, first_wrong):
        """The catalogued mistake with these numbers, if there is exactly one."""
        for keys in (self.keys, self.keys[: first_wrong + 1]):
            pairs = range(len(outcomes))
            if len(keys) < len(self.keys):  # a call that stopped later on says nothing about the first values
                pairs = [n for n in pairs if not isinstance(outcomes[n].values, Trouble)]
            same = [
                words
                for words, theirs in self.mistaken.items()
                if pairs and all(self.agree(outcomes[n], theirs[n], keys) for n in pairs)
            ]
            if len(same) == 1:
                return same[0]
        return None

    def judge(self, function):
        if function is ...:
            return self._answer("open", "Nothing is here yet.")
        if not callable(function):
            return self._answer(
                "open", f"This is {_kind(function)}. Give the function itself, without brackets: `check({self.name})`."
            )
        if problem := self._wrong_signature(function):
            return self._wrong(None, [problem], None, "the first line", "write the first line as in the task.")
        outcomes = self.outcomes(function)
        states = [self._states(mine, right) for mine, right in zip(outcomes, self.expected, strict=True)]
        if all(isinstance(mine.values, Trouble) and mine.values.kind == "open" for mine in outcomes):
            return self._answer("open", outcomes[0].values.sentence)
        for bad in ("wrong", "nothing"):  # a wrong number says more than a call that gave nothing at all
            for key in range(len(self.keys)):
                for case, state in enumerate(states):
                    if state[key] == bad:
                        return self._explain(outcomes, states, key, case)
        return self._open_or_right(states)

    def _wrong_signature(self, function):
        try:
            inspect.signature(function).bind(*self.parameters)
        except TypeError:
            takes = ", ".join(inspect.signature(function).parameters) or "nothing"
            return f"It takes ({takes}). The task gives it ({', '.join(self.parameters)}), in this order."
        except ValueError:  # a built-in function that does not say what it takes
            return None
        return None

    def _states(self, mine, right):
        """For each value: right, wrong, open, or nothing, where the call gave no values."""
        if isinstance(mine.values, Trouble):
            return ["nothing"] * len(self.keys)
        states = []
        for key in self.keys:
            value = mine.values[key]
            is_open = value is ... or (isinstance(value, Trouble) and value.kind == "open")
            states.append("open" if is_open else "right" if self.close(value, right.values[key]) else "wrong")
        if (mine.changed or mine.warning) and "wrong" not in states:
            states[-1] = "wrong"
        return states

    def _open_or_right(self, states):
        done = [key for k, key in enumerate(self.keys) if all(state[k] == "right" for state in states)]
        if len(done) == len(self.keys):
            return self._answer("right", f"The right numbers in all {len(self.cases)} cases that were tried.")
        missing = [key for key in self.keys if key and key not in done]
        so_far = f"Right so far: {listed(done)}." if done else "Nothing is here yet."
        return self._answer("open", so_far, missing and f"Still open: {listed(missing)}.", where=(missing or [None])[0])

    def _explain(self, outcomes, states, key, case):
        mine, right, name = outcomes[case], self.expected[case], self.keys[key]
        found, where = self._found(mine, right, name, case)
        return self._wrong(
            self._so_far(states, key, case),
            found,
            self.named(outcomes, key),
            name or where,
            f"{self._next_step(mine, right, name)} {self._hint_call()}",
        )

    def _so_far(self, states, key, case):
        seen = [state for state in states if state[key] != "nothing"]
        if done := [name for k, name in enumerate(self.keys[:key]) if all(state[k] == "right" for state in seen)]:
            return f"Right so far: {listed(done)}." if seen else None
        before = range(min(case, len(self.paper)))
        if before := [self.call(n) for n in before if states[n][key] == "right" and short_enough(self.cases[n])]:
            return f"Right so far: {listed(before)}."
        return None

    def call(self, case):
        arguments = ", ".join(f"{name}={short(self.cases[case][name])}" for name in self.parameters)
        return f"{self.name}({arguments})"

    def _found(self, mine, right, name, case):
        """The sentences and the table about the first wrong value, and its place."""
        given = [(parameter, short(self.cases[case][parameter])) for parameter in self.parameters]
        what = f"`{name}`" if name else "the result"
        values = mine.values
        trouble = values if isinstance(values, Trouble) else values[name]
        if isinstance(trouble, Trouble):
            return ["In this case:", given, trouble.sentence], trouble.line or self.call(case)
        value, expected = values[name], right.values[name]
        if value.shape != expected.shape:
            table = [*given, ("your shape", _shape(value)), ("right shape", _shape(expected))]
            return [f"In this case {what} has the wrong shape:", table], self.call(case)
        wrong = ~self._close_entries(value, expected)
        if not wrong.any():
            return ["In this case:", given, self._side_effect(mine)], self.call(case)
        entry = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f", entry {list(entry)} (Python counts from 0)" if entry else ""
        yours, theirs = _without_noise(value[entry], expected[entry], 0 if self.absolute is not None else NOISE)
        if self.answers_yes_or_no:
            yours, theirs = (str(v == 1) if v in (0, 1) else short(v) for v in (value[entry], expected[entry]))
        found = [f"In this case, {what}{at}:", [*given, ("yours", yours), ("right", theirs)]]
        if np.isnan(value[entry]):
            found.append(
                "`nan` is not a number: it comes from 0/0, 0 times infinity, infinity minus infinity,"
                " or the logarithm of a negative number."
            )
        if mine.warning or mine.changed:
            found.append(self._side_effect(mine))
        return found, self.call(case)

    def _side_effect(self, mine):
        if mine.changed:
            belong = "belongs" if len(mine.changed) == 1 else "belong"
            return f"It changes {listed(mine.changed)}, which {belong} to whoever called it. Make a new array."
        return f"NumPy warns: {mine.warning}. Here no step on the way may do that."

    def _next_step(self, mine, right, name):
        if isinstance(mine.values, Trouble):
            return (mine.values.kind == "raised" and "read the line that stopped.") or "look at what is returned."
        if isinstance(mine.values[name], Trouble):
            return "look at what is returned."
        if mine.changed:
            return "look for `+=`, `-=`, `*=`, or for `name[...] =`."
        if mine.warning:
            return "find the step that NumPy warns of, also where its result is not used."
        line = f"the line of `{name}`" if name else "your line"
        if mine.values[name].shape != right.values[name].shape:
            return f"write down {line} with the shape of everything in it."
        return f"redo this number on paper, then {line} with these numbers."

    def _stub(self):
        head, body = self._text
        if self.keys == [""]:
            return f"{head}    return ..."
        lines = body.splitlines()
        kept = []
        for statement in ast.parse(self.code).body[0].body[1:]:
            first = statement.lineno - 1 - head.count("\n")
            if isinstance(statement, ast.Return):
                kept += lines[first:]
            elif isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", None) in self.keys:
                reason = re.search(r"  #.*$", lines[first])
                kept.append(f"    {statement.targets[0].id} = ...{reason.group() if reason else ''}")
        return head + "\n".join(kept)


class Repair(Function):
    """A function whose stub is broken code: the solution with the first of its mistakes."""

    def _stub(self):
        return self.edited(next(iter(self.mistakes))).rstrip()

    def named(self, outcomes, first_wrong):
        words = super().named(outcomes, first_wrong)
        return None if words == next(iter(self.mistakes.values())) else words

    def judge(self, function):
        broken = next(iter(self.mistakes))
        if _same_code(function, self.run_text(self.edited(broken))):
            return self._answer("open", "This is still the code as it was given.")
        answer = super().judge(function)
        if answer.verdict == "wrong" and not self._wrong_signature(function):
            pairs = zip(self.outcomes(function), self.mistaken[self.mistakes[broken]], strict=True)
            if all(self.agree(mine, other, self.keys) for mine, other in pairs):
                words = "It still gives the numbers of the broken code."
                return replace(answer, parts=(*answer.parts[:-1], words, answer.parts[-1]))
        return answer


def _same_code(function, other):
    """The same but for blanks, comments and the docstring?"""
    codes = [getattr(f, "__code__", None) for f in (function, other)]
    return None not in codes and _parts_of_code(codes[0], function.__doc__) == _parts_of_code(codes[1], other.__doc__)


def _parts_of_code(code, docstring=None):
    constants = [_parts_of_code(c) if inspect.iscode(c) else None if c == docstring else c for c in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, constants


def as_comment(text):
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _copied(value):
    return value.copy() if isinstance(value, np.ndarray) else value


def _untouched(value, before):
    if isinstance(before, np.ndarray):
        return isinstance(value, np.ndarray) and value.shape == before.shape and np.array_equal(value, before, True)
    return True


def short_enough(case):
    return all(np.size(value) <= 3 for value in case.values() if not callable(value))


ALSO_SAID = {  # parts of messages that say little to whoever reads them for the first time
    "truth value of an array": (
        "An `if` asks one question, and here there is one for each entry of an array;"
        " Python's `max` and `min` compare whole arrays: `np.maximum` and `np.minimum` go entry by entry."
    ),
    "converted to Python scalars": "This function takes one number, and here it gets an array: NumPy's take both.",
    " for ^": "A power is written `**` in Python.",
    "bitwise_xor": "A power is written `**` in Python.",
}


def _raised(error, function):
    """The sentence about an exception, with the reader's own line."""
    kind, message = type(error).__name__, str(error).strip().rstrip(".") or "without a message"
    also = next((f" {words}" for part, words in ALSO_SAID.items() if part in message), "")
    code = getattr(function, "__code__", None)
    frames = [f for f, _ in traceback.walk_tb(error.__traceback__) if f.f_code is code]
    numbers = [n for f, n in traceback.walk_tb(error.__traceback__) if f.f_code is code]
    if re.search("'ellipsis'|type ellipsis", message):  # not where NumPy lists what may be an index
        return Trouble("open", "A value is used that is still three dots.")
    if not frames:
        return Trouble("raised", f"It stops with {kind}: {message}.{also}", kind)
    line = linecache.getline(code.co_filename, numbers[-1], frames[-1].f_globals).strip()
    place = f"line {numbers[-1] - code.co_firstlineno + 1}"
    text = f", `{line}`" if line else ""
    return Trouble("raised", f"It stops in {place}{text}, with {kind}: {message}.{also}", place)


def _values(result, keys):
    """What was returned, as a number or an array for each name."""
    if keys == [""]:
        return {"": _as_array(result)}
    if result is ...:
        return dict.fromkeys(keys, ...)
    if isinstance(result, (tuple, list)) and len(result) == len(keys):
        result = dict(zip(keys, result, strict=False))
    if not isinstance(result, dict):
        if result is None:
            return _as_array(None)
        return Trouble("kind", f"It returns {_kind(result)}. Wanted is a dictionary with {listed(keys)}.")
    if absent := [key for key in keys if key not in result]:
        return Trouble("kind", f"It returns a dictionary without {listed(absent)}.")
    return {key: _as_array(result[key], f"`{key}` is") for key in keys}


def _as_array(value, it="It returns"):
    if value is ...:
        return ...
    if value is None:
        asked = ": is the `return` missing, or is there nothing behind it?" if it == "It returns" else "."
        return Trouble("none", f"{it} None{asked}")
    if _open_places(value):
        return Trouble("open", "There are three dots left in a list.")
    try:
        array = np.asarray(value)
    except ValueError:
        return Trouble("kind", f"{it} a list with rows of different lengths. Wanted is a number or an array.")
    if array.dtype.kind not in "fiub":
        return Trouble("kind", f"{it} {_kind(value)}. Wanted is a number or an array of numbers.")
    return array.astype(np.float64)


def _near(value, expected, relative=1e-8, absolute=None):
    """Entry by entry: the same number, relative to the entry and, ten times as strictly, to the largest one?"""
    size = np.abs(expected[np.isfinite(expected)])
    slack = absolute if absolute is not None else 0.1 * relative * (size.max() if size.size else 1)
    slack = np.where(np.isfinite(expected), slack + relative * np.abs(expected), 0)  # infinity has none
    with np.errstate(all="ignore"):
        near = np.abs(value - expected) <= slack
    return near | (value == expected) | (np.isnan(value) & np.isnan(expected))


def _open_places(value, blanks=(...,), depth=4):
    """The places of a tuple, a list or a dictionary that nothing is written in, or not all."""
    if not isinstance(value, (tuple, list, dict)) or not depth:
        return []
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        place
        for place, entry in entries
        if any(entry is blank for blank in blanks) or _open_places(entry, blanks, depth - 1)
    ]


def _without_noise(one, other, noise):
    """Both as text; rounding noise is shown as 0 beside a number that is none."""
    quiet = [0.0 if abs(value) < noise else value for value in (one, other)]
    return two_numbers(one, other) if quiet == [0, 0] else two_numbers(*quiet)


def _kind(value):
    if callable(value):
        return "a function"
    if value is None:
        return "None"
    kinds = {str: "text", dict: "a dictionary", set: "a set", list: "a list", tuple: "a tuple"}
    kinds |= {complex: "a complex number", np.ndarray: "an array", float: "a number", int: "a number"}
    return kinds.get(type(value), f"of type {type(value).__name__}")


# --------------------------------------------------------------------------------------------------- values


class Value(Exercise):
    """A number, a choice or a tuple from paper. Four digits are enough."""

    def __init__(self, written, hint, mistakes, also=(), *, parts=(), choices=(), percent=False):
        super().__init__(written, hint, mistakes, also)
        self.parts, self.choices, self.percent = parts, choices, percent

    @cached_property
    def right(self):
        return _plain(self.written())

    @cached_property
    def mistaken(self):
        return {words: _plain(self.run_text(self.edited(edit))()) for edit, words in self.mistakes.items()}

    def stub(self):
        comment = as_comment(self.task)
        return f"{comment}\ncheck({self.name}=...)\n"

    def close(self, value, right):
        if isinstance(right, tuple):
            return isinstance(value, tuple) and len(value) == len(right) and all(map(self.close, value, right))
        if isinstance(right, str) or not isinstance(value, float):
            return isinstance(value, str) and value == right
        four_decimals = 0.51e-4 if abs(right) >= 0.01 else 0
        near = np.isfinite(right) and abs(value - right) <= max(5e-4 * abs(right), four_decimals)
        return bool(value == right or near)

    def judge(self, typed):
        if typed is ...:
            return self._answer("open", "Nothing is here yet." + self._choices())
        if isinstance(self.right, tuple) and (places := _open_places(typed, (..., None))):
            return self._half_filled(typed, places)
        value = _plain(typed)
        if self.percent and isinstance(value, str) and re.fullmatch(r"[-+]?\d+(\.\d*)?\s*%", value):
            value = float(value.rstrip("% ")) / 100
        if problem := self._wrong_kind(typed, value):
            return self._answer("wrong", problem)
        if self.close(value, self.right):
            return self._answer("right", f"Yours is {short(typed)}.")
        if self.percent and value > 1 and self.close(value / 100, self.right):
            return self._answer("right", f"If you mean {short(typed)} percent: {short(value / 100)}.")
        so_far, where = self._so_far(value)
        again = "read the paragraph before the question again, and choose anew."
        step = again if self.choices else "do it once more on paper, in small steps."
        return self._wrong(
            so_far, [[("yours", short(typed))]], self._named(value), where, f"{step} {self._hint_call()}"
        )

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
        return same[0] if len(same) == 1 else None

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
        if typed is None:
            return f"It is None. A value is wanted.{self._choices()}"
        if callable(typed):
            return "It is a function. A value is wanted."
        if several and not isinstance(value, tuple):
            if isinstance(value, str):
                return f"It is text. Write a tuple, {'each word in quotes' if self.choices else 'without quotes'}."
            kind = "one number" if isinstance(value, float) else _kind(typed)
            return f"It is {kind}. A tuple of {len(self.right)} is wanted."
        if self.choices:
            pairs = zip(value, typed, strict=True) if several else [(value, typed)]
            strange = [entry for plain, entry in pairs if not _among(plain, self.choices)]
            return f"`{short(strange[0])}` is none of {listed(self.choices)}." if strange else None
        if several:
            texts = [entry for entry in value if isinstance(entry, str)]
            return "There is text in it. Write each entry without quotes." if texts else None
        if isinstance(value, str):
            return "It is text. Write the number without quotes."
        if not isinstance(value, float):
            return f"It is {_kind(typed)}. One number is wanted."
        return "It is nan, which is no number." if np.isnan(value) else None

    def _so_far(self, value):
        """What is right about a wrong value, and the first place that is not."""
        if isinstance(self.right, str):
            return None, "the choice"
        if isinstance(self.right, tuple):
            if len(value) != len(self.right):
                return f"It has {len(value)} entries; {len(self.right)} are wanted.", "the length"
            first = next(n for n, (a, b) in enumerate(zip(value, self.right, strict=False)) if not self.close(a, b))
            names = self._names(len(value))
            done = f"Right so far: {listed(names[:first])}." if first else None
            return f"{done + ' ' if done else ''}The first that is not right: `{names[first]}`.", names[first]
        if self._rounded(value, self.right):
            return "Rounded too early: give four digits.", "the value"
        if value * self.right < 0:
            return "The sign is not right.", "the sign"
        if self.right < 0:
            return f"It should be {'lower (more' if value > self.right else 'higher (less'} negative).", "the value"
        return f"It is too {'large' if value > self.right else 'small'}.", "the value"


def _plain(value, depth=4):
    """Lists as tuples, numbers as floats, words in small letters; all else as it is."""
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, str):
        return ", ".join(part.strip() for part in value.lower().split(","))
    if isinstance(value, (tuple, list)) and depth:
        return tuple(_plain(entry, depth - 1) for entry in value)
    if isinstance(value, numbers.Real):
        try:
            return float(value)
        except OverflowError:
            return np.inf
    return value


def _among(entry, choices):
    return isinstance(entry, str) and entry in choices


# -------------------------------------------------------------------------------------------------- designs


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
        if places := _open_places(answer):
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


# ---------------------------------------------------------------------------------------------- derivations


class Derivation(Exercise):
    """Lines of one value each, from a given one to a result in a demanded form.

    The function returns the solution's lines, the first of which is given. ``draws`` make the numbers at which lines
    are compared; ``definitions`` are names that stand for expressions, so that they move with their variables.
    ``last`` says in words what the last line has to be; ``names`` may stand in it, ``at_most`` limits how often an
    operation or a name does, and ``safe_at`` holds extreme points at which nothing in it may overflow.
    A mistake (a slip) is a whole line, or an edit of a line of the solution.
    """

    def __init__(
        self, written, hint, mistakes, also=(), *, paper, draws, last, names, at_most=None, definitions=None, safe_at=()
    ):
        super().__init__(written, hint, mistakes, also)
        self.paper, self.draws, self.last, self.names = paper, draws, last, set(names.split())
        self.safe_at = safe_at
        self.at_most = {"d": 0, **(at_most or {})}
        self.texts = definitions or {}

    @cached_property
    def lines(self):
        return expressions.lines_of(self.written())

    @cached_property
    def known(self):
        return {*self.paper[0], *self.texts}

    @cached_property
    def definitions(self):
        return {name: expressions.read(text, self.known) for name, text in self.texts.items()}

    @cached_property
    def points(self):
        return [*self.paper, *self.drawn(seed=1, times=DRAWN_TWICE)]

    @cached_property
    def given(self):
        return self.values(self.read(self.lines[0]))

    @cached_property
    def slips(self):
        """The values of each catalogued slip's line."""
        return {words: self.values(self.read(self.slip(edit)[1])) for edit, words in self.mistakes.items()}

    def slip(self, edit):
        """The number of the solution's line that an edit changes, and the line with the slip in it."""
        if isinstance(edit, str):
            return None, edit
        old, new = edit
        n = next(n for n, line in enumerate(self.lines) if old in line and n)
        return n, self.lines[n].replace(old, new, 1)

    def read(self, line):
        return expressions.read(line, self.known)

    def values(self, tree, points=None):
        """At each point an array, or the sentence that says why there is none."""
        values = []
        for point in self.points if points is None else points:
            try:
                values.append(expressions.value_of(tree, point, self.definitions).astype(np.float64))
            except expressions.Unfit as sentence:
                values.append(str(sentence))
        return values

    def stub(self):
        comment = as_comment(self.task)
        return f'{comment}\n{self.name} = """\n{self.lines[0]}\n...\n"""\n\ncheck({self.name}={self.name})\n'

    def as_solution(self):
        return Panel(f"One way through `{self.name}`", (Code("\n".join(self.lines)),))

    def judge(self, text):
        if text is ...:
            return self._answer("open", "Nothing is here yet.")
        if callable(text) or not isinstance(text, (str, list, tuple)):
            return self._answer("open", f"It is {_kind(text)}: write the lines between the three quotes.")
        try:
            lines = expressions.lines_of(text, self.known)
        except expressions.Unreadable as sentence:
            return self._answer("wrong", str(sentence), where="line 1")
        before, trees = self.given, [self.read(self.lines[0])]
        for count, line in enumerate(lines, start=1):
            if line in DOTS:
                if not DOTS.issuperset(lines[count:]):
                    words = f"Line {count} is still `...`; what stands below it was not read. Delete it."
                    return self._answer("open", self._so_far(count), words, where=f"line {count}")
                break
            try:
                tree = self.read(line)
            except expressions.Unreadable as error:
                sentence = self._lost_sum(error, trees) or str(error)
                stop = "" if sentence.endswith("?") else "."
                found = [f"Line {count} cannot be read: {sentence}{stop}", Code(line)]
                return self._wrong(self._so_far(count), found, None, f"line {count}", "write this line anew.")
            values = self.values(tree)
            different = next((n for n, (a, b) in enumerate(zip(values, before, strict=True)) if not _same(a, b)), None)
            if different is not None:
                return self._first_wrong(count, line, trees[-1], tree, values, different)
            trees.append(tree)
        done = trees[1:]
        if all(ast.dump(tree) == ast.dump(trees[0]) for tree in done):  # the given line, and nothing else
            return self._answer("open", "Nothing is here yet.", f"Wanted at the end: {self.last}.", where="line 2")
        answer = self._look_at_the_end(done)
        return self._unfinished(len(done)) if answer.verdict == "open" and len(done) < len(lines) else answer

    def _lost_sum(self, error, trees):
        """An index that is left over from a sum of an earlier line; ``trees`` begins with the given one."""
        for count in reversed(range(len(trees))):
            if getattr(error, "name", None) in expressions.indices_in(trees[count]):
                line = f"line {count}" if count else "the given line"
                return f"`{error.name}` is left without a sum: {line} still adds up over it"
        return None

    def _so_far(self, count):
        """``count`` is the first line that is not right."""
        if count <= 1:
            return None
        if count == 2:
            return "Right so far: line 1."
        return f"Right so far: lines 1 {'and' if count == 3 else 'to'} {count - 1} have the same value."

    def _unfinished(self, done):
        return self._answer(
            "open",
            self._so_far(done + 1) or "Nothing is here yet.",
            f"Wanted at the end: {self.last}.",
            where=f"line {done + 1}",
        )

    def _first_wrong(self, count, line, before, tree, values, point):
        last_one = "the given line" if count == 1 else f"line {count - 1}"
        here, there = values[point], self.given[point]
        found = [f"Line {count} does not have the value of {last_one}:", Code(line)]
        shown = expressions.names_in(tree) | expressions.names_in(before)
        table = [(name, short(value)) for name, value in self._numbers(point).items() if name in shown]
        if isinstance(here, str):
            found += [table, f"It has no value there: {here}."]
        elif here.shape != there.shape:
            found.append([*table, (f"shape of line {count}", _shape(here)), (f"shape of {last_one}", _shape(there))])
        else:
            entry = tuple(int(i) for i in np.argwhere(~_near(here, there))[0])
            at = f", entry {list(entry)}" if entry else ""
            mine, right = _without_noise(here[entry], there[entry], NOISE)
            found.append([*table, (f"line {count}{at}", mine), (f"{last_one}{at}", right)])
        same = [words for words, theirs in self.slips.items() if all(map(_same, values, theirs))]
        words = same[0] if len(same) == 1 else None if same else self._everyday_slip(tree)
        if words and "transpose" in words and expressions.holds_entries_only(tree):
            words = "two indices are swapped: those of one factor, or of the whole"
        step = f"do the step from {last_one} to line {count} once more, with these numbers. {self._hint_call()}"
        return self._wrong(self._so_far(count), found, words, f"line {count}", step)

    def _numbers(self, point):
        """The numbers at a point, also of the names that are defined by others."""
        numbers = self.points[point]
        defined = {name: self.values(tree, [numbers])[0] for name, tree in self.definitions.items()}
        return {**numbers, **defined}

    def _everyday_slip(self, tree):
        """A slip that is in no catalogue, but that one small change undoes. Only if one kind of change does."""
        kinds = set()
        for words, undone in undo_one_slip(tree):
            if words not in kinds and self._has_the_given_value(undone):
                kinds.add(words)
        if len(kinds) > 1 and kinds <= SIGNS_TURNED:  # a turned sign may be seen as a minus lost, too
            return "a sign is turned"
        return kinds.pop() if len(kinds) == 1 else None

    def _has_the_given_value(self, text):
        try:
            tree = self.read(text)
        except expressions.Unreadable:
            return False
        pairs = zip(self.points, self.given, strict=True)
        return all(_same(self.values(tree, [point])[0], given) for point, given in pairs)

    def _look_at_the_end(self, trees):
        counts, names = expressions.operations_in(trees[-1]), expressions.names_in(trees[-1])
        strangers = sorted(names - self.names)
        too_many = [name for name, limit in self.at_most.items() if counts.get(name, 0) > limit]
        too_often = [name for name in too_many if self.at_most[name]]
        unsafe = None if strangers or too_many else self._unsafe(trees[-1])
        if not strangers and not too_many and not unsafe:
            one, form = len(trees) == 1, "the form that was asked for"
            lines = "Both lines" if len(trees) == 2 else f"All {len(trees)} lines"
            words = f"{lines} have the same value, and the last has {form}."
            return self._answer("right", f"Your line has the value of the given line, and {form}." if one else words)
        if too_often and not strangers:
            holds = f"Line {len(trees)} holds {listed(too_often)} {counts[too_often[0]]} times."
        else:
            holds = f"Line {len(trees)} {unsafe or f'still holds {listed(strangers or too_many)}'}."
        wanted = f"Wanted at the end: {self.last}."
        return self._answer("open", self._so_far(len(trees) + 1), f"{holds} {wanted}", where=f"line {len(trees) + 1}")

    def _unsafe(self, tree):
        """At which extreme point a line cannot be computed, and why."""
        for point in self.safe_at:
            if trouble := expressions.trouble_on_the_way(tree, point, self.definitions):
                at = ", ".join(f"{name} = {short(value)}" for name, value in point.items())
                return f"is not safe at {at}: {trouble}"
        return None


SIGNS_TURNED = {
    "a sign between two terms is turned",
    "a minus too many stands in front of a term",
    "a minus in front of a term is missing",
}


def undo_one_slip(tree):
    """The text of each line in which one everyday slip of this one is undone, with the words for the slip."""
    return expressions.with_one_change(ast.Expression(tree), _undone)


def _undone(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "a sign between two terms is turned", ast.BinOp(node.left, other, node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "a minus too many stands in front of a term", node.operand
    elif isinstance(node, (ast.Name, ast.BinOp, ast.Call, ast.Constant)):
        yield "a minus in front of a term is missing", ast.UnaryOp(ast.USub(), node)
    if isinstance(node, ast.Attribute):
        yield "there is a transpose too many", node.value
    elif isinstance(node, (ast.Name, ast.BinOp, ast.Call)):
        yield "a transpose is missing", ast.Attribute(node, "T")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield "the two factors of a matrix product have changed places", ast.BinOp(node.right, node.op, node.left)


def _same(a, b):
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str)
    return a.shape == b.shape and bool(np.all(_near(a, b)))


def _shape(array):
    return str(array.shape) if array.ndim else "one number"


# ---------------------------------------------------------------------------------------------- a notebook


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

    def check(self, *functions, **values):
        """Judge an answer: ``check(my_function)``, or ``check(my_value=4.6)`` for a value or a derivation's lines."""
        if len(functions) + len(values) != 1:
            return Panel(
                "One answer at a time", ("Give a function, `check(my_name)`, or a value, `check(my_name=...)`.",)
            )
        if values:
            ((name, answer),) = values.items()
        else:
            answer = functions[0]
            name = getattr(answer, "__name__", None)
        if name in self.exercises:
            return self.exercises[name].judge(answer)
        if name is None:
            problem = "Nobody can tell which exercise is meant: write `check(my_name=...)`, with its name."
        else:
            problem = f"There is no exercise `{name}` here. There are {listed(self.exercises)}."
        return Answer(OPEN, (problem,))

    def hint(self, *names, **values):
        """One hint: ``hint(my_function)`` or ``hint("my_value")``."""
        return self._panel("as_hint", names, values)

    def solution(self, *names, **values):
        """The solution, for whoever asks: ``solution(my_function)`` or ``solution("my_value")``."""
        return self._panel("as_solution", names, values)

    def _panel(self, which, names, values):
        asked = [*names, *values]
        name = asked[0] if asked and isinstance(asked[0], str) else getattr(asked[0], "__name__", "") if asked else ""
        if name in self.exercises:
            return getattr(self.exercises[name], which)()
        return Panel("Which exercise?", (f"Give its name in quotes. There are {listed(self.exercises)}.",))


# ------------------------------------------------------------------------------------------- for the cases


def whole(rng, *shape):
    """Small whole numbers, none of them 0."""
    return rng.integers(1, 5, shape) * rng.choice([-1.0, 1.0], shape)


def labels(rng, *shape):
    """Labels of both kinds, in each column; of three or more, the second lies between 0 and 1."""
    y = (rng.random(shape) < 0.5).astype(float)
    if len(y) > 2:
        y[1] = rng.uniform(0.2, 0.4, shape[1:])
    y[0], y[-1] = 0.0, 1.0
    return y


sigmoid = expressions.sigmoid
softplus = expressions.softplus
