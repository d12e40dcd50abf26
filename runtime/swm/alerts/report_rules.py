"""How the reports of a broadcast or campaign are spread and sampled where no entry of flow control is in force.

An announcement says so in its `report`, the Broadcast object in Report; the
second overrides the first, and the entry of the server overrides both (rule 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

SECOND: Final = 1000
WHOLE: Final = 100_000
"""100 per cent in the thousandths that SamplePercentage can say."""
LONGEST: Final = 30 * 86_400
"""Seconds. An image server may not keep a device from reporting for longer."""


@dataclass(frozen=True, slots=True)
class ReportRules:
    """`offset` and `period` in milliseconds, `sample` in thousandths of a per cent."""

    offset: int
    period: int
    sample: int


def announced_rules(report: Mapping[str, object]) -> ReportRules | None:
    """What the `report` of an announcement says; None when it says nothing.

    `offsetTime` and `randomTimePeriod` are seconds, `samplePercentage` is a
    number or its text, `mute` leaves out all that may be left out. What is
    written wrongly counts as not written. `cap` and `epoch` are for those who
    work out the period: one device cannot know how many others there are.
    """
    if not report:
        return None
    sample = 0 if report.get("mute") is True else thousandths(report.get("samplePercentage", 100))
    return ReportRules(_seconds(report.get("offsetTime")), _seconds(report.get("randomTimePeriod")), sample)


def thousandths(value: object) -> int:
    """A percentage with up to three decimals, in thousandths; the whole for what is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return WHOLE
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return WHOLE
    return int(found * 1000) if found.is_finite() and 0 <= found <= 100 else WHOLE


def _seconds(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return 0
    return min(value, LONGEST) * SECOND
