"""The comparison of pictures: what nobody can see is no difference, what one can see is one."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.checking import pictures
from tests.checking.pictures import difference


def png(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(buffer, format="png")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def test_pictures_that_look_the_same_are_the_same():
    picture = np.full((30, 40, 3), 100)
    assert difference(png(picture), png(picture)) is None
    assert difference(png(picture), png(picture + 8)) is None  # nobody sees it


def test_one_pixel_makes_another_picture():
    picture = np.full((30, 40, 3), 100)
    changed = picture.copy()
    changed[3, 4, 1] = 109
    assert difference(png(picture), png(changed)) == "1 of 1200 pixels differ"
    assert "pixels" in difference(png(picture), png(picture[:20]))


@pytest.mark.parametrize(
    ("other", "required", "outcome"),
    [
        ({}, "1", None),
        ({"freetype": "2.6.1"}, "0", pytest.skip.Exception),
        ({"freetype": "2.6.1"}, "1", pytest.fail.Exception),
        ({"matplotlib": "3.8.0"}, "1", pytest.fail.Exception),
        ({"machine": "Darwin arm64"}, "1", pytest.skip.Exception),
    ],
)
def test_pixels_are_compared_wherever_the_references_are_required(other, required, outcome, monkeypatch):
    """... but on a machine of another kind, which draws other pixels whatever is installed."""
    pinned = pictures.pinned_versions()
    monkeypatch.setattr(pictures, "figure_versions", lambda: pinned | other)
    monkeypatch.setenv("REQUIRE_REFERENCES", required)
    if outcome is None:
        pictures.skip_unless_drawn_here()
    else:
        with pytest.raises(outcome, match="pixels are compared only where the figures were drawn"):
            pictures.skip_unless_drawn_here()


def test_the_pinned_versions_are_all_that_decide():
    assert set(pictures.pinned_versions()) == set(pictures.figure_versions())
