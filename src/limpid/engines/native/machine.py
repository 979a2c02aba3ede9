"""The machine at hand: its vectors, and machine code from LLVM text."""

import ctypes
from functools import cache
from typing import Any

import llvmlite
import llvmlite.binding as llvm

import limpid


def target_machine() -> Any:
    """Return LLVM's description of this machine, one for each compilation.

    Level 2 schedules and allocates registers well; the IR is written so that no pass
    over it is needed.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    kind = llvm.Target.from_default_triple()
    return kind.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=2, jit=True
    )


@cache
def vector_bytes() -> int:
    """Return the width of the widest vector register."""
    features = llvm.get_host_cpu_features()
    if features.get("avx512f"):
        return 64
    return 32 if features.get("avx") else 16


@cache
def vector_registers() -> int:
    """Return how many vector registers there are."""
    return 16 if vector_bytes() == 32 else 32


def compile_object(text: str) -> bytes:
    """Return the machine code of LLVM text, as an object file."""
    module = llvm.parse_assembly(text)
    module.verify()
    return bytes(target_machine().emit_object(module))


def assembly(text: str) -> str:
    """Return the machine code of LLVM text, as assembly text."""
    return str(target_machine().emit_assembly(llvm.parse_assembly(text)))


class Library:
    """Machine code in memory."""

    def __init__(self, code: bytes) -> None:
        """Load an object file."""
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def function(self, name: str, *more: Any) -> Any:
        """Return a function of a pointer and more; it runs with the GIL released."""
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p, *more)(self.address(name))

    def address(self, name: str) -> int:
        """Return where a function's code begins."""
        return int(self._engine.get_function_address(name))


def context() -> tuple[str, ...]:
    """Return what machine code depends on besides the graph."""
    features = llvm.get_host_cpu_features().flatten()
    versions = (limpid.__version__, llvmlite.__version__, str(llvm.llvm_version_info))
    return (*versions, llvm.get_default_triple(), llvm.get_host_cpu_name(), features)
