"""Applies safe fixes by editing the text, so that comments and layout stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from swm.durable import replace_file
from swmgen.diagnostics import Diagnostic, Edit


def apply_fixes(spec: Path, found: Sequence[Diagnostic], sources: Mapping[str, str]) -> dict[str, int]:
    """Apply every safe fix; how many a file got. Of edits that overlap the first is made; the next run makes the others.

    A file is replaced whole or not at all.
    """
    edits: dict[str, list[Edit]] = {}
    for diagnostic in found:
        if diagnostic.fix is not None and diagnostic.fix.safe:
            for edit in diagnostic.fix.edits:
                edits.setdefault(edit.span.file, []).append(edit)
    counts = {}
    for file, wanted in sorted(edits.items()):
        text, count = edited(sources[file], wanted)
        if count:
            replace_file(spec / file, text.encode("utf-8"), mode=None)
            counts[file] = count
    return counts


def edited(text: str, edits: Sequence[Edit]) -> tuple[str, int]:
    """`text` with the edits made that do not overlap an earlier one, and how many those are."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        return min(starts[min(line - 1, len(starts) - 1)] + column - 1, len(text))

    placed = sorted(
        {(offset(e.span.line, e.span.column), offset(e.span.end_line, e.span.end_column), e.text) for e in edits}
    )
    parts: list[str] = []
    position = count = 0
    for start, end, replacement in placed:
        if start < position:
            continue
        parts += [text[position:start], replacement]
        position = end
        count += 1
    return "".join((*parts, text[position:])), count
