"""Characters of Shakespeare one by one: two LSTM layers of 128."""

from limpid.bench.network import LSTM, Dense, Embedding
from limpid.bench.workload import Optimizer, Workload

WORKLOAD = Workload(
    name="char-lstm",
    title="2×128 LSTM, 65 characters, batch 50, length 50, Adam",
    input_shape=(50,),
    layers=(Embedding(65, 64), LSTM(128), LSTM(128), Dense(65)),
    batch_size=50,
    num_examples=4 * 50,
    target=1.7,
    optimizer=Optimizer("adam", 0.002),
)
