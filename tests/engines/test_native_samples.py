"""Every sample of every operation, and its gradient, in machine code."""

import pytest
from tests.common.numeric import weighted
from tests.common.ops import SAMPLES, label
from tests.engines.agreement import check_engines

import limpid
from limpid.graph.tree import leaves

TRACEABLE = [s for s in SAMPLES if s.traceable]
# Whose second derivatives take operations that no first derivative does.
CURVED = {"average_pool", "conv", "cumulative_prod", "max_pool", "prod"}


def with_gradient(given):
    """Return the function of a sample's results and, if it is smooth, its gradient."""

    def function(*xs):
        results = leaves(given(*xs))
        floats = all(x.dtype.kind == "f" for x in xs)
        slopes = (
            limpid.gradients(weighted(results), list(xs))
            if given.smooth and floats
            else []
        )
        return [*results, *slopes]

    return function


@pytest.mark.parametrize("given", TRACEABLE, ids=label)
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_native_engine_agrees_with_the_reference(given, dtype):
    inputs = [x.astype(dtype) if x.dtype.kind == "f" else x for x in given.inputs]
    check_engines(with_gradient(given), inputs)


@pytest.mark.parametrize(
    "given",
    [s for s in TRACEABLE if s.twice and s.smooth and s.name in CURVED],
    ids=label,
)
def test_second_derivatives_agree(given):
    def second(*xs):
        slopes = limpid.gradients(weighted(given(*xs)), list(xs))
        return limpid.gradients(weighted(slopes), list(xs))

    check_engines(second, given.inputs, slack=10)
