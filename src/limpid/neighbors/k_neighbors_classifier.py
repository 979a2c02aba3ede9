from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, DataError, ShapeError
from limpid.graph.tensor import as_tensor, no_grad
from limpid.ops.matmul import matmul
from limpid.settings import Settings, require_positive

Array = NDArray[Any]

# Rows of distances that are computed at once, in numbers.
MAX_NUMBERS = 20_000_000


@dataclass(eq=False)
class KNeighborsClassifier(Settings):
    """The class that most of the k nearest known examples have.

    Args:
        n_neighbors: k.
        metric: 'euclidean' for the root of the sum of squared differences, or
            'manhattan' for the sum of their sizes.

    Attributes:
        classes_: The labels, sorted.

    Of neighbors equally far the earlier example counts, of classes with equally many
    votes the smallest label.

    Source: Fix & Hodges 1951; Cover & Hart 1967.

    Example:
        >>> known = KNeighborsClassifier(n_neighbors=1).fit([[0.0], [10.0]], [3, 7])
        >>> known.predict([[2.0], [9.0]]).tolist()
        [3, 7]
    """

    n_neighbors: int = 5
    metric: Literal["euclidean", "manhattan"] = "euclidean"

    def check(self) -> None:
        """Refuse a k below 1, and an unknown distance."""
        require_positive(self, "n_neighbors")
        if self.metric not in {"euclidean", "manhattan"}:
            raise ConfigError(
                f"metric={self.metric!r} was given; expected 'euclidean' or "
                "'manhattan'."
            )

    def fit(self, x: Any, y: Any) -> Self:
        """Remember the examples, and return the classifier itself.

        Raises:
            ShapeError: There is not one label for each example.
            DataError: There are fewer examples than neighbors.
        """
        self._x, labels = _flat(x), np.asarray(y).ravel()
        if len(labels) != len(self._x):
            raise ShapeError(
                f"{len(self._x)} examples came with {len(labels)} labels; expected one "
                "for each."
            )
        if len(labels) < self.n_neighbors:
            raise DataError(
                f"{self.n_neighbors} neighbors were asked for among {len(labels)} "
                "examples; take a smaller n_neighbors."
            )
        self.classes_, self._kinds = np.unique(labels, return_inverse=True)
        return self

    def kneighbors(self, x: Any) -> tuple[Array, Array]:
        """Return the distances of the nearest examples and their numbers.

        Shapes:
            both: (len(x), n_neighbors), the nearest first
        """
        asked = _flat(x)
        rows = max(1, MAX_NUMBERS // self._numbers_per_row())
        parts = [
            self._nearest(asked[start : start + rows])
            for start in range(0, len(asked), rows)
        ]
        return (
            np.concatenate([distances for distances, _ in parts]),
            np.concatenate([numbers for _, numbers in parts]),
        )

    def predict(self, x: Any) -> Array:
        """Return the class of each example."""
        votes = self._kinds[self.kneighbors(x)[1]]
        counts = np.stack([np.sum(votes == k, 1) for k in range(len(self.classes_))], 1)
        return np.asarray(self.classes_[counts.argmax(1)])

    def score(self, x: Any, y: Any) -> float:
        """Return the share of examples whose class is found."""
        return float(np.mean(self.predict(x) == np.asarray(y).ravel()))

    def _numbers_per_row(self) -> int:
        count, features = self._x.shape
        return int(count * (features if self.metric == "manhattan" else 1))

    def _nearest(self, asked: Array) -> tuple[Array, Array]:
        apart = self._apart(asked)
        k = min(self.n_neighbors, apart.shape[1])
        # All that are as near as the k-th, so that the earlier ones can be preferred.
        limits = np.partition(apart, k - 1, axis=1)[:, k - 1 : k]
        numbers = np.empty((len(asked), k), np.int64)
        for row, (near, limit) in enumerate(zip(apart, limits, strict=True)):
            among = np.flatnonzero(near <= limit)
            numbers[row] = among[np.argsort(near[among], kind="stable")][:k]
        distances = np.take_along_axis(apart, numbers, 1)
        if self.metric == "euclidean":
            distances = np.sqrt(np.maximum(distances, 0))
        return distances, numbers

    def _apart(self, asked: Array) -> Array:
        """Return the distances to all known examples; of Euclid's, their squares."""
        with no_grad():
            if self.metric == "manhattan":
                apart = abs(as_tensor(asked[:, None]) - self._x).sum(axis=-1)
            else:
                # (a - b)² = a² - 2ab + b², whose middle is a product of matrices.
                products = matmul(asked, self._x.T)
                squares = np.sum(self._x**2, 1), np.sum(asked**2, 1)[:, np.newaxis]
                apart = squares[0] - 2 * products + squares[1]
        return np.asarray(apart.numpy())


def _flat(x: Any) -> Array:
    """Return examples as rows of float64: bytes would wrap around."""
    rows = np.asarray(x, np.float64)
    return rows.reshape(len(rows), -1)
