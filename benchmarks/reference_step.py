"""A training step of LeNet-5 on 64 pictures: the reference engine against PyTorch."""

from typing import Any

import numpy as np
from runner import Work, main

BATCH_SIZE = 64
NUM_THREADS = 2

RANDOM = np.random.default_rng(0)
PICTURES = RANDOM.uniform(size=(BATCH_SIZE, 28, 28, 1)).astype(np.float32)
LABELS = RANDOM.integers(0, 10, BATCH_SIZE)


def limpid_step() -> Work:
    """Prepare a step of the recipe's own network and optimizer."""
    from limpid.engines import set_engine
    from limpid.recipes import lenet5_mnist

    set_engine("reference")
    recipe = lenet5_mnist.RECIPE
    model = recipe.model()
    model.compile(recipe.optimizer(1000), recipe.loss)
    return lambda: model.train_on_batch(PICTURES, LABELS)


def torch_step() -> Work:
    """Prepare the same step, written as PyTorch's users would."""
    import torch
    from torch import nn

    torch.set_num_threads(NUM_THREADS)
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    )  # fmt: skip
    optimizer = torch.optim.Adam(model.parameters(), 0.002)
    x = torch.from_numpy(PICTURES.transpose(0, 3, 1, 2).copy())
    y = torch.from_numpy(LABELS)

    def step() -> None:
        optimizer.zero_grad()
        loss: Any = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()

    return step


if __name__ == "__main__":
    main(__file__, {"torch": torch_step, "limpid reference": limpid_step})
