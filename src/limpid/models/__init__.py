"""Models: layers that train, are saved and can be looked into."""

from limpid.layers.input import Input
from limpid.models.as_json import model_from_json
from limpid.models.clone_model import clone_model
from limpid.models.model import Model
from limpid.models.saving import load_model, save_model
from limpid.models.sequential import Sequential

__all__ = [
    "Input",
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_json",
    "save_model",
]
