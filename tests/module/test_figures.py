"""What the drawings draw: their lines, shapes, texts and colours, with any Matplotlib.

The committed pictures are compared pixel by pixel elsewhere, but only where Matplotlib is the one that drew them.
"""

import base64
import gc
import importlib
import itertools
import re
import struct
import weakref
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import IPython.display
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import same_color, to_rgba
from matplotlib.markers import MarkerStyle

import helpers
from helpers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits, Linear, Sigmoid, figures
from helpers.figures import CLASS_0, CLASS_1, FORWARD, GRADIENT, MUTED, SECOND, WRONG
from tests.module.examples import assert_same

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


FOREIGN = {  # what a reader's own matplotlibrc may say
    "font.family": ["serif"],
    "font.sans-serif": ["Comic Sans MS"],
    "text.usetex": True,
    "text.color": "white",
    "axes.labelcolor": "white",
    "axes.facecolor": "black",
    "axes.unicode_minus": False,
    "axes.grid": True,
    "figure.facecolor": "black",
    "savefig.bbox": "tight",
    "savefig.facecolor": "black",
    "lines.markeredgecolor": "white",
    "path.sketch": (1, 100, 2),
    "xtick.direction": "in",
}


def test_the_house_style_begins_from_matplotlibs_defaults():
    with mpl.rc_context():
        mpl.rcdefaults()
        figures.use_house_style()
        expected = dict(mpl.rcParams)
        with plt.style.context("dark_background"):
            mpl.rcParams.update(FOREIGN)
            figures.use_house_style()
            assert dict(mpl.rcParams) == expected
        assert mpl.rcParams["font.sans-serif"][0] == mpl.rcParamsDefault["font.sans-serif"][0] == "DejaVu Sans"


def test_the_house_style_leaves_the_backend_alone():
    with mpl.rc_context():
        mpl.use("svg")
        figures.use_house_style()
        assert mpl.get_backend() == "svg"


def test_a_picture_is_the_same_whatever_the_reader_has_set_up(ax):
    def drawn():
        figures.use_house_style()
        fig, axes = plt.subplots()
        axes.plot([-1, 1], [-0.76, 0.76], "o-", label="$-x$")
        axes.legend()
        return figures.picture(fig, "A line.")

    expected = drawn()
    mpl.rcParams.update(FOREIGN)
    assert drawn() == expected


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
        assert png_size(picture["data"]["image/png"]) == (625, 250)  # less sharp, and quicker
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


def test_a_slider_stands_on_its_grid_whatever_a_browser_sends(displayed):
    drawn = []

    def draw(ax, stop, rate):
        drawn.append((stop, rate))

    figures.sliders(draw, stop=(0, 23, 7, 1), rate=(0.1, 0.5, 0.3, 0.1))
    (((panel,), _),) = displayed
    panel.children[0].value = 6.999999999999999
    panel.children[1].value = 0.4000000000000001
    assert drawn[0] == (7, 0.3)
    assert drawn[1:] == [(7, 0.3), (7, 0.4)]
    assert int(drawn[1][0]) == 7


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


def test_under_a_slider_the_axes_and_the_title_stay_where_they_are(ax, displayed, monkeypatch):
    """With labels of any length: the constrained layout would move them, and take half of the time of a picture."""
    places, drawn = [], figures.picture

    def watched(fig, *options):
        bundle = drawn(fig, *options)
        places.append([fig._suptitle.get_position(), *(axes.get_position().bounds for axes in fig.axes)])
        return bundle

    def draw(axes, w):
        axes[0].plot([0, 1e6 * w])
        axes[0].set_ylabel("\n" * int(w) + "up")
        axes[1].set_aspect("equal")

    monkeypatch.setattr(figures, "picture", watched)
    figures.sliders(draw, columns=2, w=(1, 5, 1, 1))
    (((panel,), _),) = displayed
    panel.children[0].value = 5
    panel.children[0].value = 3
    assert len(places) == 3
    assert places[0] == places[1] == places[2]


def test_a_drawing_may_give_the_heading_itself(ax, displayed, monkeypatch):
    headings, drawn = [], figures.picture

    def watched(fig, *options):
        bundle = drawn(fig, *options)
        (heading,) = fig.texts
        headings.append((heading.get_text(), heading.get_fontsize(), heading.get_position()))
        return bundle

    def draw(axes, stop):
        if stop:
            axes.figure.suptitle(f"{5 * int(stop)} steps")

    monkeypatch.setattr(figures, "picture", watched)
    figures.sliders(draw, stop=(0, 3, 2, 1))
    (((panel,), _),) = displayed
    panel.children[0].value = 3
    panel.children[0].value = 0
    assert [text for text, _, _ in headings] == ["10 steps", "15 steps", "stop = 0"]
    assert len({(size, place) for _, size, place in headings}) == 1
    assert headings[0][1] == 16


def test_a_slider_whose_pictures_have_other_axes_is_laid_out_anew(ax, displayed, monkeypatch):
    laid_out, drawn = [], figures.picture

    def watched(fig, *options):
        laid_out.append(isinstance(fig.get_layout_engine(), mpl.layout_engine.ConstrainedLayoutEngine))
        return drawn(fig, *options)

    def draw(axes, w):
        shown = axes.imshow([[0, w]])
        if w == 2:
            axes.figure.colorbar(shown)

    monkeypatch.setattr(figures, "picture", watched)
    figures.sliders(draw, w=(0, 3, 0, 1))
    (((panel,), _),) = displayed
    for value in (1, 2, 3, 1):
        panel.children[0].value = value
    assert laid_out == [True, False, True, True, False]


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
    assert figures.tangent(ax, x, y, slope, reach=0.2) is ax
    line, touch = ax.lines
    start, end = points(line)
    np.testing.assert_allclose((start + end) / 2, (x, y))
    np.testing.assert_allclose(end[1] - start[1], slope * (end[0] - start[0]), atol=1e-12)
    assert end[0] > start[0]
    reach = ax.transData.transform([(0, 0), (0.2, 0)])
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


@pytest.mark.parametrize(("x", "end"), [(0.1, 0.2), (0.9, 0.8), (0.4, 0.8), (1.5, 2.5)])
@pytest.mark.parametrize("limits", [(0, 1), (1, 0)])
def test_a_tangent_is_cut_on_both_sides_where_the_axis_ends(ax, x, end, limits):
    ax.set(xlim=limits)
    figures.tangent(ax, x, 2.0, 0.0, reach=1)  # outside of the axis, where nothing is to be seen, it keeps its length
    (x0, _), (x1, _) = points(ax.lines[0])
    np.testing.assert_allclose(sorted([x0, x1]), sorted([2 * x - end, end]))
    assert ax.get_xlim() == limits


def test_the_label_of_a_tangent(ax):
    figures.tangent(ax, 1.0, 2.0, 3.0, 0.5, label="slope 3")
    (label,) = ax.texts
    assert label.get_text() == "slope 3"
    assert label.xy == (1.0, 2.0)
    assert label.anncoords == "offset points"
    assert min(label.xyann) > 0  # above, at the right
    assert label.get_color() == GRADIENT
    box = label.get_bbox_patch()  # no line runs through it
    assert same_color(box.get_facecolor(), "white")
    assert box.get_edgecolor()[3] == 0
    assert label.get_zorder() > max(line.get_zorder() for line in ax.lines)


# ------------------------------------------------------------------------------------------------ computational graphs


def wires_of(ax):
    """[(text of the start, text of the end, value, gradient)]; and the texts of the nodes, by place."""
    labels = [text for text in ax.texts if not text.get_bbox_patch()]
    nodes = {  # the local labels, in smaller type, have a box, too
        text.get_position(): text for text in ax.texts if text.get_bbox_patch() and text.get_fontsize() > SMALLEST_FONT
    }
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
    above, below = texts(ax)["above a wire: its value →"], texts(ax)["← below it: df/d(value)"]
    assert (above.get_color(), below.get_color()) == (FORWARD, GRADIENT)
    assert (above.get_ha(), below.get_ha()) == ("left", "right")
    for text in (above, below):
        assert inside(ax, *text.get_position())
        assert text.get_position()[1] < -0.3  # below the drawing
    assert ax.get_aspect() == 1
    assert not ax.axison


@pytest.mark.parametrize("height", [1.0, -1.0, 0.0])
@pytest.mark.parametrize("number", [2, 3])
def test_wires_between_the_same_two_nodes_part_before_they_arrive(ax, height, number):
    nodes = {"x": (0, 0, "$x$"), "u": (2, height, r"$\times$"), "f": (4, height, "$f$")}
    ax.figure.set_size_inches(4.6, 4)  # so that an inch is one
    figures.computational_graph(ax, nodes, [("x", "u", "", "")] * number + [("u", "f", "", "")])
    ax.figure.draw_without_rendering()
    box = texts(ax)[r"$\times$"].get_bbox_patch().get_window_extent()
    *parallel, alone = map(points, ax.lines)
    assert alone[:, 1].tolist() == [height] * 3
    assert len({tuple(wire[1]) for wire in parallel}) == 1  # level and together, where the labels stand
    ends = [wire[2] for wire in parallel]
    assert np.mean(ends, axis=0) == pytest.approx((2, height))
    moved = sorted(end[0] if height else end[1] for end in ends)
    assert min(np.diff(moved)) > 0.1  # to be seen apart
    assert all(box.contains(*place) for place in ax.transData.transform(ends))  # and no end sticks out of the box


def test_no_wire_runs_through_what_a_step_does(ax):
    nodes = {"x": (0, 1, "$x$"), "u": (2, 0, r"$\times$"), "f": (4, 0, "$f$")}
    wires = [("x", "u", "", ""), ("u", "f", "", "")]
    ax.figure.set_size_inches(10, 6)
    figures.computational_graph(ax, nodes, wires, local={"u": "swaps"})
    ax.figure.draw_without_rendering()
    swaps = texts(ax)["swaps"]
    box = swaps.get_bbox_patch()
    assert same_color(box.get_facecolor(), "white")
    assert swaps.get_zorder() > max(line.get_zorder() for line in ax.lines)
    assert not ax.lines[0].get_path().transformed(ax.transData).intersects_bbox(box.get_window_extent(), filled=False)


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
    names = {"$+$": "$z$ = ", r"$\sigma$": r"$\hat{y}$ = "}
    expected = [
        (start, end, names.get(start, "") + number(value), number(gradient)) for start, end, value, gradient in expected
    ]
    drawn, nodes = wires_of(ax)
    assert drawn == [*expected, (f"$y$ = {int(y)}", "BCE", "", "")]  # a label is written without decimals
    assert all(inside(ax, *place) for place in nodes)
    steps = [text.get_text() for text in nodes.values() if same_color(text.get_bbox_patch().get_edgecolor(), "black")]
    assert sorted(steps) == sorted([r"$\times$", r"$\times$", "$+$", r"$\sigma$", "BCE"])
    (product_of_1, product_of_2) = [points(line)[0] for line in ax.lines[4:6]]
    assert product_of_1[1] > product_of_2[1]
    for line, product in zip(ax.lines[:4], (product_of_1, product_of_1, product_of_2, product_of_2), strict=True):
        np.testing.assert_array_equal(points(line)[-1], product)
    assert "← below it: dL/d(value)" in texts(ax)
    slopes = [f"{dL_dy_hat[0]:.2f}", f"{Sigmoid().partials(z).dy_hat_dz[0]:.4f}"]
    for text, place in zip([rf"$\times$ {as_factor(s)}" for s in slopes], list(nodes)[-3:-5:-1], strict=True):
        (written,) = [label for label in ax.texts if label.get_text() == text and label.get_color() == GRADIENT]
        assert np.hypot(*np.subtract(written.get_position(), place)) < 0.4  # beside its box
    assert [label.get_text() for label in ax.texts].count("swaps") == 2
    assert "copies" in texts(ax)


