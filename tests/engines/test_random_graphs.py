"""Random graphs and random training: both engines compute the same."""

import numpy as np
import pytest
from tests.engines import random_graphs, random_models
from tests.engines.agreement import check, check_engines

import limpid
from limpid.engines import set_engine
from limpid.engines.choice import get_engine

# Rounding grows from operation to operation, and with the slopes of all of them.
SLACK = {"float64": 1e3, "float32": 100}

# Seeds whose graphs an earlier engine got wrong; each says what it had in common.
FOUND = {
    4: "a view of what its own nest has yet to store",
    132: "an intermediate result that nothing reads",
    100019: "a reduction that takes in what is also a result",
}


@pytest.fixture
def chosen_engine():
    """Bring back the engine chosen before."""
    before = get_engine().name
    yield
    set_engine(before)


def check_seed(seed: int, dtype: str, loops: int = 0) -> None:
    function, arrays = random_graphs.draw(seed, dtype, loops)
    check_engines(function, arrays, SLACK[dtype], least=1.0)


def train(engine: str, seed: int) -> list:
    """Return the losses of three steps, the weights, and a prediction."""
    set_engine(engine)
    make, x, y = random_models.draw(seed)
    model = make()
    losses = [np.float64(model.train_on_batch(x, y)) for _ in range(3)]
    return [*losses, *model.get_weights(), np.asarray(model.predict(x, verbose=0))]


def check_training(seed: int) -> None:
    before = limpid.config.floatx()
    limpid.config.set_floatx("float64")
    try:
        check(train("reference", seed), train("native", seed), slack=1e4, least=0.1)
    finally:
        limpid.config.set_floatx(before)


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_random_graphs_agree_in_double_precision(start):
    for seed in range(start, start + 20):
        check_seed(seed, "float64")


@pytest.mark.parametrize("start", range(0, 50, 10))
def test_random_graphs_with_scans_agree(start):
    for seed in range(start, start + 10):
        check_seed(seed, "float64", loops=1 + seed % 2)


@pytest.mark.parametrize("start", range(1000, 1050, 10))
def test_random_graphs_agree_in_single_precision(start):
    for seed in range(start, start + 10):
        check_seed(seed, "float32")


@pytest.mark.parametrize("seed", FOUND, ids=FOUND.get)
def test_graphs_that_were_once_wrong_agree(seed):
    check_seed(seed, "float64")
    check_seed(seed, "float32")


@pytest.mark.parametrize("start", range(0, 50, 10))
@pytest.mark.usefixtures("chosen_engine")
def test_random_models_train_alike(start):
    for seed in range(start, start + 10):
        check_training(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(10_000, 30_000, 500))
def test_many_random_graphs_agree(start):
    for seed in range(start, start + 500):
        check_seed(seed, "float64" if seed % 4 else "float32")


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1_000, 2_000, 100))
@pytest.mark.usefixtures("chosen_engine")
def test_many_random_models_train_alike(start):
    for seed in range(start, start + 100):
        check_training(seed)
