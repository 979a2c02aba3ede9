from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.sqrt import sqrt
from limpid.optimizers.optimizer import Optimizer, State, zeros


@dataclass(eq=False)
class Adagrad(Optimizer):
    """Divide each gradient by the root of the sum of all its squares so far.

    The effective rate never grows; weights that change rarely keep a large one.

    Args:
        learning_rate: A number or a schedule.
        initial_accumulator_value: Where the sums start.
        epsilon: Added to the sum, inside the root.

    Source: Duchi, Hazan & Singer 2011, JMLR 12, 2121-2159.
    """

    learning_rate: Any = 0.001
    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7
    _: KW_ONLY
    name: str | None = "adagrad"

    def check(self) -> None:
        if self.initial_accumulator_value < 0:
            raise ConfigError(
                f"Adagrad(initial_accumulator_value={self.initial_accumulator_value}): "
                "expected a number >= 0."
            )

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start the sums of squares."""
        return {"accumulator": zeros(weight) + self.initial_accumulator_value}

    def update(
        self,
        weight: Tensor,
        gradient: Tensor,
        state: State,
        step: Tensor,  # noqa: ARG002
        rate: Tensor,
    ) -> tuple[Tensor, State]:
        total = state["accumulator"] + gradient * gradient
        change = rate * gradient / sqrt(total + self.epsilon)
        return weight - change, {"accumulator": total}
