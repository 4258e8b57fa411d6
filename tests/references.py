"""What a test may need and a machine may lack: without it the test is skipped, or fails where that is asked for.

``REQUIRE_REFERENCES=1`` asks for the reference libraries and the Matplotlib of ``references.txt``, and for KaTeX;
``REQUIRE_BROWSER=1`` asks for the browser. Anything but 1 asks for nothing.
"""

import importlib
import os

import pytest


def required(what):
    """Whether the environment asks for ``what``: "REFERENCES" or "BROWSER"."""
    return os.environ.get(f"REQUIRE_{what}") == "1"


def unavailable(what, reason):
    """Skip the running test for this reason, or fail it."""
    if required(what):
        pytest.fail(f"REQUIRE_{what} is 1, but {reason}", pytrace=False)
    pytest.skip(reason)


def reference(name):
    """An optional library, for a second opinion."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        unavailable("REFERENCES", f"{error.name} is not installed")
