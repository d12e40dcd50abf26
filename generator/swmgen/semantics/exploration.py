"""Every configuration of a machine, how to get there in the fewest steps, and what each row does there.

Breadth first over state, variables and the alert owed. In a configuration each
event is tried with every answer of the world that makes a difference; one
witness is kept for each row and result of a step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Final

import msgspec
from msgspec.structs import replace

from swmgen.model import Enabler, Event, Expression, Machine, ReferenceKind, Refusal, Scalar, Transition
from swmgen.semantics import (
    Cell,
    Configuration,
    Effect,
    Taken,
    Valuation,
    apply,
    cells,
    domains,
    effect_of,
    initial,
    references,
)
from swmgen.semantics.evaluate import Atom

MAX_CONFIGURATIONS: Final = 20_000
MAX_PAIRS: Final = 300
MAX_WORLDS: Final = 4096
"""Worlds tried for one event in one configuration; more would be a guard that nobody can read."""


class Move(msgspec.Struct, frozen=True):
    """One event, the world it happens in, what the event carries, and what it did."""

    event: str
    world: tuple[tuple[Atom, Scalar | None], ...]
    given: str | None
    taken: Taken


class Explored:
    """Every configuration of a machine.

    `is_whole` is false when there are more than MAX_CONFIGURATIONS.
    `witnesses` has for each row and state, in the order of the machine's rows, the
    nearest configuration in which the row takes its event, and that move.
    """

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._machine = machine
        self._search = Search(enabler, machine)
        self._alike: set[tuple[Configuration, Configuration]] = set()
        self._told_apart: dict[tuple[Configuration, Configuration], tuple[Move, ...]] = {}
        self.start = initial(machine)
        self._reached: dict[Configuration, tuple[Configuration, Move] | None] = {self.start: None}
        self._transitions: dict[Configuration, tuple[tuple[Move, Configuration], ...]] = {}
        found: dict[tuple[str, str], tuple[Configuration, Move]] = {}
        pending = [self.start]
        for configuration in pending:
            for event, effects in self._search.effects(configuration):
                for world, effect in effects:
                    key = (effect.row.id, configuration.state)
                    if key in found and isinstance(effect.row, Refusal):
                        continue
                    taken = apply(configuration, effect, event.results[0] if event.results else None)
                    # What the result was last decides nothing.
                    after = replace(taken.after, last_result=None)
                    if key in found and after in self._reached:
                        continue
                    move = Move(event.name, world, event.results[0] if event.results else None, taken)
                    found.setdefault(key, (configuration, move))
                    if after not in self._reached and len(self._reached) < MAX_CONFIGURATIONS:
                        self._reached[after] = (configuration, move)
                        pending.append(after)
        order = {row.id: number for number, row in enumerate((*machine.transitions, *machine.refusals))}
        self.witnesses = dict(sorted(found.items(), key=lambda entry: order[entry[0][0]]))
        self.configurations = len(self._reached)
        self.is_whole = self.configurations < MAX_CONFIGURATIONS

    @property
    def reached(self) -> Collection[Configuration]:
        """The configurations, the nearest first; none of them says what the last result was."""
        return self._reached.keys()

    def way_to(self, configuration: Configuration) -> tuple[Move, ...]:
        """The moves of a shortest way from the start."""
        found: list[Move] = []
        last = self._reached[replace(configuration, last_result=None)]
        while last is not None:
            before, move = last
            found.append(move)
            last = self._reached[before]
        return tuple(reversed(found))

    def moves(self, configuration: Configuration) -> Iterator[Move]:
        """Every event that is said something about, with each outcome it can have."""
        for event, effects in self._search.effects(configuration):
            given = event.results[0] if event.results else None
            for world, effect in effects:
                yield Move(event.name, world, given, apply(configuration, effect, given))

    def _transitions_of(self, configuration: Configuration) -> tuple[tuple[Move, Configuration], ...]:
        """The moves that are transitions, with what they lead to; what the result was last decides nothing."""
        known = self._transitions.get(configuration)
        if known is None:
            known = self._transitions[configuration] = tuple(
                (move, replace(move.taken.after, last_result=None))
                for move in self.moves(configuration)
                if not isinstance(move.taken.row, Refusal)
            )
        return known

    def worlds(self, state: str, event: str) -> tuple[Valuation, ...]:
        """Every world that can make a difference to an event in a state."""
        return self._search.worlds(state, event)

    def values(self, event: str, configuration: Configuration) -> tuple[Scalar, ...]:
        """The values of the variables that an event asks about in a configuration's state."""
        return self._search.values(event, configuration)

    def tells(self, way: Iterable[Move], one: Configuration, other: Configuration) -> bool:
        """Whether a way, made for `one`, is seen to go otherwise from `other`."""
        pair = (one, other)
        for move in way:
            if pair[0] == pair[1]:
                return False
            taken, there = (self._search.take(move, at) for at in pair)
            if taken is None or there is None or _seen(taken) != _seen(there):
                return True
            pair = (replace(taken.after, last_result=None), replace(there.after, last_result=None))
        return False

    def telling_apart(self, one: Configuration, other: Configuration) -> tuple[Move, ...]:
        """A shortest way from two configurations of one state whose last step is seen to end otherwise; as moves of `one`.

        What is seen are state, Status, result, alerts, actions. Empty where no way was found among MAX_PAIRS pairs.
        """
        known = self._told_apart.get((one, other))
        if known is None:
            known = self._told_apart[(one, other)] = self._tell_apart(one, other)
        return known

    def _tell_apart(self, one: Configuration, other: Configuration) -> tuple[Move, ...]:
        came: dict[tuple[Configuration, Configuration], tuple[tuple[Configuration, Configuration], Move] | None]
        came = {(one, other): None}
        pending = [(one, other)]
        if (one, other) in self._alike:
            return ()
        for pair in pending:
            for event in self._machine.events:
                given = event.results[0] if event.results else None
                for world, effect, effect_there in self._search.both(event.name, *pair):
                    if effect is None or effect_there is None:
                        continue
                    taken, there = apply(pair[0], effect, given), apply(pair[1], effect_there, given)
                    move = Move(event.name, world, given, taken)
                    if _seen(taken) != _seen(there):
                        found, last = [move], came[pair]
                        while last is not None:
                            found.append(last[1])
                            last = came[last[0]]
                        return tuple(reversed(found))
                    after = (replace(taken.after, last_result=None), replace(there.after, last_result=None))
                    if after[0] != after[1] and after not in came and after not in self._alike:
                        came[after] = (pair, move)
                        pending.append(after)
                        if len(came) > MAX_PAIRS:
                            return ()
        # Nothing tells any of these apart.
        self._alike.update(came)
        return ()

    def neighbours(self, configuration: Configuration, move: Move) -> Iterator[World]:
        """The worlds that differ from the move's in one answer."""
        return self._search.neighbours(configuration.state, move.event, move.world)

    def way_to_row(self, configuration: Configuration, rows: Collection[str]) -> tuple[Move, ...]:
        """A shortest way from a configuration that ends with one of the transitions `rows`; empty when there is none."""
        return self._way_on(configuration, lambda move: move.taken.row.id in rows)

    def way_to_payment(self, configuration: Configuration) -> tuple[Move, ...]:
        """A shortest way from a configuration to the final alert that is owed; empty when there is none."""
        if configuration.owed is None:
            return ()
        return self._way_on(configuration, lambda move: configuration.owed in move.taken.sends)

    def _way_on(self, start: Configuration, is_end: Callable[[Move], bool]) -> tuple[Move, ...]:
        came: dict[Configuration, tuple[Configuration, Move] | None] = {start: None}
        pending = [start]
        for configuration in pending:
            for move, after in self._transitions_of(configuration):
                if is_end(move):
                    found = [move]
                    last = came[configuration]
                    while last is not None:
                        found.append(last[1])
                        last = came[last[0]]
                    return tuple(reversed(found))
                if after not in came:
                    came[after] = (configuration, move)
                    pending.append(after)
        return ()


