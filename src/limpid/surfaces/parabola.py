from limpid.surfaces.surface import Surface

# Of the lectures: a step of rate r multiplies the distance to 3 by 1 - 2r.
parabola = Surface(
    formula="(x - 3)^2",
    start=(0.0, 0.0),
    window=(-3.0, 9.0, -6.0, 6.0),
    minima=((3.0, 0.0),),
    title="A parabola in one dimension",
)
