from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sign import sign
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Lion(Optimizer):
    """Steps of one size: only the sign of a mean gradient counts.

    Args:
        learning_rate: A number or a schedule; 3 to 10 times smaller than for Adam.
        beta_1: The share of the mean gradient in the step's direction.
        beta_2: The share of the mean gradient kept each step.

    Source: Chen et al. 2023, arXiv:2302.06675.
    """

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.99
    _: KW_ONLY
    name: str | None = "lion"

    def check(self) -> None:
        require_fraction(self, "beta_1", "beta_2")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start the mean gradient at zero."""
        return {"m": zeros(weight)}

    def update(
        self,
        weight: Tensor,
        gradient: Tensor,
        state: State,
        step: Tensor,  # noqa: ARG002
        rate: Tensor,
    ) -> tuple[Tensor, State]:
        m = state["m"]
        direction = sign(m * self.beta_1 + gradient * (1 - self.beta_1))
        return weight - rate * direction, {
            "m": m * self.beta_2 + gradient * (1 - self.beta_2)
        }