def test_the_way_back_appears_step_by_step(ax):
    def gradients(steps_back):
        axes = plt.figure().add_subplot()
        figures.graph_of_one_sample(axes, 0.5, -0.4, 2, 3, 0.7, 1, steps_back=steps_back)
        written = [t for t in axes.texts if t.get_text() and t.get_color() == GRADIENT and "value" not in t.get_text()]
        numbers = [t.get_position()[0] for t in written if t.get_weight() == "bold"]
        return len(numbers), min(numbers, default=10), sorted(t.get_text() for t in written if t.get_weight() != "bold")

    shown = [gradients(steps_back) for steps_back in range(6)]
    assert [count for count, _, _ in shown] == [0, 1, 2, 3, 6, 10]
    assert all(np.diff([place for _, place, _ in shown]) <= 0)  # from right to left
    words = [how for _, _, how in shown]
    assert words[1] == []
    assert [len([word for word in some if not word.startswith((MINUS, "1"))]) for some in words] == [0, 0, 1, 2, 3, 5]
    assert words[5].count("swaps") == 2
    products = [[word for word in some if word.startswith((MINUS, "1"))] for some in words]  # of the last step only
    number = rf"{MINUS}0.3775 $\times$ "
    assert products == [
        [],
        [],
        [rf"1.00 $\times$ ({MINUS}1.61)"],
        [rf"{MINUS}1.6065 $\times$ 0.2350"],
        [],
        [number + f"({MINUS}0.40)", number + "0.50", number + "2.00", number + "3.00"],
    ]


def as_factor(text):
    return f"({text.replace('-', MINUS)})" if text.startswith("-") else text


def products_below(ax):
    """(gradient, product) of each product below a wire, as texts; the product stands right below its gradient."""
    below = {t.get_position(): t for t in ax.texts if t.get_text() and t.get_color() == GRADIENT}
    for (x, y), text in below.items():
        if r" $\times$ " in text.get_text():
            (gradient,) = [t.get_text() for place, t in below.items() if place == pytest.approx((x + 0.07, y + 0.24))]
            yield gradient, text.get_text()


def test_the_products_of_the_way_back_give_what_stands_above_them(ax):
    seen = 0
    for w1 in np.linspace(-2, 2, 41).round(1):  # the places of the slider in notebook 04
        for step in range(2, 6):
            ax.clear()
            figures.graph_of_one_sample(ax, w1, -0.4, 2, 3, 0.7, 1, steps_back=step)
            for gradient, product in products_below(ax):
                factors = re.sub(rf"\(({MINUS}.*)\)$", r"\1", product).replace(MINUS, "-").split(r" $\times$ ")
                again = (Decimal(factors[0]) * Decimal(factors[1])).quantize(Decimal("0.01"), ROUND_HALF_UP)
                assert again == Decimal(gradient.replace(MINUS, "-")), (w1, step)
                seen += 1
    assert seen == 41 * 6
    ax.clear()
    figures.graph_of_one_sample(ax, 0.123, -0.4, 2, 300.004, 0.7, 1, steps_back=5)  # x2 is written as 300.00
    assert any(f"{MINUS}1.0000" in product or "0.0000" in product for _, product in products_below(ax))


def test_the_upstream_factor_has_the_digits_that_it_takes():
    """``needed``: with one digit less, the product of what is written is not the gradient above."""
    minus = f"{MINUS}0.3775"
    assert figures._written_factors((-0.37754, 2.0), False, 4) == (minus, "2.00")
    assert figures._written_factors((-1.60653, 0.235), True, 4) == (f"{MINUS}1.6065", "0.2350")
    assert figures._written_factors((9.99994, 0.1), True, 6) == ("9.999940", "0.100000")
    assert figures._written_factors((10.0, 0.1), True, 6) == ("10.0000", "0.100000")
    assert figures._written_factors((-12.34567, 0.1), True, 4) == (f"{MINUS}12.35", "0.1000")
    assert figures._written_factors((1.0, -1.60653), False, 4) == ("1.00", f"{MINUS}1.61")
    for upstream, needed in ((-0.5, 4), (-0.994996, 6), (-0.9949996, 7), (-0.99499996, 8), (-0.994999996, 4)):
        assert figures._digits_of_factors([((upstream, 1.0), False)]) == needed
        assert figures._digits_of_factors([((0.25, 2.0), False), ((upstream, -1.0), False)]) == needed
    assert figures._digits_of_factors([((-0.9949, 1.0002), False)]) == 4  # which is written as 1.00: nothing helps
    assert figures._digits_of_factors([((-0.005, 1.0), False)]) == 4  # a 5 is rounded away from 0, as at school


def test_the_products_of_a_step_have_no_more_digits_than_this_step_takes(ax):
    for step, digits in ((3, 3), (5, 4)):  # at step 3 a number above 10 gets one digit more than it usually has
        ax.clear()
        figures.graph_of_one_sample(ax, -1.6, -0.4, 2, 3, 0.7, 1, steps_back=step)
        upstream = [product.split(" ")[0] for _, product in products_below(ax)]
        assert {len(number.partition(".")[2]) for number in upstream} == {digits}


def test_the_step_back_just_made_is_lit(ax):
    for step, boxes, arrows in (
        (0, [], 0),
        (1, [], 1),
        (2, ["BCE"], 2),
        (3, [r"$\sigma$"], 3),
        (4, ["$+$"], 6),
        (5, [r"$\times$", r"$\times$"], 10),
        (None, [], 0),
    ):
        ax.clear()
        figures.graph_of_one_sample(ax, 0.5, -0.4, 2, 3, 0.7, 1, steps_back=step)
        filled = [t for t in ax.texts if t.get_bbox_patch() and not same_color(t.get_bbox_patch().get_facecolor(), "w")]
        assert [text.get_text() for text in filled] == boxes
        assert len(ax.collections) == arrows
        for arrow in ax.collections:
            assert is_marker(arrow, "<")  # back
            assert same_color(arrow.get_facecolor()[0], GRADIENT)
            (x, y) = arrow.get_offsets()[0]
            wires = map(points, ax.lines)
            assert any(wire[0, 0] < x < wire[1, 0] and wire[0, 1] == y for wire in wires)


def test_what_a_step_does_stands_above_the_middle_of_its_box(ax):
    """... unless a steep wire comes from there: then right of it."""
    nodes = {"x": (0, 0.5, "$x$"), "y": (0, 1, "$y$"), "u": (2, 0, "$u$"), "v": (3, 0, "$v$"), "f": (4, 0, "$f$")}
    wires = [("x", "u", "", ""), ("y", "v", "", ""), ("u", "v", "", ""), ("v", "f", "", "")]
    figures.computational_graph(ax, nodes, wires, local={"u": "swaps", "v": "copies"})
    swaps, copies = texts(ax)["swaps"], texts(ax)["copies"]
    assert (swaps.get_position()[0], swaps.get_ha()) == (2, "center")
    assert (copies.get_position()[0], copies.get_ha()) == (pytest.approx(3, abs=0.05), "left")


def assert_no_label_touches(ax):
    """Another label, or a box."""
    ax.figure.draw_without_rendering()
    written = [text for text in ax.texts if text.get_text()]
    boxes = [(text.get_bbox_patch() or text).get_window_extent() for text in written]
    for i, box in enumerate(boxes):
        for j in range(i):
            assert not box.overlaps(boxes[j]), (written[i].get_text(), written[j].get_text())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the oldest Matplotlib's formulas
@pytest.mark.parametrize("step", [2, 3, 4, 5])
def test_no_product_of_the_way_back_touches_another_label_or_a_box(ax, step):
    ax.figure.set_size_inches(10, 6)
    figures.graph_of_one_sample(ax, -2.0, -0.4, 2, 3, 0.7, 1, steps_back=step)
    assert_no_label_touches(ax)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the oldest Matplotlib's formulas
def test_no_label_of_the_graph_touches_another_or_a_box(ax):
    ax.figure.set_size_inches(10, 6)
    figures.graph_of_one_sample(ax, -10.5, 1.2, 0.2, 0.1, -0.7, 1)
    assert_no_label_touches(ax)


def test_no_number_is_minus_zero(ax):
    figures.graph_of_one_sample(ax, 0.0, 1.0, -1.0, 1.0, -1.0, 0.5)
    assert f"{MINUS}0.00" not in [text.get_text() for text in ax.texts]


def test_network_of_units(ax):
    columns = [("input", ["$x_1$", "$x_2$"]), ("hidden", ["$a_1$", "$a_2$", "$a_3$"]), ("output", ["$z$"])]
    assert figures.network_of_units(ax, columns, lit=(1, 2)) is ax
    place = {text.get_text(): text.get_position() for text in ax.texts}
    assert set(place) == {"input", "hidden", "output", "$x_1$", "$x_2$", "$a_1$", "$a_2$", "$a_3$", "$z$"}
    assert {patch.center for patch in ax.patches} == {at for text, at in place.items() if "$" in text}
    for title, names in columns:
        assert len({place[name][0] for name in names} | {place[title][0]}) == 1  # one column
        heights = [place[title][1], *(place[name][1] for name in names)]
        assert np.all(np.diff(heights) < 0)  # the title on top, then the first, the second, ...
    xs = [place[title][0] for title, _ in columns]
    assert np.all(np.diff(xs) > 0)
    wires = {tuple(map(tuple, points(line))): line for line in ax.lines}
    expected = [(a, b) for (_, left), (_, right) in itertools.pairwise(columns) for a in left for b in right]
    assert len(ax.lines) == len(expected) == 9
    for start, end in expected:
        wire = wires[place[start], place[end]]
        strong = end == "$a_3$"
        assert wire.get_color() == (FORWARD if strong else MUTED)
        assert (wire.get_linewidth() > 2) == strong
        assert wire.get_zorder() < min(patch.get_zorder() for patch in ax.patches)
    assert all(inside(ax, *at) for at in place.values())
    assert ax.get_aspect() == 1
    assert not ax.axison
    plain = figures.network_of_units(plt.figure().add_subplot(), columns)
    assert {line.get_color() for line in plain.lines} == {MUTED}


