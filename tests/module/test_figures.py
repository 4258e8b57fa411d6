"""What the drawings draw: their lines, shapes, texts and colours, with any Matplotlib.

The committed pictures are compared pixel by pixel elsewhere, but only where Matplotlib is the one that drew them.
"""

import base64
import importlib
import re
import struct
from pathlib import Path

import IPython.display
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import same_color, to_rgba
from matplotlib.markers import MarkerStyle

import helpers
from helpers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits, Linear, Sigmoid, figures
from helpers.figures import CLASS_0, CLASS_1, FORWARD, GRADIENT, MUTED, SECOND, WRONG

MINUS = "\N{MINUS SIGN}"
SMALLEST_FONT = 13  # readable from the last row


@pytest.fixture
def ax():
    """Axes in the house style, 8 by 4 inches, which nobody else sees."""
    with mpl.rc_context():
        figures.use_house_style()
        mpl.use("Agg")
        yield plt.figure(figsize=(8, 4), layout="none").add_axes((0, 0, 1, 1))
        plt.close("all")


def texts(ax):
    """text: the artist, for all texts of which there is one only."""
    written = [text.get_text() for text in ax.texts]
    return {text.get_text(): text for text in ax.texts if written.count(text.get_text()) == 1}


def points(line):
    return np.column_stack(line.get_data())


def is_marker(collection, marker):
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    return np.array_equal(collection.get_paths()[0].vertices, path.vertices)


def inside(ax, x, y):
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    return x0 < x < x1 and y0 < y < y1


# --------------------------------------------------------------------------------------------------------- house style


def test_the_house_style_is_readable_from_the_last_row(ax):
    ax.set(title="title", xlabel="x", ylabel="y")
    ax.plot([0, 1], [0, 1], label="line")
    legend = ax.legend()
    everything = [
        ax.title,
        ax.xaxis.label,
        ax.yaxis.label,
        *legend.get_texts(),
        *ax.get_xticklabels(),
        ax.text(0, 0, ""),
    ]
    assert min(text.get_fontsize() for text in everything) >= SMALLEST_FONT
    assert mpl.rcParams["lines.linewidth"] >= 2
    assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == [FORWARD, SECOND, GRADIENT, WRONG]
    assert not mpl.rcParams["axes.spines.top"]
    assert not mpl.rcParams["axes.spines.right"]
    assert mpl.rcParams["figure.constrained_layout.use"]  # no label is cut off
    assert not mpl.rcParams["legend.frameon"]


def test_the_colours_are_those_of_okabe_and_ito_and_all_different():
    roles = [FORWARD, SECOND, GRADIENT, WRONG, CLASS_0, MUTED]
    assert len({to_rgba(colour) for colour in roles}) == len(roles)
    assert CLASS_1 == FORWARD == "#0072B2"
    assert (SECOND, GRADIENT, CLASS_0) == ("#009E73", "#D55E00", "#E69F00")
    red, green, blue, _ = to_rgba(MUTED)
    assert red == green == blue


# ------------------------------------------------------------------------------------------------------ show, sliders


def png_size(data):
    return struct.unpack(">II", base64.b64decode(data)[16:24])


@pytest.fixture
def displayed(monkeypatch):
    """What cells display: a list of (positional arguments, keyword arguments)."""
    calls = []
    monkeypatch.setattr(IPython.display, "display", lambda *args, **options: calls.append((args, options)))
    return calls


def test_show(ax, displayed):
    mpl.rcParams["savefig.format"] = "svg"  # whatever a user's own default is
    fig = plt.figure(figsize=(6, 3))
    assert figures.show(fig, "A line, going up.") is None
    (((bundle,), options),) = displayed
    assert bundle["text/plain"] == "A line, going up."
    assert options["raw"] is True
    assert options["metadata"] == {"image/png": {"alt": "A line, going up.", "width": 600, "height": 300}}
    assert png_size(bundle["image/png"]) == (960, 480)  # sharper than the page
    assert not plt.fignum_exists(fig.number)


def test_sliders_redraw_when_a_control_moves(ax, displayed):
    drawn = []

    def draw(axes, w, b):
        drawn.append((w, b))
        axes.plot([0, 1], [b, w + b])

    plt.close("all")
    assert figures.sliders(draw, figsize=(5, 2), w=(-2.0, 3.0, 1, 0.5), b=(0, 5.0, 0.5, 0.25)) is None
    (((panel,), options),) = displayed
    assert options == {}
    assert repr(panel) == "Run this cell to move: w from -2 to 3, b from 0 to 5"
    w, b, output = panel.children
    assert [(s.description, s.min, s.max, s.value, s.step) for s in (w, b)] == [
        ("w", -2, 3, 1, 0.5),
        ("b", 0, 5, 0.5, 0.25),
    ]
    assert (w.readout_format, b.readout_format) == (".1f", ".2f")  # as many decimals as the steps need
    assert drawn == [(1, 0.5)]

    def alt():
        (picture,) = output.outputs
        assert picture["output_type"] == "display_data"
        assert picture["metadata"]["image/png"]["alt"] == picture["data"]["text/plain"]
        assert png_size(picture["data"]["image/png"]) == (800, 320)
        return picture["data"]["text/plain"]

    assert alt() == "w = 1, b = 0.5"
    before = output.outputs[0]["data"]["image/png"]
    w.value = -2
    assert drawn == [(1, 0.5), (-2, 0.5)]
    assert alt() == "w = -2, b = 0.5"
    assert output.outputs[0]["data"]["image/png"] != before
    w.description = "weight"
    assert len(drawn) == 2  # only a value is worth a new picture
    b.value = 5
    assert drawn[2:] == [(-2, 5)]
    assert repr(panel) == "Run this cell to move: w from -2 to 3, b from 0 to 5"
    assert plt.get_fignums() == []  # every picture is closed


