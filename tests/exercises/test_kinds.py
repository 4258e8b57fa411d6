"""Kinds of answers, made by machine for every exercise: tame ones that a lack of cases would let pass, and odd ones."""

import ast
import inspect
import linecache
import re
import warnings

import numpy as np
import pytest

from helpers.exercises import _expressions as expressions
from helpers.exercises import _judge as judge
from tests.exercises.every import EXERCISES, MODULES, answer_of, answer_to, each, quietly

# ----------------------------------------------------------------------------------- clipped, cut and rounded

PROBABILITIES = [(0.1, 0.9), (0.01, 0.99)]
NUMBERS = [(-2.0, 2.0)]
FAR = [(-5.0, 5.0), (-10.0, 10.0)]  # for z
ONE_SIDED = [(-np.inf, 0.0), (0.0, np.inf)]
MAY_BE_CLIPPED = {  # with the reason; of some only one parameter
    "start_here.my_number_right z": "its sign is asked for, not its size",
    "automatic_differentiation.my_tanh_back t": "an output of tanh lies between -1 and 1",
    "binary_cross_entropy.my_clamped": "a clip is what it does",
    "hidden_layer.my_relu_backward z": "its sign is asked for, not its size",
    "hidden_layer.my_leaky_backward z": "its sign is asked for, not its size",
    "hidden_layer.my_backward z1": "its sign is asked for, not its size",
    "hidden_layer.my_backward a1": "an activation is never below 0",
    "find_the_bug.my_two_slopes z1": "its sign is asked for, not its size",
    "real_data.my_stop_at training": "it is not asked",
    "real_data.my_stop_at test": "it is not asked",
}


def numbers_of(exercise, name):
    """All that is handed in for a parameter, or None where it is no number with a fraction."""
    values = [np.asarray(case[name]) for case in exercise.cases if not callable(case[name])]
    if not values or any(value.dtype.kind != "f" for value in values):
        return None
    return np.concatenate([value.ravel() for value in values])


def bounds_for(name, numbers):
    if np.all((numbers >= 0) & (numbers <= 1)):
        return PROBABILITIES if "hat" in name or name == "p" else []
    if np.all(numbers > 0):
        return []  # a rate, a step, a price
    return [*NUMBERS, *ONE_SIDED, *(FAR if name in ("z", "Z") else [])]


def wrapped(exercise, before=lambda name, value: value, after=lambda value: value):
    """The solution, with something done to its arguments, or to its result."""

    def answer(*arguments):
        handed = [before(*pair) for pair in zip(exercise.parameters, arguments, strict=True)]
        result = exercise.written(*handed)
        return {key: after(value) for key, value in result.items()} if isinstance(result, dict) else after(result)

    return with_parameters(exercise, answer)


def with_parameters(exercise, answer, names=None):
    names = ", ".join(names or exercise.parameters)
    return eval(f"lambda {names}: answer({names})", {"answer": answer})


def with_one_value_changed(exercise, key, change):
    if not key:
        return wrapped(exercise, after=change)

    def answer(*arguments):
        values = exercise.written(*arguments)
        return {**values, key: change(values[key])}

    return with_parameters(exercise, answer)


@pytest.mark.mutants
@each(judge.Function)
def test_a_clipped_argument_is_noticed(exercise):
    for name in exercise.parameters:
        numbers = numbers_of(exercise, name)
        if numbers is None or {full_name(exercise), f"{full_name(exercise)} {name}"} & MAY_BE_CLIPPED.keys():
            continue
        for low, high in bounds_for(name, numbers):

            def clipped(which, value, name=name, low=low, high=high):
                return np.clip(value, low, high) if which == name else value

            answer = quietly(exercise.judge, wrapped(exercise, clipped))
            assert answer.verdict == "wrong", f"{name} clipped to {low}, {high}: add a case beyond"


def full_name(exercise):
    return next(name for name, one in EXERCISES.items() if one is exercise)


@pytest.mark.mutants
@each(judge.Function)
def test_a_clipped_or_rounded_result_is_noticed(exercise):
    if exercise.answers_yes_or_no:
        return
    results = [np.ravel(v).astype(float) for right in exercise.expected for v in right.values.values()]
    results = np.concatenate(results)
    whole = np.all(results[np.isfinite(results)] % 1 == 0)
    changes = [] if whole else [lambda v, p=places: np.round(np.asarray(v, float), p) for places in (1, 2, 3)]
    if np.all((results >= 0) & (results <= 1)) and full_name(exercise) not in MAY_BE_CLIPPED:
        changes += [lambda v: np.clip(v, 0.1, 0.9)]
    for change in changes:
        answer = quietly(exercise.judge, wrapped(exercise, after=change))
        assert answer.verdict == "wrong", inspect.getsource(change)
        assert answer.mistake is None or answer.mistake in exercise.mistakes.values() or "rounded" in answer.mistake


