"""Generated objects over the device's store: stopped before any of its writes, a device goes on from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from swm.device.store import DeviceStore
from swm.tree import ManagementTree
from swm.tree.management import Order

pytestmark = pytest.mark.usefixtures("stubs")

URI = "./SCOMO"


class Stopped(BaseException):
    """The power is off."""


class StoppingStore(DeviceStore):
    """Stops the device instead of letting its write number `last` + 1 count; nothing is written after that."""

    last = 10_000
    writes = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As the store's own, until the power is off."""
        if self._inside:
            yield
            return
        with super().transaction():
            yield
            self.writes += 1
            if self.writes > self.last:
                raise Stopped


class Handler:
    """Does nothing, and has the package."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def package_kept(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **named: self.log.append(name)


class Device:
    def __init__(self, store: DeviceStore) -> None:
        from swm_enablers.scomo_1_0.client import ScomoRoot

        self.log: list[str] = []
        self.tree = ManagementTree(store)
        self.journals = store.journals("scomo")
        self.root = ScomoRoot(self.tree, URI, self, None, self.journals)  # type: ignore[arg-type]
        self.root.recover()

    def download(self, root: Any, name: str) -> Any:
        return Handler(self.log)

    delivered = deployed = download

    def server_adds(self, name: str) -> None:
        if not self.tree.exists(f"{URI}/Download/{name}"):
            assert self.tree.add(f"{URI}/Download/{name}", None, "s").status == 200
        for leaf, value in (("PkgID", name), ("PkgURL", f"http://a/{name}")):
            if self.tree.get(f"{URI}/Download/{name}/{leaf}", "s").status == 200:
                assert self.tree.replace(f"{URI}/Download/{name}/{leaf}", value, "s").status == 200
            else:
                assert self.tree.add(f"{URI}/Download/{name}/{leaf}", value, "s").status == 200

    def check(self) -> None:
        """Every node with a machine has its object and its journal, and no other has."""
        nodes = {f"{above}/{name}" for above in self.root.KINDS for name in self.tree.children(f"{URI}/{above}")}
        objects = {f"{above}/{name}" for above in self.root.KINDS for name in self.root.objects(above)}
        assert nodes == objects == set(self.journals.names()) - {"root"}


def everything(device: Device) -> None:
    """What servers and the device do, each step of it able to be done again after a restart."""
    device.server_adds("game")
    device.server_adds("music")
    device.root.make_delivered("film", {"PkgID": "film"})
    status = device.tree.execute(f"{URI}/Download/game/Operations/Download", Order("s", "c")).status
    assert status in (202, 405)
    if device.tree.exists(f"{URI}/Download/music"):
        assert device.tree.delete(f"{URI}/Download/music", "s").status == 200
    device.tree.begin()
    device.server_adds("maps")
    device.tree.rollback()
    device.tree.begin()
    device.server_adds("radio")
    device.tree.commit()


def test_a_device_stopped_before_any_write_goes_on(tmp_path: Path) -> None:
    with StoppingStore.open(tmp_path / "whole.db") as store:
        device = Device(store)
        everything(device)
        device.check()
        writes = store.writes  # type: ignore[attr-defined]
    assert writes > 10
    for last in range(writes):
        path = tmp_path / f"{last}.db"
        with StoppingStore.open(path) as store:
            store.last = last  # type: ignore[attr-defined]
            with pytest.raises(Stopped):
                everything(Device(store))
        with DeviceStore.open(path) as store:
            device = Device(store)
            device.check()
            everything(device)
            device.check()
            assert device.tree.children(f"{URI}/Download") == ["game", "radio"]
            assert device.tree.value(f"{URI}/Download/radio/PkgURL") == "http://a/radio"
            assert device.root.download("game").owed is not None
        with DeviceStore.open(path) as store:
            Device(store).check()


def test_a_machine_is_in_the_state_it_was_in_with_its_order(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        device = Device(store)
        device.server_adds("game")
        assert device.tree.execute(f"{URI}/Download/game/Operations/Download", Order("s", "c-1")).status == 202
        state = device.root.download("game").state
    with DeviceStore.open(tmp_path / "device.db") as store:
        device = Device(store)
        assert device.root.download("game").owed.correlator == "c-1"
        assert device.tree.get(f"{URI}/Download/game/PkgURL", "s").data == "http://a/game"
        assert state.name != "IDLE"


def test_a_journal_whose_node_is_gone_is_one_that_was_deleted(tmp_path: Path) -> None:
    with DeviceStore.open(tmp_path / "device.db") as store:
        device = Device(store)
        device.server_adds("game")
        device.server_adds("music")
        device.tree.remove(f"{URI}/Download/game")
    with DeviceStore.open(tmp_path / "device.db") as store:
        device = Device(store)
        device.check()
        assert device.tree.children(f"{URI}/Download") == ["music"]
        assert device.journals.names() == ["Download/music"]
