"""The house style of the course's pictures, and the drawings. Each drawing takes an ``ax`` and returns it.

One colour means one thing everywhere, and never alone: a shape, a dash or a label says it too.
"""

import base64
import functools
import gc
import io
import itertools
import sys
import traceback
from decimal import ROUND_HALF_UP, Decimal

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke

# Every notebook imports this file first, and Python finds it even behind a stranger's package of the same name.
if not hasattr(sys.modules[__package__], "numerical_gradient"):
    raise ImportError(
        """another package called helpers is in the way. In a terminal, in the folder of the course, type

    .venv/bin/pip uninstall -y helpers gradients-by-hand
    .venv/bin/pip install -r requirements.txt

(on Windows .venv\\Scripts\\pip), then choose Kernel, Restart Kernel. See README.md, If something does not work."""
    )

from .arguments import (
    as_count,
    as_numbers,
    as_one_number,
    as_pairs,
    as_weight_and_bias,
    check_between_0_and_1,
    check_finite,
    check_positive,
    check_switch,
    check_text,
    is_a,
    is_list,
    kind,
    short,
    without_warnings,
)
from .functions import check_done, check_function, check_same_value
from .layers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits, Sigmoid

# Each is told apart from the others also with colour-blind eyes, and those that are written in are dark enough to read:
# tests/module/test_palette.py measures both.
FORWARD = "#0F4F9E"  # values, functions, the forward pass (blue, solid)
SECOND = "#1A7045"  # a second function beside the first (green, dashed)
GRADIENT = "#CC4A0A"  # slopes, derivatives, the backward pass (vermilion)
WRONG = "#6A2366"  # what is wrong (purple, dotted, crosses)
MUTED = "#6B6B6B"  # axes, helpers, remarks
CLASS_1 = "#1A93BE"  # samples with y = 1, and their side of a boundary (light blue triangles)
CLASS_0 = "#E09A1F"  # samples with y = 0, and their side of a boundary (amber circles)
SPECIES = {  # colour and mark of a penguin: what it is, whatever was asked about it
    "Adelie": ("#E05B8C", "D"),
    "Chinstrap": ("#341A70", "v"),
    "Gentoo": ("#9EA45A", "s"),
}

_STYLE = {
    "figure.figsize": (8.5, 4.2),
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "font.size": 14,
    "axes.titlesize": 15,
    "axes.labelsize": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": mpl.cycler(color=[FORWARD, SECOND, GRADIENT, WRONG]),
    "lines.linewidth": 2.5,
    "lines.markersize": 9,
    "legend.frameon": False,
    "legend.fontsize": 13,
    "mathtext.fontset": "dejavusans",
    "font.sans-serif": ["DejaVu Sans"],  # Matplotlib brings it along
}

PIXELS_PER_INCH = 100  # on the page
SHARPNESS = 1.6  # pixels in the file for each pixel on the page: projectors enlarge
QUICK = 1.25  # the same under a slider, whose picture has to follow the hand


def use_house_style():
    """Set Matplotlib's defaults to the style of the course. Call it once, in a notebook's first cell.

    It begins from Matplotlib's own defaults, whatever style a reader has set up: the pictures look the same everywhere.
    """
    mpl.rcdefaults()
    mpl.rcParams.update(_STYLE)


def show(fig, alt):
    """Show ``fig`` below the cell, with ``alt``: the sentence for a reader who cannot see it."""
    from IPython.display import display

    if not check_text(alt, "alt").strip():
        raise ValueError("alt is empty: say in a sentence what the picture shows")
    gc.collect()  # figures of which no name is left are webs of cycles: without this, they would wait for long
    bundle, metadata = picture(fig, alt)
    display(bundle, metadata=metadata, raw=True)


def sliders(draw, rows=1, columns=1, figsize=None, **ranges):
    """The picture that ``draw(ax, **values)`` makes, with a slider for each value.

    ``ranges``: ``name=(low, high, start, step)``, where some number of steps leads from ``low`` to ``start``: a
    slider can stand nowhere else. ``draw`` gets the axes of ``plt.subplots(rows, columns, figsize=figsize)``. Above
    the picture stand the values, or, where they mean something else (stop 10 is step 15), what ``draw`` has given to
    ``suptitle``. A slider moves its picture only in a running notebook; the file keeps a sentence instead, and the
    static figure above it shows the same thing.
    """
    import ipywidgets as widgets
    from IPython.display import display

    rows, columns = as_count(rows, "rows", at_most=20), as_count(columns, "columns", at_most=20)
    if figsize is not None:
        figsize = _as_two(figsize, "figsize", "(width, height)")
        check_positive(min(figsize), "figsize")
    check_function(draw, "draw", "axes", **ranges)
    ranges = {name: _as_range(numbers, name) for name, numbers in ranges.items()}
    if not ranges:
        raise TypeError("ranges is empty: give at least one, for example w=(-4, 4, 3, 0.1)")

    class Panel(widgets.VBox):
        def __repr__(self):
            spans = (f"{_in_words(name)} from {low:g} to {high:g}" for name, (low, high, _, _) in ranges.items())
            return f"Run this cell to move: {', '.join(spans)}"

    controls = {
        name: widgets.FloatSlider(
            value=start,
            min=low,
            max=high,
            step=step,
            description=_in_words(name),
            readout_format=f".{max(_decimals(low), _decimals(step))}f",
            layout=widgets.Layout(width="70%"),
            style={"description_width": "120px"},
        )
        for name, (low, high, start, step) in ranges.items()
    }
    output = widgets.Output()
    layout = []  # where the first picture has its title and its axes: they stay there, and nothing jumps under the hand

    def written(name):
        decimals = max(_decimals(ranges[name][0]), _decimals(ranges[name][3]))
        return _rounded(controls[name].value, decimals)

    def on_its_grid(name):  # a browser hands back 6.999999999999999 for 7, and int makes 6 of it
        low, _, _, step = ranges[name]
        return float(f"{low + round((controls[name].value - low) / step) * step:.12g}")

    def redraw(_=None):
        values = {name: on_its_grid(name) for name in controls}
        others = set(plt.get_fignums())
        try:
            fig, axes = plt.subplots(rows, columns, figsize=figsize)
            check_done(draw(axes, **values), "draw")
            if set(plt.get_fignums()) - others - {fig.number}:
                raise ValueError("draw makes a figure of its own: let it draw on the axes that it is given")
            title = ",   ".join(f"{_in_mathematics(name)} = {written(name)}" for name in values)
            heading = fig.suptitle(fig.get_suptitle() or title, fontsize=16)
            if len(fig.axes) == len(layout) - 1:  # never in the first picture
                fig.set_layout_engine("none")  # which takes nearly half of the time of a picture
                for thing, place in zip([heading, *fig.axes], layout, strict=True):
                    thing.set_position(place)
            data, metadata = picture(fig, ", ".join(f"{name} = {value:g}" for name, value in values.items()), QUICK)
            layout[:] = [heading.get_position(), *(ax.get_position(original=True) for ax in fig.axes)]
            output.outputs = ({"output_type": "display_data", "data": data, "metadata": metadata},)
        finally:
            for number in set(plt.get_fignums()) - others:
                plt.close(number)

    def moved(_):
        try:
            redraw()
        except Exception as error:  # in a callback, nobody would see it, and the old picture would stay
            lines = traceback.format_exception(type(error), error, error.__traceback__)
            name, text = type(error).__name__, str(error)
            output.outputs = ({"output_type": "error", "ename": name, "evalue": text, "traceback": lines},)

    for control in controls.values():
        control.observe(moved, names="value")
    redraw()
    display(Panel([*controls.values(), output]))


