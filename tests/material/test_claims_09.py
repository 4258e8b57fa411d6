"""Sentences of notebook 09: its table of bugs and tools with other seeds, and what becomes of each symptom.

The notebook's own cells are run here, once with the broken code and once with every exercise solved.
"""

import ast
import contextlib
import functools
import io
import itertools
import re
import warnings

import numpy as np
import pytest

from helpers.exercises import _judge as judge
from helpers.exercises.find_the_bug import notebook
from tests.checking.notebook_files import NOTEBOOKS, read
from tests.exercises.every import answer_of
from tests.exercises.test_kinds import typed
from tests.scripts.place_exercises import cell_id

CELLS = read(NOTEBOOKS / "09_find_the_bug.ipynb").cells
EXERCISES = {cell_id(name): exercise for name, exercise in notebook.exercises.items()}
WRONG_GRADIENTS = ("1 two slopes, one name", "6 bias: sum of all", "7 mask always true", "8 weights too early")
CHECKED = {"finite differences", "Taylor slope", "first wrong intermediate", "other library"}
NOTICED = {  # by which tools, each time; accuracy apart
    "1 two slopes, one name": CHECKED,
    "2 whole-number biases": CHECKED,
    "3 half of it divided": CHECKED | {"large scores"},
    "4 the loss is clipped": {"large scores"},
    "5 one shift for all": {"large scores"},
    "6 bias: sum of all": CHECKED | {"shapes"},
    "7 mask always true": CHECKED,
    "8 weights too early": CHECKED,
    "9 sigmoid of a sigmoid": {"first wrong intermediate", "other library", "large scores"},
    "12 ruler of all rows": {"first wrong intermediate", "other held-out rows"},
}
SEEDS = range(20, 24)  # the notebook uses 0 to 19


def cell_of(cell_id):
    return next(cell for cell in CELLS if cell.id == cell_id)


@functools.cache
def run(solved, last="tools"):
    """The names that the notebook's cells define, up to one of them, and what each cell prints, its table included."""
    names, printed = {}, {}
    for cell in CELLS:
        if cell.cell_type != "code":
            continue
        source = cell.source
        if solved and isinstance(EXERCISES.get(cell.id), judge.Function):
            source = EXERCISES[cell.id].code
        with contextlib.redirect_stdout(io.StringIO()) as out, warnings.catch_warnings():
            warnings.simplefilter("error")
            *statements, end = ast.parse(source).body
            exec(compile(ast.Module(statements, []), cell.id, "exec"), names)
            if isinstance(end, ast.Expr):
                print(eval(compile(ast.Expression(end.value), cell.id, "eval"), names))
            else:
                exec(compile(ast.Module([end], []), cell.id, "exec"), names)
        printed[cell.id] = out.getvalue()
        if cell.id == last:
            return names, printed
    raise AssertionError(f"there is no cell {last}")


@pytest.fixture(scope="module")
def names():
    return run(solved=False)[0]


# ------------------------------------------------------------------------------------------------ the table


@pytest.fixture(scope="module")
def table(names):
    """For each bug the results of several seeds: (what notices it, by how much accuracy drops, the first wrong)."""
    return {name: [names["what_notices"](bug, seed) for seed in SEEDS] for name, bug in names["BUGS"].items()}


@pytest.mark.parametrize("bug", NOTICED)
def test_every_entry_of_the_table(table, bug):
    for noticed, _, _ in table[bug]:
        assert {tool for tool, yes in noticed.items() if yes and tool != "accuracy"} == NOTICED[bug]


