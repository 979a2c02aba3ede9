# Written by tools/index.py from the files of this folder; edit those.
"""What training makes small."""

from limpid.losses.binary_crossentropy import BinaryCrossentropy, binary_crossentropy
from limpid.losses.binary_focal_crossentropy import (
    BinaryFocalCrossentropy,
    binary_focal_crossentropy,
)
from limpid.losses.categorical_crossentropy import (
    CategoricalCrossentropy,
    categorical_crossentropy,
)
from limpid.losses.categorical_focal_crossentropy import (
    CategoricalFocalCrossentropy,
    categorical_focal_crossentropy,
)
from limpid.losses.categorical_hinge import CategoricalHinge, categorical_hinge
from limpid.losses.cosine_similarity import CosineSimilarity, cosine_similarity
from limpid.losses.dice import Dice, dice
from limpid.losses.half_squared_error import HalfSquaredError, half_squared_error
from limpid.losses.hinge import Hinge, hinge
from limpid.losses.huber import Huber, huber
from limpid.losses.kl_divergence import KLDivergence, kl_divergence
from limpid.losses.log_cosh import LogCosh, log_cosh
from limpid.losses.loss import Loss
from limpid.losses.mean_absolute_error import MeanAbsoluteError, mean_absolute_error
from limpid.losses.mean_absolute_percentage_error import (
    MeanAbsolutePercentageError,
    mean_absolute_percentage_error,
)
from limpid.losses.mean_squared_error import MeanSquaredError, mean_squared_error
from limpid.losses.mean_squared_logarithmic_error import (
    MeanSquaredLogarithmicError,
    mean_squared_logarithmic_error,
)
from limpid.losses.multiclass_hinge import MulticlassHinge, multiclass_hinge
from limpid.losses.one_vs_all_hinge import OneVsAllHinge, one_vs_all_hinge
from limpid.losses.poisson import Poisson, poisson
from limpid.losses.sparse_categorical_crossentropy import (
    SparseCategoricalCrossentropy,
    sparse_categorical_crossentropy,
)
from limpid.losses.squared_hinge import SquaredHinge, squared_hinge
from limpid.losses.structured_hinge import StructuredHinge, structured_hinge
from limpid.losses.tversky import Tversky, tversky

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Dice",
    "HalfSquaredError",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "MulticlassHinge",
    "OneVsAllHinge",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "StructuredHinge",
    "Tversky",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
    "cosine_similarity",
    "dice",
    "half_squared_error",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "multiclass_hinge",
    "one_vs_all_hinge",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "structured_hinge",
    "tversky",
]
