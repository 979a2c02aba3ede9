"""Keras 3, if it is there, has the last word on names, defaults and outputs."""

import inspect
import warnings

import numpy as np
import pytest
from tests.common.layers import CASES, KINDS, RANDOM

# Keras warns of itself; that is not our matter.
pytestmark = pytest.mark.filterwarnings("ignore")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    keras = pytest.importorskip("keras")

SHARED = {name: kind for name, kind in KINDS.items() if hasattr(keras.layers, name)}

# A layer around layers takes Keras's own; it is compared in test_recurrent.py.
AROUND = {"Bidirectional", "RNN", "TimeDistributed"}
# Keras's InputLayer is called by nobody, its Normalization also counts examples, and
# its RandomCrop resizes outside training.
DIFFERENT = {"InputLayer", "Normalization", "RandomCrop"}
# Keras on PyTorch normalizes last axes only, and fails on others.
FAILING = {"LayerNormalization-2", "RMSNormalization-1"}
COMPARED = {
    name: case
    for name, case in CASES.items()
    if case.kind.__name__ in set(SHARED) - DIFFERENT - AROUND and name not in FAILING
}

# Every layer's, and what recurrent layers of Keras take without naming it.
OWN_ARGUMENTS = {
    "name",
    "dtype",
    "trainable",
    "input_shape",
    "activity_regularizer",
    "zero_output_for_mask",
}


def arguments(kind):
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    return {p.name: p.default for p in parameters if p.kind is not p.VAR_KEYWORD}


def plain(default):
    """Return a default so that 1 and (1, 1), zeros and Zeros are the same."""
    if isinstance(default, str):
        return default.lower()
    if isinstance(default, (tuple, list)):
        parts = {plain(part) for part in default}
        return parts.pop() if len(parts) == 1 else tuple(map(plain, default))
    return default


@pytest.mark.parametrize("name", SHARED)
def test_arguments_are_those_of_keras(name):
    ours = arguments(SHARED[name])
    theirs = arguments(getattr(keras.layers, name))
    own = [n for n in ours if n not in OWN_ARGUMENTS]
    assert own == [n for n in theirs if n in own]
    for argument in own:
        # One side may ask for what the other has a default for, never another one.
        if inspect.Parameter.empty not in {ours[argument], theirs[argument]}:
            assert plain(ours[argument]) == plain(theirs[argument]), argument


def pair_of(case):
    """Return our layer and Keras's with the same weights."""
    ours = case.make("float32")
    theirs = getattr(keras.layers, case.kind.__name__)(**case.settings)
    theirs(given(case))
    assert [(w.name, w.shape) for w in ours.weights] == [
        (w.name, tuple(w.shape)) for w in theirs.weights
    ]
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def given(case):
    x = case.inputs("float32")
    return x if case.several or not case.kind.takes_integers else x.astype("int32")


@pytest.mark.parametrize("case", COMPARED.values(), ids=COMPARED)
@pytest.mark.parametrize("training", [False, True])
def test_outputs_weights_and_penalties_are_those_of_keras(case, training):
    ours, theirs = pair_of(case)
    training = training and case not in RANDOM.values()
    takes = "training" in inspect.signature(theirs.call).parameters
    want = theirs(given(case), **({"training": training} if takes else {}))
    got = ours(given(case), training=training)
    want = keras.ops.convert_to_numpy(want)
    np.testing.assert_allclose(got.numpy(), want, rtol=2e-5, atol=2e-6)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    for a, b in zip(ours.losses, theirs.losses, strict=True):
        np.testing.assert_allclose(float(a), float(b), rtol=1e-5)


def test_normalization_adapts_as_keras_does():
    data = np.random.default_rng(0).normal(2, 3, (50, 4)).astype("float32")
    ours, theirs = KINDS["Normalization"](), keras.layers.Normalization()
    ours.adapt(data)
    theirs.adapt(data)
    want = keras.ops.convert_to_numpy(theirs(data))
    np.testing.assert_allclose(ours(data).numpy(), want, rtol=1e-4, atol=1e-5)


AFFINE = {
    "RandomTranslation": {"height_factor": (0.2, 0.2), "width_factor": (-0.3, -0.3)},
    "RandomRotation": {"factor": (0.1, 0.1)},
    "RandomZoom": {"height_factor": (0.3, 0.3), "width_factor": (-0.2, -0.2)},
    "RandomBrightness": {"factor": (0.3, 0.3), "value_range": (0, 1)},
}


@pytest.mark.parametrize("name", AFFINE)
def test_fixed_distortions_are_those_of_keras(name):
    images = np.random.default_rng(0).random((2, 8, 9, 1)).astype("float32")
    settings = dict(AFFINE[name])
    if name != "RandomBrightness":
        settings["fill_mode"] = "constant"
    theirs = getattr(keras.layers, name)(**settings)
    want = keras.ops.convert_to_numpy(theirs(images, training=True))
    got = KINDS[name](**settings)(images, training=True).numpy()
    np.testing.assert_allclose(got, want, atol=1e-5)
