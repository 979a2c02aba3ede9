"""Recurrent layers are the loops they stand for, by NumPy and by Keras."""

import warnings

import numpy as np
import pytest
from tests.common.numeric import check_gradient

import limpid
from limpid import Input, Sequential, layers, ops
from limpid.errors import ConfigError, LimpidError, ShapeError
from limpid.graph import trace
from limpid.ops.scan import Scan

RNG = np.random.default_rng(5)
X = RNG.normal(size=(3, 6, 4))
MASK = RNG.random((3, 6)) > 0.4
MASK[0, 0] = MASK[0, -1] = MASK[1, :] = False
UNITS = 5


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def simple_step(x, states, kernel, recurrent, bias):
    h = np.tanh(x @ kernel + states[0] @ recurrent + bias)
    return h, [h]


def lstm_step(x, states, kernel, recurrent, bias):
    h, c = states
    i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    return h, [h, c]


def gru_step(x, states, kernel, recurrent, bias):
    (h,) = states
    of_x = np.split(x @ kernel + bias[0], 3, axis=-1)
    of_h = np.split(h @ recurrent + bias[1], 3, axis=-1)
    z, r = sigmoid(of_x[0] + of_h[0]), sigmoid(of_x[1] + of_h[1])
    h = z * h + (1 - z) * np.tanh(of_x[2] + r * of_h[2])
    return h, [h]


def gru_before_step(x, states, kernel, recurrent, bias):
    (h,), u = states, UNITS
    x_z, x_r, x_h = np.split(x @ kernel + bias, 3, axis=-1)
    z = sigmoid(x_z + h @ recurrent[:, :u])
    r = sigmoid(x_r + h @ recurrent[:, u : 2 * u])
    h = z * h + (1 - z) * np.tanh(x_h + (r * h) @ recurrent[:, 2 * u :])
    return h, [h]


KINDS = {
    "SimpleRNN": (layers.SimpleRNN, {}, simple_step, 1),
    "LSTM": (layers.LSTM, {}, lstm_step, 2),
    "GRU": (layers.GRU, {}, gru_step, 1),
    "GRU, reset before": (layers.GRU, {"reset_after": False}, gru_before_step, 1),
}
every_kind = pytest.mark.parametrize("name", KINDS)


def made(name, **settings):
    """Return a layer in float64 with weights unlike their first values."""
    kind, own, step, parts = KINDS[name]
    layer = kind(UNITS, **own, dtype="float64", **settings)
    layer.build(X.shape)
    layer.set_weights([RNG.normal(size=w.shape) / 2 for w in layer.weights])
    return layer, step, parts


def looped(layer, step, states, x, mask=None, backwards=False):
    """Return outputs in the order of walking, and the last states, by a loop."""
    outputs, shown = [], np.zeros((len(x), UNITS))
    order = range(x.shape[1])
    for t in reversed(order) if backwards else order:
        output, after = step(x[:, t], states, *layer.get_weights())
        keep = np.ones(len(x), bool) if mask is None else mask[:, t]
        shown = np.where(keep[:, None], output, shown)
        pairs = zip(after, states, strict=True)
        states = [np.where(keep[:, None], new, old) for new, old in pairs]
        outputs.append(shown)
    return np.stack(outputs, axis=1), states


@every_kind
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("mask", [None, MASK], ids=["whole", "masked"])
def test_layer_is_the_loop_over_its_formulas(name, backwards, mask):
    settings = {"return_sequences": True, "return_state": True}
    layer, step, parts = made(name, go_backwards=backwards, **settings)
    first = [RNG.normal(size=(3, UNITS)) for _ in range(parts)]
    outputs, *states = layer(X, initial_state=first, mask=mask)
    want, last = looped(layer, step, first, X, mask, backwards)
    np.testing.assert_allclose(outputs.numpy(), want, rtol=1e-12, atol=1e-14)
    for got, state in zip(states, last, strict=True):
        np.testing.assert_allclose(got.numpy(), state, rtol=1e-12, atol=1e-14)


