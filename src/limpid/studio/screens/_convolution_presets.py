"""Pictures and kernels to start from on the convolution stepper."""

import numpy as np

from limpid.studio.screens._convolution_state import FIVE, HORIZONTAL, Preset, grid

VERTICAL = ((-1.0, 1.0, 0.0),) * 3
STEPS = tuple(tuple(float(column // 2) for column in range(8)) for _ in range(8))
RINGS = tuple(
    tuple(float(v) for v in row)
    for row in np.rint(4 + 4 * np.cos(np.hypot(*np.mgrid[-6:7, -6:7]) * 1.2)) / 8
)

IMAGES = {
    "digit 5": FIVE,
    "5 x 5, binary": grid("###..", ".###.", "..###", "..##.", ".##.."),
    "one point": grid("......", "......", "..#...", "......", "......", "......"),
    "steps": STEPS,
    "rings": RINGS,
    "empty": ((0.0,) * 8,) * 8,
}
KERNELS = {
    "horizontal edges": HORIZONTAL,
    "vertical edges": VERTICAL,
    "Sobel": ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0)),
    "blur": ((1 / 9,) * 3,) * 3,
    "sharpen": ((0.0, -1.0, 0.0), (-1.0, 5.0, -1.0), (0.0, -1.0, 0.0)),
    "Laplace": ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0)),
    "center and surround": tuple(
        tuple(1.0 if (i, j) == (2, 2) else -1 / 24 for j in range(5)) for i in range(5)
    ),
    "x of the slide": ((1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 1.0)),
    "identity": ((1.0,),),
    "2 x 2": ((1.0, 0.0), (0.0, 1.0)),
}


def presets(known: dict[str, tuple[tuple[float, ...], ...]]) -> list[Preset]:
    """Return them as the page takes them."""
    return [Preset(name, [list(row) for row in rows]) for name, rows in known.items()]
