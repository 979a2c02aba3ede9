from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import astype, reshape
from limpid.graph.dtypes import promote
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Concat(Op):
    """Join arrays along an axis."""

    axis: int
    formula: ClassVar[str] = "concat(x, y)"

    def shape(self, *shapes: Shape) -> Shape:
        first = shapes[0]
        for s in shapes[1:]:
            beside = (s[: self.axis], s[self.axis + 1 :])
            if beside != (first[: self.axis], first[self.axis + 1 :]):
                raise ShapeError(
                    f"shapes {first} and {s} differ beside axis {self.axis}; "
                    "only the sizes along the joined axis may differ."
                )
        total = sum(s[self.axis] for s in shapes)
        return (*first[: self.axis], total, *first[self.axis + 1 :])

    def reference(self, *arrays: Array) -> Array:
        return np.concatenate(arrays, axis=self.axis)

    def vjp(self, g: Tensor, y: Tensor, *arrays: Tensor) -> Cotangents:
        before = (slice(None),) * self.axis
        ends = np.cumsum([x.shape[self.axis] for x in arrays])
        starts = [0, *ends[:-1]]
        return tuple(
            g[(*before, slice(int(a), int(b)))]
            for a, b in zip(starts, ends, strict=True)
        )


def concat(arrays: Sequence[Any], /, axis: int | None = 0) -> Tensor:
    """Return the arrays joined along an axis; flattened first if axis is None.

    Raises:
        ShapeError: The shapes differ beside the axis, or there is no array.
    """
    tensors = [as_tensor(x) for x in arrays]
    if not tensors:
        raise ShapeError("concat got no arrays; expected at least one.")
    if axis is None:
        tensors, axis = [reshape(x, (-1,)) for x in tensors], 0
    common = promote(*(x.dtype for x in tensors))
    tensors = [x if x.dtype == common else astype(x, common) for x in tensors]
    return apply(Concat(normalize_axis(axis, len(tensors[0].shape))), *tensors)