def _as_two(value, name, what):
    value = as_numbers(value, name)
    if value.shape != (2,):
        raise ValueError(f"{name} has shape {value.shape}: give two numbers, {what}")
    return tuple(value.tolist())


MOST_STEPS = 10_000  # of a slider: no hand sets it more finely


def _as_range(numbers, name):
    numbers = as_numbers(numbers, name)
    if numbers.shape != (4,):
        raise ValueError(f"{name} has shape {numbers.shape}: give four numbers, (low, high, start, step)")
    low, high, start, step = _check_drawable(numbers, name).tolist()
    if low >= high:
        raise ValueError(f"{name} runs from {low:g} to {high:g}: give the lower end first")
    if not 0 < step <= high - low:
        raise ValueError(f"{name} has steps of {step:g}: give a number above 0, up to {high - low:g}")
    if high - low > MOST_STEPS * step:
        raise ValueError(f"{name} has steps of {step:g}: give larger ones, no more than {MOST_STEPS} of them")
    steps = (start - low) / step
    if not np.isclose(low + round(steps) * step, start, rtol=1e-14, atol=1e-9 * step):
        raise ValueError(f"{name} starts at {start}: give {low:g} plus a whole number of steps of {step:g}")
    if not low <= start <= high:
        raise ValueError(f"{name} starts at {start:g}: give a number from {low:g} to {high:g}")
    return low, high, start, step


def _in_mathematics(name):
    """A slider's name as the text writes it: y_hat with its hat, w1 with its index, steps_back in words."""
    if name == "y_hat":
        return r"$\hat{y}$"
    letter, index = name[:1], name[1:]
    if letter.isalpha() and (index.isdecimal() or not index):
        return f"${letter}_{{{index}}}$" if index else f"${letter}$"
    return _in_words(name).replace("$", r"\$")


def _in_words(name):
    words = name.split("_")
    return " ".join(words) if all(map(str.isalpha, words)) and name != "y_hat" else name


def _decimals(number):
    """How many digits stand after the point."""
    digits, _, power = f"{number:.6g}".partition("e")
    return max(0, len(digits.partition(".")[2]) - int(power or 0))


def picture(fig, alt, sharpness=SHARPNESS):
    """What Jupyter shows for ``fig``: the data of its PNG and the metadata, with ``alt`` in both.

    ``sharpness``: how many pixels the file has for each pixel on the page, across and up.
    """
    if not is_a(fig, mpl.figure.Figure):
        raise TypeError(f"fig is {kind(fig)}: give a figure, for example that of fig, ax = plt.subplots()")
    check_text(alt, "alt")
    dpi = PIXELS_PER_INCH * check_positive(sharpness, "sharpness")
    if not 10 <= dpi <= 1000:
        raise ValueError(f"sharpness is {sharpness:g}: give a number from 0.1 to 10")
    inches = fig.get_size_inches()
    if not 0.1 <= min(inches) <= max(inches) <= 100:
        raise ValueError(f"fig is {inches[0]:g} by {inches[1]:g} inches: give it a figsize from 0.1 to 100")
    buffer = io.BytesIO()
    try:
        fig.set_dpi(dpi)
        canvas = FigureCanvasAgg(fig)
        canvas.print_png(buffer)  # one drawing, where savefig makes two
        canvas.get_renderer().__init__(1, 1, dpi)  # gives back its pixels, megabytes: each text of fig keeps it ...
        FigureCanvasAgg(fig)  # ... and who draws fig again gets another
    except ValueError as error:  # for example, what stands between two $ is no mathematics
        raise ValueError(f"fig cannot be drawn: {error}") from error
    except Exception as error:  # a text that no font has, a style that needs another program
        raise ValueError(f"fig cannot be drawn: {type(error).__name__}, {short(error)}") from error
    finally:
        plt.close(fig)
    width, height = (round(float(length) * PIXELS_PER_INCH) for length in inches)
    data = {"image/png": base64.b64encode(buffer.getvalue()).decode("ascii"), "text/plain": alt}
    return data, {"image/png": {"alt": alt, "width": width, "height": height}}


def _on_axes(draw):
    """For a drawing: its first argument is the axes to draw on."""

    @functools.wraps(draw)
    def look_first(ax, *args, **options):
        some = "give axes, for example those of fig, ax = plt.subplots()"
        if not is_a(ax, mpl.axes.Axes):
            raise TypeError(f"ax is {kind(ax)}: {some}")
        if ax.figure is None:
            raise ValueError(f"ax was removed from its figure, and would not be seen: {some}")
        if ax.name != "rectilinear" or not ax.get_xscale() == ax.get_yscale() == "linear":
            raise ValueError(f"ax is {kind(ax)} with the scales {ax.get_xscale()} and {ax.get_yscale()}: {some}")
        if max(map(abs, (*ax.get_xlim(), *ax.get_ylim()))) > LARGEST:
            limits = " and ".join(f"({low:g}, {high:g})" for low, high in (ax.get_xlim(), ax.get_ylim()))
            raise ValueError(f"ax has the limits {limits}: give some up to {LARGEST}")
        if not min(ax.get_window_extent().size) > 0:
            raise ValueError(f"ax has no width or no height, and would not be seen: {some}")
        return draw(ax, *args, **options)

    return look_first


LARGEST = 1e150  # that Matplotlib can draw: it takes differences and squares


def _check_drawable(value, name):
    """Refuse numbers that are too large to be drawn."""
    largest = float(np.abs(value).max())
    if largest > LARGEST:
        raise ValueError(f"{name} holds {largest}: to be drawn, give numbers up to {LARGEST}")
    return value


def _as_place(value, name):
    return _check_drawable(as_one_number(value, name), name)


def _as_points(value, name):
    return _check_drawable(as_pairs(value, name), name)


def _as_whole(value, name, lowest, highest):
    """One whole number in a range; it may be a float, as that of a slider is."""
    value = as_one_number(value, name)
    if value != round(value) or not lowest <= value <= highest:
        raise ValueError(f"{name} is {value:g}: give a whole number from {lowest} to {highest}")
    return int(value)


def _as_texts(value, name, number, what):
    """A list of so many texts."""
    if not is_list(value) or len(value) != number:
        raise ValueError(f"{name} is {kind(value)}: give {what}")
    return [check_text(text, f"a text of {name}") for text in value]


