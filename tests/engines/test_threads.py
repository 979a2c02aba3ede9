"""Any number of threads leaves the same bits."""

import os
import subprocess
import sys

import pytest

TRAINING = """
import hashlib
import numpy as np
import limpid
from limpid.engines.native.engine import NativeProgram
from limpid.graph import trace
from limpid.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, LSTM
from limpid.layers import MaxPooling2D

limpid.utils.set_random_seed(1)
rng = np.random.default_rng(0)
x = rng.random((160, 16, 16, 2), dtype=np.float32)
y = rng.integers(0, 5, 160)
model = limpid.Sequential([
    limpid.Input((16, 16, 2)), Conv2D(12, 3, padding="same", activation="relu"),
    BatchNormalization(), MaxPooling2D(), Conv2D(20, 3, activation="tanh"), Flatten(),
    Dropout(0.2), Dense(40, "relu"), Dense(5, "softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, batch_size=32, epochs=2, verbose=0).history
bits = b"".join(v.numpy().tobytes() for v in model.variables)

def walked(xs, w):
    step = lambda c, v: (limpid.ops.tanh(c @ w + v), c)
    last, ys = limpid.ops.scan(step, limpid.ops.zeros((40, 96)), xs)
    return last, *limpid.gradients(limpid.ops.sum(ys * ys), [w])

arrays = [rng.normal(size=s).astype("float32") / 10 for s in [(20, 40, 96), (96, 96)]]
program = NativeProgram(trace(walked, *arrays))
bits += b"".join(v.tobytes() for v in program(arrays))

layer = LSTM(48, return_sequences=True)
layer.build((50, 9, 12))

def remembered(x):
    weights = [v.read() for v in layer.trainable_variables]
    y = layer(x)
    return y, *limpid.gradients(limpid.ops.sum(y * y), [x, *weights])

x = rng.normal(size=(50, 9, 12)).astype("float32")
graph = trace(remembered, x)
program = NativeProgram(graph)
inputs = [x, *(v.read().value for v in graph.variables)]
for _ in range(20):
    bits += b"".join(v.tobytes() for v in program(inputs))
print(hashlib.sha256(bits + repr(history).encode()).hexdigest())
"""


def digest(threads):
    variables = {"LIMPID_THREADS": str(threads), "LIMPID_ENGINE": "native"}
    run = subprocess.run(
        [sys.executable, "-c", TRAINING],
        capture_output=True, text=True, check=True, env=os.environ | variables,
    )  # fmt: skip
    return run.stdout


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_threads_change_no_bit(threads):
    assert digest(threads) == digest(1)
