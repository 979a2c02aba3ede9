from limpid.surfaces.surface import Surface

ravine = Surface(
    formula="0.5*x^2 + 50*y^2",
    start=(-8.0, 0.8),
    window=(-10.0, 10.0, -2.0, 2.0),
    minima=((0.0, 0.0),),
    title="A ravine of condition 100: steep across, flat along",
)
