"""Overfitting: networks of three sizes, their two curves, and what holds them back."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Line, TimedScreen, action
from limpid.studio.screens._overfitting_code import program
from limpid.studio.screens._overfitting_learner import Learner, largest, spread
from limpid.studio.screens._overfitting_measures import gradient_noise, sweep
from limpid.studio.screens._overfitting_problem import CURVE, problem_of, wave
from limpid.studio.screens._overfitting_state import (
    GradientNoise,
    Learned,
    OverfittingState,
    OverfittingView,
)

Array = NDArray[Any]

PIXELS = 60
REACH = 1.2
# A validation loss so many times its lowest is no longer noise.
LATE = 1.05


class Overfitting(TimedScreen):
    """Up to three networks learn the same few noisy points."""

    title = "Overfitting"
    summary = "Train networks too small, right and too large; stop, shrink or drop out."
    State = OverfittingState
    View = OverfittingView
    units = ("epoch",)
    live = frozenset({"smoothing", "shown", "sweep", "gradient_noise"})

    def __init__(self, state: Any = None) -> None:
        """Draw the data and build the networks."""
        super().__init__(state)
        settings = self.state
        if settings.monitor == "accuracy" and settings.data == "wave":
            raise ConfigError(
                "A curve has no accuracy; watch the loss, or take classes."
            )
        self.problem = problem_of(settings)
        self.learners = [Learner(settings, n, self.problem) for n in settings.sizes]
        self.epoch = 0

    # Time

    @property
    def position(self) -> int:
        """How many epochs have gone by."""
        return self.epoch

    def advance_to(self, position: int) -> None:
        for learner in self.learners:
            learner.advance_to(position)
        self.epoch = position

    def last_position(self) -> int | None:
        return self.state.epochs if self.epoch < self.state.epochs else None

    def clock(self) -> str:
        return f"epoch {self.epoch:,}"

    def stop_reason(self) -> str | None:
        if all(learner.stopped for learner in self.learners):
            return "Stopped: no network has got better within its patience."
        losses = [
            learner.history[-1][1] for learner in self.learners if learner.history
        ]
        if not np.isfinite(losses).all():
            return "Stopped: a loss is no finite number; lower the learning rate."
        if self.epoch == self.state.epochs:
            return f"Stopped: {self.epoch:,} epochs."
        return None

    def capture(self) -> Any:
        return self.epoch, [learner.capture() for learner in self.learners]

    def restore(self, kept: Any) -> None:
        self.epoch, states = kept
        for learner, state in zip(self.learners, states, strict=True):
            learner.restore(state)

    @action()
    def restore_best(self) -> None:
        """Give every network the weights of its best epoch so far."""
        for learner in self.learners:
            learner.restore_best()

    def code(self) -> str:
        shown = self._shown()
        return program(self.state, shown.units, self.epoch, shown.stopped)

    # What it shows

    def _shown(self) -> Learner:
        index: int = self.state.shown
        return self.learners[min(index, len(self.learners) - 1)]

    def show(self) -> OverfittingView:
        problem, is_wave = self.problem, self.state.data == "wave"
        curve_x = CURVE[:, None].astype(np.float32) if is_wave else None
        networks = [n.learned(self.state.smoothing, curve_x) for n in self.learners]
        shown = self._shown()
        reach = max(largest(shown.kernels()), largest(shown.first))
        return OverfittingView(
            is_classes=not is_wave,
            train_x=problem.x,
            train_y=problem.y[:, 0],
            val_x=problem.val_x,
            val_y=problem.val_y[:, 0],
            curve_x=CURVE if is_wave else None,
            truth=wave(CURVE) if is_wave else None,
            maps=None if is_wave else self._maps(),
            networks=networks,
            verdict=_verdict(networks),
            weights=spread(shown.kernels(), reach),
            first_weights=spread(shown.first, reach),
            masks=shown.masks(),
            kernels=shown.kernels(),
            sweep=sweep(problem) if self.state.sweep else None,
            noise=self._noise(),
        )

    def _noise(self) -> GradientNoise | None:
        if not self.state.gradient_noise:
            return None
        return gradient_noise(self._shown().looks, self.problem, self.state.seed)

    def _maps(self) -> Picture:
        along = ((np.arange(PIXELS) + 0.5) / PIXELS * 2 - 1) * REACH
        x1, x2 = np.meshgrid(along, -along)
        plane = np.stack([x1.ravel(), x2.ravel()], axis=1).astype(np.float32)
        maps = [
            n.looks.outputs(plane)[-1].reshape(PIXELS, PIXELS) for n in self.learners
        ]
        return Picture(np.stack(maps), 0.0, 1.0)

    # Derivations

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        if kind == "loss" and len(rest) == 2 and rest[1] in {"train", "val"}:
            return self._loss(rest[0], rest[1])
        return super().derive(number)

    def derivable(self) -> list[str]:
        parts = ("train", "val")
        return [f"loss/{i}/{part}" for i in range(len(self.learners)) for part in parts]

    def _loss(self, index: str, part: str) -> Derivation:
        if not index.isdecimal() or int(index) >= len(self.learners):
            raise ConfigError(f"There is no network {index}.")
        learner, settings = self.learners[int(index)], self.state
        total, found = learner.judged(part)[0], spread(learner.kernels(), 1.0)
        l1, l2 = settings.l1 * found.sum_abs, settings.l2 * found.sum_squares
        count = len(self.problem.x if part == "train" else self.problem.val_x)
        which = "squared error" if settings.data == "wave" else "cross-entropy"
        lines = (
            Line("data", f"mean {which} over {count} examples", "", total - l1 - l2),
            Line("L1", "λ₁ Σ|w|", f"{settings.l1:g} · {found.sum_abs:.6g}", l1),
            Line("L2", "λ₂ Σw²", f"{settings.l2:g} · {found.sum_squares:.6g}", l2),
            Line("E", "data + L1 + L2", "", total),
        )
        name = "Training" if part == "train" else "Validation"
        return Derivation(f"{name} loss of {learner.units} units", lines)


def _verdict(networks: list[Learned]) -> str:
    """Say which network does best on the validation data, and which did better."""
    known = [n for n in networks if n.best_loss is not None]
    if not known:
        return "Nothing is learned yet."
    lowest = min(known, key=lambda n: n.val_loss)
    text = (
        f"{_units(lowest)} has the lowest validation loss now, {lowest.val_loss:.3g}."
    )
    past = [n for n in known if n.val_loss > LATE * np.nanmin(n.history[:, 2])]
    if past:
        text += f" Past their best epoch: {', '.join(map(_units, past))}."
    return text


def _units(network: Learned) -> str:
    return f"{network.units} unit{'s' * (network.units > 1)} a layer"
