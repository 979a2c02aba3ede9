"""Anew: a layer's twin, with the same settings and weights of its own."""

from typing import Any

from limpid.graph.tree import map_leaves
from limpid.layers.layer import Layer


def anew(layer: Layer, **changes: Any) -> Layer:
    """Return an unbuilt layer with the settings of another; layers in them anew too.

    Args:
        layer: The other.
        changes: Settings that differ.
    """
    config = map_leaves(_anew_if_layer, layer.get_config())
    return type(layer).from_config(config | changes)


def _anew_if_layer(value: Any) -> Any:
    return anew(value) if isinstance(value, Layer) else value
