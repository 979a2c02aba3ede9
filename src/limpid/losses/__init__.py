# Written by tools/index.py from the files of this folder; edit those.
"""What training makes small."""

from limpid.losses.binary_crossentropy import BinaryCrossentropy, binary_crossentropy
from limpid.losses.categorical_crossentropy import (
    CategoricalCrossentropy,
    categorical_crossentropy,
)
from limpid.losses.loss import Loss
from limpid.losses.mean_squared_error import MeanSquaredError, mean_squared_error
from limpid.losses.sparse_categorical_crossentropy import (
    SparseCategoricalCrossentropy,
    sparse_categorical_crossentropy,
)

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Loss",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "binary_crossentropy",
    "categorical_crossentropy",
    "mean_squared_error",
    "sparse_categorical_crossentropy",
]
