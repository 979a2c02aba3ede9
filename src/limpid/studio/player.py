"""Player: lets a screen's time go on, slice by slice, so that commands get through."""

import sys
import time
from typing import Protocol

from limpid.errors import ConfigError
from limpid.studio.record import Line, apply
from limpid.studio.screen import TimedScreen

SLICE_SECONDS = 0.012
MAX_TRAININGS = 2
UNWATCHED_SECONDS = 600.0
# So long a command may take; what is left of a journey then goes on between commands.
JOURNEY_SECONDS = 0.5


class Permit(Protocol):
    """What a screen that goes on by itself needs, where only so many may."""

    def enter(self, title: str) -> None:
        """Take one; raise ConfigError if there is none left."""

    def leave(self) -> None:
        """Give it back."""


def allow(others: list[str]) -> None:
    """Allow one more training beside others, given by their titles.

    Raises:
        ConfigError: As many as may do already.
    """
    if len(others) >= MAX_TRAININGS:
        raise ConfigError(
            f"{MAX_TRAININGS} trainings run already, elsewhere: "
            f"{' and '.join(others)}; pause one of them, then play this one."
        )


class Player:
    """Plays a course as fast as asked, or travels to a moment of it.

    Args:
        permit: Needed to go on between commands; by default nothing is.

    Attributes:
        playing: Whether time goes on.
        speed: How many of the largest unit a second; 0 as fast as it can.
        goal: Where a journey leads; None if there is none.
        unwatched_seconds: How long it plays though nobody sees it.
    """

    def __init__(self, permit: Permit | None = None) -> None:
        """Stand."""
        self.permit = permit
        self.playing, self.speed = False, 0.0
        self.goal: int | None = None
        self.unwatched_seconds = UNWATCHED_SECONDS
        self._seen = time.monotonic()
        self._pace = (0.0, 0)
        self.relearn_pace()

    @property
    def is_moving(self) -> bool:
        """Whether time goes on without a further command."""
        return self.playing or self.goal is not None

    def relearn_pace(self) -> None:
        """Begin with the smallest slices: how long a unit takes is not known."""
        self._chunk = 1

    def see(self) -> None:
        """Take note that somebody watches."""
        self._seen = time.monotonic()

    def play(self, title: str, speed: float) -> None:
        """Play from here on.

        Raises:
            ConfigError: As many others play as may.
        """
        if self.permit:
            self.permit.enter(title)
        self.playing, self.speed, self.goal = True, speed, None
        self._pace = (time.monotonic(), 0)
        self.see()

    def stand(self) -> None:
        """Stop playing, and any journey."""
        self.playing, self.goal = False, None
        if self.permit:
            self.permit.leave()

    def travel(self, screen: TimedScreen, line: Line, goal: int) -> None:
        """Go forward to a position; if it is far, arrive there later.

        Raises:
            ConfigError: It is far, and as many others go on as may.
        """
        end = time.monotonic() + JOURNEY_SECONDS
        while not self._approach(screen, line, goal):
            if time.monotonic() >= end:
                if self.permit:
                    self.permit.enter(screen.title)
                self.goal = goal
                return

    def go_on(self, screen: TimedScreen, line: Line) -> str | None:
        """Let time go on for a moment; return why it stopped, if it did."""
        if self.goal is not None:
            self._approach(screen, line, self.goal)
            return None
        reason = self._play_on(screen, line)
        if reason:
            self.stand()
        return reason

    def _play_on(self, screen: TimedScreen, line: Line) -> str | None:
        if time.monotonic() - self._seen > self.unwatched_seconds:
            minutes = f"{self.unwatched_seconds / 60:g} minutes"
            return f"Paused: nobody watched for {minutes}."
        target = self._target(screen)
        if target <= screen.position:
            time.sleep(0.002)
            return None
        start = time.perf_counter()
        advance(screen, line, target)
        self._adapt(time.perf_counter() - start)
        return screen.stop_reason()

    def _target(self, screen: TimedScreen) -> int:
        """Return how far to go now: a slice of time, or as the speed allows."""
        if not self.speed:
            end = screen.last_position()
            return min(screen.position + self._chunk, end or sys.maxsize)
        since, units = self._pace
        if (time.monotonic() - since) * self.speed < units:
            return screen.position
        self._pace = (since, units + 1)
        return screen.next_position(screen.units[-1])

    def _adapt(self, seconds: float) -> None:
        if seconds < SLICE_SECONDS / 2:
            self._chunk *= 2
        elif seconds > SLICE_SECONDS:
            self._chunk = max(1, self._chunk // 2)

    def _approach(self, screen: TimedScreen, line: Line, goal: int) -> bool:
        """Go a slice of time nearer to the goal; return whether it is reached."""
        start = time.perf_counter()
        near = min(screen.position + self._chunk, goal)
        advance(screen, line, max(screen.position, near))
        self._adapt(time.perf_counter() - start)
        # A course that ends before the goal is at its end.
        arrived = screen.position >= goal or screen.position < near
        if arrived:
            self.stand()
        return arrived


def advance(screen: TimedScreen, line: Line, position: int) -> None:
    """Go forward, with what the record says happened on the way."""
    line.keep(screen)
    start = screen.position
    for where, kind, given in line.entries:
        if start < where <= position:
            screen.advance_to(where)
            apply(screen, kind, given)
    screen.advance_to(position)
    line.length = max(line.length, screen.position)
