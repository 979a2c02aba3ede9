"""The biggest network that TensorFlow's Playground offers: seven features."""

from dataclasses import replace

from limpid.bench.network import Dense
from limpid.bench.workloads import playground

WORKLOAD = replace(
    playground.WORKLOAD,
    name="playground-biggest",
    title="playground 7-8-8-8-8-8-8-1, tanh, batch 10, SGD",
    input_shape=(7,),
    layers=(*[Dense(8, "tanh")] * 6, Dense(1, "tanh")),
    target=20,
)
