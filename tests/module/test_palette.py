"""The palette of the pictures: what is written is dark enough, and what means different things looks different.

Colours are compared as CIE L*a*b* (D65), as each of the three forms of dichromacy sees them after Machado,
Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, and by their lightness alone, as on a grey print.
"""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import figures
from helpers.datasets import SPECIES

ROLES = {name: getattr(figures, name) for name in ("FORWARD", "SECOND", "GRADIENT", "WRONG")}
CLASSES = {name: getattr(figures, name) for name in ("CLASS_1", "CLASS_0")}
MARKS = {name: mark for name, (_, mark) in figures.SPECIES.items()}
BIRDS = {name: color for name, (color, _) in figures.SPECIES.items()}
ALL = ROLES | CLASSES | BIRDS | {"MUTED": figures.MUTED}

EYES = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = np.sum(TO_XYZ, axis=1)


def light(color):
    """The linear red, green and blue of a colour."""
    value = np.array(to_rgb(color))
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(color, eyes="usual"):
    """CIE L*a*b* of a colour as these eyes see it."""
    xyz = TO_XYZ @ np.clip(EYES[eyes] @ light(color), 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast_with_white(color):
    """The ratio of WCAG 2."""
    return 1.05 / (TO_XYZ[1] @ light(color) + 0.05)


def test_the_measures_are_the_known_ones():
    assert lab("white") == pytest.approx([100, 0, 0], abs=1e-9)
    assert lab("red") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)  # as published for sRGB
    assert contrast_with_white("black") == pytest.approx(21)
    assert contrast_with_white("#777777") == pytest.approx(4.48, abs=0.005)
    red_and_green = [np.linalg.norm(lab("#B00000", eyes) - lab("#7D6800", eyes)) for eyes in EYES]
    assert red_and_green[0] > 50
    assert min(red_and_green[1:3]) < red_and_green[0] / 2  # a red and an olive are close for two kinds of eyes


@pytest.mark.parametrize("name", [*ROLES, "MUTED"])
def test_what_is_written_is_dark_enough(name):
    assert contrast_with_white(ALL[name]) >= 4.5


@pytest.mark.parametrize("name", ALL)
def test_what_is_drawn_can_be_seen(name):
    assert contrast_with_white(ALL[name]) >= 2.2  # marks are large; CLASS_0 is never written in


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(ALL, 2)))
def test_no_two_meanings_look_alike(one, other, eyes):
    assert np.linalg.norm(lab(ALL[one], eyes) - lab(ALL[other], eyes)) >= 12


@pytest.mark.parametrize("group", [ROLES, CLASSES, BIRDS], ids=["roles", "classes", "birds"])
def test_a_grey_print_tells_them_apart(group):
    lightness = sorted(lab(color)[0] for color in group.values())
    assert min(np.diff(lightness)) >= 6


def test_every_species_has_a_look_of_its_own():
    assert set(figures.SPECIES) == set(SPECIES)
    assert len({mark for _, mark in figures.SPECIES.values()}) == len(SPECIES)
    assert len(set(ALL.values())) == len(ALL)


def test_each_species_has_a_mark_of_its_own():
    assert MARKS == {"Adelie": "D", "Chinstrap": "v", "Gentoo": "s"}  # diamond, triangle, square
