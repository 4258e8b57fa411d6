"""Which one change makes a reader's function right: slips of loops and of operations, in every exercise.

The change is tried, not guessed: it is said only if the function with it is right in every case.
"""

import ast

from ._calls import body_of, with_body

IN_LOOP = "`return` stands in the loop, which ends with its first turn"
LAST_ONLY = "`=` stands in the loop where `+=` belongs: only the last turn counts"
SET_BACK = "what is added up or filled begins anew in each turn: its first line belongs before the loop"
CUT = "`//` rounds down to a whole number"
ENDS_EARLY = "the loop ends one turn too early: `range(n)` already ends before n"
ENDS_LATE = "the loop takes one turn too many: `range(n)` counts 0, 1, ..., n - 1"
BEGINS_LATE = "the loop begins at 1: Python counts from 0"
OF_AN_AXIS = "`np.{0}` looks along an axis: of two numbers each, it is `np.{0}imum`"
OTHER_BASE = "the logarithm has another base: on paper, log is the natural one, `np.log`"
MOST = 20  # changes that are tried


def mends(function):
    """(words, the function with one slip mended) for each place where one may be; none where its text is not known."""
    for count in range(min(MOST, len(_changes(body_of(function))))):
        body = body_of(function)
        words, change = _changes(body)[count]
        change()
        if mended := with_body(function, body):
            yield words, mended


def _changes(body):
    """(words, what mends it) for each slip that stands in these statements, always in the same order."""
    return [pair for node in ast.walk(ast.Module(body, [])) for pair in _changed(node)]


def _changed(node):
    """(words, what mends it) for each slip that one node may be."""
    for statements in (getattr(node, field, None) for field in ("body", "orelse")):
        for place, loop in enumerate(statements if isinstance(statements, list) else ()):
            if isinstance(loop, ast.For) and isinstance(loop.body[-1], ast.Return) and len(loop.body) > 1:
                yield IN_LOOP, lambda lines=statements, at=place: lines.insert(at + 1, lines[at].body.pop())
    if isinstance(node, ast.For):
        for place, line in enumerate(node.body):
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], (ast.Name, ast.Subscript)):
                if _is_filled(line.targets[0], node.body):
                    yield SET_BACK, lambda at=place: node.body.pop(at)
                elif not isinstance(line.value, ast.Constant):  # a number of one's own, and no part of a sum
                    added = ast.AugAssign(line.targets[0], ast.Add(), line.value)
                    yield LAST_ONLY, lambda at=place, line=added: node.body.__setitem__(at, line)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        yield CUT, lambda: setattr(node, "op", ast.Div())
    elif isinstance(node, ast.Call):
        yield from _changed_call(node, ast.unparse(node.func))


def _is_filled(target, lines):
    """Is it a name that these lines fill bit by bit, by `name +=`, `name[...] +=` or `name[...] =`?"""
    parts = [node for line in lines for node in ast.walk(line)]
    filled = [node.target for node in parts if isinstance(node, ast.AugAssign)]
    entries = [place for node in parts if isinstance(node, ast.Assign) for place in node.targets]
    filled += [place for place in entries if isinstance(place, ast.Subscript)]
    return isinstance(target, ast.Name) and target.id in {
        ast.unparse(getattr(place, "value", place)) for place in filled
    }


def _changed_call(node, name):
    if name == "range" and node.args:
        end = node.args[-1] if len(node.args) < 3 else None
        if isinstance(end, ast.BinOp) and ast.unparse(end.right) == "1":
            words = {ast.Sub: ENDS_EARLY, ast.Add: ENDS_LATE}.get(type(end.op))
            if words:
                yield words, lambda: node.args.__setitem__(-1, end.left)
        if len(node.args) == 2 and ast.unparse(node.args[0]) == "1":
            yield BEGINS_LATE, lambda: node.args.pop(0)
    elif name in ("np.max", "np.min") and len(node.args) == 2:
        short = name.removeprefix("np.")
        yield OF_AN_AXIS.format(short), lambda: setattr(node.func, "attr", f"{short}imum")
    elif name in ("np.log2", "np.log10"):
        yield OTHER_BASE, lambda: setattr(node.func, "attr", "log")