def test_the_table_of_the_notebook_is_this_one(names, table):
    assert list(names["BUGS"]) == list(NOTICED)
    (_, *columns), (_, *rows) = shown("matrix-columns"), shown("matrix")
    tools = [tool for _, tool, _ in columns]
    assert tools == list(table["7 mask always true"][0][0])
    assert [bug for bug, *_ in rows] == list(NOTICED)
    for bug, *counts, _, _ in rows:
        times = dict(zip(tools, counts, strict=True))
        assert {tool for tool, count in times.items() if count == "10"} == NOTICED[bug]
        assert {tool for tool, count in times.items() if count not in ("", "10")} <= {"accuracy"}
    for letter, tool, each_time in columns:
        assert int(each_time) == sum(tool in tools for tools in NOTICED.values())
        assert f"| {letter} | {tool} |" in cell_of("matrix-predict").source


def shown(cell_id):
    """The rows of the table that is stored below a cell, its head first, as lists of texts."""
    outputs = cell_of(cell_id).outputs
    (html,) = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", html)]


def printed_by(cell_id):
    outputs = cell_of(cell_id).outputs
    return "".join(output.get("text", "") for output in outputs)


def test_nothing_notices_the_right_code(names):
    for seed in SEEDS:
        noticed, drop, first = names["what_notices"]({}, seed)
        assert not any(noticed.values())
        assert (drop, first) == (0, "-")


def test_at_least_six_bugs_leave_the_accuracy_within_two_points(table):
    drops = {name: np.mean([drop for _, drop, _ in results]) for name, results in table.items()}
    within = {name for name, drop in drops.items() if abs(drop) <= 0.02}
    assert len(within) >= 6
    assert within == set(NOTICED) - {"9 sigmoid of a sigmoid"}


def test_slope_and_first_wrong_intermediate_notice_every_wrong_gradient(table):
    for name in WRONG_GRADIENTS:
        assert all(noticed["Taylor slope"] and noticed["first wrong intermediate"] for noticed, _, _ in table[name])


def test_the_first_wrong_intermediate_says_where(table):
    where = {name: {first for _, _, first in results} for name, results in table.items()}
    assert where == {
        "1 two slopes, one name": {"dL_dz1"},
        "2 whole-number biases": {"new_b1"},
        "3 half of it divided": {"loss"},
        "4 the loss is clipped": {"-"},
        "5 one shift for all": {"-"},
        "6 bias: sum of all": {"dL_db2"},
        "7 mask always true": {"dL_dz1"},
        "8 weights too early": {"dL_da1"},
        "9 sigmoid of a sigmoid": {"loss"},
        "12 ruler of all rows": {"x"},
    }


def test_no_row_is_empty_and_no_column_is_full():
    assert all(NOTICED.values())
    assert max(sum(tool in tools for tools in NOTICED.values()) for tool in set.union(*NOTICED.values())) < len(NOTICED)


def test_the_predicts_about_the_table_are_what_it_shows():
    count = {tool: sum(tool in tools for tools in NOTICED.values()) for tool in set.union(*NOTICED.values())}
    first_seven = EXERCISES["my-busiest-column"].choices
    most = max((tool for tool in count if tool.lower() in first_seven), key=count.get)
    assert most == EXERCISES["my-busiest-column"].right
    assert sorted(count.values())[-1] > sorted(count.values())[-2]
    assert count["finite differences"] == count["Taylor slope"] == EXERCISES["my-seen-by-the-nudge"].right


def test_the_fewest_tools_that_notice_all_ten():
    tools = list(set.union(*NOTICED.values()))

    def fewest(tools):
        sizes = ([set(some) for some in itertools.combinations(tools, size)] for size in range(1, 6))
        found = ([some for some in sets if all(some & seen for seen in NOTICED.values())] for sets in sizes)
        return next(sets for sets in found if sets)

    assert fewest(tools) == [{"first wrong intermediate", "large scores"}]
    without = fewest([tool for tool in tools if tool not in ("first wrong intermediate", "other library")])
    both = [{check, "large scores", "other held-out rows"} for check in ("finite differences", "Taylor slope")]
    assert sorted(map(sorted, without)) == sorted(map(sorted, both))
    printed = printed_by("matrix-columns")
    assert "notice all ten: GI\n" in printed
    assert "which need right values from another program: EIJ, FIJ\n" in printed


