"""SessionDescriptionURI: fetched from the image server alone, within limits, and no worse checked than one in the tree."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hostile_server import Site, served
from tls import certificate

from swm.delivery.https import tls_context
from swm.delivery.session_description import MAX_SIZE, FluteSession, write_session
from swm.delivery.sources import SourceBusy, SourceFailed, SourceLost, SourceNotTrusted, SourceRefused
from swm.device.session_descriptions import FRESH, LONGEST_RETRY, REPAIR_URI, URI, SessionDescriptions, is_final
from swm.errors import MessageError

OBJECT, DELIVERY, ENTRY = "./FwUpdate/Pkg1", "./Broadcast/b1", "./ImageServer/is1"
SDP = write_session(FluteSession("239.1.2.3", 4000, 7), "c1")
OTHER = write_session(FluteSession("239.1.2.4", 4000, 7), "c1")


@dataclass
class Entry:
    """What matters of an image server's entry here: what lies below its URLPrefix."""

    prefix: str

    def covers(self, url: str) -> bool:
        return url.startswith(self.prefix)


class World:
    """A tree, the entries in it, a clock, and a server that does what it is told."""

    def __init__(self, site: Site, anchor: bytes) -> None:
        self.site, self.now = site, 1000.0
        self.values = {
            f"{OBJECT}/Broadcast/Ref": DELIVERY,
            f"{OBJECT}/ImageServer/Ref": ENTRY,
            f"{DELIVERY}/SessionDescriptionURI": f"{site.url}/c1.sdp",
        }
        self.prefix = f"{site.url}/"
        self.anchor = anchor
        world: Any = self
        self.descriptions = SessionDescriptions(world, world, self.tls, lambda: self.now)

    def value(self, uri: str) -> str | None:
        return self.values.get(uri)

    def entry(self, uri: str) -> Entry | None:
        return Entry(self.prefix) if uri == ENTRY else None

    def tls(self, reference: str) -> ssl.SSLContext:
        assert reference == ENTRY
        return tls_context(self.anchor)

    def get(self) -> str:
        return self.descriptions.get(OBJECT)

    def asked(self) -> list[str]:
        return [path for path, _ in self.site.requests]


@pytest.fixture
def world() -> Iterator[World]:
    site = Site({"/c1.sdp": SDP.encode()})
    with served(site) as anchor:
        yield World(site, anchor)


def test_it_is_fetched_once_and_again_when_it_is_old(world: World) -> None:
    assert world.descriptions.known(OBJECT) == "", "only `get` asks"
    assert [world.get() for _ in range(3)] == [SDP] * 3
    assert world.descriptions.known(OBJECT) == SDP
    assert world.asked() == ["/c1.sdp"]
    world.site.files["/c1.sdp"] = OTHER.encode()
    world.now += FRESH
    assert world.get() == OTHER
    assert len(world.asked()) == 2


def test_one_in_the_tree_counts_before_it(world: World) -> None:
    world.values[f"{DELIVERY}/SessionDescription"] = OTHER
    assert world.get() == world.descriptions.known(OBJECT) == OTHER
    assert world.asked() == []


def test_that_of_the_repair_is_another(world: World) -> None:
    world.values[f"{DELIVERY}/SessionDescription"] = SDP
    assert world.descriptions.get(OBJECT, REPAIR_URI) == "", "there is none"
    world.values[f"{DELIVERY}/{REPAIR_URI}"] = f"{world.site.url}/repair.sdp"
    world.site.files["/repair.sdp"] = OTHER.encode()
    assert (world.get(), world.descriptions.get(OBJECT, REPAIR_URI)) == (SDP, OTHER)
    assert world.asked() == ["/repair.sdp"]


def test_what_was_fetched_for_another_reference_does_not_count(world: World) -> None:
    assert world.get() == SDP
    world.values[f"{DELIVERY}/SessionDescriptionURI"] = f"{world.site.url}/c2.sdp"
    assert world.descriptions.known(OBJECT) == ""
    world.site.files["/c2.sdp"] = OTHER.encode()
    assert world.get() == OTHER


