"""Findings as one JSON document, for tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from swmgen.diagnostics.diagnostic import Diagnostic
from swmgen.model import Span

FORMAT = 1


def render_json(found: Sequence[Diagnostic]) -> str:
    """``{"format": 1, "diagnostics": [...]}``; keys are only ever added."""
    return (
        json.dumps({"format": FORMAT, "diagnostics": [_one(entry) for entry in found]}, indent=1, ensure_ascii=False)
        + "\n"
    )


def _one(diagnostic: Diagnostic) -> dict[str, Any]:
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "notes": [
            {"message": note.message, **(_place(note.span) if note.span is not None else {})}
            for note in diagnostic.notes
        ],
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
        },
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
