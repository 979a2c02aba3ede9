"""Pieces: a sum of parts, each at its own place among zeros, is one joined array.

Such sums are the gradients of what was split.
"""

from collections.abc import Sequence

from limpid.graph.arithmetic import Add
from limpid.graph.gradient import topological
from limpid.graph.tensor import Tensor, apply
from limpid.ops.concat import concat
from limpid.ops.get_item import SetItem

__all__: list[str] = []

# The axis along which a piece lies, its first index and the one after its last.
Place = tuple[int, int, int]
Pieces = list[tuple[Place, Tensor]]


def joined(outputs: Sequence[Tensor]) -> list[Tensor]:
    """Return the outputs with such sums replaced; what has none stays itself."""
    values: dict[int, Tensor] = {}
    pieces: dict[int, Pieces] = {}
    for node in topological(outputs):
        pieces[id(node)] = _pieces(node, pieces)
        ordered = sorted(pieces[id(node)], key=lambda piece: piece[0])
        if isinstance(node.op, Add) and _tile([p for p, _ in ordered], node):
            parts = [values[id(part)] for _, part in ordered]
            values[id(node)] = concat(parts, axis=ordered[0][0][0])
        else:
            values[id(node)] = _with_inputs(node, [values[id(x)] for x in node.inputs])
    return [values[id(y)] for y in outputs]


def _pieces(node: Tensor, known: dict[int, Pieces]) -> Pieces:
    """Return what a tensor is the sum of, if it is a sum of pieces."""
    if isinstance(node.op, SetItem):
        place = _place(node.op)
        return [] if place is None else [(place, node.inputs[0])]
    if not isinstance(node.op, Add):
        return []
    left, right = (known[id(x)] for x in node.inputs)
    return left + right if left and right else []


def _place(op: SetItem) -> Place | None:
    if len(op.key) > len(op.target) or any(type(k) is not slice for k in op.key):
        return None
    ranges = [k.indices(n) for k, n in zip(op.key, op.target, strict=False)]
    parts = [
        (axis, first, last)
        for axis, (first, last, step) in enumerate(ranges)
        if (first, last, step) != (0, op.target[axis], 1)
    ]
    steps = {step for _, _, step in ranges}
    return parts[0] if len(parts) == 1 and steps == {1} else None


def _tile(places: Sequence[Place], whole: Tensor) -> bool:
    """Return whether places along one axis follow on each other and fill it."""
    if len(places) < 2 or len({axis for axis, _, _ in places}) > 1:
        return False
    axis = places[0][0]
    firsts = [first for _, first, _ in places]
    lasts = [last for _, _, last in places]
    return firsts == [0, *lasts[:-1]] and lasts[-1] == whole.shape[axis]


def _with_inputs(node: Tensor, inputs: Sequence[Tensor]) -> Tensor:
    same = all(a is b for a, b in zip(inputs, node.inputs, strict=True))
    return node if same or node.op is None else apply(node.op, *inputs)
