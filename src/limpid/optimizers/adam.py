from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.maximum import maximum
from limpid.ops.sqrt import sqrt
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Adam(Optimizer):
    """Adaptive moments: steps of about the learning rate, whatever the gradient's size.

    Args:
        learning_rate: A number or a schedule.
        beta_1, beta_2: The shares of the mean gradient and mean square kept each step.
        epsilon: The paper's "epsilon hat", added to the root of the mean square.
        amsgrad: Whether to divide by the largest mean square so far.

    Source: Kingma & Ba 2014, arXiv:1412.6980, section 2, last form.
    """

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    amsgrad: bool = False
    _: KW_ONLY
    name: str | None = "adam"

    def check(self) -> None:
        """Refuse shares outside [0, 1)."""
        require_fraction(self, "beta_1", "beta_2")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start both averages at zero."""
        names = ("m", "v", "v_max") if self.amsgrad else ("m", "v")
        return {name: zeros(weight) for name in names}

    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        """Return weight and averages after one step."""
        m = state["m"] + (gradient - state["m"]) * (1 - self.beta_1)
        v = state["v"] + (gradient * gradient - state["v"]) * (1 - self.beta_2)
        # m and v start at zero; 1 - beta**step removes that bias.
        bias = sqrt(1 - self.beta_2**step) / (1 - self.beta_1**step)
        new = {"m": m, "v": v}
        if self.amsgrad:
            v = new["v_max"] = maximum(state["v_max"], v)
        return weight - (rate * bias) * m / (sqrt(v) + self.epsilon), new
