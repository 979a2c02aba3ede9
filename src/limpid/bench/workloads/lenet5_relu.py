"""LeNet-5 with ReLU and average pooling."""

from limpid.bench.network import AveragePooling2D, Conv2D, Dense, Flatten
from limpid.bench.workload import Optimizer, Workload

WORKLOAD = Workload(
    name="lenet5-relu",
    title="LeNet-5 (ReLU, average pool), batch 100, SGD momentum",
    input_shape=(28, 28, 1),
    layers=(
        Conv2D(6, 5, padding=2, activation="relu"),
        AveragePooling2D(),
        Conv2D(16, 5, activation="relu"),
        AveragePooling2D(),
        Flatten(),
        Dense(120, "relu"),
        Dense(84, "relu"),
        Dense(10),
    ),
    batch_size=100,
    num_examples=10 * 100,
    target=4,
    optimizer=Optimizer("sgd", 0.01, 0.9),
)
