"""What else may come back from a reader: every trouble has its sentence, none a traceback."""

import contextlib
import signal
import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from helpers.exercises import (
    automatic_differentiation,
    binary_cross_entropy,
    hidden_layer,
    layers_and_gradient_checks,
    linear_classifier,
    matrix_calculus,
    numerical_stability,
    sigmoid,
)
from helpers.exercises._calls import copied
from tests.exercises.every import EXERCISES, answer_of, each, quietly


def slope(body):
    """An answer to my_slope with this body."""
    names = {"np": np}
    exec(f"def my_slope(y_hat, y):\n    {body}\n", names)
    return binary_cross_entropy.check(names["my_slope"])


class Refuses:
    """A tensor that does not want to be an array, nor to be shown."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("call detach() first")

    def __repr__(self):
        raise RuntimeError("no")

    __float__ = __repr__


class CannotBeKept:
    """It can be called, and is in no dictionary."""

    def __hash__(self):
        raise RuntimeError("no")

    def __call__(self, *arguments):
        return 1.0


class Stumbles(Exception):
    """An error whose text is an error."""

    def __str__(self):
        raise RuntimeError("no")


def stumble(*args):
    raise Stumbles


TROUBLE = {
    "pass": "It returns None: is the `return` missing",
    "return None": "returns None",
    "return 'text'": "returns text",
    "return {'a': 1}": "returns a dictionary",
    "return [1, [2, 3]]": "rows of different lengths",
    "return 1j": "returns a complex number",
    "return np.array(['a'])": "returns",
    "return np.log": "returns a function",
    "return y_hat + undefined": "NameError: name 'undefined' is not defined",
    "return y_hat * np.nan": "`nan` is not a number",
    "return np.array([1.0, 2.0])": "wrong shape",
    "raise ValueError('oh.')": "It stops in line 2, with ValueError: oh.",
}


@pytest.mark.parametrize("body", TROUBLE)
def test_every_trouble_has_its_sentence(body):
    answer = slope(body)
    assert answer.verdict == "wrong"
    assert answer.mistake is None
    assert TROUBLE[body] in repr(answer)
    assert "Traceback" not in repr(answer)


def test_three_dots_anywhere_are_open():
    for body in (
        "return ...",
        "z = ...\n    return z * y",
        "return [..., 1.0]",
        "return np.exp(...)",
        "return len(...)",
    ):
        assert slope(body).verdict == "open"
    assert "IndexError" in repr(slope("return np.ones(3)[0.5]"))  # its message names the ellipsis, too


def test_a_list_is_as_good_as_an_array():
    answer = binary_cross_entropy.notebook.exercises["my_slope_of_log_of_rest"].judge(
        lambda y_hat: (-1 / (1 - np.asarray(y_hat))).tolist()
    )
    assert answer.verdict == "right"


def test_a_changed_argument_is_found():
    def my_batch_forward(X, W, b):
        X *= 2
        return X @ W.T / 2 + b

    answer = matrix_calculus.check(my_batch_forward)
    assert answer.verdict == "wrong"
    assert "It changes `X`" in repr(answer)


def test_a_warning_counts_where_it_has_to():
    def my_safe_slope(z):
        np.exp(np.abs(z))
        t = np.exp(-np.abs(z))
        return t / (1 + t) ** 2

    answer = sigmoid.check(my_safe_slope)
    assert answer.verdict == "wrong"
    assert "NumPy warns: overflow" in repr(answer)


def test_rounding_noise_is_shown_as_0_and_never_two_equal_numbers():
    def my_clamped(y_hat, y):
        q = np.clip(y_hat, 1e-12, 1 - 1e-12)
        return -(y * np.log(q) + (1 - y) * np.log(1 - q))

    answer = binary_cross_entropy.check(my_clamped)
    assert answer.mistake == "the prediction is clipped to 1e-12 instead"
    assert "yours  0\n" not in repr(answer)
    answer = linear_classifier.check(my_margin=lambda z, y: 0 * z + 1e-15)
    assert "yours  0\n" in repr(answer)
    answer = binary_cross_entropy.check(my_slope_of_log_of_rest=lambda y_hat: y_hat - y_hat + 1e-15)
    assert "yours  1e-15\n" in repr(answer)  # a single number has no others beside which it is noise


def test_a_float32_is_shown_as_one():
    def my_clamped(y_hat, y):
        return y_hat

    assert "np.float32([20])" in repr(numerical_stability.check(my_mended_loss=mean_loss_in_float64_only))
    assert "float32" not in repr(binary_cross_entropy.check(my_clamped))


def mean_loss_in_float64_only(z, y):
    loss = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    return np.mean(loss) if z.dtype == np.float64 else 0.0


def test_an_infinite_value_is_no_other():
    assert numerical_stability.check(my_confident_loss=np.inf).mistake.startswith("sigma(1000) is rounded")
    assert numerical_stability.check(my_confident_loss=7).mistake is None


def test_a_wrong_signature_is_said():
    def my_slope(y_hat):
        return y_hat

    assert "The task gives it (y_hat, y)" in repr(binary_cross_entropy.check(my_slope))


def test_several_values_come_as_a_dictionary_or_in_order():
    def my_batch_backward(X, W, G):
        return G.T @ X, G.sum(axis=0), G @ W

    assert matrix_calculus.check(my_batch_backward).verdict == "right"
    for result, words in [
        ({"dL_dW": 1}, "without `dL_db` and `dL_dX`"),
        (3.0, "Wanted is a dictionary"),
        (None, "None"),
    ]:
        answer = matrix_calculus.check(my_batch_backward=lambda X, W, G, result=result: result)
        assert answer.verdict == "wrong"
        assert words in repr(answer)


def test_what_is_done_counts_before_the_rest_is():
    def my_batch_backward(X, W, G):
        return {"dL_dW": G.T @ X, "dL_db": ..., "dL_dX": ...}

    answer = matrix_calculus.check(my_batch_backward)
    assert (answer.verdict, answer.where) == ("open", "dL_db")
    assert "Right so far: `dL_dW`." in repr(answer)

    def my_batch_backward(X, W, G):
        return {"dL_dW": G.T @ X, "dL_db": G.mean(axis=0), "dL_dX": ...}

    answer = matrix_calculus.check(my_batch_backward)
    assert (answer.verdict, answer.where) == ("wrong", "dL_db")
    assert answer.mistake == "the bias gradient is averaged over the samples"


def test_a_masked_answer_is_none():
    """NumPy forgets the mask, and takes the numbers that lie below: they may be the right ones."""
    right = np.ma.masked_array([4.0, 7.0], mask=[False, True])
    assert "It is a masked array. Write the numbers themselves." in repr(matrix_calculus.check(my_shapes=right))
    answer = binary_cross_entropy.check(my_slope=lambda y_hat, y: np.ma.masked_array((y_hat - y) / y_hat / (1 - y_hat)))
    assert "It returns a masked array. Wanted is a number or an array of numbers." in repr(answer)
    assert answer.verdict == "wrong"


def test_what_has_no_name_of_its_own_is_answered():
    class Nameless:
        def __getattr__(self, name):
            raise RuntimeError(name)

    for thing in (Nameless(), type("OddName", (), {"__name__": ["my_slope"]})()):
        assert "Nobody can tell which exercise is meant" in repr(binary_cross_entropy.check(thing))
        assert "Which exercise?" in repr(binary_cross_entropy.hint(thing))
        assert "Which exercise?" in repr(binary_cross_entropy.solution(thing))
    assert "There is no exercise `self` here." in repr(binary_cross_entropy.check(self=1))
    assert "Which exercise?" in repr(binary_cross_entropy.hint(self=1))


def test_an_answer_that_is_too_large_is_told():
    assert "It returns a number that is too large for float64." in repr(slope("return 10**400"))


def test_an_error_without_words_has_its_sentence():
    answer = binary_cross_entropy.check(my_slope=stumble)
    assert "It takes (args)" in repr(answer) or "with Stumbles: without a message." in repr(answer)
    assert answer.verdict == "wrong"


def test_a_mistake_is_named_as_what_a_number_is_and_not_as_what_somebody_did():
    answer = binary_cross_entropy.check(my_price=0.99)
    assert "\nThis is what comes out when the error is given, not its price.\nNext: " in repr(answer)
    assert "This is what comes out when the error is given, not its price." in answer._repr_html_()


def test_a_wrong_call_is_answered():
    check = binary_cross_entropy.check
    for answer in (check(3.0), check(my_nothing=1), check(...), check(my_slope=3.0)):
        assert answer.verdict == "open"
    assert "One answer at a time" in repr(check())
    for wrong in (3.0, "my_nothing"):
        assert repr(binary_cross_entropy.hint(wrong)).startswith(
            "Which exercise?\nGive its name in quotes. There are `my_"
        )
    for value in (None, "4.6", (4.6, 1), [], np.nan, print, {}):
        assert check(my_price=value).verdict == "wrong"
    assert (sigmoid.check(my_rain="25 %").verdict, sigmoid.check(my_rain=25).verdict) == ("right", "open")
    assert "`'stay'` is not one of" in repr(numerical_stability.check(my_four_words=("dies", "stay", "stays", "down")))
    assert numerical_stability.check(my_four_words="dies").verdict == "wrong"
    assert matrix_calculus.check(my_shapes=3).verdict == "wrong"
    assert matrix_calculus.check(my_shapes=((4, 7), (4,))).where == "the length"


# ------------------------------------------------------------------------------- all there is, half filled

NESTED, WITHIN_ITSELF, NAMED_BY_ITSELF = [[[[[[[1]]]]]]], [1], {}
WITHIN_ITSELF.append(WITHIN_ITSELF)
NAMED_BY_ITSELF["W"] = NAMED_BY_ITSELF
ALL_THERE_IS = [
    *(None, ..., True, 1, -1.5, np.nan, np.inf, 10**400, 1j, Fraction(1, 3), Decimal("0.1"), "", "text", "1/4", b"b"),
    *((), [], {}, set(), frozenset({1}), (None,), [None] * 5, (...,), [..., 1], (1, ...), ((4, 7), (4,), (32, ...))),
    *({"W": ...}, {"W": 1, 2: None}, {1, 2}, NESTED, [1, [2, "a"]], ((), {}), [{}, set()], (1j, 2), "...", ["..."]),
    *(
        np.array(1.0),
        np.array(["a"]),
        np.array([None, 1]),
        np.zeros((2, 2, 2)),
        np.float32(1),
        np.array("a"),
        np.bool_(1),
    ),
    *(print, len, int, object(), NotImplemented, range(3), iter([]), lambda: None, lambda *a: a, lambda *a: {1: a}),
    *(lambda *a: None, lambda *a: ..., lambda *a: [[...]], lambda *a: 10**400, lambda *a: {"z": ...}, lambda *a: 1 / 0),
    *(CannotBeKept(), Refuses(), [Refuses()] * 2, WITHIN_ITSELF, NAMED_BY_ITSELF, np.array(..., object), stumble),
    *(np.ma.masked_array([1.0, 2.0], mask=[False, True]), np.ma.masked),
]


CALLED = [value for value in ALL_THERE_IS if callable(value)]


@each(judge.Exercise)
def test_no_value_makes_a_check_raise(exercise):
    values = ALL_THERE_IS
    if isinstance(exercise, judge.Function):
        functions = [other for other in EXERCISES.values() if isinstance(other, judge.Function)]
        turn = functions.index(exercise)
        # What is called takes its time: each is handed in, or returned, in a few exercises.
        values = [value for value in values if not callable(value)] + CALLED[turn % 6 :: 6]
        by_name = [dict.fromkeys(exercise.keys, value) for value in ALL_THERE_IS]
        for value in (*ALL_THERE_IS[turn % 24 :: 24], *by_name[turn % 24 :: 24]):
            assert exercise.judge(eval(f"lambda {', '.join(exercise.parameters)}: value", {"value": value})).verdict
    for value in values:
        answer = exercise.judge(value)
        assert answer.verdict in ("right", "wrong", "open")
        assert "Traceback" not in repr(answer)
        assert answer._repr_html_()
    for value in (..., (...,), [..., ...]):
        assert exercise.judge(value).verdict == "open" or isinstance(exercise, (judge.Value, judge.Function))


@each(judge.Value)
def test_a_half_filled_tuple_is_open(exercise):
    right = exercise.written()
    if not isinstance(right, tuple):
        return
    names = exercise.parts or [f"entry {n}" for n in range(len(right))]
    for n, name in enumerate(names):
        for blank in (..., None, (..., 1)):
            answer = exercise.judge((*right[:n], blank, *right[n + 1 :]))
            assert (answer.verdict, answer.where) == ("open", name)
            assert f"Still open: `{name}`." in repr(answer)
            assert "Right so far: " in repr(answer)
    assert "Nothing is here yet." in repr(exercise.judge([None] * len(right)))


@each(judge.Design)
def test_a_half_filled_design_is_open(exercise):
    example = answer_of(exercise)
    if isinstance(example, dict):
        for name in example:
            answer = exercise.judge({**example, name: ...})
            assert (answer.verdict, answer.where) == ("open", name)
            assert f"Still open: `{name}`." in repr(answer)


@each(judge.Repair)
def test_only_untouched_code_is_open(exercise):
    broken = exercise.edited(next(iter(exercise.mistakes)))
    answer = exercise.judge(exercise.run_text(broken.replace("\n", "   # note\n") if '"""' not in broken else broken))
    assert (answer.verdict, answer.mistake) == ("open", None)
    assert "This is still the code as it was given." in repr(answer)
    assert "yours" not in repr(answer)
    changed = exercise.run_text("    unused = 0\n    return ".join(broken.rsplit("    return ", 1)))
    answer = exercise.judge(changed)
    assert (answer.verdict, answer.mistake) == ("wrong", None)
    assert "It still gives the numbers of the broken code." in repr(answer)


