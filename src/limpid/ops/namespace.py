"""What the Array API lets a program ask about the library."""

from typing import Any

from limpid.errors import DTypeError
from limpid.graph.dtypes import DType, as_dtype, type_names
from limpid.ops.isdtype import isdtype

__array_api_version__ = "2025.12"


class NamespaceInfo:
    """Devices, default types and capabilities."""

    def capabilities(self) -> dict[str, Any]:
        """Return what the library can do beyond the standard's core."""
        return {
            "boolean indexing": True,
            "data-dependent shapes": True,
            "max dimensions": 64,
        }

    def default_device(self) -> str:
        """Return the only device."""
        return "cpu"

    def devices(self) -> list[str]:
        """Return the only device, in a list."""
        return ["cpu"]

    def default_dtypes(self, *, device: Any = None) -> dict[str, DType]:
        """Return the types that results have when nobody names one."""
        _check(device)
        integer = as_dtype("int64")
        floating = as_dtype(None)
        return {"real floating": floating, "integral": integer, "indexing": integer}

    def dtypes(self, *, device: Any = None, kind: Any = None) -> dict[str, DType]:
        """Return the types of a kind (all by default), by name."""
        _check(device)
        known = {name: as_dtype(name) for name in type_names}
        return {n: d for n, d in known.items() if kind is None or isdtype(d, kind)}


def _check(device: Any) -> None:
    if device not in {None, "cpu"}:
        raise DTypeError(f"Tensors live on 'cpu'; got {device!r}.")


def __array_namespace_info__() -> NamespaceInfo:
    """Return what the Array API lets a program ask about the library."""
    return NamespaceInfo()


__all__ = ["__array_api_version__", "__array_namespace_info__"]
