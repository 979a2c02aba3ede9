# Written by tools/index.py from the files of this folder; edit those.
"""What is watched while training."""

from limpid.metrics.accuracy import Accuracy, accuracy
from limpid.metrics.auc import AUC
from limpid.metrics.binary_accuracy import BinaryAccuracy, binary_accuracy
from limpid.metrics.binary_crossentropy import BinaryCrossentropy, binary_crossentropy
from limpid.metrics.bits_per_character import BitsPerCharacter
from limpid.metrics.categorical_accuracy import (
    CategoricalAccuracy,
    categorical_accuracy,
)
from limpid.metrics.categorical_crossentropy import (
    CategoricalCrossentropy,
    categorical_crossentropy,
)
from limpid.metrics.categorical_hinge import CategoricalHinge, categorical_hinge
from limpid.metrics.confusion_matrix import confusion_matrix
from limpid.metrics.cosine_similarity import CosineSimilarity
from limpid.metrics.decisions import Decisions
from limpid.metrics.error_interval import error_interval
from limpid.metrics.hinge import Hinge, hinge
from limpid.metrics.kl_divergence import KLDivergence, kl_divergence
from limpid.metrics.log_cosh_error import LogCoshError, log_cosh
from limpid.metrics.mean import Mean
from limpid.metrics.mean_absolute_error import MeanAbsoluteError, mean_absolute_error
from limpid.metrics.mean_absolute_percentage_error import (
    MeanAbsolutePercentageError,
    mean_absolute_percentage_error,
)
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.metrics.mean_squared_error import MeanSquaredError, mean_squared_error
from limpid.metrics.mean_squared_logarithmic_error import (
    MeanSquaredLogarithmicError,
    mean_squared_logarithmic_error,
)
from limpid.metrics.metric import Metric
from limpid.metrics.perplexity import Perplexity
from limpid.metrics.poisson import Poisson, poisson
from limpid.metrics.precision import Precision
from limpid.metrics.recall import Recall
from limpid.metrics.root_mean_squared_error import RootMeanSquaredError
from limpid.metrics.sparse_categorical_accuracy import (
    SparseCategoricalAccuracy,
    sparse_categorical_accuracy,
)
from limpid.metrics.sparse_categorical_crossentropy import (
    SparseCategoricalCrossentropy,
    sparse_categorical_crossentropy,
)
from limpid.metrics.sparse_top_k_categorical_accuracy import (
    SparseTopKCategoricalAccuracy,
    sparse_top_k_categorical_accuracy,
)
from limpid.metrics.squared_hinge import SquaredHinge, squared_hinge
from limpid.metrics.sum import Sum
from limpid.metrics.top_k_categorical_accuracy import (
    TopKCategoricalAccuracy,
    top_k_categorical_accuracy,
)

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "BitsPerCharacter",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Decisions",
    "Hinge",
    "KLDivergence",
    "LogCoshError",
    "Mean",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Metric",
    "Perplexity",
    "Poisson",
    "Precision",
    "Recall",
    "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SquaredHinge",
    "Sum",
    "TopKCategoricalAccuracy",
    "accuracy",
    "binary_accuracy",
    "binary_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "categorical_hinge",
    "confusion_matrix",
    "error_interval",
    "hinge",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy",
    "squared_hinge",
    "top_k_categorical_accuracy",
]
