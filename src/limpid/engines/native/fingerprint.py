"""The fingerprint of a graph: equal graphs, equal programs."""

import os
from collections.abc import Iterator
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
    stamps = sorted(stamp for folder in folders for stamp in _stamps(str(folder)))
    return sha256(repr(stamps).encode()).hexdigest()


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Return which files lie in a folder, and when each was changed last."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                about = entry.stat()
                yield entry.path, about.st_size, about.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(entry.path)


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
        rows.append((what, tensor.shape, _type(tensor.dtype)))
    # Where a variable is read and assigned, its new value may take the old one's place.
    read = {id(v): i for i, v in enumerate(graph.variables)}
    feedback = len(read), [read.get(id(v)) for v in graph.updates]
    return [*rows, [numbers[id(y)] for y in graph.outputs], feedback]


def _type(dtype: Any) -> Any:
    """Return a type in short, or those of an operation's several results."""
    return list(map(_type, dtype)) if isinstance(dtype, tuple) else dtype.str


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
