"""What the pictures of a machine draw: one arrow for all events that lead from here to there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from swmgen.model import EventKind, Machine, Transition


class Trigger(Struct, frozen=True):
    """An event on an arrow, and the transitions it stands for. `kind` is command, device, timer or restart."""

    event: str
    kind: str
    rows: tuple[Transition, ...]

    @property
    def guarded(self) -> bool:
        """True when it leads there only under a condition."""
        return all(row.guard is not None for row in self.rows)


class Arrow(Struct, frozen=True):
    """From one of `sources` to a state. Where there are several they stand in one box."""

    sources: tuple[str, ...]
    target: str
    triggers: tuple[Trigger, ...]


TOGETHER: Final = 4
"""From this many states on, an event that leads them all to one place is drawn once."""

KINDS: Final[Mapping[EventKind, str]] = {
    EventKind.EXEC: "command",
    EventKind.REPLACE: "command",
    EventKind.ADD: "command",
    EventKind.DELETE: "command",
    EventKind.INTERNAL: "device",
    EventKind.TIMER: "timer",
    EventKind.RESTART: "restart",
}


def arrows(machine: Machine, together: int | None = None) -> list[Arrow]:
    """The arrows of a machine, in the order of the specification.

    With `together`, that many sources or more of one event and target share an
    arrow; the first state and the target itself keep arrows of their own.
    """
    kinds = {event.name: KINDS[event.kind] for event in machine.events}
    order = {state.name: at for at, state in enumerate(machine.states)}
    by_event: dict[tuple[str, str], dict[str, list[Transition]]] = {}
    for row in machine.transitions:
        for source in row.sources:
            if source in order and row.target in order:
                by_event.setdefault((row.event, row.target), {}).setdefault(source, []).append(row)
    found: dict[tuple[tuple[str, ...], str], list[Trigger]] = {}
    for (event, target), rows in by_event.items():
        alone = [source for source in rows if source in (machine.initial, target)]
        others = [source for source in rows if source not in alone]
        if together is None or len(others) < together:
            alone, others = list(rows), []
        lots: list[tuple[str, ...]] = [(source,) for source in alone]
        if others:
            lots.append(tuple(sorted(others, key=order.__getitem__)))
        for lot in lots:
            own = {row.id: row for source in lot for row in rows[source]}
            found.setdefault((lot, target), []).append(Trigger(event, kinds.get(event, "device"), tuple(own.values())))
    return [Arrow(sources, target, tuple(triggers)) for (sources, target), triggers in found.items()]
