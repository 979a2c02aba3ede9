"""Sample inputs for every function of limpid.ops, with NumPy's word for the result."""

from tests.common import array_samples, elementwise_samples
from tests.common.elementwise_samples import BOOLEAN, COMPARISONS, ELEMENTWISE, SMOOTH
from tests.common.sample import SAMPLES, Sample, label

__all__ = [
    "BOOLEAN",
    "COMPARISONS",
    "ELEMENTWISE",
    "SAMPLES",
    "SMOOTH",
    "Sample",
    "array_samples",
    "elementwise_samples",
    "label",
]
