"""The data sets by name."""

from limpid import datasets
from limpid.datasets.dataset import Dataset
from limpid.errors import ConfigError, nearest


def known() -> dict[str, Dataset]:
    """Return every data set by its name."""
    modules = (getattr(datasets, name) for name in datasets.__all__)
    found = (module.DATASET for module in modules if hasattr(module, "DATASET"))
    return {dataset.name: dataset for dataset in found}


def find(name: str) -> Dataset:
    """Return the data set of a name.

    Raises:
        ConfigError: There is none of that name.
    """
    sets = known()
    if name not in sets:
        raise ConfigError(f"There is no data set {name!r}; {nearest(name, sets)}")
    return sets[name]
