"""What the tests of the material share."""

import shutil

import pytest

from tests.references import unavailable

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # no other name resolves


@pytest.fixture(scope="module")
def browser():
    """A browser of the system, without a network."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("BROWSER", "Playwright is not installed")
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        unavailable("BROWSER", f"there is no browser: none of {', '.join(BROWSERS)}")
    arguments = [
        OFFLINE,
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=arguments)
        yield browser
        browser.close()
