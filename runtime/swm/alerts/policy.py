"""What one entry of the object says, read through the generated nodes; their defaults are the specification's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from swm.alerts.bucket import Rate
from swm.alerts.marks import MARKS
from swm.alerts.report_rules import SECOND, thousandths
from swm_enablers.alertflow_1_0.nodes import AlertflowX, XMode
from swm_enablers.alertflow_1_0.states import AlertMode

T = TypeVar("T")

DEFAULT_TYPES: Final = ("org.openmobilealliance.dm.firmwareupdate.", "urn:oma:at:fumo:", "urn:oma:at:scomo:")
"""All types of FUMO and SCOMO, which AppliesTo stands for when it is not there."""
_MODES: Final = {
    XMode.OFF: AlertMode.OFF,
    XMode.SPREAD: AlertMode.SPREAD,
    XMode.SPREAD_AND_SAMPLE: AlertMode.SPREAD_AND_SAMPLE,
    XMode.HOLD: AlertMode.HOLD,
}

SOON: Final = SECOND
AT_LAST: Final = 300 * SECOND
"""The back-off of a device whose server controls nothing: it tries again soon, and more seldom as time goes on."""
WITHOUT_END: Final = 1000
"""Attempts of such a device; its machine counts no further."""

Read = Callable[[str, Any], Any]
"""Gives the value of a leaf of the entry, its default, or None: `DeviceObject.read_leaf`."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One entry. Times in milliseconds; `sample` in thousandths of a per cent; `there` is false without an entry."""

    there: bool
    mode: AlertMode
    types: tuple[str, ...]
    immediate_mark: str
    sample: int
    offset: int
    period: int
    max_delay: int
    rate: Rate
    max_items: int
    initial_backoff: int
    max_backoff: int
    max_attempts: int
    max_stored: int
    valid_until: int | None

    @classmethod
    def read(cls, read: Read | None) -> Policy:
        """The policy of an entry; with None that of a device without one, which sends as it always did.

        What is written wrongly counts as not written: an alert must not be lost over a typing error of a server.
        """
        there = read is not None
        found = read if read is not None else _default

        def whole(leaf: Any) -> int:
            value = found(leaf.spec.name, leaf)
            return 0 if value is None else int(value)

        def text(leaf: Any) -> str:
            value = found(leaf.spec.name, leaf)
            return "" if value is None else str(value).strip()

        mode = found("Mode", AlertflowX.mode)
        mark = text(AlertflowX.immediate_mark)
        types = tuple(part.strip() for part in text(AlertflowX.applies_to).split(",") if part.strip())
        policy = cls(
            there=there,
            mode=AlertMode.OFF if mode is None else _MODES[mode],
            types=types or DEFAULT_TYPES,
            immediate_mark=mark if mark in MARKS else str(AlertflowX.immediate_mark.spec.default),
            sample=thousandths(text(AlertflowX.sample_percentage)),
            offset=whole(AlertflowX.offset_time) * SECOND,
            period=whole(AlertflowX.random_time_period) * SECOND,
            max_delay=whole(AlertflowX.max_delay) * SECOND,
            rate=Rate(whole(AlertflowX.max_alerts), whole(AlertflowX.interval) * SECOND),
            max_items=max(1, whole(AlertflowX.max_items)),
            initial_backoff=whole(AlertflowX.initial_backoff) * SECOND,
            max_backoff=whole(AlertflowX.max_backoff) * SECOND,
            max_attempts=whole(AlertflowX.max_attempts),
            max_stored=whole(AlertflowX.max_stored),
            valid_until=_time(text(AlertflowX.valid_until)),
        )
        if there:
            return policy
        return replace(policy, initial_backoff=SOON, max_backoff=AT_LAST, max_attempts=WITHOUT_END)

    def is_in_force(self, now: int) -> bool:
        """Whether there is an entry that controls anything at `now`."""
        return self.there and self.mode is not AlertMode.OFF and (self.valid_until is None or now < self.valid_until)

    def mode_for(self, type: str, now: int) -> AlertMode:
        """The Mode as it counts for an alert of that type."""
        applies = any(type.startswith(prefix) for prefix in self.types)
        return self.mode if applies and self.is_in_force(now) else AlertMode.OFF


def _default(name: str, leaf: Any) -> Any:
    default = leaf.spec.default
    return None if default is None else leaf.codec.decode(default)


def _time(text: str) -> int | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int((found if found.tzinfo is not None else found.replace(tzinfo=UTC)).timestamp()) * SECOND
