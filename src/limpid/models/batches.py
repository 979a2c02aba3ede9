"""Where training data comes from: arrays, iterables, generators; as batches."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from limpid.engines import get_engine
from limpid.errors import ArgumentError, DataError
from limpid.graph.op import Array
from limpid.graph.tensor import as_array
from limpid.graph.tree import leaves, map_leaves
from limpid.utils.pack_x_y_sample_weight import pack_x_y_sample_weight

Batch = tuple[Any, Any, Any]


def on_batch(step: Callable[[Any], Any]) -> Callable[[Batch], Any]:
    """Return a model's step as a function of a batch, absent parts included."""
    return lambda batch: step(pack_x_y_sample_weight(*batch))


@dataclass
class ArrayBatches:
    """Batches cut from arrays, in a new order each epoch.

    Attributes:
        x, y: Nested arrays with the examples along the first axis; y may be None.
        sample_weight: One number for each example, or None.
        batch_size: Of all batches but perhaps the last.
        shuffle: Whether to draw an order for each epoch.
        seed: The orders follow from it and the epoch's number alone.
        steps: At most so many batches an epoch.
    """

    x: Any
    y: Any = None
    sample_weight: Any = None
    batch_size: int = 32
    shuffle: bool = False
    seed: int = 0
    steps: int | None = None
    is_generator: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Convert to arrays and check that they belong together."""
        self.x, self.y = to_arrays(self.x), to_arrays(self.y)
        self.sample_weight = to_weights(self.sample_weight)
        self.num_examples = count_examples(self.x, self.y, self.sample_weight)
        self._drawn: tuple[Any, Array] | None = None

    def __len__(self) -> int:
        """Return the number of batches an epoch."""
        whole = -(-self.num_examples // self.batch_size)
        return whole if self.steps is None else min(self.steps, whole)

    def epoch(self, epoch: int, start: int = 0) -> Iterator[Batch]:
        """Return the batches of an epoch, from the given one on."""
        order = self.order(epoch) if self.shuffle else None
        for step in range(start, len(self)):
            rows: Any = slice(step * self.batch_size, (step + 1) * self.batch_size)
            yield self.take(rows if order is None else order[rows])

    def order(self, epoch: int) -> Array:
        """Return the examples' numbers in the order of an epoch."""
        key = (self.seed, epoch) if self.shuffle else None
        if self._drawn is None or self._drawn[0] != key:
            order = np.arange(self.num_examples)
            if self.shuffle:
                order = get_engine().permutation(self.num_examples, self.seed, epoch)
            self._drawn = key, order
        return self._drawn[1]

    def go_to(self, epochs: int, seed: int) -> None:  # noqa: ARG002
        """Go on as a run did after so many epochs: its seed says all."""
        self.seed = seed

    def take(self, rows: Any) -> Batch:
        """Return some examples as a batch."""

        def pick(array: Array) -> Array:
            return array[rows]  # type: ignore[no-any-return]

        parts = (self.x, self.y, self.sample_weight)
        return tuple(map_leaves(pick, part) for part in parts)


@dataclass
class IterableBatches:
    """Batches that an iterable yields: (x,), (x, y) or (x, y, sample_weight).

    An iterable is started anew each epoch; a generator is read on, one batch at a time,
    and training ends when it does.
    """

    source: Iterable[Any]
    steps: int | None = None
    class_weight: Mapping[int, float] | None = None

    def __post_init__(self) -> None:
        """Find out how many batches there are, if the source says so."""
        self.batch_size = None
        self.num_batches = self.steps
        if self.steps is None and isinstance(self.source, Sized):
            self.num_batches = len(self.source)
        self.is_generator = isinstance(self.source, Iterator)

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
        if isinstance(self.source, Iterator):
            for _ in itertools.islice(self.source, epochs * len(self)):
                pass

    def _items(self) -> Iterator[Any]:
        if isinstance(self.source, Iterator):
            return self.source
        if hasattr(self.source, "__getitem__") and isinstance(self.source, Sized):
            return (self.source[i] for i in range(len(self.source)))
        return iter(self.source)

    def _batch(self, item: Any) -> Batch:
        parts = item if isinstance(item, (tuple, list)) else (item,)
        if not 1 <= len(parts) <= 3:
            raise DataError(
                f"An iterable of batches yielded {len(parts)} parts; expected "
                "(x,), (x, y) or (x, y, sample_weight)."
            )
        x, y, weight = (*parts, None, None)[:3]
        x, y, weight = to_arrays(x), to_arrays(y), to_weights(weight)
        count_examples(x, y, weight)
        return x, y, class_weighted(y, weight, self.class_weight)


Batches = ArrayBatches | IterableBatches


def to_arrays(data: Any) -> Any:
    """Return nested arrays; a nested list of numbers is one array.

    Raises:
        DataError: Nested lists of numbers differ in length.
    """
    if isinstance(data, (list, tuple)) and all(map(_is_number, leaves(data))):
        try:
            return as_array(data)
        except ValueError:
            raise DataError(
                "The rows of a nested list differ in length; pad them, or give arrays."
            ) from None
    return map_leaves(as_array, data)


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float))


