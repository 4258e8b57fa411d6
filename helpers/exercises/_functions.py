"""Functions, compared by what they compute, and functions to be mended."""

import ast
import dis
import inspect
import itertools
import re
from dataclasses import replace
from functools import cached_property

import numpy as np

from ._calls import (
    Trouble,
    borrowed_by,
    call,
    copied,
    line_of_change,
    looked_up_by,
    mutes,
    open_names,
    with_own_arrays,
    written_into,
    written_twice,
)
from ._compare import are_near, is_narrow, kind_of, near, shape_of, without_noise
from ._exercise import Exercise
from ._labels import (
    FOR_WHOLE_LABELS,
    LABELS,
    with_float_labels,
    with_whole_labels,
    wrong_only_where_undecided,
)
from ._mends import mends
from ._panel import listed, short, shows_all
from ._relations import said_of

ONLY = "only these count"  # in a case: the names of the values that are looked at, as a tuple
MOST_CALLS = 3  # that are listed as right
NEARLY = 1e-3  # relative: an answer that is off by less is told so
MUTED = "This is still the step that warns; only the message is hidden."
LOST_IN_FLOAT32 = (
    "In float64 it is right to the digits that are compared. In float32 digits get lost on the way: as in a nudge, in"
    " 1 + t with a small t, in a difference of two numbers that are nearly equal, or where a tiny number becomes 0."
)
WITH_SEVEN_DIGITS = "with numbers that float32 can hold: float32 carries 7 digits, and 1 + 5e-8 is 1."
OF_FLOATS = re.compile(r"\b[Aa]n array of floats|\b[Aa]rrays of floats|the array \w+ of floats")  # what a task takes
ENDS_IN_FLOAT32 = (
    "In float64 it is right. In float32 the largest number is 3.4e38: `exp` overflows from 89 on, not only from 710 on."
)
NO_ARGUMENT = "{} is no argument: its value comes from the notebook, and is the same in every case."
NO_ARGUMENTS = "{} are no arguments: their values come from the notebook, and are the same in every case."
FOR_SINGLE_NUMBERS = "For single numbers it is right, for arrays it is not."
IN_PLACE = " A line with `+=` and the like changes an array itself, under each of its names."
THERE = ", there "  # what an array holds at the entry that is spoken of
LARGEST_WHOLE = 2**31  # an integer of every machine is smaller
OF_INTEGERS = "A remark, if somebody hands in an array of an integer type, which the task does not ask for: "
CUT = (
    "an array that is made like it holds whole numbers only, and what is written into it is cut, or refused."
    " To be safe there, begin with an array of floats."
)
REFUSED_POWER = "NumPy takes no whole number to a negative power. To be safe there, divide: `1 / b`."
AS_INTEGERS = "For floats it is right. Here a label is an integer, as most are"
AND_CUT = ": is an array made like it? That holds whole numbers only, and what is written into it is cut."
ONLY_SHOWN = "`print` shows a value, and `return` hands it over."
BEGIN_WITH_FLOATS = "begin with an array of floats."


