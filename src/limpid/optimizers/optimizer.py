"""Optimizer: the abstract base, and what optimizers share."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from functools import reduce
from typing import Any

import numpy as np

from limpid import catalog
from limpid.errors import ConfigError
from limpid.graph.arithmetic import add, astype, sum
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, as_tensor, scope
from limpid.graph.variable import Variable
from limpid.ops.clip import clip
from limpid.ops.minimum import minimum
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square
from limpid.schedules.learning_rate_schedule import LearningRateSchedule
from limpid.settings import Settings

State = dict[str, Tensor]

LIMITS = ("clipnorm", "clipvalue", "global_clipnorm")


@dataclass(eq=False)
class Optimizer(Settings):
    """Base of all optimizers.

    Args:
        learning_rate: A number or a schedule; read back, it is the present rate.
        weight_decay: Each update also takes weight_decay * learning_rate * weight off.
        clipnorm: Scale each gradient down to at most this norm.
        clipvalue: Limit each element of a gradient to this size.
        global_clipnorm: Scale all gradients together down to at most this norm.
        name: Shown in logs.

    A subclass defines `init`, the state kept for each weight, and `update`, which
    returns the new weight and state: pure functions, so every engine compiles them.
    """

    _: KW_ONLY
    learning_rate: Any = 0.001
    weight_decay: float | None = None
    clipnorm: float | None = None
    clipvalue: float | None = None
    global_clipnorm: float | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        """Check the settings and start at step 0."""
        super().__post_init__()
        self._check_limits()
        self.iterations = Variable(0, dtype="int64", trainable=False, name="iteration")
        self.states: dict[str, dict[str, Variable]] = {}
        rate = self.learning_rate
        self.schedule = (
            catalog.resolve("schedules", rate) if _is_schedule(rate) else None
        )
        if self.schedule is None:
            self._set_rate(rate)

    def _check_limits(self) -> None:
        limits = {name: getattr(self, name) for name in LIMITS}
        for name, value in ({"weight_decay": self.weight_decay} | limits).items():
            if value is not None and value < 0:
                raise ConfigError(
                    f"{type(self).__name__}({name}={value}): must not be negative."
                )
        if len(given := [name for name in LIMITS if limits[name] is not None]) > 1:
            raise ConfigError(f"Give one of {' and '.join(given)}, not several.")

    def _set_rate(self, rate: Any) -> None:
        if not np.isfinite(float(rate)) or float(rate) < 0:
            raise ConfigError(
                f"{type(self).__name__}(learning_rate={rate!r}): "
                "expected a number >= 0."
            )
        self.__dict__["learning_rate"] = Variable(
            float(rate), dtype="float64", trainable=False, name="learning_rate"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign settings; a new learning rate takes effect at the next step.

        Raises:
            ConfigError: A number is to replace a schedule.
        """
        rate = self.__dict__.get(name)
        if name == "learning_rate" and isinstance(rate, Variable):
            rate.assign(float(value))
        elif name == "learning_rate" and self.__dict__.get("schedule") is not None:
            self.schedule = _as_schedule(value)
        else:
            super().__setattr__(name, value)

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute; as learning rate the present one, as in Keras."""
        if name == "learning_rate" and self.__dict__.get("schedule") is not None:
            return self.current_rate()
        return super().__getattribute__(name)

    @abstractmethod
    def init(self, weight: Variable) -> dict[str, Any]:
        """Return the state's first values for a weight."""

    @abstractmethod
    def update(
        self, weight: Tensor, gradient: Tensor, state: State, step: Tensor, rate: Tensor
    ) -> tuple[Tensor, State]:
        """Return the new weight and state.

        Args:
            weight: The weight.
            gradient: Of the loss by the weight.
            state: What `init` or the last update returned.
            step: The number of this update, from 1, as a float.
            rate: The learning rate of this step.
        """

    @property
    def variables(self) -> list[Variable]:
        """The step number, the learning rate and all states."""
        return list(self.paths().values())

    def paths(self) -> dict[str, Variable]:
        """Return all variables by their path."""
        result = {"iteration": self.iterations}
        if isinstance(self.learning_rate, Variable):
            result["learning_rate"] = self.learning_rate
        for path, state in self.states.items():
            result.update({f"{path}/{name}": v for name, v in state.items()})
        return result

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the states for these weights, unless they have some."""
        for v in variables:
            if v.path not in self.states:
                first = self.init(v)
                self.states[v.path] = {
                    name: Variable(value, dtype=v.dtype, trainable=False, name=name)
                    for name, value in first.items()
                }

    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable]
    ) -> None:
        """Update the weights by their gradients: one step."""
        weights = list(trainable_variables)
        self.build(weights)
        with scope(str(self.name)):
            clipped = self.clipped([as_tensor(g) for g in grads])
            step = self.iterations + 1
            rate = self.current_rate()
        for weight, gradient in zip(weights, clipped, strict=True):
            with scope(str(self.name)), scope(weight.path):
                self._update_one(weight, gradient, step, rate)
        self.iterations.assign(self.iterations + 1)

    def _update_one(
        self, weight: Variable, gradient: Any, step: Any, rate: Tensor
    ) -> None:
        state = self.states[weight.path]
        value, rate = weight.read(), astype(rate, weight.dtype)
        if self.weight_decay:
            value = value - value * rate * self.weight_decay
        current = {name: variable.read() for name, variable in state.items()}
        new, new_state = self.update(
            value, gradient, current, astype(step, weight.dtype), rate
        )
        if weight.constraint is not None:
            new = weight.constraint(new)
        weight.assign(new)
        for name, variable in state.items():
            variable.assign(new_state[name])

    def apply_gradients(self, grads_and_vars: Any) -> None:
        """Update weights given as pairs (gradient, weight)."""
        grads, variables = zip(*grads_and_vars, strict=True)
        self.apply(grads, variables)

    def current_rate(self) -> Tensor:
        """Return the learning rate of the next step."""
        if self.schedule is not None:
            return self.schedule(astype(self.iterations, "float64"))  # type: ignore[no-any-return]
        return self.learning_rate.read()  # type: ignore[no-any-return]

    def clipped(self, gradients: Sequence[Any]) -> list[Any]:
        """Return the gradients within the limits set."""
        if self.clipvalue is not None:
            return [clip(g, -self.clipvalue, self.clipvalue) for g in gradients]
        if self.clipnorm is not None:
            return [g * _shrink(sum(square(g)), self.clipnorm) for g in gradients]
        if self.global_clipnorm is not None:
            total = reduce(add, [sum(square(g)) for g in gradients])
            return [g * _shrink(total, self.global_clipnorm) for g in gradients]
        return list(gradients)

    def get_config(self) -> dict[str, Any]:
        """Return the settings, the learning rate as it is now."""
        rate = self.schedule or float(self.learning_rate)
        return super().get_config() | {"learning_rate": rate}


def zeros(weight: Variable) -> Array:
    """Return zeros of a weight's shape and type, for a state to start with."""
    return np.zeros(weight.shape, weight.dtype)


def _is_schedule(rate: Any) -> bool:
    return isinstance(rate, (str, dict, LearningRateSchedule)) or callable(rate)


def _as_schedule(value: Any) -> Any:
    if not _is_schedule(value):
        raise ConfigError(
            f"This optimizer follows a schedule, which {value!r} cannot replace; give "
            "a schedule, or make the optimizer with a number."
        )
    return catalog.resolve("schedules", value)


def _shrink(squared_norm: Tensor, limit: float) -> Tensor:
    # The smallest positive norm keeps 0 / 0 out; it never exceeds a limit.
    norm = sqrt(squared_norm + 1e-30)
    return minimum(limit / norm, 1.0)
