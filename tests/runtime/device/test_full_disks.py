"""A disk that is full when a package is to come, and has room later: the same process goes on."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from test_image_servers import IMAGE, Life, Site, site, stubs

from swm.delivery.storage import DiskFile
from swm.trust import Source

__all__ = ["site", "stubs"]


def full(*_: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("way", ["https", "broadcast"])
def test_a_package_for_which_there_was_no_room_comes_when_there_is(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    life = Life(tmp_path, site)
    sources = {} if way == "broadcast" else {"sources": (Source(url=site.package_url),)}
    with monkeypatch.context() as patched:
        patched.setattr(DiskFile, "allocate", lambda self, length: full() if length > 100_000 else None)
        life.announce(**sources)
        if way == "broadcast":
            life.until("BROADCAST_SCHEDULED")
            life.send(site.datagrams(7))
        life.until("DOWNLOAD_FAILED")
        assert life.result() == 501
    assert list((life.settings.folder / "FwUpdate-Pkg1" / "transfer").iterdir()) == []
    life.rest()
    life.announce(campaign="c2", **sources)
    if way == "broadcast":
        life.until("BROADCAST_SCHEDULED")
        life.send(site.datagrams(7))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE
    life.close()


def test_leave_that_cannot_be_recorded_is_asked_for_again(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(tmp_path, site)
    from swm.device.delivery_record import DeliveryRecord

    real, refused = DeliveryRecord.save, []

    def save(self: Any, delivery: Any) -> None:
        if delivery.metadata and not refused:
            refused.append(delivery)
            full()
        real(self, delivery)

    monkeypatch.setattr(DeliveryRecord, "save", save)
    life.announce(sources=(Source(url=site.package_url),))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert refused and life.firmware() == IMAGE
    life.close()
