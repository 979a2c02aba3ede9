"""Which engine runs what is compiled."""

from importlib import import_module

from limpid.engines.protocol import Engine
from limpid.errors import ConfigError, nearest

ENGINES = {"reference": ("limpid.engines.reference", "ReferenceEngine")}

_chosen = "reference"
_loaded: dict[str, Engine] = {}


def set_engine(name: str) -> None:
    """Choose the engine that runs compiled functions and training.

    Raises:
        ConfigError: There is no engine of that name.
    """
    global _chosen
    get_engine(name)
    _chosen = name


def get_engine(name: str | None = None) -> Engine:
    """Return the engine of a name; the chosen one by default.

    Raises:
        ConfigError: There is no engine of that name.
    """
    name = name or _chosen
    if name not in ENGINES:
        raise ConfigError(f"Unknown engine {name!r}; {nearest(name, ENGINES)}")
    if name not in _loaded:
        module, engine = ENGINES[name]
        _loaded[name] = getattr(import_module(module), engine)()
    return _loaded[name]
