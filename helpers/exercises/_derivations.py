"""Derivations: lines of one value each, from a given one to a result in a demanded form."""

import ast
import functools
import re
import textwrap
from dataclasses import replace
from functools import cached_property

import numpy as np

from . import _expressions as expressions
from ._compare import are_near, kind_of, near, shape_of, without_noise
from ._exercise import Exercise, as_comment
from ._labels import FOR_WHOLE_LABELS, with_whole_labels, wrong_only_where_undecided
from ._panel import Code, listed, short, shows_all
from ._relations import relation

NO_BREAK = "\N{NO-BREAK SPACE}"
DOTS = {"...", "…"}
QUOTIENT = "a quotient (`/`, or a power of -1)"
EACH_SIDE = "In this count, what stands behind an `=` is a line of its own."
ONE_FRACTION = (
    "Next: make one fraction of it. `a / b / c` is `a / (b * c)`, and fractions are added on a common denominator."
)


class Derivation(Exercise):
    """Lines of one value each, from a given one to a result in a demanded form.

    The function returns the solution's lines, the first of which is given. ``draws`` make the numbers at which lines
    are compared; ``definitions`` are names that stand for expressions, so that they move with their variables.
    ``last`` says in words what the last line has to be; ``names`` may stand in it, ``at_most`` limits how often an
    operation or a name does, ``holds`` names what has to stand in it, and ``safe_at`` has extreme points at which
    nothing in it may overflow.
    If ``one_fraction``, nothing may stand beside the fraction.
    ``moved_as`` has the entries that a derivative moves, and what they are in the name that it moves:
    {"Z1[n, k]": "z", "A1[n, k]": "maximum(z, 0)"}.
    A mistake (a slip) is a whole line, or an edit of a line of the solution.
    """

    def __init__(
        self,
        written,
        hint,
        mistakes,
        also=(),
        *,
        paper,
        draws,
        last,
        names,
        holds="",
        at_most=None,
        definitions=None,
        moved_as=None,
        safe_at=(),
        one_fraction=False,
    ):
        super().__init__(written, hint, mistakes, also)
        self.paper, self.draws, self.last, self.names = paper, draws, last, set(names.split())
        whole = f"The last line: {last}.".replace(" = ", f"{NO_BREAK}={NO_BREAK}")  # "z = 1000" is not cut in two
        self.task += "\n" + textwrap.fill(whole, 88).replace(NO_BREAK, " ").replace("`", "")
        self.holds, self.safe_at, self.one_fraction = set(holds.split()), safe_at, one_fraction
        self.at_most = {"d": 0, **(at_most or {})}
        self.texts, self.moved_as = definitions or {}, moved_as or {}

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
    def given(self):
        return self.values(self.read(self.lines[0]))

    @cached_property
    def slips(self):
        """The values of each catalogued slip's line."""
        return {words: self.values(self.read(self.slip(edit)[1])) for edit, words in self.mistakes.items()}

    @cached_property
    def indices(self):
        """Those that the solution adds up over."""
        return set().union(*(expressions.indices_in(self.read(line)) for line in self.lines))

    def slip(self, edit):
        """The number of the solution's line that an edit changes, and the line with the slip in it."""
        if isinstance(edit, str):
            return None, edit
        old, new = edit
        n = next(n for n, line in enumerate(self.lines) if old in line and n)
        return n, self.lines[n].replace(old, new, 1)

    @cached_property
    def offered(self):
        """The names that a reader can know of: those of the solution and of the task."""
        trees = [self.read(line) for line in self.lines]
        return self.known & set.union(self.names, {*re.findall(r"\w+", self.task)}, *map(expressions.names_in, trees))

    def read(self, line):
        try:
            tree = expressions.read(line, self.known, self.definitions)
        except expressions.Unknown as error:
            raise expressions.Unknown(error.name, self.offered) from None
        except expressions.Nameless:
            given = [name for name in re.findall(r", (\w+)\)", self.lines[0]) if name in self.known]
            if given:  # by which the given line is differentiated
                raise expressions.Nameless(given[0]) from None
            raise
        for entry, written in self.moved_as.items():
            pair = (expressions.read(text, self.known) for text in (entry, written))
            tree = expressions.with_written_for_entry(tree, *pair)
        return tree

    def values(self, tree, points=None):
        """At each point an array, or the sentence that says why there is none."""
        values = []
        for point in self.cases if points is None else points:
            try:
                values.append(expressions.value_of(tree, point, self.definitions).astype(np.float64))
            except expressions.Unfit as sentence:
                values.append(str(sentence))
        return values

    def stub(self):
        comment = as_comment(self.task)
        return f'{comment}\n{self.name} = """\n{self.lines[0]}\n...\n"""\n\ncheck({self.name}={self.name})\n'

    def solution_text(self):
        lines = "\n".join(self.lines)
        return f'{self.name} = """\n{lines}\n"""\n\ncheck({self.name}={self.name})'

    def judge(self, text):
        if text is ...:
            return self._answer("open", "Nothing is here yet.")
        if callable(text) or not isinstance(text, (str, list, tuple)):
            return self._answer("open", f"It is {kind_of(text)}: write the lines between the three quotes.")
        try:
            lines = expressions.lines_of(text, self.known)
        except expressions.Unreadable as sentence:
            return self._answer("wrong", str(sentence), where="line 1")
        answer = self._judge(text, lines)
        if answer.verdict != "right" and len(lines) > len(expressions.typed_lines(text)):
            return replace(answer, parts=(*answer.parts[:-1], EACH_SIDE, answer.parts[-1]))
        return answer

    def _judge(self, text, lines):
        if own := expressions.own_name(text, {*self.known, *self.offered}):
            place, name = own
            words = f"Line {place} gives a name of your own, `{name}`. Here each line is a step from the one above:"
            words += f" where `{name}` is used, write what it stands for."
            return self._answer("open", words, where=f"line {place}")
        trees = [self.read(self.lines[0])]
        for count, line in enumerate(lines, start=1):
            if line in DOTS:
                if not DOTS.issuperset(lines[count:]):
                    words = f"Line {count} is still `...`, and what stands below was not read: delete line {count}."
                    return self._answer("open", self._so_far(count), words, where=f"line {count}")
                break
            try:
                tree, values = meant_by(self, line)
            except expressions.Unreadable as error:
                lost = self._lost_sum(error, line, trees)
                sentence = lost or str(error)
                stop = "" if sentence.endswith("?") else "."
                trouble = "has no value" if lost else "cannot be read"
                found, here = [f"Line {count} {trouble}: {sentence}{stop}", Code(line)], f"line {count}"
                if lost:
                    return self._wrong(self._so_far(count), found, None, here, "write this line anew.")
                return self._answer("open", self._so_far(count), *found, "Next: write this line anew.", where=here)
            different = next(
                (n for n, (a, b) in enumerate(zip(values, self.given, strict=True)) if not same_values(a, b)), None
            )
            if different is not None and (beside := self._beside(text, line, values)):
                words = f"Line {count} is right by itself, and leads away from the chain: leave out what is computed"
                return self._answer(
                    "open", self._so_far(count), f"{words} beside it.", Code(beside), where=f"line {count}"
                )
            if different is not None:
                return self._first_wrong(count, line, trees[-1], tree, values, different)
            trees.append(tree)
        done = trees[1:]
        if all(ast.dump(tree) == ast.dump(trees[0]) for tree in done):  # the given line, and nothing else
            return self._still_the_given_line(lines[: len(done)])
        answer = self._look_at_the_end(done, lines[len(done) - 1])
        return self._unfinished(len(done)) if answer.verdict == "open" and len(done) < len(lines) else answer

    def _still_the_given_line(self, lines):
        """Nothing else, or in other letters: an entry and its name are one number."""
        first, *others = (ast.dump(expressions.read(line, self.known)) for line in (self.lines[0], *lines))
        other = next((count for count, text in enumerate(others, start=1) if text != first), None)
        words = other and f"Line {other} is the given line, with another name for the same number."
        if len(others) > 1 and not other:
            words = "Each line is the given one once more."
        return self._answer(
            "open",
            words or "Nothing is here yet.",
            f"Wanted at the end: {self.last}.",
            where=f"line {(other or 1) + 1}",
        )

    def as_meant(self, line):
        """A line and its values. A bare sum(G) is NumPy's, of everything, or Python's, of the rows: whichever is right.

        If neither is, it is Python's, if that has a name.
        """
        tree = self.read(line)
        values, rows = self.values(tree), expressions.with_sums_of_rows(tree)
        if rows is None or all(map(same_values, values, self.given)):
            return tree, values
        other = self.values(rows)
        if all(map(same_values, other, self.given)) or self._named(rows, other):
            return rows, other
        return tree, values

    def _lost_sum(self, error, line, trees):
        """An index that is left over from a sum of an earlier line; ``trees`` begins with the given one."""
        name = getattr(error, "name", None)
        earlier = [count for count, tree in enumerate(trees) if name in expressions.indices_in(tree)]
        if not earlier and name not in self.indices:
            return None
        if re.search(r"\bsum\(", line) and not re.search(r"\bfor\b", line):
            return f"`{name}` runs over nothing in its sum: that is written `sum(... for {name} in range(...))`"
        if not earlier:
            return f"`{name}` is left without a sum: nothing in this line adds up over it"
        last = f"line {earlier[-1]}" if earlier[-1] else "the given line"
        return f"`{name}` is left without a sum: {last} still adds up over it"

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

    def _beside(self, text, line, values):
        """The typed line ``u = 1 + exp(-z)`` or ``d(u, z) = -exp(-z)`` that begins with ``line``, if both sides agree.

        Other equations may be a step and one more.
        """
        for typed in expressions.typed_lines(text):
            sides = expressions.lines_of([typed], self.known)
            if sides[:1] == [line] and len(sides) > 1 and re.fullmatch(r"\w+|d\(.*\)", line):
                try:
                    same = all(all(map(same_values, self.values(self.read(side)), values)) for side in sides)
                except expressions.Unreadable:
                    return None
                return typed.strip() if same else None
        return None

    def _first_wrong(self, count, line, before, tree, values, point):
        last_one = "the given line" if count == 1 else f"line {count - 1}"
        here, there = values[point], self.given[point]
        found = [f"Line {count} does not have the value of {last_one}:", Code(line)]
        shown = expressions.names_in(tree) | expressions.names_in(before)
        table = [(name, short(value)) for name, value in self._numbers(point).items() if name in shown]
        if isinstance(here, str):
            found += [table, f"It has no value there: {here}."]
        elif here.shape != there.shape:
            found.append(
                [*table, (f"shape of line {count}", shape_of(here)), (f"shape of {last_one}", shape_of(there))]
            )
        else:
            entry = tuple(int(i) for i in np.argwhere(~near(here, there))[0])
            at = f", entry {list(entry)}" if entry else ""
            mine, right = without_noise(here[entry], there[entry], there)
            found.append([*table, (f"line {count}{at}", mine), (f"{last_one}{at}", right)])
        words = self._named(tree, values)
        if not words and self._for_whole_labels_only(tree, values):
            found.append(FOR_WHOLE_LABELS.format(what="this line"))
        all_shown = all(shows_all(part) for part in found if isinstance(part, list))
        how = "with these numbers" if all_shown else "for one entry"
        step = f"do the step from {last_one} to line {count} once more, {how}. {self._hint_call()}"
        return self._wrong(self._so_far(count), found, words, f"line {count}", step)

    def _for_whole_labels_only(self, tree, values):
        """Is a line right once each label is 0 or 1, and wrong only in cases where one lies between?"""
        if not wrong_only_where_undecided(self.undecided, list(map(same_values, values, self.given))):
            return False
        points = [with_whole_labels(case) for case in self.cases]
        right = self.values(self.read(self.lines[0]), points)
        return all(map(same_values, self.values(tree, points), right))

    def _named(self, tree, values):
        """The slip that gives these values, if only one does. Where a line has no value at all, nothing comes out."""
        if all(isinstance(value, str) for value in values):
            return None
        same = [words for words, theirs in self.slips.items() if all(map(same_values, values, theirs))]
        words = same[0] if len(same) == 1 else None if same else self._everyday_slip(tree, values)
        if words and "transpose" in words and expressions.holds_entries_only(tree):
            words = "two indices are in the wrong order: those of one factor, or of the whole"
        return words

    def _points_as_known(self):
        """The numbers at each point, of the names that a reader can know of."""
        points = [self._numbers(point) for point in range(len(self.cases))]
        return [{name: value for name, value in numbers.items() if name in self.offered} for numbers in points]

    def _numbers(self, point):
        """The numbers at a point, also of the names that are defined by others."""
        numbers = self.cases[point]
        defined = {name: self.values(tree, [numbers])[0] for name, tree in self.definitions.items()}
        return {**numbers, **defined}

    def _everyday_slip(self, tree, values):
        """A slip that is in no catalogue, but that one small change undoes. Only if one kind of change does."""
        absent = any(isinstance(value, str) and expressions.NO_ENTRY in value for value in values)
        pairs = [(a, b) for a, b in zip(values, self.given, strict=True)]
        if not any(isinstance(a, str) for a, _ in pairs) and all(same_values(-a, b) for a, b in pairs):
            return "the sign of the whole line is turned"
        kinds = set()
        for words, undone in undo_one_slip(tree):
            if absent and words not in TURNED:  # an entry that is not there: the order of its indices at most
                continue
            if words not in kinds and self._has_the_given_value(undone):
                kinds.add(words)
        if len(kinds) > 1 and kinds <= TURNED:
            return "two indices are in the wrong order, or a transpose does not fit"
        if len(kinds) > 1 and kinds <= SIGNS_TURNED:  # a turned sign may be seen as a minus lost, too
            return "a sign is turned"
        if not kinds and not any(isinstance(value, str) for value in (*values, *self.given)):
            return relation(pairs, self._points_as_known(), "the line")
        return kinds.pop() if len(kinds) == 1 else None

    def _has_the_given_value(self, text):
        try:
            tree = self.read(text)
        except expressions.Unreadable:
            return False
        pairs = zip(self.cases, self.given, strict=True)
        return all(same_values(self.values(tree, [point])[0], given) for point, given in pairs)

    def _look_at_the_end(self, trees, typed):
        counts, names = expressions.operations_in(trees[-1]), expressions.names_in(trees[-1])
        strangers = sorted(names - self.names)
        too_many = [name for name, limit in self.at_most.items() if counts.get(name, 0) > limit]
        forbidden = [name for name in too_many if not self.at_most[name]]
        missing = sorted(self.holds - names)
        unsafe = None if strangers or too_many else self._unsafe(trees[-1])
        beside = self.one_fraction and not unsafe and expressions.is_a_fraction_and_more(trees[-1])
        if beside:
            unsafe = "holds a fraction and a term beside it"
        if not strangers and not too_many and not unsafe and not missing:
            one, form = len(trees) == 1, "the form that was asked for"
            lines = "Both lines" if len(trees) == 2 else f"All {len(trees)} lines"
            words = f"{lines} have the same value, and the last has {form}."
            return self._answer("right", f"Your line has the value of the given line, and {form}." if one else words)
        if too_many and not forbidden and not strangers:
            times = [f"{QUOTIENT if name == '/' else f'`{name}`'} {counts[name]} times" for name in too_many]
            holds = f"Line {len(trees)} holds {' and '.join(times)}."
        else:
            held = listed(expressions.as_typed(strangers or forbidden, typed)).replace("`/`", QUOTIENT)
            held = "`d`" if "d" in forbidden else held  # what stands in it goes with it
            held = "a `sum`" if "sum" in too_many else held
            left = f"still holds {held}" if held else ""
            holds = f"Line {len(trees)} {left or unsafe or f'holds no {listed(missing)}'}."
        wanted = f"Wanted at the end: {self.last}."
        one_fraction = too_many == ["/"] and not strangers and self.at_most["/"] == 1
        step = ONE_FRACTION if one_fraction or beside else None
        so_far, where = self._so_far(len(trees) + 1), f"line {len(trees) + 1}"
        return self._answer("open", so_far, f"{holds} {wanted}", step, where=where)

    def _unsafe(self, tree):
        """At which extreme point a line cannot be computed, and why."""
        for point in self.safe_at:
            if trouble := expressions.trouble_on_the_way(tree, point, self.definitions):
                at = ", ".join(f"{name} = {short(value)}" for name, value in point.items())
                return f"is not safe at {at}: {trouble}"
        return None


