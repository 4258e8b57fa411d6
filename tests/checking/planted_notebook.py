"""A notebook with planted mistakes, and what pytest says of it."""

import os

from .notebook_files import as_text


def run_pytest_on(notebook, pytester, monkeypatch, *arguments):
    """What pytest has recorded of the notebook, as ``planted.ipynb``, with the conftest.py that ``pytester`` has."""
    (pytester.path / "planted.ipynb").write_text(as_text(notebook), encoding="utf-8")
    with open(os.devnull, "w") as nowhere:  # nbval would leave it open
        monkeypatch.setattr("nbval.kernel.open", lambda *_: nowhere, raising=False)
        return pytester.inline_run("--nbval", "--nbval-current-env", *arguments, "planted.ipynb")
