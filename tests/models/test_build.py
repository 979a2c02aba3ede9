"""Weights can be made before any data are seen, as in Keras."""

import numpy as np

import limpid
from limpid.layers import Dense


def test_a_layer_built_by_hand_keeps_the_weights_set_on_it():
    layer = Dense(2)
    layer.build((None, 3))
    assert layer.built
    layer.set_weights([np.ones((3, 2)), np.zeros(2)])
    assert layer(np.ones((1, 3))).tolist() == [[3.0, 3.0]]


def test_a_users_layer_is_built_once():
    class Own(limpid.layers.Layer):
        times = 0

        def build(self, input_shape):
            self.times += 1
            self.factor = self.add_weight((input_shape[-1],), "ones")

        def call(self, inputs):
            return inputs * self.factor

    layer = Own()
    layer.build((None, 2))
    layer(np.ones((1, 2)))
    assert layer.times == 1


def test_a_sequential_is_built_from_a_shape():
    model = limpid.Sequential([Dense(4), Dense(2)])
    model.build((None, 3))
    assert [w.shape for w in model.weights] == [(3, 4), (4,), (4, 2), (2,)]


def test_a_subclassed_model_is_built_from_a_shape():
    class Own(limpid.Model):
        def __init__(self):
            super().__init__()
            self.dense = Dense(2)

        def call(self, inputs):
            return self.dense(inputs)

    model = Own()
    model.build((None, 3))
    assert model.count_params() == 8
