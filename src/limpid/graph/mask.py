"""Masks: which steps of a tensor count; carried along beside it, as in Keras 3."""

from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.tree import leaves, map_leaves


def mask_of(x: Any) -> Tensor | None:
    """Return the mask of a tensor: true where it counts; None if all of it does."""
    mask: Tensor | None = getattr(x, "_mask", None)
    return mask


def masks_of(tree: Any) -> Any:
    """Return each tensor's mask in the same structure; None if there is none at all."""
    if not isinstance(tree, (list, tuple, dict)):
        return mask_of(tree)
    if all(mask_of(x) is None for x in leaves(tree)):
        return None
    return map_leaves(mask_of, tree)


def set_mask(x: Any, mask: Any) -> None:
    """Let a tensor carry a mask, unless it carries one already."""
    if isinstance(x, Tensor) and mask is not None and mask_of(x) is None:
        x._mask = mask  # noqa: SLF001 - a mask is no business of a tensor's users
