from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from limpid.datasets._draws import Draws
from limpid.errors import ConfigError, ShapeError, nearest
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor, as_tensor
from limpid.linear.update import Numbers
from limpid.losses.loss import Loss
from limpid.losses.multiclass_hinge import MulticlassHinge
from limpid.losses.one_vs_all_hinge import OneVsAllHinge
from limpid.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from limpid.losses.structured_hinge import StructuredHinge
from limpid.ops.matmul import matmul
from limpid.ops.permute_dims import permute_dims
from limpid.regularizers.l2 import L2
from limpid.settings import Settings

__all__ = ["FORMULATIONS", "Evaluation"]

FORMULATIONS: Final[dict[str, Loss]] = {
    "weston_watkins": MulticlassHinge(reduction="none"),
    "one_vs_all": OneVsAllHinge(reduction="none"),
    "structured": StructuredHinge(reduction="none"),
    "softmax": SparseCategoricalCrossentropy(from_logits=True, reduction="none"),
}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All numbers of a linear classifier on some examples.

    Attributes:
        scores: W x + b: (examples, classes).
        losses: One for each example; their mean is the data loss.
        data_loss: The mean of the losses.
        regularization_loss: l2 times the sum of the squared kernel.
        loss: Their sum.
        kernel_gradient: Of the loss by the kernel: (classes, features).
        bias_gradient: Of the loss by the bias: (classes,).
        graph: The loss as a tensor that remembers how it was computed.
    """

    scores: Numbers
    losses: Numbers
    data_loss: float
    regularization_loss: float
    loss: float
    kernel_gradient: Numbers
    bias_gradient: Numbers
    graph: Tensor


@dataclass(eq=False)
class LinearClassifier(Settings):
    """A row of weights and a bias for each class; the highest score wins.

    loss = mean of the examples' losses + l2 sum(kernel**2)

    Args:
        formulation: 'weston_watkins', 'one_vs_all' or 'structured' (three support
            vector machines), or 'softmax'.
        l2: The strength of the penalty on the kernel; the bias has none.

    Attributes:
        kernel: A row for each class: (classes, features); may be set.
        bias: (classes,); may be set.

    Source: the linear-classify demo of the course CS231n, whose printed gradients
    leave three quarters of the penalty's out; these are the loss's own.

    Example:
        >>> from limpid.datasets import nine_points
        >>> (x, y), _ = nine_points.load_data()
        >>> model = LinearClassifier().start([[1, 2], [2, -4], [3, -1]], [0, 0.5, -0.5])
        >>> round(model.evaluate(x, y).loss, 4)
        6.2667
    """

    formulation: str = "weston_watkins"
    l2: float = 0.1

    def check(self) -> None:
        """Refuse an unknown formulation and a negative strength."""
        if self.formulation not in FORMULATIONS:
            raise ConfigError(
                f"Unknown formulation {self.formulation!r}; "
                f"{nearest(self.formulation, FORMULATIONS)}"
            )
        if not 0 <= self.l2 < np.inf:
            raise ConfigError(f"LinearClassifier(l2={self.l2!r}): expected 0 or more.")

    def start(self, kernel: Any, bias: Any) -> Self:
        """Set the weights and return the classifier.

        Raises:
            ShapeError: There is not one bias for each row of the kernel.
        """
        self.kernel, self.bias = np.array(kernel, float), np.array(bias, float)
        if self.kernel.ndim != 2 or self.bias.shape != self.kernel.shape[:1]:
            raise ShapeError(
                f"The kernel has shape {self.kernel.shape} and the bias "
                f"{self.bias.shape}; expected (classes, features) and (classes,)."
            )
        return self

    def randomize(self, num_classes: int, num_features: int = 2, seed: int = 0) -> Self:
        """Draw kernel and bias from a normal distribution of deviation 1."""
        size = num_classes * (num_features + 1)
        numbers = Draws(seed).normal(0, 1, size).reshape(num_classes, -1)
        return self.start(numbers[:, :-1], numbers[:, -1])

    def _check_started(self) -> None:
        if not hasattr(self, "kernel"):
            raise ConfigError(
                "This classifier has no weights yet; call start(kernel, bias) or "
                "randomize(num_classes) first."
            )

    def evaluate(self, x: Any, y: Any) -> Evaluation:
        """Return scores, losses and gradients on examples and their class numbers.

        Raises:
            DataError: A label is no class number.
            ShapeError: The examples do not fit the kernel, or the labels the examples.
        """
        self._check_started()
        labels = np.asarray(y)
        kernel = Tensor(self.kernel, name="kernel")
        bias = Tensor(self.bias, name="bias")
        points = Tensor(np.asarray(as_tensor(x).numpy(), float), name="x")
        scores = matmul(points, permute_dims(kernel, (1, 0))) + bias
        rule = FORMULATIONS[self.formulation]
        rule.check_targets(labels, scores.shape)
        losses = rule(labels, scores)
        data = losses.sum() / len(labels)
        penalty = L2(self.l2)(kernel)
        loss = data + penalty
        by_kernel, by_bias = gradients(loss, [kernel, bias])
        return Evaluation(
            scores.numpy(), losses.numpy(), data.item(), penalty.item(), loss.item(),
            by_kernel.numpy(), by_bias.numpy(), loss,
        )  # fmt: skip

    def step(self, x: Any, y: Any, rate: float = 0.1) -> Evaluation:
        """Take one step of gradient descent; return the numbers before it."""
        found = self.evaluate(x, y)
        self.kernel = self.kernel - rate * found.kernel_gradient
        self.bias = self.bias - rate * found.bias_gradient
        return found

    def predict(self, x: Any) -> NDArray[np.intp]:
        """Return the class number of each example; the first of equal scores wins."""
        self._check_started()
        points = np.asarray(as_tensor(x).numpy(), float)
        return np.asarray(np.argmax(points @ self.kernel.T + self.bias, axis=1))

    def score(self, x: Any, y: Any) -> float:
        """Return the share of examples predicted right."""
        return float(np.mean(self.predict(x) == np.asarray(y).ravel()))