# ------------------------------------------------------------------------------------ functions, tangents


@_on_axes
@without_warnings()
def tangent(ax, x, y, slope, reach, label=None):
    """The tangent through (x, y), ``reach`` long to each side, and its point of touch.

    Where the axis ends sooner, both sides end there: a tangent is as long before its point as behind it.
    """
    x, y, slope = _as_place(x, "x"), _as_place(y, "y"), _as_place(slope, "slope")
    dx = _check_drawable(float(check_positive(reach, "reach")), "reach") / np.hypot(1, slope * _aspect(ax))
    left, right = sorted(ax.get_xlim())
    if left < x < right:
        dx = min(dx, x - left, right - x)
    if label is not None:
        check_text(label, "label")
    ax.plot([x - dx, x + dx], [y - slope * dx, y + slope * dx], color=GRADIENT, linewidth=3, zorder=3)
    ax.plot([x], [y], "o", color=GRADIENT, zorder=4)
    if label:
        x0, x1 = ax.get_xlim()
        at_the_end = (x - x0) / (x1 - x0) > 0.8  # of the axis: there the label goes to the left, and stays on the page
        ax.annotate(
            label,
            (x, y),
            xytext=(-10 if at_the_end else 10, 10),
            textcoords="offset points",
            ha="right" if at_the_end else "left",
            color=GRADIENT,
            fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},  # no line runs through it
            zorder=5,
        )
    return ax


