"""What ``figures.probability_map`` draws: the border, and on each side the colour of its class."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

from helpers import figures


@pytest.fixture
def ax():
    """Axes that are wider than high in data units, with other limits on either side."""
    with mpl.rc_context():
        figures.use_house_style()
        mpl.use("Agg")
        ax = plt.figure(figsize=(8, 4), layout="none").add_axes((0, 0, 1, 1))
        ax.set(xlim=(-1, 3), ylim=(10, 12))
        yield ax
        plt.close("all")


def slope(points):
    """0 at the left edge of the axes, 1 at the right one: 1/2 at x = 1."""
    return (points[:, 0] + 1) / 4


def mesh(ax):
    (found,) = [artist for artist in ax.collections if isinstance(artist, mpl.collections.QuadMesh)]
    return found


def borders(ax):
    return [path.vertices for artist in ax.collections if artist is not mesh(ax) for path in artist.get_paths()]


@pytest.mark.parametrize("column", [False, True], ids=["(M,)", "(M, 1)"])
def test_it_returns_its_axes_and_keeps_their_limits(ax, column):
    assert figures.probability_map(ax, lambda points: slope(points)[:, None] if column else slope(points)) is ax
    assert (*ax.get_xlim(), *ax.get_ylim()) == (-1, 3, 10, 12)


def test_each_probability_is_asked_where_it_is_drawn(ax):
    figures.probability_map(ax, lambda points: points[:, 0] / 10 + points[:, 1] / 100, points=5)
    values = mesh(ax).get_array().reshape(5, 5)
    across, up = np.linspace(-1, 3, 5), np.linspace(10, 12, 5)
    assert np.allclose(values, across[None, :] / 10 + up[:, None] / 100)
    corners = mesh(ax).get_coordinates()
    centers = (corners[:-1, :-1] + corners[1:, 1:]) / 2
    assert np.allclose(centers, np.stack(np.meshgrid(across, up), axis=-1))


def test_white_is_undecided_and_the_ends_have_the_colours_of_their_classes(ax):
    figures.probability_map(ax, slope)
    colors = mesh(ax).get_cmap()
    assert np.allclose(mesh(ax).norm([0, 0.5, 1]), [0, 0.5, 1])  # not stretched to what occurs
    assert np.allclose(colors(0)[:3], to_rgb(figures.CLASS_0), atol=0.01)
    assert np.allclose(colors(0.5)[:3], 1, atol=0.01)
    assert np.allclose(colors(1.0)[:3], to_rgb(figures.CLASS_1), atol=0.01)
    assert 0.3 <= mesh(ax).get_alpha() <= 0.6  # the birds stand out


def test_a_timid_probability_looks_timid(ax):
    figures.probability_map(ax, lambda points: 0.4 + 0.2 * slope(points))
    assert mesh(ax).norm.vmin == 0
    assert mesh(ax).norm.vmax == 1


def test_the_border_is_where_it_is_one_half(ax):
    figures.probability_map(ax, slope)
    (border,) = [line for line in borders(ax) if len(line)]
    assert np.allclose(border[:, 0], 1)
    assert np.allclose(sorted(border[[0, -1], 1]), [10, 12])


def test_marks_lie_between_the_map_and_its_border(ax):
    figures.probability_map(ax, slope)
    figures.labelled_points(ax, np.array([[0.0, 11.0], [2.0, 11.0]]), np.array([0.0, 1.0]))
    orders = [artist.get_zorder() for artist in ax.collections]
    assert orders[0] < min(orders[-2:]) <= max(orders[-2:]) < orders[1]


@pytest.mark.parametrize("y_hat", [0.0, 0.3, 0.5, 0.8, 1.0])
def test_no_border_where_nothing_changes(ax, y_hat):
    figures.probability_map(ax, lambda points: np.full(len(points), y_hat), points=5)
    assert borders(ax) == []
