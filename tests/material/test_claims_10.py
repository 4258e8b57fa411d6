"""What notebook 10 says of its engine and of what it computes: with other seeds, sizes and splits."""

import numpy as np
import pytest

from helpers import HiddenLayerClassifier, LinearClassifier, check_gradients, penguins, split, standardize, train
from tests.module.examples import both_networks
from tests.witnesses.engine import engine_cells, names_of, sources

CELLS = ("record-example", "every-route", "too-early", "networks", "steps-you-wrote", "dual")
CELLS += ("memory-kept", "checkpoint", "softmax-code")


@pytest.fixture(scope="module")
def nb():
    """The engine, and what these cells define."""
    return names_of(*CELLS)


def written(source):
    """The lines of some code on which something stands."""
    return [line for line in source.splitlines() if line.strip()]


def test_the_engine_has_less_than_a_hundred_lines_and_backward_ten():
    lines = [line for name in engine_cells() for line in written(sources()[name])]
    assert 60 < len(lines) < 100
    body = sources()["engine-backward"].split("def backward(loss):")[1]
    assert (
        len([line for line in written(body) if "raise" not in line and "if " not in line and '"""' not in line]) <= 10
    )


def test_forward_mode_has_ten_lines():
    lines = written(sources()["dual"].split("\n\n\n")[0])
    assert len([line for line in lines if '"""' not in line]) <= 10


# ---------------------------------------------------------------------------------------------- the order


@pytest.mark.parametrize("n", [1, 4, 9])
def test_walking_every_route_is_right_and_doubles_with_each_step(nb, n):
    chain = nb.doublings(n)
    assert nb.walk_every_route(chain[-1], 1.0) == 2 ** (n + 1) - 1
    assert chain[0].grad == 2**n


@pytest.mark.parametrize("n", [1, 2, 5])
def test_handing_on_too_early_is_wrong_only_behind_a_fork(nb, n):
    forks, line = nb.doublings(n), [nb.Var(1.0)]
    for _ in range(n):
        line.append(2.0 * line[-1])
    for chain in (forks, line):
        chain[-1].grad = 1.0
        nb.hand_on_what_is_there(chain[-1])
    assert (forks[0].grad == 2**n) == (n == 1)
    assert line[0].grad == 2**n


def test_handing_on_too_early_is_right_where_only_a_given_value_is_used_twice(nb):
    for f, slope in ((lambda x: x * x + 3 * x, 7), (lambda x: x * x * x, 12), (lambda x: (x * x) * (x * x), 32)):
        x = nb.Var(2.0)
        loss = f(x)
        loss.grad = 1.0
        nb.hand_on_what_is_there(loss)
        assert x.grad == slope
    x = nb.Var(2.0)
    u = x * x
    loss = u * u
    loss.grad = 1.0
    nb.hand_on_what_is_there(loss)
    assert x.grad != 32


def test_each_comes_after_all_its_users_and_once(nb):
    rng = np.random.default_rng(0)
    values = [nb.Var(1.0) for _ in range(3)]
    for _ in range(200):
        i, j = rng.integers(len(values), size=2)
        values.append(0.5 * values[i] + values[j])
    order = nb.way_back(values[-1])
    place = {var: n for n, var in enumerate(order)}
    assert len(place) == len(order)
    assert order[0] is values[-1]
    assert all(place[parent] > place[var] for var in order for parent, _ in var.parents)


def test_without_sorting_the_first_two_come_out_right_and_the_third_does_not(nb):
    def as_found(loss):
        found, waiting = {loss: True}, [loss]
        while waiting:
            for parent, _ in waiting.pop().parents:
                if parent not in found:
                    found[parent] = True
                    waiting.append(parent)
        return list(found)

    def gradient_of(start, loss, order):
        for var in order(loss):
            var.grad = 0.0
        loss.grad = 1.0
        for var in order(loss):
            for parent, route in var.parents:
                parent.grad += route(var.grad)
        return start.grad

    x = nb.Var(2.0)
    fork, chain, u = (x * x) * (3.0 * x), nb.doublings(16), x * x
    cases = [(x, fork), (chain[0], chain[-1]), (x, u + u * x)]
    assert [gradient_of(*case, nb.way_back) for case in cases] == [36, 2**16, 16]
    assert [gradient_of(*case, as_found) for case in cases] == [36, 2**16, 8]


