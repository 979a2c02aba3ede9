# Written by tools/index.py from the files of this folder; edit those.
"""Functions of a layer's output, by name or as callables."""

from limpid.activations.celu import celu
from limpid.activations.elu import elu
from limpid.activations.exponential import exponential
from limpid.activations.gelu import gelu
from limpid.activations.glu import glu
from limpid.activations.hard_shrink import hard_shrink
from limpid.activations.hard_sigmoid import hard_sigmoid
from limpid.activations.hard_silu import hard_silu
from limpid.activations.hard_swish import hard_swish
from limpid.activations.hard_tanh import hard_tanh
from limpid.activations.leaky_relu import leaky_relu
from limpid.activations.linear import linear
from limpid.activations.log_sigmoid import log_sigmoid
from limpid.activations.log_softmax import log_softmax
from limpid.activations.mish import mish
from limpid.activations.relu import relu
from limpid.activations.relu6 import relu6
from limpid.activations.selu import selu
from limpid.activations.sigmoid import sigmoid
from limpid.activations.silu import silu
from limpid.activations.soft_shrink import soft_shrink
from limpid.activations.softmax import softmax
from limpid.activations.softplus import softplus
from limpid.activations.softsign import softsign
from limpid.activations.sparse_plus import sparse_plus
from limpid.activations.sparse_sigmoid import sparse_sigmoid
from limpid.activations.sparsemax import sparsemax
from limpid.activations.squareplus import squareplus
from limpid.activations.swish import swish
from limpid.activations.tanh import tanh
from limpid.activations.tanh_shrink import tanh_shrink
from limpid.activations.threshold import threshold

__all__ = [
    "celu",
    "elu",
    "exponential",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
]
