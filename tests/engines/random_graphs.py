"""Random functions of random arrays: operations of all kinds, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import limpid
from limpid import ops

SIZES = [1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 17]
LARGEST = 4000
UNARY: list[Callable] = [
    ops.tanh, ops.sigmoid, ops.relu, ops.abs, ops.sin, ops.cos, ops.erf, ops.softplus,
    ops.silu, ops.gelu, ops.elu, ops.negative, ops.atan, ops.square, ops.leaky_relu,
    lambda x: ops.exp(ops.tanh(x)), lambda x: ops.log(ops.abs(x) + 1.0),
    lambda x: ops.sqrt(x * x + 0.5), lambda x: 1.0 / (x * x + 1.0),
    lambda x: ops.softmax(x, axis=-1) if x.ndim else x,
    lambda x: ops.log_softmax(x, axis=0) if x.ndim else x,
    lambda x: ops.clip(x, -0.71, 0.83), lambda x: (x * x + 0.3) ** 1.7,
    lambda x: ops.expm1(ops.tanh(x)), lambda x: ops.log1p(ops.abs(x)),
]  # fmt: skip
BINARY: list[Callable] = [
    ops.add, ops.subtract, ops.multiply, ops.maximum, ops.minimum, ops.logaddexp,
    lambda x, y: x / (y * y + 1.0), lambda x, y: ops.where(y > 0.1234, x, y * 0.5),
    lambda x, y: ops.hypot(x, y + 3.0), lambda x, y: ops.atan2(x, ops.abs(y) + 1.0),
]  # fmt: skip
REDUCTIONS: list[Callable] = [
    ops.sum, ops.mean, ops.max, ops.min, ops.logsumexp, ops.var,
    lambda x, **s: ops.prod(ops.tanh(x) + 1.1, **s),
]  # fmt: skip


@dataclass
class Draw:
    """A function under construction, computed as it is drawn."""

    rng: np.random.Generator
    dtype: str
    inputs: list[np.ndarray] = field(default_factory=list)
    steps: list[tuple[Callable, tuple[int, ...]]] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def number(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def choose(self, options: Any) -> Any:
        return options[self.number(0, len(options) - 1)]

    def shape(self, ndim: int) -> tuple[int, ...]:
        return tuple(self.choose(SIZES) for _ in range(ndim))

    def leaf(self, shape: tuple[int, ...], kind: str = "float") -> int:
        """Add an input; return its number."""
        array = self.rng.normal(size=shape).astype(self.dtype)
        if kind != "float":
            array = self.rng.integers(0, int(kind), shape)
        self.inputs.append(array)
        # Inputs come first among the values that a replay makes.
        self.values.append(limpid.Tensor(array))
        self.steps.append((lambda x: x, (-len(self.inputs),)))
        return len(self.values) - 1

    def apply(self, function: Callable, *numbers: int) -> int:
        """Add an operation's result; return its number."""
        value = function(*(self.values[i] for i in numbers))
        size = np.abs(value.numpy()).max(initial=0) if value.dtype.kind == "f" else 0
        if value.size > LARGEST or not np.isfinite(size):
            return numbers[0]
        self.steps.append((function, numbers))
        self.values.append(value)
        if size > 30:
            return self.apply(lambda x: ops.tanh(x * 0.01), len(self.values) - 1)
        return len(self.values) - 1

    def pick(self, ndim: int | None = None) -> int:
        """Return the number of some float value of that many axes, or of a new one."""
        fitting = [
            i
            for i, v in enumerate(self.values)
            if v.dtype.kind == "f" and v.size and (ndim is None or v.ndim == ndim)
        ]
        if fitting and self.rng.random() < 0.8:
            return fitting[-1] if self.rng.random() < 0.5 else self.choose(fitting)
        return self.leaf(self.shape(self.number(0, 4) if ndim is None else ndim))

    def function(self) -> Callable:
        """Return what was drawn: its last values, and a weighted sum's slopes."""
        places = [k for k, (_, n) in enumerate(self.steps) if n and n[0] < 0]
        floats = [k for k in places if self.values[k].dtype.kind == "f"]
        used = {i for _, numbers in self.steps for i in numbers}
        ends = [
            i
            for i in range(len(self.values))
            if i not in used or self.number(0, 7) == 0
        ]
        weights = {i: self.rng.normal(size=self.values[i].shape) for i in ends}

        def replay(*arrays: Any) -> list[Any]:
            values: list[Any] = []
            for call, numbers in self.steps:
                given = [arrays[-i - 1] if i < 0 else values[i] for i in numbers]
                values.append(call(*given))
            total = limpid.Tensor(0.0, dtype=self.dtype)
            for i in ends:
                if values[i].dtype.kind == "f":
                    total = total + ops.sum(values[i] * weights[i].astype(self.dtype))
            slopes = limpid.gradients(total, [values[k] for k in floats])
            return [*(values[i] for i in ends), *slopes]

        return replay


