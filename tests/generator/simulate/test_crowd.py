"""A million devices and one server: the window keeps the server's cap, and so do slots after an outage. Without them it fails."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from swm.server.admission import Admission
from swmgen.simulate.crowd import (
    Outage,
    drawn,
    spread,
    told_the_same_time,
    window_for,
    with_back_off,
    with_slots,
)

DEVICES = 1_000_000
OUTAGE = Outage(1000, 300)


@pytest.mark.parametrize(("cap", "window"), [(100, 17_748), (500, 2_511), (1000, 1_167)])
def test_the_window_of_the_reference_keeps_the_cap_and_wastes_little(cap: int, window: int) -> None:
    # The reference rounds 4.93 h, 2511 s and 1167 s.
    assert abs(window_for(DEVICES, cap) - window) <= window * 0.003
    counts = spread(DEVICES, window_for(DEVICES, cap))
    assert int(counts.sum()) == DEVICES
    assert cap * 0.85 < int(counts.max()) <= cap


@pytest.mark.parametrize("cap", [100, 500, 1000])
def test_a_window_that_is_too_short_does_not_keep_the_cap(cap: int) -> None:
    assert int(spread(DEVICES, window_for(DEVICES, cap) * 85 // 100).max()) > cap


def test_without_spread_the_server_drowns() -> None:
    # A broadcast ends for everyone within five seconds.
    assert int(spread(DEVICES, 5).max()) > 199_000


def test_after_an_outage_slots_keep_the_cap_and_nobody_is_refused_twice() -> None:
    fresh = spread(DEVICES, window_for(DEVICES, 500))
    served = with_slots(fresh, 500, OUTAGE)
    assert int(served.begun.max()) == 500 and int(served.begun.sum()) == DEVICES
    assert int(served.begun[OUTAGE.begin : OUTAGE.end].sum()) == 0
    assert int(served.requests.sum()) <= 2 * DEVICES
    assert int(served.requests.max()) <= 500 + int(fresh.max())


def test_after_an_outage_without_slots_the_crowd_comes_at_once() -> None:
    fresh = spread(DEVICES, window_for(DEVICES, 500))
    assert int(told_the_same_time(fresh, OUTAGE).max()) > 100_000
    back_off = with_back_off(DEVICES, window_for(DEVICES, 500), OUTAGE, 60, 14_400)
    assert 500 < int(back_off.max()) < 100_000


def test_slots_are_those_that_the_server_gives() -> None:
    fresh, cap, outage = spread(2_000, 60), 40, Outage(20, 10)
    admission = Admission(cap)
    asking = {second: [f"{second}-{number}" for number in range(count)] for second, count in enumerate(fresh.tolist())}
    requests, begun = [], []
    for second in range(200):
        if second == outage.begin:
            admission.close(outage.end)
        come = asking.pop(second, [])
        waits = [(who, admission.wait(who, float(second))) for who in sorted(come, key=lambda who: who.count("again"))]
        requests.append(len(come))
        begun.append(sum(1 for _, wait in waits if not wait))
        for who, wait in waits:
            if wait:
                asking.setdefault(second + wait, []).append(who)
    served = with_slots(fresh, cap, outage)
    assert begun[: len(served.begun)] == served.begun.tolist()
    assert requests[: len(served.requests)] == served.requests.tolist()
    assert sum(begun) == 2_000


def test_the_same_seed_gives_the_same_numbers_everywhere() -> None:
    first = drawn(100_000, 2**31, 0)
    assert first.dtype == np.int64 and int(first.min()) >= 0 and int(first.max()) < 2**31
    assert len(set(first.tolist()) ^ set(drawn(100_000, 2**31, 1).tolist())) > 199_000
    assert sha256(first.astype("<i8").tobytes()).hexdigest()[:16] == "27e8c957e2697909"
