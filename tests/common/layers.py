"""What every layer must pass: each class of `limpid.layers`, each of its EXAMPLES."""

import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np

import limpid
from limpid import catalog
from limpid.graph.tree import leaves, map_leaves
from limpid.layers import Layer

STEP = 1e-6


@dataclass(frozen=True)
class Case:
    """One example of a layer: its class, its settings, its input's shape or shapes."""

    kind: type[Layer]
    settings: dict[str, Any]
    shapes: Any

    @property
    def several(self) -> bool:
        return isinstance(self.shapes, list)

    @property
    def open_shapes(self) -> Any:
        """The input's shape or shapes with the batch size open."""
        if self.several:
            return [(None, *shape[1:]) for shape in self.shapes]
        return (None, *self.shapes[1:])

    def make(self, dtype: str = "float64", **settings: Any) -> Layer:
        """Return a new layer with weights and statistics unlike their first values."""
        layer = self.kind(**fresh(self.settings, dtype), dtype=dtype, **settings)
        layer(self.inputs(dtype))
        rng = np.random.default_rng(7)
        layer.set_weights([rng.uniform(0.3, 1.2, w.shape) for w in layer.weights])
        return layer

    def inputs(self, dtype: str = "float64", seed: int = 0) -> Any:
        """Return an input, or a list of them, without ties or zeros."""
        rng = np.random.default_rng(seed)
        if self.kind.takes_integers:
            return rng.integers(0, 4, self.shapes)
        if self.several:
            return [rng.normal(size=shape).astype(dtype) for shape in self.shapes]
        return rng.normal(size=self.shapes).astype(dtype)


def fresh(settings: dict[str, Any], dtype: str) -> dict[str, Any]:
    """Return settings in which layers are new ones, of this type."""

    def anew(value: Any) -> Any:
        if not isinstance(value, Layer):
            return value
        return type(value).from_config(value.get_config() | {"dtype": dtype})

    return {name: map_leaves(anew, value) for name, value in settings.items()}


def concrete(kind: object) -> bool:
    # The folder also exports functions: Keras's `layers.add` and the like.
    return inspect.isclass(kind) and not inspect.isabstract(kind) and kind is not Layer


KINDS = {k: v for k, v in catalog.every("layers").items() if concrete(v)}
CASES = {
    f"{name}-{i}": Case(kind, settings, shapes)
    for name, kind in KINDS.items()
    for i, (settings, shapes) in enumerate(kind.EXAMPLES)
}
RANDOM = {
    name: case
    for name, case in CASES.items()
    if case.settings and hasattr(case.make(), "seed_generator")
}
TRAINED = {name: c for name, c in CASES.items() if c.make().trainable_variables}


def total(y: Any) -> limpid.Tensor:
    """Return one number that depends on each element of the outputs otherwise."""
    rng = np.random.default_rng(1)
    parts = [limpid.sum(part * rng.uniform(0.5, 1.5, part.shape)) for part in leaves(y)]
    return sum(parts[1:], parts[0])


def state(layer: Layer) -> list[np.ndarray]:
    return [v.numpy() for v in layer.variables]


def restore(layer: Layer, values: list[np.ndarray]) -> None:
    """Set weights, statistics and seeds back: the next call repeats the last."""
    for variable, value in zip(layer.variables, values, strict=True):
        variable.assign(value)


def check_directions(layer: Layer, inputs: Any) -> None:
    """Compare gradients by inputs and weights with differences along directions."""
    arrays = [] if layer.takes_integers else leaves(inputs)
    start, weights = state(layer), layer.trainable_variables
    tensors = [limpid.Tensor(a) for a in arrays]

    def value(given):
        return total(layer(given, training=True)) + sum(layer.losses)

    given = rebuild(inputs, tensors) if tensors else inputs
    found = limpid.gradients(value(given), [*tensors, *weights])
    restore(layer, start)
    points = [*arrays, *(w.numpy() for w in weights)]
    rng = np.random.default_rng(2)
    for k, (point, gradient) in enumerate(zip(points, found, strict=True)):
        direction = rng.normal(size=point.shape)
        ends = []
        for step in (STEP, -STEP):
            restore(layer, start)
            moved = [*points]
            moved[k] = point + direction * step
            for variable, array in zip(weights, moved[len(arrays) :], strict=True):
                variable.assign(array)
            ends.append(float(value(rebuild(inputs, moved) if arrays else inputs)))
        want = (ends[0] - ends[1]) / (2 * STEP)
        got = float(np.sum(gradient.numpy() * direction))
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-7)
    restore(layer, start)


def rebuild(inputs: Any, parts: list[Any]) -> Any:
    return list(parts[: len(inputs)]) if isinstance(inputs, list) else parts[0]
