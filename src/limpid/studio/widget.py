"""Widget: a screen in a notebook's cell, through anywidget."""

import json
import queue
import threading
from typing import Any

from limpid.errors import LimpidError
from limpid.studio import bundle, messages
from limpid.studio.screen import Screen
from limpid.studio.session import Session

MISSING = (
    "Showing a screen in a notebook needs anywidget; install it with: "
    'python -m pip install "limpid[notebook]"'
)

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
    runner = Runner(made, screen)
    made.on_msg(lambda _, content, __: runner.take(content))
    return made


class Runner:
    """A session in a thread of its own, so that the notebook goes on meanwhile."""

    def __init__(self, made: Any, screen: Screen) -> None:
        """Wait for the page's first command."""
        self.widget = made
        self.session = Session(self.send, screen)
        self.commands: queue.Queue[str] = queue.Queue()
        self.thread: threading.Thread | None = None

    def take(self, content: Any) -> None:
        """Take a message of the page; the first one starts the thread."""
        text = content.get("text") if isinstance(content, dict) else None
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
                self.session.receive(self.commands.get())
            self.session.work()

    def send(self, message: str | bytes) -> None:
        """Send text or bytes to the page."""
        if isinstance(message, str):
            self.widget.send({"text": message})
        else:
            self.widget.send({}, buffers=[message])
