"""Rewrites: a graph that computes the same with less, before anything is lowered.

Each is a module of its own, from graph to graph. What holds for any graph alone belongs
here; what needs to know loops and memory comes later.
"""

from limpid.engines.native.asked import asked_only
from limpid.engines.native.batches import batches_added
from limpid.engines.native.pooling import pools_first
from limpid.engines.native.rows import rows_first
from limpid.engines.native.simplify import simplified
from limpid.engines.native.winners import winners_only
from limpid.graph.tracing import Graph

IN_ORDER = (
    simplified,
    asked_only,
    rows_first,
    batches_added,
    pools_first,
    winners_only,
)


def rewritten(graph: Graph) -> Graph:
    """Return the graph after all rewrites."""
    for rewrite in IN_ORDER:
        graph = rewrite(graph)
    return graph
