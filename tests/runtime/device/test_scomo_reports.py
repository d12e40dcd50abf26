"""What a download of SCOMO tells of its own accord: the same as FUMO's package, from the node that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_image_servers import FUMO, Life, Site, site, stubs

from swm.device.swm_report import member_of
from swm.tree import Order
from swm.trust import Action, Source

__all__ = ["site", "stubs"]
SCOMO = "./SCOMO"
APP = f"{SCOMO}/Download/app"
FORGER = Ed25519PrivateKey.generate()


class ScomoLife(Life):
    """A device whose component `app` image servers may steer; its firmware they may not."""

    def _start(self) -> None:
        super()._start()
        if self.device.tree.exists(APP):
            self._look_at_the_node()

    def _look_at_the_node(self) -> None:
        self.part = self.device.parts[1]._handlers[APP]
        self.part.object = self.part.node

    def _prepare(self, nodes: dict[str, str]) -> None:
        assert self.device.tree.add(APP, None, format="node").status == 200
        own: dict[str, Any] = {
            "PkgID": "app",
            "ImageServer/Ref": "./ImageServer/is1",
            "ImageServer/Mode": "3",
            "Broadcast/Ref": "./Broadcast/b1",
            "Broadcast/FileURI": "fw",
            "Security/PkgSize": str(self.site.target.length),
            "Security/DigestAlg": "sha-256",
            "Security/Digest": self.site.target.sha256,
            "Policy/InitialBackoff": "0",
        }
        theirs = {f"{APP}/{path}": value for path, value in (own | nodes).items()}
        super()._prepare({"./ImageServer/is1/AllowedTargets": APP, "ImageServer/Mode": "0", **theirs})
        self._look_at_the_node()

    def announce(self, action: Action = Action.DOWNLOAD_AND_UPDATE, **changed: Any) -> None:
        super().announce(action, **({"target": APP} | changed))

    def told_of(self, kind: str) -> list[str]:
        """The data of the node's alerts of a kind that wait."""
        reported = self.device.parts[1].root.reported()
        return [one.stored.data for one in reported if one.kind.name == kind and one.root == APP]

    def flow_of(self, kind: str) -> Any:
        """How flow control has the newest of a kind."""
        tokens = [one.token for one in self.device.parts[1].root.reported() if one.kind.name == kind]
        return self.device.alerts.flow.record.alerts[f"{SCOMO}:{tokens[-1]}"]


@pytest.fixture
def life(tmp_path: Path, site: Site) -> Iterator[ScomoLife]:
    made = ScomoLife(tmp_path, site)
    yield made
    made.close()


def test_a_component_that_nobody_ordered_is_told_when_it_is_there_and_when_it_is_installed(life: ScomoLife) -> None:
    life.announce(sources=(Source(url=life.site.package_url),))
    life.until("INSTALL_PROGRESSING")
    life.until("IDLE")
    life.rest(3)
    life.again()
    life.rest(3)
    (ready,), (result,) = life.told_of("imageready"), life.told_of("autonomousresult")
    transfer = str(life.device.tree.value(f"{APP}/Transfer/TransactionID"))
    for data in (ready, result):
        assert (member_of(data, "ISID"), member_of(data, "DeliveryID")) == ("is1", "c1")
        assert (member_of(data, "Identifier"), member_of(data, "TransactionID")) == ("app", transfer)
    assert (member_of(ready, "ResultCode"), member_of(result, "ResultCode")) == ("1200", "1200")
    assert life.flow_of("autonomousresult").nature.campaign, "many devices have it at the same time"


def test_an_ordered_download_is_told_by_its_final_alert_alone(life: ScomoLife) -> None:
    assert life.device.tree.execute(f"{APP}/Operations/ReceiveBroadcast", Order("dm", "c-1")).status == 202
    life.until("BROADCAST_SCHEDULED")
    life.send(life.site.datagrams(7))
    life.until("DOWNLOAD_COMPLETE")
    life.rest(3)
    assert life.told_of("imageready") == life.told_of("autonomousresult") == []
    (final,) = life.told_of("operation_complete")
    assert final.startswith("1215")


def test_what_an_image_server_suspends_resumes_and_cancels_is_told_over_kills(life: ScomoLife, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7)[:100])
    for action, state in (
        (Action.SUSPEND, "DOWNLOAD_SUSPENDED"),
        (Action.RESUME, "DOWNLOAD_PROGRESSING"),
        (Action.CANCEL, "DOWNLOAD_CANCELLED"),
    ):
        life.announce(action)
        assert life.state == state
        life.rest(1)
        life.again()
        life.rest(1)
    # The kill in the middle of the transfer is an interruption of its own.
    kinds = ("suspended", "interrupted", "resumed")
    assert [len(life.told_of(kind)) for kind in kinds] == [1, 1, 2]
    (result,) = life.told_of("autonomousresult")
    assert (member_of(result, "ResultCode"), member_of(result, "ISID")) == ("1417", "is1")


def test_in_mode_1_the_server_is_asked_for_leave_once(tmp_path: Path, site: Site) -> None:
    life = ScomoLife(tmp_path, site, **{"ImageServer/Mode": "1"})
    life.announce(sources=(Source(url=site.package_url),))
    life.rest(3)
    life.again()
    life.rest(3)
    assert life.state == "AWAITING_AUTHORISATION"
    (asked,) = life.told_of("transferrequest")
    assert (member_of(asked, "ISID"), member_of(asked, "State")) == ("is1", "12")
    life.close()


def test_a_package_that_fails_its_check_is_a_failure_of_security_too(tmp_path: Path, site: Site) -> None:
    life = ScomoLife(tmp_path, site)
    life.device.tree.store(f"{APP}/Security/Digest", bytes(32))
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("DOWNLOAD_FAILED")
    life.rest(2)
    (data,) = life.told_of("securityfailure")
    assert member_of(data, "ResultCode") == "1421"
    assert life.flow_of("securityfailure").state.name == "WAITING", "a million devices have it"
    life.close()


def test_an_attack_is_told_by_the_object_that_is_named(life: ScomoLife) -> None:
    life.announce(key=FORGER)
    life.announce(key=FORGER)
    (data,) = life.told_of("securityfailure")
    assert (member_of(data, "ResultCode"), member_of(data, "ISID")) == ("1419", "is1")
    fumo: Any = life.device.parts[0]
    assert [one for one in fumo.object.reported() if one.kind.name == "securityfailure"] == []


def test_an_attack_that_names_no_object_of_the_device_is_told_by_the_first_that_listens(life: ScomoLife) -> None:
    life.announce(key=FORGER, target="./Nothing")
    fumo: Any = life.device.parts[0]
    (told,) = [one for one in fumo.object.reported() if one.kind.name == "securityfailure"]
    assert told.root == FUMO
    life.announce(key=FORGER)
    assert life.told_of("securityfailure") == [], "one an hour and image server, whatever is named"


def test_a_node_of_the_name_of_one_that_is_gone_begins_anew(life: ScomoLife) -> None:
    store = life.device._store
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.announce(Action.CANCEL)
    life.rest(2)
    assert store.read(f"{APP} reports", "") is not None
    assert life.device.tree.delete(APP, "dm").status == 200
    life.rest(1)
    assert store.read(f"{APP} reports", "") is None
    (left,) = life.told_of("autonomousresult")
    assert "1417" in left, "what it told goes out all the same"
