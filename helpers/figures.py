"""The house style of the course's pictures, and the drawings. Each drawing takes an ``ax`` and returns it.

One colour means one thing everywhere, and never alone: a shape, a dash or a label says it too.
"""

import base64
import io
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

# Every notebook imports this file first, and Python finds it even behind a stranger's package of the same name.
if not hasattr(sys.modules[__package__], "numerical_gradient"):
    raise ImportError(
        """another package called helpers is in the way. In a terminal, in the folder of the course, type

    .venv/bin/pip uninstall -y helpers gradients-by-hand
    .venv/bin/pip install -r requirements.txt

(on Windows .venv\\Scripts\\pip), then choose Kernel, Restart Kernel. See README.md, If something does not work."""
    )

from .layers import BinaryCrossEntropy, BinaryCrossEntropyWithLogits, Sigmoid

# Okabe and Ito's palette, and for WRONG Paul Tol's purple: told apart also with colour-blind eyes.
FORWARD = "#0072B2"  # values, functions, the forward pass (blue, solid)
SECOND = "#009E73"  # a second function beside the first (green, dashed)
GRADIENT = "#D55E00"  # slopes, derivatives, the backward pass (vermilion)
WRONG = "#AA4499"  # what is wrong (purple, dotted, crosses)
CLASS_1 = "#0072B2"  # samples with y = 1 (blue triangles)
CLASS_0 = "#E69F00"  # samples with y = 0 (orange circles)
MUTED = "#777777"  # axes, helpers, remarks

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
}

PIXELS_PER_INCH = 100  # on the page
SHARPNESS = 1.6  # pixels in the file for each pixel on the page: projectors enlarge


def use_house_style():
    """Set Matplotlib's defaults to the style of the course. Call it once, in a notebook's first cell."""
    mpl.rcParams.update(_STYLE)


def show(fig, alt):
    """Show ``fig`` below the cell, with ``alt``: the sentence for a reader who cannot see it."""
    from IPython.display import display

    bundle, metadata = picture(fig, alt)
    display(bundle, metadata=metadata, raw=True)


def sliders(draw, rows=1, columns=1, figsize=None, **ranges):
    """The picture that ``draw(ax, **values)`` makes, with a slider for each value.

    ``ranges``: ``name=(low, high, start, step)``, where some number of steps leads from ``low`` to ``start``: a
    slider can stand nowhere else. ``draw`` gets the axes of ``plt.subplots(rows, columns, figsize=figsize)``. A
    slider moves its picture only in a running notebook; the file keeps a sentence instead, and the static figure
    above it shows the same thing.
    """
    import ipywidgets as widgets
    from IPython.display import display

    class Panel(widgets.VBox):
        def __repr__(self):
            spans = ", ".join(f"{name} from {low:g} to {high:g}" for name, (low, high, _, _) in ranges.items())
            return f"Run this cell to move: {spans}"

    controls = {}
    for name, (low, high, start, step) in ranges.items():
        steps = (start - low) / step
        if not np.isclose(steps, round(steps)):
            raise ValueError(f"{name} starts at {start}: give {low} plus a whole number of steps of {step}")
        decimals = max(len(f"{number:g}".partition(".")[2]) for number in (low, step))
        controls[name] = widgets.FloatSlider(
            value=start,
            min=low,
            max=high,
            step=step,
            description=name,
            readout_format=f".{decimals}f",
            layout=widgets.Layout(width="70%"),
            style={"description_width": "120px"},
        )
    output = widgets.Output()

    def redraw(_=None):
        fig, axes = plt.subplots(rows, columns, figsize=figsize)
        values = {name: control.value for name, control in controls.items()}
        draw(axes, **values)
        data, metadata = picture(fig, ", ".join(f"{name} = {value:g}" for name, value in values.items()))
        output.outputs = ({"output_type": "display_data", "data": data, "metadata": metadata},)

    for control in controls.values():
        control.observe(redraw, names="value")
    redraw()
    display(Panel([*controls.values(), output]))


