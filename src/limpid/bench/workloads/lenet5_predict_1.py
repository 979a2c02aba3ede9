"""LeNet-5, used: batches of 1."""

from dataclasses import replace

from limpid.bench.workloads import lenet5

WORKLOAD = replace(
    lenet5.WORKLOAD,
    name="lenet5-predict-1",
    title="LeNet-5 (tanh, max-pool), inference, batch 1",
    batch_size=1,
    num_examples=300,
    target=3,
    step="predict",
)
