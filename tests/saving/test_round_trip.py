"""A loaded model is the saved one, bit for bit."""

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

import limpid
from limpid import layers, losses, metrics, ops, optimizers
from limpid.errors import ConfigError, LimpidFileError
from limpid.models import Input, Model, Sequential, load_model, save_model

generator = np.random.default_rng(0)
X = generator.normal(size=(24, 6)).astype("float32")
LABELS = generator.integers(0, 3, 24)


class Scale(layers.Layer):
    """A layer whose constructor takes none of what every layer takes."""

    def __init__(self, start):
        super().__init__()
        self.start = start

    def build(self, input_shape):
        self.factor = self.add_weight((input_shape[-1],), "ones")

    def call(self, inputs):
        return inputs * self.factor * self.start


class TwoTowers(Model):
    def __init__(self, units, **settings):
        super().__init__(**settings)
        self.units = units
        self.left, self.right = layers.Dense(units), layers.Dense(units)
        self.out = [Scale(0.5), layers.Dense(1)]

    def call(self, inputs):
        x = ops.tanh(self.left(inputs)) + self.right(inputs)
        for layer in self.out:
            x = layer(x)
        return x


class Tripled(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(ops.abs(y_true - y_pred), axis=-1) * 3.0


class Sign(optimizers.Optimizer):
    def init(self, weight):
        return {"last": weight.numpy() * 0}

    def update(self, weight, gradient, state, step, rate):
        return weight - rate * ops.sign(gradient + state["last"]), {"last": gradient}


def shared_layer():
    first, second = Input((6,), name="first"), Input((6,), name="second")
    shared = layers.Dense(4, activation="tanh")
    return Model([first, second], layers.Dense(2)(shared(first) - shared(second)))


def two_outputs():
    inputs = Input((6,))
    x = layers.Dense(4)(inputs)
    mixed = 2.0 * x[:, ::-1] + ops.exp(-x) / 3.0
    return Model(inputs, {"a": layers.Dense(1)(mixed), "b": ops.sum(x, axis=1)})


def nested():
    inputs = Input((6,))
    inner = Sequential([layers.Dense(5, activation="relu"), layers.Dropout(0.5)])
    core = Input((5,))
    block = Model(core, core + layers.Dense(5)(core))
    return Model(inputs, layers.Dense(2)(block(block(inner(inputs)))))


def convolutional():
    return Sequential(
        [
            Input((6,)),
            layers.Reshape((3, 2, 1)),
            layers.Conv2D(2, (2, 1), padding="same", activation="relu"),
            layers.MaxPooling2D((2, 1)),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(2, kernel_regularizer=limpid.regularizers.L2(0.01)),
        ]
    )


def partly_frozen():
    frozen = layers.Dense(4, trainable=False)
    return Sequential([Input((6,)), frozen, layers.Dense(2)])


def without_input():
    model = Sequential([layers.Dense(4), layers.Dense(2, use_bias=False)])
    model(X)
    return model


def double_precision():
    wide = {"dtype": "float64"}
    return Sequential(
        [Input((6,), dtype="float64"), layers.Dense(3, **wide), layers.Dropout(0.1)],
        **wide,
    )


MODELS = [
    shared_layer, two_outputs, nested, convolutional, partly_frozen, without_input,
    double_precision,
]  # fmt: skip


def inputs_of(model):
    return [X, X[::-1]] if len(model.inputs or ()) > 1 else X


def assert_same(actual, expected):
    actual, expected = limpid_leaves(actual), limpid_leaves(expected)
    assert len(actual) == len(expected) > 0
    for a, b in zip(actual, expected, strict=True):
        assert a.dtype == b.dtype
        assert np.array_equal(a, b)


def limpid_leaves(tree):
    parts = tree.values() if isinstance(tree, dict) else tree
    return list(parts) if isinstance(parts, (list, type({}.values()))) else [tree]


def reload(model, path, **settings):
    save_model(model, path)
    return load_model(path, **settings)


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_loaded_model_predicts_the_same_bits(make, tmp_path):
    model = make()
    loaded = reload(model, tmp_path / "model.safetensors")
    assert_same(loaded.predict(inputs_of(model)), model.predict(inputs_of(model)))
    assert list(loaded.paths()) == list(model.paths())
    assert len(loaded.trainable_variables) == len(model.trainable_variables)
    assert [type(part) for part in loaded.layers] == [type(p) for p in model.layers]


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_model_saved_twice_is_the_same_file(make, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    save_model(reload(make(), first), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_config_makes_an_equal_untrained_model(make):
    model = make()
    copy = type(model).from_config(model.get_config())
    assert copy.count_params() == model.count_params()
    assert not {id(v) for v in copy.variables} & {id(v) for v in model.variables}


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam"])
def test_training_goes_on_as_if_never_saved(optimizer, tmp_path):
    model = Sequential(
        [Input((6,)), layers.Dense(5), layers.Dropout(0.4), layers.BatchNormalization(),
         layers.Dense(3, activation="softmax")]
    )  # fmt: skip
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X, LABELS, epochs=2, batch_size=5, verbose=0)
    model.optimizer.learning_rate = 0.02
    loaded = reload(model, tmp_path / "model.safetensors")
    assert float(loaded.optimizer.learning_rate) == np.float32(0.02)
    assert int(loaded.optimizer.iterations) == int(model.optimizer.iterations) == 10
    histories = [
        m.fit(X, LABELS, epochs=2, batch_size=5, verbose=0, shuffle=False).history
        for m in (model, loaded)
    ]
    assert histories[0] == histories[1]
    assert_same(loaded.get_weights(), model.get_weights())
    assert_same(
        [v.numpy() for v in loaded.optimizer.variables],
        [v.numpy() for v in model.optimizer.variables],
    )


def test_schedule_goes_on_where_it_was(tmp_path):
    model = Sequential([Input((6,)), layers.Dense(3)])
    rate = limpid.schedules.ExponentialDecay(0.1, 3, 0.5)
    model.compile(optimizers.SGD(rate, momentum=0.9), "mean_squared_error")
    model.fit(X, X[:, :3], verbose=0)
    loaded = reload(model, tmp_path / "model.safetensors")
    assert float(loaded.optimizer.current_rate()) == float(
        model.optimizer.current_rate()
    )


def test_subclassed_model_needs_its_classes_only(tmp_path):
    path = tmp_path / "model.safetensors"
    model = TwoTowers(4)
    model.compile(Sign(learning_rate=0.01), Tripled(), metrics=["accuracy"])
    model.fit(X, X[:, :1], verbose=0)
    own = {"TwoTowers": TwoTowers, "Tripled": Tripled, "Sign": Sign}
    loaded = reload(model, path, custom_objects=own)
    assert_same(loaded.predict(X), model.predict(X))
    results = [
        m.fit(X, X[:, :1], verbose=0, shuffle=False).history for m in (model, loaded)
    ]
    assert results[0] == results[1]
    with pytest.raises(ConfigError, match=r"'TwoTowers' is not limpid's own"):
        load_model(path)


def test_constructor_need_not_take_what_every_layer_has(tmp_path):
    model = Sequential([Input((6,)), Scale(0.5)], name="scaled")
    model.layers[0].trainable = False
    own = {"Scale": Scale}
    loaded = reload(model, tmp_path / "model.safetensors", custom_objects=own)
    assert loaded.name == "scaled"
    assert loaded.layers[0].name == model.layers[0].name
    assert not loaded.trainable_variables


def test_own_class_of_a_known_name_is_not_taken_for_limpids(tmp_path):
    class Dense(layers.Dense):
        def call(self, inputs):
            return super().call(inputs) * 2.0

    path = tmp_path / "model.safetensors"
    model = Sequential([Input((6,)), Dense(2)])
    save_model(model, path)
    with pytest.raises(ConfigError, match="custom_objects"):
        load_model(path)
    loaded = load_model(path, {"Dense": Dense})
    assert_same(loaded.predict(X), model.predict(X))


def test_metrics_of_several_outputs_keep_their_names(tmp_path):
    model = two_outputs()
    loss = {"a": "mean_squared_error", "b": "mean_squared_error"}
    accuracy = metrics.BinaryAccuracy(name="hits", threshold=0.25)
    model.compile("sgd", loss, metrics={"a": [accuracy]})
    targets = {"a": X[:, :1], "b": X[:, 1]}
    model.fit(X, targets, verbose=0)
    loaded = reload(model, tmp_path / "model.safetensors")
    expected = model.evaluate(X, targets, verbose=0, return_dict=True)
    assert loaded.evaluate(X, targets, verbose=0, return_dict=True) == expected
    assert "a_hits" in expected


def test_loading_without_compiling_leaves_training_open(tmp_path):
    model = Sequential([Input((6,)), layers.Dense(1)])
    model.compile("adam", "mean_squared_error")
    model.fit(X, X[:, :1], verbose=0)
    loaded = reload(model, tmp_path / "model.safetensors", compile=False)
    assert loaded.optimizer is None
    assert_same(loaded.predict(X), model.predict(X))


def test_loading_draws_no_random_numbers(tmp_path):
    save_model(nested(), tmp_path / "model.safetensors")
    draws = []
    for load in (False, True):
        limpid.utils.set_random_seed(5)
        if load:
            load_model(tmp_path / "model.safetensors", compile=False)
        draws.append(limpid.random.uniform((3,)).numpy())
    assert np.array_equal(*draws)


def test_weights_fit_into_a_model_with_other_automatic_names(tmp_path):
    first, second = convolutional(), convolutional()
    first.save_weights(tmp_path / "weights.safetensors")
    second.load_weights(tmp_path / "weights.safetensors")
    assert first.name != second.name
    assert_same(second.predict(X), first.predict(X))


def test_weights_of_another_model_are_refused_and_change_nothing(tmp_path):
    shared_layer().save_weights(tmp_path / "weights.safetensors")
    model = convolutional()
    before = model.get_weights()
    with pytest.raises(LimpidFileError, match="weights"):
        model.load_weights(tmp_path / "weights.safetensors")
    assert_same(model.get_weights(), before)


def test_weights_are_no_model_and_say_so(tmp_path):
    shared_layer().save_weights(tmp_path / "weights.safetensors")
    with pytest.raises(LimpidFileError, match="it holds a weights, not a model"):
        load_model(tmp_path / "weights.safetensors")


def test_others_can_read_the_weights(tmp_path):
    model = convolutional()
    save_model(model, tmp_path / "model.safetensors")
    read = safetensors.numpy.load_file(tmp_path / "model.safetensors")
    for path, variable in model.paths().items():
        assert np.array_equal(read[f"model/{path}"], variable.numpy())


def test_non_finite_weights_are_loaded_with_a_warning(tmp_path):
    model = Sequential([Input((6,)), layers.Dense(1)])
    model.layers[0].bias.assign([np.nan])
    save_model(model, tmp_path / "model.safetensors")
    with pytest.warns(UserWarning, match="NaN or infinite"):
        load_model(tmp_path / "model.safetensors")


@pytest.mark.parametrize("number", [np.inf, -np.inf, np.float64(0.1), 1e-310, 1 / 3])
def test_settings_keep_every_bit(number, tmp_path):
    model = Sequential([Input((6,)), layers.Rescaling(number)])
    loaded = reload(model, tmp_path / "model.safetensors")
    assert loaded.layers[0].scale == number


def test_tuples_stay_tuples(tmp_path):
    loaded = reload(convolutional(), tmp_path / "model.safetensors")
    assert loaded.layers[1].kernel_size == (2, 1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda model: setattr(model.layers[0], "activation", lambda x: x),
        lambda model: model.compile("sgd", lambda a, b: ops.sum(a - b)),
        lambda model: model.compile("sgd", "mean_squared_error", metrics=[max]),
    ],
    ids=["activation", "loss", "metric"],
)
def test_functions_are_not_saved_and_the_advice_is_a_class(spoil, tmp_path):
    model = Sequential([Input((6,)), layers.Dense(1)])
    spoil(model)
    with pytest.raises(ConfigError, match="functions are code"):
        save_model(model, tmp_path / "model.safetensors")
    assert not list(tmp_path.iterdir())


def test_model_that_never_saw_an_input_is_not_saved(tmp_path):
    with pytest.raises(ConfigError, match="does not know its input's shape"):
        save_model(Sequential([layers.Dense(1)]), tmp_path / "model.safetensors")


def test_model_whose_settings_are_lost_is_not_saved(tmp_path):
    class Forgetful(Model):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)

        def call(self, inputs):
            return self.dense(inputs)

    model = Forgetful(2)
    model(X)
    with pytest.raises(ConfigError, match="keep each constructor argument"):
        save_model(model, tmp_path / "model.safetensors")


