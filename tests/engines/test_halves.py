"""Conversions of float16 in integer words are those of NumPy, for every bit pattern."""

import ctypes

import numpy as np
import pytest

from limpid.engines.native.halves import with_halves
from limpid.engines.native.machine import Library, Machine, compile_object, host

OLD = Machine("x86_64-unknown-linux-gnu", "x86-64", "", 16, 16)
CALL = """
define void @convert(ptr %x, ptr %y, i64 %count) {{
entry:
  br label %head
head:
  %i = phi i64 [0, %entry], [%next, %body]
  %more = icmp ult i64 %i, %count
  br i1 %more, label %body, label %leave
body:
  %from = getelementptr {0}, ptr %x, i64 %i
  %value = load {0}, ptr %from
  %converted = {2} {0} %value to {1}
  %to = getelementptr {1}, ptr %y, i64 %i
  store {1} %converted, ptr %to
  %next = add i64 %i, 1
  br label %head
leave:
  ret void
}}
"""
TYPES = {"half": np.float16, "float": np.float32, "double": np.float64}
EVERY_HALF = np.arange(2**16, dtype=np.uint16).view(np.float16)


def converted(x, before, after):
    """Return an array converted by code for a processor without float16."""
    word = "fpext" if before == "half" else "fptrunc"
    text = with_halves(CALL.format(before, after, word), OLD)
    library = Library(compile_object(text, OLD))
    function = library.function("convert", ctypes.c_void_p, ctypes.c_int64)
    x, y = np.ascontiguousarray(x, TYPES[before]), np.empty(x.shape, TYPES[after])
    function(x.ctypes.data, y.ctypes.data, x.size)
    return y


def between():
    """Return every half, the middles between them, and what lies next to these."""
    halves = EVERY_HALF[np.isfinite(EVERY_HALF)].astype(np.float64)
    with np.errstate(over="ignore"):
        after = np.nextafter(halves.astype(np.float16), np.float16(np.inf))
    middle = (halves + np.where(np.isfinite(after), after, 65536).astype(float)) / 2
    near = [np.nextafter(middle, side) for side in (-np.inf, np.inf)]
    single = [np.nextafter(middle.astype("f"), np.float32(s)) for s in (-9e9, 9e9)]
    return np.concatenate([halves, middle, *near, *single])


pytestmark = pytest.mark.skipif(not host().is_x86, reason="code for x86-64")


def test_code_for_an_old_processor_brings_the_functions_it_calls():
    text = CALL.format("half", "float", "fpext")
    assert with_halves(text, OLD) != text
    assert with_halves(text, host()) == text or not host().converts_halves
    assert with_halves("define void @f() { ret void }", OLD).count("define") == 1


@pytest.mark.parametrize("after", ["float", "double"])
def test_every_half_becomes_the_same_number(after):
    got = converted(EVERY_HALF, "half", after)
    np.testing.assert_array_equal(got, EVERY_HALF.astype(TYPES[after]))
    np.testing.assert_array_equal(np.signbit(got), np.signbit(EVERY_HALF))


@pytest.mark.parametrize("before", ["float", "double"])
@np.errstate(over="ignore")
def test_numbers_are_rounded_to_the_nearest_half_and_ties_to_even(before):
    special = [np.nan, np.inf, -np.inf, 1e30, -1e30, 65519.99, 65520.0, 1e-30, -0.0]
    x = np.concatenate([between(), special]).astype(TYPES[before])
    got, want = converted(x, before, "half"), x.astype(np.float16)
    np.testing.assert_array_equal(got, want)
    np.testing.assert_array_equal(np.signbit(got), np.signbit(want))


@np.errstate(all="ignore")
def test_random_bits_become_what_numpy_makes_of_them():
    bits = np.random.default_rng(0).integers(0, 2**63, 100_000, dtype=np.uint64) * 2
    doubles, floats = bits.view(np.float64), bits.view(np.float32)
    for x, before in ((doubles, "double"), (floats, "float")):
        got = converted(x, before, "half")
        np.testing.assert_array_equal(got, x.astype(np.float16))
