"""LLVM IR as text: functions, loops and typed values, written in order.

The IR is explicit vector SSA, so that no optimization pass is needed.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from limpid.engines.native.machine import Machine, host

I64 = "i64"


class Value(NamedTuple):
    """A register or constant with its LLVM type, such as ('<8 x float>', '%12')."""

    type: str
    name: str

    def __str__(self) -> str:
        """Return type and name, as operands are written."""
        return f"{self.type} {self.name}"


ARGUMENTS = (Value("ptr", "%table"), Value(I64, "%thread"), Value(I64, "%threads"))


def index(number: int) -> Value:
    """Return an index constant."""
    return Value(I64, str(number))


class Module:
    """The functions of one program and what they declare."""

    def __init__(self, machine: Machine | None = None) -> None:
        """Start empty, for the machine at hand by default."""
        self.machine = machine or host()
        self.functions: list[Function] = []
        self.declarations: dict[str, str] = {}
        # What is checked while it runs, in the order of the numbers that say so.
        self.checks: list[Any] = []
        # The functions by what their code follows from, and which does whose work.
        self.forms: dict[Any, Function] = {}
        self.stand_ins: dict[str, str] = {}
        # Whether the program is one run of instructions.
        self.is_straight = False

    def declare(self, name: str, result: str, arguments: Sequence[str]) -> str:
        """Declare a foreign function or intrinsic once; return its name."""
        self.declarations[name] = f"declare {result} @{name}({', '.join(arguments)})"
        return name

    def define(self, name: str, text: str) -> str:
        """Add a function written out by hand once; return its name."""
        self.declarations[name] = text
        return name

    def text(self) -> str:
        """Return the whole module."""
        parts = [*self.declarations.values(), *(f.text() for f in self.functions)]
        return "\n".join(parts)


class Function:
    """A function under construction; instructions go to the block opened last."""

    def __init__(self, module: Module, name: str, pointers: int | None = None) -> None:
        """Open the entry block.

        Arguments: a table of pointers to buffers; which thread runs it, of how many.

        Args:
            module: Which the function becomes part of.
            name: Of the function.
            pointers: How many pointers to buffers it takes in place of the table.
        """
        self.module, self.name = module, name
        self.table, self.thread, self.threads = ARGUMENTS
        self.pointers = [Value("ptr", f"%buffer{i}") for i in range(pointers or 0)]
        first = [self.table] if pointers is None else self.pointers
        self.arguments = [*first, self.thread, self.threads]
        self.comments: list[str] = []
        self.lines: list[str] = []
        # What LLVM is to know of the function.
        self.attributes = ""
        # What is written as the function begins: constants read, room on the stack.
        self._opening: dict[str, str] = {}
        self.block = "entry"
        self._count = 0
        module.functions.append(self)

    def text(self) -> str:
        """Return the function's definition."""
        arguments = ", ".join(map(str, self.arguments))
        comments = [f"  ; {text}" for text in self.comments]
        opening = self._opening.values()
        lines = ["entry:", *comments, *opening, *self.lines, "  ret void"]
        body = "\n".join(lines)
        head = f"define void @{self.name}({arguments}) {self.attributes}".rstrip()
        return f"{head} {{\n{body}\n}}"

    def fresh(self) -> str:
        """Return a register name not used yet."""
        self._count += 1
        return f"%r{self._count}"

    def comment(self, text: str) -> None:
        """Say at the beginning what the function does."""
        self.comments.append(text)

    def emit(self, kind: str, instruction: str) -> Value:
        """Write an instruction and return its result."""
        value = Value(kind, self.fresh())
        self.lines.append(f"  {value.name} = {instruction}")
        return value

    def constant(self, kind: str, name: str, values: str) -> Value:
        """Return a vector of constants, which the module keeps under a name."""
        text = f"@{name} = private constant {kind} {values}, align 64"
        self.module.define(name, text)
        self._opening[name] = f"  %{name} = load {kind}, ptr @{name}, align 64"
        return Value(kind, f"%{name}")

    def room(self, kind: str, count: int) -> Value:
        """Return the address of room for so many values on the thread's own stack."""
        name = self.fresh()
        self._opening[name] = f"  {name} = alloca [{count} x {kind}], align 64"
        return Value("ptr", name)

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
        return (
            index(0) if factor == 0 else self.emit(I64, f"mul i64 {a.name}, {factor}")
        )

    def divided(self, a: Value, b: Value) -> tuple[Value, Value]:
        """Divide an index by another; return the quotient and the remainder."""
        quotient = self.emit(I64, f"udiv i64 {a.name}, {b.name}")
        return quotient, self.emit(I64, f"urem i64 {a.name}, {b.name}")

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

    def copy(self, target: Value, source: Value, num_bytes: Value) -> None:
        """Copy bytes."""
        name, kinds = "llvm.memcpy.p0.p0.i64", ["ptr", "ptr", "i64", "i1 immarg"]
        self.module.declare(name, "void", kinds)
        operands = f"{target}, {source}, {num_bytes}, i1 false"
        self.lines.append(f"  call void @{name}({operands})")

    # Threads

    def run(self, name: str, *pointers: Value) -> None:
        """Call a function of this module with all threads, over a table or buffers."""
        arguments = ", ".join(map(str, (*pointers, self.thread, self.threads)))
        self.lines.append(f"  call void @{name}({arguments})")

    def meet(self, state: Value) -> None:
        """Let the threads wait for each other."""
        self.lines.append(f"  call void @barrier({state}, {self.threads})")

    def share(self, count: int) -> tuple[Value, Value]:
        """Return which of `count` rounds this thread runs: from, up to."""
        return self._share(count, self.threads)

    def share_among(self, most: int, count: int) -> tuple[Value, Value]:
        """Return the same if only the first threads, so many at most, run any."""
        crew = self._least(self.threads, index(most))
        first, last = self._share(count, crew)
        return first, self._least(last, index(count))

    def _share(self, count: int, threads: Value) -> tuple[Value, Value]:
        ends = []
        for number in (self.thread, self.emit(I64, f"add i64 {self.thread.name}, 1")):
            whole = self.emit(I64, f"mul i64 {number.name}, {count}")
            ends.append(self.emit(I64, f"udiv i64 {whole.name}, {threads.name}"))
        return ends[0], ends[1]

    def _least(self, a: Value, b: Value) -> Value:
        return self.call("llvm.umin.i64", I64, [a, b])

    def shared_loop(
        self,
        count: int,
        body: Callable[[Value], object],
        *,
        start: int = 0,
        step: int = 1,
    ) -> None:
        """Write a loop whose rounds the threads share out among them."""
        if count <= 0:
            return
        first, last = self.share(count)
        self.range_loop(
            first, last, lambda i: body(self.add(self.scale(i, step), index(start)))
        )

    def range_loop(
        self, first: Value, last: Value, body: Callable[[Value], object]
    ) -> None:
        """Write a loop from one number up to another, known only as it runs."""
        name, before = self.fresh()[1:], self.block
        head, inside, done = f"head_{name}", f"body_{name}", f"over_{name}"
        self.lines += [f"  br label %{head}", f"{head}:"]
        self.block = head
        place = len(self.lines)
        i = Value(I64, self.fresh())
        more = self.emit("i1", f"icmp ult i64 {i.name}, {last.name}")
        self.lines += [
            f"  br i1 {more.name}, label %{inside}, label %{done}",
            f"{inside}:",
        ]
        self.block = inside
        body(i)
        following = self.emit(I64, f"add i64 {i.name}, 1")
        phi = f"phi i64 [{first.name}, %{before}], [{following.name}, %{self.block}]"
        self.lines.insert(place, f"  {i.name} = {phi}")
        self.lines += [f"  br label %{head}", f"{done}:"]
        self.block = done

    def first_thread(self, body: Callable[[], object]) -> None:
        """Write code that only the first thread runs."""
        self.only_if(self.emit("i1", f"icmp eq i64 {self.thread.name}, 0"), body)

    def only_if(self, condition: Value, body: Callable[[], object]) -> None:
        """Write code that runs if a condition holds."""
        name = self.fresh()[1:]
        then, done = f"then_{name}", f"joined_{name}"
        self.lines += [
            f"  br i1 {condition.name}, label %{then}, label %{done}",
            f"{then}:",
        ]
        self.block = then
        body()
        self.lines += [f"  br label %{done}", f"{done}:"]
        self.block = done

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
        phis = [
            f"  {i.name} = phi i64 [{start}, %{before}], [{following.name}, %{latch}]"
        ]
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
