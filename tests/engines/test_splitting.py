"""Long reductions in parts, and what else cuts nests, against NumPy in float64."""

from dataclasses import replace

import numpy as np
import pytest

from limpid import ops
from limpid.engines.native.cuts import Cuts
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import host
from limpid.engines.native.splitting import FOR_THREADS, MOST_PARTS, MOST_ROOM, parts
from limpid.graph import gradients, trace

RANDOM = np.random.default_rng(0)


def floats(*shape):
    return RANDOM.normal(size=shape).astype("float32")


def native(function, *arrays):
    return NativeProgram(trace(function, *arrays))(list(arrays))


@pytest.mark.parametrize("size", [1, 7, 12, 64, 97, 1000])
def test_parts_are_equal_and_not_too_many(size):
    count = parts(size, FOR_THREADS)
    assert size % count == 0
    assert 1 <= count <= FOR_THREADS <= MOST_PARTS


@pytest.mark.parametrize("shape", [(64, 30, 30, 3), (7, 50, 31, 5), (4096,), (1024, 2)])
@pytest.mark.parametrize("name", ["sum", "max", "min"])
def test_long_reduction_to_few_results_equals_numpys(name, shape):
    x = floats(*shape)
    axes = tuple(range(len(shape) - 1)) or None
    (got,) = native(lambda v: getattr(ops, name)(v, axis=axes), x)
    want = getattr(np, name)(x.astype(np.float64), axis=axes)
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-4)


def test_long_matrix_product_with_an_ending_equals_numpys():
    x, y, z = floats(4096, 40), floats(4096, 70), floats(40, 70)
    (got,) = native(lambda a, b, c: ops.relu(a.T @ b + c), x, y, z)
    want = np.maximum(x.T.astype(np.float64) @ y + z, 0)
    np.testing.assert_allclose(got, want, atol=1e-3)


def test_results_laid_out_otherwise_than_the_axes_equal_numpys():
    x = floats(3, 4096, 5)
    (got,) = native(lambda v: ops.einsum("akb->ba", v), x)
    np.testing.assert_allclose(got, x.sum(1, dtype=np.float64).T, atol=1e-4)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "bool"])
@pytest.mark.parametrize("shape", [(64, 48), (37, 53), (3, 40, 33)])
def test_transposed_copy_moves_every_element(dtype, shape):
    x = (RANDOM.random(shape) * 2).astype(dtype)
    axes = (*range(x.ndim - 2), x.ndim - 1, x.ndim - 2)
    (got,) = native(lambda v: ops.transpose(v, axes), x)
    np.testing.assert_array_equal(got, x.transpose(axes))


def test_parts_take_little_memory_however_large_the_product():
    graph = trace(lambda a, b: a.T @ b, *(np.zeros((16384, 1024), "float32"),) * 2)
    assert Lowering(graph).arena_bytes <= MOST_ROOM * 4


def test_rows_are_added_where_their_indices_say():
    rows, places = floats(50, 70), RANDOM.integers(0, 6, 50)
    want = np.zeros((6, 70))
    np.add.at(want, places, rows)
    (got,) = native(lambda v, i: ops.segment_sum(v, i, 6), rows, places)
    np.testing.assert_allclose(got, want, atol=1e-5)


@pytest.mark.parametrize(("width", "registers"), [(64, 32), (32, 16), (16, 16)])
@pytest.mark.parametrize("batch", [16, 30, 32, 64])
def test_thread_keeps_to_its_rows_where_blocks_overlap(width, registers, batch):
    shapes = (batch, 10, 10, 6), (5, 5, 6, 16)
    machine = replace(host(), vector_bytes=width, vector_registers=registers)

    def gradient(x, kernel):
        y = ops.conv(ops.tanh(x), kernel, strides=(2, 1))
        return gradients(ops.sum(y * y), [x])[0]

    lowering = Lowering(trace(gradient, *(floats(*shape) for shape in shapes)))
    nests = [s.simplified() for s in lowering.steps if s.sequential]
    assert nests
    for cuts in (Cuts(nest, machine) for nest in nests):
        tiles = [tile for _, _, tile in cuts.blocks(cuts.lane_axis)]
        assert len({tuple(cuts.row_cuts(tile)) for tile in tiles}) == 1


def test_products_that_share_a_crowded_matrix_share_its_panels():
    """Rows 2 KB apart, read by two products: copied once, panel by panel."""

    def function(x, z, g):
        return ops.matmul(ops.transpose(x), g), ops.matmul(ops.transpose(z), g)

    x, z, g = floats(600, 9), floats(600, 20), floats(600, 512)
    wide = g.astype("float64")
    for got, factor in zip(native(function, x, z, g), (x, z), strict=True):
        np.testing.assert_allclose(got, factor.T @ wide, rtol=1e-4, atol=1e-4)
    steps = Lowering(trace(function, x, z, g)).steps
    assert [step.label for step in steps].count("copy") == 1


@pytest.mark.parametrize(("rows", "copies"), [(2500, 1), (1000, 0)])
def test_a_very_long_crowded_matrix_is_copied_for_a_lone_product(rows, copies):
    def function(x, g):
        return ops.matmul(ops.transpose(x), g)

    x, g = floats(rows, 9), floats(rows, 512)
    (got,) = native(function, x, g)
    want = x.T @ g.astype("float64")
    np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-3)
    steps = Lowering(trace(function, x, g)).steps
    assert [step.label for step in steps].count("copy") == copies


@pytest.mark.parametrize(("rows", "columns"), [(1, 4), (5, 4), (12, 2)])
def test_weights_that_few_rows_use_are_read_in_long_runs(rows, columns):
    machine = replace(host(), vector_bytes=64, vector_registers=32)
    x, kernel = floats(rows, 784), floats(784, 512)
    lowering = Lowering(trace(lambda x, kernel: x @ kernel, x, kernel))
    cuts = Cuts(lowering.steps[0].simplified(), machine)
    tiles = [tile.columns for _, _, tile in cuts.blocks(cuts.lane_axis)]
    assert tiles == [columns]
