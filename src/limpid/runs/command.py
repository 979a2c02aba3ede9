"""The command that makes a run again."""

import shlex

from limpid.recipes.find import find
from limpid.runs.records import RunConfig

__all__ = ["command"]


def command(config: RunConfig) -> str:
    """Return the command line; only what differs from the recipe is set.

    Raises:
        ConfigError: This limpid has no such recipe.
    """
    usual = find(config.recipe).settings()
    changes = {k: v for k, v in config.settings.items() if v != usual.get(k)}
    words = ["limpid", "train", config.recipe, f"--seed={config.seed}"]
    return shlex.join(words + [f"--set={k}={v}" for k, v in changes.items()])
