"""The device: one machine, its journal and its power, as a graph of all that it may do.

Every step is as the runtime does it: decide, write the journal, act. A transition's actions wait in the
journal and are done one by one; a power cut between two of these leaves the rest there, and when the device
starts again it does them first and tells the machine afterwards. What the machine does is asked of
`swmgen.semantics` and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from swmgen.model import (
    Action,
    Checked,
    Enabler,
    Ends,
    EventKind,
    Machine,
    NeverState,
    NeverStep,
    OnlyOrdered,
    OrdersEnd,
    Reaches,
    Refusal,
    Scalar,
    Size,
    Transition,
)
from swmgen.semantics import Atom
from swmgen.verify.cases import Case, Cases, procedures
from swmgen.verify.messages import Message, lacking, messages_of
from swmgen.verify.observed import is_state, is_step, may_be_step, unsettled

INTERNAL: Final = -1
CUT: Final = -2
ON, OFF, BOOTING = 0, 1, 2

Values = tuple[Scalar | None, ...]


class DeviceState(msgspec.Struct, frozen=True):
    """The machine's state and variables, the facts that never change, the server an order is owed to (0: none),
    the actions in the journal, the power, and for each property about orders whether one stands."""

    state: str
    variables: Values
    fixed: Values
    owed: int = 0
    actions: tuple[str, ...] = ()
    power: int = ON
    ordered: tuple[bool, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One edge of the graph.

    `takes` numbers the message it consumes, `INTERNAL` or `CUT`. `alerts` is the server that the final alert
    is stored for, 0 for none; `owes` is true when the alert of a new order will need room. `breaks` numbers the
    property that the step breaks, -1 for none, and `how` says it in words.
    """

    source: int
    takes: int
    target: int
    alerts: int = 0
    owes: bool = False
    breaks: int = -1
    what: str = ""
    row: Transition | Refusal | None = None
    facts: tuple[tuple[Atom, Scalar | None], ...] = ()
    how: str = ""


class TooLarge(Exception):
    """The device alone has more states than are allowed."""


