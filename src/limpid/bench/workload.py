"""Workloads: what is trained, or used, on what; data that every party can read."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, NamedTuple

import numpy as np

from limpid.bench import network
from limpid.bench.network import Network, Shape, Weights
from limpid.errors import ConfigError, nearest


class Optimizer(NamedTuple):
    """'sgd' or 'adam' (β 0.9 and 0.999, ε 1e-8) with a constant rate."""

    name: Literal["sgd", "adam"]
    learning_rate: float
    momentum: float = 0.0


_ADAM = Optimizer("adam", 0.001)


@dataclass(frozen=True)
class Workload:
    """A network, its batches, and how it is trained; or, for 'predict', only used.

    The last layer is written without softmax; 'crossentropy' adds it.

    Attributes:
        name: For the command line.
        title: For the table.
        input_shape: Of one example, channels last.
        num_examples: In one epoch.
        target: The ratio to the strongest peer that limpid is to reach.
        loss: 'mse', or 'crossentropy' with labels.
    """

    name: str
    title: str
    input_shape: Shape
    layers: Network
    batch_size: int
    num_examples: int
    target: float | None = None
    loss: Literal["mse", "crossentropy"] = "crossentropy"
    optimizer: Optimizer = _ADAM
    step: Literal["train", "predict"] = "train"

    @property
    def num_steps(self) -> int:
        """Steps of one epoch; the last batch may be smaller."""
        return -(-self.num_examples // self.batch_size)

    @property
    def output_shape(self) -> Shape:
        """The shape of one example's outputs."""
        return network.output_shape(self.layers, self.input_shape)


def workloads() -> dict[str, Workload]:
    """Return every workload of the folder by its name."""
    folder = Path(__file__).parent / "workloads"
    files = sorted(module.name for module in iter_modules([str(folder)]))
    modules = [import_module(f"limpid.bench.workloads.{name}") for name in files]
    return {module.WORKLOAD.name: module.WORKLOAD for module in modules}


def find(name: str) -> Workload:
    """Return the workload of a name: one of the folder, or one drawn at random.

    Raises:
        ConfigError: There is none.
    """
    from limpid.bench.drawing import drawn

    known = workloads()
    workload = known.get(name) or drawn(name)
    if workload is None:
        raise ConfigError(f"Unknown workload {name!r}; {nearest(name, known)}")
    return workload


@cache
def data(workload: Workload) -> tuple[Any, Any]:
    """Return the examples of an epoch: noise with labels, or signs to learn.

    They are drawn once, so that a process's memory is its contestant's.
    """
    random = np.random.default_rng(1)
    x = _inputs(workload, random)
    if workload.loss == "mse":
        return x, np.sign(x[:, :1] * x[:, 1:2])
    *steps, classes = workload.output_shape
    return x, random.integers(0, classes, (workload.num_examples, *steps))


def weights(workload: Workload) -> list[Weights]:
    """Return the first weights of each layer."""
    random = np.random.default_rng(2)
    return network.weights(workload.layers, workload.input_shape, random)


def _inputs(workload: Workload, random: np.random.Generator) -> Any:
    shape = (workload.num_examples, *workload.input_shape)
    match workload.layers[0]:
        case network.Embedding(count):
            return random.integers(0, count, shape, np.int32)
    return random.normal(size=shape).astype(np.float32)
