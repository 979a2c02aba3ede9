"""What is made of rows of results that are computed several at a time."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.nest import Body
from limpid.engines.native.target import Target


class Ending:
    """The operations that follow in a unit, on each element of its head.

    Attributes:
        shape: Of the head's value.
        late: What is read as well, in that shape.
        results: Where results go.
    """

    def __init__(self, target: Target) -> None:
        """Find out what the unit reads, and make room for what it stores."""
        head = target.unit.head
        assert head is not None
        self.target, self.shape = target, head.shape
        self._expression, self._stored = target.expression()
        read = self._expression.inputs
        # Where the batch lies innermost, pictures that take turns are no vectors.
        self._is_later = any(v.is_batch_last for v in self._stored)
        late = [] if self._is_later else read
        self.late = [target.view(x).broadcast(head.shape) for x in late]
        room = target.new(head.shape, str(head.dtype)) if self._is_later else None
        self.results = [room] if room else self._stored

    def after(self, sums: Body, count: int) -> Body:
        """Return the body that finishes what another computes: an element of each row.

        Args:
            sums: Computes the rows' elements.
            count: How many elements it reads; each row's late ones follow.
        """
        if self._is_later:
            return sums
        each = len(self.late)

        def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
            rows = sums(b, loaded[:count])
            late = [loaded[count + i * each :][:each] for i in range(len(rows))]
            return [
                y
                for x, others in zip(rows, late, strict=True)
                for y in self._expression.body(b, [x, *others])
            ]

        return body

    def conclude(self) -> None:
        """Finish in a nest of its own what could not be finished at once."""
        if self._is_later:
            (value,) = self.results
            self.target.apply(self._expression, value, self._stored)
