"""Bad input is refused in one sentence, before anything has been updated."""

import warnings

import numpy as np
import pytest
from tests.common.models import blobs, classifier, line, regressor, two_headed

import limpid
from limpid.errors import (
    ArgumentError,
    ConfigError,
    DataError,
    DTypeError,
    GraphError,
    LimpidError,
    ShapeError,
)
from limpid.layers import Activation, Dense
from limpid.losses import BinaryCrossentropy, SparseCategoricalCrossentropy

quiet = {"verbose": 0}


def broken(array, value, row=13):
    array = np.array(array, dtype=float)
    array[row] = value
    return array


X, Y = blobs()
BAD_DATA = {
    "label too large": (
        X,
        np.where(np.arange(60) == 57, 3, Y),
        "label of example 57 is 3",
    ),
    "label negative": (
        X,
        np.where(np.arange(60) == 57, -1, Y),
        "label of example 57 is -1",
    ),
    "label broken": (X, broken(Y, 0.5), "label of example 13 is 0.5"),
    "nan in x": (broken(X, np.nan), Y, r"x\[13, 0\] is nan"),
    "inf in x": (broken(X, np.inf), Y, r"x\[13, 0\] is inf"),
    "nan in y": (X, broken(Y, np.nan), r"y\[13\] is nan"),
    "lengths differ": (X, Y[:-1], "numbers of examples differ"),
    "nothing": (X[:0], Y[:0], "empty"),
    "no targets": (X, None, "needs targets"),
    "scalar": (np.float32(1), np.float32(1), "single number"),
    "too few features": (X[:, :3], Y, "Dense"),
    "rank": (X[:, 0], Y, "Dense"),
    "one-hot targets": (X, np.eye(3)[Y], "categorical_crossentropy"),
    "words": (X, np.array(["a"] * 60), "Expected numbers"),
    "ragged": ([[1, 2], [3]], Y[:2], "differ in length"),
    "two targets": (X, [Y, Y], "1 outputs but y has 2"),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("name", sorted(BAD_DATA))
def test_bad_data_leave_every_bit_unchanged(name, stream):
    x, y, message = BAD_DATA[name]
    model = classifier()
    model.fit(X, Y, **quiet)
    before = [v.numpy() for v in (*model.weights, *model.optimizer.variables)]
    data = {"x": iter([(x, y)])} if stream else {"x": x, "y": y, "batch_size": 4}
    with pytest.raises(LimpidError, match=message) as caught:
        model.fit(**data, **quiet)
    assert "\n" not in str(caught.value)
    after = [v.numpy() for v in (*model.weights, *model.optimizer.variables)]
    for a, b in zip(before, after, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", ["label too large", "nan in x", "no targets"])
def test_bad_data_are_no_data_to_evaluate(name):
    x, y, message = BAD_DATA[name]
    with pytest.raises(DataError, match=message):
        classifier().evaluate(x, y, **quiet)
    before = (model := classifier()).get_weights()
    with pytest.raises(DataError, match=message):
        model.fit(X, Y, validation_data=(x, y), **quiet)
    np.testing.assert_array_equal(before[0], model.get_weights()[0])
    with pytest.raises(DataError, match=message):
        model.train_on_batch(x, y)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"batch_size": 0}, "batch_size=0: expected a positive integer"),
        ({"batch_size": -3}, "batch_size=-3"),
        ({"batch_size": 2.5}, "batch_size=2.5"),
        ({"epochs": 0}, "epochs=0: expected a positive integer"),
        ({"epochs": -1}, "epochs=-1"),
        ({"steps_per_epoch": 0}, "steps=0"),
        ({"verbose": "loud"}, "verbose='loud'"),
        ({"validation_split": 1.5}, "validation_split=1.5"),
        ({"validation_split": -0.5}, "validation_split=-0.5"),
        ({"validation_split": 0.001}, "leaves no examples"),
        ({"validation_data": (X, Y, Y, Y)}, "validation_data has 4 parts"),
        ({"class_weight": [1, 2]}, "expected a dictionary"),
        ({"sample_weight": np.ones(3)}, "numbers of examples differ"),
        ({"callbacks": [print]}, "is no callback"),
        ({"x": 3}, "single number"),
        ({"x": None}, "x is NoneType"),
        ({"x": []}, "numbers of examples differ"),
        ({"x": iter([(X, Y)])}, "holds y and sample_weight already"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_wrong_arguments_are_refused(settings, message):
    with pytest.raises((ArgumentError, DataError), match=message):
        classifier().fit(**{"x": X, "y": Y, "verbose": 0} | settings)


def test_empty_streams_are_refused():
    model = classifier()
    with pytest.raises(DataError, match="empty or used up"):
        model.fit(iter([]), **quiet)
    with pytest.raises(DataError, match="no batch"):
        model.evaluate(iter([]), **quiet)
    with pytest.raises(DataError, match="no batch"):
        model.predict(iter([]))
    with pytest.raises(DataError, match="yielded 4 parts"):
        model.fit(iter([(X, Y, Y, Y)]), **quiet)


def test_flat_and_column_targets_never_broadcast():
    x, y = line(10)
    flat, column = regressor(), regressor()
    flat.fit(x, y[:, 0], shuffle=False, **quiet)
    column.fit(x, y, shuffle=False, **quiet)
    np.testing.assert_array_equal(flat.get_weights()[0], column.get_weights()[0])
    with pytest.raises(ShapeError, match="never broadcasts"):
        regressor().fit(x, np.tile(y, 3), **quiet)


def test_class_numbers_for_a_dense_loss_are_refused_with_the_mend():
    model = limpid.Sequential([limpid.Input((4,)), Dense(3, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy")
    with pytest.raises(ShapeError, match="class numbers to a sparse loss"):
        model.fit(X, Y / 2, **quiet)
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(DataError, match="expected targets from 0 to 1"):
        model.fit(X, np.full((60, 3), 2), **quiet)


def test_model_without_compile_says_so():
    model = limpid.Sequential([limpid.Input((4,)), Dense(3)])
    with pytest.raises(GraphError, match="call compile"):
        model.fit(X, Y, **quiet)


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({"loss": "mean_sqared_error"}, "mean_squared_error"),  # typos: ignore
        ({"optimizer": "adm"}, "adam"),
        ({"metrics": ["acuracy"]}, "accuracy"),  # typos: ignore
    ],
)
def test_unknown_names_give_the_nearest_known_one(settings, hint):
    with pytest.raises(ConfigError, match=f"did you mean '.*{hint}'"):
        regressor(**settings)


def test_losses_must_match_the_outputs():
    with pytest.raises(ConfigError, match=r"does not have; did you mean 'sum'"):
        two_headed(loss={"summ": "mse"}).evaluate(*_pair(), **quiet)
    with pytest.raises(ConfigError, match="3 parts but the model has 2"):
        two_headed(loss=["mse"] * 3).evaluate(*_pair(), **quiet)


def _pair():
    x = [np.ones((4, 2)), np.ones((4, 3))]
    return x, [np.ones((4, 1)), np.ones((4, 2))]


def net(*layers, loss):
    model = limpid.Sequential([limpid.Input((4,)), *layers])
    model.compile("sgd", loss)


def test_softmax_twice_is_warned_of():
    logits = SparseCategoricalCrossentropy(from_logits=True)
    with pytest.warns(UserWarning, match="applies softmax.*drop one"):
        net(Dense(3, activation="softmax"), loss=logits)
    with pytest.warns(UserWarning, match="applies softmax.*drop one"):
        net(Dense(3), Activation("softmax"), loss=logits)
    with pytest.warns(UserWarning, match="applies sigmoid.*drop one"):
        net(Dense(1, activation="sigmoid"), loss=BinaryCrossentropy(from_logits=True))
    inputs = limpid.Input((4,))
    model = limpid.Model(inputs, Dense(3, activation="softmax")(inputs))
    with pytest.warns(UserWarning, match="applies softmax.*drop one"):
        model.compile("sgd", logits)


def test_softmax_forgotten_is_warned_of():
    with pytest.warns(UserWarning, match="expects probabilities"):
        net(Dense(3), loss="sparse_categorical_crossentropy")


def test_right_pairs_of_activation_and_loss_are_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        net(Dense(3), loss=SparseCategoricalCrossentropy(from_logits=True))
        net(Dense(3, activation="softmax"), loss="sparse_categorical_crossentropy")
        net(Dense(3), Activation("softmax"), loss="categorical_crossentropy")
        net(Dense(3), loss="mse")


def test_wrong_types_name_what_was_expected():
    model = classifier()
    with pytest.raises(DTypeError, match="Expected numbers"):
        model.predict(np.array([["a", "b", "c", "d"]]))


def test_no_batch_to_predict_on_is_said():
    with pytest.raises(ArgumentError, match="x is None; expected one batch"):
        classifier().predict_on_batch(None)


def test_failed_fit_leaves_the_model_usable():
    model = classifier()

    class Broken(limpid.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        model.fit(X, Y, callbacks=[Broken()], **quiet)
    model.fit(X, Y, **quiet)
    assert model.optimizer.iterations.item() == 3
