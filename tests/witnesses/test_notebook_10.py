"""The engine of notebook 10 against three witnesses, on random computations: nudges, PyTorch, JAX; and its tables."""

import importlib
import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import numerical_gradient
from tests.module.examples import seeds
from tests.references import reference
from tests.witnesses.engine import names_of, sources

ENGINE = names_of()
KINK = 1e-3  # a value so near to ReLU's kink may be carried across it by a nudge


@pytest.fixture(scope="module")
def jax():
    """JAX, with 64 bits: its default is 32."""
    jax = reference("jax")
    jax.config.update("jax_enable_x64", True)
    return jax


# ------------------------------------------------------------------------------------ random computations


class Ours:
    """The steps of the engine, under the names that all three share."""

    exp, log, relu = ENGINE.exp, ENGINE.log, ENGINE.relu
    sigmoid, softplus, total = ENGINE.sigmoid, ENGINE.softplus, ENGINE.total


class Torchs:
    def __init__(self, torch):
        self.exp, self.log, self.relu, self.sigmoid = torch.exp, torch.log, torch.relu, torch.sigmoid
        self.softplus = lambda a: torch.logaddexp(a, torch.zeros_like(a))  # its own gives up digits above 20

    def total(self, a, axis=None):
        return a.sum() if axis is None else a.sum(dim=axis, keepdim=True)


class Jaxs:
    def __init__(self, jax):
        self.exp, self.log = jax.numpy.exp, jax.numpy.log
        self.relu, self.sigmoid, self.softplus = jax.nn.relu, jax.nn.sigmoid, jax.nn.softplus

    def total(self, a, axis=None):
        return a.sum() if axis is None else a.sum(axis=axis, keepdims=True)


ONE = {
    "exp": lambda m, a: m.exp(m.sigmoid(a)),
    "log": lambda m, a: m.log(1.0 + a * a),
    "relu": lambda m, a: m.relu(a),
    "sigmoid": lambda m, a: m.sigmoid(a),
    "softplus": lambda m, a: m.softplus(a),
    "T": lambda m, a: a.T,
    "total": lambda m, a: m.total(a),
    "rows": lambda m, a: m.total(a, axis=0),
    "columns": lambda m, a: m.total(a, axis=1),
    "constants": lambda m, a: (2.0 - a) * 0.5 + 1.0 / (3.0 + a * a),
}
TWO = {
    "+": lambda m, a, b: a + b,
    "-": lambda m, a, b: a - b,
    "*": lambda m, a, b: a * b,
    "/": lambda m, a, b: a / (1.0 + b * b),
    "@": lambda m, a, b: a @ b,
    "@T": lambda m, a, b: a @ b.T,
}


def fits(step, *shapes):
    """Can this step take arrays of these shapes?"""
    if step in ("T", "rows", "columns"):
        return len(shapes[0]) == 2
    if step == "@":
        return len(shapes[0]) == len(shapes[1]) == 2 and shapes[0][1] == shapes[1][0]
    if step == "@T":
        return len(shapes[0]) == len(shapes[1]) == 2 and shapes[0][1] == shapes[1][1]
    try:
        return np.broadcast_shapes(*shapes) is not None
    except ValueError:
        return False


def run(program, given_values, library):
    """All that a program computes, in order; the given values come first."""
    values = list(given_values)
    for step, places in program:
        values.append((ONE | TWO)[step](library, *(values[place] for place in places)))
    return values


def loss_of(program, given_values, library):
    """One number, in which each result counts with a weight of its own, so that no route is without a gradient."""
    return sum(
        library.total(value) * (0.3 + 0.1 * n) for n, value in enumerate(run(program, given_values, library)[::-1])
    )


