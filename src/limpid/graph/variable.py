"""Variable: a named value that training changes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.dtypes import DType, as_dtype
from limpid.graph.op import Array
from limpid.graph.operators import Operators
from limpid.graph.room import copied
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, as_array, no_grad
from limpid.graph.tracing import active, suspended

# 32 MiB of indices: more than an axis of a real model needs.
MAX_CONSTANT = 2**22


class _Changes:
    """What tells whether any variable has been set or lent meanwhile."""

    latest = object()


class _Creation(threading.local):
    elements_left: int | None = None


_creation = _Creation()


@contextmanager
def stand_ins(elements: int) -> Iterator[None]:
    """Let variables start as zeros, drawing nothing: a file will bring their values.

    Args:
        elements: How many all of them may have together: what the file holds.

    A variable that would go beyond raises ShapeError before it takes any memory.
    """
    previous, _creation.elements_left = _creation.elements_left, elements
    try:
        yield
    finally:
        _creation.elements_left = previous


def require_room(count: int) -> None:
    """Raise ShapeError if a file makes an operation ask for an enormous constant.

    Args:
        count: Of elements; any number will do outside `stand_ins`.
    """
    if _creation.elements_left is not None and count > MAX_CONSTANT:
        raise ShapeError(f"An operation asks for a constant of {count} elements.")


def first_value(initializer: Callable[..., Any], shape: Shape, dtype: DType) -> Any:
    """Return what a new variable starts with."""
    left = _creation.elements_left
    if left is None:
        with suspended(), no_grad():
            return initializer(shape, dtype=dtype)
    count = product(shape)
    if count > left or any(size < 0 for size in shape):
        raise ShapeError(f"A weight of shape {shape} is larger than what is stored.")
    _creation.elements_left = left - count
    return np.zeros(shape, dtype)


class Holder(Protocol):
    """Memory of a program in which variables' values stay while it trains them."""

    def give_back(self, variable: "Variable") -> None:
        """Set a variable to a copy of its value, between steps."""


