"""The residual network of He et al. 2016, section 4.2, part by part."""

import numpy as np

from limpid import Input, Model, load_model
from limpid.recipes import resnet20_cifar10 as recipe

PICTURES = np.random.default_rng(0).random((3, 32, 32, 3), dtype=np.float32)


def test_counts_of_table_6_are_met():
    """Millions of weights by number of layers: 20, 32, 44, 56."""
    counts = [
        sum(v.size for v in recipe.resnet(blocks).trainable_variables)
        for blocks in (3, 5, 7, 9)
    ]
    assert [round(count / 1e6, 2) for count in counts] == [0.27, 0.46, 0.66, 0.85]


def test_shortcut_to_more_channels_is_every_other_pixel_between_zeros():
    x = Input((4, 4, 2))
    model = Model(x, recipe.block(x, 4))
    for layer in model.layers:
        if layer.name.startswith("conv"):
            layer.set_weights([np.zeros(layer.kernel.shape)])
    pictures = PICTURES[:, :4, :4, :2]
    y = model(pictures).numpy()
    np.testing.assert_array_equal(y[..., 1:3], pictures[:, ::2, ::2])
    assert not y[..., [0, 3]].any()


def test_augmentation_ends_with_training():
    x = Input((32, 32, 3))
    model = Model(x, recipe.augmented(x))
    expected = (PICTURES - recipe.MEAN) / np.sqrt(recipe.VARIANCE)
    np.testing.assert_allclose(model(PICTURES), expected, rtol=1e-4, atol=1e-5)
    assert not np.allclose(model(PICTURES, training=True), expected, atol=0.1)


def test_saved_network_sees_the_same(tmp_path):
    model = recipe.resnet(blocks=1)
    model.save(tmp_path / "resnet.safetensors")
    copy = load_model(tmp_path / "resnet.safetensors")
    np.testing.assert_array_equal(copy(PICTURES), model(PICTURES))
