"""Pictures in the outputs of cells: do two of them look the same, and with what were the committed ones drawn?"""

import base64
import io
import json
import platform
from pathlib import Path

import numpy as np
import pytest

from tests.references import unavailable

PINNED_VERSIONS = Path(__file__).with_name("figure_versions.json")
LEVELS = 8  # of 256: two pictures whose pixels differ by no more than this look the same


def pictures(outputs):
    """The PNG pictures among the outputs of a cell, as base64."""
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def pixels(picture):
    """The pixels of a PNG, given in base64: an array (height, width, 4) of 0 to 255."""
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGBA"), dtype=int)


def difference(picture, other):
    """What differs between two pictures, as a sentence; None where they look the same."""
    if picture == other:
        return None
    a, b = pixels(picture), pixels(other)
    if a.shape != b.shape:
        return f"one has {a.shape[1]} x {a.shape[0]} pixels, the other {b.shape[1]} x {b.shape[0]}"
    differing = int((np.abs(a - b).max(axis=2) > LEVELS).sum())
    return f"{differing} of {a.shape[0] * a.shape[1]} pixels differ" if differing else None


def figure_versions():
    """The versions that decide how a figure is drawn to the last pixel."""
    import matplotlib
    from matplotlib import ft2font

    return {
        "freetype": ft2font.__freetype_version__,
        "machine": f"{platform.system()} {platform.machine()}",
        "matplotlib": matplotlib.__version__,
    }


def pinned_versions():
    """The versions with which the committed figures were drawn."""
    return json.loads(PINNED_VERSIONS.read_text(encoding="utf-8")) if PINNED_VERSIONS.exists() else None


def skip_unless_drawn_here():
    """Pixels mean something only with the Matplotlib that drew the committed figures.

    Where the references are required, it has to be there: it is on their list. What is installed does not help on
    another kind of machine: there the test is skipped.
    """
    here, pinned = figure_versions(), pinned_versions()
    if here != pinned:
        reason = f"pixels are compared only where the figures were drawn, with {pinned}; here: {here}"
        if pinned and here["machine"] != pinned["machine"]:
            pytest.skip(reason)
        unavailable("REFERENCES", reason)
