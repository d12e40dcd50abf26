"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from swmgen import __version__
from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.diagnostics.diagnostic import Diagnostic
from swmgen.model import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(found: Sequence[Diagnostic]) -> str:
    """One run; the rules are those that found something."""
    codes = sorted({diagnostic.code for diagnostic in found})
    run = {
        "tool": {
            "driver": {
                "name": "swmgen",
                "version": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    entry = CATALOGUE[code]
    return {
        "id": code,
        "name": entry.title.title().replace(" ", ""),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.why},
        "help": {"text": entry.how},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(diagnostic: Diagnostic, codes: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": diagnostic.severity.value,
        "message": {"text": " ".join((diagnostic.message, *(f"Note: {note.message}." for note in diagnostic.notes)))},
        "locations": [{"physicalLocation": _location(diagnostic.span)}],
    }
    related = [note for note in diagnostic.notes if note.span is not None]
    if related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": note.message}, "physicalLocation": _location(note.span)}
            for number, note in enumerate(related)
            if note.span is not None
        ]
    if diagnostic.fix is not None:
        result["fixes"] = [
            {
                "description": {"text": diagnostic.fix.title},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": edit.span.file},
                        "replacements": [{"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}],
                    }
                    for edit in diagnostic.fix.edits
                ],
            }
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": span.file}, "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
