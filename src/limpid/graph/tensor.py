"""Tensor: an array that remembers the operation that made it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ContextDecorator, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Self

import numpy as np

from limpid.errors import DataError, DTypeError, GraphError, ShapeError
from limpid.graph.dtypes import DType, as_dtype
from limpid.graph.op import Array, Op
from limpid.graph.operators import Operators
from limpid.graph.shapes import Shape, product

# What every operation passes through, whoever asked for it.
_PACKAGE = Path(__file__).parent.parent
_MACHINERY = tuple(str(_PACKAGE / folder) + os.sep for folder in ("graph", "ops"))

# The last part of the scope of what gradients are computed with.
BACKWARD = "backward"


class _State(threading.local):
    recording = True
    scope: tuple[str, ...] = ()
    source: tuple[str, int] | None = None


_state = _State()


class Tensor(Operators):
    """An immutable array and the record of how it was computed.

    Args:
        value: A number, nested list or array; copied.
        dtype: Its type; by default that of an array, float32 for Python floats,
            int64 for Python integers.
        name: A name that explanations show.

    A tensor with a value is *eager*; one without is *symbolic*: a node of a graph
    under trace. Both keep the operation and its inputs until `backward()` releases
    them, `detach()` forgets them, or `no_grad()` never records them.

    Example:
        >>> x = Tensor(3.0)
        >>> y = x * x + x
        >>> y.backward()
        >>> x.grad
        Tensor(7.)
    """

    __slots__ = (
        "__weakref__",
        "_mask",
        "_value",
        "dtype",
        "grad",
        "inputs",
        "name",
        "op",
        "scope",
        "shape",
        "source",
    )

    _mask: "Tensor"  # not there unless set: see graph/mask.py
    _value: Any
    shape: Shape
    dtype: DType
    op: Op | None
    inputs: tuple["Tensor", ...]
    grad: "Tensor | None"
    name: str | None
    scope: tuple[str, ...]
    source: tuple[str, int] | None

    def __init__(self, value: Any, dtype: Any = None, name: str | None = None) -> None:
        """Copy the value into a new tensor."""
        _fill(self, as_array(value, dtype, copy=True), None, ())
        self.name = name

    @classmethod
    def make(
        cls, value: Any, op: Op | None = None, inputs: tuple["Tensor", ...] = ()
    ) -> Self:
        """Wrap a value that is already an array, without copying it."""
        self = cls.__new__(cls)
        _fill(self, value, op, inputs)
        return self

    @classmethod
    def symbol(
        cls,
        shape: Any,
        dtype: Any,
        op: Op | None = None,
        inputs: tuple["Tensor", ...] = (),
        name: str | None = None,
    ) -> Self:
        """Make a tensor without a value: a node of a traced graph."""
        self = cls.__new__(cls)
        self._value, self.shape, self.dtype = None, shape, dtype
        self.op, self.inputs, self.grad, self.name = op, inputs, None, name
        self.scope, self.source = _state.scope, _caller()
        return self

    @property
    def is_symbolic(self) -> bool:
        """Whether the tensor stands for a value that is not known yet."""
        return self._value is None

    @property
    def value(self) -> Array:
        """The NumPy array inside; treat it as read-only.

        Raises:
            GraphError: The tensor is symbolic.
        """
        if self._value is None:
            raise GraphError(
                f"{self!r} is symbolic: it has no value while a function is traced; "
                "run the function eagerly to look at values."
            )
        return self._value  # type: ignore[no-any-return]

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return product(self.shape)

    @property
    def device(self) -> str:
        """The Array API's device: always 'cpu'."""
        return "cpu"

    def to_device(self, device: str, /, *, stream: Any = None) -> "Tensor":
        """Return the tensor itself; 'cpu' is the only device.

        Raises:
            DTypeError: Another device or a stream is asked for.
        """
        if device != "cpu" or stream is not None:
            raise DTypeError(f"Tensors live on 'cpu'; got {device!r}.")
        return self

    def numpy(self) -> Array:
        """Return a copy of the value as a NumPy array."""
        return np.array(self.value)

    def item(self) -> Any:
        """Return the only element as a Python number."""
        return self.value.item()

    def tolist(self) -> Any:
        """Return the value as nested Python lists."""
        return self.value.tolist()

    def detach(self) -> "Tensor":
        """Return the same value without its history."""
        return Tensor.make(self.value)

    def backward(self, gradient: Any = None, *, retain_graph: bool = False) -> None:
        """Add d(self)/d(x) to `x.grad` for every float tensor x it came from.

        Args:
            gradient: The cotangent of self; 1 for a scalar.
            retain_graph: Keep the record, so that backward can run again.

        Raises:
            GraphError: No record is left, or self is no scalar and has no gradient.
        """
        from limpid.graph.gradient import backward

        backward(self, gradient, retain_graph=retain_graph)

    def __array__(self, dtype: Any = None, *, copy: bool | None = None) -> Array:
        """Convert to NumPy: a read-only view, or a copy where one is asked for."""
        if copy or (dtype is not None and np.dtype(dtype) != self.dtype):
            return np.array(self.value, dtype=dtype)
        view = self.value.view()
        view.flags.writeable = False
        return view

    def __dlpack__(self, *, copy: bool | None = None, **settings: Any) -> Any:
        """Export by DLPack: a copy, unless `copy=False` asks to share memory."""
        shared = copy is False
        array = self.value if shared else np.array(self.value)
        return array.__dlpack__(**settings)

    def __dlpack_device__(self) -> tuple[int, int]:
        """Return DLPack's (CPU, 0)."""
        return (1, 0)

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any:
        """Return limpid, whose functions follow the Array API standard."""
        if api_version not in {None, "2022.12", "2023.12", "2024.12", "2025.12"}:
            raise DTypeError(f"Array API version {api_version!r} is unknown.")
        return sys.modules["limpid"]

    def __bool__(self) -> bool:
        """Return the truth of a one-element tensor."""
        return bool(self._scalar("bool"))

    def __int__(self) -> int:
        """Return a one-element tensor as an integer."""
        return int(self._scalar("int"))

    def __float__(self) -> float:
        """Return a one-element tensor as a float."""
        return float(self._scalar("float"))

    def __complex__(self) -> complex:
        """Return a one-element tensor as a complex number."""
        return complex(self._scalar("complex"))

    def __index__(self) -> int:
        """Return a one-element integer tensor as an index."""
        if self.dtype.kind not in "iu":
            raise DTypeError(f"An index must be an integer; got {self.dtype}.")
        return int(self._scalar("index"))

    def _scalar(self, what: str) -> Any:
        if self.shape and self.size != 1:
            raise ShapeError(
                f"{what}() needs a tensor of one element; got shape {self.shape}."
            )
        return self.value.item()

    def __len__(self) -> int:
        """Return the size of the first axis."""
        if not self.shape:
            raise ShapeError("len() of a scalar tensor; expected at least one axis.")
        return self.shape[0]

    def __iter__(self) -> Iterator["Tensor"]:
        """Iterate over the first axis."""
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        """Show the value, or what the symbolic tensor stands for."""
        if self._value is None:
            what = self.op.name if self.op else "input"
            label = f"{self.name}: " if self.name else ""
            return f"<{label}{what} shape={self.shape} dtype={self.dtype}>"
        if isinstance(self._value, tuple):
            return f"<{self.op.name if self.op else 'bundle'} of {len(self._value)}>"
        text = np.array2string(self._value, separator=", ", prefix="Tensor(")
        plain = self.dtype in ("float32", "int64", "bool")
        return f"Tensor({text}{'' if plain else f', dtype={self.dtype}'})"

    def __format__(self, spec: str) -> str:
        """Format a one-element tensor as its number."""
        return format(self.item(), spec) if spec else repr(self)


