r"""Begins a notebook: a skeleton with one whole section, executed, that breaks none of the rules.

    python -m tests.scripts.new_notebook 11_softmax "Classify into three"

Writes notebooks/11_softmax.ipynb and tests/checking/symbols/11_softmax.py, and says what else is needed. The
section is about the slope of a square. Replace its words, its mathematics and its code; keep its steps.
"""

import argparse
import sys

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import METADATA, NOTEBOOKS, ROOT, as_text
from tests.checking.notebook_rules import numbering

SYMBOLS = """from tests.checking.derivations import define, real

SYMBOLS = {
    "w": real(-3, 3),
    "L": define("w^2"),
}

CELLS = {
    "square-by-hand#text": {"w": define("3")},
}
"""

CELLS = [
    (
        "title",
        r"""
# TITLE

You will ... (the promise of this notebook, in one sentence).

**You will**
- derive the slope of a square, confirm it, and see it.

**You need** ... (what came before, with links).

**Time** 20 minutes in class, about twice as long alone with a pencil.
""",
    ),
    (
        "setup",
        """
import matplotlib.pyplot as plt
import numpy as np

from helpers import figures, table

figures.use_house_style()
""",
    ),
    (
        "square",
        r"""
## 1. The slope of a square

> **Predict.** Where is a square twice as steep as at 3? (A question whose answer does not stand in the next line.)

**Derive.** The loss of this example is $L = w^2$.

$$
\begin{aligned}
\frac{dL}{dw} &= \frac{d}{dw} w^2 && \text{definition of } L \\
              &= 2 w              && \text{derivative of a power}
\end{aligned}
$$
""",
    ),
    ("square-by-hand", "**By hand.** At $w = 3$ the slope is $2 \\cdot 3 = 6$.\n\n**Code.** The same in NumPy:"),
    (
        "square-code",
        '''
def loss(w):
    """The square of w."""
    return w**2


def slope(w):
    """dL/dw, as derived."""
    return 2 * w


print(slope(3.0))
''',
    ),
    ("square-check", "**Check.** A nudge knows no algebra:"),
    (
        "square-check-run",
        """
from helpers import numerical_gradient

w = np.array([-1.0, 3.0])
nudged = [numerical_gradient(loss, one) for one in w]
table({"w": w, "derived": slope(w), "nudged": nudged}, ".0f .4f .4f")
""",
    ),
    (
        "square-figure",
        """
# The picture: the square, with a tangent
w = np.linspace(-4, 4, 200)
fig, ax = plt.subplots()
ax.plot(w, loss(w), color=figures.FORWARD)
figures.tangent(ax, 3, loss(3), slope(3), reach=1)
ax.set(xlabel="$w$", ylabel="$L$")
figures.show(fig, alt="The square of w, with its tangent at 3: the line that has the slope of the curve.")
""",
    ),
    ("square-see", "**See.** The tangent has the slope that we derived. (Say in words what the picture shows.)"),
    ("your-turn", "## Your turn\n\nOn paper first; open the answers when you have yours.\n\n1. ..."),
    ("common-mistakes", "## Common mistakes\n\n| symptom | cause | fix |\n| --- | --- | --- |\n| ... | ... | ... |"),
    ("blank-page", "## On a blank page\n\nWithout looking, you should now be able to write:\n\n- ..."),
]
IN_CODE = {"setup", "square-code", "square-check-run", "square-figure"}


def skeleton(stem, title, folder=NOTEBOOKS):
    """The new notebook ``stem``, executed in ``folder``, with links to its neighbours there."""
    cells = [
        (new_code_cell if id in IN_CODE else new_markdown_cell)(source.strip("\n").replace("TITLE", title), id=id)
        for id, source in CELLS
    ]
    next(cell for cell in cells if cell.id == "square-figure").metadata["jupyter"] = {"source_hidden": True}
    name = f"{stem}.ipynb"
    names = sorted({path.name for path in folder.glob("*.ipynb")} | {name})
    index = names.index(name)
    links = [f"Before: [{other[:2]}]({other})" for other in names[max(index - 1, 0) : index]]
    links += [f"Next: [{other[:2]}]({other})" for other in names[index + 1 : index + 2]]
    cells.append(new_markdown_cell(". ".join(links) + ".", id="navigation"))
    return execute(new_notebook(cells=cells, metadata=METADATA), name, folder)


def main(arguments=None):
    """Returns the exit status: 0, or 1 if the name does not fit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", help="such as 09_find_the_bug")
    parser.add_argument("title", help='with a verb, such as "Find the bug"')
    options = parser.parse_args(arguments)
    path = NOTEBOOKS / f"{options.name}.ipynb"
    symbols = ROOT / "tests/checking/symbols" / f"{options.name}.py"
    taken = [f"{file.name} is there already" for file in (path, symbols) if file.exists()]
    if problems := taken or list(numbering({file.name for file in NOTEBOOKS.glob("*.ipynb")} | {path.name})):
        print("\n".join(problems), file=sys.stderr)
        return 1
    path.write_bytes(as_text(skeleton(options.name, options.title)).encode("utf-8"))
    symbols.write_text(SYMBOLS, encoding="utf-8", newline="\n")
    print(f"""{path.relative_to(ROOT)} and {symbols.relative_to(ROOT)} are written. Still to do:
- the last cells of its neighbours link to it,
- the course map in README.md has a row for it,
- pytest -k {options.name[:2]} says what else is missing.""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
