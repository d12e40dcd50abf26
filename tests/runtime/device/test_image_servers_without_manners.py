"""Image servers that serve badly: what a device gets from them all the same, and when it gives them up."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hostile_server import Site as Web
from hostile_server import served
from test_image_servers import FUMO, IMAGE, Life, Site, site, stubs

from swm.delivery.session_description import write_session
from swm.publishing.repository import published_name
from swm.trust import Action, Source

__all__ = ["site", "stubs"]


@contextmanager
def mirrored(folder: Path, site: Site, **nodes: Any) -> Iterator[tuple[Life, Web, str]]:
    """A device, a server of no good manners that has all that the image server has, and the URL of the package there."""
    content = site.publisher.content(site.target)
    place = f"/targets/{published_name(site.target)}"
    files = {f"/metadata/{name}": octets for name, octets in site.publisher.metadata().items()}
    files |= {place: content.read_bytes(), f"{place}.index": content.with_name(content.name + ".index").read_bytes()}
    web = Web(files)
    with served(web) as anchor:
        values = {"./ImageServer/is1/URLPrefix": f"{web.url}/", "./ImageServer/is1/TrustAnchor": anchor}
        life = Life(folder, site, **values | nodes)
        try:
            yield life, web, f"{web.url}{place}"
        finally:
            life.close()


def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock finds a tenth of a second gone: a slice is a few chunks, however fast the machine is."""
    looks = itertools.count()
    shown = SimpleNamespace(time=time.time, monotonic=lambda: next(looks) * 0.1)
    monkeypatch.setattr("swm.device.image_delivery.time", shown)


@pytest.mark.parametrize("manners", ["", "ignores ranges", "weak etag", "no etag"])
def test_a_package_of_many_slices_comes_whole_from_a_server_without_ranges(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, manners: str
) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        short_slices(monkeypatch)
        web.manners = manners
        life.announce(sources=(Source(url=url),))
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA", "DOWNLOAD_FAILED")
        assert life.firmware() == IMAGE
        asked = [path for path, fields in web.requests if path in url and path.startswith("/targets/")]
        if manners:
            assert len(asked) == 2, "the whole was asked for again and again"


def test_a_suspension_between_two_slices_lets_go_of_the_connection(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        short_slices(monkeypatch)
        web.manners = "ignores ranges"
        life.announce(sources=(Source(url=url),))
        life.until("DOWNLOAD_PROGRESSING")
        end = time.monotonic() + 120
        while life.part._delivery._open is None:
            assert time.monotonic() < end
            life.device.work()
        life.announce(Action.SUSPEND)
        assert life.state == "DOWNLOAD_SUSPENDED"
        assert life.part._delivery._open is None
        life.announce(Action.RESUME)
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA", "DOWNLOAD_FAILED")
        assert life.firmware() == IMAGE


def test_a_connection_that_breaks_within_the_metadata_costs_an_attempt_and_not_the_transfer(
    tmp_path: Path, site: Site
) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        web.cut_after = 100
        life.announce(sources=(Source(url=url),))
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA", "DOWNLOAD_FAILED")
        assert life.firmware() == IMAGE
        assert "DOWNLOAD_INTERRUPTED" in life.path()


def in_repair(life: Life, site: Site) -> None:
    """The broadcast is over and a chunk is missing."""
    life.announce(sources=(Source(session=write_session(life.session, "c1")),))
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=(3,)))
    life.until("REPAIR_PROGRESSING")


def test_a_repair_that_a_busy_server_puts_off_stands_and_goes_on(tmp_path: Path, site: Site) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        life.device.tree.store("./Broadcast/b1/Repair/Servers/1", url)
        web.manners = "busy"
        in_repair(life, site)
        life.until("DOWNLOAD_INTERRUPTED")
        assert life.device.tree.live(f"{FUMO}/Transfer/SuspendReason") == "11"
        assert life.part._next_try - life.part._own.clock() > 60, "Retry-After is 120"
        asked = len(web.requests)
        life.rest(50)
        assert len(web.requests) == asked
        web.manners = ""
        life.part._next_try = 0.0
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA", "DOWNLOAD_FAILED")
        assert life.firmware() == IMAGE and "REPAIR_PROGRESSING" in life.path()[-6:]


def test_a_repair_server_that_is_always_busy_is_given_up(tmp_path: Path, site: Site) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        life.device.tree.store("./Broadcast/b1/Repair/Servers/1", url)
        web.manners = "busy"
        in_repair(life, site)
        for _ in range(10_000):
            life.device.work()
            life.part._next_try = 0.0
            if life.state == "DOWNLOAD_FAILED":
                break
        assert (life.state, life.result()) == ("DOWNLOAD_FAILED", 504)


def test_metadata_that_expire_within_a_repair_are_asked_for_as_often_as_attempts_allow(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mirrored(tmp_path, site) as (life, web, url):
        life.device.tree.store("./Broadcast/b1/Repair/Servers/1", url)
        web.manners = "busy"
        in_repair(life, site)
        web.requests.clear()
        monkeypatch.setattr("swm.device.steering.Steering.now", lambda _: int(time.time()) + 200 * 86_400)
        life.again()
        life.until("DOWNLOAD_FAILED")
        assert life.result() == 505
        assert sum(path.endswith("timestamp.json") for path, _ in web.requests) <= 5
