from dataclasses import dataclass

from limpid.linear.learning_rule import LearningRule, sign
from limpid.linear.update import Numbers


@dataclass(eq=False)
class Perceptron(LearningRule):
    """Rosenblatt's rule: w += rate (y - prediction) x after each example.

    A right prediction changes nothing; a wrong one moves the line by twice the rate,
    since y is 1 or -1. Ends on separable examples (see `mistake_bound`), else never.

    Source: Rosenblatt 1958, "The perceptron".

    Example:
        >>> rule = Perceptron().fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
        >>> rule.coef_.tolist(), rule.intercept_.tolist(), rule.n_iter_
        ([[4.0, 2.0]], [-6.0], 6)
    """

    def error(self, targets: Numbers, scores: Numbers) -> Numbers:
        """Return 0 where the prediction is right, else 2 or -2."""
        return targets - sign(scores)