def test_sliders_draw_on_several_axes(ax, displayed):
    seen = []
    figures.sliders(lambda axes, **_: seen.append(axes), rows=2, columns=3, h=(0.1, 0.2, 0.1, 0.1))
    assert seen[0].shape == (2, 3)
    (((panel,), _),) = displayed
    assert panel.children[0].readout_format == ".1f"
    figures.sliders(lambda axes, **_: seen.append(axes), h=(0.25, 10.25, 0.25, 1))
    assert isinstance(seen[1], mpl.axes.Axes)
    (((panel,), _),) = displayed[1:]
    assert panel.children[0].readout_format == ".2f"


@pytest.mark.parametrize(("start", "good"), [(0.1, True), (0.4, True), (0.7, True), (0.35, False), (0.55, False)])
def test_a_slider_starts_where_it_can_stand(ax, displayed, start, good):
    """Else the browser would move it, and show another number than the text around it."""
    if good:
        figures.sliders(lambda axes, h: None, h=(0.1, 1.0, start, 0.1))
    else:
        with pytest.raises(ValueError, match=f"^h starts at {start}: give 0.1 plus a whole number of steps of 0.1$"):
            figures.sliders(lambda axes, h: None, h=(0.1, 1.0, start, 0.1))


# ------------------------------------------------------------------------------------------------------------ tangents


@pytest.mark.parametrize("slope", [0.0, 1.5, -20.0])
@pytest.mark.parametrize("limits", [((-1, 3), (-1, 1)), ((0, 1), (10, 90))])
def test_tangent(ax, slope, limits):
    ax.set(xlim=limits[0], ylim=limits[1])
    x, y = 0.75, 20.0
    assert figures.tangent(ax, x, y, slope, reach=0.3) is ax
    line, touch = ax.lines
    start, end = points(line)
    np.testing.assert_allclose((start + end) / 2, (x, y))
    np.testing.assert_allclose(end[1] - start[1], slope * (end[0] - start[0]), atol=1e-12)
    assert end[0] > start[0]
    reach = ax.transData.transform([(0, 0), (0.3, 0)])
    on_the_page = ax.transData.transform([start, end])
    np.testing.assert_allclose(
        np.linalg.norm(np.diff(on_the_page, axis=0)), 2 * np.linalg.norm(np.diff(reach, axis=0)), rtol=1e-9
    )
    assert points(touch).tolist() == [[x, y]]
    assert touch.get_marker() == "o"
    assert line.get_color() == touch.get_color() == GRADIENT
    assert touch.get_zorder() > line.get_zorder() > 2  # above the curve that they touch
    assert not ax.texts
    assert (ax.get_xlim(), ax.get_ylim()) == limits


def test_the_label_of_a_tangent(ax):
    figures.tangent(ax, 1.0, 2.0, 3.0, 0.5, label="slope 3")
    (label,) = ax.texts
    assert label.get_text() == "slope 3"
    assert label.xy == (1.0, 2.0)
    assert label.anncoords == "offset points"
    assert min(label.xyann) > 0  # above, at the right
    assert label.get_color() == GRADIENT


# ------------------------------------------------------------------------------------------------ computational graphs


def wires_of(ax):
    """[(text of the start, text of the end, value, gradient)]; and the texts of the nodes, by place."""
    nodes = {text.get_position(): text for text in ax.texts if text.get_bbox_patch()}
    labels = [text for text in ax.texts if not text.get_bbox_patch()]
    wires = []
    for line in ax.lines:
        start, *bends, end = map(tuple, points(line))
        (bend,) = bends
        assert bend[1] == start[1]  # level, where the labels stand
        assert start[0] < bend[0]
        assert bend[0] == end[0] if start[1] == end[1] else bend[0] < end[0]  # ... then into the step
        assert line.get_color() == MUTED
        between = [
            t for t in labels if abs(t.get_position()[1] - start[1]) < 0.2 and start[0] < t.get_position()[0] < end[0]
        ]
        above, below = sorted(between, key=lambda text: -text.get_position()[1])
        assert above.get_position()[1] > start[1] > below.get_position()[1]
        assert above.get_position()[0] == below.get_position()[0]
        assert (above.get_va(), below.get_va()) == ("bottom", "top")
        assert above.get_ha() == below.get_ha() == "center"
        assert (above.get_color(), below.get_color()) == (FORWARD, GRADIENT)
        wires.append((nodes[start].get_text(), nodes[end].get_text(), above.get_text(), below.get_text()))
    return wires, nodes


