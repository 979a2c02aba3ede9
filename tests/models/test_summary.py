"""What summaries say of models."""

import numpy as np

import limpid
from limpid.layers import (
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from limpid.models.summary import describe, readable_bytes, summarize, summarize_html
from limpid.regularizers import L2


def dense(*sizes, **settings):
    layers = [Dense(units, **settings) for units in sizes[1:]]
    return limpid.Sequential([limpid.Input((sizes[0],)), *layers])


def test_net_is_named_after_its_layers_of_weights():
    assert "2-layer (1 hidden) net 3-4-2, 6 neurons" in summarize(dense(3, 4, 2))
    text = summarize(dense(3, 4, 4, 1))
    assert "3-layer (2 hidden) net 3-4-4-1, 9 neurons" in text
    assert "Total params: 41 (164.00 B)" in text


def test_lenet_has_the_parameters_and_costs_worked_by_hand():
    model = limpid.Sequential(
        [
            limpid.Input((28, 28, 1)),
            Conv2D(6, 5, padding="same", activation="tanh"),
            MaxPooling2D(),
            BatchNormalization(),
            Flatten(),
            Dense(10),
        ]
    )
    summary = describe(model)
    assert [row[1:] for row in summary.rows] == [
        ("(None, 28, 28, 6)", "156"),
        ("(None, 14, 14, 6)", "0"),
        ("(None, 14, 14, 6)", "24"),
        ("(None, 1176)", "0"),
        ("(None, 10)", "11,770"),
    ]
    # 28·28·6 outputs of 25 products, and 10 of 1,176.
    assert f"Multiply-adds per example: {28 * 28 * 6 * 25 + 11760:,}" in summary.notes
    assert "Total params: 11,950 (46.68 KB)" in summary.notes
    assert "Trainable params: 11,938 (46.63 KB)" in summary.notes
    assert "Non-trainable params: 12 (48.00 B)" in summary.notes


def test_sizes_are_written_as_keras_does():
    # Keras's summary: "Total params: 47,206 (184.40 KB)".
    assert readable_bytes(47_206 * 4) == "184.40 KB"
    assert readable_bytes(5 * 2**30) == "5.00 GB"


def test_functional_model_shows_what_is_connected_and_shared():
    inputs, shared = limpid.Input((4,), name="pixels"), Dense(4, name="twice")
    joined = Concatenate(name="joined")([shared(shared(inputs)), inputs])
    summary = describe(limpid.Model(inputs, joined * 2.0))
    assert summary.header[-1] == "Connected to"
    assert [(row[0].split()[0], *row[2:]) for row in summary.rows] == [
        ("pixels", "0", ""),
        ("twice", "20", "pixels"),
        ("twice", "shared", "twice"),
        ("joined", "0", "twice, pixels"),
        ("multiply", "0", "joined"),
    ]


def test_regularizers_stand_under_one_of_two_heads():
    model = limpid.Sequential(
        [limpid.Input((3,)), Dense(2, kernel_regularizer=L2(0.1)), Dropout(0.5)]
    )
    model.compile(limpid.optimizers.AdamW(), "mse")
    explicit, implicit = describe(model).notes[-2:]
    assert explicit.startswith("Explicit regularizers (in the loss): ")
    assert "kernel: L2(l2=0.1)" in explicit
    assert implicit.startswith("Implicit regularizers (in the network): dropout")
    assert implicit.endswith("weight decay 0.004")


def test_unbuilt_model_says_what_to_do(capsys):
    limpid.Sequential([Dense(3)]).summary()
    assert "Not built yet: start the model with Input(shape)" in capsys.readouterr().out


def test_own_model_is_summarized_once_it_has_seen_data():
    class Own(limpid.Model):
        def __init__(self):
            super().__init__()
            self.dense = Dense(3)

        def call(self, x):
            return self.dense(x)

    model = Own()
    model.compile("adam", "mse")
    model.fit(np.zeros((4, 2)), np.zeros((4, 3)), verbose=0)
    text = summarize(model)
    assert "Total params: 9 (36.00 B)" in text
    assert "Optimizer params: 20" in text
    assert "Multiply-adds per example: 6" in text


def test_notebook_shows_a_table_with_names_escaped():
    page = dense(3, 2)._repr_html_()
    assert page.startswith("<table>")
    assert "<td>(None, 2)</td>" in page
    assert summarize_html(dense(3, 2)).count("<tr>") == 2


def test_lines_are_as_wide_as_asked_for():
    wide = summarize(dense(3, 2), line_length=100).splitlines()[1]
    narrow = summarize(dense(3, 2)).splitlines()[1]
    assert len(narrow) < len(wide) <= 100


class Own(limpid.Model):
    """Two dense layers and a dropout, called in an order of its own."""

    def __init__(self):
        super().__init__()
        self.last, self.dropout, self.first = Dense(2), Dropout(0.5), Dense(4)

    def call(self, inputs, training=None):
        return self.last(self.dropout(self.first(inputs), training=training))


def test_subclassed_model_shows_its_shapes_once_it_was_called():
    model = Own()
    assert {shape for _, shape, _ in describe(model).rows} == {"?"}
    model(np.ones((3, 5), "float32"))
    shapes = [shape for _, shape, _ in describe(model).rows]
    assert shapes == ["(None, 2)", "(None, 4)", "(None, 4)"]
    assert not any("call" in vars(layer) for layer in model.layers)
