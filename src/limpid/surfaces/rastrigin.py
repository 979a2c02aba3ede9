from limpid.surfaces.surface import Surface

rastrigin = Surface(
    formula="20 + x^2 + y^2 - 10*cos(2*pi*x) - 10*cos(2*pi*y)",
    start=(1.7, -1.3),
    window=(-3.0, 3.0, -3.0, 3.0),
    minima=((0.0, 0.0),),
    title="Rastrigin 1974: a bowl full of dents",
)
