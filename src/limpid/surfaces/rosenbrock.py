from limpid.surfaces.surface import Surface

rosenbrock = Surface(
    formula="(1 - x)^2 + 100*(y - x^2)^2",
    start=(-1.5, 1.5),
    window=(-2.0, 2.0, -1.0, 3.0),
    minima=((1.0, 1.0),),
    title="Rosenbrock 1960: a bent valley with a nearly flat floor",
)
