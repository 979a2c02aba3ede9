"""Which engine runs what is compiled."""

import os
from importlib import import_module

from limpid.engines.protocol import Engine
from limpid.errors import ConfigError, nearest

ENGINES = {
    "native": ("limpid.engines.native.engine", "NativeEngine"),
    "reference": ("limpid.engines.reference", "ReferenceEngine"),
}

_loaded: dict[str, Engine] = {}


class _Choice:
    name = os.environ.get("LIMPID_ENGINE", "native")


def set_engine(name: str) -> None:
    """Choose the engine that runs compiled functions and training.

    Raises:
        ConfigError: There is no engine of that name.
    """
    get_engine(name)
    _Choice.name = name


def get_engine(name: str | None = None) -> Engine:
    """Return the engine of a name; the chosen one by default.

    Raises:
        ConfigError: There is no engine of that name.
    """
    given, name = name, name or _Choice.name
    if name not in ENGINES:
        # `set_engine` lets no unknown name pass: such a default is the environment's.
        what = f"engine {name!r}" if given else f"engine LIMPID_ENGINE={name}"
        raise ConfigError(f"Unknown {what}; {nearest(name, ENGINES)}")
    if name not in _loaded:
        module, engine = ENGINES[name]
        _loaded[name] = getattr(import_module(module), engine)()
    return _loaded[name]
