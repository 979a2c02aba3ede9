"""Samples of functions that move, gather, multiply, slide and decompose."""

import itertools
import math

import numpy as np
from tests.common.sample import sample, some

from limpid import ops

# ------------------------------------------------------------ shapes
sample("reshape", some(2, 3), truth=lambda x: x.reshape(3, 2), shape=(-1, 2))
sample(
    "broadcast_to", some(3), truth=lambda x: np.broadcast_to(x, (2, 3)), shape=(2, 3)
)
sample("broadcast_arrays", some(2, 1), some(3), truth=np.broadcast_arrays)
sample("transpose", some(2, 3, 2), truth=lambda x: x.transpose(2, 0, 1), axes=(2, 0, 1))
sample("matrix_transpose", some(2, 3, 2), truth=lambda x: x.swapaxes(1, 2))
sample("permute_dims", some(2, 3), truth=np.transpose, axes=(1, 0))
sample(
    "moveaxis",
    some(2, 3, 2),
    truth=lambda x: np.moveaxis(x, 0, -1),
    call=lambda x: ops.moveaxis(x, 0, -1),
)
sample("swapaxes", some(2, 3, 2), truth=lambda x: x.swapaxes(0, 2), axis1=0, axis2=2)
sample("expand_dims", some(3), truth=lambda x: x[:, None], axis=1)
sample("squeeze", some(3, 1), truth=lambda x: x[:, 0], axis=1)
sample("ravel", some(2, 3), truth=np.ravel)
sample("flip", some(2, 3), truth=lambda x: x[:, ::-1], axis=1)
sample(
    "roll",
    some(2, 3),
    truth=lambda x: np.roll(x, (1, -1), (0, 1)),
    shift=(1, -1),
    axis=(0, 1),
)
sample("roll", some(2, 3), truth=lambda x: np.roll(x, 2), shift=2)
sample(
    "repeat",
    some(3),
    truth=lambda x: np.repeat(x, [0, 2, 1]),
    call=lambda x: ops.repeat(x, [0, 2, 1]),
)
sample(
    "tile",
    some(2, 2),
    truth=lambda x: np.tile(x, (2, 1, 3)),
    call=lambda x: ops.tile(x, (2, 1, 3)),
)
sample(
    "concat",
    some(2, 3),
    some(2, 1),
    truth=lambda *x: np.concatenate(x, 1),
    call=lambda *x: ops.concat(x, axis=1),
)
sample(
    "concatenate",
    some(2),
    some(1),
    truth=lambda *x: np.concatenate(x),
    call=lambda *x: ops.concatenate(x),
)
sample(
    "stack",
    some(2),
    some(2),
    truth=lambda *x: np.stack(x, 1),
    call=lambda *x: ops.stack(x, axis=1),
)
sample("unstack", some(2, 3), truth=lambda x: tuple(x.T), axis=1)
sample(
    "split",
    some(2, 4),
    truth=lambda x: np.split(x, [1], 1),
    indices_or_sections=[1],
    axis=1,
)
sample("split", some(4), truth=lambda x: np.split(x, 2), indices_or_sections=2)
sample(
    "pad",
    some(2, 2),
    truth=lambda x: np.pad(x, ((0, 1), (2, 0)), constant_values=3),
    pad_width=((0, 1), (2, 0)),
    constant_values=3,
)
sample("tril", some(3, 3), truth=np.tril)
sample("triu", some(2, 3), truth=lambda x: np.triu(x, 1), k=1)
sample("meshgrid", some(2), some(3), truth=np.meshgrid)
sample(
    "get_item",
    some(3, 4),
    truth=lambda x: x[1:, None, ::-2],
    call=lambda x: x[1:, None, ::-2],
)
sample("get_item", some(4), truth=lambda x: x[[3, 0, 0]], call=lambda x: x[[-1, 0, 0]])
sample(
    "slice", some(3, 4), truth=lambda x: x[1:3, :2], start_indices=(1, 0), shape=(2, 2)
)
sample(
    "slice_update",
    some(3, 3),
    some(2, 1),
    truth=lambda x, u: np.block([[x[:, :2], np.vstack([x[:1, 2:], u])]]),
    call=lambda x, u: ops.slice_update(x, (1, 2), u),
)

