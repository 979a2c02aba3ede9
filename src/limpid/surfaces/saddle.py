from limpid.surfaces.surface import Surface

saddle = Surface(
    formula="x^2 - y^2",
    start=(1.5, 0.001),
    minima=(),
    title="A saddle: a minimum along x, a maximum along y",
)
