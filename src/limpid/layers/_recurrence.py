"""Recurrence: a cell, limpid's or anybody's, walked along a sequence."""

from collections.abc import Callable
from functools import partial
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import reshape
from limpid.graph.tensor import Tensor, scope
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.layers._cell import Cell
from limpid.layers.layer import Layer
from limpid.ops.scan import scan
from limpid.ops.where import where
from limpid.ops.zeros import zeros

Step = Callable[[Tensor, Any], tuple[Tensor, Any]]


def check_cell(cell: Any) -> None:
    """Raise ConfigError unless it can be called and says how large its state is."""
    for name in ("call", "state_size"):
        if not hasattr(cell, name):
            raise ConfigError(
                f"{cell!r} is no cell of a recurrent layer: it has no {name}; define "
                "state_size and call(inputs, states)."
            )


def output_size(cell: Any) -> int:
    """Return the size of a cell's output: by default that of its state's first part."""
    stated = getattr(cell, "output_size", None)
    size: int = leaves([cell.state_size])[0] if stated is None else stated
    return size


def initial_state(cell: Any, batch_size: int, dtype: Any) -> Any:
    """Return a cell's first state: its own, or zeros."""
    if hasattr(cell, "get_initial_state"):
        return cell.get_initial_state(batch_size=batch_size)
    return map_leaves(lambda n: zeros((batch_size, n), dtype), cell.state_size)


def step_of(cell: Any, training: bool) -> Step:
    """Return a cell as a function of an input and a state."""
    if isinstance(cell, Layer):
        return partial(cell, training=training)
    step: Step = cell.call
    return step


def recur(
    cell: Any,
    xs: Tensor,
    state: list[Any],
    keep: Tensor | None = None,
    training: bool = False,
    **settings: Any,
) -> tuple[Tensor, list[Any]]:
    """Return a cell's outputs along a sequence, and its last state.

    Args:
        cell: The cell.
        xs: (time, batch, ...).
        state: The first state.
        keep: (time, batch); where it is false, state and output stay as they were.
        training: Whether the cell trains.
        settings: zero_output_for_mask: Whether what is shown there is zero instead;
            reverse, unroll: As of scan.
    """
    blank = settings.pop("zero_output_for_mask", False)
    with scope(getattr(cell, "name", "cell")):
        step = step_of(cell, training)
        if isinstance(cell, Cell):
            xs, step = cell.prepare(xs, training)
        step = _listed(step)
        if keep is None:
            last, outputs = scan(_plain(step), state, xs, **settings)
            return outputs, last
        shown = zeros((xs.shape[1], output_size(cell)), xs.dtype)
        carry, outputs = scan(
            _masked(step, blank), (state, shown), (xs, keep), **settings
        )
        return outputs, carry[0]


def _listed(step: Step) -> Step:
    """Return a step whose states are a list, though the cell's be a lone tensor."""

    def listed(x: Tensor, states: Any) -> tuple[Tensor, Any]:
        output, after = step(x, states)
        return output, after if isinstance(after, (list, tuple)) else [after]

    return listed


def _plain(step: Step) -> Callable[[Any, Any], Any]:
    def walk(states: Any, x: Tensor) -> tuple[Any, Tensor]:
        output, after = step(x, states)
        return after, output

    return walk


def _masked(step: Step, blank: bool) -> Callable[[Any, Any], Any]:
    def walk(carry: Any, slices: Any) -> tuple[Any, Tensor]:
        (states, shown), (x, keep) = carry, slices
        output, after = step(x, states)
        output = _choose(keep, output, shown)
        pairs = zip(leaves(after), leaves(states), strict=True)
        kept = rebuild(states, [_choose(keep, new, old) for new, old in pairs])
        return (kept, shown if blank else output), output

    return walk


def _choose(keep: Tensor, new: Tensor, old: Tensor) -> Tensor:
    return where(reshape(keep, (-1, *[1] * (len(new.shape) - 1))), new, old)
