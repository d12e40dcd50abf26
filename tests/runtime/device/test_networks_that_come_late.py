"""A device that starts before its network is up."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reference_programs import ROOT, device_toml
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


@pytest.mark.parametrize("table", ["broadcast", "notification"])
def test_a_port_that_is_taken_is_named(tmp_path: Path, table: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        lines = {
            "broadcast": f'[broadcast]\nannouncements = "127.0.0.1:{port}"\n',
            "notification": f'[notification]\nhost = "127.0.0.1"\nport = {port}\n',
        }
        config = device_toml(tmp_path, "http://127.0.0.1:1/dm", extra=lines[table])
        ended = subprocess.run(
            [sys.executable, "-m", "swm", "device", str(config), "--once"],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=ROOT,
        )
    assert ended.returncode == 2
    assert ended.stderr == f"swm device: Address already in use: 127.0.0.1 port {port}\n"