def test_computational_graph(ax):
    nodes = {"x": (0, 2, "$x$"), "y": (0, 0, "$y$"), "times": (2, 1, "times"), "f": (4, 1, "$f$")}
    wires = [("x", "times", "3", "4"), ("y", "times", "4", "3"), ("times", "f", "12", "1")]
    assert figures.computational_graph(ax, nodes, wires) is ax
    drawn, texts_of_nodes = wires_of(ax)
    assert drawn == [("$x$", "times", "3", "4"), ("$y$", "times", "4", "3"), ("times", "$f$", "12", "1")]
    assert {place: text.get_text() for place, text in texts_of_nodes.items()} == {
        (x, y): text for x, y, text in nodes.values()
    }
    for text in texts_of_nodes.values():  # a step is in a box, what is given or wanted is not
        box = text.get_bbox_patch()
        assert same_color(box.get_edgecolor(), "black" if text.get_text() == "times" else "white")
        assert same_color(box.get_facecolor(), "white")
        assert (text.get_ha(), text.get_va()) == ("center", "center")
        assert text.get_zorder() > max(line.get_zorder() for line in ax.lines)
        assert inside(ax, *text.get_position())
    level = [line for line in ax.lines if len(set(line.get_ydata())) == 1]
    assert len(level) == 1
    above, below = texts(ax)["above a wire: its value"], texts(ax)["below it: df/d(value)"]
    assert (above.get_color(), below.get_color()) == (FORWARD, GRADIENT)
    assert (above.get_ha(), below.get_ha()) == ("left", "right")
    for text in (above, below):
        assert inside(ax, *text.get_position())
        assert text.get_position()[1] < -0.3  # below the drawing
    assert ax.get_aspect() == 1
    assert not ax.axison


SAMPLES = [(0.5, -1.2, 2.0, 3.1, 0.7, 1.0), (-0.3, 0.9, -1.5, 1.0, -0.4, 0)]


@pytest.mark.parametrize(("w1", "w2", "x1", "x2", "b", "y"), SAMPLES)
def test_graph_of_one_sample_shows_what_the_layers_compute(ax, w1, w2, x1, x2, b, y):
    linear, x, label = Linear([[w1, w2]], [b]), np.array([x1, x2]), np.array([float(y)])
    z = linear.forward(x)
    y_hat, loss = Sigmoid().forward(z), BinaryCrossEntropyWithLogits().forward(z, label)
    dL_dy_hat = BinaryCrossEntropy().backward(y_hat, label)
    dL_dz = Sigmoid().backward(z, dL_dy_hat)
    gradients = linear.backward(x, dL_dz)
    (dL_dw1, dL_dw2), (dL_dx1, dL_dx2) = gradients.dL_dW[0], gradients.dL_dx

    assert figures.graph_of_one_sample(ax, w1, w2, x1, x2, b, y) is ax
    number = lambda value: f"{float(value):.2f}".replace("-", MINUS)
    expected = [
        ("$w_1$", r"$\times$", w1, dL_dw1),
        ("$x_1$", r"$\times$", x1, dL_dx1),
        ("$w_2$", r"$\times$", w2, dL_dw2),
        ("$x_2$", r"$\times$", x2, dL_dx2),
        (r"$\times$", "$+$", w1 * x1, dL_dz[0]),
        (r"$\times$", "$+$", w2 * x2, dL_dz[0]),
        ("$b$", "$+$", b, gradients.dL_db[0]),
        ("$+$", r"$\sigma$", z[0], dL_dz[0]),
        (r"$\sigma$", "BCE", y_hat[0], dL_dy_hat[0]),
        ("BCE", "$L$", loss, 1),
    ]
    expected = [(start, end, number(value), number(gradient)) for start, end, value, gradient in expected]
    drawn, nodes = wires_of(ax)
    assert drawn == [*expected, (f"$y$ = {int(y)}", "BCE", "", "")]  # a label is written without decimals
    assert all(inside(ax, *place) for place in nodes)
    steps = [text.get_text() for text in nodes.values() if same_color(text.get_bbox_patch().get_edgecolor(), "black")]
    assert sorted(steps) == sorted([r"$\times$", r"$\times$", "$+$", r"$\sigma$", "BCE"])
    (product_of_1, product_of_2) = [points(line)[0] for line in ax.lines[4:6]]
    assert product_of_1[1] > product_of_2[1]
    for line, product in zip(ax.lines[:4], (product_of_1, product_of_1, product_of_2, product_of_2), strict=True):
        np.testing.assert_array_equal(points(line)[-1], product)
    assert "below it: dL/d(value)" in texts(ax)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the oldest Matplotlib's formulas
