"""Collects the findings of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.diagnostics.diagnostic import Diagnostic, Fix, Note, Severity
from swmgen.model import Span

LONGEST: Final = 1000
"""Characters of a message; what is longer has its middle left out."""
_END: Final = 250


class Report:
    """All findings of a run, each place and message once, in the order of the files."""

    def __init__(self) -> None:
        self._found: dict[tuple[Span, str, str], Diagnostic] = {}

    def add(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        notes: Sequence[Note] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Record a finding; its severity is the catalogue's, unless one is given.

        An unknown code is a fault of ours: KeyError. What a message quotes may be
        of any length, so that its middle may be left out.
        """
        if len(message) > LONGEST:
            message = f"{message[: LONGEST - _END]} [...] {message[-_END:]}"
        diagnostic = Diagnostic(code, severity or CATALOGUE[code].severity, span, message, tuple(notes), fix)
        return self._found.setdefault((span, code, message), diagnostic)

    def include(self, found: Iterable[Diagnostic], severity: Severity | None = None) -> None:
        """Add the findings of another report, with their severities or all with one."""
        for entry in found:
            own = entry if severity is None else msgspec.structs.replace(entry, severity=severity)
            self._found.setdefault((own.span, own.code, own.message), own)

    def keep(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Replace all findings (a suppression took some away)."""
        self._found = {(found.span, found.code, found.message): found for found in diagnostics}

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter([self._found[key] for key in sorted(self._found)])

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """True when something found stops the compiler."""
        return any(found.severity is Severity.ERROR for found in self._found.values())
