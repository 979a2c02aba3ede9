"""Part examples into training, validation and test sets: disjoint, exact, seeded."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import ConfigError, DataError

__all__ = ["split", "split_indices"]

Indices = NDArray[np.intp]


def part_sizes(num_examples: int, fractions: Sequence[float]) -> list[int]:
    """Return whole sizes that add up to `num_examples`, each within 1 of its share.

    Where every share is whole, the sizes are exactly the shares.

    Raises:
        ConfigError: A fraction is not above 0, or they do not add up to 1.

    Example:
        >>> part_sizes(10, (0.7, 0.15, 0.15))
        [7, 2, 1]
    """
    if (
        any(not fraction > 0 for fraction in fractions)
        or abs(sum(fractions) - 1) > 1e-9
    ):
        raise ConfigError(
            f"fractions {tuple(fractions)} were given, expected positive numbers that"
            " add up to 1, such as (0.8, 0.1, 0.1)"
        )
    # Nine digits hide that 0.7 * 10 is 7 only nearly.
    shares = np.round(np.asarray(fractions) * num_examples, 9)
    sizes = np.floor(shares).astype(int)
    neediest = np.argsort(sizes - shares, kind="stable")
    sizes[neediest[: num_examples - sizes.sum()]] += 1
    return [int(size) for size in sizes]


def shuffled(num_examples: int, seed: int) -> Indices:
    """Return the numbers below `num_examples` in an order that the seed alone decides.

    Raw words of a counter-based generator are the same on every NumPy version, which
    the streams of `numpy.random.Generator` are not.
    """
    words = np.random.Philox(key=seed).random_raw(num_examples)
    return np.argsort(words, kind="stable")


def _class_by_class(order: Indices, labels: NDArray[np.generic]) -> Indices:
    """Reorder so that each class is spread evenly from front to back."""
    _, classes = np.unique(labels[order], return_inverse=True)
    by_class = np.argsort(classes, kind="stable")
    counts = np.bincount(classes)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    places = np.empty(len(order))
    ranks = np.arange(len(order)) - starts
    places[by_class] = (ranks + 0.5) / np.repeat(counts, counts)
    return order[np.argsort(places, kind="stable")]


def split_indices(
    num_examples: int,
    fractions: Sequence[float],
    *,
    seed: int = 0,
    stratify: ArrayLike | None = None,
) -> tuple[Indices, ...]:
    """Return the indices of each part, shuffled.

    Args:
        num_examples: How many examples there are.
        fractions: Share of each part; together 1.
        seed: Decides the order, from 0 up.
        stratify: Labels whose mixture every part shall keep, one per example.

    Raises:
        ConfigError: The fractions are not positive or do not add up to 1.
        DataError: A part would be empty, or there is not one label per example.

    Example:
        >>> [len(part) for part in split_indices(10, (0.8, 0.2), seed=1)]
        [8, 2]
    """
    sizes = part_sizes(num_examples, fractions)
    if 0 in sizes:
        raise DataError(
            f"{num_examples} examples in parts of {tuple(fractions)} leave a part"
            " empty; use more examples or fewer parts"
        )
    order = shuffled(num_examples, seed)
    if stratify is not None:
        order = _class_by_class(order, _labels(stratify, num_examples))
    parts = np.split(order, np.cumsum(sizes)[:-1])
    # Stratified parts come out class after class in turns: shuffle each once more.
    return tuple(part[shuffled(len(part), seed)] for part in parts)


def _labels(stratify: ArrayLike, num_examples: int) -> NDArray[np.generic]:
    labels = np.asarray(stratify)
    if labels.size != num_examples:
        raise DataError(
            f"stratify holds {labels.size} labels for {num_examples} examples; expected"
            " one label per example"
        )
    return labels.reshape(-1)


def split(
    *arrays: ArrayLike,
    fractions: Sequence[float] = (0.8, 0.1, 0.1),
    seed: int = 0,
    stratify: ArrayLike | None = None,
) -> tuple[tuple[NDArray[np.generic], ...], ...]:
    """Part arrays alike along their first axis: training, validation, test.

    Args:
        arrays: Inputs, targets, weights...: as many rows each.
        fractions: Share of each part; any number of parts, together 1.
        seed: Decides the order, from 0 up.
        stratify: Labels whose mixture every part shall keep.

    Raises:
        ConfigError: The fractions are not positive or do not add up to 1.
        DataError: The arrays differ in length, or a part would be empty.

    Example:
        >>> (x, y), (x_test, y_test) = split([1, 2, 3], [4, 5, 6], fractions=(2/3, 1/3))
        >>> len(x), len(x_test)
        (2, 1)
    """
    columns = [np.asarray(array) for array in arrays]
    lengths = [len(column) if column.ndim else 0 for column in columns]
    if not lengths or len(set(lengths)) > 1 or not lengths[0]:
        raise DataError(
            f"arrays of lengths {lengths} were given, expected one or more arrays, all"
            " with the same number of examples"
        )
    parts = split_indices(lengths[0], fractions, seed=seed, stratify=stratify)
    return tuple(tuple(column[part] for column in columns) for part in parts)
