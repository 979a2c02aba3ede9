"""The files of the folder of runs: found by listing it, opened only if they lie in it.

A page names runs; it never sends a path. Names are looked up among those listed, links
are not followed, and nothing but regular files of a bounded size is read.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from limpid.datasets._lock import is_held
from limpid.errors import ConfigError, nearest

FOLDER_VARIABLE = "LIMPID_RUNS"
MAX_RUNS = 5000
DELETED = ".deleted"

LINK = "is a link or no regular file, and is not opened"


def default_folder() -> Path:
    """Return the folder of all runs: `runs` here, unless LIMPID_RUNS names another."""
    return Path(os.environ.get(FOLDER_VARIABLE) or "runs")


@dataclass(frozen=True)
class Listing:
    """What lies in the folder of runs.

    Args:
        names: Of the folders in it, in alphabetical order.
        links: Names of links, which are left alone.
        left_out: How many folders are beyond the limit.
        trouble: Why it cannot be listed, or "".
    """

    names: tuple[str, ...]
    links: tuple[str, ...] = ()
    left_out: int = 0
    trouble: str = ""


def listing(root: Path) -> Listing:
    """Return what lies in the folder of runs; one that is missing is empty."""
    names, links = [], []
    try:
        with os.scandir(root) as entries:
            for entry in entries:
                if entry.is_symlink():
                    links.append(entry.name)
                elif entry.is_dir(follow_symlinks=False) and entry.name[0] != ".":
                    names.append(entry.name)
    except FileNotFoundError:
        return Listing(())
    except OSError as error:
        return Listing((), trouble=f"{root} cannot be listed: {error.strerror}.")
    left_out = max(0, len(names) - MAX_RUNS)
    return Listing(tuple(sorted(names)[:MAX_RUNS]), tuple(sorted(links)), left_out)


class Refusal(Exception):  # noqa: N818 - becomes a sentence about the run
    """Why a file is not read."""


Identity = tuple[int, int, int]


class Files:
    """The files of one run.

    Args:
        root: The folder of all runs.
        name: One of those that it lists.
    """

    def __init__(self, root: Path, name: str) -> None:
        """Remember where they are, as texts: thousands of runs are looked through."""
        self.folder = f"{root}/{name}"
        self.real = f"{os.path.realpath(root)}/{name}"

    def identity(self, name: str) -> Identity | None:
        """Return what tells whether a file has changed; None if there is none."""
        try:
            found = os.lstat(f"{self.folder}/{name}")
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def checked(self, name: str, most_bytes: int) -> str:
        """Return the path of a regular file that lies in the folder itself.

        Raises:
            Refusal: It is something else, or longer than allowed.
            FileNotFoundError: There is none.
        """
        path = f"{self.folder}/{name}"
        found = os.lstat(path)
        real = f"{self.real}/{name}"
        if not stat.S_ISREG(found.st_mode) or Path(os.path.realpath(path)) != Path(
            real
        ):
            raise Refusal(f"{name} {LINK}")
        if found.st_size > most_bytes:
            megabytes = f"{found.st_size / 1e6:,.0f} MB, more than {most_bytes / 1e6:g}"
            raise Refusal(f"{name} has {megabytes}, and is not read")
        return path

    @contextmanager
    def opened(self, name: str, most_bytes: int) -> Iterator[int]:
        """Open a file, the very one that was checked.

        Raises:
            Refusal: It cannot be read, and why.
            FileNotFoundError: There is none.
        """
        path = self.checked(name, most_bytes)
        checked = os.lstat(path)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            raise
        except OSError as error:
            raise Refusal(f"{name} cannot be read: {error.strerror}") from error
        try:
            if not os.path.samestat(os.fstat(descriptor), checked):
                raise Refusal(f"{name} {LINK}")
            yield descriptor
        finally:
            os.close(descriptor)

    def read(self, name: str, most_bytes: int, start: int = 0) -> bytes:
        """Return what a file holds from a place on, as `opened` does."""
        with (
            self.opened(name, most_bytes) as descriptor,
            os.fdopen(descriptor, "rb", closefd=False) as stream,
        ):
            stream.seek(start)
            return stream.read(most_bytes)

    def is_training(self) -> bool:
        """Tell whether a process trains this run now."""
        try:
            with self.opened(".lock", 1000) as descriptor:
                return is_held(descriptor)
        except (OSError, Refusal):
            return False


def found_among(names: tuple[str, ...], name: str) -> str:
    """Return a name if it is one of those listed.

    Raises:
        ConfigError: It is not.
    """
    if name in names:
        return name
    raise ConfigError(f"There is no run {name!r}; {nearest(name, names)}")
