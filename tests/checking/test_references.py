"""What a machine lacks is skipped, or a failure where it is required; and one list says what CI installs."""

import re

import pytest

from tests.checking.notebook_files import ROOT
from tests.checking.pictures import pinned_versions
from tests.references import reference, required, unavailable

SKIPPED, FAILED = pytest.skip.Exception, pytest.fail.Exception


def outcome_of(function, *arguments):
    """(what becomes of a test in which this is called, the reason); None if it goes on.

    Not ``pytest.raises``: a skip that goes through it would skip the test that looks for it, and nobody would see.
    """
    try:
        function(*arguments)
    except (SKIPPED, FAILED) as stopped:
        return type(stopped), str(stopped)
    return None


@pytest.mark.parametrize("what", ["REFERENCES", "BROWSER"])
@pytest.mark.parametrize("value, outcome", [(None, SKIPPED), ("", SKIPPED), ("0", SKIPPED), ("1", FAILED)])
def test_both_variables_are_read_in_the_same_way(what, value, outcome, monkeypatch):
    for name in ("REFERENCES", "BROWSER"):
        monkeypatch.delenv(f"REQUIRE_{name}", raising=False)
    if value is not None:
        monkeypatch.setenv(f"REQUIRE_{what}", value)
    assert required(what) == (outcome is FAILED)
    reason = f"REQUIRE_{what} is 1, but it is not there" if outcome is FAILED else "it is not there"
    assert outcome_of(unavailable, what, "it is not there") == (outcome, reason)
    other = "BROWSER" if what == "REFERENCES" else "REFERENCES"
    assert outcome_of(unavailable, other, "it is not there") == (SKIPPED, "it is not there")


@pytest.mark.parametrize("value, outcome", [("0", SKIPPED), ("1", FAILED)])
def test_a_missing_library(value, outcome, monkeypatch):
    monkeypatch.setenv("REQUIRE_REFERENCES", value)
    for name in ("no_such_library", "json.no_such_part"):
        found, reason = outcome_of(reference, name)
        assert found is outcome and reason.endswith(f"{name} is not installed")


def test_a_library_that_is_there_is_imported(monkeypatch):
    monkeypatch.setenv("REQUIRE_REFERENCES", "1")
    assert reference("json.decoder").JSONDecoder


def test_nothing_else_skips_for_want_of_a_library():
    """Pytest's own ways know nothing of REQUIRE_REFERENCES: a missing library would not fail where it has to."""
    own_ways = re.compile(r"\bimportorskip\(|\bmark\.skip(if)?\b|\bmark\.xfail\b")
    files = [path for path in (ROOT / "tests").rglob("*.py") if own_ways.search(path.read_text(encoding="utf-8"))]
    assert not [path.name for path in files]


def test_ci_installs_the_list_everywhere():
    versions = dict(re.findall(r"^([a-z-]+)==([\d.]+)$", (ROOT / "tests/references.txt").read_text(), re.MULTILINE))
    assert set(versions) == {"torch", "scikit-learn", "autograd", "jax", "matplotlib"}
    assert versions["matplotlib"] == pinned_versions()["matplotlib"]
    for path in (".ci/run", ".github/workflows/tests.yml"):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "-r tests/references.txt" in text
        assert not re.search(r"install.* (torch|scikit-learn|autograd|jax|matplotlib)\b", text)
