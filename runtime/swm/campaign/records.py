"""How far each device of a campaign is: rows of the server's store, moved by the notes of sessions and by callers.

A row is due when somebody has to look at the device again. `claim` takes the
rows that are due and moves their time on in one transaction, so that of several
processes each calls other devices; who is killed lets go of its devices when
their time comes. A session has a device from its first turn on: each of its
notes must find the token that the note before it left, or its turn is refused.
So of two sessions of one device the later has it, and the earlier can do
nothing more. Every change is one transaction; a kill leaves it done or not.
"""

from __future__ import annotations

import enum
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Double, Integer, and_, bindparam, case, cast, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from swm.campaign.plan import Plan
from swm.campaign.preparation import TOPIC
from swm.errors import LocalError
from swm.server.sql_schema import ACCOUNTS, ALERTS, CAMPAIGN_DEVICES, CAMPAIGNS
from swm.server.sql_store import SqlStore, account_of
from swm.server.store import Overtaken, StoredNote
from swm.server.stored_alert import from_json
from swm.session import Account, ReceivedAlert

AT_ONCE: Final = 500
_ROWS: Final = CAMPAIGN_DEVICES.c


class State(enum.StrEnum):
    """Where a device is. READY, FAILED and UNANSWERED are ends."""

    WAITING = "waiting"
    """Nobody is at it."""
    CALLED = "called"
    """A package 0 went out; its session is awaited."""
    MEETING = "meeting"
    """It is in a session."""
    EXECUTING = "executing"
    """The Exec went out; what the device says to it is awaited."""
    READY = "ready"
    """Everything is written, and the Exec, if there is one, was taken."""
    FAILED = "failed"
    """It refused something for good, or did not come as often as it was called."""
    UNANSWERED = "unanswered"
    """The Exec went out once and nobody knows whether it arrived; it is not sent again."""


