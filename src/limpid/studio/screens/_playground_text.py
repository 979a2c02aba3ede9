"""The playground's network as text: limpid's own notation, a line for each part."""

import ast
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from limpid.errors import ConfigError, nearest
from limpid.studio.screens._playground_state import PlaygroundState
from limpid.studio.screens._written_lines import lines_of

_MOMENTUM = {"momentum", "nesterov"}
_EXAMPLES = (
    'Dense(6, "tanh"), Dropout(0.2), SGD(0.01, momentum=0.1), Adam(0.003), L2(0.001)'
)


def written(settings: Any) -> str:
    """Return the text of a playground's network; its output layer goes without saying.

    Args:
        settings: The playground's state.
    """
    lines = []
    for hidden in settings.hidden:
        activation = hidden.activation or settings.activation
        lines.append(f'Dense({hidden.units}, "{activation}")')
        if hidden.dropout:
            lines.append(f"Dropout({hidden.dropout:g})")
    lines.append(_optimizer(settings))
    if settings.regularization != "none":
        kind = settings.regularization.upper()
        lines.append(f"{kind}({settings.regularization_rate:g})")
    return "\n".join([*lines, f"batch_size = {settings.batch_size}"])


def _optimizer(settings: Any) -> str:
    arguments = f"{settings.learning_rate:g}"
    if settings.optimizer in _MOMENTUM:
        arguments += f", momentum={settings.momentum:g}"
    if settings.optimizer == "nesterov":
        arguments += ", nesterov=True"
    return f"{_classes()[settings.optimizer]}({arguments})"


def _classes() -> dict[str, str]:
    """Return what the class of each optimizer is called."""
    from limpid.catalog import lookup

    field = {f.name: f.type for f in msgspec.structs.fields(PlaygroundState)}
    names = get_args(get_args(field["optimizer"])[0])
    return {
        name: "SGD" if name in _MOMENTUM else lookup("optimizers", name).__name__
        for name in names
    }


def read(text: str) -> dict[str, Any]:
    """Return the settings that a text means, as `written` writes it.

    Raises:
        ConfigError: A line cannot be read; it says which, and what was expected.
    """
    lines = lines_of(text, "network")
    reader = _Reader()
    for line in lines:
        reader.take(line)
    return reader.settings()


class _Reader:
    """Takes a text's lines, one after the other."""

    def __init__(self) -> None:
        self.hidden: list[dict[str, Any]] = []
        self.others: dict[str, Any] = {"regularization": "none"}
        self.optimizers = {
            name: kind for kind, name in _classes().items() if kind not in _MOMENTUM
        }

    def settings(self) -> dict[str, Any]:
        return {"hidden": self.hidden, **self.others}

    def take(self, line: ast.stmt) -> None:
        match line:
            case ast.Assign([ast.Name("batch_size")], ast.Constant(int() as size)):
                self.others["batch_size"] = size
            case ast.Expr(ast.Call(ast.Name() | ast.Attribute() as kind, given, named)):
                name = kind.id if isinstance(kind, ast.Name) else kind.attr
                values = [_value(x, line.lineno) for x in given]
                self._call(name, values, _named(named, line.lineno), line.lineno)
            case _:
                raise ConfigError(
                    f"Line {line.lineno} of the network is neither a layer, an "
                    'optimizer nor batch_size = 10; write such as Dense(6, "tanh").'
                )

    def _call(
        self, name: str, given: list[Any], named: dict[str, Any], line: int
    ) -> None:
        known: dict[str, Callable[..., None]] = {
            "Dense": self._dense,
            "Dropout": self._dropout,
        }
        known |= dict.fromkeys(("L1", "L2"), self._penalty)
        known |= dict.fromkeys(self.optimizers, self._optimize)
        if name not in known:
            raise ConfigError(
                f"Line {line} of the network: there is no {name!r} here; "
                f"{nearest(name, known)}"
            )
        if name == "Dropout" and not self.hidden:
            raise ConfigError("Dropout follows a Dense layer; write one before it.")
        try:
            known[name](name, *given, **named)
        except (TypeError, ValueError):
            raise ConfigError(
                f"Line {line} of the network: {name} does not take these arguments; "
                f"write such as {_EXAMPLES}."
            ) from None

    def _dense(self, _: str, units: int, activation: str = "linear") -> None:
        self.hidden.append({"units": units, "activation": activation})

    def _dropout(self, _: str, rate: float) -> None:
        self.hidden[-1]["dropout"] = float(rate)

    def _penalty(self, name: str, rate: float) -> None:
        self.others |= {
            "regularization": name.lower(),
            "regularization_rate": float(rate),
        }

    def _optimize(
        self,
        name: str,
        learning_rate: float,
        momentum: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        if name != "SGD" and momentum:
            raise TypeError
        kind = self.optimizers[name]
        if momentum:
            kind = "nesterov" if nesterov else "momentum"
            self.others["momentum"] = float(momentum)
        self.others |= {"optimizer": kind, "learning_rate": float(learning_rate)}


def _value(node: ast.expr, line: int) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise ConfigError(
            f"Line {line} of the network: {ast.unparse(node)!r} is neither a number "
            "nor a word in quotes."
        ) from None


def _named(keywords: list[ast.keyword], line: int) -> dict[str, Any]:
    return {str(word.arg): _value(word.value, line) for word in keywords}
