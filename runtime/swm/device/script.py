"""Events of a device's life, from a TOML file: what happens when, and to which object.

    [[event]]
    when = "download_progressing"   # the state of an object; or at = 3.5, seconds after the start
    received = 65536                # not before so many octets are stored
    set = {battery = 5}             # how things stand from then on

    [[event]]
    at = 2.0
    do = "user_pauses"              # an event of the generated machine
    object = "./FwUpdate/Pkg1"      # where several objects could take it

Each happens once, in the order of the file where several are due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from swm.device.surroundings import NAMES, Surroundings
from swm.errors import LocalError
from swm.machine import IllegalEvent, Performed, Refuse
from swm.settings import Settings, read_settings

MAX_EVENTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class ScriptedEvent:
    """One event: its trigger, what changes in the surroundings, and what happens to an object."""

    at: float
    when: str
    received: int
    changes: Mapping[str, object]
    event: str
    place: str

    @property
    def text(self) -> str:
        """What happens, in a few words."""
        return ", ".join([*(f"{name} = {value}" for name, value in self.changes.items()), *filter(None, [self.event])])


def read_script(file: Path) -> list[ScriptedEvent]:
    """The events of a file. SettingsError points at the line that cannot be used."""
    settings = read_settings(file)
    found = [_event(entry) for entry in settings.tables("event")]
    settings.close()
    if len(found) > MAX_EVENTS:
        raise settings.wrong("event", f"has more than {MAX_EVENTS} entries")
    return found


def _event(entry: Settings) -> ScriptedEvent:
    changes = entry.table("set")
    made = ScriptedEvent(
        entry.number("at", 0.0),
        entry.text("when", "").lower(),
        entry.integer("received", 0),
        {name: changes.raw(name) for name in changes.keys()},  # noqa: SIM118 this is no dictionary
        entry.text("do", ""),
        entry.text("object", ""),
    )
    for name, value in made.changes.items():
        try:
            Surroundings().set(name, value)
        except LocalError as error:
            raise changes.wrong(name, f"cannot be set: {error}") from None
    if not made.changes and not made.event:
        raise entry.wrong("do", f"is missing, and so is set = {{...}} with one of {', '.join(NAMES)}")
    entry.close()
    return made


class Script:
    """The events that have not happened yet."""

    def __init__(self, events: list[ScriptedEvent]) -> None:
        self._left = list(events)

    @property
    def is_over(self) -> bool:
        """Whether everything has happened."""
        return not self._left

    def due(self, seconds: float, states: Mapping[str, str], received: int) -> list[ScriptedEvent]:
        """What happens now, `seconds` after the start, with these states of machines and octets stored."""
        there = {state.lower() for state in states.values()}
        now = [
            event
            for event in self._left
            if seconds >= event.at and received >= event.received and (not event.when or event.when in there)
        ]
        self._left = [event for event in self._left if event not in now]
        return now


def happen(event: ScriptedEvent, surroundings: Surroundings, nodes: list[Any]) -> str | None:
    """Let an event happen; what is wrong when nothing takes it."""
    for name, value in event.changes.items():
        surroundings.set(name, value)
    if not event.event:
        return None
    name = "continue_" if event.event == "continue" else event.event
    able = [
        node
        for node in nodes
        if callable(getattr(node, name, None)) and not name.startswith("_") and event.place in ("", node.uri)
    ]
    if not able:
        return f"no object takes the event {event.event}"
    refused = None
    for node in able:
        try:
            performed = getattr(node, name)()
            if isinstance(performed, Performed) and isinstance(performed.outcome.row, Refuse):
                refused = f"{event.event} has no effect on {node.uri} in {node.state.name}"
                continue
            return None
        except (IllegalEvent, TypeError, LocalError) as error:
            refused = str(error)
    return refused
