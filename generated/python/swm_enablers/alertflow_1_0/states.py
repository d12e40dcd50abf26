"""States, events and transition tables of alertflow 1.0.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import OTHERWISE, Context, Machine, On, Refuse, Table, table

from .nodes import AlertState, EntryState


class EntryEvent(Enum):
    """What can happen to the machine `entry`."""

    EXEC_OPERATIONS_RELEASE = "exec x/<x>/Operations/Release"
    """What is held goes out, still spread."""
    EXEC_OPERATIONS_FLUSH = "exec x/<x>/Operations/Flush"
    """What is held or waits goes out in this session."""
    EXEC_OPERATIONS_DISCARD = "exec x/<x>/Operations/Discard"
    """Held and waiting alerts that only inform, and that no order is owed, are dropped."""
    DELETE = "delete x/<x>"
    """The server takes its entry away."""


@dataclass(frozen=True, slots=True)
class EntryVariables:
    """What the machine `entry` remembers beside its state, over restarts too."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> EntryVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls()


class EntryFacts(Protocol):
    """What only the device knows at the moment."""


_EntryContext = Context[EntryVariables, EntryFacts]


ENTRY_TABLE: Final[Table[EntryState, EntryEvent]] = table(
    EntryState,
    On(
        EntryEvent.EXEC_OPERATIONS_RELEASE,
        (EntryState.THERE,),
        EntryState.THERE,
        spec="alertflow-1.0/states.yaml:20",
        status=200,
        do=("release_alerts",),
    ),
    On(
        EntryEvent.EXEC_OPERATIONS_FLUSH,
        (EntryState.THERE,),
        EntryState.THERE,
        spec="alertflow-1.0/states.yaml:21",
        status=200,
        do=("flush_alerts",),
    ),
    On(
        EntryEvent.EXEC_OPERATIONS_DISCARD,
        (EntryState.THERE,),
        EntryState.THERE,
        spec="alertflow-1.0/states.yaml:22",
        status=200,
        do=("discard_alerts",),
    ),
    On(
        EntryEvent.DELETE,
        (EntryState.THERE,),
        EntryState.GONE,
        spec="alertflow-1.0/states.yaml:23",
        status=200,
        do=("flush_alerts",),
    ),
)
"""What happens in each state on each event of the machine `entry`.

Spec: alertflow-1.0/states.yaml:3
"""

ENTRY: Final = Machine("alertflow-1.0 entry", ENTRY_TABLE)
"""The machine `entry`."""


class AlertEvent(Enum):
    """What can happen to the machine `alert`."""

    DECIDED = "decided"
    """The rules were applied."""
    DUE_TIME = "due_time"
    """OffsetTime and the alert's part of RandomTimePeriod are over, or MaxDelay is."""
    SESSION_OPENS = "session_opens"
    """A session with the server begins, and not because of alerts that are due: those go alone, or
    MaxAlerts would limit nothing."""
    RELEASE = "release"
    """The server releases what is held, or its Mode has come to act as 0: nothing is held without its
    word."""
    FLUSH = "flush"
    """The server wants everything now."""
    DISCARD = "discard"
    """The server wants nothing of what is not owed."""
    DELAY_OVER = "delay_over"
    """MaxDelay is over."""
    ANSWERED = "answered"
    """The Status of the server came."""
    SENDING_FAILS = "sending_fails"
    """Transport failure, or 503."""
    BACKOFF_OVER = "backoff_over"
    """The next attempt is due."""
    BUFFER_FULL = "buffer_full"
    """There is no room for a new alert and this one is the oldest that may go."""


class AlertMode(Enum):
    """Mode of the server's entry; off when there is no entry, ValidUntil has passed, or AppliesTo does
    not name the alert's type. In place of off it is spread_and_sample for a report of a broadcast
    or campaign whose Report node or announcement says how its reports come."""

    OFF = "off"
    SPREAD = "spread"
    SPREAD_AND_SAMPLE = "spread_and_sample"
    HOLD = "hold"


