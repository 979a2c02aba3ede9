"""Inside a batch: each operation's numbers are those of the step that follows."""

import numpy as np
import pytest
from tests.studio.conftest import Talk

from limpid.errors import ConfigError
from limpid.studio.screens._playground_inside_derivations import derive
from limpid.studio.screens._playground_state import Hidden
from limpid.studio.screens.playground import Playground, PlaygroundState

STATES = [
    {},
    {"classes": 3, "data": "spiral", "optimizer": "adam", "batch_size": 7},
    {"problem": "regression", "data": "bumps", "regularization": "l2",
     "regularization_rate": 0.01, "activation": "relu"},
    {"hidden": (Hidden(6, "relu", 0.4), Hidden(3)), "optimizer": "momentum"},
    {"classes": 4, "data": "gauss", "loss": "hinge", "batch_size": 300},
]  # fmt: skip


def playground(steps=0, inside=(0, 0), **state):
    screen = Playground(state=PlaygroundState(inside=inside, **state))
    screen.advance_to(steps)
    return screen


def operations(batch):
    """Yield all operations of a batch: of each example, then the update."""
    for example in range(len(batch.x) + 1):
        for operation in range(len(batch.place(example, 0)[2])):
            yield batch.show(example, operation, batch.x)


def numbers(screen):
    """Return all numbers inside the next batch: by example and name."""
    return {
        (shown.example, name): value
        for shown in operations(screen.next_batch())
        for names, values in zip(shown.numbers, shown.values, strict=True)
        for name, value in zip(names, values, strict=True)
    }


@pytest.mark.parametrize("state", STATES, ids=str)
def test_new_weights_are_those_of_the_step_that_follows(state):
    screen = playground(30, **state)
    found = numbers(screen)
    count = screen.show().inside.examples
    screen.advance_to(31)
    places = [i for i, one in enumerate(screen.model.layers) if hasattr(one, "kernel")]
    for layer, (kernel, bias) in zip(places, screen.looks.weights(), strict=True):
        for kind, array in (("kernel", kernel), ("bias", bias)):
            for at in np.ndindex(array.shape):
                place = "/".join(map(str, (layer, *at)))
                new = found[count, f"inside/after-{kind}/{place}"]
                assert new == pytest.approx(array[at], rel=1e-5, abs=1e-6)


def test_forward_backward_and_loss_are_numpys():
    screen = playground(40)
    found, step = numbers(screen), screen.training
    rows = step.next_rows()
    x = screen.inputs(screen.problem.x[screen.train][rows]).astype(np.float64)
    y = screen.problem.y[screen.train][rows].reshape(-1, 1)
    weights = [(k.astype(float), b.astype(float)) for k, b in screen.looks.weights()]
    outs = [x]
    for kernel, bias in weights[:-1]:
        outs.append(np.tanh(outs[-1] @ kernel + bias))
    p = 1 / (1 + np.exp(-(outs[-1] @ weights[-1][0] + weights[-1][1])))
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    delta = p - y
    for layer in (2, 1, 0):
        for k in range(10):
            gradient = np.outer(outs[layer][k], delta[k])
            for at in np.ndindex(gradient.shape):
                name = "inside/kernel/" + "/".join(map(str, (layer, *at)))
                assert found[k, name] == pytest.approx(gradient[at], rel=1e-3, abs=1e-5)
        delta = (delta @ weights[layer][0].T) * (1 - outs[layer] ** 2)
    for k in range(10):
        assert found[k, "inside/loss"] == pytest.approx(losses[k, 0], rel=1e-4)
        assert found[k, "inside/out/2/0"] == pytest.approx(p[k, 0], rel=1e-4)


def test_mean_of_the_examples_is_what_the_batch_says():
    found = numbers(playground(5))
    parts = [found[k, "inside/kernel/0/1/2"] for k in range(10)]
    assert found[10, "inside/mean-kernel/0/1/2"] == pytest.approx(np.mean(parts), 1e-5)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_number_has_a_derivation_that_ends_in_it(state):
    batch = playground(3, **{"hidden": (Hidden(3), Hidden(2)), **state}).next_batch()
    for shown in operations(batch):
        if 0 < shown.example < shown.examples:
            continue
        names = [name for row in shown.numbers for name in row]
        for name, value in zip(names, shown.values.ravel(), strict=True):
            made = derive(batch, name.removeprefix("inside/"), shown.example)
            assert made.lines[-1].value == value
            if made.check is not None:
                scale = max(abs(made.gradient), 1e-3)
                assert abs(made.gradient - made.check) <= 1e-6 * scale
                assert made.gradient == pytest.approx(value, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_looking_inside_changes_no_bit(state):
    looked, other = playground(**state), playground(**state | {"inside": None})
    for step in (1, 2, 30):
        looked.show()
        for screen in (looked, other):
            screen.advance_to(step)
        numbers(looked)
    for own, same in zip(
        looked.model.get_weights(), other.model.get_weights(), strict=True
    ):
        assert np.array_equal(own, same)


def test_looking_inside_leaves_no_entry_and_starts_no_branch():
    talk = Talk()
    talk.ask("open", screen="playground")
    talk.ask("step", unit="epoch")
    talk.ask("rewind", position=3)
    for at in ([0, 0], [0, 1], [4, 2]):
        talk.ask("set", state={"inside": at})
    assert talk.session.line.entries == []
    assert len(talk.session.branches.lines) == 1
    assert talk.screen.position == 3


def test_last_batch_of_an_epoch_may_be_smaller():
    screen = playground(27, batch_size=9, inside=(8, 0))
    assert screen.training.batch == 27
    shown = screen.show().inside
    assert (shown.examples, shown.example) == (7, 7)


@pytest.mark.parametrize("name", ["net/9/9", "nothing/0/0", "net/0", "kernel/0/0/x"])
def test_number_that_is_not_there_is_said(name):
    with pytest.raises(ConfigError, match="no number"):
        playground().derive(f"inside/{name}")
