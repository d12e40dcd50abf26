"""How important a generic alert is: its Mark (OMA-TS-DM_Protocol 1.2, 8.7)."""

from __future__ import annotations

from typing import Final

MARKS: Final = ("fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate")
"""From the most important to the least."""


def at_least(mark: str, least: str) -> bool:
    """Whether `mark` is `least` or more important. A Mark that nobody knows is no more important than any."""
    return mark in MARKS and least in MARKS and MARKS.index(mark) <= MARKS.index(least)