@st.composite
def computations(draw):
    """A program and the arrays that it begins with: shared parts, broadcasting, sums, products."""
    rows, columns = draw(st.lists(st.integers(1, 4), min_size=2, max_size=2, unique=True))
    rng = np.random.default_rng(draw(seeds))
    shapes = [(rows, columns), (columns,), (rows, 1), (1, columns), (), (columns, rows)]
    shapes = draw(st.lists(st.sampled_from(shapes), min_size=2, max_size=4))
    arrays = [rng.normal(size=shape) for shape in shapes]
    program = []
    for _ in range(draw(st.integers(1, 9))):
        known = [value.value.shape for value in run(program, map(ENGINE.Var, arrays), Ours)]
        places = range(len(known))
        possible = [(step, (i,)) for step in ONE for i in places if fits(step, known[i])]
        possible += [(step, (i, j)) for step in TWO for i in places for j in places if fits(step, known[i], known[j])]
        step = draw(st.sampled_from(sorted({step for step, _ in possible})))
        program.append((step, draw(st.sampled_from([places for other, places in possible if other == step]))))
    values = run(program, map(ENGINE.Var, arrays), Ours)
    assume(all(np.abs(value.value).max() < 1e3 for value in values))
    return program, arrays


def gradients_by_ours(program, arrays):
    variables = [ENGINE.Var(values) for values in arrays]
    ENGINE.backward(loss_of(program, variables, Ours))
    for variable in variables:
        assert variable.grad.shape == variable.value.shape
    return [variable.grad for variable in variables]


