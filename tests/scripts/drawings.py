"""What one call of each drawing draws, artist by artist: ``tests/module/drawings.txt`` holds what was agreed on.

    python -m tests.scripts.drawings     write drawings.txt anew, after a look at the pictures; read the difference

Places, texts, colours, order, sizes and limits, which are the same with every Matplotlib; no pixels.
"""

import pathlib

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from helpers import figures

FILE = pathlib.Path(__file__).parents[1] / "module" / "drawings.txt"
POINTS = np.array([[-1.0, 2.0], [1.5, -0.5], [0.5, 1.0], [-0.5, -1.0], [0.8, 0.9]])
LABELS = np.array([0, 1, 1, 0, 1])
NODES = {"x": (0, 1, "$x$"), "y": (0, 0, "$y$"), "u": (2, 0.4, "$u$"), "L": (4, 0.4, "$L$")}
WIRES = [("x", "u", "1", "2"), ("x", "u", "5", "6", "2 $+$ 3"), ("y", "u", "3", "4"), ("u", "L", "7", "8")]
COLUMNS = [("input", ["$x_1$", "$x_2$"]), ("hidden", ["$a_1$", "$a_2$", "$a_3$"]), ("output", ["$z$"])]


def bowl(w):
    return w[0] ** 2 + 2 * w[1] ** 2 + 0.1


def slope(points):
    return 1 / (1 + np.exp(-points @ [1.0, -2.0] - 0.3))


DRAWINGS = {
    "tangent": lambda ax: figures.tangent(ax, 0.5, 1.0, slope=-2.0, reach=0.4, label="slope"),
    "tangent at the end": lambda ax: figures.tangent(ax, 1.9, 1.0, slope=0.5, reach=0.4, label="slope"),
    "tangent at four fifths": lambda ax: figures.tangent(ax, 1.2, 1.0, slope=0.5, reach=0.4, label="slope"),
    "graph": lambda ax: figures.computational_graph(ax, NODES, WIRES, local={"u": "adds"}, lit=["u"]),
    "graph of letters": lambda ax: figures.computational_graph(
        ax, {"a": NODES["x"], "f": NODES["u"]}, [("a", "f", "1", "")], above="its letter"
    ),
    "graph, twice along one way": lambda ax: figures.computational_graph(
        ax, {"x": (0, 0, "$x$"), "f": (2, 0, "$f$")}, [("x", "f", "1", "2"), ("x", "f", "3", "4")]
    ),
    "graph of one sample": lambda ax: figures.graph_of_one_sample(ax, 0.5, -0.4, 2, 3, 0.7, 1),
    **{
        f"graph of one sample, {steps} steps back": lambda ax, steps=steps: figures.graph_of_one_sample(
            ax, -2, 1.2, 0.2, -3, 0.5, 0, steps_back=steps
        )
        for steps in range(6)
    },
    "network": lambda ax: figures.network_of_units(ax, COLUMNS),
    "network, one unit": lambda ax: figures.network_of_units(ax, COLUMNS, lit=(1, 2), names=["$W_{31}$", "$W_{32}$"]),
    "routes": lambda ax: figures.routes(ax, "$x_1$", [1, 0, -2], [2, -1, 3]),
    "routes with heads": lambda ax: figures.routes(
        ax, "$x$", [1, 2], [-3, 4], names=["$u$", "$v$"], end="$f$", result="$df/dx$", heads=["left", "right"]
    ),
    "loss": lambda ax: figures.loss_surface(ax, bowl, (-2, 3), (-1, 1), points=11, minimum=(0, 0)),
    "loss at levels": lambda ax: figures.loss_surface(ax, bowl, (-2, 3), (-1, 1), points=11, levels=[0.5, 1, 2, 4.5]),
    "walk": lambda ax: figures.descent_path(ax, [[2, 2 - k] for k in range(3)] + [[k, k] for k in range(7)], 4),
    "walk without numbers": lambda ax: figures.descent_path(ax, POINTS),
    "walk with all numbers": lambda ax: figures.descent_path(ax, POINTS, 5),
    "points": lambda ax: figures.labelled_points(ax, POINTS, LABELS),
    "points held out": lambda ax: figures.labelled_points(ax, POINTS, LABELS, names=("no", "yes"), held_out=True),
    "points of a size": lambda ax: figures.labelled_points(ax, POINTS, LABELS, size=20),
    "boundary": lambda ax: figures.decision_boundary(ax, slope, points=11),
    "boundary elsewhere": lambda ax: figures.decision_boundary(ax, lambda points: np.full(len(points), 0.25), points=3),
    "map": lambda ax: figures.probability_map(ax, slope, points=3),
    "arrays": lambda ax: figures.arrays_to_scale(
        ax,
        [("$W$", [[1, 0, -2.5], [12345, 0, 1]], figures.SECOND, [1]), "+", ("$b$", [0.25, 0]), "=", ("$c$", 3.0)],
        decimals=1,
    ),
    "arrays with zeros": lambda ax: figures.arrays_to_scale(ax, [("$z$", [0, 1])], zeros=True, shapes=False),
    "table": lambda ax: figures.multiplication_table(ax, [2, -1], [4, -3, 0], lit=(1, 1)),
    "table without a name": lambda ax: figures.multiplication_table(ax, [2], [4, 3], lit=(0, 1), names=["g", "x", ""]),
    "hinges": lambda ax: figures.hinge_lines(ax, [[1, 0.5], [0, -2], [3, 1]], [0.2, 0.5, 99]),
    "hinges by weight": lambda ax: figures.hinge_lines(
        ax, [[1, 0.5], [0, -2]], [0.2, 0.5], numbered=False, weights=[1, -4]
    ),
}


