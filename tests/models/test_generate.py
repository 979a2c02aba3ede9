"""Going on with sequences: temperature 0, the end, and models trained otherwise."""

import numpy as np
import pytest

from limpid import Input, Sequential, layers
from limpid.errors import ConfigError
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.utils import set_random_seed


class Always:
    """Three numbers, always with the same chances."""

    def reset_state(self):
        pass

    def predict_on_batch(self, numbers):
        return np.broadcast_to([0.5, 0.3, 0.2], (len(numbers), 1, 3))


def test_sequence_that_has_ended_repeats_its_end():
    """LMG-11: and where all have ended, no more is drawn."""
    drawn = generate(Always(), np.zeros((50, 1)), 1000, end=2)
    assert drawn.shape[1] < 1000
    assert (drawn[:, -1] == 2).all()
    for row in drawn:
        after = row[np.argmax(row == 2) :]
        assert (after == 2).all()
    assert generate(Always(), np.zeros((50, 1)), 3, end=2).shape == (50, 3)


def test_temperature_zero_draws_the_likeliest():
    """LMG-09."""
    assert not generate(Always(), np.zeros((20, 1)), 50, temperature=0).any()
    with pytest.raises(ConfigError, match="-1"):
        generate(Always(), np.zeros((1, 1)), 5, temperature=[-1])


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
def test_stateful_copy_says_step_by_step_what_the_model_says_at_once(kind):
    set_random_seed(2)
    stack = [
        layers.Embedding(5, 3, mask_zero=True),
        getattr(layers, kind)(4, return_sequences=True),
        layers.Dense(5, "softmax"),
    ]
    model = Sequential([Input((None,)), *stack])
    numbers = np.array([[1, 3, 4, 2], [1, 2, 2, 3]])
    whole = model.predict(numbers, verbose=0)
    copy = stateful_copy(model, 2)
    for step in range(4):
        alone = copy.predict_on_batch(numbers[:, step : step + 1])
        np.testing.assert_allclose(alone[:, 0], whole[:, step], atol=1e-6)
    assert not model.layers[1].stateful
    # What comes after a beginning is drawn from what it says after all of it.
    drawn = generate(copy, numbers, 1, temperature=0)
    assert drawn[:, 0].tolist() == whole[:, -1].argmax(-1).tolist()
