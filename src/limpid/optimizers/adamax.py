from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.abs import abs
from limpid.ops.maximum import maximum
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Adamax(Optimizer):
    """Adam with the largest gradient of late in place of the mean square.

    Args:
        learning_rate: A number or a schedule.
        beta_1, beta_2: The shares of the mean gradient and its bound kept each step.
        epsilon: Added to the bound.

    Source: Kingma & Ba 2014, arXiv:1412.6980, section 7.1.
    """

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    _: KW_ONLY
    name: str | None = "adamax"

    def check(self) -> None:
        require_fraction(self, "beta_1", "beta_2")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start mean and bound at zero."""
        zero = zeros(weight)
        return {"m": zero, "u": zero}

    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        m = state["m"] + (gradient - state["m"]) * (1 - self.beta_1)
        u = maximum(state["u"] * self.beta_2, abs(gradient))
        # m starts at zero; 1 - beta_1**step removes that bias.
        change = rate * m / ((1 - self.beta_1**step) * (u + self.epsilon))
        return weight - change, {"m": m, "u": u}
