"""Engines: they run graphs. They know operations, and nothing of layers."""

from limpid.engines.choice import get_engine, set_engine
from limpid.engines.compiled import Compiled, compile
from limpid.engines.protocol import Engine, Program

__all__ = ["Compiled", "Engine", "Program", "compile", "get_engine", "set_engine"]
