"""How the examples of a data set become what a network takes in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Preparation"]


@dataclass(frozen=True)
class Preparation:
    """Numbers from 0 to 1 in the shape that the network takes.

    Scaling that is learned or centres the data belongs into the network, as a layer,
    so that a saved model carries it.

    Args:
        full_scale: The value that becomes 1: 255 for full ink in most pictures.
        shape: Of one example, such as (28, 28, 1); None leaves it as it is.
        one_hot: Number of classes, for losses that compare with 0, ..., 1, ..., 0.
        window: Steps of a window, where the examples are one sequence: each batch is
            then of windows that go on where those of the batch before ended.

    Example:
        >>> Preparation(full_scale=16, shape=(2, 1)).inputs([[4, 16]]).ravel()
        array([0.25, 1.  ], dtype=float32)
    """

    full_scale: float = 1.0
    shape: tuple[int, ...] | None = None
    one_hot: int | None = None
    window: int | None = None

    def inputs(self, examples: ArrayLike) -> NDArray[Any]:
        """Return the examples as inputs, in float32.

        Args:
            examples: As the data set holds them, along the first axis.
        """
        if self.full_scale == 1:
            x = np.asarray(examples, np.float32)
        else:
            # In one go: as floats, a set is large enough to be held but once.
            x = np.divide(examples, np.float32(self.full_scale), dtype=np.float32)
        return x if self.shape is None else x.reshape(-1, *self.shape)

    def targets(self, labels: ArrayLike) -> NDArray[Any]:
        """Return the labels as targets of the loss.

        Args:
            labels: As the data set holds them.
        """
        y = np.asarray(labels)
        return y if self.one_hot is None else np.eye(self.one_hot, dtype=np.float32)[y]