@every_kind
def test_only_the_last_output_is_returned_by_default(name):
    layer, step, parts = made(name)
    zeros = [np.zeros((3, UNITS))] * parts
    want, _ = looped(layer, step, zeros, X)
    np.testing.assert_allclose(layer(X).numpy(), want[:, -1], rtol=1e-12)


@every_kind
def test_one_step_is_a_dense_layer_on_input_and_state(name):
    layer, step, parts = made(name)
    states = [RNG.normal(size=(3, UNITS)) for _ in range(parts)]
    output, after = layer.cell(limpid.Tensor(X[:, 0]), list(map(limpid.Tensor, states)))
    want, last = step(X[:, 0], states, *layer.get_weights())
    np.testing.assert_allclose(output.numpy(), want, rtol=1e-12)
    np.testing.assert_allclose(after[-1].numpy(), last[-1], rtol=1e-12)
    one = layer(X[:, :1], initial_state=states)
    np.testing.assert_allclose(one.numpy(), want, rtol=1e-12)


@every_kind
def test_gradient_through_twenty_steps_is_that_of_finite_differences(name):
    kind, own, _, _ = KINDS[name]
    layer = kind(2, **own, return_sequences=True, dtype="float64")
    x = RNG.normal(size=(1, 20, 1))
    layer.build(x.shape)
    weights = [RNG.normal(size=w.shape) for w in layer.weights]

    def function(x, *values):
        cell = layer.cell
        cell.kernel, cell.recurrent_kernel, cell.bias = values
        return layer(x)

    check_gradient(function, [x, *weights])


@every_kind
def test_compiled_gradients_are_the_eager_ones_and_do_their_sums_after_the_loop(name):
    layer, _, _ = made(name, return_sequences=True)

    def slopes(x):
        loss = ops.sum(layer(x, mask=MASK) ** 2)
        return limpid.gradients(loss, [x, *layer.trainable_variables])

    compiled = limpid.compile(slopes, engine="reference")(X)
    for got, want in zip(compiled, slopes(limpid.Tensor(X)), strict=True):
        np.testing.assert_allclose(got.numpy(), want.numpy(), rtol=1e-10, atol=1e-12)
    forward, back = [n.op for n in trace(slopes, X).nodes if isinstance(n.op, Scan)]
    once = [n.op.name for n in forward.body.nodes if n.op]
    again = [n.op.name for n in back.body.nodes if n.op]
    # Nothing costly is computed again, and no kernel's gradient is summed by steps.
    assert not {"tanh", "sigmoid"} & set(again)
    assert again.count("matmul") == once.count("matmul")
    assert {x.shape for x in back.body.outputs[: back.carries]} <= {(3, UNITS), ()}


class Leaky:
    """The least that a cell is: no layer, one state, no weights."""

    state_size = 4

    def call(self, inputs, states):
        state = states[0] * 0.5 + inputs
        return state, [state]


def test_any_object_with_a_state_and_a_call_is_a_cell():
    outputs = layers.RNN(Leaky(), return_sequences=True, dtype="float64")(X).numpy()
    state = np.zeros((3, 4))
    for t in range(6):
        state = state * 0.5 + X[:, t]
        np.testing.assert_allclose(outputs[:, t], state, rtol=1e-12)


@pytest.mark.parametrize("mask", [None, MASK], ids=["whole", "masked"])
def test_stacked_cells_are_layers_one_after_the_other(mask):
    settings = {"return_sequences": True, "dtype": "float64"}
    first, second = layers.LSTM(UNITS, **settings), layers.GRU(3, **settings)
    want = second(first(X, mask=mask), mask=mask).numpy()
    cells = [first.cell, second.cell]
    outputs, *states = layers.RNN(cells, return_state=True, **settings)(X, mask=mask)
    if mask is None:
        np.testing.assert_allclose(outputs.numpy(), want, rtol=1e-12)
    # Step by step: the cells as one custom cell.
    stack = layers.StackedRNNCells(cells, dtype="float64")
    state = stack.get_initial_state(3)
    for t in range(6):
        before = state
        output, state = stack(limpid.Tensor(X[:, t]), before)
        if mask is not None:
            keep = MASK[:, t : t + 1]
            chosen = [
                [ops.where(keep, a, b) for a, b in zip(*pair, strict=True)]
                for pair in zip(state, before, strict=True)
            ]
            state = chosen
        else:
            np.testing.assert_allclose(outputs.numpy()[:, t], output.numpy())
    np.testing.assert_allclose(states[0][1].numpy(), state[0][1].numpy(), rtol=1e-12)
    np.testing.assert_allclose(states[1][0].numpy(), state[1][0].numpy(), rtol=1e-12)


