"""Recurrent networks laid out step by step."""

import numpy as np
import pytest

from limpid import Input, Sequential, layers, ops
from limpid.errors import ConfigError
from limpid.explanations import reach, unroll
from limpid.utils import set_random_seed

NUMBERS = np.array([[1, 4, 2, 3, 0]])
GATES = {
    "SimpleRNN": {"hidden"},
    "LSTM": {"input", "forget", "candidate", "output", "cell", "hidden"},
    "GRU": {"update", "reset", "candidate", "hidden"},
}


def network(kind):
    set_random_seed(4)
    exact = {"dtype": "float64"}
    stack = [getattr(layers, kind)(n, return_sequences=True, **exact) for n in (4, 3)]
    first, last = layers.Embedding(5, 3, **exact), layers.Dense(5, "softmax", **exact)
    return Sequential([Input((None,)), first, *stack, last])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("kind", GATES)
def test_steps_are_those_of_the_network(kind):
    model = network(kind)
    found = unroll(model, NUMBERS)
    np.testing.assert_allclose(
        found.outputs.numpy(), model.predict(NUMBERS, verbose=0), atol=1e-6
    )
    assert set(found.steps[0][0]) == GATES[kind]
    assert found.along(1, "hidden").shape == (5, 1, 3)


def test_lstms_gates_are_numpys():
    """RNN-07: the lecture's equations, step by step."""
    model = network("LSTM")
    found = unroll(model, NUMBERS)
    embedding = model.layers[0].embeddings.numpy()
    kernel, recurrent, bias = (w.numpy() for w in model.layers[1].trainable_variables)
    h = c = np.zeros(4)
    for step, number in enumerate(NUMBERS[0]):
        sums = embedding[number] @ kernel + h @ recurrent + bias
        i, f, g, o = np.split(sums, 4)
        want = {
            "input": sigmoid(i),
            "forget": sigmoid(f),
            "candidate": np.tanh(g),
            "output": sigmoid(o),
        }
        c = want["forget"] * c + want["input"] * want["candidate"]
        h = want["output"] * np.tanh(c)
        for name, value in (want | {"cell": c, "hidden": h}).items():
            np.testing.assert_allclose(found.along(0, name)[step, 0], value, atol=1e-6)


@pytest.mark.parametrize("kind", GATES)
def test_walk_goes_on_from_the_states_of_another(kind):
    model = network(kind)
    whole = unroll(model, NUMBERS)
    first = unroll(model, NUMBERS[:, :2])
    second = unroll(model, NUMBERS[:, 2:], first.states)
    np.testing.assert_allclose(
        second.outputs.numpy(), whole.outputs.numpy()[:, 2:], atol=1e-9
    )


@pytest.mark.parametrize("kind", GATES)
def test_error_reaches_back_as_far_as_moving_a_state_says(kind):
    """RNN-14: in the last layer, the gradient by a state is a difference quotient."""
    model = network(kind)
    found = unroll(model, NUMBERS)
    norms = reach(found, -ops.log(found.outputs[0, -1, 2]), layer=1)
    kept = unroll(model, NUMBERS[:, :3]).states

    def last(unit, move):
        states = [[state.numpy().copy() for state in part] for part in kept]
        states[1][0][0, unit] += move
        outputs = unroll(model, NUMBERS[:, 3:], states).outputs.numpy()
        return -np.log(outputs[0, -1, 2])

    slopes = [(last(k, 1e-5) - last(k, -1e-5)) / 2e-5 for k in range(3)]
    assert norms.shape == (5,)
    assert norms[2] == pytest.approx(np.linalg.norm(slopes), rel=1e-6)


def test_inputs_take_the_layers_kind_of_number():
    model = Sequential([Input((2, 3)), layers.GRU(2, return_sequences=True)])
    found = unroll(model, np.ones((1, 2, 3)))
    assert found.outputs.dtype == model(np.ones((1, 2, 3))).dtype == "float32"


def test_what_cannot_be_unrolled_is_said():
    model = Sequential([Input((3, 2)), layers.LSTM(2)])
    with pytest.raises(ConfigError, match="return_sequences"):
        unroll(model, np.zeros((1, 3, 2)))
