"""exp, log, tanh, erf and their kin on float32 vectors, in the words themselves.

The polynomials are those of Cephes (S. Moshier, 1984-2000) for exp and log; tanh is
formed from expm1's polynomial near 0 and from exp elsewhere.
"""

from typing import Any

import numpy as np

LOG2_E = 1.44269504088896341
# ln 2 in two parts, so that n * LN2_HIGH is exact.
LN2_HIGH, LN2_LOW = 0.693359375, -2.12194440e-4
EXP = (
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    0.5,
)
LOG = (
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
)
TANH = (
    -5.70498872745e-3,
    2.06390887954e-2,
    -5.37397155531e-2,
    1.33314422036e-1,
    -3.33332819422e-1,
)
# From here on tanh is 1 to the last bit: 2 / (exp(2 * 9.02) + 1) < 2**-25.
TANH_IS_1 = 9.02
# (2**x - 1) / x for x from -0.5 to 0.5: 2.1e-9 of 2**x wrong at most.
POWER_OF_TWO = (
    1.5352767e-4,
    1.3399655e-3,
    9.6184448e-3,
    5.5503306e-2,
    2.4022648e-1,
    6.9314720e-1,
)
# erf x is x + x times the first, of x squared, and for large x, 1 - exp of x times
# the second, of x, less x. Coefficients of N. Juffa.
ERF_NEAR = (
    -5.96761703e-4,
    4.99119423e-3,
    -2.67681349e-2,
    1.12819925e-1,
    -3.76125336e-1,
    1.28379166e-1,
)
ERF_FAR = (
    -1.72853470e-5,
    3.83197126e-4,
    -3.88396438e-3,
    2.42546219e-2,
    -1.06777877e-1,
    -6.34846687e-1,
    -1.28717512e-1,
)


def polynomial(b: Any, x: Any, coefficients: tuple[float, ...]) -> Any:
    """Return a polynomial by Horner's rule, the highest power first."""
    result = b.constant(coefficients[0], x)
    for coefficient in coefficients[1:]:
        result = b.fused(result, x, b.constant(coefficient, x))
    return result


def power_of_two(b: Any, n: Any) -> Any:
    """Return 2**n for whole n from -126 to 127, by the bits of a float."""
    whole = b.cast(n, "int32")
    bits = b.shift_left_by(b.add(whole, b.constant(127, whole)), 23)
    return b.as_float(bits)


def parted(b: Any, x: Any) -> tuple[Any, Any]:
    """Return n and r of x = n ln 2 + r, n whole and r as small as can be."""
    n = b.floor(b.fused(x, b.constant(LOG2_E, x), b.constant(0.5, x)))
    r = b.fused(n, b.constant(-LN2_HIGH, x), x)
    return n, b.fused(n, b.constant(-LN2_LOW, x), r)


def exp(b: Any, x: Any) -> Any:
    """Return e to the power x: infinity above 88.7, 0 below -103.97, NaN for NaN."""
    # Beyond these the result is infinity or 0 whatever the exact x.
    value, n = exp_parts(b, between(b, x, -104.0, 89.0))
    return b.select(b.compare(x, x, "!="), x, b.scaled(value, n))


def between(b: Any, x: Any, low: float, high: float) -> Any:
    """Return x, or the end that it lies beyond; NaN for NaN."""
    first, last = b.constant(low, x), b.constant(high, x)
    x = b.select(b.compare(x, last, ">"), last, x)
    return b.select(b.compare(x, first, "<"), first, x)


def scaled(b: Any, x: Any, n: Any) -> Any:
    """Return x * 2**n for whole n from -252 to 254."""
    # In two factors: n runs beyond the exponents of normal numbers.
    half = b.floor(b.mul(n, b.constant(0.5, x)))
    return b.mul(b.mul(x, power_of_two(b, half)), power_of_two(b, b.sub(n, half)))


def expm1(b: Any, x: Any) -> Any:
    """Return e to the power x, less 1: exact near 0, of the sign of x."""
    # Below -17.4 it is -1 whatever the exact x; above 89 infinity.
    n, r = parted(b, between(b, x, -18.0, 89.0))
    value = b.fused(polynomial(b, r, EXP), b.mul(r, r), r)
    # Half of it is within range also where 2**n is not.
    power = power_of_two(b, b.sub(n, b.constant(1, x)))
    half = b.fused(value, power, b.sub(power, b.constant(0.5, x)))
    result = b.copysign(b.add(half, half), x)
    return b.select(b.compare(x, x, "!="), x, result)


def moderate_exp(b: Any, x: Any) -> Any:
    """Return e to the power x where that is a normal number, -87 < x < 88."""
    value, n = exp_parts(b, x)
    return b.mul(value, power_of_two(b, n))


def exp_parts(b: Any, x: Any) -> tuple[Any, Any]:
    """Return two factors of e to the power x: one near 1, and n of 2**n."""
    n, r = parted(b, x)
    value = b.fused(polynomial(b, r, EXP), b.mul(r, r), b.add(r, b.constant(1, x)))
    return value, n


