"""The cache of compiled programs: machine code by the fingerprint of its graph.

The folder belongs to the user alone: what lies in it is run. An entry begins with the
digest of the rest; a damaged one is compiled anew.
"""

import os
import stat
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

# Beyond this the entries used longest ago are removed. To count a full folder takes
# longer than many a compilation: about one write in so many does it.
LARGEST_BYTES, WRITES_A_COUNT = 256 * 2**20, 64
DIGEST_BYTES = 32


def folder() -> Path:
    """Return where programs are kept: in LIMPID_HOME or the user's cache."""
    home = os.environ.get("LIMPID_HOME")
    base = Path(home) if home else Path.home() / ".cache" / "limpid"
    return base / "programs"


def cached(key: str, compile_: Callable[[], bytes]) -> bytes:
    """Return the code of a key from the cache, or compile and keep it."""
    path = folder() / f"{key}.o"
    code = _read(path)
    if code is None:
        code = compile_()
        try:
            _write(path, code)
        except OSError as error:
            warnings.warn(
                f"Compiled programs cannot be kept in {path.parent} "
                f"({error.strerror}); set LIMPID_HOME to a folder that can be written.",
                stacklevel=2,
            )
    return code


def _read(path: Path) -> bytes | None:
    try:
        status = path.stat()
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return None
        data = path.read_bytes()
        # The time of use, by which old entries are told.
        with suppress(OSError):
            os.utime(path)
    except OSError:
        return None
    code = data[DIGEST_BYTES:]
    return code if code and sha256(code).digest() == data[:DIGEST_BYTES] else None


def _write(path: Path, code: bytes) -> None:
    """Write atomically: other processes see the whole entry or none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if hasattr(os, "getuid"):
        status = path.parent.stat()
        if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o022:
            raise PermissionError(1, "the folder is not the user's alone")
    digest = sha256(code).digest()
    with tempfile.NamedTemporaryFile(
        dir=path.parent, suffix=".tmp", delete=False
    ) as file:
        try:
            file.write(digest + code)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    if digest[0] % WRITES_A_COUNT == 0:
        _prune(path.parent)


def _prune(parent: Path) -> None:
    files = []
    with os.scandir(parent) as entries:
        for entry in entries:
            # Another process may have removed it meanwhile.
            with suppress(FileNotFoundError):
                files.append((entry.stat(), entry.path))
    total = 0
    for status, path in sorted(files, key=lambda f: f[0].st_mtime_ns, reverse=True):
        total += status.st_size
        if total > LARGEST_BYTES:
            with suppress(OSError):
                Path(path).unlink()
