"""Guards and values as ECMAScript, the language of SCXML's data model."""

from __future__ import annotations

import json

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
    ReferenceKind,
    Scalar,
    Sum,
)

_SIGNS = {Operator.EQUAL: "===", Operator.NOT_EQUAL: "!=="}


def literal(value: Scalar | None) -> str:
    """A value."""
    return json.dumps(value, ensure_ascii=False)


def expression(term: Expression) -> str:
    """A guard or a value. `node(path)`, `isSet(path)`, `passes(procedure)` and the facts are the host's to provide.

    A comparison with a node that has no value is false, as in the guard language.
    """
    match term:
        case Literal(value=value):
            return literal(value)
        case Reference(kind=ReferenceKind.NODE, name=name):
            return f"node({literal(name)})"
        case Reference(kind=ReferenceKind.FACT, name=name):
            return f"facts.{name}"
        case Reference(name=name):
            return name
        case IsSet(node=node):
            return f"isSet({literal(node.name)})"
        case Passes(procedure=procedure):
            return f"passes({literal(procedure)})"
        case Not(term=inner):
            return f"!({expression(inner)})"
        case And(terms=terms):
            return " && ".join(f"({expression(part)})" for part in terms)
        case Or(terms=terms):
            return " || ".join(f"({expression(part)})" for part in terms)
        case Sum(term=reference, amount=amount):
            return f"{expression(reference)} {'+' if amount >= 0 else '-'} {abs(amount)}"
        case Member(item=item, choices=choices):
            return " || ".join(f"({expression(item)} === {literal(choice.value)})" for choice in choices)
        case Compare(operator=operator, left=left, right=right):
            sign = _SIGNS.get(operator, operator.value)
            known = [f"({expression(side)} !== null)" for side in (left, right) if _may_be_missing(side)]
            return " && ".join([*known, f"({expression(left)} {sign} {expression(right)})"])
    raise TypeError(f"{type(term).__name__} has no expression")


def _may_be_missing(side: Expression) -> bool:
    return isinstance(side, Reference) and side.kind is ReferenceKind.NODE
