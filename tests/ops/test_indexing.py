"""Broadcasting and indexing follow NumPy, whatever the shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import limpid
from limpid import ops
from limpid.errors import DataError, LimpidError

SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)


def numbered(shape) -> np.ndarray:
    return np.arange(np.prod(shape, dtype=int), dtype=float).reshape(shape)


@given(arrays.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, min_side=0))
def test_broadcasting_is_numpys_and_its_gradient_counts_repetitions(shapes):
    x, y = (numbered(shape) for shape in shapes.input_shapes)
    tensors = [limpid.Tensor(x), limpid.Tensor(y)]
    z = tensors[0] + tensors[1]
    np.testing.assert_array_equal(z.numpy(), x + y)
    assert ops.broadcast_shapes(x.shape, y.shape) == shapes.result_shape == z.shape
    for t, g in zip(tensors, limpid.gradients(z, tensors), strict=True):
        assert g.shape == t.shape
        assert (g.numpy() == (z.size / t.size if t.size else 0)).all()


@given(SHAPES, SHAPES)
def test_shapes_that_numpy_refuses_are_refused(first, second):
    try:
        want = np.broadcast_shapes(first, second)
    except ValueError:
        with pytest.raises(LimpidError):
            ops.add(numbered(first), numbered(second))
    else:
        assert ops.add(numbered(first), numbered(second)).shape == want


@given(st.data())
def test_basic_indexing_is_numpys_with_a_gradient_of_ones(data):
    x = numbered(data.draw(SHAPES))
    key = data.draw(arrays.basic_indices(x.shape, allow_newaxis=True))
    tensor = limpid.Tensor(x)
    part = tensor[key]
    np.testing.assert_array_equal(part.numpy(), x[key])
    want = np.zeros(x.shape)
    want[key] = 1
    np.testing.assert_array_equal(limpid.gradients(part, tensor).numpy(), want)
    assert limpid.trace(lambda t: t[key], x).outputs[0].shape == np.shape(x[key])


@given(st.data())
def test_indexing_by_a_vector_adds_up_where_it_repeats(data):
    x = numbered(data.draw(arrays.array_shapes(min_dims=1, max_dims=3)))
    axis = data.draw(st.integers(0, x.ndim - 1))
    size = x.shape[axis]
    index = data.draw(st.lists(st.integers(-size, size - 1), min_size=1, max_size=5))
    key = (slice(None),) * axis + (index,)
    tensor = limpid.Tensor(x)
    np.testing.assert_array_equal(tensor[key].numpy(), x[key])
    want = np.zeros(x.shape)
    np.add.at(want, key, 1)
    np.testing.assert_array_equal(limpid.gradients(tensor[key], tensor).numpy(), want)


@given(st.data())
def test_a_mask_selects_as_in_numpy(data):
    x = numbered(data.draw(arrays.array_shapes(max_dims=3)))
    mask = data.draw(arrays.arrays(bool, x.shape))
    tensor = limpid.Tensor(x)
    np.testing.assert_array_equal(tensor[mask].numpy(), x[mask])
    slope = limpid.gradients(tensor[mask], tensor).numpy()
    np.testing.assert_array_equal(slope, mask)


@given(st.data())
def test_moving_axes_about_is_numpys(data):
    x = numbered(data.draw(arrays.array_shapes(min_dims=2, max_dims=4)))
    axes = st.integers(-x.ndim, x.ndim - 1)
    a, b = data.draw(axes), data.draw(axes)
    shift = data.draw(st.integers(-7, 7))
    pairs = [
        (ops.moveaxis(x, a, b), np.moveaxis(x, a, b)),
        (ops.swapaxes(x, a, b), np.swapaxes(x, a, b)),
        (ops.flip(x, axis=a), np.flip(x, a)),
        (ops.roll(x, shift, axis=a), np.roll(x, shift, a)),
        (ops.roll(x, shift), np.roll(x, shift)),
        (ops.repeat(x, 2, axis=a), np.repeat(x, 2, a)),
        (ops.sort(-x, axis=a), np.sort(-x, a)),
    ]
    for got, want in pairs:
        np.testing.assert_array_equal(got.numpy(), want)


@given(st.data())
def test_tile_is_numpys(data):
    x = numbered(data.draw(arrays.array_shapes(min_dims=0, max_dims=3, max_side=3)))
    times = tuple(data.draw(st.lists(st.integers(0, 3), max_size=4)))
    np.testing.assert_array_equal(ops.tile(x, times).numpy(), np.tile(x, times))


@given(st.data())
def test_reductions_over_any_axes_are_numpys(data):
    x = numbered(data.draw(arrays.array_shapes(max_dims=4))) % 4 - 1.5
    axes = data.draw(arrays.valid_tuple_axes(x.ndim))
    keep = data.draw(st.booleans())
    for name in ("sum", "prod", "max", "min", "mean", "var", "all", "any"):
        if not axes and name in {"max", "min"}:
            continue
        got = getattr(ops, name)(x, axis=axes, keepdims=keep).numpy()
        want = getattr(np, name)(x, axis=axes, keepdims=keep)
        np.testing.assert_allclose(got, want, rtol=1e-10)


@given(
    arrays.arrays(
        np.int64, arrays.array_shapes(max_dims=2), elements=st.integers(-3, 3)
    )
)
def test_sets_are_numpys(x):
    found = ops.unique_all(x)
    want = np.unique_all(x)
    for got, truth in zip(found, want, strict=True):
        np.testing.assert_array_equal(got.numpy(), truth)
    rebuilt = ops.take(found.values, found.inverse_indices, axis=0)
    np.testing.assert_array_equal(rebuilt.numpy(), x)
    assert ops.sum(found.counts).item() == x.size
    for descending in (False, True):
        order = ops.argsort(x, axis=-1, descending=descending)
        pairs = np.take_along_axis(x, order.numpy(), -1)
        steps = np.diff(pairs, axis=-1) * (-1 if descending else 1)
        assert (steps >= 0).all()


@given(st.data())
def test_arrays_side_by_side_name_an_element_each_as_in_numpy(data):
    x = numbered(data.draw(arrays.array_shapes(min_dims=2, max_dims=4)))
    first = data.draw(st.integers(0, x.ndim - 2))
    end = data.draw(st.integers(first + 2, x.ndim))
    shapes = data.draw(
        arrays.mutually_broadcastable_shapes(num_shapes=end - first, max_dims=2)
    )
    indices = [
        data.draw(arrays.arrays(np.int64, shape, elements=st.integers(-size, size - 1)))
        for shape, size in zip(shapes.input_shapes, x.shape[first:end], strict=True)
    ]
    key = (*[slice(None)] * first, *map(np.atleast_1d, indices))
    tensor = limpid.Tensor(x)
    part = tensor[key]
    np.testing.assert_array_equal(part.numpy(), x[key])
    want = np.zeros(x.shape)
    np.add.at(want, key, 1)
    np.testing.assert_array_equal(limpid.gradients(part, tensor).numpy(), want)


def test_arrays_of_indices_may_be_arguments_of_a_compiled_function():
    x, rows = numbered((3, 4)), np.array([0, -1, 1])
    step = limpid.compile(lambda x, rows, columns: x[rows, columns])
    np.testing.assert_array_equal(step(x, rows, rows).numpy(), x[rows, rows])
    with pytest.raises(DataError, match="out of range"):
        step(x, rows, rows + 3)
