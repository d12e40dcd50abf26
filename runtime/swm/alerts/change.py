"""One change of what flow control remembers. The compiled table of the machine `alert` decides all of it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Final

from swm.alerts.backoff import Draw, wait
from swm.alerts.bucket import Bucket
from swm.alerts.marks import at_least
from swm.alerts.policy import Policy
from swm.alerts.record import FlowRecord, Kept, Nature
from swm.alerts.report_rules import SECOND, WHOLE, ReportRules
from swm.machine import Context, Reported, result_in
from swm_enablers.alertflow_1_0.nodes import AlertState
from swm_enablers.alertflow_1_0.states import ALERT, AlertEvent, AlertFacts, AlertMode, AlertVariables

HOUR: Final = 3_600_000
WITHOUT_ENTRY: Final = 900 * SECOND
"""The period over which reports of an attack on many devices are spread where no entry gives one."""
ATTACK_RESULTS: Final = frozenset((418, 419, 420))
MAX_NAMED: Final = 64
"""Image servers that are named in an hour. More than these are not image servers, but one that makes up names."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an alert came up, as far as the device knows.

    `campaign` is true when a campaign or an announcement did, so that many
    devices have it at the same time; `transfer` is the DeliveryID, or the
    TransactionID when there is none; `image_server` is the ISID. `rules` are
    those of the campaign for its reports, which count where no entry is in force.
    """

    campaign: bool = False
    transfer: str = ""
    image_server: str = ""
    rules: ReportRules | None = None


def share_of(key: bytes, transfer: str) -> int:
    """The u of a transfer, from 0 to 99,999 thousandths of a per cent: the same at every asking, unknown without the key."""
    digest = hmac.new(key, transfer.encode("utf-8"), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") * WHOLE >> 64


def nature_of(reported: Reported, cause: Cause, policy: Policy, key: bytes, now: int) -> Nature:
    """The fixed facts of an alert."""
    kind, stored = reported.kind, reported.stored
    security = kind.type.endswith(":SecurityFailure")
    mark = kind.mark_on_failure if stored.failed and kind.mark_on_failure is not None else kind.mark
    result = (result_in(stored.data) or 0) % 1000
    rules = cause.rules if policy.mode_for(kind.type, now) is AlertMode.OFF else None
    return Nature(
        type=kind.type,
        # The final alert of an order may not be dropped, whether or not the order had a Correlator.
        owed=stored.correlator is not None or ("drop" not in kind.may and not security),
        immediate=at_least(mark, policy.immediate_mark),
        campaign=cause.campaign,
        user_asked=kind.type.lower().endswith("userrequest"),
        security=security,
        failed=stored.failed,
        drawn=share_of(key, cause.transfer or reported.token) < (policy.sample if rules is None else rules.sample),
        may_sample="sample" in kind.may,
        may_hold="hold" in kind.may,
        image_server=cause.image_server if security and result in ATTACK_RESULTS else None,
        spread_from=None if rules is None else rules.offset,
        spread_over=0 if rules is None else rules.period,
    )


class Change:
    """What is to become of a record under a policy at a time. `record` gives the new one; the old one stays as it was."""

    def __init__(self, record: FlowRecord, policy: Policy, now: int) -> None:
        self.alerts: Final = dict(record.alerts)
        self._policy = policy
        self.now: Final = now
        self._counters = record.counters
        self._attacks = dict(record.attacks)
        self._bucket = record.bucket

    @property
    def record(self) -> FlowRecord:
        """The record as it is now."""
        return FlowRecord(self.alerts, self._counters, self._bucket, self._attacks)

    # what happens -------------------------------------------------------------------------------------------------

    def take_in(self, token: str, nature: Nature) -> None:
        """An alert has come up: decide about it."""
        kept = Kept(nature, self._counters.taken, self.now + self._policy.max_delay)
        self._counters = replace(self._counters, taken=self._counters.taken + 1)
        self.alerts[token] = kept
        self.fire(token, AlertEvent.DECIDED)
        if nature.image_server is not None and self.alerts[token].state is not AlertState.SUPPRESSED:
            self._attacks = {name: at for name, at in self._attacks.items() if self.now - at < HOUR}
            self._attacks[nature.image_server] = self.now

    def draw_times(self, draw: Draw) -> None:
        """Give every waiting alert that has no time yet its own, for good.

        Where another alert's time lies in its period it takes that: they go out
        together, and two draws would make the earlier half of it twice as busy.
        """
        for token, kept in self.alerts.items():
            if kept.state is not AlertState.WAITING or kept.due is not None:
                continue
            offset, period = self._spread_of(kept.nature)
            first = self.now + offset
            others = (other.due for other in self.alerts.values() if other.state is AlertState.WAITING)
            due = min((due for due in others if due is not None and first <= due <= first + period), default=None)
            if due is None:
                due = first + draw(period + 1)
            self.alerts[token] = replace(kept, due=min(due, kept.ends))

    def let_time_pass(self) -> None:
        """Raise what is due by now, the alert that has waited longest first."""
        for token in sorted(self.alerts, key=lambda token: (self.alerts[token].due or 0, self.alerts[token].order)):
            kept = self.alerts[token]
            if kept.state in (AlertState.WAITING, AlertState.HELD) and kept.ends <= self.now:
                self.fire(token, AlertEvent.DELAY_OVER)
            elif kept.state is AlertState.WAITING and kept.due is not None and kept.due <= self.now:
                self.fire(token, AlertEvent.DUE_TIME)
            elif kept.state is AlertState.BACKOFF and kept.retry is not None and kept.retry <= self.now:
                self.fire(token, AlertEvent.BACKOFF_OVER)
            elif kept.state is AlertState.HELD and self.mode_for(kept.nature) is AlertMode.OFF:
                # ValidUntil has passed: the server's word ends, and nothing is held without one.
                self.fire(token, AlertEvent.RELEASE)

    def make_room(self) -> None:
        """Drop the oldest that may be, until no more than MaxStored are kept or none may go."""
        for token in sorted(self.alerts, key=lambda token: self.alerts[token].order):
            if self._kept() <= self._policy.max_stored:
                return
            self.fire(token, AlertEvent.BUFFER_FULL)

    def sending_failed(self, draw: Draw, retry_after: int | None) -> None:
        """Those that were due wait, all the same time, so that they go out together; `retry_after` in milliseconds."""
        due = [token for token, kept in self.alerts.items() if kept.state is AlertState.DUE]
        if not due:
            return
        policy = self._policy
        if retry_after is None:
            failures = max(self.alerts[token].attempts for token in due)
            pause = wait(failures, policy.initial_backoff, policy.max_backoff, draw)
        else:
            # The time is the server's own, and another device's is another: no jitter. It cannot silence a device.
            pause = min(retry_after, max(policy.max_backoff, policy.max_delay))
        for token in due:
            self.fire(token, AlertEvent.SENDING_FAILS)
            if self.alerts[token].state is AlertState.BACKOFF:
                self.alerts[token] = replace(self.alerts[token], retry=self.now + pause)

    def fire_all(self, event: AlertEvent) -> None:
        """Raise an event for every alert."""
        for token in list(self.alerts):
            self.fire(token, event)

    def fire(self, token: str, event: AlertEvent) -> None:
        """Raise an event for one alert; the table says what it does, and the counters follow."""
        kept = self.alerts[token]
        context: Context[AlertVariables, AlertFacts] = Context(
            AlertVariables(kept.attempts), _Facts(self, kept), _no_node, _no_procedure
        )
        outcome = ALERT.decide(kept.state, event, context)
        after = replace(kept, state=outcome.after, attempts=outcome.variables.attempts)
        self.alerts[token] = after
        if event is AlertEvent.DUE_TIME and after.state is AlertState.DUE:
            self._bucket = self.bucket().taken()
        if after.is_over and not kept.is_over:
            self._counters = self._counters.over(after.state)

    def leave(self, token: str) -> None:
        """The queue has forgotten an alert past flow control: it was answered."""
        self.alerts[token] = replace(self.alerts[token], state=AlertState.SENT)
        self._counters = self._counters.over(AlertState.SENT)

    # what is so ---------------------------------------------------------------------------------------------------

    def bucket(self) -> Bucket:
        """The tokens of the Interval as they are now."""
        rate = self._policy.rate
        return Bucket.full(rate, self.now) if self._bucket is None else self._bucket.refilled(rate, self.now)

    def next_time(self) -> int | None:
        """When something happens of itself; None when nothing does."""
        times: list[int] = []
        for kept in self.alerts.values():
            if kept.state in (AlertState.WAITING, AlertState.HELD):
                times.append(kept.ends)
            if kept.state is AlertState.WAITING and kept.due is not None:
                times.append(kept.due if kept.due > self.now else self.bucket().next_token)
            if kept.state is AlertState.BACKOFF and kept.retry is not None:
                times.append(kept.retry)
            if kept.state is AlertState.HELD and self._policy.valid_until is not None:
                times.append(self._policy.valid_until)
        return max(self.now, min(times)) if times else None

    def mode_for(self, nature: Nature) -> AlertMode:
        """The Mode as it counts for an alert."""
        mode = self._policy.mode_for(nature.type, self.now)
        if mode is AlertMode.OFF and nature.spread_from is not None:
            return AlertMode.SPREAD_AND_SAMPLE
        return mode

    def may_try_again(self, kept: Kept) -> bool:
        """Whether fewer than MaxAttempts have failed."""
        return kept.attempts < self._policy.max_attempts

    def is_named_lately(self, image_server: str | None) -> bool:
        """Whether results 418 to 420 were reported within the hour for this ISID, or for too many."""
        if image_server is None:
            return False
        lately = [name for name, at in self._attacks.items() if self.now - at < HOUR]
        return image_server in lately or len(lately) >= MAX_NAMED

    def _spread_of(self, nature: Nature) -> tuple[int, int]:
        """Offset and period: the entry's while it is in force, else those of the campaign."""
        if self._policy.is_in_force(self.now):
            return self._policy.offset, self._policy.period
        return (0, WITHOUT_ENTRY) if nature.spread_from is None else (nature.spread_from, nature.spread_over)

    def _kept(self) -> int:
        return sum(1 for kept in self.alerts.values() if not kept.is_over)


class _Facts:
    """The facts of one alert, as the guards ask for them."""

    def __init__(self, change: Change, kept: Kept) -> None:
        self._change = change
        self._kept = kept

    def mode(self) -> AlertMode:
        return self._change.mode_for(self._kept.nature)

    def owed(self) -> bool:
        return self._kept.nature.owed

    def immediate(self) -> bool:
        return self._kept.nature.immediate

    def campaign(self) -> bool:
        return self._kept.nature.campaign

    def user_asked(self) -> bool:
        return self._kept.nature.user_asked

    def security(self) -> bool:
        return self._kept.nature.security

    def reported_lately(self) -> bool:
        return self._change.is_named_lately(self._kept.nature.image_server)

    def failed(self) -> bool:
        return self._kept.nature.failed

    def drawn(self) -> bool:
        return self._kept.nature.drawn

    def may_sample(self) -> bool:
        return self._kept.nature.may_sample

    def may_hold(self) -> bool:
        return self._kept.nature.may_hold

    def token_there(self) -> bool:
        return self._change.bucket().has_token

    def attempts_left(self) -> bool:
        return self._change.may_try_again(self._kept)


def _no_node(path: str) -> None:
    return None


def _no_procedure(name: str) -> bool:
    return False