def test_a_long_chain_needs_no_recursion(nb):
    first = last = nb.Var(1.0)
    for _ in range(50_000):
        last = last + 1.0
    nb.backward(last)
    assert first.grad == 1


# ----------------------------------------------------------------------------------------------- the engine


def test_backward_can_be_called_twice_and_leaves_other_records_alone(nb):
    w, other = nb.Var([1.0, 2.0]), nb.Var(3.0)
    loss = nb.total(w * w)
    for _ in range(2):
        nb.backward(loss)
        np.testing.assert_array_equal(w.grad, [2.0, 4.0])
    assert other.grad == 0


def test_a_loss_of_several_numbers_and_a_product_with_a_vector_are_refused(nb):
    with pytest.raises(ValueError, match=r"the loss has shape \(2,\): give one number"):
        nb.backward(nb.Var([1.0, 2.0]) * 2)
    for shapes in (((3,), (3, 3)), ((3, 3), (3,)), ((2, 3, 3), (3, 3))):
        a, b = (np.ones(shape) for shape in shapes)
        with pytest.raises(ValueError, match="give two matrices"):
            nb.Var(a) @ b
        with pytest.raises(ValueError, match="give two matrices"):
            a @ nb.Var(b)


def test_with_an_array_on_the_left_it_is_still_one_step(nb):
    array, w = np.array([[1.0, 2.0], [3.0, 4.0]]), nb.Var([[0.5, -1.0], [2.0, 4.0]])
    for made, right in (
        (array + w, array + w.value),
        (array - w, array - w.value),
        (array * w, array * w.value),
        (array / w, array / w.value),
        (array @ w, array @ w.value),
        (3 - w, 3 - w.value),
        (3 / w, 3 / w.value),
    ):
        assert isinstance(made, nb.Var)
        np.testing.assert_array_equal(made.value, right)
        assert len(made.parents) == 1


def test_a_row_and_a_column_that_were_broadcast_get_their_sums(nb):
    G = np.arange(1.0, 13).reshape(4, 3)
    row, column, number = nb.Var(np.zeros(3)), nb.Var(np.zeros((4, 1))), nb.Var(0.0)
    nb.backward(nb.total((row + column + number) * G))
    np.testing.assert_array_equal(row.grad, G.sum(axis=0))
    np.testing.assert_array_equal(column.grad, G.sum(axis=1, keepdims=True))
    assert number.grad == G.sum()


def test_nothing_overflows_and_no_gradient_is_lost_far_out(nb):
    z = nb.Var([-800.0, -40.0, 0.0, 40.0, 800.0])
    with np.errstate(all="raise", under="ignore"):
        nb.backward(nb.total(nb.softplus(z)))
        np.testing.assert_allclose(z.grad, [0, np.exp(-40), 0.5, 1, 1], rtol=1e-15, atol=1e-300)
        nb.backward(nb.total(nb.sigmoid(z)))
        assert np.all(np.isfinite(z.grad))


@both_networks
def test_machine_and_hand_agree_to_14_digits(nb, kind):
    assert max(nb.difference(seed, kind) for seed in range(1000, 1300)) < 1e-14


@pytest.mark.parametrize(
    "kind, scores", [(LinearClassifier, "linear_scores"), (HiddenLayerClassifier, "hidden_scores")]
)
def test_machine_and_hand_agree_to_14_digits_on_the_birds(nb, kind, scores):
    x, y = penguins("Gentoo", ("bill_length_mm", "body_mass_g"))
    x = standardize(x)
    sizes = (2, 1) if kind is LinearClassifier else (2, 16, 1)
    for seed in range(20):
        network = kind.random(*sizes, np.random.default_rng(seed))
        machine = nb.by_machine(getattr(nb, scores), network.parameters, x, y)
        hand = network.gradients(x, y)
        largest = max(np.abs(hand.of(name)).max() for name in machine)
        assert max(np.abs(machine[name] - hand.of(name)).max() for name in machine) < 1e-14 * largest


@pytest.mark.parametrize("seed", [50, 51, 52])
def test_training_by_machine_is_the_same_walk(nb, seed):
    x, y = penguins("Adelie")
    x = standardize(x)
    start = HiddenLayerClassifier.random(2, 6, 1, np.random.default_rng(seed))
    weights, losses = list(start.parameters.values()), []
    for _ in range(100):
        variables = [nb.Var(values) for values in weights]
        loss = nb.mean_loss(nb.hidden_scores(x, *variables), y)
        nb.backward(loss)
        weights = [var.value - 0.5 * var.grad for var in variables]
        losses.append(float(loss.value))
    by_hand = train(start, x, y, learning_rate=0.5, epochs=100).losses.ravel()
    assert np.abs(losses - by_hand).max() < 1e-12


