from dataclasses import dataclass
from typing import Any, ClassVar

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Comparison
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Greater(Comparison):
    """x > y."""

    formula: ClassVar[str] = "x > y"

    def reference(self, x: Array, y: Array) -> Array:
        return x > y

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.compare(x, y, ">")


def greater(x: Any, y: Any, /) -> Tensor:
    """Return whether x is greater than y, elementwise with broadcasting."""
    return apply(Greater(), *pair(x, y))
