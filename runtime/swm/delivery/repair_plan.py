"""What is missing after the last loop: whether, when and where to fetch it (BDMO Repair; RFC 6726 knows no repair).

Everything random is drawn once and kept, so that neither a million devices
come together nor a restart draws anew.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairRules:
    """The Repair node: servers, seconds after the end, seconds to spread over, percent that may be missing."""

    servers: tuple[str, ...]
    offset: int = 0
    random_period: int = 0
    max_missing: int = 100


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """When to fetch (seconds since 1970) and from where."""

    due: float
    server: str


def is_repairable(missing: int, length: int, max_missing: int) -> bool:
    """Whether not more than `max_missing` percent of `length` octets are missing."""
    return missing * 100 <= max_missing * length


def plan_repair(
    rules: RepairRules, end: float, missing: int, length: int, draws: tuple[float, float]
) -> RepairPlan | None:
    """The plan of one device; None when no repair is allowed: no server, or more than MaxMissing percent missing.

    `missing` and `length` in octets; `draws` are two uniform random numbers
    from 0 up to but not including 1, for the time and for the server.
    """
    if not rules.servers or not is_repairable(missing, length, rules.max_missing):
        return None
    server = rules.servers[int(draws[1] * len(rules.servers))]
    return RepairPlan(end + rules.offset + draws[0] * rules.random_period, server)
