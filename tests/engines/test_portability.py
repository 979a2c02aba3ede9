"""The same generator writes for every processor family, by its features."""

import struct

import pytest

from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import Machine, assembly, compile_object
from limpid.engines.native.segments import write_module, write_text
from limpid.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from limpid.models import Input, Sequential
from limpid.models.steps import step_graph

X86, ARM = "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"
# ELF's numbers of processor families.
ELF_MACHINES = {X86: 62, ARM: 183}
MACHINES = {
    "x86-64 baseline": Machine(X86, "x86-64", "", 16, 16),
    "AVX2": Machine(X86, "haswell", "+avx2,+fma", 32, 16),
    "AVX-512": Machine(X86, "skylake-avx512", "+avx512f,+avx512vl", 64, 32),
    "NEON": Machine(ARM, "generic", "+neon", 16, 32),
}
# An instruction that multiplies and adds vectors, as only this family writes it.
INSTRUCTIONS = {
    "x86-64 baseline": "mulps\t",
    "AVX2": "vfmadd",
    "AVX-512": "%zmm",
    "NEON": "fmla\tv",
}


@pytest.fixture(scope="module")
def lowering():
    """Return a training step that has a bit of everything."""
    layers = [Conv2D(6, 3, activation="tanh"), MaxPooling2D(), Flatten(), Dropout(0.5)]
    model = Sequential([Input((8, 8, 1)), *layers, Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return Lowering(step_graph(model, "train", 20))


@pytest.mark.parametrize("name", MACHINES)
def test_training_step_compiles_for(name, lowering):
    machine = MACHINES[name]
    code = compile_object(write_text(write_module(lowering, machine)), machine)
    (family,) = struct.unpack("<H", code[18:20])
    assert code[:4] == b"\x7fELF"
    assert family == ELF_MACHINES[machine.triple]


@pytest.mark.parametrize("name", MACHINES)
def test_vectors_are_those_of(name, lowering):
    machine = MACHINES[name]
    text = write_text(write_module(lowering, machine))
    assert f"<{machine.vector_bytes // 4} x float>" in text
    assert INSTRUCTIONS[name] in assembly(text, machine)


def test_baseline_calls_no_multiply_add_of_the_library(lowering):
    machine = MACHINES["x86-64 baseline"]
    text = assembly(write_text(write_module(lowering, machine)), machine)
    assert "fmaf" not in text
