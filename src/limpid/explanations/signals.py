"""What passes through the layers of a model, forwards and backwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.activations._activate import activate
from limpid.errors import ConfigError
from limpid.explanations.curve import curve
from limpid.explanations.distribution import Distribution, distribution
from limpid.graph.gradient import gradients
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, as_tensor
from limpid.layers.activation import Activation
from limpid.layers.dense import Dense
from limpid.layers.layer import Layer
from limpid.layers.relu import ReLU
from limpid.models.sequential import Sequential
from limpid.ops.matmul import matmul
from limpid.random.normal import normal

# Half of a healthy ReLU layer is flat at any time; this much is not healthy.
MOSTLY = 0.8
# A gradient that is so many times smaller, or larger, than the last layer's.
VANISHED, EXPLODED = 1e-3, 1e3
# Their outputs depend on other units' sums, so a unit has no slope of its own.
_MIXING = ("softmax", "log_softmax", "sparsemax", "glu")


@dataclass(frozen=True, eq=False)
class Signal:
    """What passes through one layer.

    Attributes:
        name: The layer's.
        activations: Its outputs.
        gradients: The loss's gradient by its outputs.
        gradient_norm: The length of the loss's gradient by its kernel; None without.
        saturated: The share of outputs where the activation is flat; None where it has
            no slope of its own.
        dead: The share of units that are flat for every example.
    """

    name: str
    activations: Distribution
    gradients: Distribution
    gradient_norm: float | None
    saturated: float | None
    dead: float | None


def signals(model: Any, x: Any, y: Any = None, *, bins: int = 40) -> list[Signal]:
    """Return what passes through each layer of a Sequential model.

    Args:
        model: Any Sequential model; with `y` it must be compiled.
        x: A batch.
        y: Its targets, for the gradients of the model's loss. By default the gradient
            that comes back is drawn from a normal distribution, the same each time.
        bins: Of the histograms.

    Raises:
        ConfigError: The model is no Sequential, or not compiled though `y` is given.

    Example:
        >>> import numpy as np
        >>> from limpid.explanations import deep_stack
        >>> x = np.random.default_rng(0).normal(size=(100, 64))
        >>> first, *_, last = signals(deep_stack(10, activation="sigmoid"), x)
        >>> first.gradient_norm < 1e-3 * last.gradient_norm
        True
    """
    _check(model, y)
    if not model.built:
        model(x)
    passes = _forward(model, as_tensor(x))
    out = passes[-1].out
    if y is None:
        loss = (out * normal(out.shape, dtype=out.dtype, seed=0)).sum()
    else:
        loss = model.compute_loss(x, as_tensor(y), out)
    kernels = [p.layer.kernel for p in passes if _has_kernel(p.layer)]
    found = gradients(loss, [*(p.out for p in passes), *kernels])
    by_kernel = zip(kernels, found[len(passes) :], strict=True)
    norms = {id(kernel): _norm(gradient) for kernel, gradient in by_kernel}
    return [
        _signal(p, gradient.value, norms, bins)
        for p, gradient in zip(passes, found, strict=False)
    ]


def warnings_of(found: Sequence[Signal]) -> list[str]:
    """Return sentences that name layers dead, saturated, or not finite.

    What is not finite on the way forwards comes first: it spoils all that follows.

    Args:
        found: What `signals` returned.
    """
    last = next((s.gradient_norm for s in reversed(found) if s.gradient_norm), None)
    forwards = [
        f"{s.name} puts out {s.activations.not_finite:,} numbers that are not finite."
        for s in found
        if s.activations.not_finite
    ]
    return forwards + [text for s in found for text in (*_flatness(s), *_flow(s, last))]


def _flatness(signal: Signal) -> Iterator[str]:
    if signal.dead:
        yield f"{signal.name}: {signal.dead:.0%} of its units are dead: always flat."
    elif signal.saturated is not None and signal.saturated > MOSTLY:
        yield f"{signal.name} is saturated: {signal.saturated:.0%} of it is flat."


def _flow(signal: Signal, last: float | None) -> Iterator[str]:
    if count := signal.gradients.not_finite:
        yield f"{signal.name} gets {count:,} gradients that are not finite."
    if signal.gradient_norm is None or last is None:
        return
    ratio = signal.gradient_norm / last
    if ratio < VANISHED:
        yield f"{signal.name}: its gradient vanished to {ratio:.1g} of the last."
    if ratio > EXPLODED:
        yield f"{signal.name}: its gradient grew to {ratio:.1g} of the last."


@dataclass(frozen=True, eq=False)
class _Pass:
    layer: Any
    net: Tensor | None
    out: Tensor


def _check(model: Any, y: Any) -> None:
    if not isinstance(model, Sequential):
        raise ConfigError(
            f"signals() reads Sequential models; got {type(model).__name__}."
        )
    if y is not None and model.optimizer is None:
        raise ConfigError(
            "signals() was given targets but the model has no loss: call "
            "compile(optimizer, loss) first, or leave y out."
        )


def _forward(model: Sequential, x: Tensor) -> list[_Pass]:
    passes, value = [], x
    for layer in model.layers:
        inputs = layer._cast(value)  # noqa: SLF001 - as calling the layer would
        passes.append(_pass(layer, inputs))
        value = passes[-1].out
    return passes


def _pass(layer: Layer, inputs: Tensor) -> _Pass:
    if type(layer) is Dense:
        total = matmul(inputs, layer.kernel)
        total = total if layer.bias is None else total + layer.bias
        return _Pass(layer, total, activate(total, layer.activation))
    net = inputs if isinstance(layer, (Activation, ReLU)) else None
    return _Pass(layer, net, layer(inputs, training=False))


def _has_kernel(layer: Layer) -> bool:
    return getattr(layer, "kernel", None) is not None


def _norm(gradient: Tensor) -> float:
    return float(np.linalg.norm(gradient.value.astype(np.float64)))


def _signal(one: _Pass, gradient: Array, norms: dict[int, float], bins: int) -> Signal:
    flat = _flat(one)
    return Signal(
        name=one.layer.name,
        activations=distribution(one.out.value, bins),
        gradients=distribution(gradient, bins),
        gradient_norm=norms.get(id(getattr(one.layer, "kernel", None))),
        saturated=None if flat is None else float(flat.mean()),
        dead=None if flat is None else _always(flat),
    )


def _always(flat: Array) -> float:
    return float(flat.reshape(-1, flat.shape[-1]).all(axis=0).mean())


def _flat(one: _Pass) -> Array | None:
    """Return where the activation's slope is next to nothing."""
    function = getattr(one.layer, "activation", None) or one.layer
    word = str(getattr(function, "__name__", function))
    if one.net is None or one.out is one.net or word in _MIXING:
        return None
    return curve(function, one.net.value).saturated
