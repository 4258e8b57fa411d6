"""The table of what was handed in: each kind of exercise, each kind of accident, and never an error of the command."""

import csv
import signal

import pytest
from nbformat.v4 import new_notebook

from tests.checking.notebook_files import NOTEBOOKS, as_text, code_cells, read, tags_of
from tests.scripts import hand_ins
from tests.scripts.place_exercises import cell_id, module_of

STEM = "06_numerical_stability"  # it has every kind of exercise
EXERCISES = module_of(STEM)
OPEN = {name: ("open", "") for name in EXERCISES}

# One answer of each kind with a known mistake; and one that is wrong without one.
MISTAKEN = {
    "my_shift": 'check(my_shift="smaller")',
    "my_at_the_kink": "check(my_at_the_kink=(0.0, 0.0))",
    "my_shift_steps": 'check(my_shift_steps="""\nlog(exp(a) + exp(b))\nlog(exp(a - m) + exp(b - m))\n""")',
    "my_log_sum": f"{EXERCISES['my_log_sum'].edited(('np.maximum(a, b)', '(a + b) / 2'))}\n\ncheck(my_log_sum)",
    "my_clip_limit": "check(my_clip_limit=1e-8)",
    "my_stable_sigmoid": "def my_stable_sigmoid(z):\n    return z + 77\n\ncheck(my_stable_sigmoid)",
}
# Cells that raise, without an answer or with one; and names that are not as they should be.
RAISING = {
    "my_still_right": "my_still_right = undefined",
    "my_confident_loss": "exit()\ncheck(my_confident_loss=1000)",
    "my_shift": "def (:  # my_shift",
    "my_four_words": "import sys  # my_four_words\nsys.exit('enough')",
    "my_smallest_shown": 'my_smallest_shown = "clipped"\nchekc(my_smallest_shown=my_smallest_shown)',
    "my_at_the_kink": "",
    "my_slope_left": "my_slope_left = check(my_slope_left=0.0)",
    "my_stable_sigmoid": "def a_better_name(z):\n    return z\n\ncheck(a_better_name)",
    "my_safe_softplus": "def my_safe_softplus(z):\n    return undefined",
}
# Cells after which a kernel does not go on. The first one cannot be interrupted, and prints without end.
STOPPING = {
    "my_still_right": "while True:\n    try:\n        print('my_still_right')\n    except BaseException:\n        1",
    "my_confident_loss": "import os\nos._exit(3)  # check(my_confident_loss=1000)",
    "my_stable_sigmoid": "def my_stable_sigmoid(z):\n    while True:\n        pass",
}


