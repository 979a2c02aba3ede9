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
# words, word j of counter c at 4 c + j; the order.
NUMBERS, WORDS, ORDER = range(3)


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
        blocks = -(-count // (4 * LANES))
        self._numbers = np.array([count, blocks, 0, 0, 0, 0])
        words = np.empty(4 * LANES * blocks, np.int64)
        self._arrays = (self._numbers, words, self.order)
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
    """Write the function: random words, then the shuffle that they decide on."""
    f = Function(module, "permute")
    arrays = [f.load("ptr", f.address(f.table, "ptr", index(i)), 8) for i in range(3)]
    numbers = [_at(f, arrays[NUMBERS], index(i)) for i in range(6)]
    count, blocks, *key = numbers
    _draw(f, arrays[WORDS], blocks, key)
    _shuffle(f, arrays, count)


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
    low = Value(VECTOR, _constant(LOW))
    round_keys = [
        [_round_key(f, key[i], i, r) for i in (0, 1)] for r in range(len(ROUNDS))
    ]
    lanes = Value(VECTOR, _constant(range(LANES)))
    factors = [Value(VECTOR, _constant(m[0])) for m in MULTIPLIERS]

    def block(number: Value) -> None:
        first = _spread(f, f.scale(number, LANES))
        even = [_do(f, "add", first, lanes), _spread(f, key[2])]
        odd = [Value(VECTOR, "zeroinitializer"), _spread(f, key[3])]
        for own in round_keys:
            pairs = zip(even[::-1], factors, strict=True)
            products = [_do(f, "mul", a, b) for a, b in pairs]
            for i in (0, 1):
                high = _do(f, "lshr", products[i], Value(VECTOR, _constant(32)))
                even[i] = _do(f, "xor", _do(f, "xor", high, odd[i]), own[i])
                odd[i] = _do(f, "and", products[i], low)
        _store_words(f, words, number, [even[0], odd[0], even[1], odd[1]])

    f.range_loop(index(0), blocks, block)


def _round_key(f: Function, word: Value, i: int, r: int) -> Value:
    """Return a word of the key of round r, in each lane."""
    moved = _do(f, "add", word, r * int(INCREMENTS[i]))
    return _spread(f, _do(f, "and", moved, int(LOW)))


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


def _shuffle(f: Function, arrays: list[Value], count: Value) -> None:
    """Put each number where an earlier one was, or stays, and that one at the end."""
    _, words, order = arrays

    def insert(i: Value) -> None:
        spread = _do(f, "mul", _at(f, words, i), _do(f, "add", i, 1))
        place = _do(f, "lshr", spread, 32)
        _put(f, _at(f, order, place), order, i)
        _put(f, i, order, place)

    f.range_loop(index(0), count, insert)
