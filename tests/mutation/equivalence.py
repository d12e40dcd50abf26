"""Whether a mutant does, in everything that can be seen, what the machine does: such a mutant is none.

The machine and its mutant are walked side by side, step for step, from their first configuration. A pair that differs
in state, Status, result as far as it is told, alerts, actions or shown variables tells them apart, and so does one of
which one alone starts the state's timers again. Of a machine that no node has the device itself reads the variables:
they count as shown. A pair that remembers different things is walked on: what nobody asks later makes no difference.
Variables that every way from a state sets before it asks them are alike there, and pairs that differ in them alone are one.
Every event is tried with every answer of the world, more than devices can give, so that what is found to be the same
is the same; what is not found to be so may still be.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from math import prod

from msgspec.structs import replace

from swmgen.model import Enabler, Event, EventKind, Expression, Machine, ReferenceKind, Scalar, Transition
from swmgen.semantics import Cell, Configuration, Taken, Valuation, apply, cells, domains, effect_of, references
from swmgen.semantics.exploration import Explored

MOST_PAIRS = 400
MOST_WORLDS = 20_000
GIVEN = "(given)"
SLEEPS = "(does not count)"

Key = tuple[str, str]
Pair = tuple[Configuration, Configuration]


class Original:
    """A machine that mutants are held against; what it can reach is found once."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self.enabler = enabler
        self.machine = machine
        self.cells = cells(machine)
        self.nodes = {node.path: node for node in enabler.tree.walk()}
        self.shown = tuple(
            place for place, entry in enumerate(machine.variables) if entry.shown_by is not None or not machine.of
        )
        self.timed = frozenset(name for event in machine.events for name in event.while_in)
        self.gone = frozenset(state.name for state in machine.states if state.gone)

    @cached_property
    def explored(self) -> Explored:
        """All its configurations."""
        return Explored(self.enabler, self.machine)

    @cached_property
    def by_state(self) -> dict[str, list[Configuration]]:
        """Its configurations by state."""
        found: dict[str, list[Configuration]] = {}
        for configuration in self.explored.reached:
            found.setdefault(configuration.state, []).append(configuration)
        return found

    @cached_property
    def living(self) -> dict[str, frozenset[str]]:
        """By state, its variables that still count."""
        return living(self, self.machine, self.cells)

    def is_heard(self, event: Event, state: str) -> bool:
        """Whether an event can come up in a state: timers run in their states alone, and what is gone hears nothing."""
        return state not in self.gone and (event.kind is not EventKind.TIMER or state in event.while_in)


def touched(original: Original, mutant: Machine) -> frozenset[Key]:
    """The cells (state, event) about which the two say something else, or decide it by something else."""
    own, others = original.cells, cells(mutant)
    facts = {
        fact.name for fact, other in zip(original.machine.facts, mutant.facts, strict=True) if fact.rules != other.rules
    }
    return frozenset(
        key
        for key in {*own, *others}
        if own.get(key) != others.get(key) or facts.intersection(own[key].decides if key in own else ())
    )


def living(original: Original, machine: Machine, table: dict[Key, Cell]) -> dict[str, frozenset[str]]:
    """By state, the variables that are shown, or that an event asks on some way from there on which nothing has set them."""
    shown = {entry.name for place, entry in enumerate(machine.variables) if place in original.shown}
    found = {state.name: set(shown) for state in machine.states}
    onward: list[tuple[str, str, frozenset[str]]] = []
    for event in machine.events:
        for state in found:
            cell = table.get((state, event.name))
            if cell is None or not original.is_heard(event, state):
                continue
            asked = references(_asked(machine, cell))
            found[state] |= {entry.name for entry in asked if entry.kind is ReferenceKind.VARIABLE}
            rows = [entry.row for entry in cell.rows if isinstance(entry.row, Transition)]
            onward += ((state, row.target, frozenset(entry.variable for entry in row.sets)) for row in rows)
    grows = True
    while grows:
        grows = False
        for state, target, sets in onward:
            more = found[target] - sets
            grows = grows or not more <= found[state]
            found[state] |= more
    return {state: frozenset(names) for state, names in found.items()}


