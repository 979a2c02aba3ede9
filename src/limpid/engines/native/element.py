"""Element: a value in machine code with limpid's type, and how LLVM writes both."""

import struct
from dataclasses import dataclass

import numpy as np

from limpid.engines.native.llvm import Value

TYPES = {
    "bool": "i1",
    "int8": "i8",
    "int16": "i16",
    "int32": "i32",
    "int64": "i64",
    "uint8": "i8",
    "uint16": "i16",
    "uint32": "i32",
    "uint64": "i64",
    "float16": "half",
    "float32": "float",
    "float64": "double",
}
SHORT = {"half": "f16", "float": "f32", "double": "f64"}


@dataclass(frozen=True)
class Element:
    """An LLVM value and its limpid type."""

    value: Value
    dtype: str

    @property
    def is_float(self) -> bool:
        """Whether it is a floating-point number."""
        return self.dtype.startswith("float")

    @property
    def is_signed(self) -> bool:
        """Whether it is a signed integer."""
        return self.dtype.startswith("int")


def conversion(before: str, after: str) -> str:
    """Return LLVM's word for a conversion; '' where the bits stay."""
    small = np.dtype(after).itemsize < np.dtype(before).itemsize
    if before.startswith("float"):
        if after.startswith("float"):
            return "fptrunc" if small else "fpext"
        return "fptosi" if after.startswith("int") else "fptoui"
    if after.startswith("float"):
        return "sitofp" if before.startswith("int") else "uitofp"
    if before != "bool" and np.dtype(after).itemsize == np.dtype(before).itemsize:
        return ""
    return "trunc" if small else "sext" if before.startswith("int") else "zext"


def literal(number: float, dtype: str) -> str:
    """Return a number as LLVM writes it: floats by the bits of their double."""
    if dtype == "bool":
        return "true" if number else "false"
    if not dtype.startswith("float"):
        return str(int(number))
    exact = float(np.dtype(dtype).type(number))
    if dtype == "float16":
        return f"0xH{np.float16(number).view(np.uint16):04X}"
    return "0x" + struct.pack(">d", exact).hex().upper()
