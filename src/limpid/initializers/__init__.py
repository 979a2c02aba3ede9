# Written by tools/index.py from the files of this folder; edit those.
"""How the first values of weights are drawn."""

from limpid.initializers.constant import Constant
from limpid.initializers.glorot_normal import GlorotNormal
from limpid.initializers.glorot_uniform import GlorotUniform
from limpid.initializers.he_normal import HeNormal
from limpid.initializers.he_uniform import HeUniform
from limpid.initializers.identity import Identity
from limpid.initializers.initializer import Initializer
from limpid.initializers.lecun_normal import LecunNormal
from limpid.initializers.lecun_uniform import LecunUniform
from limpid.initializers.ones import Ones
from limpid.initializers.orthogonal import Orthogonal
from limpid.initializers.random_normal import RandomNormal
from limpid.initializers.random_uniform import RandomUniform
from limpid.initializers.truncated_normal import TruncatedNormal
from limpid.initializers.variance_scaling import VarianceScaling
from limpid.initializers.zeros import Zeros

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
]
