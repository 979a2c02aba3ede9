from math import sqrt
from statistics import NormalDist

from limpid.errors import ConfigError


def error_interval(
    error: float, num_examples: int, confidence: float = 0.999
) -> tuple[float, float]:
    """Return the interval in which the true error rate lies with this confidence.

    error +- z sqrt(error (1 - error) / num_examples), by the normal approximation of
    the binomial distribution; z = 3.29 for 99.9 %.

    Args:
        error: The rate of errors seen, 0 to 1.
        num_examples: Among how many examples.
        confidence: The probability that the interval holds the truth.

    Raises:
        ConfigError: The rate or the confidence is no share, or there is no example.

    Example:
        >>> [round(100 * e, 2) for e in error_interval(0.0666, 100_000)]
        [6.4, 6.92]
    """
    if not (0 <= error <= 1 and 0 < confidence < 1 and num_examples > 0):
        raise ConfigError(
            f"error_interval({error}, {num_examples}, {confidence}): expected an error "
            "rate and a confidence between 0 and 1, and at least one example."
        )
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    half = z * sqrt(error * (1 - error) / num_examples)
    return max(0.0, error - half), min(1.0, error + half)
