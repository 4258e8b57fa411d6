"""What the tests share."""

import os

import pytest
from hypothesis import settings

from tests.checking.notebook_cells import with_questions
from tests.references import reference

settings.register_profile("the same everywhere", derandomize=True, database=None, deadline=None, max_examples=20)
settings.load_profile("the same everywhere")

os.environ.pop("MPLBACKEND", None)  # exported, it would keep the figures from the kernels that the tests start


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    items[:] = with_questions(items)


def pytest_terminal_summary(terminalreporter):
    """What the test of the derivations counted: how much it has evaluated, and what it was told to leave out."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    counted = [text for report in reports for name, text in report.user_properties if name == "derivations"]
    if counted:
        terminalreporter.section("derivations")
        for text in sorted(counted):
            terminalreporter.line(text)


@pytest.fixture(scope="session")
def torch():
    """PyTorch. One thread, as the arrays are small."""
    torch = reference("torch")
    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="session")
def sklearn_linear_model():
    return reference("sklearn.linear_model")
