from dataclasses import dataclass

from limpid.activations.relu import relu
from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class ReLU(Layer):
    """max(x, 0), with Keras's refinements.

    Args:
        max_value: Where the outputs end; None for nowhere.
        negative_slope: Of the inputs below the threshold.
        threshold: Below it inputs count as off.

    Source: Nair & Hinton 2010.
    """

    max_value: float | None = None
    negative_slope: float = 0.0
    threshold: float = 0.0

    supports_masking = True

    EXAMPLES = (
        ({}, (2, 3)),
        ({"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.2}, (2, 3)),
    )

    def check(self) -> None:
        for name in ("max_value", "negative_slope", "threshold"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ConfigError(
                    f"ReLU({name}={value!r}): expected a number that is not negative."
                )

    def call(self, inputs: Tensor) -> Tensor:
        return relu(inputs, self.negative_slope, self.max_value, self.threshold)