@pytest.mark.parametrize(
    "where", ["http://localhost/c1.sdp", "https://elsewhere.example/c1.sdp", "file:///etc/passwd", "c1.sdp"]
)
def test_nobody_is_asked_but_the_image_server(world: World, where: str) -> None:
    world.values[f"{DELIVERY}/SessionDescriptionURI"] = where
    with pytest.raises(SourceNotTrusted, match="URLPrefix") as failed:
        world.get()
    assert is_final(failed.value) and world.asked() == []
    assert world.get() == "", "told once a try"


def test_without_an_entry_nobody_is_asked(world: World) -> None:
    world.values[f"{OBJECT}/ImageServer/Ref"] = "./ImageServer/other"
    with pytest.raises(SourceNotTrusted):
        world.get()
    assert world.asked() == []


def test_a_server_with_another_certificate_is_not_believed(world: World) -> None:
    world.anchor = certificate("other")[2]
    with pytest.raises(SourceNotTrusted) as failed:
        world.get()
    assert is_final(failed.value)
    assert world.descriptions.known(OBJECT) == ""


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"v=0\n",
        SDP.encode() * 2,
        SDP.replace("239.1.2.3", "nowhere").encode(),
        SDP.encode() + b"\xff\xfe",
        SDP.encode() + b"a=x\n" * MAX_SIZE,
        b"x" * (1 << 22),
    ],
    ids=["nothing", "no session", "two sessions", "no address", "no UTF-8", "too long", "far too long"],
)
def test_what_is_no_description_is_none(world: World, octets: bytes) -> None:
    world.site.files["/c1.sdp"] = octets
    with pytest.raises(MessageError):
        world.get()
    assert world.get() == world.descriptions.known(OBJECT) == ""


@pytest.mark.parametrize(
    ("manners", "error"),
    [
        ("gzip", MessageError),
        ("two lengths", MessageError),
        ("broken", SourceLost),
        ("busy", SourceBusy),
        ("elsewhere", SourceNotTrusted),
        ("to http", SourceNotTrusted),
        ("around", SourceNotTrusted),
    ],
)
def test_what_the_server_does_wrong_is_told(world: World, manners: str, error: type[Exception]) -> None:
    world.site.manners = manners
    with pytest.raises(error):
        world.get()


def test_one_that_breaks_off_is_none(world: World) -> None:
    world.site.cut_after = len(SDP) - 1
    with pytest.raises(SourceLost):
        world.get()
    assert world.descriptions.known(OBJECT) == ""


def test_one_that_is_not_there_is_asked_for_again_later_and_later(world: World) -> None:
    found = world.site.files.pop("/c1.sdp")
    waits = []
    for _ in range(14):
        with pytest.raises(SourceRefused) as failed:
            world.get()
        assert not is_final(failed.value)
        began = world.now
        while (due := world.descriptions._fetched[OBJECT, URI].next_time) > world.now:
            assert world.get() == ""
            world.now = min(world.now + 600, due)
        waits.append(world.now - began)
    assert waits == sorted(waits) and waits[0] == 2.0 and waits[-1] == LONGEST_RETRY
    assert len(world.asked()) == 14
    world.site.files["/c1.sdp"] = found
    assert world.get() == SDP
    world.now += 5
    del world.site.files["/c1.sdp"]
    world.descriptions.ask_again(OBJECT)
    with pytest.raises(SourceFailed):
        world.get()
    assert world.descriptions.known(OBJECT) == SDP, "who is away for a while takes nothing back"


def test_a_server_that_takes_too_long_is_left(world: World) -> None:
    clock = iter([0.0, 0.0, 100.0, 100.0])
    world.descriptions._clock = lambda: next(clock, 100.0)
    with pytest.raises(SourceLost, match="too long"):
        world.get()
