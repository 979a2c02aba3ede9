# Written by tools/index.py from the files of this folder; edit those.
"""Small helpers by Keras's names."""

from limpid.utils.clear_session import clear_session
from limpid.utils.consecutive_batches import consecutive_batches
from limpid.utils.normalize import normalize
from limpid.utils.pack_x_y_sample_weight import pack_x_y_sample_weight
from limpid.utils.set_random_seed import set_random_seed
from limpid.utils.to_categorical import to_categorical
from limpid.utils.unpack_x_y_sample_weight import unpack_x_y_sample_weight

__all__ = [
    "clear_session",
    "consecutive_batches",
    "normalize",
    "pack_x_y_sample_weight",
    "set_random_seed",
    "to_categorical",
    "unpack_x_y_sample_weight",
]