def test_softplus_in_steps_agrees_to_15_decimals_on_the_left_and_is_0_below_minus_37(nb):
    z = np.random.default_rng(0).uniform(-800, 1, 100_000)
    steps, right = nb.array(nb.softplus_in_steps(z)), nb.array(nb.softplus(z))
    assert np.abs(steps - right).max() < 5e-16
    assert np.all(steps[z < -37] == 0)
    assert np.all(right[z > -700] > 0)


def test_softplus_in_steps_has_the_right_value_up_to_30_and_the_wrong_slope_at_0_alone(nb):
    in_steps = nb.softplus_in_steps
    for at in (-30.0, -1.0, 0.0, 1.0, 30.0):
        z, same = nb.Var(at), nb.Var(at)
        one, other = in_steps(z), nb.softplus(same)
        nb.backward(one)
        nb.backward(other)
        assert one.value == pytest.approx(other.value, rel=1e-13)
        assert z.grad == (0 if at == 0 else pytest.approx(same.grad, rel=1e-12))


# ------------------------------------------------------------------------------------------ forward, memory


def test_both_modes_fill_the_same_jacobian_each_in_its_own_number_of_passes(nb):
    Dual = nb.Dual

    def three_of_two(p, q):
        u = p * q
        return [u * u + p, u + q * q, p * p * p]

    at = (1.5, -0.5)
    columns = [[f.slope for f in three_of_two(Dual(1.5, float(k == 0)), Dual(-0.5, float(k == 1)))] for k in range(2)]
    rows = []
    for i in range(3):
        inputs = [nb.Var(value) for value in at]
        nb.backward(three_of_two(*inputs)[i])
        rows.append([float(var.grad) for var in inputs])
    np.testing.assert_allclose(np.array(columns).T, rows, rtol=1e-14)


@pytest.mark.parametrize("rows, width, depth", [(300, 20, 4), (50, 32, 9)])
def test_the_record_keeps_three_outputs_for_each_layer_and_the_transposed_weights_are_views(nb, rows, width, depth):
    rng = np.random.default_rng(0)
    a = rng.normal(size=(rows, width))
    for _ in range(depth):
        a = nb.layer(a, nb.Var(rng.normal(size=(width, width))), nb.Var(rng.normal(size=width)))
    assert 1e6 * nb.kept(a) / 8 == pytest.approx(depth * 3 * rows * width)
    transposed = [var for var in nb.way_back(a) if var.step == "T"]
    assert len(transposed) == depth
    for var in transposed:
        assert np.shares_memory(var.value, var.parents[0][0].value)


def test_no_route_back_reads_the_outputs_of_the_product_and_of_the_sum(nb):
    found = []
    for spoilt in (False, True):
        rng = np.random.default_rng(1)
        weights, a = [nb.Var(rng.normal(size=(4, 4))) for _ in range(3)], rng.normal(size=(5, 4))
        for W in weights:
            a = nb.layer(a, W, nb.Var(np.ones(4)))
        loss = nb.total(a * a)
        for var in nb.way_back(loss):
            if spoilt and var.step in ("@", "+"):
                var.value[:] = np.nan
        nb.backward(loss)
        found.append([W.grad for W in weights])
    np.testing.assert_array_equal(*found)


def test_a_checkpoint_asks_for_nothing_on_the_way_forward(nb):
    rng, runs = np.random.default_rng(2), []

    def f(a, b):
        runs.append("forward")
        return nb.sigmoid(a @ b)

    a, b = nb.Var(rng.normal(size=(3, 2))), nb.Var(rng.normal(size=(2, 3)))
    loss = nb.total(nb.checkpoint(f, a, b))
    assert len(runs) == 1
    nb.backward(loss)
    assert len(runs) == 2  # one of the two routes computes for both


def test_routes_back_are_not_recorded(nb):
    """So there are no derivatives of derivatives."""
    x = nb.Var(2.0)
    nb.backward(x * x * x)
    assert type(x.grad) is np.ndarray