def test_no_label_of_the_graph_touches_another_or_a_box(ax):
    ax.figure.set_size_inches(10, 6)
    figures.graph_of_one_sample(ax, -10.5, 1.2, 0.2, 0.1, -0.7, 1)
    ax.figure.draw_without_rendering()
    written = [text for text in ax.texts if text.get_text()]
    boxes = [(text.get_bbox_patch() or text).get_window_extent() for text in written]
    for i, box in enumerate(boxes):
        for j in range(i):
            assert not box.overlaps(boxes[j]), (written[i].get_text(), written[j].get_text())


def test_no_number_is_minus_zero(ax):
    figures.graph_of_one_sample(ax, 0.0, 1.0, -1.0, 1.0, -1.0, 0.5)
    assert f"{MINUS}0.00" not in [text.get_text() for text in ax.texts]


# ------------------------------------------------------------------------------------------- loss surfaces, boundaries


def test_loss_surface(ax):
    loss = lambda w: w[0] ** 2 + 5 * w[1]
    assert figures.loss_surface(ax, loss, across=(-2, 3), up=(1, 2)) is ax
    (contours,) = ax.collections
    low, high = 5.0, 19.0
    assert len(contours.levels) == len(contours.get_paths()) == 14
    assert contours.levels[0] == pytest.approx(low, abs=0.02 * (high - low))
    assert contours.levels[-1] == pytest.approx(high)
    assert np.all(np.diff(contours.levels, 2) > 0)  # closer together near the bottom: in a bowl, evenly spaced
    steps = np.diff(np.sqrt(contours.levels - low))
    np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
    drawn = 0
    for level, path in zip(contours.levels, contours.get_paths(), strict=True):
        for u, v in path.vertices:
            assert -2 <= u <= 3
            assert 1 <= v <= 2
            assert loss((u, v)) == pytest.approx(level, abs=0.01)
            drawn += 1
    assert drawn > 300
    assert same_color(contours.get_edgecolor()[0][:3], MUTED)
    coarse = figures.loss_surface(plt.figure().add_subplot(), loss, (-2, 3), (1, 2), points=6).collections[0]
    assert sum(len(path.vertices) for path in coarse.get_paths()) < drawn / 3


def test_walk(ax):
    path = [[0.0, 1.0], [2.0, 3.0], [2.5, 5.0]]
    assert figures.descent_path(ax, path) is ax
    steps, start, end = ax.lines
    assert points(steps).tolist() == path
    assert (steps.get_linestyle(), steps.get_marker()) == ("-", "o")
    assert points(start).tolist() == path[:1]
    assert (start.get_marker(), start.get_markerfacecolor()) == ("o", "white")  # the open circle
    assert points(end).tolist() == path[2:]
    assert (end.get_marker(), end.get_markerfacecolor()) == ("s", GRADIENT)
    assert {line.get_color() for line in ax.lines} == {GRADIENT}
    assert min(start.get_zorder(), end.get_zorder()) > steps.get_zorder()
    assert min(start.get_markersize(), end.get_markersize()) > steps.get_markersize()


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("shape", [(4,), (4, 1)])
def test_labelled_points(ax, held_out, shape):
    x = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 8.0]])
    y = np.reshape([1.0, 0.0, 0.0, 1.0], shape)
    assert figures.labelled_points(ax, x, y, names=("Gentoo", "Adelie"), held_out=held_out) is ax
    circles, triangles = ax.collections
    assert circles.get_offsets().tolist() == x[1:3].tolist()
    assert triangles.get_offsets().tolist() == x[[0, 3]].tolist()
    assert is_marker(circles, "o")
    assert is_marker(triangles, "^")
    for collection, colour, name in ((circles, CLASS_0, "Gentoo"), (triangles, CLASS_1, "Adelie")):
        assert collection.get_label() == (f"{name}, held out" if held_out else name)
        if held_out:
            assert len(collection.get_facecolor()) == 0  # hollow
            assert same_color(collection.get_edgecolor()[0], colour)
        else:
            assert same_color(collection.get_facecolor()[0], colour)
            assert same_color(collection.get_edgecolor()[0], "white")


def test_points_have_names_without_asking(ax):
    circles, triangles = figures.labelled_points(ax, np.eye(2), np.array([0, 1])).collections
    assert (circles.get_label(), triangles.get_label()) == ("y = 0", "y = 1")
    assert len(circles.get_facecolor()) == 1