def _fill(self: Tensor, value: Any, op: Op | None, inputs: tuple[Tensor, ...]) -> None:
    self._value = value
    if type(value) is tuple:
        self.shape = tuple(part.shape for part in value)
        self.dtype = tuple(part.dtype for part in value)  # type: ignore[assignment]
    else:
        self.shape, self.dtype = value.shape, value.dtype
    self.op, self.inputs, self.grad, self.name = op, inputs, None, None
    self.scope, self.source = _state.scope, None


def as_array(value: Any, dtype: Any = None, *, copy: bool | None = None) -> Array:
    """Return a NumPy array of a supported type for any array-like.

    Raises:
        DTypeError: The elements are not numbers.
    """
    if isinstance(value, Operators):
        value = np.asarray(value)
    is_array = hasattr(value, "dtype") or hasattr(value, "__array__")
    array = np.array(value, copy=copy)
    if dtype is None and not is_array and array.dtype.kind == "f":
        dtype = as_dtype(None)
    if array.dtype.kind not in "biuf":
        raise DTypeError(
            f"Expected numbers, got {type(value).__name__} of type {array.dtype}; "
            "give an array or nested lists of equal lengths."
        )
    return array.astype(as_dtype(dtype), copy=False) if dtype is not None else array


def as_tensor(value: Any) -> Tensor:
    """Return the tensor behind a tensor, variable, number or array."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Operators):
        tensor: Tensor = value.read()  # type: ignore[attr-defined]
        return tensor
    return Tensor.make(as_array(value))


def apply(op: Op, *operands: Any) -> "Tensor":
    """Apply an operation: compute its value, or add a node under trace.

    Raises:
        ShapeError, DTypeError: The inputs do not fit; the text names the operation.
    """
    inputs = tuple([x if type(x) is Tensor else as_tensor(x) for x in operands])
    values = []
    for x in inputs:
        if x._value is None:  # noqa: SLF001 - the property would raise, and costs a call
            return _apply_symbolic(op, inputs)
        values.append(x._value)  # noqa: SLF001
    value = _evaluate(op, values, inputs)
    return Tensor.make(value, op, inputs) if _state.recording else Tensor.make(value)


@np.errstate(all="ignore")
def _evaluate(op: Op, values: list[Array], inputs: tuple[Tensor, ...]) -> Any:
    try:
        value = op.reference(*values)
    except DataError:
        raise
    except (ValueError, IndexError, TypeError) as error:
        _check(op, inputs)
        raise op.failure(inputs) from error
    return value if isinstance(value, (np.ndarray, tuple)) else np.asarray(value)


def _apply_symbolic(op: Op, inputs: tuple[Tensor, ...]) -> Tensor:
    for x in inputs:
        if not isinstance(x, Tensor):
            return x.defer(apply, (op, *inputs), {})
    shape, dtype = _check(op, inputs)
    return Tensor.symbol(shape, dtype, op, inputs)


def _check(op: Op, inputs: tuple[Tensor, ...]) -> tuple[Any, Any]:
    try:
        shape = op.shape(*[x.shape for x in inputs])
        return shape, op.dtype(*[x.dtype for x in inputs])
    except ShapeError as error:
        raise ShapeError(f"{op.name}: {error}{_place()}") from None


def _place() -> str:
    return f" (in {'/'.join(_state.scope)})" if _state.scope else ""


def _caller() -> tuple[str, int] | None:
    """Return file and line of who wanted it: a layer, an optimizer, the user."""
    if _state.source is not None:
        return _state.source
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001
    while frame is not None and frame.f_code.co_filename.startswith(_MACHINERY):
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else None


class no_grad(ContextDecorator):  # noqa: N801 - PyTorch's name
    """Compute without recording, as PyTorch's no_grad."""

    def __enter__(self) -> None:
        """Record nothing from here on."""
        self._previous, _state.recording = _state.recording, False

    def __exit__(self, *_: object) -> None:
        """Record again, if that was done before."""
        _state.recording = self._previous

    def _recreate_cm(self) -> "no_grad":
        # A decorated function may call itself.
        return no_grad()


@contextmanager
def scope(name: str) -> Iterator[None]:
    """Mark what is computed inside as belonging to the layer `name`."""
    previous = _state.scope
    _state.scope = (*previous, name)
    try:
        yield
    finally:
        _state.scope = previous


@contextmanager
def gradient_of(y: Tensor) -> Iterator[None]:
    """Mark what is computed inside as y's gradient: of y's layer, for y's line."""
    previous = _state.scope, _state.source
    _state.scope, _state.source = (*y.scope, BACKWARD), y.source
    try:
        yield
    finally:
        _state.scope, _state.source = previous