# Kinds of steps


def unary(d: Draw) -> None:
    d.apply(d.choose(UNARY), d.pick())


def binary(d: Draw) -> None:
    """Combine a value with one of a shape that broadcasts."""
    i = d.pick()
    shape = d.values[i].shape
    cut = shape[d.number(0, len(shape)) :]
    other = d.leaf(tuple(1 if d.rng.random() < 0.3 else n for n in cut))
    same = [
        k for k, v in enumerate(d.values) if v.shape == shape and v.dtype.kind == "f"
    ]
    j = d.choose(same) if d.rng.random() < 0.5 else other
    d.apply(d.choose(BINARY), *((i, j) if d.rng.random() < 0.5 else (j, i)))


def reduction(d: Draw) -> None:
    i = d.pick()
    ndim = d.values[i].ndim
    axes = tuple(a for a in range(ndim) if d.rng.random() < 0.5)
    kept = bool(d.rng.random() < 0.5)
    call = d.choose(REDUCTIONS)
    d.apply(lambda x: call(x, axis=axes, keepdims=kept), i)


def cumulation(d: Draw) -> None:
    i = d.pick()
    if d.values[i].ndim:
        axis = d.number(0, d.values[i].ndim - 1)
        d.apply(lambda x: ops.cumulative_sum(x, axis=axis), i)


def search(d: Draw) -> None:
    """Draw results that are integers, of exact inputs."""
    i = d.leaf(d.shape(d.number(1, 3)))
    axis = d.number(0, d.values[i].ndim - 1)
    call = d.choose([
        lambda x: ops.argmax(x, axis=axis), lambda x: ops.argmin(x, axis=axis),
        lambda x: ops.argsort(x, axis=axis),
        lambda x: ops.argsort(x, axis=axis, descending=True),
        lambda x: ops.any(x > 0.5, axis=axis), lambda x: ops.all(x > -1.5, axis=axis),
        lambda x: ops.floor(x * 3.0),
        lambda x: ops.sum(ops.astype(x > 0.0, "int64"), axis=axis),
        lambda x: ops.searchsorted(np.linspace(-1, 1, 7).astype(d.dtype), x),
        lambda x: ops.floor_divide(x, 0.3), lambda x: ops.round(x * 2.0),
    ])  # fmt: skip
    j = d.apply(call, i)
    d.apply(lambda x: ops.astype(x, d.dtype) * 0.1, j)


def view(d: Draw) -> None:
    """Draw another way to look at a value."""
    i = d.pick()
    shape, ndim = d.values[i].shape, d.values[i].ndim
    order = tuple(int(a) for a in d.rng.permutation(ndim))
    key = tuple(
        d.choose(
            [
                slice(None),
                slice(None, None, -1),
                slice(0, max(n - 1, 1)),
                slice(None, None, 2),
                n // 2,
            ]
        )
        for n in shape
    )
    axis = d.number(0, ndim - 1) if ndim else 0
    flat = int(np.prod(shape))
    d.apply(
        d.choose([
            lambda x: ops.permute_dims(x, order), lambda x: x[key],
            lambda x: ops.reshape(x, (flat,)), lambda x: ops.expand_dims(x, axis=axis),
            lambda x: ops.reshape(x, (*shape[:axis], -1)) if ndim > 1 else x,
            lambda x: ops.broadcast_to(x, (3, *shape)), ops.flip,
            lambda x: ops.roll(x, 1, axis=axis) if ndim else x,
            lambda x: ops.stop_gradient(x) * 0.5 + x,
        ]),
        i,
    )  # fmt: skip


