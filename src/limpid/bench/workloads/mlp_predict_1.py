"""The MLP, used: batches of 1."""

from dataclasses import replace

from limpid.bench.workloads import mlp

WORKLOAD = replace(
    mlp.WORKLOAD,
    name="mlp-predict-1",
    title="MLP 784-512-256-10, inference, batch 1",
    batch_size=1,
    num_examples=500,
    target=3,
    step="predict",
)