@pytest.mark.mutants
@each(judge.Function)
def test_a_lost_first_or_last_entry_is_noticed(exercise):
    """Of everything that has as many entries: samples, epochs, birds."""
    for start, end in ((1, None), (None, -1)):

        def shorter(name, value, start=start, end=end):
            return value[start:end] if isinstance(value, np.ndarray) and value.ndim else value

        try:
            answer = quietly(exercise.judge, wrapped(exercise, shorter))
        except ValueError:
            continue
        arrays = any(isinstance(case[name], np.ndarray) for case in exercise.cases for name in exercise.parameters)
        assert answer.verdict == "wrong" or not arrays, (start, end)


MAY_BE_SWAPPED = {  # the result is the same
    *("my_log_sum a b", "my_C_of lam N", "my_used_twice w x", "my_step gradient rate", "my_dz_dW i k"),
    *("my_dL_dx_of_one g W", "my_penalised W lam", "my_what_is_left eta lam", "my_majority hits misses"),
    *("my_recall alarms noes", "my_majority alarms noes"),
}


@pytest.mark.mutants
@each(judge.Function)
def test_two_swapped_parameters_are_told(exercise):
    if len(exercise.parameters) < 2:
        return
    names = exercise.parameters[::-1]

    def answer(*arguments):
        return exercise.written(*arguments[::-1])

    said = quietly(exercise.judge, with_parameters(exercise, answer, names))
    assert said.verdict == "right" or "in this order" in repr(said), said
    for n in range(1, len(exercise.parameters)):

        def mixed(*arguments, n=n):
            return exercise.written(*arguments[: n - 1], arguments[n], arguments[n - 1], *arguments[n + 1 :])

        said = quietly(exercise.judge, with_parameters(exercise, mixed))
        pair = " ".join([exercise.name, *exercise.parameters[n - 1 : n + 1]])
        assert said.verdict == "wrong" or pair in MAY_BE_SWAPPED, pair


# --------------------------------------------------------------------------------------- changed, muted, shared


@pytest.mark.mutants
@each(judge.Function)
def test_a_changed_argument_is_told(exercise):
    for name in exercise.parameters:
        if not all(isinstance(case[name], np.ndarray) and case[name].dtype.kind == "f" for case in exercise.cases):
            continue

        def answer(*arguments, name=name):
            handed = dict(zip(exercise.parameters, arguments, strict=True))
            result = exercise.written(*arguments)
            handed[name] += 1
            return result

        said = exercise.judge(with_parameters(exercise, answer))
        assert said.verdict == "wrong"
        assert f"It changes `{name}`" in repr(said)


NO_ARRAYS = {"my_order": "a dictionary and a number; that parents stays what it was is a condition of its own"}


@pytest.mark.mutants
@each(judge.Design, but=NO_ARRAYS)
def test_a_changed_argument_of_a_design_is_told(exercise):
    if not exercise.takes_arguments:
        return
    names = list(inspect.signature(exercise.written).parameters)
    for n, name in enumerate(names):

        def answer(*arguments, n=n):
            result = np.array(exercise.written(*arguments))
            arguments[n][...] += 1
            return result

        said = exercise.judge(with_parameters(exercise, answer, names))
        assert said.verdict == "wrong"
        assert f"conditions hold, but it changes `{name}`" in repr(said)
    said = exercise.judge(with_parameters(exercise, lambda *arguments: None, names))
    assert "is the `return` missing" in repr(said)


def test_a_changed_dictionary_is_told():
    exercise = EXERCISES["automatic_differentiation.my_order"]

    def answer(parents, loss):
        result = exercise.written(parents, loss)
        parents[loss] = []
        return result

    said = exercise.judge(answer)
    assert said.verdict == "wrong"
    assert "It may not change parents" in repr(said)
    assert "is the `return` missing" in repr(exercise.judge(lambda parents, loss: None))