def test_the_strong_wires_of_a_network_have_names(ax):
    columns = [("input", ["$x_1$", "$x_2$"]), ("hidden", ["$a_1$", "$a_2$", "$a_3$"]), ("output", ["$z$"])]
    figures.network_of_units(ax, columns, lit=(1, 2), names=("$W_{31}$", "$W_{32}$"))
    strong = [line for line in ax.lines if line.get_color() == FORWARD]
    for name, wire in zip(("$W_{31}$", "$W_{32}$"), strong, strict=True):
        (x0, y0), (x1, y1) = points(wire)
        x, y = texts(ax)[name].get_position()
        assert x0 + 0.36 < x < (x0 + x1) / 2  # nearer to its own start, where the wires lie apart
        assert (y - y0) * (x1 - x0) == pytest.approx((y1 - y0) * (x - x0))  # on its wire
        assert texts(ax)[name].get_color() == FORWARD
        assert same_color(texts(ax)[name].get_bbox_patch().get_facecolor(), "white")  # which would strike it through
        assert texts(ax)[name].get_fontsize() >= SMALLEST_FONT
        assert texts(ax)[name].get_zorder() > wire.get_zorder()


def test_routes(ax):
    assert figures.routes(ax, "$x_1$", slopes=[1.0, 0.0, -2.0], upstream=[2.0, -1.0, 3.0]) is ax
    place = {text.get_text(): text.get_position() for text in ax.texts if "$" in text.get_text()}
    number = lambda value: f"{value:.0f}".replace("-", MINUS)
    through = ["$z_1$", "$z_2$", "$z_3$"]
    assert np.all(np.diff([place[name][1] for name in through]) < 0)  # from top to bottom
    legs = {tuple(map(tuple, points(line))): line for line in ax.lines}
    assert len(legs) == 6
    for name, slope, g in zip(through, [1, 0, -2], [2, -1, 3], strict=True):
        for start, end, value in (("$x_1$", name, slope), (name, "$L$", g)):
            leg = legs[place[start], place[end]]
            assert (leg.get_color(), leg.get_linestyle()) == ((GRADIENT, "-") if slope else (MUTED, "--"))
            middle = np.mean([place[start], place[end]], axis=0)
            (label,) = [text for text in ax.texts if np.allclose(text.get_position(), middle)]
            assert (label.get_text(), label.get_color()) == (number(value), leg.get_color())
    (total,) = [text for text in ax.texts if "=" in text.get_text()]
    minus = rf"0 $\cdot$ ({MINUS}1) + ({MINUS}2) $\cdot$ 3"
    assert total.get_text() == rf"1 $\cdot$ 2 + {minus} = {MINUS}4"
    assert total.get_position()[1] < place["$z_3$"][1] - 0.3
    assert all(inside(ax, *text.get_position()) for text in ax.texts)
    named = figures.routes(plt.figure().add_subplot(), "$t$", [1, 2], [3, 4], names=["u", "v"], end="$f$")
    assert {"u", "v", "$t$", "$f$"} <= set(texts(named))
    assert "" not in [text.get_text() for text in named.texts]


@pytest.mark.parametrize("slopes", [[1.0, -2.0, 0.0], [1.0, 2.0], [3.0]])
def test_routes_say_what_they_are_and_what_comes_out(ax, slopes):
    figures.routes(ax, "$x$", slopes, slopes, result="$dL/dx$", heads=("$dz/dx$", "$dL/dz$"))
    ax.figure.draw_without_rendering()
    (total,) = [text.get_text() for text in ax.texts if "=" in text.get_text()]
    assert total.startswith("$dL/dx$ = ")
    assert total.endswith(f" = {sum(slope**2 for slope in slopes):.0f}")
    place = texts(ax)
    (left, up), (right, as_high) = place["$dz/dx$"].get_position(), place["$dL/dz$"].get_position()
    assert 0 < left < place["$z_1$"].get_position()[0] < right < place["$L$"].get_position()[0]
    assert up == as_high
    for name in ("$dz/dx$", "$dL/dz$"):
        assert place[name].get_color() == MUTED
        extent = place[name].get_window_extent()
        assert not any(extent.overlaps(text.get_window_extent()) for text in ax.texts if text is not place[name])
        assert ax.bbox.y1 > extent.y1


# ------------------------------------------------------------------------------------------- loss surfaces, boundaries


def test_loss_surface(ax):
    loss = lambda w: w[0] ** 2 + 5 * w[1]
    assert figures.loss_surface(ax, loss, across=(-2, 3), up=(1, 2)) is ax
    filled, lines = ax.collections
    low, high = 5.0, 19.0
    for contours in (filled, lines):
        assert (contours.levels[0], contours.levels[-1]) == pytest.approx((low, high))
        assert np.all(np.diff(contours.levels, 2) > 0)  # closer together near the bottom: in a bowl, evenly spaced
        steps = np.diff(np.sqrt(contours.levels - low))
        np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
    drawn = 0
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        for u, v in path.vertices:
            assert -2 <= u <= 3
            assert 1 <= v <= 2
            assert loss((u, v)) == pytest.approx(level, abs=0.01)
            drawn += 1
    assert drawn > 300
    brightness = filled.get_facecolor()[:, :3].sum(axis=1)
    assert np.all(np.diff(brightness) < 0)  # the higher the darker
    assert same_color(lines.get_edgecolor()[0][:3], "white")
    assert len(ax.lines) == 0
    coarse = figures.loss_surface(plt.figure().add_subplot(), loss, (-2, 3), (1, 2), points=6).collections[1]
    assert sum(len(path.vertices) for path in coarse.get_paths()) < drawn / 3


def test_the_lowest_point_of_a_loss_surface_is_a_star(ax):
    figures.loss_surface(ax, lambda w: w @ w, (-1, 1), (-1, 1), points=11, minimum=(0.25, -0.5))
    (star,) = ax.lines
    assert (points(star).tolist(), star.get_marker()) == ([[0.25, -0.5]], "*")


def test_some_contour_lines_say_which_loss_they_are(ax):
    loss = lambda w: 0.5 + (w[0] - 0.25) ** 2 + 3 * w[1] ** 2
    figures.loss_surface(ax, loss, (-2, 2), (-1, 1), points=81)
    levels = ax.collections[1].levels
    assert [text.get_text() for text in ax.texts] == [f"{levels[k]:#.2g}" for k in (4, 8)]
    for text, level in zip(ax.texts, levels[[4, 8]], strict=True):
        u, v = text.get_position()
        assert loss((u, v)) == pytest.approx(level, rel=0.01)
        assert u < 0.25  # straight left of the lowest point, where no walk of the course comes along
        assert v == 0
        assert text.get_fontsize() >= SMALLEST_FONT
        assert text.get_color() == "black"
        assert same_color(text.get_bbox_patch().get_facecolor()[:3], "white")  # the line does not strike it through
        assert (text.get_ha(), text.get_va()) == ("center", "center")
    few = figures.loss_surface(plt.figure().add_subplot(), loss, (-0.75, 3), (-1, 1), points=81)
    assert len(few.texts) == 1  # the other is off the picture, to the left
    none = figures.loss_surface(plt.figure().add_subplot(), loss, (0.5, 3), (-1, 1), points=81)
    assert not none.texts


def test_walk(ax):
    path = [[0.0, 1.0], [2.0, 3.0], [2.5, 5.0]]
    assert figures.descent_path(ax, path) is ax
    (arrows,) = ax.collections
    assert arrows.XY.tolist() == path[:2]
    assert np.column_stack([arrows.U, arrows.V]).tolist() == [[2.0, 2.0], [0.5, 2.0]]
    assert (arrows.angles, arrows.scale_units, arrows.scale) == ("xy", "xy", 1)  # each ends where the next begins
    assert same_color(arrows.get_facecolor()[0], GRADIENT)
    way, steps, start, end = ax.lines
    assert points(way).tolist() == points(steps).tolist() == path
    assert (way.get_linestyle(), way.get_marker()) == ("-", "None")
    assert (steps.get_linestyle(), steps.get_marker()) == ("None", "o")
    assert way.get_linewidth() < 1 < steps.get_markersize() < start.get_markersize() / 2
    assert end.get_markersize() < 10  # it hides no step
    assert points(start).tolist() == path[:1]
    assert (start.get_marker(), start.get_markerfacecolor()) == ("o", "white")  # the open circle
    assert points(end).tolist() == path[2:]
    assert (end.get_marker(), end.get_markerfacecolor()) == ("s", "none")  # hollow: what lies below it is seen
    assert {line.get_color() for line in ax.lines} == {GRADIENT}
    assert min(start.get_zorder(), end.get_zorder()) > arrows.get_zorder()


def test_the_values_of_a_loss_surface_may_be_given(ax):
    loss = lambda w: w[0] ** 2 + 5 * w[1]
    values = [[loss((u, v)) for u in np.linspace(-2, 3, 21)] for v in np.linspace(1, 2, 11)]
    figures.loss_surface(ax, values, (-2, 3), (1, 2))
    for level, path in zip(ax.collections[1].levels, ax.collections[1].get_paths(), strict=True):
        for w in path.vertices:
            assert loss(w) == pytest.approx(level, abs=0.02)
    figures.loss_surface(ax, loss, (-2, 3), (1, 2))
    np.testing.assert_allclose(ax.collections[1].levels, ax.collections[3].levels)


def test_the_levels_of_a_loss_surface_may_be_given(ax):
    loss = lambda w: 0.5 + w[0] ** 2 + 3 * w[1] ** 2  # from 0.5 to 7.5
    figures.loss_surface(ax, loss, (-2, 2), (-1, 1), points=81, levels=[0.25, 1, 1.5, 2, 4, 9])
    for contours in ax.collections:
        assert contours.levels == pytest.approx([0.5, 1, 1.5, 2, 4, 7.5])
    assert [text.get_text() for text in ax.texts] == ["1.0", "2.0", "4.0"]  # the whole ones
    for text in ax.texts:
        assert loss(text.get_position()) == pytest.approx(float(text.get_text()), rel=0.01)


def test_the_dots_of_a_walk_are_numbered(ax):
    ax.set(xlim=(-1, 5), ylim=(-1, 5))
    path = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [2.0, 3.0], [0.0, 3.0]])
    figures.descent_path(ax, path, numbered=4)
    assert [text.get_text() for text in ax.texts] == ["0", "1", "2", "3"]
    assert [text.xy for text in ax.texts] == list(map(pytest.approx, path[:4]))
    beside = [text.xyann for text in ax.texts]
    outside = 12 * np.array([[-1, 0], [0.5**0.5, -(0.5**0.5)], [0, 0], [0.5**0.5, 0.5**0.5]])
    np.testing.assert_allclose(beside, outside, atol=1e-9)
    assert all(text.get_fontsize() >= SMALLEST_FONT and text.get_color() == GRADIENT for text in ax.texts)


