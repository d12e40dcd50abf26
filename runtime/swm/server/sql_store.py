"""The store in SQLite or PostgreSQL, through SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Insert,
    Select,
    Update,
    bindparam,
    create_engine,
    delete,
    event,
    exists,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from swm.server import stored_alert
from swm.server.dialogue import Note
from swm.server.group_commit import GroupCommit, Request
from swm.server.sql_schema import ACCOUNTS, ALERTS, NOTES, SESSIONS, TURNS, prepare
from swm.server.store import (
    Commit,
    Inputs,
    Overtaken,
    StoredAlert,
    StoredNote,
    StoredSession,
    StoreFailed,
    StoreRefused,
    Turn,
    TurnTaken,
)
from swm.session import Account, Scheme, Secret
from swm.syncml import Encoding

BACKENDS: Final = ("sqlite", "postgresql")
PRUNED_AT_ONCE: Final = 1000
_BUSY_SECONDS: Final = 10.0
_READING: Final = "swm_reading"
"""Marks a connection that only reads: each statement sees what is committed, and nobody is kept from writing."""
Result = TypeVar("Result")


Follower = Callable[[Connection, Sequence[StoredNote]], None]
"""Does what notes of a topic ask for, in the transaction that stores them. Overtaken refuses the turn of a note."""


def open_store(url: str) -> SqlStore:
    """The store at a SQLAlchemy URL: ``sqlite:////var/lib/swm/server.db`` or ``postgresql://user@host/name``.

    ``sqlite://`` is a store in memory, for tests.

    Raises:
        StoreRefused: another kind of database, a foreign or newer schema, or it cannot be opened. The message holds no
            password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreRefused("the store's URL cannot be read; sqlite:///FILE or postgresql://HOST/NAME is one") from None
    name = parsed.get_backend_name()
    if name not in BACKENDS:
        raise StoreRefused(f"a store in {name!r} is not known; these are: {', '.join(BACKENDS)}")
    try:
        engine = _sqlite(parsed) if name == "sqlite" else _postgresql(parsed)
        try:
            with engine.begin() as connection:
                prepare(connection)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, ImportError) as error:
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        raise StoreRefused(f"the store {parsed.render_as_string()} cannot be opened: {reason.strip()}") from None
    return SqlStore(engine)


def _sqlite(url: URL) -> Engine:
    pool: dict[str, Any] = {"poolclass": StaticPool} if url.database in (None, "", ":memory:") else {}
    arguments = {"check_same_thread": False, "timeout": _BUSY_SECONDS, "isolation_level": None}
    engine = create_engine(url, connect_args=arguments, paramstyle="named", **pool)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            # In WAL mode NORMAL would lose the last transactions when the machine loses power.
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            # The pool has not taken it yet, and nobody else would close it.
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then writes could be refused in the middle when another process writes.
        if not connection.get_execution_options().get(_READING):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True)


