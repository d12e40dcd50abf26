"""Alert flow: the entry of a server and an alert, connected, do what a server expects of its orders.

The search has each machine for itself; what the entry does may happen to the alert at any time, which is more than
ever does. Here an action of the entry is the event of the alert, and nothing else brings that event about.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import FAULTS, applied, write
from proofs import SPEC, loaded, machine_of
from specs import checked
from test_seeded_faults import needed

from swmgen.model import Enabler, Size
from swmgen.verify.device import Device, Step

ORDERS = {"does release_alerts": "release", "does flush_alerts": "flush", "does discard_alerts": "discard"}
"""What the entry does, and what that is to the alert."""


def together(enabler: Enabler, size: Size) -> tuple[set[str], int]:
    """Every state of both that they come to: what is wrong in or between them, and how many there are."""
    entry = Device(enabler, machine_of(enabler, "entry"), size)
    alert = Device(enabler, machine_of(enabler, "alert"), size)
    steps = {device: by_source(device) for device in (entry, alert)}
    pending = [(one, other) for one in range(entry.initial) for other in range(alert.initial)]
    seen = set(pending)
    wrong: set[str] = set()

    def to(one: int, other: int) -> None:
        if (one, other) not in seen:
            seen.add((one, other))
            pending.append((one, other))

    while pending:
        one, other = pending.pop()
        gone = entry.states[one].state == "gone"
        for step in steps[entry].get(one, ()):
            event = ORDERS.get(step.what)
            heard = [moved for moved in steps[alert].get(other, ()) if event is not None and moved.what == event]
            # An event that changes nothing is no step of the graph.
            for after in [moved.target for moved in heard] or [other]:
                wrong.update(order_not_done(event, alert, after))
                to(step.target, after)
        for step in steps[alert].get(other, ()):
            mode = dict(step.facts).get(("fact", "mode"))
            if step.what in ORDERS.values() or (gone and mode not in (None, "off")):
                continue
            to(one, step.target)
        if gone and not entry.states[one].actions and alert.states[other].state == "held":
            wrong.add("held for a server that has no entry")
    return wrong, len(seen)


def by_source(device: Device) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for step in device.steps:
        found.setdefault(step.source, []).append(step)
    return found


def order_not_done(event: str | None, alert: Device, number: int) -> set[str]:
    state, known = alert.states[number].state, alert.values(number)
    important = any(known[("fact", name)] for name in ("owed", "failed", "security"))
    if event == "flush" and state in ("waiting", "held"):
        return {f"{state} after Flush"}
    if event == "release" and state == "held":
        return {"held after Release"}
    if event == "discard" and state in ("waiting", "held") and not important:
        return {f"{state} after Discard"}
    if event is not None and state == "dropped" and important:
        return {f"what matters is dropped by {event}"}
    return set()


def test_orders_of_a_server_reach_its_alerts() -> None:
    wrong, states = together(loaded(SPEC).enablers["alertflow-1.0"], Size(messages=1))
    assert wrong == set()
    assert states > 5_000


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("an entry that goes leaves alerts held", "held for a server that has no entry"),
        ("an owed alert is discarded", "what matters is dropped by discard"),
        ("an alert that is held for ever", "held after Flush"),
    ],
)
def test_a_fault_in_either_machine_shows_in_both(name: str, told: str, tmp_path: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    enabler = checked(write(applied(fault, needed(fault.key)), tmp_path)).enablers[fault.key]
    assert told in together(enabler, Size(messages=1))[0]