def _aspect(ax):
    """How many data units along x are as long, on the page, as one along y."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    width, height = ax.get_window_extent().size
    return (height / (y1 - y0)) / (width / (x1 - x0))


# ------------------------------------------------------------------------------------ computational graphs

_PALE_GRADIENT = "#F7DCCD"
_BOX = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "black", "linewidth": 1.5}


@_on_axes
def computational_graph(ax, nodes, wires, above="its value", local=None, lit=None):
    """A computation from left to right: values above its wires, gradients below them.

    ``nodes``: ``name: (x, y, text)``, in inches. ``wires``: ``(start, end, value, gradient)``; the last two are
    texts; a fifth says, below the gradient, how it came about. A node between two wires is drawn in a box, as a step of
    the computation; the others are what is given or wanted.
    ``above``: what stands above the wires, if not the values. ``local``: ``name: text``, written above a node: what it
    does to a gradient on the way back. Wires with the same start and the same end part before they arrive.
    ``lit``: the names of the boxes that the way back has just passed: they are filled, and a wire that has its
    gradient bears an arrowhead.
    """
    nodes, wires = _as_nodes(nodes), _as_wires(wires, nodes)
    check_text(above, "above")
    local = {} if local is None else local
    if not is_a(local, dict):
        raise TypeError(f'local is {kind(local)}: give a dictionary, such as {{"x": "copies"}}')
    for name, text in local.items():
        if name not in nodes:
            raise ValueError(f"local holds {kind(name)}: give some of {', '.join(map(str, nodes))}")
        check_text(text, f"the text of local at {kind(name)}")
    going_back, lit = lit is not None, [] if lit is None else lit
    if not is_list(lit):
        raise TypeError(f'lit is {kind(lit)}: give a list of names, such as ["x"]')
    for name in lit:
        if not is_a(name, str) or name not in nodes:
            raise ValueError(f"lit holds {kind(name)}: give some of {', '.join(map(str, nodes))}")
    steps = {end for _, end, *_ in wires} & {start for start, *_ in wires}
    between = [(start, end) for start, end, *_ in wires]
    for number, (start, end, value, gradient, *product) in enumerate(wires):
        (x0, y0, _), (x1, y1, _) = nodes[start], nodes[end]
        same = between.count((start, end))
        # From -0.15 to 0.15, or 0 if there is only one: no further than the smallest box reaches, which hides the ends.
        apart = 0.3 * (between[:number].count((start, end)) / (same - 1) - 0.5) if same > 1 else 0.0
        bend = x1 - 0.55 if y0 != y1 or same > 1 else x1  # level first, where the labels stand, then into the next step
        tip = (x1 + apart, y1) if y0 != y1 else (x1, y1 - apart)
        ax.plot([x0, bend, tip[0]], [y0, y0, tip[1]], color=MUTED, linewidth=1.5, zorder=1)
        middle = (x0 + bend + 0.25) / 2
        ax.text(middle, y0 + 0.06, value, color=FORWARD, ha="center", va="bottom")
        ax.text(middle, y0 - 0.08, gradient, color=GRADIENT, ha="center", va="top", fontweight="bold")
        if product:
            ax.text(middle - 0.07, y0 - 0.32, product[0], color=GRADIENT, ha="center", va="top", fontsize=13)
        if going_back and gradient:
            ax.scatter(x0 + (0.44 if start in steps else 0.3), y0, 70, GRADIENT, marker="<", zorder=1.5)
    for name, (x, y, text) in nodes.items():
        box = _BOX if name in steps else _BOX | {"edgecolor": "white"}
        if name in lit:
            box = box | {"facecolor": _PALE_GRADIENT}
        ax.text(x, y, text, ha="center", va="center", bbox=box, zorder=2)
    for name, text in local.items():
        x, y, _ = nodes[name]
        free = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # no wire runs through it, but the numbers do
        from_above = any(end == name and nodes[start][1] > y + 0.5 for start, end, *_ in wires)
        place = {"x": x - 0.02, "ha": "left"} if from_above else {"x": x, "ha": "center"}  # right of a steep wire
        ax.text(y=y + 0.33, s=text, color=GRADIENT, fontsize=13, va="bottom", bbox=free, zorder=2.5, **place)
    xs, ys = [x for x, _, _ in nodes.values()], [y for _, y, _ in nodes.values()]
    ax.set(xlim=(min(xs) - 0.3, max(xs) + 0.3), ylim=(min(ys) - 0.85, max(ys) + 0.45), aspect="equal")
    ax.text(min(xs) - 0.2, min(ys) - 0.8, f"above a wire: {above} \N{RIGHTWARDS ARROW}", color=FORWARD)
    below = "dL/d(value)" if "L" in nodes else "df/d(value)"
    below = f"\N{LEFTWARDS ARROW} below it: {below}"
    ax.text(max(xs) + 0.2, min(ys) - 0.8, below, color=GRADIENT, ha="right", fontweight="bold")
    ax.axis("off")
    return ax


def _as_nodes(nodes):
    if not is_a(nodes, dict):
        raise TypeError(f'nodes is {kind(nodes)}: give a dictionary, such as {{"x": (0, 0, "$x$")}}')
    if not nodes:
        raise ValueError("nodes is empty: give at least one")
    checked = {}
    for name, node in nodes.items():
        if not is_list(node) or len(node) != 3:
            raise ValueError(f"node {kind(name)} is {kind(node)}: give (x, y, text)")
        x, y, text = node
        where = _as_place(x, f"x of node {kind(name)}"), _as_place(y, f"y of node {kind(name)}")
        checked[name] = (*where, check_text(text, f"the text of node {kind(name)}"))
    return checked


def _as_wires(wires, nodes):
    if not is_list(wires):
        raise TypeError(f"wires is {kind(wires)}: give a list of (start, end, value, gradient)")
    for wire in wires:
        if not is_list(wire) or len(wire) not in (4, 5):
            raise ValueError(f"wires holds {kind(wire)}: give (start, end, value, gradient)")
        for end in wire[:2]:
            if not is_a(end, str) or end not in nodes:
                raise ValueError(f"wires holds the end {kind(end)}: give some of {', '.join(map(str, nodes))}")
        for text in wire[2:]:
            check_text(text, f"a text of the wire from {wire[0]!r} to {wire[1]!r}")
    return wires


@without_warnings()
def graph_of_one_sample(ax, w1, w2, x1, x2, b, y, steps_back=None):
    """z = w1 x1 + w2 x2 + b, y_hat = sigma(z), the binary cross-entropy L, and every gradient on the way back.

    ``steps_back``: how many of the five steps back from L are shown, and of the last one the products; all, if None.
    The upstream factor of a product has the digits that it takes, four at least below 10, to give the gradient above.
    """
    going_back = steps_back is not None
    steps_back = _as_whole(steps_back, "steps_back", 0, 5) if going_back else 5
    given = {"w1": w1, "w2": w2, "x1": x1, "x2": x2, "b": b, "y": y}
    w1, w2, x1, x2, b, y = (as_one_number(value, name) for name, value in given.items())
    z = as_one_number(w1 * x1 + w2 * x2 + b, "z")
    y_hat = Sigmoid().forward(z)
    loss = BinaryCrossEntropyWithLogits().forward(z, y)
    dL_dy_hat = BinaryCrossEntropy().backward(y_hat, y)
    dL_dz = BinaryCrossEntropyWithLogits().backward(z, y)
    nodes = {
        "w1": (0.0, 4.4, "$w_1$"),
        "x1": (0.0, 3.5, "$x_1$"),
        "w2": (0.0, 2.4, "$w_2$"),
        "x2": (0.0, 1.5, "$x_2$"),
        "b": (0.0, 0.4, "$b$"),
        "times1": (2.1, 3.95, r"$\times$"),
        "times2": (2.1, 1.95, r"$\times$"),
        "plus": (4.0, 2.4, "$+$"),
        "sigma": (5.9, 2.4, r"$\sigma$"),
        "bce": (8.05, 2.4, "BCE"),
        "y": (5.9, 0.9, f"$y$ = {y:g}"),
        "L": (9.75, 2.4, "$L$"),
    }
    slope = Sigmoid().partials(z).dy_hat_dz
    wires = [  # start, end, value, gradient, in which step back it is found, and as which product
        ("w1", "times1", w1, dL_dz * x1, 5, (dL_dz, x1)),
        ("x1", "times1", x1, dL_dz * w1, 5, (dL_dz, w1)),
        ("w2", "times2", w2, dL_dz * x2, 5, (dL_dz, x2)),
        ("x2", "times2", x2, dL_dz * w2, 5, (dL_dz, w2)),
        ("times1", "plus", w1 * x1, dL_dz, 4, ()),
        ("times2", "plus", w2 * x2, dL_dz, 4, ()),
        ("b", "plus", b, dL_dz, 4, ()),
        ("plus", "sigma", z, dL_dz, 3, (dL_dy_hat, slope)),
        ("sigma", "bce", y_hat, dL_dy_hat, 2, (1.0, dL_dy_hat)),
        ("bce", "L", loss, 1.0, 1, ()),
    ]
    names = {"plus": "$z$ = ", "sigma": r"$\hat{y}$ = "}
    now = [factors for *_, step, factors in wires if step == steps_back and factors]
    digits = _digits_of_factors([(factors, factors[1] is slope) for factors in now])
    texts = []
    for start, end, value, gradient, step, factors in wires:
        below = [_rounded(gradient, 2) if step <= steps_back else ""]
        if going_back and step == steps_back and factors:
            one, other = _written_factors(factors, factors[1] is slope, digits)
            below.append(rf"{one} $\times$ {_as_factor(other)}")
        texts.append((start, end, names.get(start, "") + _rounded(value, 2), *below))
    local = {
        "bce": (2, rf"$\times$ {_as_factor(_rounded(dL_dy_hat, 2))}"),
        "sigma": (3, rf"$\times$ {_rounded(slope, 4)}"),
        "plus": (4, "copies"),
        "times1": (5, "swaps"),
        "times2": (5, "swaps"),
    }
    lit = [name for name, (step, _) in local.items() if step == steps_back] if going_back else None
    local = {name: text for name, (step, text) in local.items() if step <= steps_back}
    return computational_graph(ax, nodes, [*texts, ("y", "bce", "", "")], local=local, lit=lit)


def _written_factors(factors, has_slope, digits):
    """The upstream factor and the other one: a gradient and a slope with so many digits, 1 and an input with two.

    A gradient of 10 and more has two digits less: its slope is small.
    """
    upstream, other = factors
    fewer = 2 if upstream == 1 else digits - 2 if abs(upstream) >= 10 else digits
    return _rounded(upstream, fewer), _rounded(other, digits if has_slope else 2)


def _digits_of_factors(products):
    """Four, or as many more as it takes until all products of the written factors give the gradient in two digits."""
    for digits in range(4, 9):
        if all(_gives_the_gradient(factors, has_slope, digits) for factors, has_slope in products):
            return digits
    return 4  # an input of more digits than are written: no upstream factor helps


def _gives_the_gradient(factors, has_slope, digits):
    written = (*_written_factors(factors, has_slope, digits), _rounded(np.prod(factors), 2))
    one, other, gradient = (Decimal(text.replace("\N{MINUS SIGN}", "-")) for text in written)
    return (one * other).quantize(gradient, ROUND_HALF_UP) == gradient  # a 5 is rounded away from 0, as at school


@_on_axes
def network_of_units(ax, columns, lit=None, names=None):
    """A network as circles and wires, from left to right, every unit wired to every unit of the next column.

    ``columns``: pairs of a title and the texts in the circles. ``lit``: (column, unit), counted from 0: the wires into
    this unit are drawn strong, because they are one row of a weight matrix. Into the first column no wires lead.
    ``names``: what stands on the strong wires, from the top.
    """
    if not is_list(columns) or not columns:
        raise TypeError(f"columns is {kind(columns)}: give a list of (title, texts), one for each layer")
    for column in columns:
        if not is_list(column) or len(column) != 2 or not is_list(column[1]):
            raise ValueError(f"columns holds {kind(column)}: give (title, texts), the texts as a list")
        for text in (column[0], *column[1]):
            check_text(text, "a text of columns")
        if not column[1]:
            raise ValueError("columns holds a layer without units: give it at least one text")
    if lit is not None:
        column, unit = _as_two(lit, "lit", "(column, unit)")
        column = _as_whole(column, "the column of lit", 1, len(columns) - 1)
        lit = column, _as_whole(unit, "the unit of lit", 0, len(columns[column][1]) - 1)
    if names is not None:
        if lit is None:
            raise ValueError("names is for the wires into lit: give lit, too")
        wires = len(columns[lit[0] - 1][1])
        names = _as_texts(names, "names", wires, f"a list of {wires} texts, one for each strong wire")
    places = [[(2.3 * i, (len(units) - 1) / 2 - k) for k in range(len(units))] for i, (_, units) in enumerate(columns)]
    for i in range(1, len(places)):
        for k, end in enumerate(places[i]):
            style = {"color": FORWARD, "linewidth": 2.5} if (i, k) == lit else {"color": MUTED, "linewidth": 1}
            for start in places[i - 1]:
                ax.plot([start[0], end[0]], [start[1], end[1]], zorder=1, **style)
    if names is not None:
        (x1, y1), background = places[lit[0]][lit[1]], {"facecolor": "white", "edgecolor": "none", "pad": 1}
        for (x0, y0), name in zip(places[lit[0] - 1], names, strict=True):  # nearer to the start, where they lie apart
            middle = 0.66 * x0 + 0.34 * x1, 0.66 * y0 + 0.34 * y1
            ax.text(*middle, name, ha="center", va="center", color=FORWARD, fontsize=13, bbox=background, zorder=1.5)
    top = max(len(texts) for _, texts in columns) / 2
    for (title, texts), units in zip(columns, places, strict=True):
        for (x, y), name in zip(units, texts, strict=True):
            ax.add_patch(plt.Circle((x, y), 0.36, facecolor="white", edgecolor="black", linewidth=1.5, zorder=2))
            ax.text(x, y, name, ha="center", va="center", zorder=3)
        ax.text(units[0][0], top + 0.2, title, ha="center", va="bottom", color=MUTED)
    ax.set(xlim=(-1, 2.3 * (len(columns) - 1) + 1), ylim=(-top - 0.05, top + 0.9), aspect="equal")
    ax.axis("off")
    return ax


def _rounded(number, decimals):
    text = f"{round(float(number), decimals) + 0.0:.{decimals}f}"  # + 0.0: no minus before a zero
    return text.replace("-", "\N{MINUS SIGN}")


def _as_factor(text):
    """A written number behind a sign of multiplication: a negative one in brackets."""
    return f"({text})" if text.startswith("\N{MINUS SIGN}") else text


@_on_axes
def routes(ax, start, slopes, upstream, names=None, end="$L$", result=None, heads=None):
    """All routes from ``start`` through z_1, z_2, ... to ``end``, each with its slopes; a dead one (slope 0) is dashed.

    ``slopes``: dz_i/d(start) of each route; ``upstream``: d(end)/dz_i. Below: the products, added up; ``result``: what
    they are. ``heads``: two texts above, what stands in the left half and what in the right one.
    """
    check_text(start, "start"), check_text(end, "end")
    slopes, upstream = _as_vector(slopes, "slopes"), _as_vector(upstream, "upstream")
    if len(slopes) != len(upstream):
        raise ValueError(
            f"slopes has {len(slopes)} numbers, upstream has {len(upstream)}: give one of each for a route"
        )
    names = [f"$z_{i}$" for i in range(1, len(slopes) + 1)] if names is None else names
    names = _as_texts(names, "names", len(slopes), f"a list of {len(slopes)} texts, one for each route")
    result = "" if result is None else check_text(result, "result") + " = "
    heads = [] if heads is None else _as_texts(heads, "heads", 2, "two texts, for slopes and upstream")
    with without_warnings():
        total = float(check_finite(np.dot(slopes, upstream), "the sum of slopes times upstream"))
    heights = np.arange(len(slopes))[::-1] * 1.25
    middle = heights.mean()
    for slope, g, name, height in zip(slopes, upstream, names, heights, strict=True):
        color, dash, width = (GRADIENT, "-", 2.5) if slope else (MUTED, "--", 1.5)
        for (x0, y0), (x1, y1), number in (((0, middle), (2.6, height), slope), ((2.6, height), (5.2, middle), g)):
            ax.plot([x0, x1], [y0, y1], dash, color=color, linewidth=width, zorder=1)
            style = {"color": color, "fontweight": "bold", "backgroundcolor": "white", "ha": "center", "va": "center"}
            ax.text((x0 + x1) / 2, (y0 + y1) / 2, _rounded(number, 0), zorder=2, **style)
        ax.text(2.6, height, name, ha="center", va="center", bbox=_BOX, zorder=3)
    free = {"boxstyle": "square,pad=0.45", "facecolor": "white", "edgecolor": "none"}  # no piece of a dash sticks out
    ax.text(0, middle, start, ha="center", va="center", bbox=free, zorder=3)
    ax.text(5.2, middle, end, ha="center", va="center", bbox=free, zorder=3)
    products = [[_as_factor(_rounded(factor, 0)) for factor in pair] for pair in zip(slopes, upstream, strict=True)]
    terms = [" $\\cdot$ ".join(product) for product in products]
    terms = f"{result}{' + '.join(terms)} = {_rounded(total, 0)}"
    ax.text(2.6, -0.75, terms, ha="center", va="top", color=GRADIENT)
    for number, head in enumerate(heads):
        ax.text(1.3 + 2.6 * number, heights[0] + 0.35, head, ha="center", va="center", color=MUTED)
    ax.set(xlim=(-0.6, 5.8), ylim=(-1.25, heights[0] + (0.7 if heads else 0.45)), aspect="equal")
    ax.axis("off")
    return ax


# ---------------------------------------------------------------- walks on a loss surface, boundaries on data


@without_warnings()
def _nine_digits(numbers):
    """Rounded to nine digits of the largest: the last ones differ from computer to computer, so would the pixels."""
    largest = np.abs(numbers).max()
    unit = 10.0 ** (np.floor(np.log10(largest)) - 8) if largest > 1e-300 else 1.0
    return np.round(numbers / unit) * unit


MOST_POINTS = 2000  # of a grid, across and up: more than a screen has


def _as_low_and_high(value, name):
    low, high = _check_drawable(_as_two(value, name, "(low, high)"), name)
    if low >= high:
        raise ValueError(f"{name} runs from {low:g} to {high:g}: give the lower end first")
    return low, high


_PALE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.6, "pad": 0.5}


@_on_axes
def loss_surface(ax, loss, across, up, points=51, minimum=None, levels=None):
    """``loss(w)``, w of shape (2,), the higher the darker: w[0] runs ``across`` (low, high), w[1] runs ``up``.

    ``loss`` may also be its values, computed once for many pictures: a row for each w[1], a column for each w[0].
    Along each white curve the loss is the same; some bear its value, left of where it is lowest: of ``levels``, those
    that are whole numbers. ``minimum``: where the lowest loss is, marked by a star.
    """
    across, up = _as_low_and_high(across, "across"), _as_low_and_high(up, "up")
    if minimum is not None:
        minimum = _check_drawable(_as_two(minimum, "minimum", "(w[0], w[1])"), "minimum")
    if levels is not None:
        levels = _check_drawable(_as_vector(levels, "levels"), "levels")
        if np.any(np.diff(levels) <= 0):
            raise ValueError("levels has to rise from each number to the next: give at least one, the lowest first")
    heights = _nine_digits(_heights(loss, across, up, points))
    horizontal, vertical = (np.linspace(*ends, n) for ends, n in zip((across, up), heights.shape[::-1], strict=True))
    low, high = heights.min(), heights.max()
    if low < high:  # else it is level everywhere: there are no contour lines
        if levels is None:
            levels = low + (high - low) * np.linspace(0, 1, 15) ** 2  # closer together near the bottom
            named = levels[[4, 8]]
        else:
            levels = np.array([low, *levels[(low < levels) & (levels < high)], high])
            named = [level for level in levels[1:-1] if level == round(level)]
        dark = mpl.colors.LinearSegmentedColormap.from_list("loss", ["white", FORWARD])
        shades = dark(np.linspace(0.02, 0.75, len(levels) - 1))
        ax.contourf(horizontal, vertical, heights, levels=levels, colors=shades, zorder=0)
        ax.contour(horizontal, vertical, heights, levels=levels, colors="white", linewidths=0.8, zorder=0)
        i, k = np.unravel_index(heights.argmin(), heights.shape)
        left = np.maximum.accumulate(heights[i, k::-1])  # from the lowest point to the left: there the numbers stand
        for level in named:
            if level < left[-1]:
                u = np.interp(level, left, horizontal[k::-1])
                ax.text(u, vertical[i], f"{level:#.2g}", ha="center", va="center", fontsize=13, bbox=_PALE, zorder=1)
    if minimum is not None:
        ax.plot(*minimum, "*", color="black", markeredgecolor="white", markersize=15, zorder=3.5)
    return ax


def _heights(loss, across, up, points):
    """The values of ``loss`` on the grid; its values themselves, if they are given."""
    if is_list(loss) or is_a(loss, np.ndarray):
        heights = as_numbers(loss, "loss")
        if heights.ndim != 2 or not 2 <= min(heights.shape) <= max(heights.shape) <= MOST_POINTS:
            raise ValueError(f"loss has shape {heights.shape}: give a row for each w[1] and a column for each w[0]")
        return _check_drawable(heights, "the value of loss")
    check_function(loss, "loss", "w")
    points = as_count(points, "points", at_least=2, at_most=MOST_POINTS)

    def height(u, v):
        value = as_one_number(
            check_done(loss(np.array([u, v])), "loss"), "the value of loss", "let loss return one number"
        )
        return _check_drawable(value, "the value of loss")

    horizontal, vertical = np.linspace(*across, points), np.linspace(*up, points)
    heights = np.array([[height(u, v) for u in horizontal] for v in vertical])
    check_same_value(heights[-1, -1], height(horizontal[-1], vertical[-1]), "loss")
    return heights


ARROWS = 6  # of a walk: more would hide each other where it has arrived


@_on_axes
def descent_path(ax, path, numbered=0):
    """The steps of gradient descent, ``path`` (steps + 1, 2), from the open circle to the hollow square.

    A dot stands after each step; the first six steps are arrows. So many points are ``numbered``, from 0, the start.
    """
    path = _nine_digits(_as_points(path, "path"))
    numbered = as_count(numbered, "numbered", at_least=0)
    x, y = path[:-1][:ARROWS].T
    dx, dy = np.diff(path, axis=0)[:ARROWS].T
    ax.plot(*path.T, color=GRADIENT, linewidth=0.9, alpha=0.6, zorder=2.5)
    ax.plot(*path.T, "o", color=GRADIENT, markersize=4, zorder=3)
    ax.quiver(x, y, dx, dy, angles="xy", scale_units="xy", scale=1, width=0.009, color=GRADIENT, zorder=3)
    ax.plot(*path[0], "o", color=GRADIENT, markerfacecolor="white", markersize=9, markeredgewidth=2.5, zorder=4)
    ax.plot(*path[-1], "s", color=GRADIENT, markerfacecolor="none", markersize=9, markeredgewidth=2, zorder=4)
    steps = np.diff(path, axis=0) / np.maximum(np.hypot(*np.diff(path, axis=0).T), np.finfo(float).tiny)[:, None]
    steps = np.vstack([[0, 0], steps, [0, 0]])
    for number, (here, arriving, leaving) in enumerate(zip(path[:numbered], steps, steps[1:], strict=False)):
        outwards = arriving - leaving  # away from both neighbours
        away = 12 * outwards / max(np.hypot(*outwards), np.finfo(float).tiny)
        style = {"textcoords": "offset points", "color": GRADIENT, "fontsize": 13, "fontweight": "bold"}
        ax.annotate(f"{number}", here, xytext=away, ha="center", va="center", bbox=_PALE, zorder=5, **style)
    return ax


@_on_axes
def labelled_points(ax, x, y, names=("y = 0", "y = 1"), held_out=False, size=None):
    """The rows of ``x`` (N, 2): a triangle where ``y`` is 1, a circle where it is 0; hollow if ``held_out``.

    Around every mark runs a thin white edge, so that it is seen on a ground in its own colour, too.
    ``size``: how large the marks are, as an area in points squared.
    """
    x, y = _as_points(x, "x"), as_numbers(y, "y")
    if y.shape not in ((len(x),), (len(x), 1)):
        raise ValueError(f"y has shape {y.shape}, x has shape {x.shape}: give one label for each point")
    ones = np.ravel(y) == 1
    if np.any(others := ~ones & (np.ravel(y) != 0)):
        raise ValueError(f"y holds {np.ravel(y)[others][0]:g}: give 0 or 1 for each point")
    names = _as_texts(names, "names", 2, "two texts, for y = 0 and for y = 1")
    check_switch(held_out, "held_out")
    if size is None:
        size = 60 if held_out else 45
    size = _check_drawable(float(check_positive(size, "size")), "size")
    for rows, marker, color, name in ((~ones, "o", CLASS_0, names[0]), (ones, "^", CLASS_1, names[1])):
        if held_out:
            style = {
                "facecolors": "white",
                "edgecolors": color,
                "linewidths": 1.8,
                "path_effects": [withStroke(linewidth=3.6, foreground="white")],  # seen on any ground
                "s": size,
                "label": f"{name}, held out",
            }
        else:
            style = {"facecolors": color, "edgecolors": "white", "linewidths": 0.5, "s": size, "label": name}
        ax.scatter(x[rows, 0], x[rows, 1], marker=marker, zorder=3, **style)
    return ax


@_on_axes
def decision_boundary(ax, probability, points=201):
    """The line (or curve) where ``probability`` is 1/2, and each side in its class's colour, within ``ax``'s limits.

    ``probability``: a function from points (M, 2), in the units of the axes, to y_hat (M, 1) or (M,).
    """
    across, up, y_hat = _on_a_grid(ax, probability, points)
    ax.contourf(across, up, y_hat, levels=[0, 0.5, 1], colors=[CLASS_0, CLASS_1], alpha=0.12, zorder=0)
    return _line_of_one_half(ax, across, up, y_hat)


def _line_of_one_half(ax, across, up, y_hat):
    if y_hat.min() < 0.5 < y_hat.max():
        ax.contour(across, up, y_hat, levels=[0.5], colors="black", linewidths=2.5, zorder=4)
    return ax


def _on_a_grid(ax, probability, points):
    """The grid within ``ax``'s limits, across and up, and ``probability`` on it, each (points, points)."""
    check_function(probability, "probability", "points")
    points = as_count(points, "points", at_least=2, at_most=MOST_POINTS)
    across, up = np.meshgrid(np.linspace(*ax.get_xlim(), points), np.linspace(*ax.get_ylim(), points))
    grid = np.stack([across, up], axis=-1)  # (points, points, 2)
    first = grid[0, :1].copy()
    y_hat = as_numbers(check_done(probability(grid.reshape(-1, 2)), "probability"), "the value of probability")
    if y_hat.shape not in ((points**2,), (points**2, 1)):
        raise ValueError(f"the value of probability has shape {y_hat.shape} for {points**2} points: give one for each")
    check_between_0_and_1(y_hat, "the value of probability", "a probability")
    again = as_one_number(probability(first), "the value of probability", "give one for each point")
    check_same_value(y_hat.flat[0], again, "probability", 1e-3)  # one point may be rounded in another way than many
    return across, up, y_hat.reshape(points, points)


