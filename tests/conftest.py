"""Settings that every test shares."""

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

# A process that a test starts runs the same limpid as the test.
SOURCE = str(Path(__file__).parent.parent / "src")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (SOURCE, os.environ.get("PYTHONPATH")))
)

# Keras is an oracle here and must not look for TensorFlow.
os.environ.setdefault("KERAS_BACKEND", "torch")

# With -n, workers share the processors; libraries' own threads would be in the way.
if "PYTEST_XDIST_WORKER" in os.environ:
    for library in ("LIMPID", "OMP_NUM", "OPENBLAS_NUM"):
        os.environ.setdefault(f"{library}_THREADS", "1")

# No timed unit tests: a slow machine is not a wrong answer.
settings.register_profile(
    "limpid",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("limpid")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what is printed now into the golden files.",
    )
