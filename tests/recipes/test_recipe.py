"""What a run may change in a recipe, and what it may not."""

import pytest

from limpid.errors import ConfigError
from limpid.recipes import Preparation, Recipe, find, recipe_names


def test_setting_reaches_the_model():
    recipe = find("digits").changed({"activation": "tanh"})
    assert recipe.model().layers[0].activation == "tanh"
    assert recipe.settings()["activation"] == "tanh"


def test_setting_reaches_the_optimizer():
    recipe = find("xor").changed({"learning_rate": 0.5})
    assert float(recipe.optimizer(10).learning_rate) == 0.5


def test_setting_of_the_recipe_is_its_own():
    assert find("xor").changed({"epochs": 7}).epochs == 7


def test_changing_leaves_the_recipe_as_it_was():
    find("xor").changed({"epochs": 7, "units": 9})
    assert find("xor").settings()["units"] == 4


def test_changes_add_up():
    recipe = find("xor").changed({"units": 9}).changed({"activation": "relu"})
    assert recipe.model().layers[0].units == 9


def test_whole_number_serves_as_a_number():
    value = find("xor").changed({"learning_rate": 1}).settings()["learning_rate"]
    assert isinstance(value, float)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"epoch": 3}, "did you mean 'epochs'"),
        ({"epochs": 3.5}, "expected a whole number such as"),
        ({"epochs": True}, "expected a whole number such as"),
        ({"learning_rate": "fast"}, "expected a number such as"),
        ({"activation": 3}, "expected a word such as"),
        ({"epochs": 0}, "expected positive numbers"),
        ({"batch_size": -1}, "expected positive numbers"),
        ({"validation": 1.0}, "expected a share"),
    ],
)
def test_wrong_change_is_refused(changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        find("digits").changed(changes)


def test_unknown_recipe_gives_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'digits'"):
        find("digit")


@pytest.mark.parametrize("name", recipe_names())
def test_recipe_has_the_name_of_its_file(name):
    recipe = find(name)
    assert recipe.name == name
    assert recipe.expect
    assert recipe.source


def test_every_run_gets_a_model_of_its_own():
    recipe = find("xor")
    assert recipe.model() is not recipe.model()
    assert recipe.optimizer(1) is not recipe.optimizer(1)


def test_preparation_scales_shapes_and_encodes():
    preparation = Preparation(full_scale=255, shape=(2, 2, 1), one_hot=3)
    x = preparation.inputs([[[0, 51], [102, 255]]])
    assert x.shape == (1, 2, 2, 1)
    assert x.dtype == "float32"
    assert x.ravel().tolist() == pytest.approx([0, 0.2, 0.4, 1])
    assert preparation.targets([2, 0]).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_recipe_is_data():
    with pytest.raises(AttributeError):
        find("xor").epochs = 1
    assert isinstance(find("xor"), Recipe)