@pytest.mark.parametrize("name", ["model.keras", "weights.h5", "model.PT"])
def test_foreign_suffixes_are_refused_with_ours(name, tmp_path):
    with pytest.raises(ConfigError, match=r"\.safetensors"):
        save_model(convolutional(), tmp_path / name)


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "a/../../b", "..", "C:/x"])
def test_layer_names_never_become_paths(name, tmp_path):
    folder = tmp_path / "inner"
    folder.mkdir()
    try:
        model = Sequential([Input((6,)), layers.Dense(1, name=name)])
    except ConfigError:
        return
    assert_same(reload(model, folder / "m").predict(X), model.predict(X))
    assert [p.name for p in tmp_path.rglob("*")] == ["inner", "m"]


WIDTHS = st.integers(1, 5)
ACTIVATIONS = st.sampled_from([None, "relu", "tanh", "sigmoid", "softmax"])
LAYERS = st.one_of(
    st.builds(layers.Dense, WIDTHS, activation=ACTIVATIONS, use_bias=st.booleans()),
    st.builds(layers.Activation, st.sampled_from(["relu", "tanh"])),
    st.builds(layers.Dropout, st.floats(0, 0.9), seed=st.integers(0, 9)),
    st.builds(layers.BatchNormalization, scale=st.booleans(), center=st.booleans()),
    st.builds(layers.Rescaling, st.floats(-2, 2), offset=st.floats(-1, 1)),
)


@settings(max_examples=25)
@given(st.lists(LAYERS, min_size=1, max_size=5), st.booleans())
def test_any_small_sequential_survives(tmp_path_factory, stack, with_input):
    model = Sequential([*([Input((6,))] if with_input else []), *stack])
    model(X, training=True)
    path = tmp_path_factory.mktemp("drawn") / "model.safetensors"
    loaded = reload(model, path)
    assert_same(loaded.predict(X), model.predict(X))
    # The masks of dropout go on alike, too.
    assert_same([loaded(X, training=True).numpy()], [model(X, training=True).numpy()])
