"""The page of alert flow control shows what it does for a server, with the same figures in every build."""

from __future__ import annotations

import re
from pathlib import Path

from swmgen.emit.docs.crowd import CAPS, controls_flow, crowd
from swmgen.emit.docs.figures import plot_figure
from swmgen.load import load

SPEC = Path(__file__).resolve().parents[3] / "spec"


def test_spread_and_slots_keep_the_cap_and_everything_else_does_not() -> None:
    rows = crowd().rows
    over = {
        what: int(peak.replace(",", "")) > int(cap.replace(",", "")) for what, _, cap, peak, _ in rows if cap != "–"
    }
    assert [cap for what, _, cap, _, _ in rows if what == "spread"] == [f"{cap:,}" for cap in CAPS]
    assert over == {
        "spread": False,
        "outage, all told the same time": True,
        "outage, back-off with full jitter": True,
        "outage, reserved slots: requests": True,
        "outage, reserved slots: sessions": False,
    }
    assert rows[0][3] == "200,457", "without spread all of a broadcast come within seconds"


def test_the_plot_is_the_same_in_every_build() -> None:
    assert crowd().figure.inline() == crowd().figure.inline()


def test_only_an_enabler_with_the_nodes_has_the_section() -> None:
    loaded = load(SPEC, ["alertflow-1.0", "inbox-1.0"])
    assert controls_flow(loaded.enablers["alertflow-1.0"])
    assert not controls_flow(loaded.enablers["inbox-1.0"])


def test_a_plot_shows_the_highest_count_of_a_stretch() -> None:
    counts = [0] * 5000
    counts[2501] = 100
    figure = plot_figure("t", "d", [("line", "device", counts)], 50, 100)
    path = figure.inline().split('class="edge device"')[0].rsplit('d="', 1)[1]
    highest = [int(x) for x, y in re.findall(r"[ML](\d+) (\d+)", path) if y == "0"]
    assert len(highest) == 1 and abs(highest[0] - 360) <= 2
