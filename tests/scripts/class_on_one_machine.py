"""How a class does on one machine: a JupyterHub, students who run two notebooks at the same moment. No test.

    python -m tests.scripts.class_on_one_machine --students 1 2 10
    python -m tests.scripts.class_on_one_machine --students 10 --environment /tmp/class     # made once, and kept
    python -m tests.scripts.class_on_one_machine --students 1 2 10 --record                 # into the page for teachers

Everything happens in a temporary folder, on free ports of 127.0.0.1: an environment with the course (``pip install .``)
and JupyterHub, the teacher's git repository, the hub with the configuration in ``classroom``. Then each student gets a
server and the course, and runs each notebook whole, all at the same moment. Afterwards nothing is left.

The table is what goes into the page for teachers, ``classroom/README.md``. Memory is PSS: what processes share counts
once. Needs Linux, git and npm.
"""

import argparse
import asyncio
import json
import math
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.checking.class_server import CLASSROOM, PROXY, ClassServer, Student, teachers_repository
from tests.checking.course_wheel import copy_what_is_installed
from tests.checking.surroundings import settle

RUN = ["05_linear_classifier", "08_real_data"]  # the two that compute longest
PAGE, MEASURED = CLASSROOM / "README.md", CLASSROOM / "measured.json"
SHOWN = ("jupyterhub", "nbgitpuller", "jupyterlab", "ipykernel", "numpy", "matplotlib")


# ---------------------------------------------------------------------------------------------------- the environment


def make_environment(folder):
    """A Python with the course and JupyterHub in ``folder``, and beside it the configuration with its proxy."""
    said = {"check": True, "stdout": sys.stderr}
    subprocess.run([sys.executable, "-m", "venv", folder], **said)
    with tempfile.TemporaryDirectory() as source:  # a copy, so that nothing is left behind in the course
        copy_what_is_installed(source)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--requirement", CLASSROOM / "requirements.txt", source], **said)
    copy_configuration(folder)
    subprocess.run(["npm", "install", "--silent", "--no-package-lock", "--prefix", folder / "classroom"], **said)
    assert (folder / "classroom" / PROXY).exists()


def copy_configuration(environment):
    left_out = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(CLASSROOM, environment / "classroom", ignore=left_out, dirs_exist_ok=True)


def versions_in(environment):
    code = f"from importlib.metadata import version; print(*map(version, {SHOWN}))"
    run = [environment / "bin" / "python", "-c", code]
    return dict(zip(SHOWN, subprocess.run(run, check=True, capture_output=True, text=True).stdout.split(), strict=True))


# ---------------------------------------------------------------------------------------------------- the measurement


def processor_seconds(processes):
    """What these have computed, together with their children that have ended."""
    total = 0
    for process in processes:
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            pass
    return total


def megabytes(processes):
    """What these hold, with their share of what several hold together."""
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            pass
    return total / 1e6


def busy_seconds():
    """What all processors of the machine have computed, for whomever."""
    times = psutil.cpu_times()
    return times.user + times.nice + times.system + times.irq + times.softirq


async def sample(server, peaks):
    """Notes the largest value of each kind, until it is cancelled."""
    while True:
        held = {who: megabytes(processes) for who, processes in server.processes().items()}
        students = [held[who] for who in held if who not in ("hub", "proxy")]
        values = {"hub": held["hub"], "proxy": held["proxy"]}
        if students:
            values["student"] = statistics.mean(students)
        for name, value in values.items():
            peaks[name] = max(value, peaks.get(name, 0))
        await asyncio.sleep(1)


async def timed(coroutine):
    start = time.perf_counter()
    await coroutine
    return time.perf_counter() - start


def spread(values):
    """The middle one and the largest of those that there are."""
    values = [value for value in values if value is not None] or [math.nan]
    return [round(statistics.median(values), 1), round(max(values), 1)]


async def all_at_once(students, step, errors):
    """What each gets of ``step``, and who. What went wrong for the others is added to ``errors``."""
    values = await asyncio.gather(*map(step, students), return_exceptions=True)
    errors += [
        f"{who.name}: {value}" for who, value in zip(students, values, strict=True) if isinstance(value, Exception)
    ]
    fine = [(who, value) for who, value in zip(students, values, strict=True) if not isinstance(value, Exception)]
    return [value for _, value in fine], [who for who, _ in fine]


