"""Every notebook is clean: see ``notebook_rules.py`` for the rules."""

from functools import cache

import pytest

from tests.checking.notebook_files import code_cells, notebook_paths, read
from tests.checking.notebook_rules import RULES, numbering
from tests.checking.pictures import pictures, pixels
from tests.each_notebook import each_notebook

read_once = cache(read)


def test_numbering():
    if problems := list(numbering(path.name for path in notebook_paths())):
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@each_notebook
def test_notebook_is_clean(path, rule):
    problems = list(rule(read_once(path), path))
    if problems:
        pytest.fail("\n".join([path.name, *problems]), pytrace=False)  # each sentence once, without the code behind it


DARK = 128  # of 255: text is darker


@each_notebook
def test_no_picture_is_cut(path):
    """No title and no label reaches the edge."""
    for cell in code_cells(read_once(path)):
        for picture in pictures(cell.outputs):
            grey = pixels(picture)[..., :3].mean(axis=2)
            edges = {"top": grey[0], "bottom": grey[-1], "left": grey[:, 0], "right": grey[:, -1]}
            assert not [side for side, edge in edges.items() if edge.min() < DARK], cell.id
