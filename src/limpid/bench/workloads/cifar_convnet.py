"""A ConvNet of three blocks for pictures like CIFAR-10's."""

from limpid.bench.network import Conv2D, Dense, Flatten, MaxPooling2D, Network
from limpid.bench.workload import Workload


def _block(filters: int) -> Network:
    conv = Conv2D(filters, 3, padding=1, activation="relu")
    return (conv, conv, MaxPooling2D())


WORKLOAD = Workload(
    name="cifar-convnet",
    title="CIFAR ConvNet 3×[conv-relu-conv-relu-pool] 32-64-128, batch 64, Adam",
    input_shape=(32, 32, 3),
    layers=(*_block(32), *_block(64), *_block(128), Flatten(), Dense(10)),
    batch_size=64,
    num_examples=2 * 64,
    target=1.3,
)
