"""LLVM IR as text: functions, loops and typed values, written in order.

The IR is explicit vector SSA, so that no optimization pass is needed.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

I64 = "i64"


class Value(NamedTuple):
    """A register or constant with its LLVM type, such as ('<8 x float>', '%12')."""

    type: str
    name: str

    def __str__(self) -> str:
        """Return type and name, as operands are written."""
        return f"{self.type} {self.name}"


def index(number: int) -> Value:
    """Return an index constant."""
    return Value(I64, str(number))


class Module:
    """The functions of one program and what they declare."""

    def __init__(self) -> None:
        """Start empty."""
        self.functions: list[Function] = []
        self.declarations: dict[str, str] = {}

    def declare(self, name: str, result: str, arguments: Sequence[str]) -> str:
        """Declare a foreign function or intrinsic once; return its name."""
        self.declarations[name] = f"declare {result} @{name}({', '.join(arguments)})"
        return name

    def text(self) -> str:
        """Return the whole module."""
        parts = [*self.declarations.values(), *(f.text() for f in self.functions)]
        return "\n".join(parts)


class Function:
    """A function under construction; instructions go to the block opened last."""

    def __init__(self, module: Module, name: str) -> None:
        """Open the entry block; the argument is a table of pointers to buffers."""
        self.module, self.name = module, name
        self.arguments = [Value("ptr", "%table")]
        self.lines: list[str] = []
        self.block = "entry"
        self._count = 0
        module.functions.append(self)

    def text(self) -> str:
        """Return the function's definition."""
        arguments = ", ".join(f"ptr {a.name}" for a in self.arguments)
        body = "\n".join(self.lines)
        return f"define void @{self.name}({arguments}) {{\nentry:\n{body}\n  ret void\n}}"

    def fresh(self) -> str:
        """Return a register name not used yet."""
        self._count += 1
        return f"%r{self._count}"

    def comment(self, text: str) -> None:
        """Write a comment line."""
        self.lines.append(f"  ; {text}")

    def emit(self, kind: str, instruction: str) -> Value:
        """Write an instruction and return its result."""
        value = Value(kind, self.fresh())
        self.lines.append(f"  {value.name} = {instruction}")
        return value

    def call(self, name: str, result: str, arguments: Sequence[Value]) -> Value:
        """Call a declared function."""
        self.module.declare(name, result, [a.type for a in arguments])
        text = ", ".join(map(str, arguments))
        return self.emit(result, f"call {result} @{name}({text})")

    # Addresses

    def add(self, a: Value, b: Value) -> Value:
        """Add indices; constants are added at once."""
        if a.name.lstrip("-").isdigit() and b.name.lstrip("-").isdigit():
            return index(int(a.name) + int(b.name))
        if b.name == "0":
            return a
        if a.name == "0":
            return b
        return self.emit(I64, f"add i64 {a.name}, {b.name}")

    def scale(self, a: Value, factor: int) -> Value:
        """Multiply an index by a constant."""
        if a.name.lstrip("-").isdigit():
            return index(int(a.name) * factor)
        if factor == 1:
            return a
        return index(0) if factor == 0 else self.emit(I64, f"mul i64 {a.name}, {factor}")

    def address(self, pointer: Value, kind: str, offset: Value) -> Value:
        """Return the address of an element."""
        if offset.name == "0":
            return pointer
        return self.emit("ptr", f"getelementptr {kind}, ptr {pointer.name}, {offset}")

    # Memory

    def load(self, kind: str, address: Value, align: int) -> Value:
        """Load a scalar or vector."""
        return self.emit(kind, f"load {kind}, ptr {address.name}, align {align}")

    def store(self, value: Value, address: Value, align: int) -> None:
        """Store a scalar or vector."""
        self.lines.append(f"  store {value}, ptr {address.name}, align {align}")

    # Loops

    def loop(
        self,
        count: int,
        body: Callable[..., Sequence[Value]],
        carried: Sequence[Value] = (),
        *,
        start: int = 0,
        step: int = 1,
    ) -> list[Value]:
        """Write a loop over start, start + step, …: `count` rounds; return the carried.

        `body` takes the index and the carried values and returns their next ones. A
        loop of one round is written without a branch.
        """
        if count <= 0:
            return list(carried)
        if count == 1:
            return list(body(index(start), *carried))
        before, name = self.block, self.fresh()[1:]
        head, done = f"loop_{name}", f"done_{name}"
        self.lines.append(f"  br label %{head}")
        self.lines.append(f"{head}:")
        self.block = head
        place = len(self.lines)
        i = Value(I64, self.fresh())
        inside = [Value(v.type, self.fresh()) for v in carried]
        results = list(body(i, *inside))
        following = self.emit(I64, f"add i64 {i.name}, {step}")
        more = self.emit("i1", f"icmp ne i64 {following.name}, {start + count * step}")
        latch = self.block
        phis = [f"  {i.name} = phi i64 [{start}, %{before}], [{following.name}, %{latch}]"]
        for inner, first, last in zip(inside, carried, results, strict=True):
            phis.append(
                f"  {inner.name} = phi {inner.type} [{first.name}, %{before}], "
                f"[{last.name}, %{latch}]"
            )
        self.lines[place:place] = phis
        self.lines.append(f"  br i1 {more.name}, label %{head}, label %{done}")
        self.lines.append(f"{done}:")
        self.block = done
        return results