@pytest.mark.parametrize("number", [0, 5, 6, 7, 40])
def test_the_first_six_steps_of_a_walk_are_arrows(ax, number):
    path = np.arange(2.0 * (number + 1)).reshape(-1, 2)
    figures.descent_path(ax, path)
    (arrows,) = ax.collections
    assert arrows.XY.tolist() == path[: min(number, 6)].tolist()
    assert np.array_equal(arrows.U, [2.0] * min(number, 6))
    assert np.array_equal(points(ax.lines[1]), path)  # a dot for each


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
            assert same_color(collection.get_facecolor()[0], "white")  # hollow, on every ground
            assert same_color(collection.get_edgecolor()[0], colour)
            (behind,) = collection.get_path_effects()  # a white edge on both sides of the coloured one
            assert behind._gc["foreground"] == "white"
            assert behind._gc["linewidth"] > 1.5 * collection.get_linewidths()[0]
        else:
            assert same_color(collection.get_facecolor()[0], colour)
            assert same_color(collection.get_edgecolor()[0], "white")


@pytest.mark.parametrize("held_out", [False, True])
def test_the_size_of_points(ax, held_out):
    figures.labelled_points(ax, np.eye(2), np.array([0, 1]), held_out=held_out, size=30)
    assert [collection.get_sizes().tolist() for collection in ax.collections] == [[30.0], [30.0]]
    usual = figures.labelled_points(plt.figure().add_subplot(), np.eye(2), [0, 1], held_out=held_out)
    assert min(collection.get_sizes()[0] for collection in usual.collections) > 30


def test_points_have_names_without_asking(ax):
    circles, triangles = figures.labelled_points(ax, np.eye(2), np.array([0, 1])).collections
    assert (circles.get_label(), triangles.get_label()) == ("y = 0", "y = 1")
    assert len(circles.get_facecolor()) == 1


@pytest.mark.parametrize("column", [False, True])
def test_decision_boundary(ax, column):
    limits = (-1.0, 3.0), (10.0, 20.0)
    ax.set(xlim=limits[0], ylim=limits[1])

    def probability(x):
        assert x.shape in ((201 * 201, 2), (1, 2))  # and one point once more, to see the same number again
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


def ends_of_arrow(ax, arrow):
    """Where the number of a hinge stands and where its arrow ends, in pixels."""
    return ax.transAxes.transform(arrow.xyann), arrow.xycoords(None).transform(arrow.xy)


def test_the_arrow_of_a_hinge_is_upright_after_the_layout():
    with mpl.rc_context():
        figures.use_house_style()
        fig, axes = plt.subplots(1, 3, figsize=(11, 4.4))
        axes[0].set(aspect="equal")
        axes[1].set(box_aspect=1, ylim=(0, 3))
        for ax in axes:
            figures.hinge_lines(ax, [[1.0, 1.0]], [-1.0])
        fig.draw_without_rendering()
        for ax in axes:
            foot, tip = ends_of_arrow(ax, ax.texts[0])
            one, other = ax.transData.transform([[0.0, 1.0], [1.0, 0.0]])  # on the hinge
            assert abs((tip - foot) @ (one - other)) < 1e-6 * np.linalg.norm(one - other)
            assert np.linalg.norm(tip - foot) == pytest.approx(27 / 72 * fig.dpi)
        plt.close("all")


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
        ends = np.array(ends_of_arrow(ax, arrow))
        (foot, tip) = ax.transData.inverted().transform(ends)
        assert abs(foot @ w + b) < 0.1 * np.abs(w).sum()  # the number stands on its hinge ...
        assert inside(ax, *foot)
        assert tip @ w + b > foot @ w + b + 0.1  # ... and its arrow points to the side on which the unit is on,
        on_the_page = ends[1] - ends[0]
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


def test_hinges_are_counted_from_any_number(ax):
    figures.hinge_lines(ax, [[1.0, 1.0], [1.0, -1.0]], [-1.0, 0.0], first=4)
    assert {text.get_text() for text in ax.texts} == {"4", "5"}


def test_hinge_lines_need_one_bias_for_each_unit(ax):
    with pytest.raises(
        ValueError, match=r"^b1 has shape \(4,\), W1 has shape \(5, 2\): give one bias for each of the 5 "
    ):
        figures.hinge_lines(ax, W1, B1[:-1])


def number_of_hinge(ax, w, b):
    """Where the number of a single hinge stands, as fractions of the axes."""
    figures.hinge_lines(ax, np.array([w]), np.array([b]))
    (arrow,) = ax.texts
    assert arrow.anncoords == "axes fraction"
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


@pytest.mark.parametrize("size", [1e-300, 1.0, 1e300])
def test_a_hinge_is_as_wide_as_its_unit_counts(ax, size):
    ax.set(xlim=(-1, 3), ylim=(-2, 4))
    figures.decision_boundary(ax, lambda x: np.clip(x[:, 0], 0, 1))
    weights = size * np.array([0.5, -2.0, 1.0, 0.0, 4.0])  # the last hinge is out of sight
    figures.hinge_lines(ax, W1, B1, numbered=False, weights=weights)
    _, boundary, *hinges = (collection.get_linewidth()[0] for collection in ax.collections)
    np.testing.assert_allclose(hinges, 0.8 + 1.6 * np.array([0.5, 2.0, 1.0, 0.0]) / 4.0, rtol=1e-12)
    assert (figures.THINNEST_HINGE, figures.WIDEST_HINGE) == (0.8, 2.4)
    assert figures.WIDEST_HINGE < boundary


def test_hinges_that_count_for_nothing(ax):
    figures.hinge_lines(ax, [[1.0, 1.0]], [-1.0], weights=[0.0])
    assert ax.collections[0].get_linewidth()[0] == figures.THINNEST_HINGE  # and yet they are seen


@pytest.mark.parametrize("w", [(1.0, 1.0), (-1.0, -1.0)])
def test_a_hinge_that_only_touches_a_corner_is_not_drawn(ax, w):
    figures.hinge_lines(ax, np.array([w]), np.array([0.0]))
    assert not ax.collections
    assert not ax.texts


@pytest.mark.parametrize(
    "w, b", [((1.0, 0.0), -0.005), ((0.0, 1.0), -0.005), ((1.0, 0.0), -0.995), ((0.0, 1.0), -0.995)]
)
def test_a_hinge_close_to_the_rim_has_both_ends(ax, w, b):
    figures.hinge_lines(ax, [w], [b], numbered=False)
    (path,) = ax.collections[0].get_paths()
    ends = np.array([[0.0, 0.0], [1.0, 1.0]])
    ends[:, np.argmax(w)] = -b
    np.testing.assert_allclose(sorted(path.vertices.round(9).tolist()), ends)


@pytest.mark.parametrize("w, b, ends", [((1, -1), 0, [[0, 0], [1, 1]]), ((1, 1), -1, [[0, 1], [1, 0]])])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_hinge_from_corner_to_corner_has_both_ends(ax, w, b, ends, sign):
    figures.hinge_lines(ax, sign * np.array([w]), sign * np.array([b]), numbered=False)
    (path,) = ax.collections[0].get_paths()
    np.testing.assert_allclose(sorted(path.vertices.round(9).tolist()), ends)


@pytest.mark.parametrize("w", [(1e200, 0.0), (0.0, 1e200), (1e-200, 0.0)])
def test_the_arrow_of_a_hinge_has_its_length_whatever_the_weights(ax, w):
    figures.hinge_lines(ax, [w], [-max(w) / 2])
    ax.figure.draw_without_rendering()
    foot, tip = ends_of_arrow(ax, ax.texts[0])
    assert np.linalg.norm(tip - foot) == pytest.approx(27 / 72 * ax.figure.dpi)


def test_a_score_that_overflows_is_said():
    with plt.rc_context():
        ax = plt.figure().add_subplot(xlim=(0, 1e100), ylim=(0, 1))
        with pytest.raises(OverflowError, match=r"^z1 = W1 x \+ b1 overflows"):
            figures.hinge_lines(ax, [[1e300, 0.0]], [-1.0])
        plt.close("all")


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


def test_zeros_of_an_equation_are_grey_in_empty_squares_unless_asked_for(ax):
    identity = np.eye(2)
    figures.arrays_to_scale(ax, [("I", identity)], decimals=1)
    assert numbers_of(ax) == {(0, 0): "1.0", (1, 0): "0", (0, -1): "0", (1, -1): "1.0"}
    assert [text.get_color() for text in ax.texts if text.get_text() in ("0", "1.0")] == [
        "black",
        MUTED,
        MUTED,
        "black",
    ]
    assert [opacity > 0 for _, opacity in squares(ax).values()] == [True, False, False, True]
    other = plt.figure().add_subplot()
    figures.arrays_to_scale(other, [("I", -0.0 * identity)], zeros=True)
    assert list(numbers_of(other).values()) == ["0"] * 4
    assert {text.get_color() for text in other.texts if text.get_text() == "0"} == {"black"}
    assert all(opacity > 0 for _, opacity in squares(other).values())


def test_the_shapes_of_an_equation_may_be_left_out(ax):
    figures.arrays_to_scale(ax, [("W", np.eye(2)), "=", ("x", np.ones(3))], shapes=False)
    assert not [text for text in texts(ax) if "," in text]


def test_a_long_number_does_not_touch_its_square(ax):
    figures.arrays_to_scale(ax, [("W", np.array([[-2.0, 3.25]]))], decimals=2)
    long, short = texts(ax)[f"{MINUS}2.00"], texts(ax)["3.25"]
    assert 12 <= long.get_fontsize() < short.get_fontsize()