@_on_axes
def probability_map(ax, probability, points=101):
    """How sure ``probability`` is, within ``ax``'s limits: white at 1/2, towards 0 and 1 in the classes' colours.

    The black line is where it is 1/2. ``probability`` and ``points`` are those of ``decision_boundary``.
    """
    across, up, y_hat = _on_a_grid(ax, probability, points)
    colors = mpl.colors.LinearSegmentedColormap.from_list("no to yes", [CLASS_0, "white", CLASS_1])
    ax.pcolormesh(across, up, y_hat, cmap=colors, vmin=0, vmax=1, alpha=0.45, zorder=0)
    return _line_of_one_half(ax, across, up, y_hat)


# -------------------------------------------------------------------------------------- arrays, to scale


@_on_axes
def arrays_to_scale(ax, terms, decimals=0, zeros=False, shapes=True):
    """An equation of arrays, each drawn to scale: one square for each number, the name above, the shape below.

    ``terms``: strings such as "=" or "+", and tuples ``(name, array)``, ``(name, array, color)`` or ``(name, array,
    color, rows)``, whose ``rows`` stand out. A vector is drawn as a column. A zero is grey in an empty square, as one
    that has to be zero, unless ``zeros`` is true. ``shapes``: whether the shapes are written.
    """
    terms, decimals = _as_terms(terms), as_count(decimals, "decimals", at_least=0, at_most=17)
    check_switch(zeros, "zeros"), check_switch(shapes, "shapes")
    arrays = [np.atleast_2d(t[1].T).T for t in terms if not is_a(t, str)]
    top = max(len(a) for a in arrays) / 2
    x, remaining = 0.0, iter(arrays)
    for term in terms:
        if is_a(term, str):
            ax.text(x + 0.5, 0, term, ha="center", va="center", fontsize=18)
            x += 1.0
            continue
        name, values, color, strong = term
        cells = next(remaining)
        rows, columns = cells.shape
        for (i, j), value in np.ndenumerate(cells):
            corner = (x + j, rows / 2 - i - 1)
            if value or zeros:
                _square(ax, corner, color, 0.5 if i in strong else 0.22, _rounded(value, decimals))
            else:
                _square(ax, corner, color, 0, "0", MUTED)
        ax.text(x + columns / 2, rows / 2 + 0.25, name, ha="center", va="bottom", color=color, fontsize=15)
        if shapes:
            ax.text(x + columns / 2, -rows / 2 - 0.25, _shape_of(values), ha="center", va="top", **_REMARK)
        x += columns + 0.35
    ax.set(xlim=(-0.2, x), ylim=(-top - 1.1, top + 1.2), aspect="equal")
    ax.axis("off")
    return ax