# ------------------------------------------------------------ gather, sort, sets
INDICES = np.array([[2, 0], [0, 1]])
sample(
    "take",
    some(3, 2),
    truth=lambda x: x[INDICES],
    call=lambda x: ops.take(x, INDICES, axis=0),
)
sample(
    "take_along_axis",
    some(2, 3),
    truth=lambda x: np.take_along_axis(x, INDICES, 1),
    call=lambda x: ops.take_along_axis(x, INDICES, axis=1),
)
sample(
    "take_along_axis",
    some(3, 2),
    truth=lambda x: np.take_along_axis(x, INDICES, 0),
    call=lambda x: ops.take_along_axis(x, INDICES, axis=0),
)
sample(
    "segment_sum",
    some(4, 2),
    truth=lambda x: np.stack([x[0] + x[2], x[1] * 0, x[1] + x[3]]),
    call=lambda x: ops.segment_sum(x, np.array([0, 2, 0, 2]), 3),
)
sample(
    "scatter",
    some(2, 2),
    truth=lambda x: np.array([[0, x[0, 0], 0], [x[0, 1] + x[1, 0], 0, x[1, 1]]]),
    call=lambda x: ops.scatter(
        np.array([[[0, 1], [1, 0]], [[1, 0], [1, 2]]]), x, (2, 3)
    ),
)
sample("sort", some(2, 4), truth=np.sort)
sample("sort", some(5), truth=lambda x: np.sort(x)[::-1], descending=True)
sample("argsort", [2, 1, 2, 1], truth=lambda _: [0, 2, 1, 3], descending=True)
sample("argsort", some(2, 4), truth=lambda x: np.argsort(x, 0), axis=0, smooth=False)
sample(
    "top_k",
    some(2, 4),
    truth=lambda x: (-np.sort(-x)[:, :2], np.argsort(-x)[:, :2]),
    k=2,
)
sample(
    "searchsorted", np.sort(some(5)), some(2, 2), truth=np.searchsorted, smooth=False
)
sample("isin", [[1, 2], [3, 1]], [1, 5], truth=np.isin)
sample("nonzero", [[1, 0], [2, 3]], truth=np.nonzero, traceable=False)
sample(
    "unique_all",
    [3, 1, 3],
    truth=lambda _: ([1, 3], [1, 0], [1, 0, 1], [1, 2]),
    traceable=False,
)
sample("unique_counts", [3, 1, 3], truth=lambda _: ([1, 3], [1, 2]), traceable=False)
sample(
    "unique_inverse", [3, 1, 3], truth=lambda _: ([1, 3], [1, 0, 1]), traceable=False
)
sample("unique_values", [3, 1, 3], truth=np.unique, traceable=False)
sample("one_hot", [0, 2, 5], truth=lambda x: np.eye(6, 3)[x], num_classes=3)
sample(
    "multi_hot", [[0, 2], [1, 1]], truth=lambda _: [[1, 0, 1], [0, 1, 0]], num_classes=3
)
sample("multi_hot", [0, 2], truth=lambda _: [1, 0, 1], num_classes=3)
sample(
    "multi_hot", [[0, 2]] * 2, truth=lambda _: [[1, 1], [0, 0], [1, 1]],
    num_classes=3, axis=0,
)  # fmt: skip

