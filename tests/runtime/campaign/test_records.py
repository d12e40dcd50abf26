"""The rows of a campaign, in both databases: who claims what, which session has a device, what a new run may change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from swm.campaign.plan import Column, Execution, Plan, Writing
from swm.campaign.preparation import TOPIC
from swm.campaign.records import CampaignRecords, Enrolled, Pace, State
from swm.errors import LocalError
from swm.server import Note, SqlStore, open_store
from swm.server.store import Commit, Inputs, Overtaken, StoredSession, Turn
from swm.session import Account, ReceivedAlert, Scheme, Secret
from swm.syncml import Encoding, Item

PLAN = Plan(
    "spring", (Writing("fumo-1.1", "./F", values=(("Policy/MinBattery", Column("ring")),)),), Execution("f", "x")
)
PACE = Pace(attempts=3, answer=10.0, session=60.0, back_off=4.0, longest=6.0)
ACCOUNT = Account(Secret("u1", "p", Scheme.MD5, b""), Secret("server", "q", Scheme.MD5, b"n"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.db'}"
    return str(request.getfixturevalue("database"))


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    with closing(open_store(url)) as found:
        found.put_accounts({"u1": ACCOUNT})
        yield found


def records_of(
    store: SqlStore, plan: Plan = PLAN, changed: Callable[[str], object] = lambda device: None
) -> CampaignRecords:
    return CampaignRecords(store, plan, PACE, jitter=lambda: 1.0, changed=changed)


def devices(count: int, notify: str | None = "127.0.0.1:9") -> list[Enrolled]:
    return [Enrolled(f"d{number:04}", notify, "u1", {"ring": "20", "other": "x"}) for number in range(count)]


class Session:
    """A session of a device: its notes, committed one turn each."""

    def __init__(self, store: SqlStore, records: CampaignRecords, device: str, key: str) -> None:
        self.store = store
        self.device = device
        self.key = key
        self.turn = 0
        told = asyncio.run(records.orders(device))
        self.orders: dict[str, Any] | None = None if told is None else json.loads(told)
        self.previous = self.orders["previous"] if self.orders else ""

    def note(self, step: str, state: str, at: float = 100.0, **more: Any) -> None:
        assert self.orders is not None
        self.turn += 1
        token = f"{self.orders['token']}.{self.turn}"
        value = {"campaign": "spring", "previous": self.previous, "token": token, "step": step}
        value |= {"state": state, "facts": {}, **more}
        stored = StoredSession(self.key, self.device, self.key, 1, "http://h/dm", None, at)
        turn = Turn(self.turn, b"", Encoding.XML, None, Inputs(), b"", None, False, at)
        note = Note(TOPIC, json.dumps(value))
        asyncio.run(self.store.commit(Commit(stored, turn, notes=[note])))
        self.previous = token


def test_due_devices_are_claimed_once_by_whoever_comes_first(url: str, store: SqlStore) -> None:
    mine = records_of(store)
    assert mine.enrol(devices(10), 100.0) == 10
    with closing(open_store(url)) as other:
        theirs = records_of(other)
        assert theirs.enrol(devices(10), 100.0) == 0
        first = [called.device for called in mine.claim(100.0, 4, "me")]
        second = [called.device for called in theirs.claim(100.0, 100, "they")]
        assert (len(first), len(second)) == (4, 6)
        assert sorted(first + second) == [device.device for device in devices(10)]
        assert mine.claim(100.0, 100, "me") == []
        assert mine.counts() == {State.CALLED: 10}


def test_a_claim_ends_by_itself_and_the_next_comes_after_a_pause_that_grows(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    [first] = records.claim(100.0, 1, "me")
    assert (first.attempts, first.due) == (1, 114.0), "10 s to come, 4 s of back-off"
    assert first.account == ACCOUNT
    assert records.claim(113.9, 1, "they") == []
    [second] = records.claim(114.0, 1, "they")
    assert (second.attempts, second.due) == (2, 130.0), "10 s and 8 s, which 6 s bound"
    [third] = records.claim(130.0, 1, "me")
    assert third.attempts == 3
    assert records.claim(third.due, 1, "me") == []
    [row] = records.rows()
    assert (row.state, row.path[-1]) == (State.FAILED, "failed")
    assert "3 attempts" in row.error
    assert records.claim(1e9, 1, "me") == []


def test_the_next_due_device_is_found_through_the_index(store: SqlStore) -> None:
    if not store.is_embedded:
        pytest.skip("PostgreSQL plans by statistics; the index is the same")
    records = records_of(store)
    records.enrol(devices(50), 100.0)
    statement = str(records.due(100.0, 5).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    plan = store.read(
        lambda connection: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    )
    assert plan == ["SEARCH swm_campaign_devices USING INDEX swm_campaign_devices_due (campaign=? AND due<?)"]


def test_a_session_moves_its_device_with_the_turn_that_says_so(store: SqlStore) -> None:
    changed: list[str] = []
    records = records_of(store, changed=changed.append)
    records.enrol(devices(1), 100.0)
    records.claim(100.0, 1, "me")
    session = Session(store, records, "d0000", "1")
    assert session.orders is not None
    assert session.orders["columns"] == {"ring": "20"}, "only what the plan reads"
    session.note("meeting", "meeting", 101.0)
    assert records.claim(160.9, 1, "me") == [], "it has 60 s for its session"
    session.note("executing", "executing", 102.0)
    session.note("ready", "ready", 103.0, status=202)
    [row] = records.rows()
    assert (row.state, row.status, row.at) == (State.READY, 202, 103.0)
    assert row.path == ("waiting", "called", "meeting", "executing", "ready")
    assert changed == ["d0000"]
    assert asyncio.run(records.orders("d0000")) is None
    assert records.claim(1e9, 1, "me") == []


def test_of_two_sessions_of_a_device_the_later_has_it_and_the_earlier_stores_nothing_more(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    earlier = Session(store, records, "d0000", "1")
    earlier.note("meeting", "meeting")
    later = Session(store, records, "d0000", "2")
    later.note("meeting", "meeting")
    with pytest.raises(Overtaken):
        earlier.note("executing", "executing")
    later.note("executing", "executing")
    assert [note.session_id for note in store.notes("d0000")] == ["1", "2", "2"]
    assert Session(store, records, "d0000", "3").orders["state"] == "executing"  # type: ignore[index]


def test_two_sessions_that_read_the_same_row_cannot_both_begin(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    one, other = (Session(store, records, "d0000", key) for key in ("1", "2"))
    one.note("meeting", "meeting")
    with pytest.raises(Overtaken):
        other.note("meeting", "meeting")


def test_a_session_that_read_the_row_before_the_exec_went_out_cannot_begin_after_it(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    one = Session(store, records, "d0000", "1")
    one.note("meeting", "meeting")
    other = Session(store, records, "d0000", "2")
    one.note("executing", "executing")
    with pytest.raises(Overtaken):
        other.note("meeting", "meeting")
    one.note("ready", "ready", status=202)


def test_a_session_that_is_lost_gives_its_device_back_when_its_time_is_over(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(2), 100.0)
    Session(store, records, "d0000", "1").note("meeting", "meeting", 100.0)
    gone = Session(store, records, "d0001", "2")
    gone.note("meeting", "meeting", 100.0)
    gone.note("executing", "executing", 101.0)
    assert {called.device for called in records.claim(161.0, 9, "they")} == {"d0000", "d0001"}
    assert records.counts() == {State.CALLED: 1, State.EXECUTING: 1}, "that its Exec is out is not forgotten"
    later = Session(store, records, "d0001", "3")
    assert later.orders is not None and later.orders["state"] == "executing"


def test_a_device_whose_exec_is_out_and_that_never_comes_back_is_unanswered(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    session = Session(store, records, "d0000", "1")
    session.note("meeting", "meeting", 100.0)
    session.note("executing", "executing", 100.0)
    for now in (200.0, 300.0, 400.0, 500.0):
        records.claim(now, 1, "me")
    assert records.counts() == {State.UNANSWERED: 1}
    assert records.again(500.0) == 0
    session.note("ready", "ready", 501.0, status=202)
    assert records.counts() == {State.READY: 1}, "its own session may still tell"


def test_a_device_without_an_address_is_nobodys_to_call(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1, None), 100.0)
    assert records.claim(1e9, 5, "me") == []
    session = Session(store, records, "d0000", "1")
    session.note("meeting", "meeting", 100.0, more=1)
    assert records.claim(160.0, 5, "me") == []
    [row] = records.rows()
    assert (row.state, row.attempts, row.path) == (State.WAITING, 1, ("waiting", "meeting", "waiting"))


def test_a_refusal_for_a_time_lets_the_device_wait(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    records.claim(100.0, 1, "me")
    session = Session(store, records, "d0000", "1")
    session.note("meeting", "meeting", 101.0)
    refusal = {"command": "Add", "uri": "./F/x", "status": 420}
    session.note("refused", "waiting", 102.0, attempt=1, refusals=[refusal], error="Add ./F/x: Status 420")
    [row] = records.rows()
    assert (row.state, list(row.refusals)) == (State.WAITING, [refusal])
    assert records.claim(105.9, 1, "me") == []
    assert len(records.claim(106.0, 1, "me")) == 1


def test_who_stops_lets_go_of_what_only_it_has_called(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(3), 100.0)
    records.claim(100.0, 2, "me")
    records.claim(100.0, 1, "they")
    assert records.release(101.0, "me") == 2
    [first, second] = records.claim(101.0, 9, "they")
    assert (first.attempts, second.attempts) == (1, 1), "a call that was taken back is no attempt"


def test_devices_that_failed_get_all_attempts_anew(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(1), 100.0)
    Session(store, records, "d0000", "1").note("refused", "failed", refusals=[], error="x")
    assert records.again(200.0) == 1
    [called] = records.claim(200.0, 1, "me")
    assert called.attempts == 1


def test_another_plan_under_the_same_name_is_refused_and_another_name_is_another_campaign(store: SqlStore) -> None:
    records_of(store).enrol(devices(2), 100.0)
    changed = Plan("spring", PLAN.writings, Execution("f", "y"))
    with pytest.raises(LocalError, match="other values or another Exec"):
        records_of(store, changed).enrol(devices(2), 100.0)
    summer = records_of(store, Plan("summer", PLAN.writings, PLAN.execution))
    assert summer.enrol(devices(3), 100.0) == 3
    assert records_of(store).counts() == {State.WAITING: 2}


def test_a_longer_list_adds_devices_and_changes_nothing_of_those_at_their_end(store: SqlStore) -> None:
    records = records_of(store)
    records.enrol(devices(2), 100.0)
    Session(store, records, "d0000", "1").note("ready", "ready")
    moved = [Enrolled(one.device, "127.0.0.1:10", "u1", {"ring": "30"}) for one in devices(3)]
    assert records.enrol(moved, 200.0) == 1
    assert records.counts() == {State.READY: 1, State.WAITING: 2}
    called = records.claim(200.0, 9, "me")
    assert {one.notify for one in called} == {"127.0.0.1:10"}
    told = asyncio.run(records.orders("d0001"))
    assert told is not None and json.loads(told)["columns"] == {"ring": "30"}


def test_accounts_that_the_store_does_not_have_are_named(store: SqlStore) -> None:
    names = [f"u{number}" for number in range(1200)]
    assert records_of(store).unknown_accounts(names) == [name for name in names if name != "u1"]


def test_rows_come_in_the_order_of_the_list_however_many(store: SqlStore) -> None:
    records = records_of(store)
    listed = devices(1100)[::-1]
    records.enrol(listed, 100.0)
    assert [row.device for row in records.rows()] == [device.device for device in listed]


def test_alerts_are_those_of_its_devices_since_it_began(store: SqlStore) -> None:
    records = records_of(store)

    def hear(device: str, key: str, at: float) -> None:
        stored = StoredSession(key, device, key, 1, "http://h/dm", None, at)
        turn = Turn(1, b"", Encoding.XML, None, Inputs(), b"", None, True, at)
        asyncio.run(store.commit(Commit(stored, turn, [ReceivedAlert("c", Item(data="200"))])))

    hear("d0000", "before", 50.0)
    records.enrol(devices(1), 100.0)
    hear("d0000", "after", 150.0)
    hear("stranger", "other", 151.0)
    assert [(device, at) for device, at, _ in records.alerts()] == [("d0000", 150.0)]
