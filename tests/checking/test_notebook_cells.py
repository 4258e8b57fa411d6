"""The checks of the notebooks' cells, checked: planted mistakes turn red, each in the test that is meant for it."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.checking.notebook_cells import shapes_said
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import METADATA
from tests.checking.planted_notebook import run_pytest_on

pytest_plugins = ["pytester"]

DRAW = "fig, ax = plt.subplots(figsize=(1, 1))\nax.plot([0, {}])\nplt.show()"
CELLS = {
    "import": "import matplotlib.pyplot as plt\nimport numpy as np\n\ncount = height = 1",
    "right": "print(2 + 2)",
    "right-figure": DRAW.format(1),
    "stale-number": "print(2 + 2)",
    "stale-figure": DRAW.format(1),
    "one-figure-missing": DRAW.format(1) + "\n" + DRAW.format(1),
    "number-that-grows": "count += 1\nprint(count)",
    "figure-that-grows": DRAW.format("height") + "\nheight *= 2",
    "right-shapes": "a, b = np.ones((2, 3)), np.ones(4)  # (2, 3) and (4,)\nc = a @ a.T  # (2, 3) times (3, 2): (2, 2)",
    "wrong-shape": "d = a.T @ a  # (3, 2) times (2, 3): (2, 2)",
    "right-at-the-end": "print(count > 1)",
}
RED = {
    "Cell 3",  # the number is stale, in both runs
    "Cell 3 again",
    "Cell 4 figures",
    "Cell 5",  # nbval does not look at figures, but it counts them
    "Cell 5 again",
    "Cell 5 figures",
    "Cell 6 again",
    "Cell 7 again",
    "Cell 9 again",
}


def test_each_planted_mistake_is_found_where_it_is(pytester, monkeypatch):
    cells = [new_code_cell(source, id=name) for name, source in CELLS.items()]
    notebook = execute(new_notebook(cells=cells, metadata=METADATA), "planted", pytester.path)
    by_id = {cell.id: cell for cell in notebook.cells}
    by_id["stale-number"].outputs[0].text = "5\n"
    by_id["stale-figure"].source = DRAW.format(2)
    del by_id["one-figure-missing"].outputs[1]
    pytester.makeconftest(
        "import pytest\nfrom tests.checking import notebook_cells, pictures\n\n"
        "pictures.figure_versions = pictures.pinned_versions\n\n"  # drawn here, whatever Matplotlib this is
        "def pytest_collection_modifyitems(items):\n    items[:] = notebook_cells.with_questions(items)\n"
    )
    monkeypatch.setattr("tests.checking.pictures.figure_versions", None)  # so that it is put back after the test
    run = run_pytest_on(notebook, pytester, monkeypatch)
    passed, _, failed = run.listoutcomes()
    assert {report.nodeid.split("::")[1] for report in failed} == RED
    assert len(passed) + len(failed) == 2 * len(CELLS) + 4
    messages = "\n".join(str(report.longrepr) for report in failed)
    for sentence in (
        "planted.ipynb, cell stale-figure: figure 1 is stale",
        "planted.ipynb, cell one-figure-missing: 1 figures became 2",
        "planted.ipynb, cell figure-that-grows: figure 1 changes when the cell is run twice",
        "the comment behind d says (2, 2)",
    ):
        assert sentence in messages


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Z = X @ W.T  # (4, 3)", [("Z", "4, 3")]),
        ("Z = X @ W.T + b  # (4, 2) times (2, 3), plus (3,): (4, 3)", [("Z", "4, 3")]),
        ("g = W.T @ h  # (2,), like x", [("g", "2,")]),
        ("x, y = data()  # (5, 3) and (5, 4)", [("x", "5, 3"), ("y", "5, 4")]),
        ("x, network = run()  # (5, 3) and the last network", [("x", "5, 3")]),
        ("s = X @ w  # (5, 2) (2,) -> (5,)", [("s", "5,")]),
        ("s = w @ w  # (2,) (2,) -> a number", []),
        ("s = G @ W2  # (6, 1) @ (1, 4)", []),
        ("s = f(\n    1\n)  # (3, 1)", [("s", "3, 1")]),
        ("s = 1  # (N, out), and one of the three (the last)", []),
        ("s = 1\n# (3, 1)", []),
        ("print(s)  # (3, 1)", []),
        ("s = 1  # np.eye(3) and np.zeros(2, 3)", []),
        ("%matplotlib inline", []),
    ],
)
def test_the_shapes_that_comments_say(source, said):
    assert list(shapes_said(source)) == said
