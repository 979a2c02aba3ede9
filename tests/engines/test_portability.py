"""The same generator writes for every processor family, by its features."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import Machine, assembly, compile_object, host
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


@pytest.mark.skipif(not host().is_x86, reason="code for x86-64")
@pytest.mark.parametrize("processor", ["avx2", "baseline"])
def test_code_for_an_older_processor_computes_the_same(processor, tmp_path):
    folder = Path(__file__).parent
    files = [folder / f"test_{name}.py" for name in ("native_samples", "straight")]
    chosen = "float16-s or classes"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--processor", processor, "-k", chosen, *map(str, files)]
    own = os.environ | {"LIMPID_HOME": str(tmp_path)}
    run = subprocess.run(command, check=False, capture_output=True, text=True, env=own)
    assert run.returncode == 0, run.stdout[-2000:]
