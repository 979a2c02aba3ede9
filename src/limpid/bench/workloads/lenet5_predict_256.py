"""LeNet-5, used: batches of 256."""

from dataclasses import replace

from limpid.bench.workloads import lenet5

WORKLOAD = replace(
    lenet5.WORKLOAD,
    name="lenet5-predict-256",
    title="LeNet-5 (tanh, max-pool), inference, batch 256",
    batch_size=256,
    num_examples=8 * 256,
    target=1.3,
    step="predict",
)