def joining(d: Draw) -> None:
    i = d.pick()
    shape, ndim = d.values[i].shape, d.values[i].ndim
    if not ndim:
        return
    axis = d.number(0, ndim - 1)
    j = d.leaf((*shape[:axis], d.choose(SIZES), *shape[axis + 1 :]))
    widths = [(d.number(0, 2), d.number(0, 2)) for _ in shape]
    k = d.apply(lambda x, y: ops.concat([x, y], axis=axis), i, j)
    d.apply(
        d.choose([
            lambda x: ops.pad(x, widths), lambda x: ops.tile(x, (2,) * ndim),
            lambda x: ops.repeat(x, 2, axis=axis),
            lambda x: ops.stack([x, x * 2.0], axis=axis),
            lambda x: x,
        ]),
        k,
    )  # fmt: skip


def gather(d: Draw) -> None:
    i = d.pick()
    shape, ndim = d.values[i].shape, d.values[i].ndim
    if not ndim:
        return
    axis = d.number(0, ndim - 1)
    if d.rng.random() < 0.5:
        j = d.leaf(d.shape(d.number(0, 2)), str(shape[axis]))
        d.apply(lambda x, n: ops.take(x, n, axis=axis), i, j)
    else:
        j = d.leaf(
            (*shape[:axis], d.choose(SIZES), *shape[axis + 1 :]), str(shape[axis])
        )
        d.apply(lambda x, n: ops.take_along_axis(x, n, axis=axis), i, j)


def matrix(d: Draw) -> None:
    i = d.pick(d.number(2, 3))
    shape = d.values[i].shape
    turned = d.rng.random() < 0.4
    inner, columns = shape[-1], d.choose(SIZES)
    lead = shape[:-2] if d.rng.random() < 0.5 else ()
    j = d.leaf((*lead, columns, inner) if turned else (*lead, inner, columns))
    if turned:
        j = d.apply(ops.matrix_transpose, j)
    if d.values[j].shape[-2] != inner:
        return
    if len(shape) == 2 and d.rng.random() < 0.3:
        d.apply(
            lambda x, y: ops.einsum("ij,jk->ki" if y.ndim == 2 else "ij,kj->ik", x, y),
            i,
            j,
        )
        return
    d.apply(ops.matmul, i, j)
    bias = d.leaf((columns,))
    k = (
        d.apply(ops.add, len(d.values) - 2, bias)
        if d.values[-2].shape[-1:] == (columns,)
        else 0
    )
    d.apply(d.choose(UNARY), k)


