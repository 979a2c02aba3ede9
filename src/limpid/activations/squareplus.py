from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


def squareplus(x: Any, b: float = 4) -> Tensor:
    """Return (x + sqrt(x**2 + b)) / 2, elementwise: softplus without exp.

    Source: Barron 2021, arXiv:2112.11687.
    """
    x = as_float(x)
    return (x + sqrt(square(x) + b)) * 0.5  # type: ignore[no-any-return]
