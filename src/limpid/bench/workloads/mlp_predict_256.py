"""The MLP, used: batches of 256."""

from dataclasses import replace

from limpid.bench.workloads import mlp

WORKLOAD = replace(
    mlp.WORKLOAD,
    name="mlp-predict-256",
    title="MLP 784-512-256-10, inference, batch 256",
    batch_size=256,
    num_examples=20 * 256,
    target=1.3,
    step="predict",
)
