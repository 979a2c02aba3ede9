"""What an engine is: it compiles a graph to a program."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from limpid.graph.op import Array
from limpid.graph.tracing import Graph


class Program(Protocol):
    """A graph made runnable.

    Attributes:
        can_repeat: Whether it can run many steps in one call.
        stages: How it was made, step by step, as texts to read: `graph` at least.
    """

    can_repeat: bool

    @property
    def fallbacks(self) -> Mapping[str, str]:
        """The operations that the reference engine runs instead, and why."""

    stages: Mapping[str, str]

    def __call__(self, inputs: Sequence[Array]) -> list[Any]:
        """Return the outputs' values for the inputs' values, in the graph's order."""

    def repeat(
        self, arrays: Sequence[Array], variables: Sequence[Array], rows: Array
    ) -> list[Any]:
        """Run many steps on batches of rows, feeding assigned variables back."""


class Engine(Protocol):
    """Turns graphs into programs."""

    name: str

    def compile(self, graph: Graph) -> Program:
        """Return a program that computes the graph."""
