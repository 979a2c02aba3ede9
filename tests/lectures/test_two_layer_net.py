"""The network from scratch: short, right, and as good as the exercise asks."""

import runpy
from pathlib import Path

import numpy as np
import pytest

import limpid
from limpid import gradients

FILE = Path(__file__).parents[2] / "examples" / "two_layer_net.py"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="needs the examples")


@pytest.fixture(scope="module")
def net():
    return runpy.run_path(str(FILE))


def test_it_has_at_most_sixty_lines_and_uses_operations_only():
    """EXR-07."""
    text = FILE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "layers" not in text.replace("two-layer", "")
    assert "optimizers" not in text


def test_its_gradient_is_that_of_central_differences(net):
    rng = np.random.default_rng(0)
    weights = [w.astype(float) for w in net["start"](4, 5, 3)]
    x, one_hot = rng.normal(size=(6, 4)), np.eye(3)[rng.integers(0, 3, 6)]

    def loss(weights):
        return float(net["loss"](weights, x, one_hot, 0.1))

    tensors = [limpid.asarray(weight) for weight in weights]
    found = gradients(net["loss"](tensors, x, one_hot, 0.1), tensors)
    for index, slope in enumerate(found):
        for at in np.ndindex(slope.shape):
            moved = [[w.copy() for w in weights] for _ in range(2)]
            moved[0][index][at] += 1e-6
            moved[1][index][at] -= 1e-6
            quotient = (loss(moved[0]) - loss(moved[1])) / 2e-6
            assert slope.numpy()[at] == pytest.approx(quotient, rel=1e-5, abs=1e-8)


def test_it_learns_the_digits(net):
    (x, y), (x_test, y_test) = limpid.datasets.digits.load_data()
    x, x_test = (v.reshape(len(v), -1).astype(np.float32) / 16 for v in (x, x_test))
    learned = net["train"](net["start"](64, 32, 10), x, y, steps=300)
    found = net["scores"](learned, x_test).numpy().argmax(1)
    assert np.mean(found == y_test) > 0.9


@pytest.mark.recipe
def test_it_reaches_45_percent_on_cifar10(capsys):
    """53.7 % on the set at hand."""
    runpy.run_path(str(FILE), run_name="__main__")
    assert float(capsys.readouterr().out.split()[-1]) >= 0.45
