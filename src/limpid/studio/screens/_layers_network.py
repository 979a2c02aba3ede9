"""The network of the layer-by-layer screen, and the planes between its layers."""

import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import linalg
from limpid.datasets import playground
from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.ops.matmul import matmul
from limpid.optimizers import Adam
from limpid.studio.screens._layers_state import Collapsed, Stage, WidthSweep
from limpid.studio.screens._plane_lines import zero_line
from limpid.studio.training import Training, seeded
from limpid.studio.units import Units

Array = NDArray[Any]

SIDE = 1.2
NUM_TEST = 400
WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16, 20)
SWEEP_EPOCHS = 100
GRID_LINES, LINE_POINTS = 13, 41
# Of float32: what is smaller beside the largest is no direction of a layer.
ROUNDING = 1e-5


def problem_of(settings: Any) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return training and test points, about 1 large, and their targets -1 and 1."""
    draw = getattr(playground, settings.data)
    parts = []
    for part, count in enumerate((settings.examples, NUM_TEST)):
        drawn = int(np.random.default_rng([settings.seed, part]).integers(2**31))
        x, y = draw(count, settings.noise / 100, seed=drawn)
        parts.append((x.astype(np.float32) / 5, y.reshape(-1, 1).astype(np.float32)))
    return parts[0], parts[1]


def network(settings: Any, layers: int, units: int) -> tuple[Any, int]:
    """Return a compiled network and the seed that `fit` would shuffle with."""
    with seeded(settings.seed):
        hidden = [Dense(units, settings.activation) for _ in range(layers)]
        model = Sequential([Input((2,)), *hidden, Dense(1)])
        model.compile(Adam(settings.learning_rate), "mse")
        return model, random.getrandbits(31)


def right(scores: Array, y: Array) -> float:
    """Return the share of points whose score has the sign of the target."""
    return float(np.mean((scores.ravel() > 0) == (y.ravel() > 0)))


def plane_lines() -> Array:
    """Return a grid's upright, then its level lines: (lines, points, 2)."""
    across = np.linspace(-SIDE, SIDE, GRID_LINES)
    along = np.linspace(-SIDE, SIDE, LINE_POINTS)
    upright = np.stack(np.meshgrid(along, across)[::-1], axis=-1)
    return np.concatenate([upright, upright[..., ::-1]]).astype(np.float32)


def stage(
    name: str, outs: tuple[Array, Array, Array], y: Array, test_y: Array
) -> Stage:
    """Return a layer's plane.

    Args:
        name: Of the layer.
        outs: What the layer makes of the grid lines, training and test points.
        y, test_y: The points' targets.
    """
    lines, points, tests = (out.astype(np.float64) for out in outs)
    middle, axes, seen = directions(points)
    flat = [((part - middle) @ axes).astype(np.float32) for part in (lines, points)]
    line = probe(points, y)
    return Stage(
        name=name,
        units=points.shape[1],
        lines=flat[0].reshape(-1, LINE_POINTS, 2),
        points=flat[1],
        seen=seen,
        train=right(with_one(points) @ line, y),
        test=right(with_one(tests) @ line, test_y),
    )


def directions(points: Array) -> tuple[Array, Array, float]:
    """Return the middle, two directions as columns, and the variance's share they show.

    Two units are the directions themselves; of more, principal components.
    """
    count = points.shape[1]
    if count <= 2:
        return np.zeros(count), np.eye(count, 2), 1.0
    middle = points.mean(0)
    _, sizes, rows = (np.asarray(part) for part in linalg.svd(points - middle))
    squares = sizes**2
    share = float(squares[:2].sum() / max(squares.sum(), 1e-30))
    return middle, rows[:2].T, share


def probe(points: Array, y: Array) -> Array:
    """Return the linear layer, its bias last, that is nearest to the targets."""
    inverse = linalg.pinv(with_one(points), rtol=ROUNDING)
    return np.asarray(matmul(inverse, y.ravel().astype(np.float64)).numpy())


def with_one(points: Array) -> Array:
    """Return points with a last column of ones."""
    return np.column_stack([points, np.ones(len(points))])


def collapsed(
    weights: list[tuple[Array, Array]], places: Array, out: Array
) -> Collapsed:
    """Return the network without its activations: one layer.

    Args:
        weights: Each layer's kernel and bias.
        places: Points of the map.
        out: What the network says of them.
    """
    kernel, bias = np.eye(2), np.zeros(2)
    for own, shift in weights:
        kernel = matmul(kernel, own.astype(np.float64)).numpy()
        bias = matmul(bias, own.astype(np.float64)).numpy() + shift
    flat, start = kernel[:, 0], float(bias[0])
    apart = np.abs(places @ flat + start - out.ravel())
    return Collapsed(flat, start, zero_line(flat, start, SIDE), float(apart.max()))


def width_sweep(settings: Any, problem: Any) -> WidthSweep:
    """Train networks of one hidden layer of 1 to 20 units, and judge them."""
    found = [_trained(settings, problem, units) for units in WIDTHS]
    train, test = (np.array(column) for column in zip(*found, strict=True))
    return WidthSweep(np.array(WIDTHS, np.int32), train, test)


def _trained(settings: Any, problem: Any, units: int) -> tuple[float, float]:
    model, seed = network(settings, 1, units)
    x, y = problem[0]
    training = Training(model, x, y, settings.batch_size, seed)
    training.advance_to(SWEEP_EPOCHS * training.steps_per_epoch)
    looks = Units(model)
    train, test = (right(looks.judge(*part)[1], part[1]) for part in problem)
    return train, test