_REMARK = {"color": MUTED, "fontsize": 13}


def _shape_of(array):
    return str(np.shape(array))


def _as_vector(value, name):
    value = as_numbers(value, name)
    if value.ndim != 1:
        raise ValueError(f"{name} has shape {value.shape}: give a vector")
    return value


@_on_axes
def multiplication_table(ax, g, x, lit, names=("$g$", r"$x^\top$", r"$\partial L\,/\,\partial W$")):
    """The outer product of ``g`` (out,) and ``x`` (in,) as a multiplication table: ``g`` at the left, ``x`` above.

    ``lit``: (k, l), counted from 0: this product is written out, and its two factors stand out; its row does a little.
    ``names``: what stands above ``g``, beside ``x`` and below the products. Beside or below stand the shapes, that of
    ``g`` as a column, that of ``x`` as a row.
    """
    g, x = _as_vector(g, "g"), _as_vector(x, "x")
    k, l = _as_two(lit, "lit", "(row, column)")
    lit = _as_whole(k, "the row of lit", 0, len(g) - 1), _as_whole(l, "the column of lit", 0, len(x) - 1)
    with without_warnings():
        products = check_finite(np.outer(g, x), "g x^T")
    names = _as_texts(names, "names", 3, "three texts")
    for (k, l), product in np.ndenumerate(products):
        shade = 0.55 if (k, l) == lit else 0.26 if k == lit[0] else 0.12
        _square(ax, (l, -k), GRADIENT, shade, _rounded(product, 0))
    for k, number in enumerate(g):
        _square(ax, (-1.4, -k), GRADIENT, 0.55 if k == lit[0] else 0.12, _rounded(number, 0))
    for l, number in enumerate(x):
        _square(ax, (l, 1.4), FORWARD, 0.4 if l == lit[1] else 0.12, _rounded(number, 0))
    k, l = lit
    one, other = (_as_factor(_rounded(factor, 0)) for factor in (g[k], x[l]))
    product = f"{one} $\\cdot$ {other} = {_rounded(products[k, l], 0)}"
    ax.text(len(x) + 0.3, 0.5 - k, product, va="center", color=GRADIENT, fontweight="bold")
    below = 0.8 - len(g)
    ax.text(-0.9, 1.15, names[0], ha="center", va="bottom", color=GRADIENT, fontsize=15)
    ax.text(-0.9, below, f"({len(g)}, 1)", ha="center", va="top", **_REMARK)  # g stands: as g[:, None]
    ax.text(len(x) + 0.3, 1.9, names[1], va="center", color=FORWARD, fontsize=15)
    ax.text(len(x) + 1, 1.9, f"(1, {len(x)})", va="center", **_REMARK)  # x lies: as x[None, :]
    ax.text(len(x) / 2, below, names[2], ha="center", va="top", color=GRADIENT, fontsize=15)
    ax.text(len(x) / 2, below - (0.5 if names[2] else 0), _shape_of(products), ha="center", va="top", **_REMARK)
    ax.set(xlim=(-1.7, len(x) + 2.4), ylim=(below - 1, 2.6), aspect="equal")
    ax.axis("off")
    return ax


