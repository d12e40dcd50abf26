"""Runs the rules and takes away what is suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from swmgen.check import machine, messages, naming, security, tree
from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Report
from swmgen.model import Enabler

RULES: tuple[Rule, ...] = (*tree.RULES, *machine.RULES, *messages.RULES, *security.RULES, *naming.RULES)
"""Every rule, in the order of codes within each family."""


def check(
    enablers: Mapping[str, Enabler], report: Report, broken: frozenset[str], rules: Sequence[Rule] = RULES
) -> None:
    """Look for everything the rules know in each enabler. `broken` are the ids of elements that did not resolve."""
    known = {rule.code for rule in RULES}
    for enabler in enablers.values():
        subject = Subject(enabler, report, broken)
        for rule in rules:
            subject.begin(rule.code)
            rule.look(subject)
        _suppress(subject, report, known)


def _suppress(subject: Subject, report: Report, known: set[str]) -> None:
    """Take suppressed findings away; a suppression that silences nothing is a finding itself."""
    enabler = subject.enabler
    if not enabler.suppressions:
        return
    kept = list(report)
    for suppression in enabler.suppressions:
        if suppression.rule not in known:
            subject.begin("SWM0806")
            subject.found(
                suppression.id, suppression.at("rule"), f"`{suppression.rule}` is no rule that can be suppressed."
            )
            continue
        wanted = {suppression.target, f"{enabler.key}:{suppression.target}"}
        left = [
            found
            for found in kept
            if found.code != suppression.rule or subject.target(found.code, found.span) not in wanted
        ]
        if len(left) == len(kept):
            subject.begin("SWM0805")
            subject.found(
                suppression.id, suppression.span, f"Nothing at {suppression.target} breaks {suppression.rule}."
            )
        kept = left
    silenced = {(found.code, found.span, found.message) for found in report} - {
        (found.code, found.span, found.message) for found in kept
    }
    taken = [entry for entry in silenced if entry[0] not in ("SWM0805", "SWM0806")]
    report.keep([found for found in report if (found.code, found.span, found.message) not in taken])
