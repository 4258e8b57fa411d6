"""The comparison of pictures: what nobody can see is no difference, what one can see is one."""

import base64
import io

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from tests.checking import pictures
from tests.checking.notebook_files import METADATA, as_text, read
from tests.checking.pictures import difference
from tests.scripts import regenerate


def png(pixels, **options):
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(buffer, format="png", **options)
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
    try:  # not pytest.raises: a skip that goes through it would skip this test, and nobody would see
        pictures.skip_unless_drawn_here()
        found = None
    except (pytest.skip.Exception, pytest.fail.Exception) as stopped:
        found = type(stopped)
        assert "pixels are compared only where the figures were drawn" in str(stopped)
    assert found is outcome


def test_the_pinned_versions_are_all_that_decide():
    assert set(pictures.pinned_versions()) == set(pictures.figure_versions())


def drawn(*pictures):
    """A notebook with these pictures, one in each cell."""
    outputs = [new_output("display_data", {"image/png": picture}) for picture in pictures]
    cells = [new_code_cell("1", id=f"figure-{n}", outputs=[output]) for n, output in enumerate(outputs)]
    return new_notebook(cells=cells, metadata=METADATA)


@pytest.mark.parametrize("redraw", [False, True])
def test_regenerate_keeps_the_bytes_of_a_picture_that_looks_the_same(redraw, tmp_path, monkeypatch):
    """... so that another build of Matplotlib does not rewrite every picture, unless it is asked to."""
    same, seen = np.full((30, 40, 3), 100), np.full((30, 40, 3), 100)
    seen[3, 4, 1] = 109
    old, packed, other = png(same), png(same, compress_level=0), png(seen)
    assert old != packed
    path = tmp_path / "99_test.ipynb"
    path.write_text(as_text(drawn(old, old)), encoding="utf-8")
    monkeypatch.setattr(regenerate, "execute", lambda *_: drawn(packed, other))
    monkeypatch.setattr(regenerate, "notebook_paths", lambda: [path])
    monkeypatch.setattr(regenerate, "PINNED_VERSIONS", tmp_path / "versions.json")
    assert regenerate.main(["--redraw"] if redraw else [str(path)]) == 0
    assert [cell.outputs[0].data["image/png"] for cell in read(path).cells] == [packed if redraw else old, other]
