from limpid.surfaces.surface import Surface

# The same rows, each column brought to mean 0 and deviation 1 and the prices to mean 0:
# curvatures differ as 1 to 10.
houses_scaled = Surface(
    formula="((-0.3396*x - 0.5774*y + 9.75)^2 + (-1.3347*x - 0.5774*y + 79.75)^2"
    " + (0.2448*x - 0.5774*y + 40.75)^2 + (1.4295*x + 1.7321*y - 130.25)^2)/4",
    start=(0.0, 0.0),
    window=(-60.0, 120.0, -40.0, 140.0),
    minima=((29.567254926597762, 50.79518454351934),),
    title="Squared error of house prices, inputs scaled",
)
