"""ResNet-20 for pictures of 32×32: 269,722 parameters.

Source: He et al. 2015, arXiv:1512.03385, section 4.2; shortcuts without weights.
"""

from limpid.bench.network import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Layer,
    Network,
    Residual,
    Subsampling,
)
from limpid.bench.workload import Optimizer, Workload


def _conv(filters: int, strides: int = 1) -> Network:
    conv = Conv2D(filters, 3, strides, padding=1, use_bias=False)
    return (conv, BatchNormalization())


def _block(filters: int, strides: int = 1) -> tuple[Layer, ...]:
    relu = Activation("relu")
    body = (*_conv(filters, strides), relu, *_conv(filters))
    shortcut = (Subsampling(filters),) if strides == 2 else ()
    return (Residual(body, shortcut), relu)


WORKLOAD = Workload(
    name="resnet20",
    title="ResNet-20 with batch normalization, 32×32, batch 32, SGD momentum",
    input_shape=(32, 32, 3),
    layers=(
        *_conv(16),
        Activation("relu"),
        *_block(16) * 3,
        *_block(32, 2),
        *_block(32) * 2,
        *_block(64, 2),
        *_block(64) * 2,
        GlobalAveragePooling2D(),
        Dense(10),
    ),
    batch_size=32,
    num_examples=2 * 32,
    target=1.2,
    optimizer=Optimizer("sgd", 0.01, 0.9),
)