@pytest.mark.parametrize("column", [False, True])
def test_decision_boundary(ax, column):
    limits = (-1.0, 3.0), (10.0, 20.0)
    ax.set(xlim=limits[0], ylim=limits[1])

    def probability(x):
        assert x.shape == (201 * 201, 2)
        y_hat = Sigmoid().forward(10 * (x[:, 0] - 1) - (x[:, 1] - 15))
        return y_hat[:, None] if column else y_hat

    assert figures.decision_boundary(ax, probability) is ax
    sides, line = ax.collections
    assert list(line.levels) == [0.5]
    assert list(sides.levels) == [0, 0.5, 1]  # what is no probability has no colour
    vertices = line.get_paths()[0].vertices
    np.testing.assert_allclose(10 * (vertices[:, 0] - 1), vertices[:, 1] - 15, atol=0.01)
    assert np.ptp(vertices[:, 1]) == 10  # through the whole picture
    assert same_color(line.get_edgecolor()[0], "black")
    assert len(sides.get_paths()) == 2
    for path, colour, colour_drawn, place in zip(
        sides.get_paths(), (CLASS_0, CLASS_1), sides.get_facecolor(), ((-0.9, 10.1), (2.9, 19.9)), strict=True
    ):
        assert path.contains_point(place)
        assert same_color(colour_drawn[:3], colour)
        assert 0.05 < colour_drawn[3] < 0.3  # pale: the points stay visible
    assert sides.get_zorder() < 1  # behind all ...
    assert line.get_zorder() > 3  # ... and above the points
    assert (ax.get_xlim(), ax.get_ylim()) == limits


@pytest.mark.parametrize(("lowest", "highest"), [(0.0, 1.0), (0.3, 0.9), (0.1, 0.6)])
def test_the_colours_change_at_the_boundary(ax, lowest, highest):
    """... also where no side is sure of itself."""
    figures.decision_boundary(ax, lambda x: lowest + (highest - lowest) * x[:, 0])
    sides, line = ax.collections
    boundary = (0.5 - lowest) / (highest - lowest)
    np.testing.assert_allclose(line.get_paths()[0].vertices[:, 0], boundary)
    class_0, class_1 = (path.get_extents() for path in sides.get_paths())
    np.testing.assert_allclose([class_0.x0, class_0.x1, class_1.x0, class_1.x1], [0, boundary, boundary, 1])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_probability_that_only_touches_one_half_has_no_boundary(ax, sign):
    figures.decision_boundary(ax, lambda x: 0.5 + sign * 0.3 * x[:, 0])  # exactly 1/2 at the left edge
    assert len(ax.collections) == 1


@pytest.mark.parametrize(("y_hat", "side"), [(0.0, 0), (0.2, 0), (0.4, 0), (0.6, 1), (0.8, 1), (1.0, 1)])
def test_one_class_everywhere_has_no_boundary(ax, y_hat, side):
    figures.decision_boundary(ax, lambda x: np.full(len(x), y_hat), points=5)
    (sides,) = ax.collections
    filled = [len(path.vertices) > 0 for path in sides.get_paths()]
    assert filled == [side == 0, side == 1]


# -------------------------------------------------------------------------------------------------------- hidden units


W1, B1 = (
    np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 1.0], [3.0, 0.0], [1.0, 1.0]]),
    np.array([-3.0, 0.25, 1.0, -4.5, 50.0]),
)


@pytest.mark.parametrize("numbered", [True, False])
def test_hinge_lines(ax, numbered):
    limits = (-1.0, 3.0), (-2.0, 4.0)
    ax.set(xlim=limits[0], ylim=limits[1])
    assert figures.hinge_lines(ax, W1, B1, **({} if numbered else {"numbered": False})) is ax
    assert len(ax.collections) == 4  # the last hinge is out of sight
    for w, b, hinge in zip(W1, B1, ax.collections, strict=False):
        vertices = np.concatenate([path.vertices for path in hinge.get_paths()])
        np.testing.assert_allclose(vertices @ w + b, 0, atol=1e-9)
        assert np.any(np.ptp(vertices, axis=0) > 2)  # through the whole picture
        assert same_color(hinge.get_edgecolor()[0], SECOND)
        assert hinge.get_linestyle()[0][1] is not None  # dashed
    assert (ax.get_xlim(), ax.get_ylim()) == limits
    assert [text.get_text() for text in ax.texts] == (["1", "2", "3", "4"] if numbered else [])
    for w, b, arrow in zip(W1, B1, ax.texts, strict=False):
        (foot, tip) = (ax.transData.inverted().transform(ax.transAxes.transform(p)) for p in (arrow.xyann, arrow.xy))
        assert abs(foot @ w + b) < 0.1 * np.abs(w).sum()  # the number stands on its hinge ...
        assert inside(ax, *foot)
        assert tip @ w + b > foot @ w + b + 0.1  # ... and its arrow points to the side on which the unit is on,
        on_the_page = np.diff(ax.transAxes.transform([arrow.xyann, arrow.xy]), axis=0)[0]
        along = ax.transData.transform([w[1], -w[0]]) - ax.transData.transform([0.0, 0.0])
        assert abs(on_the_page @ along) < 1e-6 * np.linalg.norm(along)  # at a right angle
        assert np.linalg.norm(on_the_page) > 20
        assert arrow.get_color() == SECOND
        assert same_color(arrow.arrow_patch.get_edgecolor(), SECOND)
        assert same_color(arrow.get_bbox_patch().get_facecolor(), "white")
        assert same_color(arrow.get_bbox_patch().get_edgecolor(), SECOND)
        assert (arrow.get_ha(), arrow.get_va()) == ("center", "center")


