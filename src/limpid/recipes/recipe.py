"""A recipe: everything that a run needs, as data, and the figure it must reach."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from limpid.errors import ConfigError, nearest
from limpid.recipes.preparation import Preparation

if TYPE_CHECKING:
    from limpid.callbacks import Callback
    from limpid.models import Model
    from limpid.optimizers.optimizer import Optimizer

__all__ = ["Recipe"]

Setting = bool | int | float | str

# The fields of a recipe that a run may set; `seed` has an option of its own.
_OWN_SETTINGS = ("epochs", "batch_size", "validation", "loss")


def no_samples(model: Any) -> Mapping[str, str]:  # noqa: ARG001 - as all samples
    """Return nothing: most models make nothing up."""
    return {}


@dataclass(frozen=True)
class Recipe:
    """What to train on what, how, and how good it must become.

    The model and the optimizer are functions, so that every run gets fresh ones; their
    keyword arguments are settings that a run may change (`limpid train --set`).

    Args:
        name: Its file's name with hyphens; what follows `limpid train`.
        title: One line for people.
        dataset: Name of the data set.
        model: Returns the network; keyword arguments with defaults are settings.
        optimizer: Returns the optimizer, given the number of steps of the whole run;
            further keyword arguments are settings.
        loss: Name of the loss.
        epochs: How often to go through the training data.
        batch_size: Examples a step.
        expect: Figures to reach by name: an accuracy at least, any other at most.
        seed: Everything random in a run follows from it.
        metrics: Names of what is measured besides the loss.
        preparation: How examples become inputs.
        validation: Share of the training data to hold out and watch; 0 for none.
        callbacks: Returns what else to do between epochs and batches.
        samples: Returns what a trained model makes up, for the report: texts by title.
        source: Where the figure or the network comes from.

    Example:
        >>> from limpid.recipes import digits
        >>> digits.RECIPE.expect
        {'test_accuracy': 0.98}
    """

    name: str
    title: str
    dataset: str
    model: Callable[..., "Model"]
    optimizer: Callable[..., "Optimizer"]
    loss: str
    epochs: int
    batch_size: int
    expect: Mapping[str, float]
    seed: int = 0
    metrics: tuple[str, ...] = ("accuracy",)
    preparation: Preparation = field(default_factory=Preparation)
    validation: float = 0.0
    callbacks: Callable[[], Sequence["Callback"]] = tuple
    samples: Callable[[Any], Mapping[str, str]] = no_samples
    source: str = ""

    def settings(self) -> dict[str, Setting]:
        """Return every setting that a run may change, with its value here."""
        own = {name: getattr(self, name) for name in _OWN_SETTINGS}
        return own | defaults(self.optimizer) | defaults(self.model)

    def changed(self, changes: Mapping[str, Setting]) -> "Recipe":
        """Return the recipe with other values of some settings.

        Raises:
            ConfigError: A name is no setting, or a value is of another type or range.
        """
        known = self.settings()
        for name in changes.keys() - known.keys():
            raise ConfigError(
                f"The recipe {self.name} has no setting {name!r};"
                f" {nearest(name, known)}"
            )
        values = {
            name: _like(name, value, known[name]) for name, value in changes.items()
        }
        own: dict[str, Any] = {k: v for k, v in values.items() if k in _OWN_SETTINGS}
        return replace(
            self,
            model=_with_defaults(self.model, values),
            optimizer=_with_defaults(self.optimizer, values),
            **own,
        )

    def __post_init__(self) -> None:
        """Refuse numbers that no run can have."""
        if self.epochs < 1 or self.batch_size < 1:
            raise ConfigError(
                f"epochs={self.epochs} and batch_size={self.batch_size} were given;"
                " expected positive numbers."
            )
        if not 0 <= self.validation < 1:
            raise ConfigError(
                f"validation={self.validation}: expected a share from 0 up to, but not"
                " including, 1."
            )


def defaults(function: Callable[..., Any]) -> dict[str, Setting]:
    """Return the keyword arguments of a function that have a default, with it."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def _with_defaults(
    function: Callable[..., Any], values: Mapping[str, Setting]
) -> Callable[..., Any]:
    """Return the function with other defaults, which its signature shows as well."""
    chosen = {name: values[name] for name in defaults(function) if name in values}
    return partial(function, **chosen) if chosen else function


def _like(name: str, value: Setting, example: Setting) -> Setting:
    """Return the value as the type of an example of the setting.

    Raises:
        ConfigError: It is of another type.
    """
    kind = type(example)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ConfigError(
            f"{name}={value!r} was given, expected {_A[kind]} such as {example!r}."
        )
    return value


_A = {bool: "true or false", int: "a whole number", float: "a number", str: "a word"}
