r"""Break every line of every derivation, every formula in the text and in a reason; see whether the checker notices.

    python -m tests.scripts.mutate_derivations                      all notebooks
    python -m tests.scripts.mutate_derivations 02_sigmoid           those whose name contains a word
    python -m tests.scripts.mutate_derivations --corpus             the derivations in checking/test_derivations.py

One mutation at a time: each sign flipped, each transpose dropped, the two indices of an entry swapped, an index
replaced by another one, two neighbouring factors of matrices swapped, a factor 1/N left out, a number changed, an
elementwise product turned into a matrix product, a prime dropped. In a reason, each term of a sum is dropped as well,
and each symbol replaced by every other one of its kind.

The mutants that nobody noticed are listed. In a line or a text each should be an equivalent formula. A formula in a
reason that only points at something is right if what it says occurs in its lines: so a mutant that occurs there, too,
such as z for -z, is counted by itself. This takes some minutes; it is for maintainers and not part of pytest.
"""

import collections
import itertools
import re
import sys

from tests.checking.derivations import Unreadable
from tests.checking.derivations.arrays import Undefined, is_array, mp, shape_of
from tests.checking.derivations.claims import UNREAD, claims_of, lines_of
from tests.checking.derivations.reasons import SEPARATORS
from tests.checking.derivations.tex import RELATIONS, Reader, descendants, split
from tests.checking.derivations.values import Point
from tests.checking.notebook_files import notebook_paths
from tests.checking.notebook_formulas import Formula, formulas_of, judge_formula, reasons_of
from tests.checking.symbols import declarations_for

PLACES = {"displays": "in a line", "inline": "in the text", "reasons": "in a reason"}


def mutants(formula):
    """Yield (kind, mutated line, mutated TeX) for every mutation of every line of a formula."""
    display, scope = formula.tex, formula.scope
    for line in lines_of(display):
        seen = {display}
        found = edits(display, line, scope)
        if formula.kind == "reasons":
            found = itertools.chain(found, dropped_terms(line, scope), wrong_symbols(line, scope))
        for kind, start, end, text in found:
            mutated = display[:start] + text + display[end:]
            if mutated not in seen:
                seen.add(mutated)
                end_of_line = line.start + len(line.tex) + len(mutated) - len(display)
                yield kind, mutated[line.start : end_of_line], mutated


def edits(display, line, scope):
    """Yield (kind, start, end, replacement) for one line; the reason at its right is left alone."""
    tokens, indices = line.tokens, sorted(filter(scope.is_index, scope.declared))
    stop = tokens[-1].end if tokens else line.start
    for at, (text, start, end) in enumerate(tokens):
        if text in "+-":
            yield "sign", start, end, {"+": "-", "-": "+"}[text]
        elif text == r"\odot":
            yield "odot", start, end, " "
        elif text[0].isdigit():
            yield "number", start, end, text[:-1] + str(int(text[-1]) + 1 if text[-1] != "9" else 8)
        elif text == "'":
            yield "prime", start, end, ""
        elif text in indices and in_subscript(tokens, at):
            for other in indices:
                yield "index", start, end, other
            after = tokens[at + 1] if tokens[at - 1].text != "_" else tokens[at]  # alone, or in braces
            if after.text in indices and not is_delta(tokens, at):
                yield "indices swapped", start, after.end, f"{after.text} {text}"
    for pattern, kind, text in (
        (r"\^\s*(\\top|\{\s*\\top\s*\})", "transpose", ""),
        (r"\}\s*\{\s*N\s*\}", "1/N", "}{1}"),
        (r"/\s*N", "1/N", "/ 1"),
    ):
        for match in re.compile(pattern).finditer(display, line.start, stop):
            yield kind, *match.span(), text
    yield from swapped_factors(display, line, scope)


def in_subscript(tokens, at):
    """Whether a token stands behind an underscore, alone or in braces."""
    if tokens[at - 1].text == "_":
        return True
    while at and tokens[at].text not in "{}_^=":
        at -= 1
    return at > 0 and [t.text for t in tokens[at - 1 : at + 1]] == ["_", "{"]


def is_delta(tokens, at):
    return r"\delta" in [t.text for t in tokens[max(0, at - 3) : at]]


def swapped_factors(display, line, scope):
    """Two factors side by side change places, if neither is a number."""
    point = point_of(scope)
    for tree in trees_of(line, scope):
        for node in descendants(tree):
            if node.kind == "times":
                _, left, right = node.parts
                while left.kind == "times":
                    left = left.parts[2]
                (a, b), (c, d) = left.span, right.span
                if b <= c and is_matrix(left, point) and is_matrix(right, point):
                    yield "factors swapped", a, d, display[c:d] + display[b:c] + display[a:b]


def is_matrix(node, point):
    """Whether an expression is a matrix; one that has no value by itself, such as a summand, is taken for one."""
    try:
        return is_array(point.evaluate(node))
    except (Unreadable, Undefined):
        return True


def point_of(scope):
    """A place at which every index has a value."""
    return Point(scope, "0").holding(dict.fromkeys(filter(scope.is_index, scope.declared), mp.one))