def is_same(original: Original, mutant: Machine) -> bool:
    """Whether nothing that can be seen tells the two apart. False, too, where that would take too long to find out."""
    if original.machine.actions != mutant.actions or not original.explored.is_whole:
        return False
    others = cells(mutant)
    events = {event.name: event for event in original.machine.events}
    asleep = _asleep(original, living(original, mutant, others))
    apart: dict[Pair, None] = {}
    for state, name in sorted(touched(original, mutant)):
        if not original.is_heard(events[name], state):
            continue
        # Two that remember the same differ in the touched cells alone.
        for configuration in original.by_state.get(state, ()):
            after = _after(original, mutant, others, (configuration, configuration), events[name])
            if after is None:
                return False
            apart.update(dict.fromkeys(_awake(after, asleep)))
    pending = list(apart)
    for pair in pending:
        for event in original.machine.events:
            if not original.is_heard(event, pair[0].state):
                continue
            after = _after(original, mutant, others, pair, event)
            if after is None or len(apart) > MOST_PAIRS:
                return False
            after = [one for one in _awake(after, asleep) if one not in apart]
            pending += after
            apart.update(dict.fromkeys(after))
    return True


def _asleep(original: Original, others: dict[str, frozenset[str]]) -> dict[str, frozenset[int]]:
    """By state, the places of the variables that count in neither machine."""
    variables = original.machine.variables
    return {
        state: frozenset(
            place
            for place, entry in enumerate(variables)
            if entry.name not in names and entry.name not in others[state]
        )
        for state, names in original.living.items()
    }


def _awake(pairs: list[Pair], asleep: dict[str, frozenset[int]]) -> list[Pair]:
    """Pairs that still differ when what does not count is left out of both."""
    found = [(_resting(one, asleep), _resting(other, asleep)) for one, other in pairs]
    return [(one, other) for one, other in dict.fromkeys(found) if one != other]


def _resting(configuration: Configuration, asleep: dict[str, frozenset[int]]) -> Configuration:
    places = asleep[configuration.state]
    values = (SLEEPS if place in places else value for place, value in enumerate(configuration.variables))
    return replace(configuration, variables=tuple(values))


def _after(original: Original, mutant: Machine, others: dict[Key, Cell], pair: Pair, event: Event) -> list[Pair] | None:
    """The pairs after an event that do not remember the same; None when it tells the two apart, or takes too long."""
    own, other = original.cells.get((pair[0].state, event.name)), others.get((pair[1].state, event.name))
    if own is None and other is None:
        return []
    if own is None or other is None:
        return None
    found = []
    for world in _worlds(original, mutant, own, other):
        if world is None:
            return None
        one = _taken(original.machine, own, pair[0], world)
        two = _taken(mutant, other, pair[1], world)
        if one is None or two is None or _seen(original, one) != _seen(original, two):
            return None
        if one.after != two.after:
            found.append((one.after, two.after))
    return found


def _taken(machine: Machine, cell: Cell, configuration: Configuration, world: Valuation) -> Taken | None:
    effect = effect_of(machine, cell, configuration, world)
    return None if effect is None else apply(configuration, effect, GIVEN)


def _seen(original: Original, taken: Taken) -> tuple[object, ...]:
    shown = tuple(taken.after.variables[place] for place in original.shown)
    # The last result shows in its leaf, and in what is sent.
    told = taken.after.last_result if original.machine.result_shown_by is not None or taken.sends else None
    begins_anew = isinstance(taken.row, Transition) and taken.after.state in original.timed
    return taken.after.state, taken.status, told, taken.sends, taken.does, shown, begins_anew


def _worlds(original: Original, mutant: Machine, own: Cell, other: Cell) -> Iterator[Valuation | None]:
    """Every world that makes a difference to one of two cells; one None when there are too many to try."""
    asked: dict[tuple[str, str], tuple[Scalar | None, ...]] = {}
    expressions = [*_asked(original.machine, own), *_asked(mutant, other)]
    for atom, values in domains(expressions, original.machine, original.nodes).items():
        if atom[0] != "variable" and not (atom[0] == "fact" and atom[1] in {*own.decides, *other.decides}):
            asked[atom] = values
    if prod(len(values) for values in asked.values()) > MOST_WORLDS:
        yield None
        return
    for answers in product(*asked.values()):
        world = dict(zip(asked, answers, strict=True))
        if all(world.get(("set", name), value is not None) == (value is not None) for name, value in _nodes(world)):
            yield world


def _nodes(world: Valuation) -> Iterator[tuple[str, Scalar | None]]:
    return ((name, value) for (kind, name), value in world.items() if kind == "node")


def _asked(machine: Machine, cell: Cell) -> Iterator[Expression]:
    for entry in cell.rows:
        if entry.row.guard is not None:
            yield entry.row.guard
        if isinstance(entry.row, Transition):
            yield from (assignment.value for assignment in entry.row.sets)
    for fact in machine.facts:
        if fact.name in cell.decides:
            yield from (rule.guard for rule in fact.rules if rule.guard is not None)
