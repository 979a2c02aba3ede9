"""Recurrent networks: Elman's language model, its gradients, one step of an LSTM."""

from typing import Any

import numpy as np

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.layers import LSTMCell, SimpleRNN
from limpid.numbers.exact import exact
from limpid.ops import (
    concat,
    log,
    matmul,
    matrix_transpose,
    sigmoid,
    softmax,
    split,
    tanh,
)

Values = dict[str, Any]


def elman_rnn_lm_forward(given: Values) -> Values:
    """Read three words; after each one expect the next."""
    words, v = given["words"], exact(given["V"])
    states, expected = _read(_elman(given), v, words, given["s_initial"])
    steps = [
        {"input_word": word, "s": s, "y": y}
        for word, s, y in zip(words, states, expected, strict=True)
    ]
    following = zip(expected, words[1:], strict=False)
    losses = [-log(y[word]) for y, word in following]
    return {"steps": steps, "next_word_loss_sequence_0_2_1": losses}


def bptt_gradient(given: Values) -> Values:
    """Go back through both steps; then through one at a time, states held fixed."""
    layer, v, start = _elman(given), exact(given["V"]), given["s_initial"]
    read, told = zip(*given["pairs"], strict=True)
    loss, states = _loss(layer, v, read, told, start)
    weights = layer.trainable_variables
    *of_u, of_v = gradients(loss, [*weights, v])
    starts = [start, states[0].numpy()]
    cut = [
        gradients(_loss(layer, v, [a], [b], s)[0], weights)
        for a, b, s in zip(read, told, starts, strict=True)
    ]
    sums = [first + second for first, second in zip(*cut, strict=True)]
    return {
        "loss": loss,
        "grad_U_full": _as_u(of_u),
        "grad_V": of_v,
        "grad_U_truncated_one_step": _as_u(sums),
    }


def lstm_cell_step(given: Values) -> Values:
    """Take one step; the lecture's rows are f, i, g, o, the cell's i, f, g, o."""
    rows, bias = np.asarray(given["W_rows_f_i_g_o_on_h_then_x"]), given["b"]
    h, c, x = (exact([given[name]]) for name in ("h_prev", "c_prev", "x"))
    net = matmul(concat([h, x], axis=-1), matrix_transpose(exact(rows))) + exact(bias)
    f, i, g, o = split(net[0], 4)
    order = [2, 3, 0, 1, 4, 5, 6, 7]
    cell = LSTMCell(2, dtype="float64")
    cell.build((1, 2))
    ordered = rows[order]
    cell.set_weights([ordered[:, 2:].T, ordered[:, :2].T, np.asarray(bias)[order]])
    _, (h, c) = cell(x, [h, c])
    gates = {"f": sigmoid(f), "i": sigmoid(i), "g": tanh(g), "o": sigmoid(o)}
    return gates | {"c": c[0], "h": h[0]}


def _elman(given: Values) -> SimpleRNN:
    """Return the recurrent layer of s = sigmoid(U [word, s])."""
    u = np.asarray(given["U"])
    units, words = len(u), u.shape[1] - len(u)
    settings: Values = {"return_sequences": True, "use_bias": False}
    layer = SimpleRNN(units, "sigmoid", dtype="float64", **settings)
    layer.build((1, 1, words))
    layer.set_weights([u[:, :words].T, u[:, words:].T])
    return layer


def _read(layer: SimpleRNN, v: Tensor, words: Any, state: Any) -> tuple[Tensor, Tensor]:
    """Return the states after each word, and how likely each word is to follow."""
    hot = exact(np.eye(len(v))[[*words]])[None]
    states = layer(hot, initial_state=[exact([state])])[0]
    return states, softmax(matmul(states, matrix_transpose(v)))


def _loss(
    layer: SimpleRNN, v: Tensor, read: Any, told: Any, state: Any
) -> tuple[Tensor, Tensor]:
    """Return the loss of the words told after those read, and the states."""
    states, expected = _read(layer, v, read, state)
    parts = [-log(expected[i, word]) for i, word in enumerate(told)]
    return sum(parts[1:], parts[0]), states


def _as_u(slopes: Any) -> Tensor:
    """Return the gradient by U of those by its two parts."""
    return matrix_transpose(concat(list(slopes), axis=0))
