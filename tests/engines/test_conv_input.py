"""A convolution's gradient by its input, whichever way takes fewer products."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines

from limpid.engines.native.nest import Nest
from limpid.engines.native.profile import flops
from limpid.engines.native.ways import lanes
from limpid.graph.tensor import apply
from limpid.ops.conv import Conv, ConvInput

RANDOM = np.random.default_rng(0)


def gradient(spatial, strides, pad, dilation=1, groups=1):
    """Return the operation, for pictures of a size."""
    pairs = ((pad, pad),) * len(spatial)
    each = [(n,) * len(spatial) for n in (strides, dilation)]
    forward = Conv(each[0], pairs, each[1], groups)
    return forward.to(ConvInput, spatial)


def operands(op, kernel, batch=3):
    windows = op.output_size(op.size, kernel[:-2])
    shapes = (batch, *windows, kernel[-1]), kernel
    return [RANDOM.normal(size=s).astype("float32") for s in shapes]


@pytest.mark.parametrize("channels", [1, 3, 12, 21, 48])
@pytest.mark.parametrize(
    ("spatial", "size", "settings"),
    [
        ((9, 8), 3, (2, 1)),
        ((9, 8), 1, (2, 0)),
        ((11, 13), 6, (1, 0)),
        ((10, 9), 5, (1, 2)),
        ((14, 14), 4, (3, 2)),
        ((17,), 5, (2, 1)),
        ((5, 6, 7), 3, (2, 1)),
        ((9, 10), 3, (1, 1, 2)),
    ],
)
def test_gradient_by_the_input_equals_the_references(channels, spatial, size, settings):
    op = gradient(spatial, *settings)
    kernel = (*(size,) * len(spatial), channels, 10)
    check_engines(lambda g, k: apply(op, g, k), operands(op, kernel))


@pytest.mark.parametrize("strides", [2, 3])
def test_nothing_is_multiplied_with_the_zeros_between_strides(strides):
    op = gradient((18, 18), strides, 1)
    g, kernel = operands(op, (3, 3, 32, 48))
    program = check_engines(lambda *x: apply(op, *x), [g, kernel])
    nests = [s for s in program.lowering.steps if isinstance(s, Nest) and s.product]
    assert sum(map(flops, nests)) < 1.1 * 2 * g.size * 3 * 3 * 32


def test_lanes_are_those_of_the_narrowest_vectors_that_hold_so_many():
    assert [lanes(n) for n in (1, 4, 5, 9, 16, 21, 32)] == [4, 4, 8, 16, 16, 24, 32]


def test_what_follows_is_done_with_the_gradient():
    op = gradient((8, 8), 2, 1)
    arrays = operands(op, (3, 3, 20, 24))
    check_engines(lambda g, k: apply(op, g, k) * 2 + 1, arrays)
