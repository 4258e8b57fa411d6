"""What notebook 00 says of lines, of a network and of the map: with other numbers, seeds and splits."""

import ast
import re

import numpy as np
import pytest

from helpers import BinaryCrossEntropy, HiddenLayerClassifier, LinearClassifier, penguins, split, standardize, train
from tests.checking.notebook_files import NOTEBOOKS, notebook_paths, read, title_of

CELLS = {cell.id: cell for cell in read(NOTEBOOKS / "00_start_here.ipynb").cells}
X_MM, ADELIE = penguins("Adelie")
CHINSTRAP = penguins("Chinstrap")[1]
CAUTIOUS, BOLD = np.array([-0.2, 0.3, -0.3]), np.array([-1.0, 1.5, -1.5])


def score(numbers):
    return (X_MM - [44, 17]) @ numbers[:2] + numbers[2]


def losses(numbers, y):
    """The loss of each bird, from its score."""
    z = score(numbers)
    return np.logaddexp(0, z) - z * y[:, 0]


def right(numbers, y):
    return (score(numbers) >= 0) == (y[:, 0] == 1)


# ------------------------------------------------------------------------------------------------------ the line


def test_bold_and_cautious_have_the_same_border():
    assert np.allclose(BOLD, 5 * CAUTIOUS)
    assert np.array_equal(right(BOLD, ADELIE), right(CAUTIOUS, ADELIE))


def test_bold_pays_more_for_each_miss_and_less_for_every_other_bird():
    misses = ~right(BOLD, ADELIE)
    assert misses.sum() == 7
    assert np.abs(score(BOLD)).min() > 0.01  # no bird on the border, where rounding would decide
    assert np.array_equal(misses, losses(BOLD, ADELIE) > losses(CAUTIOUS, ADELIE))
    assert losses(BOLD, ADELIE).mean() < losses(CAUTIOUS, ADELIE).mean() / 5


def test_the_loss_grows_without_bound_for_whoever_is_sure_and_wrong():
    assert [losses(c * BOLD, ADELIE).mean() > c / 500 for c in (10, 100, 1000, 10_000)] == 4 * [True]


@pytest.fixture(scope="module")
def sliders():
    """The ranges of the sliders of the line: (low, high, start, step) by name."""
    calls = [node for node in ast.walk(ast.parse(CELLS["set-the-line"].source)) if isinstance(node, ast.Call)]
    (call,) = [call for call in calls if ast.unparse(call.func) == "figures.sliders"]
    return {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg != "figsize"}


def test_the_sliders_reach_what_the_text_asks_for_and_not_more(sliders):
    grids = [np.arange(round((high - low) / step) + 1) * step + low for low, high, _, step in sliders.values()]
    lowest = np.inf
    for w1 in grids[0]:
        w2, b = np.meshgrid(grids[1], grids[2])
        z = w1 * (X_MM[:, :1] - 44) + (X_MM[:, 1:] - 17) @ w2.reshape(1, -1) + b.reshape(1, -1)
        lowest = min(lowest, (np.maximum(z, 0) - z * ADELIE + np.log1p(np.exp(-np.abs(z)))).mean(axis=0).min())
    assert f"{lowest:.3f}" == "0.032"
    text = CELLS["see-three-lines"].source
    assert "reach is 0.032" in text
    aim = float(re.search(r"\*\*(0\.\d+)\*\*", text).group(1))
    assert lowest < aim < losses(BOLD, ADELIE).mean()


def test_the_sliders_start_at_one_of_the_three_lines_and_can_stand_at_the_others(sliders):
    three = ast.literal_eval(re.search(r"three_lines = (\{.*\})", CELLS["three-lines"].source).group(1))
    assert tuple(start for _, _, start, _ in sliders.values()) == three["flat"]
    for numbers in three.values():
        for number, (low, high, _, step) in zip(numbers, sliders.values(), strict=True):
            assert low <= number <= high
            assert np.isclose((number - low) / step, round((number - low) / step))


