"""The proofs of a build: versions break nothing of older ones, machines keep what they promise at the bounds of a build.

Nothing is proved again while nothing changed.

What was found is kept in the manifest with the unit it belongs to. It counts for as long as the files of the enabler
and of all it builds on, and the compiler, are the same; templates and options do not matter to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from swmgen.emit.compatibility import report_breaks
from swmgen.load import Loaded
from swmgen.model import Enabler
from swmgen.verify.bounds import bounds_of


class Proof(msgspec.Struct, frozen=True):
    """That the properties of a machine hold: at which size, and how many states were searched."""

    machine: str
    size: Mapping[str, int]
    properties: int
    device: int
    states: int
    levels: int


Prove = Callable[[Loaded, Sequence[str], Mapping[str, Sequence[Any]], Callable[[str], None]], dict[str, list[Proof]]]
"""What gives each enabler its proofs: `prove`, or for who only asks what there would be, something that gives none."""


def prove(
    loaded: Loaded,
    shown: Sequence[str],
    earlier: Mapping[str, Sequence[Any]],
    progress: Callable[[str], None],
) -> dict[str, list[Proof]]:
    """The proofs of the enablers `shown`, taken from `earlier` where they still count.

    A property that does not hold is reported as an error; the machine then has no proof. What a version breaks of the
    one it extends is reported, too.
    """
    found: dict[str, list[Proof]] = {}
    for key in shown:
        if key in earlier:
            found[key] = [msgspec.convert(entry, Proof) for entry in earlier[key]]
        else:
            progress(f"comparing {key}")
            report_breaks(loaded.enablers[key], loaded.enablers, loaded.report)
            found[key] = _proved(loaded, loaded.enablers[key], progress)
    return found


def still_counting(
    old: Mapping[str, Any] | None,
    compiler: str | None,
    inputs: Callable[[str], Mapping[str, str]],
    shown: Sequence[str],
) -> dict[str, Sequence[Any]]:
    """The proofs of an old manifest whose compiler and inputs are those of now."""
    if old is None or old["shared"].get("compiler") != compiler:
        return {}
    units: Mapping[str, Any] = old["units"]
    return {
        key: units[key]["proofs"]
        for key in shown
        if key in units and "proofs" in units[key] and units[key]["inputs"] == inputs(key)
    }


def _proved(loaded: Loaded, enabler: Enabler, progress: Callable[[str], None]) -> list[Proof]:
    # An overlay shows the machines of the enabler it lays over; those are verified there.
    machines = [machine for machine in enabler.machines if machine.properties and enabler.overlays is None]
    if not machines:
        return []
    from swmgen.verify.verdict import report, verify_machine  # imported late: most specifications prove nothing

    found = []
    for machine in machines:
        progress(f"verifying {enabler.key}: {machine.name}")
        size = bounds_of(machine).build
        verdict = verify_machine(enabler, machine, size)
        report(verdict, machine, loaded.report)
        if verdict.holds:
            found.append(
                Proof(
                    machine=machine.name,
                    size={name: getattr(size, name) for name in size.__struct_fields__},
                    properties=verdict.properties,
                    device=verdict.device,
                    states=verdict.states,
                    levels=verdict.levels,
                )
            )
    return found
