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
