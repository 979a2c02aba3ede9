"""A sample: a call of a function of limpid.ops, with NumPy's word for the result."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from limpid import ops

RNG = np.random.default_rng(20240229)


def some(*shape: int, low: float = -2.0, high: float = 2.0) -> np.ndarray:
    """Return random numbers of which no two are nearly equal and none nearly whole."""
    count = math.prod(shape)
    grid = np.linspace(low, high, count + 2)[1:-1] + 0.0137
    return RNG.permutation(grid).reshape(shape)


def whole(*shape: int, high: int = 9) -> np.ndarray:
    return RNG.integers(0, high, shape)


@dataclass(frozen=True, eq=False)
class Sample:
    """A call with float arrays that may vary, and what NumPy makes of it."""

    name: str
    inputs: tuple[np.ndarray, ...]
    truth: Callable[..., Any] | None = None
    call: Callable[..., Any] | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    smooth: bool = True
    twice: bool = True
    traceable: bool = True

    def __call__(self, *inputs: Any) -> Any:
        function = self.call or getattr(ops, self.name)
        return function(*inputs, **self.settings)

    @property
    def is_float(self) -> bool:
        return all(x.dtype.kind == "f" for x in self.inputs)


SAMPLES: list[Sample] = []


def sample(name, *inputs, truth=None, call=None, **settings):
    """Note a sample; what is not a field of Sample goes to the function."""
    arrays = tuple(np.asarray(x) for x in inputs)
    kinds = ("smooth", "twice", "traceable")
    nature = {k: settings.pop(k) for k in kinds if k in settings}
    SAMPLES.append(Sample(name, arrays, truth, call, settings, **nature))


def label(given: Sample) -> str:
    """Return the sample's own name in test reports."""
    name = given.name
    if name == "linalg" and given.call is not None:
        name = given.call.__name__.strip("<>")
    same = [s for s in SAMPLES if s.name == given.name]
    return f"{name}-{same.index(given)}" if len(same) > 1 else name