class SqlStore:
    """A `swm.server.store.Store`. One thread owns the connection; the turns that wait for it share a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine: Final = engine
        embedded = engine.dialect.name == "sqlite"
        alone = {} if embedded else {"isolation_level": "AUTOCOMMIT"}
        # The thread keeps its connections: to fetch one from the pool for each batch costs as much as a batch.
        # Rows that were there already are told by the number of those that were not.
        self._writer: Final = engine.execution_options(preserve_rowcount=True).connect()
        self._reader: Final = engine.execution_options(**{_READING: True}, **alone).connect()
        self._insert: Final = sqlite.insert if embedded else postgresql.insert
        self._committed: Callable[[int], object] = _nobody
        self._followers: dict[str, Follower] = {}
        # What every turn writes is compiled once: SQLAlchemy's way to a statement costs as much as the database's.
        self._open_sessions = self.compiled(self._insert(SESSIONS).on_conflict_do_nothing())
        self._add_turns = self.compiled(self._insert(TURNS).on_conflict_do_nothing())
        self._add_alerts = self.compiled(insert(ALERTS))
        self._add_notes = self.compiled(insert(NOTES))
        self._set_nonces = self.compiled(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.name == bindparam("of"))
            .values(device_nonce=bindparam("device"), server_nonce=bindparam("server"))
        )
        self._group = GroupCommit(self._work, "swm-store")

    async def latest(self, device: str, session_id: str) -> StoredSession | None:
        """The session of the device that had this SessionID last."""
        return await self._group.ask("latest", (device, session_id))  # type: ignore[no-any-return]

    async def session(self, key: str) -> StoredSession | None:
        """The session with this key."""
        return await self._group.ask("session", key)  # type: ignore[no-any-return]

    async def turns(self, key: str, after: int) -> list[Turn]:
        """The turns of a session with a number greater than `after`, in order."""
        return await self._group.ask("turns", (key, after))  # type: ignore[no-any-return]

    async def account(self, name: str) -> Account | None:
        """What is shared with the device of this name."""
        return await self._group.ask("account", name)  # type: ignore[no-any-return]

    async def commit(self, commit: Commit) -> None:
        """Store a turn, and with number 1 its session; TurnTaken when it is there already."""
        await self._group.ask("commit", commit)

    async def prune(self, *, over_before: float, idle_before: float) -> int:
        """Forget sessions: those that were over before a time, those without a message since another. How many went."""
        return await self._group.ask("prune", (over_before, idle_before))  # type: ignore[no-any-return]

    def put_accounts(self, accounts: Mapping[str, Account]) -> None:
        """Add or change accounts. One whose names, passwords and schemes are as before keeps its nonces."""
        self._group.call("put_accounts", accounts)

    def alerts(self, device: str | None = None) -> list[StoredAlert]:
        """The alerts received, oldest first; of one device or of all."""
        return self._group.call("alerts", device)  # type: ignore[no-any-return]

    def notes(self, device: str | None = None) -> list[StoredNote]:
        """The notes of the application, oldest first; about one device or all."""
        return self._group.call("notes", device)  # type: ignore[no-any-return]

    def observe(self, committed: Callable[[int], object]) -> None:
        """Have `committed` called with the number of turns of each transaction, in the store's own thread."""
        self._committed = committed

    def follow(self, topic: str, follower: Follower) -> None:
        """Have `follower` called with the notes of a topic as they are stored; what it writes counts when they do.

        It is called in the store's own thread, perhaps more than once for a note whose first transaction failed.
        """
        self._followers[topic] = follower

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` gives, called in the store's thread within a transaction of its own. StoreFailed when it fails."""
        return self._group.call("transact", work)  # type: ignore[no-any-return]

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` gives, called in the store's thread with a connection that only reads."""
        return self._group.call("look", work)  # type: ignore[no-any-return]

    async def look(self, work: Callable[[Connection], Result]) -> Result:
        """As `read`, from a coroutine."""
        return await self._group.ask("look", work)  # type: ignore[no-any-return]

    def compiled(self, statement: Insert | Update | Select[Any]) -> str:
        """The database's own text of a statement, for `Connection.exec_driver_sql`: to be made once, where it counts."""
        return str(statement.compile(dialect=self._engine.dialect))

    @property
    def is_embedded(self) -> bool:
        """Whether one process at a time writes (SQLite), so that rows need no locks of their own."""
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Finish what is under way and let go of the database."""
        self._group.close()
        self._reader.close()
        self._writer.close()
        self._engine.dispose()

    # in the store's thread ------------------------------------------------------------------------------------------

    def _work(self, batch: Sequence[Request]) -> None:
        commits = [request for request in batch if request.kind == "commit"]
        asked: dict[str, list[Request]] = {}
        for request in batch:
            if request.kind != "commit":
                asked.setdefault(request.kind, []).append(request)
        if asked:
            self._read(asked)
        if commits:
            self._commit_all(commits)

    def _read(self, asked: dict[str, list[Request]]) -> None:
        for kind, requests in asked.items():
            try:
                getattr(self, f"_{kind}")(requests)
            except SQLAlchemyError as error:
                for request in requests:
                    request.error = _failed(error)

    def _select(self, statement: Select[Any], parameters: Any = None) -> Sequence[Any]:
        try:
            return self._reader.execute(statement, parameters).all()
        finally:
            self._reader.rollback()

    def _latest(self, requests: list[Request]) -> None:
        asked = list({request.argument for request in requests})
        rows = self._select(
            select(SESSIONS)
            .where(tuple_(SESSIONS.c.device, SESSIONS.c.session_id).in_(asked))
            .order_by(SESSIONS.c.incarnation)
        )
        found = {(row.device, row.session_id): StoredSession(*row) for row in rows}
        for request in requests:
            request.result = found.get(request.argument)

    def _session(self, requests: list[Request]) -> None:
        asked = list({request.argument for request in requests})
        rows = self._select(select(SESSIONS).where(SESSIONS.c.key.in_(asked)))
        found = {row.key: StoredSession(*row) for row in rows}
        for request in requests:
            request.result = found.get(request.argument)

    def _turns(self, requests: list[Request]) -> None:
        for request in requests:
            key, after = request.argument
            statement = select(TURNS).where(TURNS.c.session == key, TURNS.c.number > after).order_by(TURNS.c.number)
            request.result = [_turn(row) for row in self._select(statement)]

    def _account(self, requests: list[Request]) -> None:
        asked = list({request.argument for request in requests})
        rows = self._select(select(ACCOUNTS).where(ACCOUNTS.c.name.in_(asked)))
        found = {row.name: account_of(row) for row in rows}
        for request in requests:
            request.result = found.get(request.argument)

    def _alerts(self, requests: list[Request]) -> None:
        for request in requests:
            statement = select(ALERTS).order_by(ALERTS.c.at, ALERTS.c.session, ALERTS.c.turn, ALERTS.c.position)
            if request.argument is not None:
                statement = statement.where(ALERTS.c.device == request.argument)
            request.result = [
                StoredAlert(row.device, row.session_id, row.at, row.kind, stored_alert.from_json(row.alert))
                for row in self._select(statement)
            ]

    def _notes(self, requests: list[Request]) -> None:
        for request in requests:
            statement = select(NOTES).order_by(NOTES.c.at, NOTES.c.session, NOTES.c.turn, NOTES.c.position)
            if request.argument is not None:
                statement = statement.where(NOTES.c.device == request.argument)
            request.result = [
                StoredNote(row.device, row.session_id, row.at, Note(row.topic, row.value))
                for row in self._select(statement)
            ]

    def _transact(self, requests: list[Request]) -> None:
        for request in requests:
            try:
                with self._writer.begin():
                    request.result = request.argument(self._writer)
            except SQLAlchemyError as error:
                request.error = _failed(error)
            except Exception as error:
                request.error = error

    def _look(self, requests: list[Request]) -> None:
        for request in requests:
            try:
                request.result = request.argument(self._reader)
            except SQLAlchemyError as error:
                request.error = _failed(error)
            except Exception as error:
                request.error = error
            finally:
                self._reader.rollback()

    def _put_accounts(self, requests: list[Request]) -> None:
        for request in requests:
            rows = [_account_row(name, account) for name, account in sorted(request.argument.items())]
            if not rows:
                continue
            given = self._insert(ACCOUNTS)
            new = given.excluded
            secrets = (
                "device_user",
                "device_password",
                "device_scheme",
                "server_user",
                "server_password",
                "server_scheme",
            )
            changed = ACCOUNTS.c.device_user.is_distinct_from(new.device_user)
            for column in secrets[1:]:
                changed = changed | ACCOUNTS.c[column].is_distinct_from(new[column])
            statement = given.on_conflict_do_update(
                index_elements=[ACCOUNTS.c.name],
                set_={column: new[column] for column in (*secrets, "device_nonce", "server_nonce")},
                where=changed,
            )
            with self._writer.begin():
                self._writer.execute(statement, rows)

    def _prune(self, requests: list[Request]) -> None:
        for request in requests:
            over_before, idle_before = request.argument
            request.result = 0
            for since, over in ((over_before, True), (idle_before, False)):
                request.result += self._prune_some(since, over=over)

    def _prune_some(self, before: float, *, over: bool) -> int:
        of_it = TURNS.c.session == SESSIONS.c.key
        statement = select(SESSIONS.c.key).where(SESSIONS.c.at < before, ~exists().where(of_it, TURNS.c.at >= before))
        if over:
            statement = statement.where(exists().where(of_it, TURNS.c.over == 1))
        with self._writer.begin():
            keys = self._writer.execute(statement.limit(PRUNED_AT_ONCE)).scalars().all()
            if keys:
                self._writer.execute(delete(TURNS).where(TURNS.c.session.in_(keys)))
                self._writer.execute(delete(SESSIONS).where(SESSIONS.c.key.in_(keys)))
        return len(keys)

    def _commit_all(self, requests: list[Request]) -> None:
        try:
            with self._writer.begin():
                self._write([request.argument for request in requests])
        except (_Taken, Overtaken, SQLAlchemyError):
            self._commit_each(requests)
            return
        self._committed(len(requests))

    def _commit_each(self, requests: list[Request]) -> None:
        """One turn that was made elsewhere, or that the database refuses, does not take the others down with it."""
        try:
            with self._writer.begin():
                for request in requests:
                    try:
                        with self._writer.begin_nested():
                            self._write([request.argument])
                    except _Taken:
                        request.error = TurnTaken()
                    except Overtaken as error:
                        request.error = error
                    except SQLAlchemyError as error:
                        request.error = _failed(error)
        except SQLAlchemyError as error:
            for request in requests:
                request.error = _failed(error)
            return
        self._committed(sum(request.error is None for request in requests))

    def _write(self, commits: list[Commit]) -> None:
        """Write all, in the order of keys, so that no two processes wait for each other in a circle."""
        write = self._writer.exec_driver_sql
        commits.sort(key=_order)
        opening = [_session_row(commit.session) for commit in commits if commit.turn.number == 1]
        if opening and write(self._open_sessions, opening).rowcount != len(opening):
            raise _Taken
        if write(self._add_turns, [_turn_row(commit) for commit in commits]).rowcount != len(commits):
            raise _Taken
        alerts = [row for commit in commits for row in _alert_rows(commit)]
        if alerts:
            write(self._add_alerts, alerts)
        notes = [row for commit in commits for row in _note_rows(commit)]
        if notes:
            write(self._add_notes, notes)
            self._follow(commits)
        nonces = [
            {
                "of": commit.account_name,
                "device": commit.account.device.nonce,
                "server": None if commit.account.server is None else commit.account.server.nonce,
            }
            for commit in commits
            if commit.account is not None
        ]
        if nonces:
            write(self._set_nonces, nonces)

    def _follow(self, commits: list[Commit]) -> None:
        told: dict[str, list[StoredNote]] = {}
        for commit in commits:
            for note in commit.notes:
                if note.topic in self._followers:
                    session = commit.session
                    stored = StoredNote(session.device, session.session_id, commit.turn.at, note)
                    told.setdefault(note.topic, []).append(stored)
        for topic, notes in told.items():
            self._followers[topic](self._writer, notes)


class _Taken(Exception):
    """A turn of the batch, or a session it opens, is there already."""


def _order(commit: Commit) -> tuple[str, str, str, int]:
    session = commit.session
    return session.device, session.session_id, session.key, commit.turn.number


def _nobody(turns: int) -> None:
    """Nobody wants to know."""


def _failed(error: SQLAlchemyError) -> StoreFailed:
    # The text of SQLAlchemy's own errors shows the parameters, secrets among them.
    reason = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    return StoreFailed(f"the store failed: {reason.strip().splitlines()[0] if reason.strip() else 'no reason given'}")


def _session_row(session: StoredSession) -> dict[str, Any]:
    return {
        "key": session.key,
        "device": session.device,
        "session_id": session.session_id,
        "incarnation": session.incarnation,
        "respond_to": session.respond_to,
        "client_certificate": session.client_certificate,
        "at": session.at,
    }


def _turn_row(commit: Commit) -> dict[str, Any]:
    turn = commit.turn
    return {
        "session": commit.session.key,
        "number": turn.number,
        "body": turn.body,
        "encoding": turn.encoding.name,
        "mac": turn.mac,
        "inputs": turn.inputs.to_json(),
        "answer": turn.answer,
        "answer_mac": turn.answer_mac,
        "over": int(turn.over),
        "at": turn.at,
    }


def _turn(row: Any) -> Turn:
    return Turn(
        row.number,
        bytes(row.body),
        Encoding[row.encoding],
        row.mac,
        Inputs.from_json(row.inputs),
        bytes(row.answer),
        row.answer_mac,
        bool(row.over),
        row.at,
    )


def _alert_rows(commit: Commit) -> list[dict[str, Any]]:
    kinds = [("alert", alert) for alert in commit.alerts] + [("event", alert) for alert in commit.events]
    return [
        {**_place(commit, position), "kind": kind, "alert": stored_alert.to_json(alert)}
        for position, (kind, alert) in enumerate(kinds)
    ]


def _note_rows(commit: Commit) -> list[dict[str, Any]]:
    return [
        {**_place(commit, position), "topic": note.topic, "value": note.value}
        for position, note in enumerate(commit.notes)
    ]


def _place(commit: Commit, position: int) -> dict[str, Any]:
    session = commit.session
    return {
        "session": session.key,
        "turn": commit.turn.number,
        "position": position,
        "device": session.device,
        "session_id": session.session_id,
        "at": commit.turn.at,
    }


def _account_row(name: str, account: Account) -> dict[str, Any]:
    server = account.server
    return {
        "name": name,
        "device_user": account.device.user,
        "device_password": account.device.password,
        "device_scheme": account.device.scheme.value,
        "device_nonce": account.device.nonce,
        "server_user": None if server is None else server.user,
        "server_password": None if server is None else server.password,
        "server_scheme": None if server is None else server.scheme.value,
        "server_nonce": None if server is None else server.nonce,
    }


def account_of(row: Any) -> Account:
    """The account in a row of `swm.server.sql_schema.ACCOUNTS`."""
    device = Secret(row.device_user, row.device_password, Scheme(row.device_scheme), bytes(row.device_nonce))
    if row.server_user is None:
        return Account(device)
    server = Secret(row.server_user, row.server_password, Scheme(row.server_scheme), bytes(row.server_nonce or b""))
    return Account(device, server)
