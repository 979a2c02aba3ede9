"""The scalar words in LLVM: for one element or for a vector of lanes alike."""

import numpy as np

from limpid.engines.native import mathematics, tabulated
from limpid.engines.native.element import SHORT, TYPES, Element, conversion, literal
from limpid.engines.native.llvm import Function, Value

FLOAT_RELATIONS = {
    "==": "oeq",
    "!=": "une",
    "<": "olt",
    "<=": "ole",
    ">": "ogt",
    ">=": "oge",
}
INTEGER_RELATIONS = {
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}


class LLVMWords:
    """Writes arithmetic for `lanes` elements at once; 1 means scalars."""

    def __init__(self, function: Function, lanes: int) -> None:
        """Write into a function."""
        self.function_, self.lanes = function, lanes

    def type(self, dtype: str) -> str:
        """Return the LLVM type of a value."""
        return TYPES[dtype] if self.lanes == 1 else f"<{self.lanes} x {TYPES[dtype]}>"

    def dtype(self, x: Element) -> str:
        """Return the name of x's type."""
        return x.dtype

    def number(self, number: float, dtype: str) -> Element:
        """Return a constant."""
        text = literal(number, dtype)
        if self.lanes > 1:
            text = f"splat ({TYPES[dtype]} {text})"
        return Element(Value(self.type(dtype), text), dtype)

    def constant(self, number: float, like: Element) -> Element:
        """Return a constant of the type of `like`."""
        return self.number(number, like.dtype)

    def emit(self, dtype: str, instruction: str) -> Element:
        """Write an instruction whose result is of the type."""
        return Element(self.function_.emit(self.type(dtype), instruction), dtype)

    def _two(self, x: Element, y: Element, floating: str, integer: str) -> Element:
        word = floating if x.is_float else integer
        return self.emit(x.dtype, f"{word} {x.value}, {y.value.name}")

    def add(self, x: Element, y: Element) -> Element:
        """Return x + y; of truth values whether either holds."""
        return self._two(x, y, "fadd", "or" if x.dtype == "bool" else "add")

    def sub(self, x: Element, y: Element) -> Element:
        """Return x - y."""
        return self._two(x, y, "fsub", "sub")

    def mul(self, x: Element, y: Element) -> Element:
        """Return x * y; of truth values whether both hold."""
        return self._two(x, y, "fmul", "and" if x.dtype == "bool" else "mul")

    def div(self, x: Element, y: Element) -> Element:
        """Return x / y; of integers the whole part."""
        return self._two(x, y, "fdiv", "sdiv" if x.is_signed else "udiv")

    def neg(self, x: Element) -> Element:
        """Return -x."""
        if x.is_float:
            return self.emit(x.dtype, f"fneg {x.value}")
        return self.sub(self.constant(0, x), x)

    def bit_and(self, x: Element, y: Element) -> Element:
        """Return the bits set in both."""
        return self._two(x, y, "", "and")

    def bit_or(self, x: Element, y: Element) -> Element:
        """Return the bits set in either."""
        return self._two(x, y, "", "or")

    def bit_xor(self, x: Element, y: Element) -> Element:
        """Return the bits set in one only."""
        return self._two(x, y, "", "xor")

    def shift_left(self, x: Element, y: Element) -> Element:
        """Return x's bits y places to the left; nothing is left beyond the width."""
        return self._shifted(x, y, "shl")

    def shift_right(self, x: Element, y: Element) -> Element:
        """Return x's bits y places to the right; the sign is kept."""
        return self._shifted(x, y, "ashr" if x.is_signed else "lshr")

    def _shifted(self, x: Element, y: Element, word: str) -> Element:
        bits = 8 * np.dtype(x.dtype).itemsize
        inside = self.compare(y, self.constant(bits, y), "<")
        safe = self.select(
            inside, y, self.constant(bits - 1 if word == "ashr" else 0, y)
        )
        shifted = self._two(x, safe, "", word)
        return (
            shifted
            if word == "ashr"
            else self.select(inside, shifted, self.constant(0, x))
        )

    def shift_left_by(self, x: Element, places: int) -> Element:
        """Return x's bits a fixed number of places to the left."""
        return self._two(x, self.constant(places, x), "", "shl")

    def shift_right_by(self, x: Element, places: int) -> Element:
        """Return x's bits a fixed number of places to the right, zeros following."""
        return self._two(x, self.constant(places, x), "", "lshr")

    def as_float(self, bits: Element) -> Element:
        """Return the float32 that 32 bits stand for."""
        return self.emit("float32", f"bitcast {bits.value} to {self.type('float32')}")

    def as_bits(self, x: Element) -> Element:
        """Return the bits of a float32 as an integer."""
        return self.emit("int32", f"bitcast {x.value} to {self.type('int32')}")

    def compare(self, x: Element, y: Element, relation: str) -> Element:
        """Return whether the relation holds."""
        if x.is_float:
            word = f"fcmp {FLOAT_RELATIONS[relation]}"
        else:
            name = INTEGER_RELATIONS[relation]
            sign = "" if name in {"eq", "ne"} else "s" if x.is_signed else "u"
            word = f"icmp {sign}{name}"
        return self.emit("bool", f"{word} {x.value}, {y.value.name}")

    def select(self, condition: Element, x: Element, y: Element) -> Element:
        """Return x where the condition holds, else y."""
        return self.emit(x.dtype, f"select {condition.value}, {x.value}, {y.value}")

    def maximum(self, x: Element, y: Element) -> Element:
        """Return the larger; NaN wins."""
        larger = self.select(self.compare(x, y, ">"), x, y)
        return (
            self.select(self.compare(x, x, "!="), x, larger) if x.is_float else larger
        )

    def minimum(self, x: Element, y: Element) -> Element:
        """Return the smaller; NaN wins."""
        smaller = self.select(self.compare(x, y, "<"), x, y)
        return (
            self.select(self.compare(x, x, "!="), x, smaller) if x.is_float else smaller
        )

    def cast(self, x: Element, dtype: str) -> Element:
        """Return x in another type."""
        if x.dtype == dtype:
            return x
        if dtype == "bool":
            return self.compare(x, self.constant(0, x), "!=")
        if "float16" in {x.dtype, dtype} and "float32" not in {x.dtype, dtype}:
            # Processors know half precision from and to single only.
            return self.cast(self.cast(x, "float32"), dtype)
        word = conversion(x.dtype, dtype)
        if not word:
            return Element(x.value, dtype)
        return self.emit(dtype, f"{word} {x.value} to {self.type(dtype)}")

    def intrinsic(self, name: str, *xs: Element) -> Element:
        """Call one of LLVM's intrinsics."""
        kind = TYPES[xs[0].dtype]
        kind = SHORT.get(kind, kind)
        suffix = kind if self.lanes == 1 else f"v{self.lanes}{kind}"
        arguments = [x.value for x in xs]
        result = self.function_.call(
            f"llvm.{name}.{suffix}", arguments[0].type, arguments
        )
        return Element(result, xs[0].dtype)

    def fused(self, x: Element, y: Element, z: Element) -> Element:
        """Return x * y + z, rounded once where the machine can."""
        if x.is_float:
            return self.intrinsic("fmuladd", x, y, z)
        return self.add(self.mul(x, y), z)

    def abs(self, x: Element) -> Element:
        """Return the magnitude."""
        if x.is_float:
            return self.intrinsic("fabs", x)
        if not x.is_signed:
            return x
        return self.select(self.compare(x, self.constant(0, x), "<"), self.neg(x), x)

    def copysign(self, x: Element, y: Element) -> Element:
        """Return x with the sign of y."""
        return self.intrinsic("copysign", x, y)

    def sqrt(self, x: Element) -> Element:
        """Return the square root."""
        return self.intrinsic("sqrt", x)

    def scaled(self, x: Element, n: Element) -> Element:
        """Return x * 2**n of float32s, for whole n, rounded once."""
        if self.lanes != 16 or not self.function_.module.machine.has_avx512:
            generic: Element = mathematics.scaled(self, x, n)
            return generic
        kind, name = self.type("float32"), "llvm.x86.avx512.mask.scalef.ps.512"
        types = [kind, kind, kind, "i16", "i32 immarg"]
        self.function_.module.declare(name, kind, types)
        # For all lanes, rounded as everything is.
        how = f"{kind} zeroinitializer, i16 -1, i32 4"
        text = f"call {kind} @{name}({x.value}, {n.value}, {how})"
        return self.emit("float32", text)

    def exp(self, x: Element) -> Element:
        """Return e to the power x."""
        return self._vector("exp", x)

    def expm1(self, x: Element) -> Element:
        """Return e to the power x, less 1."""
        return self._vector("expm1", x)

    def log(self, x: Element) -> Element:
        """Return the natural logarithm."""
        return self._vector("log", x)

    def log1p(self, x: Element) -> Element:
        """Return the natural logarithm of 1 + x."""
        return self._vector("log1p", x)

    def tanh(self, x: Element) -> Element:
        """Return the hyperbolic tangent."""
        if x.dtype == "float32" and self.function_.module.machine.has_avx512:
            return tabulated.tanh(self, x)
        return self._vector("tanh", x)

    def erf(self, x: Element) -> Element:
        """Return the error function."""
        return self._vector("erf", x)

    def _vector(self, name: str, x: Element) -> Element:
        """Return a function of float32, in vectors; of others, lane by lane."""
        if x.dtype != "float32":
            return self.function(name, x)
        return getattr(mathematics, name)(self, x)  # type: ignore[no-any-return]

    def sin(self, x: Element) -> Element:
        """Return the sine."""
        return self.function("sin", x)

    def cos(self, x: Element) -> Element:
        """Return the cosine."""
        return self.function("cos", x)

    def floor(self, x: Element) -> Element:
        """Return the next integer below."""
        return self.intrinsic("floor", x) if x.is_float else x

    def ceil(self, x: Element) -> Element:
        """Return the next integer above."""
        return self.intrinsic("ceil", x) if x.is_float else x

    def trunc(self, x: Element) -> Element:
        """Return the integer part."""
        return self.intrinsic("trunc", x) if x.is_float else x

    def round(self, x: Element) -> Element:
        """Return the nearest integer, the even one of two."""
        return self.intrinsic("roundeven", x) if x.is_float else x

    def function(self, name: str, *xs: Element) -> Element:
        """Return a function of C's mathematics library, lane by lane."""
        f, dtype = self.function_, xs[0].dtype
        if dtype == "float16":
            wide = self.function(name, *(self.cast(x, "float32") for x in xs))
            return self.cast(wide, "float16")
        kind, symbol = TYPES[dtype], name + ("f" if dtype == "float32" else "")
        if self.lanes == 1:
            return Element(f.call(symbol, kind, [x.value for x in xs]), dtype)
        result = Value(self.type(dtype), "poison")
        for lane in range(self.lanes):
            parts = [f.emit(kind, f"extractelement {x.value}, i32 {lane}") for x in xs]
            one = f.call(symbol, kind, parts)
            result = f.emit(result.type, f"insertelement {result}, {one}, i32 {lane}")
        return Element(result, dtype)