# ------------------------------------------------------------ products
sample("matmul", some(2, 2, 3), some(3, 2), truth=np.matmul)
sample("matmul", some(3), some(2, 3, 2), truth=np.matmul)
sample("matmul", some(2, 2, 3), some(3), truth=np.matmul)
sample(
    "tensordot",
    some(2, 3, 2),
    some(2, 3),
    truth=lambda x, y: np.tensordot(x, y, ((1, 0), (1, 0))),
    axes=((1, 0), (1, 0)),
)
sample("tensordot", some(2, 3), some(3, 2), truth=lambda x, y: x @ y, axes=1)
sample("vecdot", some(2, 3), some(3), truth=lambda x, y: x @ y)
sample(
    "vecdot", some(3, 2), some(3, 2), truth=lambda x, y: (x * y).sum(0), axis=0
)  # the vectors lie along the first axis
sample("dot", some(2, 3), some(2, 3, 2), truth=np.dot)
sample("dot", some(3), some(3), truth=np.dot)
sample("outer", some(2), some(3), truth=np.outer)
for _equation, *_shapes in (
    ("ij,jk->ik", (2, 3), (3, 2)),
    ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
    ("...i,...i->...", (2, 3), (2, 3)),
    ("...ij,jk", (2, 1, 3), (3, 2)),
    ("ii->i", (3, 3)),
    ("iij->j", (2, 2, 3)),
    ("ij->", (2, 3)),
    ("i,j->ij", (2,), (3,)),
    ("ij,ij,j->i", (2, 3), (2, 3), (3,)),
    ("ij->ji", (2, 3)),
    ("ij,kl->i", (2, 3), (2, 2)),
    ("i,i", (1,), (3,)),
):
    _inputs = [some(*shape) for shape in _shapes]
    sample(
        "einsum",
        *_inputs,
        truth=lambda *x, e=_equation: np.einsum(e, *x),
        call=lambda *x, e=_equation: ops.einsum(e, *x),
    )

# ------------------------------------------------------------ windows
sample("conv", some(1, 4, 2), some(2, 2, 3))
sample("conv", some(1, 5, 4, 2), some(2, 2, 1, 2), strides=(2, 1), padding="same")
sample("conv", some(1, 5, 1), some(2, 1, 1), padding="causal", dilation_rate=2)
sample("depthwise_conv", some(1, 4, 2), some(2, 2, 2))
sample(
    "separable_conv",
    some(1, 4, 2),
    some(2, 2, 1),
    some(1, 2, 2),
    truth=lambda x, d, p: (x[:, :-1] * d[0, :, 0] + x[:, 1:] * d[1, :, 0]) @ p[0],
)
sample("conv_transpose", some(1, 3, 2), some(2, 1, 2), strides=2, padding="same")
sample(
    "conv_transpose", some(1, 2, 2, 1), some(3, 3, 2, 1), strides=2, output_padding=1
)
sample("convolve", some(4), some(3), truth=np.convolve)
sample(
    "convolve",
    some(5),
    some(2),
    truth=lambda x, y: np.convolve(x, y, "valid"),
    mode="valid",
)
sample("max_pool", some(1, 4, 4, 2), pool_size=2)
sample("max_pool", some(1, 5, 2), pool_size=3, strides=2, padding="same")
sample("max_pool", some(1, 4, 5, 1), pool_size=2, padding="same")
sample("average_pool", some(1, 4, 3, 1), pool_size=2, strides=1, padding="same")

_places = some(1, 2, 2, 2, low=0.2, high=1.8)
sample("resample", some(1, 3, 3, 1), _places, twice=False)
_beyond = some(1, 2, 3, 3, low=-7.0, high=9.0)
for _settings in itertools.product(
    ("constant", "nearest", "reflect", "wrap"), ("bilinear", "nearest"), (0.5,)
):
    sample(
        "resample",
        some(1, 3, 4, 2),
        _beyond,
        call=lambda x, at, s=_settings: ops.resample(x, at, *s),
        twice=False,
    )