def test_multiplication_table(ax):
    g, x = np.array([2.0, -1.0, 3.0]), np.array([4.0, -5.0])
    assert figures.multiplication_table(ax, g, x, lit=(1, 1)) is ax
    number = {text.get_position(): text.get_text().replace(MINUS, "-") for text in ax.texts}
    written, strong = {}, []
    for patch in ax.patches:
        (left, low), shade = patch.get_xy(), patch.get_facecolor()[3]
        written[left, low] = float(number[left + 0.5, low + 0.5])
        strong += [written[left, low]] if shade > 0.3 else []
        assert same_color(patch.get_edgecolor(), FORWARD if low > 1 else GRADIENT)  # x above, g and the products below
    for k in range(3):
        for l in range(2):
            assert written[l, -k] == g[k] * x[l]
            assert written[l, 1.4] == x[l]  # above its column
        assert written[-1.4, -k] == g[k]  # at the left of its row
    assert len(written) == 6 + 3 + 2
    assert sorted(strong) == sorted([-1, -5, 5])  # the product and its two factors
    shades = {(left, low): shade for left, low, shade in ((*p.get_xy(), p.get_facecolor()[3]) for p in ax.patches)}
    assert shades[0, 0] == shades[1, 0] == shades[0, -2] == shades[1, -2] < 0.15
    assert 0.2 < shades[0, -1] < shades[1, -1] - 0.2  # the row of the lit product, and the product
    assert rf"({MINUS}1) $\cdot$ ({MINUS}5) = 5" in texts(ax)
    names = {"$g$": GRADIENT, r"$x^\top$": FORWARD, r"$\partial L\,/\,\partial W$": GRADIENT}
    shapes = {"(3, 1)": MUTED, "(1, 2)": MUTED, "(3, 2)": MUTED}  # g stands, x lies
    at = {text: texts(ax)[text].get_position() for text in names | shapes}
    assert {text: texts(ax)[text].get_color() for text in at} == names | shapes
    assert at["$g$"][0] == at["(3, 1)"][0] == -0.9  # above and below the middle of its column
    assert 1 < at["$g$"][1] < 1.4
    assert at["(3, 1)"][1] < -2
    assert 2 < at[r"$x^\top$"][0] < at["(1, 2)"][0]  # beside its row
    assert at[r"$x^\top$"][1] == at["(1, 2)"][1] == 1.9
    assert at[r"$\partial L\,/\,\partial W$"][0] == at["(3, 2)"][0] == 1  # below the middle of the products
    assert -2 > at[r"$\partial L\,/\,\partial W$"][1] > at["(3, 2)"][1]
    assert all(inside(ax, *place) for place in at.values())
    other = figures.multiplication_table(plt.figure().add_subplot(), g, x, (0, 0), names=("G", "X", "S"))
    assert {"G", "X", "S"} <= set(texts(other))
    nameless = texts(figures.multiplication_table(plt.figure().add_subplot(), g, x, (0, 0), names=("g", "x", "")))
    assert nameless["(3, 2)"].get_position()[1] == nameless["(3, 1)"].get_position()[1]


def test_rows_of_an_equation_stand_out(ax):
    figures.arrays_to_scale(ax, [("A", np.ones((3, 2)), GRADIENT, [1]), "=", ("b", np.ones(2), FORWARD, [0, 1])])
    strong = [patch for patch in ax.patches if patch.get_facecolor()[3] > 0.4]
    assert len(ax.patches) == 8
    assert len(strong) == 4
    assert len({patch.get_y() for patch in strong[:2]}) == 1  # one row of A
    assert strong[0].get_y() == pytest.approx(-0.5)  # the middle one
    plain = figures.arrays_to_scale(plt.figure().add_subplot(), [("A", np.ones((3, 2)), GRADIENT)])
    assert max(patch.get_facecolor()[3] for patch in plain.patches) < 0.4


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


# ------------------------------------------------------------------------------------------------ what people bring


def test_an_error_while_a_slider_moves_is_shown_and_leaves_no_figure(ax, displayed):
    plt.close("all")

    def draw(axes, w):
        if w > 1.1:
            raise ValueError("w is too large")
        axes.plot([w])

    figures.sliders(draw, w=(0, 2, 1, 0.1))
    (((panel,), _),) = displayed
    slider, output = panel.children
    slider.value = 1.2
    (shown,) = output.outputs
    assert shown["output_type"] == "error"
    assert (shown["ename"], shown["evalue"]) == ("ValueError", "w is too large")
    assert "w is too large" in shown["traceback"][-1]
    assert any("in draw" in line for line in shown["traceback"])  # where
    assert plt.get_fignums() == []
    slider.value = 0.5
    assert output.outputs[0]["data"]["text/plain"] == "w = 0.5"  # and on it goes


def test_axes_of_equal_units_keep_their_place_not_their_shape(displayed):
    """Where both axes have one unit, the box of the first picture is not that of the others."""
    shapes = []

    def draw(axes, w):
        axes.set(aspect="equal", xlim=(0, w), ylim=(0, 1))
        shapes.append(axes)

    figures.sliders(draw, figsize=(8, 4), w=(1, 4, 1, 1))
    (((panel,), _),) = displayed
    panel.children[0].value = 4
    narrow, wide = (axes.get_position() for axes in shapes)
    assert wide.width > 1.5 * narrow.width
    assert shapes[0].get_position(original=True).bounds == shapes[1].get_position(original=True).bounds


def test_a_shown_figure_that_nobody_holds_is_gone_with_the_next(displayed):
    """It is a web of cycles, which Python finds late."""
    fig, axes = plt.subplots(figsize=(1, 1))
    gone = weakref.ref(fig)
    gc.disable()
    try:
        figures.show(fig, "One.")
        del fig, axes
        figures.show(plt.figure(figsize=(1, 1)), "Two.")
        assert gone() is None
    finally:
        gc.enable()


def pixels_that_are_kept():
    return [thing.width * thing.height for thing in gc.get_objects() if isinstance(thing, RendererAgg)]


def test_a_picture_keeps_no_pixels_and_can_be_drawn_again():
    """Names in a notebook keep its figures, and the texts of a figure keep what has drawn them."""
    gc.collect()
    before = sorted(pixels_that_are_kept())
    fig, axes = plt.subplots(figsize=(4, 3))
    axes.set_title("$x$")
    first, _ = figures.picture(fig, "One.")
    assert sorted(pixels_that_are_kept()) == sorted([*before, 1])
    again, _ = figures.picture(fig, "One.")
    assert again == first
    fig.canvas.draw()
    assert min(fig.canvas.buffer_rgba().shape[:2]) > 100


def test_large_numbers_have_no_digits_behind_the_point():
    assert [figures._decimals(number) for number in (1e6, 1e9, 20, 0.25, 1e-7)] == [0, 0, 0, 2, 7]


def test_an_error_in_the_first_picture_of_a_slider_is_the_cells(ax, displayed):
    plt.close("all")
    with pytest.raises(ZeroDivisionError):
        figures.sliders(lambda axes, w: 1 / w, w=(0, 2, 0, 0.1))
    assert plt.get_fignums() == []
    assert displayed == []


def test_a_slider_that_draws_elsewhere_is_told(ax, displayed):
    plt.close("all")
    kept = plt.figure()
    with pytest.raises(ValueError, match="^draw makes a figure of its own: let it draw on the axes"):
        figures.sliders(lambda axes, w: plt.figure(), w=(0, 2, 0, 0.1))
    assert plt.get_fignums() == [kept.number]


def test_a_picture_that_cannot_be_drawn_is_closed(ax):
    fig, axes = plt.subplots()
    axes.set_title(r"$\nothing$")
    with pytest.raises(ValueError, match="nothing"):
        figures.picture(fig, "Nothing.")
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize(
    ("low", "step", "digits"),
    [(0, 1e-4, 4), (0, 1e-5, 5), (0.0, 2.5e-7, 8), (-0.125, 0.5, 3), (1e-3, 1.0, 3), (0, 1e5, 0), (0, 1 / 3, 6)],
)
def test_a_slider_shows_as_many_digits_as_it_needs(ax, displayed, low, step, digits):
    figures.sliders(lambda axes, w: None, w=(low, low + 10 * step, low, step))
    (((panel,), _),) = displayed
    assert panel.children[0].readout_format == f".{digits}f"


RANGES = [
    ((0, 1), "w has shape (2,): give four numbers, (low, high, start, step)"),
    ((0, 1e-3, 1e-4), "w has shape (3,): give four numbers, (low, high, start, step)"),
    (5, "w has shape (): give four numbers, (low, high, start, step)"),
    ((0, 1, None, 0.1), "w holds NoneType: give real numbers, for example dtype float64"),
    ((0, np.inf, 0, 1), "w is inf at index 1: give finite numbers"),
    ((1, 0, 0, 0.1), "w runs from 1 to 0: give the lower end first"),
    ((1, 1, 1, 0.1), "w runs from 1 to 1: give the lower end first"),
    ((0, 1, 0, 0), "w has steps of 0: give a number above 0, up to 1"),
    ((0, 1, 0, -0.1), "w has steps of -0.1: give a number above 0, up to 1"),
    ((0, 1, 0, 2), "w has steps of 2: give a number above 0, up to 1"),
    ((0, 1, 1.5, 0.1), "w starts at 1.5: give a number from 0 to 1"),
    ((0, 1, -0.5, 0.1), "w starts at -0.5: give a number from 0 to 1"),
    ((0, 1, 0.55, 0.1), "w starts at 0.55: give 0 plus a whole number of steps of 0.1"),
    ((0, 1, 0.5000001, 0.5), "w starts at 0.5000001: give 0 plus a whole number of steps of 0.5"),
    ((0, 1.00000001e150, 0, 1e150), "w holds 1.00000001e+150: to be drawn, give numbers up to 1e+150"),
    ((-4, -1, -2, 5), "w has steps of 5: give a number above 0, up to 3"),
    ((0, 0.1, 0, 0.1 + 0.2), "w has steps of 0.3: give a number above 0, up to 0.1"),
    ((-10_000, 1, 0, 1), "w has steps of 1: give larger ones, no more than 10000 of them"),
    ((0, 1, 0, (0.1 + 0.2) / 1e5), "w has steps of 3e-06: give larger ones, no more than 10000 of them"),
    ((0, 1, 0.45, 0.1 + 0.2), "w starts at 0.45: give 0 plus a whole number of steps of 0.3"),
    ((0, 1, 0.1 * 12, 0.1), "w starts at 1.2: give a number from 0 to 1"),
    ((0, 1e-3, 1.5e-9, 1e-9 * 1e3), "w starts at 1.5e-09: give 0 plus a whole number of steps of 1e-06"),
]


@pytest.mark.parametrize("numbers", [(-4, -1, -2, 1), (-4, -1, -1, 3), (0, 10_000, 0, 1), (0, 1, 1, 0.1)])
def test_a_slider_may_reach_its_ends(ax, displayed, numbers):
    figures.sliders(lambda axes, w: None, w=numbers)
    assert len(displayed) == 1


@pytest.mark.parametrize(
    ("ranges", "title"),
    [
        ({"w1": (-2, 2, 0.5, 0.1), "b": (0, 1, 0.25, 0.25)}, r"$w_{1}$ = 0.5,   $b$ = 0.25"),
        ({"y_hat": (0.25, 3, 0.75, 0.5)}, r"$\hat{y}$ = 0.75"),
        ({"w12": (0, 8, 4, 4)}, "$w_{12}$ = 4"),
        ({"steps_back": (0, 3, 1, 1)}, "steps back = 1"),
        ({"rate": (0, 3, 0.5, 0.5)}, "rate = 0.5"),
        ({"w_1": (0, 1, 0, 1)}, "w_1 = 0"),
    ],
)
def test_the_names_and_values_of_sliders_stand_above_their_picture(ax, displayed, monkeypatch, ranges, title):
    titles, drawn = [], figures.picture
    monkeypatch.setattr(figures, "picture", lambda fig, *a: (titles.append(fig.get_suptitle()), drawn(fig, *a))[1])
    figures.sliders(lambda axes, **values: None, **ranges)
    assert titles == [title]


