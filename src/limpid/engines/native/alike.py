"""Alike: steps whose code is the same but for the buffers, so that it is written once.

The layers of a deep network are often alike; writing and compiling each takes time.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from limpid.engines.native.element import TYPES, Element
from limpid.engines.native.in_place import is_checked
from limpid.engines.native.llvm import Function, Module, Value
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.slices import Slices
from limpid.engines.native.words import LLVMWords


def form(step: Nest | Slices, places: Mapping[int, int], machine: Machine) -> Any:
    """Return what the code of a step follows from: alike steps have the same.

    Args:
        step: To be written.
        places: Of its buffers, among the pointers that its function takes.
        machine: Which the code is for.

    What may meet a wrong index says which one it was: it is like no other step.
    """
    if is_checked(step):
        return id(step)
    if isinstance(step, Slices):
        nests, before = (
            tuple(_form(nest, places, machine) for nest in part)
            for part in (step.nests, step.before)
        )
        own = [(places[number], num_bytes) for number, num_bytes in step.own.items()]
        return nests, before, tuple(own), step.pieces
    return _form(step, places, machine)


def _form(nest: Nest, places: Mapping[int, int], machine: Machine) -> Any:
    accesses = nest.loads, nest.stores, nest.late_loads
    return (
        (nest.sizes, nest.kept, nest.outer, nest.sequential),
        (nest.reduction, nest.accumulator, nest.product),
        tuple(tuple(_placed(a, places) for a in group) for group in accesses),
        _bodies(nest, machine),
    )


def _placed(access: Access, places: Mapping[int, int]) -> Access:
    through = access.through
    if through is not None:
        through = replace(through, access=_placed(through.access, places))
    return replace(access, buffer=places[access.buffer], through=through)


def _bodies(nest: Nest, machine: Machine) -> tuple[str, ...]:
    """Return the lines of a nest's body and finish, written for a single element."""
    f = Function(Module(machine), "")
    words = LLVMWords(f, 1)
    results = nest.body(words, [_unknown(f, a.dtype) for a in nest.loads])
    if nest.finish is not None:
        total = _unknown(f, nest.accumulator or results[0].dtype)
        late = [_unknown(f, a.dtype) for a in nest.late_loads]
        results = [*results, *nest.finish(words, [total, *late])]
    return (*f.lines, *(f"{y.dtype} {y.value}" for y in results))


def _unknown(f: Function, dtype: str) -> Element:
    return Element(Value(TYPES[dtype], f.fresh()), dtype)
