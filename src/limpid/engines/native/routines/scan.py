"""A scan: its body lowered once, walked over the slices of histories and sequences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from limpid.engines.native.apart import Loop
from limpid.engines.native.fallback import Fallback
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.target import NotCompiled, Target
from limpid.engines.native.view import View
from limpid.engines.native.walk import Link, Slots, Walk, resting
from limpid.graph.tensor import Tensor
from limpid.ops.scan import Scan


def scan(node: Tensor, target: Target) -> None:
    """Lower a scan."""
    op: Scan = node.op  # type: ignore[assignment]
    inputs = [target.view(x) for x in node.inputs]
    twins = _twins(op)
    made = [i for i in range(len(node.shape)) if i not in twins]
    body = _body(op, inputs, made)
    results = {i: _slots(i, node, target, twins) for i in made}
    seen = {i: r.seen for i, r in results.items()}
    later = slice(None, 0, -1) if op.reverse else slice(1, None)
    seen |= {i: seen[k].part(later) for i, k in twins.items()}
    target.places.place(node, [view for _, view in sorted(seen.items())])
    histories = [results[i] for i in range(op.carries)]
    for first, history in zip(inputs[: op.carries], histories, strict=True):
        target.copy(first, history.slot(0))
    if not op.length:
        return
    scratch = target.new((body.arena_bytes,), "uint8")
    outer = _outer_links(op, body, inputs, list(results.values()))
    links = [*outer, *_own_links(body, scratch)]
    constants = [
        resting(i, target.places.constant(body.constants[b.number]))
        for i, b in enumerate(body.buffers)
        if i and b.kind == "constant"
    ]
    written = (scratch.buffer, *(r.view.buffer for r in results.values()))
    walk = Walk(body, (*links, *constants), op.length, written, target.label())
    target.add(walk)


def _twins(op: Scan) -> dict[int, int]:
    """Return which stacks hold what a carry's history holds as well, from its second.

    Such are the outputs of most recurrent layers, which are their states.
    """
    outputs = op.body.outputs
    carries = {id(y): i for i, y in enumerate(outputs[: op.carries])}
    stacks = range(op.carries, len(outputs))
    return {i: carries[id(outputs[i])] for i in stacks if id(outputs[i]) in carries}


def _body(op: Scan, inputs: Sequence[View], made: Sequence[int]) -> Lowering:
    """Return the body lowered, its arguments laid out as the slices outside are."""
    carry, sequences, captured = op.parted(inputs)
    strides = [v.strides[1:] for v in sequences] + [v.strides for v in captured]
    graph = replace(op.body, outputs=tuple(op.body.outputs[i] for i in made))
    loop = Loop(len(carry), len(captured))
    body = Lowering(graph, [None] * len(carry) + strides, loop)
    for step in body.steps:
        if isinstance(step, Fallback):
            assert step.node.op is not None
            raise NotCompiled(f"{step.node.op.name} in its body: {step.reason}")
    return body


def _slots(
    number: int, node: Tensor, target: Target, twins: Mapping[int, int]
) -> Slots:
    """Return room for a result: for all its values, or as many as will be read."""
    op: Scan = node.op  # type: ignore[assignment]
    shape: Any = node.shape[number]
    count, dtype = shape[0], str(node.dtype[number])
    # A round reads one slot of a history and writes the next.
    fewest = 2 if number < op.carries else 1
    shown = [number, *(i for i, k in twins.items() if k == number)]
    is_read = any(_is_read(i, node, target) for i in shown)
    slots = count if is_read else min(count, fewest)
    return Slots(target.new((slots, *shape[1:]), dtype), count)


def _is_read(number: int, node: Tensor, target: Target) -> bool:
    """Tell whether anybody reads more of a result than what the last round wrote."""
    op: Scan = node.op  # type: ignore[assignment]
    users, kept = target.fusion.users, target.fusion.kept
    items = [
        x
        for x in users.get(id(node), [])
        if x.op is not None and x.op.name == "item" and x.op.index == number  # type: ignore[attr-defined]
    ]
    shape: Any = node.shape[number]
    last = 0 if op.reverse and number >= op.carries else shape[0] - 1
    keys = {repr(k) for i in (last, last - shape[0]) for k in (i, (i,))}
    readers = [reader.op for x in items for reader in users.get(id(x), [])]
    return any(id(x) in kept for x in items) or any(
        by is None or by.name != "get_item" or repr(by.key) not in keys  # type: ignore[attr-defined]
        for by in readers
    )


def _outer_links(
    op: Scan, body: Lowering, inputs: Sequence[View], results: Sequence[Slots]
) -> Iterator[Link]:
    """Yield where the body's arguments and results lie."""
    first, step = (op.length - 1, -1) if op.reverse else (0, 1)
    carry, sequences, captured = op.parted(body.numbers("input"))
    places = op.parted(inputs)
    for number, history in zip(carry, results, strict=False):
        yield history.link(number)
    for number, view in zip(sequences, places[1], strict=True):
        yield Slots(view, op.length).link(number, first, step)
    for number, view in zip(captured, places[2], strict=True):
        yield resting(number, view)
    outputs = body.numbers("output")
    for i, (number, result) in enumerate(zip(outputs, results, strict=True)):
        if i < op.carries:
            yield result.link(number, first=1)
        else:
            yield result.link(number, first, step)


def _own_links(body: Lowering, scratch: View) -> Iterator[Link]:
    """Yield where the body's intermediate results lie: in one block of their own."""
    for i, buffer in enumerate(body.buffers):
        if buffer.kind == "arena" and buffer.first >= 0:
            yield Link(i, scratch.buffer, buffer.number)
