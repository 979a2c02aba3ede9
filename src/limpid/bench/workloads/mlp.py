"""An MLP for digits."""

from limpid.bench.network import Dense
from limpid.bench.workload import Workload

WORKLOAD = Workload(
    name="mlp",
    title="MLP 784-512-256-10, batch 128, Adam",
    input_shape=(784,),
    layers=(Dense(512, "relu"), Dense(256, "relu"), Dense(10)),
    batch_size=128,
    num_examples=20 * 128,
    target=1.3,
)