@pytest.mark.parametrize(("numbers", "message"), RANGES)
def test_a_slider_says_what_is_wrong_with_its_range(ax, displayed, numbers, message):
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        figures.sliders(lambda axes, w: None, w=numbers)


def sliders(draw=lambda axes, w: None, w=(0, 1, 0, 1), **options):
    return figures.sliders(draw, w=w, **options)


def graph(ax, node=(0, 0, "$x$"), wire=("x", "x", "1", "2"), **options):
    return figures.computational_graph(ax, {"x": node}, [wire], **options)


AXES = "give axes, for example those of fig, ax = plt.subplots()"
POINTS, LABELS, RNG = np.eye(2), [0, 1], np.random.default_rng(0)
MESSAGES = [
    (lambda ax: figures.show(ax, "A."), "fig is Axes: give a figure, for example that of fig, ax = plt.subplots()"),
    (lambda ax: figures.show(ax.figure, " "), "alt is empty: say in a sentence what the picture shows"),
    (lambda ax: figures.show(ax.figure, None), "alt is None: give a text"),
    (
        lambda ax: figures.picture(None, "A."),
        "fig is None: give a figure, for example that of fig, ax = plt.subplots()",
    ),
    (lambda ax: figures.picture(ax.figure, 3), "alt is int: give a text"),
    (lambda ax: sliders(draw=3), "draw is int: give a function"),
    (
        lambda ax: sliders(draw=lambda axes: None),
        "draw takes (axes), but is called as draw(axes, w=...): let it take that",
    ),
    (lambda ax: sliders(rows=0), "rows is 0: give at least 1"),
    (lambda ax: sliders(columns=1.5), "columns is float: give a whole number of at least 1"),
    (lambda ax: sliders(figsize=5), "figsize has shape (): give two numbers, (width, height)"),
    (lambda ax: sliders(figsize=(5, -1)), "figsize is -1.0: give a finite number above 0"),
    (
        lambda ax: figures.sliders(lambda axes: None),
        "ranges is empty: give at least one, for example w=(-4, 4, 3, 0.1)",
    ),
    (lambda ax: figures.tangent(ax.figure, 0, 0, 0, 1), f"ax is Figure: {AXES}"),
    (lambda ax: figures.tangent(np.array([ax, ax]), 0, 0, 0, 1), f"ax is ndarray: {AXES}"),
    (lambda ax: figures.tangent(ax, [1, 2], 0, 0, 1), "x is a list (int, int): give one number"),
    (lambda ax: figures.tangent(ax, 0, np.ones(2), 0, 1), "y has shape (2,): give one number"),
    (lambda ax: figures.tangent(ax, 0, 0, np.nan, 1), "slope is nan: give finite numbers"),
    (lambda ax: figures.tangent(ax, 0, 0, 0, 0), "reach is 0: give a finite number above 0"),
    (lambda ax: figures.tangent(ax, 0, 0, 0, 1, label=3), "label is int: give a text"),
    (
        lambda ax: figures.computational_graph(ax, [], []),
        'nodes is list: give a dictionary, such as {"x": (0, 0, "$x$")}',
    ),
    (lambda ax: figures.computational_graph(ax, {}, []), "nodes is empty: give at least one"),
    (
        lambda ax: figures.computational_graph(ax, {"x": (0, 0, "x")}, "xx"),
        "wires is 'xx': give a list of (start, end, value, gradient)",
    ),
    (lambda ax: graph(ax, node=(0, 0)), "node 'x' is tuple: give (x, y, text)"),
    (lambda ax: graph(ax, node=("a", 0, "x")), "x of node 'x' is text: give real numbers, for example dtype float64"),
    (
        lambda ax: graph(ax, node=(0, None, "x")),
        "y of node 'x' is NoneType: give real numbers, for example dtype float64",
    ),
    (lambda ax: graph(ax, node=(0, 0, 7)), "the text of node 'x' is int: give a text"),
    (lambda ax: graph(ax, wire=("x", "x", "1")), "wires holds tuple: give (start, end, value, gradient)"),
    (lambda ax: graph(ax, wire=("x", "z", "1", "2")), "wires holds the end 'z': give some of x"),
    (
        lambda ax: figures.computational_graph(ax, {"x": (0, 0, "x"), "y": (1, 0, "y")}, [("x", "z", "1", "2")]),
        "wires holds the end 'z': give some of x, y",
    ),
    (lambda ax: graph(ax, wire=(["x"], "x", "1", "2")), "wires holds the end list: give some of x"),
    (lambda ax: graph(ax, wire=("x", "x", 1, "2")), "a text of the wire from 'x' to 'x' is int: give a text"),
    (lambda ax: figures.routes(ax, "x", [1], [2], result=3), "result is int: give a text"),
    (
        lambda ax: figures.routes(ax, "x", [1], [2], heads="ab"),
        "heads is 'ab': give two texts, for slopes and upstream",
    ),
    (lambda ax: figures.routes(ax, "x", [1], [2], heads=("a", 1)), "a text of heads is int: give a text"),
    (lambda ax: figures.arrays_to_scale(ax, [("W", 1)], shapes="no"), "shapes is 'no': give True or False"),
    (lambda ax: graph(ax, above=1), "above is int: give a text"),
    (
        lambda ax: figures.graph_of_one_sample(ax, 1, "w", 1, 1, 0, 1),
        "w2 is text: give real numbers, for example dtype float64",
    ),
    (lambda ax: figures.graph_of_one_sample(ax, 1, 1, 1, 1, 0, 2), "y holds 2.0: a label lies between 0 and 1"),
    (lambda ax: figures.graph_of_one_sample(ax, 1e200, 1, 1e200, 1, 0, 1), "z is inf: give finite numbers"),
    (lambda ax: figures.loss_surface(ax, 3, (0, 1), (0, 1)), "loss is int: give a function"),
    (lambda ax: figures.loss_surface(ax, np.sum, 1, (0, 1)), "across has shape (): give two numbers, (low, high)"),
    (
        lambda ax: figures.loss_surface(ax, np.sum, (0, 1), (0, 1, 2)),
        "up has shape (3,): give two numbers, (low, high)",
    ),
    (lambda ax: figures.loss_surface(ax, np.sum, (0, 1), (0, 1), points=1), "points is 1: give at least 2"),
    (
        lambda ax: figures.loss_surface(ax, lambda w: w, (0, 1), (0, 1)),
        "the value of loss has shape (2,): let loss return one number",
    ),
    (
        lambda ax: figures.loss_surface(ax, lambda w: RNG.random(), (0, 1), (0, 1)),
        "loss gives two values for one input, ",
    ),
    (lambda ax: figures.descent_path(ax, [1, 2]), "path has shape (2,): give (N, 2), two numbers for each point"),
    (
        lambda ax: figures.labelled_points(ax, [1, 2], LABELS),
        "x has shape (2,): give (N, 2), two numbers for each point",
    ),
    (lambda ax: figures.labelled_points(ax, POINTS, [1, 2]), "y holds 2: give 0 or 1 for each point"),
    (lambda ax: figures.labelled_points(ax, POINTS, [0.5, 1]), "y holds 0.5: give 0 or 1 for each point"),
    (
        lambda ax: figures.labelled_points(ax, POINTS, ["yes", "no"]),
        "y holds text: give real numbers, for example dtype float64",
    ),
    (
        lambda ax: figures.labelled_points(ax, POINTS, [[0, 1]]),
        "y has shape (1, 2), x has shape (2, 2): give one label for each point",
    ),
    (
        lambda ax: figures.labelled_points(ax, POINTS, LABELS, names="ab"),
        "names is 'ab': give two texts, for y = 0 and for y = 1",
    ),
    (lambda ax: figures.labelled_points(ax, POINTS, LABELS, size=0), "size is 0: give a finite number above 0"),
    (
        lambda ax: figures.labelled_points(ax, POINTS, LABELS, size=1e200),
        "size holds 1e+200: to be drawn, give numbers up to 1e+150",
    ),
    (lambda ax: figures.labelled_points(ax, POINTS, LABELS, names=("a", 1)), "a text of names is int: give a text"),
    (lambda ax: figures.decision_boundary(ax, 0.5), "probability is float: give a function"),
    (
        lambda ax: figures.decision_boundary(ax, lambda p: None),
        "the value of probability is NoneType: give real numbers, for example dtype float64",
    ),
    (
        lambda ax: figures.decision_boundary(ax, lambda p: p[:, 0] * 2),
        "the value of probability holds 1.01: a probability lies between 0 and 1",
    ),
    (
        lambda ax: figures.decision_boundary(ax, lambda p: p, points=3),
        "the value of probability has shape (9, 2) for 9 points: give one for each",
    ),
    (lambda ax: figures.decision_boundary(ax, np.sum, points=1), "points is 1: give at least 2"),
    (lambda ax: figures.probability_map(ax, "yes"), "probability is 'yes': give a function"),
    (
        lambda ax: figures.probability_map(ax, lambda p: p[:, 0] - 1),
        "the value of probability holds -1.0: a probability lies between 0 and 1",
    ),
    (
        lambda ax: figures.probability_map(ax, lambda p: p[:, None], points=2),
        "the value of probability has shape (4, 1, 2) for 4 points: give one for each",
    ),
    (lambda ax: figures.probability_map(ax, np.sum, points=0), "points is 0: give at least 2"),
    (
        lambda ax: figures.arrays_to_scale(ax, "z = W x"),
        'terms is \'z = W x\': give a list of texts and arrays, such as [("z", z), "=", ("W", W)]',
    ),
    (lambda ax: figures.arrays_to_scale(ax, ["="]), "terms has no array: give at least one, as (name, array)"),
    (
        lambda ax: figures.arrays_to_scale(ax, [np.ones(2)]),
        "terms holds ndarray: give a text or (name, array, color, rows), the last two if wanted",
    ),
    (lambda ax: figures.arrays_to_scale(ax, [(1, np.ones(2))]), "a name of terms is int: give a text"),
    (
        lambda ax: figures.arrays_to_scale(ax, [("W", ["a"])]),
        "W holds text: give real numbers, for example dtype float64",
    ),
    (
        lambda ax: figures.arrays_to_scale(ax, [("W", np.ones((1, 1, 1)))]),
        "W has shape (1, 1, 1): give a number, a vector or a matrix",
    ),
    (
        lambda ax: figures.arrays_to_scale(ax, [("W", 1, "blau")]),
        "the color of W is 'blau': give one that Matplotlib knows",
    ),
    (lambda ax: figures.arrays_to_scale(ax, [("W", 1)], decimals=-1), "decimals is -1: give at least 0"),
    (
        lambda ax: figures.hinge_lines(ax, [[1, 2]], [1], weights=[1, 2]),
        "weights has 2 numbers, W1 has shape (1, 2): give one for each unit",
    ),
    (lambda ax: figures.hinge_lines(ax, [[1, 2]], [1], weights=[[1]]), "weights has shape (1, 1): give a vector"),
    (lambda ax: units(ax, (1, 0), ["a", "b"]), "names is list: give a list of 1 texts, one for each strong wire"),
    (lambda ax: units(ax, (1, 0), [3]), "a text of names is int: give a text"),
    (lambda ax: units(ax, None, ["a"]), "names is for the wires into lit: give lit, too"),
    (lambda ax: figures.hinge_lines(ax, [1, 2], [1]), "W1 has shape (2,): give (N, 2), two numbers for each point"),
    (lambda ax: network(ax, "in"), "columns is 'in': give a list of (title, texts), one for each layer"),
    (lambda ax: network(ax, []), "columns is list: give a list of (title, texts), one for each layer"),
    (lambda ax: network(ax, ["in"]), "columns holds 'in': give (title, texts), the texts as a list"),
    (lambda ax: network(ax, [("in", "x")]), "columns holds tuple: give (title, texts), the texts as a list"),
    (lambda ax: network(ax, [("in", ["x"], 1)]), "columns holds tuple: give (title, texts), the texts as a list"),
    (lambda ax: network(ax, [(1, ["x"])]), "a text of columns is int: give a text"),
    (lambda ax: network(ax, [("in", ["x", 1])]), "a text of columns is int: give a text"),
    (lambda ax: network(ax, [("", [])]), "columns holds a layer without units: give it at least one text"),
    (lambda ax: network(ax, [("in", [])]), "columns holds a layer without units: give it at least one text"),
    (lambda ax: units(ax, 1), "lit has shape (): give two numbers, (column, unit)"),
    (
        lambda ax: figures.routes(ax, "$x$", [1, 2], [1]),
        "slopes has 2 numbers, upstream has 1: give one of each for a route",
    ),
    (
        lambda ax: figures.routes(ax, "$x$", [1, 2], [1, 2], names=["u"]),
        "names is list: give a list of 2 texts, one for each route",
    ),
    (
        lambda ax: figures.routes(ax, "$x$", [1, 2], [1, 2], heads=["u"]),
        "heads is list: give two texts, for slopes and upstream",
    ),
    (lambda ax: surface(ax, minimum=1), "minimum has shape (): give two numbers, (w[0], w[1])"),
    (
        lambda ax: surface(ax, levels=[1, 2, 1.5]),
        "levels has to rise from each number to the next: give at least one, the lowest first",
    ),
    (
        lambda ax: surface(ax, levels=[]),
        "levels is empty, it has shape (0,): give at least one sample with one number",
    ),
    *(
        (
            lambda ax, shape=shape: surface(ax, np.ones(shape)),
            f"loss has shape {shape}: give a row for each w[1] and a column for each w[0]",
        )
        for shape in ((4,), (1, 3), (3, 1), (2, 2001), (2001, 2))
    ),
    (
        lambda ax: surface(ax, [[1e200, 1], [1, 2]]),
        "the value of loss holds 1e+200: to be drawn, give numbers up to 1e+150",
    ),
    (lambda ax: surface(ax, lambda: 0), "loss takes (), but is called as loss(w): let it take that"),
    (lambda ax: figures.descent_path(ax, POINTS, numbered=-1), "numbered is -1: give at least 0"),
    (
        lambda ax: figures.labelled_points(ax, [[0, 0], [1, 1], [2, 2]], [0, 2, 3]),
        "y holds 2: give 0 or 1 for each point",
    ),
    (
        lambda ax: figures.decision_boundary(ax, lambda: 0),
        "probability takes (), but is called as probability(points): let it take that",
    ),
    (
        lambda ax: figures.decision_boundary(ax, lambda p: np.full(max(len(p), 2), 0.5), points=3),
        "the value of probability has shape (2,): give one for each point",
    ),
    (lambda ax: products(ax, 1), "lit has shape (): give two numbers, (row, column)"),
    (
        lambda ax: figures.arrays_to_scale(ax, [("W", np.ones((2, 3)), "red", 1)]),
        "the rows of W are int: give a list of those that stand out, such as [0]",
    ),
    (
        lambda ax: figures.arrays_to_scale(ax, [("c", 3.0, "red", [1])]),
        "a row of c that stands out is 1: give a whole number from 0 to 0",
    ),
    (lambda ax: sliders(rows=21), "rows is too large: give at most 20"),
    # a unit, a row or a step that is not there
    (lambda ax: units(ax, (0, 0)), "the column of lit is 0: give a whole number from 1 to 1"),
    (lambda ax: units(ax, (2, 0)), "the column of lit is 2: give a whole number from 1 to 1"),
    (lambda ax: units(ax, (1, 3)), "the unit of lit is 3: give a whole number from 0 to 2"),
    (lambda ax: units(ax, (1, -1)), "the unit of lit is -1: give a whole number from 0 to 2"),
    (lambda ax: units(ax, (1, 0.5)), "the unit of lit is 0.5: give a whole number from 0 to 2"),
    (lambda ax: products(ax, (0.5, 0)), "the row of lit is 0.5: give a whole number from 0 to 1"),
    (lambda ax: products(ax, (-0.5, 0)), "the row of lit is -0.5: give a whole number from 0 to 1"),
    (lambda ax: products(ax, (2, 0)), "the row of lit is 2: give a whole number from 0 to 1"),
    (lambda ax: products(ax, (1, 3)), "the column of lit is 3: give a whole number from 0 to 2"),
    (lambda ax: products(ax, (1, 1e300)), "the column of lit is 1e+300: give a whole number from 0 to 2"),
    (lambda ax: products(ax, (1, 1), "abc"), "names is 'abc': give three texts"),
    (lambda ax: steps_back(ax, 2.5), "steps_back is 2.5: give a whole number from 0 to 5"),
    (lambda ax: steps_back(ax, -1), "steps_back is -1: give a whole number from 0 to 5"),
    (lambda ax: steps_back(ax, 6), "steps_back is 6: give a whole number from 0 to 5"),
    (lambda ax: strong(ax, [2]), "a row of W that stands out is 2: give a whole number from 0 to 1"),
    (lambda ax: strong(ax, [-1]), "a row of W that stands out is -1: give a whole number from 0 to 1"),
    (lambda ax: strong(ax, [0.5]), "a row of W that stands out is 0.5: give a whole number from 0 to 1"),
    (lambda ax: strong(ax, ["a"]), "a row of W that stands out is text: give real numbers, for example dtype float64"),
    (lambda ax: strong(ax, [np.ones(2)]), "a row of W that stands out has shape (2,): give one number"),
    # more than can be drawn
    (lambda ax: figures.arrays_to_scale(ax, [("W", 1)], decimals=18), "decimals is too large: give at most 17"),
    (lambda ax: figures.decision_boundary(ax, np.sum, points=2001), "points is too large: give at most 2000"),
    (lambda ax: figures.loss_surface(ax, np.sum, (0, 1), (0, 1), 2001), "points is too large: give at most 2000"),
    (lambda ax: figures.loss_surface(ax, np.sum, (1, 0), (0, 1)), "across runs from 1 to 0: give the lower end first"),
    (lambda ax: figures.loss_surface(ax, np.sum, (0, 1), (1, 1)), "up runs from 1 to 1: give the lower end first"),
    (
        lambda ax: figures.loss_surface(ax, np.sum, (0, 1e151), (0, 1)),
        "across holds 1e+151: to be drawn, give numbers up to 1e+150",
    ),
    (
        lambda ax: figures.loss_surface(ax, lambda w: -1e200, (0, 1), (0, 1)),
        "the value of loss holds 1e+200: to be drawn, give numbers up to 1e+150",
    ),
    (
        lambda ax: figures.loss_surface(ax, np.sum, (0, 1), (0, 1), 2, (1e200, 0)),
        "minimum holds 1e+200: to be drawn, give numbers up to 1e+150",
    ),
    (
        lambda ax: figures.descent_path(ax, [[0, 0], [-1e151, 0]]),
        "path holds 1e+151: to be drawn, give numbers up to 1e+150",
    ),
    (
        lambda ax: figures.labelled_points(ax, [[0, 1e151], [0, 0]], LABELS),
        "x holds 1e+151: to be drawn, give numbers up to 1e+150",
    ),
    (lambda ax: figures.tangent(ax, 1, 1e200, 1, 1), "y holds 1e+200: to be drawn, give numbers up to 1e+150"),
    (lambda ax: figures.tangent(ax, 1, 1, 1, 1e200), "reach holds 1e+200: to be drawn, give numbers up to 1e+150"),
    (lambda ax: graph(ax, node=(1e200, 0, "x")), "x of node 'x' holds 1e+200: to be drawn, give numbers up to 1e+150"),
    # axes on which a straight line is none, or would not be seen
    (
        lambda ax: (ax.set_yscale("log"), figures.tangent(ax, 1, 1, 1, 1)),
        "ax is Axes with the scales linear and log: give axes, for example those of fig, ax = plt.subplots()",
    ),
    (
        lambda ax: figures.descent_path(plt.figure().add_subplot(projection="polar"), [[0, 0], [1, 1]]),
        "ax is PolarAxes with the scales linear and linear: give axes, for example those of fig, ax = plt.subplots()",
    ),
    (
        lambda ax: (ax.remove(), figures.tangent(ax, 1, 1, 1, 1)),
        f"ax was removed from its figure, and would not be seen: {AXES}",
    ),
    # functions that only promise a value
    (
        lambda ax: figures.decision_boundary(ax, promised),
        "probability is a generator or async, and would do nothing when it is called: let it return",
    ),
    (
        lambda ax: figures.sliders(promised, w=(0, 1, 0, 0.5)),
        "draw is a generator or async, and would do nothing when it is called: let it return",
    ),
    # sliders and pictures
    (
        lambda ax: figures.sliders(lambda ax, rows: None, rows=(0, 1, 0, 1)),
        "rows is tuple: give a whole number of at least 1",
    ),
    (lambda ax: slider(columns=21), "columns is too large: give at most 20"),
    (lambda ax: slider(w=(0, 1, 0, 1e-5)), "w has steps of 1e-05: give larger ones, no more than 10000 of them"),
    (lambda ax: slider(w=(-1e308, 1e308, 0, 1e305)), "w holds 1e+308: to be drawn, give numbers up to 1e+150"),
    (
        lambda ax: figures.picture(plt.figure(figsize=(200, 1)), "a"),
        "fig is 200 by 1 inches: give it a figsize from 0.1 to 100",
    ),
    (
        lambda ax: figures.picture(plt.figure(figsize=(1, 0.01)), "a"),
        "fig is 1 by 0.01 inches: give it a figsize from 0.1 to 100",
    ),
    (
        lambda ax: (ax.set_title(r"$\frac$"), figures.picture(ax.figure, "a")),
        "fig cannot be drawn: ",
    ),
    (lambda ax: figures.picture(ax.figure, "a", 0.09999), "sharpness is 0.09999: give a number from 0.1 to 10"),
    (lambda ax: figures.picture(ax.figure, "a", 10.1 + 0.2), "sharpness is 10.3: give a number from 0.1 to 10"),
    (
        lambda ax: (ax.set(xlim=(0, 1e300), ylim=(0, 1)), figures.tangent(ax, *LINE)),
        "ax has the limits (0, 1e+300) and (0, 1): give some up to 1e+150",
    ),
    (
        lambda ax: figures.tangent(ax.figure.add_axes((0.1, 0.1, 0.0, 0.5)), *LINE),
        f"ax has no width or no height, and would not be seen: {AXES}",
    ),
    (
        lambda ax: figures.tangent(ax.figure.add_axes((0.1, 0.1, 0.5, 0.0)), *LINE),
        f"ax has no width or no height, and would not be seen: {AXES}",
    ),
    (lambda ax: graph(ax, local=["x"]), 'local is list: give a dictionary, such as {"x": "copies"}'),
    (lambda ax: graph(ax, lit="x"), "lit is 'x': give a list of names, such as [\"x\"]"),
    (lambda ax: graph(ax, local={"x": 3}), "the text of local at 'x' is int: give a text"),
    (
        lambda ax: figures.computational_graph(ax, {"x": (0, 0, "x"), "z": (1, 0, "z")}, [], local={"y": "adds"}),
        "local holds 'y': give some of x, z",
    ),
    (
        lambda ax: figures.computational_graph(ax, {"x": (0, 0, "x"), "z": (1, 0, "z")}, [], lit=["x", "y"]),
        "lit holds 'y': give some of x, z",
    ),
    (
        lambda ax: figures.computational_graph(ax, {"x": (0, 0, "x"), "z": (1, 0, "z")}, [("x", "z", "1", 2)]),
        "a text of the wire from 'x' to 'z' is int: give a text",
    ),
]
LINE = 0.5, 0.5, 1.0, 0.1  # x, y, slope, reach