def to_weights(weight: Any) -> Any:
    """Return sample weights, or one set for each output, as arrays of float32."""
    return map_leaves(lambda w: as_array(w, np.float32), to_arrays(weight))


def count_examples(x: Any, y: Any, sample_weight: Any) -> int:
    """Return the number of examples.

    Raises:
        DataError: There are none, or the parts differ in number.
    """
    arrays = [*leaves(x), *leaves(y), *leaves(sample_weight)]
    counts = {len(array) if np.ndim(array) else 0 for array in arrays}
    if len(counts) != 1 or 0 in counts:
        _refuse_examples({"x": x, "y": y, "sample_weight": sample_weight})
    return counts.pop()


def _refuse_examples(parts: dict[str, Any]) -> None:
    """Say why parts are no examples: there are none, or the numbers differ."""
    lengths: dict[str, int] = {}
    for name, part in parts.items():
        arrays = leaves(part)
        for i, array in enumerate(arrays):
            label = name if len(arrays) == 1 else f"{name}[{i}]"
            if np.ndim(array) == 0:
                raise DataError(
                    f"{label} is a single number; expected an array of examples."
                )
            lengths[label] = len(array)
    if len(set(lengths.values())) > 1:
        raise DataError(
            f"The numbers of examples differ: {lengths}; they must be equal."
        )
    raise DataError("The data set is empty; expected at least one example.")


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
    for name, value in (("batch_size", batch_size), ("steps", steps)):
        if value is not None:
            require_count(name, value)
    if is_array_like(x):
        size = 32 if batch_size is None else batch_size
        return ArrayBatches(x, y, sample_weight, size, shuffle, seed, steps)
    numbered = isinstance(x, Sized) and hasattr(x, "__getitem__")
    if isinstance(x, str) or not (isinstance(x, Iterable) or numbered):
        raise ArgumentError(
            f"x is {type(x).__name__}; expected an array, arrays in a list or "
            "dictionary, or an iterable of batches (x, y)."
        )
    if y is not None or sample_weight is not None:
        raise ArgumentError(
            "x is an iterable of batches, which holds y and sample_weight already; "
            "give arrays for all, or the iterable alone."
        )
    return IterableBatches(x, steps)


def require_count(name: str, value: Any) -> None:
    """Raise ArgumentError unless a value is a whole number above 0."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise ArgumentError(f"{name}={value!r}: expected a positive integer.")


def is_array_like(x: Any) -> bool:
    """Tell whether x is an array, or lists or dictionaries of arrays."""
    parts = leaves(x)
    if isinstance(x, (list, tuple)) and not parts:
        return True
    return bool(parts) and all(hasattr(p, "__array__") or _is_number(p) for p in parts)


def split_validation(
    batches: Batches, share: float
) -> tuple[ArrayBatches, ArrayBatches]:
    """Return training and validation batches: the last share is held out, as in Keras.

    Raises:
        ArgumentError: The data are no arrays, or a part would be empty.
    """
    if not isinstance(batches, ArrayBatches):
        raise ArgumentError(
            "validation_split needs arrays; give validation_data instead."
        )
    count = batches.num_examples - int(batches.num_examples * share)
    if not 0 < share < 1 or not 0 < count < batches.num_examples:
        raise ArgumentError(
            f"validation_split={share} leaves no examples in a part of "
            f"{batches.num_examples}; expected a share between 0 and 1."
        )
    train, held = slice(None, count), slice(count, None)
    parts = [
        dict(zip(("x", "y", "sample_weight"), batches.take(rows), strict=True))
        for rows in (train, held)
    ]
    return (
        replace(batches, **parts[0]),
        replace(batches, **parts[1], shuffle=False, steps=None),
    )


def weighted_by_class(batches: Batches, class_weight: Mapping[int, float]) -> Batches:
    """Return the batches with each example's weight times that of its class.

    Classes that are not named weigh 1.

    Raises:
        ArgumentError: class_weight is no dictionary, or there are several outputs.
    """
    if not isinstance(class_weight, Mapping):
        raise ArgumentError(
            f"class_weight={class_weight!r}: expected a dictionary such as {{0: 1.0}}."
        )
    if isinstance(batches, IterableBatches):
        return replace(batches, class_weight=class_weight)
    weight = class_weighted(batches.y, batches.sample_weight, class_weight)
    return replace(batches, sample_weight=weight)


def class_weighted(y: Any, weight: Any, by_class: Mapping[int, float] | None) -> Any:
    """Return sample weights times the weights of the examples' classes."""
    if by_class is None:
        return weight
    if not isinstance(y, np.ndarray) or isinstance(weight, (list, dict)):
        raise ArgumentError("class_weight needs one array y: weigh examples instead.")
    labels = y
    if y.ndim > 1:
        labels = y.argmax(-1) if y.shape[-1] > 1 else y[..., 0]
    own = np.ones(labels.shape, np.float32)
    for label, value in by_class.items():
        own[labels == label] = value
    return own if weight is None else own * weight
