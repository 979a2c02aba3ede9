"""Targets and predictions that each loss is made for."""

import numpy as np

RNG = np.random.default_rng(7)
LABELS = np.array([0, 3, 2, 1, 1])
ONE_HOT = np.eye(4)[LABELS]
SHARES = RNG.uniform(0.05, 0.95, (5, 4))
SCORES = RNG.normal(size=(5, 4))

CLASS_NUMBERS = {
    "sparse_categorical_crossentropy",
    "multiclass_hinge",
    "structured_hinge",
    "one_vs_all_hinge",
}
CLASSES = {"categorical_crossentropy", "categorical_hinge"}
CLASSES |= {"categorical_focal_crossentropy"}
YES_OR_NO = {"binary_crossentropy", "hinge", "squared_hinge"}
YES_OR_NO |= {"binary_focal_crossentropy", "dice", "tversky"}


def targets(name: str) -> np.ndarray:
    """Return targets of the kind that a loss wants, for five examples."""
    if name in CLASS_NUMBERS:
        return LABELS
    if name in CLASSES:
        return ONE_HOT
    return np.round(SHARES) if name in YES_OR_NO else SHARES


def predictions(name: str) -> np.ndarray:
    """Return predictions of the kind that a loss wants, none at a kink."""
    return SCORES if "hinge" in name else SHARES[::-1] * 0.9
