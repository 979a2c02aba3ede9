from typing import Any

from limpid.errors import DataError, DTypeError
from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor, as_array, as_tensor


def asarray(
    obj: Any, /, *, dtype: Any = None, device: Any = None, copy: bool | None = None
) -> Tensor:
    """Return a tensor of a number, nested lists, an array or a tensor.

    Raises:
        DTypeError: The elements are not numbers, or the device is not 'cpu'.
        DataError: copy=False, but the type asked for needs a copy.
    """
    check_device(device)
    if isinstance(obj, Tensor) or hasattr(obj, "read"):
        x = as_tensor(obj)
        converted = x if dtype is None else astype(x, dtype, copy=False)
        return astype(x, x.dtype) if copy and converted is x else converted
    array = as_array(obj, dtype, copy=True)
    if copy is False:
        shared = obj if hasattr(obj, "__array_interface__") else None
        if shared is None or shared.dtype != array.dtype:
            raise DataError(
                f"asarray cannot make {array.dtype} of {type(obj).__name__} without a "
                "copy; leave copy=None."
            )
        array = as_array(obj)
    return Tensor.make(array)


def check_device(device: Any) -> None:
    """Raise DTypeError for any device but the CPU."""
    if device not in {None, "cpu"}:
        raise DTypeError(f"Tensors live on 'cpu'; got {device!r}.")