def test_an_lstm_told_to_keep_its_memory_keeps_it_for_a_thousand_steps():
    layer = layers.LSTM(1, return_state=True, dtype="float64")
    layer.build((1, 1, 1))
    # Forget gate 1, input gate 0.
    bias = np.array([-1e3, 1e3, 0, 0])
    layer.set_weights([np.zeros((1, 4)), np.zeros((1, 4)), bias])
    start = [np.zeros((1, 1)), np.array([[0.7]])]
    _, _, c = layer(RNG.normal(size=(1, 1000, 1)), initial_state=start)
    assert c.item() == 0.7


def test_forget_gates_start_open():
    layer = layers.LSTM(2)
    layer.build((1, 1, 3))
    assert layer.weights[2].numpy().tolist() == [0, 0, 1, 1, 0, 0, 0, 0]


# Dropout


@pytest.mark.parametrize("rates", [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5)])
@every_kind
def test_dropout_takes_the_same_units_at_all_steps(name, rates):
    kind, own, _, _ = KINDS[name]
    names = dict(zip(("dropout", "recurrent_dropout"), rates, strict=True))
    layer = kind(UNITS, **own, **names, seed=3, return_sequences=True)
    layer.build(X.shape)
    layer.set_weights([w / 4 for w in layer.get_weights()])
    long = layer(np.repeat(X[:, :1], 40, axis=1), training=True).numpy()
    # Small weights, a constant input and masks: the state comes to rest.
    np.testing.assert_allclose(long[:, -1], long[:, -2], atol=1e-3)
    other = layer(np.repeat(X[:, :1], 40, axis=1), training=True).numpy()
    assert not np.allclose(long, other)
    np.testing.assert_array_equal(layer(X).numpy(), layer(X).numpy())


# States from batch to batch


def test_stateful_layer_goes_on_where_the_last_batch_ended():
    whole, _, _ = made("LSTM", return_sequences=True)
    layer = layers.LSTM(UNITS, stateful=True, return_sequences=True, dtype="float64")
    layer.build((3, 2, 4))
    layer.set_weights(whole.get_weights())
    parts = [layer(X[:, t : t + 2]).numpy() for t in (0, 2, 4)]
    np.testing.assert_allclose(
        np.concatenate(parts, axis=1), whole(X).numpy(), rtol=1e-12
    )
    layer.reset_state()
    np.testing.assert_array_equal(layer(X[:, :2]).numpy(), parts[0])
    with pytest.raises(ShapeError, match="batches of that size"):
        layer(X[:2])


def test_state_is_no_weight_but_is_saved(tmp_path):
    model = Sequential(
        [Input((2, 4), batch_size=3), layers.GRU(UNITS, stateful=True, name="gru")]
    )
    model(X[:, :2].astype("float32"))
    assert len(model.weights) == 3
    model.save(tmp_path / "model.safetensors")
    again = limpid.load_model(tmp_path / "model.safetensors")
    x = X[:, 2:4].astype("float32")
    np.testing.assert_array_equal(again(x).numpy(), model(x).numpy())


def test_stateful_layer_asks_for_the_size_of_the_batch():
    with pytest.raises(ConfigError, match="batch_size"):
        Sequential([Input((2, 4)), layers.GRU(UNITS, stateful=True)])


# Masks


def padded_batch():
    rng = np.random.default_rng(2)
    lengths = [2, 5, 3]
    numbers = np.zeros((3, 5), int)
    for row, n in zip(numbers, lengths, strict=True):
        row[:n] = rng.integers(1, 9, n)
    return numbers, lengths, rng.integers(0, 3, (3, 5))


