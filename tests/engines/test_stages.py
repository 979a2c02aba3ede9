"""The stages between Python and machine code, as texts to read."""

import re
from pathlib import Path

import numpy as np
import pytest
from tests.common.ops import SAMPLES, label

import limpid
from limpid.engines.native.engine import NativeEngine
from limpid.engines.native.loops import print_loops
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import Machine
from limpid.engines.native.printing import lowered, print_memory, print_units
from limpid.engines.native.segments import write_module, write_text
from limpid.engines.reference import ReferenceEngine
from limpid.graph import trace
from limpid.graph.printing import print_graph
from limpid.layers import Conv2D, Dense, Flatten, MaxPooling2D
from limpid.models import Input, Sequential
from limpid.models.steps import step_graph
from limpid.optimizers import SGD

GOLDEN = Path(__file__).parent / "golden"
# A machine of its own, so that the texts are the same everywhere.
AVX2 = Machine("x86_64-unknown-linux-gnu", "haswell", "+avx2,+fma", 32, 16)


def dense_tanh(x, kernel, bias):
    return limpid.tanh(limpid.matmul(x, kernel) + bias)


def sgd_step():
    model = Sequential([Input((4,)), Dense(3, name="hidden")], name="net")
    model.compile(SGD(0.1), "mean_squared_error")
    return step_graph(model, "train", 8)


def conv_pool():
    layers = [Conv2D(6, 5, activation="tanh", name="conv"), MaxPooling2D(name="pool")]
    model = Sequential([Input((14, 14, 1)), *layers, Flatten(name="flat")], name="net")
    return step_graph(model, "predict", 8)


def floats(*shape):
    return np.zeros(shape, np.float32)


GRAPHS = {
    "dense-tanh": lambda: trace(
        dense_tanh, floats(64, 784), floats(784, 300), floats(300)
    ),
    "softmax": lambda: trace(lambda x: limpid.softmax(x, -1), floats(100, 10)),
    "conv-pool": conv_pool,
    "sgd-step": sgd_step,
}


def stages_of(graph):
    """Return our own stages as one text; without line numbers, which any edit moves."""
    lowering = Lowering(graph)
    texts = {
        "graph": print_graph(graph),
        "fused": print_units(lowering),
        "memory": print_memory(lowering),
        "loops": print_loops(lowering, AVX2),
    }
    whole = "\n\n".join(f"==== {name}\n\n{text}" for name, text in texts.items())
    return re.sub(r"\S*?([\w.]+\.py):\d+", r"\1", whole) + "\n"


@pytest.mark.parametrize("name", GRAPHS)
def test_stages_are_as_printed_before(name, request):
    text, file = stages_of(GRAPHS[name]()), GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [s for s in SAMPLES if s.traceable], ids=label)
def test_every_operation_can_be_printed_as_loops(given):
    graph = trace(given, *given.inputs)
    text = print_loops(Lowering(graph), AVX2)
    assert not re.search(r"object at 0x|Term\(|\{\}", text)


def test_stages_go_from_python_to_machine_code():
    program = NativeEngine().compile(trace(lambda x: x * x, floats(3)))
    assert list(program.stages) == ["graph", "fused", "memory", "loops", "llvm", "asm"]
    assert "define void @segment_0" in program.stages["llvm"]
    assert "segment_0:" in program.stages["asm"]


def test_assembly_says_what_each_function_computes():
    model_graph = conv_pool()
    text = lowered(model_graph)["asm"]
    before, _, _ = text.partition("\nsegment_0_0:")
    assert re.search(r"# net/conv, .*_conv\.py:\d+", before)


def test_reference_engine_prints_its_graph():
    program = ReferenceEngine().compile(trace(lambda x: x + 1, floats(3)))
    assert program.stages["graph"].splitlines()[1].startswith("%1 = add(%0, 1.0)")


def test_gradients_belong_to_the_layer_and_line_they_come_from():
    text = print_graph(sgd_step())
    (line,) = [row for row in text.splitlines() if "sum(" in row and "hidden/" in row]
    assert re.search(r"# net/hidden/backward, limpid/layers/dense\.py:\d+$", line)


def test_updates_belong_to_the_optimizer_and_the_weight():
    assert re.search(
        r"# SGD/net/hidden/kernel, limpid/optimizers/sgd\.py:\d+",
        print_graph(sgd_step()),
    )


def test_scans_show_their_step():
    graph = trace(
        lambda xs: limpid.scan(lambda c, x: (c + x, c), floats(2), xs)[0], floats(5, 2)
    )
    inner = [
        line for line in print_graph(graph).splitlines() if line.startswith("    %")
    ]
    assert any("add(" in line for line in inner)


def test_loops_say_the_tiles_of_the_machine_they_are_cut_for():
    graph = GRAPHS["dense-tanh"]()
    wide = Machine("x86_64-unknown-linux-gnu", "skylake-avx512", "+avx512f", 64, 32)
    lines = {machine: print_loops(Lowering(graph), machine) for machine in (AVX2, wide)}
    assert "pairs of vectors of 8" in lines[AVX2]
    assert "pairs of vectors of 16" in lines[wide]


def test_module_is_written_for_the_machine():
    lowering = Lowering(GRAPHS["dense-tanh"]())
    assert "<8 x float>" in write_text(write_module(lowering, AVX2))