World = tuple[tuple[Atom, Scalar | None], ...]


class Search:
    """What of the world can make a difference is found once for all configurations that a cell cannot tell apart."""

    def __init__(self, enabler: Enabler, machine: Machine) -> None:
        self._machine = machine
        self._nodes = {node.path: node for node in enabler.tree.walk()}
        self._table = cells(machine)
        self._asked = {key: _asked(machine, cell) for key, cell in self._table.items()}
        names = [variable.name for variable in machine.variables]
        self._relevant = {
            key: tuple(
                names.index(name)
                for name in sorted({found.name for found in references(asked) if found.kind is ReferenceKind.VARIABLE})
            )
            for key, asked in self._asked.items()
        }
        self._domains = {key: self._domain(cell, self._asked[key]) for key, cell in self._table.items()}
        self._worlds = {key: _all_worlds(found) for key, found in self._domains.items()}
        self._known: dict[tuple[str, str, tuple[Scalar, ...]], tuple[tuple[World, Effect], ...]] = {}
        self._both: dict[
            tuple[str, str, tuple[Scalar, ...], tuple[Scalar, ...]],
            tuple[tuple[World, Effect | None, Effect | None], ...],
        ] = {}

    def effects(self, configuration: Configuration) -> Iterator[tuple[Event, tuple[tuple[World, Effect], ...]]]:
        """Each event that is said something about, with one world for each effect it can have."""
        for event in self._machine.events:
            key = (configuration.state, event.name)
            cell = self._table.get(key)
            if cell is None:
                continue
            values = self.values(event.name, configuration)
            known = self._known.get((*key, values))
            if known is None:
                known = self._known[(*key, values)] = self._telling(key, cell, configuration)
            yield event, known

    def values(self, event: str, configuration: Configuration) -> tuple[Scalar, ...]:
        """The values of the variables that an event asks about in a configuration's state."""
        return tuple(configuration.variables[place] for place in self._relevant.get((configuration.state, event), ()))

    def both(
        self, event: str, one: Configuration, other: Configuration
    ) -> tuple[tuple[World, Effect | None, Effect | None], ...]:
        """What an event can do in two configurations of one state in the same world: one world for each two effects."""
        key = (one.state, event)
        cell = self._table.get(key)
        if cell is None:
            return ()
        memory = (*key, self.values(event, one), self.values(event, other))
        known = self._both.get(memory)
        if known is None:
            seen: dict[tuple[object, object], tuple[World, Effect | None, Effect | None]] = {}
            for world in self._worlds[key]:
                effects = [effect_of(self._machine, cell, at, world) for at in (one, other)]
                told = tuple(None if effect is None else (effect.row.id, effect.changes) for effect in effects)
                seen.setdefault((told[0], told[1]), (tuple(sorted(world.items())), effects[0], effects[1]))
            known = self._both[memory] = tuple(seen.values())
        return known

    def worlds(self, state: str, event: str) -> tuple[Valuation, ...]:
        """Every world that can make a difference to an event in a state; empty when nothing is said about it."""
        return self._worlds.get((state, event), ())

    def take(self, move: Move, configuration: Configuration) -> Taken | None:
        """What the event of a move does in its world, in another configuration; None when no row takes it."""
        cell = self._table.get((configuration.state, move.event))
        effect = None if cell is None else effect_of(self._machine, cell, configuration, dict(move.world))
        return None if effect is None else apply(configuration, effect, move.given)

    def neighbours(self, state: str, event: str, world: World) -> Iterator[World]:
        """The possible worlds that differ in one answer."""
        found = self._domains[(state, event)]
        for at, (atom, value) in enumerate(world):
            for other in found[atom]:
                changed = (*world[:at], (atom, other), *world[at + 1 :])
                if other != value and _is_possible(dict(changed)):
                    yield changed

    def _telling(
        self, key: tuple[str, str], cell: Cell, configuration: Configuration
    ) -> tuple[tuple[World, Effect], ...]:
        seen: dict[tuple[str, tuple[tuple[int, Scalar], ...]], tuple[World, Effect]] = {}
        for world in self._worlds[key]:
            effect = effect_of(self._machine, cell, configuration, world)
            if effect is not None:
                seen.setdefault((effect.row.id, effect.changes), (tuple(sorted(world.items())), effect))
        return tuple(seen.values())

    def _domain(self, cell: Cell, asked: list[Expression]) -> dict[Atom, tuple[Scalar | None, ...]]:
        """The answers of the world that can make a difference to a cell, variables left aside."""
        return {
            atom: values
            for atom, values in domains(asked, self._machine, self._nodes).items()
            if atom[0] != "variable" and not (atom[0] == "fact" and atom[1] in cell.decides)
        }


def _seen(taken: Taken) -> tuple[object, ...]:
    return taken.after.state, taken.status, taken.result, taken.sends, taken.does


def _all_worlds(found: Mapping[Atom, tuple[Scalar | None, ...]]) -> tuple[Valuation, ...]:
    every = (dict(zip(found, values, strict=True)) for values in islice(product(*found.values()), MAX_WORLDS))
    return tuple(world for world in every if _is_possible(world))


def _asked(machine: Machine, cell: Cell) -> list[Expression]:
    asked: list[Expression] = [entry.row.guard for entry in cell.rows if entry.row.guard is not None]
    for entry in cell.rows:
        if isinstance(entry.row, Transition):
            asked += [assignment.value for assignment in entry.row.sets]
    for fact in machine.facts:
        if fact.name in cell.decides:
            asked += [rule.guard for rule in fact.rules if rule.guard is not None]
    return asked


def _is_possible(world: Valuation) -> bool:
    """A node that has a value is set."""
    return all(
        world[("set", name)] == (value is not None)
        for (kind, name), value in world.items()
        if kind == "node" and ("set", name) in world
    )


__all__ = ["Explored", "Move", "World"]
