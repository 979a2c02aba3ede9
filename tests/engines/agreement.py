"""Comparing engines: the reference engine's word, and how near another must come."""

from collections.abc import Callable, Sequence

import numpy as np

from limpid.engines.native.engine import NativeProgram
from limpid.engines.reference import ReferenceEngine
from limpid.graph import trace

# The largest difference allowed, relative to the largest element of the result.
TOLERANCES = {"float16": 8e-3, "float32": 2e-5, "float64": 1e-12}


def run(
    function: Callable, arrays: Sequence[np.ndarray]
) -> tuple[list, list, NativeProgram]:
    """Return what both engines compute, and the native program."""
    graph = trace(function, *arrays)
    inputs = [*arrays, *(v.read().value for v in graph.variables)]
    program = NativeProgram(graph)
    return ReferenceEngine().compile(graph)(inputs), program(inputs), program


def check(
    wanted: Sequence[np.ndarray],
    got: Sequence[np.ndarray],
    slack: float = 1,
    least: float = 0,
) -> None:
    """Fail unless the results agree: exactly, or floats within the tolerance.

    Elements below `least` count as if they were that large: what cancels leaves but
    rounding behind.
    """
    for want, have in zip(wanted, got, strict=True):
        assert want.shape == have.shape
        assert want.dtype == have.dtype
        if want.dtype.kind != "f":
            np.testing.assert_array_equal(have, want)
            continue
        finite = np.abs(want[np.isfinite(want)], dtype=np.float64)
        tolerance = TOLERANCES[want.dtype.name] * slack
        np.testing.assert_allclose(
            have.astype(np.float64),
            want.astype(np.float64),
            rtol=tolerance,
            atol=tolerance
            * finite.max(
                initial=max(least, float(np.finfo(want.dtype).smallest_normal))
            ),
        )


def check_engines(
    function: Callable, arrays: Sequence[np.ndarray], slack: float = 1, least: float = 0
) -> NativeProgram:
    """Fail unless both engines compute the same; return the native program."""
    wanted, got, program = run(function, arrays)
    check(wanted, got, slack, least)
    return program