def picture(fig, alt):
    """What Jupyter shows for ``fig``: the data of its PNG and the metadata, with ``alt`` in both."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=PIXELS_PER_INCH * SHARPNESS)
    plt.close(fig)
    width, height = (round(float(inches) * PIXELS_PER_INCH) for inches in fig.get_size_inches())
    data = {"image/png": base64.b64encode(buffer.getvalue()).decode("ascii"), "text/plain": alt}
    return data, {"image/png": {"alt": alt, "width": width, "height": height}}


# ------------------------------------------------------------------------------------ functions, tangents


def tangent(ax, x, y, slope, reach, label=None):
    """The tangent through (x, y), ``reach`` long to each side, and its point of touch."""
    dx = reach / np.hypot(1, slope * _aspect(ax))
    ax.plot([x - dx, x + dx], [y - slope * dx, y + slope * dx], color=GRADIENT, linewidth=3, zorder=3)
    ax.plot([x], [y], "o", color=GRADIENT, zorder=4)
    if label:
        ax.annotate(label, (x, y), xytext=(10, 10), textcoords="offset points", color=GRADIENT, fontweight="bold")
    return ax


def _aspect(ax):
    """How many data units along x are as long, on the page, as one along y."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    width, height = ax.get_window_extent().size
    return (height / (y1 - y0)) / (width / (x1 - x0))


# ------------------------------------------------------------------------------------ computational graphs


def computational_graph(ax, nodes, wires, above="its value"):
    """A computation from left to right: values above its wires, gradients below them.

    ``nodes``: ``name: (x, y, text)``, in inches. ``wires``: ``(start, end, value, gradient)``; the last two are texts.
    A node between two wires is drawn in a box, as a step of the computation; the others are what is given or wanted.
    ``above``: what stands above the wires, if not the values.
    """
    steps = {end for _, end, *_ in wires} & {start for start, *_ in wires}
    for start, end, value, gradient in wires:
        (x0, y0, _), (x1, y1, _) = nodes[start], nodes[end]
        bend = x1 - 0.55 if y0 != y1 else x1  # level first, where the labels stand, then into the next step
        ax.plot([x0, bend, x1], [y0, y0, y1], color=MUTED, linewidth=1.5, zorder=1)
        middle = (x0 + bend + 0.25) / 2
        ax.text(middle, y0 + 0.06, value, color=FORWARD, ha="center", va="bottom")
        ax.text(middle, y0 - 0.08, gradient, color=GRADIENT, ha="center", va="top", fontweight="bold")
    for name, (x, y, text) in nodes.items():
        edge = "black" if name in steps else "white"
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": edge, "linewidth": 1.5}
        ax.text(x, y, text, ha="center", va="center", bbox=box, zorder=2)
    xs, ys = [x for x, _, _ in nodes.values()], [y for _, y, _ in nodes.values()]
    ax.set(xlim=(min(xs) - 0.4, max(xs) + 0.4), ylim=(min(ys) - 0.9, max(ys) + 0.5), aspect="equal")
    ax.text(min(xs) - 0.3, min(ys) - 0.85, f"above a wire: {above}", color=FORWARD)
    below = "below it: dL/d(value)" if "L" in nodes else "below it: df/d(value)"
    ax.text(max(xs) + 0.3, min(ys) - 0.85, below, color=GRADIENT, ha="right", fontweight="bold")
    ax.axis("off")
    return ax


def graph_of_one_sample(ax, w1, w2, x1, x2, b, y):
    """z = w1 x1 + w2 x2 + b, y_hat = sigma(z), the binary cross-entropy L, and every gradient on the way back."""
    z = w1 * x1 + w2 * x2 + b
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
        "sigma": (5.7, 2.4, r"$\sigma$"),
        "bce": (7.5, 2.4, "BCE"),
        "y": (5.7, 0.9, f"$y$ = {y:g}"),
        "L": (9.0, 2.4, "$L$"),
    }
    wires = [
        ("w1", "times1", w1, dL_dz * x1),
        ("x1", "times1", x1, dL_dz * w1),
        ("w2", "times2", w2, dL_dz * x2),
        ("x2", "times2", x2, dL_dz * w2),
        ("times1", "plus", w1 * x1, dL_dz),
        ("times2", "plus", w2 * x2, dL_dz),
        ("b", "plus", b, dL_dz),
        ("plus", "sigma", z, dL_dz),
        ("sigma", "bce", y_hat, dL_dy_hat),
        ("bce", "L", loss, 1.0),
    ]
    texts = [(start, end, _rounded(value, 2), _rounded(slope, 2)) for start, end, value, slope in wires]
    return computational_graph(ax, nodes, [*texts, ("y", "bce", "", "")])


