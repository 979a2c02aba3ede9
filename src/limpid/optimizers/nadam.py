from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sqrt import sqrt
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Nadam(Optimizer):
    """Adam with Nesterov's look ahead.

    Args:
        learning_rate: A number or a schedule.
        beta_1, beta_2: The shares of the mean gradient and mean square kept each step.
        epsilon: Added to the root of the mean square.

    Source: Dozat 2016, "Incorporating Nesterov momentum into Adam", with its schedule
    of momentum.
    """

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    _: KW_ONLY
    name: str | None = "nadam"

    def check(self) -> None:
        require_fraction(self, "beta_1", "beta_2")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start both averages at zero; u is the product of all momenta so far."""
        zero = zeros(weight)
        return {"m": zero, "v": zero, "u": 1.0}

    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        m = state["m"] + (gradient - state["m"]) * (1 - self.beta_1)
        v = state["v"] + (gradient * gradient - state["v"]) * (1 - self.beta_2)
        now, ahead = self._momentum(step), self._momentum(step + 1)
        u = state["u"] * now
        mean = ahead * m / (1 - u * ahead) + (1 - now) * gradient / (1 - u)
        spread = sqrt(v / (1 - self.beta_2**step)) + self.epsilon
        return weight - rate * mean / spread, {"m": m, "v": v, "u": u}

    def _momentum(self, step: Tensor) -> Tensor:
        # 0.96: the paper's rate, at which momentum warms up to beta_1.
        return self.beta_1 * (1 - 0.5 * 0.96**step)
