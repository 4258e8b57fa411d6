"""KaTeX renders every formula, in strict mode: VS Code shows notebooks with it. JupyterLab has MathJax.

Needs Node.
"""

import pytest

from tests.checking.katex import problems_with
from tests.checking.notebook_files import markdown_cells, read
from tests.checking.notebook_formulas import tex_of
from tests.each_notebook import each_notebook


@each_notebook
def test_katex_renders_every_formula(path):
    formulas = [formula for cell in markdown_cells(read(path)) for formula in tex_of(cell.source)]
    assert formulas
    assert problems_with(formulas) == []


@pytest.mark.parametrize("tex", [r"\frac{1}", r"\unknown", r"\text{a $b c}", "é"])
def test_a_planted_mistake_is_found(tex):
    assert problems_with([(False, "x^2"), (False, tex)]) != []
