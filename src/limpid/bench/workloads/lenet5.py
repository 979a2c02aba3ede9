"""LeNet-5 with tanh and max-pooling."""

from limpid.bench.network import Conv2D, Dense, Flatten, MaxPooling2D
from limpid.bench.workload import Workload

WORKLOAD = Workload(
    name="lenet5",
    title="LeNet-5 (tanh, max-pool), batch 64, Adam",
    input_shape=(28, 28, 1),
    layers=(
        Conv2D(6, 5, padding=2, activation="tanh"),
        MaxPooling2D(),
        Conv2D(16, 5, activation="tanh"),
        MaxPooling2D(),
        Flatten(),
        Dense(120, "tanh"),
        Dense(84, "tanh"),
        Dense(10),
    ),
    batch_size=64,
    num_examples=15 * 64,
    target=5,
)
