"""A campaign that goes on for longer than its announcement holds."""

from __future__ import annotations

import time
from pathlib import Path

from test_image_server import MAX_PACKET, Site, listener, stubs

from swm.delivery.session_files import SessionFiles

__all__ = ["stubs"]


def test_an_announcement_is_not_repeated_when_its_time_is_over(tmp_path: Path) -> None:
    site = Site(tmp_path, loops=10_000, kilobits=4000, valid=1)
    try:
        site.program.start()
        announced = site.program.wait_for(lambda event: event["event"] == "announced")
        over = announced["sequence"] + 3  # sequences follow the clock
        site.program.wait_for(lambda event: event["event"] == "loop" and time.time() > over)
        with listener(site.air) as air:
            files = SessionFiles(7)
            while "metadata/timestamp.json" not in files.small.names():
                files.take(air.recv(MAX_PACKET))
            for _ in range(500):
                files.take(air.recv(MAX_PACKET))
        assert "announcement/is1" not in files.small.names()
    finally:
        site.program.kill()
