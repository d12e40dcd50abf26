"""Conformance: vectors that a client in any language can be tested with, and a suite that does it."""

from swmgen.emit.conformance.backend import ConformanceBackend

__all__ = ["ConformanceBackend"]