@pytest.mark.parametrize("seed", range(3))
def test_a_checkpoint_gives_the_same_gradients_twice_and_keeps_less(nb, seed):
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(size=shape) for shape in ((30, 4), (4, 4), (4,), (4, 4), (4,), (4, 4), (4,))]
    upstream = rng.normal(size=(30, 4))
    found, kept = [], []
    for made in (nb.three_layers, lambda *inputs: nb.checkpoint(nb.three_layers, *inputs)):
        variables = [nb.Var(values) for values in arrays]
        loss = nb.total(made(*variables) * upstream)
        kept.append(nb.kept(loss))
        for _ in range(2):
            nb.backward(loss)
            found.append([var.grad for var in variables])
    for gradients in found[1:]:
        for one, other in zip(gradients, found[0], strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-14 * np.abs(other).max())
    assert kept[1] < kept[0] / 3


def test_a_checkpoint_remembers_nothing_between_two_losses(nb):
    rng = np.random.default_rng(3)
    arrays = [rng.normal(size=shape) for shape in ((5, 4), (4, 4), (4,), (4, 4), (4,), (4, 4), (4,))]
    variables, fresh = [nb.Var(values) for values in arrays], [nb.Var(values) for values in arrays]
    kept, again = nb.checkpoint(nb.three_layers, *variables), nb.three_layers(*fresh)
    for upstream in (rng.normal(size=(5, 4)), rng.normal(size=(5, 4))):
        nb.backward(nb.total(kept * upstream))
        nb.backward(nb.total(again * upstream))
        for one, other in zip(variables, fresh, strict=True):
            np.testing.assert_allclose(one.grad, other.grad, rtol=0, atol=1e-14)


# ------------------------------------------------------------------------------------------------- softmax


@pytest.mark.parametrize("rows, classes", [(1, 3), (7, 3), (5, 4)])
def test_the_gradient_of_softmax_is_the_shortest_of_all(nb, rows, classes):
    rng = np.random.default_rng(rows)
    scores, y = 3 * rng.normal(size=(rows, classes)), np.eye(classes)[rng.integers(classes, size=rows)]
    z = nb.Var(scores)
    loss = nb.softmax_loss(z, y)
    nb.backward(loss)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(z.grad, (p - y) / rows, rtol=0, atol=1e-15)
    assert loss.value == pytest.approx(-np.log(p[y == 1]).mean(), rel=1e-13)
    assert check_gradients(lambda z: nb.array(nb.softmax_loss(z, y)), {"z": scores}, {"z": z.grad}).ok


def test_softmax_is_safe_far_out_in_each_row_on_its_own(nb):
    z = nb.Var([[800.0, 0.0, -800.0], [-800.0, -800.0, -1600.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss = nb.softmax_loss(z, np.eye(3)[[1, 0]])
        nb.backward(loss)
    assert loss.value == pytest.approx((800 + np.log(2)) / 2)
    np.testing.assert_allclose(z.grad, [[0.5, -0.5, 0], [-0.25, 0.25, 0]], rtol=1e-15)


def test_three_species_on_other_splits(nb):
    """Few birds lie in another's region: more than nine of ten held-out ones are right, on every split."""
    which = np.hstack([penguins(name)[1] for name in ("Adelie", "Chinstrap", "Gentoo")])
    x_mm, _ = penguins("Adelie")
    for seed in (600, 601, 602):
        rng = np.random.default_rng(seed)
        x_train, x_test, y_train, y_test = split(x_mm, which, held_out=68, rng=rng)
        x_train, x_test = standardize(x_train, x_test)
        weights = list(HiddenLayerClassifier.random(2, 8, 3, rng).parameters.values())
        for _ in range(500):
            variables = [nb.Var(values) for values in weights]
            nb.backward(nb.softmax_loss(nb.hidden_scores(x_train, *variables), y_train))
            weights = [var.value - 0.5 * var.grad for var in variables]
        scores = nb.array(nb.hidden_scores(x_test, *weights))
        assert np.mean(scores.argmax(axis=1) == y_test.argmax(axis=1)) > 0.9


def test_the_gradient_of_softmax_came_through_nine_steps(nb):
    loss = nb.softmax_loss(nb.Var(np.zeros((2, 3))), np.eye(3)[[0, 1]])
    assert sum(bool(var.parents) for var in nb.way_back(loss)) == 9
    assert "through nine steps" in sources()["see-three"]