def _square(ax, corner, color, shade, text, ink="black"):
    """A number in its square, whose lower left corner is given; a long one in smaller type."""
    ax.add_patch(plt.Rectangle(corner, 1, 1, facecolor=mpl.colors.to_rgba(color, shade), edgecolor=color))
    middle = (corner[0] + 0.5, corner[1] + 0.5)
    ax.text(*middle, text, ha="center", va="center", color=ink, fontsize=12 if len(text) > 4 else 13)


def _as_terms(terms):
    if not is_list(terms):
        raise TypeError(f'terms is {kind(terms)}: give a list of texts and arrays, such as [("z", z), "=", ("W", W)]')
    checked = []
    for term in terms:
        if is_a(term, str):
            checked.append(term)
            continue
        if not is_list(term) or len(term) not in (2, 3, 4):
            raise ValueError(
                f"terms holds {kind(term)}: give a text or (name, array, color, rows), the last two if wanted"
            )
        name, values, color, strong = (*term, *(FORWARD, ())[len(term) - 2 :])
        values = as_numbers(values, check_text(name, "a name of terms"))
        if values.ndim > 2:
            raise ValueError(f"{name} has shape {values.shape}: give a number, a vector or a matrix")
        try:
            color = color if is_a(color, str) else tuple(color)  # an iterator gives its numbers only once
            mpl.colors.to_rgba(color)
        except Exception:  # whatever a stranger's object says when it is asked for its numbers
            raise ValueError(f"the color of {name} is {kind(color)}: give one that Matplotlib knows") from None
        if not is_list(strong):
            raise TypeError(f"the rows of {name} are {kind(strong)}: give a list of those that stand out, such as [0]")
        rows = len(values) if values.ndim else 1
        strong = [_as_whole(row, f"a row of {name} that stands out", 0, rows - 1) for row in strong]
        checked.append((name, values, color, strong))
    if all(is_a(term, str) for term in checked):
        raise ValueError("terms has no array: give at least one, as (name, array)")
    return checked


