"""Where something stands in the specification."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False, order=True):
    """A stretch of a source file.

    Lines and columns count from 1; ``end_column`` is the column after the last
    character. ``file`` is relative to the folder that holds the enablers'
    folders, with forward slashes (``fumo-1.0/states.yaml``).
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """What every part of the model has.

    ``id`` is stable over edits that do not rename the element
    (``fumo-1.1:state:package/download_suspended``). ``span`` is where the
    element is written, its name or key; ``marks`` holds the span of each
    value written under it (``marks["default"]``), so that a diagnostic can
    point at the very value. ``origin`` is the enabler that states the element
    (``fumo-1.0`` for what ``fumo-1.1`` inherits), ``changed_by`` the enabler
    that changed it last, or None.
    """

    id: str
    span: Span
    marks: Mapping[str, Span] = {}
    doc: str = ""
    origin: str = ""
    changed_by: str | None = None
    serves: tuple[str, ...] = ()

    def at(self, key: str) -> Span:
        """The span of the value written under `key`, or of the element."""
        return self.marks.get(key, self.span)
