"""Conformance vectors: what to do to a device and what must be seen, as data for a client in any language.

A vector is one step after another vector: `after` names the one whose step
comes before, so that whoever runs them follows the chain from a fresh object.
Families:

transition   each transition, from each of its states, by a shortest way
refusal      each refusal, in each state it stands for: every event that is not in order
result       each result code that an event may carry, and each result where another one was told last
pair         each two transitions that can follow each other
boundary     for each guard, and each rule of a fact that it asks, each single answer that turns the decision, and each
             single variable that does
restart      a restart in each state, and a power cut after each transition is stored and before anything of it is done
correlator   each order with no Correlator: its final alert must have none
tour         one walk through all transitions
elsewhere    each event out of order, in a world in which a guard would let it be taken in another state
memory       each value that a transition remembers, and a shortest way on which any other value would be seen
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from swmgen.emit.conformance.choice import Choice, Choices
from swmgen.emit.conformance.expectation import Expectations, Expected
from swmgen.emit.conformance.world import World, Worlds
from swmgen.model import Enabler, Event, EventKind, Machine, Refusal, Scalar, Transition
from swmgen.semantics import Cell, Configuration, apply, cells, effect_of
from swmgen.semantics.configuration import GIVEN
from swmgen.semantics.exploration import Explored, Move

FORMAT: Final = 1


class Vector(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step. `event` is as in the specification; `node` the path that a command is sent to.

    `result` is the code that an event of the device carries. `correlated` is
    true for an Exec that has a Correlator. With `cut` the power goes when the
    step is stored and nothing of it is done yet, and what is expected is so after
    the device has started again. `requirements` are conformance ids.
    """

    id: str
    family: str
    event: str
    kind: str
    world: World
    expect: Expected
    after: str | None = None
    node: str | None = None
    result: int | None = None
    correlated: bool = False
    cut: bool = False
    element: str = ""
    requirements: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


class _At(msgspec.Struct, frozen=True):
    """Where a vector leaves the machine: configuration, the path that was executed, whether the extension was used."""

    configuration: Configuration
    executed: str | None = None
    extended: bool = False


