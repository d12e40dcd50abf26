"""Documents: HTML that works from file://, and Markdown."""

from swmgen.emit.docs.backend import DocsBackend

__all__ = ["DocsBackend"]
