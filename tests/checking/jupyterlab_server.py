"""A JupyterLab of its own for the tests: own port, token, settings and folder, away from the user's."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SECONDS_TO_START = 120
OWN = {
    "IPYTHONDIR": "ipython",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
}
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight exist, too
}


def own_environment(folder):
    """The environment of a JupyterLab that reads and writes nothing of the user's, but below ``folder``."""
    return {**os.environ, **{key: str(Path(folder) / name) for key, name in OWN.items()}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(process, seconds):
    """Asks a process to end; after so many seconds it is killed."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class JupyterLabServer:
    """Serves a copy of ``notebooks`` from ``folder``, an empty folder, until the ``with`` block ends."""

    def __init__(self, notebooks, folder):
        self.folder = Path(folder)
        self.root = self.folder / "notebooks"
        shutil.copytree(notebooks, self.root, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        for path in (self.root, *self.root.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)  # a copy of a course that cannot be written can be
        for name, values in SETTINGS.items():
            file = self.folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        self.port = free_port()
        self.token = secrets.token_hex(16)

    def url(self, name):
        """The address that opens a notebook in a new workspace."""
        return f"http://127.0.0.1:{self.port}/lab/tree/{name}?token={self.token}&reset"

    def __enter__(self):
        self._log = open(self.folder / "server.log", "wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
            + ["--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0"]
            + [f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.root}"]
            + ["--ServerApp.terminals_enabled=False"],
            env=own_environment(self.folder),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_until_it_answers(self):
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api?token={self.token}", timeout=5).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > end:
                    log = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"JupyterLab does not start:\n{log}") from None
                time.sleep(0.1)

    def __exit__(self, *error):
        stop(self._process, 30)  # JupyterLab shuts its kernels down
        self._log.close()
