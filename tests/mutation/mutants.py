"""Every small change to a machine that an editor might make by mistake: of each transition, refusal, guard and action.

A mutant has an id that stays the same while the row it changes does: the id of the row, what was done to it, and to what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from swmgen.model import (
    Action,
    And,
    Compare,
    Enabler,
    Expression,
    Fact,
    IsSet,
    Literal,
    Machine,
    Member,
    Not,
    Operator,
    Or,
    Passes,
    Reference,
    Refusal,
    Scalar,
    Sum,
    Transition,
    Value,
)
from swmgen.semantics.configuration import GIVEN

replace = msgspec.structs.replace
_OTHER = {
    Operator.EQUAL: Operator.NOT_EQUAL,
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.LESS: Operator.AT_MOST,
    Operator.AT_MOST: Operator.LESS,
    Operator.MORE: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.MORE,
}

Change = tuple[str, str, Any]
"""What kind of change, to what, and the element as it is then; None where it is gone."""


class Mutant(NamedTuple):
    """A changed machine. `kind` is the operator; `element` the id of what was changed, `where` its place."""

    id: str
    kind: str
    element: str
    where: str
    machine: Machine


def mutants(enabler: Enabler, machine: Machine) -> Iterator[Mutant]:
    """All of them, always in the same order, no two with the same id."""
    seen: set[str] = set()
    for mutant in _all(enabler, machine):
        if mutant.id not in seen:
            seen.add(mutant.id)
            yield mutant


def _all(enabler: Enabler, machine: Machine) -> Iterator[Mutant]:
    results = [result.name for result in enabler.messages.results]
    for number, row in enumerate(machine.transitions):
        for kind, what, changed in _of_transition(row, machine, results):
            yield _mutant(machine, "transitions", number, (kind, what, changed))
    for number, refusal in enumerate(machine.refusals):
        for kind, what, changed in _of_refusal(refusal, results):
            yield _mutant(machine, "refusals", number, (f"refusal, {kind}", what, changed))
    for number, action in enumerate(machine.actions):
        for change in _of_action(action):
            yield _mutant(machine, "actions", number, change)
    for number, fact in enumerate(machine.facts):
        for kind, what, changed in _of_fact(fact):
            yield _mutant(machine, "facts", number, (f"rule, {kind}", what, changed))


def _mutant(machine: Machine, kept_in: str, number: int, change: Change) -> Mutant:
    kind, what, changed = change
    elements = [*getattr(machine, kept_in)]
    element = elements[number]
    elements[number : number + 1] = [] if changed is None else [changed]
    name = f"{element.id} ~ {kind}" + (f": {what}" if what else "")
    where = f"{element.span.file}:{element.span.line}"
    return Mutant(name, kind, element.id, where, replace(machine, **{kept_in: tuple(elements)}))


# transitions ----------------------------------------------------------------------------------------------------------


def _of_transition(row: Transition, machine: Machine, results: list[str]) -> Iterator[Change]:
    yield "transition dropped", "", None
    names = [state.name for state in machine.states if state.name != row.target]
    at = [state.name for state in machine.states].index(row.target)
    for target in dict.fromkeys((machine.initial, names[at % len(names)], row.sources[0])):
        if target != row.target:
            yield "target swapped", target, replace(row, target=target)
    for source in row.sources if len(row.sources) > 1 else ():
        left = tuple(name for name in row.sources if name != source)
        yield "source dropped", source, replace(row, sources=left)
    extra = next((name for name in names if name not in row.sources and not _gone(machine, name)), None)
    if extra is not None:
        yield "source added", extra, replace(row, sources=(*row.sources, extra))
    for alert in row.sends:
        yield "alert not sent", alert, replace(row, sends=tuple(name for name in row.sends if name != alert))
    if not row.sends and any("owed" in other.sends for other in machine.transitions):
        yield "alert sent too early", "", replace(row, sends=("owed",))
    if row.owes is not None:
        yield "order not remembered", "", replace(row, owes=None, status=200)
    yield from _of_actions(row, machine)
    yield from _of_assignments(row, machine)
    yield from _of_answer(row, results)
    for kind, guard in _of_guard(row.guard):
        yield kind, _text(guard), replace(row, guard=guard, guard_text=_text(guard) or None)


def _gone(machine: Machine, name: str) -> bool:
    state = machine.state(name)
    return state is not None and state.gone


def _of_actions(row: Transition, machine: Machine) -> Iterator[Change]:
    for action in row.does:
        yield "action not done", action, replace(row, does=tuple(name for name in row.does if name != action))
    for at in range(len(row.does) - 1):
        swapped = (*row.does[:at], row.does[at + 1], row.does[at], *row.does[at + 2 :])
        yield "actions in another order", ", ".join(swapped), replace(row, does=swapped)
    extra = next((action.name for action in machine.actions if action.name not in row.does), None)
    if extra is not None:
        yield "action done too", extra, replace(row, does=(*row.does, extra))


def _of_assignments(row: Transition, machine: Machine) -> Iterator[Change]:
    for assignment in row.sets:
        left = tuple(other for other in row.sets if other is not assignment)
        yield "assignment dropped", assignment.variable, replace(row, sets=left)
        other_value = _other(assignment.variable, assignment.value, machine)
        if other_value is not None:
            changed = replace(assignment, value=other_value)
            sets = tuple(changed if entry is assignment else entry for entry in row.sets)
            yield "assignment swapped", f"{assignment.variable} becomes {_text(other_value)}", replace(row, sets=sets)


def _other(variable: str, value: Expression, machine: Machine) -> Expression | None:
    declared = next(entry for entry in machine.variables if entry.name == variable)
    if isinstance(value, Sum):
        return replace(value, amount=-value.amount)
    if not isinstance(value, Literal):
        return None
    if declared.type is Value.ENUM:
        at = declared.members.index(str(value.value))
        return replace(value, value=declared.members[(at + 1) % len(declared.members)])
    if isinstance(value.value, bool):
        return replace(value, value=not value.value)
    return replace(value, value=value.value + 1) if isinstance(value.value, int) else None


def _of_answer(row: Transition | Refusal, results: list[str]) -> Iterator[Change]:
    """Another Status, another result, or none."""
    if row.status is not None:
        other = {200: 202, 202: 200, 405: 403}.get(row.status, 405)
        yield "status changed", str(other), replace(row, status=other)
    if row.result is not None:
        yield "result not told", "", replace(row, result=None)
        at = 0 if row.result == GIVEN else results.index(row.result) + 1
        other_result = results[at % len(results)]
        if other_result != row.result:
            yield "result changed", other_result, replace(row, result=other_result)


# refusals, actions, facts ---------------------------------------------------------------------------------------------


def _of_refusal(refusal: Refusal, results: list[str]) -> Iterator[Change]:
    yield "dropped", "", None
    yield from _of_answer(refusal, results)
    for kind, guard in _of_guard(refusal.guard):
        yield kind, _text(guard), replace(refusal, guard=guard, guard_text=_text(guard) or None)


def _of_action(action: Action) -> Iterator[Change]:
    if action.made_by is not None:
        yield "action without its procedure", "", replace(action, made_by=None, otherwise=None, takes=None)
        yield "action whose procedure cannot fail", "", replace(action, otherwise=None)


def _of_fact(fact: Fact) -> Iterator[Change]:
    for number, rule in enumerate(fact.rules):
        name = str(number + 1)
        if rule.guard is not None:
            yield "dropped", name, replace(fact, rules=(*fact.rules[:number], *fact.rules[number + 1 :]))
        for other in fact.members:
            if other != rule.value:
                changed = replace(rule, value=other)
                rules = (*fact.rules[:number], changed, *fact.rules[number + 1 :])
                yield "decides otherwise", f"{name} is {other}", replace(fact, rules=rules)
        for kind, guard in _of_guard(rule.guard):
            changed = replace(rule, guard=guard, guard_text=_text(guard) or None)
            rules = (*fact.rules[:number], changed, *fact.rules[number + 1 :])
            yield kind, f"{name} when {_text(guard)}", replace(fact, rules=rules)


# guards ---------------------------------------------------------------------------------------------------------------


def _of_guard(guard: Expression | None) -> Iterator[tuple[str, Expression | None]]:
    if guard is None:
        return
    yield "guard dropped", None
    yield "guard negated", Not(guard, guard.span)
    for changed in _inside(guard):
        yield "guard changed", changed


def _inside(guard: Expression) -> Iterator[Expression]:
    match guard:
        case And(terms=terms, span=span) | Or(terms=terms, span=span):
            kind = type(guard)
            for number, term in enumerate(terms):
                left = (*terms[:number], *terms[number + 1 :])
                yield left[0] if len(left) == 1 else kind(left, span)
                for changed in _inside(term):
                    yield kind((*terms[:number], changed, *terms[number + 1 :]), span)
            yield (Or if kind is And else And)(terms, span)
        case Not(term=term, span=span):
            yield term
            yield from (Not(changed, span) for changed in _inside(term))
        case Compare(operator=operator):
            yield replace(guard, operator=_OTHER[operator])
        case Member(choices=choices):
            if len(choices) > 1:
                for choice in choices:
                    yield replace(guard, choices=tuple(other for other in choices if other is not choice))
        case _:
            return


def _text(expression: Expression | None) -> str:
    """As the specification writes it: stubs name a guard by its text, so a changed guard needs a text of its own."""
    match expression:
        case And(terms=terms) | Or(terms=terms):
            word = " and " if isinstance(expression, And) else " or "
            return word.join(f"({_text(term)})" if isinstance(term, And | Or) else _text(term) for term in terms)
        case Not(term=term):
            return f"not ({_text(term)})" if isinstance(term, And | Or | Not | Compare) else f"not {_text(term)}"
        case Compare(operator=operator, left=left, right=right):
            return f"{_text(left)} {operator.value} {_text(right)}"
        case Member(item=item, choices=choices):
            return f"{_text(item)} in {{{', '.join(_text(choice) for choice in choices)}}}"
        case IsSet(node=node):
            return f"set({node.name})"
        case Passes(procedure=procedure):
            return f"passes({procedure})"
        case Sum(term=term, amount=amount):
            return f"{_text(term)} {'+' if amount >= 0 else '-'} {abs(amount)}"
        case Reference(name=name):
            return name
        case Literal(value=value):
            return _value(value)
        case None:
            return ""
    raise TypeError(f"{type(expression).__name__} has no text")


def _value(value: Scalar) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
