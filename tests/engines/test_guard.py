"""No program reads or writes outside its buffers: forbidden pages lie around them."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOO_FAR = """
import ctypes
from tests.engines.guarded import Fenced
fence = Fenced(16)
ctypes.memset(fence.address, 0, 16)
print("inside")
ctypes.memset(fence.address, 0, 17)
"""

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="pages are forbidden by mprotect"
)


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


def test_one_byte_too_far_ends_the_process():
    child = run("-c", TOO_FAR)
    assert child.stdout == "inside\n"
    assert child.returncode == -signal.SIGSEGV


def check_survival(step):
    child = run("-m", "tests.engines.guarded", str(step))
    assert child.stdout == "survived\n", (child.returncode, child.stderr[-2000:])


def test_programs_stay_inside_their_buffers():
    check_survival(12)


@pytest.mark.slow
def test_every_sample_stays_inside_its_buffers():
    check_survival(1)
