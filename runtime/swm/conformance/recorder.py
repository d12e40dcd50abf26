"""What the suite's DM server keeps: in memory, for as long as the suite runs, with a way to wait for the end of a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Condition
from typing import Final

from swm.server.store import Commit, StoredAlert, StoredNote, StoredSession, Turn, TurnTaken
from swm.session import Account, ReceivedAlert

ANSWER: Final = "answer"
"""The topic of the notes that hold what the device answered."""


class Recorder:
    """A `swm.server.Store`. Nothing survives the process: a run of the suite that is killed is begun again."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._sessions: dict[str, StoredSession] = {}
        self._turns: dict[str, list[Turn]] = {}
        self._accounts: dict[str, Account] = {}
        self._alerts: list[StoredAlert] = []
        self._notes: list[StoredNote] = []
        self._taken = 0
        self._fresh: list[tuple[int, str]] = []
        self._over = 0
        self._turn_count = 0

    # what the suite asks ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """From now on answers and ends of sessions belong to a new script."""
        with self._changed:
            self._fresh.clear()
            self._over = 0

    def answers(self) -> tuple[tuple[int, str], ...]:
        """What the device has answered since `begin`."""
        with self._changed:
            return tuple(self._fresh)

    def take_alerts(self) -> tuple[ReceivedAlert, ...]:
        """The generic alerts (1226) that came since the last call."""
        with self._changed:
            found = self._alerts[self._taken :]
            self._taken = len(self._alerts)
        return tuple(stored.alert for stored in found if stored.kind == "alert")

    def wait(self, before: int, wanted: int, seconds: float, quiet: float) -> bool:
        """Wait until a session is over; false when `seconds` go by without a message beyond the first `before`.

        Where the server has to prove itself the device says nothing at the end: after `wanted` answers `quiet` seconds
        without a message count as the end.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._over > 0 or self._turn_count > before, seconds):
                return False
            while not self._over:
                count = self._turn_count
                complete = len(self._fresh) >= wanted
                if not self._changed.wait_for(
                    lambda: self._over > 0 or self._turn_count > count,  # noqa: B023 - called before count changes
                    quiet if complete else seconds,
                ):
                    return complete
            return True

    @property
    def turns_taken(self) -> int:
        """How many messages the device has sent in all."""
        with self._changed:
            return self._turn_count

    # swm.server.Store ---------------------------------------------------------------------------------------------

    async def latest(self, device: str, session_id: str) -> StoredSession | None:
        """The session of the device that had this SessionID last."""
        with self._changed:
            found = [one for one in self._sessions.values() if (one.device, one.session_id) == (device, session_id)]
        return max(found, key=lambda one: one.incarnation, default=None)

    async def session(self, key: str) -> StoredSession | None:
        """The session with this key."""
        with self._changed:
            return self._sessions.get(key)

    async def turns(self, key: str, after: int) -> list[Turn]:
        """The turns of a session after a number."""
        with self._changed:
            return [turn for turn in self._turns.get(key, ()) if turn.number > after]

    async def account(self, name: str) -> Account | None:
        """What is shared with the device of this name."""
        with self._changed:
            return self._accounts.get(name)

    async def commit(self, commit: Commit) -> None:
        """Keep a turn; TurnTaken when it is there already."""
        session, turn = commit.session, commit.turn
        with self._changed:
            if turn.number == 1:
                names = (session.device, session.session_id, session.incarnation)
                if any((one.device, one.session_id, one.incarnation) == names for one in self._sessions.values()):
                    raise TurnTaken
                self._sessions[session.key] = session
            elif len(self._turns.get(session.key, ())) != turn.number - 1:
                raise TurnTaken
            self._turns.setdefault(session.key, []).append(turn)
            for kind, alerts in (("alert", commit.alerts), ("event", commit.events)):
                self._alerts += [
                    StoredAlert(session.device, session.session_id, turn.at, kind, alert) for alert in alerts
                ]
            for note in commit.notes:
                self._notes.append(StoredNote(session.device, session.session_id, turn.at, note))
                if note.topic == ANSWER:
                    status, value = json.loads(note.value)
                    self._fresh.append((status, value))
            if commit.account is not None and commit.account_name is not None:
                self._accounts[commit.account_name] = commit.account
            self._turn_count += 1
            self._over += turn.over
            self._changed.notify_all()

    async def prune(self, *, over_before: float, idle_before: float) -> int:
        """Forget sessions that were over before a time, or silent since another."""
        with self._changed:
            gone = [
                key
                for key, turns in self._turns.items()
                if turns[-1].at < (over_before if turns[-1].over else idle_before)
            ]
            for key in gone:
                del self._turns[key], self._sessions[key]
        return len(gone)

    def put_accounts(self, accounts: Mapping[str, Account]) -> None:
        """Add accounts; one that is there as it was keeps its nonces."""
        with self._changed:
            for name, account in accounts.items():
                known = self._accounts.get(name)
                if known is None or _without_nonces(known) != _without_nonces(account):
                    self._accounts[name] = account

    def alerts(self, device: str | None = None) -> list[StoredAlert]:
        """The alerts received, of one device or all."""
        with self._changed:
            return [stored for stored in self._alerts if device in (None, stored.device)]

    def notes(self, device: str | None = None) -> list[StoredNote]:
        """The notes kept, about one device or all."""
        with self._changed:
            return [stored for stored in self._notes if device in (None, stored.device)]

    def observe(self, committed: Callable[[int], object]) -> None:
        """Nobody is told: the suite has no figures to show."""

    def close(self) -> None:
        """There is nothing to let go of."""


def _without_nonces(account: Account) -> Account:
    server = account.server
    return Account(replace(account.device, nonce=b""), None if server is None else replace(server, nonce=b""))