@each(judge.Value)
def test_a_value_that_is_rounded_too_early_is_told(exercise):
    right = exercise.right
    if isinstance(right, float) and float(f"{right:.3g}") != right:
        answer = exercise.judge(float(f"{right:.3g}"))
        if answer.verdict != "right":
            advice = "count it exactly" if right == round(right) else "give four digits"
            assert f"Rounded too early: {advice}." in repr(answer)


def test_a_known_value_is_named_when_rounded():
    assert sigmoid.check(my_rain=0.33).mistake == "odds of 1 : 3 are read as one case in three"
    assert "Rounded too early" in repr(binary_cross_entropy.check(my_price=4.61))
    assert "Rounded too early" in repr(binary_cross_entropy.check(my_smallest_loss=0.61))


# ----------------------------------------------------------------------------------------------- the words


def test_the_words_fit():
    def said(module, **answer):
        return repr(module.check(**answer))

    assert "Your line has the value of the given line" in said(binary_cross_entropy, my_rest_steps=["1 / (y_hat - 1)"])
    both = ["1 / (y_hat - 1)", "-1 / (1 - y_hat)"]
    assert "Both lines have the same value" in said(binary_cross_entropy, my_rest_steps=both)
    assert "It is None: write the lines between the three quotes" in said(binary_cross_entropy, my_rest_steps=None)
    assert "It should be lower (more negative)." in said(binary_cross_entropy, my_slope_at_one_half=-0.7)
    assert "choose anew" in said(binary_cross_entropy, my_better_station="second")
    assert "Next" not in said(binary_cross_entropy, my_price="4.6")
    assert "(True, True, True, True, True)" in said(layers_and_gradient_checks, my_told=(True,) * 5)
    assert "Write a tuple, without quotes." in said(layers_and_gradient_checks, my_kink="1, 0, 0.5, 0")
    assert "each word in quotes" in said(numerical_stability, my_four_words="dies")
    assert "It is a set." in said(layers_and_gradient_checks, my_kink={1, 0, 0.5})
    assert "Write each entry without quotes." in said(layers_and_gradient_checks, my_told=("True",) * 5)
    assert "Write each entry without quotes." in said(layers_and_gradient_checks, my_kink=("1", 0, "1/2", 0))
    words = "`'undefined'` is text. Wanted is a tuple of 4, and each entry is a number."
    assert words in said(layers_and_gradient_checks, my_kink=(1, 0, 1 / 2, "undefined"))
    words = "`'z'` is text. Wanted is a tuple of 5, and each entry is True or False."
    assert words in said(layers_and_gradient_checks, my_told=("z", "dL_dy_hat"))
    assert "Write the number without quotes." in said(binary_cross_entropy, my_price="-4.6e0")
    assert "Write the number." in said(binary_cross_entropy, my_price="a lot")
    assert "`None` is a word of Python: write the choice in quotes." in said(hidden_layer, my_start_that_works=None)
    assert "It is a tuple: write the choice in quotes." in said(hidden_layer, my_start_that_works=(1, 2, 3))
    assert "It is None. A value is wanted." in said(binary_cross_entropy, my_better_station=None)
    assert "`'Stay'` is not one of" in said(numerical_stability, my_four_words=("dies", "Stay", "stays", "down"))
    assert "True" in said(hidden_layer, my_dead=lambda X, W1, b1: np.zeros(len(b1), bool)).split("right", 1)[1][:20]
    assert hidden_layer.check(my_start_that_works=" 1,2,3").mistake
    assert "If you mean 25 percent, write 0.25." in said(sigmoid, my_rain=25)
    assert sigmoid.check(my_rain=Fraction(1, 4)).verdict == "right"
    assert "right shape  one number" in said(binary_cross_entropy, my_slope=lambda y_hat, y: np.array([1.0, 2.0]))
    assert "np.maximum" in said(matrix_calculus, my_back_through_sigmoid=lambda h, z: max(h, z))
    answer = said(matrix_calculus, my_batch_backward=lambda X, W, G: {"dL_dW": None, "dL_db": 0, "dL_dX": 0})
    assert "`dL_dW` is None." in answer


