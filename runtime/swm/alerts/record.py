"""What flow control remembers: every alert that it has taken in and that is not over, and the counters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from swm.alerts.bucket import Bucket, Rate
from swm.errors import LocalError
from swm.json_documents import made_of, read_json
from swm_enablers.alertflow_1_0.nodes import AlertState

FORMAT: Final = 1
OVER: Final = frozenset((AlertState.SENT, AlertState.SUPPRESSED, AlertState.DROPPED))


@dataclass(frozen=True, slots=True)
class Nature:
    """What is known of an alert when it comes up, and does not change: the fixed facts of its machine.

    `spread_from` and `spread_over`, in milliseconds, are offset and period for
    a report of a campaign with rules of its own; None for all others.
    """

    type: str
    owed: bool
    immediate: bool
    campaign: bool
    user_asked: bool
    security: bool
    failed: bool
    drawn: bool
    may_sample: bool
    may_hold: bool
    image_server: str | None = None
    spread_from: int | None = None
    spread_over: int = 0

    @property
    def stays(self) -> bool:
        """Whether it may not be dropped, for want of room or on order."""
        return self.owed or self.failed or self.security


@dataclass(frozen=True, slots=True)
class Kept:
    """An alert under flow control.

    `order` tells which came up first, `ends` is when MaxDelay is over. `due` is
    its time, drawn once: None until it is drawn. `retry` is its next attempt.
    """

    nature: Nature
    order: int
    ends: int
    state: AlertState = AlertState.NEW
    attempts: int = 0
    due: int | None = None
    retry: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was sent, left out or dropped."""
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Stats:
    """The leaves below Stats: alerts that wait, were answered, were left out, were dropped."""

    pending: int
    sent: int
    suppressed: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Counters:
    """All alerts that ever came up, and what became of those that are over."""

    taken: int = 0
    sent: int = 0
    suppressed: int = 0
    dropped: int = 0

    def over(self, state: AlertState) -> Counters:
        """With one more alert that ended in `state`."""
        if state is AlertState.SENT:
            return replace(self, sent=self.sent + 1)
        if state is AlertState.SUPPRESSED:
            return replace(self, suppressed=self.suppressed + 1)
        return replace(self, dropped=self.dropped + 1)


@dataclass(frozen=True, slots=True)
class FlowRecord:
    """Everything that survives a restart. `attacks` tells when each ISID was last named in a report of an attack."""

    alerts: Mapping[str, Kept] = field(default_factory=dict)
    counters: Counters = Counters()
    bucket: Bucket | None = None
    attacks: Mapping[str, int] = field(default_factory=dict)

    @property
    def stats(self) -> Stats:
        """As Stats shows it."""
        pending = sum(1 for kept in self.alerts.values() if not kept.is_over)
        counters = self.counters
        return Stats(pending, counters.sent, counters.suppressed, counters.dropped)

    def without(self, tokens: frozenset[str]) -> FlowRecord:
        """Without alerts that are over and that their queue has forgotten."""
        return replace(self, alerts={token: kept for token, kept in self.alerts.items() if token not in tokens})

    def write(self) -> bytes:
        """As a journal keeps it."""
        return json.dumps(
            {
                "format": FORMAT,
                "alerts": {
                    token: {**asdict(kept), "state": kept.state.name, "nature": asdict(kept.nature)}
                    for token, kept in self.alerts.items()
                },
                "counters": asdict(self.counters),
                "bucket": None if self.bucket is None else asdict(self.bucket),
                "attacks": dict(self.attacks),
            },
            sort_keys=True,
        ).encode("utf-8")

    @classmethod
    def read(cls, record: bytes | None) -> FlowRecord:
        """LocalError for a record that this library did not write; it is left where it is."""
        if record is None:
            return cls()
        try:
            data = read_json(record)
            if data["format"] != FORMAT:
                raise LocalError(f"the journal of alerts has format {data['format']}, this library reads {FORMAT}")
            alerts = {
                token: made_of(
                    Kept, {**kept, "state": AlertState[kept["state"]], "nature": made_of(Nature, kept["nature"])}
                )
                for token, kept in data["alerts"].items()
            }
            bucket = data["bucket"]
            if bucket is not None:
                bucket = made_of(Bucket, {**bucket, "rate": made_of(Rate, bucket["rate"])})
            return cls(alerts, made_of(Counters, data["counters"]), bucket, dict(data["attacks"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LocalError(f"the journal of alerts cannot be read: {error!r}") from None
