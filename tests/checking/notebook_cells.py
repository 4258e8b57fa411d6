"""What a cell of a notebook is asked after nbval has run it and compared its text: have its arrays the shapes that its
comments say, does it say and draw the same when it is run again, and does it draw the committed figures?
"""

import ast
import base64
import copy
import io
import re
import tempfile
import tokenize
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

from .pictures import difference, pictures, skip_unless_drawn_here


def with_questions(items):
    """``items`` of a pytest run, with two more behind every cell: the cell again, and its figures."""
    for item in items:
        yield item
        if isinstance(item, IPyNbCell):
            yield CellAgain.of(item)
            if pictures(item.cell.outputs):
                yield CellFigures.of(item)


def whole_notebooks(items):
    """``items``, with the cells of a notebook side by side, in their order, none left out before the last.

    A cell needs those above it. A run of the tests that failed last time, or in a random order, would tear them apart.
    """
    by_notebook = {}
    for item in items:
        if isinstance(item, (IPyNbCell, CellFigures)):
            by_notebook.setdefault(item.parent, []).append(item)
    for item in items:
        if not isinstance(item, (IPyNbCell, CellFigures)):
            yield item
        elif item.parent in by_notebook:
            yield from _without_gaps(by_notebook.pop(item.parent))


def _without_gaps(items):
    """The tests of one notebook, and each cell from the first to the last that they are about."""
    cells = {cell.cell_num: cell for cell in items[0].parent.collect()}
    cells |= {_cell_of(item).cell_num: _cell_of(item) for item in items}
    last = max(_cell_of(item).cell_num for item in items)
    needed = {cell for number, cell in cells.items() if number <= last}
    kinds = [IPyNbCell, CellAgain, CellFigures]
    return sorted(needed | set(items), key=lambda item: (_cell_of(item).cell_num, kinds.index(type(item))))


def _cell_of(item):
    """The cell that a test is about."""
    return item.first if isinstance(item, CellAgain) else item.drawn_by if isinstance(item, CellFigures) else item


def look_at_the_order(item):
    """Fail if a cell is about to run and one above it has not: several processes can share a notebook's cells."""
    cells_run = vars(item.parent).setdefault("cells_run", 0)
    if item.cell_num > cells_run:
        pytest.fail(
            f"{item.path.name}, cell {item.cell.id}: the cells above it have not run here. "
            "Run notebooks whole; with pytest -n, that is --dist loadfile",
            pytrace=False,
        )
    item.parent.cells_run = max(cells_run, item.cell_num + 1)


def shapes_said(source):
    """(name, shape) for each array whose shape the comment behind its assignment says: ``Z = X @ W.T  # (4, 3)``.

    Of several shapes the last is that of the result, as in ``(4, 2) times (2, 3): (4, 3)``; of several names each has
    its own. A product of shapes without a result, such as ``(6, 1) @ (1, 4)``, says nothing here.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # the rule plain_python says so
        return
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
    for node in statements:
        if isinstance(node, ast.Assign) and node.end_lineno in comments:
            target, said = node.targets[0], comments[node.end_lineno].rpartition("->")[2]
            names = [name.id for name in getattr(target, "elts", [target]) if isinstance(name, ast.Name)]
            shapes = re.findall(r"(?<!@ )(?<!\w)\((\d+,(?: \d+)?(?:, \d+)*)\)(?! @)", said)
            yield from zip(names, shapes if len(names) > 1 else shapes[-1:], strict=False)


def with_shapes(cell):
    """A copy of a cell that first asks, of the arrays of its last run, whether they have the shapes of its comments."""
    asked = copy.copy(cell)
    for name, shape in shapes_said(cell.source):
        right = f"__import__('numpy').shape({name}) == ({shape})"
        asked.source = f"assert {right}, 'the comment behind {name} says ({shape})'\n{asked.source}"
    return asked


class CellAgain(IPyNbCell):
    """The cell run a second time in the same kernel: nbval compares its text, this its figures, and the shapes."""

    @classmethod
    def of(cls, cell):
        again = cls.from_parent(
            cell.parent,
            name=f"{cell.name} again",
            cell_num=cell.cell_num,
            cell=with_shapes(cell.cell),
            options=cell.options,
        )
        again.first = cell
        return again

    def runtest(self):
        super().runtest()
        before, now = pictures(self.first.test_outputs or []), pictures(self.test_outputs)
        fail_if_different(self, self.cell, before, now, "changes when the cell is run twice")

    def repr_failure(self, excinfo):
        return str(excinfo.value) if isinstance(excinfo.value, pytest.fail.Exception) else super().repr_failure(excinfo)


class CellFigures(pytest.Item):
    """The figures that the cell has drawn, against the committed ones."""

    @classmethod
    def of(cls, cell):
        figures = cls.from_parent(cell.parent, name=f"{cell.name} figures")
        figures.drawn_by = cell
        return figures

    def runtest(self):
        skip_unless_drawn_here()
        cell, drawn = self.drawn_by.cell, self.drawn_by.test_outputs or []
        fail_if_different(
            self, cell, pictures(cell.outputs), pictures(drawn), "is stale: see tests/scripts/regenerate.py"
        )

    def reportinfo(self):
        return self.path, 0, self.name


def fail_if_different(test, cell, before, now, what):
    """Fail, and keep both pictures for a look, unless all of them look the same."""
    where = f"{test.path.name}, cell {cell.id}"
    if len(before) != len(now):
        pytest.fail(f"{where}: {len(before)} figures became {len(now)}", pytrace=False)
    for number, (old, new) in enumerate(zip(before, now, strict=True), 1):
        change = difference(old, new)
        if change:
            folder = Path(tempfile.mkdtemp())
            (folder / "before.png").write_bytes(base64.b64decode(old))
            (folder / "now.png").write_bytes(base64.b64decode(new))
            pytest.fail(f"{where}: figure {number} {what}: {change}. Compare the two in {folder}", pytrace=False)
