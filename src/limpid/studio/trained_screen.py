"""Trained screen: time is the course of a network's training, in batches and epochs."""

from abc import abstractmethod
from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from limpid.errors import ConfigError, LimpidError
from limpid.graph.op import Array
from limpid.models.saving import load_model
from limpid.studio.screen import TimedScreen, action
from limpid.studio.training import Training


class TrainedScreen(TimedScreen):
    """Base of screens on which one network is trained.

    Attributes:
        training: Its course.
        history: Rows of the curves, each epoch's at first, then less and less often.
        next_row: The position of the next row.
    """

    units: ClassVar[tuple[str, ...]] = ("batch", "epoch")
    training: Training
    history: list[list[float]]
    next_row: int

    def begin(self, training: Training) -> None:
        """Stand before a training's first step, with nothing of the curves yet."""
        self.training, self.history, self.next_row = training, [], 0

    @property
    def position(self) -> int:
        """How many batches have been trained on."""
        return self.training.step

    def advance_to(self, position: int) -> None:
        while self.next_row <= position:
            self.train_to(self.next_row)
            self.history.append(self.row())
            # The axis gets coarser.
            self.next_row += max(self.training.steps_per_epoch, self.next_row // 50)
        self.train_to(position)

    def train_to(self, position: int) -> None:
        """Train until so many batches have been trained on."""
        self.training.advance_to(position)

    @abstractmethod
    def row(self) -> list[float]:
        """Return this moment's point of the curves."""

    def next_position(self, unit: str) -> int:
        left = self.training.steps_per_epoch - self.training.batch
        return self.position + (left if unit == "epoch" else 1)

    def end_of(self, epochs: int) -> int | None:
        """Return the position at which so many epochs are over; None if they are."""
        left = epochs - self.training.epoch
        if left <= 0:
            return None
        start = self.position - self.training.batch
        return start + left * self.training.steps_per_epoch

    def clock(self) -> str:
        at, count = self.training.batch, self.training.steps_per_epoch
        part = f", batch {at} of {count}" if at else ""
        return f"epoch {self.training.epoch:,}{part}"

    @action(changes=False)
    def weights(self) -> str:
        """Return the model as a safetensors file, in base64."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "model.safetensors")
            self.training.model.save(path)
            return b64encode(path.read_bytes()).decode()

    @action()
    def load_weights(self, file: str) -> None:
        """Give the network the weights of a safetensors file, sent in base64.

        Raises:
            ConfigError: The file is none, or its network is of other shapes.
        """
        weights = _weights_in(file)
        found, wanted = (
            [array.shape for array in arrays]
            for arrays in (weights, self.training.model.get_weights())
        )
        if found != wanted:
            raise ConfigError(
                f"The file's weights have the shapes {_listed(found)}; this network's "
                f"have {_listed(wanted)}: choose the same layers first."
            )
        self.training.model.set_weights(weights)


def _weights_in(file: str) -> list[Array]:
    """Return the weights of a model's file in base64."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "model.safetensors")
        try:
            path.write_bytes(b64decode(file, validate=True))
            model = load_model(path, compile=False)
        except (ValueError, LimpidError) as error:
            reason = str(error).replace(str(path), "It")
            raise ConfigError(f"The file holds no model. {reason}") from None
    weights: list[Array] = model.get_weights()
    return weights


def _listed(shapes: list[Any]) -> str:
    return ", ".join("×".join(map(str, shape)) for shape in shapes)