def test_all_of_case_two_and_case_four_give_themselves_away(names):
    """The relatives in the table are tamer: with them the program learns."""
    cell = run(solved=False)[0]
    for seed in SEEDS[:2]:
        with np.errstate(all="ignore"):
            losses = {
                name: cell["train_and_test"](cell["RIGHT"] | bug, seed)[0]
                for name, bug in (("2", cell["all_whole"]), ("4", {"loss": cell["excess"]}))
            }
        assert losses["2"][-1] > 0.6
        assert np.all(np.isnan(losses["4"]))
        for name in ("2 whole-number biases", "4 the loss is clipped"):
            assert cell["train_and_test"](cell["RIGHT"] | names["BUGS"][name], seed)[0][-1] < 0.1


def test_what_separates_the_right_code_from_the_forgotten_mask_is_chance(names):
    """Less than a label of the 204 in a split, on other splits too, and less than one split from the next."""
    seeds = range(20, 40)
    right, wrong = (
        np.array([names["train_and_test"](parts, seed)[1] for seed in seeds])
        for parts in (names["RIGHT"], names["no_mask"])
    )
    for ten in (slice(0, 10), slice(10, 20)):
        assert abs(np.mean(right[ten] - wrong[ten])) < 1 / 204
        assert abs(np.mean(right[ten] - wrong[ten])) < min(right[ten].std(), wrong[ten].std())
    (_, *rows) = shown("good-and-wrong")
    means = np.array([[float(number) for number in row[3:5]] for row in rows])
    assert abs(means[0] - means[1]).max() < 1 / 204
    assert means[0, 1] == means[1, 1] == 0.994


def test_without_the_mask_the_accuracy_hardly_drops_on_other_splits(names):
    z1 = np.array([-1.0, 0.0, 2.0])
    assert np.all(names["no_mask"]["slope"](z1, np.maximum(z1, 0)) == 1)
    wrong = np.mean([names["train_and_test"](names["no_mask"], seed)[1] for seed in SEEDS])
    choices = [float(choice) for choice in EXERCISES["my-wrong-but-accurate"].choices]
    assert min(choices, key=lambda choice: abs(choice - wrong)) == float(EXERCISES["my-wrong-but-accurate"].right)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_mask_the_gradient_is_off_all_along_the_training_and_still_points_downhill(names, seed):
    x, y, p = split_and_start(names, seed)
    off_by = []
    for _ in range(200):
        v = names["one_step"](names["no_mask"], p, x, y, 0.5)
        wrong, right = v["dL_dW1"], names["one_step"](names["RIGHT"], p, x, y, 0.5)["dL_dW1"]
        off_by.append(np.abs(wrong - right).max() / np.abs(right).max())
        assert np.sum(wrong * right) > 0
        p = {name: v["new_" + name] for name in p}
    assert min(off_by) > 0.35


def split_and_start(names, seed):
    rng = np.random.default_rng(seed)
    training, held_out, y, _ = names["split"](names["birds"], names["species"], held_out=68, rng=rng)
    x, _ = names["prepare"](names["RIGHT"], training, held_out)
    return x, y, names["he_start"](names["RIGHT"], rng, inputs=4, hidden=8, outputs=3)


def test_how_far_the_gradient_without_the_mask_is_off_is_printed_and_said():
    assert "off by 45% to 71% of the largest entry" in printed_by("good-and-wrong")
    assert "off by 45% to 71% of its largest entry" in cell_of("good-answer").source


def test_with_the_sign_of_the_slope_turned_learning_does_not_forgive(names):
    """Uphill is far worse than a hidden layer that never moves; answering 0 to everything gets two thirds."""
    assert np.mean(names["species"] == 0) == pytest.approx(2 / 3)
    uphill, frozen = (
        np.mean([names["train_and_test"](names[which], seed)[1] for seed in SEEDS]) for which in ("uphill", "frozen")
    )
    assert uphill < 0.85 < 0.93 < frozen
    (_, *rows) = shown("good-and-wrong")
    assert [row[0] for row in rows] == [
        "right code",
        "mask forgotten",
        "hidden layer frozen",
        "slope&#x27;s sign turned",
    ]
    assert "0.970 and 0.969" == " and ".join(rows[2][3:5])
    assert " and ".join(rows[3][3:5]) + " are left" in cell_of("good-answer").source


