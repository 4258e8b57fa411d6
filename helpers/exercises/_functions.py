"""Functions, compared by what they compute, and functions to be mended."""

import ast
import inspect
import linecache
import re
import traceback
import warnings
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ._compare import NOISE, kind_of, near, open_places, shape_of, without_noise
from ._exercise import Exercise
from ._panel import listed, short

DRAWN_TWICE = 2  # how often each of the random draws is used


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
        return near(value, expected, self.relative, self.absolute)

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
                "open", f"This is {kind_of(function)}. Give the function itself, without brackets: `check({self.name})`."
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
            table = [*given, ("your shape", shape_of(value)), ("right shape", shape_of(expected))]
            return [f"In this case {what} has the wrong shape:", table], self.call(case)
        wrong = ~self._close_entries(value, expected)
        if not wrong.any():
            return ["In this case:", given, self._side_effect(mine)], self.call(case)
        entry = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f", entry {list(entry)} (Python counts from 0)" if entry else ""
        yours, theirs = without_noise(value[entry], expected[entry], 0 if self.absolute is not None else NOISE)
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
        if same_code(function, self.run_text(self.edited(broken))):
            return self._answer("open", "This is still the code as it was given.")
        answer = super().judge(function)
        if answer.verdict == "wrong" and not self._wrong_signature(function):
            pairs = zip(self.outcomes(function), self.mistaken[self.mistakes[broken]], strict=True)
            if all(self.agree(mine, other, self.keys) for mine, other in pairs):
                words = "It still gives the numbers of the broken code."
                return replace(answer, parts=(*answer.parts[:-1], words, answer.parts[-1]))
        return answer


def same_code(function, other):
    """The same but for blanks, comments and the docstring?"""
    codes = [getattr(f, "__code__", None) for f in (function, other)]
    return None not in codes and _parts_of_code(codes[0], function.__doc__) == _parts_of_code(codes[1], other.__doc__)


def _parts_of_code(code, docstring=None):
    constants = [_parts_of_code(c) if inspect.iscode(c) else None if c == docstring else c for c in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, constants


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
        return Trouble("kind", f"It returns {kind_of(result)}. Wanted is a dictionary with {listed(keys)}.")
    if absent := [key for key in keys if key not in result]:
        return Trouble("kind", f"It returns a dictionary without {listed(absent)}.")
    return {key: _as_array(result[key], f"`{key}` is") for key in keys}


def _as_array(value, it="It returns"):
    if value is ...:
        return ...
    if value is None:
        asked = ": is the `return` missing, or is there nothing behind it?" if it == "It returns" else "."
        return Trouble("none", f"{it} None{asked}")
    if open_places(value):
        return Trouble("open", "There are three dots left in a list.")
    try:
        array = np.asarray(value)
    except ValueError:
        return Trouble("kind", f"{it} a list with rows of different lengths. Wanted is a number or an array.")
    if array.dtype.kind not in "fiub":
        return Trouble("kind", f"{it} {kind_of(value)}. Wanted is a number or an array of numbers.")
    return array.astype(np.float64)
