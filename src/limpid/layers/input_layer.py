from dataclasses import dataclass

from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class InputLayer(Layer):
    """What `Input` says, as the first layer of a Sequential model.

    Args:
        shape: Of one example.
        batch_size: None leaves it open.
        batch_shape: Instead of shape and batch_size.
    """

    shape: tuple[int | None, ...] | None = None
    batch_size: int | None = None
    batch_shape: tuple[int | None, ...] | None = None

    EXAMPLES = (({"shape": (3,)}, (2, 3)),)

    def check(self) -> None:
        if (self.shape is None) == (self.batch_shape is None):
            raise ConfigError(
                "InputLayer takes shape or batch_shape; give one of them."
            )
        shape = self.shape if self.batch_shape is None else self.batch_shape[1:]
        self.input_shape = tuple(shape or ())  # type: ignore[arg-type]

    def call(self, inputs: Tensor) -> Tensor:
        return inputs
