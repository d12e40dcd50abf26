"""Guards, assignments and outcomes in words, the same for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from swmgen.model import (
    And,
    Compare,
    Expression,
    IsSet,
    Literal,
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
)

_OPERATORS = {
    Operator.EQUAL: "is",
    Operator.NOT_EQUAL: "is not",
    Operator.LESS: "is below",
    Operator.AT_MOST: "is at most",
    Operator.MORE: "is above",
    Operator.AT_LEAST: "is at least",
}


def guard(expression: Expression, *, inner: bool = False) -> str:
    """A guard in words."""
    match expression:
        case Or(terms=terms):
            text = " or ".join(guard(term, inner=True) for term in terms)
            return f"({text})" if inner else text
        case And(terms=terms):
            text = " and ".join(guard(term, inner=True) for term in terms)
            return f"({text})" if inner else text
        case Not(term=IsSet(node=node)):
            return f"{node.name} is not set"
        case Not(term=Passes(procedure=procedure)):
            return f"{procedure} does not pass"
        case Not(term=term):
            return f"not {guard(term, inner=True)}"
        case IsSet(node=node):
            return f"{node.name} is set"
        case Passes(procedure=procedure):
            return f"{procedure} passes"
        case Compare(operator=operator, left=left, right=right):
            return f"{_side(left)} {_OPERATORS[operator]} {_side(right)}"
        case Member(item=item, choices=choices):
            return f"{item.name} is one of {', '.join(_value(choice.value) for choice in choices)}"
        case Sum(term=reference, amount=amount):
            return f"{reference.name} {'+' if amount >= 0 else '-'} {abs(amount)}"
        case Reference() | Literal():
            return _side(expression)


def _side(side: Reference | Literal) -> str:
    return side.name if isinstance(side, Reference) else _value(side.value)


def _value(value: Scalar) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def when(row: Transition | Refusal) -> str:
    """The guard of a row in words, empty when it has none."""
    return guard(row.guard) if row.guard is not None else ""


def effects(row: Transition | Refusal, codes: Mapping[str, int] | None = None) -> list[str]:
    """What a row does beside its Status and going to a state, each in a few words. `codes` are those of results."""
    found = []
    if row.result is not None:
        code = (codes or {}).get(row.result)
        named = f"result {row.result}" if code is None else f"result {code} {row.result}"
        found.append("the result given" if row.result == "given" else named)
    if isinstance(row, Refusal):
        if row.keeps:
            found.append(f"keeps {row.keeps}")
        return found
    found += [f"{entry.variable} becomes {guard(entry.value)}" for entry in row.sets]
    found += [f"does {action}" for action in row.does]
    if row.owes:
        found.append(f"owes the alert {row.owes}")
    found += ["sends the alert owed" if name == "owed" else f"sends the alert {name}" for name in row.sends]
    return found


def transition_in_words(row: Transition) -> str:
    """A transition in one sentence, without its states and event."""
    parts = [f"when {when(row)}"] if row.guard is not None else []
    parts += [f"Status {row.status}"] if row.status is not None else []
    return ", ".join((*parts, *effects(row))) or "always"
