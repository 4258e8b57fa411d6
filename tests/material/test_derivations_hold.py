"""Every equality in the notebooks' derivations, in their reasons and in the text holds, and reasons fit their lines."""

import pytest

from tests.checking.notebook_files import notebook_paths
from tests.checking.notebook_formulas import check_notebook
from tests.checking.symbols import problems_of_symbols
from tests.each_notebook import each_notebook


def test_the_symbols_belong_to_the_notebooks():
    if problems := list(problems_of_symbols({path.stem for path in notebook_paths()})):
        pytest.fail("\n".join(problems), pytrace=False)


@each_notebook
def test_every_formula_holds(path, record_property):
    report = check_notebook(path)
    counts = f"""{path.stem}: {report.displays} displays, {report.claims} claims evaluated, \
{report.inline} formulas in the text and {report.reasons} in reasons evaluated, \
{report.found} formulas in reasons found in their lines, {report.settings} settings, \
{len(report.listed)} listed as not evaluated, {len(report.unchecked)} lines marked as unchecked"""
    listed = [f"not evaluated: {cell}: {tex}: {why}" for cell, tex, why in report.listed]
    unchecked = [f"unchecked: {cell}: {mark}: {why}" for cell, mark, why in report.unchecked]
    record_property("derivations", "\n    ".join([counts, *listed, *unchecked]))
    if report.failures:
        pytest.fail("\n\n".join(["", *report.failures]), pytrace=False)  # the message, without the code behind it
