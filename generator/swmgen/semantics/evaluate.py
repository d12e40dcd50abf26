"""When a guard holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from swmgen.model import (
    And,
    Compare,
    Expression,
    IsSet,
    Literal,
    Machine,
    Member,
    Not,
    Operator,
    Or,
    Passes,
    Reference,
    Scalar,
    Sum,
)

Atom = tuple[str, str]
"""What a guard may ask: ("node" | "variable" | "fact" | "set" | "passes", name)."""

Valuation = Mapping[Atom, Scalar | None]
"""An answer for each atom; None for a node that has no value."""


def holds(guard: Expression | None, valuation: Valuation) -> bool:
    """Whether the guard is true; a row without guard always is."""
    return guard is None or bool(evaluate(guard, valuation))


def decided(machine: Machine, valuation: Valuation, asked: Collection[str]) -> Valuation:
    """The valuation with those of the facts `asked` that rules decide, as they decide them."""
    known = dict(valuation)
    for fact in machine.facts:
        for rule in fact.rules if fact.name in asked else ():
            if holds(rule.guard, known):
                known[("fact", fact.name)] = rule.value
                break
    return known


def evaluate(expression: Expression, valuation: Valuation) -> Scalar | None:
    """The value of an expression. A comparison with a missing value is false."""
    match expression:
        case Literal(value=value):
            return value
        case Reference(name=name, kind=kind):
            return valuation[(kind.value, name)]
        case IsSet(node=node):
            return valuation[("set", node.name)]
        case Passes(procedure=procedure):
            return valuation[("passes", procedure)]
        case Not(term=term):
            return not evaluate(term, valuation)
        case And(terms=terms):
            return all(evaluate(term, valuation) for term in terms)
        case Or(terms=terms):
            return any(evaluate(term, valuation) for term in terms)
        case Member(item=item, choices=choices):
            return evaluate(item, valuation) in [choice.value for choice in choices]
        case Sum(term=reference, amount=amount):
            found = evaluate(reference, valuation)
            return found + amount if isinstance(found, int) else found
        case Compare():
            return _compare(expression, valuation)
    raise TypeError(f"{type(expression).__name__} has no value")


def _compare(compare: Compare, valuation: Valuation) -> bool:
    left, right = evaluate(compare.left, valuation), evaluate(compare.right, valuation)
    if left is None or right is None:
        return False
    if compare.operator is Operator.EQUAL:
        return left == right
    if compare.operator is Operator.NOT_EQUAL:
        return left != right
    if isinstance(left, str) or isinstance(right, str):
        return False
    return {
        Operator.LESS: left < right,
        Operator.AT_MOST: left <= right,
        Operator.MORE: left > right,
        Operator.AT_LEAST: left >= right,
    }[compare.operator]
