"""Rules over facts that are decided by rules of their own: every case has an answer, and every rule a case."""

from __future__ import annotations

from collections.abc import Iterator

from swmgen.check.guard_types import clashes
from swmgen.check.rule import Rule, Subject
from swmgen.model import Choice, Fact, Machine, Value
from swmgen.semantics import domains, holds, valuations


def _decided(subject: Subject) -> Iterator[tuple[Machine, Fact]]:
    for machine in subject.machines:
        for fact in machine.facts:
            if fact.rules and subject.is_own(fact.origin, fact.changed_by):
                yield machine, fact


def _decides_every_case_once(subject: Subject) -> None:
    for machine, fact in _decided(subject):
        guards = [rule.guard for rule in fact.rules if rule.guard is not None]
        cases = list(valuations(domains(guards, machine, subject.nodes)))
        for rule in fact.rules:
            left = [case for case in cases if not holds(rule.guard, case)]
            if len(left) == len(cases):
                subject.found(rule.id, rule.span, f"No case is left for this rule of `{fact.name}`.")
            cases = left
        if cases:
            subject.found(
                fact.id,
                fact.rules[-1].span,
                f"`{fact.name}` is undecided when none of its rules holds; end with one without `when`.",
            )


def _allowed(fact: Fact, rule: Choice) -> bool:
    if fact.type is Value.ENUM:
        return rule.value in fact.members
    if fact.type is Value.BOOL:
        return isinstance(rule.value, bool)
    if fact.type is Value.INT:
        return isinstance(rule.value, int) and not isinstance(rule.value, bool)
    return isinstance(rule.value, str)


def _decides_from_what_is_known(subject: Subject) -> None:
    for machine, fact in _decided(subject):
        known = {entry.name for entry in machine.facts[: machine.facts.index(fact)]}
        later = {entry.name for entry in machine.facts} - known
        for rule in fact.rules:
            if not _allowed(fact, rule):
                subject.found(rule.id, rule.at("is"), f"`{rule.value}` is no value of `{fact.name}`.")
            if rule.guard is None:
                continue
            for kind, name in domains([rule.guard], machine, subject.nodes):
                if kind == "fact" and name in later:
                    subject.found(rule.id, rule.at("when"), f"`{fact.name}` is decided before `{name}` is known.")
            for span, reason in clashes(rule.guard, machine, subject.nodes):
                subject.found(rule.id, span, f"This comparison has no meaning: {reason}.")


RULES = (
    Rule("SWM0432", "rules decide every case, and each decides one", _decides_every_case_once),
    Rule("SWM0433", "rules decide from what is known", _decides_from_what_is_known),
)
