"""Parts of models: their ends, models from the layers of others, copies, JSON."""

import json

import numpy as np
import pytest

from limpid import Input, Model, Sequential, layers
from limpid.errors import ConfigError, GraphError
from limpid.graph.tree import leaves
from limpid.initializers import RandomNormal
from limpid.models import clone_model, model_from_json

X = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)


def sequential():
    return Sequential(
        [
            Input((4,)),
            layers.Dense(3, activation="tanh", name="hidden"),
            layers.Dense(2),
        ]
    )


def functional():
    x = Input((4,), name="x")
    shared = layers.Dense(4, activation="relu", name="hidden")
    y = shared(shared(x)) + x
    return Model(x, {"sum": layers.Dense(2)(y), "twice": y * 2})


def equal(first, second):
    return all(map(np.array_equal, first.get_weights(), second.get_weights()))


def test_layers_of_a_sequential_model_give_their_values():
    model = sequential()
    parts = Model(model.inputs, [layer.output for layer in model.layers])
    hidden, last = parts.predict(X, verbose=0)
    np.testing.assert_allclose(hidden, model.layers[0](X), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(last, model(X), rtol=1e-5, atol=1e-6)


def test_layers_of_a_functional_model_give_their_first_values():
    model = functional()
    part = Model(model.input, model.get_layer("hidden").output)
    kernel, bias = model.get_layer("hidden").get_weights()
    expected = np.maximum(X @ kernel + bias, 0)
    np.testing.assert_allclose(part.predict(X, verbose=0), expected, rtol=1e-5)


def test_ends_keep_their_nesting_and_lists_lose_it():
    model = functional()
    assert model.inputs == [model.input]
    assert set(model.output) == {"sum", "twice"}
    assert model.outputs == list(model.output.values())


def test_frozen_base_keeps_its_weights_while_the_head_learns():
    base = sequential()
    base.trainable = False
    before = base.get_weights()
    model = Model(base.input, layers.Dense(1)(base.layers[0].output))
    model.compile("sgd", "mse")
    head = model.layers[-1].get_weights()
    model.fit(X, np.ones((5, 1)), verbose=0)
    assert all(map(np.array_equal, before, base.get_weights()))
    assert not np.array_equal(head[0], model.layers[-1].get_weights()[0])


def test_frozen_model_freezes_and_thaws_what_is_in_it():
    inner = Sequential([Input((4,)), layers.BatchNormalization(), layers.Dense(2)])
    model = Sequential([Input((4,)), inner, layers.Dense(1)])
    model.layers[0].trainable = False
    before = inner.get_weights()
    model.compile("sgd", "mse")
    model.fit(X, np.ones((5, 1)), verbose=0)
    # The averages too: a frozen batch normalization is in inference mode.
    assert all(map(np.array_equal, before, inner.get_weights()))
    inner.trainable = True
    assert len(model.trainable_variables) == 6


def test_ends_follow_add_and_pop():
    model = sequential()
    first = model.output
    model.add(layers.Dense(1))
    assert model.output.shape == (None, 1)
    model.pop()
    assert model.output is first


def test_model_built_on_data_has_ends():
    model = Sequential([layers.Dense(3), layers.Dense(2)])
    with pytest.raises(GraphError, match="begin its Sequential model with Input"):
        _ = model.layers[0].output
    model(X)
    assert model.input.shape == (None, 4)
    assert model.layers[0].output.shape == (None, 3)


def test_attributes_may_still_be_called_output():
    class Net(Model):
        def __init__(self):
            super().__init__()
            self.output = layers.Dense(2)

        def call(self, inputs):
            return self.output(inputs)

    assert Net()(X).shape == (5, 2)


@pytest.mark.parametrize("make", [sequential, functional])
def test_clone_has_equal_settings_and_other_weights(make):
    model = make()
    copy = clone_model(model)
    assert copy.get_config() == model.get_config()
    assert not equal(copy, model)
    copy.set_weights(model.get_weights())
    first, second = (leaves(m.predict(X, verbose=0)) for m in (model, copy))
    assert all(map(np.array_equal, first, second))


def test_clone_function_may_share_layers():
    model = functional()
    assert equal(clone_model(model, clone_function=lambda layer: layer), model)


def test_clone_can_stand_on_other_inputs():
    symbol = Input((4,), name="other")
    assert clone_model(functional(), symbol).input is symbol
    assert clone_model(sequential(), Input((7,))).input.shape == (None, 7)


@pytest.mark.parametrize("recursive", [False, True])
def test_clone_function_sees_inner_models_or_what_is_in_them(recursive):
    seen = []

    def note(layer):
        seen.append(type(layer).__name__)
        return type(layer).from_config(layer.get_config())

    outer = Sequential([Input((4,)), sequential(), layers.Dense(1)])
    clone_model(outer, clone_function=note, recursive=recursive)
    assert seen == (["Dense"] * 3 if recursive else ["Sequential", "Dense"])


def test_clone_shares_no_object_that_is_a_setting():
    class Wrapper(layers.Layer):
        def __init__(self, inner, **settings):
            super().__init__(**settings)
            self.inner = inner

        def call(self, inputs):
            return self.inner(inputs)

    start = RandomNormal()
    model = Sequential(
        [Input((4,)), Wrapper(layers.Dense(2, kernel_initializer=start))]
    )
    copy = clone_model(model)
    assert copy.layers[0].inner is not model.layers[0].inner
    assert not equal(copy, model)


def test_subclassed_model_is_not_cloned():
    class Net(Model):
        def call(self, inputs):
            return inputs

    with pytest.raises(ConfigError, match="its call\\(\\) is code"):
        clone_model(Net())


@pytest.mark.parametrize("make", [sequential, functional])
def test_architecture_survives_json(make):
    model = make()
    text = model.to_json(indent=2)
    copy = model_from_json(text)
    assert json.loads(text)["class"] == type(model).__name__
    assert copy.to_json(indent=2) == text
    assert copy.count_params() == model.count_params()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "17",
        '{"folder": "layers", "class": "Dense", "config": {"units": 2}}',
        '{"folder": "models", "class": "Sequential", "config": {}}',
        '{"folder": "models", "class": "Sequential", "config": {"layers": 3}}',
        '{"folder": "os", "class": "system", "config": {}}',
    ],
)
def test_text_that_describes_no_model_is_refused(text):
    with pytest.raises(ConfigError):
        model_from_json(text)
