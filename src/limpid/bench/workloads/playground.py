"""A playground's network in a browser: 500 points, batches of 10, plain SGD."""

from limpid.bench.network import Dense
from limpid.bench.workload import Optimizer, Workload

WORKLOAD = Workload(
    name="playground",
    title="playground 2-4-2-1, tanh, batch 10, SGD",
    input_shape=(2,),
    layers=(Dense(4, "tanh"), Dense(2, "tanh"), Dense(1, "tanh")),
    batch_size=10,
    num_examples=500,
    target=60,
    loss="mse",
    optimizer=Optimizer("sgd", 0.03),
)
