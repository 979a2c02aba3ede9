"""Every layer of limpid can be saved, and none can be made into a bomb."""

import contextlib
import json
import time

import numpy as np
import pytest

from limpid import catalog
from limpid.errors import ConfigError, LimpidFileError
from limpid.layers import Layer
from limpid.models import Input, Model, load_model, save_model
from limpid.models.tensor_file import read_tensors, write_tensors

OF_INTEGERS = {"Embedding", "CategoryEncoding"}
EXAMPLES = [
    pytest.param(kind, settings, shape, id=f"{name}-{i}")
    for name, kind in catalog.every("layers").items()
    if isinstance(kind, type) and issubclass(kind, Layer)
    for i, (settings, shape) in enumerate(kind.EXAMPLES)
]
ENORMOUS = (10**12, 4_000_000, 1e300, -5)


def model_of(kind, settings, shape):
    """Return a model of the layer alone, and data for it."""
    shapes = shape if isinstance(shape, list) else [shape]
    dtype = "int64" if kind.__name__ in OF_INTEGERS else "float32"
    inputs = [Input(size[1:], dtype=dtype) for size in shapes]
    layer = kind(**settings)
    outputs = layer(inputs if isinstance(shape, list) else inputs[0])
    draw = np.random.default_rng(0).integers
    return Model(inputs, outputs), [draw(0, 3, s).astype(dtype) for s in shapes]


@pytest.mark.parametrize(("kind", "settings", "shape"), EXAMPLES)
def test_loaded_layer_is_the_saved_one(kind, settings, shape, tmp_path):
    model, data = model_of(kind, settings, shape)
    save_model(model, tmp_path / "model.safetensors")
    loaded = load_model(tmp_path / "model.safetensors")
    for training in (False, True):
        actual, expected = (m(data, training=training) for m in (loaded, model))
        assert np.array_equal(actual.numpy(), expected.numpy(), equal_nan=True)


@pytest.mark.parametrize(("kind", "settings", "shape"), EXAMPLES)
def test_enormous_settings_take_no_time(kind, settings, shape, tmp_path):
    path = tmp_path / "model.safetensors"
    model, _ = model_of(kind, settings, shape)
    save_model(model, path)
    contents = read_tensors(path)
    description = json.loads(contents.description)
    record = description["model"]["config"]["graph"]["layers"][0]
    start = time.process_time()
    for number in ENORMOUS:
        for config in list(with_one_number(record["config"], number)):
            changed = description | {"model": replaced(description["model"], config)}
            write_tensors(path, contents.tensors, json.dumps(changed))
            load_or_refuse(path)
    assert time.process_time() - start < 10


def replaced(model, config):
    """Return the model's record with its only layer configured otherwise."""
    copy = json.loads(json.dumps(model))
    copy["config"]["graph"]["layers"][0]["config"] = config
    return copy


def with_one_number(tree, number):
    """Yield the tree with each number in it replaced in turn."""
    if isinstance(tree, dict):
        for key, part in tree.items():
            for other in with_one_number(part, number):
                yield tree | {key: other}
    elif isinstance(tree, list):
        for i, part in enumerate(tree):
            for other in with_one_number(part, number):
                yield [*tree[:i], other, *tree[i + 1 :]]
    elif type(tree) in {int, float}:
        yield number


def load_or_refuse(path):
    with contextlib.suppress(LimpidFileError, ConfigError):
        load_model(path)
