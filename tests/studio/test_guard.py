"""The server's twelve rules: nothing but its own page gets in."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from limpid.studio import bundle
from limpid.studio.server.app import make_app
from limpid.studio.server.guard import Guard, Keys

pytest.importorskip("starlette")

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
KEYS = Keys(cookie="cookie-secret", link="link-secret")
COOKIE = f"limpid-{PORT}=cookie-secret"
OPEN = {"host": HOST, "cookie": COOKIE}

HOSTS = [
    "evil.example",
    f"evil.example:{PORT}",
    "127.0.0.1",
    f"127.0.0.1.evil:{PORT}",
    "",
]
ORIGINS = [
    "http://evil.example",
    "null",
    f"http://{HOST}.evil.example",
    f"http://evil{HOST}",
    f"https://{HOST}",
    "http://127.0.0.1",
]
PATHS = ["/", "/session", "/style.css", "/nothing", "/../pyproject.toml"]
TRAVERSALS = [
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/secret",
    "/..\\..\\secret",
    "//etc/passwd",
    "/C:/secret",
    "/index.html%00.js",
    "/manifest.json",
    "/SOURCE",
]


@pytest.fixture(scope="module")
def app():
    return make_app()


def call(app, path="/", method="GET", headers=None, kind="http", query="", keys=None):
    """Return status, headers and body that a request gets; a socket's first answer."""
    guard = Guard(app, PORT, keys or Keys("cookie-secret", "link-secret"))
    given = OPEN if headers is None else headers
    pairs = [(k.encode(), v.encode()) for k, v in given.items()]
    scope = {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": pairs, "http_version": "1.1",
        "scheme": "http", "root_path": "", "client": None, "server": None,
        "subprotocols": [], "asgi": {"version": "3.0"},
    }  # fmt: skip
    if kind == "websocket":
        del scope["method"]
    sent = []

    async def receive():
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    # In a thread: Playwright, if it runs too, has a loop of its own in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(guard(scope, receive, send))).result()
    first = sent[0]
    if kind == "websocket":
        return first["type"]
    body = b"".join(m.get("body", b"") for m in sent[1:])
    return first["status"], dict(first["headers"]), body


def test_own_page_is_let_in(app):
    status, _, body = call(app)
    assert (status, body) == (200, bundle.files()["index.html"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", HOSTS)
def test_foreign_host_is_refused(app, host, path):
    assert call(app, path, headers=OPEN | {"host": host})[0] == 421


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_foreign_origin_is_refused(app, origin, path):
    assert call(app, path, headers=OPEN | {"origin": origin})[0] == 403


@pytest.mark.parametrize("origin", [*ORIGINS, None])
def test_socket_of_a_foreign_or_missing_origin_is_closed(app, origin):
    headers = OPEN | ({"origin": origin} if origin else {})
    assert call(app, "/session", headers=headers, kind="websocket") == "websocket.close"


@pytest.mark.parametrize("host", HOSTS)
def test_socket_of_a_foreign_host_is_closed(app, host):
    headers = OPEN | {"host": host, "origin": f"http://{HOST}"}
    assert call(app, "/session", headers=headers, kind="websocket") == "websocket.close"


@pytest.mark.parametrize(
    "cookie", ["", f"limpid-{PORT}=wrong", "limpid-1=cookie-secret"]
)
def test_socket_without_the_cookie_is_closed(app, cookie):
    headers = {"host": HOST, "origin": f"http://{HOST}", "cookie": cookie}
    assert call(app, "/session", headers=headers, kind="websocket") == "websocket.close"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "cookie", [None, f"limpid-{PORT}=", f"limpid-{PORT}=wrong", "junk;=;"]
)
def test_nothing_is_shown_without_the_cookie(app, path, cookie):
    headers = {"host": HOST} | ({"cookie": cookie} if cookie else {})
    assert call(app, path, headers=headers)[0] == 401


@pytest.mark.parametrize("path", PATHS)
def test_request_from_another_site_is_refused(app, path):
    headers = OPEN | {"sec-fetch-site": "cross-site"}
    assert call(app, path, headers=headers)[0] == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_requests_only_read(app, method, path):
    headers = OPEN | {"origin": f"http://{HOST}", "content-type": "text/plain"}
    assert call(app, path, method, headers)[0] == 405


def test_preflight_is_refused_and_no_header_shares_with_other_sites(app):
    status, headers, _ = call(app, method="OPTIONS")
    assert status == 403
    assert not any(name.startswith(b"access-control") for name in headers)


@pytest.mark.parametrize(
    "extra", [{"content-length": "200000000"}, {"transfer-encoding": "chunked"}]
)
def test_body_is_refused_unread(app, extra):
    assert call(app, headers=OPEN | extra)[0] == 413


def test_link_works_once_and_gives_a_cookie(app):
    keys = Keys("cookie-secret", "link-secret")
    headers = {"host": HOST}
    status, answer, _ = call(app, headers=headers, query="token=link-secret", keys=keys)
    cookie = answer[b"set-cookie"].decode()
    assert status == 200
    assert cookie.startswith(COOKIE)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    again = call(app, headers=headers, query="token=link-secret", keys=keys)
    assert again[0] == 401


@pytest.mark.parametrize(
    "query", ["", "token=", "token=wrong", "token=wrong&token=link-secret"]
)
def test_wrong_link_is_refused(app, query):
    assert call(app, headers={"host": HOST}, query=query)[0] == 401


def test_spent_link_is_not_matched_by_an_empty_token(app):
    keys = Keys("cookie-secret", "")
    assert call(app, headers={"host": HOST}, query="token=", keys=keys)[0] == 401


def test_link_opens_no_file(app):
    name = next(name for name in bundle.files() if name.endswith(".js"))
    found = call(app, f"/{name}", headers={"host": HOST}, query="token=link-secret")
    assert found[0] == 401


@pytest.mark.parametrize("path", TRAVERSALS)
def test_only_listed_files_are_handed_out(app, path):
    status, _, body = call(app, path)
    assert status == 404
    assert b"root:" not in body


def test_every_built_file_is_handed_out(app):
    for name, content in bundle.files().items():
        if name != "index.html":
            assert call(app, f"/{name}")[2] == content


@pytest.mark.parametrize("headers", [OPEN, {"host": HOST}, {"host": "evil"}])
def test_every_answer_carries_the_policy(app, headers):
    found = call(app, headers=headers)[1]
    policy = found[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert found[b"x-content-type-options"] == b"nosniff"
    assert found[b"referrer-policy"] == b"no-referrer"


def test_every_route_is_behind_the_guard(app):
    paths = {getattr(route, "path", "") for route in app.routes}
    assert paths == {"/", "/{name:str}", "/session"}, "add the new one to PATHS above"


def test_secrets_are_long_and_new_each_time():
    first, second = Keys(), Keys()
    assert len(first.cookie) >= 43  # 256 bits in base64
    assert len({first.cookie, first.link, second.cookie, second.link}) == 4
