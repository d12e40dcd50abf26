"""Guards and assignments: parsed, their names looked up."""

from __future__ import annotations

from collections.abc import Iterator

from swmgen.model import (
    And,
    Compare,
    Expression,
    Fact,
    IsSet,
    Literal,
    Member,
    Node,
    Not,
    Or,
    Passes,
    Reference,
    ReferenceKind,
    Span,
    Sum,
    Value,
    Variable,
)
from swmgen.read.guard import GuardError, parse_guard, parse_value
from swmgen.resolve.scope import Scope


class GuardScope:
    """The names a machine's guards may use."""

    def __init__(
        self, scope: Scope, variables: dict[str, Variable], facts: dict[str, Fact], procedures: frozenset[str]
    ) -> None:
        self.scope = scope
        self.variables = variables
        self.facts = facts
        self.procedures = procedures

    def guard(self, text: str | bool, place: Span, owner: str) -> Expression | None:
        """The guard; None when it cannot be read, with the reason reported."""
        if isinstance(text, bool):
            return Literal(text, place)
        try:
            expression = parse_guard(text, place, self._classify)
        except GuardError as error:
            self._refuse(error, owner)
            return None
        return expression if self._names_known(expression, owner) else None

    def value(self, text: str | int | bool, place: Span, owner: str) -> Expression | None:
        """The right side of an assignment; None when it cannot be read."""
        if not isinstance(text, str):
            return Literal(text, place)
        try:
            expression = parse_value(text, place, self._classify)
        except GuardError as error:
            self._refuse(error, owner)
            return None
        return expression if self._names_known(expression, owner) else None

    def _classify(self, name: str) -> ReferenceKind | None:
        if name in self.variables:
            return ReferenceKind.VARIABLE
        if name in self.facts:
            return ReferenceKind.FACT
        return ReferenceKind.NODE if name in self.scope.nodes else None

    def _refuse(self, error: GuardError, owner: str) -> None:
        self.scope.broken.add(owner)
        self.scope.report.add("SWM0113", error.span, f"This is no guard: {error.message}.")

    def _names_known(self, expression: Expression, owner: str) -> bool:
        known = True
        for part in walk(expression):
            if isinstance(part, Reference) and part.kind is ReferenceKind.NODE:
                known &= self.scope.path(part.name, part.span, owner)
            elif isinstance(part, Passes):
                known &= self.scope.known("SWM0210", "procedure", part.procedure, self.procedures, part.span, owner)
            elif isinstance(part, Compare) and isinstance(part.left, Reference) and isinstance(part.right, Literal):
                known &= self._member(part.left, part.right, owner)
            elif isinstance(part, Member):
                known &= min(self._member(part.item, choice, owner) for choice in part.choices)
            elif isinstance(part, (Compare, Not, And, Or)) or part is expression:
                known &= self._no_stray_names(part, owner)
        return known

    def _no_stray_names(self, part: Expression, owner: str) -> bool:
        """A bare word that is no declared name: only comparisons give words a meaning."""
        terms = part.terms if isinstance(part, (And, Or)) else (part.term,) if isinstance(part, Not) else (part,)
        sides = (part.left,) if isinstance(part, Compare) else terms
        known = True
        for term in sides:
            if isinstance(term, Literal) and isinstance(term.value, str):
                legal = {*self.variables, *self.facts}
                known &= self.scope.known("SWM0211", "variable or fact", term.value, legal, term.span, owner)
        return known

    def _member(self, left: Reference, right: Literal, owner: str) -> bool:
        members = self._members(left)
        if members is None or not isinstance(right.value, str):
            return True
        return self.scope.known("SWM0215", f"member of {left.name}", right.value, members, right.span, owner)

    def _members(self, left: Reference) -> frozenset[str] | None:
        """The names `left` may be compared with, None when it is no enumeration."""
        if left.kind is ReferenceKind.NODE:
            node: Node | None = self.scope.nodes.get(left.name)
            return frozenset(value.name for value in node.values) if node and node.values else None
        declared = self.variables.get(left.name) or self.facts.get(left.name)
        return frozenset(declared.members) if declared and declared.type is Value.ENUM else None


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and every part of it."""
    yield expression
    match expression:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from walk(term)
        case Not(term=term):
            yield from walk(term)
        case Compare(left=left, right=right):
            yield from (left, right)
        case Member(item=item, choices=choices):
            yield item
            yield from choices
        case IsSet(node=node):
            yield node
        case Sum(term=reference):
            yield reference
        case _:
            return
