"""Profile: the time of every nest of a program, its arithmetic and its traffic."""

import ctypes
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from limpid.engines.native.element import TYPES, Element
from limpid.engines.native.emission import emit
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.fallback import Fallback
from limpid.engines.native.fusion import Unit
from limpid.engines.native.llvm import Function, Module, Value, index
from limpid.engines.native.loops import title
from limpid.engines.native.lowering import Step
from limpid.engines.native.machine import Library, compile_object
from limpid.engines.native.memory import Buffer
from limpid.engines.native.nest import Access, Body, Iota, Nest
from limpid.engines.native.segments import emit_segment, write_text
from limpid.engines.native.slices import Slices
from limpid.engines.native.threads import Pool
from limpid.engines.native.walk import Walk
from limpid.engines.native.words import LLVMWords
from limpid.graph.op import Array
from limpid.graph.shapes import product
from limpid.graph.tensor import BACKWARD, Tensor
from limpid.graph.tracing import Graph

# A program is run for about this long, and at least and at most so many times.
MEASURED_SECONDS, FEWEST_RUNS, MOST_RUNS = 1.0, 5, 300
# Arrays between these sizes are copied to find out how fast memory is: as large as
# what the program works on, so that they lie in the same caches.
SMALLEST_COPY_BYTES, LARGEST_COPY_BYTES = 2**20, 2**26
# Independent multiply-adds under way, and how often they are repeated.
CHAINS, ROUNDS = 12, 20_000
# Of which the fastest counts.
PEAK_RUNS = 50
ARITHMETIC = re.compile(r" f(?:add|sub|mul|div|neg) |call \w+ @(llvm\.fmuladd)?")


@dataclass(frozen=True)
class Cost:
    """What one step of a program costs.

    Attributes:
        operation: What is computed.
        layer: For which layer; '' if for none.
        is_backward: Whether it belongs to the gradient.
        seconds: The median time.
        flops: Additions, multiplications and divisions of floats.
        num_bytes: Of all elements read or written, each counted once.
    """

    operation: str
    layer: str
    is_backward: bool
    seconds: float
    flops: int
    num_bytes: int


@dataclass(frozen=True)
class Peaks:
    """What the machine can do at best, as measured.

    Attributes:
        flops_per_second: Of multiply-adds that wait for nothing.
        bytes_per_second: Of a copy of arrays as large as the program's memory.
    """

    flops_per_second: float
    bytes_per_second: float

    def fraction(self, cost: Cost) -> float:
        """Return which part of the peak a step reaches, of the one that limits it."""
        ideal = max(
            cost.flops / self.flops_per_second, cost.num_bytes / self.bytes_per_second
        )
        return ideal / cost.seconds if cost.seconds else 0.0


class ProfiledProgram(NativeProgram):
    """A program whose steps are called, and timed, one by one."""

    def __init__(self, graph: Graph) -> None:
        """Compile every nest as a function of its own."""
        super().__init__(graph)
        module = Module()
        Function(module, "idle")
        steps = self.lowering.steps
        for i, step in enumerate(steps):
            if not isinstance(step, Fallback):
                emit_segment(module, f"step_{i}", [step], self.lowering)
        self.library = Library(compile_object(write_text(module)))
        self._calls = [self._call(i, step) for i, step in enumerate(steps)]
        self._idle = partial(self._callable("idle"), self._address)

    def _call(self, number: int, step: Step) -> Callable[[], None]:
        if isinstance(step, Fallback):
            return lambda: self._fall_back(step)
        return partial(self._callable(f"step_{number}"), self._address)

    def seconds(self, inputs: Sequence[Array]) -> list[float]:
        """Return the median time of each step, the call itself not counted."""
        self._connect([np.ascontiguousarray(x) for x in inputs])
        calls: list[Callable[[], object]] = [self._idle, *self._calls]
        _run(calls)
        start = time.perf_counter()
        _run(calls)
        once = time.perf_counter() - start
        runs = int(np.clip(MEASURED_SECONDS / once, FEWEST_RUNS, MOST_RUNS))
        idle, *medians = np.median([_run(calls) for _ in range(runs)], axis=0)
        return [max(float(t - idle), 0.0) for t in medians]

    def costs(self, inputs: Sequence[Array]) -> list[Cost]:
        """Return what each step costs."""
        lowering = self.lowering
        costs = []
        for i, seconds in enumerate(self.seconds(inputs)):
            step = lowering.steps[i]
            unit = lowering.units[i] if i < len(lowering.units) else Unit()
            main = _main(unit)
            scope = main.scope if main is not None else ()
            work = _work(step, lowering.buffers)
            layer = "/".join(part for part in scope if part != BACKWARD)
            name = title(step, unit.nodes)
            costs.append(Cost(name, layer, BACKWARD in scope, seconds, *work))
        return costs


