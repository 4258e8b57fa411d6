"""A Python that has all that the course needs, and not the course: as on a machine that somebody else has set up."""

import os
import subprocess
import sys
import venv
from pathlib import Path

COURSE = ("gradients_by_hand", "__editable__", "helpers")  # how the names of what the course installs begin


class FreshPython:
    """A virtual environment in ``folder`` that sees what is installed here, except the course. Needs no network."""

    def __init__(self, folder):
        others = Path(folder) / "others"
        others.mkdir(parents=True)
        for place in map(Path, sys.path):
            if place.name in ("site-packages", "dist-packages"):
                for path in place.iterdir():
                    link = others / path.name
                    if not path.name.startswith(COURSE) and path.suffix != ".pth" and not link.exists():
                        link.symlink_to(path)
        venv.create(Path(folder) / "venv", with_pip=True)
        self.executable = Path(folder) / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        place = self.ask("import site; print(site.getsitepackages()[-1])", folder)
        Path(place, "others.pth").write_text(str(others))

    def ask(self, code, folder):
        """What this Python says to the code, in ``folder``; CalledProcessError where it fails."""
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(self.executable), "-c", code]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
        return done.stdout.strip()
