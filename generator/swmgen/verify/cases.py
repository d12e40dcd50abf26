"""Every case of a cell: which row decides for which facts, and what it sets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from swmgen.model import (
    And,
    Enabler,
    Expression,
    Machine,
    Node,
    Not,
    Or,
    Passes,
    Refusal,
    Scalar,
    Sum,
    Transition,
    Value,
)
from swmgen.semantics import Atom, Outcome, assigned, decide, decided, domains, holds, outcomes
from swmgen.verify.abstraction import all_guards, asked_variables, merged_members
from swmgen.verify.observed import judged_guards

Row = Transition | Refusal


class Case(msgspec.Struct, frozen=True):
    """One way a cell can go: the deciding row, the values it sets, what was true, and the numbers of the properties
    whose guards held."""

    row: Row
    sets: tuple[tuple[int, Scalar | None], ...]
    facts: tuple[tuple[Atom, Scalar | None], ...]
    met: frozenset[int]


class Cases:
    """The cells of a machine, worked out once for each valuation of the variables that they ask."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._machine = machine
        self._nodes: Mapping[str, Node] = enabler.tree.by_path()
        self.cells: Mapping[tuple[str, str], tuple[Outcome, ...]] = outcomes(machine)
        asked = asked_variables(machine)
        # What no guard and no property asks, by way of other variables neither, makes no difference.
        self.variables = tuple(entry for entry in machine.variables if entry.name in asked)
        self._numbers = {entry.name: number for number, entry in enumerate(self.variables)}
        self._facts = {fact.name: fact for fact in machine.facts}
        self.fixed = tuple(fact for fact in machine.facts if fact.fixed)
        self._fixed_numbers = {fact.name: number for number, fact in enumerate(self.fixed)}
        self._pinned: dict[str, tuple[Scalar | None, ...]] = {}
        if machine.bounds is not None:
            self._pinned = {pinned.path: pinned.values for pinned in machine.bounds.nodes}
        self._merged = merged_members(machine)
        self._asked: dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...], Any]] = {}
        self._known: dict[Any, tuple[Case, ...]] = {}

    def initial(self) -> tuple[Scalar | None, ...]:
        """The variables before anything happened."""
        return tuple(_first(entry) for entry in self.variables)

    def constants(self) -> Iterator[tuple[Scalar | None, ...]]:
        """Every combination of the facts that never change."""
        names = [fact.name for fact in self.fixed]
        for values in itertools.product(*(self._of_fact(name) for name in names)):
            known = {("fact", name): value for name, value in zip(names, values, strict=True)}
            if all(self._may_be(name, known) for name in names):
                yield values

    def domain(self, state: str, event: str) -> Mapping[Atom, tuple[Scalar | None, ...]]:
        """What may be so in a cell, of all that does not follow from the device's state."""
        cell = (state, event)
        if cell not in self._asked:
            self._asked[cell] = self._ask(cell)
        domain: Mapping[Atom, tuple[Scalar | None, ...]] = self._asked[cell][2]
        return domain

    def judged_in(self, state: str, event: str) -> tuple[str, ...]:
        """The properties that ask about steps on `event` in `state`, by their guards' texts."""
        return tuple(str(guard) for _, guard in judged_guards(self._machine, state, event))

    def texts(self) -> Iterator[str]:
        """Every text that a variable, a fact or a node is compared with."""
        for guard in all_guards(self._machine):
            for values in domains([guard], self._machine, self._nodes).values():
                yield from (value for value in values if isinstance(value, str))
        for values in self._pinned.values():
            yield from (value for value in values if isinstance(value, str))

    def of(
        self, state: str, event: str, variables: tuple[Scalar | None, ...], fixed: tuple[Scalar | None, ...]
    ) -> tuple[Case, ...]:
        """The cases of the cell for these variables; those that do the same stand once."""
        cell = (state, event)
        if cell not in self._asked:
            self._asked[cell] = self._ask(cell)
        asked, asked_fixed, domain = self._asked[cell]
        key = (cell, tuple(variables[n] for n in asked), tuple(fixed[n] for n in asked_fixed))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._work_out(cell, variables, fixed, domain))
        return found

    def _ask(self, cell: tuple[str, str]) -> tuple[tuple[int, ...], tuple[int, ...], Any]:
        rows = [outcome.row for outcome in self.cells.get(cell, ())]
        asked = [row.guard for row in rows if row.guard is not None]
        asked += [assignment.value for row in rows if isinstance(row, Transition) for assignment in row.sets]
        asked += [guard for _, guard in judged_guards(self._machine, *cell)]
        atoms = self._closed(asked)
        names = {name for kind, name in atoms if kind == "variable"}
        names |= {part.term.name for part in asked if isinstance(part, Sum)}
        domain = {
            atom: self._domain(atom, found)
            for atom, found in atoms.items()
            if atom[0] != "variable"
            and not (atom[0] == "fact" and (self._facts[atom[1]].rules or self._facts[atom[1]].fixed))
        }
        fixed = {name for kind, name in atoms if kind == "fact" and self._facts[name].fixed}
        return (
            tuple(sorted(self._numbers[name] for name in names if name in self._numbers)),
            tuple(sorted(self._fixed_numbers[name] for name in fixed)),
            domain,
        )

    def _closed(self, asked: list[Expression]) -> dict[Atom, tuple[Scalar | None, ...]]:
        """The atoms asked, and those that decide them or say when they can be."""
        atoms = domains(asked, self._machine, self._nodes)
        while True:
            more = list(asked)
            for kind, name in atoms:
                fact = self._facts.get(name) if kind == "fact" else None
                if fact is not None:
                    more += [rule.guard for rule in fact.rules if rule.guard is not None]
                    more += [fact.only_when] if fact.only_when is not None else []
            wider = domains(more, self._machine, self._nodes)
            if len(wider) == len(atoms):
                return wider
            asked, atoms = more, wider

    def _domain(self, atom: Atom, found: tuple[Scalar | None, ...]) -> tuple[Scalar | None, ...]:
        kind, name = atom
        if kind == "node" and name in self._pinned:
            return self._pinned[name]
        return self._of_fact(name, found) if kind == "fact" else found

    def _of_fact(self, name: str, found: tuple[Scalar | None, ...] = (False, True)) -> tuple[Scalar | None, ...]:
        fact = self._facts[name]
        if fact.type is Value.ENUM:
            return tuple(dict.fromkeys(self._merged.get(member, member) for member in fact.members))
        return found

    def _may_be(self, name: str, known: Mapping[Atom, Scalar | None]) -> bool:
        fact = self._facts.get(name)
        if fact is None or fact.only_when is None:
            return True
        value = known[("fact", name)]
        usual = value is False or (fact.type is Value.ENUM and value == fact.members[0])
        return usual or holds(fact.only_when, known)

    def _work_out(
        self,
        cell: tuple[str, str],
        variables: tuple[Scalar | None, ...],
        fixed: tuple[Scalar | None, ...],
        domain: Mapping[Atom, tuple[Scalar | None, ...]],
    ) -> Iterator[Case]:
        given: dict[Atom, Scalar | None] = {
            ("variable", entry.name): _first(entry)
            for entry in self._machine.variables
            if entry.type is not Value.ORDER
        }
        given.update((("variable", entry.name), value) for entry, value in zip(self.variables, variables, strict=True))
        given.update((("fact", fact.name), value) for fact, value in zip(self.fixed, fixed, strict=True))
        ruled = [name for name, fact in self._facts.items() if fact.rules]
        judged = judged_guards(self._machine, *cell)
        done: set[Any] = set()
        for values in itertools.product(*domain.values()):
            valuation = {**given, **dict(zip(domain, values, strict=True))}
            if not all(self._may_be(name, valuation) for kind, name in domain if kind == "fact"):
                continue
            known = dict(decided(self._machine, valuation, self._decidable(ruled, valuation)))
            row = decide(self.cells[cell], known)
            if row is None:
                continue
            new = assigned(row, known, self._machine)
            sets = tuple(sorted((self._numbers[name], value) for name, value in new.items() if name in self._numbers))
            ran = _unasked(row, known)
            facts = tuple((atom, value) for atom, value in known.items() if atom[0] != "variable" and atom not in given)
            met = frozenset(number for number, guard in judged if holds(guard, ran))
            alike = (row.id, sets, met, _passing(ran))
            if alike not in done:
                done.add(alike)
                yield Case(row, sets, facts, met)

    def _decidable(self, ruled: list[str], valuation: Mapping[Atom, Scalar | None]) -> list[str]:
        """The facts with rules whose rules ask only what is known here; the others nobody asks for."""
        known = set(valuation)
        found = []
        for name in ruled:
            asked = domains(
                [rule.guard for rule in self._facts[name].rules if rule.guard is not None], self._machine, self._nodes
            )
            if known.issuperset(asked):
                found.append(name)
                known.add(("fact", name))
        return found


def _passing(known: Mapping[Atom, Scalar | None]) -> tuple[Any, ...]:
    return tuple((name, value) for (kind, name), value in known.items() if kind == "passes")


def _unasked(row: Row, known: Mapping[Atom, Scalar | None]) -> dict[Atom, Scalar | None]:
    """The valuation with every procedure that the row does not run as not passed."""
    asked = set(procedures(row.guard) if row.guard is not None else ())
    return {atom: value if atom[0] != "passes" or atom in asked else False for atom, value in known.items()}


def procedures(guard: Expression) -> Iterator[Atom]:
    """The procedures that a guard runs."""
    match guard:
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from procedures(term)
        case Not(term=term):
            yield from procedures(term)
        case Passes(procedure=procedure):
            yield ("passes", procedure)
        case _:
            return


def _first(entry: Any) -> Scalar | None:
    if entry.initial is not None:
        return entry.initial  # type: ignore[no-any-return]
    if entry.type is Value.BOOL:
        return False
    if entry.type is Value.ENUM:
        return str(entry.members[0])
    return 0 if entry.type is Value.INT else ""
