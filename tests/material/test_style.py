"""The style of the code, notebooks included, is what ruff asks for, in the one version that all use."""

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
