"""Whoever can reach the ports of a device can send without a pause: the device still does all the rest."""

from __future__ import annotations

from typing import Any

from test_image_servers import Life, site, stubs

__all__ = ["site", "stubs"]


class Flood:
    """A socket with another datagram each time it is asked."""

    def __init__(self, most: int) -> None:
        self.read, self.most = 0, most

    def recv(self, _: int) -> bytes:
        self.read += 1
        assert self.read <= self.most, "the device does nothing else any more"
        return b"no announcement"

    def close(self) -> None:
        """Nothing to let go of."""


def test_announcements_that_come_without_a_pause_leave_time_for_everything_else(tmp_path: Any, site: Any) -> None:
    life = Life(tmp_path, site)
    flood = Flood(100_000)
    life.device._pushes = flood  # type: ignore[assignment]
    life.rest(2)
    assert flood.read
    life.device._pushes = None
    life.close()
