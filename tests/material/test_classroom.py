"""A class server: its configuration, what becomes of a student's work, and two students in a real JupyterHub.

Needs what is named in ``tests/scripts/classroom``: where it is missing, most of this is skipped.
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tests.checking.class_server import CLASSROOM, PROXY, ClassServer, Student, publish, teachers_repository
from tests.checking.notebook_files import ROOT, as_text, code_cells, markdown_cells, read
from tests.checking.project_files import commands_in, packages_in
from tests.references import reference, unavailable
from tests.scripts import class_on_one_machine as trial

PAGE = (CLASSROOM / "README.md").read_text(encoding="utf-8")
CONFIG = "jupyterhub_config.py"
MEASURED = json.loads((CLASSROOM / "measured.json").read_text(encoding="utf-8"))


# --------------------------------------------------------------------------------------------------- the configuration


class Settings(dict):
    """Like JupyterHub's: ``c.Spawner.cmd`` may be set, and read."""

    def __getattr__(self, name):
        return self.setdefault(name, Settings())

    __setattr__ = dict.__setitem__


def configuration(monkeypatch):
    """What jupyterhub_config.py sets, as {"Spawner": {"cmd": ...}, ...}, without JupyterHub."""
    monkeypatch.setenv("COURSE_REPOSITORY", "https://example.org/teacher/course.git")
    path, settings = CLASSROOM / CONFIG, Settings()
    names = {"get_config": lambda: settings, "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
    return names, settings


def test_the_configuration_says_who_enters_what_runs_and_what_it_may_use(monkeypatch):
    names, c = configuration(monkeypatch)
    assert c.JupyterHub.authenticator_class == "pam" and c.LocalAuthenticator.allowed_groups == {"class"}
    assert c.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert c.JupyterHub.spawner_class == "localprocess"
    limit = names["GIGABYTES"]
    assert limit == trial.limit(MEASURED), "twice what a student was measured to need"
    assert c.Spawner.mem_limit == f"{limit}G"
    assert c.Spawner.cmd[:2] == ["prlimit", f"--data={limit * 2**30}"]
    assert c.Spawner.environment["OPENBLAS_NUM_THREADS"] == str(c.Spawner.cpu_limit)
    assert (ROOT / names["FIRST"]).is_file()
    assert c.Spawner.default_url == (
        "/git-pull?repo=https%3A%2F%2Fexample.org%2Fteacher%2Fcourse.git&branch=main&targetpath=gradients-by-hand"
        f"&urlpath=lab%2Ftree%2Fgradients-by-hand%2Fnotebooks%2F{names['FIRST'].rpartition('/')[2]}"
    )


def test_jupyterhub_knows_every_setting(monkeypatch):
    """A name that it does not know, it ignores without a word."""
    auth, app = reference("jupyterhub.auth"), reference("jupyterhub.app")
    proxy, spawner = reference("jupyterhub.proxy"), reference("jupyterhub.spawner")
    classes = [auth.LocalAuthenticator, app.JupyterHub, proxy.ConfigurableHTTPProxy, spawner.Spawner]
    classes += [spawner.SimpleLocalProcessSpawner]
    known = {kind.__name__: kind.class_trait_names(config=True) for kind in classes}
    texts = [(CLASSROOM / name).read_text(encoding="utf-8") for name in (CONFIG, "trial_config.py")]
    used = set(re.findall(r"\bc\.(\w+)\.(\w+)", "\n".join(texts)))
    assert len(used) > 15
    assert not [f"c.{name}.{trait}" for name, trait in sorted(used) if trait not in known[name]]


def test_versions_are_pinned_and_stay_out_of_what_readers_install():
    lines = packages_in(CLASSROOM / "requirements.txt")
    assert [re.fullmatch(r"([a-z]+)==[\d.]+", line)[1] for line in lines] == ["jupyterhub", "nbgitpuller"]
    package = json.loads((CLASSROOM / "package.json").read_text(encoding="utf-8"))
    assert [re.fullmatch(r"[\d.]+", version) is not None for version in package["dependencies"].values()] == [True]
    for name in ("requirements.txt", "pyproject.toml", "tests/requirements.txt"):
        assert "jupyterhub" not in (ROOT / name).read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------- a student's work, and an update

NOTEBOOK = "notebooks/02_sigmoid.ipynb"


@pytest.fixture
def teacher(tmp_path):
    reference("nbgitpuller")
    if shutil.which("git") is None:
        unavailable("REFERENCES", "git is not there")
    return teachers_repository(tmp_path / "teacher")


@pytest.fixture
def pull(teacher, tmp_path):
    """Brings the course to the student, as the page of the class server does. Returns the student's folder."""

    def pull():
        folder = tmp_path / "student"
        command = [sys.executable, "-m", "nbgitpuller.pull", teacher.as_uri(), "main", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        return folder

    return pull


def write(path, **sources):
    """Gives the cells with these names (with ``_`` for ``-``) another text."""
    notebook = read(path)
    cells = {cell.id: cell for cell in notebook.cells}
    for name, source in sources.items():
        cells[name.replace("_", "-")].source = source
    path.write_text(as_text(notebook), encoding="utf-8")


def run_and_save(path):
    """What is in the file after a student has run all cells: other outputs, and times in the metadata."""
    notebook = read(path)
    for cell in code_cells(notebook):
        cell.metadata.execution = {"shell.execute_reply": "some time"}
        cell.outputs = [nbformat.v4.new_output("stream", text="what the student saw\n")]
    path.write_text(as_text(notebook), encoding="utf-8")


def text_of(path, name):
    """The text of a cell of a notebook that can be read."""
    notebook = read(path)
    nbformat.validate(notebook)
    return next(cell.source for cell in notebook.cells if cell.id == name.replace("_", "-"))


def some_cells(path):
    """Names of an early code cell, and of a text and a code cell far behind it."""
    code, text = code_cells(read(path)), markdown_cells(read(path))
    return code[1].id, text[-8].id, code[-1].id


@pytest.mark.parametrize("saved_with_outputs", [False, True])
def test_a_students_cell_survives_and_the_teachers_other_cell_arrives(teacher, pull, saved_with_outputs):
    mine, text, code = some_cells(teacher / NOTEBOOK)
    student = pull() / NOTEBOOK
    write(student, **{mine: "# the student's"})
    if saved_with_outputs:
        run_and_save(student)
    write(teacher / NOTEBOOK, **{text: "The teacher's text."}, **({} if saved_with_outputs else {code: "# teacher's"}))
    publish(teacher, "better words")
    pull()
    assert text_of(student, mine) == "# the student's"
    assert text_of(student, text) == "The teacher's text."
    if not saved_with_outputs:
        assert text_of(student, code) == "# teacher's"


def test_where_both_wrote_the_students_words_stay(teacher, pull):
    mine, text, _ = some_cells(teacher / NOTEBOOK)
    student = pull() / NOTEBOOK
    write(student, **{mine: "# the student's"})
    write(teacher / NOTEBOOK, **{mine: "# the teacher's", text: "The teacher's text."})
    publish(teacher, "the same cell")
    pull()
    assert text_of(student, mine) == "# the student's"
    assert text_of(student, text) == "The teacher's text."


def test_a_student_who_wrote_nothing_has_the_teachers_file(teacher, pull):
    mine, text, code = some_cells(teacher / NOTEBOOK)
    student = pull() / NOTEBOOK
    write(teacher / NOTEBOOK, **{mine: "# teacher's", text: "Teacher's.", code: "# and here"})
    publish(teacher, "many changes")
    pull()
    assert student.read_bytes() == (teacher / NOTEBOOK).read_bytes()


def test_a_notebook_that_was_deleted_comes_back_fresh(teacher, pull):
    student = pull() / NOTEBOOK
    student.unlink()
    pull()
    assert student.read_bytes() == (teacher / NOTEBOOK).read_bytes()


def test_a_students_own_file_gets_out_of_the_way_of_a_new_one(teacher, pull):
    own = pull() / "notebooks" / "notes.txt"
    own.write_text("the student's")
    (teacher / "notebooks" / "notes.txt").write_text("the teacher's")
    publish(teacher, "notes")
    pull()
    assert own.read_text() == "the teacher's"
    (renamed,) = own.parent.glob("notes__*.txt")
    assert renamed.read_text() == "the student's"


# -------------------------------------------------------------------------------------------------------- a real server


def notebook_of(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


@pytest.fixture
def class_server(teacher, tmp_path):
    reference("jupyterhub")
    if not (CLASSROOM / PROXY).exists():
        command = f"npm install --no-package-lock --prefix {CLASSROOM.relative_to(ROOT).as_posix()}"
        unavailable("REFERENCES", f"JupyterHub's proxy is not there: {command}")
    if shutil.which("prlimit") is None:
        unavailable("REFERENCES", "prlimit is not there: a class server needs Linux")
    small = notebook_of(
        "import numpy as np, helpers\nprint(helpers.Sigmoid().forward(np.array([0.0])))",
        "try:\n    np.ones(2**28)\nexcept MemoryError:\n    print('two gigabytes are too much')",
        "import os\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.path.basename(os.path.expanduser('~')))",
    )
    nbformat.write(small, teacher / "notebooks" / "small.ipynb")
    nbformat.write(notebook_of("1 / 0"), teacher / "notebooks" / "wrong.ipynb")
    publish(teacher, "two small notebooks")
    folder = tmp_path / "hub"
    folder.mkdir()
    with ClassServer(folder, teacher, sys.executable) as server:
        yield server


def test_two_students_run_a_notebook(class_server, monkeypatch):
    """Each on a server of their own, with the course in their home, and within the memory that is theirs."""
    monkeypatch.setattr(trial, "RUN", ["small", "wrong"])
    students = [Student(class_server, f"student00{number}") for number in (1, 2)]

    async def lesson():
        row = await trial.attend(class_server, 2)
        runs = [await student.run("gradients-by-hand/notebooks/small.ipynb") for student in students]
        return row, runs, class_server.processes()

    row, runs, processes = asyncio.run(lesson())
    for student, run in zip(students, runs, strict=True):
        assert run.errors == []
        assert run.text == f"[0.5]\ntwo gigabytes are too much\n1 {student.name}\n"
        assert (student.home / "gradients-by-hand" / NOTEBOOK).is_file()
    alive = {who: len(them) for who, them in processes.items()}
    assert alive == {"hub": 1, "proxy": 1, "student001": 3, "student002": 3}, "a server, and a kernel for each notebook"

    assert (row["students"], row["errors"]) == (2, 2), "the two divisions by zero"
    small, wrong = row["notebooks"].values()
    assert (small["cells"], wrong["cells"]) == (3, 1)
    assert 0 < small["first output"][0] <= small["all cells"][0] <= small["all cells"][1]
    assert small["processor seconds"] > 0.1 and small["cores"] > 0
    assert all(20 < row["megabytes"][who] < 1000 for who in ("hub", "proxy", "student"))
    assert re.search(r"^\| errors +\| 2 +\|$", trial.measured_table({"rows": [row]}), re.MULTILINE)

    class_server.__exit__()
    assert not any(process.is_running() for them in processes.values() for process in them)


# ------------------------------------------------------------------------------------------------------------- the page


def test_the_tables_of_the_page_are_those_of_the_measurement():
    assert trial.with_tables(PAGE, MEASURED) == PAGE


def test_the_numbers_of_the_page_are_those_of_the_configuration_and_of_the_measurement(monkeypatch):
    names, c = configuration(monkeypatch)
    limit, (megabytes, cores) = trial.limit(MEASURED), trial.guarantee(MEASURED)
    assert f"sudo tljh-config set limits.memory {limit}G\n" in PAGE
    assert f"memory: {{guarantee: {megabytes}M, limit: {limit}G}}\n" in PAGE
    assert f"cpu: {{guarantee: {cores:g}, limit: {names['CORES']}}}\n" in PAGE
    assert f"no process may hold more than {limit} GB of data" in PAGE
    assert f"- memory = {trial.SYSTEM} GB for the machine + hub + proxy + students × memory of a student" in PAGE
    assert f"× memory of a student × {trial.HEADROOM} (" in PAGE and f"shares nothing, × {trial.HEADROOM}," in PAGE
    assert f"- cores = students × processor time of the longer notebook / {trial.PATIENCE} s:" in PAGE
    assert c.JupyterHub.bind_url in PAGE and names["STATE"] in PAGE
    assert {row["errors"] for row in MEASURED["rows"]} == {0}


def test_the_commands_of_the_page_name_files_that_exist():
    words = " ".join(commands_in(PAGE)).split()
    named = {word for word in words if word.startswith(("tests/", "/opt/class/classroom/"))}
    assert named == {
        "tests/scripts/classroom/requirements.txt",
        "tests/scripts/classroom",
        f"/opt/class/classroom/{CONFIG}",
    }
    assert all((ROOT / word.replace("/opt/class/", "tests/scripts/")).exists() for word in named)


def test_what_follows_is_computed_from_the_largest_class():
    """The formulas of the page, by hand: 1 + (100 + 60 + 30 x 400 x 1.4) / 1000 = 17.96, and 30 x 9 / 60 = 4.5."""

    def row(students, megabytes, seconds):
        notebooks = {"05": {"processor seconds": seconds}, "08": {"processor seconds": seconds - 1}}
        held = {"hub": 100, "proxy": 60, "student": megabytes}
        return {"students": students, "megabytes": held, "notebooks": notebooks}

    measured = {"rows": [row(1, 450, 12), row(10, 400, 9)]}
    assert trial.gigabytes_for(measured, 30) == 18
    assert trial.cores_for(measured, 30) == 5
    assert trial.guarantee(measured) == (640, 0.15)  # 450 x 1.4 = 630; 9 / 60 = 0.15
    assert trial.limit(measured) == 1  # 2 x 450 MB
    assert trial.limit({"rows": [row(1, 501, 12)]}) == 2
