"""The comparison of pictures: what nobody can see is no difference, what one can see is one."""

import base64
import io

import numpy as np
from PIL import Image

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
