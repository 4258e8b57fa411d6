"""A class server of its own for a trial: a JupyterHub with the configuration of the class, and students who use it."""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from .jupyterlab_server import free_port, stop
from .notebook_files import NOTEBOOKS, ROOT

CLASSROOM = ROOT / "tests" / "scripts" / "classroom"
PROXY = Path("node_modules") / ".bin" / "configurable-http-proxy"
SECONDS_TO_START = 300
SECONDS_A_CELL = 600
OUTPUTS = ("stream", "display_data", "execute_result", "error")


def git(*arguments, folder):
    """What git says in ``folder``. It reads nobody's settings."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    run = ["git", "-c", "user.name=A. Teacher", "-c", "user.email=teacher@example.org", *arguments]
    environment = {**os.environ, **settings}
    return subprocess.run(run, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def teachers_repository(folder):
    """A new git repository in ``folder``, on the branch ``main``, with the notebooks of the course."""
    folder = Path(folder)
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (folder / ".gitignore").write_text(".ipynb_checkpoints/\n", encoding="utf-8")
    git("init", "--initial-branch=main", folder=folder)
    publish(folder, "the course")
    return folder


def publish(folder, what):
    """What a teacher does after a change."""
    git("add", ".", folder=folder)
    git("commit", "--message", what, folder=folder)


class ClassServer:
    """JupyterHub with the configuration in ``classroom``, run by ``python``, until the ``with`` block ends.

    ``folder`` is an empty folder, for its files and the students' homes. The course comes from ``repository``.
    """

    def __init__(self, folder, repository, python, classroom=CLASSROOM, settings=()):
        self.folder, self.repository = Path(folder), Path(repository).as_uri()
        self.token = secrets.token_hex(16)
        self.ports = [free_port() for _ in range(3)]
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self._command = [str(python), "-m", "jupyterhub", "-f", str(classroom / "trial_config.py"), *settings]

    def __enter__(self):
        (self.folder / "homes").mkdir()
        environment = {
            **os.environ,
            "COURSE_REPOSITORY": self.repository,
            "COURSE_BRANCH": "main",
            "CLASS_STATE": str(self.folder),
            "TRIAL_HOMES": str(self.folder / "homes"),
            "TRIAL_PORTS": " ".join(map(str, self.ports)),
            "TRIAL_TOKEN": self.token,
        }
        self._log = open(self.folder / "hub.log", "wb")
        self._process = subprocess.Popen(
            self._command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            asyncio.run(self._wait_until_it_answers())
        except BaseException:
            self.__exit__()
            raise
        return self

    async def _wait_until_it_answers(self):
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return await self.ask("/hub/api/users")
            except (OSError, HTTPClientError):
                if self._process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"JupyterHub does not start:\n{self.log()}") from None
                await asyncio.sleep(0.5)

    def log(self):
        """What the hub, the proxy and the students' servers have written."""
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")

    async def ask(self, path, method="GET", body=None, seconds=SECONDS_A_CELL):
        """What the hub, or a student's server, answers at ``path``: JSON, or text."""
        request = HTTPRequest(
            self.url + path,
            method,
            headers=self.headers,
            body=None if method == "GET" else json.dumps(body or {}),
            request_timeout=seconds,
        )
        answer = await AsyncHTTPClient().fetch(request)
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return json.loads(answer.body)
        return answer.body.decode("utf-8")

    @property
    def headers(self):
        return {"Authorization": f"token {self.token}"}

    def processes(self):
        """The living processes of the class: {"hub": [...], "proxy": [...], a student's name: [...], ...}."""
        hub = psutil.Process(self._process.pid)
        found = {"hub": [hub], "proxy": []}
        for child in hub.children():
            try:
                name = child.environ().get("JUPYTERHUB_USER", "proxy")
                found.setdefault(name, []).extend([child, *child.children(recursive=True)])
            except psutil.NoSuchProcess:
                pass
        return found

    def __exit__(self, *error):
        """The hub stops the proxy and all servers, these their kernels. What is left then is killed."""
        left = []
        if self._process.poll() is None:
            left = psutil.Process(self._process.pid).children(recursive=True)
        stop(self._process, 60)
        _, alive = psutil.wait_procs(left, timeout=10)
        for process in alive:
            process.kill()
        psutil.wait_procs(alive, timeout=10)
        self._log.close()


