"""Guards as expressions of Promela.

This is the second reading of guards beside `swmgen.semantics`, and on purpose: that `spin` comes to the same states
and verdicts as `swmgen verify` shows that both read them alike. Facts and nodes are given; variables stay names.
"""

from __future__ import annotations

from collections.abc import Mapping

from swmgen.model import (
    And,
    Compare,
    Expression,
    Fact,
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
from swmgen.semantics import Atom

Known = Mapping[Atom, Scalar | None]
SIGNS = {
    Operator.EQUAL: "==",
    Operator.NOT_EQUAL: "!=",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE: ">",
    Operator.AT_LEAST: ">=",
}


class Writer:
    """Writes expressions of one machine. `words` numbers the members of enumerations, 1 and up.

    `names` gives the names in the model of variables and of facts that never change.
    """

    def __init__(self, words: Mapping[str, int], names: Mapping[str, str], facts: Mapping[str, Fact]) -> None:
        self._words = words
        self._names = names
        self._facts = facts

    def after(self, assigned: Mapping[str, str]) -> Writer:
        """A writer whose variables are what `assigned` makes of them, by their names in the model."""
        return Writer(self._words, {name: assigned.get(own, own) for name, own in self._names.items()}, self._facts)

    def number(self, value: Scalar | None) -> str:
        """A value as a number; what is missing is 0 and equal to nothing."""
        if value is None:
            return "0"
        if isinstance(value, bool):
            return "1" if value else "0"
        return str(value) if isinstance(value, int) else str(self._words[value])

    def guard(self, guard: Expression | None, known: Known) -> str:
        """The guard: ``true``, ``false``, or an expression over variables."""
        if guard is None:
            return "true"
        match guard:
            case Literal(value=value):
                return "true" if value else "false"
            case IsSet(node=node):
                return "true" if known[("set", node.name)] else "false"
            case Passes(procedure=procedure):
                return "true" if known.get(("passes", procedure)) else "false"
            case Not(term=term):
                inner = self.guard(term, known)
                return {"true": "false", "false": "true"}.get(inner, f"!({inner})")
            case And(terms=terms):
                return _joined([self.guard(term, known) for term in terms], "&&", "false", "true")
            case Or(terms=terms):
                return _joined([self.guard(term, known) for term in terms], "||", "true", "false")
            case Member(item=item, choices=choices):
                parts = [self._compared("==", item, choice, known) for choice in choices]
                return _joined(parts, "||", "true", "false")
            case Compare(operator=operator, left=left, right=right):
                return self._compared(SIGNS[operator], left, right, known)
            case Reference():
                value = self.value(guard, known)
                return {"1": "true", "0": "false"}.get(value, f"{value} == 1")
        raise TypeError(f"{type(guard).__name__} is no guard")

    def _compared(self, sign: str, left: Expression, right: Expression, known: Known) -> str:
        one, other = self.value(left, known), self.value(right, known)
        if self._is_missing(left, known) or self._is_missing(right, known):
            return "false"
        if one.isdigit() and other.isdigit():
            a, b = int(one), int(other)
            held = {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]
            return "true" if held else "false"
        return f"{one} {sign} {other}"

    def _is_missing(self, side: Expression, known: Known) -> bool:
        return (
            isinstance(side, Reference)
            and side.kind is ReferenceKind.NODE
            and known[(side.kind.value, side.name)] is None
        )

    def value(self, value: Expression, known: Known) -> str:
        """The right side of an assignment or comparison."""
        match value:
            case Literal(value=literal):
                return self.number(literal)
            case Sum(term=term, amount=amount):
                return f"({self.value(term, known)} {'+' if amount >= 0 else '-'} {abs(amount)})"
            case Reference(kind=ReferenceKind.VARIABLE, name=name):
                return self._names.get(name, "0")
            case Reference(kind=ReferenceKind.FACT, name=name) if name in self._names:
                return self._names[name]
            case Reference(kind=ReferenceKind.FACT, name=name) if self._facts[name].rules:
                return self._decided(self._facts[name], known)
            case Reference(kind=kind, name=name):
                return self.number(known[(kind.value, name)])
        raise TypeError(f"{type(value).__name__} has no value")

    def _decided(self, fact: Fact, known: Known) -> str:
        """The first rule that holds, as nested conditionals."""
        shown = self.number(fact.rules[-1].value)
        for rule in reversed(fact.rules[:-1]):
            condition = self.guard(rule.guard, known)
            if condition == "true":
                shown = self.number(rule.value)
            elif condition != "false":
                shown = f"({condition} -> {self.number(rule.value)} : {shown})"
        return shown


def _joined(parts: list[str], sign: str, decisive: str, neutral: str) -> str:
    if decisive in parts:
        return decisive
    left = list(dict.fromkeys(part for part in parts if part != neutral))
    if not left:
        return neutral
    return left[0] if len(left) == 1 else f" {sign} ".join(f"({part})" for part in left)


def any_of(parts: list[str]) -> str:
    """One of several conditions."""
    return _joined(parts, "||", "true", "false")


def all_of(parts: list[str]) -> str:
    """All of several conditions."""
    return _joined(parts, "&&", "false", "true")


def negated(condition: str) -> str:
    """The contrary of a condition."""
    return {"true": "false", "false": "true"}.get(condition, f"!({condition})")