def test_the_broken_judges(names):
    """The one lets pass what is off by no more than the largest entry, the other condemns everybody."""
    names = names | {"seeds": range(0)}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell_of("broken-judges").source, names)
    for seed in SEEDS:
        assert not names["condemns"](names["sound"], {}, seed)
        assert not names["condemns"](names["tolerance_in_the_wrong_place"], {}, seed)
        assert names["condemns"](names["half_of_the_nudge"], {}, seed)
        for bug in WRONG_GRADIENTS:
            assert names["condemns"](names["sound"], names["BUGS"][bug], seed)
            assert names["condemns"](names["half_of_the_nudge"], names["BUGS"][bug], seed)
    passes = [
        not names["condemns"](names["tolerance_in_the_wrong_place"], names["BUGS"][bug], seed)
        for bug in WRONG_GRADIENTS
        for seed in SEEDS
    ]
    assert 0.2 < np.mean(passes) < 0.8
    (_, *rows) = shown("broken-judges")
    condemned = next(row for row in rows if "wrong_place" in row[0])
    assert 40 - sum(map(int, condemned[2:])) == 22
    assert "lets 22 of the 40 wrong steps go" in next(c for c in CELLS if c.id == "broken-judges-see").source
    for off in (0.5, 0.999, 1.001, 2):
        nudged = np.array([3.0, -1.0, 0.5])
        assert names["tolerance_in_the_wrong_place"](nudged + [3 * off, 0, 0], nudged) == (off < 1)


# ------------------------------------------------------------------------------------------------ the cases

VANISHED = {  # what the symptom's cell shows once the code is mended; the widths of columns do not count
    "case-one-symptom": ["-0.5 0.0000 0.0000", "0.5 1.0000 1.0000"],
    "case-three-symptom": ["all 1 0.6931 0.6931"],
    "case-three-ratio": ["1 -0.6250 -0.6250 1.0000"],
    "case-four-symptom": ["0.02 0.5769 1.2730 3.9120 0.0202", "0.98 2.1336 1.2730 0.0202 3.9120"],
    "case-five-symptom": ["[3, 1] 3.127 3.127", "[-997, -999] -996.873 -996.873"],
    "case-eight-symptom": ["1 1e-08 1e-08"],
    "case-nine-symptom": ["0 0.6931 0.5000", "10000 0.0001"],
    "case-ten-symptom": ["0.25] False", "1.00] False", "[0.00, 0.00, 0.00] False"],
    "case-eleven-symptom": ["[1.000, 1.000]"],
    "case-twelve-symptom": [f"{name} 0.0000 0.0000" for name in ("bill_length_mm", "bill_depth_mm", "body_mass_g")],
}


def symptom(cell, solved):
    """What a cell shows, with one blank wherever there are several."""
    return re.sub(" +", " ", run(solved)[1][cell])


@pytest.mark.parametrize("cell", VANISHED)
def test_the_symptom_vanishes_with_the_repair(cell):
    for piece in VANISHED[cell]:
        assert piece not in symptom(cell, solved=False)
        assert piece in symptom(cell, solved=True)


def columns(text):
    """The last two columns of a table, where both are numbers: (rows, 2)."""
    rows = re.findall(r"^.* (-?[\d.e-]+) (-?[\d.e-]+)$", text, flags=re.MULTILINE)
    return np.array(rows, dtype=float)


