"""A package is taken back while an image server broadcasts it: the campaign can still be steered, above all cancelled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_image_server import MAX_PACKET, Site, _action, listener, run, stubs

from swm.publishing.repository import Package, Publisher
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


def test_a_package_that_was_replaced_is_not_sent_in_the_place_of_the_one_announced(site: Site) -> None:
    site.program.start()
    site.program.wait_for(lambda event: event["event"] == "loop")
    site.program.kill()
    (site.folder / "fw.bin").write_bytes(b"another one")
    publisher = Publisher(site.folder / "repository", site.folder / "publisher-keys", int(time.time()))
    publisher.publish(site.folder / "fw.bin", Package("fw", 16_384, 1024), lambda chunk: [])
    with listener(site.push) as pushed:
        site.program.start()
        gone = site.program.wait_for(lambda event: event["event"] in ("package gone", "loop"))
        assert (gone["event"], gone["package"]) == ("package gone", "fw")
        assert _action(pushed.recv(MAX_PACKET)) is Action.DOWNLOAD_AND_UPDATE
        assert run(str(site.config), "--cancel", "c1").returncode == 0
        assert _action(pushed.recv(MAX_PACKET)) is Action.CANCEL


def test_a_campaign_that_is_over_stays_over_when_its_package_is_gone(tmp_path: Path) -> None:
    site = Site(tmp_path, loops=1)
    try:
        site.program.start()
        site.program.wait_for(lambda event: event["event"] == "campaign over")
        site.program.kill()
        revoke(site)
        site.program.start()
        site.program.wait_for(lambda event: event["event"] == "campaign over")
        assert site.status()["campaigns"][0]["phase"] == "over"
    finally:
        site.program.kill()
