"""The course as a wheel."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .notebook_files import ROOT


def copy_what_is_installed(folder):
    """Copies to ``folder``, which exists, the files from which pip installs the course."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "helpers", Path(folder, "helpers"), ignore=shutil.ignore_patterns("__pycache__"))


def build_wheel(folder):
    """Builds the wheel into ``folder``, which exists, and returns its path.

    From a copy: nothing is left behind in the course, and nothing needs to be fetched.
    """
    with tempfile.TemporaryDirectory() as source:
        copy_what_is_installed(source)
        code = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
        command = [sys.executable, "-c", code, str(Path(folder).resolve())]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the wheel of the course cannot be built:\n{done.stderr}")
    (wheel,) = Path(folder).glob("gradients_by_hand-*.whl")
    return wheel
