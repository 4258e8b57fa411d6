"""What the tests share."""

import pytest
from hypothesis import settings
from nbval.plugin import IPyNbCell

from tests.checking.browser import NAMES, OFFLINE, executable
from tests.checking.notebook_cells import look_at_the_order, whole_notebooks, with_questions
from tests.checking.notebook_execution import stderr_of
from tests.checking.surroundings import build_font_cache, settle
from tests.references import reference, unavailable

settle()

settings.register_profile("the same everywhere", derandomize=True, database=None, deadline=None, max_examples=20)
settings.load_profile("the same everywhere")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    items[:] = with_questions(items)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session):
    session.items[:] = whole_notebooks(session.items)  # after -k, --lf and whatever shuffles tests


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if isinstance(item, IPyNbCell):
        build_font_cache()
        look_at_the_order(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed and isinstance(item, IPyNbCell):
        if text := stderr_of(item.test_outputs or []):
            report.sections.append((f"{item.path.name}, cell {item.cell.id} writes to stderr", text))
    return report


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


@pytest.fixture(scope="module")
def browser():
    """A Chromium or Chrome that reaches no other machine. Its event loop ends with the module: notebooks need one."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("BROWSER", "Playwright is not installed")
    if executable() is None:
        unavailable("BROWSER", f"there is no browser: none of {', '.join(NAMES)}")
    arguments = [
        OFFLINE,
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), headless=True, args=arguments)
        yield browser
        browser.close()