def network(ax, columns):
    return figures.network_of_units(ax, columns)


def surface(ax, loss=lambda w: w @ w, **options):
    return figures.loss_surface(ax, loss, (0, 1), (0, 1), **options)


def units(ax, lit, names=None):
    return figures.network_of_units(ax, [("in", ["x"]), ("output", ["a", "b", "c"])], lit, names)


def products(ax, lit, names=("g", "x", "W")):
    return figures.multiplication_table(ax, [1.0, 2.0], [3.0, 4.0, 5.0], lit, names)


def steps_back(ax, steps):
    return figures.graph_of_one_sample(ax, 1, 1, 1, 1, 0, 1, steps_back=steps)


def strong(ax, rows):
    return figures.arrays_to_scale(ax, [("W", np.ones((2, 3)), "red", rows)])


def promised(points, w=0):
    yield points[:, 0]


def slider(**options):
    return figures.sliders(lambda ax, **values: None, **options)


@pytest.mark.parametrize(("call", "message"), MESSAGES, ids=[message for _, message in MESSAGES])
def test_a_drawing_says_what_it_cannot_draw(ax, displayed, call, message):
    end = "" if message.endswith(" ") else "$"  # what follows is Matplotlib's, or a random number
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}{end}"):
        call(ax)
    assert displayed == []


