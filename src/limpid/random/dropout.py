from typing import Any

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import as_float, astype
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.random.seed_generator import SeedGenerator
from limpid.random.uniform import uniform


def dropout(
    inputs: Any,
    rate: float,
    noise_shape: tuple[int | None, ...] | None = None,
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return the inputs with a random share set to zero and the others scaled up.

    Args:
        inputs: The array.
        rate: The share dropped; what is kept is divided by 1 - rate.
        noise_shape: Of the mask, to be broadcast; None stands for an input's size.
        seed: An integer or a generator.

    Raises:
        ConfigError: The rate is outside [0, 1).
        ShapeError: The mask does not broadcast to the inputs.
    """
    x = as_float(as_tensor(inputs))
    if not 0 <= rate < 1:
        raise ConfigError(
            f"dropout(rate={rate!r}): expected a number from 0 up to, but not "
            "including, 1."
        )
    draws = uniform(mask_shape(noise_shape, x.shape), dtype=x.dtype, seed=seed)
    return x * (astype(draws >= rate, x.dtype) * (1 / (1 - rate)))


def mask_shape(noise_shape: tuple[int | None, ...] | None, shape: Shape) -> Shape:
    """Return the shape of the mask for inputs of a shape.

    Raises:
        ShapeError: The mask does not broadcast to the inputs.
    """
    if noise_shape is None:
        return shape
    pairs = zip(noise_shape, shape, strict=False)
    mask = tuple(n if m is None else m for m, n in pairs)
    fits = len(noise_shape) == len(shape)
    if not fits or any(m not in {1, n} for m, n in zip(mask, shape, strict=True)):
        raise ShapeError(
            f"noise_shape {tuple(noise_shape)} does not fit an input of shape {shape}: "
            "each size must be that of the input, 1 or None."
        )
    return mask
