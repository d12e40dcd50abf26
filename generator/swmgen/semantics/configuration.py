"""One event in one configuration: which row takes it, and what is so afterwards.

This is the meaning that generated tables, model checking and conformance
vectors are held against. It does nothing: what a device would do is told.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from swmgen.model import (
    And,
    Compare,
    Expression,
    Machine,
    Member,
    Not,
    Or,
    Reference,
    ReferenceKind,
    Refusal,
    Scalar,
    Sum,
    Transition,
    Value,
)
from swmgen.semantics.evaluate import Atom, Valuation, decided
from swmgen.semantics.outcomes import Outcome, outcomes
from swmgen.semantics.step import assigned, decide

GIVEN = "given"
"""The result that the event, or the procedure that did not pass, carries."""

OWED = "owed"
"""The final alert that the last accepted order is owed."""


class Configuration(msgspec.Struct, frozen=True):
    """What a machine remembers: state, variables in the order of the machine, the alert it owes, its last result."""

    state: str
    variables: tuple[Scalar, ...]
    owed: str | None = None
    last_result: str | None = None


class Taken(msgspec.Struct, frozen=True):
    """What one event did. `sends` are alerts by name, with ``owed`` already told apart; `does` are actions."""

    row: Transition | Refusal
    after: Configuration
    status: int | None
    result: str | None
    sends: tuple[str, ...] = ()
    does: tuple[str, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """What is said about one event in one state: its rows, the rest last, and the facts that rules effect_of for them."""

    rows: tuple[Outcome, ...]
    decides: tuple[str, ...]


def cells(machine: Machine) -> dict[tuple[str, str], Cell]:
    """(state, event) to what is said about it."""
    by_rules = {fact.name: fact for fact in machine.facts if fact.rules}

    def asked(expressions: Iterable[Expression]) -> set[str]:
        found = {name for name in facts_of(expressions) if name in by_rules}
        for name in sorted(found):
            found |= asked(rule.guard for rule in by_rules[name].rules if rule.guard is not None)
        return found

    made = {}
    for key, rows in outcomes(machine).items():
        expressions = [entry.row.guard for entry in rows if entry.row.guard is not None]
        for entry in rows:
            if isinstance(entry.row, Transition):
                expressions += [assignment.value for assignment in entry.row.sets]
        ordered = tuple(sorted(rows, key=lambda entry: entry.is_rest))
        made[key] = Cell(ordered, tuple(sorted(asked(expressions))))
    return made


def facts_of(expressions: Iterable[Expression]) -> set[str]:
    """The facts that expressions name."""
    return {reference.name for reference in references(expressions) if reference.kind is ReferenceKind.FACT}


def references(expressions: Iterable[Expression]) -> list[Reference]:
    """Every reference in expressions."""
    found = []
    pending = list(expressions)
    while pending:
        match pending.pop():
            case And(terms=terms) | Or(terms=terms):
                pending += terms
            case Not(term=term) | Sum(term=term) | Member(item=term):
                pending.append(term)
            case Compare(left=left, right=right):
                pending += (left, right)
            case Reference() as reference:
                found.append(reference)
            case _:
                pass
    return found


def initial(machine: Machine) -> Configuration:
    """Before anything happened."""
    return Configuration(machine.initial, tuple(_first(variable) for variable in machine.variables))


def _first(variable: object) -> Scalar:
    given, members, kind = variable.initial, variable.members, variable.type  # type: ignore[attr-defined]
    if given is not None:
        first: Scalar = given
        return first
    if kind is Value.ENUM:
        return str(members[0])
    return {Value.BOOL: False, Value.INT: 0}.get(kind, "")


def known(machine: Machine, configuration: Configuration) -> dict[Atom, Scalar | None]:
    """The variables as guards ask them."""
    names = (variable.name for variable in machine.variables)
    return {("variable", name): value for name, value in zip(names, configuration.variables, strict=True)}


class Effect(msgspec.Struct, frozen=True):
    """The row that takes an event, and the new values of the variables it sets, by their place in the machine."""

    row: Transition | Refusal
    changes: tuple[tuple[int, Scalar], ...] = ()


def effect_of(machine: Machine, cell: Cell, configuration: Configuration, world: Valuation) -> Effect | None:
    """The row of a cell that takes its event; None when none of them does.

    `world` answers nodes, facts and procedures. The rest of a cell, ``otherwise``, is asked last.
    """
    answers = decided(machine, {**world, **known(machine, configuration)}, cell.decides)
    row = decide(cell.rows, answers)
    if row is None:
        return None
    changes = assigned(row, answers, machine)
    places = {variable.name: place for place, variable in enumerate(machine.variables)}
    return Effect(row, tuple((places[name], value) for name, value in changes.items() if value is not None))


def apply(configuration: Configuration, effect: Effect, given: str | None = None) -> Taken:
    """What is so after an effect; `given` is the result that the event, or a procedure, carries."""
    row, before = effect.row, configuration
    result = given if row.result == GIVEN else row.result
    last = before.last_result if result is None else result
    if isinstance(row, Refusal):
        return Taken(row, Configuration(before.state, before.variables, before.owed, last), row.status, result)
    variables = before.variables
    if effect.changes:
        changed = list(variables)
        for place, value in effect.changes:
            changed[place] = value
        variables = tuple(changed)
    # First what the row owes: an order can be taken and end at once.
    owed = row.owes if row.owes is not None else before.owed
    sends = []
    for name in row.sends:
        if name != OWED:
            sends.append(name)
        elif owed is not None:
            sends.append(owed)
            owed = None
    return Taken(row, Configuration(row.target, variables, owed, last), row.status, result, tuple(sends), row.does)


def step(
    machine: Machine, cell: Cell, configuration: Configuration, world: Valuation, given: str | None = None
) -> Taken | None:
    """One event in one configuration; None when no row of its cell takes it."""
    effect = effect_of(machine, cell, configuration, world)
    return None if effect is None else apply(configuration, effect, given)
