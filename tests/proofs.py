"""Small machines to verify, and the enablers of the project with a change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from specs import checked

from swmgen.load import Loaded
from swmgen.model import Enabler, Machine, Size
from swmgen.verify.verdict import Verdict, verify_machine

SPEC = Path(__file__).resolve().parent.parent / "spec"
SMALL = Size(messages=1, losses=1, power_cuts=1, attacks=1)


def loaded(folder: Path) -> Loaded:
    """A specification that `check` finds nothing in."""
    found = checked(folder)
    assert [str(entry.span) + entry.message for entry in found.report] == []
    return found


def machine_of(enabler: Enabler, name: str) -> Machine:
    """The machine of that name."""
    return next(machine for machine in enabler.machines if machine.name == name)


def verdict(folder: Path, key: str = "a-1.0", machine: str = "m", size: Size = SMALL) -> Verdict:
    """What the search says of one machine."""
    enabler = loaded(folder).enablers[key]
    return verify_machine(enabler, machine_of(enabler, machine), size)


def broken(found: Verdict) -> set[str]:
    """The names of the properties that do not hold."""
    return {entry.property.name for entry in found.broken}


def without(machine: Machine, **changes: object) -> Machine:
    """A machine with some fields changed."""
    return msgspec.structs.replace(machine, **changes)


def files(folder: Path) -> Mapping[str, str]:
    """Every file of a specification by its path in it."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.glob("*/*.yaml"))}
