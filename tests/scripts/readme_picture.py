"""Draws the README's picture, from the same data and drawings as the notebooks."""

import base64

import matplotlib.pyplot as plt

from helpers import LinearClassifier, figures, penguins, standardize, train
from tests.checking.notebook_files import ROOT

PICTURE = "notebooks/what_you_will_build.png"


def draw():
    """The picture, as the bytes of a PNG file: every gradient of one sample, and a classifier of real penguins."""
    with plt.rc_context():
        figures.use_house_style()
        fig, (left, right) = plt.subplots(1, 2, figsize=(15, 5.2), width_ratios=[1.75, 1])
        figures.graph_of_one_sample(left, w1=0.5, w2=-0.4, x1=2.0, x2=3.0, b=0.7, y=1)
        left.set_title("every gradient, derived by hand and proved right ...")

        measured, y = penguins("Adelie")
        x = standardize(measured)
        network = train(LinearClassifier([[0.0, 0.0]], [0.0]), x, y, learning_rate=2.0, epochs=2000).network
        figures.labelled_points(right, measured, y, names=("Chinstrap, Gentoo", "Adelie"))
        figures.decision_boundary(right, lambda points: network.forward(standardize(measured, points)[1]))
        right.set(xlabel="bill length (mm)", ylabel="bill depth (mm)", title="... until it tells penguins apart")
        right.legend(loc="lower right", fontsize=11)
        bundle, _ = figures.picture(fig, "")
    return base64.b64decode(bundle["image/png"])


if __name__ == "__main__":
    (ROOT / PICTURE).write_bytes(draw())
