"""In the kernel of a notebook that was handed in: writes down what its exercises say of the answers.

A line of the file is the JSON of an exercise's name, the verdict and the known mistake. It is written at once: what
comes later in the notebook may end the kernel.
"""

import importlib
import json
import sys

from IPython import get_ipython


def watch(module, file):
    """From now on, each exercise of ``helpers.exercises.module`` writes down what it says."""
    for exercise in _exercises(module).values():
        exercise.judge = _watched(exercise, exercise.judge, file)
    get_ipython().ask_exit = sys.exit  # an exit() raises an error, and the kernel goes on


def _watched(exercise, judge, file):
    def judge_and_write(answer):
        said = judge(answer)
        with open(file, "a", encoding="utf-8") as lines:
            lines.write(json.dumps([exercise.name, said.verdict, said.mistake or ""]) + "\n")
        exercise.was_asked = True
        return said

    return judge_and_write


def ask(module, name):
    """Ask the exercise about the answer with its name in the notebook, if no cell of the notebook has asked it."""
    exercise, names = _exercises(module)[name], get_ipython().user_ns
    if name in names and not hasattr(exercise, "was_asked"):
        exercise.judge(names[name])


def _exercises(module):
    return importlib.import_module(f"helpers.exercises.{module}").notebook.exercises