def windowed(d: Draw) -> None:
    """Draw a convolution, one or two, then perhaps a pool."""
    ndim = d.number(1, 2)
    i = d.pick(ndim + 2)
    *_, channels = shape = d.values[i].shape
    size = tuple(min(d.number(1, 4), n) for n in shape[1:-1])
    padding, strides = d.choose(["valid", "same"]), d.number(1, 3)
    dilation = d.number(1, 2) if strides == 1 and padding == "same" else 1
    groups = d.choose([g for g in (1, 2, 3, 4) if channels % g == 0])
    filters = groups * d.choose([1, 2, 3, 8, 9])
    kernel = d.leaf((*size, channels // groups, filters))
    settings = {"strides": strides, "padding": padding, "dilation_rate": dilation}
    j = d.apply(lambda x, k: ops.conv(x, k, **settings) * 0.2, i, kernel)
    j = d.apply(d.choose(UNARY), j)
    pool_size = d.number(1, 3)
    step, sides = d.number(1, 3), d.choose(["valid", "same"])
    pool = d.choose([ops.max_pool, ops.average_pool, None])
    if pool is None or (
        sides == "valid" and min(d.values[j].shape[1:-1], default=0) < pool_size
    ):
        return
    d.apply(lambda x: pool(x, pool_size, strides=step, padding=sides), j)


def transposed(d: Draw) -> None:
    ndim = d.number(1, 2)
    i = d.pick(ndim + 2)
    channels = d.values[i].shape[-1]
    kernel = d.leaf(
        (*(d.number(1, 4) for _ in range(ndim)), d.choose([1, 2, 5]), channels)
    )
    settings = {"strides": d.number(1, 3), "padding": d.choose(["valid", "same"])}
    d.apply(lambda x, k: ops.conv_transpose(x, k, **settings) * 0.2, i, kernel)


def walked(d: Draw) -> None:
    """Draw a loop along some axis: carries, results, a body, perhaps a loop inside."""
    i = d.pick(d.number(1, 3))
    ndim = d.values[i].ndim
    axis, shape = d.number(0, ndim - 1), d.values[i].shape
    order = (axis, *(a for a in range(ndim) if a != axis))
    inner = tuple(shape[a] for a in order[1:])
    first = d.leaf(inner)
    width = inner[-1] if inner else 1
    weights = d.leaf((width, width)) if inner else d.leaf(())
    calls = [d.choose(UNARY) for _ in range(3)]
    combine, reverse = d.choose(BINARY), bool(d.rng.random() < 0.5)
    kind = d.number(0, 4)

    def step(carry: Any, x: Any, w: Any) -> Any:
        state, count = carry
        mixed = ops.tanh(combine(state, x))
        if kind < 2:
            mixed = ops.tanh(mixed @ w if inner else mixed * w)
        if kind == 1 and inner:
            total, _ = ops.scan(
                lambda c, v: (ops.tanh(c + v * 0.5), c),
                ops.sum(x) * 0.1,
                ops.reshape(mixed, (-1,)),
            )
            mixed = mixed * ops.sigmoid(total)
        y = calls[0](mixed) if kind != 2 else ops.sum(mixed) * 0.3
        return (ops.tanh(mixed + state * 0.5), count + 1.0), (y, calls[1](x) * 0.1)

    def loop(x: Any, c: Any, w: Any) -> Any:
        xs = ops.permute_dims(x, order)
        start = limpid.Tensor(0.0, dtype=d.dtype)
        (last, count), (ys, zs) = ops.scan(
            lambda carry, v: step(carry, v, w), (c, start), xs, reverse=reverse
        )
        used = [ys] if kind == 3 else [ys, ops.sum(zs), ops.sum(last)]
        return ops.tanh(sum((ops.sum(u) for u in used[1:]), ys * 0.5 + count * 0.01))

    d.apply(loop, i, first, weights)


KINDS = [
    (unary, 4), (binary, 5), (reduction, 3), (cumulation, 1), (search, 1), (view, 4),
    (joining, 2), (gather, 2), (matrix, 3), (windowed, 2), (transposed, 1),
]  # fmt: skip


def draw(
    seed: int, dtype: str = "float64", loops: int = 0
) -> tuple[Callable, list[np.ndarray]]:
    """Return a random function, with its gradient, and arrays to call it on.

    Args:
        seed: Of everything random.
        dtype: Of the floats.
        loops: How many scans come after the other operations.
    """
    d = Draw(np.random.default_rng(seed), dtype)
    d.leaf(d.shape(d.number(0, 4)))
    kinds = [kind for kind, weight in KINDS for _ in range(weight)]
    with np.errstate(all="ignore"):
        for _ in range(d.number(1, 7 if not loops else 3)):
            d.choose(kinds)(d)
        for _ in range(loops):
            walked(d)
    return d.function(), d.inputs
