"""Tables of the lectures: pictures as numbers, prices, ratings, error rates."""

from typing import Any

from limpid.graph.tensor import Tensor
from limpid.numbers.exact import exact
from limpid.ops import (
    abs,
    astype,
    concat,
    linalg,
    log10,
    max,
    mean,
    ones,
    ravel,
    sqrt,
    square,
    stack,
    std,
    sum,
)

Values = dict[str, Any]


def l1_distance_456(given: Values) -> Values:
    """Add up the differences of two pictures."""
    test, train = exact(given["test"]), exact(given["train"])
    difference = abs(test - train)
    bytes_ = [Tensor(given[name], dtype="uint8") for name in ("test", "train")]
    wrapped = astype(bytes_[0] - bytes_[1], "int64")
    return {
        "abs_difference": difference,
        "l1": sum(difference),
        "row_sums": sum(difference, axis=1),
        "l2": sqrt(sum(square(difference))),
        "l2_squared": sum(square(difference)),
        "wrong_if_uint8_wraps": sum(wrapped),
    }


def image_vectorisation(given: Values) -> Values:
    """Unroll a picture plane by plane."""
    red = ravel(exact(given["red_plane"]))
    green, blue = exact(given["green_first_row"]), exact(given["blue_first_row"])
    column = concat([red, green, blue])
    return {
        "red_start": column[:3],
        "green_start": column[20:23],
        "blue_start": column[24:27],
        "full_red_segment": column[:20],
    }


def housing_table(given: Values) -> Values:
    """Fit prices by least squares."""
    size, rooms = exact(given["size_sqft"]), exact(given["bedrooms"])
    price = exact(given["price_1000usd"])
    table = stack([size, rooms, ones(4, dtype="float64")], axis=1)
    coefficients = linalg.pinv(table) @ price
    fitted = table @ coefficients
    return {
        "least_squares_coef_size_bedrooms_bias": coefficients,
        "fitted": fitted,
        "sse": sum(square(price - fitted)),
    }


def standardise_inputs(given: Values) -> Values:
    """Shift to mean zero, scale to deviation one."""
    x = exact(given["x"])
    center, spread = mean(x, axis=0), std(x, axis=0)
    return {
        "mean": center,
        "std_population": spread,
        "scaled": (x - center) / spread,
        "std_sample": std(x, axis=0, correction=1),
    }


def elo_go_ratings(given: Values) -> Values:
    """Turn gaps of ratings into expected scores."""
    own = exact(given["alphago"])

    def expected(other: float) -> Tensor:
        return 1 / (1 + 10.0 ** ((other - own) / 400))

    return {
        "expected_score_alphago_vs_ke_jie": expected(given["ke_jie"]),
        "expected_score_alphago_vs_lee_sedol": expected(given["lee_sedol"]),
        "elo_gap_implied_by_80_percent": 400 * log10(exact(4.0)),
    }


def mnist_lenet5_claim(given: Values) -> Values:
    """Say what 82 errors are in percent."""
    tests = exact(given["test"])
    return {
        "error_rate_percent": 82 / tests * 100,
        "errors_at_0_95_percent": tests * 0.95 / 100,
        "percent_at_82_errors": 82 / tests * 100,
    }


def imagenet_leaderboard(given: Values) -> Values:
    """Put normal intervals around error rates of 100,000 pictures."""
    table = exact([row[2:] for row in given["rows"]])
    error, printed = table[:, 0], table[:, 1:]
    share = error / 100
    # So many standard deviations on both sides hold 99.9 percent.
    reach = 3.2905267314919255 * sqrt(share * (1 - share) / 100_000) * 100
    interval = stack([error - reach, error + reach], axis=1)
    return {
        "normal_approx_ci_n_100000": interval,
        "max_abs_gap_to_printed": max(abs(interval - printed)),
    }


def asr_error_table(given: Values) -> Values:
    """Say by how much the word errors fell."""
    rows = given["rows"]
    return {
        f"relative_reduction_{year}": [
            None if row[i] is None else 1 - exact(row[i]) / row[1] for row in rows
        ]
        for i, year in ((2, "2012"), (3, "2019"))
    }
