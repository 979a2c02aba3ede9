# Written by tools/index.py from the files of this folder; edit those.
"""Small helpers by Keras's names."""

from limpid.utils.clear_session import clear_session
from limpid.utils.normalize import normalize
from limpid.utils.set_random_seed import set_random_seed
from limpid.utils.to_categorical import to_categorical

__all__ = [
    "clear_session",
    "normalize",
    "set_random_seed",
    "to_categorical",
]
