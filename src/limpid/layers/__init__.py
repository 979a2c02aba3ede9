# Written by tools/index.py from the files of this folder; edit those.
"""Layers: functions with weights."""

from limpid.layers.activation import Activation
from limpid.layers.average_pooling1d import AveragePooling1D
from limpid.layers.average_pooling2d import AveragePooling2D
from limpid.layers.batch_normalization import BatchNormalization
from limpid.layers.conv import Conv
from limpid.layers.conv1d import Conv1D
from limpid.layers.conv2d import Conv2D
from limpid.layers.dense import Dense
from limpid.layers.dropout import Dropout
from limpid.layers.flatten import Flatten
from limpid.layers.layer import Layer
from limpid.layers.max_pooling1d import MaxPooling1D
from limpid.layers.max_pooling2d import MaxPooling2D
from limpid.layers.pooling import Pooling
from limpid.layers.rescaling import Rescaling
from limpid.layers.reshape import Reshape

__all__ = [
    "Activation",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "MaxPooling1D",
    "MaxPooling2D",
    "Pooling",
    "Rescaling",
    "Reshape",
]
