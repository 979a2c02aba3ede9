from dataclasses import dataclass

from limpid.linear.learning_rule import LearningRule
from limpid.linear.update import Numbers


@dataclass(eq=False)
class DeltaRule(LearningRule):
    """The delta rule (Adaline, LMS): w += rate (y - score) x after each example.

    The gradient descent of 0.5 (y - score)**2: it also changes what is right, and ends
    near the line of least squares.

    Source: Widrow & Hoff 1960, "Adaptive switching circuits".
    """

    rate: float = 0.01

    def error(self, targets: Numbers, scores: Numbers) -> Numbers:
        """Return target minus score."""
        return targets - scores
