from dataclasses import dataclass

from limpid.linear.learning_rule import LearningRule, sign
from limpid.linear.update import Numbers


@dataclass(eq=False)
class AveragedPerceptron(LearningRule):
    """Rosenblatt's rule that answers with the average of all lines on the way.

    A line that was right for long weighs more, so it also serves on examples that are
    not separable.

    Source: Freund & Schapire 1999, "Large margin classification using the perceptron
    algorithm".
    """

    averaged = True

    def error(self, targets: Numbers, scores: Numbers) -> Numbers:
        """Return 0 where the prediction is right, else 2 or -2."""
        return targets - sign(scores)