# ------------------------------------------------------------ normalization, loops
sample(
    "l2_normalize",
    some(2, 3),
    truth=lambda x: x / np.sqrt((x**2).sum(1, keepdims=True)),
)
for _order in (1, 2, 3):
    sample(
        "normalize",
        some(2, 3),
        truth=lambda x, o=_order: x / np.linalg.norm(x, o, 1, keepdims=True),
        order=_order,
    )
sample(
    "scan",
    some(2),
    some(3, 2),
    call=lambda c, x: ops.scan(lambda c, x: (ops.tanh(c * x), c - x), c, x),
)

# ------------------------------------------------------------ creation, conversion
sample("asarray", some(2, 3), truth=np.asarray)
sample("convert_to_tensor", some(2), truth=np.asarray)
sample(
    "full",
    some(),
    truth=lambda x: np.full((2, 2), x),
    call=lambda x: ops.full((2, 2), x),
)
sample("full_like", some(3), truth=lambda x: np.full_like(x, 7), fill_value=7.0)
sample("zeros_like", some(3), truth=np.zeros_like)
sample("ones_like", some(3), truth=np.ones_like)
sample("empty_like", some(3), truth=np.zeros_like)
sample(
    "random_bits",
    np.array([1, 2, 3, 4], "uint32"),
    shape=(2, 3),
)

# ------------------------------------------------------------ linear algebra
POSITIVE = 3 * np.eye(3) + np.outer([0.3, -1.2, 0.7], [0.3, -1.2, 0.7])


def linalg(name, *inputs, **settings):
    sample("linalg", *inputs, call=getattr(ops.linalg, name), **settings)


linalg("inv", POSITIVE, truth=np.linalg.inv)
linalg("det", np.stack([POSITIVE, np.eye(3)]), truth=np.linalg.det)
linalg("solve", POSITIVE, some(3, 2), truth=np.linalg.solve)
linalg("solve", POSITIVE, some(3), truth=np.linalg.solve)
linalg("cholesky", POSITIVE, truth=np.linalg.cholesky, smooth=False)
linalg("eigh", POSITIVE, smooth=False)
linalg("eigvalsh", POSITIVE, truth=np.linalg.eigvalsh, smooth=False)
linalg("qr", some(3, 2), smooth=False)
linalg("qr", some(3, 2), smooth=False, mode="complete")
linalg("svd", some(3, 2), smooth=False)
linalg("svdvals", some(3, 2), truth=lambda x: np.linalg.svd(x)[1], smooth=False)
linalg("slogdet", POSITIVE, truth=np.linalg.slogdet, smooth=False)
linalg("pinv", some(3, 2), truth=np.linalg.pinv, smooth=False)
linalg(
    "matrix_rank",
    np.outer([1.0, 2], [3.0, 4]),
    truth=np.linalg.matrix_rank,
    smooth=False,
)
for _n in (-2, 0, 1, 5):
    sample(
        "linalg",
        POSITIVE / 5,
        truth=lambda x, n=_n: np.linalg.matrix_power(x, n),
        call=lambda x, n=_n: ops.linalg.matrix_power(x, n),
    )
linalg("diagonal", some(2, 3, 3), truth=lambda x: x.diagonal(1, 1, 2), offset=1)
linalg("trace", some(3, 3), truth=np.trace)
linalg("cross", some(2, 3), some(3), truth=np.cross)
for _order in (0, 1, 2, 3, math.inf, -math.inf):
    linalg(
        "vector_norm",
        some(4),
        truth=lambda x, o=_order: np.linalg.norm(x, o),
        ord=_order,
    )
for _order in (1, -1, math.inf, -math.inf, "fro"):
    linalg(
        "matrix_norm",
        some(2, 3),
        truth=lambda x, o=_order: np.linalg.norm(x, o),
        ord=_order,
    )
for _order in (2, -2, "nuc"):
    linalg(
        "matrix_norm",
        some(2, 3),
        truth=lambda x, o=_order: np.linalg.norm(x, o),
        ord=_order,
        smooth=False,
    )
