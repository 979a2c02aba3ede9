from typing import Any

from limpid.errors import ConfigError
from limpid.graph.deferred import KerasTensor, OpenShape


def Input(  # noqa: N802 - Keras's name
    shape: OpenShape | None = None,
    batch_size: int | None = None,
    dtype: Any = None,
    name: str | None = None,
    batch_shape: OpenShape | None = None,
) -> KerasTensor:
    """Return a symbolic input for the functional API.

    Args:
        shape: Of one example; None for sizes known only with the data.
        batch_size: None leaves it open.
        dtype: Of the elements.
        name: Needed where inputs are given by name.
        batch_shape: Instead of shape and batch_size.

    Raises:
        ConfigError: Neither shape nor batch_shape is given, or shape is no tuple.
    """
    if batch_shape is None:
        if not isinstance(shape, (tuple, list)):
            raise ConfigError(
                f"Input(shape={shape!r}): expected a tuple without the batch, "
                "such as (28, 28, 1)."
            )
        batch_shape = (batch_size, *shape)
    return KerasTensor(tuple(batch_shape), dtype, name)
