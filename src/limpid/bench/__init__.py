"""Races between limpid and its peers: same data, weights, batches and optimizer.

A workload is a file in `workloads`, a contestant a file in `parties`; `race` lets them
take turns and `table` prints what came of it. `limpid bench` runs them.
"""

__all__: list[str] = []
