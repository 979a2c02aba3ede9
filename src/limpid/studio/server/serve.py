"""Serve: find a port, print the address, run until Ctrl-C."""

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from limpid.errors import ConfigError
from limpid.studio.messages import MAX_COMMAND_BYTES
from limpid.studio.server.app import make_app
from limpid.studio.server.guard import Guard, Keys

LOOPBACK = "127.0.0.1"
HEAD_SECONDS = 10


def serve(
    screen: str = "",
    *,
    port: int = 0,
    host: str = LOOPBACK,
    opened: Callable[[str], Any] = print,
) -> None:
    """Run the studio's server until it is interrupted.

    Args:
        screen: Which screen the address opens first; a link's end is one, too.
        port: Where to listen; 0 for any that is free.
        host: The address to listen on; only the loopback is private.
        opened: Called with the address once the server listens.

    Raises:
        ConfigError: The port is taken.
    """
    import uvicorn

    listener = bound(host, port)
    port = listener.getsockname()[1]
    keys = Keys(cookie=kept_cookie(port))
    names = () if host == LOOPBACK else (host,)
    guard = Guard(make_app(), port, keys, names)
    config = uvicorn.Config(
        guard,
        log_level="error",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=2 * MAX_COMMAND_BYTES,
        ws_per_message_deflate=False,
        timeout_keep_alive=HEAD_SECONDS,
        limit_concurrency=64,
        timeout_graceful_shutdown=1,
    )
    mark = f"#{quote(screen, safe='?&=')}" if screen else ""
    opened(f"http://{host}:{port}/?token={keys.link}{mark}")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        ConfigError: It cannot, and why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: only then does asyncio send small messages at once. Else a
    # frame waits 40 ms for the page to acknowledge the answer before it.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Now, not when the server is up: the address is shown before.
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(
            f"Port {port} of {host} cannot be used ({reason}); leave --port out to "
            "take one that is free."
        ) from None
    return listener


def kept_cookie(port: int) -> str:
    """Return the cookie's secret, the same whenever this port is served again.

    So a page that stays open finds its way back after the server was restarted.
    """
    folder = Path(os.environ.get("LIMPID_HOME") or Path.home() / ".cache" / "limpid")
    path = folder / "studio" / f"{port}.key"
    with contextlib.suppress(OSError):
        if path.stat().st_uid == os.getuid() and not path.stat().st_mode & 0o077:
            return path.read_text(encoding="ascii")
    secret = Keys().cookie
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w") as file:
            file.write(secret)
    return secret
