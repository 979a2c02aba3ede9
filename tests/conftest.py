"""Settings that every test shares."""

import os

from hypothesis import HealthCheck, settings

# Keras is an oracle here and must not look for TensorFlow.
os.environ.setdefault("KERAS_BACKEND", "torch")

# No timed unit tests: a slow machine is not a wrong answer.
settings.register_profile(
    "limpid",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("limpid")
