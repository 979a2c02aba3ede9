"""Networks drawn at random: repeatable, varied, possible."""

from math import prod

import pytest

from limpid.bench import network
from limpid.bench.drawing import drawn, multiplications
from limpid.bench.network import Conv2D, Dense, Flatten
from limpid.bench.workload import find, weights
from limpid.errors import ConfigError

DRAWN = [drawn(f"random-5-{number}") for number in range(60)]


def test_a_name_is_always_the_same_network():
    assert find("random-3-4") == find("random-3-4")
    assert find("random-3-4").layers != find("random-3-5").layers
    assert find("random-3-4").layers != find("random-4-4").layers


def test_other_names_are_not_drawn():
    assert drawn("lenet5") is None
    with pytest.raises(ConfigError, match="did you mean 'lenet5'"):
        find("lenet6")


def test_every_drawn_network_is_possible():
    for workload in DRAWN:
        shapes = [
            network.output_shape(workload.layers[:count], workload.input_shape)
            for count in range(len(workload.layers) + 1)
        ]
        assert all(prod(shape) > 0 for shape in shapes), workload.title
        assert 1 <= workload.batch_size <= 300


def test_drawn_networks_differ_in_kind():
    layers = [layer for workload in DRAWN for layer in workload.layers]
    convolutions = [layer for layer in layers if isinstance(layer, Conv2D)]
    assert {conv.kernel_size for conv in convolutions} == set(range(1, 8))
    assert {conv.strides for conv in convolutions} == {1, 2}
    assert any(w.num_examples % w.batch_size for w in DRAWN)
    assert {w.optimizer.name for w in DRAWN} == {"sgd", "adam"}
    assert any(len(w.input_shape) == 1 for w in DRAWN)


def test_multiplications_are_those_of_the_kernels():
    layers = (Conv2D(6, 5), Flatten(), Dense(10))
    assert multiplications(layers, (8, 8, 2)) == 1 + 16 * 6 * 50 + 96 * 10
    assert [a.shape for a in weights(find("mlp"))[0]] == [(784, 512), (512,)]
