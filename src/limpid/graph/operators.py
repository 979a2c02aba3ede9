"""Python's operators and the array methods, as syntax for limpid's functions.

The functions are compositions of operations and live above this folder; they
enter here through `FUNCTIONS`, which limpid.ops.syntax fills when first needed.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from limpid.graph.tensor import Tensor

FUNCTIONS: dict[str, Callable[..., Any]] = {}


def _function(name: str) -> Callable[..., Any]:
    if not FUNCTIONS:
        import_module("limpid.ops.syntax")
    return FUNCTIONS[name]


def _binary(name: str) -> Callable[[Any, Any], "Tensor"]:
    def method(self: Any, other: Any) -> "Tensor":
        result: Tensor = _function(name)(self, other)
        return result

    return method


def _reflected(name: str) -> Callable[[Any, Any], "Tensor"]:
    def method(self: Any, other: Any) -> "Tensor":
        result: Tensor = _function(name)(other, self)
        return result

    return method


def _method(name: str) -> Callable[..., "Tensor"]:
    def method(self: Any, *args: Any, **settings: Any) -> "Tensor":
        result: Tensor = _function(name)(self, *args, **settings)
        return result

    return method


class Operators:
    """What tensors, variables and symbolic inputs can be asked to do."""

    __slots__ = ()

    # Makes NumPy arrays leave mixed expressions to us.
    __array_ufunc__ = None

    __add__, __radd__ = _binary("add"), _reflected("add")
    __sub__, __rsub__ = _binary("subtract"), _reflected("subtract")
    __mul__, __rmul__ = _binary("multiply"), _reflected("multiply")
    __truediv__, __rtruediv__ = _binary("divide"), _reflected("divide")
    __floordiv__, __rfloordiv__ = _binary("floor_divide"), _reflected("floor_divide")
    __mod__, __rmod__ = _binary("remainder"), _reflected("remainder")
    __pow__, __rpow__ = _binary("pow"), _reflected("pow")
    __matmul__, __rmatmul__ = _binary("matmul"), _reflected("matmul")
    __and__, __rand__ = _binary("bitwise_and"), _reflected("bitwise_and")
    __or__, __ror__ = _binary("bitwise_or"), _reflected("bitwise_or")
    __xor__, __rxor__ = _binary("bitwise_xor"), _reflected("bitwise_xor")
    __lshift__, __rlshift__ = (
        _binary("bitwise_left_shift"),
        _reflected("bitwise_left_shift"),
    )
    __rshift__, __rrshift__ = (
        _binary("bitwise_right_shift"),
        _reflected("bitwise_right_shift"),
    )
    __lt__, __le__ = _binary("less"), _binary("less_equal")
    __gt__, __ge__ = _binary("greater"), _binary("greater_equal")
    __neg__, __pos__ = _method("negative"), _method("positive")
    __abs__, __invert__ = _method("abs"), _method("bitwise_invert")
    __getitem__ = _method("get_item")

    def __eq__(self, other: object) -> "Tensor":  # type: ignore[override]
        """Compare elementwise, as arrays do."""
        result: Tensor = _function("equal")(self, other)
        return result

    def __ne__(self, other: object) -> "Tensor":  # type: ignore[override]
        """Compare elementwise, as arrays do."""
        result: Tensor = _function("not_equal")(self, other)
        return result

    __hash__ = object.__hash__

    sum, mean, max, min = map(_method, ("sum", "mean", "max", "min"))
    argmax, argmin, prod = map(_method, ("argmax", "argmin", "prod"))
    std, var, all, any = map(_method, ("std", "var", "all", "any"))
    exp, log, sqrt, tanh = map(_method, ("exp", "log", "sqrt", "tanh"))
    sigmoid, relu, clip = map(_method, ("sigmoid", "relu", "clip"))
    astype, dot = _method("astype"), _method("dot")

    def reshape(self, *shape: Any) -> "Tensor":
        """Return the elements in another shape; sizes may come as one tuple."""
        if len(shape) == 1 and not isinstance(shape[0], int):
            shape = tuple(shape[0])
        result: Tensor = _function("reshape")(self, shape)
        return result

    def transpose(self, *axes: Any) -> "Tensor":
        """Return the array with its axes permuted (reversed if none are given)."""
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = tuple(axes[0])
        result: Tensor = _function("transpose")(self, axes or None)
        return result

    @property
    def T(self) -> "Tensor":  # noqa: N802 - the Array API's name
        """The transposed matrix."""
        return self.transpose()

    @property
    def mT(self) -> "Tensor":  # noqa: N802 - the Array API's name
        """The array with its last two axes swapped."""
        result: Tensor = _function("matrix_transpose")(self)
        return result