def test_behind_a_strangers_package_the_first_import_says_what_to_type(monkeypatch):
    monkeypatch.delattr(helpers, "numerical_gradient")
    with pytest.raises(ImportError, match="^another package called helpers is in the way") as caught:
        importlib.reload(figures)
    assert "\n    .venv/bin/pip uninstall -y helpers gradients-by-hand\n" in str(caught.value)
    assert ".venv\\Scripts\\pip" in str(caught.value)


def test_hinge_lines_need_one_bias_for_each_unit(ax):
    with pytest.raises(ValueError, match="zip"):
        figures.hinge_lines(ax, W1, B1[:-1])


def number_of_hinge(ax, w, b):
    """Where the number of a single hinge stands, as fractions of the axes."""
    figures.hinge_lines(ax, np.array([w]), np.array([b]))
    (arrow,) = ax.texts
    assert arrow.xycoords == arrow.anncoords == "axes fraction"
    return np.array(arrow.xyann)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("w", [(1, 1), (1, -1), (5, 1), (5, -1), (1, 5), (1, -5), (0, 1), (1, 0)])
def test_the_number_of_a_hinge_stands_right_of_its_middle(ax, w, sign):
    """... and not at its end, whether it falls or rises, little or much; on an upright one above the middle."""
    w = sign * np.array(w, dtype=float)
    middle = np.array([0.5, 0.5])
    along = max((w[1], -w[0]), (-w[1], w[0]))  # to the right, or up
    end = middle + 0.5 * np.array(along) / np.abs(along).max()
    foot = number_of_hinge(ax, w, b=-w @ middle)
    part = (foot - middle) @ (end - middle) / ((end - middle) @ (end - middle))
    assert 0.5 < part < 0.9


@pytest.mark.parametrize("sign", [1, -1])
def test_the_number_of_a_hinge_that_is_nearly_level(ax, sign):
    w = sign * np.array([-0.004, 1.0])
    x, y = number_of_hinge(ax, w, b=-w @ (0.2, 0.5))  # it rises by less than a hundredth of the axes
    assert 0.6 < x < 0.95
    assert abs(y - 0.5) < 0.01


@pytest.mark.parametrize("sign", [1, -1])
def test_the_number_of_a_gentle_hinge_is_not_beside_it(ax, sign):
    start, end = np.array([[0.3, 0.5], [0.68, 0.51]])
    w = sign * np.array([start[1] - end[1], end[0] - start[0]])
    foot = number_of_hinge(ax, w, b=-w @ start)
    assert foot[0] > 0.5
    below = (foot @ w - start @ w) / w[1]
    assert abs(below) * ax.get_window_extent().height < 0.5  # pixels


def test_hinges_are_thinner_than_a_boundary_and_without_numbers_thinner_still(ax):
    figures.decision_boundary(ax, lambda x: x[:, 0])
    figures.hinge_lines(ax, np.array([[1.0, 1.0]]), np.array([-1.0]))
    figures.hinge_lines(ax, np.array([[1.0, 1.0]]), np.array([-1.0]), numbered=False)
    _, boundary, with_number, without = (collection.get_linewidth()[0] for collection in ax.collections)
    assert without < with_number < boundary


@pytest.mark.parametrize("w", [(1.0, 1.0), (-1.0, -1.0)])
def test_a_hinge_that_only_touches_a_corner_is_not_drawn(ax, w):
    figures.hinge_lines(ax, np.array([w]), np.array([0.0]))
    assert not ax.collections
    assert not ax.texts


def test_small_weights_have_a_hinge_too(ax):
    figures.hinge_lines(ax, np.array([[0.001, 0.001]]), np.array([-0.001]))
    assert len(ax.collections) == len(ax.texts) == 1


# ----------------------------------------------------------------------------------------------- a probability as a map


@pytest.fixture
def wide():
    """Axes that are wider than high in data units, with other limits on either side."""
    with mpl.rc_context():
        figures.use_house_style()
        mpl.use("Agg")
        ax = plt.figure(figsize=(8, 4), layout="none").add_axes((0, 0, 1, 1))
        ax.set(xlim=(-1, 3), ylim=(10, 12))
        yield ax
        plt.close("all")


def rising(points):
    """0 at the left edge of the axes, 1 at the right one: 1/2 at x = 1."""
    return (points[:, 0] + 1) / 4


def mesh(ax):
    (found,) = [artist for artist in ax.collections if isinstance(artist, mpl.collections.QuadMesh)]
    return found


def borders(ax):
    return [path.vertices for artist in ax.collections if artist is not mesh(ax) for path in artist.get_paths()]


@pytest.mark.parametrize("column", [False, True], ids=["(M,)", "(M, 1)"])
def test_a_probability_map_returns_its_axes_and_keeps_their_limits(wide, column):
    assert figures.probability_map(wide, lambda points: rising(points)[:, None] if column else rising(points)) is wide
    assert (*wide.get_xlim(), *wide.get_ylim()) == (-1, 3, 10, 12)


