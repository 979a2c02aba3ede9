from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.optimizers.optimizer import Optimizer, State, zeros


@dataclass(eq=False)
class SGD(Optimizer):
    """Gradient descent, with momentum if wanted.

    velocity = momentum * velocity - learning_rate * gradient
    weight = weight + velocity, or with Nesterov's
    weight = weight + momentum * velocity - learning_rate * gradient

    Args:
        learning_rate: A number or a schedule.
        momentum: The share of the velocity kept; 0 to 1.
        nesterov: Whether to look ahead along the velocity.

    Source: Polyak 1964; Sutskever et al. 2013, for Nesterov's form.
    """

    learning_rate: Any = 0.01
    momentum: float = 0.0
    nesterov: bool = False
    _: KW_ONLY
    name: str | None = "SGD"

    def check(self) -> None:
        """Refuse a momentum outside [0, 1]."""
        if not 0 <= self.momentum <= 1:
            raise ConfigError(f"SGD(momentum={self.momentum}): expected 0 to 1.")

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start at rest."""
        return {"velocity": zeros(weight)} if self.momentum else {}

    def update(
        self,
        weight: Tensor,
        gradient: Tensor,
        state: State,
        step: Tensor,  # noqa: ARG002
        rate: Tensor,
    ) -> tuple[Tensor, State]:
        """Return weight and velocity after one step."""
        if not self.momentum:
            return weight - rate * gradient, {}
        velocity = state["velocity"] * self.momentum - rate * gradient
        change = velocity
        if self.nesterov:
            change = velocity * self.momentum - rate * gradient
        return weight + change, {"velocity": velocity}
