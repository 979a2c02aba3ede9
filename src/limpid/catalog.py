"""The catalog: objects by the names under which their folders export them."""

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from limpid.errors import ConfigError, nearest
from limpid.settings import Settings

FOLDERS = (
    "activations",
    "callbacks",
    "constraints",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "schedules",
)

# Stands for a folder where a class is the user's own: custom_objects must give it.
CUSTOM = "custom"

# Which folder a setting's names come from, by the end of the setting's name.
SETTING_FOLDERS = {
    "activation": "activations",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
}


def every(folder: str) -> dict[str, Any]:
    """Return what a folder exports, by name."""
    module = import_module(f"limpid.{folder}")
    return {name: getattr(module, name) for name in module.__all__}


def lookup(
    folder: str, name: str, custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Return the object of a name; case and underscores do not matter.

    Raises:
        ConfigError: The folder exports no such name.
    """
    if custom_objects and name in custom_objects:
        return custom_objects[name]
    module = import_module(f"limpid.{folder}")
    if name in module.__all__:
        return getattr(module, name)
    exported = every(folder)
    plain = {_plain(key): value for key, value in exported.items()}
    for value in exported.values():
        plain.update(dict.fromkeys(getattr(value, "aliases", ()), value))
    if _plain(name) in plain:
        return plain[_plain(name)]
    # Of a class and its function, the function's name: it has underscores.
    known = {_plain(n): n.lower() for n, v in exported.items() if inspect.isclass(v)}
    known |= {_plain(n): n for n, v in exported.items() if inspect.isfunction(v)}
    hint = nearest(name, known.values())
    raise ConfigError(f"Unknown {folder.rstrip('s')} {name!r}; {hint}")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def resolve(
    folder: str, identifier: Any, custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Return the object behind a name, a config, a class or the object itself.

    A name gives a function, or an instance of a class made with its defaults.

    Raises:
        ConfigError: The name is unknown, or the identifier is none of these.
    """
    if identifier is None:
        return None
    if isinstance(identifier, Mapping):
        return deserialize(identifier, custom_objects)
    found = (
        lookup(folder, identifier, custom_objects)
        if isinstance(identifier, str)
        else identifier
    )
    if inspect.isclass(found):
        return found()
    if callable(found) or isinstance(found, Settings):
        return found
    raise ConfigError(
        f"{identifier!r} is no {folder.rstrip('s')}: "
        "give a name, a config or an object."
    )


def check_setting(owner: Any, name: str) -> None:
    """Raise ConfigError if a setting such as kernel_initializer names nothing known."""
    folder = SETTING_FOLDERS.get(name.rsplit("_", maxsplit=1)[-1])
    value = getattr(owner, name, None)
    if folder and isinstance(value, str):
        lookup(folder, value)


def folder_of(value: Any) -> str:
    """Return which folder exports an object's class; 'custom' if none does."""
    kind = type(value)
    folder = kind.__module__.removeprefix("limpid.").partition(".")[0]
    exported = folder in FOLDERS and every(folder).get(kind.__name__) is kind
    return folder if exported else CUSTOM


def serialize(value: Any) -> Any:
    """Return a value as plain data: an object as its class's name and config.

    Raises:
        ConfigError: The value is a function without a name in limpid, or foreign.
    """
    if isinstance(value, Settings):
        config = {k: serialize(v) for k, v in value.get_config().items()}
        name = type(value).__name__
        return {"folder": folder_of(value), "class": name, "config": config}
    if isinstance(value, Mapping):
        return {key: serialize(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [serialize(part) for part in value]
        return tuple(parts) if isinstance(value, tuple) else parts
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "tolist"):
        return value.tolist()
    name = getattr(value, "__name__", "")
    if every("activations").get(name) is value:
        return name
    raise ConfigError(
        f"{value!r} cannot be saved: functions are code. Write it as a class derived "
        "from a limpid class and hand that to load_model(custom_objects=...)."
    )


def deserialize(data: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the objects described by plain data.

    Only names exported by limpid's own folders, or given in custom_objects, are
    looked up: data can name no module, function or path.

    Raises:
        ConfigError: A name is unknown or a config does not fit its class.
    """
    if isinstance(data, (list, tuple)):
        return type(data)(deserialize(part, custom_objects) for part in data)
    if not isinstance(data, Mapping):
        return data
    parts = {key: deserialize(part, custom_objects) for key, part in data.items()}
    if set(data) != {"folder", "class", "config"}:
        return parts
    folder, name, config = parts["folder"], parts["class"], parts["config"]
    named = isinstance(folder, str) and isinstance(name, str)
    if not named or not isinstance(config, dict):
        raise ConfigError("An object's description lacks folder, class or config.")
    return _class_of(folder, name, custom_objects or {}).from_config(config)


def _class_of(folder: str, name: str, custom_objects: Mapping[str, Any]) -> Any:
    if folder not in {*FOLDERS, CUSTOM}:
        raise ConfigError(f"Unknown folder {folder!r}; {nearest(folder, FOLDERS)}")
    if folder == CUSTOM and name not in custom_objects:
        raise ConfigError(
            f"The class {name!r} is not limpid's own: "
            f"give it in custom_objects={{{name!r}: ...}}."
        )
    found = custom_objects[name] if folder == CUSTOM else lookup(folder, name)
    if not (inspect.isclass(found) and issubclass(found, Settings)):
        raise ConfigError(f"{name!r} is not a class that can be configured.")
    return found
