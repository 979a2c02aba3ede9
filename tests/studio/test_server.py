"""The server as it runs: processes, sizes, what is left when things end."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from limpid.errors import ConfigError
from limpid.studio.server.serve import bound, kept_cookie

pytest.importorskip("uvicorn")
client = pytest.importorskip("websockets.sync.client")
exceptions = pytest.importorskip("websockets.exceptions")

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


@contextmanager
def served(home, port=0):
    """Run `limpid studio`; yield its process, address and a way to open sockets."""
    command = [sys.executable, "-m", "limpid", "studio", "--no-browser"]
    command += ["--port", str(port)] if port else []
    env = os.environ | {"LIMPID_HOME": str(home)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            line = process.stdout.readline()
            yield process, re.search(r"http://\S+", line).group()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(home):
    with served(home) as (_, address):
        yield enter(address)


def enter(address):
    """Exchange the link for the cookie; return the host and the headers to send."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - loopback
                cookie = answer.headers["set-cookie"].partition(";")[0]
                break
        except urllib.error.URLError:
            time.sleep(0.05)
    host = address.split("/")[2]
    return host, {"Cookie": cookie}


def connected(server):
    """Return a socket to the server, as a page's script opens it."""
    host, headers = server
    url, origin = f"ws://{host}/session", f"http://{host}"
    return client.connect(url, origin=origin, additional_headers=headers, max_size=None)


@contextmanager
def opened(server, **state):
    """Open a playground on a socket; yield it after its first frame."""
    with connected(server) as connection:
        say(connection, "open", id=1, screen="playground", state=state)
        next_frame(connection)
        yield connection


def say(connection, kind, **given):
    connection.send(json.dumps({"type": kind, **given}))


def next_frame(connection, timeout=20):
    """Return the header of the next frame, which is then acknowledged."""
    while True:
        message = connection.recv(timeout)
        if isinstance(message, bytes):
            length = int.from_bytes(message[:4], "little")
            header = json.loads(message[4 : 4 + length])
            say(connection, "shown", frame=header["frame"])
            return header


def next_answer(connection, timeout=20):
    while True:
        message = connection.recv(timeout)
        if isinstance(message, str):
            return json.loads(message)


def descendants_of(process):
    """Return the processes that a process has started, and those that they have."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(stat.parent.name)] = int(parent)
    found, added = set(), {process}
    while added:
        added = {child for child, parent in parents.items() if parent in added}
        found |= added
    return found


def eventually(claim, seconds=5.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.05)
    return claim()


def test_training_goes_on_while_frames_are_drawn(server):
    with opened(server) as connection:
        say(connection, "play", id=2)
        positions = [next_frame(connection)["course"]["position"] for _ in range(6)]
        assert positions == sorted(set(positions))
        say(connection, "pause", id=3)
        assert next_answer(connection)["id"] in {2, 3}


def test_frames_wait_for_a_page_that_does_not_draw(server):
    with opened(server) as connection:
        say(connection, "play", id=2)
        count = 0
        try:
            while True:
                count += isinstance(connection.recv(0.5), bytes)
        except TimeoutError:
            pass
        assert count <= 3  # two in flight, and the one of the acknowledged first


def test_command_that_is_none_is_answered_in_a_sentence(server):
    with opened(server) as connection:
        for text in ("{", "[]", '{"type":"explode"}', '{"type":"set","state":3}'):
            connection.send(text)
            assert next_answer(connection)["error"]


def test_long_message_is_refused_and_the_session_goes_on(server):
    with opened(server) as connection:
        say(connection, "act", id=7, name="x", arguments={"text": "a" * 1_100_000})
        assert "1 MB" in next_answer(connection)["error"]
        say(connection, "code", id=8)
        assert next_answer(connection)["id"] == 8


def test_huge_message_closes_the_socket(server):
    def flood(connection):
        connection.send("a" * 5_000_000)
        next_answer(connection)

    with opened(server) as connection, pytest.raises(exceptions.ConnectionClosed):
        flood(connection)


def test_huge_body_is_refused_at_once(server):
    host, headers = server
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=5) as raw:
        raw.sendall(
            f"GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {headers['Cookie']}\r\n"
            "Content-Length: 200000000\r\n\r\n".encode()
        )
        assert b" 413 " in raw.recv(1000)


def test_slow_clients_do_not_keep_others_waiting(server):
    host, _ = server
    name, port = host.split(":")
    slow = [socket.create_connection((name, int(port))) for _ in range(20)]
    for raw in slow:
        raw.sendall(b"GET / HT")
    try:
        with opened(server):
            pass
    finally:
        for raw in slow:
            raw.close()


@posix
def test_closing_the_page_ends_its_process(tmp_path):
    with served(tmp_path) as (process, address):
        door = enter(address)
        with opened(door) as connection:
            say(connection, "play")
            next_frame(connection)
            during = descendants_of(process.pid)
        # One spare worker and what starts workers stay.
        assert eventually(
            lambda: len(descendants_of(process.pid) & during) < len(during)
        )


@posix
def test_killed_server_leaves_no_process_and_loses_no_run(tmp_path):
    with served(tmp_path) as (process, address):
        port = int(address.split(":")[2].split("/")[0])
        door = enter(address)
        with opened(door) as connection:
            say(connection, "step", id=2, unit="epoch")
            before = next_frame(connection)
            children = descendants_of(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert eventually(lambda: not any(Path(f"/proc/{c}").exists() for c in children))
    with served(tmp_path, port) as (_, address):
        enter(address)
        with connected(door) as connection:  # the page still has its cookie
            position = before["course"]["position"]
            state = before["first"] or before["state"]
            again = {"screen": "playground", "state": state, "position": position}
            say(connection, "open", **again)
            after = next_frame(connection)
    assert after["course"]["position"] == position
    assert after["view"]["train_loss"] == before["view"]["train_loss"]


@posix
def test_killed_training_process_is_said(tmp_path):
    with served(tmp_path) as (process, address):
        door = enter(address)
        with opened(door) as connection:
            # Not what starts them: it would say how they ended.
            for child in descendants_of(process.pid):
                if not descendants_of(child):
                    os.kill(child, signal.SIGKILL)
            assert "killed" in next_answer(connection)["error"]


def test_small_messages_leave_at_once():
    async def delays():
        met = asyncio.get_running_loop().create_future()
        with bound("127.0.0.1", 0) as listener:
            async with await asyncio.start_server(
                lambda _, writer: met.set_result(writer), sock=listener
            ):
                address = listener.getsockname()
                _, ours = await asyncio.open_connection(*address)
                theirs = (await met).get_extra_info("socket")
                no_delay = theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                (await met).close()
                ours.close()
        return not no_delay

    # A frame would wait 40 ms for the acknowledgment of the answer before it. A thread,
    # since a browser's test may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert not thread.submit(lambda: asyncio.run(delays())).result()


def test_taken_port_is_said():
    with bound("127.0.0.1", 0) as listener:
        listener.listen()
        with pytest.raises(ConfigError, match="leave --port out"):
            bound("127.0.0.1", listener.getsockname()[1])


@posix
def test_cookie_outlives_the_server_in_a_file_of_the_user_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("LIMPID_HOME", str(tmp_path))
    first = kept_cookie(1234)
    path = tmp_path / "studio" / "1234.key"
    assert kept_cookie(1234) == first
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert kept_cookie(1234) != first
