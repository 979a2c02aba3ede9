from dataclasses import dataclass

from limpid.linear.learning_rule import LearningRule, sign
from limpid.linear.update import Numbers


@dataclass(eq=False)
class BatchPerceptron(LearningRule):
    """The perceptron rule with one update an epoch: the sum over all mistakes.

    Source: Duda, Hart & Stork 2001, "Pattern classification", algorithm 3.
    """

    in_batch = True

    def error(self, targets: Numbers, scores: Numbers) -> Numbers:
        """Return 0 where the prediction is right, else 2 or -2."""
        return targets - sign(scores)
