import inspect

import numpy as np
import pytest

import limpid
from limpid.errors import ArgumentError, ConfigError, ShapeError
from limpid.layers import Activation, Dense, Dropout, Flatten, Lambda, Maxout

X = np.random.default_rng(0).normal(size=(2, 4))


def defaults(kind):
    parameters = inspect.signature(kind).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD}


def test_signatures_are_those_of_the_lecture():
    dense = defaults(Dense)
    assert list(dense)[:5] == [
        "units",
        "activation",
        "use_bias",
        "kernel_initializer",
        "bias_initializer",
    ]
    assert list(dense.values())[1:5] == [None, True, "glorot_uniform", "zeros"]
    assert list(defaults(Dropout)) == ["rate", "noise_shape", "seed"]
    assert list(defaults(Dropout).values())[1:] == [None, None]


def test_output_is_the_activation_of_the_dot_product_plus_bias():
    layer = Dense(3, activation="tanh", dtype="float64")
    layer(X)
    kernel = np.random.default_rng(1).normal(size=(4, 3))
    layer.set_weights([kernel, [0.1, 0.2, 0.3]])
    want = np.tanh(X @ kernel + [0.1, 0.2, 0.3])
    np.testing.assert_allclose(layer(X).numpy(), want, rtol=1e-14)


@pytest.mark.parametrize("use_bias", [True, False])
def test_weights_are_a_kernel_and_perhaps_a_bias(use_bias):
    layer = Dense(3, use_bias=use_bias)
    layer(X)
    assert [w.name for w in layer.weights] == ["kernel", "bias"][: 1 + use_bias]
    assert layer.count_params() == 12 + 3 * use_bias


def test_inputs_of_higher_rank_keep_their_axes():
    layer = Dense(5)
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    y = layer(x)
    assert y.shape == (2, 3, 5)
    assert layer.count_params() == 4 * 5 + 5
    rows = layer(x.reshape(6, 4)).numpy()
    np.testing.assert_allclose(y.numpy().reshape(6, 5), rows, rtol=1e-5)


def test_flatten_gives_its_gradient_back_in_shape():
    x = limpid.Tensor(np.random.default_rng(0).normal(size=(2, 3, 4, 5)))
    layer = Flatten(dtype="float64")
    assert layer(x).shape == (2, 60)
    gradient = limpid.gradients(limpid.sum(layer(x) ** 2), x)
    np.testing.assert_allclose(gradient.numpy(), 2 * x.numpy())


def test_second_layer_infers_its_input():
    model = limpid.Sequential([Dense(32, input_shape=(16,)), Dense(32)])
    assert [layer.count_params() for layer in model.layers] == [544, 1056]
    assert model.compute_output_shape((None, 16)) == (None, 32)


@pytest.mark.parametrize("units", [0, -1, 2.5, True, "3"])
def test_units_must_be_a_positive_integer(units):
    with pytest.raises(ConfigError) as caught:
        Dense(units)
    assert str(caught.value) == f"Dense(units={units!r}): expected positive integers."


def test_single_example_is_refused_with_the_mend():
    with pytest.raises(ShapeError) as caught:
        Dense(2)(np.ones(3))
    assert str(caught.value) == (
        "Dense(2) got input of shape (3,); expected (batch, features): "
        "reshape a single example to (1, features)."
    )


def test_another_number_of_features_is_refused():
    layer = Dense(2)
    layer(X)
    with pytest.raises(ShapeError) as caught:
        layer(np.ones((2, 5)))
    assert str(caught.value) == (
        "Dense(2) was built for 4 features; got input of shape (2, 5)."
    )


def test_misspelled_argument_gets_the_nearest():
    with pytest.raises(ArgumentError, match="'unit'; did you mean 'units'"):
        Dense(unit=3)


def test_weights_of_another_shape_change_nothing():
    layer = Dense(3)
    layer(X)
    before = layer.get_weights()
    with pytest.raises(ShapeError, match="has 2 weights; set_weights got 1"):
        layer.set_weights(before[:1])
    with pytest.raises(ShapeError, match=r"has shape \(3,\); set_weights got \(2,\)"):
        layer.set_weights([before[0] * 2, np.ones(2)])
    np.testing.assert_array_equal(layer.get_weights()[0], before[0])


def test_nested_lists_are_one_input():
    assert Dense(2)([[1, 2], [3, 4]]).shape == (2, 2)
    layer = Dense(2, dtype="float64", kernel_initializer="ones")
    assert layer([[0.1, 0.2]]).numpy()[0, 0] == 0.1 + 0.2


def test_function_layer_works_but_cannot_be_saved():
    layer = Lambda(lambda x, factor: x * factor, arguments={"factor": 3.0})
    np.testing.assert_array_equal(layer([[1.0, 2.0]]).numpy(), [[3, 6]])
    with pytest.raises(ConfigError, match="cannot be saved: functions are code"):
        limpid.catalog.serialize(layer)


def test_unknown_activation_gets_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'softmax'"):
        Activation("sofmax")


# The lecture's case maxout: the gradient goes to the winning piece only.
MAXOUT = {"x": [[1.0, -2.0]], "w": [[0.5, -1.0], [-1.0, 0.25]], "b": [0.1, -0.2]}


def test_maxout_is_the_lectures_case():
    layer = Maxout(1, dtype="float64")
    x = limpid.Tensor(MAXOUT["x"], dtype="float64")
    layer(x)
    layer.set_weights([np.array(MAXOUT["w"]).T, MAXOUT["b"]])
    y = layer(x)
    assert np.isclose(y.item(), 2.6, rtol=1e-15)
    by_x, by_kernel, by_bias = limpid.gradients(y, [x, layer.kernel, layer.bias])
    np.testing.assert_allclose(by_x.numpy(), [[0.5, -1.0]])
    np.testing.assert_allclose(by_kernel.numpy(), [[1.0, 0.0], [-2.0, 0.0]])
    np.testing.assert_allclose(by_bias.numpy(), [1.0, 0.0])


def test_maxout_with_a_zero_piece_is_a_relu():
    layer, relu = Maxout(3, dtype="float64"), Dense(3, "relu", dtype="float64")
    layer(X), relu(X)
    kernel, bias = np.random.default_rng(1).normal(size=(4, 3)), np.array([0.1, 0, -1])
    zero = np.zeros_like
    layer.set_weights(
        [
            np.stack([zero(kernel), kernel], axis=-1).reshape(4, 6),
            np.stack([zero(bias), bias], axis=-1).reshape(6),
        ]
    )
    relu.set_weights([kernel, bias])
    np.testing.assert_allclose(layer(X).numpy(), relu(X).numpy(), rtol=1e-14)


@pytest.mark.parametrize("pieces", [1, 2, 5])
def test_maxout_has_so_many_times_the_parameters_of_dense(pieces):
    layer, dense = Maxout(3, pieces), Dense(3)
    layer(X), dense(X)
    assert layer.count_params() == pieces * dense.count_params()
