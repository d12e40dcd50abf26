"""A million devices that all have something to say, second by second.

Only whole numbers and a generator of our own (SplitMix64, Steele and others,
OOPSLA 2014), so that the same seed gives the same figures with every version
of Python and numpy. Each device is one number; its draws are a function of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, lgamma, log
from typing import Any, Final

import numpy as np

RISK: Final = 1e-3
"""The probability that the fullest second of a window has more than the cap."""
SEED: Final = 20_261_125
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)

Counts = Any
"""How many come in each second: an array of whole numbers."""


def window_for(devices: int, cap: int) -> int:
    """Seconds over which `devices` must be spread, so that no second has more than `cap` of them."""
    low, high = ceil(devices / cap), devices
    while low < high:
        middle = (low + high) // 2
        if middle * _beyond(devices / middle, cap) <= RISK:
            high = middle
        else:
            low = middle + 1
    return low


def _beyond(mean: float, cap: int) -> float:
    """The probability that a second with `mean` devices on average has more than `cap` (Poisson)."""
    term = exp((cap + 1) * log(mean) - mean - lgamma(cap + 2))
    total, count = 0.0, cap + 1
    while term > total * 1e-12:
        total += term
        count += 1
        term *= mean / count
    return total


def drawn(devices: int, below: int, draw: int) -> Any:
    """A whole number below `below` for each device, independent for each `draw`; `below` has at most 32 bits."""
    state = np.arange(1, devices + 1, dtype=np.uint64) + np.uint64(((SEED + draw) << 32) % 2**64)
    state *= _GOLDEN
    state ^= state >> np.uint64(30)
    state *= _FIRST
    state ^= state >> np.uint64(27)
    state *= _SECOND
    state ^= state >> np.uint64(31)
    return ((state >> np.uint64(32)) * np.uint64(below) >> np.uint64(32)).astype(np.int64)


def spread(devices: int, window: int) -> Counts:
    """Devices per second when each draws its time from `window` seconds."""
    return np.bincount(drawn(devices, window, 0), minlength=window)


@dataclass(frozen=True)
class Outage:
    """A time in which the server answers 503 only: from second `begin`, for `length` seconds."""

    begin: int
    length: int

    @property
    def end(self) -> int:
        """The first second in which it serves again."""
        return self.begin + self.length


@dataclass(frozen=True)
class Served:
    """What a server that begins `cap` sessions a second has to do: requests and sessions, second by second."""

    requests: Counts
    begun: Counts

    @property
    def last(self) -> int:
        """The second in which the last device was served."""
        return int(np.flatnonzero(self.begun)[-1])


def with_slots(fresh: Counts, cap: int, outage: Outage) -> Served:
    """Everyone who is refused is given a second of its own, and comes then: so nobody is refused twice."""
    reserved: dict[int, int] = {}
    requests: list[int] = []
    begun: list[int] = []
    arriving = [int(count) for count in fresh]
    second = 0
    while second < len(arriving) or reserved:
        came = arriving[second] if second < len(arriving) else 0
        kept = reserved.pop(second, 0)
        closed = outage.begin <= second < outage.end
        served = 0 if closed else kept + min(came, cap - kept)
        refused = came + kept - served
        following = outage.end if closed else second + 1
        while refused:
            taken = min(refused, cap - reserved.get(following, 0))
            reserved[following] = reserved.get(following, 0) + taken
            refused -= taken
            if refused:
                following += 1
        requests.append(came + kept)
        begun.append(served)
        second += 1
    return Served(np.array(requests), np.array(begun))


def told_the_same_time(fresh: Counts, outage: Outage) -> Counts:
    """Requests a second when everyone who is refused is told to come back at the end of the outage."""
    requests = np.zeros(max(len(fresh), outage.end + 1), dtype=np.int64)
    requests[: len(fresh)] = fresh
    requests[outage.end] += int(fresh[outage.begin : outage.end].sum())
    return requests


def with_back_off(devices: int, window: int, outage: Outage, initial: int, longest: int) -> Counts:
    """Requests a second when refused devices know no time: full jitter, a factor of 2, a ceiling."""
    times = drawn(devices, window, 0)
    requests = np.bincount(times, minlength=window)
    waiting = np.flatnonzero((times >= outage.begin) & (times < outage.end))
    at, failures = times[waiting], 0
    while len(waiting):
        ceiling = min(longest, initial << failures)
        at = at + 1 + drawn(devices, ceiling, 1 + failures)[waiting]
        more = np.bincount(at)
        requests = np.pad(requests, (0, max(0, len(more) - len(requests))))
        requests[: len(more)] += more
        still = at < outage.end
        waiting, at = waiting[still], at[still]
        failures += 1
    return requests
