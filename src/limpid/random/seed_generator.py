import random
from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable

__all__ = ["SeedGenerator", "set_random_seed"]


class SeedGenerator:
    """A source of keys for random operations; its state is four integers.

    Args:
        seed: An integer; by default drawn from Python's `random`, which
            `set_random_seed` seeds.

    Each `next()` returns a key and steps the state, which is a variable: it is saved
    with a model, so a resumed run draws the numbers it would have drawn.
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        """Start at step 0 of the seed's stream."""
        if seed is not None and not isinstance(seed, int):
            raise ConfigError(f"A seed must be an integer or None; got {seed!r}.")
        self.seed = random.getrandbits(31) if seed is None else seed
        self.name = name
        self.state = Variable(
            key_of(self.seed), dtype="uint32", trainable=False, name="seed_state"
        )

    def next(self) -> Tensor:
        """Return the current key and step to the next."""
        key = self.state.read()
        self.state.assign(key + np.array([0, 0, 1, 0], np.uint32))
        return key


def key_of(seed: int) -> Any:
    """Return the first key of a seed's stream."""
    words = [seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF, 0, 0]
    return np.array(words, np.uint32)


_default: SeedGenerator | None = None


def draw_key(seed: int | SeedGenerator | None) -> Tensor:
    """Return the key for a draw: of a seed, of a generator, or of the default one."""
    global _default  # noqa: PLW0603 - one default for the process
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if seed is not None:
        return Tensor.make(key_of(seed))
    if _default is None:
        _default = SeedGenerator()
    return _default.next()


def get_default_key() -> Any:
    """Return the key of the next draw that names no seed; None before the first."""
    return None if _default is None else _default.state.numpy()


def set_default_key(key: Any) -> None:
    """Let draws that name no seed go on from a key."""
    global _default  # noqa: PLW0603 - one default for the process
    if _default is None:
        _default = SeedGenerator(0)
    _default.state.set(key)


def set_random_seed(seed: int) -> None:
    """Seed Python's, NumPy's and limpid's random numbers: runs repeat bit for bit."""
    global _default  # noqa: PLW0603 - one default for the process
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - what users' own code may draw from
    _default = SeedGenerator(seed)
