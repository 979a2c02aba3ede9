"""Backpropagation through time: the gradient of a loop is a loop the other way.

The way back is kept short. What it needs of the way there is stacked on the way there,
unless it costs little to compute again. What each step owes to a captured tensor, such
as a kernel, is not added up step by step where it is a matrix product: its factors
are stacked, and one product after the loop does all the sums.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from limpid.graph.gradient import unbundle, zeros
from limpid.graph.op import Cotangents
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.ops._body import recompute
from limpid.ops._slope import Slope, is_nothing, read
from limpid.ops._totals import Totals
from limpid.ops.flip import flip
from limpid.ops.scan import Scan, scan

__all__: list[str] = []

# Values by the ids of the tensors that stand for them in the graph of a step.
Values = dict[int, Tensor]


def cotangents(
    op: Scan, g: Sequence[Tensor], y: Tensor, inputs: Sequence[Tensor]
) -> Cotangents:
    """Return the cotangents of a loop's inputs for those of its results."""
    given = {i: part for i, part in enumerate(g) if not is_nothing(part)}
    stacks = tuple(i for i in given if i >= op.carries)
    if stacks not in op.slopes:
        op.slopes[stacks] = Slope.of(op.body, (*range(op.carries), *stacks))
    return _WayBack(op, op.slopes[stacks], given, inputs).cotangents(y)


class _WayBack:
    """The loop back, what is ready before it, and what is done after it."""

    def __init__(
        self,
        op: Scan,
        slope: Slope,
        given: dict[int, Tensor],
        inputs: Sequence[Tensor],
    ) -> None:
        """Find out what the loop back has to make."""
        self.op, self.slope, self.given, self.inputs = op, slope, given, inputs
        self.varying = slope.varying(op.parted(slope.sources)[2])
        self.totals = Totals(op.length, self.varying)
        # The first time tells all factors: sums of those can wait as well.
        self._outside()
        self.totals.summed.clear()
        self.outside = self._outside()
        self.before = {
            k: slope.found.get(k, zeros(seed.shape, seed.dtype))
            for k, seed in slope.seeds.items()
            if k < op.carries
        }

    def _outside(self) -> dict[int, Tensor]:
        """Return what inputs other than carries receive, by the inputs' numbers."""
        found, totals, xs = self.slope.found, self.totals, self.op.carries
        captured = xs + self.op.sequences
        to_xs = {i: totals.stack(x) for i, x in found.items() if xs <= i < captured}
        return to_xs | {i: totals.total(x) for i, x in found.items() if i >= captured}

    def cotangents(self, y: Tensor) -> Cotangents:
        """Return the inputs' cotangents."""
        hand = self._at_hand(y)
        made = [n for n, _ in self.totals.stacked.values() if id(n) not in hand]
        summed = [n for n, _ in self.totals.summed.values()]
        wanted = [*self.before.values(), *made, *summed]
        hand |= self._kept(y, wanted, hand)
        (after, sums), stacks = self._loop(wanted, len(summed), hand)
        hand |= _known(made, stacks) | _known(summed, sums)
        stands = [*self.totals.stacked.values(), *self.totals.summed.values()]
        values = {id(stand_in): hand[id(node)] for node, stand_in in stands}
        outside = recompute(list(self.outside.values()), values)
        first = {
            k: g + self.given[k][0] if k in self.given else g for k, g in after.items()
        }
        result = first | dict(zip(self.outside, outside, strict=True))
        return tuple(result.get(i) for i in range(len(self.inputs)))

    def _at_hand(self, y: Tensor) -> Values:
        """Return the stacks that are there before the loop back."""
        op, slope, results = self.op, self.slope, unbundle(y)
        after = [self._aligned(h[1:]) for h in results[: op.carries]]
        before = [self._aligned(h[:-1]) for h in results[: op.carries]]
        stacks = {i: g for i, g in self.given.items() if i >= op.carries}
        sources, xs, _ = op.parted(slope.sources)
        hand = _known(slope.results, [*after, *results[op.carries :]])
        hand = {i: stack for i, stack in hand.items() if i in self.varying}
        hand |= {id(slope.seeds[i]): g for i, g in stacks.items()}
        return hand | _known([*sources, *xs], [*before, *op.parted(self.inputs)[1]])

    def _aligned(self, history: Tensor) -> Tensor:
        """Return a history, which is kept by step, in the order of the sequences."""
        return flip(history, axis=0) if self.op.reverse else history

    def _kept(self, y: Tensor, wanted: Sequence[Tensor], hand: Values) -> Values:
        """Let the way there stack what else is worth it, and return these stacks.

        An eager loop is over already: there all of it is computed again.
        """
        if not y.is_symbolic:
            return {}
        slope = self.slope
        kept = slope.worth_keeping(wanted, hand, self.varying)
        body = Graph(tuple(slope.sources), (*slope.results, *kept))
        more = replace(self.op, body=body)
        shapes = more.shape(*(x.shape for x in self.inputs))
        y.op, y.shape, y.dtype = more, shapes, more.dtype()  # type: ignore[assignment]
        return _known(kept, unbundle(y)[len(slope.results) :])

    def _loop(self, wanted: Sequence[Tensor], sums: int, hand: Values) -> Any:
        """Walk back; return the carries' cotangents and the sums, then the stacks.

        Args:
            wanted: What each step makes: the cotangents of the carries before it,
                values to stack, values to sum.
            sums: How many of these are to be summed.
            hand: What there are stacks of.
        """
        seeds, first = self.slope.seeds, len(self.before)
        needed = read(wanted, hand)
        looked = {i: stack for i, stack in hand.items() if i in needed}
        leaving = {
            k: self._aligned(self.given[k][1:]) for k in self.before if k in self.given
        }
        captured = (
            self.op.parted(part)[2] for part in (self.slope.sources, self.inputs)
        )
        fixed = _known(*captured)
        last = len(wanted) - sums

        def step(carry: Any, slices: Any) -> Any:
            (after, totals), (seen, left) = carry, slices
            arriving = {k: g + left[k] if k in left else g for k, g in after.items()}
            arrived = {id(seeds[k]): g for k, g in arriving.items()}
            values = recompute(wanted, fixed | seen | arrived)
            before = dict(zip(after, values, strict=False))
            grown = [a + b for a, b in zip(totals, values[last:], strict=True)]
            return (before, grown), values[first:last]

        ends = {k: zeros(x.shape, x.dtype) for k, x in self.before.items()}
        nothing = [zeros(x.shape, x.dtype) for x in wanted[last:]]
        length, reverse = self.op.length, not self.op.reverse
        return scan(step, (ends, nothing), (looked, leaving), length, reverse)


def _known(nodes: Sequence[Tensor], values: Sequence[Tensor]) -> Values:
    return dict(zip(map(id, nodes), values, strict=True))
