"""Optimizer race: balls roll down one surface, each by its own rule."""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.studio.screen import Derivation, TimedScreen, action
from limpid.studio.screens import _optimizer_race_derivations as derivations
from limpid.studio.screens._optimizer_race_entries import (
    NAMES,
    optimizer_of,
    program,
    rate_of,
    schedule_of,
)
from limpid.studio.screens._optimizer_race_state import (
    Detail,
    OptimizerRaceState,
    OptimizerRaceView,
    Run,
)
from limpid.studio.screens._optimizer_race_surface import (
    curvature,
    curve_of,
    in_words,
    picture,
    surface_of,
)
from limpid.surfaces import Trajectory
from limpid.surfaces.descent import Descent

Array = NDArray[Any]

# More points of a way than this nobody sees.
MAX_POINTS = 500
SKETCH_POINTS = 200
TIMED_STEPS = 200
# Nearer to a minimum than this, and lower, a ball has arrived.
NEAR = 0.05
# A slope that moves nothing any more.
STILL = 1e-3


class OptimizerRace(TimedScreen):
    """Optimizers that start from one place and go down one surface."""

    title = "Optimizer race"
    summary = (
        "Roll SGD, momentum, Adam and others down one surface, and see why they go."
    )
    State = OptimizerRaceState
    View = OptimizerRaceView
    live = frozenset({"shown"})

    def __init__(self, state: Any = None) -> None:
        """Put all at the start."""
        super().__init__(state)
        settings = self.state
        self.surface = surface_of(settings)
        self.picture = picture(self.surface)
        self.curve = curve_of(self.surface)
        self.start = settings.start or self.surface.start
        if np.abs(self.start).max() > 1e6:
            raise ConfigError("The start is too far away; choose within ±1,000,000.")
        self.walks = [
            Descent(self.surface, optimizer_of(settings, racer), self.start)
            for racer in settings.racers
        ]
        self.step = 0
        self._ways: tuple[int, list[Trajectory]] = (-1, [])

    # Time

    @property
    def position(self) -> int:
        """How many steps have been taken."""
        return self.step

    def advance_to(self, position: int) -> None:
        for walk in self.walks:
            walk.advance_to(position)
        self.step = position

    def last_position(self) -> int | None:
        return self.state.steps if self.step < self.state.steps else None

    def stop_reason(self) -> str | None:
        if all(walk.diverged for walk in self.walks):
            return "Stopped: all have left for infinity; lower the learning rates."
        if self.step == self.state.steps:
            return f"Stopped: {self.step:,} steps."
        return None

    def capture(self) -> Any:
        # The walks only ever grow, so that an earlier moment is a part of them.
        return self.step, self.walks

    def restore(self, kept: Any) -> None:
        self.step, self.walks = kept

    def ways(self) -> list[Trajectory]:
        """Return each racer's way up to now."""
        if self._ways[0] != self.step:
            self._ways = self.step, [w.trajectory(self.step) for w in self.walks]
        return self._ways[1]

    def code(self) -> str:
        return program(self.state, self.start, self.step)

    @action(changes=False)
    def seconds_per_step(self) -> list[float]:
        """Return how long a step of each racer takes on this machine just now."""
        found = []
        for racer in self.state.racers:
            walk = Descent(self.surface, optimizer_of(self.state, racer), self.start)
            walk.advance_to(1)
            begin = time.perf_counter()
            walk.advance_to(1 + TIMED_STEPS)
            taken = max(1, len(walk.trajectory().positions) - 2)
            found.append((time.perf_counter() - begin) / taken)
        return found

    # What it shows

    def show(self) -> OptimizerRaceView:
        steps = np.linspace(0, self.state.steps, SKETCH_POINTS).round()
        surface, shown = self.surface, self._shown()
        rate = rate_of(self.state, self.state.racers[shown])
        return OptimizerRaceView(
            title=surface.title,
            formula=surface.formula,
            window=surface.window,
            heights=self.picture,
            curve=self.curve,
            minima=list(surface.minima),
            start=(float(self.start[0]), float(self.start[1])),
            runs=[self._run(i) for i in range(len(self.walks))],
            detail=self._detail(shown),
            sketch_steps=steps.astype(np.int32),
            sketch=_rates(schedule_of(self.state, rate), steps),
        )

    def _shown(self) -> int:
        index: int = self.state.shown
        return min(index, len(self.walks) - 1)

    def name_of(self, index: int) -> str:
        """Return what a racer is called; its rate tells two of a kind apart."""
        racers = self.state.racers
        name = NAMES[racers[index].kind]
        alike = sum(racer.kind == racers[index].kind for racer in racers) > 1
        return f"{name} {rate_of(self.state, racers[index]):g}" if alike else name

    def _run(self, index: int) -> Run:
        way, rate = self.ways()[index], rate_of(self.state, self.state.racers[index])
        seen = _seen(len(way.positions))
        x, y = way.positions[-1]
        return Run(
            name=self.name_of(index),
            rate=rate,
            steps=seen.astype(np.int32),
            positions=way.positions[seen],
            heights=way.heights[seen],
            x=float(x),
            y=float(y),
            height=float(way.heights[-1]),
            diverged=way.diverged,
            says=self._says(way, rate),
        )

    def _says(self, way: Trajectory, rate: float) -> str:
        taken, drop = len(way.positions) - 1, way.heights[-1] - way.heights[0]
        if way.diverged and drop < 0:
            return f"fell without end by step {taken + 1}: there is no bottom here"
        if way.diverged:
            return (
                f"diverged: step {taken + 1} left for infinity; the rate {rate:g} is "
                "too large here"
            )
        if drop > 0:
            return "higher than at its start: the rate may be too large"
        for minimum in self.surface.minima:
            far = np.linalg.norm(way.positions - minimum, axis=1)
            if far[-1] < NEAR:
                since = len(far) - int(np.argmax(far[::-1] >= NEAR))
                return (
                    f"at a lowest point since step {since if far.max() > NEAR else 0}"
                )
        return self._rest(way)

    def _rest(self, way: Trajectory) -> str:
        """Say whether a racer lies still where none of the known minima is."""
        if np.linalg.norm(way.gradients[-1]) > STILL:
            return "on its way"
        if curvature(self.surface, way.positions[-1])[0] > 0:
            more = ", not the lowest" if self.surface.minima else ""
            return f"at rest in a minimum{more}"
        return "at rest where it is flat, though it is no minimum"

    def _detail(self, index: int) -> Detail:
        way = self.ways()[index]
        seen = _seen(len(way.positions))
        curved = curvature(self.surface, way.positions[-1])
        push = None if way.velocity is None else way.velocity[-1]
        is_sgd = self.state.racers[index].kind in {"momentum", "nesterov"}
        # SGD keeps a change of place, the others a mean of gradients.
        push = push if push is None or is_sgd else -push
        scale = None if way.scale is None else way.scale[-1]
        taken = np.minimum(seen, len(way.rates) - 1)
        is_moving = len(way.rates) > 0
        return Detail(
            gradient=_pair(way.gradients[-1]),
            push=None if push is None else _pair(push),
            scale=None if scale is None else _pair(scale),
            curvature=curved,
            place=in_words(curved),
            rates=way.rates[taken] if is_moving else np.empty(0),
            effective=way.effective_rates[taken] if is_moving else np.empty((0, 2)),
        )

    # Derivations

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        if kind not in {"x", "y", "height"} or len(rest) != 1:
            return super().derive(number)
        index = derivations.checked(rest[0], len(self.walks))
        way, name = self.ways()[index], self.name_of(index)
        if kind == "height":
            return derivations.height(self.surface, way, name)
        which = self.state.racers[index].kind
        axis = "xy".index(kind)
        return derivations.coordinate(self.surface, way, which, name, axis)

    def derivable(self) -> list[str]:
        kinds = ("height", "x", "y")
        return [f"{kind}/{i}" for i in range(len(self.walks)) for kind in kinds]


def _seen(count: int) -> Array:
    """Return which of so many points to draw: all, or evenly spaced ones."""
    found = np.linspace(0, count - 1, min(count, MAX_POINTS)).round()
    return np.asarray(found, np.int64)


def _rates(schedule: Any, steps: Array) -> Array:
    if not callable(schedule):
        return np.full(len(steps), float(schedule))
    return np.array([float(np.asarray(schedule(step))) for step in steps])


def _pair(values: Array) -> tuple[float, float]:
    return float(values[0]), float(values[1])
