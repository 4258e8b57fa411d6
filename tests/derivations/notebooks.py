"""Finding: the formulas of a notebook, the declarations that belong to them, and a report on all of them."""

import fnmatch
import functools
import importlib
import json
import re
from pathlib import Path
from typing import NamedTuple

from .claims import check_display, lines_of
from .declarations import Scope
from .tex import CONSTANTS, FUNCTIONS, RELATIONS, Unreadable, tokenize

UNCHECKED = "unchecked_derivations"  # in a cell's metadata: {"a piece of the line's TeX": "the reason"}
NEEDS_NO_DECLARATION = (
    r"\frac", r"\cdot", r"\times", r"\sqrt", r"\lvert", r"\rvert", r"\in", r"\pm", r"\quad", *CONSTANTS, *FUNCTIONS, *RELATIONS,
)  # fmt: skip


class Report(NamedTuple):
    """What became of the derivations of one notebook."""

    failures: list  # texts
    displays: int
    claims: int  # in the displays
    inline: int  # formulas within the text that compare numbers
    unchecked: list  # (cell id, piece of TeX, reason)


class Formula(NamedTuple):
    """A formula that is to be checked: a display, numbered from 1 in its cell, or a comparison of numbers: 0."""

    cell: str
    number: int
    tex: str
    scope: Scope
    marks: dict


def displays_of(markdown):
    """All displayed formulas of a markdown text, between $$ and $$. No other form of a display is allowed."""
    pieces = without_code(markdown).split("$$")
    outside = " ".join(pieces[::2])
    if len(pieces) % 2 == 0 or r"\begin{" in outside or r"\\[" in outside:
        raise Unreadable("a display is not closed, or stands outside of $$")
    return pieces[1::2]


def without_code(markdown):
    return re.sub(r"(?ms)^```.*?^```|(?<!`)`[^`\n]+`(?!`)", " ", markdown)


def comparisons_of(markdown, scope):
    """The inline formulas that compare numbers with numbers: no symbol in them but known functions."""
    text = " ".join(without_code(markdown).split("$$")[::2])
    for tex in re.findall(r"(?<![\\$])\$([^$]+)\$", text):
        texts = [token.text for token in tokenize(tex)]
        known = all(
            text in NEEDS_NO_DECLARATION
            or not re.match(r"\\?[A-Za-z]", text)
            or (scope.is_function(text) and after == "(")
            for text, after in zip(texts, [*texts[1:], ""], strict=True)
        )
        if known and any(t in RELATIONS for t in texts) and any(t[0].isdigit() for t in texts):
            yield tex


def declarations_for(stem):
    """The declarations of a notebook: (dictionaries for all of it, {pattern of cell ids: a dictionary for those})."""
    from symbols import SHARED

    try:
        module = importlib.import_module(f"symbols.{stem}")
    except ModuleNotFoundError:
        return (SHARED,), {}
    return (SHARED, module.SYMBOLS), module.CELLS


def formulas_of(path, declarations=None, cells=None):
    """Yield all that is to be checked in a notebook as a Formula, or as an Unreadable in place of one."""
    path = Path(path)
    if declarations is None:
        declarations, cells = declarations_for(path.stem)
    make_scope = functools.cache(lambda patterns: Scope(*declarations, *(cells[pattern] for pattern in patterns)))

    def scope_of(*names):
        return make_scope(tuple(p for p in cells if any(fnmatch.fnmatchcase(name, p) for name in names)))

    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            name, text, marks = cell["id"], "".join(cell["source"]), cell["metadata"].get(UNCHECKED, {})
            try:
                displays = displays_of(text)
            except Unreadable as problem:
                yield Unreadable(f"cell {name}: {problem}")
                continue
            for number, tex in enumerate(displays, 1):
                yield Formula(name, number, tex, scope_of(name, f"{name}#{number}"), marks)
            for tex in comparisons_of(text, scope_of(name)):
                yield Formula(name, 0, tex, scope_of(name), marks)
            for mark, reason in marks.items():
                if not reason.strip() or sum(mark in line.tex for tex in displays for line in lines_of(tex)) != 1:
                    yield Unreadable(
                        f"cell {name}: the mark {mark!r} does not fit exactly one line, or gives no reason"
                    )


def check_notebook(path, declarations=None, cells=None, seed=0):
    """Check every displayed derivation of a notebook, and the numbers compared in its text. Return a Report."""
    path = Path(path)
    if declarations is None:
        declarations, cells = declarations_for(path.stem)
    failures, unchecked, names, counts = [], [], set(), {"displays": 0, "claims": 0, "inline": 0}
    for formula in formulas_of(path, declarations, cells):
        if isinstance(formula, Unreadable):
            failures.append(f"{path.name}, {formula}")
            continue
        cell, number, tex, scope, marks = formula
        names |= {cell, f"{cell}#{number}"}
        wrong, count = check_display(tex, scope, marks, seed)
        counts["displays" if number else "inline"] += 1
        counts["claims"] += count if number else 0
        unchecked += [(cell, mark, reason) for mark, reason in marks.items() if mark in tex]
        for line, problem in wrong:
            indented = problem.replace("\n", "\n    ")
            failures.append(f"{path.name}, cell {cell}, line\n    {line}\n    {indented}")
    for pattern in cells:
        if not fnmatch.filter(names, pattern):
            failures.append(f"symbols for {path.stem}: no formula belongs to the cells {pattern!r}")
    return Report(failures, **counts, unchecked=unchecked)
