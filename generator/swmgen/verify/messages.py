"""What may be on its way to the device: commands, announcements, and what an attacker puts in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from swmgen.model import Checked, Enabler, Machine, NeverStep, Size


class Message(msgspec.Struct, frozen=True):
    """A message to the device.

    `server` is the number of the DM server whose order it is, 0 where it makes no difference who sent it.
    `lacks` is the check that the message would not pass, None for a genuine one; one without an `event` is stopped
    by the checks there are, and has no effect. `breaks` numbers the property that its effect would break.
    """

    event: str
    server: int = 0
    lacks: str | None = None
    breaks: int = -1

    @property
    def is_genuine(self) -> bool:
        """Whether a server or an image server sends it."""
        return bool(self.event) and self.lacks is None


def checks_of(enabler: Enabler, procedure: str) -> frozenset[str]:
    """The primitives that a procedure runs."""
    found = next((entry for entry in enabler.security.procedures if entry.name == procedure), None)
    return frozenset(step.primitive for step in found.steps) if found is not None else frozenset()


def lacking(enabler: Enabler, entry: Checked) -> tuple[str, ...]:
    """The checks that the procedure of a property does not make."""
    made = checks_of(enabler, entry.procedure)
    return tuple(check for check in entry.checks if check not in made)


def messages_of(enabler: Enabler, machine: Machine, size: Size) -> tuple[Message, ...]:
    """All that can come: the commands of each server, announcements, and what the attacker has."""
    found: list[Message] = []
    owing = {row.event for row in machine.transitions if row.owes is not None}
    older = _older_commands(enabler, machine)
    servers = size.servers + size.older_servers
    for event in machine.events:
        if event.kind.is_command:
            if _is_idle(machine, event.name):
                continue
            knows = [n for n in range(1, servers + 1) if n <= size.servers or event.name in older]
            if event.name in owing:
                found += [Message(event.name, server) for server in knows]
            elif knows:
                found.append(Message(event.name))
        elif event.accepted_by is not None:
            found.append(Message(event.name))
    if size.attacks:
        found.append(Message("", lacks="every check"))
        found += _attacks(enabler, machine)
    return tuple(found)


def _is_idle(machine: Machine, event: str) -> bool:
    """Whether a command leaves the machine as it is everywhere, and no property speaks of it: nothing would come of it."""
    if any(row.event == event for row in machine.transitions):
        return False
    if any(row.event == event and row.result is not None for row in machine.refusals):
        return False
    return not any(
        event in (*entry.events, *entry.unless) for entry in machine.properties if isinstance(entry, NeverStep)
    )


def _older_commands(enabler: Enabler, machine: Machine) -> frozenset[str]:
    """The commands that a server knows which knows only what the enabler extends."""
    if enabler.extends is None:
        return frozenset(event.name for event in machine.events if event.kind.is_command)
    return frozenset(event.name for event in machine.events if event.kind.is_command and event.origin != enabler.key)


def _attacks(enabler: Enabler, machine: Machine) -> list[Message]:
    """Messages that are wrong in one respect which nothing looks at."""
    events: Mapping[str, str | None] = {event.name: event.accepted_by for event in machine.events}
    found = []
    for number, entry in enumerate(machine.properties):
        if not isinstance(entry, Checked):
            continue
        for event in entry.before:
            if event not in events or _is_guarded(machine, event, entry.procedure):
                continue
            missing = lacking(enabler, entry) if events[event] == entry.procedure else entry.checks[:1]
            found += [Message(event, lacks=check, breaks=number) for check in missing]
    return found


def _is_guarded(machine: Machine, event: str, procedure: str) -> bool:
    """Whether it is the rows of `event` that run the procedure, and not what lets the event through."""
    return any(
        f"passes({procedure})" in (row.guard_text or "").replace(" ", "")
        for row in machine.transitions
        if row.event == event
    )
