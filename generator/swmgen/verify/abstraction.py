"""What makes no difference to any guard or property, so that it need not be told apart. Nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator

from swmgen.model import (
    And,
    Compare,
    Expression,
    Literal,
    Machine,
    Member,
    NeverState,
    NeverStep,
    Not,
    Or,
    Reference,
    ReferenceKind,
    Scalar,
    Sum,
)
from swmgen.semantics import domains


def all_guards(machine: Machine) -> list[Expression]:
    """The guards of rows, of facts that rules decide, and of properties."""
    found: list[Expression | None] = [row.guard for row in machine.transitions]
    found += [row.guard for row in machine.refusals]
    found += [rule.guard for fact in machine.facts for rule in fact.rules]
    found += [fact.only_when for fact in machine.facts]
    for entry in machine.properties:
        if isinstance(entry, NeverStep):
            found += [entry.guard, entry.then]
        elif isinstance(entry, NeverState):
            found.append(entry.guard)
    return [guard for guard in found if guard is not None]


def asked_variables(machine: Machine) -> frozenset[str]:
    """The variables that guards and properties ask, and those whose values become values of these."""
    asked: set[str] = set()
    guards = all_guards(machine)
    for entry in machine.properties:
        if isinstance(entry, NeverStep):
            asked.update(entry.changes)
            asked.update([entry.falls] if entry.falls is not None else [])
    asked |= {name for kind, name in domains(guards, machine, {}) if kind == "variable"}
    while True:
        sources = {
            name
            for transition in machine.transitions
            for assignment in transition.sets
            if assignment.variable in asked
            for name in _read(assignment.value)
        }
        if sources <= asked:
            return frozenset(asked)
        asked |= sources


def _read(value: Expression) -> tuple[str, ...]:
    """The variable that the right side of an assignment reads."""
    found = value.term if isinstance(value, Sum) else value
    return (found.name,) if isinstance(found, Reference) and found.kind is ReferenceKind.VARIABLE else ()


def merged_members(machine: Machine) -> dict[str, str]:
    """Members of enumerations that nothing tells apart, with the one that stands for them."""
    guards = all_guards(machine)
    told: dict[str, set[int]] = {}
    for number, comparison in enumerate(part for guard in guards for part in _comparisons(guard)):
        for value in _constants(comparison):
            if isinstance(value, str):
                told.setdefault(value, set()).add(number)
    for transition in machine.transitions:
        for assignment in transition.sets:
            if isinstance(assignment.value, Literal) and isinstance(assignment.value.value, str):
                told.setdefault(assignment.value.value, set())
    merged: dict[str, str] = {}
    for fact in machine.facts:
        first: dict[frozenset[int], str] = {}
        for member in fact.members:
            first.setdefault(frozenset(told.get(member, ())), member)
            merged[member] = first[frozenset(told.get(member, ()))]
    return merged


def _comparisons(guard: Expression) -> Iterator[Expression]:
    match guard:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from _comparisons(term)
        case Not(term=term):
            yield from _comparisons(term)
        case _:
            yield guard


def _constants(comparison: Expression) -> Iterator[Scalar]:
    match comparison:
        case Compare(left=left, right=right):
            yield from (side.value for side in (left, right) if isinstance(side, Literal))
        case Member(choices=choices):
            yield from (choice.value for choice in choices)
