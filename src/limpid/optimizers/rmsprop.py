from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sqrt import sqrt
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class RMSprop(Optimizer):
    """Divide each gradient by the root of its running mean square.

    Args:
        learning_rate: A number or a schedule.
        rho: The share of the mean square kept each step.
        momentum: The share of the velocity kept.
        epsilon: Added to the mean square, inside the root.
        centered: Whether to subtract the squared mean gradient.

    Source: Tieleman & Hinton 2012, Coursera lecture 6e.
    """

    learning_rate: Any = 0.001
    rho: float = 0.9
    momentum: float = 0.0
    epsilon: float = 1e-7
    centered: bool = False
    _: KW_ONLY
    name: str | None = "rmsprop"

    def check(self) -> None:
        """Refuse shares outside [0, 1)."""
        require_fraction(self, "rho", "momentum")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start all averages at zero."""
        names = ["mean_square"]
        names += ["momentum"] * (self.momentum > 0) + ["average"] * self.centered
        return {name: zeros(weight) for name in names}

    def update(
        self,
        weight: Tensor,
        gradient: Tensor,
        state: State,
        step: Tensor,  # noqa: ARG002
        rate: Tensor,
    ) -> tuple[Tensor, State]:
        """Return weight and averages after one step."""
        keep = self.rho
        square = state["mean_square"] * keep + gradient * gradient * (1 - keep)
        new, spread = {"mean_square": square}, square
        if self.centered:
            new["average"] = state["average"] * keep + gradient * (1 - keep)
            spread = square - new["average"] * new["average"]
        change = rate * gradient / sqrt(spread + self.epsilon)
        if self.momentum:
            change = new["momentum"] = state["momentum"] * self.momentum + change
        return weight - change, new
