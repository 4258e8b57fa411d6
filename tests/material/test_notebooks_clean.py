"""Every notebook is clean: see ``notebook_rules.py`` for the rules."""

from functools import cache

import pytest

from tests.checking.notebook_files import notebook_paths, read
from tests.checking.notebook_rules import RULES, numbering
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
