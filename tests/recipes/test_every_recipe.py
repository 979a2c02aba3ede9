"""Every recipe learns; those marked `recipe` to the figure they state."""

from importlib import import_module

import numpy as np
import pytest

from limpid.recipes import find, recipe_names
from limpid.runs import complete, create_run, fit, start
from limpid.utils import set_random_seed


def batch_like(recipe):
    """Return a batch of the data set's form, without the data set."""
    dataset = import_module(f"limpid.datasets.{recipe.dataset}").DATASET
    shape, label_shape = dataset.shapes[:2]
    window = recipe.preparation.window
    size = min(recipe.batch_size, shape[0], 16 if window is None else shape[0])
    random = np.random.default_rng(0)
    if window is not None:
        shape = label_shape = (size, window)
    x = random.uniform(0, recipe.preparation.full_scale, (size, *shape[1:]))
    y = random.integers(0, len(dataset.classes), (size, *label_shape[1:]))
    return recipe.preparation.inputs(x), recipe.preparation.targets(y)


@pytest.mark.parametrize("name", recipe_names())
def test_one_batch_changes_every_weight(name):
    recipe = find(name)
    set_random_seed(recipe.seed)
    model = recipe.model()
    model.compile(recipe.optimizer(10), recipe.loss, metrics=list(recipe.metrics))
    before = model.get_weights()
    logs = model.train_on_batch(*batch_like(recipe), return_dict=True)
    assert np.isfinite(logs["loss"])
    assert 0 <= logs["accuracy"] <= 1
    trainable = [variable.numpy() for variable in model.trainable_variables]
    for old, new in zip(before, trainable, strict=False):
        assert not np.array_equal(old, new)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("char-rnn", 242_945),
        ("cifar10-convnet", 307_498),
        ("lenet5-mnist", 61_706),
        ("lenet5-mnist-distorted", 61_706),
        ("mlp-mnist", 238_510),
        ("resnet20-cifar10", 269_722),
        ("sigmoid-mnist", 23_860),
        ("softmax-mnist", 7_850),
        ("xor", 17),
    ],
)
def test_network_has_the_published_number_of_parameters(name, count):
    model = find(name).model()
    assert sum(int(np.prod(v.shape)) for v in model.trainable_variables) == count


@pytest.mark.recipe
@pytest.mark.parametrize("name", recipe_names())
def test_whole_run_reaches_the_figure(name, tmp_path):
    recipe = find(name)
    training, directory = start(recipe, recipe.seed), create_run(tmp_path, name)
    assert fit(training, directory, verbose=0)
    result = complete(training, directory)
    assert result.passed, result.figures
