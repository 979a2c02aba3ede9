"""What has weights: its own, and those of the layers in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor
from limpid.graph.tree import leaves
from limpid.graph.variable import Variable
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import Settings

if TYPE_CHECKING:
    from limpid.layers.layer import Layer


# The names of variables that are no weights: they are saved, but not counted.
SEED_STATE, RNN_STATE = "seed_state", "rnn_state"


@dataclass(eq=False, repr=False)
class Weighted(Settings):
    """Finds the variables and layers assigned to its attributes."""

    @property
    def own_variables(self) -> dict[str, Variable]:
        """The variables assigned to this layer's attributes, seeds included."""
        found: dict[str, Variable] = {}
        for name, value in vars(self).items():
            for part in leaves(value):
                variable = part.state if isinstance(part, SeedGenerator) else part
                if isinstance(variable, Variable):
                    key = variable.name or name
                    found[key if key not in found else f"{key}_{len(found)}"] = variable
        return found

    @property
    def layers(self) -> "list[Layer]":
        """The layers assigned to this layer's attributes, in order."""
        found = [part for value in vars(self).values() for part in leaves(value)]
        layers: Any = [part for part in found if isinstance(part, Weighted)]
        return list({id(layer): layer for layer in layers}.values())

    @property
    def variables(self) -> list[Variable]:
        """All variables of this layer and the layers in it, each once."""
        return list(self.paths().values())

    def paths(self) -> dict[str, Variable]:
        """Return all variables by their path, such as 'dense/kernel'."""
        result: dict[str, Variable] = {}
        seen: set[int] = set()
        for path, variable in self._walk(getattr(self, "name", None) or "", set()):
            if id(variable) not in seen:
                seen.add(id(variable))
                unique = path if path not in result else f"{path}_{len(result)}"
                result[unique] = variable
                variable.path = unique
        return result

    def _walk(self, prefix: str, visited: set[int]) -> Iterator[tuple[str, Variable]]:
        if id(self) in visited:
            return
        visited.add(id(self))
        for name, variable in self.own_variables.items():
            yield f"{prefix}/{name}", variable
        for layer in self.layers:
            yield from layer._walk(f"{prefix}/{layer.name}", visited)  # noqa: SLF001

    @property
    def weights(self) -> list[Variable]:
        """The variables other than the states of random numbers and of sequences."""
        states = {SEED_STATE, RNN_STATE}
        return [v for v in self.variables if v.name not in states]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training changes by gradients."""
        trainable = self._trainable_ids()
        return [v for v in self.variables if id(v) in trainable]

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes by gradients."""
        return self.trainable_variables

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that training does not change by gradients."""
        trainable = self._trainable_ids()
        return [v for v in self.variables if id(v) not in trainable]

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training does not change by gradients."""
        trainable = self._trainable_ids()
        return [v for v in self.weights if id(v) not in trainable]

    def _trainable_ids(self) -> set[int]:
        if not getattr(self, "trainable", True):
            return set()
        own = {id(v) for v in self.own_variables.values() if v.trainable}
        return own.union(*(layer._trainable_ids() for layer in self.layers))  # noqa: SLF001

    def get_weights(self) -> list[Array]:
        """Return the weights' values, in the order of `weights`."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: list[Any]) -> None:
        """Replace the weights' values.

        Raises:
            ShapeError: Their number or a shape differs; then nothing has changed.
        """
        own = self.weights
        if len(weights) != len(own):
            raise ShapeError(
                f"{getattr(self, 'name', self)} has {len(own)} weights; "
                f"set_weights got {len(weights)}: give one array for each."
            )
        for variable, value in zip(own, weights, strict=True):
            if np.shape(value) != variable.shape:
                raise ShapeError(
                    f"Weight {variable.path!r} has shape {variable.shape}; set_weights "
                    f"got {np.shape(value)}: give the arrays in the order of weights."
                )
        for variable, value in zip(own, weights, strict=True):
            variable.assign(np.asarray(value))

    def reset_state(self) -> None:
        """Let stateful layers in it, or itself, begin anew."""
        for variable in self.variables:
            if variable.name == RNN_STATE:
                variable.set(np.zeros(variable.shape, variable.dtype))

    def reset_states(self) -> None:
        """Let stateful layers begin anew, by Keras's older name."""
        self.reset_state()

    def count_params(self) -> int:
        """Return the number of elements in all weights."""
        return sum(v.size for v in self.weights)

    @property
    def losses(self) -> list[Tensor]:
        """The penalties on weights and outputs, as of the last call."""
        own = [
            variable.regularizer(variable)
            for variable in self.own_variables.values()
            if variable.regularizer is not None and variable.trainable
        ]
        own.extend(vars(self).get("_added_losses", ()))
        return own + [loss for layer in self.layers for loss in layer.losses]