async def run_at_once(server, students, name, errors):
    """All run this notebook at the same moment: what that came to."""

    def computed():
        own = sum(psutil.Process().cpu_times()[:2])
        of_the_class = processor_seconds(process for them in server.processes().values() for process in them)
        return time.perf_counter(), of_the_class, busy_seconds() - of_the_class - own

    before = computed()
    path = f"gradients-by-hand/notebooks/{name}.ipynb"
    runs, who = await all_at_once(students, lambda student: student.run(path), errors)
    seconds, by_the_class, by_others = (after - start for after, start in zip(computed(), before, strict=True))
    errors += [
        f"{student.name}, {name}: {error}" for student, run in zip(who, runs, strict=True) for error in run.errors
    ]
    return {
        "cells": max((run.cells for run in runs), default=0),
        "first output": spread(run.seconds_to_first_output for run in runs),
        "all cells": spread(run.seconds for run in runs),
        "processor seconds": round(by_the_class / max(1, len(students)), 1),
        "cores": round(by_the_class / seconds, 1),
        "cores for others": round(max(0, by_others) / seconds, 1),
    }


async def attend(server, number):
    """One lesson with so many students: a row of the measurement."""
    students = [Student(server, f"student{n:03}") for n in range(1, number + 1)]
    row, errors, peaks = {"students": number}, [], {}
    sampler = asyncio.create_task(sample(server, peaks))
    try:
        for name, step in (("started", Student.start), ("pulled", Student.enter)):
            seconds, students = await all_at_once(students, lambda student, step=step: timed(step(student)), errors)
            row[name] = spread(seconds)
        row["notebooks"] = {name: await run_at_once(server, students, name, errors) for name in RUN}
        await asyncio.sleep(2)  # one more sample, with all kernels alive
    finally:
        sampler.cancel()
        print(*errors, sep="\n", end="\n" * bool(errors), file=sys.stderr)
    return row | {"errors": len(errors), "megabytes": {name: round(value) for name, value in peaks.items()}}


def measure(numbers, environment):
    """The measurement: of this machine, and a row for each number of students."""
    measured = {
        "cores": psutil.cpu_count(),
        "gigabytes": round(psutil.virtual_memory().total / 1e9),
        "versions": versions_in(environment),
        "rows": [],
    }
    for number in numbers:
        print(f"{number} at once ...", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="class-", ignore_cleanup_errors=True) as folder:
            repository = teachers_repository(Path(folder) / "teacher")
            hub = Path(folder) / "hub"
            hub.mkdir()
            python = environment / "bin" / "python"
            with ClassServer(hub, repository, python, environment / "classroom") as server:
                measured["rows"].append(asyncio.run(attend(server, number)))
    return measured


# ------------------------------------------------------------------------------------------------- what follows from it

SYSTEM = 1  # gigabytes for the machine itself: what The Littlest JupyterHub asks for at least
HEADROOM = 1.4  # what its documentation recommends at most
PATIENCE = 60  # seconds for a whole notebook, when all press Run All at the same moment


def largest_class(measured):
    return max(measured["rows"], key=lambda row: row["students"])


def seconds_a_notebook(measured):
    """Of one processor, for one student and the longer one of the notebooks."""
    return max(notebook["processor seconds"] for notebook in largest_class(measured)["notebooks"].values())


def gigabytes_for(measured, students):
    """Memory for a class on one machine, rounded up."""
    held = largest_class(measured)["megabytes"]
    return math.ceil(SYSTEM + (held["hub"] + held["proxy"] + students * held["student"] * HEADROOM) / 1000)


def cores_for(measured, students):
    """So many that a whole notebook takes no longer than ``PATIENCE``, rounded up."""
    return math.ceil(students * seconds_a_notebook(measured) / PATIENCE)


def megabytes_alone(measured):
    """Of a student who shares nothing with others."""
    return min(measured["rows"], key=lambda row: row["students"])["megabytes"]["student"]


