"""Under a slider, the axes stay where the first picture has them: no later picture may write beyond the page."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from helpers import figures
from tests.checking.notebook_files import notebook_paths
from tests.checking.sliders import panels

MOVING = [path for path in notebook_paths() if "figures.sliders(" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", MOVING, ids=lambda path: path.stem)
def test_no_slider_pushes_anything_off_the_page(path, monkeypatch):
    beyond, drawn = [], figures.picture  # by how many points of a page, at most, each picture is too large

    def measured(fig, *options):
        bundle = drawn(fig, *options)
        box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
        beyond.append(72 * max(-box.x0, -box.y0, box.x1 - width, box.y1 - height))
        return bundle

    monkeypatch.setattr(figures, "picture", measured)
    try:
        for cell, panel in panels(path):
            *controls, output = panel.children
            for control in controls:
                start = control.value
                for share in (0, 0.3, 0.7, 1):
                    steps = round(share * (control.max - control.min) / control.step)
                    control.value = min(control.max, control.min + steps * control.step)
                    (shown,) = output.outputs
                    assert shown["output_type"] == "display_data", (cell.id, control.description, control.value)
                control.value = start
            assert len(beyond) > 4 * len(controls)
            assert np.max(beyond) <= 0, f"{cell.id}: {np.max(beyond):.1f} points beyond the page"
            beyond.clear()
    finally:
        plt.close("all")


def test_the_race_stands_where_its_steps_say(monkeypatch):
    """Also where not all of the steps behind it are drawn: the dot at the right, and those on both curves."""
    (path,) = (path for path in MOVING if path.stem.startswith("02"))
    pictures, drawn = [], figures.picture
    monkeypatch.setattr(figures, "picture", lambda fig, *options: pictures.append(fig) or drawn(fig, *options))
    for cell, panel in panels(path):
        if cell.id != "slide-losses":
            continue
        (stop,) = [child for child in panel.children if hasattr(child, "max")]
        for value in (0, 11, 18, stop.max):
            stop.value = value
            fig = pictures[-1]
            steps = int(fig.get_suptitle().rpartition(" ")[2])
            left, _, right = fig.axes
            dots = [line for line in right.lines if line.get_marker() == "o"]
            assert [line.get_xdata()[0] for line in dots] == [min(steps, 7), steps]
            z = [line.get_xdata()[0] for line in left.lines if line.get_markersize() == 12]
            written = [float(text.get_text()[6:].replace("\N{MINUS SIGN}", "-")) for text in left.texts]
            np.testing.assert_allclose(z, written, atol=0.005)
    plt.close("all")
    assert len(pictures) > 4
