from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sqrt import sqrt
from limpid.optimizers.optimizer import Optimizer, State, zeros
from limpid.settings import require_fraction


@dataclass(eq=False)
class Adadelta(Optimizer):
    """Steps in the unit of the weights: needs hardly any learning rate.

    Each gradient is divided by the root of its running mean square and multiplied by
    that of the running mean square of the steps.

    Args:
        learning_rate: A number or a schedule; the paper has 1.
        rho: The share of both mean squares kept each step.
        epsilon: Added to both mean squares, inside the roots.

    Source: Zeiler 2012, arXiv:1212.5701.
    """

    learning_rate: Any = 0.001
    rho: float = 0.95
    epsilon: float = 1e-7
    _: KW_ONLY
    name: str | None = "adadelta"

    def check(self) -> None:
        require_fraction(self, "rho")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start both mean squares at zero."""
        zero = zeros(weight)
        return {"gradients": zero, "steps": zero}

    def update(
        self,
        weight: Tensor,
        gradient: Tensor,
        state: State,
        step: Tensor,  # noqa: ARG002
        rate: Tensor,
    ) -> tuple[Tensor, State]:
        gradients = self._mean(state["gradients"], gradient)
        roots = sqrt(state["steps"] + self.epsilon), sqrt(gradients + self.epsilon)
        change = gradient * roots[0] / roots[1]
        steps = self._mean(state["steps"], change)
        return weight - rate * change, {"gradients": gradients, "steps": steps}

    def _mean(self, before: Tensor, x: Tensor) -> Tensor:
        return before * self.rho + x * x * (1 - self.rho)
