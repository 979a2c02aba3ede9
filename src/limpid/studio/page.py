"""Page: a recorded screen as one HTML file, which needs no limpid and no network."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from limpid.models.atomic import write_atomically
from limpid.studio import bundle, messages
from limpid.studio.screen import Screen, TimedScreen
from limpid.studio.session import Session

NUM_FRAMES = 40

# Scripts are in the page itself and become blobs; nothing can be fetched.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)

TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title} · limpid</title>
<style>body {{ margin: 0 }}
{style}</style>
</head>
<body>
<main id="app"></main>
<script type="application/json" id="content">{content}</script>
<script type="module">
{loader}
const {{ scripts, recording }} = JSON.parse(
  document.getElementById("content").textContent);
const {{ replay }} = await load(scripts);
replay(document.getElementById("app"), recording);
</script>
</body>
</html>
"""


def write_page(path: Path, screen: Screen, last: int = 2000) -> None:
    """Record a screen and write it as a page.

    Args:
        path: Where to.
        screen: What is recorded; time goes on for it.
        last: How far time goes on, in the screen's smallest units.

    Raises:
        OSError: The file cannot be written.
    """
    write_atomically(path, [page(screen, last).encode()])


def page(screen: Screen, last: int) -> str:
    """Return the page that replays a screen."""
    content = {
        "scripts": bundle.modules(screen.name()),
        "recording": recording(screen, last),
    }
    return TEMPLATE.format(
        policy=POLICY,
        title=screen.title,
        style=bundle.style(),
        loader=bundle.loader(),
        # The one thing that could end a script element early.
        content=json.dumps(content).replace("</", "<\\/"),
    )


def recording(screen: Screen, last: int) -> dict[str, Any]:
    """Return frames along a screen's time, and what its last moment has besides."""
    session = Session(lambda _: None, screen)
    positions, frames = [], []
    for position in stops(screen, last):
        if isinstance(screen, TimedScreen):
            screen.advance_to(position)
        positions.append(position)
        frames.append(b64encode(messages.pack(session.frame())).decode())
    return {
        "screen": screen.name(),
        "positions": positions,
        "frames": frames,
        "code": screen.code(),
        "derivations": derived(screen, screen.derivable()),
        "peeks": list(peeks(session, screen)),
    }


def derived(screen: Screen, names: list[str]) -> Any:
    """Return the derivations of numbers."""
    return msgspec.to_builtins({name: screen.derive(name) for name in names})


def peeks(session: Session, screen: Screen) -> Iterator[dict[str, Any]]:
    """Yield each peek: what is set, what that changes in the view, its derivations."""
    state = screen.state
    for given, names in screen.peeks():
        screen.retune(msgspec.structs.replace(state, **given))
        frame = session.frame()
        view = {name: getattr(frame.view, name) for name in given}
        part = msgspec.structs.replace(frame, view=view, partial=True)
        yield {
            "given": given,
            "frame": b64encode(messages.pack(part)).decode(),
            "derivations": derived(screen, names),
        }
    screen.retune(state)


def stops(screen: Screen, last: int) -> Iterator[int]:
    """Yield where frames are taken: close together at first, when most happens."""
    if not isinstance(screen, TimedScreen):
        yield 0
        return
    start, count = screen.position, NUM_FRAMES - 1
    last = min(last, screen.last_position() or last)
    wanted = (round(last * (i / count) ** 2) for i in range(NUM_FRAMES))
    yield from sorted({start, *(p for p in wanted if p > start)})