def guarantee(measured):
    """(megabytes, cores) for one student on a cluster: rounded up to 64 MB and to 0.05."""
    megabytes = math.ceil(megabytes_alone(measured) * HEADROOM / 64) * 64
    return megabytes, math.ceil(seconds_a_notebook(measured) / PATIENCE * 20) / 20


def limit(measured):
    """Gigabytes that no student may exceed: twice what one needs, rounded up."""
    return math.ceil(2 * megabytes_alone(measured) / 1000)


def table(lines):
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(lines[0]))]
    rows = [[str(cell).ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["-" * width for width in widths], *rows[1:]])


def measured_table(measured):
    """What was measured, in Markdown. "6 (7)" is the middle one of the students and the slowest."""

    def pair(values):
        return "{:.0f} ({:.0f})".format(*values)

    numbers = [name.partition("_")[0] for name in RUN]
    lines = [["students at once", *(row["students"] for row in measured["rows"])]]
    lines.append(["errors", *(row["errors"] for row in measured["rows"])])
    lines.append(["server is there after, s", *(pair(row["started"]) for row in measured["rows"])])
    lines.append(["course is there after, s", *(pair(row["pulled"]) for row in measured["rows"])])
    for number, name in zip(numbers, RUN, strict=True):
        notebooks = [row["notebooks"][name] for row in measured["rows"]]
        lines.append([f"{number}, first output after, s", *(pair(notebook["first output"]) for notebook in notebooks)])
        lines.append([f"{number}, all {notebooks[0]['cells']} cells, s", *(pair(n["all cells"]) for n in notebooks)])
        lines.append([f"{number}, processor time a student, s", *(n["processor seconds"] for n in notebooks)])
        lines.append([f"{number}, cores in use", *(n["cores"] for n in notebooks)])
        lines.append([f"{number}, cores in use by others", *(n["cores for others"] for n in notebooks)])
    for name, words in (("student", "a student, both kernels alive"), ("hub", "the hub"), ("proxy", "the proxy")):
        lines.append([f"memory of {words}, MB", *(row["megabytes"][name] for row in measured["rows"])])
    return table(lines)


CLASSES = {
    10: "JupyterHub, one machine",
    30: "The Littlest JupyterHub, one machine",
    300: "Zero to JupyterHub, all machines together",
}


def plan_table(measured):
    """What follows for other classes, in Markdown."""
    lines = [["students", "with", "memory, GB", "cores"]]
    lines += [[size, how, gigabytes_for(measured, size), cores_for(measured, size)] for size, how in CLASSES.items()]
    return table(lines)


TABLES = {"measured": measured_table, "plan": plan_table}


def with_tables(page, measured):
    """The text of the page with the tables of this measurement."""
    for name, make in TABLES.items():
        pattern = rf"(<!-- {name} -->\n\n).*?(?=\n\n<!-- end -->)"
        page, times = re.subn(pattern, lambda match, make=make: match[1] + make(measured), page, flags=re.DOTALL)
        assert times == 1, name
    return page


def main(arguments=None):
    """Returns the exit status: 0, or 1 if a cell raised an error."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, nargs="+", default=[1, 2, 10], metavar="N")
    parser.add_argument("--environment", type=Path, help="where to make, or to find, the environment, and to keep it")
    parser.add_argument("--record", action="store_true", help="write the result into the page for teachers")
    options = parser.parse_args(arguments)
    settle()
    with tempfile.TemporaryDirectory(prefix="class-") as folder:
        environment = (options.environment or Path(folder) / "environment").resolve()
        if not (environment / "classroom" / PROXY).exists():
            make_environment(environment)
        copy_configuration(environment)
        measured = measure(options.students, environment)
    print(f"{measured['cores']} cores, {measured['gigabytes']} GB;", end=" ")
    print(", ".join(" ".join(pair) for pair in measured["versions"].items()), end="\n\n")
    print(measured_table(measured), plan_table(measured), sep="\n\n")
    if options.record:
        MEASURED.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
        PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
    return 1 if any(row["errors"] for row in measured["rows"]) else 0


if __name__ == "__main__":
    sys.exit(main())
