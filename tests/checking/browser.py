"""The browser of the system: a Chromium or a Chrome."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # no other name resolves


def executable():
    """The path of the first that is installed, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)
