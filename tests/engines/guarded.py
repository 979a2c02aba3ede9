"""Programs whose every buffer ends where forbidden memory begins.

A read or write one byte too far ends the process, so this runs in one of its own:
`python -m tests.engines.guarded STEP` runs each STEP-th sample of every operation.
"""

import ctypes
import mmap
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.engine import NativeProgram
from limpid.engines.reference import ReferenceEngine
from limpid.graph import trace

PAGE = mmap.PAGESIZE
PROT_NONE = 0
# Graphs of many operations gather rounding; bounds are what is tested here.
SLACK = 1e4


class Fenced:
    """Some bytes of memory, with a page behind or before them that none may touch."""

    def __init__(self, num_bytes: int, *, before: bool = False) -> None:
        """Take pages from the system and forbid one of them."""
        size = -(-max(num_bytes, 1) // PAGE) * PAGE
        self.pages = mmap.mmap(-1, size + PAGE)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self.pages))
        forbidden = address if before else address + size
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mprotect(ctypes.c_void_p(forbidden), PAGE, PROT_NONE):
            raise OSError(ctypes.get_errno(), "mprotect")
        self.start = PAGE if before else size - num_bytes
        self.address = address + self.start

    def array(self, shape: Sequence[int], dtype: Any) -> np.ndarray:
        """Return the memory as an array."""
        count = int(np.prod(shape, dtype=np.int64))
        flat = np.frombuffer(self.pages, dtype, count, self.start)
        return flat.reshape(shape)


class GuardedProgram(NativeProgram):
    """A program with a fence around each buffer of its own."""

    before = False

    def _set_up_memory(self) -> None:
        super()._set_up_memory()
        self._fences = []
        for i, buffer in enumerate(self.lowering.buffers):
            used = buffer.kind == "arena" and buffer.first >= 0
            if not used and buffer.kind != "constant":
                continue
            array = self._fence((buffer.count,), buffer.dtype)
            if buffer.kind == "constant" and i:
                array[...] = self.lowering.constants[buffer.number].reshape(-1)
            if i:
                self._arrays[i] = array
                self.table[i] = self._fences[-1].address

    def _fence(self, shape: Sequence[int], dtype: Any) -> np.ndarray:
        num_bytes = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        self._fences.append(Fenced(num_bytes, before=self.before))
        return self._fences[-1].array(shape, dtype)

    def _connect(
        self, inputs: Sequence[np.ndarray], variables: Sequence[np.ndarray] = ()
    ) -> list[np.ndarray]:
        outputs = super()._connect(inputs, variables)
        fenced = []
        given = [*inputs, *outputs]
        for number, array in zip([*self._inputs, *self._outputs], given, strict=True):
            copy = self._fence(array.shape, array.dtype)
            copy[...] = array
            self.table[number], self._arrays[number] = self._fences[-1].address, copy
            fenced.append(copy)
        return fenced[len(inputs) :]


def run_guarded(function: Any, arrays: Sequence[np.ndarray]) -> None:
    """Run a function between fences, behind and before; compare with the reference."""
    from tests.engines.agreement import check

    graph = trace(function, *arrays)
    inputs = [*arrays, *(v.read().value for v in graph.variables)]
    wanted = ReferenceEngine().compile(graph)(inputs)
    for before in (False, True):
        program = type("Guarded", (GuardedProgram,), {"before": before})(graph)
        check(wanted, program(inputs), SLACK, least=1.0)


def main(step: int) -> None:
    """Run each step-th sample of every operation, tiles, strips and random graphs."""
    from tests.engines import random_graphs, test_strips, test_winograd
    from tests.engines.convolutions import operands, products
    from tests.engines.test_native_samples import TRACEABLE, with_gradient

    for given in TRACEABLE[::step]:
        inputs = [
            x.astype("float32") if x.dtype.kind == "f" else x for x in given.inputs
        ]
        run_guarded(with_gradient(given), inputs)
    tiles = [(x, k, {"padding": p}) for x, k, p in test_winograd.CASES]
    random = np.random.default_rng(0)
    for x, kernel, kwargs in [*tiles[::step], *test_strips.CASES[::step]]:
        run_guarded(products(**kwargs), operands(random, x, kernel, **kwargs))
    for seed in range(7_000, 7_000 + 240 // step):
        run_guarded(*random_graphs.draw(seed, loops=seed % 2))
    sys.stdout.write("survived\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