# --------------------------------------------------------------------------------------------- every line there is


def best_of_all_lines(points, yes):
    """The most points that a line can have on their right sides, by turning it: along each direction in turn, the
    best cut of the sorted points. The directions are one between each two at which the order of points changes."""
    differences = points[:, None] - points[None, :]
    angles = np.arctan2(differences[..., 0], -differences[..., 1])[(differences != 0).any(axis=-1)]
    angles = np.unique(np.round(angles % np.pi, 12))
    between = (angles + np.append(angles[1:], angles[0] + np.pi)) / 2
    best = 0
    for angle in between:
        along = points @ [np.cos(angle), np.sin(angle)]
        order = np.argsort(along)
        cuts = np.flatnonzero(np.append(np.diff(along[order]) > 1e-9, True)) + 1  # never between two equal points
        yes_below = np.cumsum(yes[order])[cuts - 1]
        right = yes_below + (len(yes) - yes.sum()) - (cuts - yes_below)
        best = max(best, right.max(), (len(yes) - right).max(), yes.sum(), len(yes) - yes.sum())
    return best


def test_no_line_is_right_about_more_chinstraps():
    """Another way than the notebook's: here the line turns, there it goes through every two birds."""
    assert best_of_all_lines(X_MM, CHINSTRAP[:, 0] == 1) == 306
    assert "no line is right about more than 306 of 342" in CELLS["every-line"].outputs[0].text


def run_every_line(x_mm, is_chinstrap):
    """What the notebook's cell finds for other points."""
    source = CELLS["every-line"].source.partition("w1, w2, b =")[0]
    names = {"np": np, "x_mm": x_mm, "is_chinstrap": is_chinstrap}
    exec(source, names)
    return names["most"]


@pytest.mark.parametrize("seed", range(20))
def test_the_cell_that_tries_every_line_is_right_for_other_points(seed):
    rng = np.random.default_rng(seed)
    points = rng.choice(10_000, (12, 2), replace=False) / 10  # no three on a line, but by a rare chance
    yes = rng.random(12) < 0.4
    assert run_every_line(points, yes.astype(float)) == best_of_all_lines(points, yes)


def test_birds_with_the_same_bill_make_no_line():
    points = np.array(
        [[40.0, 18.0], [40.0, 18.0], [45.0, 17.0], [50.0, 19.0], [44.0, 18.5], [46.0, 18.0], [41.0, 17.0]]
    )
    yes = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
    most = run_every_line(points, yes)
    assert best_of_all_lines(points, yes == 1) <= most < len(points)


# ---------------------------------------------------------------------------------------------------- the network


def trained(seed, hidden_layer=True, features=("bill_length_mm", "bill_depth_mm")):
    """A network, its held-out share of right answers, and how many it gets right of all."""
    rng = np.random.default_rng(seed)
    x, y = penguins("Chinstrap", features)
    x_train, x_test, y_train, y_test = split(x, y, held_out=68, rng=rng)
    start, rate = LinearClassifier(np.zeros((1, 2)), np.zeros(1)), 5
    if hidden_layer:
        start, rate = HiddenLayerClassifier.random(2, 8, 1, rng), 1
    network = train(start, standardize(x_train), y_train, learning_rate=rate, epochs=500).network
    held_out = np.mean(network.predict(standardize(x_train, x_test)[1]) == (y_test == 1))
    return network, held_out, (network.predict(standardize(x_train, x)[1]) == (y == 1)).sum()


def test_a_half_for_every_bird_costs_log_2_whatever_the_labels_are():
    for y in (ADELIE, CHINSTRAP):
        assert f"{losses(np.zeros(3), y).mean():.3f}" == "0.693"


