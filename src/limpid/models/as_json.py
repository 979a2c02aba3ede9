"""Architectures as JSON: what a model is made of, without its weights."""

import json
from collections.abc import Mapping
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError, LimpidError
from limpid.models import description as forms
from limpid.models.tensor_file import FileRefusal, parse_json

__all__ = ["model_from_json", "to_json"]


def to_json(model: Any, **settings: Any) -> str:
    """Return a model's architecture as JSON.

    Args:
        model: Any model with a config.
        settings: For `json.dumps`, such as indent=2.

    Raises:
        ConfigError: The model holds a function.
    """
    return json.dumps(forms.pack(catalog.serialize(model)), **settings)


def model_from_json(
    json_string: str, custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Return a model of an architecture that `to_json` wrote, with new weights.

    Args:
        json_string: What `to_json` returned.
        custom_objects: The classes of your own that the model is made of, by name.

    Nothing in the text is run; it names classes of limpid and of custom_objects only.

    Raises:
        ConfigError: The text describes no model, or one of unknown classes.

    Example:
        >>> from limpid import Input, Sequential, layers
        >>> model = Sequential([Input((2,)), layers.Dense(3)])
        >>> model_from_json(model.to_json()).count_params()
        9
    """
    from limpid.models.model import Model

    try:
        record = parse_json(json_string)
        forms.check_size(record)
        forms.check_work(record)
        forms.check_numbers(record, 0)
        model = catalog.deserialize(forms.unpack(record), custom_objects)
    except LimpidError:
        raise
    except Exception as error:
        # FileRefusal, or whatever wrong types in it lead to, in any constructor.
        reason = error if isinstance(error, FileRefusal) else repr(error)
        raise ConfigError(f"The text describes no model: {reason}.") from error
    if not isinstance(model, Model):
        raise ConfigError(
            "The text describes no model; expected what to_json() returned."
        )
    return model
