"""Parameters of the networks on the ImageNet slide, counted without making them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from limpid.graph.shapes import Shape, product
from limpid.graph.variable import Variable
from limpid.layers.batch_normalization import BatchNormalization
from limpid.layers.conv2d import Conv2D
from limpid.layers.dense import Dense
from limpid.layers.layer import Layer

Values = dict[str, Any]

# 1x1; 1x1 then 3x3; 1x1 then 5x5; pooled then 1x1: table 1 of Szegedy et al. 2014.
INCEPTIONS = (
    (192, 64, 96, 128, 16, 32, 32),
    (256, 128, 128, 192, 32, 96, 64),
    (480, 192, 96, 208, 16, 48, 64),
    (512, 160, 112, 224, 24, 64, 64),
    (512, 128, 128, 256, 24, 64, 64),
    (512, 112, 144, 288, 32, 64, 64),
    (528, 256, 160, 320, 32, 128, 128),
    (832, 256, 160, 320, 32, 128, 128),
    (832, 384, 192, 384, 48, 128, 128),
)


def imagenet_model_parameters(given: Values) -> Values:
    """Count each network's weights."""
    classes = given["classes"]
    residual = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3)}
    residual |= {101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
    return {
        "AlexNet_grouped_original": _alexnet(classes, 96, 256, 384, 384, groups=2),
        "AlexNet_one_tower": _alexnet(classes, 64, 192, 384, 256, groups=1),
        "VGG16": _vgg(classes, (2, 2, 3, 3, 3)),
        "VGG19": _vgg(classes, (2, 2, 4, 4, 4)),
        "GoogLeNet_paper_no_aux": _googlenet(classes),
        **{f"ResNet{n}": _resnet(classes, b, n >= 50) for n, b in residual.items()},
        "CIFAR_ResNet20_no_projection": _small_resnet(3),
        "CIFAR_ResNet56_no_projection": _small_resnet(9),
    }


class _Counting:
    """Stands for add_weight: counts elements, makes none."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, shape: Shape = (), *_: Any, **settings: Any) -> Variable:
        self.count += product(shape) if settings.get("trainable", True) else 0
        return Variable(0.0)


def count(layer: Layer, *shape: int) -> int:
    """Return how many weights a layer would train, without making them."""
    counting = _Counting()
    vars(layer)["add_weight"] = counting
    layer.build((1, *shape))
    return counting.count


def convolution(size: int, inputs: int, filters: int, *, groups: int = 1) -> int:
    """Return the weights of a convolution with bias."""
    return count(Conv2D(filters, size, groups=groups), 32, 32, inputs)


def normalized(size: int, inputs: int, filters: int) -> int:
    """Return the weights of a convolution with batch normalization for a bias."""
    kernel = count(Conv2D(filters, size, use_bias=False), 32, 32, inputs)
    return kernel + count(BatchNormalization(), 32, 32, filters)


def dense(*sizes: int) -> int:
    """Return the weights of dense layers of these sizes."""
    pairs = pairwise(sizes)
    return sum(count(Dense(units), inputs) for inputs, units in pairs)


def _alexnet(classes: int, a: int, b: int, c: int, d: int, *, groups: int) -> int:
    return (
        convolution(11, 3, a)
        + convolution(5, a, b, groups=groups)
        + convolution(3, b, c)
        + convolution(3, c, d, groups=groups)
        + convolution(3, d, 256, groups=groups)
        + dense(256 * 6 * 6, 4096, 4096, classes)
    )


def _vgg(classes: int, repeats: Sequence[int]) -> int:
    filters = [64, 128, 256, 512, 512]
    widths = [3] + [f for f, n in zip(filters, repeats, strict=True) for _ in range(n)]
    pairs = pairwise(widths)
    layers = sum(convolution(3, inputs, outputs) for inputs, outputs in pairs)
    return layers + dense(512 * 7 * 7, 4096, 4096, classes)


def _googlenet(classes: int) -> int:
    stem = convolution(7, 3, 64) + convolution(1, 64, 64) + convolution(3, 64, 192)
    return stem + sum(_inception(*row) for row in INCEPTIONS) + dense(1024, classes)


def _inception(inputs: int, a: int, b: int, c: int, d: int, e: int, f: int) -> int:
    narrow = sum(convolution(1, inputs, filters) for filters in (a, b, d, f))
    return narrow + convolution(3, b, c) + convolution(5, d, e)


def _resnet(classes: int, blocks: Sequence[int], bottleneck: bool) -> int:
    total, inputs = normalized(7, 3, 64), 64
    for stage, repeats in enumerate(blocks):
        width = 64 * 2**stage
        outputs = 4 * width if bottleneck else width
        for _ in range(repeats):
            total += sum(_block(inputs, width, outputs))
            inputs = outputs
    return total + dense(inputs, classes)


def _block(inputs: int, width: int, outputs: int) -> Iterator[int]:
    if outputs == width:
        yield normalized(3, inputs, width) + normalized(3, width, width)
    else:
        yield normalized(1, inputs, width) + normalized(3, width, width)
        yield normalized(1, width, outputs)
    if inputs != outputs:
        yield normalized(1, inputs, outputs)


def _small_resnet(blocks: int) -> int:
    """Return CIFAR's: shortcuts pad with zeros, so they have no weights."""
    widths = [16] + [16] * 2 * blocks + [32] * 2 * blocks + [64] * 2 * blocks
    pairs = pairwise(widths)
    return normalized(3, 3, 16) + sum(normalized(3, *p) for p in pairs) + dense(64, 10)
