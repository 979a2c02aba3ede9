"""First values are distributed as Keras draws them."""

import numpy as np
import pytest
from tests.common import oracles

from limpid import initializers
from limpid.utils import set_random_seed

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

RANDOM = [
    "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal",
    "LecunUniform", "RandomNormal", "RandomUniform", "TruncatedNormal",
    "VarianceScaling",
]  # fmt: skip


@pytest.mark.parametrize("shape", [(200, 100), (5, 5, 20, 40)])
@pytest.mark.parametrize("name", RANDOM)
def test_draws_are_distributed_as_in_keras(name, shape):
    keras = oracles.keras()
    if not hasattr(initializers, name):
        pytest.skip(f"limpid has no {name} yet")
    set_random_seed(1)
    ours = np.asarray(getattr(initializers, name)()(shape))
    theirs = oracles.from_keras(getattr(keras.initializers, name)(seed=1)(shape))
    assert ours.std() == pytest.approx(theirs.std(), rel=0.03)
    assert abs(ours.mean()) < 4 * ours.std() / np.sqrt(ours.size)
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.2)


@pytest.mark.parametrize("name", sorted(initializers.__all__))
def test_every_initializer_has_kerass_lower_case_name(name):
    kind = getattr(initializers, name)
    if name[0].islower():
        assert kind.__name__.lower() == name.replace("_", "")
    elif name != "Initializer":
        aliases = [n for n in initializers.__all__ if getattr(initializers, n) is kind]
        assert len(aliases) == 2


def test_lower_case_name_makes_an_initializer():
    assert initializers.he_normal(seed=1)((3, 2)).shape == (3, 2)
