"""LeNet-5 on MNIST, each picture distorted anew in every epoch."""

from limpid.layers import RandomDistortion
from limpid.models import Input, Sequential
from limpid.recipes.lenet5_mnist import adam, lenet5
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe


def distorted_lenet5(
    activation: str = "relu",
    shift: float = 0.06,
    rotation: float = 0.03,
    zoom: float = 0.1,
    shear: float = 0.1,
    alpha: float = 20.0,
) -> Sequential:
    """Return LeNet-5 that sees each picture distorted anew.

    Args:
        activation: Of all layers but the last.
        shift: At most this share of height and width.
        rotation: At most this share of a full turn, either way.
        zoom: At most this share of the size, either way.
        shear: At most this share of their distance rows slide.
        alpha: Of the elastic distortion.
    """
    distortion = RandomDistortion(shift, rotation, zoom, shear, alpha)
    return Sequential(
        [Input((28, 28, 1)), distortion, *lenet5(activation, dropout=0.0).layers]
    )


RECIPE = Recipe(
    name="lenet5-mnist-distorted",
    title="LeNet-5 on MNIST, each picture distorted anew",
    dataset="mnist",
    model=distorted_lenet5,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=24,
    batch_size=64,
    expect={"test_errors": 82},
    preparation=Preparation(full_scale=255, shape=(28, 28, 1)),
    source="LeCun, Bottou, Bengio & Haffner 1998, fig. 9: 82 errors with distortions",
)