ENDS: Final = (State.READY, State.FAILED, State.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds: how long a device that was called may take to come, a session may last, and between attempts.

    Before attempt n a device waits `back_off` * 2**(n - 2), no longer than `longest`.
    """

    attempts: int = 5
    answer: float = 10.0
    session: float = 120.0
    back_off: float = 5.0
    longest: float = 600.0

    def wait(self, attempts: int, jitter: float = 1.0) -> float:
        """How long to wait after so many attempts; `jitter` is from 0 to 1."""
        return min(self.back_off * 2.0 ** min(max(attempts - 1, 0), 40), self.longest) * (0.5 + jitter / 2)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device as the campaign's file has it. `account` names one in the store, `notify` is where package 0 goes."""

    device: str
    notify: str | None
    account: str | None
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Called:
    """A device that its caller has claimed until `due`."""

    device: str
    notify: str
    account: Account | None
    attempts: int
    due: float


@dataclass(frozen=True, slots=True)
class Row:
    """Everything that is known of one device. `status` is that of its Exec."""

    device: str
    state: State
    attempts: int
    path: tuple[str, ...]
    status: int | None
    facts: Mapping[str, Any]
    refusals: Sequence[Mapping[str, Any]]
    error: str
    at: float


class CampaignRecords:
    """The rows of one campaign. `changed` is told, in the store's thread, of a device that is at an end or waits again."""

    def __init__(
        self,
        store: SqlStore,
        plan: Plan,
        pace: Pace,
        *,
        jitter: Callable[[], float],
        changed: Callable[[str], object] = lambda device: None,
    ) -> None:
        self._store = store
        self._plan = plan
        self._pace = pace
        self._jitter = jitter
        self._changed = changed
        self._insert = sqlite.insert if store.is_embedded else postgresql.insert
        self._mine = _ROWS.campaign == plan.name
        move = (
            update(CAMPAIGN_DEVICES)
            .where(
                _ROWS.campaign == bindparam("of_campaign"),
                _ROWS.device == bindparam("of_device"),
                _ROWS.token == bindparam("previous"),
            )
            .values(
                token=bindparam("new_token"),
                state=bindparam("new_state"),
                attempts=_ROWS.attempts + bindparam("more"),
                due=case(
                    (and_(bindparam("wants_call") == literal_column("1"), _ROWS.notify.is_(None)), None),
                    else_=cast(bindparam("new_due"), Double),
                ),
                path=_ROWS.path + bindparam("step"),
                status=func.coalesce(cast(bindparam("new_status"), Integer), _ROWS.status),
                facts=bindparam("new_facts"),
                refusals=bindparam("new_refusals"),
                error=bindparam("new_error"),
                at=bindparam("new_at"),
            )
        )
        # What every session asks and every turn writes: SQLAlchemy's way to a statement costs as much as the database's.
        self._moves = store.compiled(move)
        self._asks = store.compiled(
            select(_ROWS.state, _ROWS.token, _ROWS.attempts, _ROWS.account, _ROWS.columns, _ROWS.facts).where(
                _ROWS.campaign == bindparam("of_campaign"), _ROWS.device == bindparam("of_device")
            )
        )
        store.follow(TOPIC, self._follow)

    # the list of devices ------------------------------------------------------------------------------------------

    def enrol(self, devices: Sequence[Enrolled], now: float) -> int:
        """Put the devices of the file into the store; those that are there keep their state. How many are new.

        LocalError when the campaign was begun with another plan: what was
        written into devices that are ready would not be what the file says.
        """
        plan = self._plan
        row = {"name": plan.name, "fingerprint": plan.fingerprint, "correlator": plan.correlator, "at": now}
        opening = self._insert(CAMPAIGNS).values(row).on_conflict_do_nothing()

        def begin(connection: Connection) -> str:
            connection.execute(opening)
            known = select(CAMPAIGNS.c.fingerprint).where(CAMPAIGNS.c.name == plan.name)
            return str(connection.execute(known).scalar_one())

        if self._store.transact(begin) != plan.fingerprint:
            raise LocalError(
                f"the campaign {plan.name} was begun with other values or another Exec; give the changed one another name"
            )
        new = 0
        for start in range(0, len(devices), AT_ONCE):
            rows = [
                self._new_row(start + number, device, now)
                for number, device in enumerate(devices[start : start + AT_ONCE])
            ]
            new += self._store.transact(lambda connection, rows=rows: self._put(connection, rows))  # type: ignore[misc]
        return new

    def _new_row(self, position: int, device: Enrolled, now: float) -> dict[str, Any]:
        return {
            "campaign": self._plan.name,
            "device": device.device,
            "position": position,
            "columns": json.dumps(
                {name: device.columns[name] for name in self._plan.columns() if name in device.columns}
            ),
            "notify": device.notify,
            "account": device.account,
            "state": State.WAITING.value,
            "attempts": 0,
            "due": None if device.notify is None else now,
            "owner": "",
            "token": "",
            "path": State.WAITING.value,
            "status": None,
            "facts": "{}",
            "refusals": "[]",
            "error": "",
            "at": now,
        }

    def _put(self, connection: Connection, rows: list[dict[str, Any]]) -> int:
        given = self._insert(CAMPAIGN_DEVICES)
        there = connection.execute(
            select(_ROWS.device).where(self._mine, _ROWS.device.in_([row["device"] for row in rows]))
        )
        known = set(there.scalars())
        # Where it is called, as whom, and its place in the list may have changed; what it is to get counts for those
        # that are not at their end.
        mutable = ("position", "notify", "account", "columns")
        statement = given.on_conflict_do_update(
            index_elements=[_ROWS.campaign, _ROWS.device],
            set_={
                **{name: given.excluded[name] for name in mutable},
                "due": case(
                    (and_(_ROWS.state == State.WAITING.value, _ROWS.notify.is_distinct_from(given.excluded.notify)),
                     given.excluded.due),
                    else_=_ROWS.due,
                ),
            },
            where=and_(*(_ROWS.state != state.value for state in ENDS)),
        )  # fmt: skip
        connection.execute(statement, rows)
        return len(rows) - len(known)

    def unknown_accounts(self, names: Sequence[str]) -> list[str]:
        """Those of `names` that the store has no account for."""
        missing: list[str] = []
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            asked = select(ACCOUNTS.c.name).where(ACCOUNTS.c.name.in_(some))
            known = self._store.read(lambda connection, asked=asked: set(connection.execute(asked).scalars()))  # type: ignore[misc]
            missing += [name for name in some if name not in known]
        return missing

    def again(self, now: float) -> int:
        """Devices that failed wait again, with all their attempts; how many. Those that may have the Exec do not."""
        statement = (
            update(CAMPAIGN_DEVICES)
            .where(self._mine, _ROWS.state == State.FAILED.value)
            .values(
                state=State.WAITING.value,
                attempts=0,
                due=case((_ROWS.notify.is_(None), None), else_=now),
                path=_ROWS.path + " waiting",
                refusals="[]",
                error="",
                at=now,
            )
        )
        return self._store.transact(lambda connection: connection.execute(statement).rowcount)

    # calling ------------------------------------------------------------------------------------------------------

    def claim(self, now: float, count: int, owner: str) -> list[Called]:
        """At most `count` devices that are due, theirs who calls until they have had time to come.

        Those without attempts left are brought to their end, and those that nobody can call wait for a session
        of their own; neither is given.
        """
        if count < 1:
            return []
        return self._store.transact(lambda connection: self._claim(connection, now, count, owner))

    def due(self, now: float, count: int) -> Any:
        """The statement that picks the devices to call; public so that a test can ask the database how it goes about it."""
        return (
            select(_ROWS.device, _ROWS.state, _ROWS.notify, _ROWS.account, _ROWS.attempts, _ROWS.error)
            .where(self._mine, _ROWS.due <= now)
            .order_by(_ROWS.due)
            .limit(count)
            .with_for_update(skip_locked=True)
        )

    def _claim(self, connection: Connection, now: float, count: int, owner: str) -> list[Called]:
        found = connection.execute(self.due(now, count)).all()
        accounts: dict[str, Account] = {}
        names = [row.account for row in found if row.account is not None]
        if names:
            rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name.in_(names))).all()
            accounts = {row.name: account_of(row) for row in rows}
        called: list[Called] = []
        moved: list[dict[str, Any]] = []
        for row in found:
            state, due, step, error = State(row.state), None, "", row.error
            if row.attempts >= self._pace.attempts:
                error = error or f"it did not come to its end in {row.attempts} attempts"
                state = State.UNANSWERED if state is State.EXECUTING else State.FAILED
                step = f" {state.value}"
            elif row.notify is None:
                if state is not State.EXECUTING:
                    state, step = State.WAITING, " waiting"
            else:
                attempts = row.attempts + 1
                due = now + self._pace.answer + self._pace.wait(attempts, self._jitter())
                called.append(Called(row.device, row.notify, accounts.get(row.account), attempts, due))
                step = " called"
                if state is not State.EXECUTING:
                    state = State.CALLED
            moved.append({
                "of": row.device, "new_state": state.value, "new_due": due, "step": step, "new_error": error,
                "more": 1 if due is not None else 0,
            })  # fmt: skip
        if moved:
            statement = (
                update(CAMPAIGN_DEVICES)
                .where(self._mine, _ROWS.device == bindparam("of"))
                .values(
                    state=bindparam("new_state"),
                    due=cast(bindparam("new_due"), Double),
                    path=_ROWS.path + bindparam("step"),
                    error=bindparam("new_error"),
                    attempts=_ROWS.attempts + bindparam("more"),
                    owner=owner,
                    at=now,
                )
            )
            connection.execute(statement, moved)
        return called

    def release(self, now: float, owner: str) -> int:
        """Let go of devices that were called and have not come: whoever goes on need not wait for their time."""
        statement = (
            update(CAMPAIGN_DEVICES)
            .where(self._mine, _ROWS.owner == owner, _ROWS.state == State.CALLED.value)
            .values(
                state=State.WAITING.value, due=now, path=_ROWS.path + " waiting", attempts=_ROWS.attempts - 1, at=now
            )
        )
        return self._store.transact(lambda connection: connection.execute(statement).rowcount)

    # sessions -----------------------------------------------------------------------------------------------------

    async def orders(self, device: str) -> str | None:
        """What a session that begins has to do with a device; None for one that is at its end or not of this campaign."""
        return await self._store.look(lambda connection: self._orders(connection, device))

    def _orders(self, connection: Connection, device: str) -> str | None:
        asked = {"of_campaign": self._plan.name, "of_device": device}
        row = connection.exec_driver_sql(self._asks, asked).one_or_none()
        if row is None or row.state in ENDS:
            return None
        called = row.state == State.CALLED
        attempts = row.attempts + (0 if called else 1)
        told = {
            "campaign": self._plan.name,
            "fingerprint": self._plan.fingerprint,
            "previous": row.token,
            "token": secrets.token_hex(8),
            "account": row.account,
            "state": row.state,
            "attempt": attempts,
            "tries_left": attempts < self._pace.attempts,
            "called": called,
            "heard": row.state == State.EXECUTING and self._has_heard(connection, device),
            "columns": json.loads(row.columns),
            "facts": json.loads(row.facts) if row.state == State.EXECUTING else {},
        }
        return json.dumps(told, sort_keys=True)

    def _has_heard(self, connection: Connection, device: str) -> bool:
        rows = connection.execute(select(ALERTS.c.alert).where(ALERTS.c.device == device)).scalars()
        return any(from_json(text).correlator == self._plan.correlator for text in rows)

    def _follow(self, connection: Connection, notes: Sequence[StoredNote]) -> None:
        """Move the rows that the notes of some turns are about. Overtaken when another session has a device by now."""
        rows = [self._moved(note) for note in notes]
        if connection.exec_driver_sql(self._moves, rows).rowcount != len(rows):
            raise Overtaken
        for row in rows:
            if row["new_state"] in ENDS or row["new_state"] == State.WAITING:
                self._changed(row["of_device"])

    def _moved(self, note: StoredNote) -> dict[str, Any]:
        value = json.loads(note.note.value)
        state = State(value["state"])
        due: float | None = None
        if state is State.WAITING:
            due = note.at + self._pace.wait(value["attempt"], self._jitter())
        elif state not in ENDS:
            due = note.at + self._pace.session
        return {
            "of_campaign": value["campaign"],
            "of_device": note.device,
            "previous": value["previous"],
            "new_token": value["token"],
            "new_state": state.value,
            "more": value.get("more", 0),
            "wants_call": int(state is State.WAITING),
            "new_due": due,
            "step": f" {value['step']}",
            "new_status": value.get("status"),
            "new_facts": json.dumps(value["facts"], sort_keys=True),
            "new_refusals": json.dumps(value.get("refusals", [])),
            "new_error": value.get("error", ""),
            "new_at": note.at,
        }

    # what is known ------------------------------------------------------------------------------------------------

    def counts(self) -> Counter[State]:
        """How many devices are in each state."""
        statement = select(_ROWS.state, func.count()).where(self._mine).group_by(_ROWS.state)
        rows = self._store.read(lambda connection: connection.execute(statement).all())
        return Counter({State(state): count for state, count in rows})

    def began(self) -> float | None:
        """When the campaign was begun, in seconds since 1970; None for one that the store does not have."""
        statement = select(CAMPAIGNS.c.at).where(CAMPAIGNS.c.name == self._plan.name)
        return self._store.read(lambda connection: connection.execute(statement).scalar_one_or_none())

    def rows(self) -> Iterator[Row]:
        """Every device, in the order of the list."""
        last: tuple[int, str] = (-1, "")
        while True:
            found = self._store.read(lambda connection, last=last: self._some(connection, last))  # type: ignore[misc]
            yield from (_row(one) for one in found)
            if len(found) < AT_ONCE:
                return
            last = (found[-1].position, found[-1].device)

    def _some(self, connection: Connection, last: tuple[int, str]) -> Sequence[Any]:
        place = (_ROWS.position > last[0]) | ((_ROWS.position == last[0]) & (_ROWS.device > last[1]))
        ordered = select(CAMPAIGN_DEVICES).where(self._mine, place).order_by(_ROWS.position, _ROWS.device)
        return connection.execute(ordered.limit(AT_ONCE)).all()

    def alerts(self) -> list[tuple[str, float, ReceivedAlert]]:
        """The generic alerts of the campaign's devices since it began: device, time, alert; oldest first."""
        began = self.began()
        if began is None:
            return []
        columns = ALERTS.c
        statement = (
            select(columns.device, columns.at, columns.alert)
            .join(CAMPAIGN_DEVICES, _ROWS.device == columns.device)
            .where(self._mine, columns.at >= began, columns.kind == "alert")
            .order_by(columns.at, columns.device, columns.session, columns.turn, columns.position)
        )
        rows = self._store.read(lambda connection: connection.execute(statement).all())
        return [(row.device, row.at, from_json(row.alert)) for row in rows]


def _row(found: Any) -> Row:
    return Row(
        found.device,
        State(found.state),
        found.attempts,
        tuple(found.path.split()),
        found.status,
        json.loads(found.facts),
        json.loads(found.refusals),
        found.error,
        found.at,
    )


__all__ = ["ENDS", "Called", "CampaignRecords", "Enrolled", "Pace", "Row", "State"]
