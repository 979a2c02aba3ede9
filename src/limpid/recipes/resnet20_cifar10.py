"""ResNet-20 on CIFAR-10, each picture flipped and shifted anew in every epoch."""

from typing import Any

from limpid import ops
from limpid.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Normalization,
    RandomCrop,
    RandomFlip,
    ZeroPadding2D,
)
from limpid.models import Input, Model
from limpid.optimizers import SGD
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay

# Of red, green and blue over the training pictures, where 1 is full light.
MEAN = (0.4914, 0.4822, 0.4465)
VARIANCE = (0.0610, 0.0593, 0.0684)


def augmented(pictures: Any) -> Any:
    """Return pictures around zero; while training, flipped and shifted at random."""
    centered = Normalization(mean=MEAN, variance=VARIANCE)(pictures)
    flipped = RandomFlip("horizontal")(centered)
    return RandomCrop(32, 32)(ZeroPadding2D(4)(flipped))


def convolution(x: Any, filters: int, strides: int = 1) -> Any:
    """Return a 3 x 3 convolution, normalized over the batch."""
    maps = Conv2D(
        filters,
        3,
        strides,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
    )(x)
    return BatchNormalization(momentum=0.9, epsilon=1e-5)(maps)


def block(x: Any, filters: int) -> Any:
    """Return x and what two convolutions add to it.

    More filters than x has channels halve height and width; the shortcut then is
    every other pixel with channels of zeros (option A), which has no weights.
    """
    more = filters - x.shape[-1]
    branch = Activation("relu")(convolution(x, filters, 2 if more else 1))
    branch = convolution(branch, filters)
    if more:
        half = more // 2
        x = ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (half, more - half)))
    return Activation("relu")(branch + x)


def resnet(blocks: int = 3, filters: int = 16) -> Model:
    """Return a residual network of 6 * blocks + 2 layers; 20 have 269,722 weights.

    Args:
        blocks: In each of the three stages.
        filters: Of the first stage; each further one has twice as many.
    """
    pictures = Input((32, 32, 3))
    x = Activation("relu")(convolution(augmented(pictures), filters))
    for stage in range(3):
        for _ in range(blocks):
            x = block(x, filters * 2**stage)
    classes = Dense(10, activation="softmax")(GlobalAveragePooling2D()(x))
    return Model(pictures, classes)


def sgd(steps: int, learning_rate: float = 0.1, weight_decay: float = 0.005) -> SGD:
    """Return SGD with momentum, a tenth of the run to warm up, then half a cosine.

    Decay apart from the momentum counts a tenth of the same decay in the loss.
    """
    warmup = steps // 10
    rate = CosineDecay(
        learning_rate / 10,
        steps - warmup,
        warmup_target=learning_rate,
        warmup_steps=warmup,
    )
    return SGD(rate, momentum=0.9, nesterov=True, weight_decay=weight_decay)


RECIPE = Recipe(
    name="resnet20-cifar10",
    title="ResNet-20 on CIFAR-10, each picture flipped and shifted anew",
    dataset="cifar10",
    model=resnet,
    optimizer=sgd,
    loss="sparse_categorical_crossentropy",
    epochs=30,
    batch_size=64,
    expect={"test_accuracy": 0.87},
    preparation=Preparation(full_scale=255),
    validation=0.02,
    source="He, Zhang, Ren & Sun 2016, arXiv:1512.03385, section 4.2: 8.75 % errors",
)
