import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

_LITTLE_SPACE_BYTES = 500e6
_THREAD_VARIABLES = (
    "LIMPID_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
)  # fmt: skip


def doctor() -> None:
    """Say what limpid runs on: versions, threads, folders, space."""
    for name, finding in _findings():
        print(f"{name:14}{finding}")


def _findings() -> Iterator[tuple[str, str]]:
    import numpy as np

    from limpid import __version__
    from limpid.datasets.fetch import cache_folder, mirror_folder
    from limpid.engines.choice import ENGINES, get_engine
    from limpid.engines.native.cache import folder
    from limpid.engines.native.processors import count_threads

    yield "limpid", f"{__version__}, {Path(__file__).parents[1]}"
    yield "Python", f"{platform.python_version()}, {sys.executable}"
    yield "NumPy", np.__version__
    yield "BLAS", _blas(np.show_config(mode="dicts"))
    yield "LLVM", f"llvmlite {version('llvmlite')}"
    yield "engine", _engine(get_engine().name, ENGINES)
    yield "threads", _threads(count_threads())
    yield "data sets", _folder(cache_folder())
    yield "programs", _folder(folder())
    mirror = mirror_folder()
    yield "data mirror", _folder(mirror) if mirror else "none; LIMPID_DATA names one"
    yield "space here", _space(Path.cwd())


def _blas(config: object) -> str:
    blas = (
        config.get("Build Dependencies", {}).get("blas", {})
        if isinstance(config, dict)
        else {}
    )
    return f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip()


def _engine(name: str, known: Iterable[str]) -> str:
    chosen = os.environ.get("LIMPID_ENGINE")
    source = "the default" if chosen is None else f"LIMPID_ENGINE={chosen}"
    return f"{name}, {source}; known: {', '.join(known)}"


def _threads(count: int) -> str:
    limits = [
        f"{name}={os.environ[name]}" for name in _THREAD_VARIABLES if name in os.environ
    ]
    return ", ".join(
        [f"{count} on {os.cpu_count()} cores", *(limits or ["no limit set"])]
    )


def _folder(path: Path) -> str:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    state = "" if path.exists() else ", made when needed"
    problem = "" if os.access(existing, os.W_OK) else ", not writable"
    return f"{path}{state}{problem}"


def _space(path: Path) -> str:
    free = shutil.disk_usage(path).free
    hint = "; little for data sets and runs" if free < _LITTLE_SPACE_BYTES else ""
    return f"{free / 1e9:.1f} GB free{hint}"
