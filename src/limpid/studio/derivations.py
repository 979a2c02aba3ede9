"""Derivations of a Dense network's numbers: weights, biases, units, the loss."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.figures import number
from limpid.explanations.gradcheck import in_double
from limpid.graph.gradient import gradients
from limpid.graph.tensor import no_grad
from limpid.studio.screen import Derivation, Line
from limpid.studio.units import Units

Array = NDArray[Any]

# The best step of a central difference in float64: truncation meets rounding.
STEP = 1e-6
DIGITS = 4


def weight(
    units: Units, kind: str, place: tuple[int, ...], x: Array, y: Array
) -> Derivation:
    """Return how the next full-batch step of descent would move a weight or bias.

    Args:
        units: Of the network.
        kind: 'kernel' or 'bias'.
        place: Layer, then the element's index in the array.
        x, y: The examples of the loss.

    Raises:
        ConfigError: There is no such weight.
    """
    number_of_layer, *index = place
    variable = weight_of(units, kind, number_of_layer, tuple(index))
    at = tuple(index)
    value = float(variable.numpy()[at])
    gradient, check = slopes(units.model, variable, at, x, y)
    rate = float(units.model.optimizer.current_rate())
    name = _name(kind, number_of_layer, at)
    after = value - rate * gradient
    line = Line(
        f"{name} after a step of descent",
        f"{name} − η · ∂E/∂{name}",
        f"{shown(value)} − {shown(rate)} · {shown(gradient)}",
        after,
    )
    note = (
        "E is the loss over all training examples; a step on a mini-batch, and an "
        "optimizer other than plain descent, moves it otherwise."
    )
    title = f"{'Weight' if kind == 'kernel' else 'Bias'} {name}"
    return Derivation(title, (Line(name, name, "", value), line), gradient, check, note)


def unit(
    units: Units, layer: int, index: int, inputs: Array, names: list[str]
) -> Derivation:
    """Return how a unit's output follows from its inputs for one example.

    Args:
        units: Of the network.
        layer, index: Which unit.
        inputs: The features of the example, (features,).
        names: Of the features.

    Raises:
        ConfigError: There is no such unit.
    """
    weight_of(units, "bias", layer, (index,))
    passed = [inputs, *(out[0] for out in units.outputs(inputs[None]))]
    kernel, bias = units.weights()[layer]
    before = passed[layer].astype(np.float64)
    known = names if layer == 0 else [f"out{layer},{i + 1}" for i in range(len(before))]
    weights, b = kernel[:, index].astype(np.float64), float(bias[index])
    net = float(before @ weights + b)
    symbols = [f"w{layer + 1},{index + 1},{i + 1} · {n}" for i, n in enumerate(known)]
    terms = [f"{shown(w)} · {shown(v)}" for w, v in zip(weights, before, strict=True)]
    activation = activation_name(units.layers[layer])
    mark = f"{layer + 1},{index + 1}"
    summed = Line(
        f"net{mark}",
        " + ".join([*symbols, f"b{mark}"]),
        " + ".join([*terms, shown(b)]),
        net,
    )
    out = Line(
        f"out{mark}",
        f"{activation}(net{mark})",
        f"{activation}({shown(net)})",
        float(passed[layer + 1][index]),
    )
    title = f"Unit {index + 1} of layer {layer + 1} at the chosen point"
    return Derivation(title, (summed, out))


def loss(units: Units, x: Array, y: Array, name: str, what: str) -> Derivation:
    """Return how the loss over some examples comes about."""
    with no_grad():
        value = float(units.model.compute_loss(x, y, units.model(x, training=False)))
    words = f"mean of {what} over {len(x)} examples, plus penalties"
    line = Line("E", words, "", value)
    return Derivation(f"{name} loss", (line,))


def slopes(
    model: Any,
    variable: Any,
    at: tuple[int, ...],
    x: Array,
    y: Array,
    *,
    penalized: bool = True,
) -> tuple[float, float]:
    """Return the gradient and a central difference quotient, both in float64.

    Args:
        model: Compiled.
        variable: Of the model.
        at: Which element of it.
        x, y: The examples of the loss.
        penalized: Whether penalties are a part of the loss.
    """
    y = y.astype(np.float64) if y.dtype.kind == "f" else y
    x = x.astype(np.float64)

    def total() -> Any:
        loss = model.compute_loss(x, y, model(x, training=False))
        for penalty in () if penalized else model.losses:
            loss = loss - penalty
        return loss

    with in_double(model):
        gradient = float(gradients(total(), [variable])[0].numpy()[at])
        value = variable.numpy()
        step = STEP * max(1.0, abs(float(value[at])))
        sides = []
        for sign in (1, -1):
            moved = value.copy()
            moved[at] += sign * step
            variable.set(moved)
            with no_grad():
                sides.append(float(total()))
    return gradient, (sides[0] - sides[1]) / (2 * step)


def weight_of(units: Units, kind: str, layer: int, at: tuple[int, ...]) -> Any:
    """Return the kernel or bias of a layer, which has an element at this place.

    Raises:
        ConfigError: It has none.
    """
    if kind in {"kernel", "bias"} and 0 <= layer < len(units.layers):
        variable = getattr(units.layers[layer], kind)
        shape = () if variable is None else variable.shape
        if len(at) == len(shape) and all(
            0 <= i < n for i, n in zip(at, shape, strict=True)
        ):
            return variable
    raise ConfigError(f"The network has no {kind} {[layer, *at]}.")


def _name(kind: str, layer: int, at: tuple[int, ...]) -> str:
    # As limpid's worked() writes them: layer, unit, then the input it comes from.
    numbers = [layer + 1, *(i + 1 for i in reversed(at))]
    return ("w" if kind == "kernel" else "b") + ",".join(map(str, numbers))


def activation_name(layer: Any) -> str:
    """Return the name of a layer's activation."""
    given = layer.activation
    return given if isinstance(given, str) else getattr(given, "__name__", "identity")


def shown(value: Any, digits: int = DIGITS) -> str:
    """Return a number as a formula shows it, in parentheses if it is negative."""
    text = number(float(value), digits)
    return f"({text})" if text.startswith(("-", "−")) else text
