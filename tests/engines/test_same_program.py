"""A model is the same program in every process, whatever lies where in memory."""

import os
import subprocess
import sys

PROGRAM = """
import random
from hashlib import sha256

# What follows lies elsewhere in each process.
junk = [bytearray(random.randrange(10, 3000)) for _ in range(random.randrange(20_000))]
del junk[::2]

from limpid import Input, Sequential, layers as L
from limpid.engines.native.fingerprint import fingerprint
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.segments import write_module, write_text
from limpid.models.steps import step_graph

NETWORKS = [
    [Input((12,)), L.Embedding(9, 8), L.LSTM(8, return_sequences=True), L.GRU(8)],
    [Input((12, 4)), L.Bidirectional(L.LSTM(8, recurrent_dropout=0.2)), L.Dropout(0.1)],
    [Input((9, 4)), L.TimeDistributed(L.Dense(5)), L.SimpleRNN(5)],
    [Input((9, 9, 3)), L.Conv2D(8, 3), L.BatchNormalization(), L.Flatten()],
]
for network in NETWORKS:
    model = Sequential([*network, L.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    graph = step_graph(model, "train", 8)
    text = write_text(write_module(Lowering(graph)))
    print(fingerprint(graph), sha256(text.encode()).hexdigest())
"""


def printed(seed: int) -> str:
    """Return the fingerprints of a process in which hashes follow from a seed."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_processes_write_the_same_programs():
    first, second, third = map(printed, range(3))
    assert len(first.splitlines()) == 4
    assert first == second == third
