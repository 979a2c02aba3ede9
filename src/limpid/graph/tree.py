"""Nested lists, tuples and dictionaries, taken apart into leaves and rebuilt."""

from collections.abc import Callable, Iterator
from typing import Any


def leaves(tree: Any) -> list[Any]:
    """Return the leaves of a nested structure in order; None counts as no leaf."""
    if isinstance(tree, (dict, list, tuple)):
        return list(_walk(tree))
    return [] if tree is None else [tree]


def _walk(tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict):
        for key in tree:
            yield from _walk(tree[key])
    elif isinstance(tree, (list, tuple)):
        for branch in tree:
            yield from _walk(branch)
    elif tree is not None:
        yield tree


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """Return the same structure with each leaf replaced by function(leaf)."""
    if isinstance(tree, dict):
        return {key: map_leaves(function, branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        parts = [map_leaves(function, branch) for branch in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)
    return None if tree is None else function(tree)


def rebuild(tree: Any, values: Any) -> Any:
    """Return the structure of `tree` with its leaves replaced, in order."""
    iterator = iter(values)
    return map_leaves(lambda _: next(iterator), tree)
