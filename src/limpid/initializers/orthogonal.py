from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid import random
from limpid.errors import ShapeError
from limpid.graph.dtypes import as_dtype
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer


@dataclass(eq=False)
class Orthogonal(Initializer):
    """A random matrix with orthonormal columns (or rows, if there are fewer), scaled.

    Args:
        gain: The factor.
        seed: Of the draw.

    All axes but the last count as one.

    Source: Saxe, McClelland & Ganguli 2013, arXiv:1312.6120; Mezzadri 2007 for the
    signs that make the draw even.
    """

    gain: float = 1.0
    seed: int | None = None

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        if len(shape) < 2:
            raise ShapeError(
                "The initializer Orthogonal makes matrices; got shape "
                f"{tuple(shape)}: choose another for vectors."
            )
        rows, columns = product(shape[:-1]), shape[-1]
        tall = (max(rows, columns), min(rows, columns))
        draw = random.normal(tall, dtype="float64", seed=self.seed).numpy()
        basis, triangle = np.linalg.qr(draw)
        basis = basis * np.sign(np.diag(triangle))
        basis = basis if rows >= columns else basis.T
        scaled = (self.gain * basis).reshape(shape)
        return Tensor.make(scaled.astype(as_dtype(dtype)))


# Keras writes both.
orthogonal = Orthogonal
