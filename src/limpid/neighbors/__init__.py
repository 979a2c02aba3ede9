# Written by tools/index.py from the files of this folder; edit those.
"""Classifiers that remember: a new example is like those nearest to it."""

from limpid.neighbors.k_neighbors_classifier import KNeighborsClassifier

__all__ = [
    "KNeighborsClassifier",
]
