"""Keras is asked about the functions that carry its names."""

import numpy as np
import pytest

import limpid
from limpid import ops
from limpid.graph.tree import leaves

RNG = np.random.default_rng(11)
X = RNG.normal(size=(2, 4, 3)).astype("float32")
PICTURE = RNG.normal(size=(2, 5, 6, 4)).astype("float32")
KERNEL = RNG.normal(size=(3, 2, 4, 2)).astype("float32")
LAID = RNG.normal(size=(3, 3, 2, 4)).astype("float32")
IDS = np.array([0, 2, 1, 2])

CALLS = {
    "average_pool": [((PICTURE, 2), {"padding": p}) for p in ("same", "valid")],
    "cast": [((X, "int32"), {})],
    "celu": [((X,), {"alpha": 0.5})],
    "clip": [((X, -0.5, 0.5), {})],
    "concatenate": [(([X, X],), {"axis": 1})],
    "conv": [
        ((PICTURE, KERNEL), {"strides": s, "padding": p})
        for s in (1, 2)
        for p in ("same", "valid")
    ],
    "conv_transpose": [
        ((PICTURE, LAID), {"strides": s, "padding": p, "output_padding": o})
        for s in (2, 3)
        for p in ("same", "valid")
        for o in (None, 1)
    ],
    "depthwise_conv": [((PICTURE, KERNEL), {"padding": "same"})],
    "elu": [((X,), {"alpha": 0.5})],
    "erf": [((X,), {})],
    "gelu": [((X,), {}), ((X,), {"approximate": False})],
    "glu": [((PICTURE,), {})],
    "hard_sigmoid": [((X * 3,), {})],
    "hard_silu": [((X * 3,), {})],
    "leaky_relu": [((X,), {}), ((X,), {"negative_slope": 0.01})],
    "log_sigmoid": [((X,), {})],
    "log_softmax": [((X,), {"axis": 1})],
    "logsumexp": [((X,), {"axis": 1, "keepdims": True})],
    "max_pool": [((PICTURE, 2), {"strides": 1, "padding": "same"})],
    "moments": [((X,), {"axes": (0, 1)})],
    "moveaxis": [((X, 0, -1), {})],
    "multi_hot": [((np.array([[0, 2], [1, 1]]), 3), {})],
    "normalize": [((X,), {"axis": 1, "order": o}) for o in (1, 2, 3)],
    "one_hot": [((IDS, 3), {}), ((IDS, 3), {"axis": 0})],
    "relu6": [((X * 9,), {})],
    "repeat": [((X, 2), {"axis": 1})],
    "rsqrt": [((abs(X),), {})],
    "scatter": [((IDS[:, None], X[0], (3, 3)), {})],
    "segment_sum": [((X[0], IDS), {"num_segments": 3})],
    "selu": [((X,), {})],
    "silu": [((X,), {})],
    "slice": [((X, (0, 1, 1), (2, 2, 1)), {})],
    "slice_update": [((X, (0, 1, 1), X[:, :2, :2]), {})],
    "softmax": [((X,), {"axis": 1})],
    "softplus": [((X,), {})],
    "softsign": [((X,), {})],
    "split": [((X, 2), {"axis": 1}), ((X, [1, 2]), {"axis": 1})],
    "swapaxes": [((X, 0, 2), {})],
    "take_along_axis": [
        ((X, np.array([[[0], [2]]] * 2)[:, [0, 1, 1, 0]]), {"axis": -1})
    ],
    "top_k": [((X, 2), {})],
    "var": [((X,), {"axis": 1})],
}


@pytest.mark.parametrize("name", CALLS)
def test_function_gives_what_keras_gives(name):
    keras = pytest.importorskip("keras")
    for args, settings in CALLS[name]:
        want = getattr(keras.ops, name)(*args, **settings)
        got = getattr(ops, name)(*args, **settings)
        parts = want if isinstance(want, (list, tuple)) else [want]
        for mine, theirs in zip(leaves(got), parts, strict=True):
            truth = theirs.detach().numpy()
            assert mine.shape == truth.shape, settings
            np.testing.assert_allclose(
                mine.numpy(), truth, rtol=2e-5, atol=2e-6, err_msg=str(settings)
            )


@pytest.mark.parametrize("reverse", [False, True])
def test_scan_is_keras_scan(reverse):
    keras = pytest.importorskip("keras")

    def body(module):
        return lambda c, x: (module.tanh(c + x), c * x)

    want = keras.ops.scan(body(keras.ops), X[0, 0], xs=X[0], reverse=reverse)
    got = ops.scan(body(ops), X[0, 0], limpid.Tensor(X[0]), reverse=reverse)
    for mine, theirs in zip(got, want, strict=True):
        truth = theirs.detach().numpy()
        np.testing.assert_allclose(mine.numpy(), truth, rtol=1e-5, atol=1e-6)
