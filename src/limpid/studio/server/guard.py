"""Guard: what every request and socket must pass before anything else sees it.

Bound to the loopback address a server is still open to every page the browser shows:
through forms, sockets, and names that are made to point to 127.0.0.1. So Host, Origin,
method and cookie are checked on each, exactly, before a route is looked up.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)

WRONG_HOST = "This server answers to its own address only."
FOREIGN = "Another site asked for this; open the printed address yourself."
WRONG_METHOD = "Pages are read with GET; everything else goes through the socket."
NO_BODY = "A request here has no body."
NOT_LET_IN = (
    "This page needs the address that `limpid studio` printed, whole; each address "
    "opens one browser. Start `limpid studio` again for a new one."
)


@dataclass
class Keys:
    """What opens the door: a link that works once, then a cookie."""

    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    link: str = field(default_factory=lambda: secrets.token_urlsafe(32))


@dataclass
class Guard:
    """ASGI middleware that refuses what does not come from the studio's own page.

    Args:
        app: What is guarded.
        port: Where the server listens.
        keys: The secrets.
        hosts: Names besides the loopback's that it may be asked for, with --host.
    """

    app: App
    port: int
    keys: Keys
    hosts: Iterable[str] = ()

    def __post_init__(self) -> None:
        """Write out the only hosts and origins there are."""
        names = ("127.0.0.1", "localhost", "[::1]", *self.hosts)
        self.known_hosts = {f"{name}:{self.port}" for name in names}
        self.known_origins = {f"http://{host}" for host in self.known_hosts}
        self.cookie_name = f"limpid-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        fault = self.fault(scope)
        if fault is None:
            return await self.app(scope, receive, self._hardened(scope, send))
        if scope["type"] == "websocket":
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        return await _refuse(send, *fault)

    def fault(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and sentence if a request must be refused."""
        headers, socket = _headers(scope), scope["type"] == "websocket"
        if headers.get("host") not in self.known_hosts:
            return 421, WRONG_HOST
        origin = headers.get("origin")
        foreign = origin not in self.known_origins and (socket or origin is not None)
        if foreign or headers.get("sec-fetch-site") == "cross-site":
            return 403, FOREIGN
        if not socket and (fault := _unwanted(scope["method"], headers)):
            return fault
        if not (self._has_cookie(headers) or self._link(scope)):
            return 401, NOT_LET_IN
        return None

    def _has_cookie(self, headers: dict[str, str]) -> bool:
        jar = SimpleCookie()
        try:
            jar.load(headers.get("cookie", ""))
        except CookieError:
            return False
        found = jar.get(self.cookie_name)
        return found is not None and _same(found.value, self.keys.cookie)

    def _link(self, scope: Scope) -> bool:
        """Tell whether a request for the page brings the link's token."""
        if scope["type"] == "websocket" or scope["path"] != "/":
            return False
        query = parse_qs(scope["query_string"].decode("latin-1"))
        token = query.get("token", [""])[0]
        return bool(self.keys.link) and _same(token, self.keys.link)

    def _hardened(self, scope: Scope, send: Send) -> Send:
        """Return a send that adds headers, and the cookie in exchange for a link."""
        headers = list(HEADERS)
        if scope["type"] == "http" and self._link(scope):
            self.keys.link = ""
            cookie = (
                f"{self.cookie_name}={self.keys.cookie}; "
                "HttpOnly; SameSite=Strict; Path=/"
            )
            headers.append((b"set-cookie", cookie.encode()))

        async def hardened(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        return hardened


def _unwanted(method: str, headers: dict[str, str]) -> tuple[int, str] | None:
    """Return why a request that only reads cannot look like this, if so."""
    if method == "OPTIONS":
        return 403, FOREIGN
    if method not in {"GET", "HEAD"}:
        return 405, WRONG_METHOD
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        return 413, NO_BODY
    return None


def _headers(scope: Scope) -> dict[str, str]:
    """Return the headers; several of one name are joined, which no check lets pass."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode(), secret.encode())


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
