"""Downloads from a real server that misbehaves: whatever it answers, no file is ever spliced from two."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from carousels import Receiver
from hostile_server import Site, served
from hypothesis import given
from hypothesis import strategies as st
from packages import described, octets

from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage
from swm.delivery.http_ranges import Ask, judge, runs, strong
from swm.delivery.https import HttpsRepository, HttpsSource, Web, fetch, fetch_whole, tls_context
from swm.delivery.sources import (
    ObjectChanged,
    RangesRefused,
    SessionSource,
    SourceBusy,
    SourceFailed,
    SourceLost,
    SourceNotTrusted,
    SourceRefused,
)
from swm.errors import MessageError
from swm.security import NotThere

PACKAGE = octets(10 * 4096 - 50)
TARGET, INDEX = described(PACKAGE)
OTHER = octets(10 * 4096 - 50, seed=2)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site({"/pkg": PACKAGE, "/pkg.index": INDEX})
    with served(site) as certificate:
        site.context = tls_context(certificate)  # type: ignore[attr-defined]
        yield site


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Receiver]:
    receiver = Receiver(ChunkStore(DiskStorage(tmp_path, TARGET.manifest), TARGET))
    yield receiver
    receiver.store.close()


def source(site: Site, **more: Any) -> HttpsSource:
    def inside(url: str) -> bool:
        return url.startswith(f"{site.url}/")

    web = Web(site.context, inside, timeout=10)  # type: ignore[attr-defined]
    return HttpsSource(f"{site.url}/pkg", web, **more)


def whole(device: Receiver) -> bytes:
    with DeliveredPackage(device.store).open() as stream:
        return stream.read()


def started(site: Site, device: Receiver, octets_: int = 3 * 4096 + 100) -> HttpsSource:
    """A download that broke off after three chunks and a bit."""
    site.cut_after = octets_
    first = source(site)
    with pytest.raises(SourceLost):
        first.fetch(device.intake)
    assert device.store.missing() == list(range(3, 10))
    assert first.validator == '"one"'
    return first


def test_a_download_is_whole(site: Site, device: Receiver) -> None:
    source(site).fetch(device.intake)
    assert whole(device) == PACKAGE
    assert all("range" not in fields for _, fields in site.requests)
    assert {fields["accept-encoding"] for _, fields in site.requests} == {"identity"}


@pytest.mark.parametrize("at", [0, 1, len(PACKAGE) // 2, len(PACKAGE) - 1])
def test_a_download_that_broke_at_any_octet_goes_on(site: Site, device: Receiver, at: int) -> None:
    site.cut_after = at
    first = source(site)
    with pytest.raises(SourceLost):
        first.fetch(device.intake)
    second = source(site, validator=first.validator)
    second.fetch(device.intake)
    assert whole(device) == PACKAGE
    _, fields = site.requests[-1]
    if at >= 4096:
        assert fields["range"] == f"bytes={at // 4096 * 4096}-{len(PACKAGE) - 1}"
        assert fields["if-range"] == '"one"'


def test_only_what_is_missing_is_asked_for(site: Site, device: Receiver) -> None:
    started(site, device)
    for place in (5, 6):
        device.store.add_index(INDEX)
        assert device.intake.put(place, PACKAGE[place * 4096 : (place + 1) * 4096])
    site.requests.clear()
    source(site, validator='"one"').fetch(device.intake)
    assert [fields["range"] for _, fields in site.requests] == ["bytes=12288-20479", f"bytes=28672-{len(PACKAGE) - 1}"]
    assert whole(device) == PACKAGE


def test_the_procedure_resume_hears_of_the_validators(site: Site, device: Receiver) -> None:
    started(site, device)
    heard = []
    security = importlib.import_module("swm_enablers.dmsecurity_1_2.security")

    def resumed(sent: str, received: str) -> None:
        inputs = security.ResumeInputs(journal=device.store.journal, target=device.permit, sent=sent, received=received)
        heard.append(security.resume(device.checks, inputs).content["held"])

    source(site, validator='"one"', resumed=resumed).fetch(device.intake)
    assert heard == [3]
    assert whole(device) == PACKAGE


# What a server does wrong when a part is asked for

CHANGED = [
    "wrong start",
    "wrong end",
    "wrong total",
    "no content-range",
    "multipart",
    "no etag",
    "other etag in the part",
    "weak etag in the part",
    "wrong octets",
    "from the beginning",
    "gzip",
    "416 of another length",
]


@pytest.mark.parametrize("manners", CHANGED)
def test_a_part_that_is_not_what_was_asked_for_is_not_taken(site: Site, device: Receiver, manners: str) -> None:
    started(site, device)
    site.manners = manners
    with pytest.raises(ObjectChanged):
        source(site, validator='"one"', restarts_left=0).fetch(device.intake)
    assert device.store.missing() == list(range(3, 10)), "what was there stays, nothing was added"
    site.manners = ""
    source(site, validator='"one"').fetch(device.intake)
    assert whole(device) == PACKAGE


@pytest.mark.parametrize("manners", ["ignores ranges", "416"])
def test_a_server_without_ranges_sends_the_whole_as_often_as_policy_allows(
    site: Site, device: Receiver, manners: str
) -> None:
    started(site, device)
    site.manners = manners
    with pytest.raises(RangesRefused):
        source(site, validator='"one"', restarts_left=0).fetch(device.intake)
    again = source(site, validator='"one"', restarts_left=1)
    again.fetch(device.intake)
    assert whole(device) == PACKAGE and again.restarts_left == 0


@pytest.mark.parametrize("manners", ["weak etag", "no etag"])
def test_without_a_strong_etag_no_part_is_asked_for(site: Site, device: Receiver, manners: str) -> None:
    site.manners = manners
    site.cut_after = 5 * 4096
    first = source(site)
    with pytest.raises(SourceLost):
        first.fetch(device.intake)
    assert first.validator is None
    source(site, validator=first.validator).fetch(device.intake)
    assert whole(device) == PACKAGE
    assert all("range" not in fields for _, fields in site.requests)


def test_the_image_changes_between_suspend_and_resume(site: Site, device: Receiver) -> None:
    started(site, device)
    site.files["/pkg"], site.etag = OTHER, '"two"'
    with pytest.raises(ObjectChanged):
        source(site, validator='"one"', restarts_left=1).fetch(device.intake)
    with pytest.raises(ObjectChanged):
        source(site, validator='"one"', restarts_left=0).fetch(device.intake)
    assert device.store.missing() == list(range(3, 10))


def test_the_image_changes_under_the_same_etag(site: Site, device: Receiver) -> None:
    started(site, device)
    site.files["/pkg"] = OTHER
    with pytest.raises(ObjectChanged, match="chunk 3"):
        source(site, validator='"one"').fetch(device.intake)
    site.files["/pkg"] = PACKAGE
    source(site, validator='"one"').fetch(device.intake)
    assert whole(device) == PACKAGE


@pytest.mark.parametrize("manners", ["ignores if-range"])
def test_a_server_that_ignores_if_range_splices_nothing(site: Site, device: Receiver, manners: str) -> None:
    started(site, device)
    site.files["/pkg"], site.etag, site.manners = OTHER, '"two"', manners
    with pytest.raises(ObjectChanged):
        source(site, validator='"one"').fetch(device.intake)
    assert device.store.missing() == list(range(3, 10))


# What a server does wrong with the whole


@pytest.mark.parametrize(
    ("manners", "error"),
    [
        ("gzip", ObjectChanged),
        ("longer", ObjectChanged),
        ("shorter", ObjectChanged),
        ("two lengths", ObjectChanged),
        ("busy", SourceBusy),
        ("broken", SourceLost),
        ("elsewhere", SourceNotTrusted),
        ("to http", SourceNotTrusted),
        ("around", SourceNotTrusted),
        ("to no URL", SourceNotTrusted),
        ("to a host without a name", SourceNotTrusted),
        ("a chunk of -5 octets", SourceLost),
    ],
)
def test_a_whole_that_is_not_the_package_is_not_taken(
    site: Site, device: Receiver, manners: str, error: type[SourceFailed]
) -> None:
    site.manners = manners
    with pytest.raises(error):
        source(site).fetch(device.intake)
    assert device.store.missing() == list(range(10))
    site.manners = ""
    source(site).fetch(device.intake)
    assert whole(device) == PACKAGE


@pytest.mark.parametrize(
    "url", ["https://[", "https://a..b/pkg", "https://localhost:99999/pkg", "https://localhost/\u00e9"]
)
def test_a_url_that_nobody_can_ask_is_not_trusted(url: str) -> None:
    with pytest.raises(SourceNotTrusted):
        Web(timeout=1).get(url, {})


def test_a_small_file_whose_chunks_are_none_is_lost(site: Site) -> None:
    site.manners = "a chunk of -5 octets"
    context = site.context  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="pkg"):
        b"".join(fetch(f"{site.url}/pkg", context))
    with pytest.raises((SourceLost, MessageError)):
        fetch_whole(Web(context, timeout=10), f"{site.url}/pkg", 100, lambda: False)


def test_a_busy_server_says_when_to_come_back(site: Site, device: Receiver) -> None:
    site.manners = "busy"
    with pytest.raises(SourceBusy) as busy:
        source(site).fetch(device.intake)
    assert busy.value.seconds == 120


def test_a_package_that_is_not_there(site: Site, device: Receiver) -> None:
    del site.files["/pkg"]
    with pytest.raises(SourceRefused) as refused:
        source(site).fetch(device.intake)
    assert refused.value.status == 404


@pytest.mark.parametrize("index", [b"", INDEX[:-1], INDEX + b"x", INDEX[:-1] + b"x"])
def test_a_wrong_index_is_not_taken(site: Site, device: Receiver, index: bytes) -> None:
    site.files["/pkg.index"] = index
    with pytest.raises(SourceFailed):
        source(site).fetch(device.intake)
    assert device.store.missing() == list(range(10))


def test_a_server_that_nobody_trusts_or_that_is_gone(site: Site, device: Receiver) -> None:
    with pytest.raises(SourceNotTrusted):
        HttpsSource(f"{site.url}/pkg", Web(tls_context())).fetch(device.intake)
    name = site.url.replace("localhost", "127.0.0.1")
    with pytest.raises(SourceNotTrusted):
        HttpsSource(f"{name}/pkg", Web(site.context)).fetch(device.intake)  # type: ignore[attr-defined]
    with pytest.raises(SourceLost):
        HttpsSource("https://localhost:1/pkg", Web(tls_context())).fetch(device.intake)


def test_a_download_stops_when_told(site: Site, device: Receiver) -> None:
    calls = iter([False] * 6 + [True] * 100)
    source(site, stop=lambda: next(calls)).fetch(device.intake)
    assert 0 < len(device.store.missing()) < 10
    source(site, validator='"one"').fetch(device.intake)
    assert whole(device) == PACKAGE


def test_metadata_over_https(site: Site) -> None:
    site.files["/metadata/timestamp.json"] = b"{}"
    repository = HttpsRepository(f"{site.url}/metadata", site.context)  # type: ignore[attr-defined]
    assert b"".join(repository.metadata("timestamp.json")) == b"{}"
    with pytest.raises(NotThere):
        list(repository.metadata("snapshot.json"))
    with pytest.raises(ConnectionError):
        list(HttpsRepository("https://localhost:1/", tls_context()).metadata("x"))


# In the session


def test_a_package_that_came_inside_the_session(device: Receiver) -> None:
    for data, index in ((OTHER, INDEX), (PACKAGE[:-1], INDEX), (PACKAGE, INDEX[:-1])):
        with pytest.raises(ObjectChanged):
            SessionSource(data, index).fetch(device.intake)
    assert not device.store.complete
    SessionSource(PACKAGE, INDEX).fetch(device.intake)
    assert whole(device) == PACKAGE


# The rules alone


@given(st.lists(st.integers(0, 60), unique=True).map(sorted))
def test_runs_are_the_missing_chunks_and_nothing_else(missing: list[int]) -> None:
    found = [chunk for first, last in runs(missing) for chunk in range(first, last + 1)]
    assert found == missing


@pytest.mark.parametrize("etag", ['"a"', '""', '"\x80"'])
def test_strong_etags(etag: str) -> None:
    assert strong(etag) == etag


@pytest.mark.parametrize("etag", [None, "", "a", 'W/"a"', '"a', '"a"b"', '"' + "a" * 600 + '"', '"a\n"'])
def test_what_is_no_strong_etag(etag: str | None) -> None:
    assert strong(etag) is None


@given(
    st.integers(100, 599),
    st.dictionaries(st.sampled_from(["content-range", "content-length", "etag", "retry-after"]), st.text()),
)
def test_whatever_is_answered_is_a_body_or_a_failure_of_the_source(status: int, fields: dict[str, str]) -> None:
    ask = Ask(4096, 8191, 10_000, '"a"')
    try:
        body = judge(ask, status, fields)
    except SourceFailed:
        return
    assert status == 200 or (status == 206 and body.is_part and body.first == 4096)


class Dripping:
    """An answer that comes octet by octet, each in time for the socket; `clock` is what it makes of the time."""

    status = 200
    length = 1 << 20

    def __init__(self) -> None:
        self.clock = 0.0
        self.headers: dict[str, str] = {}

    def read1(self, length: int) -> bytes:
        self.clock += 4.0
        assert self.clock < 10_000, "nobody gives it up"
        return b"x"

    read = read1


def test_what_comes_octet_by_octet_is_given_up(device: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Dripping()
    answer.length = device.store.geometry.index_nodes * device.store.geometry.symbol_size
    monkeypatch.setattr(Web, "get", lambda *_: answer)
    monkeypatch.setattr("swm.delivery.https.time", SimpleNamespace(monotonic=lambda: answer.clock))
    with pytest.raises(ConnectionError, match="more than 60 s"):
        b"".join(fetch("https://localhost/metadata/timestamp.json"))
    with pytest.raises(SourceLost, match="more than 60 s"):
        HttpsSource("https://localhost/pkg", Web()).fetch(device.intake)