class AlertDecision(Enum):
    """What flow control does with an alert that is due."""

    SEND_NOW = "send_now"
    SAMPLE_AWAY = "sample_away"
    SPREAD = "spread"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class AlertVariables:
    """What the machine `alert` remembers beside its state, over restarts too."""

    attempts: int = 0
    """Times that sending failed."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> AlertVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(attempts=stored.get("attempts", 0))


class AlertFacts(Protocol):
    """What only the device knows at the moment."""

    def mode(self) -> AlertMode:
        """Mode of the server's entry; off when there is no entry, ValidUntil has passed, or AppliesTo
        does not name the alert's type. In place of off it is spread_and_sample for a report of a
        broadcast or campaign whose Report node or announcement says how its reports come."""
        ...

    def owed(self) -> bool:
        """It ends an order or carries a Correlator."""
        ...

    def immediate(self) -> bool:
        """Its Mark is ImmediateMark or a more important one."""
        ...

    def campaign(self) -> bool:
        """A campaign or an announcement caused it, so that many devices have it at the same time."""
        ...

    def user_asked(self) -> bool:
        """It is a request of the user, who waits."""
        ...

    def security(self) -> bool:
        """It reports a SecurityFailure."""
        ...

    def reported_lately(self) -> bool:
        """Results 418 to 420 for this ISID have been reported within the hour; it is counted."""
        ...

    def failed(self) -> bool:
        """It reports a failure."""
        ...

    def drawn(self) -> bool:
        """u is below SamplePercentage; u in 0..100 comes once a transfer from HMAC-SHA256 with the
        device's key over DeliveryID, or over TransactionID when there is none."""
        ...

    def may_sample(self) -> bool:
        """The specification of the alert allows sampling."""
        ...

    def may_hold(self) -> bool:
        """The specification of the alert allows holding."""
        ...

    def token_there(self) -> bool:
        """MaxAlerts of this Interval is not used up."""
        ...

    def attempts_left(self) -> bool:
        """Fewer than MaxAttempts have failed."""
        ...


_AlertContext = Context[AlertVariables, AlertFacts]


def decide_alert_decision(c: _AlertContext) -> AlertDecision:
    """What flow control does with an alert that is due.

    Spec: alertflow-1.0/states.yaml:78"""
    # A forged announcement or a bad image cannot make a million devices speak together: 418 to 420
    # once an ISID and hour.
    if c.facts.security() and c.facts.campaign() and c.facts.reported_lately():
        return AlertDecision.SAMPLE_AWAY
    # Over RandomTimePeriod, or over 900 s without an entry.
    if c.facts.security() and c.facts.campaign():
        return AlertDecision.SPREAD
    # A single device says at once that something attacks it.
    if c.facts.security():
        return AlertDecision.SEND_NOW
    # As in 1.0.
    if c.facts.mode() == AlertMode.OFF:
        return AlertDecision.SEND_NOW
    # The user waits, or it is important and this device's alone.
    if c.facts.user_asked() or (c.facts.immediate() and not c.facts.campaign()):
        return AlertDecision.SEND_NOW
    # Until Release or Flush, at most MaxDelay.
    if c.facts.mode() == AlertMode.HOLD and c.facts.may_hold():
        return AlertDecision.HOLD
    # Only what no order is owed, and no failure. Stats/Suppressed counts it; the state stays
    # readable.
    if (
        c.facts.mode() == AlertMode.SPREAD_AND_SAMPLE
        and c.facts.may_sample()
        and not c.facts.owed()
        and not c.facts.failed()
        and not c.facts.drawn()
    ):
        return AlertDecision.SAMPLE_AWAY
    # At T + OffsetTime + a uniform part of RandomTimePeriod, at most T + MaxDelay, within MaxAlerts
    # an Interval. Where another alert of the device waits for a time within this one's period, it
    # takes that time: the two go out together, and a second draw would make the earlier half of the
    # period twice as busy.
    return AlertDecision.SPREAD


def _alert_when_1(c: _AlertContext) -> bool:
    """decision = send_now"""
    return decide_alert_decision(c) == AlertDecision.SEND_NOW


def _alert_when_2(c: _AlertContext) -> bool:
    """decision = sample_away and not owed"""
    return decide_alert_decision(c) == AlertDecision.SAMPLE_AWAY and not c.facts.owed()


def _alert_when_3(c: _AlertContext) -> bool:
    """decision = sample_away and owed"""
    return decide_alert_decision(c) == AlertDecision.SAMPLE_AWAY and c.facts.owed()


def _alert_when_4(c: _AlertContext) -> bool:
    """decision = spread"""
    return decide_alert_decision(c) == AlertDecision.SPREAD


def _alert_when_5(c: _AlertContext) -> bool:
    """decision = hold"""
    return decide_alert_decision(c) == AlertDecision.HOLD


def _alert_when_6(c: _AlertContext) -> bool:
    """token_there"""
    return c.facts.token_there()


def _alert_when_7(c: _AlertContext) -> bool:
    """not token_there"""
    return not c.facts.token_there()


def _alert_when_8(c: _AlertContext) -> bool:
    """not owed and not failed and not security"""
    return not c.facts.owed() and not c.facts.failed() and not c.facts.security()


def _alert_when_9(c: _AlertContext) -> bool:
    """attempts_left"""
    return c.facts.attempts_left()


def _alert_when_10(c: _AlertContext) -> bool:
    """not attempts_left"""
    return not c.facts.attempts_left()


def _alert_when_11(c: _AlertContext) -> bool:
    """owed or failed or security"""
    return c.facts.owed() or c.facts.failed() or c.facts.security()


def _alert_set_1(c: _AlertContext) -> AlertVariables:
    return replace(c.variables, attempts=min(c.variables.attempts + 1, 1000))


