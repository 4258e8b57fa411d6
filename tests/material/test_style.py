"""The style of the code, notebooks included, is what ruff asks for, in the one version that all use."""

import ast
import re
import subprocess
import sys

import pytest

from tests.checking.notebook_files import ROOT


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_finds_nothing(command):
    ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
    done = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_one_version_of_ruff():
    places = "pyproject.toml", "tests/requirements.txt", ".pre-commit-config.yaml"
    texts = [(ROOT / place).read_text(encoding="utf-8") for place in places]
    versions = [re.findall(r"(?:ruff|required-version = \")==([\d.]+)", text) for text in texts]
    assert all(versions)
    assert len(set().union(*versions)) == 1


def test_no_test_is_made_for_each_of_a_set():
    """A set has another order in each process, and workers that find the tests in another order refuse to begin."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_set(node.value)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "parametrize":
                values = node.args[1]
                of_a_set = is_set(values) or getattr(values, "id", None) in named
                assert not of_a_set, f"{path.name}, line {node.lineno}: make a tuple of it"


def is_set(node):
    return isinstance(node, (ast.Set, ast.SetComp)) or (
        isinstance(node, ast.Call) and getattr(node.func, "id", None) in ("set", "frozenset")
    )
