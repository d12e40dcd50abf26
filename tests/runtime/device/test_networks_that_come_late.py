"""A device that starts before its network is up."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from test_image_servers import FUMO, IMAGE, Life, Site, site, stubs

__all__ = ["site", "stubs"]


def test_a_device_listens_when_its_network_comes_up(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(tmp_path, site)
    from swm.device import broadcast_client

    real, tries = broadcast_client.open_receiver, []

    def open_receiver(*place: Any) -> Any:
        tries.append(place)
        if len(tries) < 3:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        return real(*place)

    monkeypatch.setattr(broadcast_client, "open_receiver", open_receiver)
    monkeypatch.setattr("swm.device.steered_transfer.RETRY", 1e6)
    life.again()
    life.rest(20)
    assert len(tries) == 1, "it does not try without a pause"
    life.part._next_tune = 1.0
    life.rest(20)
    assert len(tries) == 2
    life.part._next_tune = 1.0
    life.rest(20)
    assert [kind for kind, _ in life.told].count("cannot listen") == 1
    assert life.device.tree.value(f"{FUMO}/ImageServer/Mode") == "3", "what the DM server wrote stays"
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE
    life.close()
