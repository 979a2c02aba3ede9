from typing import Any

from limpid.errors import ConfigError

__all__: list[str] = []


def check_save_freq(callback: Any) -> None:
    """Raise ConfigError unless save_freq is 'epoch' or a positive number of batches."""
    value = callback.save_freq
    is_count = isinstance(value, int) and not isinstance(value, bool) and value > 0
    if value != "epoch" and not is_count:
        raise ConfigError(
            f"{type(callback).__name__}(save_freq={value!r}): "
            "expected 'epoch' or a positive number of batches."
        )
