# Written by tools/index.py from the files of this folder; edit those.
"""How the first values of weights are drawn."""

from limpid.initializers.constant import Constant, constant
from limpid.initializers.glorot_normal import GlorotNormal, glorot_normal
from limpid.initializers.glorot_uniform import GlorotUniform, glorot_uniform
from limpid.initializers.he_normal import HeNormal, he_normal
from limpid.initializers.he_uniform import HeUniform, he_uniform
from limpid.initializers.identity import Identity, identity
from limpid.initializers.initializer import Initializer
from limpid.initializers.lecun_normal import LecunNormal, lecun_normal
from limpid.initializers.lecun_uniform import LecunUniform, lecun_uniform
from limpid.initializers.ones import Ones, ones
from limpid.initializers.orthogonal import Orthogonal, orthogonal
from limpid.initializers.random_normal import RandomNormal, random_normal
from limpid.initializers.random_uniform import RandomUniform, random_uniform
from limpid.initializers.truncated_normal import TruncatedNormal, truncated_normal
from limpid.initializers.variance_scaling import VarianceScaling, variance_scaling
from limpid.initializers.zeros import Zeros, zeros

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
    "constant",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "variance_scaling",
    "zeros",
]
