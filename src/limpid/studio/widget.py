"""Widget: a screen in a notebook's cell, through anywidget."""

import json
import queue
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from limpid.errors import LimpidError
from limpid.studio import bundle, messages
from limpid.studio.player import allow
from limpid.studio.screen import Screen
from limpid.studio.session import Session

MISSING = (
    "Showing a screen in a notebook needs anywidget; install it with: "
    'python -m pip install "limpid[notebook]"'
)

# Pages say now and then that they are there; hidden ones once a minute at least. Some
# notebooks take a cell away without a word.
UNWATCHED_SECONDS = 90.0
PAUSE = '{"type":"pause"}'

SCRIPT = """{loader}
const scripts = {scripts};
const style = {style};
export default {{
  async render({{ model, el }}) {{
    const sheet = document.createElement("style");
    sheet.textContent = style;
    const target = document.createElement("div");
    el.append(sheet, target);
    const {{ notebook }} = await load(scripts);
    return notebook(target, model);
  }},
}};
"""


def script(screen: str) -> str:
    """Return the one module that a notebook loads: all of the screen's scripts."""
    return SCRIPT.format(
        loader=bundle.loader(),
        scripts=json.dumps(bundle.modules(screen)),
        style=json.dumps(bundle.style()),
    )


def widget(screen: Screen) -> Any:
    """Return an anywidget that shows a screen; it runs while a page shows it.

    Raises:
        LimpidError: anywidget is not installed.
    """
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise LimpidError(MISSING) from None

    source = script(screen.name())

    class StudioWidget(anywidget.AnyWidget):
        _esm = source
        screen = traitlets.Unicode().tag(sync=True)
        # What a page shows before, or without, a kernel that answers.
        still = traitlets.Bytes().tag(sync=True)

    still = messages.pack(Session(lambda _: None, screen).frame())
    made = StudioWidget(screen=screen.name(), still=still)
    # Two sessions would move one screen behind each other's back.
    screen.runner = screen.runner or Runner(screen)
    runner = screen.runner
    made.on_msg(lambda cell, content, _: runner.take(cell, content))
    return made


class Playing:
    """A cell's permit to play: a kernel has as many at once as the studio."""

    titles: ClassVar[dict["Playing", str]] = {}
    lock: ClassVar[threading.Lock] = threading.Lock()

    def enter(self, title: str) -> None:
        """Take it.

        Raises:
            ConfigError: As many other cells play as may.
        """
        with self.lock:
            allow([name for cell, name in self.titles.items() if cell is not self])
            self.titles[self] = title

    def leave(self) -> None:
        """Give it back."""
        with self.lock:
            self.titles.pop(self, None)


class Runner:
    """A session in a thread of its own, so that the notebook goes on meanwhile.

    Args:
        screen: What it is of; each cell that shows it has a widget of its own.
    """

    def __init__(self, screen: Screen) -> None:
        """Wait for the page's first command."""
        self.session = Session(self.send, screen, Playing())
        self.session.player.unwatched_seconds = UNWATCHED_SECONDS
        self.commands: queue.Queue[str] = queue.Queue()
        self.thread: threading.Thread | None = None
        # How many views each widget has that is seen.
        self.views: Counter[Any] = Counter()

    def take(self, cell: Any, content: Any) -> None:
        """Take a message of a widget's page; the first one starts the thread."""
        given = content if isinstance(content, dict) else {}
        text, views = given.get("text"), given.get("views")
        if isinstance(views, int):
            self.views[cell] += views
            self.session.player.see()
            # What nobody sees any more does not go on.
            text = None if +self.views else PAUSE
        if not isinstance(text, str) or len(text) > messages.MAX_COMMAND_BYTES:
            return
        self.commands.put(text)
        if self.thread is None:
            self.thread = threading.Thread(target=self.run, daemon=True)
            self.thread.start()

    def run(self) -> None:
        """Take commands as they come; between them let the session work."""
        while True:
            while not (self.session.is_busy and self.commands.empty()):
                command = self.commands.get()
                self._guarded(self.session.receive, command, of=command)
            self._guarded(self.session.work)

    def _guarded(self, do: Callable[..., None], *given: str, of: str = "{}") -> None:
        """Do something; a fault is said in the cell, which goes on."""
        try:
            do(*given)
        except Exception as error:  # noqa: BLE001 - layers of one's own raise anything
            self.session.player.stand()
            identity = json.loads(of).get("id", 0)
            said = f"{type(error).__name__}: {messages.sentence_of(error)}"
            self.send(messages.answer(identity, error=said))

    def send(self, message: str | bytes) -> None:
        """Send text or bytes to every page that shows the screen."""
        for cell, count in dict(self.views).items():
            if not count:
                continue
            if isinstance(message, str):
                cell.send({"text": message})
            else:
                cell.send({}, buffers=[message])