# ------------------------------------------------------------------------------------ hidden units


def _where_it_is_0(across, up, z1):
    """The two points on the rim of a grid where ``z1``, a linear function with both signs on it, is 0."""
    rim = [(across[i], up[k], z1[k, i]) for i, k in ((0, 0), (-1, 0), (-1, -1), (0, -1), (0, 0))]
    sides = [(x, y, z, p, q, r) for (x, y, z), (p, q, r) in itertools.pairwise(rim) if (z < 0) != (r < 0)]
    return [(x + (p - x) * z / (z - r), y + (q - y) * z / (z - r)) for x, y, z, p, q, r in sides]


THINNEST_HINGE, WIDEST_HINGE = 0.8, 2.4  # to be seen on a projector; a little less than a border


@_on_axes
@without_warnings()
def hinge_lines(ax, W1, b1, numbered=True, first=1, weights=None):
    """The hinge of each hidden unit, z1 = W1 x + b1 = 0, within the limits of ``ax``: a dashed line.

    ``W1`` (hidden, 2), ``b1`` (hidden,). If ``numbered``, the unit's number stands on its hinge, and an arrow points
    to the side on which the unit is on; ``first`` is the number of the first. ``weights`` (hidden,): what the output
    multiplies each unit by; the larger, whatever its sign, the wider the hinge, between the thinnest and the widest.
    """
    W1, b1 = as_weight_and_bias(as_pairs(W1, "W1"), b1, "W1", "b1")
    check_switch(numbered, "numbered")
    first = as_count(first, "first")
    widths = np.full(len(W1), 2 if numbered else 1.2)
    if weights is not None:
        weights = np.abs(_as_vector(weights, "weights"))
        if len(weights) != len(W1):
            raise ValueError(f"weights has {len(weights)} numbers, W1 has shape {W1.shape}: give one for each unit")
        share = weights / max(weights.max(), np.finfo(float).tiny)
        widths = THINNEST_HINGE + (WIDEST_HINGE - THINNEST_HINGE) * share
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    across, up = np.linspace(low, high, 101).T
    on_the_grid = [w[0] * across[None, :] + w[1] * up[:, None] + b for w, b in zip(W1, b1, strict=True)]
    check_finite(np.array(on_the_grid), "z1 = W1 x + b1")
    for number, (w, z1, width) in enumerate(zip(W1, on_the_grid, widths, strict=True), start=first):
        if not z1.min() < 0 < z1.max():
            continue
        ends = _where_it_is_0(across, up, z1 / np.abs(z1).max())
        style = {"colors": SECOND, "linestyles": "--", "linewidths": width, "zorder": 4}
        ax.add_collection(mpl.collections.LineCollection([ends], **style), autolim=False)
        if not numbered:
            continue
        w = np.ldexp(w, -np.frexp(np.abs(w).max())[1])  # near 1, without rounding: no square over- or underflows
        uphill = w * (high - low)  # how z1 rises, in fractions of the axes
        along = min((uphill[1], -uphill[0]), (-uphill[1], uphill[0]))  # along the hinge, to the left (or down)
        on_hinge = np.argwhere(np.diff(np.signbit(z1), axis=1))[:, ::-1] / 100  # as fractions of the axes
        if len(on_hinge) < 2:
            on_hinge = np.argwhere(np.diff(np.signbit(z1), axis=0))[:, ::-1] / 100
        from_the_right = on_hinge[np.argsort(on_hinge @ along)]  # the order is the same in all units
        place = from_the_right[round(0.16 * len(on_hinge))]

        def tip(renderer, w=w, place=place):  # asked for when the page is laid out: its shape decides what is upright
            upright = w * (high - low) / ax.bbox.size
            length = 27 / 72 * ax.figure.dpi / np.linalg.norm(upright)
            return mpl.transforms.Affine2D().translate(*(ax.transAxes.transform(place) + length * upright))

        ax.annotate(
            f"{number}",
            (0, 0),
            xytext=place,
            xycoords=tip,
            textcoords="axes fraction",
            color=SECOND,
            ha="center",
            va="center",
            fontsize=13,
            arrowprops={"arrowstyle": "-|>", "color": SECOND, "linewidth": 2},
            bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": SECOND},
            zorder=5,
        )
    return ax
