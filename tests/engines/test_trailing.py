"""Tiles finished while the next are summed: the same results, whatever is left over."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines
from tests.engines.test_portability import MACHINES

from limpid import ops
from limpid.engines.native.machine import compile_object
from limpid.engines.native.segments import write_module, write_text

RANDOM = np.random.default_rng(0)
# Terms, rows and columns: whole tiles; fewer terms than rows; all cut.
SIZES = [(64, 256, 128), (66, 1024, 33), (131, 97, 347), (67, 1, 40_000)]


def update(x, cotangent, weight, average):
    """A step against a product's gradient, scaled by its mean square."""
    gradient = ops.matmul(ops.transpose(x), cotangent)
    average = average + (gradient * gradient - average) * 0.1
    return weight - 0.1 * gradient / (ops.sqrt(average) + 1), average


def operands(terms, rows, columns, dtype="float32"):
    shapes = [(terms, rows), (terms, columns), (rows, columns), (rows, columns)]
    return [np.abs(RANDOM.normal(size=shape)).astype(dtype) for shape in shapes]


@pytest.mark.parametrize("threads", ["1", "2", "5"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_updates_are_those_of_the_reference(sizes, threads, monkeypatch):
    monkeypatch.setenv("LIMPID_THREADS", threads)
    check_engines(update, operands(*sizes))


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_every_kind_of_float_trails(dtype):
    check_engines(update, operands(70, 190, 181, dtype))


def test_several_reduced_axes_trail():
    def kernel_update(x, cotangent, weight):
        gradient = ops.tensordot(x, cotangent, axes=((0, 1), (0, 1)))
        return weight - ops.sqrt(ops.abs(gradient))

    shapes = [(9, 20, 150), (9, 20, 230), (150, 230)]
    arrays = [RANDOM.normal(size=shape).astype("float32") for shape in shapes]
    program = check_engines(kernel_update, arrays)
    assert "while the next is summed" in program.stages["loops"]


@pytest.mark.parametrize("name", MACHINES)
def test_trailing_tiles_compile_for(name):
    lowering = check_engines(update, operands(64, 256, 129)).lowering
    code = write_text(write_module(lowering, MACHINES[name]))
    assert compile_object(code, MACHINES[name])[:4] == b"\x7fELF"


def test_only_what_lies_far_trails():
    def loops(*sizes):
        return check_engines(update, operands(*sizes)).stages["loops"]

    assert "while the next is summed" in loops(64, 128, 128)
    assert "while the next is summed" not in loops(64, 127, 128)
    assert "while the next is summed" not in loops(32, 128, 128)
