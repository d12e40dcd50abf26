"""Behaviour: what an extension in overlay placement shows to a server of its base is what the base allows.

The server knows only the base: it sends commands of the base, reads the leaf
that shows the state as the base's, and is sent alerts. Everything else happens
without it: events of the device, and commands of other servers. Under the base,
too, there may be other servers, but they explain only what others caused: a
command of another server, or an announcement of an image server; were they to
come at any time, they would explain nearly everything. For every way the extension can go, some
way of the base must look the same to that server: the same Status to its
commands, the same values of the state, the same alerts with the same codes in
the same order. It need not see every state on the way (a server sees what is so
when it looks), and an order that was accepted (Status 202), its own or another's,
may begin later. Under
the base a device may refuse any command with a Status that the protocol has for
it, as long as nothing else changes; and a failure may be told by any code for a
failure that the base has, since its text binds none to an operation.

The search is over pairs of a configuration of the extension and the set of
configurations the base may be in by now; an empty set is a step that the base
does not allow, and the shortest way to it is the counterexample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from swmgen.model import Enabler, Event, Machine, Scalar, Span, State
from swmgen.model.enabler import OVERLAY
from swmgen.semantics import Configuration, Taken, apply, initial
from swmgen.semantics.configuration import GIVEN
from swmgen.semantics.evaluate import Atom
from swmgen.semantics.exploration import Search
from swmgen.semantics.statuses import STATUSES

MAX_PAIRS: Final = 200_000

ACCEPTED: Final = 202
OURS, OTHERS, NOBODYS = "ours", "another's", ""


class Seen(msgspec.Struct, frozen=True):
    """What the server sees of a step: Status of its own command, the state afterwards, (alert, code) it is sent."""

    command: str | None
    status: int | None
    state: int
    alerts: tuple[tuple[str, int], ...]


class Violation(msgspec.Struct, frozen=True):
    """A step of the extension that no way of the base looks like. `way` are the lines of the steps before it."""

    machine: str
    way: tuple[str, ...]
    step: str
    seen: Seen
    span: Span


class Refined(msgspec.Struct, frozen=True):
    """What was searched, and what was found: for each row of the extension that shows too much, the shortest way to it."""

    machine: str
    pairs: int
    is_whole: bool
    violations: tuple[Violation, ...]


class _Side(msgspec.Struct, frozen=True):
    """A configuration, whose order it owes its final alert to, and an accepted order that has not begun.

    `others_wait` is true when an order of another server was accepted and has not begun.
    """

    configuration: Configuration
    owed_to: str = NOBODYS
    accepted: str | None = None
    others_wait: bool = False


class _Cause(msgspec.Struct, frozen=True):
    """Whether others than the server caused a step, and whether with an order that may begin later."""

    others: bool
    orders: bool


class _Pair(msgspec.Struct, frozen=True):
    extension: _Side
    base: frozenset[_Side]


def refines(extension: Enabler, base: Enabler, most: int = MAX_PAIRS) -> Iterator[Refined]:
    """Each machine of the base against the extension's of the same name, up to `most` pairs of configurations."""
    for machine in base.machines:
        extended = next((other for other in extension.machines if other.name == machine.name), None)
        if extended is not None and extended.older_shown_by is not None:
            yield _Refinement(extension, extended, base, machine).search(most)


