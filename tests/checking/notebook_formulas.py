"""Finding: the formulas of a notebook, the declarations that belong to them, and a report on all of them."""

import fnmatch
import functools
import re
from pathlib import Path
from typing import NamedTuple

from .cell_names import is_made_of_words
from .derivations import Scope, Unreadable, check_display, is_setting
from .derivations.claims import Failure, lines_of, makes_a_claim
from .derivations.reasons import NOWHERE, Reason, problem_of_reason, reasons_of
from .derivations.tex import LINES
from .notebook_files import read, without_code
from .symbols import BrokenSymbols, declarations_for, symbols_path

UNCHECKED = "unchecked_derivations"  # in a cell's metadata: {"a piece of the line's TeX": "the reason"}


class Report(NamedTuple):
    """What became of the derivations of one notebook."""

    failures: list  # texts
    displays: int
    claims: int  # in the displays
    inline: int  # formulas within the text that are evaluated
    reasons: int  # formulas in the reasons of lines that are evaluated
    found: int  # formulas in reasons that make no claim, and occur in their lines
    settings: int  # formulas in the text and in reasons that only give a value, or name a case
    listed: list  # (cell id, TeX, reason) of those that are not evaluated
    unchecked: list  # (cell id, piece of TeX, reason)


class Formula(NamedTuple):
    """A formula that is to be checked."""

    cell: str
    kind: str  # "displays"; "inline": within the text; "reasons": in the reason of a line
    names: tuple  # by which the declarations in CELLS can mean it
    tex: str
    scope: Scope
    marks: dict
    reason: Reason | None = None  # of a formula in a reason: the lines it belongs to


def displays_of(markdown):
    """All displayed formulas of a markdown text, between $$ and $$. No other form of a display is allowed.

    A formula within the text, between $ and $, is closed where it was opened: else the next one would be missed.
    """
    pieces = without_code(markdown).split("$$")
    outside = " ".join(pieces[::2])
    if environment := re.search(r"\\begin\{\w+\*?\}", outside):
        raise Unreadable(f"{environment[0]} stands outside of $$: {LINES}")
    if r"\\[" in outside:
        raise Unreadable(r"a display begins with \\[: write it between $$ and $$")
    if len(pieces) % 2 == 0:
        raise Unreadable("a display is not closed: one $$ has no partner")
    if any(len(re.findall(r"(?<!\\)\$", line)) % 2 for line in outside.split("\n")):
        raise Unreadable("a formula within the text is not closed in its line")
    return pieces[1::2]


def inline_formulas_of(markdown):
    """Yield (formula, its line of the text, up to the end of the formula) for all formulas within the text."""
    text = " ".join(without_code(markdown).split("$$")[::2])
    for match in re.finditer(r"(?<![\\$])\$([^$]+)\$", text):
        yield match[1], text[text.rfind("\n", 0, match.start()) + 1 : match.end()]


def tex_of(markdown):
    """(whether it is displayed, TeX) for each formula of a text."""
    displays = [(True, tex) for tex in displays_of(markdown)]
    return displays + [(False, tex) for tex, _ in inline_formulas_of(markdown)]


def formulas_of(path, declarations=None, cells=None):
    """Yield all that is to be checked in a notebook as a Formula, or as an Unreadable in place of one."""
    path = Path(path)
    if declarations is None:
        declarations, cells, _ = declarations_for(path.stem)
    make_scope = functools.cache(lambda patterns: Scope(*declarations, *(cells[pattern] for pattern in patterns)))

    def formula(kind, names, tex, marks=()):
        patterns = tuple(p for p in cells if any(fnmatch.fnmatchcase(name, p) for name in names))
        return Formula(names[0], kind, names, tex, make_scope(patterns), marks)

    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            name, text, marks = cell.id, cell.source, cell.metadata.get(UNCHECKED, {})
            if not isinstance(marks, dict):
                yield Unreadable(f'cell {name}: {UNCHECKED} is no dictionary: give {{"a piece of the line": "why"}}')
                continue
            try:
                displays = displays_of(text)
            except Unreadable as problem:
                yield Unreadable(f"cell {name}: {problem}")
                continue
            for number, tex in enumerate(displays, 1):
                display = formula("displays", (name, f"{name}#{number}"), tex, marks)
                yield display
                try:
                    for reason in reasons_of(tex, display.scope):
                        yield display._replace(kind="reasons", tex=reason.tex, marks=(), reason=reason)
                except Unreadable as problem:
                    yield Unreadable(f"cell {name}: {problem}")
            for tex, line in inline_formulas_of(text):
                inline = formula("inline", (name, f"{name}#text", f"{name}#text: {line}"), tex)
                if makes_a_claim(tex, inline.scope):
                    yield inline
            for mark, reason in marks.items():
                if not reason.strip() or sum(mark in line.tex for tex in displays for line in lines_of(tex)) != 1:
                    yield Unreadable(
                        f"cell {name}: {mark!r} in {UNCHECKED} does not fit exactly one line, or gives no reason"
                    )


