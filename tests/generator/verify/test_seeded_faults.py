"""The checker can fail: every fault of the library is found, and by the property that it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import FAULTS, Edit, Fault, applied, write
from proofs import SPEC, broken, files, loaded, machine_of
from specs import checked

from swmgen.model import Ends, Reaches, Size
from swmgen.verify.verdict import verify_machine

TEXTS = dict(files(SPEC)) | {
    str(path.relative_to(SPEC)): path.read_text(encoding="utf-8") for path in SPEC.glob("*/*.xml")
}


def needed(key: str) -> dict[str, str]:
    """The files of an enabler and of those it builds on."""
    wanted = {
        "fumo-1.1": ("fumo-1.0", "fumo-1.1", "dmsecurity-1.2"),
        "scomo-1.2": ("scomo-1.0", "scomo-1.1", "scomo-1.2"),
    }
    folders = (*wanted.get(key, (key,)), "swm-common-1.0", "dmsecurity-1.2")
    return {name: text for name, text in TEXTS.items() if name.partition("/")[0] in folders}


def test_the_library_is_large_enough() -> None:
    assert len(FAULTS) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


SLOW = ("fumo-1.1", "scomo-1.2", "alertflow-1.0")
"""Machines with thousands of states of their own: their faults are long tests, but for a few."""


def shown() -> list[object]:
    """Every fault, those of large machines marked, and the first of each property of these not."""
    seen: set[str] = set()
    cases: list[object] = []
    for fault in FAULTS:
        first = fault.property not in seen
        seen.add(fault.property)
        slow = fault.key in SLOW and not (first and fault.key == "alertflow-1.0")
        cases.append(pytest.param(fault, id=fault.name, marks=[pytest.mark.long] if slow else []))
    return cases


@pytest.mark.parametrize("fault", shown())
def test_a_seeded_fault_is_found_by_the_property_it_breaks(fault: Fault, tmp_path: Path) -> None:
    found = checked(write(applied(fault, needed(fault.key)), tmp_path))
    assert [str(entry.span) + " " + entry.message for entry in found.report] == []
    enabler = found.enablers[fault.key]
    size = Size(messages=1, power_cuts=1 if fault.cuts else 0, attacks=1)
    assert fault.property in broken(verify_machine(enabler, machine_of(enabler, fault.machine), size))


def test_a_fault_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    nothing = Fault(
        "nothing", "fumo-1.0", "package", "", (Edit("fumo-1.0/states.yaml", "    of: x", "of: x", "of: x"),)
    )
    found = checked(write(applied(nothing, needed("fumo-1.0")), tmp_path))
    enabler = found.enablers["fumo-1.0"]
    assert broken(verify_machine(enabler, machine_of(enabler, "package"), Size(power_cuts=1, attacks=1))) == set()


def test_every_promise_that_something_ends_has_a_fault_that_breaks_it() -> None:
    """What says that something happens is never shown by a state alone, so that it is easily a check that cannot fail."""
    promised = {
        (enabler.key, machine.name, entry.name)
        for enabler in loaded(SPEC).enablers.values()
        for machine in enabler.machines
        for entry in machine.properties
        if isinstance(entry, Reaches | Ends) and entry.origin == enabler.key and enabler.overlays is None
    }
    seeded = {(fault.key, fault.machine, fault.property) for fault in FAULTS}
    assert promised - seeded == set()
    assert len(promised) >= 9
