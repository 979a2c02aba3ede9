"""The fingerprint of a graph: equal graphs, equal programs."""

from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from limpid.graph.op import Op
from limpid.graph.tracing import Graph


def fingerprint(graph: Graph, *context: object) -> str:
    """Return a digest of a graph's operations and constants, and of what else matters.

    Args:
        graph: Names and source lines do not count: code is the same without them.
        context: Versions, processor features and the like.
    """
    digest = sha256(repr((context, sources())).encode())
    digest.update(repr(describe(graph)).encode())
    return digest.hexdigest()


@cache
def sources() -> str:
    """Return a digest of the files that decide what code is written."""
    package = Path(__file__).parents[2]
    folders = (package / "graph", package / "ops", package / "engines" / "native")
    files = sorted(path for folder in folders for path in folder.rglob("*.py"))
    stamps = [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return sha256(repr(stamps).encode()).hexdigest()


def describe(graph: Graph) -> list[Any]:
    """Return a graph as plain values: each tensor as its operation and inputs."""
    numbers: dict[int, int] = {}
    rows: list[Any] = []
    for tensor in [*graph.inputs, *graph.nodes]:
        if id(tensor) in numbers:
            continue
        numbers[id(tensor)] = len(numbers)
        what: Any = "input"
        if not tensor.is_symbolic:
            what = constant(tensor.value)
        elif tensor.op is not None:
            what = operation(tensor.op), [numbers[id(x)] for x in tensor.inputs]
        rows.append((what, tensor.shape, str(tensor.dtype)))
    # Where a variable is read and assigned, its new value may take the old one's place.
    read = {id(v): i for i, v in enumerate(graph.variables)}
    feedback = len(read), [read.get(id(v)) for v in graph.updates]
    return [*rows, [numbers[id(y)] for y in graph.outputs], feedback]


def operation(op: Op) -> Any:
    """Return an operation as plain values: its class and settings."""
    values = [getattr(op, f.name) for f in fields(op)]
    settings = [describe(v) if isinstance(v, Graph) else repr(v) for v in values]
    return type(op).__module__, type(op).__name__, settings


def constant(array: Any) -> Any:
    """Return an array as a digest of its bytes; a number as itself."""
    if array.size == 1:
        return repr(array.item())
    return sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
