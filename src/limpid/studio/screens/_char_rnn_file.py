"""A learned network as JSON: the settings and the weights."""

from base64 import b64decode, b64encode
from importlib.resources import files
from typing import Any, Literal

import msgspec
import numpy as np

from limpid.errors import ConfigError
from limpid.studio.screens._char_rnn_state import CharRNNState

# What is looked at: no part of a file.
LOOKS = frozenset(
    {
        "prefix",
        "gates",
        "unrolled",
        "reading",
        "layer",
        "gate",
        "unit",
        "step",
        "follow",
        "first",
    }
)
KIND = "limpid char_rnn"


class Kept(msgspec.Struct):
    """What a file holds."""

    kind: Literal["limpid char_rnn"]
    state: CharRNNState
    weights: str


def write(settings: CharRNNState, model: Any) -> str:
    """Return the network as JSON: weights as float32 in base64, one after the other."""
    parts = [w.astype("<f4").tobytes() for w in model.get_weights()]
    weights = b64encode(b"".join(parts)).decode()
    kept = {"kind": KIND, "state": _learned(settings), "weights": weights}
    return msgspec.json.encode(kept).decode()


def _learned(settings: CharRNNState) -> dict[str, Any]:
    """Return the settings that the network was made and trained with."""
    state = msgspec.to_builtins(settings)
    return {name: value for name, value in state.items() if name not in LOOKS}


def read(text: str) -> dict[str, Any]:
    """Return the settings and the weights of a file.

    Raises:
        ConfigError: It is none that this screen wrote.
    """
    try:
        found = msgspec.json.decode(text, type=Kept)
    except msgspec.MsgspecError:
        raise ConfigError(
            "The file is no network of this screen; expected the JSON that Save writes."
        ) from None
    return {"state": _learned(found.state), "weights": found.weights}


def place(weights: str, model: Any) -> None:
    """Give a model the weights of a file.

    Raises:
        ConfigError: They are too few, too many, or no numbers.
    """
    try:
        flat = np.frombuffer(b64decode(weights, validate=True), "<f4")
    except ValueError:
        raise ConfigError("The weights are no float32 numbers in base64.") from None
    shapes = [w.shape for w in model.get_weights()]
    sizes = [int(np.prod(shape)) for shape in shapes]
    if len(flat) != sum(sizes) or not np.isfinite(flat).all():
        raise ConfigError(
            f"The file has {len(flat):,} weights; the network takes {sum(sizes):,}, "
            "all of them finite."
        )
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    model.set_weights([p.reshape(s) for p, s in zip(parts, shapes, strict=True)])


def pretrained() -> str:
    """Return the network that comes with limpid: it knows the sentences by heart."""
    found = files("limpid.studio") / "screens" / "_char_rnn_pretrained.json"
    return found.read_text("utf-8")
