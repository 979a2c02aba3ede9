"""Models: layers that train, are saved and can be looked into."""

from limpid.models.model import Input, Model
from limpid.models.saving import load_model, save_model
from limpid.models.sequential import Sequential

__all__ = ["Input", "Model", "Sequential", "load_model", "save_model"]