def test_each_probability_is_asked_where_it_is_drawn(wide):
    figures.probability_map(wide, lambda points: points[:, 0] / 10 + points[:, 1] / 100, points=5)
    values = mesh(wide).get_array().reshape(5, 5)
    across, up = np.linspace(-1, 3, 5), np.linspace(10, 12, 5)
    assert np.allclose(values, across[None, :] / 10 + up[:, None] / 100)
    corners = mesh(wide).get_coordinates()
    centers = (corners[:-1, :-1] + corners[1:, 1:]) / 2
    assert np.allclose(centers, np.stack(np.meshgrid(across, up), axis=-1))


def test_white_is_undecided_and_the_ends_have_the_colours_of_their_classes(wide):
    figures.probability_map(wide, rising)
    colors = mesh(wide).get_cmap()
    assert np.allclose(mesh(wide).norm([0, 0.5, 1]), [0, 0.5, 1])  # not stretched to what occurs
    assert np.allclose(colors(0)[:3], to_rgba(CLASS_0)[:3], atol=0.01)
    assert np.allclose(colors(0.5)[:3], 1, atol=0.01)
    assert np.allclose(colors(1.0)[:3], to_rgba(CLASS_1)[:3], atol=0.01)
    assert 0.3 <= mesh(wide).get_alpha() <= 0.6  # the birds stand out


def test_a_timid_probability_looks_timid(wide):
    figures.probability_map(wide, lambda points: 0.4 + 0.2 * rising(points))
    assert mesh(wide).norm.vmin == 0
    assert mesh(wide).norm.vmax == 1


def test_the_border_of_a_probability_map_is_where_it_is_one_half(wide):
    figures.probability_map(wide, rising)
    (border,) = [line for line in borders(wide) if len(line)]
    assert np.allclose(border[:, 0], 1)
    assert np.allclose(sorted(border[[0, -1], 1]), [10, 12])


def test_the_border_of_a_probability_map_is_black(wide):
    figures.probability_map(wide, rising)
    (border,) = [artist for artist in wide.collections if artist is not mesh(wide)]
    assert same_color(border.get_edgecolor()[0], "black")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_probability_map_has_no_border_where_one_half_is_only_touched(wide, sign):
    figures.probability_map(wide, lambda points: 0.5 + sign * 0.3 * rising(points))  # 1/2 at the left edge
    assert borders(wide) == []


def test_marks_lie_between_the_map_and_its_border(wide):
    figures.probability_map(wide, rising)
    figures.labelled_points(wide, np.array([[0.0, 11.0], [2.0, 11.0]]), np.array([0.0, 1.0]))
    orders = [artist.get_zorder() for artist in wide.collections]
    assert orders[0] < min(orders[-2:]) <= max(orders[-2:]) < orders[1]


@pytest.mark.parametrize("y_hat", [0.0, 0.3, 0.5, 0.8, 1.0])
def test_a_probability_map_has_no_border_where_nothing_changes(wide, y_hat):
    figures.probability_map(wide, lambda points: np.full(len(points), y_hat), points=5)
    assert borders(wide) == []


# ----------------------------------------------------------------------------------------------------- arrays, to scale


def squares(ax):
    """(left, bottom): (colour, how opaque)."""
    result = {}
    for square in ax.patches:
        assert (square.get_width(), square.get_height()) == (1, 1)
        *colour, opacity = square.get_facecolor()
        assert same_color(square.get_edgecolor(), colour)
        result[square.get_xy()] = mpl.colors.to_hex(colour).upper(), opacity
    assert len(result) == len(ax.patches)
    return result


def numbers_of(ax):
    """(left, bottom) of its square: text."""
    middles = {(x + 0.5, y + 0.5): (x, y) for x, y in squares(ax)}
    inside = [text for text in ax.texts if text.get_position() in middles]
    assert all((text.get_ha(), text.get_va()) == ("center", "center") for text in inside)
    return {middles[text.get_position()]: text.get_text() for text in inside}


def test_equation_of_a_matrix(ax):
    assert figures.arrays_to_scale(ax, [("$W$", np.array([[1.0, -2.0, 3.0], [4.0, 5.0, 6.0]]))]) is ax
    assert numbers_of(ax) == {
        (0, 0): "1",
        (1, 0): f"{MINUS}2",
        (2, 0): "3",
        (0, -1): "4",
        (1, -1): "5",
        (2, -1): "6",
    }
    for colour, opacity in squares(ax).values():
        assert colour == FORWARD
        assert 0.1 < opacity < 0.4
    name, shape = texts(ax)["$W$"], texts(ax)["(2, 3)"]
    assert name.get_position()[0] == shape.get_position()[0] == 1.5  # in the middle
    assert name.get_position()[1] > 1
    assert shape.get_position()[1] < -1
    assert (name.get_ha(), name.get_va(), shape.get_ha(), shape.get_va()) == ("center", "bottom", "center", "top")
    assert (name.get_color(), shape.get_color()) == (FORWARD, MUTED)
    assert ax.get_xlim()[0] < 0  # the left edge is in sight, too
    assert ax.get_aspect() == 1
    assert not ax.axison


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (3, 3)])
def test_names_and_shapes_stand_close_to_their_array(ax, shape):
    figures.arrays_to_scale(ax, [("$A$", np.ones(shape)), "=", ("$B$", np.ones((2, 2)))])
    for name, (rows, columns) in (("$A$", shape), ("$B$", (2, 2))):
        above, below = texts(ax)[name].get_position()[1], texts(ax)[f"({rows}, {columns})"].get_position()[1]
        assert (above, below) == (rows / 2 + 0.25, -rows / 2 - 0.25)
    tallest = max(shape[0], 2) / 2
    bottom, top = ax.get_ylim()
    assert 0.5 < top - (tallest + 0.25) < 1  # room for a name and a shape, and for no more
    assert 0.5 < -(tallest + 0.25) - bottom < 1


