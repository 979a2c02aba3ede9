from typing import Any

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples, Splits
from limpid.datasets.playground.blobs import blobs
from limpid.datasets.playground.circle import circle
from limpid.datasets.playground.gauss import gauss
from limpid.datasets.playground.reg_gauss import reg_gauss
from limpid.datasets.playground.reg_plane import reg_plane
from limpid.datasets.playground.rings import rings
from limpid.datasets.playground.spiral import spiral
from limpid.datasets.playground.spirals import spirals
from limpid.datasets.playground.xor import xor
from limpid.errors import ConfigError, nearest

GENERATORS = {
    generator.__name__: generator
    for generator in (
        circle, xor, gauss, spiral, reg_plane, reg_gauss, spirals, blobs, rings,
    )
}  # fmt: skip


def load_data(
    name: str, *, train_ratio: float = 0.5, seed: int = 0, **settings: Any
) -> Splits:
    """Draw a set, mix it, and share it out for training and for testing.

    Args:
        name: 'circle', 'xor', 'gauss' or 'spiral'; 'reg_plane' or 'reg_gauss'; with
            more classes 'spirals', 'blobs' or 'rings'.
        train_ratio: The share to train on; the playground offers 0.1 to 0.9.
        seed: Decides points and order.
        settings: What the generator takes: `num_points`, `noise`, `num_classes`.

    Raises:
        ConfigError: There is no such set, or a setting is out of range.

    Example:
        >>> (x, y), (x_test, y_test) = load_data("circle", noise=0.1, train_ratio=0.8)
        >>> x.shape, y.shape, x_test.shape
        ((400, 2), (400, 1), (100, 2))
    """
    if name not in GENERATORS:
        raise ConfigError(
            f"There is no playground set {name!r}; {nearest(name, GENERATORS)}"
        )
    return _shared_out(GENERATORS[name](seed=seed, **settings), train_ratio, seed)


def _shared_out(examples: Examples, train_ratio: float, seed: int) -> Splits:
    x, y = examples
    count = int(len(x) * train_ratio)
    if not 0 < count < len(x):
        raise ConfigError(
            f"train_ratio={train_ratio} leaves a part without points; expected a share "
            "between 0 and 1, such as 0.5."
        )
    # Another stream than the points': the order must not follow from the places.
    order = Draws(seed + 2**32).order(len(x))
    train, test = order[:count], order[count:]
    return (x[train], y[train]), (x[test], y[test])
