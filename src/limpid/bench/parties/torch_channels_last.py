"""PyTorch with its fastest settings for a processor: channels last, fused optimizer."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from limpid.bench import workload as bench
from limpid.bench.parties import torch_network
from limpid.bench.workload import Workload


class Party:
    """The module as users write it, and data that need no copying but the batch's."""

    memory_format = torch.channels_last

    def __init__(self, workload: Workload) -> None:
        self.batch_size = workload.batch_size
        x, y = bench.data(workload)
        self.is_mse = workload.loss == "mse"
        self.x, self.y = self.stored(torch.from_numpy(x)), torch.from_numpy(y)
        self.module = torch_network.module(workload)
        self.module.to(memory_format=self.memory_format)
        self.run: Any = self.module
        self.loss: Any = nn.MSELoss() if self.is_mse else nn.CrossEntropyLoss()
        self.optimizer = _optimizer(workload.optimizer, self.module.parameters())

    def stored(self, x: Any) -> Any:
        """Return data so that a batch of them is gathered quickly: as they are."""
        return x

    def view(self, x: Any) -> Any:
        """Return a batch with its axes named as PyTorch's users do."""
        return x.permute(0, 3, 1, 2) if x.ndim == 4 else x

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""
        self.module.train()
        order_of = torch.randperm if shuffled else torch.arange
        losses = [self._epoch(order_of) for _ in range(epochs)]
        return losses[-1]

    def _epoch(self, order_of: Callable[[int], Any]) -> float:
        total, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        for rows in order_of(len(self.x)).split(self.batch_size):
            x, y = self.x.index_select(0, rows), self.y.index_select(0, rows)
            self.optimizer.zero_grad()
            outputs = self.run(self.view(x))
            loss = self._loss(outputs, y)
            loss.backward()
            self.optimizer.step()
            total += loss.detach() * len(rows)
            if not self.is_mse:
                correct += (outputs.detach().argmax(-1) == y).sum()
        # Users print both after an epoch.
        correct.item()
        return float(total) / len(self.x)

    def _loss(self, outputs: Any, y: Any) -> Any:
        if self.is_mse:
            return self.loss(outputs, y)
        return self.loss(outputs.flatten(0, -2), y.flatten())

    def prepare(self, x: Any) -> Any:
        """Return a batch as a tensor."""
        self.module.eval()
        return self.view(self.stored(torch.from_numpy(x)))

    def predict(self, x: Any) -> Any:
        """Return the outputs for a batch."""
        with torch.inference_mode():
            outputs = self.run(x)
            return outputs if self.is_mse else outputs.softmax(-1)


def _optimizer(optimizer: bench.Optimizer, parameters: Any) -> Any:
    name, rate, momentum = optimizer
    learned = [p for p in parameters if p.requires_grad]
    if name == "adam":
        return torch.optim.Adam(learned, rate, eps=1e-8, fused=True)
    return torch.optim.SGD(learned, rate, momentum, fused=True)
