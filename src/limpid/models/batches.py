"""Where training data comes from: arrays, iterables, generators; as batches."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import ArgumentError, DataError
from limpid.graph.op import Array
from limpid.graph.tensor import as_array
from limpid.graph.tree import leaves, map_leaves
from limpid.random.permutation import permutation

Batch = tuple[Any, Any, Any]


@dataclass
class ArrayBatches:
    """Batches cut from arrays, in a new order each epoch.

    Attributes:
        x, y: Nested arrays with the examples along the first axis; y may be None.
        sample_weight: One number for each example, or None.
        batch_size: Of all batches but perhaps the last.
        shuffle: Whether to draw an order for each epoch.
        seed: The orders follow from it and the epoch's number alone.
    """

    x: Any
    y: Any = None
    sample_weight: Any = None
    batch_size: int = 32
    shuffle: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        """Convert to arrays and check that they belong together."""
        self.x = map_leaves(as_array, self.x)
        self.y = map_leaves(as_array, self.y)
        if self.sample_weight is not None:
            self.sample_weight = as_array(self.sample_weight, np.float32)
        self.num_examples = count_examples(self.x, self.y, self.sample_weight)

    def __len__(self) -> int:
        """Return the number of batches an epoch."""
        return -(-self.num_examples // self.batch_size)

    def epoch(self, epoch: int, start: int = 0) -> Iterator[Batch]:
        """Return the batches of an epoch, from the given one on."""
        order = permutation(self.num_examples, self.seed, epoch) if self.shuffle else None
        for step in range(start, len(self)):
            rows: Any = slice(step * self.batch_size, (step + 1) * self.batch_size)
            yield self.take(rows if order is None else order[rows])

    def go_to(self, epochs: int, seed: int) -> None:  # noqa: ARG002
        """Go on as a run did after so many epochs: its seed says all."""
        self.seed = seed

    def take(self, rows: Any) -> Batch:
        """Return some examples as a batch."""

        def pick(array: Array) -> Array:
            return array[rows]  # type: ignore[no-any-return]

        weight = None if self.sample_weight is None else self.sample_weight[rows]
        return map_leaves(pick, self.x), map_leaves(pick, self.y), weight


@dataclass
class IterableBatches:
    """Batches that an iterable yields: (x,), (x, y) or (x, y, sample_weight).

    An iterable is started anew each epoch; a generator is read on, and training ends
    when it does.
    """

    source: Iterable[Any]
    steps: int | None = None

    def __post_init__(self) -> None:
        """Find out how many batches there are, if the source says so."""
        self.batch_size = None
        self.num_batches = self.steps
        if self.steps is None and hasattr(self.source, "__len__"):
            self.num_batches = len(self.source)
        self._endless = self.source if isinstance(self.source, Iterator) else None

    def __len__(self) -> int:
        """Return the number of batches an epoch; 0 if that is not known."""
        return self.num_batches or 0

    def epoch(self, epoch: int, start: int = 0) -> Iterator[Batch]:  # noqa: ARG002
        """Return the batches of an epoch, from the given one on."""
        count = 0
        for step, item in enumerate(self._items()):
            if step >= start:
                yield self._batch(item)
            count = step + 1
            if count == self.num_batches:
                break
        if hasattr(self.source, "on_epoch_end"):
            self.source.on_epoch_end()

    def go_to(self, epochs: int, seed: int) -> None:  # noqa: ARG002
        """Go on as a run did after so many epochs: a generator's start is skipped."""
        if self._endless is not None:
            for _ in itertools.islice(self._endless, epochs * len(self)):
                pass

    def _items(self) -> Iterator[Any]:
        if self._endless is not None:
            return self._endless
        if hasattr(self.source, "__getitem__") and hasattr(self.source, "__len__"):
            return (self.source[i] for i in range(len(self.source)))
        return iter(self.source)

    def _batch(self, item: Any) -> Batch:
        parts = item if isinstance(item, tuple) else (item,)
        if not 1 <= len(parts) <= 3:  # noqa: PLR2004 - x, y, sample_weight
            raise DataError(
                f"An iterable of batches yielded {len(parts)} parts; expected "
                "(x,), (x, y) or (x, y, sample_weight)."
            )
        x, y, weight = (*parts, None, None)[:3]
        x, y = map_leaves(as_array, x), map_leaves(as_array, y)
        count_examples(x, y, weight)
        return x, y, None if weight is None else as_array(weight, np.float32)