def handed_in(folder, name, answers, cells=None):
    """Writes the notebook with these answers; without ``cells``, only its first cell of code and its exercises."""
    notebook = read(NOTEBOOKS / f"{STEM}.ipynb")
    code = code_cells(notebook)
    answers = {cell_id(name): answer for name, answer in answers.items()}
    for cell in code:
        cell.source = answers.get(cell.id, cell.source)
    if cells is None:
        notebook.cells = [cell for cell in code if cell is code[0] or "exercise" in tags_of(cell)]
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(as_text(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """The rows of six hand-ins and of what else may lie about, as the file holds them, by file and exercise."""
    folder = tmp_path_factory.mktemp("handed in")
    solutions = {name: exercise.solution_text() for name, exercise in EXERCISES.items()}
    handed_in(folder, "Änne/all right.ipynb", solutions, "all of them")
    (folder / "untouched.ipynb").write_bytes((NOTEBOOKS / f"{STEM}.ipynb").read_bytes())
    handed_in(folder, "mistaken.ipynb", MISTAKEN)
    handed_in(folder, "raising.ipynb", RAISING)
    handed_in(folder, "stopping.ipynb", STOPPING)
    (folder / "essay.docx").write_bytes(b"PK\x03\x04\xff")
    (folder / "broken.ipynb").write_text('{"cells": 3}', encoding="utf-8")
    (folder / "empty.ipynb").write_text(as_text(new_notebook()), encoding="utf-8")
    (folder / "Änne" / ".ipynb_checkpoints").mkdir()
    (folder / "Änne" / ".ipynb_checkpoints" / "all right.ipynb").write_text("{}", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    file = tmp_path_factory.mktemp("table") / "table.csv"
    assert hand_ins.main([str(folder), "--csv", str(file), "--seconds", "20"]) == 0
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with open(file, encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == list(hand_ins.COLUMNS)
    found = {}
    for name, exercise, *said in rows:
        found.setdefault(name, {})[exercise] = tuple(said)
    assert sum(map(len, found.values())) == len(rows)
    return found


def test_solutions_are_right_in_their_order(table):
    assert table["Änne/all right.ipynb"] == dict.fromkeys(EXERCISES, ("right", ""))
    assert list(table["Änne/all right.ipynb"]) == list(EXERCISES)


def test_an_untouched_notebook_is_open(table):
    assert table["untouched.ipynb"] == OPEN


def test_known_mistakes_are_named_in_every_kind_of_exercise(table):
    named = table["mistaken.ipynb"]
    assert {name: said for name, said in named.items() if name not in MISTAKEN} == {
        name: said for name, said in OPEN.items() if name not in MISTAKEN
    }
    assert {named[name][0] for name in MISTAKEN} == {"wrong"}
    assert named["my_shift"][1] == EXERCISES["my_shift"].mistakes['"smaller"']
    assert named["my_at_the_kink"][1] == "the convention is taken for the truth"
    assert named["my_shift_steps"][1] == "m is not added back"
    assert named["my_log_sum"][1] == "the mean of the two is taken out: one exponent is still above 0"
    assert named["my_clip_limit"][1].startswith("In float32, 1 minus it has to stay below 1")
    assert named["my_stable_sigmoid"][1] == ""


def test_an_error_is_a_line_and_the_rest_is_judged(table):
    said = {name: verdict for name, (verdict, _) in table["raising.ipynb"].items()}
    assert said["my_still_right"] == "did not run: NameError: name 'undefined' is not defined"
    assert said["my_confident_loss"] == "did not run: SystemExit"
    assert said["my_shift"].startswith("did not run: SyntaxError: ")
    assert said["my_four_words"] == "did not run: SystemExit: enough"
    assert said["my_smallest_shown"] == "right"  # asked for by its name
    assert said["my_slope_left"] == "right"  # and not asked again
    assert said["my_at_the_kink"] == said["my_stable_sigmoid"] == "not there"
    assert said["my_safe_softplus"] == "wrong"  # the check says so of what raises


def test_a_kernel_that_stops_is_a_line_and_the_rest_is_judged(table):
    said = dict(table["stopping.ipynb"])
    for name, reason in [
        ("my_still_right", "takes more than 20 seconds"),
        ("my_confident_loss", "ends Python"),
    ]:
        assert said.pop(name) == (f"did not run: its cell {reason}", "")
    stopped = hasattr(signal, "setitimer")  # a function that never ends, which the check itself stops, but on Windows
    verdict = "wrong" if stopped else "did not run: its cell takes more than 20 seconds"
    assert said.pop("my_stable_sigmoid") == (verdict, "")
    assert said == {name: verdict for name, verdict in OPEN.items() if name in said}
    assert len(said) == len(OPEN) - 3


def test_a_kernel_that_ends_later_ends_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(hand_ins, "RUNS", 2)
    later = "import os, threading\nthreading.Timer(0.2, os._exit, [1]).start()"
    wait = "import time\ntime.sleep(60)"
    handed_in(tmp_path, "later.ipynb", {"my_still_right": later, "my_shift": wait, "my_clip_limit": wait})
    said = {name: verdict for name, verdict, _ in hand_ins.rows_of(tmp_path / "later.ipynb")}
    assert list(said) == list(EXERCISES)
    assert all(verdict.startswith(("open", "did not run: ")) for verdict in said.values())
    assert "did not run: the notebook was stopped 2 times" in said.values()  # when it ends, each machine decides


def test_what_is_no_notebook_is_a_line(table):
    assert table["essay.docx"] == table["broken.ipynb"] == {"": ("did not run: this is no notebook", "")}
    assert table["empty.ipynb"] == {"": ("did not run: no exercise of this course is in it", "")}
    assert len(table) == 8


def test_a_folder_that_is_not_there(tmp_path, capsys):
    with pytest.raises(SystemExit):
        hand_ins.main([str(tmp_path / "nowhere")])
    assert "there is no folder" in capsys.readouterr().err