def trees_of(line, scope):
    """The expressions of a line, whether it makes a claim or only points at something."""
    try:
        claims, _ = claims_of(line, scope, UNREAD)
        return {side for claim in claims for side in (claim.left, claim.right) if side is not UNREAD}
    except Unreadable:
        pass
    trees = set()
    for tokens in filter(None, split(line.tokens, *SEPARATORS, *RELATIONS)):
        try:
            trees.add(Reader(tokens, scope).whole())
        except Unreadable:
            continue
    return trees


def dropped_terms(line, scope):
    """Each term of each sum is left out, with the sign before it."""
    ends = {token.end: at for at, token in enumerate(line.tokens)}
    starts = {token.start: at for at, token in enumerate(line.tokens)}
    for node in {node for tree in trees_of(line, scope) for node in descendants(tree) if node.kind == "add"}:
        for _, term in node.parts[0] if len(node.parts[0]) > 1 else ():
            first, last = starts.get(term.span[0]), ends.get(term.span[1])
            if first is not None and last is not None:
                before = line.tokens[first - 1] if first else None
                signed = before is not None and before.text in "+-"
                yield "term dropped", before.start if signed else term.span[0], term.span[1], ""


def wrong_symbols(line, scope):
    """Each symbol becomes every other one of its kind: with as many arguments, or with a value of the same shape."""
    nodes = {node for tree in trees_of(line, scope) for node in descendants(tree)}
    names = {(node.parts[0], node.span[0]) for node in nodes if node.kind in ("symbol", "call") and node.span != (0, 0)}
    keys = {name: scope.keys[name].partition("(")[0] for name in scope.declared}
    for name, start in names:
        shown = next((t for t in line.tokens if t.start == start), None)
        width = len(keys.get(name, ""))
        if name in scope and not scope.is_index(name) and shown is not None and line_has(line, start, keys[name]):
            for other in scope.declared:
                if other != name and kind_of(other, scope) == kind_of(name, scope):
                    yield "wrong symbol", start, start + width, keys[other]


def line_has(line, start, key):
    """Whether a symbol is written at a place just as it is declared."""
    return line.tex[start - line.start :].startswith(key)


def kind_of(name, scope):
    """What makes two symbols look alike: whether they are functions, and of what, or the shape of their values."""
    if scope.is_index(name):
        return "index"
    if scope.is_function(name):
        return len(scope.params[name])
    try:
        return shape_of(point_of(scope).value(name))
    except (Unreadable, Undefined):
        return name


def survivors(formula):
    """Return (numbers of mutants of each kind, list of (kind, line, verdict) that the checker accepts)."""

    def accepted(tex, seed=0):
        kind, failures, _ = judge_formula(formula._replace(tex=tex), seed)
        return None if failures else kind

    counts, alive = collections.Counter(), []
    for kind, line, mutated in mutants(formula):
        if any(mark in line for mark in formula.marks):
            continue
        counts[kind] += 1
        if counted_as := accepted(mutated):
            if not all(accepted(mutated, seed) for seed in range(1, 11)):
                verdict = "MISSED"
            elif counted_as == "found" or (counted_as == "settings" and formula.kind == "reasons"):
                verdict = "occurs in the lines, too"
            else:
                verdict = "holds at 10 times as many points, too"
            alive.append((kind, line, verdict))
    return counts, alive


def main(words):
    """Mutate the derivations and print the survivors."""
    planted, verdicts = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for name, formula in corpus() if "--corpus" in words else notebooks(words):
        counts, alive = survivors(formula)
        planted[formula.kind].update(counts)
        for kind, line, verdict in alive:
            verdicts[formula.kind][verdict] += 1
            print(f"\n{name}: {kind}: {verdict}\n    {line}")
    print()
    for place, counts in planted.items():
        alive = verdicts[place]
        rest = ", ".join(f"{number} {verdict}" for verdict, number in sorted(alive.items()))
        print(
            f"{PLACES[place]}: {counts.total()} mutants, {counts.total() - alive.total()} caught; {rest or 'none left'}"
        )
        print("    " + ", ".join(f"{kind}: {number}" for kind, number in counts.most_common()))


def corpus():
    from tests.checking.test_derivations import RIGHT, scope

    for name, (declarations, display) in RIGHT.items():
        formula = Formula("", "displays", (), display, scope(declarations), {})
        yield name, formula
        for reason in reasons_of(display, formula.scope):
            yield f"{name}, reason", formula._replace(kind="reasons", tex=reason.tex, reason=reason)


def notebooks(words):
    for path in notebook_paths():
        if not words or any(word in path.name for word in words):
            not_evaluated = declarations_for(path.stem)[2]
            for formula in formulas_of(path):
                if isinstance(formula, Unreadable) or formula.tex in not_evaluated.get(formula.cell, {}):
                    continue
                if formula.kind == "inline" and judge_formula(formula)[0] == "settings":
                    continue
                yield f"{path.name}, {formula.names[1]}, {formula.kind}", formula


if __name__ == "__main__":
    main(sys.argv[1:])
