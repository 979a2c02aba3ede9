"""Messages: what page and session say to each other.

The page sends commands as JSON. The session answers in JSON and sends frames: four
bytes with the length of a JSON header, the header, then the arrays it refers to.
"""

import re
from typing import Any, get_type_hints

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Typed arrays in JavaScript must start at multiples of their item's size.
ALIGNMENT = 8
MAX_COMMAND_BYTES = 1_000_000


class Picture:
    """An array for a heat map: sent as one byte an element between two limits."""

    def __init__(self, values: Array, low: float, high: float) -> None:
        """Keep the values; those outside the limits are shown as the limits."""
        self.values, self.low, self.high = values, float(low), float(high)

    def quantized(self) -> Array:
        """Return the values as bytes: 0 for low, 255 for high."""
        scale = 255 / (self.high - self.low)
        levels = (np.nan_to_num(self.values) - self.low) * scale
        return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


# Commands


class Command(msgspec.Struct, tag=str.lower, kw_only=True, forbid_unknown_fields=True):
    """Base of what the page asks for; with an id, it is answered."""

    id: int = 0


class Open(Command):
    """Show a screen: its state, and what happened on it up to a position."""

    screen: str
    state: dict[str, Any] = {}
    record: list[tuple[int, str, dict[str, Any]]] = []
    position: int = 0


class Set(Command):
    """Change fields of the state."""

    state: dict[str, Any]


class Act(Command):
    """Call an action of the screen."""

    name: str
    arguments: dict[str, Any] = {}


class Play(Command):
    """Let time go on: so many of the largest unit a second; 0 as fast as it can."""

    speed: float = 0


class Pause(Command):
    """Let time stand."""


class Step(Command):
    """Go one unit further."""

    unit: str


class Rewind(Command):
    """Go to an earlier position, or again to a later one."""

    position: int = 0


class Branch(Command):
    """Keep this course and go on in a copy of it."""


class Switch(Command):
    """Take up another branch where it was left."""

    branch: int


class Derive(Command):
    """Say where a number comes from."""

    number: str


class Code(Command):
    """Print the Python that gives the same."""


class Shown(Command):
    """A frame has been drawn; another one may come."""

    frame: int


AnyCommand = (
    Open
    | Set
    | Act
    | Play
    | Pause
    | Step
    | Rewind
    | Branch
    | Switch
    | Derive
    | Code
    | Shown
)

_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)


def read(text: str | bytes) -> AnyCommand:
    """Return the command in a message.

    Raises:
        msgspec.ValidationError, msgspec.DecodeError: It is none.
    """
    return _decoder.decode(text)


# Frames and answers


class Course(msgspec.Struct):
    """Where a screen stands in its time."""

    position: int
    length: int
    clock: str
    playing: bool
    speed: float
    units: tuple[str, ...]
    branch: int
    branches: int


class Frame(msgspec.Struct):
    """All that the page draws from.

    Attributes:
        first, record: The state at the start and what happened since; None if the
            page has them already.
        partial: Whether the view has some fields alone, and the others stay.
    """

    frame: int
    screen: str
    state: Any
    view: Any
    course: Course | None
    first: Any
    record: list[tuple[int, str, dict[str, Any]]] | None
    notice: str | None = None
    partial: bool = False


class Answer(msgspec.Struct, omit_defaults=True):
    """The answer to a command with an id; an error is one sentence."""

    id: int
    result: Any = None
    error: str | None = None


def answer(id: int, result: Any = None, error: str | None = None) -> str:
    """Return the message that answers a command."""
    return msgspec.json.encode(Answer(id, result, error)).decode()


def pack(frame: Any) -> bytes:
    """Return a frame as bytes, its arrays behind the header."""
    parts: list[bytes] = []
    size = 0

    def place(value: Any) -> dict[str, Any]:
        nonlocal size
        limits = {}
        if isinstance(value, Picture):
            limits = {"low": value.low, "high": value.high}
            value = value.quantized()
        if not isinstance(value, np.ndarray):
            raise NotImplementedError(f"{type(value).__name__} cannot be sent.")
        data = np.ascontiguousarray(value, _sent_as(value)).tobytes()
        where = {"type": _sent_as(value), "shape": value.shape, "at": size} | limits
        parts.append(_padded(data))
        size += len(parts[-1])
        return {"$array": where}

    header = _padded(msgspec.json.encode(frame, enc_hook=place), before=4, fill=b" ")
    return b"".join([len(header).to_bytes(4, "little"), header, *parts])


def _padded(data: bytes, before: int = 0, fill: bytes = b"\0") -> bytes:
    return data + fill * (-(len(data) + before) % ALIGNMENT)


def _sent_as(array: Array) -> str:
    """Return the type that an array travels as: one that JavaScript has."""
    if array.dtype.kind == "f":
        return "<f4" if array.dtype.itemsize <= 4 else "<f8"
    return "|u1" if array.dtype == np.uint8 else "<i4"


def sentence_of(error: Exception, state: Any = None) -> str:
    """Return what an error says to people.

    Args:
        error: What happened.
        state: The screen's type of state, whose fields have titles.
    """
    if isinstance(error, MemoryError):
        return "There is not enough memory for that; choose a smaller network or data."
    if isinstance(error, msgspec.ValidationError):
        # "Expected `float` >= 0 - at `$.noise`" names the field at its end.
        what, _, where = str(error).replace("`", "").partition(" - at $.")
        what = what[:1].lower() + what[1:]
        for pattern, plain in _PLAIN:
            what = re.sub(pattern, plain, what)
        return f"{_title_of(where, state)}: {what}." if where else what
    return " ".join(str(error).split()) or type(error).__name__


# What msgspec says in the words of programs, and what people say.
_PLAIN = (
    (r"^invalid enum value (.*)$", r"\1 is none of the choices"),
    (r"^expected int(, got .*)?", "expected a whole number"),
    (r"^expected float(, got .*)?", "expected a number"),
    (r"^expected str of length <= (.*)$", r"expected at most \1 characters"),
    (r"^expected array of length <= (.*)$", r"expected at most \1 of them"),
    (r"^expected array of length >= (.*)$", r"expected at least \1 of them"),
    (r" >= ", " of at least "),
    (r" <= ", " of at most "),
    (r" > ", " above "),
    (r" < ", " below "),
    (r"(\d)\.0$", r"\1"),
)


def _title_of(where: str, state: Any) -> str:
    """Return what the page calls a field, given where it is."""
    name = re.split(r"[.\[]", where.rpartition(".")[2])[0]
    hints = get_type_hints(state, include_extras=True) if state else {}
    given = getattr(hints.get(where.partition("[")[0]), "__metadata__", ())
    titles = (getattr(meta, "title", None) for meta in given if "." not in where)
    return next(filter(None, titles), name.replace("_", " ").capitalize())
