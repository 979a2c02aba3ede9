"""Marks what a student worked out by hand: right, or wrong and why."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.errors import LimpidError
from limpid.explanations.expression import evaluate, numbers_in

Array = NDArray[Any]

# Rounding on the way, as the lectures' own printouts do, costs up to this.
TOLERANCE = 0.005
# One written digit tells too little of a number.
MIN_DIGITS = 2


class Mark(msgspec.Struct):
    """A cell's mark and, if it is wrong, the reason."""

    right: bool
    reason: str


class Slip(NamedTuple):
    """What comes of a known mistake, and a sentence that names it."""

    value: Array | float
    sentence: str


def mark(text: str, exact: Any, rule: str, slips: Sequence[Slip] = ()) -> Mark:
    """Return the mark of a typed number, vector or matrix.

    Args:
        text: As typed; arithmetic such as 0.3 * (1 - 0.3) counts as its result.
        exact: The value to be found.
        rule: How it is found, for those who are wrong in no known way.
        slips: Known mistakes, the likeliest first.
    """
    wanted = np.asarray(exact, np.float64)
    typed = _read(text)
    if typed is None:
        return Mark(False, f'"{text}" is no number; write one such as -0.25 or 1/4.')
    if typed.shape != wanted.shape:
        return Mark(False, f"Its shape is {wanted.shape}, yours is {typed.shape}.")
    if _agree(typed, wanted, text):
        return Mark(True, "")
    for slip in slips:
        value = np.asarray(slip.value, np.float64)
        if value.shape == wanted.shape and _agree(typed, value, text):
            return Mark(False, slip.sentence)
    return Mark(False, _guess(typed, wanted) or f"Not so. It is {rule}.")


def _read(text: str) -> Array | None:
    """Return what was typed; None if it is no number."""
    text = text.strip().replace("−", "-").replace("·", "*")
    if text.startswith("["):
        found = numbers_in(text)
        return found if np.isfinite(found).all() else None
    if "(" not in text:
        text = text.replace(",", ".")
    try:
        value = np.asarray(evaluate(text, {}).numpy(), np.float64)
    except LimpidError:
        return None
    return value if np.isfinite(value).all() else None


def _agree(typed: Array, wanted: Array, text: str) -> bool:
    room = np.maximum(TOLERANCE * np.abs(wanted), 1e-9)
    apart = np.abs(typed - wanted)
    return bool(np.all(apart <= np.maximum(room, _half_of_last_digit(text))))


def _half_of_last_digit(text: str) -> float:
    """Return half a unit of the last digit typed; 0 if they are too few."""
    found = re.fullmatch(r"[-−+]?(\d*)[.,](\d+)", text.strip())
    if not found or len((found[1] + found[2]).lstrip("0")) < MIN_DIGITS:
        return 0.0
    return 0.500001 * 10.0 ** -len(found[2])


def _guess(typed: Array, wanted: Array) -> str:
    """Return what may have gone wrong, judged by the number alone."""
    if typed.ndim and (right := np.isclose(typed, wanted, rtol=TOLERANCE)).any():
        first = [int(i) + 1 for i in np.argwhere(~right)[0]]
        return f"{right.sum()} of {right.size} are right; look at element {first}."
    if np.allclose(typed, -wanted, rtol=TOLERANCE):
        return "The size is right, the sign is not."
    if np.allclose(typed, wanted, rtol=0.03, atol=0):
        return "Close: keep more digits on the way and round at the end."
    if not typed.ndim and wanted and (ratio := float(typed / wanted)) > 0:
        power = np.log10(ratio)
        if abs(power) > 0.5 and abs(power - round(power)) < TOLERANCE:
            return "The digits are right; the decimal point is not where it belongs."
    return ""