def _work(step: Step, buffers: Sequence[Buffer]) -> tuple[int, int]:
    """Return how many floating-point operations a step has, how many bytes it moves."""
    if isinstance(step, Fallback):
        return 0, 0
    if isinstance(step, Walk):
        parts = [_work(s, step.body.buffers) for s in step.steps]
        return tuple(step.rounds * sum(n) for n in zip(*parts, strict=True)) or (0, 0)
    if isinstance(step, Slices):
        # What stays near is no traffic.
        far = [n for n in step.buffers if n not in step.own]
        return sum(map(flops, step.all_nests)), sum(buffers[n].num_bytes for n in far)
    return flops(step), _bytes(step, buffers)


def _bytes(nest: Nest, buffers: Sequence[Buffer]) -> int:
    return sum(
        min(_touched(a, nest), buffers[a.buffer].count) * np.dtype(a.dtype).itemsize
        for a in dict.fromkeys(nest.accesses)
        if not isinstance(a, Iota)
    )


def _run(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Return how long each call takes, in order: each finds what those before left."""
    times = [time.perf_counter()]
    for call in calls:
        call()
        times.append(time.perf_counter())
    return list(np.diff(times))


def _main(unit: Unit) -> Tensor | None:
    """Return the operation that a unit is there for."""
    return unit.head if unit.head is not None else next(iter(unit.members), None)


def _touched(access: Access, nest: Nest) -> int:
    """Return how many elements an access reaches at most."""
    pairs = zip(nest.sizes, access.strides, strict=True)
    return product(tuple(n for n, stride in pairs if stride))


def flops(nest: Nest) -> int:
    """Return how many floating-point operations a nest carries out.

    They are counted in the code itself; a call of C's library counts as one.
    """
    each = _flops(nest.body, nest.loads)
    if nest.reduction is None:
        return each * product(nest.sizes)
    each += nest.accumulator.startswith("float")
    total = Access(0, nest.accumulator, ())
    after = _flops(nest.finish, (total, *nest.late_loads)) if nest.finish else 0
    return each * product(nest.sizes) + after * product(nest.sizes[: nest.kept])


def _flops(body: Body, loads: Sequence[Access]) -> int:
    f = Function(Module(), "counted")
    loaded = [Element(Value(TYPES[a.dtype], "%x"), a.dtype) for a in loads]
    body(LLVMWords(f, 1), loaded)
    found = [ARITHMETIC.search(line) for line in f.lines]
    return sum(2 if match[1] else 1 for match in found if match)


# The machine's peaks


def peaks(pool: Pool, num_bytes: int) -> Peaks:
    """Measure what the machine can do with the threads of a pool.

    Args:
        pool: The threads.
        num_bytes: Of the memory that a program works on.
    """
    size = int(np.clip(num_bytes, SMALLEST_COPY_BYTES, LARGEST_COPY_BYTES)) // 8
    source, target = np.ones(size, np.float32), np.empty(size, np.float32)
    module = Module()
    lanes = module.machine.vector_bytes // 4
    _write_copy(Function(module, "copy"), size)
    _write_chains(Function(module, "chains"), lanes)
    library = Library(compile_object(write_text(module)))
    results = np.empty((pool.threads, CHAINS, lanes), np.float32)
    return Peaks(
        2 * results.size * ROUNDS / _best(pool, library, "chains", [results]),
        2 * source.nbytes / _best(pool, library, "copy", [source, target]),
    )


def _best(pool: Pool, library: Library, name: str, arrays: Sequence[Array]) -> float:
    """Return the shortest time of a function of arrays."""
    function = library.function(name, ctypes.c_int64, ctypes.c_int64)
    address = library.address(name)
    table = (ctypes.c_void_p * len(arrays))(*(a.ctypes.data for a in arrays))
    place = ctypes.addressof(table)
    call = partial(pool.run, function, address, place)
    return min(sum(_run([call])) for _ in range(PEAK_RUNS))


def _write_copy(f: Function, size: int) -> None:
    """Write a copy of floats as any nest is written."""
    source, target = Access(0, "float32", (1,)), Access(1, "float32", (1,))
    slots = [f.address(f.table, "ptr", index(i)) for i in range(2)]
    pointers = {i: f.load("ptr", slot, 8) for i, slot in enumerate(slots)}
    emit(f, pointers, Nest((size,), 1, (source,), (target,), lambda _, v: v))


def _write_chains(f: Function, lanes: int) -> None:
    """Write multiply-adds on all lanes that depend only on their own last result."""
    words = LLVMWords(f, lanes)
    half = words.number(0.5, "float32")

    def step(_: Value, *values: Value) -> list[Value]:
        return [words.fused(Element(v, "float32"), half, half).value for v in values]

    results = f.loop(ROUNDS, step, [half.value] * CHAINS)
    own = f.scale(f.thread, CHAINS)
    start = f.address(f.load("ptr", f.table, 8), half.value.type, own)
    for i, value in enumerate(results):
        f.store(value, f.address(start, value.type, index(i)), 4)
