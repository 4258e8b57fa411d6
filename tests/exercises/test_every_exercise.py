"""What holds for every exercise. A new one is tested by these without a line."""

import ast
import itertools
import re

import numpy as np

from helpers.exercises import _judge as judge
from tests.exercises.every import (
    EXERCISES,
    FEWEST_MISTAKES,
    FRESH_SEEDS,
    MODULES,
    answer_of,
    answer_to,
    as_stub,
    each,
    fresh_outcomes,
    quietly,
    same_on_fresh_numbers,
)

FLOAT32_CANNOT = {  # with the reason
    "my_safe_slope": "its numbers are smaller than a float32 can be",
    "my_gradient_check": "a step of 1e-5 drowns in the rounding of a float32",
    "my_nudged_gradient": "a step of 1e-5 drowns in the rounding of a float32",
    "my_clamped": "1e-30 counts as 0 in 1 - y_hat in both types, but log1p and log differ there",
}


@each(judge.Exercise)
def test_the_solution_is_right(exercise):
    answer = exercise.judge(answer_of(exercise))
    assert answer.verdict == "right", answer
    assert answer.mistake is None


@each(judge.Exercise)
def test_other_right_forms_are_right(exercise):
    assert len(exercise.also) >= (2 if isinstance(exercise, judge.Function) else 1)
    for form in exercise.also:
        answer = exercise.judge(answer_of(exercise, form))
        assert answer.verdict == "right", (form, answer)


@each(judge.Function)
def test_right_forms_are_right_on_fresh_numbers(exercise):
    for form in exercise.also:
        assert same_on_fresh_numbers(exercise, answer_of(exercise, form), exercise.written), form


@each(judge.Function, but=FLOAT32_CANNOT)
def test_float32_is_right(exercise):
    def in_float32(*arguments):
        small = [a.astype(np.float32) if getattr(a, "dtype", None) == np.float64 else a for a in arguments]
        result = exercise.written(*small)
        if isinstance(result, dict):
            return {key: np.float32(value) for key, value in result.items()}
        return np.asarray(result).astype(np.float32)

    answer = exercise.judge(in_float32)
    assert answer.verdict == "right", answer


@each(judge.Value)
def test_four_digits_are_enough(exercise):
    right = exercise.right
    if isinstance(right, float):
        for digits in (4, 5, 6, 8):
            assert exercise.judge(float(f"{right:.{digits}g}")).verdict == "right"
        if abs(right) >= 0.01:
            assert exercise.judge(round(right, 4)).verdict == "right"
        assert exercise.judge(np.float32(right)).verdict == "right"
        assert exercise.judge(right * 1.01 + 0.01).verdict == "wrong"


@each(judge.Exercise)
def test_enough_mistakes_are_catalogued(exercise):
    at_least = len(exercise.choices) - 1 if isinstance(exercise, judge.Value) and exercise.choices else FEWEST_MISTAKES
    assert len(exercise.mistakes) >= at_least
    if not isinstance(exercise, judge.Design):
        assert len(set(exercise.mistakes.values())) == len(exercise.mistakes)


@each(judge.Function, judge.Value, judge.Design)
def test_every_mistake_is_named(exercise):
    for edit, words in exercise.mistakes.items():
        answer = answer_to(exercise, edit)
        if as_stub(exercise, edit):
            assert (answer.verdict, answer.mistake) == ("open", None)
        else:
            assert (answer.verdict, answer.mistake) == ("wrong", words), (edit, answer)
            assert answer.where


@each(judge.Function)
def test_every_two_mistakes_differ_on_fresh_numbers(exercise):
    functions = {words: answer_of(exercise, edit) for edit, words in exercise.mistakes.items()}
    functions["the solution"] = exercise.written
    found = {words: fresh_outcomes(exercise, function, FRESH_SEEDS[:1]) for words, function in functions.items()}
    for one, other in itertools.combinations(found, 2):
        pairs = zip(found[one], found[other], strict=True)
        assert not all(exercise.agree(a, b, exercise.keys) for a, b in pairs), (one, other)


@each(judge.Value)
def test_every_two_values_differ(exercise):
    values = [exercise.right, *exercise.mistaken.values()]
    for n, one in enumerate(values):
        assert not any(exercise.close(one, other) or exercise.close(other, one) for other in values[:n])


NOT_ON_PAPER = {  # mistakes that no case from paper shows, with the reason
    "two that are nearly equal are taken for equal": "nearly equal is more digits than anybody computes with",
    "the product is taken first: for 2000 days it underflows to 0, and the loss is infinite": "2000 days",
    "a second tolerance is added, a ten-millionth of each entry": "it is the eighth digit",
}


@each(judge.Function, judge.Derivation)
def test_a_case_from_paper_shows_each_mistake(exercise):
    """In numbers that a reader can redo."""
    small = len(exercise.paper)
    for edit, words in exercise.mistakes.items():
        if isinstance(exercise, judge.Derivation):
            pairs = list(zip(exercise.slips[words][:small], exercise.given[:small], strict=True))
            shown = not all(judge.same_values(a, b) for a, b in pairs)
        else:
            pairs = list(zip(exercise.mistaken[words][:small], exercise.expected[:small], strict=True))
            shown = not all(exercise.agree(a, b, exercise.keys) for a, b in pairs)
        assert shown != (words in NOT_ON_PAPER), (edit, words)


@each(judge.Function)
def test_a_case_from_paper_is_small(exercise):
    sizes = [np.size(value) for case in exercise.paper for value in case.values() if not callable(value)]
    assert max(sizes) <= 9


