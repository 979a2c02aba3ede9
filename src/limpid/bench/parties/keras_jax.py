"""Keras on JAX, its quickest engine on a processor."""

import os
from functools import partial

# Keras reads it when it is imported.
os.environ["KERAS_BACKEND"] = "jax"

import keras

from limpid.bench.parties import keras_network

Party = partial(keras_network.Party, keras)