def _rounded(number, decimals):
    text = f"{round(float(number), decimals) + 0.0:.{decimals}f}"  # + 0.0: no minus before a zero
    return text.replace("-", "\N{MINUS SIGN}")


# ---------------------------------------------------------------- walks on a loss surface, boundaries on data


def loss_surface(ax, loss, across, up, points=51):
    """Contour lines of ``loss(w)``, w of shape (2,): w[0] runs ``across`` (low, high), w[1] runs ``up``."""
    horizontal, vertical = np.linspace(*across, points), np.linspace(*up, points)
    heights = np.array([[loss(np.array([u, v])) for u in horizontal] for v in vertical])
    low, high = heights.min(), heights.max()
    levels = low + (high - low) * np.linspace(0.03, 1, 14) ** 2  # closer together near the bottom
    ax.contour(horizontal, vertical, heights, levels=levels, colors=MUTED, linewidths=1, alpha=0.8)
    return ax


def descent_path(ax, path):
    """The steps of gradient descent, ``path`` (steps + 1, 2): from the open circle to the square."""
    path = np.asarray(path)
    ax.plot(*path.T, "-o", color=GRADIENT, linewidth=2, markersize=5, zorder=3)
    ax.plot(*path[0], "o", color=GRADIENT, markerfacecolor="white", markersize=12, markeredgewidth=2.5, zorder=4)
    ax.plot(*path[-1], "s", color=GRADIENT, markersize=10, zorder=4)
    return ax


def labelled_points(ax, x, y, names=("y = 0", "y = 1"), held_out=False):
    """The rows of ``x`` (N, 2): a triangle where ``y`` is 1, a circle where it is 0; hollow if ``held_out``."""
    ones = np.ravel(y) == 1
    for rows, marker, color, name in ((~ones, "o", CLASS_0, names[0]), (ones, "^", CLASS_1, names[1])):
        if held_out:
            style = {
                "facecolors": "none",
                "edgecolors": color,
                "linewidths": 1.8,
                "s": 60,
                "label": f"{name}, held out",
            }
        else:
            style = {"facecolors": color, "edgecolors": "white", "linewidths": 0.5, "s": 45, "label": name}
        ax.scatter(x[rows, 0], x[rows, 1], marker=marker, zorder=3, **style)
    return ax


def decision_boundary(ax, probability, points=201):
    """The line (or curve) where ``probability`` is 1/2, and each side in its class's colour, within ``ax``'s limits.

    ``probability``: a function from points (M, 2), in the units of the axes, to y_hat (M, 1) or (M,).
    """
    across, up = np.linspace(*ax.get_xlim(), points), np.linspace(*ax.get_ylim(), points)
    grid = np.stack(np.meshgrid(across, up), axis=-1)  # (points, points, 2)
    y_hat = np.reshape(probability(grid.reshape(-1, 2)), (points, points))
    ax.contourf(across, up, y_hat, levels=[0, 0.5, 1], colors=[CLASS_0, CLASS_1], alpha=0.12, zorder=0)
    if y_hat.min() < 0.5 < y_hat.max():
        ax.contour(across, up, y_hat, levels=[0.5], colors="black", linewidths=2.5, zorder=4)
    return ax


def probability_map(ax, probability, points=101):
    """How sure ``probability`` is, within ``ax``'s limits: white at 1/2, towards 0 and 1 in the classes' colours.

    The black line is where it is 1/2, as in ``decision_boundary``, and ``probability`` is what it is there.
    """
    across, up = np.linspace(*ax.get_xlim(), points), np.linspace(*ax.get_ylim(), points)
    grid = np.stack(np.meshgrid(across, up), axis=-1)  # (points, points, 2)
    y_hat = np.reshape(probability(grid.reshape(-1, 2)), (points, points))
    colors = mpl.colors.LinearSegmentedColormap.from_list("no to yes", [CLASS_0, "white", CLASS_1])
    ax.pcolormesh(across, up, y_hat, cmap=colors, vmin=0, vmax=1, alpha=0.45, zorder=0)
    if y_hat.min() < 0.5 < y_hat.max():
        ax.contour(across, up, y_hat, levels=[0.5], colors="black", linewidths=2.5, zorder=4)
    return ax


