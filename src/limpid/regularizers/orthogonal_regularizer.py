from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.abs import abs
from limpid.ops.l2_normalize import l2_normalize
from limpid.ops.matmul import matmul
from limpid.regularizers.regularizer import Regularizer


@dataclass(eq=False)
class OrthogonalRegularizer(Regularizer):
    """factor times the mean absolute cosine between different rows (or columns)."""

    factor: float = 0.01
    mode: str = "rows"

    def check(self) -> None:
        if self.mode not in {"rows", "columns"}:
            raise ConfigError(
                f"OrthogonalRegularizer(mode={self.mode!r}): expected 'rows' or "
                "'columns'."
            )

    def __call__(self, x: Any) -> Tensor:
        x = as_tensor(x)
        if len(x.shape) != 2:
            raise ShapeError(f"OrthogonalRegularizer takes matrices; got {x.shape}.")
        vectors = l2_normalize(x if self.mode == "rows" else x.mT, axis=1)
        count = vectors.shape[0]
        others = 1.0 - np.eye(count)
        cosines = abs(matmul(vectors, vectors.mT)) * others.astype(x.dtype)
        return sum(cosines) * (self.factor / max(1, count * (count - 1)))
