"""Compare limpid's values with those printed in the lectures and the exact ones."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from limpid.numbers.case import Case

# float64 arithmetic in another order differs by a few of these.
RELATIVE_TOLERANCE = 1e-12
OK = "ok"
FAILS = "FAILS"
UNLIKE_THE_PRINTED = {
    "error": "ok (printed is marked error: agrees with the exact value)",
    "chain-rounded": "ok (printed from rounded steps: agrees with the exact value)",
}


@dataclass(frozen=True)
class Finding:
    """One line of the table: what was printed, what limpid computes, the verdict.

    A `further` value is one that no lecture asks for.
    """

    case: str
    key: str
    printed: Any
    value: Any
    verdict: str
    further: bool = False

    @property
    def agrees(self) -> bool:
        """Whether limpid's value is as it should be."""
        return self.verdict.startswith(OK)


def compare(case: Case, values: dict[str, Any]) -> list[Finding]:
    """Return a finding for each printed or exact value, then each further one."""
    main = [
        _main_finding(case, key, values.get(key))
        for key in case.exact
        if case.verdict.get(key) != "not-checkable"
    ]
    further = [
        Finding(
            case=case.id,
            key=path,
            printed=None,
            value=value,
            verdict=OK if close(value, exact) else FAILS,
            further=bool(main),
        )
        for path, value, exact in _pairs(values, case.more_exact)
    ]
    return main + further


def _main_finding(case: Case, key: str, value: Any) -> Finding:
    printed, kind = case.printed.get(key), case.verdict.get(key, "")
    if value is None or not close(value, case.exact[key]):
        verdict = FAILS
    elif kind in UNLIKE_THE_PRINTED:
        verdict = UNLIKE_THE_PRINTED[kind]
    else:
        units = 1.0 if kind == "truncated" else 0.5
        verdict = OK if as_printed(value, printed, units) else FAILS
    return Finding(case.id, key, printed, value, verdict)


def close(value: Any, exact: Any) -> bool:
    """Tell whether a value is the exact one but for the rounding of float64."""
    if isinstance(exact, list) and not _is_array(exact):
        same_length = isinstance(value, list) and len(value) == len(exact)
        return same_length and all(map(close, value, exact))
    if isinstance(exact, dict):
        same_keys = isinstance(value, dict) and value.keys() == exact.keys()
        return same_keys and all(close(value[key], exact[key]) for key in exact)
    if isinstance(exact, (str, bool)) or exact is None:
        return bool(value == exact)
    found, wanted = np.asarray(value, "float64"), np.asarray(exact, "float64")
    if found.shape != wanted.shape:
        return False
    scale = float(np.max(np.abs(wanted), initial=0.0))
    # Where the truth is 0, rounding leaves a few units of the numbers it came from.
    return bool(np.all(np.abs(found - wanted) <= RELATIVE_TOLERANCE * max(scale, 1e-3)))


def _is_array(nested: list[Any]) -> bool:
    """Tell whether nested lists hold numbers alone, in equal rows."""
    try:
        return np.array(nested).dtype.kind in "if"
    except ValueError:
        return False


def as_printed(value: Any, printed: Any, units: float) -> bool:
    """Tell whether a value agrees with a printed one to so many last digits."""
    if isinstance(printed, list):
        parts = zip(np.asarray(value), printed, strict=True)
        return all(as_printed(v, p, units) for v, p in parts)
    if printed is None:
        return True
    last_digit = Decimal(1).scaleb(int(Decimal(printed).as_tuple().exponent))
    # The value itself is only known to float64; a half printed exactly is a tie.
    slack = Decimal(units) * last_digit * (1 + Decimal("1e-9"))
    return abs(Decimal(float(value)) - Decimal(printed)) <= slack


def _pairs(values: Any, exact: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Return (path, value, exact) for what both nested dictionaries hold."""
    found = []
    for key in values.keys() & exact.keys() if exact else ():
        value, wanted, name = values[key], exact[key], f"{path}{key}"
        if isinstance(value, dict) and isinstance(wanted, dict):
            found += _pairs(value, wanted, f"{name}.")
        else:
            found.append((name, value, wanted))
    return sorted(found, key=lambda pair: pair[0])
