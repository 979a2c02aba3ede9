"""The functions that gradients are built from, under the names of this folder."""

from limpid.graph.arithmetic import (
    add,
    astype,
    broadcast_to,
    divide,
    multiply,
    negative,
    reshape,
    subtract,
    sum,
)

__all__ = [
    "add",
    "astype",
    "broadcast_to",
    "divide",
    "multiply",
    "negative",
    "reshape",
    "subtract",
    "sum",
]