def test_padded_batch_gives_the_loss_and_gradient_of_its_sequences_one_by_one():
    numbers, lengths, targets = padded_batch()
    kinds = {"dtype": "float64"}
    model = Sequential(
        [
            layers.Embedding(9, 4, mask_zero=True, **kinds),
            layers.LSTM(3, return_sequences=True, **kinds),
            layers.Bidirectional(
                layers.GRU(3, return_sequences=True, **kinds), **kinds
            ),
            layers.Dense(3, "softmax", **kinds),
        ],
        dtype="float64",
    )
    loss = limpid.losses.SparseCategoricalCrossentropy()
    got = loss(targets, model(numbers))
    slopes = limpid.gradients(got, model.trainable_variables)
    whole = [
        limpid.losses.SparseCategoricalCrossentropy(reduction="sum")(
            targets[i : i + 1, :n], model(numbers[i : i + 1, :n])
        )
        for i, n in enumerate(lengths)
    ]
    want = sum(whole[1:], whole[0]) / sum(lengths)
    assert float(got) == pytest.approx(float(want), abs=1e-10)
    ones = limpid.gradients(want, model.trainable_variables)
    for a, b in zip(slopes, ones, strict=True):
        np.testing.assert_allclose(a.numpy(), b.numpy(), atol=1e-10)


def test_masked_steps_count_neither_for_loss_nor_for_metrics():
    numbers, _, targets = padded_batch()
    model = Sequential(
        [
            layers.Embedding(9, 4, mask_zero=True),
            layers.SimpleRNN(3, return_sequences=True),
            layers.Dense(3, "softmax"),
        ]
    )
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    got = model.evaluate(numbers, targets, verbose=0, return_dict=True)
    output, keep = model(numbers).numpy(), numbers != 0
    right = (output.argmax(-1) == targets)[keep].mean()
    assert got["accuracy"] == pytest.approx(right)
    chosen = np.take_along_axis(output, targets[..., None], -1)[..., 0]
    assert got["loss"] == pytest.approx(-np.log(chosen[keep]).mean(), rel=1e-5)


def test_layer_that_knows_no_masks_warns():
    masked = layers.Masking()(np.ones((2, 3, 4), "float32"))
    with pytest.warns(UserWarning, match="does not know masks"):
        layers.Flatten()(masked)


def test_merged_masks_are_those_of_keras():
    keras = oracle()
    a, b = X.astype("float32"), X.astype("float32").copy()
    a[0, 2:], b[1, :3] = 0, 0
    for name in ("Add", "Concatenate"):
        outputs = []
        for kit in (layers, keras.layers):
            joined = getattr(kit, name)()([kit.Masking()(a), kit.Masking()(b)])
            cell = kit.SimpleRNN(
                2, kernel_initializer="ones", recurrent_initializer="ones"
            )
            outputs.append(np.asarray(limpid_or_keras(cell(joined))))
        np.testing.assert_allclose(*outputs, rtol=1e-5)


# Bidirectional and TimeDistributed


def test_bidirectional_is_two_runs_joined_and_sees_both_sides():
    layer = layers.Bidirectional(
        layers.LSTM(3, return_sequences=True), dtype="float64", name="both"
    )
    x = limpid.Tensor(X.astype("float32"))
    y = layer(x)
    ahead = layer.forward_layer(x).numpy()
    back = layer.backward_layer(x).numpy()[:, ::-1]
    np.testing.assert_array_equal(y.numpy(), np.concatenate([ahead, back], -1))
    slope = limpid.gradients(ops.sum(y[:, 3]), x).numpy()
    assert np.all(np.abs(slope).sum((0, 2)) > 0)


def test_bidirectional_refuses_what_does_not_fit():
    with pytest.raises(ConfigError, match="recurrent"):
        layers.Bidirectional(layers.Dense(2))
    twin = layers.LSTM(2)
    with pytest.raises(ConfigError, match="one way"):
        layers.Bidirectional(layers.LSTM(2), backward_layer=twin)
    with pytest.raises(ConfigError, match="return_state"):
        layers.Bidirectional(
            layers.LSTM(2),
            backward_layer=layers.LSTM(2, go_backwards=True, return_state=True),
        )
    with pytest.raises(ConfigError, match="did you mean 'concat'"):
        layers.Bidirectional(layers.LSTM(2), "conkat")  # typos: ignore


