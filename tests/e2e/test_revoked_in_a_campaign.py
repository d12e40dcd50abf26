"""A package is taken back while an image server broadcasts it: the campaign can still be steered, above all cancelled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_image_server import MAX_PACKET, Site, _action, listener, run, stubs

from swm.publishing.repository import Publisher
from swm.trust.announcement import Action

__all__ = ["stubs"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, loops=1000, kilobits=500)
    yield made
    made.program.kill()


def revoke(site: Site) -> None:
    Publisher(site.folder / "repository", site.folder / "publisher-keys", int(time.time())).revoke("fw")


def test_a_campaign_whose_package_was_revoked_is_cancelled(site: Site) -> None:
    with listener(site.push) as pushed:
        site.program.start()
        assert _action(pushed.recv(MAX_PACKET)) is Action.DOWNLOAD_AND_UPDATE
        site.program.wait_for(lambda event: event["event"] == "loop")
        revoke(site)
        assert run(str(site.config), "--cancel", "c1").stdout == "cancel c1: the running server has taken it\n"
        assert _action(pushed.recv(MAX_PACKET)) is Action.CANCEL
    assert site.status()["campaigns"][0]["standing"] == "cancelled"


@pytest.mark.parametrize("order", ["before", "after"])
def test_it_is_cancelled_after_a_restart_of_the_server_too(site: Site, order: str) -> None:
    with listener(site.push) as pushed:
        site.program.start()
        assert _action(pushed.recv(MAX_PACKET)) is Action.DOWNLOAD_AND_UPDATE
        site.program.wait_for(lambda event: event["event"] == "loop")
        site.program.kill()
        revoke(site)
        if order == "before":
            assert run(str(site.config), "--cancel", "c1").returncode == 0
        site.program.start()
        site.program.wait_for(lambda event: event["event"] == "serving")
        if order == "after":
            assert _action(pushed.recv(MAX_PACKET)) is Action.DOWNLOAD_AND_UPDATE
            assert run(str(site.config), "--cancel", "c1").returncode == 0
        assert _action(pushed.recv(MAX_PACKET)) is Action.CANCEL
        site.program.wait_for(lambda event: event["event"] == "ordered")
    assert site.status()["campaigns"][0]["standing"] == "cancelled"
