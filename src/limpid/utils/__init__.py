# Written by tools/index.py from the files of this folder; edit those.
"""Small helpers by Keras's names."""

from limpid.utils.set_random_seed import set_random_seed

__all__ = [
    "set_random_seed",
]
