"""How long one training step takes: ours, the same step in plain NumPy without any check, PyTorch's, JAX's. No test.

    python -m tests.scripts.benchmark
    python -m tests.scripts.benchmark sliders       how long each slider of the notebooks takes to draw
    python -m tests.scripts.benchmark memory        how much memory each notebook's kernel takes after its last cell

A step of the network with one hidden layer: forward, backward, update, and the loss as a number; float64 on the CPU,
all rows at once. "plain" is this step written out by hand, with the formulas of the layers and without any check.
"in train" is a step within ``train``, which looks at its data once, before the first step. "engine" is a step by the
automatic differentiation of notebook 10, as it stands there: on 333 rows it takes at most 6 times as long as "plain".
The contestants take turns, and of each the median turn counts, because other work on the machine makes single turns
slow. PyTorch and JAX appear where they are installed.
"""

import statistics
import subprocess
import sys
import time

import nbformat
import numpy as np

from helpers import HiddenLayerClassifier, train
from tests.checking.notebook_execution import execute
from tests.checking.notebook_files import notebook_paths, read
from tests.checking.sliders import panels
from tests.witnesses.engine import names_of

SIZES = [(8, 3, 4), (333, 4, 16), (10_000, 10, 32), (100_000, 30, 64)]  # rows, features, hidden units; one label
LEARNING_RATE = 0.1
TURNS = 25
SECONDS_A_TURN = 0.02


def ours(x, y, network):
    network = network.copy()
    return lambda: network.update_weights(x, y, LEARNING_RATE), 1


def in_train(x, y, network):
    epochs = max(2, 200_000 // len(x) // 10)
    return lambda: train(network, x, y, learning_rate=LEARNING_RATE, epochs=epochs), epochs


def plain(x, y, network):
    W1, b1, W2, b2 = (parameter.copy() for parameter in network.parameters.values())
    N = len(x)

    def step():
        z1 = x @ W1.T + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2.T + b2
        loss = (np.maximum(z2, 0) - z2 * y + np.log1p(np.exp(-np.abs(z2)))).mean()
        y_hat = np.exp(np.minimum(z2, 0)) / (1 + np.exp(-np.abs(z2)))
        dL_dz2 = (y_hat - y) / N
        dL_dW2 = dL_dz2.T @ a1
        dL_db2 = dL_dz2.sum(axis=0)
        dL_dz1 = dL_dz2 @ W2 * (z1 > 0)
        dL_dW1 = dL_dz1.T @ x
        dL_db1 = dL_dz1.sum(axis=0)
        for parameter, gradient in ((W1, dL_dW1), (b1, dL_db1), (W2, dL_dW2), (b2, dL_db2)):
            parameter -= LEARNING_RATE * gradient
        return loss

    return step, 1


def engine(x, y, network):
    nb = names_of()
    weights = [parameter.copy() for parameter in network.parameters.values()]

    def step():
        variables = W1, b1, W2, b2 = [nb.Var(values) for values in weights]
        z2 = nb.relu(x @ W1.T + b1) @ W2.T + b2
        loss = nb.total(nb.softplus(z2) - y * z2) / y.size
        nb.backward(loss)
        weights[:] = [variable.value - LEARNING_RATE * variable.grad for variable in variables]
        return loss.value

    return step, 1


def pytorch(x, y, network):
    import torch

    model = torch.nn.Sequential(
        torch.nn.Linear(network.in_features, network.hidden.out_features, dtype=torch.float64),
        torch.nn.ReLU(),
        torch.nn.Linear(network.hidden.out_features, network.out_features, dtype=torch.float64),
    )
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), network.parameters.values(), strict=True):
            parameter.copy_(torch.from_numpy(value))
    loss_of = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    x, y = torch.from_numpy(x), torch.from_numpy(y)

    def step():
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, 1


def jax(x, y, network):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def loss_of(parameters, x, y):
        z2 = jnp.maximum(x @ parameters["W1"].T + parameters["b1"], 0) @ parameters["W2"].T + parameters["b2"]
        return jnp.mean(jnp.maximum(z2, 0) - z2 * y + jnp.log1p(jnp.exp(-jnp.abs(z2))))

    @jax.jit
    def stepped(parameters, x, y):
        loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
        return loss, {name: value - LEARNING_RATE * gradients[name] for name, value in parameters.items()}

    state = {name: jnp.asarray(value) for name, value in network.parameters.items()}
    x, y = jnp.asarray(x), jnp.asarray(y)

    def step():
        loss, after = jax.block_until_ready(stepped(dict(state), x, y))
        state.update(after)
        return loss.item()

    return step, 1


