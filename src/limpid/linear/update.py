from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Update:
    """One presentation of one example, or of all in a batch, and what it changed.

    Attributes:
        epoch: From 1.
        examples: Which rows of x were presented: (presented,).
        targets: 1 or -1, one each.
        scores: w·x + b before the change, one each.
        predictions: 1 where the score is 0 or more, else -1.
        change: What was added to the weights: (features,).
        bias_change: What was added to the bias.
        weights: After the change.
        bias: After the change.
        mistakes: Wrong predictions since the start, these included.
        decision_weights: Those that `predict` would use now: an averaged rule's
            average, else `weights`.
        decision_bias: The same of the bias.
    """

    epoch: int
    examples: NDArray[np.intp]
    targets: Numbers
    scores: Numbers
    predictions: Numbers
    change: Numbers
    bias_change: float
    weights: Numbers
    bias: float
    mistakes: int
    decision_weights: Numbers
    decision_bias: float

    @property
    def moves(self) -> bool:
        """Whether it changed anything."""
        return bool(self.change.any() or self.bias_change)

    @property
    def is_right(self) -> bool:
        """Whether every prediction was right."""
        return bool(np.all(self.predictions == self.targets))
