"""Session: one screen, its recorded course, and who watches it.

Commands go in, frames come out. What happened is a record: the state at the start and
each change at its position. The record replays to the same bits, so one can go back,
branch, and take up after a crash.
"""

from collections.abc import Callable
from functools import singledispatchmethod
from typing import Any

import msgspec

from limpid.errors import ConfigError, LimpidError
from limpid.studio import messages
from limpid.studio.branches import Branches
from limpid.studio.catalog import screen_class
from limpid.studio.messages import Course, Frame
from limpid.studio.player import Permit, Player, advance
from limpid.studio.record import Entry, Line, changes, replay
from limpid.studio.screen import Screen, TimedScreen

MAX_IN_FLIGHT = 2


class Session:
    """Runs one screen for one page.

    Args:
        send: Takes each message: text for an answer, bytes for a frame.
        screen: The screen to show; by default the page says which, with `Open`.
        permit: Needed to play; by default nothing is.
    """

    def __init__(
        self,
        send: Callable[[str | bytes], None],
        screen: Screen | None = None,
        permit: Permit | None = None,
    ) -> None:
        """Wait for commands."""
        self.send = send
        self.screen = screen
        # A notebook's page shows the screen as its owner made it.
        self.owned = screen
        self.branches = Branches(Line(screen.state) if screen else None)
        self.player = Player(permit)
        self.notice: str | None = None
        # The numbers of the last frame made, and of the last that a page has drawn.
        self._frame = self._drawn = 0
        self._stale = False
        self._sent_record = 0

    @property
    def line(self) -> Line:
        """The branch that is shown."""
        return self.branches.line

    # The loop's side

    @property
    def is_busy(self) -> bool:
        """Whether there is something to do without a further command."""
        return self.player.is_moving or self._is_due

    @property
    def _is_due(self) -> bool:
        return self._stale and self._frame - self._drawn < MAX_IN_FLIGHT

    def receive(self, text: str | bytes) -> None:
        """Take a command; what is wrong with it is answered in a sentence."""
        identity = 0
        try:
            command = messages.read(text)
            identity = command.id
            result = self.handle(command)
        except (LimpidError, msgspec.MsgspecError, MemoryError) as error:
            said = messages.sentence_of(error, self.screen and self.screen.State)
            self.send(messages.answer(identity, error=said))
            return
        if identity:
            self.send(messages.answer(identity, result))

    def work(self) -> None:
        """Let time go on for a moment if it plays, and send a frame if one is due."""
        if self.player.is_moving:
            self._go_on()
        if self._is_due:
            self._stale = False
            self.send(messages.pack(self.frame()))

    def frame(self) -> Frame:
        """Return what the page should draw now."""
        self._frame += 1
        notice, self.notice = self.notice, None
        screen = self._open_screen()
        return Frame(
            self._frame,
            screen.name(),
            screen.state,
            screen.show(),
            self._course(),
            *self._record_if_new(),
            notice,
        )

    def _record_if_new(self) -> tuple[Any, list[Entry] | None]:
        """Return first state and record, unless the page has them already."""
        if self._sent_record == self.branches.changes:
            return None, None
        self._sent_record = self.branches.changes
        return self.line.first, self.line.entries

    def _course(self) -> Course | None:
        if not isinstance(self.screen, TimedScreen):
            return None
        line = self.line
        return Course(
            self.screen.position,
            max(line.length, self.screen.position),
            self.screen.clock(),
            self.player.is_moving,
            self.player.speed,
            self.screen.units,
            self.branches.current,
            len(self.branches.lines),
        )

    def _open_screen(self) -> Screen:
        if self.screen is None:
            raise ConfigError("No screen is open yet; send 'open' first.")
        return self.screen

    def _timed(self) -> TimedScreen:
        screen = self._open_screen()
        if not isinstance(screen, TimedScreen):
            raise ConfigError(f"Nothing goes on by itself on {screen.title}.")
        return screen

    def _show_instead(self, screen: Screen) -> None:
        """Go on with another screen; what its owner has in hand becomes that one."""
        self.screen = screen
        if type(self.owned) is type(screen):
            screen.runner = self.owned.runner
            self.owned.__dict__ = screen.__dict__

    # Commands

    @singledispatchmethod
    def handle(self, command: messages.Command) -> Any:
        """Do what a command says and return the result."""
        raise NotImplementedError(type(command).__name__)

    @handle.register
    def _(self, command: messages.Open) -> None:
        given = command.state or command.record or command.position
        if self.owned and not given:
            self._show_again()
            return
        screen = self.screen
        if screen is None or screen.name() != command.screen:
            screen = screen_class(command.screen)()
        state = msgspec.convert(command.state, screen.State)
        self._show_instead(replay(screen.remade(state), command.record, 0))
        self.branches.begin(state, command.record)
        self.player.stand()
        self._show_again()
        if command.position:
            self._travel(command.position)

    def _show_again(self) -> None:
        """Send a frame to a page that knows nothing yet."""
        self._drawn = self._frame
        self.branches.changes += 1
        self._touch()

    @handle.register
    def _(self, command: messages.Set) -> None:
        screen = self._open_screen()
        fields = msgspec.to_builtins(screen.state) | command.state
        state = msgspec.convert(fields, screen.State)
        happens = {n: v for n, v in command.state.items() if n not in screen.unrecorded}
        if set(happens) <= screen.live:
            if happens:
                self.branches.record(screen, "set", happens)
            if len(happens) < len(command.state) or not happens:
                # Nothing set at all asks to look again, at what others have written.
                self.branches.look(screen, state)
        else:
            # Made before anything is dropped: a state that does not work is refused.
            self._show_instead(screen.remade(state))
            self.branches.begin_anew(state)
            self.player.relearn_pace()
        self._touch()

    @handle.register
    def _(self, command: messages.Act) -> Any:
        screen = self._open_screen()
        if not changes(screen, command.name):
            return screen.act(command.name, command.arguments)
        self._touch()
        return self.branches.record(screen, command.name, command.arguments)

    @handle.register
    def _(self, command: messages.Play) -> None:
        self.player.play(self._timed().title, command.speed)
        self._touch()

    @handle.register
    def _(self, command: messages.Pause) -> None:
        del command
        self.player.stand()
        self._touch()

    @handle.register
    def _(self, command: messages.Step) -> None:
        screen = self._timed()
        if command.unit not in screen.units:
            raise ConfigError(f"{screen.title} steps by {' or '.join(screen.units)}.")
        self.player.stand()
        advance(screen, self.line, screen.next_position(command.unit))
        self._touch()

    @handle.register
    def _(self, command: messages.Rewind) -> None:
        screen = self._timed()
        self.player.stand()
        position = min(max(command.position, 0), self.line.length)
        if position < screen.position:
            self._show_instead(self.branches.replayed(screen, position))
        self._touch()
        self._travel(position)

    @handle.register
    def _(self, command: messages.Branch) -> None:
        del command
        self.branches.branch(self._timed().position)
        self._touch()

    @handle.register
    def _(self, command: messages.Switch) -> None:
        screen = self._timed()
        self.branches.switch(command.branch, screen.position)
        self.player.stand()
        self._show_instead(self.branches.replayed(screen, self.line.position))
        self._touch()

    @handle.register
    def _(self, command: messages.Derive) -> Any:
        return self._open_screen().derive(command.number)

    @handle.register
    def _(self, command: messages.Code) -> str:
        del command
        return self._open_screen().code()

    @handle.register
    def _(self, command: messages.Shown) -> None:
        # Two cells that show one screen say so twice.
        self._drawn = max(self._drawn, min(command.frame, self._frame))
        self.player.see()

    # Time

    def _touch(self) -> None:
        self._stale = True

    def _go_on(self) -> None:
        """Let time go on for a moment."""
        screen = self._timed()
        before = screen.position
        reason = self.player.go_on(screen, self.line)
        self.notice = reason or self.notice
        if reason or screen.position != before or not self.player.is_moving:
            self._touch()

    def _travel(self, position: int) -> None:
        """Go forward to a position; where that may not be now, say so and stay."""
        screen = self._timed()
        try:
            self.player.travel(screen, self.line, position)
        except ConfigError as error:
            self.notice = str(error)
        self._touch()
