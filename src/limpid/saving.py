"""Saving and loading, under Keras's name for it."""

from limpid.models.saving import load_model, save_model

__all__ = ["load_model", "save_model"]