def drawn(draw):
    """The axes after this call: in the house style, 8 by 4 inches, from -2 to 2 and from -1.5 to 2.5."""
    with mpl.rc_context():
        figures.use_house_style()
        mpl.use("Agg")
        ax = plt.figure(figsize=(8, 4), layout="none").add_axes((0, 0, 1, 1), xlim=(-2, 2), ylim=(-1.5, 2.5))
        draw(ax)
        lines = [f"axes {described_axes(ax)}"]
        for artist in ax.get_children():
            if artist in (ax.patch, ax.xaxis, ax.yaxis, *ax.spines.values()):
                continue
            if not isinstance(artist, mpl.text.Text) or artist.get_text():
                lines.append(described(artist))
        plt.close("all")
    return lines


def described_axes(ax):
    limits = f"x {numbers(ax.get_xlim())} y {numbers(ax.get_ylim())}"
    return f"{limits} aspect {ax.get_aspect()} {'on' if ax.axison else 'off'}"


def numbers(values):
    return " ".join(f"{value + 0.0:.4g}" for value in np.ravel(np.ma.filled(values, np.nan)).astype(float))


def colors(values):
    return " ".join(to_hex(color, keep_alpha=True) for color in mpl.colors.to_rgba_array(values))


def described(artist):
    """One line: what it is, where, and how it looks."""
    match artist:
        case mpl.text.Text():
            words = [artist.get_text(), "at", numbers(artist.get_position())]
            if isinstance(artist, mpl.text.Annotation):
                at = "a function" if callable(artist.xycoords) else artist.xycoords
                words += ["of", numbers(artist.xy), at, artist.anncoords]
                if artist.arrow_patch:
                    words += ["arrow", patch(artist.arrow_patch)]
            words += [artist.get_ha(), artist.get_va(), colors(artist.get_color()), numbers(artist.get_fontsize())]
            words.append(str(artist.get_fontweight()))
            if artist.get_bbox_patch():
                style = artist.get_bbox_patch().get_boxstyle()
                pad = numbers(style.pad) if hasattr(style, "pad") else ""
                words += ["box", type(style).__name__, pad, patch(artist.get_bbox_patch())]
        case mpl.lines.Line2D():
            words = ["line", numbers(artist.get_xydata()), artist.get_linestyle(), numbers(artist.get_linewidth())]
            words.append(colors(artist.get_color()))
            if artist.get_marker() != "None":
                words += ["marker", artist.get_marker(), numbers(artist.get_markersize())]
                words += [numbers(artist.get_markeredgewidth()), colors(artist.get_markerfacecolor())]
                words.append(colors(artist.get_markeredgecolor()))
        case mpl.patches.Circle():
            words = ["circle", numbers(artist.center), numbers(artist.radius), patch(artist)]
        case mpl.patches.Rectangle():
            words = ["rectangle", numbers(artist.get_bbox().extents), patch(artist)]
        case mpl.collections.Collection():
            label = str(artist.get_label())
            words = [type(artist).__name__, "" if label.startswith("_") else label, "at", numbers(artist.get_offsets())]
            words += ["faces", colors(artist.get_facecolor()), "edges", colors(artist.get_edgecolor())]
            words += [numbers(artist.get_linewidth()), *map(dashes, artist.get_linestyle())]
            words += [f"effect {effect._gc}" for effect in artist.get_path_effects() or []]
            if artist.get_array() is not None:
                words += ["values", numbers(artist.get_array()), "from", numbers(artist.get_clim())]
                words += ["colors", colors(artist.cmap([0.0, 0.5, 1.0]))]
            if hasattr(artist, "get_sizes"):
                words += ["sizes", numbers(artist.get_sizes())]
            for path in filter(len, artist.get_paths()):
                words += ["path", numbers(path.get_extents().extents)]
            if isinstance(artist, mpl.quiver.Quiver):
                words += ["arrows", numbers(artist.U), numbers(artist.V), numbers(artist.width), artist.angles]
    if artist.get_alpha() is not None:
        words += ["alpha", numbers(artist.get_alpha())]
    return " ".join([*filter(None, words), "order", numbers(artist.get_zorder())])


def dashes(style):
    start, pattern = style
    return "" if pattern is None else f"dashes {numbers(start)} {numbers(pattern)}"


def patch(artist):
    return f"{colors(artist.get_facecolor())} {colors(artist.get_edgecolor())} {numbers(artist.get_linewidth())}"


def agreed():
    """name: lines, of ``drawings.txt``."""
    drawings, name = {}, None
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            drawings[name].append(line.strip())
        else:
            name = line
            drawings[name] = []
    return drawings


def as_text():
    return "".join(f"{name}\n" + "".join(f"    {line}\n" for line in drawn(draw)) for name, draw in DRAWINGS.items())


if __name__ == "__main__":
    FILE.write_text(as_text(), encoding="utf-8")
