"""Layer by layer: how hidden layers bend the plane until one line parts the classes."""

from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Line, TimedScreen
from limpid.studio.screens import _layers_network as networks
from limpid.studio.screens._layers_code import program
from limpid.studio.screens._layers_state import Array, LayersState, LayersView, Stage
from limpid.studio.screens._plane_lines import grid, zero_line
from limpid.studio.training import Training
from limpid.studio.units import Units

PIXELS = 70
MAX_HISTORY = 1_000
# How much later the next point of the curves is, at least: so much of the way so far.
COARSER = 50


class Layers(TimedScreen):
    """A network learns points in the plane; each layer's plane is drawn."""

    title = "Layer by layer"
    summary = "See each layer bend the plane, and why linear layers never do."
    State = LayersState
    View = LayersView
    units = ("epoch",)
    live = frozenset({"sweep", "learning_rate", "epochs"})

    def __init__(self, state: Any = None) -> None:
        """Draw the points and build the network."""
        super().__init__(state)
        settings = self.state
        self.problem = networks.problem_of(settings)
        self.model, seed = networks.network(settings, settings.layers, settings.units)
        self.training = Training(
            self.model, *self.problem[0], settings.batch_size, seed
        )
        self.looks = Units(self.model)
        self.places = grid(networks.SIDE, PIXELS).astype(np.float32)
        self.history: list[tuple[float, ...]] = []
        self._widths: Any = None

    # Time

    @property
    def position(self) -> int:
        """How many epochs have gone by."""
        return self.training.epoch

    def advance_to(self, position: int) -> None:
        while self.position < position:
            self._remember()
            near = min(self.position + 1 + self.position // COARSER, position)
            self.training.advance_to(near * self.training.steps_per_epoch)

    def last_position(self) -> int | None:
        return self.state.epochs if self.position < self.state.epochs else None

    def clock(self) -> str:
        return f"epoch {self.position:,}"

    def stop_reason(self) -> str | None:
        if not np.isfinite(self.loss("train")):
            return "Stopped: the loss is no finite number; lower the learning rate."
        if self.position == self.state.epochs:
            return f"Stopped: {self.position:,} epochs."
        return None

    def capture(self) -> Any:
        return self.training.capture(), list(self.history)

    def restore(self, kept: Any) -> None:
        training, self.history = kept[0], list(kept[1])
        self.training.restore(training)

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
            self._widths = None
        super().retune(state)

    def code(self) -> str:
        return program(self.state, self.position)

    # What it shows

    def loss(self, part: str) -> float:
        """Return half the mean squared error on 'train' or 'test'."""
        return float(self.looks.judge(*self._part(part))[0]) / 2

    def _part(self, part: str) -> tuple[Array, Array]:
        return self.problem[0 if part == "train" else 1]

    def _right(self, part: str) -> float:
        x, y = self._part(part)
        return networks.right(self.looks.outputs(x)[-1], y)

    def stages(self) -> list[Stage]:
        """Return the planes before the first layer and after each hidden one."""
        (x, y), (test_x, test_y) = self.problem
        lines = networks.plane_lines().reshape(-1, 2)
        outs = [[part, *self.looks.outputs(part)[:-1]] for part in (lines, x, test_x)]
        names = ["input", *(f"layer {i + 1}" for i in range(self.state.layers))]
        return [
            networks.stage(name, (a, b, c), y, test_y)
            for name, a, b, c in zip(names, *outs, strict=True)
        ]

    def show(self) -> LayersView:
        x, y = self.problem[0]
        out = self.looks.outputs(self.places)[-1]
        weights = self.looks.weights()
        kernel, bias = weights[0]
        ends = [
            zero_line(w, float(b), networks.SIDE)
            for w, b in zip(kernel.T.astype(float), bias, strict=True)
        ]
        self._remember()
        return LayersView(
            side=networks.SIDE,
            train_x=x,
            train_y=(y[:, 0] > 0).astype(np.int32),
            output=Picture(out.reshape(1, PIXELS, PIXELS), -1.0, 1.0),
            ends=np.array(ends),
            stages=self.stages(),
            collapsed=networks.collapsed(weights, self.places, out),
            loss=self.loss("train"),
            test_loss=self.loss("test"),
            train=self._right("train"),
            test=self._right("test"),
            parameters=self.model.count_params(),
            history=np.array(self.history),
            widths=self._width_sweep(),
        )

    def _width_sweep(self) -> Any:
        if self.state.sweep and self._widths is None:
            self._widths = networks.width_sweep(self.state, self.problem)
        return self._widths if self.state.sweep else None

    def _remember(self) -> None:
        if self.history and self.history[-1][0] >= self.position:
            return
        self.history.append((self.position, self.loss("train"), self.loss("test")))
        if len(self.history) > MAX_HISTORY:
            del self.history[1:-1:2]

    # Derivations

    def derive(self, number: str) -> Derivation:
        kind, _, which = number.partition("/")
        if kind == "loss" and which in {"train", "test"}:
            return self._loss(which)
        if kind == "line" and which in map(str, range(self.state.layers + 1)):
            return self._line(int(which))
        if number == "apart":
            return self._apart()
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        stages = [f"line/{i}" for i in range(self.state.layers + 1)]
        return ["loss/train", "loss/test", "apart", *stages]

    def _loss(self, part: str) -> Derivation:
        x, y = self._part(part)
        total = float(np.sum((y - self.looks.outputs(x)[-1].astype(float)) ** 2))
        count, value = len(x), self.loss(part)
        lines = (
            Line("Σ (t − y)²", f"over {count} points, t = ±1", "", total),
            Line("E", "½ · mean of (t − y)²", f"{total:.6g} / (2 · {count})", value),
        )
        return Derivation(f"{part.capitalize()} loss", lines)

    def _line(self, index: int) -> Derivation:
        found = self.stages()[index]
        count = round(found.train * len(self.problem[0][1]))
        text = f"{count} / {len(self.problem[0][1])}"
        line = Line("right", "w·out + b has the sign of t", text, found.train)
        note = "w and b are those of least squared error: no gradient is needed."
        return Derivation(f"One straight line after {found.name}", (line,), note=note)

    def _apart(self) -> Derivation:
        found = self.show().collapsed
        kernel = ", ".join(f"{w:.5g}" for w in found.kernel)
        lines = (
            Line("W", "product of all kernels", f"({kernel})", float(found.kernel[0])),
            Line("b", "what the origin becomes", "", found.bias),
            Line("max |y − (W·x + b)|", "over the map", "", found.apart),
        )
        note = "0 up to rounding where no activation bends: W(U(Vx)) = (WUV)x."
        return Derivation("Network and one layer, apart", lines, note=note)
