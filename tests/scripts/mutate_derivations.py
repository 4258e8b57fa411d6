r"""Break every line of every derivation, every formula in the text and in a reason; see whether the checker notices.

    python -m tests.scripts.mutate_derivations                      all notebooks
    python -m tests.scripts.mutate_derivations 02_sigmoid           those whose name contains a word
    python -m tests.scripts.mutate_derivations --corpus             the derivations in checking/test_derivations.py

One mutation at a time: each sign flipped, each transpose dropped, the two indices of an entry swapped, an index
replaced by another one, two neighbouring factors of matrices swapped, a factor 1/N left out, a number changed, an
elementwise product turned into a matrix product, a prime dropped. The mutants that nobody noticed are listed: each
should be an equivalent line. This takes about a minute; it is for maintainers and not part of pytest.
"""

import collections
import re
import sys

from tests.checking.derivations import Unreadable, check_display, is_setting
from tests.checking.derivations.arrays import Undefined, is_array, mp
from tests.checking.derivations.claims import UNREAD, claims_of, lines_of
from tests.checking.derivations.tex import descendants
from tests.checking.derivations.values import Point
from tests.checking.notebook_files import notebook_paths
from tests.checking.notebook_formulas import formulas_of
from tests.checking.symbols import declarations_for


def mutants(display, scope):
    """Yield (kind, mutated line, mutated display) for every mutation of every line of a display."""
    for line in lines_of(display):
        seen = {display}
        for kind, start, end, text in edits(display, line, scope):
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
    try:
        claims, _ = claims_of(line, scope, UNREAD)
    except Unreadable:
        return
    for tree in {side for claim in claims for side in (claim.left, claim.right) if side is not UNREAD}:
        point = Point(scope, "0").holding(dict.fromkeys(filter(scope.is_index, scope.declared), mp.one))
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


def survivors(display, scope, unchecked=(), in_text=False):
    """Return (numbers of mutants of each kind, list of (kind, line, whether it is true) that the checker accepts)."""

    def accepted(tex, seed=0):
        return (in_text and is_setting(tex, scope)) or not check_display(tex, scope, unchecked, seed)[0]

    counts, alive = collections.Counter(), []
    for kind, line, mutated in mutants(display, scope):
        if any(mark in line for mark in unchecked):
            continue
        counts[kind] += 1
        if accepted(mutated):
            true = all(accepted(mutated, seed) for seed in range(1, 11))
            alive.append((kind, line, true))
    return counts, alive


def main(words):
    """Mutate the derivations and print the survivors."""
    total, verdicts = collections.Counter(), collections.Counter()
    for name, *formula in corpus() if "--corpus" in words else notebooks(words):
        counts, alive = survivors(*formula)
        total.update(counts)
        for kind, line, true in alive:
            verdicts[true] += 1
            print(f"\n{name}: {kind}: {'holds at 10 times as many points, too' if true else 'MISSED'}\n    {line}")
    missed, equivalent = verdicts[False], verdicts[True]
    print(
        f"\n{total.total()} mutants: {total.total() - missed - equivalent} caught, {equivalent} hold, {missed} missed"
    )
    print(", ".join(f"{kind}: {number}" for kind, number in total.most_common()))


def corpus():
    from tests.checking.test_derivations import RIGHT, scope

    for name, (declarations, display) in RIGHT.items():
        yield name, display, scope(declarations), ()


def notebooks(words):
    for path in notebook_paths():
        if not words or any(word in path.name for word in words):
            not_evaluated = declarations_for(path.stem)[2]
            for formula in formulas_of(path):
                if isinstance(formula, Unreadable):
                    continue
                cell, kind, names, tex, scope, marks = formula
                in_text = kind != "displays"
                if in_text and (is_setting(tex, scope) or tex in not_evaluated.get(cell, {})):
                    continue
                yield f"{path.name}, {names[1]}, {kind}", tex, scope, marks, in_text


if __name__ == "__main__":
    main(sys.argv[1:])
