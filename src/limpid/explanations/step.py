"""A training step taken apart: every number of it, nothing changed in the model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.activations._activate import activate
from limpid.errors import ConfigError, ShapeError
from limpid.graph.gradient import gradients
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, as_tensor, no_grad
from limpid.graph.variable import Variable
from limpid.layers.dense import Dense
from limpid.layers.layer import Layer
from limpid.models.sequential import Sequential
from limpid.ops.matmul import matmul


@dataclass(frozen=True, eq=False)
class LayerStep:
    """What one layer does in a training step.

    Attributes:
        layer: The layer; its numbers below exist only if it is `unfolded`.
        inputs: What came in: (batch, inputs).
        out: What went out: (batch, units).
        net: The weighted sums.
        slope: f'(net), elementwise; None where the activation mixes its inputs.
        slope_rule: f' as a formula in x, the weighted sum.
        out_gradient: Of the loss by the outputs.
        delta: Minus the gradient of the loss by the weighted sums.
        gradients, changes: Of kernel and bias, by name; only what is trained.
        before: Kernel and bias before the step, by name.
    """

    layer: Layer
    inputs: Array
    out: Array
    net: Array | None = None
    slope: Array | None = None
    slope_rule: str = ""
    out_gradient: Array | None = None
    delta: Array | None = None
    gradients: dict[str, Array] | None = None
    changes: dict[str, Array] | None = None
    before: dict[str, Array] | None = None

    @property
    def unfolded(self) -> bool:
        """Whether net, delta and the changes are known: the layer is a Dense layer."""
        return self.net is not None


@dataclass(frozen=True, eq=False)
class Step:
    """One training step on a batch."""

    layers: list[LayerStep]
    x: Array
    y: Array
    loss_before: float
    loss_after: float
    learning_rate: float


def take_apart(model: Any, x: Any, y: Any) -> Step:
    """Take one training step of a Sequential model, then put everything back.

    Args:
        model: Compiled.
        x, y: A batch, or one example without its batch axis.

    Raises:
        ConfigError: The model is no Sequential, or not compiled.
        ShapeError: x and y are no batch of equal length.
    """
    _check(model)
    x, y = _batch(x), _batch(y)
    if len(x) != len(y):
        raise ShapeError(f"worked() got {len(x)} examples but {len(y)} targets.")
    if not model.built:
        model(x)
    with unchanged(model):
        passes = _forward(model, Tensor.make(x))
        loss = model.compute_loss(x, as_tensor(y), passes[-1].out)
        weights = model.trainable_variables
        outs, nets = [p.out for p in passes], [p.net for p in passes]
        found = gradients(loss, [*outs, *nets, *weights])
        count = len(passes)
        by_weight = dict(zip(map(id, weights), found[2 * count :], strict=True))
        before = {id(w): w.numpy() for w in weights}
        rate = float(model.optimizer.current_rate())
        model.optimizer.apply(list(by_weight.values()), weights)
        changes = {id(w): w.numpy() - before[id(w)] for w in weights}
        slopes = zip(passes, found[:count], found[count : 2 * count], strict=True)
        layers = [
            _layer_step(p, a, b, by_weight, changes, before) for p, a, b in slopes
        ]
        with no_grad():
            outputs = _forward(model, Tensor.make(x))[-1].out
            after = model.compute_loss(x, as_tensor(y), outputs)
    return Step(layers, x, y, float(loss), float(after), rate)


@dataclass(frozen=True, eq=False)
class _Pass:
    layer: Layer
    inputs: Tensor
    net: Tensor
    out: Tensor


def _check(model: Any) -> None:
    if not isinstance(model, Sequential):
        raise ConfigError(
            f"worked() unfolds Sequential models; got {type(model).__name__}. "
            "Use limpid.explain(loss) for the graph of any other."
        )
    if model.optimizer is None:
        raise ConfigError(
            "worked() takes a training step: call compile(optimizer, loss) first."
        )


def _batch(data: Any) -> Array:
    array = np.asarray(data)
    return array if array.ndim > 1 or not array.ndim else array[None]


@contextmanager
def unchanged(model: Any) -> Iterator[None]:
    """Put weights, optimizer and random states back afterwards."""
    kept_states = dict(model.optimizer.states)
    variables: list[Variable] = [*model.variables, *model.optimizer.variables]
    kept = [v.numpy() for v in variables]
    try:
        yield
    finally:
        model.optimizer.states = kept_states
        for variable, value in zip(variables, kept, strict=True):
            variable.set(value)


def _forward(model: Sequential, x: Tensor) -> list[_Pass]:
    """Pass x through the layers, keeping the weighted sums of dense ones."""
    passes, value = [], x
    for layer in model.layers:
        inputs = layer._cast(value)  # noqa: SLF001 - as calling the layer would
        if type(layer) is Dense and layer.built:
            net = matmul(inputs, layer.kernel)
            net = net if layer.bias is None else net + layer.bias
            value = activate(net, layer.activation)
        else:
            net = value = layer(inputs, training=True)
        passes.append(_Pass(layer, inputs, net, value))
    return passes


def _layer_step(
    one: _Pass,
    out_gradient: Tensor,
    net_gradient: Tensor,
    by_weight: dict[int, Tensor],
    changes: dict[int, Array],
    before: dict[int, Array],
) -> LayerStep:
    """Return a layer's part of the step as arrays."""
    layer = one.layer
    if type(layer) is not Dense:
        return LayerStep(layer, one.inputs.value, one.out.value)
    slope, rule = _slope(one)
    own = {v.name or "": v for v in layer.own_variables.values()}
    trained = {name: v for name, v in own.items() if id(v) in changes}
    fixed = {name: before.get(id(v), v.numpy()) for name, v in own.items()}
    return LayerStep(
        layer=layer,
        inputs=one.inputs.value,
        out=one.out.value,
        net=one.net.value,
        slope=slope,
        slope_rule=rule,
        out_gradient=out_gradient.value,
        delta=-net_gradient.value,
        gradients={name: by_weight[id(v)].value for name, v in trained.items()},
        changes={name: changes[id(v)] for name, v in trained.items()},
        before=fixed,
    )


def _slope(one: _Pass) -> tuple[Array | None, str]:
    """Return f' and its formula, for activations that are one elementwise operation."""
    op, ones = one.out.op, Tensor.make(np.ones_like(one.net.value))
    if one.out is one.net:
        return ones.value, "1"
    if not isinstance(op, Unary) or one.out.inputs[0] is not one.net:
        return None, ""
    with no_grad():
        found: Sequence[Any] = op.vjp(ones, one.out, one.net)
    return (found[0].value, str(op.derivative)) if found[0] is not None else (None, "")


def dense_layers(model: Sequential) -> list[Dense]:
    """Return the dense layers of a model, in order."""
    return [layer for layer in model.layers if isinstance(layer, Dense)]


def describe(index: int, one: LayerStep) -> str:
    """Return a line that names a layer and says what cannot be unfolded."""
    kind = type(one.layer).__name__
    if not one.unfolded:
        shape = one.out.shape
        return f"Layer {index}: {one.layer.name} ({kind}), not unfolded; output {shape}"
    count = one.out.shape[-1]
    units = f"{count} unit{'s' * (count > 1)}"
    return f"Layer {index}: {one.layer.name} ({units}, {activation(one)})"


def activation(one: LayerStep) -> str:
    """Return the name of a dense layer's activation, as formulas call it."""
    function = one.layer.activation  # type: ignore[attr-defined]
    word = str(getattr(function, "__name__", function) or "linear")
    return word if word.isidentifier() else "f"
