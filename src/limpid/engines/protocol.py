"""What an engine is: it compiles a graph to a program."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from limpid.engines.residence import Residence
from limpid.graph.op import Array
from limpid.graph.tracing import Graph
from limpid.graph.variable import Variable


class Repetition(Protocol):
    """A program's step, taken on batch after batch of whole arrays.

    The variables that it assigns stay at a residence between calls.
    """

    def take_from(self, arrays: Sequence[Array]) -> None:
        """Take batches from these arrays from now on, one for each argument."""

    def run(self, rows: Array) -> list[Array]:
        """Take a step on each batch of rows; return the last one's results.

        Args:
            rows: The examples' numbers, one batch after the other.
        """


class Epochs(Protocol):
    """The steps of whole epochs, taken by one repetition or by several in turn."""

    def begin(
        self,
        arrays: Sequence[Array],
        steps: Sequence[int],
        seed: int | None,
        first_values: Sequence[tuple[Variable, Array]],
    ) -> None:
        """Train on these arrays from now on.

        Args:
            arrays: What batches are taken from, one for each argument.
            steps: How many each repetition takes in an epoch.
            seed: The orders follow from it and the epoch's number; None for no order.
            first_values: What variables are set to when an epoch begins.
        """

    def run(self, first: int, count: int) -> list[Array]:
        """Train for some epochs; return each one's last results.

        Args:
            first: The first epoch's number.
            count: How many.
        """


class Program(Protocol):
    """A graph made runnable.

    Attributes:
        can_repeat: Whether it can run many steps in one call.
        in_place: For each variable that it assigns, whether it may write the new
            value where it reads the old one; only if it can repeat.
        stages: How it was made, step by step, as texts to read: `graph` at least.
    """

    can_repeat: bool
    in_place: tuple[bool, ...]

    @property
    def fallbacks(self) -> Mapping[str, str]:
        """The operations that the reference engine runs instead, and why."""

    stages: Mapping[str, str]

    def __call__(
        self, inputs: Sequence[Array], variables: Sequence[Array] = ()
    ) -> list[Any]:
        """Return the outputs' values for the inputs' values, in the graph's order.

        Args:
            inputs: The arguments' values; of variables, too, if they are not given.
            variables: Their values; the same list as last time if all are the same.
        """

    def repetition(self, residence: Residence) -> Repetition:
        """Return what runs many steps in one call; only if the program can."""


class Engine(Protocol):
    """Turns graphs into programs."""

    name: str

    def compile(self, graph: Graph) -> Program:
        """Return a program that computes the graph."""

    def epochs(self, parts: Sequence[Repetition]) -> Epochs | None:
        """Return what runs whole epochs in one call; None where nothing is gained.

        Args:
            parts: What takes an epoch's steps; nobody else may use it.
        """

    def permutation(self, count: int, seed: int, step: int) -> Array:
        """Return what `random.permutation` returns."""