def seconds_a_step(contestants):
    """The median time of each one's step, over turns that are taken alternately."""
    repeats = []
    for call, _ in contestants:
        call()  # warm up
        start = time.perf_counter()
        call()
        repeats.append(max(1, int(SECONDS_A_TURN / (time.perf_counter() - start))))
    turns = [[] for _ in contestants]
    for _ in range(TURNS):
        for (call, steps), repeat, times in zip(contestants, repeats, turns, strict=True):
            start = time.perf_counter()
            for _ in range(repeat):
                call()
            times.append((time.perf_counter() - start) / repeat / steps)
    return [statistics.median(times) for times in turns]


def seconds_to_import(module):
    """Processor time of an import in a new interpreter, the least of nine."""
    timed = f"import time; start = time.process_time(); import {module}; print(time.process_time() - start)"
    run = [sys.executable, "-c", timed]
    return min(float(subprocess.run(run, capture_output=True, text=True, check=True).stdout) for _ in range(9))


def installed(name):
    try:
        return __import__(name).__version__
    except ImportError:
        return None


def redraws(path):
    """(cell, milliseconds) of each cell with sliders."""
    for cell, panel in panels(path):
        control, times = panel.children[0], []
        for _ in range(5):
            start = time.thread_time()  # other threads, such as those of a matrix product, make nobody wait longer
            control.value += control.step if control.value < control.max else control.min - control.max
            times.append(time.thread_time() - start)
        yield cell.id, 1e3 * min(times)


def sliders():
    for path in notebook_paths():
        for cell, milliseconds in redraws(path):
            print(f"{path.stem:36}{cell:20}{milliseconds:6.0f} ms")


ONE_FIGURE = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], [3, 4])"
ASK = "import psutil\nprint(psutil.Process().memory_info().rss)"


def megabytes(name, notebook):
    notebook.cells.append(nbformat.v4.new_code_cell(ASK))
    return int(execute(notebook, name).cells[-1].outputs[0].text) / 2**20


def memory():
    """At most 1.35 times that of a notebook with one figure: names that keep old figures are what raises it."""
    cell = nbformat.v4.new_code_cell(ONE_FIGURE)
    one = megabytes("one figure", nbformat.v4.new_notebook(cells=[cell]))
    print(f"{'one figure':36}{one:6.0f} MB")
    for path in notebook_paths():
        whole = megabytes(path.name, read(path))
        print(f"{path.stem:36}{whole:6.0f} MB{whole / one:8.2f}")


def main():
    contestants = {"plain": plain, "ours": ours, "in train": in_train, "engine": engine}
    versions = [f"NumPy {np.__version__}"]
    for module, name, build in (("torch", "PyTorch", pytorch), ("jax", "JAX", jax)):
        if version := installed(module):
            contestants[name] = build
            versions.append(f"{name} {version}")
    print(", ".join(versions))
    print("import:", ", ".join(f"{name} {1e3 * seconds_to_import(name):.0f} ms" for name in ("numpy", "helpers")))
    titles = "".join(f"{name:>14}" for name in contestants)
    print(f"{'rows':>8}{'features':>10}{'hidden':>8}  ", titles, "  ours/plain  engine/plain")
    for rows, features, hidden in SIZES:
        rng = np.random.default_rng(0)
        network = HiddenLayerClassifier.random(features, hidden, 1, rng)
        x, y = rng.standard_normal((rows, features)), rng.integers(0, 2, (rows, 1)).astype(np.float64)
        seconds = seconds_a_step([build(x, y, network) for build in contestants.values()])
        times = dict(zip(contestants, seconds, strict=True))
        print(f"{rows:>8}{features:>10}{hidden:>8}  ", "".join(f"{1e6 * t:>11.1f} us" for t in seconds), end="")
        print(f"{times['ours'] / times['plain']:>12.2f}{times['engine'] / times['plain']:>14.2f}")


if __name__ == "__main__":
    {(): main, ("sliders",): sliders, ("memory",): memory}[tuple(sys.argv[1:])]()
