"""Rules over makers' extensions: they keep to what the standard leaves to makers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from swmgen.check.rule import Rule, Subject
from swmgen.diagnostics import Note
from swmgen.model import Element, Machine, NumberRange

_EXTENSION = "Ext"


def _of_makers(look: Callable[[Subject], None]) -> Callable[[Subject], None]:
    def when_of_a_maker(subject: Subject) -> None:
        if subject.enabler.vendor is not None:
            look(subject)

    return when_of_a_maker


def _ranges(ranges: tuple[NumberRange, ...]) -> Note:
    left = ", ".join(f"{entry.low} to {entry.high} ({entry.name})" for entry in ranges if entry.vendor)
    return Note(f"left to makers: {left or 'nothing'}")


def _left(ranges: tuple[NumberRange, ...], number: int) -> bool:
    return any(entry.vendor and entry.holds(number) for entry in ranges)


def _nodes_below_ext(subject: Subject) -> None:
    for node in subject.own_nodes:
        if _EXTENSION not in node.path.split("/")[:-1]:
            what = (
                "stands outside every Ext" if subject.is_own(node.origin) else "is the standard's, and is changed here"
            )
            subject.found(node.id, node.span, f"{node.path} {what}; a maker's nodes stand below Ext.")


def _changed_or_outside(
    subject: Subject, element: Element, what: str, ranges: tuple[NumberRange, ...], number: int, key: str
) -> None:
    if not subject.is_own(element.origin):
        if element.changed_by == subject.enabler.key:
            subject.found(element.id, element.at(key), f"{what} is the standard's, and is changed here.")
    elif not _left(ranges, number):
        subject.found(
            element.id, element.at(key), f"{what} has {number}, which is not left to makers.", _ranges(ranges)
        )


def _states_in_range(subject: Subject) -> None:
    for machine in subject.machines:
        if subject.is_own(machine.origin):
            continue
        for state in machine.states:
            if not state.gone:
                _changed_or_outside(subject, state, f"The state `{state.name}`", machine.ranges, state.value, "value")


def _codes_in_range(subject: Subject) -> None:
    messages = subject.enabler.messages
    for result in messages.results:
        _changed_or_outside(subject, result, f"The result `{result.name}`", messages.ranges, result.code, "code")


def _alerts_own(subject: Subject) -> None:
    for alert in subject.enabler.messages.alerts:
        if not subject.is_own(alert.origin):
            if alert.changed_by == subject.enabler.key:
                subject.found(alert.id, alert.span, f"The alert `{alert.name}` is the standard's, and is changed here.")
        elif alert.type.startswith("urn:oma:") and not alert.type.startswith("urn:oma:at:x-"):
            subject.found(
                alert.id,
                alert.at("type"),
                f"`{alert.type}` is a name of OMA's; a maker's begins with a domain of its own.",
            )


def _own_rows(subject: Subject) -> Iterator[tuple[Element, str]]:
    """Rows of inherited machines that say something else about the standard's states and events."""
    for machine in subject.machines:
        if subject.is_own(machine.origin):
            continue
        states = {state.name for state in machine.states if subject.is_own(state.origin)}
        events = {event.name for event in machine.events if _is_own_event(subject, machine, event.name)}
        for row in machine.transitions:
            if subject.is_own(row.origin) and row.event not in events and not set(row.sources) <= states:
                yield row, row.event
        for refusal in machine.refusals:
            in_own = bool(refusal.states) and set(refusal.states) <= states
            if subject.is_own(refusal.origin) and refusal.event not in events and not in_own:
                yield refusal, refusal.event


def _is_own_event(subject: Subject, machine: Machine, name: str) -> bool:
    event = machine.event(name)
    if event is None:
        return False
    if event.path is not None:
        node = subject.nodes.get(event.path)
        return node is not None and subject.is_own(node.origin)
    return subject.is_own(event.origin)


def _rows_own(subject: Subject) -> None:
    for row, event in _own_rows(subject):
        subject.found(row.id, row.span, f"What the standard's states do on `{event}` is the standard's to say.")
    for drop in subject.enabler.drops:
        subject.found(drop.id, drop.span, "A maker's extension takes nothing of the standard away.")


RULES = (
    Rule("SWM0701", "makers' nodes stand below Ext", _of_makers(_nodes_below_ext)),
    Rule("SWM0702", "makers' states have values that are left to makers", _of_makers(_states_in_range)),
    Rule("SWM0703", "makers' results have codes that are left to makers", _of_makers(_codes_in_range)),
    Rule("SWM0704", "makers' alerts have names of their own", _of_makers(_alerts_own)),
    Rule("SWM0705", "makers change nothing of the standard's states and events", _of_makers(_rows_own)),
)
