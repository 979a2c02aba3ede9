"""limpid itself, as its users train."""

from functools import partial

import limpid
from limpid.bench.parties import keras_network

Party = partial(keras_network.Party, limpid)
