"""The exercises in the notebooks are those of the modules, and their answers can be typed where they stand."""

import ast
import importlib
import re

from helpers.exercises import _judge as judge
from tests.checking.notebook_files import code_cells, notebook_paths, read, tags_of
from tests.each_notebook import each_notebook
from tests.exercises.every import answer_of, quietly
from tests.scripts.place_exercises import cell_id, module_of


def exercise_cells(path):
    return {cell.id: cell for cell in read(path).cells if "exercise" in tags_of(cell)}


@each_notebook
def test_each_exercise_has_its_cell_and_the_cell_says_what_the_exercise_says(path):
    exercises = {cell_id(name): exercise.stub().rstrip("\n") for name, exercise in module_of(path.stem).items()}
    cells = {name: cell.source for name, cell in exercise_cells(path).items()}
    assert sorted(cells) == sorted(exercises)
    for name, source in cells.items():
        assert source == exercises[name], f"{name}: run python -m tests.scripts.place_exercises"


@each_notebook
def test_unsolved_exercises_are_open(path):
    for name, cell in exercise_cells(path).items():
        (output,) = cell.outputs
        assert output.data["text/plain"].startswith(judge.OPEN), f"{name}: {output.data['text/plain']}"


@each_notebook
def test_an_exercise_and_a_notebook_share_no_name(path):
    """Else a reader who solves an exercise would change what the cells below compute, or the other way round."""
    names = {"check", "hint", "solution", *module_of(path.stem)}
    for cell in code_cells(read(path)):
        if "exercise" not in tags_of(cell):
            nodes = list(ast.walk(ast.parse(cell.source)))
            bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
            assert not bound & names, f"cell {cell.id} binds {sorted(bound & names)}"


@each_notebook
def test_with_every_solution_filled_in_each_is_right(path):
    """In the order in which they stand, twice."""
    module = importlib.import_module(f"helpers.exercises.{path.stem[3:]}")
    exercises = {cell_id(name): exercise for name, exercise in module_of(path.stem).items()}
    for _ in range(2):
        for name in exercise_cells(path):
            exercise = exercises[name]
            answer = quietly(lambda exercise=exercise: module.check(**{exercise.name: answer_of(exercise)}))
            assert answer.verdict == "right", answer


def test_a_notebook_has_six_or_more_and_commits_to_two_predicts():
    for path in notebook_paths():
        cells = read(path).cells
        end = next(i for i, cell in enumerate(cells) if cell.source.startswith("## Your turn"))
        before = [cell for cell in cells[:end] if "exercise" in tags_of(cell)]
        assert len(exercise_cells(path)) >= 6, path.stem
        assert len(before) >= 2, path.stem


@each_notebook
def test_what_an_answer_may_call_is_there(path):
    """Before the cell in which the exercise stands."""
    there = set()
    for cell in code_cells(read(path)):
        if "exercise" in tags_of(cell):
            for names in re.findall(r"may call ([^.]*)", cell.source):
                for name in set(re.findall(r"\w+(?=\()|^\w+", names)):
                    assert name in there, f"cell {cell.id}: there is no {name} in the notebook yet"
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef):
                there.add(node.name)
            elif isinstance(node, ast.ImportFrom):
                there |= {alias.asname or alias.name for alias in node.names}
