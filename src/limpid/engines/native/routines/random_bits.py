"""Random words: the reference engine's own, bit for bit."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.nest import Iota, Nest
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor
from limpid.ops.random_bits import INCREMENTS, MULTIPLIERS, ROUNDS

WORDS = 4
MASK = 0xFFFFFFFF


def random_bits(node: Tensor, target: Target) -> None:
    """Lower four words for each counter, then bring them in order."""
    (key,) = (target.view(v) for v in node.inputs)
    result = target.result().reshaped((node.size,))
    assert result is not None
    counters = -(-node.size // WORDS)
    planes = target.new((WORDS, counters), "uint32")
    words = [key.part((i,)).broadcast((counters,)).all() for i in range(WORDS)]
    stores = tuple(planes.part((i,)).all() for i in range(WORDS))
    loads = (Iota(0, "int64", (1,)), *words)
    target.add(Nest((counters,), 1, loads, stores, philox, label=target.label()))
    whole, rest = divmod(node.size, WORDS)
    rows = result.part((slice(0, whole * WORDS),)).reshaped((whole, WORDS))
    assert rows is not None
    target.copy(planes.transposed((1, 0)).part((slice(0, whole),)), rows)
    if rest:
        last = View(planes.buffer, planes.dtype, (rest,), (counters,), counters - 1)
        target.copy(last, result.part((slice(whole * WORDS, None),)))


def philox(b: Any, loaded: Sequence[Any]) -> list[Any]:
    """Return the four words of Philox4x32-10 for a counter and a key."""
    counter, *key = (b.cast(x, "uint64") for x in loaded)
    mask, half = b.constant(MASK, counter), 32
    even, odd = [counter, key[2]], [b.constant(0, counter), key[3]]
    for i in range(len(ROUNDS)):
        products = [
            b.mul(e, b.constant(int(m), e))
            for e, m in zip(reversed(even), MULTIPLIERS[:, 0], strict=True)
        ]
        pairs = zip(key[:2], INCREMENTS, strict=True)
        rounds = [b.add(k, b.constant(i * int(n) & MASK, k)) for k, n in pairs]
        tops = [b.shift_right_by(p, half) for p in products]
        even = [
            b.bit_xor(b.bit_xor(t, o), b.bit_and(k, mask))
            for t, o, k in zip(tops, odd, rounds, strict=True)
        ]
        odd = [b.bit_and(p, mask) for p in products]
    return [b.cast(x, "uint32") for x in (even[0], odd[0], even[1], odd[1])]
