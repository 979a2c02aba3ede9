# Written by tools/index.py from the files of this folder; edit those.
"""What is watched while training."""

from limpid.metrics.accuracy import Accuracy, accuracy
from limpid.metrics.binary_accuracy import BinaryAccuracy, binary_accuracy
from limpid.metrics.categorical_accuracy import (
    CategoricalAccuracy,
    categorical_accuracy,
)
from limpid.metrics.mean import Mean
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.metrics.metric import Metric
from limpid.metrics.sparse_categorical_accuracy import (
    SparseCategoricalAccuracy,
    sparse_categorical_accuracy,
)

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Mean",
    "MeanMetricWrapper",
    "Metric",
    "SparseCategoricalAccuracy",
    "accuracy",
    "binary_accuracy",
    "categorical_accuracy",
    "sparse_categorical_accuracy",
]
