"""Case: one worked example of the lectures, as the package's JSON file holds it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, eq=False)
class Case:
    """A worked example.

    Attributes:
        id: Its name, such as 'net-2-2-2-mazur'.
        description: What is computed.
        inputs: The numbers it starts from.
        printed: What the lecture prints, as text; None where it prints nothing.
        exact: The same values in float64, computed independently of limpid.
        more_exact: Further values that the lecture does not print.
        verdict: For each key how the printed value relates to the exact one.
    """

    id: str
    description: str
    inputs: dict[str, Any]
    printed: dict[str, Any]
    exact: dict[str, Any]
    more_exact: dict[str, Any]
    verdict: dict[str, str]


@cache
def load_cases() -> tuple[Case, ...]:
    """Return all cases in the order of the file."""
    text = files("limpid.numbers").joinpath("lecture_numbers.json").read_text("utf-8")
    return tuple(_case(entry) for entry in json.loads(text)["cases"])


def _case(entry: dict[str, Any]) -> Case:
    return Case(
        id=entry["id"],
        description=entry["description"],
        inputs=entry["inputs"],
        printed=entry["printed"],
        exact=entry["exact"],
        more_exact=entry.get("more_exact", {}),
        verdict=entry["verdict"],
    )