def test_given_and_nudged_disagree_before_the_repair_and_agree_after_it():
    for solved in (False, True):
        biases = columns(symptom("case-six-symptom", solved))
        assert biases.shape == (5, 2)  # b2, then b1
        (taken_b2, nudged_b2), (taken_b1, nudged_b1) = biases[0], biases[1:].T
        assert taken_b2 == pytest.approx(nudged_b2, abs=1e-4)
        assert np.allclose(taken_b1, nudged_b1, atol=1e-4) == solved
        if not solved:
            assert np.allclose(taken_b1, nudged_b1.sum(), atol=2e-4)  # "add up the four nudged numbers"
        units = columns(symptom("case-seven-symptom", solved))
        assert units.shape == (4, 2)
        assert np.allclose(*units.T, atol=1e-4) == solved
    assert columns(symptom("case-three-ratio", solved=False))[:, 1].tolist() == [1, 4, 1, 4]
    assert "the same [3.00, -1.00, 0.50] True" in symptom("case-ten-symptom", solved=True)
    assert "0.1 [0, 0] 0.6931" in symptom("case-two-symptom", solved=False)
    assert "0.6931" not in symptom("case-two-symptom", solved=True)


def test_only_one_column_changes_when_only_the_ruler_is_mended(names):
    """Case 12: "look at the bill length again"."""
    exercise = EXERCISES["my-prepared"]
    half_mended = answer_of(
        exercise, next(edit for edit, words in exercise.mistakes.items() if "gaps are still" in words)
    )
    rows, held_out, other = names["nine_birds"], names["held_out"], names["other"]
    change = np.abs(half_mended(other, held_out) - half_mended(rows, held_out))[~held_out].max(axis=0)
    assert names["measurements"][0] == "bill_length_mm"
    assert change[0] > 0.01
    assert np.all(change[1:] == 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_error_of_a_step_that_is_too_early_grows_with_the_rate(names, seed):
    """Case 8: the error is proportional to the rate, so a small rate passes."""
    exercise = EXERCISES["my-training-step"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    x, y, p = names["small_network"](seed, outputs=2)
    errors = []
    for rate in (1e-3, 1e-1):
        steps = [f(x, y, p["W1"], p["W2"], rate)["new_W1"] for f in (broken, exercise.written)]
        errors.append(np.abs(steps[0] - steps[1]).max() / rate)
    assert errors[1] / errors[0] == pytest.approx(100, rel=1e-6)


def test_at_a_small_rate_the_early_step_passes_a_tolerance_of_a_millionth():
    in_W2, in_W1 = columns(symptom("case-eight-symptom", solved=False)).T
    assert in_W1[0] < 1e-6 < in_W1[1]
    assert in_W2.tolist() == [1e-8] * 4


def test_two_sigmoids_cannot_come_below_their_floor():
    exercise = EXERCISES["my-loss-and-slope"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    y = np.array([1.0, 0.0] * 4)
    floor = (np.log(1 + np.exp(-1)) + np.log(2)) / 2
    assert floor == pytest.approx(0.5032, abs=5e-5)
    for seed in SEEDS:
        z = np.random.default_rng(seed).normal(scale=20, size=8)
        assert broken(z, y)["loss"] > floor
    assert broken(np.where(y == 1, 40.0, -40.0), y)["loss"] == pytest.approx(floor)
    assert broken(np.zeros(8), y)["loss"] == pytest.approx(0.7241, abs=5e-5)


def test_one_shift_for_all_rows_sleeps_until_rows_are_far_apart():
    """Right to some 700, then silently wrong, then infinite; in single precision near 100."""
    exercise = EXERCISES["my-row-log-sums"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        Z = rng.normal(scale=5, size=(50, 3))
        assert np.allclose(broken(Z), exercise.written(Z), rtol=0, atol=1e-10)
        row = np.array([0.0, -rng.uniform(0.5, 3)])
        for kind, right, wrong in ((np.float64, (50, 700), 744), (np.float32, (50, 85), 102)):
            for apart in right:
                assert off_by(broken, row, apart, kind) < 1e-5
            assert 0.01 < off_by(broken, row, wrong, kind) < 1
        assert off_by(broken, row, 746, np.float64) == off_by(broken, row, 110, np.float32) == np.inf
    (_, *rows) = shown("sleepers")
    assert ["700", "0.000", "inf"] in rows
    assert [row[1] for row in rows if row[0] == "745"] == ["0.433"]
    assert [row[2] for row in rows if row[0] in ("94", "102")] == ["0.000", "0.020"]


def off_by(broken, row, apart, kind):
    Z = np.array([row, row + apart], dtype=kind)
    with np.errstate(divide="ignore"):
        return abs(broken(Z)[0] - np.logaddexp.reduce(row))


def test_a_shape_or_a_type_gives_away_five_of_the_twelve(names):
    """Answer 4: cases 1, 2, 5, 6 and 12."""
    z = np.array([-1.0, 2.0])
    assert names["BUGS"]["1 two slopes, one name"]["slope"](z, z).dtype == float
    assert names["RIGHT"]["slope"](z, z).dtype == bool
    assert names["w"].dtype.kind == "i"
    assert names["Z"].max().shape == () != names["Z"].max(axis=1).shape
    assert names["BUGS"]["6 bias: sum of all"]["bias gradient"](names["Z"]).shape == ()
    x, held_out = names["nine_birds"], names["held_out"]
    assert "    training = filled\n" in EXERCISES["my-prepared"].stub()
    assert len(x) != len(x[~held_out])


def test_only_a_very_large_rate_moves_whole_numbers(names):
    """Common mistakes, row 2: the first entry moves as soon as its step is 1 or longer."""
    broken = answer_of(EXERCISES["my-weights"], next(iter(EXERCISES["my-weights"].mistakes)))
    X, y = names["from_the_middle"], names["is_adelie"]
    for rate, moves in ((0.001, False), (0.1, False), (0.4, False), (0.45, True), (10.0, True)):
        assert broken(X, y, rate, 50).any() == moves


def test_the_simple_loss_does_not_overflow_and_is_wrong_at_large_scores(names):
    """Case 9: "the same, right also at large scores"."""
    for z, y in ((800.0, 0.0), (-800.0, 1.0)):
        z, y = np.array([z]), np.array([y])
        assert names["stable_loss"].forward(z, y) == 800
        assert 1 < names["simple_loss"].forward(names["sigmoid"](z), y) < 101


def test_at_a_far_smaller_rate_the_error_of_an_early_step_drowns_in_rounding(names):
    exercise = EXERCISES["my-training-step"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    for seed in SEEDS:
        x, y, p = names["small_network"](seed, outputs=2)
        W1, W2 = p["W1"], p["W2"]
        right = (W1 - exercise.written(x, y, W1, W2, 1.0)["new_W1"]) / 1.0
        for rate, drowned in ((1e-4, False), (1e-12, True)):
            steps = [(W1 - f(x, y, W1, W2, rate)["new_W1"]) / rate for f in (broken, exercise.written)]
            rounding = np.abs(steps[1] - right).max()
            assert (rounding > np.abs(steps[0] - steps[1]).max()) == drowned


@pytest.mark.parametrize(("near", "verdict"), [(1e-12, "right"), (1e-9, "right"), (1e-7, "wrong")])
def test_how_near_is_near_enough(near, verdict):
    """Case 4 says five digits: labels that are kept a ten-millionth away from 0 and 1 cost the fifth of -log(0.98)."""
    q = 1 - 1e-7
    excess = -q * np.log(0.98) - (1 - q) * np.log(0.02) + q * np.log(q) + (1 - q) * np.log(1 - q)
    assert abs(excess / -np.log(0.98) - 1) > 5e-5
    exercise = EXERCISES["my-excess-loss"]
    assert "Five digits have to be right," in exercise.stub()

    def my_excess_loss(y_hat, y):
        loss = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
        y = np.clip(y, near, 1 - near)
        return np.clip(loss + y * np.log(y) + (1 - y) * np.log(1 - y), 0, 100)

    assert exercise.judge(my_excess_loss).verdict == verdict


def test_a_leak_that_larger_held_out_rows_do_not_show(names):
    """Case 12: gaps that are filled with the smallest value of all rows."""
    solution = answer_of(EXERCISES["my-prepared"], ())

    def leaky(x, held_out):
        smallest = np.nanmin(x, axis=0)
        return solution(np.where(np.isnan(x), smallest, x), held_out)

    rows, held_out = names["nine_birds"], names["held_out"]
    assert np.nanmin(rows[:, 0]) in rows[~held_out, 0]
    for factor, shows in ((1.2, False), (1.5, False), (3, False), (0.5, True), (0.7, True)):
        other = rows.copy()
        other[held_out] *= factor
        change = np.abs(leaky(other, held_out) - leaky(rows, held_out))[~held_out]
        assert (change.max() > 0) == shows


def test_numpy_warned_of_the_logarithm_first(names):
    exercise = EXERCISES["my-excess-loss"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    for label in (0.0, 1.0):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            broken(np.array([0.02, 0.5]), np.full(2, label))
        assert "divide by zero encountered in log" in str(caught[0].message)
        assert "invalid value" in str(caught[1].message)


def test_the_taylor_slope_acquits_the_friend(names):
    """Case 11: the second judge."""
    for seed in SEEDS:
        at = np.random.default_rng(seed).normal(size=3)
        slopes = [names["taylor_slope"](names["squares"], at, gradient) for gradient in (2 * at, at)]
        assert slopes == pytest.approx([2, 1], abs=0.05)
    assert "with the known gradient 2.0, with half of it 1.0" in printed_by("case-eleven-symptom")


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_that_are_overwritten_are_not_accepted(names, seed):
    """Case 7: with `>` alone the gradients are right, and z1 is not."""
    exercise = EXERCISES["my-hidden-backward"]
    code = exercise.stub().split("\n\n\ncheck")[0].replace("z1 >= 0", "z1 > 0")
    half_mended = typed(exercise, f"{code}\n")
    x, _, p = names["small_network"](seed)
    arguments = (x, p["W1"], p["b1"], np.random.default_rng(seed).normal(size=(6, 4)))
    given, right = half_mended(*arguments), exercise.written(*arguments)
    assert [name for name in right if not np.allclose(given[name], right[name])] == ["z1"]
    answer = exercise.judge(half_mended)
    assert (answer.verdict, answer.where) == ("wrong", "a1")
    assert "two names for one array" in repr(answer)


def test_a_step_of_whole_numbers_is_cut():
    exercise = EXERCISES["my-weights"]
    broken = answer_of(exercise, next(iter(exercise.mistakes)))
    names = run(solved=False)[0]
    X, y = names["from_the_middle"], names["is_adelie"]
    np.testing.assert_allclose(exercise.written(X, y, 0.1, 1), [-0.2375, 0.0792], atol=5e-5)
    assert broken(X, y, 0.1, 1).tolist() == [0, 0]
    assert broken(X, y, 1.0, 1).tolist() == [-2, 0]  # -2.375, and 0.7917


def test_third_and_fourth_argument():
    """What case 10 says of NumPy's two checks."""
    desired = np.array([10.0, 1.0])
    np.testing.assert_allclose(desired + [1.09, 0.19], desired, 0.1, 0.1)  # rtol, atol
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(desired + [1.11, 0], desired, 0.1, 0.1)
    np.testing.assert_almost_equal(1.0, 2.0, 1e-6)
    with pytest.raises(AssertionError):
        np.testing.assert_almost_equal(1.0, 3.0, 1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_errors_of_three_classes_add_up_to_nothing(seed):
    rng = np.random.default_rng(seed)
    probabilities = rng.random((50, 3))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    error = probabilities - np.eye(3)[rng.integers(0, 3, 50)]
    assert abs(error.sum()) < 1e-12
    assert np.abs(error.sum(axis=0)).max() > 0.1
