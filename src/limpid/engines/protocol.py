"""What an engine is: it compiles a graph to a program."""

from collections.abc import Sequence
from typing import Any, Protocol

from limpid.graph.op import Array
from limpid.graph.tracing import Graph


class Program(Protocol):
    """A graph made runnable."""

    def __call__(self, inputs: Sequence[Array]) -> list[Any]:
        """Return the outputs' values for the inputs' values, in the graph's order."""


class Engine(Protocol):
    """Turns graphs into programs."""

    name: str

    def compile(self, graph: Graph) -> Program:
        """Return a program that computes the graph."""