def assert_near(ours, theirs, tolerance):
    """No difference larger than ``tolerance`` times the largest entry of all gradients together."""
    largest = max(np.abs(gradient).max() for gradient in theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.shape == other.shape
        assert np.abs(mine - other).max() <= tolerance * max(largest, 1)


@given(computations())
def test_gradients_of_random_computations_are_those_of_nudges(computation):
    program, arrays = computation
    values = run(program, map(ENGINE.Var, arrays), Ours)
    at_kinks = [values[places[0]].value for step, places in program if step == "relu"]
    assume(all(np.all((value == 0) | (np.abs(value) > KINK)) for value in at_kinks))
    nudged = []
    for n in range(len(arrays)):

        def loss(moved, n=n):
            return ENGINE.array(loss_of(program, [*arrays[:n], ENGINE.Var(moved), *arrays[n + 1 :]], Ours))

        nudged.append(numerical_gradient(loss, arrays[n]))
    assert_near(gradients_by_ours(program, arrays), nudged, 1e-6)


@given(computations())
def test_gradients_of_random_computations_are_pytorchs(torch, computation):
    program, arrays = computation
    variables = [torch.tensor(values, requires_grad=True) for values in arrays]
    loss_of(program, variables, Torchs(torch)).backward()
    assert_near(gradients_by_ours(program, arrays), [variable.grad.numpy() for variable in variables], 1e-12)


@given(computations())
def test_gradients_of_random_computations_are_jaxs(jax, computation):
    program, arrays = computation
    theirs = jax.grad(lambda values: loss_of(program, values, Jaxs(jax)))([jax.numpy.array(a) for a in arrays])
    assert_near(gradients_by_ours(program, arrays), [np.asarray(gradient) for gradient in theirs], 1e-12)


# ------------------------------------------------------------------------------------------- the tables


def rows_of(cell):
    """The rows of a table of code: (what, the code of our column, of PyTorch's, of JAX's); None where there is none."""
    for line in sources()[cell].splitlines()[2:]:
        what, *columns = (entry.strip() for entry in line.strip("|").split(" | "))
        yield what, *(re.fullmatch(r"`([^`]+)`", entry.strip(" |")) for entry in columns)


def outcome(code, names):
    """What an expression gives, or what a statement has assigned; None of one that assigns nothing."""
    try:
        return eval(code, names)
    except SyntaxError:
        exec(code, names)
        targets = code.split(" = ")[0].split(", ")
        return [names[target] for target in targets] if targets[0] in names else None


def as_arrays(value, names):
    """An outcome of any of the three as a list of NumPy arrays."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return [as_arrays(entry, names)[0] for entry in value]
    if callable(value) and not hasattr(value, "shape") and not hasattr(value, "value"):
        value = value(names["W"], names["b"])  # JAX computes with functions of the weights
    value = getattr(value, "value", value)
    return [np.asarray(value.detach() if hasattr(value, "detach") else value)]


def own_names(**more):
    return {**vars(ENGINE), "np": np, **more}


def compared(cell, columns, given_names):
    """Runs some columns of a table line by line; returns the rows of which all columns gave numbers, and the same."""
    same = []
    for what, *codes in rows_of(cell):
        assert len(codes) == 3, what
        outcomes = []
        for column in columns:
            if codes[column]:
                value = outcome(codes[column][1], given_names[column])
                outcomes.append(as_arrays(value, given_names[column]) if what != "to begin" else None)
        if len(outcomes) == len(columns) and None not in outcomes:
            for entries in zip(*outcomes, strict=True):
                for entry in entries[1:]:
                    assert entry.shape == entries[0].shape, what
                    np.testing.assert_allclose(entry, entries[0], rtol=1e-12, atol=1e-15, err_msg=what)
            same.append(what)
    return same


def a_step():
    rng = np.random.default_rng(10)
    arrays = {"X0": rng.normal(size=(4, 3)), "y0": rng.integers(0, 2, (4, 2)).astype(float)}
    return arrays | {"W0": rng.normal(size=(2, 3)), "b0": rng.normal(size=2)}


COMPARED = ["data", "weights", "scores", "loss", "as a number", "a gradient", "a step"]


def test_our_column_of_a_training_step_runs():
    assert compared("frameworks-step", [0], [own_names(**a_step())]) == COMPARED


def test_the_line_of_the_scores_is_the_same_in_all_three():
    (codes,) = (codes for what, *codes in rows_of("frameworks-step") if what == "scores")
    ours, torchs, jaxs = (code[1] for code in codes)
    assert ours == torchs and jaxs.split(": ")[1] == ours.split(" = ")[1]


def test_these_signs_are_the_same_in_all_three():
    columns = [[code[1] for code in codes] for _, *codes in rows_of("frameworks-parts")]
    same = " ".join(ours for ours, *others in columns if others == [ours, ours])
    for sign in ("+", "-", "*", "/", "@", ".T"):
        assert sign in same, sign
        assert f"`{sign}`" in sources()["frameworks-read"]


def test_the_columns_of_a_training_step_agree_with_pytorch(torch):
    assert compared("frameworks-step", [0, 1], [own_names(**a_step()), a_step()]) == COMPARED


def test_the_columns_of_a_training_step_agree_with_jax(jax):
    assert compared("frameworks-step", [0, 2], [own_names(**a_step()), None, a_step()]) == COMPARED


def parts(make):
    rng = np.random.default_rng(11)
    shapes = {"a": (4, 3), "B": (3, 2), "c": (3,)}
    return {name: make(rng.normal(size=shape)) for name, shape in shapes.items()}


def all_parts():
    return [what for what, *_ in rows_of("frameworks-parts")]


def test_every_step_of_the_engine_is_in_the_table():
    names = own_names(**parts(ENGINE.Var))
    found = set()
    for _, ours, _, _ in rows_of("frameworks-parts"):
        found |= {var.step for var in ENGINE.way_back(ENGINE.total(eval(ours[1], names)))}
    recorded = set(re.findall(r'record\("(.+?)"', "\n".join(sources().values()))) - {"again"}
    assert recorded <= found
    assert len(recorded) == 12


def test_the_columns_of_the_steps_agree_with_pytorch(torch):
    names = {"torch": torch, **parts(torch.tensor)}
    assert compared("frameworks-parts", [0, 1], [own_names(**parts(ENGINE.Var)), names]) == all_parts()


def test_the_columns_of_the_steps_agree_with_jax(jax):
    names = {"jax": jax, "jnp": jax.numpy, **parts(jax.numpy.array)}
    assert compared("frameworks-parts", [0, 2], [own_names(**parts(ENGINE.Var)), None, names]) == all_parts()


@pytest.mark.parametrize("library", ["torch", "jax"])
def test_each_name_in_the_text_is_one_of_the_library(library):
    reference(library)
    text = "\n".join(sources().values())
    names = {name.rstrip(".") for name in re.findall(rf"`({library}\.[\w.]+)", text)}
    assert len(names) >= 4
    for name in names:
        module, rest = library, name.split(".")[1:]
        found = importlib.import_module(module)
        for part in rest:
            module = f"{module}.{part}"
            if not hasattr(found, part):
                importlib.import_module(module)
            found = getattr(found, part)


# ------------------------------------------------------------------------ what the text says of both


@pytest.mark.parametrize("asked_to_keep_us", [False, True])
def test_a_second_call_of_pytorchs_backward_is_refused_or_adds_in_grad_only(torch, asked_to_keep_us):
    w = torch.tensor(1.0, requires_grad=True)
    u = 3 * w
    if asked_to_keep_us:
        u.retain_grad()
    loss = u * u
    loss.backward(retain_graph=True)
    assert w.grad == 18
    loss.backward()
    assert w.grad == 36
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        loss.backward()


def test_pytorchs_grad_is_a_sum_until_it_is_set_back(torch):
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.0)
    for step in (1, 2, 3):
        (w * w).sum().backward()
        assert w.grad.tolist() == [2 * step, 4 * step]
        optimizer.step()
    optimizer.zero_grad()
    for part in range(2):  # a batch in two parts
        (w[part] * w[part]).backward()
    assert w.grad.tolist() == [2, 4]


def test_pytorch_refuses_to_go_back_after_a_change_in_place_if_the_value_is_needed(torch):
    for f, needed in ((lambda u: u * u, True), (lambda u: u + u, False)):
        w = torch.tensor(3.0, requires_grad=True)
        u = 1 * w
        loss = f(u)
        with torch.no_grad():
            u -= 1
        if needed:
            with pytest.raises(RuntimeError, match="modified by an inplace operation"):
                loss.backward()
        else:
            loss.backward()
            assert w.grad == 2


def test_what_is_taken_out_of_pytorch_has_no_route_back(torch):
    for taken_out in (lambda z: z.item(), lambda z: z.detach(), lambda z: z.detach().numpy().item()):
        w = torch.tensor(3.0, requires_grad=True)
        (taken_out(w * w) * w).backward()
        assert w.grad == 9
    with pytest.raises(RuntimeError, match=r"detach\(\)"):
        w.numpy()


def test_the_frameworks_have_a_rule_of_their_own_for_softplus(torch, jax):
    z = torch.tensor([-40.0, 0.0], dtype=torch.float64, requires_grad=True)
    value = torch.nn.functional.softplus(z)
    value.sum().backward()
    assert z.grad[1] == 0.5
    assert value[0].item() == pytest.approx(math.exp(-40), rel=1e-12)
    assert jax.grad(jax.nn.softplus)(0.0) == 0.5
    assert jax.nn.softplus(-40.0) == pytest.approx(math.exp(-40), rel=1e-12)


def test_pytorch_keeps_one_output_for_each_layer(torch):
    kept, depth = {}, 6

    def keep(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tuple(tensor.shape)
        return tensor

    weights = [torch.randn(8, 8, requires_grad=True) for _ in range(depth)]
    a = x = torch.randn(50, 8)
    outputs = set()
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        for W in weights:
            a = torch.sigmoid(a @ W.T + torch.zeros(8, requires_grad=True))
            outputs.add(a.untyped_storage().data_ptr())
    large = {place for place, shape in kept.items() if shape == (50, 8)}
    assert large - {x.untyped_storage().data_ptr()} <= outputs
    assert len(outputs) == depth
    assert set(kept) - large == {W.untyped_storage().data_ptr() for W in weights[1:]}  # views of the weights


def test_both_frameworks_differentiate_derivatives(torch, jax):
    x = torch.tensor(2.0, requires_grad=True)
    (slope,) = torch.autograd.grad(x**3, x, create_graph=True)
    slope.backward()
    assert x.grad == 12
    assert jax.grad(jax.grad(lambda x: x**3))(2.0) == 12


def test_pytorch_records_while_it_computes(torch):
    w = torch.tensor(1.0, requires_grad=True)
    assert (3 * w).grad_fn is not None


def test_jax_records_only_while_a_function_made_by_grad_runs_and_keeps_no_gradient(jax):
    seen = []

    def loss(w):
        seen.append(isinstance(w * w, jax.core.Tracer))
        return w * w

    w = jax.numpy.array(3.0)
    loss(w)
    assert jax.grad(loss)(w) == 6
    loss(w)
    assert seen == [False, True, False]
    assert not hasattr(w, "grad")


@pytest.mark.filterwarnings("ignore:.*torch.jit.script.*:DeprecationWarning")  # of PyTorch's own making
def test_forward_mode_of_both_frameworks_carries_the_slope_of_the_fork(torch, jax):
    def fork(x):
        return (x * x) * (3 * x)

    for jvp, array in ((torch.func.jvp, torch.tensor), (jax.jvp, jax.numpy.array)):
        value, slope = jvp(fork, (array(2.0),), (array(1.0),))
        assert (float(value), float(slope)) == (24, 36)


def test_a_step_with_a_rule_of_ones_own_in_both_frameworks(torch, jax):
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, a):
            ctx.save_for_backward(a)
            return a * a

        @staticmethod
        def backward(ctx, g):
            (a,) = ctx.saved_tensors
            return 100 * g * a  # not the derivative: the rule is what is used

    w = torch.tensor(3.0, requires_grad=True)
    Square.apply(w).backward()
    assert w.grad == 300

    square = jax.custom_vjp(lambda a: a * a)
    square.defvjp(lambda a: (a * a, a), lambda a, g: (100 * g * a,))
    assert jax.grad(square)(3.0) == 300


def test_both_frameworks_can_forget_and_compute_again(torch, jax):
    runs = []

    def stretch(sin):
        def run(a):
            runs.append(a)
            return sin(sin(a))

        return run

    w = torch.tensor(0.5, requires_grad=True)
    torch.utils.checkpoint.checkpoint(stretch(torch.sin), w, use_reentrant=False).backward()
    right = math.cos(math.sin(0.5)) * math.cos(0.5)
    assert w.grad.item() == pytest.approx(right, rel=1e-6)
    assert len(runs) == 2  # once more on the way back
    assert jax.grad(jax.checkpoint(stretch(jax.numpy.sin)))(0.5) == pytest.approx(right, rel=1e-12)


def test_jit_turns_steps_into_one_and_changes_no_number(jax):
    z, y = jax.numpy.linspace(-3, 3, 7), jax.numpy.ones(7)
    loss = lambda z: jax.nn.softplus(z) - y * z
    np.testing.assert_allclose(jax.jit(loss)(z), loss(z), rtol=1e-14)


def test_pytorchs_softplus_is_the_identity_above_20(torch):
    z = torch.tensor([20.0, 20.001, 30.0], dtype=torch.float64)
    right = np.logaddexp(z.numpy(), 0)
    off = np.abs(torch.nn.functional.softplus(z).numpy() - right)
    assert off[0] < 1e-14
    assert off[1] == pytest.approx(math.exp(-20.001), rel=1e-5)
    assert (torch.nn.functional.softplus(z) == z).tolist() == [False, True, True]


def test_pytorchs_maximum_gives_half_to_each_of_two_equals(torch):
    a, b = (torch.tensor(2.0, requires_grad=True) for _ in range(2))
    torch.maximum(a, b).backward()
    assert (a.grad, b.grad) == (0.5, 0.5)
