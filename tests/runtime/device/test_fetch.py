"""Packages by URL: pieces that can pause, and every way in which a server can refuse, over real sockets."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import Authority
from reference_programs import Packages, packages

from swm.device import client_context
from swm.device.fetch import Begun, FetchFailed, HttpFetch, Trouble

BODY = bytes(range(256)) * 2000
FETCH = HttpFetch(timeout=5.0, largest=len(BODY))


@pytest.fixture
def files() -> Iterator[Packages]:
    with packages() as found:
        found.files = {"new.pkg": BODY}
        yield found


def trouble(url: str, offset: int = 0, validator: str | None = None, fetch: HttpFetch = FETCH) -> Trouble:
    with pytest.raises(FetchFailed) as failed:
        b"".join(fetch.fetch(url, offset, validator).pieces)
    return failed.value.trouble


def test_a_package_comes_in_pieces_and_goes_on_behind_the_last_one(files: Packages) -> None:
    url = f"{files.url}/new.pkg"
    begun: Begun = FETCH.fetch(url, 0, None)
    first = next(begun.pieces)
    begun.close()
    assert 0 < len(first) < len(BODY)
    assert begun.total == len(BODY)
    rest = FETCH.fetch(url, len(first), begun.validator)
    assert first + b"".join(rest.pieces) == BODY
    assert [asked for _, asked in files.requests] == [None, f"bytes={len(first)}-"]


def test_another_object_or_no_ranges_are_told_apart(files: Packages) -> None:
    url = f"{files.url}/new.pkg"
    begun = FETCH.fetch(url, 0, None)
    begun.close()
    files.files["new.pkg"] = BODY[::-1]
    assert trouble(url, 100, begun.validator) is Trouble.OBJECT_CHANGED
    files.files["new.pkg"] = BODY
    files.ranges = False
    assert trouble(url, 100, begun.validator) is Trouble.RANGES_REFUSED


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Trouble.AUTHENTICATION_FAILED),
        (403, Trouble.AUTHENTICATION_FAILED),
        (410, Trouble.SERVER_UNAVAILABLE),
        (416, Trouble.OBJECT_CHANGED),
        (429, Trouble.SERVER_OVERLOAD),
        (500, Trouble.SERVER_ERROR),
        (503, Trouble.SERVER_OVERLOAD),
    ],
)
def test_a_refusal_says_what_it_is(status: int, expected: Trouble, files: Packages) -> None:
    files.status = status
    assert trouble(f"{files.url}/new.pkg") is expected


def test_what_is_not_there_too_large_unreachable_or_no_url_is_told(files: Packages) -> None:
    assert trouble(f"{files.url}/missing") is Trouble.SERVER_UNAVAILABLE
    assert trouble(f"{files.url}/new.pkg", fetch=HttpFetch(largest=len(BODY) - 1)) is Trouble.DOWNLOAD_OUT_OF_MEMORY
    assert trouble("http://127.0.0.1:1/new.pkg") is Trouble.NETWORK_LOST
    for url in ("ftp://files/new.pkg", "file:///etc/passwd", "new.pkg", "http://a b/", "http://user:word@files/"):
        assert trouble(url) is Trouble.MALFORMED_URL, url


def test_a_server_that_is_not_who_it_should_be_gives_nothing(tmp_path: Path) -> None:
    authority, another = Authority(tmp_path), Authority(tmp_path, "Another CA")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.sign("localhost"))
    with packages(context) as files:
        files.files = {"new.pkg": BODY}
        url = f"{files.url}/new.pkg"
        assert b"".join(HttpFetch(tls=client_context(authority.file)).fetch(url, 0, None).pieces) == BODY
        assert trouble(url, fetch=HttpFetch(tls=client_context(another.file))) is Trouble.TLS_FAILED
        assert trouble(url.replace("localhost", "127.0.0.1"), fetch=HttpFetch(tls=client_context(authority.file))) is (
            Trouble.TLS_FAILED
        )


def test_a_redirect_to_no_url_is_told(files: Packages) -> None:
    files.location = "http://["
    assert trouble(f"{files.url}/new.pkg") is Trouble.MALFORMED_URL
    files.location = "http://a..b/"
    assert trouble(f"{files.url}/new.pkg") is Trouble.MALFORMED_URL
