"""The machines as SCXML (W3C), for the tools that read it."""

from swmgen.emit.scxml.backend import ScxmlBackend

__all__ = ["ScxmlBackend"]