class Function(Exercise):
    """Compared by what it computes. If each value is to have its ``own`` line, none may be another's once more.

    ``built`` is the name of a function that is built here, and may not be called.
    """

    quiet = False

    def __init__(
        self,
        written,
        hint,
        mistakes,
        also=(),
        *,
        paper,
        draws,
        quiet=False,
        digits=5,
        absolute=None,
        own=False,
        built="",
    ):
        super().__init__(written, hint, mistakes, also)
        self.paper, self.draws, self.quiet, self.own = paper, draws, quiet, own
        self.relative, self.absolute, self.built = 10.0**-digits, absolute, built

    @cached_property
    def parameters(self):
        return list(inspect.signature(self.written).parameters)

    @cached_property
    def _first_result(self):
        """What the solution returns in the first case."""
        return self.written(**{name: copied(value) for name, value in self.paper[0].items()})

    @cached_property
    def keys(self):
        """The names of the returned values, in the order of the computation; "" for a single one."""
        return list(self._first_result) if isinstance(self._first_result, dict) else [""]

    @property
    def answers_yes_or_no(self):
        """A single result of True and False, which is shown as such."""
        return not isinstance(self._first_result, dict) and np.asarray(self._first_result).dtype == bool

    @property
    def usual(self):
        """How many cases have more than one row: in one row, an `if` does what it cannot do elsewhere."""
        return len(self.cases) - len(self.of_size_1)

    @cached_property
    def expected(self):
        return self.outcomes(self.written, self.cases)

    @cached_property
    def of_size_1(self):
        """One sample, input or output: a layer or a loss has to keep an axis of length 1, which is easily lost."""
        with_arrays = [case for case in self.drawn(seed=1) if arrays_in(case)]
        if not with_arrays:
            return []
        several = max(with_arrays, key=lambda case: len(sizes_of(case)))
        row, others = first_row(with_arrays[0]), [with_size_1(several, size) for size in sorted(sizes_of(several))]
        others = [case for case in others if row is None or shapes_in(case) != shapes_in(row)]
        return [case for case in (row, *others) if case and self._has_numbers(case)]

    def _has_numbers(self, case):
        (outcome,) = self.outcomes(self.written, [case])
        if outcome.warning or isinstance(outcome.values, Trouble):
            return False
        return all(np.all(np.isfinite(value)) for value in outcome.values.values())

    @cached_property
    def whole(self):
        """Cases with arrays of whole numbers once more with integers in them, each with the place of its case.

        Those from paper, and a drawn one, in which other arrays stay what they are if there is such. What is not right
        for these is right, with a remark. A task about "arrays of floats" is not asked for them.
        """
        if OF_FLOATS.search(self.task):
            return []
        integers = [(n, in_integers(case)) for n, case in enumerate(self.cases[: self.usual])]
        from_paper = [(n, case) for n, case in integers[: len(self.paper)] if case]
        drawn = integers[len(self.paper) :]
        beside_fractions = [(n, case) for n, case in drawn if case and holds_fractions(case)][:1]
        return from_paper + beside_fractions or [(n, case) for n, case in drawn if case][-1:]

    @cached_property
    def tried(self):
        return [*self.cases, *(case for _, case in self.whole)]

    @cached_property
    def mistaken(self):
        return {words: self.outcomes(self.run_text(self.edited(edit))) for edit, words in self.mistakes.items()}

    def outcomes(self, function, cases=None, aloud=False):
        """What it gives for each case; ``aloud`` lets through what it prints for the first."""
        outcomes = []
        for case in self.cases if cases is None else cases:
            if outcomes and is_endless(outcomes[-1]):  # it would not end in the others, either
                outcomes.append(outcomes[-1])
            else:
                first = aloud and not outcomes
                outcomes.append(call(function, case, self.parameters, self.keys, self.quiet, first))
        return outcomes

    def close(self, value, expected):
        """The same number? ``digits`` counts relative to the entry, and loosely to the largest one."""
        if value is ... or isinstance(value, Trouble) or isinstance(expected, Trouble):
            return isinstance(value, Trouble) and isinstance(expected, Trouble) and value == expected
        return are_near(value, expected, self.relative, self.absolute)

    def agree(self, outcome, other, keys):
        """The same in all these values, and in what else happened? What is still open agrees with everything."""
        if truly_changed(outcome) != truly_changed(other) or kind_of_warning(outcome) != kind_of_warning(other):
            return False
        mine, theirs = outcome.values, other.values
        if isinstance(mine, Trouble) or isinstance(theirs, Trouble):
            return isinstance(mine, Trouble) and isinstance(theirs, Trouble) and mine == theirs
        return all(mine[key] is ... or self.close(mine[key], theirs[key]) for key in keys)

    def named(self, outcomes, first_wrong):
        """The catalogued mistake with these numbers, if there is exactly one, or that they are rounded."""
        for end in sorted({first_wrong + 1, len(self.keys)}):
            keys = self.keys[:end]
            same = [words for words, theirs in self.mistaken.items() if self._all_agree(outcomes, theirs, keys)]
            if len(same) == 1:
                return same[0]
        key = self.keys[first_wrong]
        return said_of(self._pairs(outcomes, key), self.cases, key)

    def _all_agree(self, outcomes, others, keys):
        tried = list(zip(outcomes, others, self.expected, strict=True))
        if len(keys) == len(self.keys):
            return all(self.agree(mine, theirs, keys) for mine, theirs, _ in tried)
        if any(stops_before(mine, keys[-1]) for mine in outcomes):
            return False
        # A call that stopped later on says nothing about the first values.
        tried = [one for one in tried if not any(isinstance(outcome.values, Trouble) for outcome in one[:2])]
        same = len(tried) > 1 and all(self.agree(mine, theirs, keys) for mine, theirs, _ in tried)
        return same and any(
            not self.agree(mine, right, keys) for mine, _, right in tried
        )  # wrong numbers, not right ones

    def _pairs(self, outcomes, key):
        """One value of an answer beside the right one in each case; none if it is not a number in all of them."""
        pairs = []
        for mine, right in zip(outcomes, self.expected, strict=True):
            value = None if isinstance(mine.values, Trouble) else mine.values[key]
            if not isinstance(value, np.ndarray) or mine.changed:
                return []
            pairs.append((value, right.values[key]))
        return pairs

    def _pairs_of_one_shape(self, outcomes, key):
        pairs = self._pairs(outcomes, key)
        return pairs if all(mine.shape == right.shape for mine, right in pairs) else []

    def _is_nearly_right(self, outcomes, key):
        pairs = self._pairs_of_one_shape(outcomes, key)
        return bool(pairs) and all(are_near(mine, right, NEARLY, 0) for mine, right in pairs)

    def judge(self, function):
        if function is ...:
            return self._answer("open", "Nothing is here yet.")
        if not callable(function):
            return self._answer(
                "open",
                f"This is {kind_of(function)}. Give the function itself, without brackets: `check({self.name})`.",
            )
        if problem := self._wrong_signature(function):
            return self._wrong(None, [problem], None, "the first line", "write the first line as in the task.")
        answer = self._judge(function)
        if answer.verdict == "wrong" and (problem := self._other_order(function)):
            return self._wrong(None, [problem], None, "the first line", "write the first line as in the task.")
        return answer

    def _judge(self, function):
        outcomes = self.outcomes(function, aloud=True)
        pairs = zip(outcomes, self.expected, self.cases, strict=True)
        states = [self._states(mine, right, case.get(ONLY, self.keys)) for mine, right, case in pairs]
        if is_endless(outcomes[-1]) and not any("wrong" in state for state in states):
            case, trouble = next((n, mine.values) for n, mine in enumerate(outcomes) if is_endless(mine))
            found = ["In this case:", self._given(case), trouble.sentence]
            return self._wrong(None, found, None, trouble.line, f"look at each loop. {self._hint_call()}")
        if all(isinstance(mine.values, Trouble) and mine.values.kind == "open" for mine in outcomes):
            return self._answer("open", outcomes[0].values.sentence)
        parts = range(self.usual), range(self.usual, len(states))
        for part, bad in itertools.product(parts, ("wrong", "nothing")):  # a wrong number says more than none at all
            for key in range(len(self.keys)):
                for case in part:
                    if states[case][key] == bad:
                        name = self.keys[key]
                        if name in open_names(function):
                            of = f" in the line of `{name}`" if name else ""
                            return self._answer("open", f"Three dots are left{of}.", where=name or None)
                        case = self._stops_on_paper(outcomes, case)
                        return self._explain(function, outcomes, states, key, case)
        answer = self._open_or_right(function, states)
        return (answer.verdict == "right" and self._wrong_for_integers(function)) or answer

    def _wrong_for_integers(self, function):
        """An answer that is right for floats: wrong for labels that are integers, and otherwise right with a remark."""
        outcomes = self.outcomes(function, [case for _, case in self.whole])
        for case, ((n, integers), mine) in enumerate(zip(self.whole, outcomes, strict=True), start=len(self.cases)):
            states = self._states(mine, self.expected[n], self.tried[case].get(ONLY, self.keys))
            for name, state in zip(self.keys, states, strict=True):
                if state != "right":
                    found, where = self._found(mine, self.expected[n], name, case)
                    only_labels = {**self.cases[n], **{label: integers[label] for label in LABELS if label in integers}}
                    if not self._is_right_for(function, [only_labels], self.keys.index(name)):
                        found += said_of_integers(mine)
                        if not isinstance(mine.values, Trouble):
                            return self._wrong(
                                None, found, None, name or where, f"{BEGIN_WITH_FLOATS} {self._hint_call()}"
                            )
                        step = self._next_step(function, mine, self.expected[n], name, found, case)
                        return self._wrong(None, found, None, where, f"{step} {self._hint_call()}")
                    right = f"The right numbers in all {len(self.cases)} cases that were tried."
                    return self._answer(
                        "right", right, OF_INTEGERS + (REFUSED_POWER if is_a_power(mine) else CUT), *found
                    )
        return None

    def _stops_on_paper(self, outcomes, case):
        """In place of a random case: the first from paper that stops, because that can be redone.

        Of several values, the first wrong one says more: it has its line.
        """
        if case >= len(self.paper) and self.keys == [""]:
            for n in range(len(self.paper)):
                if isinstance(outcomes[n].values, Trouble) and outcomes[n].values.kind == "raised":
                    return n
        return case

    def _wrong_signature(self, function):
        try:
            signature = inspect.signature(function)
        except Exception:  # a built-in function that does not say what it takes, or a stranger's object
            return None
        try:
            signature.bind(*self.parameters)
        except TypeError:
            return self._takes(list(signature.parameters))
        return None

    def _takes(self, names):
        wanted = ", ".join(self.parameters)
        return f"It takes ({', '.join(names) or 'nothing'}). The task gives it ({wanted}), in this order."

    def _other_order(self, function):
        """The same names in another order."""
        try:
            names = list(inspect.signature(function).parameters)
        except Exception:  # as above
            return None
        return self._takes(names) if names != self.parameters and sorted(names) == sorted(self.parameters) else None

    def _states(self, mine, right, count):
        """For each value: right, wrong, open, or nothing, where the call gave no values; some may not count."""
        if isinstance(mine.values, Trouble):
            return ["open" if mine.values.kind == "open" else "nothing"] * len(self.keys)
        states = []
        for key in self.keys:
            value = mine.values[key]
            is_open = value is ... or (isinstance(value, Trouble) and value.kind == "open")
            is_right = key not in count or self.close(value, right.values[key])
            states.append("open" if is_open else "right" if is_right else "wrong")
        if (mine.changed or mine.warning) and "wrong" not in states:
            states[self.keys.index(mine.in_argument[0]) if mine.in_argument else -1] = "wrong"
        return states

    def _open_or_right(self, function, states):
        done = [key for k, key in enumerate(self.keys) if all(state[k] == "right" for state in states)]
        if len(done) == len(self.keys):
            if self.own and (twice := written_twice(function, self.keys)):
                one, other, handed_on = twice
                if handed_on:
                    words = f"All numbers are right, and `{other}` is `{one}` once more. Wanted is a line of its own."
                    return self._answer("open", words, where=other)
                words = f"All numbers are right, and `{one}` and `{other}` are one line."
                wanted = "Wanted is a line of its own for each: one of the two is not yet what its name says."
                return self._answer("open", words, wanted, where=f"{one} and {other}")
            if self.built in looked_up_by(function):
                return self._answer(
                    "open", f"All numbers are right, and `{self.built}` does the work: here it is built."
                )
            return self._answer("right", f"The right numbers in all {len(self.tried)} cases that were tried.")
        missing = [key for key in self.keys if key and key not in done]
        so_far = f"Right so far: {listed(done)}." if done else "Nothing is here yet."
        return self._answer("open", so_far, missing and f"Still open: {listed(missing)}.", where=(missing or [None])[0])

    def _explain(self, function, outcomes, states, key, case):
        mine, right, name = outcomes[case], self.expected[case], self.keys[key]
        if isinstance(mine.values, Trouble) and mine.values.so_far:
            return self._explain_stop(function, outcomes, case)
        found, where = self._found(mine, right, name, case)
        words, where = self.named(outcomes, key), where if isinstance(mine.values, Trouble) else name or where
        if self._is_tuple_of_another_shape(mine, right):
            words = None  # the comma makes the axis
        step = self._next_step(function, mine, right, name, found, case)
        other, is_mended = self._one_array(function, mine, right, case, key)
        if other:
            words, where = None, other if is_mended else name
            found.append(f"`{name}` and `{other}` are two names for one array: what is done to one is done to both.")
            step = f"make a new array in the line of `{other}`."
            if not is_mended:  # what is written into it comes before it gets its second name
                step = f"`{name}` has to stay what it is: write into a copy of it, and call that `{other}`."
        elif not words and not mine.warning and self._is_nearly_right(outcomes, name):
            found.append("That is close: something is rounded on the way, or only nearly right.")
        if mine.warning and mutes(function):
            found.append(MUTED)
        if not words and self._in_float32_only(function, states, key):
            values = mine.values[name]
            if mine.overflow:
                found.append(ENDS_IN_FLOAT32)
            elif np.all(np.isfinite(values)):
                found.append(LOST_IN_FLOAT32)
        elif (
            not words and not self._is_right(mine, right, name) and self._for_single_numbers_only(function, states, key)
        ):
            found.append(FOR_SINGLE_NUMBERS)
            if line := line_of_change(function, written_into(function)):
                found[-1] += IN_PLACE
                step, where = f"make a new array in {line[0]}.", line[0]
        elif not words and self._for_whole_labels_only(function, states, key):
            found.append(FOR_WHOLE_LABELS.format(what=f"`{name}`" if name else "it"))
        elif not words and self._for_floats_only(function, key):
            found += said_of_integers(mine)
            step = step if isinstance(mine.values, Trouble) else BEGIN_WITH_FLOATS
        so_far = self._so_far(states, key, case)
        if mine.changed and all(self._is_right(mine, right, key) for key in self.keys):
            so_far = f"Right so far: {listed(self.keys)}." if name else so_far
            where = next(filter(None, [*mine.changed_in[:1], *mine.in_argument]), "the arguments")
        trouble = mine.values if isinstance(mine.values, Trouble) else mine.values[name]
        if isinstance(trouble, Trouble) and trouble.kind == "none" and "print" in looked_up_by(function):
            found.append(ONLY_SHOWN)
        if borrowed := borrowed_by(function):
            found.append((NO_ARGUMENT if len(borrowed) == 1 else NO_ARGUMENTS).format(listed(borrowed)))
        words = words or self._mended_by(function)
        return self._wrong(so_far, found, words, where, f"{step} {self._hint_call()}")

    def _is_tuple_of_another_shape(self, mine, right):
        value = mine.values[""] if mine.tuple_of else None
        return isinstance(value, np.ndarray) and value.shape != right.values[""].shape

    def _is_right(self, mine, right, name):
        return not isinstance(mine.values, Trouble) and self.close(mine.values[name], right.values[name])

    def _explain_stop(self, function, outcomes, case):
        """Of a function that stops on its way: the first value that was wrong before, or what was right until then."""
        mine, right = outcomes[case], self.expected[case]
        there, trouble = mine.values.so_far, mine.values
        wrong = next((k for k in there if not self.close(there[k], right.values[k])), None)
        done = [key for key in there if wrong is None or self.keys.index(key) < self.keys.index(wrong)]
        so_far, where = f"Right so far: {listed(done)}." if done else None, wrong
        if wrong is None:
            found, where = self._found(mine, right, self.keys[-1], case)
        else:
            mine = replace(mine, values=dict.fromkeys(self.keys, trouble) | there)
            found, _ = self._found(mine, right, wrong, case)
        step = self._next_step(function, mine, right, wrong, found, case)
        if wrong is not None:
            found.append(f"With this it stops in {trouble.line}.")
        words = self.named(outcomes, self.keys.index(wrong or self.keys[-1])) or self._mended_by(function)
        return self._wrong(so_far, found, words, where, f"{step} {self._hint_call()}")

    def _mended_by(self, function):
        """The slip that one change of the reader's own text mends, in every case, if there is only one."""
        found = {words for words, mended in mends(function) if self._is_right_everywhere(mended)}
        return found.pop() if len(found) == 1 else None

    def _is_right_everywhere(self, function):
        outcomes = zip(self.outcomes(function), self.expected, self.cases, strict=True)
        states = (self._states(mine, right, case.get(ONLY, self.keys)) for mine, right, case in outcomes)
        return all(state == "right" for state in itertools.chain.from_iterable(states))

    def _in_float32_only(self, function, states, key):
        """Is a value right in all cases with float64, a number in those with float32, and right there in float64?"""
        narrow = [is_narrow(case) for case in self.cases]
        pairs = list(zip(states, narrow, strict=True))
        if not any(narrow) or not all(s[key] == "right" or (s[key] == "wrong" and in_32) for s, in_32 in pairs):
            return False
        return self._is_right_for(function, [in_float64(case) for case in self.cases if is_narrow(case)], key)

    def _for_single_numbers_only(self, function, states, key):
        """Is a value wrong in all cases of arrays, and right for single numbers, also for those of the arrays?"""
        pairs = {(bool(arrays_in(case)), state[key]) for case, state in zip(self.cases, states, strict=True)}
        if pairs != {(False, "right"), (True, "wrong")}:
            return False
        return self._is_right_for(function, [one for case in self.cases for one in one_by_one(case)], key)

    def _for_whole_labels_only(self, function, states, key):
        """Is a value right once each label is 0 or 1, and wrong only in cases where one lies between?"""
        if not wrong_only_where_undecided(self.undecided, [state[key] == "right" for state in states]):
            return False
        return self._is_right_for(function, [with_whole_labels(case) for case in self.cases], key)

    def _for_floats_only(self, function, key):
        """Is a value right in every case, once the labels that are integers are floats?"""
        return self._is_right_for(function, [with_float_labels(case) for case in self.cases], key)

    def _is_right_for(self, function, cases, key):
        """Is a value right in all of these other cases?"""
        pairs = zip(self.outcomes(function, cases), self.outcomes(self.written, cases), cases, strict=True)
        return all(self._states(mine, right, case.get(ONLY, self.keys))[key] == "right" for mine, right, case in pairs)

    def _one_array(self, function, mine, right, case, key):
        """A later value that is one array with a wrong one, or None; does an array of its own make the wrong one right?

        If not, it is named where it is right, and written into.
        """
        name = self.keys[key]
        others = [b for a, b in mine.one_array if a == name]
        if not others or isinstance(mine.values, Trouble) or self.close(mine.values[name], right.values[name]):
            return None, False
        for other, lines in [*((other, other) for other in others), (others[0], None)]:
            if self._is_mended_by(with_own_arrays(function, lines), case, name):
                return other, True
        right_ones = [other for other in others if self.close(mine.values[other], right.values[other])]
        return next((other for other in right_ones if written_into(function) & {name, other}), None), False

    def _is_mended_by(self, function, case, name):
        if function is None:
            return False
        (outcome,) = self.outcomes(function, [self.cases[case]])
        return self._is_right(outcome, self.expected[case], name)

    def _so_far(self, states, key, case):
        seen = [state for state in states if state[key] != "nothing"]
        if done := [name for k, name in enumerate(self.keys[:key]) if all(state[k] == "right" for state in seen)]:
            return f"Right so far: {listed(done)}." if seen else None
        before = range(min(case, len(self.paper)))
        if before := [self.call(n) for n in before if states[n][key] == "right" and short_enough(self.cases[n])]:
            more = len(before) - MOST_CALLS
            calls = listed(before) if more < 2 else f"{listed(before[:MOST_CALLS])}, and {more} more"
            return f"Right so far: {calls}."
        return None

    def call(self, case):
        """The call of one case, as a reader would write it."""
        arguments = ", ".join(f"{name}={short(self.tried[case][name])}" for name in self.parameters)
        return f"{self.name}({arguments})"

    def _found(self, mine, right, name, case):
        """The sentences and the table about the first wrong value, and its place."""
        given = self._given(case)
        what = f"`{name}`" if name else "the result"
        values = mine.values
        trouble = values if isinstance(values, Trouble) else values[name]
        if isinstance(trouble, Trouble):
            return ["In this case:", given, trouble.sentence], trouble.line or "what is returned"
        value, expected = values[name], right.values[name]
        if value.shape != expected.shape:
            table = [*given, ("your shape", shape_of(value)), ("right shape", shape_of(expected))]
            found = [f"In this case {what} has the wrong shape:", table]
            if self._is_tuple_of_another_shape(mine, right):
                one = "array" if expected.ndim else "number"
                found.append(f"It returns a tuple of {mine.tuple_of}. Wanted is one {one}.")
            if mine.changed:
                found.append(self._side_effect(mine))
            return found, self.call(case)
        wrong = ~near(value, expected, self.relative, self.absolute)
        if not wrong.any():
            return ["In this case:", given, self._side_effect(mine)], self.call(case)
        entry = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f", entry {list(entry)} (Python counts from 0)" if entry else ""
        given = self._given(case, entry, value.shape)
        tiny = self.absolute is not None or not entry  # there tiny numbers are the matter: none is noise
        among = np.zeros(0) if tiny else expected
        yours, theirs = without_noise(value[entry], expected[entry], among)
        if is_narrow(self.tried[case]) and (texts := in_seven_digits(value[entry], expected[entry])):
            yours, theirs = texts
        if self.answers_yes_or_no:
            yours, theirs = short(value[entry]), str(expected[entry] == 1)
        if mine.yes_or_no:
            yours = str(value[entry] == 1)
        found = [f"In this case, {what}{at}:", [*given, ("yours", yours), ("right", theirs)]]
        if np.isnan(value[entry]):
            found.append(
                "`nan` is not a number: it comes from 0/0, infinity divided by infinity, 0 times infinity, infinity"
                " minus infinity, the logarithm of a negative number, or another `nan`."
            )
        elif np.isinf(value[entry]) and np.isfinite(expected[entry]):
            found.append(
                "`inf` is infinity: it comes from a division by 0, the logarithm of 0, a number too large for its type,"
                " or another `inf`."
            )
        if mine.warning or mine.changed:
            found.append(self._side_effect(mine))
        return found, self.call(case)

    def _given(self, case, entry=(), shape=None):
        """The arguments of a case as a table; of an array that is too large to be shown, this entry."""
        table = []
        for name in self.parameters:
            argument, words = self.tried[case][name], short(self.tried[case][name])
            if entry and "of shape" in words and np.shape(argument) == shape:
                words += f"{THERE}{short(np.asarray(argument)[entry])}"
            table.append((name, words))
        return table

    def _side_effect(self, mine):
        if mine.changed:
            place = "That is done in {}, `{}`.".format(*mine.changed_in) if mine.changed_in else ""
            if mine.changed_in[2:]:
                place += " There `{}` is `{}` itself, or a part of it, under another name.".format(*mine.changed_in[2:])
            return f"{changed_words(mine.changed)} {place}".rstrip()
        return f"NumPy warns: {mine.warning}. Here no step on the way may do that."

    def _next_step(self, function, mine, right, name, found, case):
        if isinstance(mine.values, Trouble):
            return (mine.values.kind == "raised" and "read the line that stopped.") or "look at what is returned."
        if isinstance(mine.values[name], Trouble):
            return "look at what is returned."
        if mine.changed_in[2:]:
            return f"make a copy where `{mine.changed_in[2]}` gets its name."
        if mine.changed:
            return "look for `+=`, `-=`, `*=`, for `name[...] =`, or for something like `name.sort()`."
        if mine.warning:
            return "find the step that NumPy warns of, also where its result is not used."
        line = f"the line of `{name}`" if name else "your line"
        if mine.values[name].shape != right.values[name].shape:
            return f"write down {line} with the shape of everything in it."
        if case >= len(self.paper) and any(map(callable, self.cases[case].values())):
            return f"go through {line} with a small function of your own."
        if is_narrow(self.cases[case]) and np.all(np.isfinite(mine.values[name])):
            if self._is_right_for(function, [in_float64(self.cases[case])], self.keys.index(name)):
                return f"go through {line} {WITH_SEVEN_DIGITS}"
        if all(shows_all(part) for part in found if isinstance(part, list)):
            return f"redo this number on paper, then {line} with these numbers."
        if case and not mine.values[name].ndim:
            return f"compute each part of {line} for this case. What is different in it from the ones before?"
        if any(THERE in text for part in found if isinstance(part, list) for _, text in part):
            return f"go through {line} for this entry, with the numbers that stand there."
        return f"go through {line} for one entry, with small numbers of your own."

    def stub(self):
        return f"{self._with_dots()}\n\n\ncheck({self.name})\n"

    def _with_dots(self):
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

    def _with_dots(self):
        return self.edited(next(iter(self.mistakes))).rstrip()

    @cached_property
    def broken(self):
        """The function as it was given."""
        return self.run_text(self.edited(next(iter(self.mistakes))))

    def named(self, outcomes, first_wrong):
        words = super().named(outcomes, first_wrong)
        return None if words == next(iter(self.mistakes.values())) else words

    def judge(self, function):
        if same_code(function, self.broken):
            return self._answer("open", "This is still the code as it was given.")
        return super().judge(function)

    def _explain(self, function, outcomes, states, key, case):
        answer = super()._explain(function, outcomes, states, key, case)
        broken = self.mistaken[next(iter(self.mistakes.values()))]
        if all(self.agree(mine, other, self.keys) for mine, other in zip(outcomes, broken, strict=True)):
            is_muted = outcomes[case].warning and mutes(function)
            words = MUTED if is_muted else "It still gives the numbers of the broken code."
            if words not in answer.parts:
                return replace(answer, parts=(*answer.parts[:-1], words, answer.parts[-1]))
        elif not answer.mistake and self._is_half_mended(outcomes, broken, self.keys[key]):
            words = f"`{self.keys[key]}` is still that of the broken code: only a part of it is mended."
            return replace(answer, parts=(*answer.parts[:-1], words, answer.parts[-1]))
        return answer

    def _is_half_mended(self, outcomes, broken, key):
        """Has one of several values the wrong numbers of the broken code, while a later one has others?"""
        later = self.keys[self.keys.index(key) :]
        pairs = list(zip(outcomes, broken, self.expected, strict=True))
        if not key or any(isinstance(o.values, Trouble) for pair in pairs for o in pair):
            return False
        mended = {k for k in later if all(self.agree(mine, right, [k]) for mine, _, right in pairs)}
        spoilt = {k for k in later if not all(self.agree(other, right, [k]) for _, other, right in pairs)}
        return bool(mended & spoilt) and all(self.agree(mine, other, [key]) for mine, other, _ in pairs)


