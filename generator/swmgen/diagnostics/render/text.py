"""Findings like those of a good compiler: place, message, the line with a caret, notes, help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from swmgen.diagnostics.diagnostic import Diagnostic, Severity
from swmgen.model import Span

_RED, _YELLOW, _BOLD, _BLUE, _OFF = "\033[31m", "\033[33m", "\033[1m", "\033[34m", "\033[0m"
MAX_LINE = 160


def render_text(found: Sequence[Diagnostic], sources: Mapping[str, str], *, colour: bool = False) -> str:
    """All findings and a line that counts them; nothing when there are none."""
    if not found:
        return ""
    lines: list[str] = []
    split: dict[str, list[str]] = {}
    for diagnostic in found:
        lines.extend(_one(diagnostic, sources, split, colour))
        lines.append("")
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    warnings = len(found) - errors
    counted = [
        f"{count} {word}{'s' if count != 1 else ''}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    lines.append(f"{' and '.join(counted)} found.")
    return "\n".join(lines) + "\n"


def _one(
    diagnostic: Diagnostic, sources: Mapping[str, str], split: dict[str, list[str]], colour: bool
) -> Iterator[str]:
    word = diagnostic.severity.value
    tint = (_RED if diagnostic.severity is Severity.ERROR else _YELLOW) if colour else ""
    off, bold, blue = (_OFF, _BOLD, _BLUE) if colour else ("", "", "")
    yield f"{bold}{diagnostic.span}:{off} {tint}{word}[{diagnostic.code}]{off}: {bold}{diagnostic.message}{off}"
    yield from _frame(diagnostic.span, sources, split, tint, off)
    for note in diagnostic.notes:
        if note.span is None:
            yield f"   {blue}= note:{off} {note.message}"
        else:
            yield f"   {blue}= note:{off} {note.message}: {note.span}"
            yield from _frame(note.span, sources, split, blue, off)
    if diagnostic.fix is not None:
        safe = "" if diagnostic.fix.safe else " (if that is what is meant)"
        yield f"   {blue}= help:{off} {diagnostic.fix.title}{safe}"
    yield f"   {blue}= see:{off} swmgen explain {diagnostic.code}"


def _frame(span: Span, sources: Mapping[str, str], split: dict[str, list[str]], tint: str, off: str) -> Iterator[str]:
    """The line of the source, and carets under what is meant. Long lines are cut around it."""
    if span.file not in split:
        split[span.file] = sources.get(span.file, "").split("\n")
    lines = split[span.file]
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1].rstrip("\r").replace("\t", " ")
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    width = max(1, min(end, len(line)) - start)
    if len(line) > MAX_LINE:
        cut = max(0, start - MAX_LINE // 3)
        line = ("..." if cut else "") + line[cut : cut + MAX_LINE] + "..."
        start -= cut - (3 if cut else 0)
        width = min(width, MAX_LINE - start + 3)
    number = str(span.line)
    yield f" {number:>5} | {line}"
    yield f"       | {' ' * start}{tint}{'^' * max(1, width)}{off}"
