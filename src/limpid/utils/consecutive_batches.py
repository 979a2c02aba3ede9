from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.op import Array


def consecutive_batches(sequence: Any, length: int, batch_size: int) -> Array:
    """Return windows of a sequence, each batch going on where the last one ended.

    The sequence is cut into `batch_size` strands; window i of a batch is of strand i,
    and the next batch has the windows that follow. With stateful layers and without
    shuffling, this is truncated back-propagation through time: states go on from
    window to window, gradients do not. What fills no whole batch is left out.

    Args:
        sequence: Along its first axis.
        length: Of a window, in steps.
        batch_size: How many strands there are.

    Shapes: (steps, ...) gives (windows, length, ...).

    Raises:
        ShapeError: The sequence is shorter than one batch.

    Source: as in char-rnn; Williams & Peng 1990 for the truncation.

    Example:
        >>> consecutive_batches(range(13), length=3, batch_size=2).tolist()
        [[0, 1, 2], [6, 7, 8], [3, 4, 5], [9, 10, 11]]
    """
    steps = np.asarray(sequence)
    count = len(steps) // (length * batch_size)
    if count == 0:
        raise ShapeError(
            f"A sequence of {len(steps)} steps fills no batch of {batch_size} windows "
            f"of {length}; take shorter windows or fewer."
        )
    whole = steps[: count * length * batch_size]
    strands = whole.reshape(batch_size, count, length, *steps.shape[1:])
    return strands.swapaxes(0, 1).reshape(-1, length, *steps.shape[1:])