class Vectors:
    """All vectors of one machine, in a fixed order; the way of each comes before it."""

    def __init__(self, enabler: Enabler, machine: Machine, items: Mapping[str, str]) -> None:
        """`items` gives the conformance id of an element of the specification by the id of the element."""
        self._machine = machine
        self._items = items
        self._alert_ids = {alert.name: alert.id for alert in enabler.messages.alerts}
        self._procedure_ids = {procedure.name: procedure.id for procedure in enabler.security.procedures}
        self._node_ids = {node.path: node.id for node in enabler.tree.walk()}
        self._events = {event.name: event for event in machine.events}
        self._codes = {result.name: result.code for result in enabler.messages.results}
        self._worlds = Worlds(enabler, machine)
        self._expectations = Expectations(enabler, machine)
        self._table: dict[tuple[str, str], Cell] = cells(machine)
        self._explored = Explored(enabler, machine)
        self._at: dict[str | None, _At] = {None: _At(self._explored.start)}
        self._by_step: dict[tuple[str | None, str, bytes, int | None, bool], str] = {}
        self._count: dict[str, int] = {}
        self.vectors: list[Vector] = []
        first: dict[str, str] = {}
        for (row, _), (configuration, move) in self._explored.witnesses.items():
            taken = move.taken.row
            family = "refusal" if isinstance(taken, Refusal) else "transition"
            made = self._add(family, self._way(configuration), move)
            first.setdefault(row, made)
        self._results()
        self._pairs(first)
        choices = Choices(machine, self._explored)
        self._chosen("boundary", choices.boundaries())
        self._restarts()
        self._without_correlator()
        self._tour()
        self._chosen("elsewhere", choices.elsewhere())
        self._chosen("memory", choices.memory())
        self._chosen("boundary", choices.recalled())
        self._told_anew()

    @property
    def leaves(self) -> tuple[str, ...]:
        """The leaves that show a variable, by their paths below the machine's node."""
        return self._expectations.leaves

    @property
    def configurations(self) -> int:
        """How many configurations the machine has."""
        return self._explored.configurations

    # families -----------------------------------------------------------------------------------------------------

    def _results(self) -> None:
        for configuration, move in self._explored.witnesses.values():
            if move.taken.row.result == GIVEN:
                for name in self._events[move.event].results[1:]:
                    self._add("result", self._way(configuration), move, name)

    def _told_anew(self) -> None:
        """Each result of a row, where the device has told another one last: one that is not told would not be missed."""
        last = {made: at.configuration.last_result for made, at in self._at.items()}
        by_state: dict[str, list[str]] = {}
        told = set()
        for vector in self.vectors:
            if not vector.cut:
                by_state.setdefault(vector.expect.state, []).append(vector.id)
                if last[vector.id] != last[vector.after]:
                    told.add((vector.element, self._at[vector.after].configuration.state))
        for (row, state), (_, witness) in self._explored.witnesses.items():
            if witness.taken.result is None or (row, state) in told:
                continue
            for before in by_state.get(state, ()):
                found = self._taking(row, before)
                if found is not None and found.taken.result != last[before]:
                    self._add("result", before, found)
                    break

    def _taking(self, row: str, before: str) -> Move | None:
        """The first move after a vector that a row takes."""
        moves = self._explored.moves(self._at[before].configuration)
        return next((move for move in moves if move.taken.row.id == row), None)

    def _pairs(self, first: dict[str, str]) -> None:
        for row in self._machine.transitions:
            made = first.get(row.id)
            if made is None:
                continue
            seen = set()
            for move in self._explored.moves(self._at[made].configuration):
                if isinstance(move.taken.row, Transition) and move.taken.row.id not in seen:
                    seen.add(move.taken.row.id)
                    self._add("pair", made, move)

    def _chosen(self, family: str, choices: Iterable[Choice]) -> None:
        for configuration, moves in choices:
            made = self._way(configuration)
            for move in moves:
                made = self._add(family, made, move)

    def _restarts(self) -> None:
        event = next((event for event in self._machine.events if event.kind is EventKind.RESTART), None)
        if event is None:
            return
        done = set()
        for configuration, _ in list(self._explored.witnesses.values()):
            for move in self._explored.moves(configuration):
                key = (configuration.state, move.taken.row.id)
                if move.event == event.name and key not in done:
                    done.add(key)
                    self._add("restart", self._way(configuration), move)

        self._cuts(event)

    def _cuts(self, restart: Event) -> None:
        done = set()
        for configuration, move in list(self._explored.witnesses.values()):
            row = move.taken.row
            if row.id in done or isinstance(row, Refusal) or move.event == restart.name:
                continue
            after = self._at[self._add("transition", self._way(configuration), move)].configuration
            for onward in self._explored.moves(after):
                world = {**dict(onward.world), **dict(move.world)}
                if onward.event == restart.name and all(world[atom] == answer for atom, answer in onward.world):
                    done.add(row.id)
                    self._add_cut(self._way(configuration), move, onward)
                    break

    def _without_correlator(self) -> None:
        """An order without Correlator, and the shortest way on to its final alert."""
        for configuration, move in list(self._explored.witnesses.values()):
            row = move.taken.row
            if not isinstance(row, Transition) or row.owes is None:
                continue
            made = self._add("correlator", self._way(configuration), move, correlated=False)
            for onward in self._explored.way_to_payment(self._at[made].configuration):
                made = self._add("correlator", made, onward)

    def _tour(self) -> None:
        """Greedy: always the nearest transition that was not walked yet."""
        missing = {row.id for row in self._machine.transitions}
        made: str | None = None
        while missing:
            onward = self._explored.way_to_row(self._at[made].configuration, missing)
            if not onward:
                if made is None:
                    return
                made = None
                continue
            for move in onward:
                made = self._add("tour", made, move)
                missing.discard(move.taken.row.id)

    # making -------------------------------------------------------------------------------------------------------

    def _way(self, configuration: Configuration) -> str | None:
        made: str | None = None
        for move in self._explored.way_to(configuration):
            made = self._add("transition", made, move)
        return made

    def _add(
        self, family: str, after: str | None, move: Move, result: str | None = None, *, correlated: bool = True
    ) -> str:
        """The vector of `move` after another; the one that is there already when it is the same step."""
        event = self._events[move.event]
        before = self._at[after]
        effect = effect_of(
            self._machine, self._table[(before.configuration.state, move.event)], before.configuration, dict(move.world)
        )
        assert effect is not None and effect.row.id == move.taken.row.id
        given = result if result is not None else move.given
        if effect.row.result == GIVEN and given is None:
            given = self._failing(dict(move.world))
        taken = apply(before.configuration, effect, given)
        world = self._worlds.of(event, dict(move.world))
        code = None if given is None or not event.results else self._codes[given]
        orders = event.kind is EventKind.EXEC and correlated
        key = (after, event.name, msgspec.json.encode(world), code, orders)
        known = self._by_step.get(key)
        if known is not None:
            return known
        path = self._worlds.commanded(event)
        node = None if path is None else self._worlds.below(path)
        row = effect.row
        executed = node if isinstance(row, Transition) and row.owes is not None else before.executed
        uses = event.kind.is_command and event.path is not None and self._expectations.is_of_extension(event.path)
        extended = before.extended or uses
        expect = self._expectations.of(Move(event.name, move.world, given, taken), executed, extended=extended)
        self._count[family] = self._count.get(family, 0) + 1
        name = f"{self._machine.name}/{family}/{self._count[family]:04}"
        self._by_step[key] = name
        self._at[name] = _At(taken.after, executed, extended)
        self.vectors.append(
            Vector(
                name,
                family,
                event.name,
                event.kind.value,
                world,
                expect,
                after,
                node,
                code,
                orders,
                element=row.id,
                requirements=self._requirements(event, world, expect),
                serves=row.serves,
            )
        )
        return name

    def _add_cut(self, after: str | None, move: Move, onward: Move) -> None:
        """The step of `move`, then a restart before anything of it was done: both are seen together."""
        whole = self.vectors[self._place(self._add("transition", after, move))]
        at = self._at[whole.id]
        effect = effect_of(
            self._machine, self._table[(at.configuration.state, onward.event)], at.configuration, dict(onward.world)
        )
        assert effect is not None
        restarted = Move(onward.event, onward.world, onward.given, apply(at.configuration, effect, onward.given))
        expect = self._expectations.of(restarted, at.executed, extended=at.extended)
        answers = {**dict(onward.world), **dict(move.world)}
        self._count["restart"] = self._count.get("restart", 0) + 1
        self.vectors.append(
            replace(
                whole,
                id=f"{self._machine.name}/restart/{self._count['restart']:04}",
                family="restart",
                cut=True,
                world=self._worlds.of(self._events[move.event], answers),
                expect=replace(
                    expect,
                    status=whole.expect.status,
                    alerts=(*whole.expect.alerts, *expect.alerts),
                    actions=(*whole.expect.actions, *expect.actions),
                ),
            )
        )

    def _place(self, name: str) -> int:
        return next(place for place, vector in enumerate(self.vectors) if vector.id == name)

    def _requirements(self, event: Event, world: World, expect: Expected) -> tuple[str, ...]:
        """The conformance ids of what a step shows: machine, node, procedures, alerts."""
        shown = [self._machine.id, self._node_ids.get(self._worlds.commanded(event) or "")]
        shown += [self._procedure_ids[name] for name in world.procedures]
        shown += [self._alert_ids[alert.name] for alert in expect.alerts]
        return tuple(dict.fromkeys(self._items[name] for name in shown if name is not None and name in self._items))

    def _failing(self, world: dict[tuple[str, str], Scalar | None]) -> str | None:
        """The result of the procedure that did not pass."""
        for (kind, name), answer in world.items():
            if kind == "passes" and not answer:
                return self._worlds.failure(name)[0]
        return None


__all__ = ["FORMAT", "Vector", "Vectors"]