@pytest.mark.parametrize("seed", range(10))
def test_24_of_the_33_numbers_are_drawn_and_the_first_border_runs_through_the_middle(seed):
    start = HiddenLayerClassifier.random(2, 8, 1, np.random.default_rng(seed))
    assert sum(np.count_nonzero(array) for array in start.parameters.values()) == 24
    assert start.forward(np.zeros((1, 2))) == 0.5  # the mean bill of the training birds, standardised


def wins_and_losses(seeds):
    """How often the line with body mass is right about more held-out birds than the network, and about fewer."""
    bend = np.array([trained(seed)[1] for seed in seeds])
    mass = np.array([trained(seed, False, ("bill_length_mm", "body_mass_g"))[1] for seed in seeds])
    return (mass > bend).sum(), (mass < bend).sum()


def test_the_line_with_a_better_measurement_wins_on_average_and_not_always():
    assert wins_and_losses(range(20)) == (12, 3)
    wins, losses = wins_and_losses(range(100, 140))
    assert wins > 3 * losses > 0


def test_with_other_splits_the_bend_is_worth_as_much_and_the_better_measurement_more():
    seeds = range(100, 120)
    line = np.mean([trained(seed, hidden_layer=False)[1] for seed in seeds])
    hidden = np.mean([trained(seed)[1] for seed in seeds])
    with_mass = np.mean([trained(seed, False, ("bill_length_mm", "body_mass_g"))[1] for seed in seeds])
    assert line + 0.05 < hidden < with_mass
    assert 0.86 < line < 0.91
    assert 0.95 < hidden < 0.98
    assert 0.97 < with_mass < 0.995


@pytest.mark.parametrize("seed", range(10))
def test_with_any_start_the_network_beats_every_line(seed):
    network, _, of_all = trained(seed)
    assert sum(array.size for array in network.parameters.values()) == 33
    assert of_all > 306


@pytest.mark.parametrize("seed", range(5))
def test_the_border_bends_only_where_it_crosses_one_of_the_eight_lines(seed):
    """Between two points on the same side of all lines, the score runs straight."""
    network, _, _ = trained(seed)
    rng = np.random.default_rng(seed)
    one, other = rng.normal(0, 2, (2, 1000, 2))
    together = np.all((network.hidden.forward(one) > 0) == (network.hidden.forward(other) > 0), axis=1)
    one, other = one[together], other[together]
    assert len(one) > 20
    ends = network.logits(one) + network.logits(other)
    assert np.allclose(ends / 2, network.logits((one + other) / 2))


# -------------------------------------------------------------------------------------------------------- the map


def test_the_table_of_notebooks_has_their_titles():
    rows = re.findall(r"^\| \[(\d\d) (.+?)\]\((.+?)\)", CELLS["see-map"].source, re.MULTILINE)
    assert [number for number, _, _ in rows] == [f"{n:02}" for n in range(11)]
    for path in notebook_paths():
        assert (path.name[:2], title_of(read(path)), path.name) in rows


def test_the_map_shows_every_notebook_that_derives_something():
    tags = [
        node.value
        for node in ast.walk(ast.parse(CELLS["fig-map"].source))
        if isinstance(node, ast.Constant) and re.fullmatch(r"'\d\d'", repr(node.value))
    ]
    assert sorted(set(tags)) == [f"{n:02}" for n in range(1, 11)]


def test_bce_is_the_loss_of_the_first_section():
    y_hat = 1 / (1 + np.exp(-score(BOLD)))
    assert np.isclose(BinaryCrossEntropy("mean").forward(y_hat, ADELIE[:, 0]), losses(BOLD, ADELIE).mean())


# ------------------------------------------------------------------------------------------------------ the kernel


def test_without_the_deleted_cell_the_kernel_says_what_the_text_says():
    source = re.sub(r"^scale = .*$", "", CELLS["a-small-kernel"].source, flags=re.MULTILINE)
    with pytest.raises(NameError) as error:
        exec(source, {})
    assert f"`{error.value}`" in CELLS["a-small-kernel-read"].source
