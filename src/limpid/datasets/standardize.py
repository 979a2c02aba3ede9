"""Scale inputs to zero mean and unit variance, by what the training data says."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import DataError, ShapeError

__all__ = ["Scaling", "learn_scaling", "standardize"]

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Scaling:
    """Mean and deviation of each column, as learned from training data.

    Args:
        mean: Mean of each column.
        deviation: Population standard deviation, 1 for a constant column.
    """

    mean: Floats
    deviation: Floats

    def apply(self, x: ArrayLike) -> Floats:
        """Return (x - mean) / deviation.

        Raises:
            ShapeError: `x` has other columns than the training data.
        """
        rows = np.asarray(x)
        if rows.shape[1:] != self.mean.shape:
            raise ShapeError(
                f"the scaling was learned from examples of shape {self.mean.shape} and"
                f" cannot be applied to examples of shape {rows.shape[1:]}"
            )
        return np.asarray((rows - self.mean) / self.deviation, self.mean.dtype)

    def invert(self, scaled: ArrayLike) -> Floats:
        """Return scaled * deviation + mean, which undoes `apply`."""
        return np.asarray(scaled, self.mean.dtype) * self.deviation + self.mean


def learn_scaling(x_train: ArrayLike) -> Scaling:
    """Return mean and deviation of each column, in float32, float64 if given that.

    A constant column has no unit of its own: it is moved to zero and not stretched.

    Raises:
        DataError: There is no example, or a value is not a finite number.
    """
    rows = np.asarray(x_train)
    if rows.ndim == 0 or rows.size == 0:
        raise DataError("no examples to learn the scaling from; expected at least one")
    dtype = np.float64 if rows.dtype == np.float64 else np.float32
    wide = rows.astype(np.float64)
    if not np.isfinite(wide).all():
        raise DataError(
            "the training data holds values that are not finite; fill or drop them"
            " before scaling"
        )
    deviation = wide.std(axis=0)
    # The mean of equal numbers is off by rounding: ask for equality, not for 0.
    is_constant = (wide == wide[:1]).all(axis=0)
    deviation = np.where(is_constant | (deviation == 0), 1.0, deviation)
    mean = np.where(is_constant, wide[0], wide.mean(axis=0))
    return Scaling(mean.astype(dtype), deviation.astype(dtype))


def standardize(x_train: ArrayLike, *others: ArrayLike) -> tuple[Floats, ...]:
    """Return all arrays with zero mean and unit variance in the training data.

    (x - mean) / deviation, column by column. Mean and (population) deviation come from
    the training data alone: test data must not leak into what is learned.

    Args:
        x_train: Training inputs, examples along the first axis.
        others: Validation and test inputs, scaled by the same numbers.

    Raises:
        DataError: The training data is empty or not finite.
        ShapeError: Another array has other columns.

    Example:
        >>> standardize([[0.0], [2.0]], [[4.0]])[1]
        array([[3.]])
    """
    scaling = learn_scaling(x_train)
    return tuple(scaling.apply(x) for x in (x_train, *others))
