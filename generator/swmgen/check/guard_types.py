"""Types in guards and assignments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from swmgen.model import (
    And,
    Compare,
    Expression,
    Format,
    Literal,
    Machine,
    Member,
    Node,
    Not,
    Operator,
    Or,
    Reference,
    ReferenceKind,
    Scalar,
    Span,
    Sum,
    Value,
    Variable,
)

_FORMATS: Mapping[Format, str] = {Format.INT: "int", Format.BOOL: "bool", Format.NODE: "node", Format.NULL: "nothing"}
_ORDERED = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)


def type_of(side: Expression, machine: Machine, nodes: Mapping[str, Node]) -> str:
    """bool, int, text, or ``enum:NAME``."""
    if isinstance(side, Literal):
        return _scalar(side.value)
    if isinstance(side, Sum):
        return "int"
    if not isinstance(side, Reference):
        return "bool"
    if side.kind is ReferenceKind.NODE:
        node = nodes.get(side.name)
        if node is None:
            return "text"
        return f"enum:{node.path}" if node.values else _FORMATS.get(node.format, "text")
    declared = next((entry for entry in machine.variables if entry.name == side.name), None) or next(
        (entry for entry in machine.facts if entry.name == side.name), None
    )
    if declared is None:
        return "text"
    return f"enum:{declared.name}" if declared.type is Value.ENUM else declared.type.value


def _scalar(value: Scalar) -> str:
    return "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "text"


def clashes(guard: Expression, machine: Machine, nodes: Mapping[str, Node]) -> Iterator[tuple[Span, str]]:
    """(place, reason) of everything in `guard` that has no meaning."""
    match guard:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from clashes(term, machine, nodes)
        case Not(term=term):
            yield from clashes(term, machine, nodes)
        case Compare(operator=operator, left=left, right=right, span=span):
            one, other = type_of(left, machine, nodes), type_of(right, machine, nodes)
            if operator in _ORDERED and (one != "int" or other != "int"):
                yield span, f"{operator.value} compares integers, not {_word(one)} with {_word(other)}"
            elif not _comparable(one, other):
                yield span, f"{_word(one)} is never equal to {_word(other)}"
        case Member(item=item, choices=choices, span=span):
            kind = type_of(item, machine, nodes)
            for choice in choices:
                if not _comparable(kind, _scalar(choice.value)):
                    yield choice.span, f"{_word(kind)} is never equal to {_word(_scalar(choice.value))}"
        case Reference(span=span) | Literal(span=span):
            kind = type_of(guard, machine, nodes)
            if kind != "bool":
                yield span, f"a guard is true or false, this is {_word(kind)}"
        case _:
            return


def _comparable(one: str, other: str) -> bool:
    if one == other:
        return one not in ("node", "nothing", "order")
    return {one.partition(":")[0], other.partition(":")[0]} == {"enum", "text"}


def _word(kind: str) -> str:
    return {
        "bool": "a truth value",
        "int": "an integer",
        "text": "text",
        "node": "an interior node",
        "nothing": "a node without value",
        "order": "an order",
    }.get(kind, "an enumeration")


def fits(variable: Variable, value: Expression, machine: Machine, nodes: Mapping[str, Node]) -> str | None:
    """Why `variable` cannot take `value`; None when it can."""
    if variable.type is Value.ORDER:
        return "an order is remembered by `owes`, never assigned"
    if isinstance(value, Literal):
        if variable.type is Value.ENUM:
            return None if value.value in variable.members else f"{value.value} is none of its members"
        wanted = {Value.BOOL: "bool", Value.INT: "int"}.get(variable.type, "text")
        if _scalar(value.value) != wanted:
            return f"{_word(_scalar(value.value))} where {_word(wanted)} is needed"
        bounds = variable.range
        if bounds is not None and isinstance(value.value, int):
            outside = (bounds.low is not None and value.value < bounds.low) or (
                bounds.high is not None and value.value > bounds.high
            )
            return f"{value.value} is outside {bounds}" if outside else None
        return None
    kind = type_of(value, machine, nodes)
    own = "enum" if variable.type is Value.ENUM else variable.type.value
    return None if kind.partition(":")[0] == own else f"{_word(kind)} where {_word(own)} is needed"
