"""Settings that every test shares."""

import atexit
import os
import shutil
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

import limpid

# A process that a test starts runs the same limpid as the test.
SOURCE = str(Path(__file__).parent.parent / "src")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (SOURCE, os.environ.get("PYTHONPATH")))
)

# Such processes share their bytecode, also where none is to lie beside the sources.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="limpid-bytecode-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], True)

# Keras is an oracle here and must not look for TensorFlow.
os.environ.setdefault("KERAS_BACKEND", "torch")

# With -n, workers share the processors; libraries' own threads would be in the way.
if "PYTEST_XDIST_WORKER" in os.environ:
    for library in ("LIMPID", "OMP_NUM", "OPENBLAS_NUM"):
        os.environ.setdefault(f"{library}_THREADS", "1")

# Processors of earlier years, as `Machine` describes them.
OLDER = {
    "avx2": ("x86_64-unknown-linux-gnu", "haswell", "+avx2,+f16c,+fma", 32, 16),
    "baseline": ("x86_64-unknown-linux-gnu", "x86-64", "", 16, 16),
}

# No timed unit tests: a slow machine is not a wrong answer. The suite's examples are
# the same in every run; --hypothesis-profile=fresh draws new ones.
COMMON = settings(
    deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("fresh", COMMON)
settings.register_profile("limpid", COMMON, derandomize=True)
settings.load_profile("limpid")


@pytest.fixture(autouse=True)
def same_draws(request):
    """Restart all generators, so that no test depends on those run before it."""
    seed = zlib.crc32(request.node.name.encode())
    limpid.utils.set_random_seed(seed)
    for value in vars(getattr(request, "module", None) or object).values():
        if isinstance(value, np.random.Generator):
            value.bit_generator.state = np.random.default_rng(seed).bit_generator.state


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what is printed now into the golden files.",
    )
    parser.addoption(
        "--processor",
        choices=OLDER,
        help="Compile as for an older x86-64 processor.",
    )


def pytest_configure(config):
    if config.getoption("--processor"):
        from limpid.engines.native import machine

        older = machine.Machine(*OLDER[config.getoption("--processor")])
        machine.host = lambda: older
