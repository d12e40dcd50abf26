"""What a device tells of its own accord: attacks, transfers that stand still, packages that nobody ordered."""

from __future__ import annotations

import hashlib
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
SECOND = 1000
FORGER = Ed25519PrivateKey.generate()


@pytest.fixture
def life(tmp_path: Path, site: Site) -> Iterator[Life]:
    made = Life(tmp_path, site)
    yield made
    made.close()


def told(life: Life, kind: str) -> list[str]:
    """The data of the alerts of a kind that wait in the object."""
    return [found.stored.data for found in life.part.object.reported() if found.kind.name == kind]


def flow_of(life: Life, kind: str) -> Any:
    """How flow control has the newest alert of a kind."""
    token = [found.token for found in life.part.object.reported() if found.kind.name == kind][-1]
    return life.device.alerts.flow.record.alerts[f"{FUMO}:{token}"]


def test_a_forged_announcement_is_reported_once_an_hour_and_the_others_are_counted(life: Life) -> None:
    for _ in range(50):
        life.announce(key=FORGER)
    (data,) = told(life, "securityfailure")
    assert (member_of(data, "ResultCode"), member_of(data, "ISID")) == ("419", "is1")
    kept = flow_of(life, "securityfailure")
    assert kept.state.name == "WAITING", "a million devices heard it, too"
    assert 0 <= kept.due - life.device._now() <= 900 * SECOND
    life.part._steering.receiver._attacks.clear()
    life.announce(key=FORGER)
    assert member_of(told(life, "securityfailure")[-1], "Suppressed") == "49"
    life.rest(2)
    assert len(told(life, "securityfailure")) == 1, "flow control still remembers the hour, over restarts too"


def test_a_flood_of_forged_announcements_writes_to_the_disk_once(life: Life) -> None:
    life.announce(key=FORGER)
    before = life.device._store._connection.total_changes
    for _ in range(50):
        life.announce(key=FORGER)
    assert life.device._store._connection.total_changes == before


def test_an_announcement_that_is_only_a_repeat_is_no_attack(life: Life) -> None:
    life.announce(Action.CANCEL)
    life.announce(isid="unknown", key=FORGER)
    assert told(life, "securityfailure") == []


def test_a_package_of_a_campaign_that_fails_its_check_is_reported_spread_and_survives_a_kill(
    tmp_path: Path,
    site: Site,
) -> None:
    life = Life(tmp_path, site)
    life.device.tree.store(f"{FUMO}/Security/Digest", hashlib.sha256(b"another").digest())
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("DOWNLOAD_FAILED")
    life.again()
    life.rest(2)
    life.again()
    life.rest(2)
    (data,) = told(life, "securityfailure")
    assert member_of(data, "ResultCode") == "421"
    assert flow_of(life, "securityfailure").state.name == "WAITING"
    (result,) = told(life, "autonomousresult")
    assert (member_of(result, "ResultCode"), member_of(result, "ISID")) == ("421", "is1")
    assert flow_of(life, "autonomousresult").nature.failed, "a failure is never sampled away"
    life.close()


def test_a_package_that_one_device_was_ordered_to_take_is_reported_at_once(life: Life) -> None:
    tree = life.device.tree
    assert tree.replace(f"{FUMO}/Download/PkgURL", "http://127.0.0.1:1/x", "dm").status == 200
    assert tree.execute(f"{FUMO}/Download", Order("dm", "c")).status == 202
    life.part.reports.look()
    from swm_enablers.fumo_1_1.messages import Result

    life.part.object.download_fails(Result.VALIDATION_FAILED)
    life.rest(2)
    kinds = [found.kind.name for found in life.part.object.reported()]
    assert kinds[-2:] == ["download", "securityfailure"]
    assert flow_of(life, "securityfailure").state.name == "DUE"


def test_what_the_user_suspends_and_resumes_is_told_and_what_the_server_does_is_not(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7)[:160])
    assert life.device.tree.execute(f"{FUMO}/Operations/Suspend", Order("dm")).status == 200
    life.rest(3)
    assert life.device.tree.execute(f"{FUMO}/Operations/Resume", Order("dm")).status == 200
    life.rest(1)
    assert told(life, "suspended") == told(life, "resumed") == []
    life.part.object.user_pauses()
    life.rest(3)
    life.part.object.user_resumes()
    life.rest(1)
    (suspended,), (resumed,) = told(life, "suspended"), told(life, "resumed")
    transfer = str(life.device.tree.value(f"{FUMO}/Transfer/TransactionID"))
    assert member_of(suspended, "TransactionID") == member_of(resumed, "TransactionID") == transfer != ""
    assert (member_of(suspended, "ResultCode"), member_of(suspended, "State")) == ("210", "32")


