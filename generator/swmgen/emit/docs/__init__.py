"""Documents: HTML and Markdown pages with figures."""

from swmgen.emit.docs.backend import DocsBackend

__all__ = ["DocsBackend"]
