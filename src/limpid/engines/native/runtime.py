"""Runtime: machine code of the engine itself, the same for all programs."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256

from limpid.engines.native.cache import cached
from limpid.engines.native.llvm import Module
from limpid.engines.native.machine import Library, compile_object, context, host


@cache
def runtime(*writers: Callable[[Module], None]) -> Library:
    """Return a library of functions, compiled if it is not kept; it is loaded once.

    Args:
        writers: What writes each of the functions into a module.
    """
    module = Module()
    for write in writers:
        write(module)
    return kept_library(module.text())


def kept_library(text: str) -> Library:
    """Return a library of LLVM text, compiled if it is not kept.

    A process that finds all its machine code kept never starts LLVM's code generator,
    which takes some 20 megabytes.
    """
    key = sha256(repr((text, context(host()))).encode()).hexdigest()
    return Library(cached(key, lambda: compile_object(text)))
