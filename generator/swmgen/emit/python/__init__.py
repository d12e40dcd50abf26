"""Typed Python stubs: one package an enabler."""

from swmgen.emit.python.backend import PythonBackend

__all__ = ["PythonBackend"]
