from dataclasses import dataclass
from math import sqrt
from typing import Any

from limpid.errors import ConfigError, nearest
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.initializers.initializer import Initializer
from limpid.random.normal import normal
from limpid.random.truncated_normal import truncated_normal
from limpid.random.uniform import uniform

# The standard deviation of a standard normal cut off at two: what a draw shrinks to.
TRUNCATED_STDDEV = 0.87962566103423978


@dataclass(eq=False)
class VarianceScaling(Initializer):
    """Random values with variance scale / n, n being a number of connections.

    Args:
        scale: Of the variance; positive.
        mode: What n is: 'fan_in', 'fan_out' or 'fan_avg'.
        distribution: 'truncated_normal', 'untruncated_normal' or 'uniform'.
        seed: Of the draw.

    Source: Glorot & Bengio 2010; He et al. 2015, arXiv:1502.01852.
    """

    scale: float = 1.0
    mode: str = "fan_in"
    distribution: str = "truncated_normal"
    seed: int | None = None

    def check(self) -> None:
        """Raise ConfigError for unknown modes or distributions."""
        known = {
            "mode": ("fan_in", "fan_out", "fan_avg"),
            "distribution": ("truncated_normal", "untruncated_normal", "uniform"),
        }
        for name, values in known.items():
            if getattr(self, name) not in values:
                hint = nearest(getattr(self, name), values)
                raise ConfigError(f"Unknown {name} {getattr(self, name)!r}; {hint}")

    def __call__(self, shape: Shape, dtype: Any = None) -> Tensor:
        """Draw a value."""
        fan_in, fan_out = fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        variance = self.scale / max(1.0, fan[self.mode])
        if self.distribution == "uniform":
            limit = sqrt(3 * variance)
            return uniform(shape, -limit, limit, dtype, self.seed)
        if self.distribution == "untruncated_normal":
            return normal(shape, 0.0, sqrt(variance), dtype, self.seed)
        stddev = sqrt(variance) / TRUNCATED_STDDEV
        return truncated_normal(shape, 0.0, stddev, dtype, self.seed)


def fans(shape: Shape) -> tuple[int, int]:
    """Return how many values feed one output, and one input feeds, of a kernel."""
    if len(shape) < 2:
        size = product(shape)
        return size, size
    window = product(shape[:-2])
    return shape[-2] * window, shape[-1] * window


# Keras writes both.
variance_scaling = VarianceScaling
