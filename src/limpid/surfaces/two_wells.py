from limpid.surfaces.surface import Surface

two_wells = Surface(
    formula="x^4 - 2*x^2 + 0.3*x + y^2",
    start=(1.6, 1.0),
    minima=((-1.0355787140888537, 0.0),),
    title="Two wells: the one on the right is not the deepest",
)
