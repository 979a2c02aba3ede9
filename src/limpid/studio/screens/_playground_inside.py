"""Inside the next batch: one operation on one of its examples, nothing changed."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.explanations.step import LayerStep, Step, activation, take_apart
from limpid.graph.tensor import no_grad
from limpid.studio.messages import Array as Sent

Array = NDArray[Any]

LOSS, FORWARD, BACKWARD, UPDATE = "loss", "forward", "backward", "update"


class Inside(msgspec.Struct):
    """One operation on one example of the next batch.

    Attributes:
        example, examples: Which of how many; the last number stands for the update,
            which all of them have in common.
        operation: Which of those there are for it.
        operations: How many there are for an example, and for the update.
        sentence: What the operation does.
        point: Of the example, in the plane; None in the update.
        rows, columns: What the table's numbers belong to.
        numbers: The name of each, for its derivation; rows of columns.
        values: (rows, columns).
    """

    example: int
    examples: int
    operation: int
    operations: tuple[int, int]
    sentence: str
    point: tuple[float, float] | None
    rows: list[str]
    columns: list[str]
    numbers: list[list[str]]
    values: Sent


class Batch:
    """The next training step, taken apart.

    Args:
        model: Compiled; it stays as it is.
        x, y: The batch as the network takes it.
        names: Of the features.
        loss: Its name.
    """

    def __init__(
        self, model: Any, x: Array, y: Array, names: list[str], loss: str
    ) -> None:
        """Take the step, and everything back."""
        self.model, self.names, self.loss = model, names, loss
        # Class numbers are one target a row, too.
        self.y = y.reshape(len(y), -1)
        self.x = x
        self.step: Step = take_apart(model, x, self.y)
        self.layers = self.step.layers
        self.dense = [i for i, one in enumerate(self.layers) if one.unfolded]
        forward = [(FORWARD, i) for i in range(len(self.layers))]
        backward = [(BACKWARD, i) for i in reversed(self.dense)]
        self.of_example = [*forward, (LOSS, 0), *backward]
        self.of_batch = [(UPDATE, i) for i in self.dense]

    def place(self, example: int, operation: int) -> tuple[int, int, list[Any]]:
        """Return example and operation, and all operations there are for it."""
        example = min(example, len(self.x))
        known = self.of_batch if example == len(self.x) else self.of_example
        return example, min(operation, len(known) - 1), known

    def show(self, example: int, operation: int, points: Array) -> Inside:
        """Return the table of an operation.

        Args:
            example, operation: Which; beyond the last they mean the last.
            points: Of the batch, in the plane.
        """
        example, operation, known = self.place(example, operation)
        kind, layer = known[operation]
        rows, fields = self._table(kind, layer)
        values = [[self.value(n, example) for n in row] for row in fields]
        return Inside(
            example=example,
            examples=len(self.x),
            operation=operation,
            operations=(len(self.of_example), len(self.of_batch)),
            sentence=self._sentence(kind, layer),
            point=None if kind == UPDATE else tuple(points[example].tolist()),
            rows=rows,
            columns=self._columns(kind, layer),
            numbers=[[f"inside/{name}" for name in row] for row in fields],
            values=np.array(values, np.float64),
        )

    def numbers(self, example: int, operation: int) -> list[str]:
        """Return the names of an operation's numbers."""
        _, operation, known = self.place(example, operation)
        _, rows = self._table(*known[operation])
        return [f"inside/{name}" for row in rows for name in row]

    def places(self, limit: int) -> list[tuple[int, int]]:
        """Return every operation on every example, and the update.

        Args:
            limit: So many numbers at most; of a larger batch none is returned.
        """
        counts = [len(self.of_example)] * len(self.x) + [len(self.of_batch)]
        places = [(n, at) for n, count in enumerate(counts) for at in range(count)]
        size = sum(len(self.numbers(*place)) for place in places)
        return places if size <= limit else []

    # The numbers, by name: net/0/1 is unit 1's weighted sum in layer 0

    def value(self, name: str, example: int) -> float:
        """Return a number; raise KeyError or IndexError if there is none."""
        field, *at = name.split("/")
        layer, *place = map(int, at) if at else (0,)
        if min([layer, *place]) < 0:
            raise IndexError(name)
        array = self.array(field, layer, example)
        if array.ndim != len(place):
            raise IndexError(name)
        return float(array[tuple(place)])

    def array(self, field: str, layer: int, example: int) -> Array:
        """Return a field of a layer; that of an example counts its own error alone."""
        one = self.layers[layer]
        if field == "loss":
            return self._loss(example)
        if field == "out":
            return np.asarray(one.out[example])
        if not one.unfolded:
            raise KeyError(field)
        what, _, kind = field.partition("-")
        return (
            self._of_batch(one, what, kind) if kind else self._of(one, field, example)
        )

    def _of(self, one: Any, field: str, example: int) -> Array:
        """Return a field of an example: of its own loss, not the batch's mean."""
        if field == "kernel":
            delta = self._of(one, "delta", example)
            return np.outer(one.inputs[example], delta)
        count = len(self.x)
        fields = {
            "net": one.net,
            "slope": one.slope,
            "from": count * one.out_gradient,
            "delta": -count * one.delta,
        }
        if fields[field] is None:
            raise KeyError(field)
        return np.asarray(fields[field][example])

    def _of_batch(self, one: Any, what: str, kind: str) -> Array:
        if what == "after":
            return np.asarray(one.before[kind] + one.changes[kind])
        fields = {"mean": one.gradients, "change": one.changes}
        return np.asarray(fields[what][kind])

    def _loss(self, example: int) -> Array:
        rows = slice(example, example + 1)
        with no_grad():
            loss = self.model.compute_loss(
                None, self.y[rows], self.layers[-1].out[rows]
            )
            penalties = sum(float(penalty) for penalty in self.model.losses)
        return np.array(float(loss) - penalties)

    # The tables

    def _table(self, kind: str, layer: int) -> tuple[list[str], list[list[str]]]:
        """Return what each row belongs to, and the names of its numbers."""
        if kind == LOSS:
            return ["this example"], [["loss"]]
        one = self.layers[layer]
        if kind == UPDATE:
            return self._weights(layer)
        units = range(one.out.shape[-1])
        fields = self._fields(kind, one)
        sources = range(one.inputs.shape[-1]) if kind == BACKWARD else ()
        names = [
            [
                *(f"{field}/{layer}/{unit}" for field in fields),
                *(f"kernel/{layer}/{source}/{unit}" for source in sources),
            ]
            for unit in units
        ]
        return [f"unit {unit + 1}" for unit in units], names

    def _weights(self, layer: int) -> tuple[list[str], list[list[str]]]:
        fields = ("mean", "change", "after")
        rows, names = [], []
        for kind in self.layers[layer].changes or {}:
            shape = (self.layers[layer].before or {})[kind].shape
            for at in np.ndindex(*reversed(shape)):
                place = "/".join(map(str, reversed(at)))
                names.append([f"{field}-{kind}/{layer}/{place}" for field in fields])
                source = "bias"
                if kind == "kernel":
                    source = f"from {self.sources(layer)[at[1]]}"
                rows.append(f"unit {at[0] + 1}, {source}")
        return rows, names

    def _fields(self, kind: str, one: LayerStep) -> list[str]:
        """Return the fields of a layer that an operation has for each unit."""
        if kind == FORWARD:
            return ["net", "out"] if one.unfolded else ["out"]
        return ["from", *(["slope"] if one.slope is not None else []), "delta"]

    def _columns(self, kind: str, layer: int) -> list[str]:
        if kind == LOSS:
            return ["E"]
        if kind == UPDATE:
            return ["mean ∂E/∂w", "change", "new w"]
        one = self.layers[layer]
        words = {
            "net": "net", "out": "out",
            "from": "∂E/∂out", "slope": "f′(net)", "delta": "∂E/∂net",
        }  # fmt: skip
        columns = [words[field] for field in self._fields(kind, one)]
        if kind == BACKWARD:
            columns += [f"∂E/∂w from {name}" for name in self.sources(layer)]
        return columns

    def sources(self, layer: int) -> list[str]:
        """Return the names of what comes into a layer."""
        before = [i for i in self.dense if i < layer]
        if not before:
            return self.names
        return [f"unit {i + 1}" for i in range(self.layers[layer].inputs.shape[-1])]

    def title(self, layer: int) -> str:
        """Return what a layer is called."""
        one = self.layers[layer]
        if not one.unfolded:
            return f"The {type(one.layer).__name__} layer"
        if layer == len(self.layers) - 1:
            return "The output layer"
        return f"Hidden layer {self.dense.index(layer) + 1}"

    def _sentence(self, kind: str, layer: int) -> str:
        title, one = self.title(layer), self.layers[layer]
        if kind == LOSS:
            return "The output is compared with the target: that is this example's E."
        if kind == UPDATE:
            return (
                f"{title} changes its weights, once for all {len(self.x)} examples: "
                "by the mean of what each says, as the optimizer makes it of that."
            )
        if kind == BACKWARD:
            return (
                f"{title} hears how E grows with its outputs, and what that says of "
                "each weight: ∂E/∂net times what came in by it."
            )
        if not one.unfolded:
            return f"{title} passes on what it makes of its inputs in training."
        f = activation(one)
        return f"{title} adds up its inputs, weighted, to net; out = {f}(net)."
