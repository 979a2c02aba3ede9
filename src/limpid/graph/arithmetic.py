"""The few operations that gradients themselves are built from."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.dtypes import DType, as_dtype, promote, scalar_dtype
from limpid.graph.op import Array, Binary, Cotangents, Op, Unary
from limpid.graph.shapes import (
    Axis,
    Shape,
    broadcast,
    normalize_axes,
    reduced,
    resolve_reshape,
)
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Add(Binary):
    """Distributes its cotangent to both inputs."""

    formula: ClassVar[str] = "x + y"
    derivative: ClassVar[tuple[str, ...]] = ("1", "1")

    def reference(self, x: Array, y: Array) -> Array:
        return x + y

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g, g

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.add(x, y)


@dataclass(frozen=True)
class Subtract(Binary):
    """x - y."""

    formula: ClassVar[str] = "x - y"
    derivative: ClassVar[tuple[str, ...]] = ("1", "-1")

    def reference(self, x: Array, y: Array) -> Array:
        return x - y

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g, -g

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.sub(x, y)


@dataclass(frozen=True)
class Multiply(Binary):
    """Hands each input its cotangent times the other input."""

    formula: ClassVar[str] = "x * y"
    derivative: ClassVar[tuple[str, ...]] = ("y", "x")

    def reference(self, x: Array, y: Array) -> Array:
        return x * y

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g * y, g * x

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.mul(x, y)


@dataclass(frozen=True)
class Divide(Binary):
    """x / y; integers become floats."""

    formula: ClassVar[str] = "x / y"
    derivative: ClassVar[tuple[str, ...]] = ("1 / y", "-x / y**2")

    def dtype(self, x: DType, y: DType) -> DType:
        kind = promote(x, y)
        return kind if kind.kind == "f" else as_dtype(None)

    def reference(self, x: Array, y: Array) -> Array:
        return np.true_divide(x, y, dtype=self.dtype(x.dtype, y.dtype))

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g / y, -(g * z / y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        to = self.dtype(np.dtype(b.dtype(x)), np.dtype(b.dtype(y))).name
        return b.div(b.cast(x, to), b.cast(y, to))


@dataclass(frozen=True)
class Negative(Unary):
    """-x."""

    formula: ClassVar[str] = "-x"
    derivative: ClassVar[str] = "-1"

    def reference(self, x: Array) -> Array:
        return -x

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (-g,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.neg(x)


@dataclass(frozen=True)
class Cast(Unary):
    """Change the type of the elements."""

    to: DType
    formula: ClassVar[str] = "x"
    derivative: ClassVar[str] = "1"

    def dtype(self, x: DType) -> DType:
        return self.to

    def reference(self, x: Array) -> Array:
        return x.astype(self.to)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (astype(g, x.dtype),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.cast(x, self.to.name)


@dataclass(frozen=True)
class Reshape(Op):
    """The same elements in row-major order under another shape."""

    target: Shape

    def shape(self, x: Shape) -> Shape:
        return resolve_reshape(x, self.target)

    def reference(self, x: Array) -> Array:
        return x.reshape(self.target)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (reshape(g, x.shape),)


@dataclass(frozen=True)
class BroadcastTo(Op):
    """Repeat along axes of size 1 and new leading axes."""

    target: Shape

    def shape(self, x: Shape) -> Shape:
        if len(x) > len(self.target) or broadcast(x, self.target) != self.target:
            raise ShapeError(f"shape {x} does not broadcast to {self.target}.")
        return self.target

    def reference(self, x: Array) -> Array:
        return np.broadcast_to(x, self.target)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g,)


@dataclass(frozen=True)
class Sum(Op):
    """Sum over axes."""

    axes: Shape
    keepdims: bool = False

    def shape(self, x: Shape) -> Shape:
        return reduced(x, self.axes, keepdims=self.keepdims)

    def reference(self, x: Array) -> Array:
        result: Array = x.sum(axis=self.axes, keepdims=self.keepdims, dtype=x.dtype)
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        kept = reduced(x.shape, self.axes, keepdims=True)
        return (broadcast_to(reshape(g, kept), x.shape),)


def pair(x: Any, y: Any) -> tuple[Tensor, Tensor]:
    """Return both operands as tensors of their common type."""
    if isinstance(y, (bool, int, float)):
        x = as_tensor(x)
        y = Tensor.make(np.asarray(y, scalar_dtype(y, x.dtype)))
    elif isinstance(x, (bool, int, float)):
        y = as_tensor(y)
        x = Tensor.make(np.asarray(x, scalar_dtype(x, y.dtype)))
    else:
        x, y = as_tensor(x), as_tensor(y)
    if x.dtype != y.dtype:
        common = promote(x.dtype, y.dtype)
        x, y = astype(x, common), astype(y, common)
    return x, y


def as_float(x: Any) -> Tensor:
    """Return x as a tensor of floats: integers become the default float."""
    x = as_tensor(x)
    return x if x.dtype.kind == "f" else astype(x, None)


def add(x: Any, y: Any, /) -> Tensor:
    """Return x + y, elementwise with broadcasting."""
    return apply(Add(), *pair(x, y))


def subtract(x: Any, y: Any, /) -> Tensor:
    """Return x - y, elementwise with broadcasting."""
    return apply(Subtract(), *pair(x, y))


def multiply(x: Any, y: Any, /) -> Tensor:
    """Return x * y, elementwise with broadcasting."""
    return apply(Multiply(), *pair(x, y))


def divide(x: Any, y: Any, /) -> Tensor:
    """Return x / y, elementwise with broadcasting; integers become floats."""
    return apply(Divide(), *pair(x, y))


def negative(x: Any, /) -> Tensor:
    """Return -x, elementwise."""
    return apply(Negative(), x)


def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Tensor:
    """Return x with elements of another type; `device` may only be 'cpu'."""
    x, to = as_tensor(x), as_dtype(dtype)
    if device is not None:
        x = x.to_device(device)
    unchanged = x.dtype == to and (not copy or x.dtype.kind == "f")
    return x if unchanged else apply(Cast(to), x)


def reshape(
    x: Any, /, shape: int | tuple[int, ...], *, copy: bool | None = None
) -> Tensor:
    """Return the elements of x in another shape; one size may be -1.

    Raises:
        ShapeError: The numbers of elements differ.
    """
    del copy  # Tensors are immutable: nobody can tell a view from a copy.
    target = (shape,) if isinstance(shape, int) else tuple(int(n) for n in shape)
    return apply(Reshape(target), x)


def broadcast_to(x: Any, /, shape: Shape) -> Tensor:
    """Return x repeated to the given shape.

    Raises:
        ShapeError: x does not broadcast to the shape.
    """
    return apply(BroadcastTo(tuple(shape)), x)


def sum(
    x: Any, /, axis: Axis = None, *, dtype: Any = None, keepdims: bool = False
) -> Tensor:
    """Return the sum over the axes (all by default).

    Small integers are summed as int64 or uint64, as the Array API asks.
    """
    x = as_tensor(x)
    if dtype is None and x.dtype.kind in "biu":
        dtype = "uint64" if x.dtype.kind == "u" else "int64"
    if dtype is not None:
        x = astype(x, dtype, copy=False)
    return apply(Sum(normalize_axes(axis, len(x.shape)), keepdims), x)


def sum_to_shape(x: Tensor, shape: Shape) -> Tensor:
    """Undo broadcasting: sum x over the axes along which `shape` was repeated."""
    if x.shape == shape:
        return x
    extra = len(x.shape) - len(shape)
    repeated = tuple(
        i
        for i, size in enumerate(x.shape)
        if i < extra or (shape[i - extra] == 1 and size != 1)
    )
    return reshape(sum(x, axis=repeated), shape) if repeated else broadcast_to(x, shape)
