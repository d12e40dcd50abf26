"""Every answer that can make a difference to a set of guards.

Integers are represented by the constants they are compared with and their
neighbours, texts by those named and one other. That is exact for guards that
compare with constants. Two integers compared with each other take a few small
values, so that each order of the two occurs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from swmgen.model import (
    And,
    Compare,
    Expression,
    Format,
    IsSet,
    Literal,
    Machine,
    Member,
    Node,
    Not,
    Or,
    Passes,
    Range,
    Reference,
    ReferenceKind,
    Scalar,
    Value,
)
from swmgen.semantics.evaluate import Atom, Valuation

MAX_VALUATIONS: Final = 100_000
OTHER: Final = "(another)"


def domains(
    guards: Iterable[Expression], machine: Machine, nodes: Mapping[str, Node]
) -> dict[Atom, tuple[Scalar | None, ...]]:
    """For each atom that `guards` ask, the values that can make a difference, in a fixed order."""
    constants: dict[Atom, set[Scalar]] = {}
    for guard in guards:
        _collect(guard, constants)
    return {atom: _domain(atom, found, machine, nodes) for atom, found in sorted(constants.items())}


def valuations(domains: Mapping[Atom, tuple[Scalar | None, ...]]) -> Iterator[Valuation]:
    """Every combination, at most MAX_VALUATIONS of them."""
    atoms = list(domains)
    for values in itertools.islice(itertools.product(*domains.values()), MAX_VALUATIONS):
        yield dict(zip(atoms, values, strict=True))


def _collect(expression: Expression, constants: dict[Atom, set[Scalar]]) -> None:
    match expression:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                _collect(term, constants)
        case Not(term=term):
            _collect(term, constants)
        case IsSet(node=node):
            constants.setdefault(("set", node.name), set())
        case Passes(procedure=procedure):
            constants.setdefault(("passes", procedure), set())
        case Reference(name=name, kind=kind):
            constants.setdefault((kind.value, name), set())
        case Member(item=item, choices=choices):
            constants.setdefault((item.kind.value, item.name), set()).update(choice.value for choice in choices)
        case Compare(left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Reference):
                    own = constants.setdefault((one.kind.value, one.name), set())
                    # Two things compared with each other are less, equal and greater somewhere in -1..2.
                    own |= {other.value} if isinstance(other, Literal) else {0, 1}
        case _:
            return


def _domain(
    atom: Atom, constants: set[Scalar], machine: Machine, nodes: Mapping[str, Node]
) -> tuple[Scalar | None, ...]:
    kind, name = atom
    if kind in ("set", "passes"):
        return (False, True)
    if kind == ReferenceKind.NODE.value:
        node = nodes.get(name)
        return _node_domain(node, constants) if node is not None else (False, True)
    declared = next((entry for entry in machine.variables if entry.name == name), None) or next(
        (entry for entry in machine.facts if entry.name == name), None
    )
    if declared is None or declared.type is Value.BOOL:
        return (False, True)
    if declared.type is Value.ENUM:
        return tuple(declared.members)
    if declared.type is Value.INT:
        return _integers(constants, declared.range)
    return _texts(constants)


def _node_domain(node: Node, constants: set[Scalar]) -> tuple[Scalar | None, ...]:
    missing: tuple[None, ...] = () if node.default is not None else (None,)
    if node.values:
        return (*missing, *(value.name for value in node.values))
    if node.format is Format.BOOL:
        return (*missing, False, True)
    if node.format is Format.INT:
        return (*missing, *_integers(constants, node.range))
    return (*missing, *_texts(constants))


def _integers(constants: set[Scalar], bounds: Range | None) -> tuple[int, ...]:
    low = bounds.low if bounds is not None else None
    high = bounds.high if bounds is not None else None
    found = {bound for bound in (low, high) if bound is not None}
    for constant in constants:
        if isinstance(constant, int) and not isinstance(constant, bool):
            found |= {constant - 1, constant, constant + 1}
    inside = {n for n in found if (low is None or n >= low) and (high is None or n <= high)}
    return tuple(sorted(inside or {0, 1}))


def _texts(constants: set[Scalar]) -> tuple[str, ...]:
    return (*sorted(constant for constant in constants if isinstance(constant, str)), OTHER)
