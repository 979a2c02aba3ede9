from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square
from limpid.ops.where import where
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Lamb(Optimizer):
    """Adam whose step is as long, relative to each weight, as the rate says.

    Args:
        learning_rate: A number or a schedule.
        beta_1: The share of the mean gradient kept each step.
        beta_2: The share of the mean squared gradient kept each step.
        epsilon: Added to the root of the mean square.

    Source: You et al. 2020, arXiv:1904.00962.
    """

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    _: KW_ONLY
    name: str | None = "lamb"

    def check(self) -> None:
        """Refuse shares outside [0, 1)."""
        require_fraction(self, "beta_1", "beta_2")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start both averages at zero."""
        return {"m": zeros(weight), "v": zeros(weight)}

    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        """Return weight and averages after one step."""
        m = state["m"] + (gradient - state["m"]) * (1 - self.beta_1)
        v = state["v"] + (gradient * gradient - state["v"]) * (1 - self.beta_2)
        # m and v start at zero; 1 - beta**step removes that bias.
        spread = sqrt(v / (1 - self.beta_2**step)) + self.epsilon
        change = m / (1 - self.beta_1**step) / spread
        own, wanted = sqrt(sum(square(weight))), sqrt(sum(square(change)))
        known = (own > 0) & (wanted > 0)
        trust = where(known, own / where(known, wanted, 1.0), 1.0)
        return weight - trust * rate * change, {"m": m, "v": v}
