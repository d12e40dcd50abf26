"""Which steps show that a device keeps a guard, a state and a variable: of all worlds and ways those that would tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from swmgen.model import Event, EventKind, Machine, Refusal, Scalar, Transition, Value, Variable
from swmgen.semantics import Cell, Configuration, Effect, Valuation, apply, cells, decided, effect_of, holds, known
from swmgen.semantics.exploration import Explored, Move, World

MOST: Final = 3
"""Old values of a number from 0 on that are tried: worlds have no larger one to compare it with."""

Choice = tuple[Configuration, tuple[Move, ...]]
"""Moves, the first of them in the configuration."""


class Choices:
    """Chosen of what a machine can do; always the same, in the same order."""

    def __init__(self, machine: Machine, explored: Explored) -> None:
        self._machine = machine
        self._explored = explored
        self._table: dict[tuple[str, str], Cell] = cells(machine)
        self._events = {event.name: event for event in machine.events}
        self._by_state: dict[str, list[Configuration]] = {}
        for configuration in explored.reached:
            self._by_state.setdefault(configuration.state, []).append(configuration)

    # guards -------------------------------------------------------------------------------------------------------

    def boundaries(self) -> Iterator[Choice]:
        """Two worlds that differ in one answer, and in which row takes the event or which rule decides about it."""
        done = set()
        for configuration, witness in list(self._explored.witnesses.values()):
            event = witness.event
            cell = self._table[(configuration.state, event)]
            told: dict[World, tuple[Effect | None, tuple[object, ...]]] = {}
            worlds = [tuple(sorted(world.items())) for world in self._explored.worlds(configuration.state, event)]
            for world in worlds:
                effect = effect_of(self._machine, cell, configuration, dict(world))
                told[world] = (
                    effect,
                    () if effect is None else (effect.row.id, *self._rules(cell, configuration, world)),
                )
            for world, (effect, why) in told.items():
                if effect is None or effect.row.id != witness.taken.row.id:
                    continue
                move = Move(event, world, witness.given, apply(configuration, effect, witness.given))
                for other in self._explored.neighbours(configuration, move):
                    effect_there, why_there = told.get(other, (None, ()))
                    if effect_there is None or why_there == why:
                        continue
                    turned = next((one, two) for one, two in zip(world, other, strict=True) if one != two)
                    key = (event, why, why_there, turned)
                    if key not in done:
                        done.add(key)
                        yield configuration, (move,)
                        there = apply(configuration, effect_there, witness.given)
                        yield configuration, (Move(event, other, witness.given, there),)

    def _rules(self, cell: Cell, configuration: Configuration, world: World) -> Iterator[int]:
        """By number, the rules that decide the facts which a cell asks."""
        answers = {**dict(world), **known(self._machine, configuration)}
        for fact in self._machine.facts:
            for number, rule in enumerate(fact.rules if fact.name in cell.decides else ()):
                if holds(rule.guard, answers):
                    answers[("fact", fact.name)] = rule.value
                    yield number
                    break

    def recalled(self) -> Iterator[Choice]:
        """Two configurations that differ in one variable, and in which row takes an event in the same world."""
        done = set()
        for (state, event), cell in self._table.items():
            if not self._is_heard(event, state):
                continue
            nearest = self._nearest(state, event)
            asked = range(len(next(iter(nearest), ())))
            for world in self._explored.worlds(state, event):
                found = []
                for values, configuration in nearest.items():
                    effect = effect_of(self._machine, cell, configuration, world)
                    if effect is not None:
                        found.append((values, configuration, effect))
                for values, configuration, effect in found:
                    for others, there, effect_there in found:
                        turned = [place for place in asked if values[place] != others[place]]
                        if len(turned) != 1 or effect.row.id == effect_there.row.id:
                            continue
                        (place,) = turned
                        key = (state, effect.row.id, effect_there.row.id, place, values[place], others[place])
                        if key not in done:
                            done.add(key)
                            for at, what in ((configuration, effect), (there, effect_there)):
                                yield at, (_move(self._events[event], tuple(sorted(world.items())), at, what),)

    def _nearest(self, state: str, event: str) -> dict[tuple[Scalar, ...], Configuration]:
        """By the values of the variables that an event asks in a state, a nearest configuration that has them."""
        found: dict[tuple[Scalar, ...], Configuration] = {}
        for configuration in self._by_state.get(state, ()):
            values = self._explored.values(event, configuration)
            if not any(isinstance(value, int) and value >= MOST for value in values):
                found.setdefault(values, configuration)
        return found

    # states -------------------------------------------------------------------------------------------------------

    def elsewhere(self) -> Iterator[Choice]:
        """Each event in each state where a row does not stand, in the nearest configuration and world its guard allows."""
        done = set()
        rows: list[Transition | Refusal] = [*self._machine.transitions, *self._machine.refusals]
        for row in rows:
            sources = row.sources if isinstance(row, Transition) else row.states
            if row.guard is None or not sources:
                continue
            for state in self._machine.states:
                key = (row.event, row.guard_text, state.name)
                if state.name in sources or key in done or not self._is_heard(row.event, state.name):
                    continue
                done.add(key)
                found = self._allowed(row, sources[0], state.name)
                if found is not None:
                    yield found

    def _is_heard(self, event: str, state: str) -> bool:
        declared = self._events[event]
        return (state, event) in self._table and (declared.kind is not EventKind.TIMER or state in declared.while_in)

    def _allowed(self, row: Transition | Refusal, source: str, state: str) -> Choice | None:
        event, cell = self._events[row.event], self._table[(state, row.event)]
        asking = self._table[(source, row.event)]
        own = next(iter(self._explored.worlds(state, row.event)), {})
        tried: set[tuple[Scalar, ...]] = set()
        for configuration in self._by_state.get(state, ()):
            # Configurations that differ in nothing the guard asks are one.
            values = self._explored.values(row.event, replace(configuration, state=source))
            if values in tried:
                continue
            tried.add(values)
            variables = known(self._machine, configuration)
            for world in self._explored.worlds(source, row.event):
                if holds(row.guard, decided(self._machine, {**world, **variables}, asking.decides)):
                    whole: Valuation = {**own, **world}
                    effect = effect_of(self._machine, cell, configuration, whole)
                    if effect is not None:
                        move = _move(event, tuple(sorted(whole.items())), configuration, effect)
                        return configuration, (move,)
        return None

    # variables ----------------------------------------------------------------------------------------------------

    def memory(self) -> Iterator[Choice]:
        """Each transition that sets a variable, then what shows that it holds this value and not its old one, or the next."""
        places = {variable.name: place for place, variable in enumerate(self._machine.variables)}
        beginnings = self._setting()
        for row in self._machine.transitions:
            for assignment in row.sets if row.id in beginnings else ():
                yield from self._remembered(places[assignment.variable], beginnings[row.id])

    def _remembered(self, place: int, beginnings: Sequence[tuple[Configuration, Move]]) -> Iterator[Choice]:
        """For each value that is set: what would be seen if the old one had stayed, and if it were the next one."""
        variable = self._machine.variables[place]
        shown: list[tuple[Configuration, tuple[Move, ...]]] = []
        told: set[Scalar] = set()
        for configuration, move in beginnings:
            after = replace(move.taken.after, last_result=None)
            old, new = configuration.variables[place], after.variables[place]
            if old == new or new in told:
                continue
            # A leaf that shows the variable tells at once.
            way = () if variable.shown_by is not None else self._explored.telling_apart(after, _with(after, place, old))
            if way or variable.shown_by is not None:
                shown.append((after, way))
                yield configuration, (move, *way)
                told.add(new)
        first: dict[Scalar, tuple[Configuration, Move]] = {}
        for configuration, move in beginnings if variable.shown_by is None else ():
            first.setdefault(move.taken.after.variables[place], (configuration, move))
        for new, (configuration, move) in first.items():
            after = replace(move.taken.after, last_result=None)
            for value in _next(variable, new):
                other = _with(after, place, value)
                if not any(at == after and self._explored.tells(way, at, other) for at, way in shown):
                    way = self._explored.telling_apart(after, other)
                    if way:
                        shown.append((after, way))
                        yield configuration, (move, *way)

    def _setting(self) -> dict[str, list[tuple[Configuration, Move]]]:
        """For each transition that sets variables, by id, a nearest configuration for each old and new value of each."""
        found: dict[str, list[tuple[Configuration, Move]]] = {}
        seen: set[tuple[str, str, Scalar, Scalar]] = set()
        places = {variable.name: place for place, variable in enumerate(self._machine.variables)}
        for configuration in self._explored.reached:
            for move in self._explored.moves(configuration):
                row = move.taken.row
                if isinstance(row, Refusal) or not row.sets:
                    continue
                keys = set()
                for entry in row.sets:
                    place = places[entry.variable]
                    old, new = configuration.variables[place], move.taken.after.variables[place]
                    if not isinstance(old, int) or old < MOST:
                        keys.add((row.id, entry.variable, old, new))
                if not keys <= seen:
                    seen |= keys
                    found.setdefault(row.id, []).append((configuration, move))
        return found


def _with(configuration: Configuration, place: int, value: Scalar) -> Configuration:
    variables = configuration.variables
    return replace(configuration, variables=(*variables[:place], value, *variables[place + 1 :]))


def _next(variable: Variable, value: Scalar) -> tuple[Scalar, ...]:
    if variable.type is Value.ENUM:
        at = variable.members.index(str(value))
        return (variable.members[(at + 1) % len(variable.members)],)
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        bounds = variable.range
        low, high = (None, None) if bounds is None else (bounds.low, bounds.high)
        others = (value + 1, value - 1)
        return tuple(one for one in others if (low is None or one >= low) and (high is None or one <= high))
    return ()


def _move(event: Event, world: World, configuration: Configuration, effect: Effect) -> Move:
    given = event.results[0] if event.results else None
    return Move(event.name, world, given, apply(configuration, effect, given))


__all__ = ["Choice", "Choices"]