def test_equation_of_several_terms(ax):
    W, x = np.array([[1.25, 2.0]]), np.array([3.0, -4.0, 0.5])
    figures.arrays_to_scale(ax, ["z =", ("W", W), "+", ("x", x, GRADIENT)], decimals=1)
    assert list(squares(ax).values()) == [(FORWARD, pytest.approx(0.22))] * 2 + [(GRADIENT, pytest.approx(0.22))] * 3
    W_left = min(left for left, _ in squares(ax))
    rows = numbers_of(ax)
    assert list(rows.values()) == ["1.2", "2.0", "3.0", f"{MINUS}4.0", "0.5"]
    *row, one, two, three = rows
    assert row == [(W_left, -0.5), (W_left + 1, -0.5)]
    left = one[0]
    assert (one, two, three) == ((left, 0.5), (left, -0.5), (left, -1.5))  # a vector is a column
    place = {text: artist.get_position()[0] for text, artist in texts(ax).items()}
    assert 0 < place["z ="] < W_left < W_left + 2 < place["+"] < left
    assert place["+"] - (W_left + 2) == pytest.approx(left - place["+"], abs=0.4)
    for sign, after in (("z =", W_left), ("+", left)):
        text = texts(ax)[sign]
        assert text.get_position() == (pytest.approx(after - 0.5), 0)  # in the middle of a square of its own
        assert (text.get_ha(), text.get_va()) == ("center", "center")
    assert place["W"] == place["(1, 2)"] == W_left + 1
    assert place["x"] == place["(3,)"] == left + 0.5
    assert (texts(ax)["x"].get_color(), texts(ax)["(3,)"].get_color()) == (GRADIENT, MUTED)
    for text in ax.texts:
        assert inside(ax, *text.get_position())
    for x, y in squares(ax):
        assert inside(ax, x, y)
        assert inside(ax, x + 1, y + 1)
    assert ax.get_ylim()[1] - texts(ax)["x"].get_position()[1] > 0.5  # room for the name
    assert texts(ax)["(3,)"].get_position()[1] - ax.get_ylim()[0] > 0.5  # and for the shape


def test_zeros_of_an_equation_are_empty_unless_asked_for(ax):
    identity = np.eye(2)
    figures.arrays_to_scale(ax, [("I", identity)])
    assert numbers_of(ax) == {(0, 0): "1", (1, -1): "1"}
    assert [opacity > 0 for _, opacity in squares(ax).values()] == [True, False, False, True]
    other = plt.figure().add_subplot()
    figures.arrays_to_scale(other, [("I", -0.0 * identity)], zeros=True)
    assert list(numbers_of(other).values()) == ["0"] * 4
    assert all(opacity > 0 for _, opacity in squares(other).values())


def test_a_number_in_an_equation_is_one_square(ax):
    figures.arrays_to_scale(ax, [("b", 7)])
    assert list(numbers_of(ax).values()) == ["7"]
    assert "()" in texts(ax)


# ---------------------------------------------------------------------------------------------------------- all of them


def test_every_text_is_large_enough(ax):
    figures.graph_of_one_sample(ax, 1, 2, 3, 4, 5, 1)
    assert min(text.get_fontsize() for text in ax.texts) >= SMALLEST_FONT
    other = plt.figure().add_subplot()
    figures.arrays_to_scale(other, ["=", ("W", np.eye(2))])
    assert min(text.get_fontsize() for text in other.texts) >= 12  # one digit in a square of its own


def test_every_drawing_is_tested():
    """A new drawing without a test of its own would be seen by nobody where Matplotlib is another one."""
    source = Path(__file__).read_text(encoding="utf-8")
    for name, thing in vars(figures).items():
        if callable(thing) and thing.__module__ == figures.__name__ and not name.startswith("_"):
            assert re.search(rf"figures\.{name}\(", source), f"helpers.figures.{name} has no test"


def test_a_picture_says_what_it_shows(ax):
    data, metadata = figures.picture(ax.figure, "An empty frame.")
    assert data["text/plain"] == metadata["image/png"]["alt"] == "An empty frame."
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_a_slider_of_whole_steps_shows_whole_numbers(displayed):
    figures.sliders(lambda ax, n: ax.plot([n]), n=(0.0, 5.0, 2.0, 1.0))
    (((panel,), _),) = displayed
    assert panel.children[0].readout_format == ".0f"
