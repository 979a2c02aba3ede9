"""The common checks: nobody who adds a layer needs to name it here."""

import numpy as np
import pytest
from tests.common.layers import (
    CASES,
    KINDS,
    RANDOM,
    TRAINED,
    check_directions,
    concrete,
    restore,
    state,
    total,
)

import limpid
from limpid import catalog
from limpid.errors import ArgumentError
from limpid.graph.tree import leaves
from limpid.layers import Layer

# A function has no examples that could be saved, a cell takes a state besides its
# input; their tests are of their own.
WITHOUT_EXAMPLES = {
    "GRUCell",
    "LSTMCell",
    "Lambda",
    "SimpleRNNCell",
    "StackedRNNCells",
}

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.mark.parametrize("name", KINDS)
def test_every_layer_has_examples(name):
    assert KINDS[name].EXAMPLES or name in WITHOUT_EXAMPLES
    assert concrete(KINDS[name])


@every_case
@pytest.mark.parametrize("training", [False, True])
def test_output_has_the_computed_shape(case, training):
    outputs = case.make()(case.inputs(), training=training)
    computed = case.make().compute_output_shape(case.shapes)
    assert outputs.shape == tuple(computed)
    batch, *rest = case.make().compute_output_shape(case.open_shapes)
    assert batch is None
    assert tuple(rest) == outputs.shape[1:]


@every_case
def test_gradients_equal_finite_differences(case):
    check_directions(case.make(), case.inputs())


@every_case
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_output_has_the_dtype_of_the_layer(case, dtype):
    layer = case.make(dtype)
    assert {str(y.dtype) for y in leaves(layer(case.inputs("float64")))} == {dtype}
    assert {str(w.dtype) for w in layer.weights} <= {dtype}


@every_case
def test_config_makes_an_equal_layer(case):
    layer = case.make()
    again = type(layer).from_config(layer.get_config())
    assert catalog.serialize(again) == catalog.serialize(layer)
    copy = catalog.deserialize(catalog.serialize(layer))
    assert type(copy) is type(layer)
    assert catalog.serialize(copy) == catalog.serialize(layer)


@every_case
def test_weights_move_to_a_copy(case):
    layer, copy = case.make(), case.make()
    copy.set_weights([w * 2 for w in copy.get_weights()])
    copy.set_weights(layer.get_weights())
    x = case.inputs()
    np.testing.assert_array_equal(copy(x).numpy(), layer(x).numpy())


@every_case
def test_compiled_output_is_the_eager_one(case):
    layer = case.make()
    start = state(layer)
    eager = layer(case.inputs(), training=True).numpy()
    after = state(layer)
    restore(layer, start)
    compiled = limpid.compile(lambda *x: layer(_one(case, x), training=True))
    got = compiled(*leaves(case.inputs())).numpy()
    np.testing.assert_allclose(got, eager, rtol=1e-12, atol=1e-12)
    for a, b in zip(state(layer), after, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def _one(case, parts):
    return list(parts) if case.several else parts[0]


@pytest.mark.parametrize("case", TRAINED.values(), ids=TRAINED)
def test_a_step_against_the_gradient_lessens_the_loss(case):
    layer = case.make()
    weights, start = layer.trainable_variables, state(layer)
    loss = total(layer(case.inputs(), training=True) ** 2)
    slopes = limpid.gradients(loss, weights)
    restore(layer, start)
    for weight, slope in zip(weights, slopes, strict=True):
        weight.assign_sub(slope * 1e-4)
    assert float(total(layer(case.inputs(), training=True) ** 2)) < float(loss)


@every_case
def test_unknown_argument_names_the_nearest(case):
    with pytest.raises(ArgumentError, match="did you mean 'trainable'"):
        case.kind(**case.settings, trainabel=True)  # typos: ignore


@pytest.mark.parametrize("case", RANDOM.values(), ids=RANDOM)
def test_same_seed_same_draws_and_other_ones_at_the_next_step(case):
    x = np.tile(case.inputs(), (8, *(1,) * (len(case.shapes) - 1)))
    first, second = case.make(), case.make()
    a, b = first(x, training=True).numpy(), second(x, training=True).numpy()
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(first(x, training=True).numpy(), a)
    assert not np.array_equal(case.kind(**case.settings)(x), a)


@pytest.mark.parametrize("case", RANDOM.values(), ids=RANDOM)
def test_random_layers_draw_nothing_outside_training(case):
    layer = case.make()
    before = state(layer)
    layer(case.inputs())
    for a, b in zip(before, state(layer), strict=True):
        np.testing.assert_array_equal(a, b)


def test_layer_without_call_says_so():
    with pytest.raises(NotImplementedError, match="must define call"):
        Layer()(np.ones((1, 2)))
