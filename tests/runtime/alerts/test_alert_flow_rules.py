"""Each rule of alert flow control by itself; then all of it with a real object, real nodes and sessions over HTTP."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from dm_server import served
from flowing import KEY, SECOND, Draws, World, entry_of
from fumo_device import Device

from swm.alerts import backoff
from swm.alerts.bucket import Bucket, Rate
from swm.alerts.change import share_of
from swm.alerts.entries import FlowEntries
from swm.alerts.flow import AlertFlow
from swm.alerts.marks import at_least
from swm.alerts.record import FlowRecord
from swm.device import run_session
from swm.errors import LocalError
from swm.machine import MemoryJournal, MemoryJournals
from swm.server import Dialogue
from swm.session import DmClientSession
from swm.tree.management import Order
from swm_enablers.alertflow_1_0.client import AlertflowRoot
from swm_enablers.alertflow_1_0.nodes import AlertState
from swm_enablers.alertflow_1_0.server import Alertflow


def world_with(mode: int, **leaves: Any) -> World:
    world = World()
    world.entry = entry_of(mode, **leaves)
    return world


def reported(world: World, kind: str, *, failed: bool = False, correlator: bool = False, campaign: bool = False) -> Any:
    """How the alert stands once it has come up."""
    token = world.report(kind, failed, correlator, campaign, "is1")
    world.flow.advance(world.now, world.draws)
    return world.flow.record.alerts.get(f"fumo:{token}")


def state_of(world: World, kind: str, **how: bool) -> AlertState | None:
    kept = reported(world, kind, **how)
    return None if kept is None else kept.state


def test_without_an_entry_alerts_go_out_as_they_always_did() -> None:
    world = World()
    assert state_of(world, "imageready") is AlertState.DUE
    assert world.flow.wants_session


def test_a_time_is_drawn_from_all_of_the_period_after_the_offset() -> None:
    dues, draws = [], Draws()
    for _ in range(2000):
        world = world_with(1, OffsetTime=100, RandomTimePeriod=1000)
        world.draws = draws
        kept = reported(world, "imageready")
        assert kept is not None and kept.due is not None
        dues.append(kept.due - world.now)
    assert 100 * SECOND <= min(dues) < 105 * SECOND and 1095 * SECOND < max(dues) <= 1100 * SECOND
    quarters = [sum(1 for due in dues if part * 250 <= due / SECOND - 100 < (part + 1) * 250) for part in range(4)]
    # 500 of each are expected; the standard deviation is 19.4.
    assert all(400 < quarter < 600 for quarter in quarters)


def test_what_comes_up_while_another_waits_goes_out_with_it_where_that_lies_in_its_own_period() -> None:
    world = world_with(1, RandomTimePeriod=1000)
    first = reported(world, "imageready")
    assert first is not None and first.due is not None
    world.now += 1
    second = reported(world, "suspended")
    assert second is not None and second.due == first.due
    assert world.entry is not None
    world.entry = {**world.entry, "OffsetTime": "2000"}
    third = reported(world, "resumed")
    assert third is not None and third.due is not None and third.due >= world.now + 2000 * SECOND


def test_no_time_is_later_than_max_delay() -> None:
    world = world_with(1, OffsetTime=100, RandomTimePeriod=1000, MaxDelay=50)
    assert reported(world, "imageready").due == world.now + 50 * SECOND


def test_an_important_alert_of_this_device_alone_goes_out_at_once_and_one_of_a_campaign_does_not() -> None:
    world = world_with(1, RandomTimePeriod=1000)
    assert state_of(world, "autonomousresult", failed=True) is AlertState.DUE
    assert state_of(world, "autonomousresult", failed=True, campaign=True) is AlertState.WAITING
    assert state_of(world, "userrequest", campaign=True) is AlertState.DUE


def test_marks_are_ordered_and_an_unknown_one_is_not_important() -> None:
    assert at_least("fatal", "critical") and at_least("critical", "critical")
    assert not at_least("minor", "critical") and not at_least("terrible", "critical")


def test_the_sample_is_the_share_of_transfers_that_the_server_asked_for() -> None:
    below = sum(1 for number in range(10_000) if share_of(KEY, f"delivery-{number}") < 20_000)
    # 2,000 of 10,000 are expected; the standard deviation is 40.
    assert 1800 < below < 2200
    assert share_of(KEY, "delivery-1") == share_of(KEY, "delivery-1") != share_of(b"another", "delivery-1")


def test_only_what_informs_is_sampled() -> None:
    world = world_with(2, SamplePercentage=0, RandomTimePeriod=1000)
    assert state_of(world, "imageready") is None
    assert world.flow.stats.suppressed == 1
    assert state_of(world, "autonomousresult", failed=True, campaign=True) is AlertState.WAITING
    assert state_of(world, "update", correlator=True) is AlertState.WAITING
    assert state_of(world, "update") is AlertState.WAITING, "it ends an order that had no Correlator"
    assert state_of(world, "imageready", correlator=True) is AlertState.WAITING


def test_an_attack_is_reported_once_an_hour_for_each_image_server() -> None:
    world = World()
    kept = reported(world, "securityfailure", campaign=True)
    assert kept.state is AlertState.WAITING and kept.due <= world.now + 900 * SECOND
    assert state_of(world, "securityfailure", campaign=True) is None
    assert world.flow.stats.suppressed == 1
    assert state_of(world, "securityfailure") is AlertState.DUE, "one that only this device sees goes out at once"
    world.now += 3_600 * SECOND
    assert state_of(world, "securityfailure", campaign=True) is not None


def test_made_up_names_of_image_servers_do_not_make_a_device_speak_without_end() -> None:
    world = World()
    for number in range(80):
        world.report("securityfailure", True, False, True, f"made-up-{number}")
        world.flow.advance(world.now, world.draws)
    assert world.flow.stats.pending == 64 and world.flow.stats.suppressed == 16
    assert len(world.flow.record.attacks) == 64


def test_what_is_held_waits_for_release_and_is_spread_then() -> None:
    world = world_with(3, RandomTimePeriod=1000)
    assert reported(world, "imageready").due is None
    world.take(("session",))
    assert world.delivered == [], "the server holds it in its own sessions too"
    world.flow.release()
    world.advance()
    [kept] = world.flow.record.alerts.values()
    assert kept.state is AlertState.WAITING and world.now < kept.due <= world.now + 1000 * SECOND


def test_flush_sends_in_this_session_and_discard_drops_what_only_informs() -> None:
    world = world_with(3)
    reported(world, "imageready")
    reported(world, "update", correlator=True)
    world.flow.discard()
    assert (world.flow.stats.dropped, world.flow.stats.pending) == (1, 1)
    world.flow.flush()
    assert world.session(True) == ["fumo:2"]


def test_nothing_is_held_longer_than_max_delay_or_valid_until() -> None:
    world = world_with(3, MaxDelay=100)
    reported(world, "imageready")
    assert world.flow.next_time(world.now) == world.now + 100 * SECOND
    world.now += 100 * SECOND
    world.advance()
    assert world.flow.wants_session
    end = datetime.datetime.fromtimestamp(world.now // SECOND + 50, datetime.UTC)
    world.entry = {"Mode": "3", "ValidUntil": end.strftime("%Y%m%dT%H%M%SZ")}
    assert state_of(world, "imageready") is AlertState.HELD
    world.now += 51 * SECOND
    assert state_of(world, "imageready") is AlertState.DUE, "an entry that has ended controls nothing"
    assert AlertState.HELD not in {kept.state for kept in world.flow.record.alerts.values()}


def test_alerts_without_a_correlator_are_joined_up_to_max_items() -> None:
    world = world_with(0, MaxItems=2)
    for kind, correlator in (("imageready", False), ("suspended", False), ("imageready", False), ("update", True)):
        reported(world, kind, correlator=correlator)
    found = world.flow.pending()
    assert [len(alert.items) for _, alert in found] == [2, 1, 1]
    assert [alert.correlator for _, alert in found] == [None, None, "c4"]
    assert world.flow.pending() == found, "a session that asks twice is given the same"
    world.flow.answered(found[0][0])
    assert world.flow.stats.sent == 2


def test_the_oldest_goes_out_first_even_when_a_newer_one_was_handed_out_before() -> None:
    world = World()
    for _ in range(2):
        reported(world, "update", correlator=True)
    world.flow.sending_failed(world.now, world.draws)
    reported(world, "update", correlator=True)
    assert [alert.correlator for _, alert in world.flow.pending()] == ["c3"]
    world.flow.session_opens(world.now, world.draws)
    assert [alert.correlator for _, alert in world.flow.pending()] == ["c1", "c2", "c3"]


def test_the_wait_after_a_failure_is_drawn_from_all_of_a_doubling_time_with_a_ceiling() -> None:
    ceilings = [backoff.ceiling_of(failures, 60, 1000) for failures in range(8)]
    assert ceilings == [60, 120, 240, 480, 960, 1000, 1000, 1000]
    assert backoff.ceiling_of(10**6, 60, 1000) == 1000
    draws = Draws()
    waits = [backoff.wait(3, 60, 1000, draws) for _ in range(5000)]
    assert min(waits) == 0 and max(waits) == 480


def test_after_max_attempts_an_alert_waits_for_the_server_to_open_a_session() -> None:
    world = world_with(0, MaxAttempts=2, InitialBackoff=60)
    reported(world, "imageready")
    for expected in (AlertState.BACKOFF, AlertState.BACKOFF, AlertState.STORED):
        world.flow.sending_failed(world.now, world.draws)
        [kept] = world.flow.record.alerts.values()
        assert kept.state is expected
        world.now += 120 * SECOND
        world.advance()
    assert not world.flow.wants_session and world.flow.next_time(world.now) is None
    world.take(("session",))
    assert world.delivered == ["1"]


def test_retry_after_is_kept_to_the_second_and_cannot_silence_a_device() -> None:
    world = world_with(0, MaxBackoff=240, MaxDelay=1000)
    reported(world, "imageready")
    world.flow.sending_failed(world.now, world.draws, 33)
    assert world.flow.next_time(world.now) == world.now + 33 * SECOND
    world.now += 33 * SECOND
    world.advance()
    assert world.flow.wants_session
    world.flow.sending_failed(world.now, world.draws, 10**9)
    assert world.flow.next_time(world.now) == world.now + 1000 * SECOND


def test_a_full_store_drops_the_oldest_that_only_informs_and_says_when_it_can_drop_none() -> None:
    world = world_with(3, MaxStored=2)
    first, second = reported(world, "imageready"), reported(world, "update", correlator=True)
    assert first is not None and second is not None and not world.flow.is_full, "the first can make room"
    assert reported(world, "suspended") is not None
    assert "fumo:1" not in world.flow.record.alerts and world.flow.stats.dropped == 1
    reported(world, "update", correlator=True)
    reported(world, "autonomousresult", failed=True, campaign=True)
    assert world.flow.stats == type(world.flow.stats)(pending=3, sent=0, suppressed=0, dropped=2)
    assert world.flow.is_full


def test_a_bucket_follows_a_new_rate_and_a_clock_that_was_set_back_brings_nothing() -> None:
    bucket = Bucket.full(Rate(4, 1000), 0).taken().taken()
    assert bucket.refilled(Rate(8, 1000), 0).units == 4 * 1000
    assert bucket.refilled(Rate(4, 1000), -500).units == bucket.units
    empty = bucket.taken().taken()
    assert not empty.has_token and empty.next_token == 250
    assert empty.refilled(Rate(4, 1000), 250).has_token and not empty.refilled(Rate(4, 1000), 249).has_token
    assert Bucket.full(Rate(0, 1000), 0).taken().has_token, "0 is no limit"


def test_nonsense_in_an_entry_never_keeps_an_alert_back() -> None:
    world = World()
    world.entry = {"Mode": "2", "SamplePercentage": "NaN", "ValidUntil": "soon", "ImmediateMark": "loud"}
    assert state_of(world, "imageready") is AlertState.DUE
    assert world.flow.stats.suppressed == 0


@pytest.mark.parametrize("record", [b"", b"[]", b'{"format": 2}', b'{"format": 1, "alerts": {"a": {}}}', b"\xff"])
def test_a_journal_that_cannot_be_read_is_refused_and_stays(record: bytes) -> None:
    with pytest.raises(LocalError):
        FlowRecord.read(record)


# all of it ------------------------------------------------------------------------------------------------------------

AT = "./AlertFlow"


class Controlled:
    """A FUMO device whose alerts a server controls."""

    def __init__(self) -> None:
        self.device = Device()
        self.tree = self.device.tree
        entries = FlowEntries("server", self.tree)
        root = AlertflowRoot(self.tree, AT, entries, MemoryJournals())
        self.flow = AlertFlow({"fumo": self.device.object}, entries.policy, KEY, MemoryJournal())
        entries.connect(root, self.flow)
        root.recover()
        self.now = 1_700_000_000 * SECOND

    def advance(self) -> None:
        self.flow.advance(self.now, Draws())

    def write(self, **leaves: str) -> None:
        if not self.tree.exists(f"{AT}/s"):
            assert self.tree.add(f"{AT}/s", None).status == 200
        for name, value in leaves.items():
            done = self.tree.replace if self.tree.exists(f"{AT}/s/{name}") else self.tree.add
            assert done(f"{AT}/s/{name}", value).status == 200, name

    def shown(self) -> list[str]:
        return [
            str(self.tree.get(f"{AT}/s/Stats/{name}").data) for name in ("Pending", "Sent", "Suppressed", "Dropped")
        ]


def test_a_server_holds_alerts_reads_the_figures_and_flushes_them_in_one_session() -> None:
    controlled = Controlled()
    controlled.write(Mode="3", MaxItems="5")
    for _ in range(3):
        controlled.device.object.announce("imageready", "200")
    controlled.advance()
    assert controlled.flow.pending() == [] and controlled.shown() == ["3", "0", "0", "0"]
    received: list[int] = []

    async def manage(dialogue: Dialogue) -> None:
        [control] = await Alertflow.find(dialogue)
        entry = control.instances["s"]
        assert await entry.stats.pending.get() == 3
        assert await entry.operations.flush.execute() == 200
        # What was flushed comes with the package that carries the Status.
        assert await entry.stats.dropped.get() == 0
        received.append(len(dialogue.alerts))

    with served(manage) as url:
        client = DmClientSession(
            controlled.tree, server_uri=url, device_id="IMEI:1", server_id="server", alerts=controlled.flow
        )
        run_session(client, "1")
    assert controlled.flow.stats.sent == 3 and controlled.device.object.pending() == []
    assert controlled.shown() == ["0", "3", "0", "0"]
    assert sum(received) == 3, "the alerts came in this session, joined"


def test_the_operations_of_an_entry_reach_the_alerts_and_without_an_entry_nothing_is_held() -> None:
    controlled = Controlled()
    controlled.write(Mode="3")
    controlled.device.object.announce("imageready", "200")
    controlled.advance()
    assert controlled.tree.execute(f"{AT}/s/Operations/Discard", Order("server")).status == 200
    assert controlled.shown() == ["0", "0", "0", "1"]
    controlled.device.object.announce("imageready", "200")
    controlled.advance()
    assert controlled.tree.delete(f"{AT}/s").status == 200
    assert controlled.flow.wants_session


def test_an_entry_of_another_server_controls_nothing_here() -> None:
    controlled = Controlled()
    controlled.write(Mode="3")
    controlled.tree.store(f"{AT}/s/ServerID", "another")
    controlled.device.object.announce("imageready", "200")
    controlled.advance()
    assert controlled.flow.wants_session


def test_entries_that_are_not_connected_are_the_devices_own_fault() -> None:
    device = Device()
    entries = FlowEntries("server", device.tree)
    root = AlertflowRoot(device.tree, AT, entries, MemoryJournals())
    root.make_entry("s", {"Mode": "3"})
    with pytest.raises(LocalError, match="not connected"):
        entries.policy()
        entries.flow_of(f"{AT}/s")