# -------------------------------------------------------------------------------------- arrays, to scale


def arrays_to_scale(ax, terms, decimals=0, zeros=False):
    """An equation of arrays, each drawn to scale: one square for each number, the name above, the shape below.

    ``terms``: strings such as "=" or "+", and tuples ``(name, array)`` or ``(name, array, color)``. A vector is
    drawn as a column. A zero is left empty, as one that has to be zero, unless ``zeros`` is true.
    """
    arrays = [np.atleast_2d(np.asarray(t[1]).T).T for t in terms if not isinstance(t, str)]
    top = max(len(a) for a in arrays) / 2
    x, remaining = 0.0, iter(arrays)
    for term in terms:
        if isinstance(term, str):
            ax.text(x + 0.5, 0, term, ha="center", va="center", fontsize=18)
            x += 1.0
            continue
        name, values, color = (*term, FORWARD)[:3]
        cells = next(remaining)
        rows, columns = cells.shape
        for (i, j), value in np.ndenumerate(cells):
            corner = (x + j, rows / 2 - i - 1)
            shade = 0.22 if value or zeros else 0.0
            ax.add_patch(plt.Rectangle(corner, 1, 1, facecolor=mpl.colors.to_rgba(color, shade), edgecolor=color))
            if value or zeros:
                ax.text(
                    corner[0] + 0.5, corner[1] + 0.5, _rounded(value, decimals), ha="center", va="center", fontsize=13
                )
        ax.text(x + columns / 2, rows / 2 + 0.25, name, ha="center", va="bottom", color=color, fontsize=15)
        shape = ", ".join(str(n) for n in np.shape(values)) + ("," if np.ndim(values) == 1 else "")
        ax.text(x + columns / 2, -rows / 2 - 0.25, f"({shape})", ha="center", va="top", color=MUTED, fontsize=13)
        x += columns + 0.35
    ax.set(xlim=(-0.2, x), ylim=(-top - 1.1, top + 1.2), aspect="equal")
    ax.axis("off")
    return ax


# ------------------------------------------------------------------------------------ hidden units


def hinge_lines(ax, W1, b1, numbered=True):
    """The hinge of each hidden unit, z1 = W1 x + b1 = 0, within the limits of ``ax``: a dashed line.

    ``W1`` (hidden, 2), ``b1`` (hidden,). If ``numbered``, the unit's number stands on its hinge, and an arrow points
    to the side on which the unit is on.
    """
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    across, up = np.linspace(low, high, 101).T
    page = ax.get_window_extent().size
    for number, (w, b) in enumerate(zip(W1, b1, strict=True), start=1):
        z1 = w[0] * across[None, :] + w[1] * up[:, None] + b
        if not z1.min() < 0 < z1.max():
            continue
        width = 2 if numbered else 1.2
        ax.contour(across, up, z1, levels=[0], colors=SECOND, linestyles="--", linewidths=width, zorder=4)
        if not numbered:
            continue
        uphill = w * (high - low) / page  # how z1 rises on the page
        uphill = uphill / np.linalg.norm(uphill)
        along = min((uphill[1], -uphill[0]), (-uphill[1], uphill[0]))  # along the hinge, to the left (or down)
        on_hinge = np.argwhere(np.diff(np.signbit(z1), axis=1))[:, ::-1] / 100  # as fractions of the axes
        if len(on_hinge) < 2:
            on_hinge = np.argwhere(np.diff(np.signbit(z1), axis=0))[:, ::-1] / 100
        from_the_right = on_hinge[np.argsort(on_hinge @ along)]  # the order is the same in all units
        place = from_the_right[round(0.16 * len(on_hinge))]
        ax.annotate(
            f"{number}",
            place + 38 * uphill / page,
            xytext=place,
            xycoords="axes fraction",
            color=SECOND,
            ha="center",
            va="center",
            fontsize=13,
            arrowprops={"arrowstyle": "-|>", "color": SECOND, "linewidth": 2},
            bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": SECOND},
            zorder=5,
        )
    return ax
