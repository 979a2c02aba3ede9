"""`limpid train lenet5-mnist` as PyTorch's users would write it: a whole script.

Run by `command` as a script, without limpid: `python torch_command.py EPOCHS FILES`,
those of MNIST: pictures and labels to train on, pictures and labels to test.
"""

import gzip
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

BATCH_SIZE, LEARNING_RATE = 64, 0.002


def main(epochs: int, files: list[Path]) -> None:
    """Train and print the errors on the test set."""
    x, y, x_test, y_test = (read(file) for file in files)
    model = network().to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE, fused=True)
    steps = epochs * math.ceil(len(x) / BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for epoch in range(epochs):
        total, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        model.train()
        for rows in torch.randperm(len(x)).split(BATCH_SIZE):
            optimizer.zero_grad()
            outputs, targets = model(x.index_select(0, rows)), y[rows]
            loss = nn.functional.cross_entropy(outputs, targets)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.detach() * len(rows)
            correct += (outputs.detach().argmax(1) == targets).sum()
        print(epoch + 1, total.item() / len(x), correct.item() / len(x))
    print("test errors", errors(model, x_test, y_test))
    torch.save(model.state_dict(), "model.pt")


def network() -> Any:
    """Return the recipe's network."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Dropout(0.25), nn.Linear(400, 120), nn.ReLU(),
        nn.Dropout(0.25), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def errors(model: Any, x: Any, y: Any) -> int:
    """Return how many pictures are named wrongly."""
    model.eval()
    with torch.inference_mode():
        parts = [model(part).argmax(1) for part in x.split(1000)]
    return int((torch.cat(parts) != y).sum())


def read(file: Path) -> Any:
    """Return pictures with numbers from 0 to 1, or labels."""
    content = gzip.decompress(file.read_bytes())
    # The fourth byte counts the axes; the length of each follows in four.
    if content[3] == 3:
        numbers = np.frombuffer(content, np.uint8, -1, 16).reshape(-1, 1, 28, 28)
        return torch.from_numpy(numbers.astype(np.float32) / 255)
    return torch.from_numpy(np.frombuffer(content, np.uint8, -1, 8).astype(np.int64))


if __name__ == "__main__":
    main(int(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
