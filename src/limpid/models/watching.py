"""Watch layers at work, where only a run can tell what comes out of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from limpid.graph.tree import map_leaves
from limpid.layers.layer import Layer


def shapes_seen(layers: Sequence[Layer], run: Callable[[], Any]) -> dict[int, Any]:
    """Return the last output's shapes of each layer that a run calls, by its identity.

    Args:
        layers: The layers watched.
        run: Calls them on one example; the batch axis is shown as None.
    """
    shapes: dict[int, Any] = {}
    with _watched(layers, shapes):
        run()
    return shapes


@contextmanager
def _watched(layers: Sequence[Layer], shapes: dict[int, Any]) -> Iterator[None]:
    try:
        for layer in layers:
            # Not by setattr, which would take the function for a setting.
            vars(layer)["call"] = _watching(layer, shapes)
        yield
    finally:
        for layer in layers:
            vars(layer).pop("call", None)


def _watching(layer: Layer, shapes: dict[int, Any]) -> Callable[..., Any]:
    call = layer.call

    @wraps(call)
    def watch(*args: Any, **kwargs: Any) -> Any:
        outputs = call(*args, **kwargs)
        shapes[id(layer)] = map_leaves(lambda y: str((None, *y.shape[1:])), outputs)
        return outputs

    return watch
