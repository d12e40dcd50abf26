"""What alert flow control does for a server: a million devices, simulated for the page that describes the nodes."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from swmgen.emit.docs.figures import Figure, plot_figure
from swmgen.model import Enabler

DEVICES: Final = 1_000_000
CAPS: Final = (100, 500, 1000)
SHOWN: Final = 500
TOGETHER: Final = 5
"""Seconds within which a broadcast ends for all of them."""
LENGTH: Final = 300
NODES: Final = frozenset(("RandomTimePeriod", "MaxAlerts", "InitialBackoff", "MaxBackoff"))


class Crowd(Struct, frozen=True):
    """Rows of what is done, its window, the cap, the fullest second, and when the last device was served; the plot."""

    rows: tuple[tuple[str, str, str, str, str], ...]
    figure: Figure


def controls_flow(enabler: Enabler) -> bool:
    """Whether the enabler has the nodes that spread alerts."""
    return {node.name for node in enabler.tree.walk()} >= NODES


def crowd() -> Crowd:
    """The table and the plot; the same in every build."""
    # Only this page needs numpy, which takes as long to import as many a page to render.
    from swmgen.simulate.crowd import Outage, spread, told_the_same_time, window_for, with_back_off, with_slots

    rows = [("no spread", f"{TOGETHER} s", "–", f"{int(spread(DEVICES, TOGETHER).max()):,}", f"{TOGETHER} s")]
    for cap in CAPS:
        window = window_for(DEVICES, cap)
        counts = spread(DEVICES, window)
        rows.append(("spread", f"{window:,} s", f"{cap:,}", f"{int(counts.max()):,}", f"{window:,} s"))
    window = window_for(DEVICES, SHOWN)
    outage = Outage(window // 2, LENGTH)
    fresh = spread(DEVICES, window)
    slots = with_slots(fresh, SHOWN, outage)
    back_off = with_back_off(DEVICES, window, outage, 60, 14_400)
    same = told_the_same_time(fresh, outage)
    limit = (f"{window:,} s", f"{SHOWN:,}")
    rows += [
        ("outage, all told the same time", *limit, f"{int(same.max()):,}", f"{len(same):,} s"),
        ("outage, back-off with full jitter", *limit, f"{int(back_off.max()):,}", f"{len(back_off):,} s"),
        ("outage, reserved slots: requests", *limit, f"{int(slots.requests.max()):,}", f"{slots.last + 1:,} s"),
        ("outage, reserved slots: sessions", *limit, f"{int(slots.begun.max()):,}", f"{slots.last + 1:,} s"),
    ]
    figure = plot_figure(
        f"Sessions a second of {DEVICES:,} devices",
        f"The dashed line is the cap of {SHOWN} a second. The server is out from second {outage.begin} to {outage.end}.",
        [
            ("spread", "device", fresh.tolist()),
            ("outage, back-off with full jitter: requests", "timer", back_off.tolist()),
            ("outage, reserved slots: sessions", "command", slots.begun.tolist()),
        ],
        SHOWN,
        2 * SHOWN,
    )
    return Crowd(tuple(rows), figure)