class Variable(Operators):
    """A value that can be assigned: a weight, a statistic, a step number.

    Args:
        initializer: A value, or a function of (shape, dtype) that returns one.
        shape: Needed with a function.
        dtype: By default the value's own, or float32.
        trainable: Whether optimizers change it.
        name: Its name inside its layer, such as 'kernel'.

    A function under trace reads and assigns variables as it would eagerly; in the
    graph they become inputs and outputs, so nothing is hidden.

    Example:
        >>> w = Variable(2.0)
        >>> w.assign(w - 0.5)
        Variable(1.5, name=None)
    """

    def __init__(
        self,
        initializer: Any,
        shape: Shape | None = None,
        dtype: Any = None,
        *,
        trainable: bool = True,
        name: str | None = None,
        regularizer: Callable[[Any], Tensor] | None = None,
        constraint: Callable[[Any], Tensor] | None = None,
    ) -> None:
        """Compute the first value."""
        if callable(initializer) and not isinstance(initializer, Operators):
            initializer = first_value(initializer, tuple(shape or ()), as_dtype(dtype))
        array = copied(as_array(initializer, dtype))
        self._shape: Shape = array.shape
        self._dtype: DType = array.dtype
        # The value; None while another's memory holds it.
        self._own: Any = None
        self._gradient: Tensor | None = None
        self.holder: Holder | None = None
        self.set(array)
        self.trainable, self.name = trainable, name
        self.regularizer, self.constraint = regularizer, constraint
        self.path = name or "variable"

    @property
    def shape(self) -> Shape:
        """The sizes; they never change."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The type; it never changes."""
        return self._dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return product(self._shape)

    @property
    def value(self) -> Tensor:
        """The current value as a tensor."""
        return self.read()

    @property
    def grad(self) -> Tensor | None:
        """What `backward()` has added up since the gradient was last cleared."""
        return self._tensor.grad

    @grad.setter
    def grad(self, gradient: Tensor | None) -> None:
        self._tensor.grad = gradient

    def read(self) -> Tensor:
        """Return the current tensor: under trace, its stand-in."""
        trace = active()
        return self._tensor if trace is None else trace.read(self)

    def numpy(self) -> Array:
        """Return a copy of the value as a NumPy array."""
        return self._tensor.numpy()

    def item(self) -> Any:
        """Return the only element as a Python number."""
        return self._tensor.item()

    def assign(self, value: Any) -> "Variable":
        """Replace the value and return the variable.

        An array is copied: what happens to it later does not change the variable.

        Raises:
            ShapeError: The new value has another shape.
        """
        trace = active()
        if isinstance(value, Operators) and trace is not None:
            trace.assign(self, self._fitting(value))
        else:
            array = as_array(value, self.dtype)
            self.set(array if isinstance(value, Operators) else copied(array))
        return self

    def assign_add(self, value: Any) -> "Variable":
        """Add to the value and return the variable."""
        return self.assign(self + value)

    def assign_sub(self, value: Any) -> "Variable":
        """Subtract from the value and return the variable."""
        return self.assign(self - value)

    def set(self, array: Array) -> None:
        """Replace the value by an array that nobody else will change.

        The old tensor keeps its value: what was computed from it can still be
        differentiated correctly.
        """
        self._check(array.shape)
        own = self._own
        self._own = Tensor.make(array)
        self._own.grad = self._gradient if own is None else own.grad
        self._gradient = self.holder = None
        _Changes.latest = object()

    def lend(self, holder: "Holder") -> Array:
        """Leave the value to a running program's memory; who reads it gets a copy.

        Returns the value. Only who got it earlier can have it, too.
        """
        own = self._tensor
        self.holder = holder
        self._gradient, self._own = own.grad, None
        _Changes.latest = object()
        return own.value

    @property
    def _tensor(self) -> Tensor:
        # Another thread may lend it again at once.
        while (own := self._own) is None:
            if (holder := self.holder) is not None:
                holder.give_back(self)
        return own  # type: ignore[no-any-return]

    def __getstate__(self) -> dict[str, Any]:
        """Return what makes a copy: with its value, wherever that lies."""
        return vars(self) | {"_own": self._tensor, "holder": None}

    def _fitting(self, value: Any) -> Any:
        self._check(value.shape)
        return value if value.dtype == self.dtype else value.astype(self.dtype)

    def _check(self, shape: Shape) -> None:
        if tuple(shape) != self._shape:
            raise ShapeError(
                f"Variable {self.path!r} has shape {self.shape}; "
                f"got a value of shape {tuple(shape)}."
            )

    def __array__(self, dtype: Any = None, *, copy: bool | None = None) -> Array:
        """Convert to NumPy."""
        return self._tensor.__array__(dtype, copy=copy)

    def __float__(self) -> float:
        """Return a one-element variable as a float."""
        return float(self._tensor)

    def __int__(self) -> int:
        """Return a one-element variable as an integer."""
        return int(self._tensor)

    def __bool__(self) -> bool:
        """Return the truth of a one-element variable."""
        return bool(self._tensor)

    def __repr__(self) -> str:
        """Show value and name."""
        text = repr(self._tensor)[len("Tensor(") : -1].removesuffix(".")
        return f"Variable({text}, name={self.name!r})"


class Values:
    """The values of variables, for a program that reads them in each call."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        """Keep the variables; they are read when it is called."""
        self._variables = variables
        # The arrays, and after which change they were read: one, for all threads.
        self._latest: tuple[object, list[Array]] = (None, [])

    def __call__(self) -> list[Array]:
        """Return the arrays, not to be changed: the same list if they are the same.

        Raises:
            GraphError: A function is being traced; then they are symbolic.
        """
        change = _Changes.latest
        known, arrays = self._latest
        if change is not known or active() is not None:
            # Reading may set some, and other threads too: this change came before.
            arrays = [v.read().value for v in self._variables]
            self._latest = change, arrays
        return arrays
