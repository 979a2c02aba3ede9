"""What the base gives every layer, and sentences of layers too small for a file."""

import numpy as np
import pytest

import limpid
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.layers import (
    ActivityRegularization,
    Add,
    CategoryEncoding,
    Concatenate,
    Cropping2D,
    Dense,
    Dot,
    Dropout,
    Embedding,
    InputLayer,
    Layer,
    Permute,
    Subtract,
    ZeroPadding2D,
)
from limpid.utils import clear_session


class Twice(Layer):
    """Two layers in one, as a user writes it."""

    def __init__(self, units, **settings):
        super().__init__(**settings)
        self.units = units
        self.first, self.drop, self.second = Dense(units), Dropout(0.5), Dense(1)

    def call(self, inputs):
        return self.second(self.drop(self.first(inputs)))


def test_layers_in_a_layer_are_found_and_their_weights_have_paths():
    layer = Twice(3, name="twice")
    layer(np.ones((2, 4)))
    assert layer.layers == [layer.first, layer.drop, layer.second]
    names = [layer.first.name, layer.second.name]
    kinds = ("kernel", "bias")
    paths = [f"twice/{name}/{kind}" for name in names for kind in kinds]
    assert [w.path for w in layer.weights] == paths
    assert layer.count_params() == 4 * 3 + 3 + 3 + 1


def test_training_reaches_the_layers_inside():
    layer = Twice(50, dtype="float64")
    x = np.ones((1, 4))
    np.testing.assert_array_equal(layer(x).numpy(), layer(x).numpy())
    assert not np.array_equal(layer(x, training=True), layer(x, training=True))


def test_layer_that_is_not_trainable_has_no_trainable_weights():
    layer = Twice(3)
    layer(np.ones((2, 4)))
    layer.first.trainable = False
    assert layer.trainable_weights == layer.second.weights
    layer.trainable = False
    assert layer.trainable_weights == []
    assert layer.non_trainable_weights == layer.weights


def test_names_are_numbered_until_the_session_is_cleared():
    clear_session()
    assert [Dense(1).name, Dense(1).name, Add().name] == ["dense", "dense_1", "add"]
    clear_session()
    assert Dense(1).name == "dense"


@pytest.mark.parametrize("name", ["", "a b", "x" * 201, "a\\b", 3.5j])
def test_names_that_cannot_be_paths_are_refused(name):
    with pytest.raises(ConfigError, match="up to 200 letters, digits"):
        Dense(1, name=name)


def test_activity_penalty_is_per_example():
    layer = ActivityRegularization(l1=0.5, l2=0.25, dtype="float64")
    x = np.array([[1.0, -2.0], [3.0, 0.0]])
    np.testing.assert_array_equal(layer(x).numpy(), x)
    assert float(layer.losses[0]) == (0.5 * 6 + 0.25 * 14) / 2
    dense = Dense(2, activity_regularizer="l2", kernel_initializer="ones")
    dense(np.ones((4, 3)))
    assert np.isclose(float(dense.losses[0]), 0.01 * 9 * 2)


def test_input_layer_starts_a_model():
    model = limpid.Sequential([InputLayer((4,)), Dense(2)])
    assert model.count_params() == 10
    with pytest.raises(ConfigError, match="give one of them"):
        InputLayer()


def test_ragged_lists_are_refused():
    with pytest.raises(ShapeError, match="nested lists of unequal lengths"):
        Dense(2)([[1.0], [1.0, 2.0]])


def test_numbers_out_of_an_embeddings_range_are_refused():
    with pytest.raises(DataError, match="expected 0 to 4"):
        Embedding(5, 2)([[1, 5]])


def test_categories_are_marked_and_counted():
    x = [[0, 2, 2], [1, 1, 1]]
    hot = CategoryEncoding(3)(x).numpy()
    np.testing.assert_array_equal(hot, [[1, 0, 1], [0, 1, 0]])
    counts = CategoryEncoding(3, output_mode="count")(x).numpy()
    np.testing.assert_array_equal(counts, [[1, 0, 2], [0, 3, 0]])
    with pytest.raises(ConfigError, match="did you mean 'one_hot'"):
        CategoryEncoding(3, output_mode="onehot")


ONE, TWO = np.ones((2, 3)), np.ones((2, 4))


@pytest.mark.parametrize(
    ("layer", "inputs", "message"),
    [
        (Add(), ONE, "expected a list of two or more tensors"),
        (Add(), [ONE, np.ones((2, 3, 1))], "expected as many axes in each"),
        (Subtract(), [ONE, ONE, ONE], "got 3 inputs; expected two"),
        (Concatenate(), [ONE], "expected a list of two or more tensors"),
        (Dot(1), [ONE, TWO], "expected equal sizes along axes 1"),
        (Cropping2D(2), np.ones((1, 4, 5, 1)), "would leave nothing"),
        (Permute((2, 1)), ONE, "expected the batch and 2 axes"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(layer, inputs, message):
    with pytest.raises(ShapeError, match=message):
        layer(inputs)


@pytest.mark.parametrize("padding", [-1, (1, 2, 3), ((1,), (2,)), 1.5, "same"])
def test_paddings_that_cannot_be_are_refused(padding):
    with pytest.raises(ConfigError, match=r"expected a number, one for each of 2 axes"):
        ZeroPadding2D(padding)
    with pytest.raises(ConfigError, match="each of the numbers 1 to 2 once"):
        Permute((1, 3))
