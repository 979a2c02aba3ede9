from limpid.errors import ConfigError
from limpid.schedules.cosine_decay import CosineDecay
from limpid.schedules.exponential_decay import ExponentialDecay
from limpid.schedules.learning_rate_schedule import LearningRateSchedule

# Where both methods end, and where the second begins, as shares of the largest rate.
LAST_SHARE = 0.01
FIRST_SHARE = 0.1
# The share of the steps in which the second method rises.
RISE = 0.25


def walk_through(method: int, learning_rate: float, steps: int) -> LearningRateSchedule:
    """Return one of the two ways to choose the rate of the lectures' walk-through.

    Method 1 starts large and decreases while the weights settle. Method 2 starts small,
    to find the signs of the weights, rises, and decreases at the end.

    Args:
        method: 1 or 2.
        learning_rate: The largest rate.
        steps: How many steps there are; at the last the rate is 1 % of the largest.

    Raises:
        ConfigError: There is no such method.

    Source: Bernacki & Wlodarczyk, Principles of training multi-layer neural network
        using backpropagation, AGH Krakow. It names no numbers: these are ours.

    Example:
        >>> rate = walk_through(2, 0.5, 100)
        >>> [round(float(rate(step)), 3) for step in (0, 25, 100)]
        [0.05, 0.5, 0.005]
    """
    if method == 1:
        return ExponentialDecay(learning_rate, steps, LAST_SHARE)
    if method != 2:
        raise ConfigError(
            f"The walk-through has methods 1 and 2; there is no {method}."
        )
    rise = round(steps * RISE)
    first = FIRST_SHARE * learning_rate
    return CosineDecay(
        first, steps - rise, LAST_SHARE, warmup_target=learning_rate, warmup_steps=rise
    )
