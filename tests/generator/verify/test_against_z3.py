"""z3 shows for all values, not only those that `check` tries: the guards of each cell are disjoint and leave nothing over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import z3
from proofs import SPEC, loaded, machine_of

from swmgen.model import (
    And,
    Compare,
    Enabler,
    Expression,
    Format,
    IsSet,
    Literal,
    Machine,
    Member,
    Not,
    Operator,
    Or,
    Passes,
    Reference,
    ReferenceKind,
    Value,
)
from swmgen.semantics import Outcome, outcomes

ENABLERS = loaded(SPEC).enablers
MACHINES = [
    (key, machine.name) for key, enabler in ENABLERS.items() if enabler.overlays is None for machine in enabler.machines
]
COMPARISONS = {
    Operator.EQUAL: lambda a, b: a == b,
    Operator.NOT_EQUAL: lambda a, b: a != b,
    Operator.LESS: lambda a, b: a < b,
    Operator.AT_MOST: lambda a, b: a <= b,
    Operator.MORE: lambda a, b: a > b,
    Operator.AT_LEAST: lambda a, b: a >= b,
}


class Translation:
    """Guards of one machine as formulas; `known` are what the types of names say."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._nodes = enabler.tree.by_path()
        self._machine = machine
        self.known: dict[str, z3.BoolRef] = {}

    def formula(self, guard: Expression | None) -> z3.BoolRef:
        if guard is None:
            return z3.BoolVal(True)
        match guard:
            case Literal(value=value):
                return z3.BoolVal(bool(value))
            case Reference():
                return self._term(guard)
            case IsSet(node=node):
                return z3.Bool(f"set {node.name}")
            case Passes(procedure=procedure):
                return z3.Bool(f"passes {procedure}")
            case Not(term=term):
                return z3.Not(self.formula(term))
            case And(terms=terms):
                return z3.And([self.formula(term) for term in terms])
            case Or(terms=terms):
                return z3.Or([self.formula(term) for term in terms])
            case Member(item=item, choices=choices):
                there = self._there(item)
                return z3.And(there, z3.Or([self._term(item) == self._value(choice.value) for choice in choices]))
            case Compare(operator=operator, left=left, right=right):
                return z3.And(
                    self._there(left), self._there(right), COMPARISONS[operator](self._term(left), self._term(right))
                )
        raise TypeError(type(guard).__name__)

    def _there(self, side: Expression) -> z3.BoolRef:
        if not isinstance(side, Reference) or side.kind is not ReferenceKind.NODE:
            return z3.BoolVal(True)
        node = self._nodes.get(side.name)
        return z3.BoolVal(True) if node is not None and node.default is not None else z3.Bool(f"there {side.name}")

    def _value(self, value: object) -> z3.ExprRef:
        if isinstance(value, bool):
            return z3.BoolVal(value)
        return z3.IntVal(value) if isinstance(value, int) else z3.StringVal(str(value))

    def _term(self, side: Expression) -> z3.ExprRef:
        if isinstance(side, Literal):
            return self._value(side.value)
        assert isinstance(side, Reference)
        name = side.name
        if side.kind is ReferenceKind.NODE:
            node = self._nodes[name]
            if node.values:
                return self._one_of(name, [value.name for value in node.values])
            if node.format is Format.BOOL:
                return z3.Bool(name)
            return z3.Int(name) if node.format is Format.INT else z3.String(name)
        declared = next(entry for entry in (*self._machine.variables, *self._machine.facts) if entry.name == name)
        if declared.type is Value.BOOL:
            return z3.Bool(name)
        if declared.type is Value.ENUM:
            return self._one_of(name, list(declared.members))
        return z3.Int(name) if declared.type is Value.INT else z3.String(name)

    def _one_of(self, name: str, members: list[str]) -> z3.ExprRef:
        term = z3.String(name)
        self.known[name] = z3.Or([term == z3.StringVal(member) for member in members])
        return term


def cells(machine: Machine) -> Iterator[tuple[str, str, list[Outcome]]]:
    """Cells of more than one row, each kind once."""
    seen = set()
    for (state, event), cell in outcomes(machine).items():
        key = tuple(outcome.row.id for outcome in cell)
        if len(cell) > 1 and key not in seen:
            seen.add(key)
            yield state, event, list(cell)


def overlaps(enabler: Enabler, machine: Machine) -> list[str]:
    """Cells two of whose rows can hold at once, or in which none may hold."""
    found = []
    for state, event, cell in cells(machine):
        translation = Translation(enabler, machine)
        plain = [translation.formula(outcome.row.guard) for outcome in cell if not outcome.is_rest]
        solver = z3.Solver()
        solver.add(*translation.known.values())
        pairs = [z3.And(a, b) for number, a in enumerate(plain) for b in plain[:number]]
        if pairs and solver.check(z3.Or(pairs)) != z3.unsat:
            found.append(f"{event} in {state}: two rows")
        has_rest = any(outcome.is_rest for outcome in cell)
        if not has_rest and solver.check(z3.Not(z3.Or(plain))) != z3.unsat:
            found.append(f"{event} in {state}: no row")
    return found


@pytest.mark.parametrize(("key", "name"), MACHINES)
def test_guards_are_disjoint_and_leave_nothing_over(key: str, name: str) -> None:
    assert overlaps(ENABLERS[key], machine_of(ENABLERS[key], name)) == []


def test_a_dropped_guard_is_found() -> None:
    from proofs import without

    enabler = ENABLERS["fumo-1.0"]
    package = machine_of(enabler, "package")
    rows = tuple(
        without(row, guard=None) if row.event == "update_fails" and "kept" in (row.guard_text or "") else row  # type: ignore[arg-type]
        for row in package.transitions
    )
    assert "update_fails in update_progressing: two rows" in overlaps(enabler, without(package, transitions=rows))


def test_a_case_left_over_is_found() -> None:
    from proofs import without

    enabler = ENABLERS["fumo-1.1"]
    package = machine_of(enabler, "package")
    rows = tuple(row for row in package.refusals if not row.otherwise)
    assert any(entry.endswith("no row") for entry in overlaps(enabler, without(package, refusals=rows)))
