"""Descriptions: what a file says of a model and of a run, as strict JSON."""

from typing import Any, Literal

import msgspec
import numpy as np

from limpid.errors import ConfigError, LimpidFileError
from limpid.graph.op import Array
from limpid.models.tensor_file import FileRefusal, parse_json

VERSION = 1
MAX_NODES = 20_000
MAX_DEPTH = 100
MAX_TEXT = 10_000
MAX_NUMBER = 2**22

# Marks of what JSON has no word for; models.functional has some of its own.
FLOAT, TUPLE, ARRAY = "$float", "$tuple", "$array"


class Record(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A part of a description: a field that is not known here is an error."""


class CompileRecord(Record):
    """What `compile` was told."""

    optimizer: Any
    loss: Any
    loss_weights: Any
    metrics: Any
    weighted_metrics: Any
    run_eagerly: bool


class RunRecord(Record):
    """Where a run stands.

    Attributes:
        epoch, step: The next batch's place; step 0 begins an epoch.
        batches: How many batches have been trained on since the start.
        shuffle_seed: From it the order of the examples follows.
        stopped: Whether a callback has ended training.
        logs: The metrics of the epoch so far.
        batch: The form of a batch: (x, y, sample_weight).
        callbacks: The class and state of each callback.
        random: The states of the random numbers that all code shares.
    """

    epoch: int
    step: int
    batches: int
    shuffle_seed: int
    stopped: bool
    logs: dict[str, Any]
    batch: Any
    callbacks: list[tuple[str, Any]]
    random: Any


class Description(Record):
    """What a file holds.

    Attributes:
        kind: Whether it makes a model, fits into one, or continues a run.
        names: Of the state's tensors, in the order of the model's variables.
        version: Of this form.
        model: Its class and config.
        input: The form of its inputs, if it has seen some.
        compile: What `compile` was told, if it was.
        run: Where a run stands.
    """

    kind: Literal["model", "weights", "checkpoint"]
    names: list[str]
    version: Literal[1] = 1
    model: Any = None
    input: Any = None
    compile: CompileRecord | None = None
    run: RunRecord | None = None


def encode(description: Description) -> str:
    """Return a description as JSON."""
    return msgspec.json.encode(description).decode()


def decode(text: str, kind: str) -> Description:
    """Return the description of a file of a kind.

    Raises:
        FileRefusal: It is of another kind or version, malformed or too large.
    """
    data = parse_json(text)
    check_size(data)
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise FileRefusal(f"a newer limpid wrote it (format {version}); update limpid")
    try:
        description = msgspec.convert(data, Description)
    except msgspec.ValidationError as error:
        raise FileRefusal(f"its description is malformed: {error}") from None
    if description.kind != kind:
        raise FileRefusal(f"it holds a {description.kind}, not a {kind}")
    return description


# Limits


def check_size(data: Any) -> None:
    """Raise FileRefusal if a description would take long to make into objects."""
    nodes, waiting = 0, [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise FileRefusal("its description is nested too deep")
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise FileRefusal(f"a text in it has more than {MAX_TEXT} characters")
        if isinstance(value, dict):
            if value.get("folder") == "callbacks":
                raise FileRefusal("a model holds no callbacks")
            nodes += "class" in value or "args" in value
            waiting.extend((key, depth) for key in value)
            value = list(value.values())
        if isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
    if nodes > MAX_NODES:
        raise FileRefusal(f"its model has more than {MAX_NODES} nodes")


def check_numbers(record: Any, stored: int) -> None:
    """Raise FileRefusal if a setting asks for more than a real model would.

    Args:
        record: Of the model.
        stored: How many elements its weights have.
    """
    limit = max(MAX_NUMBER, stored)
    waiting = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            value = [part for key, part in value.items() if key != "seed"]
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and abs(value) > limit:
            raise FileRefusal(f"a setting in it is larger than {limit}")


def check_work(record: Any) -> int:
    """Return how many calls it takes to run the model described, nested ones included.

    Raises:
        FileRefusal: There are too many: few records can call each other very often.
    """
    if isinstance(record, list):
        return _limited(sum(check_work(part) for part in record))
    if not isinstance(record, dict):
        return 0
    if isinstance(record.get("steps"), list) and isinstance(record.get("layers"), list):
        costs = [check_work(layer) for layer in record["layers"]]
        steps = [_layer_number(step) for step in record["steps"]]
        return _limited(sum(costs[i] if 0 <= i < len(costs) else 1 for i in steps))
    inside = sum(check_work(part) for part in record.values())
    return _limited(inside + ("class" in record))


def _layer_number(step: Any) -> int:
    number = step.get("layer") if isinstance(step, dict) else None
    return number if isinstance(number, int) else -1


def _limited(nodes: int) -> int:
    if nodes > MAX_NODES:
        raise FileRefusal(f"its model has more than {MAX_NODES} nodes")
    return nodes


# What JSON has no word for


def pack(value: Any, arrays: dict[str, Array] | None = None, path: str = "") -> Any:
    """Return plain data as JSON can hold it, bit for bit.

    Args:
        value: Numbers, texts, None, in lists, tuples and dictionaries.
        arrays: Where to put arrays; without, they are refused.
        path: Under which name.

    Raises:
        ConfigError: Something else is among it.
    """
    if isinstance(value, np.generic) and arrays is None:
        value = value.item()
    if type(value) is float:
        return value if np.isfinite(value) else {FLOAT: str(value)}
    if value is None or type(value) in {bool, int, str}:
        return value
    if isinstance(value, (list, tuple)):
        parts = [pack(part, arrays, f"{path}/{i}") for i, part in enumerate(value)]
        return {TUPLE: parts} if isinstance(value, tuple) else parts
    if isinstance(value, dict):
        return _pack_dictionary(value, arrays, path)
    if arrays is not None and hasattr(value, "__array__"):
        arrays[path] = np.array(value)
        return {ARRAY: path}
    raise ConfigError(
        f"{path or 'A setting'} is {type(value).__name__}, which cannot be saved: "
        "only numbers, texts, lists, dictionaries and arrays can."
    )


def _pack_dictionary(
    value: dict[Any, Any], arrays: dict[str, Array] | None, path: str
) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise ConfigError(
            f"{path or 'A setting'} has keys that are no text: not saved."
        )
    return {
        key: pack(part, arrays, f"{path}/{i}")
        for i, (key, part) in enumerate(value.items())
    }


def unpack(value: Any, arrays: dict[str, Array] | None = None) -> Any:
    """Return what `pack` packed.

    Raises:
        KeyError, ValueError: It is not of that form.
    """
    if isinstance(value, list):
        return [unpack(part, arrays) for part in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$float": text}:
            return float(text)
        case {"$tuple": parts}:
            return tuple(unpack(part, arrays) for part in parts)
        case {"$array": name}:
            # An array of no axes was a NumPy number.
            return (arrays or {})[name][()]
    return {key: unpack(part, arrays) for key, part in value.items()}


def refusal(path: Any, reason: Exception) -> LimpidFileError:
    """Return an error that says in one sentence why a file is not taken."""
    text = " ".join(str(reason).split()) or type(reason).__name__
    return LimpidFileError(f"{path} cannot be loaded: {text[:400].rstrip('.')}.")