# ------------------------------------------------------------------------------------------------ the panel


def test_the_panel_has_the_same_words():
    def my_slope(y_hat, y):
        return y_hat - y < 3

    answer = binary_cross_entropy.check(my_slope)
    page = answer._repr_html_()
    assert page.startswith('<section aria-label="Not yet: my_slope"')
    assert "script" not in page
    assert page.count("<th scope=") == 4
    assert "var(--jp-" in page
    assert all(word in page for word in ("Not yet", "yours", "right", "Next:"))


def test_the_panel_escapes_what_a_reader_wrote():
    answer = binary_cross_entropy.check(my_slope_steps=["<b>"])
    assert "<b>" in repr(answer)
    assert "<b>" not in answer._repr_html_()


# -------------------------------------------------------------------------------------------- time and size


def called_alone(answer, cases, parameters):
    for case in cases:
        with contextlib.suppress(Exception):
            answer(*(copied(case[name]) for name in parameters))


@each(judge.Exercise)
def test_a_wrong_answer_comes_quickly(exercise):
    """Processor time, beside that of the answer itself; the first call of all also computes what the mistakes give."""
    edit = list(exercise.mistakes)[-1]
    answer = exercise.slip(edit)[1] if isinstance(exercise, judge.Derivation) else answer_of(exercise, edit)
    answer = [exercise.lines[0], answer] if isinstance(exercise, judge.Derivation) else answer
    exercise.judge(answer)
    times = []
    for _ in range(3):
        start = time.process_time()
        if isinstance(exercise, judge.Function):
            quietly(called_alone, answer, exercise.cases, exercise.parameters)
        own = time.process_time() - start
        start = time.process_time()
        exercise.judge(answer)
        times.append(time.process_time() - start - own)
    assert min(times) <= 0.05


