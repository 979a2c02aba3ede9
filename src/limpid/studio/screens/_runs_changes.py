"""Renaming and deleting runs: within their folder, never one in training.

A run that is deleted goes to `.deleted` beside the others, until a person empties it.
"""

from itertools import count
from pathlib import Path

from limpid.errors import ConfigError, LimpidFileError
from limpid.runs.run_directory import SAFE_NAME
from limpid.studio.screens._runs_files import DELETED, Files


def rename(root: Path, name: str, new: str) -> None:
    """Give a run another name.

    Args:
        root: The folder of all runs.
        name: Of the run, as listed.
        new: Its new name.

    Raises:
        ConfigError: The name cannot be one or is taken, or the run is in training.
    """
    _refuse_in_training(root, name)
    if not SAFE_NAME.fullmatch(new):
        raise ConfigError(
            f"{new!r} cannot name a run: expected up to 100 letters, digits, '.', '_' "
            "and '-', a letter or digit first."
        )
    if (root / new).exists() or (root / new).is_symlink():
        raise ConfigError(f"There is a run {new!r} already; choose another name.")
    _move(root / name, root / new)


def delete(root: Path, name: str) -> str:
    """Put a run aside; return where it is kept, by its name in `.deleted`.

    Raises:
        ConfigError: The run is in training.
    """
    _refuse_in_training(root, name)
    folder = _deleted_folder(root)
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    kept = next(one for one in names if not (folder / one).exists())
    _move(root / name, folder / kept)
    return kept


def undelete(root: Path, kept: str) -> None:
    """Bring back a run that was put aside, under the name that it is kept by.

    Raises:
        ConfigError: It is not there any more, or its name is taken.
    """
    folder = _deleted_folder(root)
    if kept not in [path.name for path in folder.iterdir()]:
        raise ConfigError(f"{folder} does not hold {kept!r} any more.")
    if (root / kept).exists():
        raise ConfigError(f"There is a run {kept!r} again; rename that one first.")
    _move(folder / kept, root / kept)


def _deleted_folder(root: Path) -> Path:
    folder = root / DELETED
    if folder.is_symlink():
        raise ConfigError(f"{folder} is a link, and is not followed; remove it first.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise LimpidFileError(f"{folder} cannot be made: {error.strerror}.") from error
    return folder


def _refuse_in_training(root: Path, name: str) -> None:
    if Files(root, name).is_training():
        raise ConfigError(
            f"{name} is being trained; wait, or stop it with Ctrl-C first."
        )


def _move(old: Path, new: Path) -> None:
    try:
        old.rename(new)
    except OSError as error:
        raise LimpidFileError(f"{old} cannot be moved: {error.strerror}.") from error
