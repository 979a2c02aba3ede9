from collections.abc import Iterable

from limpid.linear.update import Update


def cycle_of(ends: Iterable[Update]) -> tuple[int, int] | None:
    """Return the first two epochs that ended at equal weights.

    A rule that presents the examples in the same order runs in a circle from then on.

    Args:
        ends: The last update of each epoch, in order.

    Returns:
        The numbers of the two epochs; None where no weights came back.

    Example:
        >>> from limpid.linear import Perceptron
        >>> gate = [[0, 0], [0, 1], [1, 0], [1, 1]]
        >>> xor = list(Perceptron(epochs=9).updates(gate, [0, 1, 1, 0]))
        >>> cycle_of(xor[3::4])
        (2, 3)
    """
    seen: dict[tuple[float, ...], int] = {}
    for update in ends:
        line = (*update.weights.tolist(), update.bias)
        if line in seen:
            return seen[line], update.epoch
        seen[line] = update.epoch
    return None