def test_only_numpy_and_helpers_are_loaded():
    code = "import sys, helpers; before = set(sys.modules); assert not [m for m in before if 'exercises' in m];"
    code += "import helpers.exercises.matrix_calculus; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {m.split(".")[0] for m in loaded} & {"matplotlib", "IPython", "ipywidgets", "sympy", "scipy"}


@each(judge.Derivation)
def test_the_given_line_alone_is_nothing_yet(exercise):
    """Also twice; and what is wanted at the end is said all the same."""
    for lines in ([], exercise.lines[:1], [exercise.lines[0], exercise.lines[0], "..."]):
        answer = exercise.judge(lines)
        assert answer.verdict == "open"
        words = "Each line is the given one once more." if len(lines) > 1 else "Nothing is here yet."
        assert answer.parts == (words, f"Wanted at the end: {exercise.last}.")
    if len(exercise.lines) > 2:
        answer = exercise.judge([*exercise.lines[:2], "..."])
        assert "Right so far" in repr(answer) or answer.verdict == "right"


@pytest.mark.parametrize(
    ("value", "expected", "near"),
    [
        (1 + 1e-9, 1.0, True),
        (1 + 1e-7, 1.0, False),
        (np.nan, np.nan, True),
        (np.nan, 1.0, False),
        (1.0, np.nan, False),
        (np.inf, np.inf, True),
        (-np.inf, np.inf, False),
        (1e300, np.inf, False),
        (0.0, -0.0, True),
    ],
)
def test_which_two_numbers_count_as_the_same(value, expected, near):
    for shape in ((), (1,), (2, 3)):
        assert np.all(judge.near(np.full(shape, value), np.full(shape, expected)) == near)


