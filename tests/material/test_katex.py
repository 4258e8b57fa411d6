"""KaTeX renders every formula, in strict mode: VS Code shows notebooks with it. JupyterLab has MathJax.

Needs Node.
"""

import json
import shutil
import subprocess

import pytest

from tests.checking.katex import KATEX
from tests.checking.notebook_files import read
from tests.checking.notebook_formulas import displays_of, inline_formulas_of
from tests.each_notebook import each_notebook
from tests.references import unavailable


def problems_with(formulas):
    """What KaTeX says of those of the formulas, pairs (is a display, TeX), that it does not render."""
    node = shutil.which("node")
    if node is None:
        unavailable("REFERENCES", "Node is not there")
    done = subprocess.run(
        [node, KATEX / "render.cjs"], input=json.dumps(formulas).encode(), capture_output=True, check=True
    )
    return json.loads(done.stdout)


@each_notebook
def test_katex_renders_every_formula(path):
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    displays = [[True, tex] for text in texts for tex in displays_of(text)]
    inline = [[False, tex] for text in texts for tex, _ in inline_formulas_of(text)]
    assert displays or inline
    assert problems_with(displays + inline) == []


@pytest.mark.parametrize("tex", [r"\frac{1}", r"\unknown", r"\text{a $b c}", "é"])
def test_a_planted_mistake_is_found(tex):
    assert problems_with([[False, "x^2"], [False, tex]]) != []
