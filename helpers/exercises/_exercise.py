"""What all kinds of exercise share."""

import ast
import inspect
from functools import cached_property

import numpy as np

from ._labels import has_undecided_labels
from ._panel import Answer, Code, Panel

OPEN = "Open"
DRAWN_TWICE = 2  # how often each of the random draws is used


class Exercise:
    """What all kinds share: the text of the solution, its edits, the random cases, the stub, the hint."""

    paper = draws = of_size_1 = ()

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

    @cached_property
    def cases(self):
        """Those from paper, then random ones, then those with an axis of length 1."""
        return [*self.paper, *self.drawn(seed=1, times=DRAWN_TWICE), *self.of_size_1]

    @cached_property
    def undecided(self):
        """Of each case, whether a label lies between 0 and 1."""
        return [has_undecided_labels(case) for case in self.cases]

    def stub(self):
        """The cell that stands in the notebook: the task, three dots, and the check."""
        return f"{as_comment(self.task)}\ncheck({self.name}=...)\n"

    def as_hint(self):
        title, text = self.hint
        return Panel(title, (text,))

    def solution_text(self):
        """The solution as a reader can paste it into a cell."""
        return f"{self.code.rstrip()}\n\n\ncheck({self.name})"

    def _solution_as_value(self):
        """The same, where no function is wanted: its lines, and a check of what it returns."""
        body = ast.parse(self.code).body[0].body[1:]
        *before, last = [ast.get_source_segment(self.code, statement) for statement in body]
        value = last.removeprefix("return").strip()
        if isinstance(body[-1].value, ast.Tuple):
            value = f"({value})"
        return "\n".join([*before, f"check({self.name}={value})"])

    def as_solution(self):
        return Panel(f"One solution of `{self.name}`", (Code(self.solution_text()),))

    def _answer(self, verdict, *parts, mistake=None, where=None):
        title = {"right": "Right", "wrong": "Not yet", "open": OPEN}[verdict]
        return Answer(f"{title}: `{self.name}`", tuple(part for part in parts if part), verdict, mistake, where)

    def _wrong(self, so_far, found, mistake, where, next_step, what="This"):
        """In this order: what is right, the first wrong number, what it is, what to do."""
        named = mistake and f"{what} is what comes out when {mistake}."
        return self._answer("wrong", so_far, *found, named, f"Next: {next_step}", mistake=mistake, where=where)

    def _hint_call(self):
        return f'If you are stuck: `hint("{self.name}")`.'


def as_comment(text):
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())