SYMMETRIC = {  # by nature, with the reason
    "my_one_bias_steps dz_db": "each bias moves its own score, by 1",
    "my_last_steps dp_dz": "the slopes of softmax: p_i moves with z_k as p_k does with z_i",
}


@each(judge.Function, judge.Derivation)
def test_no_square_array_on_paper_is_symmetric(exercise):
    """Else a transpose too many, or too few, changes nothing."""
    for case in exercise.paper:
        for name, value in case.items():
            if not callable(value) and np.ndim(value) == 2 and value.shape[0] == value.shape[1] > 1:
                symmetric = np.allclose(value, value.T)
                assert symmetric == (f"{exercise.name} {name}" in SYMMETRIC), name


ALL_ON = {"my_dL_dZ1_steps": {"Z1", "A1"}}  # a case in which every unit is on


@each(judge.Function, judge.Derivation)
def test_no_two_arrays_on_paper_are_equal(exercise):
    """Else they may change places. Two names for one array are equal in every case."""
    arrays = [{n: v for n, v in case.items() if isinstance(v, np.ndarray) and v.size > 1} for case in exercise.cases]
    for one, other in itertools.combinations(dict.fromkeys(itertools.chain(*arrays)), 2):
        equal = [one in case and np.array_equal(case[one], case.get(other)) for case in arrays]
        on_paper = any(equal[: len(exercise.paper)])
        assert all(equal) or not on_paper or {one, other} == ALL_ON.get(exercise.name), (one, other)


@each(judge.Function)
def test_a_mistake_lies_at_the_value_it_edits(exercise):
    """Of several values, the first wrong one is the one whose line was edited, not one that follows from it."""
    if exercise.keys == [""]:
        return
    for edit, words in exercise.mistakes.items():
        if as_stub(exercise, edit):
            continue
        changed = []
        for line, was in zip(exercise.edited(edit).splitlines(), exercise.code.splitlines(), strict=False):
            if line != was:
                changed.append(line.split("=")[0].strip())
        if changed and changed[0] in exercise.keys:
            assert answer_to(exercise, edit).where == changed[0], words


# ------------------------------------------------------------------------------------------- open and words


@each(judge.Exercise)
def test_the_stub_is_open_and_raises_nothing(exercise):
    notebook = next(m.notebook for m in MODULES.values() if m.notebook.exercises.get(exercise.name) is exercise)
    text = exercise.stub()
    names = {"check": notebook.check, "np": np}
    tree = ast.parse(text)
    last = tree.body.pop()
    quietly(exec, compile(tree, "stub", "exec"), names)
    answer = eval(compile(ast.Expression(last.value), "stub", "eval"), names)
    assert answer.verdict == "open", answer
    assert answer.mistake is None
    assert exercise.task.split()[0] in text


def statements_of(exercise):
    """The right sides and lines of a solution that say more than one name."""
    if isinstance(exercise, judge.Derivation):
        return [re.sub(r"\s", "", line) for line in exercise.lines[1:]]
    body = ast.parse(exercise.code).body[0].body[1:]
    values = [node.value for node in body if isinstance(node, (ast.Return, ast.Assign))]
    return [re.sub(r"\s", "", ast.unparse(v)) for v in values if isinstance(v, (ast.BinOp, ast.Call, ast.UnaryOp))]


@each(judge.Function, judge.Value, judge.Design)
def test_no_answer_contains_a_solution(exercise):
    if isinstance(exercise, judge.Value) and exercise.choices:
        return
    for edit in exercise.mistakes:
        words = repr(answer_to(exercise, edit))
        bare = re.sub(r"\s", "", re.sub(r"check\(.*?\)|hint\(.*?\)", "", words))
        assert not [text for text in statements_of(exercise) if text in bare], words


@each(judge.Derivation)
def test_no_answer_to_lines_contains_a_solution(exercise):
    """The reader's own line is quoted, and nothing else of a derivation."""
    for edit in exercise.mistakes:
        n, line = exercise.slip(edit)
        words = repr(exercise.judge([*exercise.lines[: n or 1], line])).replace(line, "")
        assert not [text for text in statements_of(exercise) if text in re.sub(r"\s", "", words)], words


@each(judge.Exercise)
def test_hint_and_solution_are_there(exercise):
    hint, solution = exercise.as_hint(), exercise.as_solution()
    assert hint.title.endswith("?")
    assert not [text for text in statements_of(exercise) if text in re.sub(r"\s", "", hint.parts[0])]
    assert exercise.name in repr(solution)


@each(judge.Value)
def test_no_hint_contains_the_number(exercise):
    if isinstance(exercise.right, float):
        said = map(float, re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", repr(exercise.as_hint())))
        assert not [number for number in said if abs(number - exercise.right) <= 1e-3 * abs(exercise.right)]


@each(judge.Exercise)
def test_the_words_are_clean(exercise):
    """Whole sentences; a mistake completes "This is what comes out when ..."."""
    assert exercise.name.startswith("my_")
    assert exercise.task[-1] in ".?"
    for words in exercise.mistakes.values():
        if not isinstance(exercise, judge.Design):
            assert not words.endswith("."), words
        assert not re.search(r"\byou\b|believe|think|confus", words), words


def test_each_notebook_has_its_exercises():
    for module in MODULES.values():
        exercises = module.notebook.exercises
        assert len(exercises) >= 7
        assert sum(isinstance(e, judge.Value) for e in exercises.values()) >= 2
        assert (module.check, module.hint, module.solution) == (
            module.notebook.check,
            module.notebook.hint,
            module.notebook.solution,
        )
    assert len(EXERCISES) == sum(len(m.notebook.exercises) for m in MODULES.values())
