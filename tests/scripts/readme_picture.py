"""Draws the README's picture, from the same data and drawings as the notebooks."""

import base64

import matplotlib.pyplot as plt
import numpy as np

from helpers import HiddenLayerClassifier, figures, penguins, split, standardize, train
from tests.checking.notebook_files import ROOT

PICTURE = "notebooks/what_you_will_build.png"


def draw():
    """The picture, as the bytes of a PNG file: every gradient of one sample, and a classifier of real penguins."""
    with plt.rc_context():
        figures.use_house_style()
        fig, (left, right) = plt.subplots(1, 2, figsize=(15, 5.2), width_ratios=[1.75, 1])
        figures.graph_of_one_sample(left, w1=0.5, w2=-0.4, x1=2.0, x2=3.0, b=0.7, y=1)
        left.set_title("every gradient, derived by hand and proved right ...")

        measured, y = penguins("Chinstrap")
        rng = np.random.default_rng(0)
        seen, held_out, y_seen, y_held_out = split(measured, y, held_out=68, rng=rng)
        start = HiddenLayerClassifier.random(2, 8, 1, rng)
        network = train(start, standardize(seen), y_seen, learning_rate=1.0, epochs=500).network
        right.set(xlim=(31, 61), ylim=(12.6, 22))
        figures.probability_map(right, lambda points: network.forward(standardize(seen, points)[1]), points=301)
        figures.labelled_points(right, seen, y_seen, names=("others", "Chinstrap"))
        figures.labelled_points(right, held_out, y_held_out, held_out=True, names=("", ""))
        right.set(
            xlabel="bill length in mm", ylabel="bill depth in mm", title="... until a network tells penguins apart"
        )
        handles = (entries[:2] for entries in right.get_legend_handles_labels())
        right.legend(*handles, loc="lower left", handletextpad=0.1, borderaxespad=0.2)
        bundle, _ = figures.picture(fig, "")
    return base64.b64decode(bundle["image/png"])


if __name__ == "__main__":
    (ROOT / PICTURE).write_bytes(draw())
