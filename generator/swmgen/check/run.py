"""Runs the rules and takes away what is suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from swmgen.check import decisions, interfaces, machine, messages, naming, properties, security, tree, vendor
from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Report
from swmgen.model import Enabler

RULES: tuple[Rule, ...] = (
    *tree.RULES,
    *machine.RULES,
    *decisions.RULES,
    *interfaces.RULES,
    *properties.RULES,
    *messages.RULES,
    *security.RULES,
    *vendor.RULES,
    *naming.RULES,
)
"""Every rule, in the order of codes within each family."""


_OF_VERSIONS: Final = "SWM10"
_ALL: Final = frozenset({"enabler.yaml", "objects.yaml", "states.yaml", "messages.yaml", "security.yaml"})
_NEEDS: Final = {"3": frozenset({"objects.yaml"}), "4": _ALL, "5": _ALL, "6": _ALL, "7": _ALL, "8": frozenset[str]()}
"""The files that must have been read without fault before a family of rules makes sense, by the hundreds of their codes."""


def check(
    enablers: Mapping[str, Enabler],
    report: Report,
    broken: frozenset[str],
    faulty: Mapping[str, frozenset[str]],
    rules: Sequence[Rule] = RULES,
) -> None:
    """Look for everything the rules know in each enabler.

    `broken` are the ids of elements that did not resolve, `faulty` the files of
    each enabler in which something was wrong: rules that would only find what
    is missing for that reason are left out until it is mended.
    """
    known = {rule.code for rule in RULES}
    for enabler in enablers.values():
        subject = Subject(enabler, report, broken)
        for rule in rules:
            if not _NEEDS[rule.code[-3]].isdisjoint(faulty.get(enabler.key, frozenset())):
                continue
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
        if suppression.rule.startswith(_OF_VERSIONS):
            # A waiver: whether it is needed only a comparison of versions can tell.
            continue
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
