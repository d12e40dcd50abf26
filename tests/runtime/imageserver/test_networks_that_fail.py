"""A campaign whose network or disk fails for a while: it stands still, obeys orders, and goes on."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from swm.delivery.session_description import FluteSession
from swm.imageserver import broadcaster
from swm.imageserver.broadcaster import Broadcaster
from swm.imageserver.campaign import Campaign
from swm.imageserver.orders import OrderBox
from swm.imageserver.record import ServerRecord
from swm.publishing.repository import Package, Publisher
from swm.trust.announcement import Action


class Campaigning:
    """A campaign on loopback, and what it tells."""

    def __init__(self, folder: Path) -> None:
        publisher = Publisher(folder / "repository", folder / "keys", int(time.time()))
        publisher.create()
        (folder / "fw.bin").write_bytes(bytes(50_000))
        target = publisher.publish(folder / "fw.bin", Package("fw", 16_384, 1024), lambda chunk: [])
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.orders = OrderBox(folder / "record.json")
        self.record = ServerRecord(folder / "record.json")
        campaign = Campaign("c1", "fw", "./FwUpdate/Pkg1", FluteSession("127.0.0.1", 9, 1), loops=2, rate=0)
        key = Ed25519PrivateKey.generate()
        self.broadcaster = Broadcaster(
            campaign, "is1", key, publisher, target, self.record, self.orders, "", lambda *told: self.told.append(told)
        )

    def until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + 120
        while not true():
            assert time.monotonic() < end, self.told
            time.sleep(0.01)

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.told]


@pytest.fixture
def campaigning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Campaigning]:
    monkeypatch.setattr(broadcaster, "AGAIN", 0.01)
    made = Campaigning(tmp_path)
    yield made
    made.broadcaster.close()


class Network:
    """It is down until `comes_up`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real, self._up, self.tries = broadcaster.open_sender, threading.Event(), 0
        monkeypatch.setattr(broadcaster, "open_sender", self._open)

    def _open(self, *place: Any) -> Any:
        self.tries += 1
        if not self._up.is_set():
            raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
        return self._real(*place)

    def comes_up(self) -> None:
        self._up.set()


def test_a_campaign_goes_on_when_the_network_is_back(campaigning: Campaigning, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(monkeypatch)
    campaigning.broadcaster.start()
    campaigning.until(lambda: network.tries > 3)
    assert campaigning.kinds().count("campaign stands still") == 1
    assert campaigning.kinds().count("announced") == 1
    network.comes_up()
    campaigning.until(lambda: "campaign over" in campaigning.kinds())
    assert campaigning.broadcaster.state()["loops"] == 2


def test_an_order_is_obeyed_once_when_the_disk_takes_it(
    campaigning: Campaigning, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    campaigning.broadcaster.start()
    campaigning.until(lambda: network.tries > 0)
    real, full = campaigning.record.update, threading.Event()
    full.set()

    def update(campaign: str, **changed: Any) -> Any:
        if full.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(campaign, **changed)

    monkeypatch.setattr(campaigning.record, "update", update)
    for action in (Action.SUSPEND, Action.CANCEL):
        campaigning.broadcaster.order(campaigning.orders.put("c1", action))
    campaigning.until(lambda: campaigning.kinds().count("campaign stands still") > 1)
    assert len(campaigning.orders.waiting()) == 2
    full.clear()
    campaigning.until(lambda: not campaigning.orders.waiting())
    assert [facts["standing"] for kind, facts in campaigning.told if kind == "ordered"] == ["suspended", "cancelled"]
