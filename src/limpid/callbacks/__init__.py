# Written by tools/index.py from the files of this folder; edit those.
"""What happens between epochs and batches."""

from limpid.callbacks.callback import Callback
from limpid.callbacks.history import History

__all__ = [
    "Callback",
    "History",
]
