"""The machine at hand: its vectors, and machine code from LLVM text."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import llvmlite
import llvmlite.binding as llvm

import limpid


@dataclass(frozen=True)
class Machine:
    """What machine code is written for.

    Attributes:
        triple: Processor family, maker and system, as LLVM writes them.
        cpu: The processor's name.
        features: What it can, such as '+avx2,+fma'.
        vector_bytes: The width of a vector register.
        vector_registers: How many there are.
    """

    triple: str
    cpu: str
    features: str
    vector_bytes: int
    vector_registers: int

    @property
    def is_x86(self) -> bool:
        """Whether it is of the x86-64 family."""
        return self.triple.startswith("x86_64")

    @property
    def has_avx512(self) -> bool:
        """Whether it has x86-64's vectors of 64 bytes."""
        return self.is_x86 and self.vector_bytes == 64

    @property
    def converts_halves(self) -> bool:
        """Whether it has instructions that convert float16."""
        return not self.is_x86 or "+f16c" in self.features.split(",")

    def target(self, *, jit: bool = True) -> Any:
        """Return LLVM's description of the machine, one for each compilation.

        Level 2 schedules and allocates registers well; the IR is written so that no
        pass over it is needed.

        Args:
            jit: Whether the code runs in this process: it may lie anywhere in memory.
        """
        _initialize(self.triple)
        kind = llvm.Target.from_triple(self.triple)
        return kind.create_target_machine(
            cpu=self.cpu, features=self.features, opt=2, jit=jit
        )


@cache
def _initialize(triple: str) -> None:
    if triple == llvm.get_default_triple():
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
    else:
        llvm.initialize_all_targets()
        llvm.initialize_all_asmprinters()


@cache
def host() -> Machine:
    """Return the machine at hand."""
    features = llvm.get_host_cpu_features()
    width = 64 if features.get("avx512f") else 32 if features.get("avx") else 16
    triple, cpu = llvm.get_default_triple(), llvm.get_host_cpu_name()
    is_wide = width == 64 or not triple.startswith("x86_64")
    registers = 32 if is_wide else 16
    return Machine(triple, cpu, features.flatten(), width, registers)


def compile_object(text: str, machine: Machine | None = None) -> bytes:
    """Return the machine code of LLVM text, as an object file.

    Args:
        text: A module.
        machine: The machine at hand by default.
    """
    module = llvm.parse_assembly(text)
    module.verify()
    target = (machine or host()).target(jit=machine is None)
    with _indices_as_written():
        return bytes(target.emit_object(module))


def assembly(text: str, machine: Machine | None = None) -> str:
    """Return the machine code of LLVM text, as assembly text."""
    target = (machine or host()).target()
    with _indices_as_written():
        return str(target.emit_assembly(llvm.parse_assembly(text)))


_option = threading.Lock()


@contextmanager
def _indices_as_written() -> Iterator[None]:
    """Keep LLVM from choosing other loop indices: a fifth of its time, for no speed.

    It can be told so only for the process: others shall compile as ever afterwards.
    """
    with _option:
        llvm.set_option("", "-disable-lsr=true")
        try:
            yield
        finally:
            llvm.set_option("", "-disable-lsr=false")


class Library:
    """Machine code in memory."""

    def __init__(self, code: bytes) -> None:
        """Load an object file."""
        self._engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(""), host().target()
        )
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def function(self, name: str, *more: Any) -> Any:
        """Return a function of a pointer and more; it runs with the GIL released."""
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p, *more)(self.address(name))

    def address(self, name: str) -> int:
        """Return where a function's code begins."""
        return int(self._engine.get_function_address(name))


def context(machine: Machine) -> tuple[object, ...]:
    """Return what machine code depends on besides the graph."""
    versions = (limpid.__version__, llvmlite.__version__, str(llvm.llvm_version_info))
    return (*versions, machine)
