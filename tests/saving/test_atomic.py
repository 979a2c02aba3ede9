"""Whatever happens while a file is written: the old one or the new one is there."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from limpid import layers
from limpid.errors import LimpidFileError
from limpid.models import Input, Sequential, load_model, save_model
from limpid.models.atomic import write_atomically


def model_of(value, units=3):
    model = Sequential([Input((4,)), layers.Dense(units, name="dense")], name="model")
    model.set_weights([np.full((4, units), value), np.zeros(units)])
    return model


def value_of(path):
    kernel = load_model(path).get_weights()[0]
    assert (kernel == kernel.flat[0]).all()
    return kernel.flat[0]


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model.safetensors"
    save_model(model_of(1), path)
    return path


def only_file(path):
    return [part.name for part in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "free some space"), (errno.EDQUOT, "quota"), (errno.EROFS, "read-"),
     (errno.EFBIG, "size"), (errno.EIO, "Input/output error")],
)  # fmt: skip
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_failure_leaves_the_old_file_and_says_why(
    call, number, advice, saved, monkeypatch
):
    def fail(*arguments):
        raise OSError(number, os.strerror(number))

    owner = os if call == "fsync" else Path
    monkeypatch.setattr(owner, call, fail)
    with pytest.raises(LimpidFileError, match=advice):
        save_model(model_of(2), saved)
    monkeypatch.undo()
    assert value_of(saved) == 1
    assert only_file(saved)


def test_limit_on_file_sizes_leaves_the_old_file(saved):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(LimpidFileError, match="files of this size"):
            save_model(model_of(2, units=100_000), saved)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert value_of(saved) == 1
    assert only_file(saved)


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of its own, of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if mounted.returncode:
        pytest.skip("a disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


def test_full_disk_leaves_the_old_file(small_disk):
    path = small_disk / "model.safetensors"
    save_model(model_of(1), path)
    with pytest.raises(LimpidFileError, match="the disk is full"):
        save_model(model_of(2, units=200_000), path)
    assert value_of(path) == 1
    assert only_file(path)


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(LimpidFileError, match="its folder does not exist"):
        save_model(model_of(1), tmp_path / "nowhere" / "model.safetensors")


def test_folder_in_the_files_place_is_named(tmp_path):
    with pytest.raises(LimpidFileError, match="it is a folder"):
        save_model(model_of(1), tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_forbidden_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(LimpidFileError, match="not permitted"):
        save_model(model_of(1), tmp_path / "model.safetensors")


def test_file_that_may_not_be_replaced_is_kept(saved):
    with pytest.raises(LimpidFileError, match="overwrite=True"):
        save_model(model_of(2), saved, overwrite=False)
    assert value_of(saved) == 1


def test_link_is_followed(saved):
    link = saved.with_name("latest")
    link.symlink_to(saved.name)
    save_model(model_of(2), link)
    assert link.is_symlink()
    assert value_of(saved) == 2


def test_interruption_leaves_the_old_file(saved):
    def parts():
        yield b"half a file"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(saved, parts())
    assert value_of(saved) == 1
    assert only_file(saved)


def test_remains_of_dead_writers_are_swept_and_only_those(saved):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    dead = saved.with_name(f"{saved.name}.tmp.{process.pid}.0123abcd")
    alive = saved.with_name(f"{saved.name}.tmp.{os.getppid()}.0123abcd")
    others = saved.with_name(f"other.safetensors.tmp.{process.pid}.0123abcd")
    for path in (dead, alive, others):
        path.write_bytes(b"half a file")
    save_model(model_of(2), saved)
    assert [path.exists() for path in (dead, alive, others)] == [False, True, True]


WRITER = """
import sys
from tests.saving.test_atomic import model_of, save_model
path, value = sys.argv[1:]
model = model_of(float(value), units=20_000)
for _ in range(25):
    save_model(model, path)
"""


def test_writers_at_once_leave_one_whole_file(tmp_path):
    path = tmp_path / "model.safetensors"
    save_model(model_of(0), path)
    root = Path(__file__).parent.parent.parent
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(i)], cwd=root)
        for i in range(1, 4)
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(value_of(path))
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert value_of(path) in {1, 2, 3}
    assert seen <= {0, 1, 2, 3}
    assert only_file(path)