def test_time_distributed_is_the_layer_at_each_step():
    inner = layers.Conv2D(2, 2)
    pictures = RNG.normal(size=(2, 3, 4, 4, 1)).astype("float32")
    got = layers.TimeDistributed(inner)(pictures).numpy()
    for t in range(3):
        np.testing.assert_allclose(got[:, t], inner(pictures[:, t]).numpy(), rtol=1e-6)


# Keras


def oracle():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("keras")


def limpid_or_keras(y):
    return y.numpy() if isinstance(y, limpid.Tensor) else y.detach().cpu().numpy()


SETTINGS = [
    {},
    {"return_sequences": True, "return_state": True},
    {"go_backwards": True, "return_sequences": True},
    {"return_sequences": True, "zero_output_for_mask": True},
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("wrapped", [False, True], ids=["plain", "bidirectional"])
@every_kind
def test_outputs_with_the_same_weights_are_those_of_keras(name, wrapped, settings):
    keras = oracle()
    kind, own, _, _ = KINDS[name]
    settings = settings | own
    ours, theirs = kind(UNITS, **settings), getattr(keras.layers, kind.__name__)
    theirs = theirs(UNITS, **settings)
    if wrapped:
        if settings.pop("go_backwards", False):
            pytest.skip("Both would walk from the end.")
        ours, theirs = layers.Bidirectional(ours), keras.layers.Bidirectional(theirs)
    x = X.astype("float32")
    ours(x)
    theirs(x)
    names = [(w.name, w.shape) for w in ours.weights]
    assert names == [(w.name, tuple(w.shape)) for w in theirs.weights]
    theirs.set_weights(ours.get_weights())
    for mask in (None, MASK):
        got, want = ours(x, mask=mask), theirs(x, mask=mask)
        got = got if isinstance(got, (tuple, list)) else [got]
        want = want if isinstance(want, (tuple, list)) else [want]
        for a, b in zip(got, want, strict=True):
            np.testing.assert_allclose(
                a.numpy(), limpid_or_keras(b), rtol=2e-5, atol=2e-6
            )


# In models


def functional():
    inputs = Input((6, 4))
    hidden, *state = layers.LSTM(3, return_sequences=True, return_state=True)(inputs)
    decoded = layers.LSTM(3)(hidden, initial_state=state)
    return limpid.Model(inputs, layers.Dense(1)(decoded))


class Own(limpid.Model):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.rnn = layers.Bidirectional(layers.GRU(2))
        self.head = layers.Dense(1)

    def call(self, inputs):
        return self.head(self.rnn(inputs))


def stacked():
    cells = [layers.LSTMCell(3), layers.GRUCell(2)]
    return Sequential([Input((6, 4)), layers.RNN(cells), layers.Dense(1)])


@pytest.mark.parametrize("make", [functional, Own, stacked])
def test_recurrent_models_train_and_are_saved(make, tmp_path):
    limpid.random.set_random_seed(1)
    model = make()
    x = X.astype("float32")
    y = x.sum((1, 2))[:, None] / 5
    model.compile("adam", "mse")
    before = model.fit(x, y, epochs=1, verbose=0).history["loss"][0]
    after = model.fit(x, y, epochs=60, verbose=0).history["loss"][-1]
    assert after < before
    model.save(tmp_path / "model.safetensors")
    again = limpid.load_model(tmp_path / "model.safetensors", {"Own": Own})
    np.testing.assert_allclose(
        again.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6
    )


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: layers.LSTM(0), "positive"),
        (lambda: layers.LSTM(2, dropout=1.0), "not including"),
        (lambda: layers.RNN(object()), "no cell"),
        (lambda: layers.LSTM(2)(np.ones((2, 3))), "time"),
    ],
)
def test_misuse_is_named(make, text):
    with pytest.raises(LimpidError, match=text):
        make()
