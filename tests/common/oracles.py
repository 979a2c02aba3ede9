"""Other libraries' word for a result, where they are installed."""

import os
import warnings

import numpy as np
import pytest


def keras():
    """Return Keras on PyTorch, or skip the test."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    pytest.importorskip("torch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("keras")


def torch():
    """Return PyTorch, or skip the test."""
    return pytest.importorskip("torch")


def from_keras(x) -> np.ndarray:
    """Return a tensor of Keras on PyTorch as a NumPy array."""
    return x.detach().numpy()
