"""A sentence's sense from windows of three, four and five words.

Source: Kim 2014, arXiv:1408.5882; 18,765 words as in its table 1 (MR), no dropout.
"""

from limpid.bench.network import (
    Branches,
    Conv1D,
    Dense,
    Embedding,
    GlobalMaxPooling1D,
    Network,
)
from limpid.bench.workload import Workload


def _maps(size: int) -> Network:
    return (Conv1D(100, size, activation="relu"), GlobalMaxPooling1D())


WORKLOAD = Workload(
    name="text-cnn",
    title="text CNN 3/4/5×100 maps, 300-d embeddings, batch 50, length 50, Adam",
    input_shape=(50,),
    layers=(Embedding(18_765, 300), Branches((_maps(3), _maps(4), _maps(5))), Dense(2)),
    batch_size=50,
    num_examples=3 * 50,
    target=1.3,
)