def log(b: Any, x: Any) -> Any:
    """Return the natural logarithm: -infinity at 0, NaN below."""
    zero = b.constant(0, x)
    smallest = float(np.finfo(np.float32).smallest_normal)
    tiny = b.compare(x, b.constant(smallest, x), "<")
    # Subnormal numbers are made normal first.
    scaled = b.select(tiny, b.mul(x, b.constant(2.0**23, x)), x)
    more = b.select(tiny, b.constant(-23, x), zero)
    result = _log_of_normal(b, scaled, more, zero)
    result = b.select(b.compare(x, b.constant(np.inf, x), "=="), x, result)
    result = b.select(b.compare(x, zero, "=="), b.constant(-np.inf, x), result)
    return b.select(b.compare(x, zero, ">="), result, b.constant(np.nan, x))


def log1p(b: Any, x: Any) -> Any:
    """Return the natural logarithm of 1 + x: exact near 0, of the sign of x."""
    one, zero = b.constant(1, x), b.constant(0, x)
    total = b.add(x, one)
    # What rounding left out of the total.
    part = b.sub(total, one)
    lost = b.add(b.sub(one, b.sub(total, part)), b.sub(x, part))
    result = _log_of_normal(b, total, zero, b.div(lost, total))
    result = b.copysign(result, x)
    result = b.select(b.compare(x, b.constant(np.inf, x), "=="), x, result)
    result = b.select(b.compare(total, zero, "=="), b.constant(-np.inf, x), result)
    return b.select(b.compare(total, zero, ">="), result, b.constant(np.nan, x))


def _log_of_normal(b: Any, x: Any, more: Any, rest: Any) -> Any:
    """Return log x + more log 2 + rest, for normal x and a rest far smaller."""
    one, zero = b.constant(1, x), b.constant(0, x)
    bits = b.as_bits(x)
    exponent = b.sub(b.shift_right_by(bits, 23), b.constant(126, bits))
    kept = b.bit_or(
        b.bit_and(bits, b.constant(0x7FFFFF, bits)), b.constant(0x3F000000, bits)
    )
    mantissa, e = b.as_float(kept), b.add(b.cast(exponent, "float32"), more)
    small = b.compare(mantissa, b.constant(0.707106781186547524, x), "<")
    e = b.sub(e, b.select(small, one, zero))
    m = b.sub(b.select(small, b.add(mantissa, mantissa), mantissa), one)
    square = b.mul(m, m)
    y = b.mul(b.mul(polynomial(b, m, LOG), m), square)
    y = b.fused(e, b.constant(LN2_LOW, x), y)
    y = b.add(b.fused(square, b.constant(-0.5, x), y), rest)
    return b.fused(e, b.constant(LN2_HIGH, x), b.add(m, y))


def erf(b: Any, x: Any) -> Any:
    """Return the error function: odd, between -1 and 1."""
    # Beyond 4 it is 1 whatever the exact x.
    size = b.minimum(b.abs(x), b.constant(4, x))
    square = b.mul(size, size)
    near = b.fused(polynomial(b, square, ERF_NEAR), size, size)
    power = b.fused(polynomial(b, size, ERF_FAR), size, b.neg(size))
    far = b.sub(b.constant(1, x), exp(b, power))
    is_near = b.compare(size, b.constant(0.927734375, x), "<=")
    value = b.copysign(b.select(is_near, near, far), x)
    return b.select(b.compare(x, x, "!="), x, value)


def tanh(b: Any, x: Any) -> Any:
    """Return the hyperbolic tangent: odd, between -1 and 1."""
    size = b.abs(x)
    square = b.mul(x, x)
    near = b.fused(b.mul(polynomial(b, square, TANH), square), size, size)
    one, two, most = (b.constant(number, x) for number in (1, 2, TANH_IS_1))
    kept = b.select(b.compare(size, most, "<"), size, most)
    far = b.sub(one, b.div(two, _squared_exp_and_1(b, kept)))
    # NaN is not large: it comes through the polynomial.
    is_large = b.compare(size, b.constant(0.625, x), ">=")
    return b.copysign(b.select(is_large, far, near), x)


def _squared_exp_and_1(b: Any, x: Any) -> Any:
    """Return e to the power 2 x, and 1, for 0 <= x < 40.

    Written for few steps that wait for one another: a small network waits for them all.
    """
    # Added to this number, another is rounded: its last bits are n, and 127.
    shift = b.constant(1.5 * 2**23 + 127, x)
    moved = b.fused(x, b.constant(2 * LOG2_E, x), shift)
    n = b.sub(moved, shift)
    power = b.as_float(b.shift_left_by(b.as_bits(moved), 23))
    f = b.fused(x, b.constant(2 * LOG2_E, x), b.neg(n))
    # 2**n (1 + f g) + 1, where all but the last is exact.
    g = _pairwise_polynomial(b, f, POWER_OF_TWO)
    return b.fused(b.mul(power, f), g, b.add(power, b.constant(1, x)))


def _pairwise_polynomial(b: Any, x: Any, coefficients: tuple[float, ...]) -> Any:
    """Return a polynomial by Estrin's scheme: pairs of terms, pairs of those, ..."""
    terms = [b.constant(c, x) for c in reversed(coefficients)]
    while len(terms) > 1:
        pairs = zip(terms[::2], terms[1::2], strict=False)
        rest = terms[len(terms) - len(terms) % 2 :]
        terms = [b.fused(high, x, low) for low, high in pairs] + rest
        x = b.mul(x, x)
    return terms[0]
