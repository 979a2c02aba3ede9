from limpid.surfaces.surface import Surface

beale = Surface(
    formula="(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    start=(1.0, 1.5),
    window=(-4.5, 4.5, -4.5, 4.5),
    minima=((3.0, 0.5),),
    title="Beale 1958: a flat floor between steep corners",
)
