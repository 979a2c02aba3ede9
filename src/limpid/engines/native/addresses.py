"""Addresses: where arrays lie in memory, for machine code to read and write them."""

import ctypes

from limpid.graph.op import Array

_address_of, _first_byte = ctypes.addressof, ctypes.c_char.from_buffer


def address_of(array: Array) -> int:
    """Return where an array begins.

    `ctypes` tells it of what may be written in a third of the time that NumPy takes,
    and refuses the rest: what is read only, empty or not in one piece.
    """
    try:
        # Types of buffers are known from Python 3.12 on.
        return _address_of(_first_byte(array))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return int(array.__array_interface__["data"][0])