def test_in_mode_1_the_server_is_asked_for_leave_once(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1"})
    life.announce(sources=(Source(url=site.package_url),))
    life.rest(3)
    life.again()
    life.rest(3)
    assert life.state == "AWAITING_AUTHORISATION"
    (asked,) = told(life, "transferrequest")
    assert (member_of(asked, "ISID"), member_of(asked, "State")) == ("is1", "12")
    life.close()


def ready(life: Life) -> Any:
    """How flow control has the ImageReady of an announced download."""
    life.announce(Action.DOWNLOAD, sources=(Source(url=life.site.package_url),), **report(life))
    life.until("READY_TO_UPDATE")
    life.rest(2)
    return flow_of(life, "imageready")


def report(life: Life) -> dict[str, Any]:
    return {"report": life.rules} if hasattr(life, "rules") else {}


def test_reports_of_a_campaign_are_spread_as_its_announcement_says(life: Life) -> None:
    life.rules = {"offsetTime": 1000, "randomTimePeriod": 500}  # type: ignore[attr-defined]
    before = life.device._now()
    kept = ready(life)
    assert kept.state.name == "WAITING"
    assert before + 1000 * SECOND <= kept.due <= life.device._now() + 1500 * SECOND


def test_a_campaign_that_is_muted_reports_failures_alone(life: Life) -> None:
    life.rules = {"mute": True}  # type: ignore[attr-defined]
    life.announce(Action.DOWNLOAD, sources=(Source(url=life.site.package_url),), report=life.rules)  # type: ignore[attr-defined]
    life.until("READY_TO_UPDATE")
    life.rest(3)
    assert told(life, "imageready") == []
    assert life.device.alerts.flow.stats.suppressed == 1


def test_a_report_policy_of_the_campaign_changes_its_reports_and_that_of_another_does_not(
    life: Life,
    site: Site,
) -> None:
    life.announce(Action.DOWNLOAD)
    life.until("BROADCAST_SCHEDULED")
    life.announce(Action.REPORT_POLICY, campaign="other", report={"randomTimePeriod": 9})
    assert life.refusal() == ("check_device_state", None)
    life.announce(Action.REPORT_POLICY, report={"offsetTime": 4000})
    life.again()
    life.send(site.datagrams(7))
    life.until("READY_TO_UPDATE")
    life.rest(3)
    kept = flow_of(life, "imageready")
    assert kept.nature.spread_from == 4000 * SECOND and kept.state.name == "WAITING"


def test_report_of_the_broadcast_object_stands_above_the_announcement_and_flow_control_above_both(
    tmp_path: Path,
    site: Site,
) -> None:
    nodes = {"./Broadcast/b1/Report/Type": "StaR", "./Broadcast/b1/Report/OffsetTime": "2000"}
    life = Life(tmp_path, site, **nodes)
    life.announce(Action.DOWNLOAD, report={"offsetTime": 1})
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("READY_TO_UPDATE")
    life.rest(3)
    assert flow_of(life, "imageready").nature.spread_from == 2000 * SECOND
    life.close()


def test_an_entry_of_flow_control_stands_above_what_an_image_server_says(life: Life) -> None:
    tree = life.device.tree
    assert tree.add("./AlertFlow/dm", None, "dm").status == 200
    assert tree.add("./AlertFlow/dm/Mode", "3", "dm").status == 200
    life.rules = {"offsetTime": 1000}  # type: ignore[attr-defined]
    assert ready(life).state.name == "HELD"


def test_the_time_of_a_dm_session_is_trusted_and_never_goes_back(life: Life) -> None:
    steering = life.part._steering
    later = steering.now() + 5_000
    steering.trust(later)
    assert steering.now() == later
    steering.trust(later - 4_000)
    steering.trust(0)
    life.again()
    assert life.part._steering.now() == later, "a restart with a wrong clock changes nothing"
    assert life.device._now() == later * SECOND, "alerts go by it, too"
    life.announce(not_after=later - 1)
    assert life.refusal() == ("check_window", 420)


@pytest.mark.parametrize(
    ("kind", "lost", "told_of"),
    [
        ("RAck", (), ("215", "")),
        ("StaR", (), ("215", "all")),
        ("StaR", (3,), None),
        ("StaR-all", (3,), ("426", "some")),
        (None, (), None),
    ],
)
def test_the_reception_of_a_broadcast_is_reported_as_its_report_type_says(
    kind: str | None,
    lost: tuple[int, ...],
    told_of: tuple[str, str] | None,
    tmp_path: Path,
    site: Site,
) -> None:
    nodes = {"./Broadcast/b1/Repair/Mode": "0"} | ({} if kind is None else {"./Broadcast/b1/Report/Type": kind})
    life = Life(tmp_path, site, **nodes)
    life.announce(Action.DOWNLOAD)
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=lost))
    life.until("DOWNLOAD_FAILED" if lost else "READY_TO_UPDATE")
    life.again()
    life.rest(3)
    found = told(life, "broadcastreport")
    assert len(found) == (told_of is not None)
    for data in found:
        result, octets = member_of(data, "ResultCode"), member_of(data, "BytesReceived")
        length = str(site.target.length)
        assert (result, {"": "", length: "all"}.get(octets, "some")) == told_of
        assert member_of(data, "DeliveryID") == "c1"
    life.close()
