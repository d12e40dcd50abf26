"""The store: a turn with all it brought or nothing, whose database it is, and what is forgotten when."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from swm.server import Note, SqlStore, StoredNote, StoreFailed, StoreRefused, open_store
from swm.server.store import Commit, Inputs, Overtaken, StoredSession, Turn, TurnTaken
from swm.session import Account, ReceivedAlert, Scheme, Secret
from swm.syncml import Encoding, Item, Location, Meta

ACCOUNT = Account(Secret("IMEI:1", "pw-1", Scheme.MD5, b"n-1"), Secret("server", "pw-2", Scheme.MAC, b"n-2"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both back ends, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.db'}"
    return str(request.getfixturevalue("database"))


def session(key: str = "k1", incarnation: int = 1, at: float = 100.0) -> StoredSession:
    return StoredSession(key, "IMEI:1", "1A", incarnation, f"http://h/dm?s={key}", "CN=a", at)


def turn(number: int, *, over: bool = False, at: float = 100.0) -> Turn:
    inputs = Inputs((b"nonce", b"\x80"), "IMEI:1", ACCOUNT, "do this")
    return Turn(number, b"body \x00\xff", Encoding.WBXML, "mac", inputs, b"answer \x00", None, over, at)


def alert(correlator: str) -> ReceivedAlert:
    item = Item(source=Location("./X"), meta=Meta(format="chr", type="t", mark="m"), data="a\0b \u20ac")
    return ReceivedAlert(correlator, item)


def test_a_turn_is_read_as_it_was_written_by_another_process_too(url: str) -> None:
    first = turn(1)
    brought = Commit(
        session(),
        first,
        [alert("c-1"), ReceivedAlert(None, Item(data=b"\0\xff"))],
        [alert("event")],
        [Note("topic", '{"a":1}')],
        "IMEI:1",
        Account(Secret("IMEI:1", "", Scheme.MD5, b"n-3"), Secret("server", "", Scheme.MAC, b"n-4")),
    )
    store = open_store(url)
    store.put_accounts({"IMEI:1": ACCOUNT})
    asyncio.run(store.commit(brought))
    store.close()

    async def read(store: SqlStore) -> None:
        assert await store.latest("IMEI:1", "1A") == session()
        assert await store.latest("IMEI:1", "1B") is None
        assert await store.session("k1") == session()
        assert await store.turns("k1", 0) == [first]
        assert await store.turns("k1", 1) == []
        account = await store.account("IMEI:1")
        assert account is not None and account.server is not None
        assert (account.device.nonce, account.device.password) == (b"n-3", "pw-1")
        assert (account.server.nonce, account.server.scheme) == (b"n-4", Scheme.MAC)

    store = open_store(url)
    with closing(store):
        asyncio.run(read(store))
        kinds = [(stored.kind, stored.alert) for stored in store.alerts("IMEI:1")]
        assert kinds == [("alert", one) for one in brought.alerts] + [("event", alert("event"))]
        assert [stored.note for stored in store.notes()] == [Note("topic", '{"a":1}')]
        assert store.notes("IMEI:2") == []


def test_of_two_commits_of_one_turn_the_first_counts_with_all_it_brought(url: str) -> None:
    async def both(store: SqlStore) -> None:
        await store.commit(Commit(session(), turn(1)))
        made = [Commit(session(), turn(2), [alert(name)], (), [Note(name, "1")]) for name in ("first", "second")]
        beside = Commit(StoredSession("k9", "IMEI:9", "1", 1, "http://h", None, 1.0), turn(1), [alert("beside")])
        results = await asyncio.gather(*(store.commit(commit) for commit in (*made, beside)), return_exceptions=True)
        assert [type(result) for result in results] == [type(None), TurnTaken, type(None)]
        with pytest.raises(TurnTaken):
            await store.commit(Commit(session("k2"), turn(1), [alert("other key, same names")]))

    with closing(open_store(url)) as store:
        asyncio.run(both(store))
        assert [stored.alert.correlator for stored in store.alerts()] == ["first", "beside"]
        assert [stored.note.topic for stored in store.notes()] == ["first"]
        assert asyncio.run(store.session("k2")) is None


def test_turns_that_wait_share_a_transaction(url: str) -> None:
    sizes: list[int] = []

    async def many(store: SqlStore) -> None:
        rows = (StoredSession(f"k{at}", f"D{at}", "1", 1, "http://h", None, 1.0) for at in range(200))
        await asyncio.gather(*(store.commit(Commit(row, turn(1))) for row in rows))

    with closing(open_store(url)) as store:
        store.observe(sizes.append)
        asyncio.run(many(store))
    assert sum(sizes) == 200
    assert len(sizes) < 100


def test_a_turn_the_database_refuses_takes_no_other_down(url: str) -> None:
    async def mixed(store: SqlStore) -> None:
        bad = Commit(StoredSession("bad", "D", "2", 1, "http://h", None, None), turn(1))  # type: ignore[arg-type]
        good = Commit(session(), turn(1))
        results = await asyncio.gather(store.commit(bad), store.commit(good), return_exceptions=True)
        assert [type(result) for result in results] == [StoreFailed, type(None)]
        assert "body" not in str(results[0]) and "pw-" not in str(results[0])

    with closing(open_store(url)) as store:
        asyncio.run(mixed(store))
        assert asyncio.run(store.session("k1")) is not None


def test_an_account_keeps_its_nonces_until_its_secrets_change(url: str) -> None:
    fresh = Account(Secret("IMEI:1", "pw-1", Scheme.MD5), Secret("server", "pw-2", Scheme.MAC))
    changed = Account(Secret("IMEI:1", "pw-9", Scheme.MD5))
    with closing(open_store(url)) as store:
        store.put_accounts({"IMEI:1": ACCOUNT})
        store.put_accounts({"IMEI:1": fresh})
        assert asyncio.run(store.account("IMEI:1")) == ACCOUNT
        store.put_accounts({"IMEI:1": changed})
        assert asyncio.run(store.account("IMEI:1")) == changed


def test_ended_sessions_go_after_their_time_and_silent_ones_later(url: str) -> None:
    async def write(store: SqlStore) -> None:
        rows = [("ended", 10.0, True), ("silent", 10.0, False), ("young", 200.0, True)]
        for number, (key, at, over) in enumerate(rows, 1):
            await store.commit(Commit(session(key, number, at), turn(1, over=over, at=at), [alert(key)]))
        # Opened long ago, heard of lately.
        await store.commit(Commit(session("busy", 9, 10.0), turn(1, at=10.0)))
        await store.commit(Commit(session("busy", 9, 10.0), turn(2, at=150.0)))

    async def left(store: SqlStore) -> list[str]:
        keys = ("ended", "silent", "young", "busy")
        return [key for key in keys if await store.session(key) is not None and await store.turns(key, 0)]

    with closing(open_store(url)) as store:
        asyncio.run(write(store))
        assert asyncio.run(store.prune(over_before=100.0, idle_before=5.0)) == 1
        assert asyncio.run(left(store)) == ["silent", "young", "busy"]
        assert asyncio.run(store.prune(over_before=100.0, idle_before=100.0)) == 1
        assert asyncio.run(left(store)) == ["young", "busy"]
        assert len(store.alerts()) == 3


def test_a_foreign_a_newer_and_a_torn_database_are_refused_and_left_alone(tmp_path: Path) -> None:
    def database(name: str, *statements: str) -> Path:
        path = tmp_path / name
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return path

    foreign = database("foreign", "CREATE TABLE customers (name TEXT)", "INSERT INTO customers VALUES ('x')")
    with pytest.raises(StoreRefused, match="customers"):
        open_store(f"sqlite:///{foreign}")
    with closing(sqlite3.connect(foreign)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]
    newer = tmp_path / "newer"
    open_store(f"sqlite:///{newer}").close()
    database("newer", "UPDATE swm_schema SET version = 3")
    with pytest.raises(StoreRefused, match=r"version 3.*newer"):
        open_store(f"sqlite:///{newer}")
    torn = tmp_path / "torn"
    open_store(f"sqlite:///{torn}").close()
    database("torn", "DROP TABLE swm_notes")
    with pytest.raises(StoreRefused, match="swm_notes"):
        open_store(f"sqlite:///{torn}")
    (tmp_path / "text").write_text("this is no database, and long enough to be seen as none " * 20)
    with pytest.raises(StoreRefused, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path / 'text'}")


def test_a_store_of_version_1_keeps_what_it_has_and_gets_the_tables_of_campaigns(url: str) -> None:
    new = ("swm_campaigns", "swm_campaign_devices")

    def make_old(connection: Connection) -> None:
        for table in new:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE swm_schema SET version = 1")

    with closing(open_store(url)) as store:
        asyncio.run(store.commit(Commit(session(), turn(1), [alert("c-1")])))
        store.transact(make_old)
    for _ in range(2):
        with closing(open_store(url)) as store:
            assert [stored.alert for stored in store.alerts()] == [alert("c-1")]
            for table in new:
                assert store.read(lambda connection, table=table: connection.exec_driver_sql(  # type: ignore[misc]
                    f"SELECT count(*) FROM {table}").scalar()) == 0  # fmt: skip


def test_a_store_of_version_1_that_lacks_a_table_is_refused_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'torn'}"
    open_store(url).close()
    with closing(sqlite3.connect(tmp_path / "torn")) as connection, connection:
        for statement in ("DROP TABLE swm_campaigns", "DROP TABLE swm_notes", "UPDATE swm_schema SET version = 1"):
            connection.execute(statement)
    with pytest.raises(StoreRefused, match="version 1"):
        open_store(url)


def test_who_follows_a_topic_writes_with_the_note_or_refuses_its_turn_and_no_other(url: str) -> None:
    """A follower's rows count when the note does; a refusal takes the whole turn back."""

    def follower(connection: Connection, notes: Sequence[StoredNote]) -> None:
        for note in notes:
            connection.exec_driver_sql(f"INSERT INTO swm_campaigns VALUES ('{note.device}', '', '', {note.at})")
            if note.note.value == '"late"':
                raise Overtaken

    async def commit(store: SqlStore) -> list[object]:
        opened = [StoredSession(f"k{n}", f"IMEI:{n}", "1", 1, "http://h/dm", None, 1.0) for n in range(4)]
        notes = [Note("seen", '"right"'), Note("seen", '"late"'), Note("other", '"late"'), Note("seen", '"right"')]
        return await asyncio.gather(
            *(store.commit(Commit(one, turn(1), notes=[note])) for one, note in zip(opened, notes, strict=True)),
            return_exceptions=True,
        )

    def names(connection: Connection) -> list[str]:
        return [row[0] for row in connection.exec_driver_sql("SELECT name FROM swm_campaigns ORDER BY name")]

    with closing(open_store(url)) as store:
        store.follow("seen", follower)
        answers = asyncio.run(commit(store))
        assert [type(answer) for answer in answers] == [type(None), Overtaken, type(None), type(None)]
        assert store.read(names) == ["IMEI:0", "IMEI:3"]
        assert [note.device for note in store.notes()] == ["IMEI:0", "IMEI:2", "IMEI:3"]


def test_work_in_a_transaction_is_done_whole_or_not_at_all(url: str) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO swm_campaigns VALUES ('a', '', '', 0)")
        raise ValueError("in the middle")

    def wrong(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with closing(open_store(url)) as store:
        with pytest.raises(ValueError, match="in the middle"):
            store.transact(half)
        with pytest.raises(StoreFailed):
            store.transact(wrong)
        count = store.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM swm_campaigns").scalar())
        assert count == 0


def test_a_store_that_cannot_be_reached_says_so_without_its_password() -> None:
    with pytest.raises(StoreRefused, match="cannot be opened") as refused:
        open_store("postgresql://user:hidden-pw@127.0.0.1:1/none")
    assert "hidden-pw" not in str(refused.value)
    with pytest.raises(StoreRefused, match="mysql"):
        open_store("mysql://host/name")
    with pytest.raises(StoreRefused, match="sqlite:///FILE"):
        open_store("no url")
