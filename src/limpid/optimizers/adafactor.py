from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.ops.expand_dims import expand_dims
from limpid.ops.maximum import maximum
from limpid.ops.mean import mean
from limpid.ops.minimum import minimum
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square
from limpid.optimizers.optimizer import Optimizer, State, zeros


@dataclass(eq=False)
class Adafactor(Optimizer):
    """Steps relative to each weight's size; mean squares kept by row and by column.

    A matrix of n rows and m columns so needs n + m numbers of state, not n m.

    Args:
        learning_rate: A number or a schedule; the largest relative step.
        beta_2_decay: The share of the mean square kept at a step is
            1 - step**beta_2_decay.
        epsilon_1: Added to the squared gradient.
        epsilon_2: The least size a weight counts as.
        clip_threshold: An update whose root mean square is larger is scaled down to it.
        relative_step: Whether steps also fall as 1 / sqrt(step).

    Source: Shazeer & Stern 2018, arXiv:1804.04235.
    """

    learning_rate: Any = 0.001
    beta_2_decay: float = -0.8
    epsilon_1: float = 1e-30
    epsilon_2: float = 1e-3
    clip_threshold: float = 1.0
    relative_step: bool = True
    _: KW_ONLY
    name: str | None = "adafactor"

    def init(self, weight: Variable) -> dict[str, Any]:
        """Start the mean squares at zero."""
        zero = zeros(weight)
        if zero.ndim < 2:
            return {"v": zero}
        return {"rows": zero[..., 0], "columns": zero[..., 0, :]}

    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        """Return weight and mean squares after one step."""
        relative = minimum(rate, 1 / sqrt(step))
        size = maximum(_rms(weight), self.epsilon_2) * relative
        keep = 1 - step**self.beta_2_decay
        squares = square(gradient) + self.epsilon_1
        new = {
            name: old * keep + _seen(name, squares) * (1 - keep)
            for name, old in state.items()
        }
        change = gradient / sqrt(_spread(new))
        change = change / maximum(_rms(change) / self.clip_threshold, 1.0)
        return weight - size * change, new


def _rms(x: Tensor) -> Tensor:
    return sqrt(mean(square(x)))


def _seen(name: str, squares: Tensor) -> Tensor:
    if name == "v":
        return squares
    return mean(squares, axis=-1 if name == "rows" else -2)


def _spread(state: State) -> Tensor:
    """Return the mean square of each element, from those of its row and column."""
    if "v" in state:
        return state["v"]
    rows = state["rows"] / mean(state["rows"], axis=-1, keepdims=True)
    return expand_dims(rows, -1) * expand_dims(state["columns"], -2)
