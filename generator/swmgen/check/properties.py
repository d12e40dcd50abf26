"""Rules over what is to be proved: bounds that bound, and guards that have a meaning."""

from __future__ import annotations

from typing import Final

from swmgen.check.guard_types import clashes
from swmgen.check.rule import Rule, Subject
from swmgen.model import Machine, Size

MOST: Final = 9
MOST_MESSAGES: Final = 4


def _sizes(subject: Subject) -> None:
    for machine in subject.machines:
        bounds = machine.bounds
        if bounds is None or not subject.is_own(bounds.origin, bounds.changed_by):
            continue
        for name in ("build", "full"):
            size: Size = getattr(bounds, name)
            for reason in _reasons(size):
                subject.found(bounds.id, bounds.at(name), f"The bounds `{name}` of `{machine.name}`: {reason}.")


def _reasons(size: Size) -> list[str]:
    found = []
    if not 1 <= size.messages <= MOST_MESSAGES:
        found.append(f"`messages` is 1 to {MOST_MESSAGES}")
    if size.servers + size.older_servers < 1:
        found.append("there is no server")
    if size.alerts < 1:
        found.append("`alerts` is 1 at least, or no order is ever taken")
    found += [f"`{name}` is 0 to {MOST}" for name in size.__struct_fields__ if not 0 <= getattr(size, name) <= MOST]
    return found


def property_clashes(subject: Subject, machine: Machine) -> None:
    """Report every comparison without meaning in guards of properties and of `only_when`."""
    for fact in machine.facts:
        if fact.only_when is not None and subject.is_own(fact.origin, fact.changed_by):
            for span, reason in clashes(fact.only_when, machine, subject.nodes):
                subject.found(fact.id, span, f"This comparison has no meaning: {reason}.")
    for entry in machine.properties:
        for key in ("guard", "then"):
            guard = getattr(entry, key, None)
            if guard is not None and subject.is_own(entry.origin, entry.changed_by):
                for span, reason in clashes(guard, machine, subject.nodes):
                    subject.found(entry.id, span, f"This comparison has no meaning: {reason}.")


RULES = (Rule("SWM0437", "bounds let something happen, and end", _sizes),)
