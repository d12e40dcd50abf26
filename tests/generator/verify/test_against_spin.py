"""spin comes to the same verdict and the same number of states as the search, on models that another module writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from proofs import SPEC, loaded, machine_of
from spinning import NEEDS_SPIN, spin

from swmgen.emit.promela.machine import Model
from swmgen.model import Enabler, Machine, Size
from swmgen.verify.search import Result, search
from swmgen.verify.seen import Exact
from swmgen.verify.verdict import close

UNFAULTED = Size()
FAULTED = Size(messages=2, losses=1, duplicates=1, power_cuts=1, attacks=1, servers=1, alerts=1)


def searched(enabler: Enabler, machine: Machine, size: Size) -> Result:
    """Every state of the device for itself, as spin has it."""
    closed = close(enabler, machine, size, reduce=False)
    return search(closed.product, Exact(closed.product.total))


def compared(key: str, name: str, size: Size, folder: Path) -> None:
    enabler = loaded(SPEC).enablers[key]
    machine = machine_of(enabler, name)
    ours, theirs = searched(enabler, machine, size), spin(Model(enabler, machine, size).text(), folder)
    # Facts that never change are chosen in a step of their own, from one state more.
    begin = 1 if any(fact.fixed for fact in machine.facts) else 0
    assert (theirs.states, theirs.errors) == (ours.states + begin, len(ours.broken))


@NEEDS_SPIN
@pytest.mark.parametrize(
    ("key", "name", "size"),
    [
        ("fumo-1.0", "package", UNFAULTED),
        ("fumo-1.0", "package", FAULTED),
        ("bcastdelivery-1.0", "reception", FAULTED),
        # Its variables are set and asked for after steps alone, so that the model reads none of them by itself.
        ("scomo-1.0", "delivered", UNFAULTED),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else ("faulted" if value == FAULTED else "unfaulted"),
)
def test_spin_finds_the_same_states(key: str, name: str, size: Size, tmp_path: Path) -> None:
    compared(key, name, size, tmp_path)


@NEEDS_SPIN
@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("fumo-1.1", "package"),
        ("scomo-1.0", "download"),
        ("scomo-1.0", "deployed"),
        ("scomo-1.2", "download"),
        ("scomo-1.2", "delivered"),
        ("scomo-1.2", "deployed"),
        ("lawmo-1.0", "lock"),
        ("alertflow-1.0", "alert"),
        ("alertflow-1.0", "entry"),
    ],
)
def test_spin_finds_the_same_states_of_every_machine(key: str, name: str, tmp_path: Path) -> None:
    compared(key, name, UNFAULTED, tmp_path)


@NEEDS_SPIN
def test_spin_finds_the_same_property_broken(tmp_path: Path) -> None:
    from proofs import without

    enabler = loaded(SPEC).enablers["fumo-1.0"]
    package = machine_of(enabler, "package")
    rows = [
        without(row, guard=None, guard_text=None) if row.event == "exec x/Update" else row  # type: ignore[arg-type]
        for row in package.transitions
    ]
    faulty = without(package, transitions=tuple(rows))
    assert searched(enabler, faulty, UNFAULTED).broken
    assert spin(Model(enabler, faulty, UNFAULTED).text(), tmp_path).errors > 0
