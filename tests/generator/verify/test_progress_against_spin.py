"""spin comes to the same verdict as the search about properties of progress: by a plan that it checks, or that there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import FAULTS, Fault, applied, write
from proofs import SPEC, broken, loaded, machine_of
from specs import checked
from spinning import NEEDS_SPIN, spin_alone
from test_seeded_faults import needed

from swmgen.emit.promela.machine import Model
from swmgen.emit.promela.progress import plan_of, proving, refuting
from swmgen.model import Ends, OrdersEnd, Reaches, Size
from swmgen.verify.device import Device
from swmgen.verify.verdict import verify_machine

PROMISED = [
    (enabler.key, machine.name, entry.name)
    for enabler in loaded(SPEC).enablers.values()
    if enabler.overlays is None
    for machine in enabler.machines
    for entry in machine.properties
    if isinstance(entry, Reaches | OrdersEnd | Ends)
]
OFTEN = ("fumo-1.0", "bcastdelivery-1.0")
LARGE = ("fumo-1.1", "scomo-1.2", "alertflow-1.0")
BROKEN = [fault for fault in FAULTS if (fault.key, fault.machine, fault.property) in PROMISED]
ONE_OF_EACH = {
    "a package that is never taken over",
    "waiting for ever for a broadcast that does not come",
    "no alert when a download is done",
    "a power cut after which the order is forgotten",
}


def often(name: object, is_often: bool) -> object:
    return pytest.param(*name, id=" ".join(name), marks=[] if is_often else [pytest.mark.long])  # type: ignore[misc]


def the(key: str, machine: str, name: str) -> tuple[object, ...]:
    enabler = loaded(SPEC).enablers[key]
    found = machine_of(enabler, machine)
    return enabler, found, next(entry for entry in found.properties if entry.name == name)


def test_every_promise_of_progress_is_asked() -> None:
    assert len(PROMISED) >= 25
    assert {key for key, _, _ in PROMISED} >= {"fumo-1.0", "fumo-1.1", "scomo-1.2", "alertflow-1.0", "lawmo-1.0"}


@NEEDS_SPIN
@pytest.mark.parametrize(("key", "machine", "name"), [often(one, one[0] in OFTEN) for one in PROMISED])
def test_spin_proves_what_the_search_proves(key: str, machine: str, name: str, tmp_path: Path) -> None:
    enabler, found, entry = the(key, machine, name)
    size = Size() if key in LARGE else Size(losses=1, power_cuts=1, attacks=1)
    alone = spin_alone(proving(enabler, found, size, entry), tmp_path)  # type: ignore[arg-type]
    assert alone.wrong == ()
    assert alone.states > 40


def faulty(fault: Fault, folder: Path) -> tuple[object, ...]:
    enabler = checked(write(applied(fault, needed(fault.key)), folder)).enablers[fault.key]
    machine = machine_of(enabler, fault.machine)
    entry = next(entry for entry in machine.properties if entry.name == fault.property)
    size = Size(messages=1, power_cuts=1 if fault.cuts else 0, attacks=1)
    return enabler, machine, size, entry


@NEEDS_SPIN
@pytest.mark.parametrize("fault", [often((one.name,), one.name in ONE_OF_EACH) for one in BROKEN])
def test_spin_finds_a_seeded_fault_of_progress(fault: str, tmp_path: Path) -> None:
    one = next(entry for entry in BROKEN if entry.name == fault)
    enabler, machine, size, entry = faulty(one, tmp_path / "spec")
    assert entry.name in broken(verify_machine(enabler, machine, size))  # type: ignore[arg-type, attr-defined]
    device = Device(enabler, machine, size)  # type: ignore[arg-type]
    if isinstance(entry, Reaches | OrdersEnd) and not plan_of(device, entry).stuck:
        # The fault is in a step, an alert too many: it is one for the assertions.
        assert isinstance(entry, OrdersEnd)
        return
    spun = spin_alone(proving(enabler, machine, size, entry), tmp_path)  # type: ignore[arg-type]
    assert spun.wrong and all("accept" in sentence or "invalid end" in sentence for sentence in spun.wrong)
    if isinstance(entry, Reaches | OrdersEnd):
        # Not for want of a plan: from a state that the device comes to there is no way at all.
        arrives = refuting(enabler, machine, size, entry, arrives=True)  # type: ignore[arg-type]
        assert "assertion violated" in spin_alone(arrives, tmp_path).wrong[0]
        never = refuting(enabler, machine, size, entry, arrives=False)  # type: ignore[arg-type]
        assert spin_alone(never, tmp_path).wrong == ()


@NEEDS_SPIN
def test_a_plan_that_goes_round_is_found(tmp_path: Path) -> None:
    """That spin is content with a model is due to the plan: left to all that it may do, the device need not arrive."""
    enabler, machine, entry = the("fumo-1.1", "package", "comes_to_rest")
    model = Model(enabler, machine, Size(), claims=False)  # type: ignore[arg-type]
    proved = proving(enabler, machine, Size(), entry)  # type: ignore[arg-type]
    head, _, tail = proved.partition("accept_alone:")
    goal = next(line for line in tail.splitlines() if line.endswith("-> break"))
    options = "\n".join(f"  :: d_step {{ {option} }}" for option in model.own())
    wrong = spin_alone(f"{head}accept_alone:\n  do\n{goal}\n{options}\n  od\n}}\n", tmp_path).wrong
    assert "acceptance cycle" in wrong[0]


def test_there_is_nothing_to_refute_where_there_is_a_way() -> None:
    enabler, machine, entry = the("fumo-1.0", "package", "comes_to_rest")
    with pytest.raises(LookupError, match="from everywhere there is a way"):
        refuting(enabler, machine, Size(), entry, arrives=False)  # type: ignore[arg-type]
