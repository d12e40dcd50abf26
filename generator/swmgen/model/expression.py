"""Guards: a small typed boolean language over nodes, variables and facts.

The grammar is closed: what cannot be written here cannot be asked of a device,
so that a guard means the same in Python, in a model checker and in prose.
"""

from __future__ import annotations

import enum

import msgspec

from swmgen.model.span import Span

Scalar = bool | int | str
"""A value of a guard: a truth value, an integer, or text (also the name of an enumeration's member)."""


class ReferenceKind(enum.Enum):
    """What a name in a guard stands for."""

    NODE = "node"
    VARIABLE = "variable"
    FACT = "fact"
    STATE = "state"


class Reference(msgspec.Struct, frozen=True, tag="reference"):
    """A node by its path, or a variable, fact or other machine's state by its name."""

    name: str
    kind: ReferenceKind
    span: Span


class Literal(msgspec.Struct, frozen=True, tag="literal"):
    """A value written in the guard."""

    value: Scalar
    span: Span


class Operator(enum.Enum):
    """Comparisons. Order comparisons are for integers only."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """`left operator right`; false when a node in it has no value."""

    operator: Operator
    left: Reference | Literal
    right: Reference | Literal
    span: Span


class Member(msgspec.Struct, frozen=True, tag="member"):
    """`item in {a, b}`."""

    item: Reference
    choices: tuple[Literal, ...]
    span: Span


class IsSet(msgspec.Struct, frozen=True, tag="is_set"):
    """`set(path)`: the node exists and its value is not empty."""

    node: Reference
    span: Span


class Passes(msgspec.Struct, frozen=True, tag="passes"):
    """`passes(procedure)`: the security procedure, run now, reaches its end."""

    procedure: str
    span: Span


class Sum(msgspec.Struct, frozen=True, tag="sum"):
    """`variable + 1` or `variable - 1`: the right side of an assignment, saturating at the variable's range."""

    term: Reference
    amount: int
    span: Span


class Not(msgspec.Struct, frozen=True, tag="not"):
    """`not x`."""

    term: Expression
    span: Span


class And(msgspec.Struct, frozen=True, tag="and"):
    """`a and b ...`, two terms or more."""

    terms: tuple[Expression, ...]
    span: Span


class Or(msgspec.Struct, frozen=True, tag="or"):
    """`a or b ...`, two terms or more."""

    terms: tuple[Expression, ...]
    span: Span


Expression = Reference | Literal | Compare | Member | IsSet | Passes | Sum | Not | And | Or
"""A guard, or the right side of an assignment. A bare reference in a guard is a boolean one."""