def test_next_to_a_large_entry_small_ones_may_be_off_by_a_little():
    expected = np.array([1000.0, 0.0])
    assert judge.near(np.array([1000.0, 5e-7]), expected).all()
    assert judge.near(np.array([1000.0, 2e-6]), expected).tolist() == [True, False]
    assert judge.near(np.array([1000.0, 2e-6]), expected, absolute=1e-5).all()


def test_a_rounded_value_with_a_wrong_sign_has_the_right_size():
    assert "The sign is not right." in repr(binary_cross_entropy.check(my_price=-4.6))
    assert "Sign and size are both wrong." in repr(binary_cross_entropy.check(my_price=-7.0))


def test_a_loop_that_never_ends_is_stopped(monkeypatch):
    if not hasattr(signal, "setitimer"):  # Windows has no alarm: there a reader interrupts the kernel
        return
    monkeypatch.setattr("helpers.exercises._calls.PATIENCE", 0.3)

    def my_sum_back(g, shape):
        while g.ndim > len(shape):
            g = g.sum(axis=0, keepdims=True)
        return g

    def my_order(parents, loss):
        while True:
            parents.get(loss)

    for answer in (automatic_differentiation.check(my_sum_back), automatic_differentiation.check(my_order)):
        assert answer.verdict == "wrong"
        assert "Does a loop in it never end?" in repr(answer)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_of_several_wrong_entries_the_named_one_is_said():
    for told, words in (
        ((False, True, False, True, True), "\nThis is what comes out when the weights"),
        ((False, True, False, False, True), "\nWhat stands at `W` is what comes out when the weights"),
    ):
        assert words in repr(layers_and_gradient_checks.check(my_told=told))