@functools.lru_cache(1000)
def meant_by(exercise, line):
    """What a line means: once for each, as a chain is checked again and again while it grows."""
    return exercise.as_meant(line)


SIGNS_TURNED = {
    "a sign between two terms is turned",
    "there is one minus too many in this line",
    "a minus is missing, or one too many, in this line",
}


TURNED = {"two indices are in the wrong order", "a transpose is missing", "there is a transpose too many"}


def undo_one_slip(tree):
    """The text of each line in which one everyday slip of this one is undone, with the words for the slip."""
    return expressions.with_one_change(ast.Expression(tree), _undone)


def _undone(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "a sign between two terms is turned", ast.BinOp(node.left, other, node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "there is one minus too many in this line", node.operand
    elif isinstance(node, (ast.Name, ast.BinOp, ast.Call, ast.Constant)):
        yield "a minus is missing, or one too many, in this line", ast.UnaryOp(ast.USub(), node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        swapped = ast.Tuple(node.slice.elts[::-1], ast.Load())
        yield "two indices are in the wrong order", ast.Subscript(node.value, swapped, node.ctx)
    if isinstance(node, ast.Attribute):
        yield "there is a transpose too many", node.value
    elif isinstance(node, (ast.Name, ast.BinOp, ast.Call)):
        yield "a transpose is missing", ast.Attribute(node, "T")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield "the two factors of a matrix product have changed places", ast.BinOp(node.right, node.op, node.left)


def same_values(a, b):
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str)
    return are_near(a, b)