class _Machine:
    """One side: its moves, what a server is told of results, and which commands the server may send."""

    def __init__(self, enabler: Enabler, machine: Machine, base: Enabler) -> None:
        self._procedures = {
            procedure.name: tuple(dict.fromkeys(step.fails for step in procedure.steps if step.fails is not None))
            for procedure in enabler.security.procedures
        }
        self._search = Search(enabler, machine)
        self._states = {state.name: state for state in machine.states}
        self._base_codes = {result.name: result.code for result in base.messages.results}
        self._base_alerts = {alert.name for alert in base.messages.alerts}
        self._reads = {result.name: result.reads_as for result in enabler.messages.results}
        self._codes = {result.name: result.code for result in enabler.messages.results}
        self._extension = tuple(node.path for node in enabler.tree.walk() if node.name == OVERLAY)
        self.start = _Side(initial(machine))

    def moves(self, side: _Side) -> Iterator[tuple[Event, str, Taken, _Side]]:
        """(event, who, what it did, what is so then): commands of the base by this server and by others, all else."""
        for event, effects in self._search.effects(side.configuration):
            for who in self._senders(event):
                for world, effect in effects:
                    for given in self._given(event, dict(world)) if effect.row.result == GIVEN else (None,):
                        taken = apply(side.configuration, effect, given)
                        owed = side.owed_to
                        if getattr(effect.row, "owes", None) is not None:
                            owed = who
                        if taken.after.owed is None:
                            owed = NOBODYS
                        yield event, who, taken, _Side(taken.after, owed)

    def shown(self, name: str) -> int:
        """The value that the server reads in a state; that of a node that is gone is none."""
        state: State = self._states[name]
        while state.reads_as is not None:
            state = self._states[state.reads_as]
        return -1 if state.gone else state.value

    def alerts(self, side: _Side, who: str, taken: Taken) -> tuple[tuple[str, int], ...]:
        """The alerts that this server is sent: final ones of its own orders, and those that nobody ordered."""
        found = []
        owed_to = who if getattr(taken.row, "owes", None) is not None else side.owed_to
        final = side.configuration.owed if getattr(taken.row, "owes", None) is None else taken.row.owes  # type: ignore[union-attr]
        for name in taken.sends:
            if name not in self._base_alerts or (name == final and owed_to != OURS):
                continue
            found.append((name, self._told(taken.after.last_result)))
        return tuple(found)

    def _given(self, event: Event, world: Mapping[Atom, Scalar | None]) -> tuple[str | None, ...]:
        """The results that an event may carry, or the procedure that does not pass in this world."""
        if event.results:
            return event.results
        failing = [name for (kind, name), answer in world.items() if kind == "passes" and not answer]
        return tuple(result for name in failing for result in self._procedures[name]) or (None,)

    def _senders(self, event: Event) -> tuple[str, ...]:
        if not event.kind.is_command or event.path is None:
            return (NOBODYS,)
        of_extension = any(event.path == path or event.path.startswith(f"{path}/") for path in self._extension)
        return (OTHERS,) if of_extension else (OURS, OTHERS)

    def _told(self, result: str | None) -> int:
        name = result
        while name is not None and name not in self._base_codes:
            name = self._reads.get(name)
        if name is not None:
            return self._base_codes[name]
        return 0 if result is None else self._codes[result]


