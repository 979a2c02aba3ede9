"""What an operation is: everything known about it, in one class in one file."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.dtypes import DType, promote
from limpid.graph.shapes import Shape, broadcast

if TYPE_CHECKING:
    from limpid.graph.tensor import Tensor

Array = np.ndarray[Any, np.dtype[Any]]
Cotangents = tuple["Tensor | None", ...]


@dataclass(frozen=True)
class Op(ABC):
    """A primitive operation; its dataclass fields are its static settings.

    A subclass gives its formula and derivative as text in x (and y), a shape rule,
    a type rule, its value in NumPy, and its gradient rule, which builds graph.
    """

    formula: ClassVar[str] = ""
    derivative: ClassVar[str | tuple[str, ...]] = ""
    differentiable: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The operation's name in snake case."""
        return _in_snake_case(type(self).__name__)

    @abstractmethod
    def shape(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result's shape for the inputs' shapes, or raise ShapeError."""

    def dtype(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result's type for the inputs' types."""
        return promote(*args)

    @abstractmethod
    def reference(self, *args: Any, **kwargs: Any) -> Any:
        """Return the value in NumPy; the truth that engines are held to."""

    def vjp(self, *args: Any, **kwargs: Any) -> Cotangents:
        """Return the inputs' cotangents for (cotangent, result, *inputs).

        A cotangent may have the broadcast shape; None stands for zero.
        """
        raise NotImplementedError(f"{self.name} has no derivative.")

    def emit(self, *args: Any, **kwargs: Any) -> Any:
        """Say in scalar words (words, *elements) how one element is computed.

        Only elementwise operations can; engines ask `is_elementwise`.
        """
        raise NotImplementedError(f"{self.name} is not elementwise.")

    @property
    def is_elementwise(self) -> bool:
        """Whether each element of the result follows from one of each input."""
        return type(self).emit is not Op.emit

    def failure(self, inputs: tuple["Tensor", ...]) -> ShapeError:
        """Return an error that names the operation and its inputs' shapes."""
        shapes = ", ".join(str(x.shape) for x in inputs)
        return ShapeError(f"{self.name} got shapes {shapes}")


@cache
def _in_snake_case(word: str) -> str:
    marked = ("_" * c.isupper() + c.lower() for c in word)
    return "".join(marked).removeprefix("_")


@dataclass(frozen=True)
class Unary(Op):
    """A function of one array, elementwise."""

    def shape(self, x: Shape) -> Shape:
        """Return the shape unchanged."""
        return x


@dataclass(frozen=True)
class Binary(Op):
    """A function of two arrays, elementwise with broadcasting."""

    def shape(self, x: Shape, y: Shape) -> Shape:
        """Return the broadcast shape."""
        return broadcast(x, y)


@dataclass(frozen=True)
class Comparison(Binary):
    """A truth value for each pair of elements."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType, y: DType) -> DType:
        """Return bool."""
        return np.dtype("bool")