Batches = ArrayBatches | IterableBatches


def count_examples(x: Any, y: Any, sample_weight: Any) -> int:
    """Return the number of examples.

    Raises:
        DataError: There are none, or the parts differ in number.
    """
    parts = {"x": leaves(x), "y": leaves(y), "sample_weight": leaves(sample_weight)}
    lengths: dict[str, int] = {}
    for name, arrays in parts.items():
        for i, array in enumerate(arrays):
            label = name if len(arrays) == 1 else f"{name}[{i}]"
            if np.ndim(array) == 0:
                raise DataError(f"{label} is a single number; expected an array of examples.")
            lengths[label] = len(array)
    if len(set(lengths.values())) != 1:
        raise DataError(f"The numbers of examples differ: {lengths}; they must be equal.")
    count = next(iter(lengths.values()))
    if count == 0:
        raise DataError("The data set is empty; expected at least one example.")
    return count


def as_batches(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    batch_size: int | None = None,
    steps: int | None = None,
    shuffle: bool = False,
    seed: int = 0,
) -> Batches:
    """Return batches for whatever `fit`, `evaluate` or `predict` were given.

    Raises:
        ArgumentError: y is given twice, or the batch size is not positive.
        DataError: The data are empty or their parts differ in length.
    """
    if batch_size is not None and (not isinstance(batch_size, int) or batch_size < 1):
        raise ArgumentError(f"batch_size={batch_size!r}: expected a positive integer.")
    if is_array_like(x):
        return ArrayBatches(x, y, sample_weight, batch_size or 32, shuffle, seed)
    if y is not None or sample_weight is not None:
        raise ArgumentError(
            "x is an iterable of batches, which holds y and sample_weight already; "
            "give arrays for all, or the iterable alone."
        )
    if not isinstance(x, Iterable):
        raise ArgumentError(f"x is {type(x).__name__}; expected arrays or batches.")
    return IterableBatches(x, steps)


def is_array_like(x: Any) -> bool:
    """Tell whether x is an array, or lists or dictionaries of arrays."""
    parts = leaves(x)
    return bool(parts) and all(
        hasattr(p, "__array__") or isinstance(p, (bool, int, float)) for p in parts
    )


def split_validation(batches: Batches, share: float) -> tuple[ArrayBatches, ArrayBatches]:
    """Return training and validation batches: the last share is held out, as in Keras.

    Raises:
        ArgumentError: The data are no arrays, or a part would be empty.
    """
    if not isinstance(batches, ArrayBatches):
        raise ArgumentError("validation_split needs arrays; give validation_data instead.")
    count = batches.num_examples - int(batches.num_examples * share)
    if not 0 < share < 1 or not 0 < count < batches.num_examples:
        raise ArgumentError(
            f"validation_split={share} leaves no examples in a part of "
            f"{batches.num_examples}; expected a share between 0 and 1."
        )
    train, held = slice(None, count), slice(count, None)
    size, seed = batches.batch_size, batches.seed
    return (
        ArrayBatches(*batches.take(train), size, batches.shuffle, seed),
        ArrayBatches(*batches.take(held), size),
    )


def weighted_by_class(batches: Batches, class_weight: dict[int, float]) -> Batches:
    """Return the batches with each example's weight times that of its class."""
    if not isinstance(batches, ArrayBatches) or batches.y is None:
        raise ArgumentError("class_weight needs arrays x and y.")
    labels = batches.y
    if labels.ndim > 1:
        labels = labels.argmax(-1) if labels.shape[-1] > 1 else labels[..., 0]
    unknown = sorted(set(np.unique(labels).tolist()) - set(class_weight))
    if unknown:
        raise ArgumentError(f"class_weight lacks the classes {unknown}; weigh each class.")
    weight = np.array([class_weight[label] for label in labels.tolist()], np.float32)
    if batches.sample_weight is not None:
        weight = weight * batches.sample_weight
    parts = (batches.batch_size, batches.shuffle, batches.seed)
    return ArrayBatches(batches.x, batches.y, weight, *parts)