class Device:
    """The graph. States are numbered in the order they are found; the first `initial` are where it begins."""

    def __init__(self, enabler: Enabler, machine: Machine, size: Size, most: int = 2_000_000) -> None:
        self.enabler = enabler
        self.machine = machine
        self.size = size
        self.messages = messages_of(enabler, machine, size)
        self.states: list[DeviceState] = []
        self.steps: list[Step] = []
        self._numbers: dict[DeviceState, int] = {}
        self._most = most
        self._cases = Cases(enabler, machine)
        self._names = [entry.name for entry in self._cases.variables]
        self._actions: Mapping[str, Action] = {action.name: action for action in machine.actions}
        self._gone = frozenset(state.name for state in machine.states if state.gone)
        self._orders = [(n, entry) for n, entry in enumerate(machine.properties) if isinstance(entry, OnlyOrdered)]
        self._never = [(n, entry) for n, entry in enumerate(machine.properties) if isinstance(entry, NeverStep)]
        self._ends = next((n for n, entry in enumerate(machine.properties) if isinstance(entry, OrdersEnd)), -1)
        self._checked = [
            (n, entry, lacking(enabler, entry))
            for n, entry in enumerate(machine.properties)
            if isinstance(entry, Checked)
        ]
        self._told_apart = {
            event
            for entry in machine.properties
            if isinstance(entry, Ends | Reaches)
            for event in (entry.events if isinstance(entry, Ends) else entry.without)
        }
        self._restart = next((event.name for event in machine.events if event.kind is EventKind.RESTART), None)
        self._suspected: dict[tuple[str, str], list[tuple[int, NeverStep]]] = {}
        self._own: dict[str, list[str]] = {}
        self._taken: dict[str, list[tuple[int, Message]]] = {}
        self.initial = self._begin()
        self._explore()

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in the order of `DeviceState.variables`."""
        return tuple(self._names)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The names of the facts that never change, in the order of `DeviceState.fixed`."""
        return tuple(fact.name for fact in self._cases.fixed)

    def values(self, number: int) -> dict[Atom, Scalar | None]:
        """Variables and fixed facts of a state, as guards ask for them."""
        found = self.states[number]
        known: dict[Atom, Scalar | None] = {
            ("variable", name): value for name, value in zip(self._names, found.variables, strict=True)
        }
        known.update((("fact", name), value) for name, value in zip(self.fixed, found.fixed, strict=True))
        return known

    def is_wrong(self, number: int, entry: NeverState) -> bool:
        """Whether a state is one that `entry` forbids."""
        found = self.states[number]
        return found.power == ON and is_state(entry, found.state, self.values(number))

    # building -----------------------------------------------------------------------------------------------------

    def _begin(self) -> int:
        for fixed in self._cases.constants():
            self._number(
                DeviceState(self.machine.initial, self._cases.initial(), fixed, ordered=(False,) * len(self._orders))
            )
        return len(self.states)

    def _number(self, state: DeviceState) -> int:
        found = self._numbers.get(state)
        if found is None:
            if len(self.states) >= self._most:
                raise TooLarge(f"the device alone has more than {self._most} states")
            found = self._numbers[state] = len(self.states)
            self.states.append(state)
        return found

    def _explore(self) -> None:
        done = 0
        while done < len(self.states):
            seen: set[tuple[int, int, int, bool, int, str]] = set()
            for step in self._from(done, self.states[done]):
                # Two events that do the same are one step, but for a property that asks about one of them alone.
                what = step.what if step.what in self._told_apart else ""
                key = (step.takes, step.target, step.alerts, step.owes, step.breaks, what)
                # A step that changes nothing and takes nothing is none.
                if key in seen or (step.takes == INTERNAL and step.target == done and step.breaks < 0):
                    continue
                seen.add(key)
                self.steps.append(step)
            done += 1

    def _from(self, number: int, at: DeviceState) -> Iterator[Step]:
        if at.power == OFF:
            booted = BOOTING if at.actions or (self._restart and at.state not in self._gone) else ON
            yield Step(number, INTERNAL, self._number(_with(at, power=booted)), what="power on")
            return
        if self.size.power_cuts:
            yield Step(number, CUT, self._number(_with(at, power=OFF)), what="power cut")
        if at.actions:
            yield from self._act(number, at)
        elif at.power == BOOTING:
            yield from self._restarted(number, at)
        elif at.state in self._gone:
            for takes in range(len(self.messages)):
                yield Step(number, takes, number, what="the node is gone")
        else:
            for event in self._own_events(at.state):
                yield from self._fire(number, at, event, INTERNAL, None)
            yield from self._take(number, at)

    def _restarted(self, number: int, at: DeviceState) -> Iterator[Step]:
        on = _with(at, power=ON)
        if self._restart is None or at.state in self._gone:
            yield Step(number, INTERNAL, self._number(on), what="started")
        else:
            yield from self._fire(number, on, self._restart, INTERNAL, None, keep=True)

    def _own_events(self, state: str) -> list[str]:
        """Events of the device, its user and the clock that may change something here."""
        found = self._own.get(state)
        if found is None:
            found = self._own[state] = [
                event.name
                for event in self.machine.events
                if event.kind in (EventKind.INTERNAL, EventKind.TIMER)
                and event.accepted_by is None
                and (event.kind is not EventKind.TIMER or state in event.while_in)
                and self._matters(state, event.name)
            ]
        return found

    def _matters(self, state: str, event: str) -> bool:
        cell = self._cases.cells.get((state, event), ())
        if any(isinstance(outcome.row, Transition) for outcome in cell):
            return True
        return any(
            not (entry.changes or entry.does or entry.falls or entry.not_to or entry.omits)
            and (not entry.events or event in entry.events)
            and (not entry.sources or state in entry.sources)
            for _, entry in self._never
        )

    def _take(self, number: int, at: DeviceState) -> Iterator[Step]:
        for takes, message in self._messages_in(at.state):
            if takes is None:
                continue
            yield from self._fire(number, at, message.event, takes, message, keep=True)
        for takes, message in enumerate(self.messages):
            if not message.event or not self._matters(at.state, message.event):
                what = f"{message.event}, refused" if message.event else "stopped by its checks"
                yield Step(number, takes, number, what=what, row=self._refusing(at.state, message.event))

    def _messages_in(self, state: str) -> list[tuple[int, Message]]:
        found = self._taken.get(state)
        if found is None:
            found = self._taken[state] = [
                (takes, message)
                for takes, message in enumerate(self.messages)
                if message.event and self._matters(state, message.event)
            ]
        return found

    def _refusing(self, state: str, event: str) -> Refusal | Transition | None:
        cell = self._cases.cells.get((state, event), ())
        return cell[0].row if cell else None

    def _fire(
        self, number: int, at: DeviceState, event: str, takes: int, message: Message | None, keep: bool = False
    ) -> Iterator[Step]:
        """The steps of an event. With `keep` one that changes nothing is a step too: it takes its message."""
        for case in self._cases.of(at.state, event, at.variables, at.fixed):
            if isinstance(case.row, Refusal) and not keep and not self._never:
                continue
            yield from self._decided(number, at, event, takes, message, case, at.actions)

    def _decided(
        self,
        number: int,
        at: DeviceState,
        event: str,
        takes: int,
        message: Message | None,
        case: Case,
        left: tuple[str, ...],
    ) -> Iterator[Step]:
        row = case.row
        after, alerts = self._after(at, row, case, message, left)
        target = self._number(after)
        owes = isinstance(row, Transition) and row.owes is not None

        def step(breaks: int = -1, how: str = "") -> Step:
            return Step(number, takes, target, alerts, owes, breaks, event, row, case.facts, how)

        yield step()
        for breaks, how in self._broken(at, after, event, case, message):
            yield step(breaks, how)

    def _after(
        self, at: DeviceState, row: Transition | Refusal, case: Case, message: Message | None, left: tuple[str, ...]
    ) -> tuple[DeviceState, int]:
        if isinstance(row, Refusal):
            return _with(at, actions=left), 0
        variables = list(at.variables)
        for place, value in case.sets:
            variables[place] = value
        owed, alerts = at.owed, 0
        if row.owes is not None:
            # Servers are told apart only where an order is owed to them.
            owed = message.server if message is not None and message.server else 1
        if "owed" in row.sends and owed:
            alerts, owed = owed, 0
        ordered = list(at.ordered)
        for place, (_, ordering) in enumerate(self._orders):
            ordered[place] = (ordered[place] or row.event in ordering.begins) and not (
                alerts or row.target in ordering.until
            )
        after = DeviceState(row.target, tuple(variables), at.fixed, owed, (*left, *row.does), at.power, tuple(ordered))
        return after, alerts

    def _broken(
        self, at: DeviceState, after: DeviceState, event: str, case: Case, message: Message | None
    ) -> Iterator[tuple[int, str]]:
        row = case.row
        suspects = self._suspects(at.state, event, row)
        if suspects:
            before = (at.state, dict(zip(self._names, at.variables, strict=True)))
            then = (after.state, dict(zip(self._names, after.variables, strict=True)))
            more = at.owed != after.owed or (isinstance(row, Transition) and bool(row.does))
            for number, entry in suspects:
                if (entry.guard is None or number in case.met) and is_step(entry, before, then, more):
                    yield number, entry.doc
        if isinstance(row, Refusal):
            return
        if message is not None and message.breaks >= 0:
            yield message.breaks, f"{event} takes effect, though {message.lacks} would have stopped it"
        if self._ends >= 0:
            how = unsettled(row, at.owed, self.enabler)
            if how is not None:
                yield self._ends, how
        for place, (number, ordering) in enumerate(self._orders):
            if not (at.ordered[place] or row.event in ordering.begins):
                for action in sorted(set(ordering.actions).intersection(row.does)):
                    yield number, f"nobody ordered {action}"
            elif "owed" in row.sends and (at.owed or row.owes is not None):
                for action in sorted(set(ordering.actions).intersection(row.does)):
                    yield number, f"{action} is done after the final alert of its order"
        for number, checked, missing in self._checked if row.guard is not None else ():
            asked = set(procedures(row.guard)) if missing and row.guard is not None else set()
            atom = ("passes", checked.procedure)
            if missing and event in checked.before and atom in asked and dict(case.facts).get(atom):
                yield number, f"{checked.procedure} lets through what {missing[0]} would have stopped"

    def _suspects(self, state: str, event: str, row: Transition | Refusal) -> list[tuple[int, NeverStep]]:
        """The properties that a step of this row may break."""
        key = (state, row.id)
        found = self._suspected.get(key)
        if found is None:
            found = self._suspected[key] = [
                (number, entry) for number, entry in self._never if may_be_step(entry, event, state, row)
            ]
        return found

    def _act(self, number: int, at: DeviceState) -> Iterator[Step]:
        """Do the first action of the journal; where a procedure stops short, the event that it raises is decided at once."""
        name, left = at.actions[0], at.actions[1:]
        action = self._actions[name]
        done = self._number(_with(at, actions=left))
        yield Step(number, INTERNAL, done, what=f"does {name}")
        for property_number, checked, missing in self._checked:
            if name not in checked.before:
                continue
            if action.made_by != checked.procedure:
                how = f"{name} is done without {checked.procedure}"
            elif missing:
                how = f"{name} is done with what {missing[0]} would have stopped"
            else:
                continue
            yield Step(number, INTERNAL, done, 0, False, property_number, f"does {name}", None, (), how)
        if action.made_by is not None and action.otherwise is not None:
            for case in self._cases.of(at.state, action.otherwise, at.variables, at.fixed):
                yield from self._decided(number, at, action.otherwise, INTERNAL, None, case, left)


def _with(state: DeviceState, **changes: object) -> DeviceState:
    return msgspec.structs.replace(state, **changes)