class _Refinement:
    def __init__(self, extension: Enabler, extended: Machine, base: Enabler, machine: Machine) -> None:
        self._name = machine.name
        self._extension = _Machine(extension, extended, base)
        self._base = _Machine(base, machine, base)
        self._kinds = {event.name: event.kind for event in machine.events}
        self._steps: dict[_Side, tuple[tuple[Seen, _Side, bool], ...]] = {}
        self._matched: dict[tuple[frozenset[_Side], Seen, _Cause], frozenset[_Side]] = {}

    def search(self, most: int) -> Refined:
        """Breadth first, so that the first violation is a shortest one."""
        start = _Pair(self._extension.start, frozenset((self._base.start,)))
        came: dict[_Pair, tuple[_Pair, str] | None] = {start: None}
        pending = [start]
        found: dict[str, Violation] = {}
        for pair in pending:
            side = pair.extension
            for event, who, taken, after in self._extension.moves(side):
                seen = self._seen(self._extension, side, event, who, taken)
                following = self._match(pair.base, seen, _cause(event, who, taken))
                line = _line(event, who, taken)
                if not following:
                    found.setdefault(taken.row.id, self._violation(came, pair, line, seen, taken))
                    continue
                reached = _Pair(_Side(after.configuration, after.owed_to), following)
                reached = replace(reached, extension=_forgetful(reached.extension))
                if reached not in came and len(came) < most:
                    came[reached] = (pair, line)
                    pending.append(reached)
        return Refined(self._name, len(came), len(came) < most, tuple(found.values()))

    def _seen(self, machine: _Machine, side: _Side, event: Event, who: str, taken: Taken) -> Seen:
        own = who == OURS
        return Seen(
            event.name if own else None,
            taken.status if own else None,
            machine.shown(taken.after.state),
            machine.alerts(side, who, taken),
        )

    def _match(self, sides: frozenset[_Side], seen: Seen, cause: _Cause) -> frozenset[_Side]:
        """Where the base may be after something that looks like `seen`."""
        known = self._matched.get((sides, seen, cause))
        if known is None:
            known = self._matched[(sides, seen, cause)] = frozenset(self._ways(sides, seen, cause))
        return known

    def _ways(self, sides: frozenset[_Side], seen: Seen, cause: _Cause) -> Iterator[_Side]:
        # How much of what was seen has happened: the command, and so many of the alerts.
        start = [(side, seen.command is None, 0) for side in sides]
        if self._is_refused(seen):
            start += [(side, True, 0) for side in sides]
        if cause.orders:
            start += [(replace(side, others_wait=True), seen.command is None, 0) for side in sides]
        reached = set(start)
        pending = list(start)
        for side, done, told in pending:
            if done and told == len(seen.alerts) and self._base.shown(side.configuration.state) == seen.state:
                yield side
            for step, after, is_others in self._moves(side):
                if (is_others and not (cause.others or side.others_wait)) or not _looks_like(
                    step.alerts, seen.alerts[told : told + len(step.alerts)]
                ):
                    continue
                # What another server causes under the base is what one caused, or had ordered.
                waits = side.others_wait and (cause.others or not is_others)
                for following in _went_on(side, done, told, step, replace(after, others_wait=waits), seen):
                    if following not in reached:
                        reached.add(following)
                        pending.append(following)

    def _is_refused(self, seen: Seen) -> bool:
        """Whether the device answered with a failure that the protocol has for every command of its kind."""
        kind = self._kinds.get(seen.command or "")
        return kind is not None and seen.status is not None and seen.status >= 400 and seen.status in STATUSES[kind]

    def _moves(self, side: _Side) -> tuple[tuple[Seen, _Side, bool], ...]:
        known = self._steps.get(side)
        if known is None:
            moves = {
                (self._seen(self._base, side, event, who, taken), _forgetful(after), who == OTHERS)
                for event, who, taken, after in self._base.moves(side)
            }
            known = self._steps[side] = tuple(sorted(moves, key=repr))
        return known

    def _violation(
        self, came: dict[_Pair, tuple[_Pair, str] | None], pair: _Pair, line: str, seen: Seen, taken: Taken
    ) -> Violation:
        way: list[str] = []
        last = came[pair]
        while last is not None:
            way.append(last[1])
            last = came[last[0]]
        return Violation(self._name, tuple(reversed(way)), line, seen, taken.row.span)


def _cause(event: Event, who: str, taken: Taken) -> _Cause:
    """An announcement orders as another server does."""
    announced = event.accepted_by is not None
    others = who == OTHERS or announced
    return _Cause(others, others and (announced or taken.status == ACCEPTED))


def _went_on(
    side: _Side, done: bool, told: int, step: Seen, after: _Side, seen: Seen
) -> Iterator[tuple[_Side, bool, int]]:
    """What a move of the base makes of how much has been seen; nothing when the move would have been seen."""
    if step.command is None:
        yield replace(after, accepted=side.accepted), done, told + len(step.alerts)
        return
    if not done and step.command == seen.command and step.status == seen.status:
        yield replace(after, accepted=side.accepted), True, told + len(step.alerts)
        if step.status == ACCEPTED and side.accepted is None:
            yield replace(side, accepted=step.command), True, told
    if side.accepted == step.command and step.status == ACCEPTED:
        # The order that was accepted begins now.
        yield after, done, told + len(step.alerts)


def _looks_like(alerts: tuple[tuple[str, int], ...], seen: tuple[tuple[str, int], ...]) -> bool:
    """Whether what the base sends may be what was seen: the same alerts, telling of success or of failure alike."""
    return len(alerts) == len(seen) and all(
        own == other and (code == told or not (succeeded(code) or succeeded(told)))
        for (own, code), (other, told) in zip(alerts, seen, strict=True)
    )


def succeeded(code: int) -> bool:
    """Whether a result code tells of success: 2xx, and 12xx of objects that add 1000."""
    return code // 100 % 10 == 2


def _forgetful(side: _Side) -> _Side:
    """The result of the last row is told with that row; afterwards it decides nothing."""
    return replace(side, configuration=replace(side.configuration, last_result=None))


def _line(event: Event, who: str, taken: Taken) -> str:
    """A step as a person reads it."""
    by = {OURS: "the server", OTHERS: "another server", NOBODYS: "the device"}[who]
    status = f" (Status {taken.status})" if taken.status is not None and who == OURS else ""
    result = f", result {taken.result}" if taken.result is not None else ""
    return f"{by}: {event.name}{status} -> {taken.after.state}{result}"
