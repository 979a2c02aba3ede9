from limpid.surfaces.surface import Surface

# x and y are the prices, in 1,000 dollars, of a square foot and of a bedroom in the
# four rows of datasets.housing; curvatures differ as 1 to 2.9e7, so that the rate that
# the steep way allows hardly moves along the other.
houses = Surface(
    formula="((2104*x + 3*y - 400)^2 + (1600*x + 3*y - 330)^2"
    " + (2400*x + 3*y - 369)^2 + (3000*x + 4*y - 540)^2)/4",
    start=(0.0, 0.0),
    window=(-0.1, 0.3, -40.0, 160.0),
    minima=((0.07492852121388259, 74.0875968596463),),
    title="Squared error of house prices, inputs as they are",
)
