"""What a page says of the properties of machines, and of the search that proved them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from swmgen.emit.docs.anchors import anchor
from swmgen.emit.proofs import Proof
from swmgen.model import (
    Checked,
    Enabler,
    Ends,
    NeverState,
    NeverStep,
    OnlyOrdered,
    OrdersEnd,
    Pinned,
    Property,
    Reaches,
    Size,
)
from swmgen.verify.bounds import bounds_of


class ProvedMachine(Struct, frozen=True):
    """A machine: its properties with anchor, name, meaning and what is asked; the bounds in words; the proof, if there is one."""

    machine: str
    properties: tuple[tuple[str, str, str, str], ...]
    build: str
    full: str
    pinned: tuple[Pinned, ...]
    proof: Proof | None


def proved(enabler: Enabler, proofs: Sequence[Proof]) -> list[ProvedMachine]:
    """The machines that promise something."""
    if enabler.overlays is not None:
        return []
    found = {proof.machine: proof for proof in proofs}
    return [
        ProvedMachine(
            machine=machine.name,
            properties=tuple((anchor(entry.id), entry.name, entry.doc, asked(entry)) for entry in machine.properties),
            build=size_in_words(bounds_of(machine).build),
            full=size_in_words(bounds_of(machine).full),
            pinned=bounds_of(machine).nodes,
            proof=found.get(machine.name),
        )
        for machine in enabler.machines
        if machine.properties
    ]


def size_in_words(size: Size) -> str:
    """The bounds of a search."""
    words = [
        _counted(size.messages, "message", "in each direction at a time"),
        _counted(size.losses, "loss", "", "losses"),
        _counted(size.duplicates, "duplicate"),
        _counted(size.power_cuts, "power cut"),
        _counted(size.attacks, "attack"),
        _counted(size.servers, "DM server"),
        _counted(size.older_servers, "DM server", "that knows only the version extended"),
        _counted(size.alerts, "stored alert"),
    ]
    return ", ".join(word for word in words if word)


def _counted(count: int, word: str, more: str = "", several: str = "") -> str:
    if not count:
        return ""
    return f"{count} {word if count == 1 else several or word + 's'}" + (f" {more}" if more else "")


def asked(entry: Property) -> str:
    """What a property asks, in words."""
    match entry:
        case NeverStep():
            return "Never a step" + _step(entry) + "."
        case NeverState(states=states, guard_text=guard):
            where = f" in {_listed(states)}" if states else ""
            return f"Never{where}" + (f" while {guard}" if guard else "") + "."
        case OrdersEnd():
            return "Each order answered 202 ends in exactly one final alert."
        case OnlyOrdered(actions=actions, begins=begins, until=until):
            ends = f", until its final alert or {_listed(until)}" if until else ", until its final alert"
            return f"{_listed(actions)} only after {_listed(begins)}{ends}."
        case Checked(procedure=procedure, checks=checks, before=before):
            return f"{procedure} runs {_listed(checks)} before {_listed(before)}."
        case Reaches(states=states, without=without):
            alone = f", and without {_listed(without, 'or')}" if without else ""
            return f"From everywhere the device comes to {_listed(states, 'or')} by itself{alone}."
        case Ends(events=events):
            return f"{_listed(events)} alone do not go on for ever."


def _step(entry: NeverStep) -> str:
    low, high = entry.statuses or (0, 0)
    parts = [
        f" on {_listed(entry.events, 'or')}" if entry.events else "",
        f" from {_listed(entry.sources, 'or')}" if entry.sources else "",
        f" to {_listed(entry.targets, 'or')}" if entry.targets else "",
        f" to anything but {_listed(entry.not_to, 'or')}" if entry.not_to else "",
        f" when {entry.guard_text}" if entry.guard_text else "",
        " that is refused" if entry.refused else "",
        f" answered {low}" + (f" to {high}" if high != low else "") if entry.statuses else "",
        f" that does {_listed(entry.does, 'or')}" if entry.does else "",
        f" that does not {_listed(entry.omits, 'or')}" if entry.omits else "",
        f" that changes {_listed(entry.changes, 'or')}" if entry.changes else "",
        f" in which {entry.falls} falls" if entry.falls else "",
        f" after which {entry.then_text}" if entry.then_text else "",
        f", but for {_listed(entry.unless)}" if entry.unless else "",
    ]
    return "".join(parts)


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
