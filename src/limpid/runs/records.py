"""What a run writes down about itself, as strictly typed JSON."""

from math import nan
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from limpid.errors import LimpidFileError
from limpid.models.atomic import write_atomically

__all__ = ["DataRecord", "PreparationRecord", "RunConfig", "RunResult"]

Setting = bool | int | float | str
_Record = TypeVar("_Record", bound="_Strict")


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the records: what is not declared is refused."""

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Return the record that a file holds.

        Raises:
            msgspec.DecodeError: It holds none.
        """
        return msgspec.json.decode(text, type=cls)


class DataRecord(_Strict, frozen=True):
    """Which data a run was given.

    Args:
        name: Of the data set.
        sha256: Of its arrays, one after the other.
        origin: "package", "mirror" or "cache".
        note: What differs from the published examples, or "".
    """

    name: str
    sha256: str
    origin: str
    note: str = ""


class PreparationRecord(_Strict, frozen=True):
    """How examples become inputs; see `limpid.recipes.Preparation`."""

    full_scale: float
    shape: tuple[int, ...] | None
    one_hot: int | None
    window: int | None = None


class RunConfig(_Strict, frozen=True):
    """How a run was made: enough to make it again.

    Args:
        recipe: Name of the recipe.
        seed: What all that is random follows from.
        settings: Every setting of the recipe with its value in this run.
        data: The data it was given.
        preparation: How examples became inputs.
        versions: Of limpid, Python and NumPy; and which engine ran it.
        started: Date and time, with its zone.
    """

    recipe: str
    seed: int
    settings: dict[str, Setting]
    data: DataRecord
    preparation: PreparationRecord
    versions: dict[str, str]
    started: str


class RunResult(_Strict, frozen=True):
    """What came out of a run.

    Args:
        figures: What was measured on the test data, by name; JSON has null for NaN.
        expect: The figures that the recipe must reach.
        passed: Whether it does.
        num_test: Examples in the test data.
        num_parameters: Of the model.
        epochs: Trained.
        seconds: Spent training, interruptions left out.
    """

    figures: dict[str, float]
    expect: dict[str, float]
    passed: bool
    num_test: int
    num_parameters: int
    epochs: int
    seconds: float

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Return the result that a file holds."""
        found = msgspec.json.decode(text, type=dict[str, Any])
        figures = msgspec.convert(found.get("figures"), dict[str, float | None])
        found["figures"] = {k: nan if v is None else v for k, v in figures.items()}
        return msgspec.convert(found, cls)


def write_record(path: Path, record: _Strict) -> None:
    """Write a record as indented JSON."""
    write_atomically(path, [msgspec.json.format(msgspec.json.encode(record), indent=2)])


def read_record(path: Path, kind: type[_Record]) -> _Record:
    """Read a record.

    Raises:
        LimpidFileError: The file cannot be read, or is not such a record.
    """
    try:
        return kind.from_json(path.read_bytes())
    except OSError as error:
        raise LimpidFileError(f"{path} cannot be read ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise LimpidFileError(
            f"{path} is not what limpid wrote there: {error}; restore it from a copy,"
            " or start the run anew"
        ) from error
