"""One finding."""

from __future__ import annotations

import enum

import msgspec

from swmgen.model import Span


class Severity(enum.Enum):
    """An error stops the compiler; a warning does not; both make `check` exit with status 1."""

    ERROR = "error"
    WARNING = "warning"


class Note(msgspec.Struct, frozen=True):
    """Something that helps to understand a finding, with the place it speaks of if there is one."""

    message: str
    span: Span | None = None


class Edit(msgspec.Struct, frozen=True):
    """Replace what stands at `span` by `text`; an empty span inserts."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """A suggested change. A `safe` one keeps the meaning that the writer must have had and is applied by `check --fix`."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


class Diagnostic(msgspec.Struct, frozen=True):
    """A finding: stable code, severity, the exact place, a message in one sentence, notes, a fix if there is one."""

    code: str
    severity: Severity
    span: Span
    message: str
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
