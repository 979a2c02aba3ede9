import string
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import astype
from limpid.graph.dtypes import promote
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, broadcast
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.full import constant


@dataclass(frozen=True)
class Einsum(Op):
    """A sum of products over named axes; no operand names an axis twice."""

    inputs: tuple[str, ...]
    output: str
    formula: ClassVar[str] = "einsum(x, y)"

    def shape(self, *shapes: Shape) -> Shape:
        sizes = self.sizes(shapes)
        return tuple(sizes[label] for label in self.output)

    def sizes(self, shapes: tuple[Shape, ...]) -> dict[str, int]:
        """Return the size of each named axis; 1 gives way to any other."""
        sizes: dict[str, int] = {}
        for labels, shape in zip(self.inputs, shapes, strict=True):
            if len(labels) != len(shape):
                raise ShapeError(f"'{labels}' names {len(labels)} axes of {shape}.")
            for label, size in zip(labels, shape, strict=True):
                (sizes[label],) = broadcast((sizes.get(label, 1),), (size,))
        return sizes

    def reference(self, *operands: Array) -> Array:
        equation = f"{','.join(self.inputs)}->{self.output}"
        return np.asarray(np.einsum(equation, *operands, optimize=len(operands) > 1))

    def vjp(self, g: Tensor, y: Tensor, *operands: Tensor) -> Cotangents:
        return tuple(self.partial(i, g, operands) for i in range(len(operands)))

    def partial(self, i: int, g: Tensor, operands: tuple[Tensor, ...]) -> Tensor:
        """Return the cotangent of operand i: the others times g, summed to its axes."""
        others = [x for j, x in enumerate(operands) if j != i]
        names = [n for j, n in enumerate(self.inputs) if j != i]
        known = set("".join([self.output, *names]))
        # An axis that only this operand has was summed alone: each element counts 1.
        alone = "".join(label for label in self.inputs[i] if label not in known)
        sizes = self.sizes(tuple(x.shape for x in operands))
        ones = constant(tuple(sizes[label] for label in alone), 1, g.dtype)
        op = Einsum((self.output, *names, alone), self.inputs[i])
        return apply(op, g, *others, ones)


def einsum(subscripts: str, *operands: Any) -> Tensor:
    """Return a sum of products over named axes, as in 'bij,bjk->bik'.

    An axis missing after '->' is summed over; '...' stands for axes without names; a
    name twice in one operand means its diagonal. Without '->' the result has the
    names that occur once, in alphabetic order.

    Raises:
        ConfigError: The subscripts cannot be read.
        ShapeError: They do not fit the operands.

    Example:
        >>> einsum("ij,j->i", [[1.0, 2.0], [3.0, 4.0]], [1.0, 1.0])
        Tensor([3., 7.])
    """
    tensors = [as_tensor(x) for x in operands]
    common = promote(*(x.dtype for x in tensors))
    tensors = [x if x.dtype == common else astype(x, common) for x in tensors]
    inputs, output = _parse(subscripts, [x.shape for x in tensors])
    separate: list[str] = []
    for labels, x in zip(list(inputs), list(tensors), strict=True):
        plain, diagonals = _without_repeats(labels, x, "".join([*inputs, *separate]))
        separate.append(plain)
        inputs += [names for names, _ in diagonals]
        tensors += [matrix for _, matrix in diagonals]
    return apply(Einsum((*separate, *inputs[len(separate) :]), output), *tensors)


def _parse(subscripts: str, shapes: list[Shape]) -> tuple[list[str], str]:
    """Return the axes' names of each operand and of the result, '...' spelled out."""
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = left.split(",")
    if len(inputs) != len(shapes):
        raise ConfigError(
            f"einsum {subscripts!r} names {len(inputs)} operands; got {len(shapes)}."
        )
    named = [len(labels.replace("...", "")) for labels in inputs]
    extra = [len(shape) - n for shape, n in zip(shapes, named, strict=True)]
    rank = max((n for n, x in zip(extra, inputs, strict=True) if "..." in x), default=0)
    free = [c for c in string.ascii_letters if c not in subscripts][: max(rank, 0)]
    if not arrow:
        once = [c for c, n in Counter(left).items() if n == 1 and c.isalpha()]
        output = "..." * ("..." in left) + "".join(sorted(once))
    spelled = [
        labels.replace("...", "".join(free[len(free) - max(n, 0) :]))
        for labels, n in zip(inputs, extra, strict=True)
    ]
    result = output.replace("...", "".join(free))
    known = set("".join(spelled))
    if len(set(result)) < len(result) or not set(result) <= known or not _plain(known):
        raise ConfigError(
            f"einsum cannot read {subscripts!r}; expected letters as in 'ij,jk->ik', "
            "each once after the arrow and somewhere before it."
        )
    return spelled, result


def _plain(labels: set[str]) -> bool:
    return labels <= set(string.ascii_letters)


def _without_repeats(
    labels: str, x: Tensor, used: str
) -> tuple[str, list[tuple[str, Tensor]]]:
    """Rename repeated axes; a unit matrix for each keeps only the diagonal."""
    plain, diagonals = "", []
    for i, label in enumerate(labels):
        name = label
        if label in plain:
            name = next(c for c in string.ascii_letters if c not in used + plain)
            eye = Tensor.make(np.eye(x.shape[i], dtype=x.dtype))
            diagonals.append((label + name, eye))
        plain += name
    return plain, diagonals
