"""``import helpers`` is quick, and leaves out what only figures need."""

import subprocess
import sys

import helpers

HEAVY = {"matplotlib", "ipywidgets", "IPython"}


def fresh_python(code):
    """What a new interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_helpers_loads_nothing_heavy():
    loaded = set(fresh_python("import sys, helpers; print(*sys.modules)").split())
    assert "helpers.layers" in loaded
    assert not loaded & HEAVY


def test_figures_load_when_asked_for():
    loaded = fresh_python("import sys; from helpers import figures; print(*sys.modules)").split()
    assert {"helpers.figures", "matplotlib"} <= set(loaded)


def test_import_loads_little_more_than_numpy():
    """A handful of modules of the standard library. (How long that takes, the benchmark says.)"""
    loaded = "import sys, {}; print(*sys.modules)"
    more = set(fresh_python(loaded.format("helpers")).split()) - set(fresh_python(loaded.format("numpy")).split())
    assert len({name for name in more if not name.startswith("helpers")}) <= 10, sorted(more)


def test_everything_public_is_there():
    assert helpers.__all__ == sorted(helpers.__all__)
    for name in helpers.__all__:
        assert getattr(helpers, name).__module__.startswith("helpers.")
        assert getattr(helpers, name).__doc__