def test_only_whole_levels_between_the_ends_bear_their_value(ax):
    """... and only where there is a place for it, left of the lowest point."""
    figures.loss_surface(ax, np.array([[4.0, 0.0, 9.0], [5.0, 1.0, 10.0]]), (-1, 1), (0, 1), levels=[0.5, 1, 2, 4, 8])
    assert [text.get_text() for text in ax.texts] == ["1.0", "2.0"]
    ax.clear()
    figures.loss_surface(ax, [[4.0, 0.0, 9.0], [5.0, 1.0, 10.0]], (-1, 1), (0, 1), levels=[3])
    assert [text.get_text() for text in ax.texts] == ["3.0"]


@pytest.mark.parametrize("x", [0.0, 1.0])
def test_a_tangent_at_the_end_of_the_axis_keeps_its_length(ax, x):
    ax.set(xlim=(0, 1), ylim=(0, 1))
    figures.tangent(ax, x, 0.5, slope=0.0, reach=0.25)
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [x - 0.25, x + 0.25])


def test_axes_of_half_a_pixel_and_the_largest_numbers_are_drawn(ax):
    narrow = ax.figure.add_axes((0, 0, 0.5 / ax.figure.bbox.width, 1))
    assert 0 < narrow.get_window_extent().width < 1
    figures.descent_path(narrow, [[0, 0], [1, 1]])
    figures.descent_path(ax, [[0, 0], [figures.LARGEST, 1]])


def test_what_can_just_be_drawn_is_drawn(ax):
    surface(ax, np.arange(4000.0).reshape(2, 2000))
    ax.set(xlim=(0, 1e150), ylim=(0, 1))
    figures.tangent(ax, *LINE)
    figures.picture(plt.figure(figsize=(0.1, 0.1)), "a", 10)
    figures.picture(plt.figure(figsize=(100, 0.1)), "a", 0.1)


def test_a_drawing_keeps_its_name_and_what_it_says_of_itself():
    assert figures.tangent.__name__ == "tangent" and "``reach``" in figures.tangent.__doc__


def test_lists_and_columns_are_drawn_as_arrays_are(ax):
    for y in (LABELS, np.array(LABELS)[:, None], [False, True], np.array(LABELS, object)):
        figures.labelled_points(ax, POINTS.tolist(), y)
        circles, triangles = ax.collections[-2:]
        assert circles.get_offsets().tolist() == [[1, 0]]
        assert triangles.get_offsets().tolist() == [[0, 1]]
    figures.descent_path(ax, [[0, 1], [2, 3]])
    figures.hinge_lines(ax, W1.tolist(), B1.tolist())
    assert figures.graph_of_one_sample(ax, np.array([1.0]), 1, 1, 1, 0, np.array([[1]])) is ax


def test_a_loss_that_is_level_everywhere_has_no_contour_lines(ax):
    assert figures.loss_surface(ax, lambda w: 3.0, (0, 1), (0, 1), points=3) is ax
    assert not ax.collections


def test_what_a_loss_or_a_probability_does_to_its_points_is_lost(ax):
    def meddling(points):
        value = np.clip(np.array(points[..., 0]), 0, 1)
        points[...] = np.nan
        return value

    figures.loss_surface(ax, meddling, (0, 1), (0, 1), points=5)
    figures.decision_boundary(ax, meddling, points=5)
    figures.probability_map(ax, meddling, points=5)
    assert np.isfinite(ax.collections[-2].get_array()).all()
    for collection in ax.collections:
        assert all(np.isfinite(path.vertices).all() for path in collection.get_paths())


@pytest.mark.parametrize("size", [1e-12, 1.0, 3e7])
def test_the_last_digits_of_a_walk_are_not_drawn(ax, size):
    """They differ from computer to computer, and a pixel can hang on them."""

    def drawn(wobble):
        figures.loss_surface(ax, lambda w: size * (1 + wobble) * (w @ w), (-1, 1), (-1, 1), points=11)
        figures.descent_path(ax, size * (1 + wobble) * np.array([[0.1, 0.2], [1 / 3, 0.7]]))
        _, contours, arrows = ax.collections[-3:]
        ends = [line.get_xydata() for line in ax.lines[-2:]]
        steps = [arrows.XY, arrows.U, arrows.V]
        return [*ends, *steps, contours.levels, *(path.vertices for path in contours.get_paths())]

    for one, other in zip(drawn(0), drawn(4e-16), strict=True):
        assert_same(one, other)
    np.testing.assert_allclose(np.vstack(drawn(0)[:2]), size * np.array([[0.1, 0.2], [1 / 3, 0.7]]), rtol=1e-8)


def test_a_walk_that_stays_at_0_is_drawn(ax):
    figures.descent_path(ax, np.zeros((2, 2)))
    assert not ax.lines[0].get_xydata().any()


def test_a_whole_number_may_be_a_float_as_that_of_a_slider_is(ax):
    assert steps_back(ax, 3.0) is ax
    assert products(ax, np.array([1.0, 2.0])) is ax
    assert units(ax, (1.0, 2.0)) is ax
    assert strong(ax, [0.0, 1.0]) is ax


@pytest.mark.parametrize("name", ["function", "name", "self", "by_place", "θ", "_", "w_1", "a²"])
def test_a_slider_may_have_any_name(displayed, name):
    figures.sliders(lambda ax, **values: ax.plot([0, 1], [0, values[name]]), **{name: (0, 1, 0, 0.5)})
    assert name.replace("by_place", "by place") in repr(displayed[0])


def test_a_dollar_in_the_name_of_a_slider_is_a_dollar(displayed):
    assert figures._in_mathematics("a$b$") == r"a\$b\$"
    assert figures._in_mathematics("steps_back") == "steps back"


def test_the_name_of_a_slider_is_in_words(displayed):
    figures.sliders(lambda ax, steps_back, y_hat: None, steps_back=(0, 5, 0, 1), y_hat=(0, 1, 0, 0.5))
    (((panel,), _),) = displayed
    assert [slider.description for slider in panel.children[:2]] == ["steps back", "y_hat"]
    assert repr(panel) == "Run this cell to move: steps back from 0 to 5, y_hat from 0 to 1"


def test_the_hinge_of_the_smallest_weights_has_its_arrow(ax):
    figures.hinge_lines(ax, [[5e-324, -5e-324]], [0.0])
    (arrow,) = ax.texts
    foot, tip = ends_of_arrow(ax, arrow)
    assert np.isfinite([foot, tip]).all()
    assert not np.allclose(foot, tip)


def test_routes_whose_products_overflow(ax):
    with pytest.raises(OverflowError, match="^the sum of slopes times upstream overflows float64"):
        figures.routes(ax, "$x$", [1e308, 1e308], [10, -10])


def test_a_picture_that_stops_in_matplotlib_is_closed_and_told(monkeypatch):
    fig = plt.figure(figsize=(1, 1))
    monkeypatch.setattr(fig, "draw", lambda renderer: 1 / 0)  # as a style that needs LaTeX does, where there is none
    with pytest.raises(ValueError, match="^fig cannot be drawn: ZeroDivisionError, division by zero$"):
        figures.picture(fig, "Nothing.")
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("draw", [figures.decision_boundary, figures.probability_map])
def test_a_probability_that_draws_random_numbers_is_refused(ax, draw):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="^probability gives two values for one input, "):
        draw(ax, lambda points: rng.random(len(points)), points=5)
    rounded = lambda points: 0.3 + 1e-7 * len(points) * np.ones(len(points), np.float32)  # as a product of many rows
    draw(ax, rounded, points=5)
