"""CONTRIBUTING says what is true: its commands, the names it gives, and what it shows of code."""

import ast
import re

import matplotlib as mpl
import numpy as np
import pytest

from helpers import figures, table
from helpers.exercises._judge import Notebook
from tests.checking import derivations
from tests.checking.notebook_files import ROOT, notebook_paths
from tests.checking.notebook_rules import CELL_METADATA, MOST_BOXES, PROJECTOR
from tests.checking.project_files import commands_in
from tests.exercises.every import FEWEST_MISTAKES

TEXT = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", TEXT)
COMMANDS = [code for code in CODE if re.search(r"\b(pytest|ruff|python -m|pip) ", code)]
WORDS = {4: "four"}


def test_the_files_in_commands_are_there():
    files = [word for command in COMMANDS for word in re.findall(r"\b(?:tests|notebooks)/[\w./]+", command)]
    assert len(files) >= 6
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_what_is_chosen_by_k_is_the_name_of_something():
    known = " ".join(path.stem for path in [*(ROOT / "tests").rglob("test_*.py"), *notebook_paths()])
    chosen = [match[1] for command in COMMANDS for match in re.finditer(r'-k ("[^"]+"|\w+)', command)]
    words = set(re.findall(r"\w+", " ".join(chosen))) - {"and", "or", "not", "my_name"}
    words -= {f"{len(notebook_paths()):02}"}  # the next notebook
    assert {"02", "jupyterlab"} <= words
    assert {word for word in words if word not in known} == set()


def test_ruff_and_regenerate_know_what_they_are_told():
    assert set(re.findall(r"\bruff (\w+)", TEXT)) == {"check", "format"}
    source = (ROOT / "tests/scripts/regenerate.py").read_text(encoding="utf-8")
    (option,) = [code for code in CODE if code.startswith("--re")]
    assert f'"{option}"' in source


def test_the_keys_of_metadata_are_those_that_are_read():
    keys = re.findall(r'`\{"([a-z_]+)": ', TEXT)
    assert {"jupyter", "given_numbers", "unchecked_derivations"} == set(keys) <= CELL_METADATA


def test_the_limits_are_those_of_the_tests():
    assert set(re.findall(r"(\d+) pixels", TEXT)) == {str(PROJECTOR)}
    assert f"`\\boxed{{...}}`, no more than {WORDS[MOST_BOXES]} in a notebook" in re.sub(r"\s+", " ", TEXT)
    assert f"`mistakes`: at least {WORDS[FEWEST_MISTAKES]}, one line each" in TEXT


def test_the_lists_that_are_named_are_there():
    named = {code for code in CODE if re.fullmatch(r"[A-Z]{2,}(_[A-Z]+)*", code)}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert {"EQUIVALENT", "MAY_BE_CLIPPED"} <= named
    assert {name for name in named if not re.search(rf"^{name} = \{{", sources, re.MULTILINE)} == set()


def test_the_kinds_of_exercises_and_of_symbols_are_there():
    (kinds,) = re.findall(r"Choose the kind: (.*?)\.\n", TEXT)
    methods = {name for name in vars(Notebook) if not name.startswith("_")} - {"check", "hint", "solution"}
    assert set(re.findall(r"`(\w+)`", kinds)) == methods
    (section,) = re.findall(r"^## A symbol\n(.*?)^## ", TEXT, re.DOTALL | re.MULTILINE)
    calls = set(re.findall(r"\b(\w+)\(", section))
    assert calls == {"define", "real", "vector", "matrix"}
    assert all(hasattr(derivations, name) for name in calls)


@pytest.mark.parametrize("begins", ["table(", "figures.sliders("])
def test_the_code_that_is_shown_runs(begins):
    lines = [*CODE, *commands_in(TEXT)]
    (line,) = [line for line in lines if line.startswith(begins)]
    z = np.array([-1.0, 2.0])
    names = {"z": z, "slope": np.cos, "nudged": np.cos(z), "table": table, "figures": figures}
    with mpl.rc_context():
        mpl.use("Agg")
        exec(line, names | {"draw": lambda ax, w: ax.plot([0, 1], [0, w])})


def test_the_declarations_that_are_shown_are_python():
    shown = [code for code in CODE if re.match(r"(SYMBOLS|CELLS|NOT_EVALUATED) = ", code)]
    assert len(shown) == 3
    for code in shown:
        ast.parse(code)
