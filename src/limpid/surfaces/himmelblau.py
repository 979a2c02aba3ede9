from limpid.surfaces.surface import Surface

himmelblau = Surface(
    formula="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    start=(0.0, 0.0),
    window=(-6.0, 6.0, -6.0, 6.0),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
    title="Himmelblau 1972: four minima of equal depth",
)
