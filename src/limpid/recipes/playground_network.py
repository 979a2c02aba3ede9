"""The network of TensorFlow Playground, by its own rules."""

from collections.abc import Sequence
from typing import Any

from limpid.errors import ConfigError
from limpid.initializers import Constant, RandomUniform, Zeros
from limpid.layers import Dense
from limpid.losses import HalfSquaredError
from limpid.models import Input, Sequential
from limpid.optimizers import SGD
from limpid.regularizers import L1, L2

__all__ = ["playground_network"]


def playground_network(
    num_features: int = 2,
    hidden: Sequence[int] = (4, 2),
    activation: Any = "tanh",
    *,
    regression: bool = False,
    regularization: str | None = None,
    regularization_rate: float = 0.0,
    learning_rate: float = 0.03,
    init_zero: bool = False,
    seed: int = 0,
) -> Sequential:
    """Return TensorFlow Playground's network, compiled.

    Weights are uniform between -0.5 and 0.5, biases 0.1; the output is a tanh unit, or
    a linear one for a regression; the loss is 0.5 (output - target)**2, targets 1 and
    -1. The L2 penalty is 0.5 rate w**2, so its slope is rate times w; biases have none.

    Args:
        num_features: The inputs.
        hidden: The units of each hidden layer; the playground has up to 6 of up to 8.
        activation: Of the hidden units.
        regression: Whether targets are numbers, not classes.
        regularization: None, 'l1' or 'l2'.
        regularization_rate: Its strength.
        learning_rate: Of plain gradient descent.
        init_zero: Whether all weights and biases start at zero, which does not learn.
        seed: The same seed gives the same weights.

    Raises:
        ConfigError: The regularization is unknown.

    Source: TensorFlow Playground, src/nn.ts. Differs: an L1 penalty does not hold a
    weight at 0 that it drove there.

    Example:
        >>> playground_network().count_params()
        25
    """
    penalty = _penalty(regularization, regularization_rate)
    functions = [activation] * len(hidden) + ["linear" if regression else "tanh"]
    layers = [
        Dense(
            units,
            activation=function,
            kernel_initializer=Zeros() if init_zero else _kernel(seed, i),
            bias_initializer=Constant(0.0 if init_zero else 0.1),
            kernel_regularizer=penalty,
        )
        for i, (units, function) in enumerate(zip([*hidden, 1], functions, strict=True))
    ]
    model = Sequential([Input((num_features,)), *layers])
    model.compile(SGD(learning_rate), HalfSquaredError())
    return model


def _kernel(seed: int, layer: int) -> RandomUniform:
    # Layers are few; each has a seed of its own.
    return RandomUniform(-0.5, 0.5, seed=seed * 100 + layer)


def _penalty(name: str | None, rate: float) -> L1 | L2 | None:
    if name is None:
        return None
    if name not in {"l1", "l2"}:
        raise ConfigError(f"Unknown regularization {name!r}; known: None, 'l1', 'l2'.")
    return L1(rate) if name == "l1" else L2(rate / 2)