def _alert_set_2(c: _AlertContext) -> AlertVariables:
    return replace(c.variables, attempts=0)


ALERT_TABLE: Final[Table[AlertState, AlertEvent]] = table(
    AlertState,
    On(AlertEvent.DECIDED, (AlertState.NEW,), AlertState.DUE, spec="alertflow-1.0/states.yaml:106", when=_alert_when_1),
    On(
        AlertEvent.DECIDED,
        (AlertState.NEW,),
        AlertState.SUPPRESSED,
        spec="alertflow-1.0/states.yaml:107",
        when=_alert_when_2,
    ),
    On(
        AlertEvent.DECIDED,
        (AlertState.NEW,),
        AlertState.WAITING,
        spec="alertflow-1.0/states.yaml:108",
        when=_alert_when_3,
    ),
    On(
        AlertEvent.DECIDED,
        (AlertState.NEW,),
        AlertState.WAITING,
        spec="alertflow-1.0/states.yaml:109",
        when=_alert_when_4,
    ),
    On(
        AlertEvent.DECIDED, (AlertState.NEW,), AlertState.HELD, spec="alertflow-1.0/states.yaml:110", when=_alert_when_5
    ),
    On(
        AlertEvent.DUE_TIME,
        (AlertState.WAITING,),
        AlertState.DUE,
        spec="alertflow-1.0/states.yaml:111",
        when=_alert_when_6,
    ),
    On(
        AlertEvent.DUE_TIME,
        (AlertState.WAITING,),
        AlertState.WAITING,
        spec="alertflow-1.0/states.yaml:112",
        when=_alert_when_7,
    ),
    On(
        AlertEvent.SESSION_OPENS,
        (AlertState.WAITING, AlertState.BACKOFF, AlertState.STORED),
        AlertState.DUE,
        spec="alertflow-1.0/states.yaml:113",
    ),
    On(AlertEvent.FLUSH, (AlertState.WAITING, AlertState.HELD), AlertState.DUE, spec="alertflow-1.0/states.yaml:114"),
    On(AlertEvent.RELEASE, (AlertState.HELD,), AlertState.WAITING, spec="alertflow-1.0/states.yaml:115"),
    On(
        AlertEvent.DELAY_OVER,
        (AlertState.HELD, AlertState.WAITING),
        AlertState.DUE,
        spec="alertflow-1.0/states.yaml:116",
    ),
    On(
        AlertEvent.DISCARD,
        (AlertState.WAITING, AlertState.HELD),
        AlertState.DROPPED,
        spec="alertflow-1.0/states.yaml:117",
        when=_alert_when_8,
    ),
    On(AlertEvent.ANSWERED, (AlertState.DUE,), AlertState.SENT, spec="alertflow-1.0/states.yaml:118"),
    On(
        AlertEvent.SENDING_FAILS,
        (AlertState.DUE,),
        AlertState.BACKOFF,
        spec="alertflow-1.0/states.yaml:119",
        when=_alert_when_9,
        assign=_alert_set_1,
    ),
    On(
        AlertEvent.SENDING_FAILS,
        (AlertState.DUE,),
        AlertState.STORED,
        spec="alertflow-1.0/states.yaml:120",
        when=_alert_when_10,
        assign=_alert_set_2,
    ),
    On(AlertEvent.BACKOFF_OVER, (AlertState.BACKOFF,), AlertState.DUE, spec="alertflow-1.0/states.yaml:121"),
    On(
        AlertEvent.BUFFER_FULL,
        (AlertState.WAITING, AlertState.HELD, AlertState.STORED),
        AlertState.DROPPED,
        spec="alertflow-1.0/states.yaml:122",
        when=_alert_when_8,
    ),
    Refuse(
        AlertEvent.DISCARD,
        (AlertState.WAITING, AlertState.HELD),
        spec="alertflow-1.0/states.yaml:124",
        when=_alert_when_11,
        keeps="the alert",
    ),
    Refuse(
        AlertEvent.BUFFER_FULL,
        (AlertState.WAITING, AlertState.HELD, AlertState.STORED),
        spec="alertflow-1.0/states.yaml:125",
        when=_alert_when_11,
        keeps="the alert; new orders are refused with 420 while all are owed",
    ),
    Refuse(AlertEvent.DECIDED, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.DUE_TIME, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.SESSION_OPENS, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.RELEASE, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.FLUSH, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.DISCARD, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.DELAY_OVER, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.ANSWERED, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.SENDING_FAILS, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.BACKOFF_OVER, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
    Refuse(AlertEvent.BUFFER_FULL, OTHERWISE, spec="alertflow-1.0/states.yaml:126", keeps="the alert as it is"),
)
"""What happens in each state on each event of the machine `alert`.

Spec: alertflow-1.0/states.yaml:47
"""

ALERT: Final = Machine("alertflow-1.0 alert", ALERT_TABLE)
"""The machine `alert`."""