def same_code(function, other):
    """The same but for blanks, comments and the docstring?"""
    codes = [getattr(f, "__code__", None) for f in (function, other)]
    return None not in codes and _steps_of(codes[0]) == _steps_of(codes[1])


def _steps_of(code):
    """What a code does, step by step, and with what; not where its constants lie, of which a docstring is one."""
    steps = [(step.opname, step.argval) for step in dis.get_instructions(code)]
    steps = [(name, _steps_of(value) if inspect.iscode(value) else value) for name, value in steps]
    return code.co_varnames, steps


def in_seven_digits(*numbers):
    """Texts of numbers in float32, which has no more digits; None where these do not tell them apart."""
    texts = [f"{number:.7g}" for number in numbers]
    return texts if len({*texts}) == len(texts) else None


def is_endless(outcome):
    return isinstance(outcome.values, Trouble) and outcome.values.kind == "endless"


def in_float64(case):
    return {name: np.float64(value) if isinstance(value, np.ndarray) else value for name, value in case.items()}


def arrays_in(case):
    return {name: value for name, value in case.items() if isinstance(value, np.ndarray) and value.ndim}


def one_by_one(case):
    """The entries of a case's arrays as cases of single numbers; none if the arrays differ in their shape."""
    arrays = arrays_in(case)
    if len({value.shape for value in arrays.values()}) != 1:
        return []
    entries = zip(*(value.ravel().tolist() for value in arrays.values()), strict=True)
    return [{**case, **dict(zip(arrays, entry, strict=True))} for entry in entries]


