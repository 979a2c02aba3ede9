# Written by tools/index.py from the files of this folder; edit those.
"""Surfaces in the plane to race optimizers on, and the record of such a race."""

from limpid.surfaces.beale import beale
from limpid.surfaces.bowl import bowl
from limpid.surfaces.descend import descend
from limpid.surfaces.descent import Descent
from limpid.surfaces.himmelblau import himmelblau
from limpid.surfaces.houses import houses
from limpid.surfaces.houses_scaled import houses_scaled
from limpid.surfaces.parabola import parabola
from limpid.surfaces.rastrigin import rastrigin
from limpid.surfaces.ravine import ravine
from limpid.surfaces.rosenbrock import rosenbrock
from limpid.surfaces.saddle import saddle
from limpid.surfaces.surface import Surface
from limpid.surfaces.trajectory import Trajectory
from limpid.surfaces.two_wells import two_wells

__all__ = [
    "Descent",
    "Surface",
    "Trajectory",
    "beale",
    "bowl",
    "descend",
    "himmelblau",
    "houses",
    "houses_scaled",
    "parabola",
    "rastrigin",
    "ravine",
    "rosenbrock",
    "saddle",
    "two_wells",
]
