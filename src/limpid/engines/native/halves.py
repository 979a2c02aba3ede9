"""Halves: conversions of float16 for processors that have none.

Before 2012 no x86-64 processor could convert half precision, and machines that pretend
to be such are still met. LLVM calls functions of these names there, which a compiler's
own library would define; here they are part of the program.
"""

from limpid.engines.native.machine import Machine

# To float32: exponents are moved by a product, exact for subnormal numbers too. From
# float32: a number below the least normal one is rounded by adding 0.5, whose last bit
# is half precision's least number; others by adding just less than half of their last
# bit, and one more if that is odd. From float64: float32 is rounded to odd before, so
# that the second rounding sees whether anything was lost in the first.
CONVERSIONS = """
define internal float @__extendhfsf2(half %x) {
  %bits = bitcast half %x to i16
  %wide = zext i16 %bits to i32
  %low = and i32 %wide, 32767
  %moved = shl i32 %low, 13
  %small = bitcast i32 %moved to float
  %scaled = fmul float %small, 0x46F0000000000000
  %number = bitcast float %scaled to i32
  %special = or i32 %moved, 2139095040
  %is_special = icmp uge i32 %low, 31744
  %size = select i1 %is_special, i32 %special, i32 %number
  %sign = and i32 %wide, 32768
  %signed = shl i32 %sign, 16
  %all = or i32 %size, %signed
  %y = bitcast i32 %all to float
  ret float %y
}

define internal half @__truncsfhf2(float %x) {
  %bits = bitcast float %x to i32
  %size = and i32 %bits, 2147483647
  %positive = bitcast i32 %size to float
  %added = fadd float %positive, 5.0e-1
  %rounded = bitcast float %added to i32
  %subnormal = sub i32 %rounded, 1056964608
  %shifted = lshr i32 %size, 13
  %odd = and i32 %shifted, 1
  %moved = add i32 %size, 3355447295
  %up = add i32 %moved, %odd
  %normal = lshr i32 %up, 13
  %is_small = icmp ult i32 %size, 947912704
  %number = select i1 %is_small, i32 %subnormal, i32 %normal
  %is_nan = icmp ugt i32 %size, 2139095040
  %special = select i1 %is_nan, i32 32256, i32 31744
  %is_large = icmp uge i32 %size, 1199570944
  %chosen = select i1 %is_large, i32 %special, i32 %number
  %high = lshr i32 %bits, 16
  %sign = and i32 %high, 32768
  %all = or i32 %chosen, %sign
  %short = trunc i32 %all to i16
  %y = bitcast i16 %short to half
  ret half %y
}

define internal half @__truncdfhf2(double %x) {
  %near = fptrunc double %x to float
  %back = fpext float %near to double
  %bits = bitcast float %near to i32
  %last = and i32 %bits, 1
  %is_even = icmp eq i32 %last, 0
  %is_inexact = fcmp one double %back, %x
  %to_odd = and i1 %is_even, %is_inexact
  %far = bitcast double %back to i64
  %given = bitcast double %x to i64
  %is_above = icmp ugt i64 %far, %given
  %step = select i1 %is_above, i32 -1, i32 1
  %moved = add i32 %bits, %step
  %odd = select i1 %to_odd, i32 %moved, i32 %bits
  %single = bitcast i32 %odd to float
  %y = call half @__truncsfhf2(float %single)
  ret half %y
}
"""


def with_halves(text: str, machine: Machine) -> str:
    """Return a module's text with what it needs to convert float16."""
    if "half" not in text or machine.converts_halves:
        return text
    return text + CONVERSIONS
