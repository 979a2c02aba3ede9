"""Sharing: whether threads share a nest's work, and how evenly it comes out."""

from limpid.engines.native.nest import Nest
from limpid.graph.shapes import product

# Elements computed below which waking other threads costs more than it saves.
SMALL = 8192
# Numbers of threads for which the rounds of a shared loop are to come out even.
CREWS = (2, 4, 8)


def is_shared(nest: Nest) -> bool:
    """Tell whether threads share the nest's work; else the first does it all."""
    work = product(nest.sizes) * (1 if nest.product else 4)
    apart = product(nest.sizes[: 1 if nest.sequential else nest.kept])
    return work >= SMALL and apart > 1


def used_part(*rounds: tuple[int, int]) -> float:
    """Return which part of the threads' time is used if they share loops.

    A mean over several numbers of threads: the code is the same for all.

    Args:
        rounds: (count, work of each) of every loop.
    """
    total = sum(count * work for count, work in rounds)
    used = 0.0
    for threads in CREWS:
        longest = sum(-(-count // threads) * work for count, work in rounds)
        used += total / (threads * longest) / len(CREWS)
    return used
