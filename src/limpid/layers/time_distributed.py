from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.mask import set_mask
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.tree import map_leaves
from limpid.layers.dense import Dense
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class TimeDistributed(Layer):
    """A layer applied to each step of a sequence by itself, with the same weights.

    Args:
        layer: The layer; all steps go through it at once, as one large batch.

    Shapes: inputs (batch, time, ...), of which the layer gets (batch * time, ...);
        outputs (batch, time, ...).

    Example:
        >>> from limpid.layers import Conv2D
        >>> TimeDistributed(Conv2D(4, 3)).compute_output_shape((None, 10, 28, 28, 1))
        (None, 10, 26, 26, 4)
    """

    layer: Any

    supports_masking = True

    EXAMPLES = (({"layer": Dense(2, name="dense")}, (2, 4, 3)),)

    def check(self) -> None:
        if not isinstance(self.layer, Layer):
            raise ConfigError(
                f"TimeDistributed got {self.layer!r}; expected a layer, such as "
                "Dense(8)."
            )

    def check_input(self, input_shape: Shape) -> None:
        if len(input_shape) < 3:
            raise ShapeError(
                f"{self!r} got input of shape {tuple(input_shape)}; expected (batch, "
                "time, ...): give each step at least one feature."
            )

    def build(self, input_shape: Shape) -> None:
        batch, time, *rest = input_shape
        if not self.layer.built:
            self.layer.build((batch * time, *rest))
            self.layer.built = True

    def call(
        self, inputs: Tensor, mask: Tensor | None = None, training: bool = False
    ) -> Any:
        """Return what the layer makes of each step."""
        whole = inputs.shape[:2]
        steps = _folded(inputs)
        if mask is not None and len(mask.shape) > 2:
            set_mask(steps, _folded(mask))
        outputs = self.layer(steps, training=training)
        return map_leaves(lambda y: reshape(y, (*whole, *y.shape[1:])), outputs)


def _folded(x: Tensor) -> Tensor:
    """Return (batch, time, ...) as (batch * time, ...)."""
    return reshape(x, (x.shape[0] * x.shape[1], *x.shape[2:]))
