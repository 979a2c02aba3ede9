"""Networks of a few words: shapes, weights, and every library builds the same one."""

import sys
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from limpid import layers
from limpid.bench import network
from limpid.bench.network import Conv1D, Conv2D, Dense, Flatten, MaxPooling2D
from limpid.bench.workload import Workload, find, weights, workloads

NAMES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            name == "char-lstm" and not hasattr(layers, "LSTM"),
            reason="there is no LSTM layer yet",
        ),
    )
    for name in workloads()
]


def party(kind, workload):
    module = import_module(f"limpid.bench.parties.{kind}")
    return module.Party(workload)


def small(name):
    """Return a workload with one batch of few examples."""
    return replace(find(name), batch_size=2, num_examples=2)


def size_of(arrays):
    return sum(np.size(array) for array in arrays)


@pytest.mark.parametrize(
    ("layer", "shape", "after"),
    [
        (Conv2D(6, 5), (28, 28, 1), (24, 24, 6)),
        (Conv2D(6, 5, padding=2), (28, 28, 1), (28, 28, 6)),
        (Conv2D(8, 3, 2, padding=1), (7, 8, 4), (4, 4, 8)),
        (Conv1D(100, 4), (50, 300), (47, 100)),
        (MaxPooling2D(3), (8, 11, 2), (2, 3, 2)),
        (Flatten(), (5, 5, 16), (400,)),
        (Dense(65), (50, 128), (50, 65)),
        (network.Subsampling(32), (15, 16, 16), (8, 8, 32)),
    ],
    ids=repr,
)
def test_shape_behind_a_layer(layer, shape, after):
    assert layer.output_shape(shape) == after


def test_layer_is_written_as_the_call_that_makes_it():
    layer = Conv2D(6, 5, padding=2, activation="relu")
    assert eval(repr(layer), vars(network)) == layer  # noqa: S307 - our own text
    assert "strides" not in repr(layer)


def test_sizes_are_those_of_the_papers():
    parameters = {
        name: size_of(a for layer in weights(find(name)) for a in layer)
        for name in ("lenet5", "resnet20", "mlp")
    }
    # ResNet-20 has 688 filters, each with a running mean and variance.
    assert parameters == {
        "lenet5": 61_706,
        "resnet20": 269_722 + 2 * 688,
        "mlp": 535_818,
    }


def test_no_two_weights_share_memory():
    arrays = [array for layer in weights(find("resnet20")) for array in layer]
    assert len({array.ctypes.data for array in arrays}) == len(arrays)


@pytest.mark.parametrize("name", NAMES)
def test_limpid_builds_every_workload_with_its_weights(name):
    workload = small(name)
    wanted = [array for layer in weights(workload) for array in layer]
    found = party("own", workload).model.get_weights()
    assert size_of(found) == size_of(wanted)
    assert sum(map(np.sum, found)) == pytest.approx(sum(map(np.sum, wanted)), abs=0.1)


@pytest.mark.parametrize("name", ["playground", "lenet5-relu"])
@pytest.mark.parametrize("kind", ["torch_channels_last", "torch_contiguous"])
def test_pytorch_computes_the_same_loss(kind, name):
    pytest.importorskip("torch")
    workload = small(name)
    if kind == "torch_contiguous" and len(workload.input_shape) == 1:
        pytest.skip("there are no pictures")
    ours, theirs = party("own", workload), party(kind, workload)
    for _ in range(2):
        loss = ours.train(1, shuffled=False)
        assert theirs.train(1, shuffled=False) == pytest.approx(loss, rel=1e-4)


def test_building_for_a_peer_needs_no_part_of_limpid_that_trains(run_python):
    code = "import sys; from limpid.bench import worker; print(*sys.modules)"
    names = run_python(code).split()
    assert not {"limpid.layers", "limpid.engines", "torch", "jax"} & set(names)


@pytest.fixture
def run_python():
    import subprocess

    def run(code):
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout

    return run


def test_workload_counts_the_last_smaller_batch():
    assert Workload("w", "w", (2,), (Dense(2),), 3, 7).num_steps == 3