@pytest.mark.mutants
@each(judge.Function)
def test_a_muted_warning_counts(exercise):
    """Wherever a warning counts, each mistake that warns does so when it is muted in one of three ways."""
    if not exercise.quiet:
        return

    def muted_by_errstate(function, arguments):
        with np.errstate(all="ignore"):
            return function(*arguments)

    def muted_by_filter(function, arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*arguments)

    def muted_for_ever(function, arguments):
        kept = np.seterr(all="ignore")
        try:
            return function(*arguments)
        finally:
            np.seterr(**kept)

    mutes = (muted_by_errstate, muted_by_filter, muted_for_ever)
    for mute in mutes:
        answer = with_parameters(exercise, lambda *a, mute=mute: mute(exercise.written, a))
        assert exercise.judge(answer).verdict == "right"
    seen = 0
    for edit, words in exercise.mistakes.items():
        if not any(outcome.warning for outcome in exercise.mistaken[words]):
            continue
        for mute in mutes:
            function = answer_of(exercise, edit)
            answer = with_parameters(exercise, lambda *a, function=function, mute=mute: mute(function, a))
            assert exercise.judge(answer).verdict == "wrong", words
            seen += 1
    assert seen
    assert np.geterr()["over"] == "warn"


def test_what_muted_it_may_have_another_name():
    names = {"np": np, "quiet": np.errstate, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    exec("def my_safe_slope(z):\n    with quiet(all='ignore'):\n        return sigmoid(z) * sigmoid(-z)\n", names)
    assert EXERCISES["sigmoid.my_safe_slope"].judge(names["my_safe_slope"]).verdict == "wrong"
    assert names["quiet"] is np.errstate


ONE_ARRAY = [
    ("hidden_layer.my_backward", "dL_dz1 = dL_da1 * (z1 > 0)", "dL_dz1 = dL_da1\n    dL_dz1[z1 <= 0] = 0", "dL_dz1"),
    ("layers_and_gradient_checks.my_one_sample", "dL_dz = y_hat - y", "dL_dz = y_hat\n    dL_dz -= y", "dL_dz"),
    ("layers_and_gradient_checks.my_one_sample", "y_hat = sigmoid(z)", "y_hat = z\n    y_hat[:] = sigmoid(z)", "y_hat"),
    ("layers_and_gradient_checks.my_one_sample", "z = W @ x + b", "z = b\n    z += W @ x", "line 6"),
    ("linear_classifier.my_classifier", "dL_dZ = Y_hat - Y", "dL_dZ = Y_hat\n    dL_dZ -= Y", "dL_dZ"),
    (
        "linear_classifier.my_update",
        "new_W = W - rate * (G.T @ X)",
        "W -= rate * (G.T @ X)\n    new_W = W",
        "line 6",
    ),
]


@pytest.mark.parametrize("name, line, instead, where", ONE_ARRAY)
def test_two_names_for_one_array_are_found_where_they_become_one(name, line, instead, where):
    exercise = EXERCISES[name]
    answer = exercise.judge(typed(exercise, re.sub(rf"{re.escape(line)}.*", instead, exercise.code)))
    assert (answer.verdict, answer.where, answer.mistake) == ("wrong", where, None)
    assert "two names for one array" in repr(answer) or "It changes" in repr(answer)


IN_PLACE = [  # what is written into by another name, where the two may be one array
    ("    dL_db = dL_dz", "    dL_db = dL_dz\n    dL_db /= len(y)", "dL_db"),
    ("    dL_dx = W.T @ dL_dz", "    dL_dx = W.T @ dL_dz\n    dL_db /= len(y)", "dL_db"),
    ("    dL_dx = W.T @ dL_dz", "    dL_dx = W.T @ dL_dz\n    dL_db[:] = 0", "dL_db"),
    ("    dL_dz = y_hat - y", "    dL_dz = y_hat - y\n    dL_dz /= len(y)", "dL_dz"),  # of its own accord
]


@pytest.mark.parametrize("line, instead, where", IN_PLACE)
def test_what_is_changed_under_another_name_is_told(line, instead, where):
    exercise = EXERCISES["layers_and_gradient_checks.my_one_sample"]
    answer = exercise.judge(typed(exercise, exercise.code.replace(line, instead, 1)))
    assert (answer.verdict, answer.where) == ("wrong", where)
    assert ("`dL_dz` and `dL_db` are two names for one array" in repr(answer)) == (where == "dL_db")
    assert (answer.mistake is None) == (where == "dL_db")


# ------------------------------------------------------------------------------------------------------ three dots


def typed(exercise, text):
    """The function of a text, as in a notebook: its lines can be looked up."""
    name = f"<typed {exercise.name} {abs(hash(text))}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    names = dict(exercise.written.__globals__)
    exec(compile(text, name, "exec"), names)
    return names[exercise.name]


def with_dots(exercise):
    """The solution with three dots in the place of each operand, with the value whose line it is."""
    definition = ast.parse(exercise.code).body[0]
    for statement in definition.body[1:]:
        if isinstance(statement, ast.Return) and exercise.keys != [""]:
            continue
        if not isinstance(statement, (ast.Assign, ast.Return)):
            continue
        root = ast.Expression(statement.value)
        texts = {text for _, text in expressions.with_one_change(root, lambda node: [(None, ast.Constant(...))])}
        for text in sorted(texts):
            if " for ... in " in text:
                continue
            kept = statement.value
            if re.search(r"\.\.\.[.([]|\[[^\[\]]*\.\.\.[^\[\]]*\]", text):  # called, taken apart, or an index
                continue
            statement.value = ast.parse(text, mode="eval").body
            yield text, ast.unparse(definition)
            statement.value = kept


@pytest.mark.mutants
@each(judge.Function)
def test_three_dots_in_any_operation_are_open(exercise):
    count = 0
    for text, code in with_dots(exercise):
        answer = quietly(exercise.judge, typed(exercise, code))
        assert answer.verdict == "open" and answer.mistake is None, (text, answer)
        count += 1
    assert count


# ------------------------------------------------------------------------------------------------------- the words


@each(judge.Exercise)
def test_a_solution_can_be_pasted(exercise):
    module = next(m for m in MODULES.values() if m.notebook.exercises.get(exercise.name) is exercise)
    panel = module.solution(exercise.name)
    tree = ast.parse(panel.parts[-1])
    names = {**vars(module), "check": module.check}
    last = tree.body.pop()
    exec(compile(tree, "pasted", "exec"), names)
    assert eval(compile(ast.Expression(last.value), "pasted", "eval"), names).verdict == "right"


def all_wrong_answers(exercise):
    for edit in exercise.mistakes:
        if isinstance(exercise, judge.Derivation):
            yield exercise.judge([exercise.lines[0], exercise.slip(edit)[1]])
        else:
            yield answer_to(exercise, edit)


@each(judge.Exercise)
def test_these_numbers_are_shown(exercise):
    for answer in all_wrong_answers(exercise):
        if "these numbers" in repr(answer):
            assert "an array of shape" not in repr(answer), answer
        assert "of type" not in repr(answer)


@each(judge.Function)
def test_the_task_names_arrays_where_numbers_are_handed_in_too(exercise):
    for name in exercise.parameters:
        dimensions = {np.ndim(case[name]) > 0 for case in exercise.cases if not callable(case[name])}
        assert dimensions != {True, False} or "array" in exercise.task, name


@each(judge.Derivation)
def test_the_stub_says_what_the_last_line_has_to_be(exercise):
    stub = " ".join(exercise.stub().replace("#", " ").split())
    assert f"The last line: {' '.join(exercise.last.split())}.".replace("`", "") in stub


@each(judge.Exercise)
def test_a_turned_sign_may_be_a_lost_minus(exercise):
    """Who changes places and who loses a minus get one number."""
    for words in exercise.mistakes.values():
        if "label and prediction" in words:
            assert "minus" in words or "score" in words, words


@each(judge.Derivation)
def test_a_line_without_a_value_has_no_name(exercise):
    """An index beyond the last one: nothing comes out, so there is nothing to be named."""
    seen = 0
    for line in exercise.lines[1:]:
        for index in sorted(set(re.findall(r"\[(\w+)[,\]]", line))):
            far = re.sub(rf"\[{index}([,\]])", rf"[{index} + 60\1", line)
            answer = exercise.judge([exercise.lines[0], far])
            assert (answer.verdict, answer.mistake) == ("wrong", None), far
            assert "Python counts from 0" in repr(answer)
            seen += 1
    assert seen or "[" not in "".join(exercise.lines)


@each(judge.Derivation)
def test_names_that_only_the_judge_knows_are_not_offered(exercise):
    words = repr(exercise.judge([exercise.lines[0], "no_such_name + 1"]))
    for name in exercise.known - exercise.offered:
        assert not re.search(rf"\b{name}\b", words), name


@pytest.mark.parametrize(
    "line, words",
    [
        ("sum(G[n, k] * (i=k) for n in range(N))", "a comparison is written `==`"),
        ("lambda * w", "`lambda` is a word of Python: write `lam`"),
        ("(G^T @ X)[k, l]", "a transpose is written `G.T`"),
        ("G(k, l)", "an entry is written with square brackets: `G[k, l]`"),
        ("G[n, k", "a bracket is missing"),
        ("exp z", "a function has brackets"),
        ("G by the chain rule", "words stand behind a #"),
        (r"\frac{1}{2}", "Python's notation"),
        ("z^2", "a power is written `**`"),
        ("abs|z|", "|z| is written `abs(z)`"),
        ("w * exp^z", "`exp` is a function, and is already the power of e"),
        ("exp^{-z}", "`exp` is a function, and is already the power of e"),
        ("exp^z \N{DIVISION SIGN} 2", "`exp` is a function, and is already the power of e"),
        ("exp(z)^2", "a power is written `**`"),
        ("2:(1 + z)", "a division is written `/`"),
        ("exp(z) : (1 + z)", "a division is written `/`"),
        ("z \N{DIVISION SIGN} 2", "a division is written `/`"),
        ("==> 2 * z", "leave out the arrow"),
        ("-> 2 * z", "leave out the arrow"),
        ("\N{RIGHTWARDS ARROW} 2 * z", "leave out the arrow"),
        ("2 * z.", "leave out the full stop"),
        ("(1 + z) x (1 - z)", "a product is written `*`, not with an x"),
    ],
)
def test_what_cannot_be_read_says_how_it_is_written(line, words):
    with pytest.raises(expressions.Unreadable, match=re.escape(words)):
        expressions.read(line, {"G", "X", "z", "k", "l", "n", "N", "w"})


@pytest.mark.parametrize(
    "line, value",
    [
        ("sum(2 * x[i] * ((i == k) and (i > 0)) for i in range(3))", 4.0),
        ("sum(2 * x[i] * ((i == k) & (i > 0)) for i in range(3))", 4.0),
        ("sum(x[i] for i in range(3) if i == k or i == 0)", 3.0),
        ("x[k] if k == 1 and k > 0 else 0", 2.0),
        ("mean(x[i] for i in range(3))", 2.0),
        ("mean([x[0], x[2]])", 2.0),
        ("dot(k, k)", 1.0),
        ("x[1] * int(k == 1)", 2.0),
    ],
)
def test_what_can_be_read(line, value):
    numbers = {"x": np.array([1.0, 2.0, 3.0]), "k": 1.0}
    assert expressions.value_of(expressions.read(line, set(numbers)), numbers) == value


def test_a_lambda_is_told_how_to_be_checked():
    module = MODULES["sigmoid"]
    assert "write `check(my_name=my_name)`" in repr(module.check(lambda y_hat: y_hat))


@each(judge.Function)
def test_a_call_that_gives_up_the_whole_program_does_not(exercise):
    def answer(*arguments):
        raise SystemExit

    assert exercise.judge(with_parameters(exercise, answer)).verdict == "wrong"


# ----------------------------------------------------------------------------------- what can be redone, and words


def test_a_case_from_paper_that_stops_says_more_than_a_random_one_that_is_wrong():
    exercise = EXERCISES["matrix_calculus.my_z_i"]
    answer = exercise.judge(typed(exercise, re.sub(r"x\[j\]", "x[i]", exercise.code)))
    assert answer.verdict == "wrong"
    assert "It stops in" in repr(answer)
    assert "i  2\n" in repr(answer)


def test_a_function_with_hidden_numbers_is_not_to_be_redone():
    exercise = EXERCISES["layers_and_gradient_checks.my_nudged_gradient"]
    right = exercise.written

    def answer(f, x, h):
        return right(f, x, h) + (1 if x.shape == (3, 3) else 0)

    words = repr(exercise.judge(with_parameters(exercise, answer)))
    assert "with fixed B and C" in words
    assert "redo this number" not in words
    assert "go through your line with a small function of your own" in words


@pytest.mark.parametrize(
    "name, line, words",
    [
        (
            "hidden_layer.my_relu_backward",
            "dL_da if z > 0 else 0",
            "`np.where(z > 0, ..., ...)`, or multiply by `(z > 0)`",
        ),
        ("hidden_layer.my_dead", "all(X @ W1.T + b1 < 1)", "`.all(axis=0)` asks each column"),
        ("hidden_layer.my_relu_backward", "max(z, dL_da)", "`np.maximum` and `np.minimum` go entry by entry"),
    ],
)
def test_one_question_of_a_whole_array_is_told_how_to_be_asked(name, line, words):
    exercise = EXERCISES[name]
    text = f"def {exercise.name}({', '.join(exercise.parameters)}):\n    return {line}\n"
    assert words in repr(exercise.judge(typed(exercise, text)))


def test_a_missing_star_is_told_where():
    for line, words in (
        ("sum(G[n,k] X[n,l] for n in range(N))", "a `*` is missing between `G[n,k]` and `X[n,l]`"),
        ("2 z", "a `*` is missing between `2` and `z`"),
        ("sum(G[n, k] G[n, k] for n in range(N))", "a `*` is missing between `G[n, k]` and `G[n, k]`"),
    ):
        with pytest.raises(expressions.Unreadable, match=re.escape(words)):
            expressions.read(line, {"G", "X", "z", "k", "l", "N"})


@each(judge.Derivation)
def test_an_unfinished_line_is_told_of_its_sum(exercise):
    for line in exercise.lines[1:]:
        answer = exercise.judge([exercise.lines[0], line])
        if "sum(" in line and exercise.at_most.get("sum") == 0:
            assert "Line 2 still holds a `sum`." in repr(answer)


DESIGNS = [
    ("layers_and_gradient_checks.my_test_data", {"W": ...}, None),
    ("layers_and_gradient_checks.my_test_data", "no W", "`W` is missing."),
    ("layers_and_gradient_checks.my_test_data", {"b": [0.1, np.nan, 2.0]}, "There is a nan in `b`."),
    (
        "layers_and_gradient_checks.my_test_data",
        {"x": "text"},
        "`x` is text. Wanted is a number or an array of numbers.",
    ),
    ("layers_and_gradient_checks.my_test_data", {"b": 1.0}, "`b` is one number; wanted is the shape (3,)."),
    ("layers_and_gradient_checks.my_test_data", {"g": [1.0, 2.0]}, "`g` has the shape (2,); wanted is (3,)."),
    ("layers_and_gradient_checks.my_test_data", {"x": [1.0] * 3}, "`x` has the shape (3,); wanted is (2,)."),
    ("layers_and_gradient_checks.my_test_data", {"W": 2.0}, "`W` is one number; wanted is a matrix."),
    ("hidden_layer.my_xor", "no W2", "`W2` is missing."),
    ("hidden_layer.my_xor", {"b2": 1.0}, "`b2` is one number; wanted is the shape (1,)."),
    ("hidden_layer.my_xor", {"b2": [np.nan]}, "There is a nan in `b2`."),
    ("hidden_layer.my_xor", {"W2": [[1], [-2]]}, "`W2` has the shape (2, 1); wanted is (1, 2)."),
    (
        "hidden_layer.my_xor",
        {"W1": [[1, 1], [1]]},
        "`W1` is a list with rows of different lengths. Wanted are numbers.",
    ),
    ("hidden_layer.my_xor", {"b1": [True, False]}, "`b1` holds True and False; wanted are numbers."),
    ("hidden_layer.my_stuck", {"W2": [1, 2, 3, 5]}, "`W2` has the shape (4,); wanted is (1, 4)."),
    ("hidden_layer.my_stuck", {"W1": np.inf * np.ones((4, 3))}, "There is an infinity in `W1`."),
]


@pytest.mark.parametrize("name, change, words", DESIGNS)
def test_the_entry_at_fault_is_named(name, change, words):
    exercise = EXERCISES[name]
    example = exercise.example()
    if isinstance(change, str):
        del example[change.removeprefix("no ")]
        change = {}
    answer = exercise.judge({**example, **change})
    assert answer.verdict == ("wrong" if words else "open")
    assert not words or any(part.startswith(words) for part in answer.parts)


def test_two_conditions_that_hold_are_two():
    exercise = EXERCISES["hidden_layer.my_xor"]
    answer = exercise.judge({"W1": [[1, 0], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [-0.5]})
    assert "Conditions 1 and 2 hold, and number 3 of 5 does not:" in answer.parts


@each(judge.Exercise)
def test_a_mistake_follows_the_word_when(exercise):
    for words in exercise.mistakes.values():
        assert isinstance(exercise, judge.Design) or not words.startswith(("where ", "when ", "if ")), words


@each(judge.Function, judge.Derivation)
def test_no_value_is_said_to_hold_a_transpose(exercise):
    """G @ W.T, W @ g for each g and G[n] @ W[l] are one value: in some a transpose is too many, in others none is."""
    for words in exercise.mistakes.values():
        one = re.search(r"(a|the) transpose (is|too)|transpose (is|stands) too many", words)
        assert not one or "changed places" in words, words
