"""The alerts of a device for one DM server, under flow control: what goes out now, and when the next one does.

It stands between the queues of the device's objects and the session, and is
such a queue itself. The objects keep the alerts; this keeps, in a journal of
its own, what was decided about each. The order is always: decide, write the
journal, tell the object that an alert is over, write that it is forgotten. A
kill in between leaves either an alert that is decided again, since nobody has
seen the first decision, or one that is over and that the object is told of
again. So none is lost, none is counted twice, and a time that was drawn stays.
A device whose journals share transactions calls `take_in` in the one that
writes the alert: then the decision is as old as the alert.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from swm.alerts.backoff import Draw
from swm.alerts.change import Cause, Change, nature_of
from swm.alerts.policy import Policy, Read
from swm.alerts.record import FlowRecord, Stats
from swm.alerts.report_rules import SECOND
from swm.machine import Journal, Reported
from swm.syncml import Alert, Item
from swm_enablers.alertflow_1_0.nodes import AlertState
from swm_enablers.alertflow_1_0.states import AlertEvent


class AlertSource(Protocol):
    """An object of the device that has alerts: `DeviceObject` and `ObjectRoot` do."""

    def reported(self) -> Sequence[Reported]:
        """Its alerts that are not over."""

    def answered(self, token: str) -> None:
        """An alert is over; nothing happens when it is not known."""


class AlertFlow:
    """Flow control for one DM server; a `swm.session.AlertQueue`.

    `sources` are the objects by a name that stays the same over restarts.
    `entry` reads the leaves of the server's entry, or gives None while it has
    none. `key` is the device's own, secret one, from which it is drawn whether
    an alert is in the sample. `cause` tells why an alert came up.

    The device calls `advance` when something has happened and at the time that
    `next_time` gives, begins a session when `wants_session`, calls
    `session_opens` when one begins for another reason than alerts that are due,
    and `sending_failed` when one failed. The objects must have recovered before
    the first `advance`.
    """

    def __init__(
        self,
        sources: Mapping[str, AlertSource],
        entry: Callable[[], Read | None],
        key: bytes,
        journal: Journal,
        cause: Callable[[Reported], Cause] = lambda _: Cause(),
    ) -> None:
        self._sources = dict(sources)
        self._entry = entry
        self._key = key
        self._journal = journal
        self._cause = cause
        self._now: FlowRecord = FlowRecord.read(journal.load())
        self._at = 0
        self._handed_out: dict[str, tuple[str, ...]] = {}

    # what is so ---------------------------------------------------------------------------------------------------

    @property
    def stats(self) -> Stats:
        """As the nodes below Stats show it."""
        return self._now.stats

    @property
    def record(self) -> FlowRecord:
        """All that survives a restart."""
        return self._now

    @property
    def wants_session(self) -> bool:
        """Whether an alert should go out now."""
        return any(kept.state is AlertState.DUE for kept in self._now.alerts.values())

    @property
    def is_full(self) -> bool:
        """Whether MaxStored alerts are there that may not be dropped: new orders are refused with 420."""
        owed = sum(1 for kept in self._now.alerts.values() if not kept.is_over and kept.nature.stays)
        return owed >= Policy.read(self._entry()).max_stored

    def next_time(self, now: int) -> int | None:
        """When `advance` should be called next, in milliseconds; None when nothing happens of itself."""
        return self._change(now).next_time()

    # what happens -------------------------------------------------------------------------------------------------

    def advance(self, now: int, draw: Draw) -> None:
        """Take in what came up, and let happen what is due by `now`. OSError leaves everything as it was."""
        change = self._change(now)
        there = self._reported()
        self._take_in(change, there)
        for token in change.alerts.keys() - there.keys():
            if not change.alerts[token].is_over:
                change.leave(token)
        change.let_time_pass()
        change.draw_times(draw)
        change.let_time_pass()
        change.make_room()
        self._keep(change, now)
        self._forget()

    def take_in(self, now: int, draw: Draw) -> None:
        """Decide about what came up, and draw its time. No object is told anything: one may be writing itself."""
        there = self._reported()
        if there.keys() <= self._now.alerts.keys():
            return
        change = self._change(now)
        self._take_in(change, there)
        change.draw_times(draw)
        self._keep(change, now)

    def reload(self) -> None:
        """What was saved last did not come to count: be as the journal says."""
        self._now = FlowRecord.read(self._journal.load())

    def session_opens(self, now: int, draw: Draw) -> None:
        """A session with the server begins: what waits goes out in it, but not what the server holds."""
        self.advance(now, draw)
        # Nothing is under way: the oldest goes first, whatever an earlier session had begun with.
        self._handed_out.clear()
        self._raise(AlertEvent.SESSION_OPENS)

    def sending_failed(self, now: int, draw: Draw, retry_after: int | None = None) -> None:
        """The session failed, or was answered with HTTP 503 and perhaps Retry-After, in seconds."""
        change = self._change(now)
        change.sending_failed(draw, None if retry_after is None else retry_after * SECOND)
        self._handed_out.clear()
        self._keep(change, now)
        self._forget()

    def release(self) -> None:
        """The server releases what it holds. It goes out spread: `advance` draws the times."""
        self._raise(AlertEvent.RELEASE)

    def flush(self) -> None:
        """The server wants everything now."""
        self._raise(AlertEvent.FLUSH)

    def discard(self) -> None:
        """The server wants nothing that only informs."""
        self._raise(AlertEvent.DISCARD)

    # swm.session.AlertQueue ---------------------------------------------------------------------------------------

    def pending(self) -> Sequence[tuple[str, Alert]]:
        """The alerts that may go out now, up to MaxItems without a Correlator joined in one."""
        due = {token for token, kept in self._now.alerts.items() if kept.state is AlertState.DUE}
        self._handed_out = {
            name: tokens for name, tokens in self._handed_out.items() if any(token in due for token in tokens)
        }
        there = self._reported()
        known = {token for tokens in self._handed_out.values() for token in tokens}
        new = sorted((due & there.keys()) - known, key=lambda token: self._now.alerts[token].order)
        for tokens in _joined(new, there, Policy.read(self._entry()).max_items):
            self._handed_out["|".join(tokens)] = tokens
        found = []
        # The oldest first, whatever was handed out before: a report of an earlier state never overtakes.
        for name, tokens in sorted(self._handed_out.items(), key=lambda group: self._oldest(group[1])):
            messages = [there[token][1].message() for token in tokens if token in there]
            if messages:
                items: tuple[Item, ...] = tuple(item for message in messages for item in message.items)
                found.append((name, replace(messages[0], items=items)))
        return found

    def under_way(self, token: str) -> list[Reported]:
        """The alerts that were joined in one of `pending`, as long as it is not answered."""
        there = self._reported()
        return [there[own][1] for own in self._handed_out.get(token, ()) if own in there]

    def answered(self, token: str, status: int = 200) -> None:
        """The server has answered an alert, and so all that were joined in it."""
        change = self._change(self._at)
        for own in self._handed_out.pop(token, ()):
            if own in change.alerts:
                change.fire(own, AlertEvent.ANSWERED)
        self._keep(change, self._at)
        self._forget()

    # inside -------------------------------------------------------------------------------------------------------

    def _oldest(self, tokens: Sequence[str]) -> int:
        return min(self._now.alerts[token].order for token in tokens if token in self._now.alerts)

    def _change(self, now: int) -> Change:
        return Change(self._now, Policy.read(self._entry()), now)

    def _raise(self, event: AlertEvent) -> None:
        change = self._change(self._at)
        change.fire_all(event)
        self._keep(change, self._at)
        self._forget()

    def _reported(self) -> dict[str, tuple[str, Reported]]:
        return {
            f"{name}:{found.token}": (name, found)
            for name, source in self._sources.items()
            for found in source.reported()
        }

    def _take_in(self, change: Change, there: Mapping[str, tuple[str, Reported]]) -> None:
        policy = Policy.read(self._entry())
        for token, (name, found) in there.items():
            before = f"{name}:{found.before}"
            if found.before is not None and token not in change.alerts and before in change.alerts:
                # Its node has gone meanwhile; the alert is still the same.
                change.alerts[token] = change.alerts.pop(before)
        for token, (_, found) in there.items():
            if token not in change.alerts:
                change.take_in(token, nature_of(found, self._cause(found), policy, self._key, change.now))

    def _keep(self, change: Change, now: int) -> None:
        after = change.record
        if after != self._now:
            self._journal.save(after.write())
            self._now = after
        self._at = now

    def _forget(self) -> None:
        """Tell the objects what is over, then forget it."""
        over = frozenset(token for token, kept in self._now.alerts.items() if kept.is_over)
        if not over:
            return
        for token in sorted(over):
            name, _, own = token.partition(":")
            if name in self._sources:
                self._sources[name].answered(own)
        after = self._now.without(over)
        # A token may come again once its node is gone: what is over must not be found under it.
        self._journal.save(after.write())
        self._now = after


def _joined(tokens: Sequence[str], there: Mapping[str, tuple[str, Any]], most: int) -> list[tuple[str, ...]]:
    """The tokens in groups that go out as one Alert: one with a Correlator alone, others up to `most`."""
    groups: list[tuple[str, ...]] = []
    room = False
    for token in tokens:
        alone = there[token][1].stored.correlator is not None
        if room and not alone and len(groups[-1]) < most:
            groups[-1] = (*groups[-1], token)
        else:
            groups.append((token,))
            room = not alone
    return groups


__all__ = ["AlertFlow", "AlertSource", "Cause"]
