"""What a trained model does with the test data, example by example."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from limpid.runs.training import Training

__all__ = ["Examination", "examine", "probabilities_of"]

Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Examination:
    """The answers of a model to the test data.

    Args:
        figures: What was measured, by name.
        classes: Names of the classes; empty for a regression.
        labels: The right answers, by number of the class.
        answers: The model's answers.
        probabilities: What the model gave each class; (examples, classes).
    """

    figures: dict[str, float]
    classes: tuple[str, ...]
    labels: Integers
    answers: Integers
    probabilities: NDArray[Any]

    @property
    def mistakes(self) -> Integers:
        """The numbers of the examples answered wrongly, the surest mistake first."""
        wrong = np.flatnonzero(self.labels != self.answers)
        sureness = self.probabilities[wrong, self.answers[wrong]]
        return wrong[np.argsort(-sureness, kind="stable")]

    @property
    def confusion(self) -> Integers:
        """How often each class (row) was taken for each class (column)."""
        size = len(self.classes)
        pairs = self.labels * size + self.answers
        return np.bincount(pairs, minlength=size * size).reshape(size, size)


def examine(training: "Training") -> Examination:
    """Return a trained model's answers to the test data."""
    inputs, labels = training.inputs(training.test), training.test[1]
    figures = _figures(training, inputs)
    classes = training.dataset.classes
    # Where there is an answer at each step, examples are neither right nor wrong.
    if not classes or training.is_sequence or labels[0].size > 1:
        nothing = np.empty(0, np.intp)
        return Examination(figures, (), nothing, nothing, np.empty((0, 0)))
    probabilities = probabilities_of(training.model.predict(inputs, verbose=0))
    answers = probabilities.argmax(-1)
    labels = labels.reshape(-1).astype(np.intp)
    figures["test_errors"] = float((answers != labels).sum())
    return Examination(figures, classes, labels, answers, probabilities)


def _figures(training: "Training", inputs: NDArray[Any]) -> dict[str, float]:
    """Return loss and metrics over the test data, by name."""
    settings: dict[str, Any] = {}
    if training.is_sequence:
        training.model.reset_state()
        settings["batch_size"] = training.recipe.batch_size
    targets = training.targets(training.test)
    logs = training.model.evaluate(
        inputs, targets, **settings, verbose=0, return_dict=True
    )
    return {f"test_{name}": value for name, value in logs.items()}


def probabilities_of(outputs: NDArray[Any]) -> NDArray[Any]:
    """Return one column for each class; a single output is that of the class 1.

    Example:
        >>> probabilities_of(np.array([[0.25]]))
        array([[0.75, 0.25]])
    """
    if outputs.shape[-1] == 1:
        return np.concatenate([1 - outputs, outputs], axis=-1)
    return outputs
