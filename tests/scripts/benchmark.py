"""How long one training step takes: ours, PyTorch's, and the bare matrix products. A script, no test.

    python -m tests.scripts.benchmark

A step of the network with one hidden layer: forward, backward, update; float64 on the CPU, all rows at once.
"bare products" are the five matrix products of that step alone, without bias, activation, loss or update:
no NumPy code can be faster. The contestants take turns, and of each the median turn counts, because other work
on the machine makes single turns slow.
"""

import statistics
import time

import numpy as np

from helpers import HiddenLayerClassifier

SIZES = [(8, 3, 4), (333, 4, 16), (100_000, 30, 64)]  # rows, features, hidden units; one label
LEARNING_RATE = 0.1
TURNS = 25
SECONDS_A_TURN = 0.02


def ours(x, y, network):
    network = network.copy()
    return lambda: network.update_weights(x, y, LEARNING_RATE)


def bare_products(x, y, network):
    W1, W2 = network.parameters["W1"], network.parameters["W2"]
    a1, dL_dz2 = x @ W1.T, y - 0.5

    def step():
        x @ W1.T
        a1 @ W2.T
        dL_dz2.T @ a1
        dL_dz2 @ W2
        a1.T @ x

    return step


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

    return step


def seconds_a_step(steps):
    """The median time of each step, over turns that are taken alternately."""
    repeats = []
    for step in steps:
        step()  # warm up
        start = time.perf_counter()
        step()
        repeats.append(max(1, int(SECONDS_A_TURN / (time.perf_counter() - start))))
    turns = [[] for _ in steps]
    for _ in range(TURNS):
        for step, repeat, times in zip(steps, repeats, turns, strict=True):
            start = time.perf_counter()
            for _ in range(repeat):
                step()
            times.append((time.perf_counter() - start) / repeat)
    return [statistics.median(times) for times in turns]


def main():
    contestants = [ours, bare_products]
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: its column is empty.")
    else:
        print(f"NumPy {np.__version__}, PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
        contestants.append(pytorch)

    print(f"{'rows':>8}{'features':>10}{'hidden':>8}", end="")
    print(f"{'ours':>12}{'PyTorch':>12}{'products':>12}{'PyTorch/ours':>14}{'ours/products':>15}")
    for rows, features, hidden in SIZES:
        rng = np.random.default_rng(0)
        network = HiddenLayerClassifier.random(features, hidden, 1, rng)
        x, y = rng.standard_normal((rows, features)), rng.integers(0, 2, (rows, 1)).astype(np.float64)
        our_time, bare, *theirs = seconds_a_step([build(x, y, network) for build in contestants])
        times = [our_time, theirs[0] if theirs else None, bare]
        print(f"{rows:>8}{features:>10}{hidden:>8}", end="")
        print("".join(f"{'-' if t is None else f'{t * 1e6:.1f} us':>12}" for t in times), end="")
        print(f"{f'{theirs[0] / our_time:.1f}' if theirs else '-':>14}{our_time / bare:>15.1f}")


if __name__ == "__main__":
    main()
