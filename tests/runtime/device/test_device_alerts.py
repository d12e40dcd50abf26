"""The alerts of the reference device under flow control: decided with the state that owes them, or not at all."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_programs import Program, device_toml
from runtime.device.rim import Reply, Rim, serving

from swm.device.configuration import read_device_settings
from swm.tree import Order

ROOT = Path(__file__).resolve().parents[3]
FUMO = "./FwUpdate/Pkg1"
ENTRY = "./AlertFlow/dm"


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    yield
    while LIVES:
        LIVES.pop().device._store.close()
    sys.path.remove(str(ROOT / "generated" / "python"))


LIVES: list[Life] = []
"""The devices of a test, whose stores are closed at its end."""


class Life:
    """A device in `folder`. `killed` is SIGKILL and the next start: only what was committed is left."""

    def __init__(self, folder: Path, **entry: str) -> None:
        self.settings = read_device_settings(device_toml(folder, "http://127.0.0.1:1/dm"))
        self.start()
        if entry:
            assert self.device.tree.add(ENTRY, None, "dm").status == 200
        for leaf, value in entry.items():
            uri = f"{ENTRY}/{leaf}"
            done = self.device.tree.replace if self.device.tree.exists(uri) else self.device.tree.add
            assert done(uri, value, "dm").status == 200, leaf

        LIVES.append(self)

    def start(self) -> None:
        from swm.device.program import ReferenceDevice

        self.device = ReferenceDevice(self.settings, lambda kind, facts: None)
        self.device.recover()
        self.object: Any = self.device.parts[0].nodes()[0]

    def killed(self) -> None:
        self.device._store.close()
        self.start()

    def kept(self) -> dict[str, tuple[str, int | None]]:
        """State and time of every alert, as the journal on the disk has them."""
        from swm.alerts.record import FlowRecord

        record = FlowRecord.read(self.device._store.journal("alert flow").load())
        return {token: (kept.state.name, kept.due) for token, kept in record.alerts.items()}

    def figures(self) -> list[str]:
        names = ("Pending", "Sent", "Suppressed", "Dropped")
        return [str(self.device.tree.get(f"{ENTRY}/Stats/{name}").data) for name in names]


def test_an_alert_and_its_time_are_on_the_disk_with_the_state_that_owes_it(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="1", RandomTimePeriod="3600")
    life.object.announce("imageready", "200")
    written = life.kept()
    ((token, (state, due)),) = written.items()
    assert (token, state) == (f"{FUMO}:1", "WAITING") and due is not None
    for _ in range(3):
        life.killed()
        assert life.kept() == written, "a restart draws nothing anew"
    assert life.figures() == ["1", "0", "0", "0"]


def test_a_disk_that_takes_neither_alert_nor_decision_leaves_neither(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="3")
    store = life.device._store
    save = store.save

    def full(owner: str, name: str, record: bytes | None) -> None:
        if owner == "alert flow":
            raise OSError(28, "no space left")
        save(owner, name, record)

    store.save = full  # type: ignore[method-assign]
    with pytest.raises(OSError, match="no space"):
        life.object.announce("imageready", "200")
    assert life.object.stored_alerts == () and life.kept() == {}
    store.save = save  # type: ignore[method-assign]
    life.object.announce("imageready", "200")
    life.killed()
    assert [state for state, _ in life.kept().values()] == ["HELD"]
    assert len(life.object.stored_alerts) == 1


def test_what_was_answered_is_over_for_object_and_flow_in_one_transaction(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="0")
    life.object.announce("imageready", "200")
    ((token, _),) = life.device.alerts.pending()
    life.device.alerts.answered(token)
    life.killed()
    assert life.device.alerts.pending() == [] and life.object.stored_alerts == ()
    assert life.figures() == ["0", "1", "0", "0"]


def test_what_is_left_out_is_left_out_once_wherever_the_kill_comes(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="2", SamplePercentage="0")
    life.object.announce("imageready", "200")
    life.killed()
    assert life.object.stored_alerts == ()
    assert life.figures() == ["0", "0", "1", "0"]


def test_the_device_names_its_server_in_an_entry_and_heeds_no_other(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="3")
    life.device.work()
    assert life.device.tree.get(f"{ENTRY}/ServerID").data == "dm"
    life.device.tree.store(f"{ENTRY}/ServerID", "another")
    life.object.announce("imageready", "200")
    assert life.device.alerts.wants_session


def test_an_entry_comes_back_with_its_operations_after_a_kill(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="3")
    life.object.announce("imageready", "200")
    life.killed()
    assert not life.device.alerts.wants_session
    assert life.device.tree.execute(f"{ENTRY}/Operations/Flush", Order("dm")).status == 200
    assert life.device.alerts.wants_session
    assert [alert.items[0].data for _, alert in life.device.alerts.pending()] == ["<ResultCode>200</ResultCode>"]


def test_orders_that_owe_an_alert_are_refused_while_the_store_is_full_and_others_are_not(tmp_path: Path) -> None:
    life = Life(tmp_path, Mode="3", MaxStored="1")
    tree = life.device.tree
    assert tree.replace(f"{FUMO}/Download/PkgURL", "http://127.0.0.1:1/x", "dm").status == 200
    life.object.announce("securityfailure", "404")
    life.device.alerts.flow.flush()
    assert life.device.alerts.flow.is_full
    assert tree.execute(f"{FUMO}/Operations/Resume", Order("dm")).status == 405, "what is not in state stays so"
    assert tree.execute(f"{FUMO}/Download", Order("dm", "c")).status == 420
    ((token, _),) = life.device.alerts.pending()
    life.device.alerts.answered(token)
    assert tree.execute(f"{FUMO}/Download", Order("dm", "c")).status == 202
    assert tree.execute(f"{FUMO}/Operations/Cancel", Order("dm")).status == 200


def test_a_device_that_is_told_when_to_come_comes_then_and_not_before(tmp_path: Path) -> None:
    asked: list[float] = []

    def busy(rim: Rim, path: str, body: bytes) -> Reply:
        asked.append(time.monotonic())
        return 503, {"Retry-After": "6"}, b""

    def note(rim: Rim, path: str, body: bytes) -> Reply | None:
        asked.append(time.monotonic())
        return None

    with serving(Rim(rules=[busy, note])) as rim:
        device = Program("device", device_toml(tmp_path, rim.url))
        try:
            device.start()
            failed = device.wait_for(lambda event: event["event"] == "session failed")
            assert failed["again in"] == 6.0
            device.wait_for(lambda event: event["event"] == "session")
            # What becomes of that session is of no matter here; it has asked by the time that it is over.
            device.wait_for(lambda event: event["event"].startswith("session "))
        finally:
            device.kill()
    assert asked[1] - asked[0] >= 6.0, "the slot that the server keeps is not used before its time"