def first_row(case):
    """A case with the first row alone in all arrays of samples; None if it is not clear which those are."""
    arrays = arrays_in(case)
    if not arrays:
        return None
    samples = arrays.get("X", next(iter(arrays.values())))
    cut = {name: value[:1] for name, value in arrays.items() if len(value) == len(samples)}
    return {**case, **cut} if "X" in arrays or len(cut) == len(arrays) else None


def shapes_in(case):
    return [value.shape for value in arrays_in(case).values()]


def sizes_of(case):
    """The lengths of all axes of a case's matrices that are longer than 1, if its arrays differ in their shape."""
    shapes = shapes_in(case)
    return {size for shape in shapes if len(shape) > 1 for size in shape} - {1} if len({*shapes}) > 1 else set()


def with_size_1(case, size):
    """A case with the first place alone along each axis of this length: one sample, one input, one output."""
    cut = {
        name: value[tuple(slice(1 if n == size else n) for n in value.shape)] for name, value in arrays_in(case).items()
    }
    return {**case, **cut}


def in_integers(case):
    """A case with integers in its arrays of whole numbers, or None if there are no such arrays."""
    integers = {name: value.astype(int) for name, value in case.items() if _is_whole(value)}
    return {**case, **integers} if integers else None


def is_a_power(outcome):
    """Did it stop at an integer to a negative power?"""
    return isinstance(outcome.values, Trouble) and "negative integer powers" in outcome.values.sentence