class Student:
    """One of the class, who does what the browser of a student does, through the same addresses."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.home = server.folder / "homes" / name

    async def start(self):
        """Returns when the student has a running server."""
        user = f"/hub/api/users/{self.name}"
        await self.server.ask(user, "POST")
        await self.server.ask(f"{user}/server", "POST")
        events = await self.server.ask(f"{user}/server/progress")
        if not _events(events)[-1].get("ready"):
            raise RuntimeError(f"The server of {self.name} does not start:\n{self.server.log()}")

    async def enter(self):
        """Opens the page that a student sees first, which pulls the course. Returns what nbgitpuller said of it."""
        request = HTTPRequest(self._url("/"), headers=self.server.headers)
        page = urlsplit((await AsyncHTTPClient().fetch(request)).effective_url)
        said = _events(await self._ask(f"/{page.path.rpartition('/')[2]}/api?{page.query}"))
        if said[-1]["phase"] != "finished":
            raise RuntimeError(f"The course does not reach {self.name}: {said[-1]}")
        return [event["output"] for event in said if "output" in event]

    async def run(self, path):
        """Opens the notebook ``path``, below the student's home, and runs all cells in its kernel: a ``Run``."""
        start = time.perf_counter()
        notebook = (await self._ask(f"/api/contents/{quote(path)}"))["content"]
        wanted = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        session = await self._ask("/api/sessions", "POST", wanted)
        address = self._url(f"/api/kernels/{session['kernel']['id']}/channels?session_id={session['id']}")
        request = HTTPRequest(address.replace("http", "ws", 1), headers=self.server.headers)
        channels = await websocket_connect(request, max_message_size=2**30)
        try:
            run = Run()
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    await asyncio.wait_for(_run_cell(channels, session["id"], cell, run, start), SECONDS_A_CELL)
            run.seconds = time.perf_counter() - start
            return run
        finally:
            channels.close()

    async def _ask(self, path, method="GET", body=None):
        return await self.server.ask(f"/user/{self.name}{path}", method, body)

    def _url(self, path):
        return f"{self.server.url}/user/{self.name}{path}"


@dataclass
class Run:
    """What running a notebook came to: the errors, the text of the outputs, and the seconds since it was opened."""

    errors: list = field(default_factory=list)
    text: str = ""
    cells: int = 0
    seconds_to_first_output: float | None = None
    seconds: float | None = None


async def _run_cell(channels, session, cell, run, start):
    """Has the kernel run a cell, and waits until it has answered and is idle. Notes in ``run`` what came."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": session, "version": "5.3"}
    header |= {"username": "", "date": datetime.now(timezone.utc).isoformat()}
    content = {"code": "".join(cell["source"]), "silent": False, "store_history": True, "allow_stdin": False}
    content |= {"user_expressions": {}, "stop_on_error": True}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    await channels.write_message(json.dumps(message))
    run.cells += 1
    answered = idle = False
    while not (answered and idle):
        answer = await channels.read_message()
        if answer is None:
            raise RuntimeError(f"cell {cell.get('id')}: the connection to the kernel is closed")
        message = json.loads(answer)
        if message["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        kind, content = message["header"]["msg_type"], message["content"]
        if kind in OUTPUTS and run.seconds_to_first_output is None:
            run.seconds_to_first_output = time.perf_counter() - start
        if kind == "stream":
            run.text += content["text"]
        elif kind == "execute_result":
            run.text += content["data"].get("text/plain", "")
        elif kind == "execute_reply":
            answered = True
            if content["status"] != "ok" and "raises-exception" not in cell["metadata"].get("tags", []):
                run.errors.append(f"cell {cell.get('id')}: {content.get('ename')}: {content.get('evalue')}")
        elif kind == "status":
            idle = content["execution_state"] == "idle"


def _events(text):
    """The events of a stream for a browser."""
    return [json.loads(line.removeprefix("data:")) for line in text.splitlines() if line.startswith("data:")]
