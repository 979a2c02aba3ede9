"""Permuting: the orders that `random.permutation` defines, drawn in machine code.

An epoch of a small model is over sooner than NumPy draws its order.
"""

import threading
from functools import cache

import numpy as np

from limpid.engines.native.llvm import I64, Function, Module, Value, index
from limpid.engines.native.runtime import runtime
from limpid.graph.op import Array
from limpid.ops.random_bits import INCREMENTS, LOW, MULTIPLIERS, ROUNDS
from limpid.random.permutation import key_of

# Counters drawn at a time.
LANES = 8
VECTOR = f"<{LANES} x i64>"
# Words of the table: count, number of blocks of counters and the key's four; random
# words, word j of counter c at 4 c + j; where each bucket begins; keys; the order.
NUMBERS, WORDS, STARTS, KEYS, ORDER = range(5)


class Drawing:
    """Memory in which the orders of so many examples are drawn, one at a time.

    Attributes:
        order: The numbers below count, as the last call has put them.
        address: Of the table that the function takes.
        number_address: Of the word that says which order to draw.
    """

    def __init__(self, count: int) -> None:
        """Make room; the order is that of the numbers until one is drawn."""
        self.count, self.order = count, np.arange(count)
        blocks = -(-count // (2 * LANES))
        self._numbers = np.array([count, blocks, 0, 0, 0, 0])
        words = np.empty(4 * LANES * blocks, np.int64)
        starts, keys = np.empty((2, count + 1), np.int64)
        self._arrays = (self._numbers, words, starts, keys, self.order)
        self._table = np.array([a.ctypes.data for a in self._arrays], np.uintp)
        self.address = self._table.ctypes.data
        self.number_address = self._numbers[4:].ctypes.data

    def seed(self, seed: int, step: int = 0) -> None:
        """Draw the order of seed and step next."""
        self._numbers[2:] = key_of(seed, step)


class Permuting:
    """Draws orders; keeps memory for one number of examples."""

    def __init__(self) -> None:
        """Load the machine code."""
        self._function = runtime(write).function("permute")
        self._lock = threading.Lock()
        self._drawing = Drawing(0)

    def __call__(self, count: int, seed: int, step: int) -> Array:
        """Return the numbers below count in the order of seed and step."""
        with self._lock:
            if count != self._drawing.count:
                self._drawing = Drawing(count)
            self._drawing.seed(seed, step)
            self._function(self._drawing.address)
            return self._drawing.order.copy()


@cache
def permuting() -> Permuting:
    """Return the process's one."""
    return Permuting()


def write(module: Module) -> None:
    """Write the function: random keys, put into buckets, then into order."""
    f = Function(module, "permute")
    arrays = [f.load("ptr", f.address(f.table, "ptr", index(i)), 8) for i in range(5)]
    numbers = [_at(f, arrays[NUMBERS], index(i)) for i in range(6)]
    count, blocks, *key = numbers
    _draw(f, arrays[WORDS], blocks, key)
    _begin_buckets(f, arrays, count)
    _distribute(f, arrays, count)
    _insert(f, arrays, count)


def _at(f: Function, array: Value, i: Value) -> Value:
    return f.load(I64, f.address(array, I64, i), 8)


def _put(f: Function, value: Value, array: Value, i: Value) -> None:
    f.store(value, f.address(array, I64, i), 8)


def _do(f: Function, operation: str, a: Value, b: Value | int) -> Value:
    other = b.name if isinstance(b, Value) else f"{b}"
    return f.emit(a.type, f"{operation} {a.type} {a.name}, {other}")


def _spread(f: Function, number: Value) -> Value:
    one = f.emit(VECTOR, f"insertelement {VECTOR} poison, {number}, i64 0")
    zeros = f"<{LANES} x i32> zeroinitializer"
    return f.emit(VECTOR, f"shufflevector {one}, {VECTOR} poison, {zeros}")


def _constant(numbers: object) -> str:
    values = np.broadcast_to(np.asarray(numbers, np.uint64), LANES).tolist()
    return f"<{', '.join(f'i64 {n}' for n in values)}>"


def _draw(f: Function, words: Value, blocks: Value, key: list[Value]) -> None:
    """Write the words of `ops.random_bits.philox` for blocks of counters."""
    k = [_spread(f, word) for word in key]
    low = Value(VECTOR, _constant(LOW))

    def block(number: Value) -> None:
        first = _spread(f, f.scale(number, LANES))
        zero = Value(VECTOR, "zeroinitializer")
        even = [_do(f, "add", first, Value(VECTOR, _constant(range(LANES)))), k[2]]
        odd = [zero, k[3]]
        for r in ROUNDS:
            factors = [Value(VECTOR, _constant(m[0])) for m in MULTIPLIERS]
            products = [
                _do(f, "mul", a, b) for a, b in zip(even[::-1], factors, strict=True)
            ]
            for i, increment in enumerate(INCREMENTS):
                added = Value(VECTOR, _constant(r * increment & LOW))
                own = _do(f, "and", _do(f, "add", k[i], added), low)
                high = _do(f, "lshr", products[i], Value(VECTOR, _constant(32)))
                even[i] = _do(f, "xor", _do(f, "xor", high, odd[i]), own)
                odd[i] = _do(f, "and", products[i], low)
        _store_words(f, words, number, [even[0], odd[0], even[1], odd[1]])

    f.range_loop(index(0), blocks, block)


def _store_words(f: Function, words: Value, number: Value, four: list[Value]) -> None:
    """Store the words of each counter one after the other."""
    places = np.arange(4 * LANES).reshape(4, LANES)
    halves = [_chosen(f, a, b, places[:2]) for a, b in (four[:2], four[2:])]
    turned = _chosen(f, halves[0], halves[1], places.T)
    f.store(turned, f.address(words, I64, f.scale(number, 4 * LANES)), 8)


def _chosen(f: Function, a: Value, b: Value, places: Array) -> Value:
    """Return the lanes of two vectors that stand at some places."""
    mask = ", ".join(f"i32 {i}" for i in places.flat)
    kind = f"<{places.size} x i64>"
    shuffle = f"shufflevector {a}, {b}, <{places.size} x i32> <{mask}>"
    return f.emit(kind, shuffle)


def _bucket(f: Function, words: Value, count: Value, i: Value) -> Value:
    """Return which of `count` buckets: keys are even, so that each holds about one."""
    return _do(f, "lshr", _do(f, "mul", _at(f, words, i), count), 32)


def _begin_buckets(f: Function, arrays: list[Value], count: Value) -> None:
    """Write where each bucket begins: the number of keys in those before it."""
    words, starts = arrays[WORDS], arrays[STARTS]
    _clear(f, starts, _do(f, "add", count, 1))

    def tally(i: Value) -> None:
        following = _do(f, "add", _bucket(f, words, count, i), 1)
        _put(f, _do(f, "add", _at(f, starts, following), 1), starts, following)

    f.range_loop(index(0), count, tally)
    _accumulate(f, starts, count)


def _clear(f: Function, array: Value, count: Value) -> None:
    name, kinds = "llvm.memset.p0.i64", ["ptr", "i8", "i64", "i1 immarg"]
    f.module.declare(name, "void", kinds)
    size = f.scale(count, 8)
    f.lines.append(f"  call void @{name}({array}, i8 0, {size}, i1 false)")


def _accumulate(f: Function, array: Value, count: Value) -> None:
    """Write sums of all numbers up to each; the sum so far stays in a register."""
    name, before = f.fresh()[1:], f.block
    b, total, following = f.fresh(), f.fresh(), f.fresh()
    f.lines += [
        f"  br label %head_{name}",
        f"head_{name}:",
        f"  {b} = phi i64 [0, %{before}], [{following}, %sum_{name}]",
        f"  {total} = phi i64 [0, %{before}], [%total_{name}, %sum_{name}]",
        f"  %more_{name} = icmp ult i64 {b}, {count.name}",
        f"  br i1 %more_{name}, label %sum_{name}, label %over_{name}",
        f"sum_{name}:",
    ]
    place = Value(I64, b)
    number = _at(f, array, place)
    f.lines.append(f"  %total_{name} = add i64 {total}, {number.name}")
    _put(f, Value(I64, f"%total_{name}"), array, place)
    f.lines += [
        f"  {following} = add i64 {b}, 1",
        f"  br label %head_{name}",
        f"over_{name}:",
    ]
    f.block = f"over_{name}"


def _distribute(f: Function, arrays: list[Value], count: Value) -> None:
    """Write each key and its number to the next place of its bucket."""
    _, words, starts, keys, order = arrays

    def distribute(i: Value) -> None:
        high, bucket = _at(f, words, i), _bucket(f, words, count, i)
        low = _at(f, words, f.add(count, i))
        place = _at(f, starts, bucket)
        _put(f, _do(f, "add", place, 1), starts, bucket)
        _put(f, _do(f, "or", _do(f, "shl", high, 32), low), keys, place)
        _put(f, i, order, place)

    f.range_loop(index(0), count, distribute)


def _insert(f: Function, arrays: list[Value], count: Value) -> None:
    """Write insertion sort, which is quick where all are near their places."""
    keys, order = arrays[KEYS], arrays[ORDER]

    def look(i: Value) -> None:
        key, before = _at(f, keys, i), _at(f, keys, _do(f, "sub", i, 1))
        is_less = f.emit("i1", f"icmp ult {key}, {before.name}")
        f.only_if(is_less, lambda: insert(i, key))

    def insert(i: Value, key: Value) -> None:
        number = _at(f, order, i)
        name, before = f.fresh()[1:], f.block
        here, previous = f.fresh(), f.fresh()
        f.lines += [
            f"  br label %look_{name}",
            f"look_{name}:",
            f"  {here} = phi i64 [{i.name}, %{before}], [{previous}, %move_{name}]",
            f"  {previous} = sub i64 {here}, 1",
            f"  %first_{name} = icmp eq i64 {here}, 0",
            f"  br i1 %first_{name}, label %put_{name}, label %compare_{name}",
            f"compare_{name}:",
        ]
        place, left = Value(I64, here), Value(I64, previous)
        other = _at(f, keys, left)
        f.lines += [
            f"  %greater_{name} = icmp ugt i64 {other.name}, {key.name}",
            f"  br i1 %greater_{name}, label %move_{name}, label %put_{name}",
            f"move_{name}:",
        ]
        _put(f, other, keys, place)
        _put(f, _at(f, order, left), order, place)
        f.lines += [f"  br label %look_{name}", f"put_{name}:"]
        f.block = f"put_{name}"
        _put(f, key, keys, place)
        _put(f, number, order, place)

    f.range_loop(index(1), count, look)
