"""Errors carried back through the weights alone, as a known walk-through has it."""

from limpid.explanations.step import Step
from limpid.graph.op import Array

__all__ = ["carried_changes", "carried_errors"]


def carried_errors(step: Step) -> list[Array]:
    """Return each layer's error signal d, carried back through the weights alone.

    d = z - y of the last layer, and d = d_next @ W_next^T before it. The gradient takes
    f'(net) along on every layer that it passes; this signal does not.

    Args:
        step: Of a network of Dense layers, taken apart.

    Shapes: (batch, units) for each layer.

    Source: Bernacki & Wlodarczyk, Principles of training multi-layer neural network
        using backpropagation, AGH Krakow; the lectures' walk-through.

    Example:
        >>> import limpid
        >>> from limpid.explanations import take_apart
        >>> layer = limpid.layers.Dense(1, kernel_initializer="ones", use_bias=False)
        >>> model = limpid.Sequential([layer])
        >>> model.compile("sgd", "half_squared_error")
        >>> carried_errors(take_apart(model, [[1.0, 2.0]], [[5.0]]))
        [array([[2.]])]
    """
    errors = [step.y - step.layers[-1].out]
    for one in reversed(step.layers[1:]):
        errors.insert(0, errors[0] @ _kernel(one.before).T)
    return errors


def carried_changes(step: Step) -> list[Array]:
    """Return how those errors would change each kernel: eta d f'(net) times the input.

    In the last layer that is minus eta times the gradient of half the squared error.

    Args:
        step: Of a network of Dense layers whose activations are elementwise.

    Shapes: (inputs, units) for each layer.
    """
    return [
        step.learning_rate * one.inputs.T @ (error * one.slope)
        for one, error in zip(step.layers, carried_errors(step), strict=True)
    ]


def _kernel(weights: dict[str, Array] | None) -> Array:
    return (weights or {})["kernel"]