def said_of_integers(outcome):
    """What is said of an answer that is wrong, or stops, only because labels are integers."""
    if not isinstance(outcome.values, Trouble):
        return [AS_INTEGERS + AND_CUT]
    return [f"{AS_INTEGERS}.", *([REFUSED_POWER] if is_a_power(outcome) else [])]


def holds_fractions(case):
    return any(np.any(value != np.round(value)) for value in arrays_in(case).values())


def _is_whole(value):
    if not isinstance(value, np.ndarray) or value.dtype != np.float64 or not value.ndim:
        return False
    return bool(np.all(np.abs(value) < LARGEST_WHOLE) and np.all(value == np.round(value)))


def truly_changed(outcome):
    """The arguments that are others now, and not only by rounding: that depends on the numbers."""
    return {name for name, only_by_rounding in outcome.changed.items() if not only_by_rounding}


def kind_of_warning(outcome):
    """Overflow, a division by zero, or something invalid."""
    return outcome.warning and outcome.warning.split(" encountered")[0]


def stops_before(outcome, key):
    """Has a call values, but not yet this one, when it stops?"""
    return isinstance(outcome.values, Trouble) and bool(outcome.values.so_far) and key not in outcome.values.so_far


def changed_words(changed):
    """The sentence about arguments that were changed."""
    belong = "belongs" if len(changed) == 1 else "belong"
    if all(changed.values()):
        return (
            f"It changes {listed(changed)}, which {belong} to whoever called it, if only by a little: even x + h - h is"
            " not always x. Make a new array, or keep the old value and put that back."
        )
    return f"It changes {listed(changed)}, which {belong} to whoever called it. Make a new array."


def short_enough(case):
    return all(np.size(value) <= 3 for value in case.values() if not callable(value))
