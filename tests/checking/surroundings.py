"""Where the kernels of the tests and of the regeneration live: with nobody's settings, in a folder of their own.

A reader's IPython profile, start-up file or matplotlibrc would change what a notebook prints and draws; a home folder
that cannot be written, or no font cache yet, would add warnings to it.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

FOLDER = "GRADIENTS_BY_HAND_FOLDER"  # names the folder for the processes that this one starts
OWN = {
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "MPLCONFIGDIR": "matplotlib",
    "HYPOTHESIS_STORAGE_DIRECTORY": "hypothesis",
}
LEFT_OUT = (
    "MPLBACKEND",  # would keep the figures from the kernels
    "MATPLOTLIBRC",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "NO_COLOR",  # these change what a traceback looks like
    "FORCE_COLOR",
    "PYTHON_COLORS",
    "CLICOLOR",
    "CLICOLOR_FORCE",
)


def settle():
    """Sets the environment of this process, and with it that of all that it starts."""
    for name in LEFT_OUT:
        os.environ.pop(name, None)
    folder = os.environ.get(FOLDER)
    if not (folder and Path(folder).is_dir()):
        folder = os.environ[FOLDER] = tempfile.mkdtemp(prefix="gradients-by-hand-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, inside in OWN.items():
        path = Path(folder) / inside
        path.mkdir(exist_ok=True)
        os.environ[name] = str(path)
    if not can_be_written(os.path.expanduser("~")):
        os.environ["HOME"] = os.environ["USERPROFILE"] = folder


def can_be_written(folder):
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


@cache
def build_font_cache():
    """Lets Matplotlib look for fonts now, in the folder of ``settle``. It says so, and a cell would show it."""
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], capture_output=True, check=False)
