"""What a rule is, and what it sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import msgspec

from swmgen.diagnostics import Fix, Note, Report, Severity
from swmgen.model import Enabler, Machine, Node, Span
from swmgen.semantics import Outcome, outcomes


class Rule(msgspec.Struct, frozen=True):
    """A code, what the rule is for, and the function that looks."""

    code: str
    purpose: str
    look: Callable[[Subject], None]


class Subject:
    """One enabler as the rules see it: what they all ask is worked out once."""

    def __init__(self, enabler: Enabler, report: Report, broken: frozenset[str]) -> None:
        self.enabler = enabler
        self.broken = broken
        self._report = report
        self._code = ""
        self._targets: dict[tuple[str, Span], str] = {}

    def begin(self, code: str) -> None:
        """The rule of this code looks next."""
        self._code = code

    def found(self, element: str, span: Span, message: str, *notes: Note, fix: Fix | None = None) -> None:
        """Report a finding of the present rule at `element` (its id)."""
        self._targets[(self._code, span)] = element
        # A tree of the field is not ours to mend: what it lacks does not stop the compiler.
        is_foreign = self.enabler.imported is not None and self._code[3:5] in ("03", "08")
        severity = Severity.WARNING if is_foreign else None
        self._report.add(self._code, span, message, notes=notes, fix=fix, severity=severity)

    def target(self, code: str, span: Span) -> str | None:
        """The element that a finding was reported at."""
        return self._targets.get((code, span))

    def is_own(self, origin: str, changed_by: str | None = None) -> bool:
        """Whether this enabler states the element; what it inherits is reported where it is stated."""
        return origin == self.enabler.key or changed_by == self.enabler.key

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by its path."""
        return self.enabler.tree.by_path()

    @cached_property
    def own_nodes(self) -> list[Node]:
        """The nodes this enabler states or changes."""
        return [node for node in self.enabler.tree.walk() if self.is_own(node.origin, node.changed_by)]

    @cached_property
    def machines(self) -> list[Machine]:
        """The machines whose names all resolved."""
        return [machine for machine in self.enabler.machines if machine.id not in self.broken]

    @cached_property
    def cells(self) -> Mapping[str, Mapping[tuple[str, str], tuple[Outcome, ...]]]:
        """The table of each machine by its name."""
        return {machine.name: outcomes(machine) for machine in self.machines}
