"""Gradients of convolutions with strides, phase by phase, against the reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.agreement import check_engines

from limpid import ops
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.profile import flops
from limpid.engines.native.routines.phases import phases
from limpid.graph import trace
from limpid.graph.gradient import gradients

RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape)


def slopes(**settings):
    """Return a function: the gradient by the input, alone and worked on."""

    def function(x, kernel):
        y = ops.conv(x, kernel, **settings)
        (slope,) = gradients(ops.sum(ops.sin(y)), [x])
        return slope, ops.relu(slope + x)

    return function


@given(
    size=st.integers(1, 30),
    kernel=st.integers(1, 7),
    stride=st.integers(1, 5),
    before=st.integers(0, 4),
)
def test_phases_meet_every_pair_of_place_and_tap_once(size, kernel, stride, before):
    met = sorted(
        (phase.first + i * stride, phase.tap + j * stride, phase.start + i + taps - j)
        for phase in phases(size, kernel, stride, before)
        for taps in [phase.num_taps - 1]
        for i in range(phase.num_places)
        for j in range(phase.num_taps)
    )
    pairs = ((p, k, p + before - k) for p in range(size) for k in range(kernel))
    assert met == [(p, k, d // stride) for p, k, d in pairs if d % stride == 0]


@pytest.mark.parametrize("strides", [(2, 2), (3, 2), (1, 3)])
@pytest.mark.parametrize("kernel", [(3, 3), (1, 1), (2, 5)])
@pytest.mark.parametrize("padding", ["same", "valid", ((2, 1), (0, 3))], ids=str)
def test_input_gradients_of_strided_convolutions_agree(strides, kernel, padding):
    function = slopes(strides=strides, padding=padding)
    check_engines(function, (normal(2, 9, 8, 17), normal(*kernel, 17, 3)), slack=10)


def test_groups_and_other_dimensions_agree():
    line = normal(3, 11, 32), normal(4, 16, 6)
    check_engines(slopes(strides=3, padding="causal"), line, slack=10)
    room = normal(2, 5, 6, 7, 16), normal(2, 3, 2, 16, 4)
    check_engines(slopes(strides=2, padding="same"), room, slack=10)


def test_no_product_is_with_a_zero_between_cotangents():
    x, kernel = np.ones((1, 16, 16, 16)), np.ones((4, 4, 16, 8))
    graph = trace(lambda *a: slopes(strides=2)(*a)[0], x, kernel)
    nests = [s for s in Lowering(graph).steps if "conv_input" in s.label]
    products = sum(flops(n) // 2 for n in nests if n.product)
    # Each place meets two of four taps along both axes.
    assert products == 16 * 16 * 2 * 2 * 16 * 8
