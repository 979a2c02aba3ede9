"""Sums over windows, of which averages are made."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.routines.max_pool import pool, scatter
from limpid.engines.native.target import Target
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor
from limpid.ops.max_pool import Pool


def sum_pool(node: Tensor, target: Target) -> None:
    """Lower sums over windows."""
    pool(node, target, "sum")


def sum_pool_gradient(node: Tensor, target: Target) -> None:
    """Lower the gradient: each cotangent goes to all elements of its window."""
    op: Pool = node.op  # type: ignore[assignment]
    views, computed = target.source(node.inputs[0])

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        return [*computed(b, loaded)] * product(op.size)

    scatter(node, target, views, body)
