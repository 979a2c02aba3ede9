from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ConfigError, ShapeError
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor

Widths = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pad(Op):
    """Surround with a constant."""

    widths: Widths
    constant: float = 0.0
    formula: ClassVar[str] = "pad(x)"

    def shape(self, x: Shape) -> Shape:
        if len(self.widths) != len(x):
            raise ShapeError(f"{len(self.widths)} pad widths for shape {x}.")
        return tuple(a + n + b for n, (a, b) in zip(x, self.widths, strict=True))

    def reference(self, x: Array) -> Array:
        result = np.full(self.shape(x.shape), self.constant, x.dtype)
        result[self.inside(x.shape)] = x
        return result

    def inside(self, x: Shape) -> tuple[slice, ...]:
        """Return where x lies in the padded array."""
        return tuple(slice(a, a + n) for n, (a, _) in zip(x, self.widths, strict=True))

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g[self.inside(x.shape)],)


def pad(
    x: Any, pad_width: Any, mode: str = "constant", constant_values: float = 0
) -> Tensor:
    """Return x surrounded by a constant.

    Args:
        x: The array.
        pad_width: A number, a pair (before, after), or a pair for each axis.
        mode: 'constant'.
        constant_values: What to fill with.

    Raises:
        ConfigError: The mode is unknown or a width negative.
    """
    x = as_tensor(x)
    if mode != "constant":
        raise ConfigError(f"pad mode {mode!r} is unknown; expected 'constant'.")
    pairs = np.broadcast_to(np.asarray(pad_width, int), (len(x.shape), 2))
    if (pairs < 0).any():
        raise ConfigError(f"pad widths must not be negative; got {pad_width}.")
    widths = tuple((int(a), int(b)) for a, b in pairs)
    return apply(Pad(widths, float(constant_values)), x)
