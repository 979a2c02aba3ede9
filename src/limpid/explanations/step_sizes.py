"""How large a training step is beside the weights that it changes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.explanations.step import unchanged
from limpid.graph.gradient import gradients
from limpid.graph.op import Array
from limpid.graph.tensor import as_tensor

__all__ = ["StepSize", "norm", "step_sizes", "verdict_of"]

# Around the thousandth that lecturers of CS231n call healthy, a factor of ten each way.
LOW, HIGH = 1e-4, 1e-2


@dataclass(frozen=True, eq=False)
class StepSize:
    """What one training step does to one array of weights.

    Attributes:
        name: The weights' path.
        gradient: Of the loss by them.
        weight_norm: Their own length, before the step.
        update_norm: The length of their change.
    """

    name: str
    gradient: Array
    weight_norm: float
    update_norm: float

    @property
    def gradient_norm(self) -> float:
        """The length of the gradient."""
        return norm(self.gradient)

    @property
    def ratio(self) -> float:
        """Update by weight; NaN where all weights are zero, as biases are at first."""
        return self.update_norm / self.weight_norm if self.weight_norm else float("nan")

    @property
    def verdict(self) -> str:
        """In a word: 'healthy' about a thousandth, 'small' or 'large' far from it."""
        return verdict_of(self.ratio)


def verdict_of(ratio: float) -> str:
    """Return in a word what a ratio of update to weight says; 'unknown' of NaN."""
    if ratio != ratio:  # noqa: PLR0124 - NaN alone differs from itself
        return "unknown"
    if ratio < LOW:
        return "small"
    return "large" if ratio > HIGH else "healthy"


def step_sizes(model: Any, x: Any, y: Any) -> list[StepSize]:
    """Take one training step of any model, measure it, and put everything back.

    A ratio of update to weight about a thousandth is healthy; far smaller, learning
    crawls; far larger, the weights are thrown about (Karpathy's notes to CS231n).

    Args:
        model: Compiled.
        x, y: A batch.

    Returns:
        Of each array of trainable weights, in the model's order.

    Raises:
        ConfigError: The model is not compiled.

    Example:
        >>> import numpy as np
        >>> from limpid import Sequential, layers
        >>> model = Sequential([layers.Input((3,)), layers.Dense(2)])
        >>> model.compile("sgd", "mse")
        >>> kernel, bias = step_sizes(model, np.ones((4, 3)), np.ones((4, 2)))
        >>> kernel.gradient.shape, bias.verdict
        ((3, 2), 'unknown')
    """
    if model.optimizer is None:
        raise ConfigError(
            "step_sizes() takes a training step: call compile(optimizer, loss) first."
        )
    if not model.built:
        model(x)
    with unchanged(model):
        weights = model.trainable_variables
        loss = model.compute_loss(x, as_tensor(y), model(x, training=True))
        slopes = gradients(loss, weights)
        before = [weight.numpy() for weight in weights]
        model.optimizer.apply(slopes, weights)
        after = [weight.numpy() for weight in weights]
    return [
        StepSize(weight.path, slope.value, norm(old), norm(new - old))
        for weight, slope, old, new in zip(weights, slopes, before, after, strict=True)
    ]


def norm(values: Array) -> float:
    """Return the length of an array, as a vector."""
    return float(np.linalg.norm(np.asarray(values, np.float64)))
