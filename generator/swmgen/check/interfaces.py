"""Rules over interfaces: what the machine needs goes through, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator

from swmgen.check.rule import Rule, Subject
from swmgen.model import EventKind, Interface, Machine


def _of_machines(subject: Subject) -> Iterator[tuple[Interface, Machine]]:
    machines = {machine.name: machine for machine in subject.machines}
    for interface in subject.enabler.interfaces:
        own = subject.is_own(interface.origin, interface.changed_by)
        if own and interface.id not in subject.broken and interface.machine in machines:
            yield interface, machines[interface.machine]


def _two_sides(subject: Subject) -> None:
    for interface in subject.enabler.interfaces:
        if not subject.is_own(interface.origin, interface.changed_by):
            continue
        if len(set(interface.sides)) != 2:
            subject.found(
                interface.id,
                interface.at("between"),
                f"`{interface.name}` is between two sides, not {len(set(interface.sides))}.",
            )
            continue
        for side in interface.sides:
            named = all(call.id not in subject.broken for call in interface.calls)
            if named and not interface.offered(side):
                subject.found(interface.id, interface.at("between"), f"`{side}` offers no call of `{interface.name}`.")


def _all_actions_go_through(subject: Subject) -> None:
    for interface, machine in _of_machines(subject):
        done = {action for call in interface.calls for action in call.does}
        for action in machine.actions:
            if action.name not in done:
                subject.found(
                    interface.id,
                    interface.span,
                    f"No call of `{interface.name}` carries out `{action.name}` of `{machine.name}`.",
                )


def _brings_no_commands(subject: Subject) -> None:
    for interface, machine in _of_machines(subject):
        kinds = {event.name: event.kind for event in machine.events}
        for call in interface.calls:
            for name in call.raises:
                if kinds.get(name, EventKind.INTERNAL) is not EventKind.INTERNAL:
                    subject.found(
                        call.id,
                        call.at("raises"),
                        f"`{name}` comes from elsewhere; a call brings internal events alone.",
                    )


RULES = (
    Rule("SWM0434", "an interface is between two sides that both offer something", _two_sides),
    Rule("SWM0435", "an interface carries out every action of its machine", _all_actions_go_through),
    Rule("SWM0436", "calls bring internal events", _brings_no_commands),
)
