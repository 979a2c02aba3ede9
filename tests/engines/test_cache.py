"""Compiled programs on disk: machine code, so nothing but one's own is ever run."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from limpid.engines.native import cache
from limpid.engines.native.cache import DIGEST_BYTES, cached, folder

PROGRAM = """
import numpy as np
from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.graph.tracing import trace

x = np.arange(6.0)
print(NativeProgram(trace(lambda x: ops.tanh(x) * 3, x))([x])[0].tolist())
"""


def compiled(code: bytes):
    return lambda: code


def refuse() -> bytes:
    raise AssertionError("compiled again")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LIMPID_HOME", str(tmp_path))


def entry(key: str):
    return folder() / f"{key}.o"


def test_a_program_is_compiled_once():
    assert cached("key", compiled(b"code")) == b"code"
    assert cached("key", refuse) == b"code"


@pytest.mark.parametrize("place", [0, DIGEST_BYTES, -1])
def test_an_entry_of_which_a_byte_was_changed_is_compiled_anew(place):
    cached("key", compiled(b"code"))
    data = bytearray(entry("key").read_bytes())
    data[place] ^= 1
    entry("key").write_bytes(data)
    assert cached("key", compiled(b"new code")) == b"new code"
    assert cached("key", refuse) == b"new code"


@pytest.mark.parametrize("length", [0, 1, DIGEST_BYTES, DIGEST_BYTES + 2])
def test_an_entry_that_was_cut_is_compiled_anew(length):
    cached("key", compiled(b"code"))
    entry("key").write_bytes(entry("key").read_bytes()[:length])
    assert cached("key", compiled(b"code")) == b"code"
    assert entry("key").stat().st_size == DIGEST_BYTES + 4


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_an_entry_of_somebody_else_is_not_run(monkeypatch):
    cached("key", compiled(b"code"))
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    with pytest.warns(UserWarning, match="cannot be kept.*set LIMPID_HOME"):
        assert cached("key", compiled(b"own")) == b"own"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_nothing_is_kept_where_others_may_write():
    folder().mkdir(mode=0o700)
    folder().chmod(0o777)
    with pytest.warns(UserWarning, match="not the user's alone"):
        assert cached("key", compiled(b"code")) == b"code"
    assert not list(folder().iterdir())


def test_a_home_that_cannot_be_written_is_said_and_the_program_runs():
    folder().write_text("a file where the folder should be")
    with pytest.warns(UserWarning, match="set LIMPID_HOME to a folder"):
        assert cached("key", compiled(b"code")) == b"code"


def test_entries_used_longest_ago_make_room(monkeypatch):
    size, number = 1_000 + DIGEST_BYTES, 600
    monkeypatch.setattr(cache, "LARGEST_BYTES", 100 * size)
    for i in range(number):
        cached(str(i), compiled(str(i).encode() * 1_000))
        os.utime(entry(str(i)), (i, i))
        cached("0", compiled(b"first"))
    left = {int(path.stem) for path in folder().iterdir()}
    assert 0 in left
    assert len(left) < number / 2
    assert min(left - {0}) > number / 2


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_others_remove_meanwhile_is_not_missed(monkeypatch):
    monkeypatch.setattr(cache, "WRITES_A_COUNT", 1)
    cached("key", compiled(b"code"))
    entry("gone").symlink_to("nowhere")
    assert cached("other", compiled(b"code")) == b"code"


def test_a_kept_program_starts_without_the_compiler():
    ask = "import sys; print('limpid.engines.native.lowering' in sys.modules)"
    command = [sys.executable, "-c", PROGRAM + ask]
    printed = [
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
        for _ in range(2)
    ]
    assert [text.split()[-1] for text in printed] == ["True", "False"]


def test_eight_processes_at_once_tear_nothing():
    def start(_):
        command = [sys.executable, "-W", "error", "-c", PROGRAM]
        return subprocess.run(command, capture_output=True, check=True).stdout

    with ThreadPoolExecutor(8) as pool:
        printed = set(pool.map(start, range(8)))
    assert len(printed) == 1
    assert {path.suffix for path in folder().iterdir()} == {".o"}
