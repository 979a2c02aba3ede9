from limpid.surfaces.surface import Surface

bowl = Surface(
    formula="x^2 + y^2",
    start=(1.6, -1.2),
    minima=((0.0, 0.0),),
    title="A round bowl: downhill is straight to the minimum",
)