def judge_formula(formula, seed=0):
    """(what it counts as in a Report, its failures, the number of its claims)."""
    tex, scope, reason = formula.tex, formula.scope, formula.reason
    setting = formula.kind != "displays" and is_setting(tex, scope)
    if reason is not None and (setting or not makes_a_claim(tex, scope)):
        problem = problem_of_reason(tex, reason.trees, scope, seed)
        if setting and problem and not check_display(tex, scope, seed=seed)[0]:
            problem = ""  # p > 0, and p is declared to be positive
        return "settings" if setting else "found", [Failure(reason.line, problem)] if problem else [], 0
    if setting:
        return "settings", [], 0
    return formula.kind, *check_display(tex, scope, formula.marks, seed)


def check_notebook(path, declarations=None, cells=None, not_evaluated=None, seed=0):
    """Check every displayed derivation of a notebook, its reasons, and the formulas in its text. Return a Report."""
    path = Path(path)
    counts = dict.fromkeys(("displays", "claims", "inline", "reasons", "found", "settings"), 0)
    failures, unchecked, names, used = [], [], set(), set()
    if declarations is None:
        try:
            declarations, cells, not_evaluated = declarations_for(path.stem)
        except BrokenSymbols as problem:
            return Report([str(problem)], **counts, listed=[], unchecked=[])
    entries = {(cell, tex): why for cell, listed in (not_evaluated or {}).items() for tex, why in listed.items()}
    symbols = symbols_path(path.stem)

    def fail(formula, line, problem, about_symbols=False):
        if about_symbols:
            problem += f'\nsymbols: {symbols}, SYMBOLS, or CELLS["{formula.cell}"] for this cell'
            if not is_made_of_words(formula.cell):
                problem += " (run tests.scripts.regenerate first: it gives the cell a name)"
        if problem.endswith(NOWHERE):
            problem += (
                ";\nmend it, write it as an equation (which is then evaluated) or in words, or list it in\n"
                f'{symbols}: NOT_EVALUATED = {{"{formula.cell}": {{"the formula": "why"}}}}'
            )
        indented = problem.replace("\n", "\n    ")
        failures.append(f"{path.name}, cell {formula.cell}, line\n    {line}\n    {indented}")

    for formula in formulas_of(path, declarations, cells):
        if isinstance(formula, Unreadable):
            failures.append(f"{path.name}, {formula}")
            continue
        cell, tex, marks = formula.cell, formula.tex, formula.marks
        names.update(formula.names)
        kind, wrong, count = judge_formula(formula, seed)
        if formula.kind != "displays" and (cell, tex) in entries:
            if wrong:
                used.add((cell, tex))
            continue
        counts[kind] += 1
        counts["claims"] += count if kind == "displays" else 0
        for mark, why in dict(marks).items():
            if mark in tex:
                unchecked.append((cell, mark, why))
                if not any(mark in failure.line for failure in check_display(tex, formula.scope, (), seed)[0]):
                    fail(formula, mark, f"is listed in {UNCHECKED}, and need not be: its line holds")
        for failure in wrong:
            fail(formula, *failure)
    for pattern in cells:
        if not fnmatch.filter(names, pattern):
            failures.append(f"{symbols}, CELLS: no formula belongs to the cells {pattern!r}")
    for (cell, tex), why in entries.items():
        if (cell, tex) not in used or not why.strip():
            failures.append(
                f"{symbols}, NOT_EVALUATED: {tex!r} in {cell!r} gives no reason, fits no formula, or need not be "
                "listed: it holds, only gives a value, or occurs in its lines"
            )
    return Report(failures, **counts, listed=[(*key, why) for key, why in entries.items()], unchecked=unchecked)
