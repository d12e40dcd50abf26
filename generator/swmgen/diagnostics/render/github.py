"""Findings as workflow commands, which forges show beside the changed lines."""

from __future__ import annotations

from collections.abc import Sequence

from swmgen.diagnostics.diagnostic import Diagnostic


def render_github(found: Sequence[Diagnostic]) -> str:
    """One command a finding."""
    return "".join(f"{_one(diagnostic)}\n" for diagnostic in found)


def _one(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    text = " ".join((diagnostic.message, *(f"({note.message})" for note in diagnostic.notes)))
    fields = f"file={_property(span.file)},line={span.line},col={span.column},endLine={span.end_line},endColumn={span.end_column}"
    return f"::{diagnostic.severity.value} {fields},title={diagnostic.code}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
