"""Fifty drawings of digits for the sheet of the LeNet screen.

A program made them, not people: skeletons of digits as they are written by hand, two
for each, written out below before any network had seen them; then each is slanted,
turned, stretched, bent, shaken and placed at random. They show that drawings are
collected and counted; of people's own handwriting they are at best a likeness.
"""

from typing import Any

import numpy as np

GRID = 200
# Strokes on a square of 10: x, y from the upper left.
SKELETONS: dict[int, list[list[list[tuple[float, float]]]]] = {
    0: [
        [[(5, 0), (2, 1.5), (1, 5), (2, 8.5), (5, 10), (8, 8.5), (9, 5), (8, 1.5),
          (5, 0)]],
        [[(6, 0.5), (3, 1), (1.5, 4), (2, 8), (4, 10), (7, 9), (8.5, 5), (7.5, 1.5),
          (5, 0)]],
    ],
    1: [
        [[(5, 0), (5, 10)]],
        [[(3, 2.5), (5.5, 0), (5.5, 10)]],
    ],
    2: [
        [[(1.5, 2.5), (3, 0.5), (6, 0), (8, 1.5), (8, 4), (5.5, 6.5), (1.5, 10),
          (8.5, 10)]],
        [[(2, 2), (4, 0), (7, 0.5), (8, 3), (6, 6), (3, 8.5), (1.5, 9.5), (3, 9),
          (6, 9.5), (9, 9.5)]],
    ],
    3: [
        [[(2, 1.5), (4.5, 0), (7.5, 1), (7.5, 3.5), (4.5, 4.8), (7.5, 5.8), (8.2, 8),
          (5.5, 10), (1.5, 8.8)]],
        [[(1.5, 0.5), (8, 0.5), (4.5, 4), (7.5, 5), (8.2, 7.5), (6, 9.8), (2, 9)]],
    ],
    4: [
        [[(3.5, 0), (1.5, 5.8), (8.8, 5.8)], [(6.8, 2), (6.5, 10)]],
        [[(6.5, 0), (1, 6.5), (9, 6.5)], [(6.5, 0), (6.5, 10)]],
    ],
    5: [
        [[(8, 0.3), (3, 0.3)], [(3, 0.3), (2.4, 4.5), (5, 3.8), (7.6, 5.2), (8, 7.5),
          (6, 9.7), (2, 9.2)]],
        [[(7.8, 0), (3, 0.2), (2.5, 4), (5.5, 4), (8, 6), (7, 9), (4.5, 10),
          (2, 9)]],
    ],
    6: [
        [[(7, 0), (4, 2.5), (2, 6), (2.3, 8.8), (5, 10), (7.8, 8.7), (7.6, 6.3),
          (5, 5.3), (2.5, 6.8)]],
        [[(6, 0), (3.2, 3.5), (2.2, 7), (3.5, 9.7), (6.5, 9.6), (7.7, 7.4),
          (5.8, 5.7), (2.8, 7)]],
    ],
    7: [
        [[(1.5, 0.5), (8.5, 0.5), (4, 10)]],
        [[(1.5, 1), (8, 0.5), (6.2, 5), (4.5, 10)], [(3, 5), (7.8, 4.8)]],
    ],
    8: [
        [[(7.6, 1.6), (5, 0), (2.6, 1.4), (3, 3.6), (6.8, 5.8), (7.8, 8), (5.3, 10),
          (2.4, 8.5), (3.2, 6), (7, 3.6), (7.6, 1.6)]],
        [[(5, 4.7), (2.6, 3), (3.3, 0.6), (6.4, 0.3), (7.5, 2.6), (5, 4.7),
          (2.2, 6.8), (3, 9.5), (6.6, 9.7), (7.9, 7.2), (5, 4.7)]],
    ],
    9: [
        [[(7.6, 2.8), (5.6, 0.2), (2.8, 1), (2.4, 3.8), (5, 5.2), (7.4, 3.4),
          (7.7, 1.5), (7.2, 6), (6, 10)]],
        [[(7.5, 1.2), (4.5, 0), (2.2, 2), (3, 4.6), (6, 4.6), (7.6, 2.4),
          (7.4, 10)]],
    ],
}  # fmt: skip
Strokes = tuple[tuple[int, ...], ...]


def drawings(seed: int = 0, each: int = 5) -> list[tuple[int, Strokes]]:
    """Return so many drawings of each digit: label and strokes on the sheet's grid."""
    random = np.random.default_rng(seed)
    return [
        (label, written(skeletons[number % len(skeletons)], random))
        for label, skeletons in SKELETONS.items()
        for number in range(each)
    ]


def written(skeleton: list[list[tuple[float, float]]], random: Any) -> Strokes:
    """Return a skeleton as one hand may have written it."""
    turn, slant = random.normal(0, 0.08), random.normal(0.1, 0.12)
    wide, high = random.uniform(0.75, 1.1), random.uniform(0.9, 1.1)
    size, shift = random.uniform(90, 150), random.uniform(-15, 15, 2)
    bend = random.normal(0, 0.04)
    strokes = []
    for stroke in skeleton:
        points = smooth(np.array(stroke) / 10 - 0.5)
        x, y = points.T + random.normal(0, 0.006, points.T.shape)
        x, y = wide * x - slant * y + bend * np.sin(2 * np.pi * y), high * y
        x, y = (
            np.cos(turn) * x - np.sin(turn) * y,
            np.sin(turn) * x + np.cos(turn) * y,
        )
        placed = np.stack([x, y], axis=1) * size + GRID / 2 + shift
        inside = np.clip(np.rint(placed), 0, GRID).astype(int)
        strokes.append(tuple(inside.ravel().tolist()))
    return tuple(strokes)


def smooth(points: Any) -> Any:
    """Return a stroke without its corners: each is cut twice (Chaikin 1974)."""
    for _ in range(2):
        ends = points[:1], points[-1:]
        first, second = points[:-1], points[1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], 1)
        points = np.concatenate([ends[0], cut.reshape(-1, 2), ends[1]])
    return points
